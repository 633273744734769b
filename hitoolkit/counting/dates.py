"""Dates written as text, as numbers of days that can be taken from each other, in expressions for any engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Year first, year first without signs, the month in letters, and two numbers of which either may be the day.
ISO = r"^\d{4}-\d{2}-\d{2}"
PLAIN = r"^(?:19|20)\d{6}$"
LETTERS = r"^\d{1,2}[ /-]?[A-Za-z]{3,9}[ /,-]*\d{4}"
EITHER = r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
FORMS = (ISO, PLAIN, LETTERS, EITHER)
#: A time of day after a date.
TIME = r"[ T]+\d{1,2}:.*$"
WHOLE = nw.Int64


def days(name: str, month_first: bool = False, forms: tuple[str, ...] = FORMS) -> Any:
    """The number of a day, from a column of dates as text; missing where it is not written as a date.

    A date of two numbers and a year is read day first unless `month_first`. `forms` are the ways to write a date that
    occur; each costs time.

    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"date": ["2024-03-01", "29/02/2024", "01MAR2024", "20240301"]}))
    >>> frame.select(days("date") - number_of(dt.date(2024, 3, 1)))["date"].to_list()
    [0, -1, 0, 0]
    """
    text = nw.col(name)
    number = nw.lit(None)
    for form in forms:
        number = nw.when(text.str.contains(form)).then(_read(text, form, month_first)).otherwise(number)
    return number.cast(WHOLE)


def without_time(name: str) -> Any:
    """A column of dates as text without their times of day, so that few of them differ."""
    return nw.col(name).str.replace_all(TIME, "")


def _read(text: Any, form: str, month_first: bool) -> Any:
    """The number of a day that is written in one of the forms."""
    if form == EITHER:
        day, month = _numbers(text)
        return _number(_year(_safe(text, EITHER, "1/1/2000")), *((day, month) if month_first else (month, day)))
    safe = _safe(text, form, {ISO: "2000-01-01", PLAIN: "20000101", LETTERS: "1jan2000"}[form])
    if form == LETTERS:
        return _number(_year(safe), _month(safe), safe.str.replace_all(r"[^\d].*$", "").cast(WHOLE))
    at = (5, 8) if form == ISO else (4, 6)
    return _number(_part(safe, 0, 4), _part(safe, at[0], 2), _part(safe, at[1], 2))


def first_is_day(name: str) -> Any:
    """Whether the first of two numbers can only be the day, as it is above 12."""
    return nw.col(name).str.contains(EITHER) & (_numbers(nw.col(name))[0] > 12)


def first_is_month(name: str) -> Any:
    """Whether the second of two numbers can only be the day."""
    return nw.col(name).str.contains(EITHER) & (_numbers(nw.col(name))[1] > 12)


def either_way(name: str) -> Any:
    """Whether a date begins with two numbers of which either may be the day."""
    first, second = _numbers(nw.col(name))
    return nw.col(name).str.contains(EITHER) & (first <= 12) & (second <= 12) & (first != second)


def number_of(day: dt.date) -> int:
    """The number of one day, as `days` counts them.

    >>> number_of(dt.date(2024, 3, 1)) - number_of(dt.date(2024, 2, 28))
    2
    """
    year, month = (day.year, day.month) if day.month > 2 else (day.year - 1, day.month + 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day.day


def _safe(text: Any, pattern: str, other: str) -> Any:
    """The text where it is written so, and elsewhere another date: whatever is worked out first can be worked out."""
    return nw.when(text.str.contains(pattern)).then(text).otherwise(nw.lit(other))


def _part(text: Any, start: int, length: int) -> Any:
    return text.str.slice(start, length).cast(WHOLE)


def _numbers(text: Any) -> tuple[Any, Any]:
    """The first two numbers of a date that begins with two."""
    safe = _safe(text, EITHER, "1/1/2000").str.replace_all(r"[.\-]", "/")
    rest = safe.str.replace_all(r"^\d+/", "")
    return tuple(part.str.replace_all(r"/.*$", "").cast(WHOLE) for part in (safe, rest))  # type: ignore[return-value]


def _year(text: Any) -> Any:
    """The four figures of the year at the end of a date, before any time of day."""
    date = text.str.replace_all(TIME, "")
    year = date.str.replace_all(r"^.*[^\d]", "")
    return _safe(year, r"^\d{4}$", "2000").cast(WHOLE)


def _month(text: Any) -> Any:
    low = text.str.to_lowercase().str.replace_all(r"[^a-z]+", "").str.slice(0, 3)
    month = nw.lit(None)
    for number, name in enumerate(MONTHS, 1):
        month = nw.when(low == name).then(nw.lit(number)).otherwise(month)
    return month.cast(WHOLE)


def _number(year: Any, month: Any, day: Any) -> Any:
    """Days since the start of the calendar, the year begun in March so that the leap day comes last."""
    early = nw.when(month <= 2).then(nw.lit(1)).otherwise(nw.lit(0))
    year, month = year - early, month + early * 12
    return year * 365 + year // 4 - year // 100 + year // 400 + (month * 153 - 457) // 5 + day
