"""How a cell becomes a value: the expressions by which the engine reads numbers, codes and texts of a column.

Beside each value stands its state, so that nothing is lost unseen: 0 blank, 1 read, 2 not a number, 3 outside what can
be right, 4 a code that is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hitoolkit.catalogue.columns import Concept, concepts
from hitoolkit.groups.naming import BLANKS
from hitoolkit.readers.columns import Column
from hitoolkit.readers.engine import quote_name, quote_text

NUMERIC = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
)
#: What is counted in whole days.
DAYS = ("days_waited", "gestation_days", "booking_days")
SPACES = " || ".join(f"chr({sign})" for sign in (32, 9, 10, 11, 12, 13, 160))


def read(relation: Any, wanted: Mapping[str, tuple[Column, str]], decimal_comma: bool = False) -> Any:
    """A relation with each wanted name, read as its kind, and its state beside it."""
    types = dict(zip(relation.columns, relation.types, strict=True))
    steps: list[list[str]] = [[], [], []]
    for name, (column, kind) in wanted.items():
        first, value, state = typed(column, kind, str(types[f"c{column.place}"]), decimal_comma)
        names = {"first": quote_name(f"{name} first"), "value": quote_name(name)}
        cell = f"c{column.place}"
        steps[0] += [cell, f"{first} AS {names['first']}"]
        steps[1] += [cell, names["first"], f"{value.format(**names)} AS {names['value']}"]
        steps[2] += [names["value"], f"{state.format(**names)} AS {quote_name(f'{name} state')}"]
    for step in steps:
        relation = relation.project(", ".join(dict.fromkeys(step)))
    return relation


def typed(column: Column, kind: str, sql_type: str, decimal_comma: bool = False) -> tuple[str, str, str]:
    """How a column is read, in three steps, so that a large file is cast only once: first, value, state.

    The value may use `{first}`, the state `{first}` and `{value}`. `kind` is number, code, text, id (what
    tells people apart; no way of writing that nothing is known is one) or raw (as it stands, for naming after
    the count). The commonest case stands first in every CASE, for the rest is then not worked out.
    `decimal_comma` says that the file may write one thousand two hundred days as 1.200.
    """
    cell = f"c{column.place}" if sql_type != "BOOLEAN" else f"CAST(c{column.place} AS VARCHAR)"
    numeric = sql_type.upper().split("(")[0] in NUMERIC
    concept = concepts().get(column.source or column.concept)
    if kind == "raw":
        value = cell if numeric or sql_type in ("VARCHAR", "BOOLEAN") else f"CAST({cell} AS VARCHAR)"
        return value, _finite("{first}", sql_type), "CASE WHEN {value} IS NULL THEN 0 ELSE 1 END"
    if kind == "number":
        return _number(column, cell, numeric, concept, decimal_comma)
    # What is infinite, or not a number, is neither a text nor a code.
    text = _text(_finite(cell, sql_type), numeric)
    if kind == "code" and concept is not None and concept.codes:
        return _code(text, concept)
    whole = text if numeric else f"regexp_replace({text}, '^(-?\\d+)\\.0+$', '\\1')"
    state = "CASE WHEN {value} IS NULL THEN 0 ELSE 1 END"
    if kind == "id":
        # A number in its place takes far less room; of ten million people two share one in three files of a million.
        return whole, f"CASE WHEN lower({{first}}) NOT IN ({_texts(BLANKS)}) THEN hash({{first}}) END", state
    return whole, "nullif({first}, '')", state


def _text(cell: str, numeric: bool) -> str:
    if numeric:
        # 5.0 is written 5, as a spreadsheet would show it.
        return f"regexp_replace(CAST({cell} AS VARCHAR), '\\.0+$', '')"
    return f"trim(CAST({cell} AS VARCHAR), {SPACES})"


def _finite(value: str, sql_type: str) -> str:
    return f"CASE WHEN isfinite({value}) THEN {value} END" if sql_type.upper() in ("FLOAT", "DOUBLE") else value


def _number(
    column: Column, cell: str, numeric: bool, concept: Concept | None, decimal_comma: bool
) -> tuple[str, str, str]:
    if numeric:
        first, blank = f"CAST({cell} AS DOUBLE)", "{first} IS NULL OR isnan({first})"
    else:
        text = _text(cell, False)
        first = f"coalesce(TRY_CAST({cell} AS DOUBLE), TRY_CAST({text} AS DOUBLE))"
        # The engine would read 1_9 as 19. Days are whole, so that 1.200 of them are no 1.2 days.
        odd = f"contains({text}, '_')"
        if decimal_comma and (column.source or column.concept) in DAYS:
            odd += f" OR regexp_matches({text}, '^[-+]?\\d{{1,3}}(\\.\\d{{3}})+$')"
        first = f"CASE WHEN NOT ({odd}) THEN {first} END"
        blank = f"coalesce({text}, '') = '' OR lower({text}) IN ({_texts(BLANKS)})"
    lowest, highest = (concept.lowest, concept.highest) if concept is not None else (None, None)
    inside = "isfinite({first})" if lowest is None else f"{{first}} BETWEEN {lowest} AND {highest}"
    codes = ", ".join(concept.recode) if concept else ""
    if codes and highest is not None:
        # They may lie within what can be right, and are no numbers.
        inside += f" AND {{first}} NOT IN ({codes})"
    shared = f" / {column.divide}" if column.divide != 1 else ""
    value = f"WHEN {inside} THEN {{first}}{shared} END"
    cases = ""
    for code, other in (concept.recode if concept else {}).items():
        cases += f"WHEN {{first}} = {code} THEN {other or 'NULL'} "
        blank += "" if other else f" OR {{first}} = {code}"
    value = f"CASE {value.removesuffix(' END')} {cases}END"
    state = f"CASE WHEN {{value}} IS NOT NULL THEN 1 WHEN {blank} THEN 0 WHEN isfinite({{first}}) THEN 3 ELSE 2 END"
    return first, value, state


def _code(text: str, concept: Concept) -> tuple[str, str, str]:
    key = "regexp_replace(lower({first}), '[\\s_.\\-]+', '', 'g')"
    plain = "regexp_replace({first}, '^0*(\\d+)(\\.0+)?$', '\\1')"
    codes, blanks = _texts(concept.codes), _texts(BLANKS - set(concept.codes))
    cases = " ".join(f"WHEN {quote_text(one)} THEN {_given(code)}" for one, code in concept.recode.items())
    value = (
        f"CASE WHEN {{first}} IN ({codes}) THEN {{first}} "
        f"WHEN coalesce({{first}}, '') = '' OR lower({{first}}) IN ({blanks}) THEN NULL "
        f"WHEN {plain} IN ({codes}) THEN {plain} "
        f"ELSE CASE {key} {cases} ELSE {{first}} END END"
    )
    return text, value, f"CASE WHEN {{value}} IN ({codes}) THEN 1 WHEN {{value}} IS NULL THEN 0 ELSE 4 END"


def _given(code: str) -> str:
    return quote_text(code) if code else "NULL"


def _texts(values: object) -> str:
    return ", ".join(quote_text(one) for one in sorted(values))  # type: ignore[call-overload]
