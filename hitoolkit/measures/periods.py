"""Periods as people write them, in the order of time: 2024, 2023/24, 2021-23, 2024-06, 2024 Q1, 2024-06-30."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hitoolkit.catalogue.wording import MONTHS
from hitoolkit.errors import InputError

#: The financial year of the NHS starts in April.
APRIL = 4
#: How many months from one period of a kind to the next.
STEPS = {"month": 1, "quarter": 3, "year": 12, "financial year": 12, "span": 12}
_FORMS = {
    "day": r"(\d{4})-(\d\d)-(\d\d)",
    "quarter": r"(\d{4})[ -]?Q([1-4])",
    "financial year": r"(\d{4})/(\d\d|\d{4})",
    "span": r"(\d{4})(?:-| to )(\d{4})",
    "short": r"(\d{4})-(\d\d)",
    "year": r"(\d{4})",
}


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time: its first day and the day after its last, as numbers; `label` as the table has it."""

    start: int
    end: int
    kind: str
    label: str

    def overlaps(self, other: Period) -> bool:
        """Whether the two share any of their time."""
        return self.start < other.end and other.start < self.end

    @property
    def months(self) -> int:
        """Its first month, counted from the year 0."""
        day = date.fromordinal(self.start)
        return day.year * 12 + day.month - 1


def periods(labels: Iterable[str]) -> list[Period]:
    """Labels of periods in the order of time, each once.

    Takes labels in any order. `2021-23` and `2024-06` look alike: they are months where all of them can be, and spans
    of years where one of them cannot, or where each ends in the year after its first.
    Raises InputError where a label is not one of the forms.

    >>> [one.label for one in periods(["2024/25", "2022/23", "2023/24"])]
    ['2022/23', '2023/24', '2024/25']
    >>> [one.kind for one in periods(["2024-11", "2024-06"])], [one.kind for one in periods(["2020-22", "2021-23"])]
    (['month', 'month'], ['span', 'span'])
    """
    known = list(dict.fromkeys(labels))
    forms = [re.fullmatch(_FORMS["short"], label) for label in known]
    short = [(int(found[1]), int(found[2])) for found in forms if found]
    follow = all((first + 1) % 100 == last for first, last in short)
    months = not follow and all(1 <= last <= 12 for _, last in short)
    return sorted(_period(label, months) for label in known)


def between(earlier: Period, later: Period) -> list[str]:
    """Labels of the periods that are missing between two of one kind; none where they follow each other.

    >>> june, september = periods(["2024-06", "2024-09"])
    >>> between(june, september)
    ['2024-07', '2024-08']
    """
    step = STEPS.get(earlier.kind)
    if step is None or earlier.kind != later.kind:
        return []
    return [_label(earlier, first) for first in range(earlier.months + step, later.months, step)]


def spoken(period: Period) -> str:
    """A period inside a sentence.

    >>> spoken(periods(["2024-06"])[0]), spoken(periods(["2023/24"])[0])
    ('June 2024', '2023/24')
    """
    if period.kind in ("month", "day"):
        day = date.fromordinal(period.start)
        return f"{f'{day.day} ' if period.kind == 'day' else ''}{MONTHS[day.month - 1]} {day.year}"
    return period.label


def in_words(*labels: str) -> dict[str, str]:
    """Each of several labels of periods, as it stands inside a sentence.

    >>> in_words("2021-07-31", "2025-06-30")
    {'2021-07-31': '31 July 2021', '2025-06-30': '30 June 2025'}
    """
    return {one.label: spoken(one) for one in periods(labels)}


def _period(label: str, months: bool) -> Period:
    for kind, form in _FORMS.items():
        found = re.fullmatch(form, label.strip())
        if found:
            return _made(label, kind, [int(part) for part in found.groups()], months)
    raise InputError(
        f'The period "{label}" cannot be put in order. Write it as 2024, 2023/24, 2021-23, 2024-06, 2024 Q1 or '
        "2024-06-30."
    )


def _made(label: str, kind: str, parts: list[int], months: bool) -> Period:
    year = parts[0]
    if kind == "day":
        day = _day(label, *parts)
        return Period(day, day + 1, kind, label)
    if kind == "short":
        if months:
            return Period(_month(label, year, parts[1]), _month(label, year, parts[1] + 1), "month", label)
        last = year - year % 100 + parts[1]
        kind, parts = "span", [year, last + 100 * (last < year)]
    if kind == "quarter":
        first = 3 * parts[1] - 2
        return Period(_month(label, year, first), _month(label, year, first + 3), kind, label)
    if kind == "financial year":
        return Period(_month(label, year, APRIL), _month(label, year + 1, APRIL), kind, label)
    return Period(_month(label, year, 1), _month(label, parts[-1] + 1, 1), kind, label)


def _month(label: str, year: int, month: int) -> int:
    return _day(label, year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _day(label: str, year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        raise InputError(f'The period "{label}" is not in the calendar. Check its year, month and day.') from None


def _label(like: Period, month: int) -> str:
    """The label of another period of the same kind and length, written in the same way."""
    year, number = divmod(month, 12)
    if like.kind == "month":
        return f"{year}-{number + 1:02d}"
    if like.kind == "quarter":
        return re.sub(r"\d{4}(.*)Q\d", rf"{year}\g<1>Q{number // 3 + 1}", like.label)
    if like.kind == "year":
        return str(year)
    ends = re.fullmatch(r"(\d{4})(\D+)(\d+)", like.label)
    assert ends
    later = year + (int(ends[3]) - int(ends[1])) % 100
    return f"{year}{ends[2]}{str(later)[-len(ends[3]):]}"
