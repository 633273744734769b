"""Read the catalogue files, the package's own and those an analyst adds, and refuse what breaks their rules."""

from __future__ import annotations

import os
import tomllib
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from hitoolkit.errors import CatalogueError, unknown_name

KINDS = ("proportion", "rate", "mean", "percentile", "life_expectancy", "value")
DIRECTIONS = ("lower", "higher", "neither")


@dataclass(frozen=True)
class Indicator:
    """What is measured; `value = per x numerator / denominator`, in `unit`."""

    id: str
    name: str
    kind: str
    better: str
    per: float = 1
    unit: str = ""
    short: str = ""
    theme: str = "any"
    who: str = ""
    did: str = ""
    would: str = ""
    numerator: str = "numerator"
    denominator: str = "denominator"
    numerator_where: str = ""
    denominator_where: str = ""
    convention: str = ""
    then: str = ""
    value_of: str = ""
    q: float = 0
    count_of: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dimension:
    """How people are grouped; `groups` run from most to least disadvantaged where `ordered`."""

    id: str
    name: str
    ordered: bool
    groups: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    reference: str = ""
    most: str = ""
    least: str = ""
    grouped: str = ""
    missing: str = ""
    spoken: tuple[str, ...] = ()
    column: str = ""
    caveats: tuple[str, ...] = ()

    def label(self, group: str) -> str:
        """What a reader sees for a group: `1` of imd_quintile is `Most deprived fifth`."""
        if group == "Not known":
            return "Group not known"
        return dict(zip(self.groups, self.labels, strict=True)).get(group, group)


@dataclass(frozen=True)
class Source:
    """Where figures come from, and whether they may be shown as they are."""

    id: str
    name: str
    synthetic: bool = False
    protected: bool = False
    place: str = ""


@dataclass(frozen=True)
class Policy:
    """A rule on small numbers: counts from `hide_from` to `hide_to` are hidden, the rest rounded to `round_to`."""

    id: str
    name: str
    hide_from: int
    hide_to: int
    round_to: int
    default: bool = False


@dataclass(frozen=True)
class Fact:
    """A published figure with what is needed to trust it; `str(fact)` is the sentence to print."""

    id: str
    sentence: str
    values: dict[str, float]
    period: str
    place: str
    source: str
    seen: str
    review: str

    def __str__(self) -> str:
        figures = {name: f"{value:,}" for name, value in self.values.items()}
        return f"{self.sentence.format(**figures)} ({self.place}, {self.period}. Source: {self.source}.)"

    def _repr_markdown_(self) -> str:
        return f"> {self}"


TABLES: dict[str, Any] = {
    "indicator": Indicator, "dimension": Dimension, "source": Source, "policy": Policy, "fact": Fact,
}
OWN_TABLES = ("indicator", "dimension", "source")
#: Set for child processes too, so that a notebook's kernel reads the same own catalogue as the command line.
VARIABLE = "HITOOLKIT_CATALOGUE"


def use_catalogue(path: str | os.PathLike[str] | None) -> None:
    """Add an own catalogue file, for this session; it is read afresh each time it is needed.

    Takes the path of a TOML file with blocks `[indicator.ID]`, `[dimension.ID]` and `[source.ID]` in the form of the
    package's own. `None` takes it away again. An id of the package's own catalogue cannot be replaced.
    Raises CatalogueError, naming the block and the line to mend, where the file breaks a rule.

    >>> use_catalogue(None)
    """
    if path is None:
        os.environ.pop(VARIABLE, None)
        return
    full = Path(path).expanduser().resolve()
    _read_own(full)
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
    """A rule on small numbers by its id, or the default one.

    >>> policy().hide_to
    7
    """
    if name:
        return _one("policy", name)
    return next(item for item in blocks("policy").values() if item.default)


def fact(name: str) -> Fact:
    """A published figure as a sentence with its value, place, period and source.

    Takes the id of a block in the catalogue's facts. Returns a Fact; `str()` of it is the sentence.
    """
    return _one("fact", name)


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
    own = _own().get("source", {})
    return next(iter(own)) if len(own) == 1 else None


def blocks(kind: str) -> dict[str, Any]:
    """All blocks of one kind, by id, those of an own catalogue last."""
    return {**_packaged()[kind], **_own().get(kind, {})}


def _one(kind: str, name: str) -> Any:
    known = blocks(kind)
    if name not in known:
        raise CatalogueError(unknown_name(kind, name, known))
    return known[name]


@lru_cache(maxsize=1)
def _packaged() -> dict[str, dict[str, Any]]:
    folder = resources.files("hitoolkit.catalogue")
    found: dict[str, dict[str, Any]] = {}
    for kind, file in (("indicator", "indicators"), ("dimension", "dimensions"), ("source", "sources"),
                       ("policy", "policy"), ("fact", "facts")):
        text = folder.joinpath(f"{file}.toml").read_text(encoding="utf-8")
        raw = tomllib.loads(text).get(kind, {})
        found[kind] = {name: _block(kind, name, value, f"{file}.toml") for name, value in raw.items()}
    return found


