"""How a cell becomes a value: the expressions by which the engine reads numbers, codes and texts of a column.

Beside each value stands its state, so that nothing is lost unseen: 0 blank, 1 read, 2 not a number, 3 outside what can
be right, 4 a code that is not known.
"""

from __future__ import annotations

from hitoolkit.catalogue.columns import Concept, concepts
from hitoolkit.groups.naming import BLANKS
from hitoolkit.readers.columns import Column
from hitoolkit.readers.engine import quote_text

NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
           "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
SPACES = "chr(32) || chr(9) || chr(13) || chr(160)"


def typed(column: Column, kind: str, sql_type: str) -> tuple[str, str]:
    """The value and the state of a column, as two expressions; the state may use `value`.

    `kind` is number, code, text or raw (as it stands, for naming after the count).
    """
    cell = f"c{column.place}"
    numeric = sql_type.upper().split("(")[0] in NUMERIC
    concept = concepts().get(column.source or column.concept)
    if kind == "raw":
        value = cell if numeric or sql_type == "VARCHAR" else f"CAST({cell} AS VARCHAR)"
        return _finite(value, sql_type), f"CASE WHEN {cell} IS NULL THEN 0 ELSE 1 END"
    if kind == "number":
        return _number(column, cell, numeric, concept)
    text = _text(cell, numeric)
    if kind == "code" and concept is not None and concept.codes:
        return _code(text, concept)
    return f"nullif({text}, '')", "CASE WHEN {value} IS NULL THEN 0 ELSE 1 END"


def _text(cell: str, numeric: bool) -> str:
    if numeric:
        # 5.0 is written 5, as a spreadsheet would show it.
        return f"regexp_replace(CAST({cell} AS VARCHAR), '\\.0+$', '')"
    return f"trim(CAST({cell} AS VARCHAR), {SPACES})"


def _finite(value: str, sql_type: str) -> str:
    return f"CASE WHEN isfinite({value}) THEN {value} END" if sql_type.upper() in ("FLOAT", "DOUBLE") else value


def _number(column: Column, cell: str, numeric: bool, concept: Concept | None) -> tuple[str, str]:
    if numeric:
        number, blank = f"CAST({cell} AS DOUBLE)", f"({cell} IS NULL OR isnan(CAST({cell} AS DOUBLE)))"
    else:
        text = _text(cell, False)
        number = f"TRY_CAST({text} AS DOUBLE)"
        blank = f"(coalesce({text}, '') = '' OR ({number} IS NULL OR isnan({number})) AND lower({text}) IN ({_texts(BLANKS)}))"
    codes = concept.recode if concept else {}
    given = number
    if codes:
        cases = " ".join(f"WHEN {code} THEN {other or 'NULL'}" for code, other in codes.items())
        number = f"CASE {number} {cases} ELSE {number} END"
        none = [code for code, other in codes.items() if not other]
        if none:
            blank = f"({blank} OR coalesce({given} IN ({', '.join(none)}), false))"
    inside = f"isfinite({number})"
    if concept is not None and concept.lowest is not None:
        inside += f" AND {number} BETWEEN {concept.lowest} AND {concept.highest}"
    shared = f" / {column.divide}" if column.divide != 1 else ""
    value = f"CASE WHEN {inside} THEN {number}{shared} END"
    readable = f"({given} IS NOT NULL AND isfinite({given}))"
    state = f"CASE WHEN {blank} THEN 0 WHEN {{value}} IS NOT NULL THEN 1 WHEN {readable} THEN 3 ELSE 2 END"
    return value, state


def _code(text: str, concept: Concept) -> tuple[str, str]:
    key = f"regexp_replace(lower({text}), '[\\s_.\\-]+', '', 'g')"
    plain = f"regexp_replace({text}, '^0*(\\d+)(\\.0+)?$', '\\1')"
    cases = " ".join(f"WHEN {quote_text(one)} THEN {_given(code)}" for one, code in concept.recode.items())
    blanks = _texts(BLANKS - set(concept.codes))
    value = (
        f"CASE WHEN {text} IN ({_texts(concept.codes)}) THEN {text} "
        f"WHEN coalesce({text}, '') = '' OR lower({text}) IN ({blanks}) THEN NULL "
        f"WHEN {plain} IN ({_texts(concept.codes)}) THEN {plain} "
        f"ELSE CASE {key} {cases} ELSE {text} END END"
    )
    return value, f"CASE WHEN {{value}} IS NULL THEN 0 WHEN {{value}} IN ({_texts(concept.codes)}) THEN 1 ELSE 4 END"


def _given(code: str) -> str:
    return quote_text(code) if code else "NULL"


def _texts(values: object) -> str:
    return ", ".join(quote_text(one) for one in sorted(values))  # type: ignore[call-overload]
