"""Whatever a learner hands in, made simple: nothing, one value, several, or a thing that is none of these.

It may be anything at all, so that nothing here trusts a value to compare, print or count itself without a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit.errors import readable
from hitoolkit.practice.units import plain

#: Letters of an answer that are repeated, and values of a list that are looked at.
LONGEST, MOST = 80, 50
#: A range has two ends.
ENDS = 2
#: What stands where no answer has been written yet.
BLANKS = {"", ".", "..", "...", "…", "_", "__", "___", "____", "?", "-", "nan", "<na>", "nat"}
#: Columns by which a table of the package is known.
OWN = {"indicator", "group", "value"}


class Nothing:
    """No answer yet."""


@dataclass(frozen=True)
class Unreadable:
    """Something that is no answer; `what` says what it is, in words."""

    what: str


class Cell(str):
    """A text out of a table, a column or an array: it may be somebody's, so it is never repeated."""


@dataclass(frozen=True)
class FromTable:
    """A figure out of one of the package's own tables: it is in the unit of its indicator."""

    value: float


def simple(given: Any) -> Any:
    """What was handed in, as one of: Nothing, a text, a number, a bool, a list, a dict, FromTable, or Unreadable.

    A table or an array with one value is that value; a row of measures is its `value`.

    >>> simple(np.float64(0.12)), simple(pd.Series([12])), simple(" 12% "), simple([11.16, 14.33])
    (0.12, 12, '12%', [11.16, 14.33])
    >>> isinstance(simple(...), Nothing), isinstance(simple(float("nan")), Nothing), isinstance(simple([]), Nothing)
    (True, True, True)
    >>> simple(b"12")
    Unreadable(what='bytes')
    """
    try:
        return _simple(given, 0)
    except Exception:  # whatever a value does when it is looked at, the learner gets an answer
        return Unreadable(_kind(given))


def shown(given: Any) -> str:
    """An answer as it is repeated to the learner: short, on one line, without marks that steer a screen.

    >>> shown(0.12), shown([11.1600, 14.33]), shown({"measure": "x"}), shown("a" * 100)[-4:]
    ('0.12', '11.16 and 14.33', 'measure', 'aaa…')
    """
    if isinstance(given, Unreadable):
        return given.what
    if isinstance(given, Nothing):
        return "a blank"
    if isinstance(given, Cell):
        return "a text out of a table"
    if isinstance(given, FromTable):
        return plain(given.value)
    if isinstance(given, bool):
        return str(given)
    if isinstance(given, int | float):
        return plain(given) if abs(given) < float("inf") else "infinity"
    if isinstance(given, list | tuple) and any(isinstance(one, Cell) for one in given):
        return f"{len(given)} texts out of a table"
    if isinstance(given, list | tuple | dict):
        texts = [shown(one) for one in list(given)[:MOST]]
        return _short(" and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts))
    return _short(str(given))


def _short(text: str) -> str:
    line = " ".join(readable(text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _simple(given: Any, depth: int) -> Any:
    if given is None or given is Ellipsis or given is pd.NA or given is pd.NaT or given is np.ma.masked:
        return Nothing()
    if isinstance(given, Cell):
        return given
    if isinstance(given, str):
        text = str.strip(str(given))
        return Nothing() if text.lower() in BLANKS else text
    if isinstance(given, bool | np.bool_):
        return bool(given)
    if isinstance(given, int | float | Decimal | Fraction | np.integer | np.floating):
        return _number(given)
    if isinstance(given, pd.DataFrame):
        return _of_frame(given, depth)
    if isinstance(given, pd.Series | pd.Index | np.ndarray):
        return _of_cells(list(np.ravel(np.asarray(given, dtype=object))[: MOST + 1]), given, depth)
    if isinstance(given, Mapping):
        pairs = list(given.items())[:MOST]
        read = {_short(str(key)): _simple(value, depth + 1) for key, value in pairs}
        return Nothing() if all(isinstance(one, Nothing) for one in read.values()) else read
    if isinstance(given, list | tuple | set | frozenset | type({}.keys()) | type({}.values())):
        many = sorted(given, key=str) if isinstance(given, set | frozenset) else list(given)
        return _of_many(many, given, depth)
    return Unreadable(_kind(given))


def _number(given: Any) -> Any:
    try:
        value = float(given)
    except OverflowError:
        value = float("inf") if given > 0 else float("-inf")
    if value != value:
        return Nothing()
    return int(value) if isinstance(given, int | np.integer) and abs(value) < 1e15 else value


def _of_many(many: list[Any], given: Any, depth: int) -> Any:
    if len(many) > MOST or depth > 3:
        return Unreadable(f"{_kind(given)} of more than {MOST} values" if len(many) > MOST else "lists within lists")
    if not many:
        return Nothing()
    if len(many) == 1:
        return _simple(many[0], depth + 1)
    values = [_simple(one, depth + 1) for one in many]
    return Nothing() if all(isinstance(one, Nothing) for one in values) else values


def _of_cells(many: list[Any], given: Any, depth: int) -> Any:
    """Values out of a column or an array: texts may name options, and two numbers be a range; others are not looked at.

    A row of a table, or a column of numbers, would be repeated to the learner, and can be of people or unprotected.
    """
    read = _of_many(many, given, depth)
    if not isinstance(read, list):
        return _cell(read)
    if all(isinstance(one, str | Nothing) for one in read):
        return [_cell(one) for one in read]
    if len(read) <= ENDS and all(isinstance(one, int | float | Nothing) for one in read):
        return read
    return Unreadable(f"{_kind(given)} of {len(many)} values")


def _cell(value: Any) -> Any:
    return Cell(value) if isinstance(value, str) else value


def _of_frame(frame: pd.DataFrame, depth: int) -> Any:
    columns = {str(column) for column in frame.columns}
    if len(frame) == 0:
        return Nothing()
    if len(frame) == 1 and "value" in columns:
        value = _cell(_simple(frame["value"].iloc[0], depth + 1))
        own = columns >= OWN and isinstance(value, int | float) and not isinstance(value, bool)
        return FromTable(float(value)) if own else value
    if frame.size == 1:
        return _cell(_simple(frame.iloc[0, 0], depth + 1))
    rows = "1 row" if len(frame) == 1 else f"{len(frame):,} rows"
    return Unreadable(f"a table with {rows}")


def ends(given: Any) -> Any:
    """The two ends of a range where a row of a table, or a dictionary, has them by name; else what was given.

    >>> ends({"lower": 11.16, "upper": 14.33})
    [11.16, 14.33]
    """
    try:
        if isinstance(given, pd.DataFrame) and len(given) == 1 and {"lower", "upper"} <= set(given.columns):
            return [_cell(given["lower"].iloc[0]), _cell(given["upper"].iloc[0])]
        if isinstance(given, pd.Series) and {"lower", "upper"} <= set(given.keys()):
            return [_cell(given["lower"]), _cell(given["upper"])]
        if isinstance(given, Mapping) and {"lower", "upper"} <= set(given.keys()):
            return [given["lower"], given["upper"]]
    except Exception:  # as above: odd things get an answer too
        return given
    return given


def _kind(given: Any) -> str:
    """What something is, in a learner's words."""
    name = type(given).__name__
    known = {
        "bytes": "bytes",
        "complex": "a complex number",
        "function": "a function",
        "datetime": "a date",
        "date": "a date",
        "Timestamp": "a date",
        "ndarray": "a list",
        "Series": "a column",
        "Index": "a list",
    }
    if name in known:
        return known[name]
    readable_name = _short(name)
    return f"{'an' if readable_name[:1].lower() in 'aeiou' else 'a'} {readable_name}"
