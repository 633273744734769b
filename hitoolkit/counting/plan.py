"""What a question to records rests on: which raw columns make a dimension, and how their values are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Dimension
from hitoolkit.catalogue.columns import Concept, concepts
from hitoolkit.errors import InputError, count_of
from hitoolkit.groups import Naming, is_blank, name_groups, raw_text
from hitoolkit.groups.editions import LOCAL

#: What a dimension is read from where the column it usually rests on is not there.
INSTEAD = {"age": "age_group", "ethnic_code": "ethnic_code_before_2001"}
#: What holds few different values, so that several may be grouped by in one query.
FEW = ("ethnic_code", "ethnic_code_before_2001", "sex", "age_group")


class AnyRecords(Protocol):
    """What counting asks of records, whatever reads them."""

    name: str
    source: str
    rows: int
    notes: list[str]
    columns: dict[str, str]
    match: Any
    recognised: Any

    def column(self, name: str) -> Any: ...
    def look(self, name: str) -> Any: ...
    def edition(self, column: Any) -> str: ...
    def relation(self, wanted: Any) -> Any: ...
    def collect(self, query: Any, most: int = ..., refusal: str = ...) -> pd.DataFrame: ...
    def first_row(self, column: Any, values: Iterable[Any]) -> int | None: ...
    def first_rows(self, wanted: Any, where: Any, beside: Any) -> dict[str, int]: ...
    def at_hand(self) -> Any: ...
    def identical_rows(self) -> int | None: ...
    def rows_of_others(self, column: Any) -> int | None: ...
    def unreadable(self, column: Any, kind: str, state: int) -> list[Any]: ...


@dataclass(frozen=True)
class Grouping:
    """A dimension on given records: the raw column it is read from, and what names its values."""

    dimension: Dimension
    column: Any
    namer: Callable[[Iterable[Any]], Naming]
    #: Whether the raw values are few; areas, ages and free text are grouped in a query of their own.
    few: bool

    @property
    def key(self) -> str:
        return f"by {self.column.place}"


def grouping(records: AnyRecords, name: str, basis: str | None = None) -> Grouping:
    """Find what a dimension is read from. Raises InputError that says what is missing and how to give it.

    `basis` is for deprivation alone: fifths cut from one place, or from the nation.
    """
    dimension = catalogue.dimension(name)
    if name in ("imd_decile", "imd_quintile"):
        return _deprivation(records, dimension, basis)
    concept = dimension.column
    column = records.look(concept) or (records.look(INSTEAD[concept]) if concept in INSTEAD else None)
    if column is None:
        column = records.column(concept)

    def namer(values: Iterable[Any]) -> Naming:
        return name_groups(dimension, column.concept, values)

    return Grouping(dimension, column, namer, few=column.concept in FEW)


def _deprivation(records: AnyRecords, dimension: Dimension, basis: str | None = None) -> Grouping:
    fifths = dimension.id == "imd_quintile"
    if records.match is not None:
        match = records.match
        if basis is not None and (basis == LOCAL) != match.edition.endswith(LOCAL):
            if basis != LOCAL:
                raise InputError(f"{match.lookup.name} holds {match.edition} groups. Give a lookup of national ones.")
            if not fifths:
                raise InputError('Local groups are made as fifths. Ask for dimension "imd_quintile".')
            return Grouping(dimension, match.column, match.namer_of_local_fifths(), few=False)
        return Grouping(dimension, match.column, lambda values: match.name(values, fifths), few=False)
    column = records.look("imd_decile")
    if column is None and fifths:
        column = records.look("imd_quintile")
    if column is None:
        raise InputError(_no_deprivation(records, dimension))
    edition = records.edition(column)
    if basis is not None and (basis == LOCAL) != edition.endswith(LOCAL):
        raise InputError(_other_basis(records, column, edition, basis))

    def namer(values: Iterable[Any]) -> Naming:
        values = list(values)
        found = name_groups(dimension, column.concept, values, edition)
        if column.concept == "imd_decile" and column.how == "weaker":
            seen = {raw_text(value) for value in values} - {""}
            if {one for one in seen if not is_blank(one)} == {"1", "2", "3", "4", "5"}:
                found.refused[
                    (
                        "hold 1 to 5 only, so they may be fifths, and the heading does not say",
                        f'Name it: columns={{"imd_quintile": "{column.heading}"}} or '
                        f'columns={{"imd_decile": "{column.heading}"}}.',
                    )
                ] = [value for value in values if raw_text(value) in seen]
        return found

    return Grouping(dimension, column, namer, few=True)


def _other_basis(records: AnyRecords, column: Any, edition: str, basis: str) -> str:
    said = f'{records.name}, column "{column.heading}" holds groups of {edition}, and {basis} ones were asked for.'
    if basis == LOCAL:
        return (
            f"{said} Local fifths need the small area (LSOA) of each record, and a lookup of the areas of your place "
            "with their ranks: imd_lookup."
        )
    return f"{said} Give a column of national groups, or ask for local ones."


def _no_deprivation(records: AnyRecords, dimension: Dimension) -> str:
    told = records.recognised
    areas = told.found.get("lsoa") or next(iter(told.unclear.get("lsoa", ())), None)
    if areas is not None:
        return (
            f'{records.name} has small areas ("{areas.heading}") but no imd_decile. Give the file that holds the '
            'decile of each area: imd_lookup="FILE" (on the command line: --imd FILE).'
        )
    if dimension.id == "imd_decile" and "imd_quintile" in told.found:
        return (
            f'{records.name} holds deprivation fifths ("{told.found["imd_quintile"].heading}"), which cannot be split '
            'into tenths. Ask for dimension "imd_quintile".'
        )
    if told.postcodes:
        return (
            f'{records.name} has postcodes ("{told.postcodes[0].heading}") but no imd_decile. Give a postcode file '
            'and a file of the decile of each small area: imd_lookup=["POSTCODES", "DECILES"] (on the command line: '
            '--imd "POSTCODES;DECILES").'
        )
    try:
        records.column("imd_decile")
    except InputError as error:
        return f"{error} Or give a column of small areas (lsoa) and imd_lookup."
    raise AssertionError


def named(records: AnyRecords, group: Grouping, values: pd.Series) -> Naming:
    """Name the raw values that came back. Raises InputError with column, row and mend where one cannot be named."""
    distinct = list(dict.fromkeys(plain_values(values)))
    found = group.namer(distinct)
    if found.refused:
        raise InputError(_refusal(records, group.column, found.refused))
    return found


def plain_values(column: pd.Series) -> list[Any]:
    """The raw values of a column that came back, None where there is none, whatever the engine writes for that.

    >>> plain_values(pd.Series(["A", None])), plain_values(pd.Series([1.0, float("nan")]))
    (['A', None], [1.0, None])
    """
    return [None if empty else value for value, empty in zip(column.tolist(), column.isna(), strict=True)]


def check_states(records: AnyRecords, column: Any, kind: str, counts: dict[int, int]) -> None:
    """Refuse a column of numbers with texts in it, and a column of codes without one known code."""
    if kind == "number" and counts.get(2):
        values = records.unreadable(column, kind, 2)
        raise InputError(
            f'{records.name}, column "{column.heading}": {count_of(counts[2], "row")} '
            f"hold{'s' if counts[2] == 1 else ''} something that is not a number{_where(records, column, values)}. "
            f"{_mend_number(values)}"
        )
    concept = concepts().get(column.source or column.concept)
    if kind == "code" and counts.get(4) and not counts.get(1):
        values = records.unreadable(column, kind, 4)
        raise InputError(
            f'{records.name}, column "{column.heading}" holds no code that is known for {column.concept}'
            f"{_where(records, column, values)}. {_codes(concept)}"
        )


def _mend_number(values: list[Any]) -> str:
    """What to do with texts where numbers belong; a comma or point may be the sign of decimals or of thousands."""
    if values and all(re.fullmatch(r"[-+]?\d+([.,]\d+)+", raw_text(value)) for value in values):
        return "Write decimals with a point (12.5) and thousands without a sign (1200): a comma could mean either."
    return "Put a number there, or leave the cell empty where it is not known."


def _codes(concept: Concept | None) -> str:
    return f"{concept.mend}." if concept is not None and concept.mend else "Check which column this is."


def _where(records: AnyRecords, column: Any, values: list[Any]) -> str:
    row = records.first_row(column, values)
    return f" (first: row {row})" if row else ""


def _refusal(records: AnyRecords, column: Any, refused: dict[tuple[str, str], list[Any]]) -> str:
    said = []
    for (what, mend), values in refused.items():
        said.append(f"cells {what}{_where(records, column, values)}. {mend}".rstrip(".") + ".")
        if len(said) == 3:
            break
    text = f'{records.name}, column "{column.heading}": {said[0]}'
    return text if len(said) == 1 else f"{text} Also {' Also '.join(said[1:])}"
