"""Look things up in the catalogue: one block by its id, or a list of what there is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from hitoolkit.catalogue.blocks import Dimension, Fact, Indicator, Policy, Source, Standard, Term
from hitoolkit.catalogue.files import VARIABLE, own, packaged, read_own
from hitoolkit.errors import CatalogueError, unknown_name

__all__ = [
    "Dimension", "Fact", "Indicator", "Policy", "Source", "Standard", "Term",
    "blocks", "dimension", "dimensions", "fact", "indicator", "indicators", "own_source", "policy", "source",
    "standard", "term", "use_catalogue",
]


def use_catalogue(path: str | os.PathLike[str] | None) -> None:
    """Add an own catalogue file, for this session; it is read afresh each time it is needed.

    Takes the path of a TOML file with blocks `[indicator.ID]`, `[dimension.ID]`, `[source.ID]` and `[policy.ID]` in the
    form of the package's own. `None` takes it away again. An id of the package's own catalogue cannot be replaced.
    Raises CatalogueError, naming the block and the line to mend, where the file breaks a rule.

    >>> use_catalogue(None)
    """
    if path is None:
        os.environ.pop(VARIABLE, None)
        return
    full = Path(path).expanduser().resolve()
    read_own(full)
    os.environ[VARIABLE] = str(full)


def indicator(name: str) -> Indicator:
    """One indicator by its id. Raises CatalogueError with the nearest known id.

    >>> indicator("waits_over_52_weeks").unit
    '%'
    """
    return _one("indicator", name)


def dimension(name: str) -> Dimension:
    """One dimension by its id. Raises CatalogueError with the nearest known id.

    >>> dimension("imd_quintile").label("1")
    'Most deprived fifth'
    """
    return _one("dimension", name)


def source(name: str) -> Source:
    """One source by its id; an empty id is a source nobody named.

    >>> source("sample_maternity").synthetic
    True
    """
    return Source("", "Source not stated") if not name else _one("source", name)


def policy(name: str | None = None) -> Policy:
    """A rule on small numbers by its id, or the default one: an own catalogue's, where it names one that is no lighter.

    >>> policy().hide_to
    7
    """
    if name:
        return _one("policy", name)
    return [item for item in blocks("policy").values() if item.default][-1]


def standard(name: str) -> Standard:
    """A standard population by its id. Raises CatalogueError with the nearest known id.

    >>> standard("esp2013").weights["85-89"]
    1500
    """
    return _one("standard", name)


def fact(name: str) -> Fact:
    """A published figure by its id, not yet in words (`hi.fact` is). Raises CatalogueError with the nearest known id.

    >>> fact("data_as_a_barrier").values
    {'barrier': 48}
    """
    return _one("fact", name)


def term(name: str) -> Term:
    """A term of the glossary by its id. Raises CatalogueError with the nearest known id.

    >>> term("gradient").term
    'Gradient'
    """
    return _one("term", name)


def indicators() -> pd.DataFrame:
    """List the indicators that can be asked for: id, name, unit and which direction is better.

    >>> list(indicators().columns)
    ['indicator', 'name', 'unit', 'better', 'counts', 'out_of']
    """
    rows = [(i.id, i.name, i.unit, i.better, i.numerator, i.denominator) for i in blocks("indicator").values()]
    return pd.DataFrame(rows, columns=["indicator", "name", "unit", "better", "counts", "out_of"])


def dimensions() -> pd.DataFrame:
    """List the ways people can be grouped: id, name, whether the groups have an order, and the groups.

    >>> dimensions().set_index("dimension").loc["sex", "groups"]
    'Female, Male'
    """
    rows = [(d.id, d.name, d.ordered, ", ".join(d.labels or d.groups)) for d in blocks("dimension").values()]
    return pd.DataFrame(rows, columns=["dimension", "name", "ordered", "groups"])


def own_source() -> str | None:
    """The id of the source that an own catalogue names, where it names exactly one."""
    named = own().get("source", {})
    return next(iter(named)) if len(named) == 1 else None


def blocks(kind: str) -> dict[str, Any]:
    """All blocks of one kind, by id, those of an own catalogue last."""
    return {**packaged()[kind], **own().get(kind, {})}


def _one(kind: str, name: str) -> Any:
    known = blocks(kind)
    if name not in known:
        raise CatalogueError(unknown_name(kind, name, known))
    return known[name]