def _own() -> dict[str, dict[str, Any]]:
    path = os.environ.get(VARIABLE)
    return _read_own(Path(path)) if path else {}


def _read_own(path: Path) -> dict[str, dict[str, Any]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise CatalogueError(f"The catalogue file {path.name} cannot be read. Check that the path is right.") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"The catalogue file {path.name} is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"The catalogue file {path.name} is not valid TOML: {error}. Mend that line.") from None
    found: dict[str, dict[str, Any]] = {}
    for kind, items in raw.items():
        if kind not in OWN_TABLES or not isinstance(items, dict):
            raise CatalogueError(
                f"{path.name} has a block [{kind}], which an own catalogue cannot hold. "
                f"It may hold {', '.join(f'[{one}.ID]' for one in OWN_TABLES)}."
            )
        for name, value in items.items():
            if name in _packaged()[kind]:
                raise CatalogueError(
                    f"{path.name} defines [{kind}.{name}], an id of the package's own catalogue. Choose another id."
                )
            if kind == "source" and isinstance(value, dict) and (value.get("protected") or value.get("synthetic")):
                raise CatalogueError(
                    f"{path.name} marks [source.{name}] as protected or synthetic. Only the package's own catalogue may. "
                    "Take the line out; your figures are then protected before they are shown."
                )
            found.setdefault(kind, {})[name] = _block(kind, name, value, path.name)
    return found


def _block(kind: str, name: str, raw: Any, file: str) -> Any:
    where = f"{file} [{kind}.{name}]"
    if not isinstance(raw, dict):
        raise CatalogueError(f"{where} is not a block. Write the heading [{kind}.{name}] and the lines below it.")
    shape = TABLES[kind]
    allowed = {field.name: field for field in fields(shape) if field.name != "id"}
    for key in raw:
        if key not in allowed:
            raise CatalogueError(f"{where}: {unknown_name('line', key, allowed)}")
    for key, field in allowed.items():
        if field.default is MISSING and key not in raw:
            raise CatalogueError(f'{where} lacks the line "{key} = ...". Add it.')
    values = {key: _kind_of(where, key, value, str(allowed[key].type)) for key, value in raw.items()}
    block = shape(id=name, **values)
    if kind == "indicator":
        _check_indicator(block, where)
    if kind == "dimension":
        block = _check_dimension(block, where)
    return block


def _kind_of(where: str, key: str, value: Any, wanted: str) -> Any:
    right = {
        "str": isinstance(value, str),
        "bool": isinstance(value, bool),
        "int": isinstance(value, int) and not isinstance(value, bool),
        "float": isinstance(value, int | float) and not isinstance(value, bool),
        "tuple[str, ...]": isinstance(value, list) and all(isinstance(item, str) for item in value),
        "dict[str, float]": isinstance(value, dict),
    }[wanted]
    if not right:
        words = {"str": "text in quotes", "bool": "true or false", "int": "a whole number", "float": "a number",
                 "tuple[str, ...]": "a list of texts", "dict[str, float]": "a table of numbers"}[wanted]
        raise CatalogueError(f'{where}: "{key}" should be {words}. Mend that line.')
    return tuple(value) if isinstance(value, list) else value


def _check_indicator(block: Indicator, where: str) -> None:
    if block.kind not in KINDS:
        raise CatalogueError(f"{where}: {unknown_name('kind of indicator', block.kind, KINDS)}")
    if block.better not in DIRECTIONS:
        raise CatalogueError(f"{where}: {unknown_name('direction', block.better, DIRECTIONS)}")
    if block.per <= 0:
        raise CatalogueError(f'{where}: "per" should be above zero: 100 for a percentage, 1000 for a rate per thousand.')
    from hitoolkit.catalogue.expressions import parse

    for key in ("numerator_where", "denominator_where"):
        text = getattr(block, key)
        if text:
            parse(text, f"{where} {key}")


def _check_dimension(block: Dimension, where: str) -> Dimension:
    if block.ordered and len(block.groups) < 2:
        raise CatalogueError(f'{where} is ordered, so "groups" should list them from most to least disadvantaged.')
    if len(set(block.groups)) != len(block.groups):
        raise CatalogueError(f'{where}: "groups" names one group twice. Keep each once.')
    for group in block.groups:
        if group in ("All", "Not known", "Not stated"):
            raise CatalogueError(f'{where}: "{group}" is kept for the whole or the unknown. Leave it out of "groups".')
    if block.labels and len(block.labels) != len(block.groups):
        raise CatalogueError(f'{where}: "labels" should name each of the {len(block.groups)} groups, in the same order.')
    if len(block.spoken) > 1 and len(block.spoken) != len(block.groups):
        raise CatalogueError(f'{where}: "spoken" should be one phrase for all groups, or one for each in the same order.')
    if block.reference and block.groups and block.reference not in block.groups:
        raise CatalogueError(f"{where}: {unknown_name('group', block.reference, block.groups)}")
    from dataclasses import replace

    return replace(block, labels=block.labels or block.groups, column=block.column or block.id,
                   missing=block.missing or block.name, grouped=block.grouped or f"by {block.name[:1].lower()}{block.name[1:]}")
