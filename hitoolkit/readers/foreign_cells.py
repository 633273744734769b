"""How a cell of another engine becomes a value: the rules of typed.py, as expressions that any engine can run.

Kept apart because the engine of files reads tens of millions of texts with means that others lack (a cast that may
fail, a hash). That both read alike is held by one list of hard cells in the tests.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from hitoolkit.catalogue.columns import Concept, concepts
from hitoolkit.groups.naming import BLANKS
from hitoolkit.readers.columns import Column

#: A text that can be cast to a number: no engine may be handed another, for some then stop. At most some forty figures
#: and an exponent of two, for no number of a record is beyond what an engine can hold.
NUMBER = r"^[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?$"
#: Engines differ in what may follow the end of a text; a number holds none of it.
STRAY = r"[^0-9.eE+-]"
#: A whole number as a column with gaps in it is often written.
WHOLE = r"^-?[0-9]+\.0+$"
#: A code that may be written with noughts before it, or as 3.0.
CODE = r"^[0-9]{1,15}(\.0+)?$"
#: Beyond this lies no number of a record, but infinity or what is no number at all.
BOUND = 1e300
#: Whole numbers up to here are exact when cast.
EXACT = 1e15
#: What makes no difference in the writing of a code.
SIGNS = (" ", "\t", "\r", "\n", "\f", "_", ".", "-")


def readable(dtype: Any, kind: str, patterns: bool) -> bool:
    """Whether a column of this type holds something that can be read as a kind."""
    plain = dtype.is_numeric() or dtype in (nw.Boolean, nw.String, nw.Categorical, nw.Enum, nw.Date, nw.Time)
    if not plain and dtype != nw.Datetime:
        return False
    return patterns or kind != "number" or dtype.is_numeric()


def typed(
    column: Column, kind: str, dtype: Any, first: Any, value: Any, patterns: bool = True
) -> tuple[Any, Any, Any]:
    """How a column is read, in three steps, as typed.typed has it: first, value, state.

    `first` and `value` are how later steps call the earlier ones; `patterns` whether the engine knows regular
    expressions.
    """
    cell = nw.col(f"c{column.place}")
    concept = concepts().get(column.source or column.concept)
    known = nw.when(value.is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
    if kind == "raw":
        return _raw(cell, dtype), first, known
    if kind == "number":
        return _number(column, cell, dtype, first, value, concept)
    text = _text(cell, dtype)
    if kind == "code" and concept is not None and concept.codes:
        return _code(text, concept, first, value, patterns)
    if patterns and not dtype.is_numeric():
        bare = nw.when(first.str.contains(WHOLE)).then(first.str.replace_all(r"\.0+$", "")).otherwise(first)
    else:
        bare = first
    return text, nw.when(~_blank(first, BLANKS if kind == "id" else {""})).then(bare), known


def _raw(cell: Any, dtype: Any) -> Any:
    if dtype.is_integer() or dtype == nw.String:
        return cell
    if dtype.is_numeric():
        number = cell.cast(nw.Float64)
        return nw.when(_finite(number)).then(number)
    return _written(cell, dtype)


def _text(cell: Any, dtype: Any) -> Any:
    if dtype.is_integer() or not dtype.is_numeric():
        text = _written(cell, dtype)
        # Trimmed without patterns, which differ in what the end of a text is.
        return text.str.replace_all("\u00a0", " ", literal=True).str.strip_chars() if dtype == nw.String else text
    # 5.0 is written 5, as a spreadsheet would show it.
    number = cell.cast(nw.Float64)
    # Some engines round by a cast, which stops at what is too large for it.
    small = nw.when(number.is_between(-EXACT, EXACT)).then(number)
    whole = small == small.round(0)
    exact = nw.when(whole).then(small).cast(nw.Int64).cast(nw.String)
    # What is infinite, or not a number, is neither a text nor a code.
    return nw.when(whole).then(exact).otherwise(nw.when(_finite(number)).then(cell.cast(nw.String)))


def _written(cell: Any, dtype: Any) -> Any:
    if dtype == nw.Boolean:
        return nw.when(cell).then(nw.lit("true")).otherwise(nw.when(~cell).then(nw.lit("false")))
    return cell if dtype == nw.String else cell.cast(nw.String)


def _finite(number: Any) -> Any:
    # Engines that have infinity and "not a number" put both beyond all others, or say no to the comparison.
    return number.is_between(-BOUND, BOUND)


def _blank(text: Any, blanks: Any) -> Any:
    """Whether a text says nothing; where there is no text at all, it does."""
    return text.is_null() | (text == "") | text.str.to_lowercase().is_in(sorted(blanks))


def _number(
    column: Column, cell: Any, dtype: Any, first: Any, value: Any, concept: Concept | None
) -> tuple[Any, Any, Any]:
    if dtype.is_numeric():
        number = cell.cast(nw.Float64)
        blank = first.is_null() | (cell.cast(nw.String).str.to_lowercase() == "nan")
    else:
        text = _text(cell, dtype)
        # What is no number becomes nothing before the cast, not within it: no engine then comes to cast it.
        number = nw.when(text.str.contains(NUMBER) & ~text.str.contains(STRAY)).then(text).cast(nw.Float64)
        blank = _blank(text, BLANKS)
    recode = _by_meaning(concept)
    codes = [float(code) for spellings in recode.values() for code in spellings]
    inside = _finite(first)
    if concept is not None and concept.lowest is not None:
        inside = first.is_between(concept.lowest, concept.highest)
    read: Any = nw.when(inside & ~first.is_in(codes) if codes else inside).then(first / column.divide)
    for meant, spellings in recode.items():
        known = first.is_in([float(one) for one in spellings])
        if meant:
            read = nw.when(known).then(nw.lit(float(meant))).otherwise(read)
        else:
            blank = blank | known
    state = nw.when(_finite(first)).then(nw.lit(3)).otherwise(nw.lit(2))
    state = nw.when(blank).then(nw.lit(0)).otherwise(state)
    return number, read, nw.when(~value.is_null()).then(nw.lit(1)).otherwise(state)


def _by_meaning(concept: Concept | None) -> dict[str, list[str]]:
    """What recoded cells mean, and how each is written: an engine is asked once for each meaning."""
    found: dict[str, list[str]] = {}
    for spelling, meant in (concept.recode if concept else {}).items():
        found.setdefault(meant, []).append(spelling)
    return found


def _code(text: Any, concept: Concept, first: Any, value: Any, patterns: bool) -> tuple[Any, Any, Any]:
    codes = list(concept.codes)
    key = first.str.to_lowercase()
    for sign in SIGNS:
        key = key.str.replace_all(sign, "", literal=True)
    other = first
    for meant, spellings in _by_meaning(concept).items():
        other = nw.when(key.is_in(spellings)).then(nw.lit(meant or None, nw.String)).otherwise(other)
    if patterns:
        number = nw.when(first.str.contains(CODE) & ~first.str.contains(STRAY)).then(first)
        plain = number.cast(nw.Float64).cast(nw.Int64).cast(nw.String)
        other = nw.when(plain.is_in(codes)).then(plain).otherwise(other)
    other = nw.when(_blank(first, BLANKS - set(codes))).then(nw.lit(None, nw.String)).otherwise(other)
    read = nw.when(first.is_in(codes)).then(first).otherwise(other)
    state = nw.when(value.is_null()).then(nw.lit(0)).otherwise(nw.lit(4))
    return text, read, nw.when(value.is_in(codes)).then(nw.lit(1)).otherwise(state)
