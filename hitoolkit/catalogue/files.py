"""Read the catalogue's files, the package's own and one an analyst adds, and refuse what breaks their rules."""

from __future__ import annotations

import os
import tomllib
from dataclasses import MISSING, fields, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from hitoolkit.catalogue.blocks import (
    DIRECTIONS,
    KINDS,
    STATUSES,
    Dimension,
    Fact,
    Indicator,
    Policy,
    Source,
    Standard,
    Term,
)
from hitoolkit.catalogue.expressions import parse
from hitoolkit.errors import CatalogueError, unknown_name

TABLES: dict[str, Any] = {
    "indicator": Indicator, "dimension": Dimension, "source": Source, "policy": Policy, "standard": Standard,
    "fact": Fact, "term": Term,
}
#: The file of each kind in the package's own catalogue.
FILES = {"indicator": "indicators", "dimension": "dimensions", "source": "sources", "policy": "policy",
         "standard": "standards", "fact": "facts", "term": "glossary"}
OWN_TABLES = ("indicator", "dimension", "source", "policy")
#: Set for child processes too, so that a notebook's kernel reads the same own catalogue as the command line.
VARIABLE = "HITOOLKIT_CATALOGUE"


@lru_cache(maxsize=1)
def packaged() -> dict[str, dict[str, Any]]:
    """The package's own blocks, by kind and id; they cannot change while it runs."""
    folder = resources.files("hitoolkit.catalogue")
    found: dict[str, dict[str, Any]] = {}
    for kind, file in FILES.items():
        written = tomllib.loads(folder.joinpath(f"{file}.toml").read_text(encoding="utf-8"))
        raw = _of_studies(written) if kind == "fact" else written.get(kind, {})
        found[kind] = {name: _block(kind, name, value, f"{file}.toml") for name, value in raw.items()}
    return found


def _of_studies(written: dict[str, Any]) -> dict[str, Any]:
    """The facts of a file, each with the lines of the study it names: what many figures share is written once."""
    studies = written.get("study", {})
    return {
        name: {**studies[one["study"]], **{key: line for key, line in one.items() if key != "study"}}
        if "study" in one else one
        for name, one in written.get("fact", {}).items()
    }


def own() -> dict[str, dict[str, Any]]:
    """The blocks of the own catalogue in use, read afresh."""
    path = os.environ.get(VARIABLE)
    return read_own(Path(path)) if path else {}


def read_own(path: Path) -> dict[str, dict[str, Any]]:
    """The blocks of an own catalogue file. Raises CatalogueError that names the block and the line to mend."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise CatalogueError(f"The catalogue file {path.name} cannot be read. Check that the path is right.") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"The catalogue file {path.name} is not UTF-8 text. Save it as UTF-8.") from None
    return _own_blocks(text, path.name)


@lru_cache(maxsize=4)
def _own_blocks(text: str, file: str) -> dict[str, dict[str, Any]]:
    """The blocks of an own catalogue's text; worked out once for each text, since every look-up asks."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"The catalogue file {file} is not valid TOML: {error}. Mend that line.") from None
    found: dict[str, dict[str, Any]] = {}
    for kind, items in raw.items():
        if kind not in OWN_TABLES or not isinstance(items, dict):
            raise CatalogueError(
                f"{file} has a block [{kind}], which your own catalogue cannot hold. "
                f"It may hold {', '.join(f'[{one}.ID]' for one in OWN_TABLES)}."
            )
        for name, value in items.items():
            if name in packaged()[kind]:
                raise CatalogueError(
                    f"{file} defines [{kind}.{name}], an id of the package's own catalogue. Choose another id."
                )
            if kind == "source" and isinstance(value, dict) and (value.get("protected") or value.get("synthetic")):
                raise CatalogueError(
                    f"{file} marks [source.{name}] as protected or synthetic. Only the package's own catalogue "
                    "may. Take the line out; your figures are then protected before they are shown."
                )
            found.setdefault(kind, {})[name] = block = _block(kind, name, value, file)
            if kind == "policy" and block.default:
                _check_own_default(block, found[kind], f"{file} [{kind}.{name}]")
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
        if field.default is field.default_factory is MISSING and key not in raw:
            raise CatalogueError(f'{where} lacks the line "{key} = ...". Add it.')
    values = {key: _kind_of(where, key, value, str(allowed[key].type)) for key, value in raw.items()}
    block = shape(id=name, **values)
    if kind == "indicator":
        _check_indicator(block, where)
    if kind == "dimension":
        block = _check_dimension(block, where)
    if kind == "policy":
        _check_policy(block, where)
    if kind == "fact":
        _check_fact(block, where)
    return block


def _kind_of(where: str, key: str, value: Any, wanted: str) -> Any:
    right = {
        "str": isinstance(value, str),
        "bool": isinstance(value, bool),
        "int": isinstance(value, int) and not isinstance(value, bool),
        "float": isinstance(value, int | float) and not isinstance(value, bool),
        "tuple[str, ...]": isinstance(value, list) and all(isinstance(item, str) for item in value),
        "dict[str, float]": isinstance(value, dict),
        "dict[str, str]": isinstance(value, dict),
    }[wanted]
    if not right:
        words = {"str": "text in quotes", "bool": "true or false", "int": "a whole number", "float": "a number",
                 "tuple[str, ...]": "a list of texts", "dict[str, float]": "a table of numbers",
                 "dict[str, str]": "a table of texts"}[wanted]
        raise CatalogueError(f'{where}: "{key}" should be {words}. Mend that line.')
    return tuple(value) if isinstance(value, list) else value


