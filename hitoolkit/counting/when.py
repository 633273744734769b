"""What the dates of records contradict: the wait that is stated, the day it is, one period for all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from hitoolkit.counting.conditions import alias
from hitoolkit.counting.contradictions import Check, found_by
from hitoolkit.counting.dates import FORMS, days, either_way, first_is_day, first_is_month, number_of
from hitoolkit.counting.look import Look
from hitoolkit.counting.report import line

#: A stated wait may count the first day or not; in weeks it may be rounded either way.
LENIENT = {"days_waited": 1.0, "weeks_waited": 7.0}
YEAR = 366
#: Dates before this are taken for a mistake, not for a period.
OLDEST = number_of(dt.date(1990, 1, 1))


@dataclass(frozen=True)
class Dated:
    """A column of dates, and the way it is read; None where that cannot be told."""

    column: Any
    month_first: bool | None
    #: The ways to write a date that occur in it.
    forms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return alias(self.column.concept, "text")

    @property
    def wanted(self) -> dict[str, Any]:
        return {self.name: (self.column, "text")}

    @property
    def day(self) -> Any:
        return days(self.name, bool(self.month_first), self.forms)


def date_lines(look: Look, today: dt.date | None = None) -> list[dict[str, Any]]:
    """Lines on dates: those that can be read in two ways, that lie ahead, that do not give the wait, that mix years."""
    columns = [look.records.recognised.found.get(name) for name in ("start_date", "date")]
    columns = [column for at, column in enumerate(columns) if column is not None]
    if len(columns) == 2 and columns[0].place == columns[1].place:
        columns = columns[:1]
    lines: list[dict[str, Any]] = []
    dated = [_dated(look, column, lines) for column in columns]
    readable = [one for one in dated if one.month_first is not None]
    ahead = number_of(today or dt.date.today())
    checks = [
        Check((one.column,), one.wanted, one.day > ahead, "the date lies in the future",
              "Check how the dates are written, and the clock of this machine.")
        for one in readable
    ]  # fmt: skip
    if len(readable) == 2:
        checks += _waits(look, *readable)
    lines += found_by(look, checks)
    events = [one for one in readable if one.column.concept == "date" and one.column.how != "weaker"]
    return lines + [one for event in events for one in _years(look, event, ahead)]


def _dated(look: Look, column: Any, lines: list[dict[str, Any]]) -> Dated:
    """Find out whether the day or the month comes first, from dates that leave no choice."""
    one = Dated(column, False)
    frame: Any = nw.from_native(look.records.relation(one.wanted))
    name = one.name
    asked = {"day": first_is_day(name), "month": first_is_month(name), "either": either_way(name)}
    asked |= {form: nw.col(name).str.contains(form) for form in FORMS}
    found = look.records.collect(
        frame.select(**{key: nw.when(what).then(nw.lit(1)).otherwise(nw.lit(0)).sum() for key, what in asked.items()})
    ).iloc[0]
    day, month, either = (int(found[key]) for key in ("day", "month", "either"))
    forms = tuple(form for form in FORMS if found[form])
    if day and month:
        lines.append(
            line("contradiction", column.heading, min(day, month),
                 "some dates have the day first and others the month, so that none of them can be told",
                 "Write all dates as 2025-06-01.", where=(one.wanted, asked["month" if month <= day else "day"]))
        )  # fmt: skip
        return Dated(column, None)
    if either and not (day or month):
        lines.append(
            line("contradiction", column.heading, either,
                 "nothing says whether the day or the month comes first, so the dates are not held against the wait",
                 "Write all dates as 2025-06-01.", where=(one.wanted, asked["either"]))
        )  # fmt: skip
        return Dated(column, None)
    return Dated(column, bool(month) if forms else None, forms)


def _waits(look: Look, start: Dated, end: Dated) -> list[Check]:
    """The end before the start, and the days between them against the wait that is stated."""
    both, wanted = (start.column, end.column), {**start.wanted, **end.wanted}
    checks = [Check(both, wanted, end.day < start.day, "the wait ends before it starts")]
    for name, lenient in LENIENT.items():
        column = look.records.recognised.found.get(name)
        if column is None:
            continue
        stated = nw.col(alias(name, "number")) * (7 if name == "weeks_waited" else 1)
        between = end.day - start.day
        apart = (between >= 0) & ((between - stated).abs() > lenient)
        checks.append(
            Check((*both, column), {**wanted, alias(name, "number"): (column, "number")}, apart,
                  "the dates do not give the wait that is stated",
                  "Clocks may have been stopped, or the wait is to another day: find out which is meant.")
        )  # fmt: skip
    return checks


def _years(look: Look, event: Dated, today: int) -> list[dict[str, Any]]:
    """Events of more than one year, which one period for all would mix."""
    frame: Any = nw.from_native(look.records.relation(event.wanted)).select(day=event.day)
    frame = frame.filter((nw.col("day") >= OLDEST) & (nw.col("day") <= today))
    found = look.records.collect(frame.select(first=nw.col("day").min(), last=nw.col("day").max())).iloc[0]
    if not found["last"] or found["last"] - found["first"] <= YEAR:
        return []
    years = -(-int(found["last"] - found["first"]) // YEAR)
    earlier = (event.day >= OLDEST) & (event.day < int(found["last"]) - YEAR)
    check = Check(
        (event.column,), event.wanted, earlier,
        f"the dates run over {years} years, and these are more than a year before the last: counted as one period, "
        "years would be mixed",
        'Keep the records of one period, or count each apart by a column of periods: period="HEADING".',
    )  # fmt: skip
    return found_by(look, [check])
