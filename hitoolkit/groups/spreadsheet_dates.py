"""Ranges that a spreadsheet turned into dates, such as 07-Oct for 7-10, read back where only one way is left."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, product

from hitoolkit.groups.age import band_of

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_MONTH = re.compile(r"(\d{1,2})[-/ ]([a-z]{3})[a-z]*(?:[-/ ](?:\d\d)?(\d\d))?")
MONTH_YEAR = re.compile(r"([a-z]{3})[a-z]*[-/ ](?:\d\d)?(\d\d)")
NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})/(?:\d\d)?(\d\d)|(?:\d\d)(\d\d)-(\d\d)-(\d\d)(?:[ t]00:00(?::00)?)?")
#: More labels than this are a column of dates, not of ranges.
MOST = 8


def undo_dates(labels: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The ranges behind labels that look like dates, and the labels that could be several ranges, or none.

    A range is believed where together with the other labels it leaves no gap and no overlap, and no other one does.

    >>> undo_dates(["0-6", "07-Oct", "Missing"]), undo_dates(["01-Apr", "05-Sep", "2014-10-01", "15+"])[0]["2014-10-01"]
    (({'07-Oct': '7-10'}, []), '10-14')
    >>> undo_dates(["North", "07-Oct"])
    ({}, ['07-Oct'])
    """
    distinct = list(dict.fromkeys(labels))
    dates = {label: found for label in distinct if (found := _ranges(label))}
    if not dates:
        return {}, []
    plain = [band for label in distinct if label not in dates and (band := band_of(label))]
    fits = []
    if len(dates) <= MOST and len(dates) + len(plain) > 1:
        for choice in product(*dates.values()):
            bands = sorted([*plain, *((float(first), float(last + 1)) for first, last in choice)])
            if all(before[1] == after[0] for before, after in pairwise(bands)):
                fits.append(choice)
    if len(fits) != 1:
        return {}, list(dates)
    return {label: f"{first}-{last}" for label, (first, last) in zip(dates, fits[0], strict=True)}, []


def _ranges(label: str) -> list[tuple[int, int]]:
    """Each range that a spreadsheet, in this country's setting or another, would have shown as this date."""
    low = label.strip().lower()
    found: list[tuple[int, int]] = []
    if (named := DAY_MONTH.fullmatch(low)) and named[2] in MONTHS:
        found = _from_date(int(named[1]), MONTHS.index(named[2]) + 1, named[3])
    elif (named := MONTH_YEAR.fullmatch(low)) and named[1] in MONTHS:
        found = [(MONTHS.index(named[1]) + 1, int(named[2]))]
    elif (plain := NUMBERS.fullmatch(low)) and plain[1]:
        day, month, year = int(plain[1]), int(plain[2]), plain[3]
        found = [*_from_date(day, month, year), *_from_date(month, day, year)]
    elif plain:
        found = _from_date(int(plain[6]), int(plain[5]), plain[4])
    return [(first, last) for first, last in dict.fromkeys(found) if first < last]


def _from_date(day: int, month: int, year: str | None) -> list[tuple[int, int]]:
    ranges = [(day, month), (month, day)]
    # Where no such day exists, month and year were meant: 10-14 became the first of October 2014.
    return [*ranges, (month, int(year))] if year and day == 1 else ranges