def _check_indicator(block: Indicator, where: str) -> None:
    if block.kind not in KINDS:
        raise CatalogueError(f"{where}: {unknown_name('kind of indicator', block.kind, KINDS)}")
    if block.better not in DIRECTIONS:
        raise CatalogueError(f"{where}: {unknown_name('direction', block.better, DIRECTIONS)}")
    if block.per <= 0:
        raise CatalogueError(f'{where}: "per" should be above zero: 100 for a percentage, 1000 for a rate per 1,000.')
    for key in ("numerator_where", "denominator_where"):
        text = getattr(block, key)
        if text:
            parse(text, f"{where} {key}")
    _check_what_is_counted(block, where)


def _check_what_is_counted(block: Indicator, where: str) -> None:
    """Counts have conditions, and may be of people; means and percentiles have a column of numbers.

    Published tables need neither, so that a line may be lacking; what cannot belong there may not stand there.
    """
    of_numbers = block.kind in ("mean", "percentile")
    named = block.kind.replace("_", " ")
    if block.value_of and not of_numbers:
        raise CatalogueError(
            f'{where}: "value_of" belongs to a mean or a percentile, and this is a {named}. Take the line out, or '
            'mend "kind".'
        )
    for key in ("numerator_where", "count_of"):
        if of_numbers and getattr(block, key):
            raise CatalogueError(
                f'{where}: "{key}" belongs to counts, and this is a {named}. Take the line out; who belongs at all is '
                'said by "denominator_where".'
            )
    if block.kind == "percentile" and not 0 < block.q < 100:
        raise CatalogueError(f'{where}: "q" should be above 0 and below 100: 50 for the median. Mend that line.')
    if block.q and block.kind != "percentile":
        raise CatalogueError(f'{where}: "q" belongs to a percentile, and this is a {named}. Take the line out.')
    if block.count_of and not block.counted:
        raise CatalogueError(f'{where}: "count_of" belongs to counts, and this is a {named}. Take the line out.')


def _check_dimension(block: Dimension, where: str) -> Dimension:
    if block.ordered and len(block.groups) < 2:
        raise CatalogueError(f'{where} is ordered, so "groups" should list them from most to least disadvantaged.')
    if len(set(block.groups)) != len(block.groups):
        raise CatalogueError(f'{where}: "groups" names one group twice. Keep each once.')
    for group in block.groups:
        if group in ("All", "Not known", "Not stated"):
            raise CatalogueError(f'{where}: "{group}" is kept for the whole or the unknown. Leave it out of groups.')
    if block.labels and len(block.labels) != len(block.groups):
        raise CatalogueError(f'{where}: "labels" should name each of the {len(block.groups)} groups, in their order.')
    if len(block.spoken) > 1 and len(block.spoken) != len(block.groups):
        raise CatalogueError(f'{where}: "spoken" should be one phrase for all groups, or one for each in their order.')
    if block.reference and block.groups and block.reference not in block.groups:
        raise CatalogueError(f"{where}: {unknown_name('group', block.reference, block.groups)}")
    return replace(
        block,
        labels=block.labels or block.groups,
        column=block.column or block.id,
        missing=block.missing or block.name,
        grouped=block.grouped or f"by {block.name[:1].lower()}{block.name[1:]}",
    )


def _check_fact(block: Fact, where: str) -> None:
    if block.status not in STATUSES:
        raise CatalogueError(f"{where}: {unknown_name('status', block.status, STATUSES)}")
    if (block.status == "second_hand") != bool(block.reported_by):
        raise CatalogueError(f'{where}: "reported_by" names who told a second-hand figure, and no other. Mend it.')
    for key in ("units", "bases", "counts", "change"):
        if strange := set(getattr(block, key)) - set(block.values):
            raise CatalogueError(f'{where}: "{key}" names {sorted(strange)[0]}, which is none of its values. Mend it.')


def _check_policy(block: Policy, where: str) -> None:
    if block.hide_from not in (0, 1):
        raise CatalogueError(
            f'{where}: "hide_from" should be 1, or 0 where zeros are hidden too: a rule that hides a count and shows '
            "a smaller one protects nobody. Mend that line."
        )
    if block.hide_to < 0 or block.round_to < 1:
        raise CatalogueError(
            f'{where}: "hide_to" is the last count hidden (0 for none) and "round_to" the step that the rest is '
            "rounded to (1 for none). Mend the one that is below that."
        )
    if block.hide_to == 0 and block.round_to == 1:
        raise CatalogueError(f"{where} neither hides nor rounds anything, so it is no rule. Raise one of the two.")


def _check_own_default(block: Policy, own_policies: dict[str, Policy], where: str) -> None:
    """An own rule may take the usual one's place only where it lets nothing through that the usual one would not."""
    usual = next(item for item in packaged()["policy"].values() if item.default)
    if block.is_lighter(usual):
        raise CatalogueError(
            f"{where} is lighter than {usual.name}, so it cannot be the default: nobody would see that it was used. "
            f'Take the line "default" out and name it where it is meant: protect(table, policy="{block.id}").'
        )
    if sum(item.default for item in own_policies.values()) > 1:
        raise CatalogueError(f'{where}: another rule of this file is the default too. Leave "default" on one of them.')
