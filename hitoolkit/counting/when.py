"""What the dates of records contradict: the wait that is stated, the day it is, one period for all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from hitoolkit.counting.conditions import alias
from hitoolkit.counting.contradictions import Check, found_by
from hitoolkit.counting.dates import FORMS, days, either_way, first_is_day, first_is_month, number_of, without_time
from hitoolkit.counting.look import Look
from hitoolkit.counting.report import line

#: A stated wait may count the first day or not; in weeks it may be rounded either way.
LENIENT = {"days_waited": 1.0, "weeks_waited": 7.0}
YEAR = 366
#: Where the first of so many cells are no more than so many different dates, all of them are taken to be few.
SOME, FEW = 100_000, 20_000
#: Dates before this are taken for a mistake, not for a period.
OLDEST = number_of(dt.date(1990, 1, 1))


@dataclass(frozen=True)
class Dated:
    """A column of dates, and the way it is read; None where that cannot be told."""

    column: Any
    month_first: bool | None
    #: Its cells as they are looked at: each different one with its rows where they are few, else all with one row.
    cells: Any = None
    few: bool = True
    #: Whether times of day are taken off first, as there are too many different ones.
    cut: bool = False
    #: The ways to write a date that occur in it.
    forms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return alias(self.column.concept, "text")

    @property
    def wanted(self) -> dict[str, Any]:
        return {self.name: (self.column, "text")}

    @property
    def date(self) -> str:
        """The name of the text from which the day is read."""
        return f"{self.name} date" if self.cut else self.name

    @property
    def day(self) -> Any:
        """The number of the day, from that."""
        return days(self.date, bool(self.month_first), self.forms)

    @property
    def beside_it(self) -> Any:
        """The number of the day, as it stands beside the text."""
        return nw.col(f"{self.name} day")

    def looked_at(self, frame: Any) -> Any:
        """A frame with the text from which the day is read."""
        return frame.with_columns(without_time(self.name).alias(self.date)) if self.cut else frame

    def beside(self, frame: Any) -> Any:
        """The day of each record as a column, worked out once for each different cell where these are few."""
        frame = self.looked_at(frame)
        if not self.few:
            return frame.with_columns(self.day.alias(f"{self.name} day"))
        told = self.cells.select(nw.col(self.date), self.day.alias(f"{self.name} day"))
        return frame.join(told, on=self.date, how="left")


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
        Check((one.column,), one.wanted, one.beside_it > ahead, "the date lies in the future",
              "Check how the dates are written, and the clock of this machine.", (one,))
        for one in readable
    ]  # fmt: skip
    if len(readable) == 2:
        checks += _waits(look, *readable)
    lines += found_by(look, checks)
    events = [one for one in readable if one.column.concept == "date" and one.column.how != "weaker"]
    return lines + [one for event in events for one in _years(look, event, ahead)]


def _dated(look: Look, column: Any, lines: list[dict[str, Any]]) -> Dated:
    """Find out whether the day or the month comes first, from dates that leave no choice."""
    one = _cells(look, Dated(column, False))
    ways = {"day": first_is_day, "month": first_is_month, "either": either_way}
    asked = {way: is_it(one.date) for way, is_it in ways.items()}
    asked |= {form: nw.col(one.date).str.contains(form) for form in FORMS}
    sums = {key: nw.when(what).then(nw.col("rows")).otherwise(nw.lit(0)).sum() for key, what in asked.items()}
    found = look.records.collect(one.cells.select(**sums)).iloc[0]
    day, month, either = (int(found[key]) for key in ("day", "month", "either"))
    forms = tuple(form for form in FORMS if found[form])
    if day and month:
        lines.append(
            line("contradiction", column.heading, min(day, month),
                 "some dates have the day first and others the month, so that none of them can be told",
                 "Write all dates as 2025-06-01.",
                 where=(one.wanted, ways["month" if month <= day else "day"](one.name)))
        )  # fmt: skip
        return replace(one, month_first=None)
    if either and not (day or month):
        lines.append(
            line("contradiction", column.heading, either,
                 "nothing says whether the day or the month comes first, so the dates are not held against the wait",
                 "Write all dates as 2025-06-01.", where=(one.wanted, either_way(one.name)))
        )  # fmt: skip
        return replace(one, month_first=None)
    return replace(one, month_first=bool(month) if forms else None, forms=forms)


def _cells(look: Look, one: Dated) -> Dated:
    """A column with its cells; the times of day are taken off where there are too many of them."""
    frame: Any = one.looked_at(nw.from_native(look.records.relation(one.wanted))).select(one.date)
    seen = look.records.collect(frame.head(SOME).select(n=nw.col(one.date).n_unique()))
    if int(seen["n"].iloc[0]) <= FEW:
        return replace(one, cells=frame.group_by(one.date).agg(rows=nw.len()))
    if not one.cut:
        return _cells(look, replace(one, cut=True))
    return replace(one, cells=frame.with_columns(rows=nw.lit(1)), few=False)


def _waits(look: Look, start: Dated, end: Dated) -> list[Check]:
    """The end before the start, and the days between them against the wait that is stated."""
    dates, both, wanted = (start, end), (start.column, end.column), {**start.wanted, **end.wanted}
    between = end.beside_it - start.beside_it
    checks = [Check(both, wanted, between < 0, "the wait ends before it starts", beside=dates)]
    for name, lenient in LENIENT.items():
        column = look.records.recognised.found.get(name)
        if column is None:
            continue
        stated = nw.col(alias(name, "number")) * (7 if name == "weeks_waited" else 1)
        apart = (between >= 0) & ((between - stated).abs() > lenient)
        checks.append(
            Check((*both, column), {**wanted, alias(name, "number"): (column, "number")}, apart,
                  "the dates do not give the wait that is stated",
                  "Clocks may have been stopped, or the wait is to another day: find out which is meant.", dates)
        )  # fmt: skip
    return checks


def _years(look: Look, event: Dated, today: int) -> list[dict[str, Any]]:
    """Events of more than one year, which one period for all would mix."""
    frame = event.cells.select(day=event.day).filter((nw.col("day") >= OLDEST) & (nw.col("day") <= today))
    found = look.records.collect(frame.select(first=nw.col("day").min(), last=nw.col("day").max())).iloc[0]
    if not found["last"] or found["last"] - found["first"] <= YEAR:
        return []
    years = -(-int(found["last"] - found["first"]) // YEAR)
    earlier = (event.beside_it >= OLDEST) & (event.beside_it < int(found["last"]) - YEAR)
    check = Check(
        (event.column,), event.wanted, earlier,
        f"the dates run over {years} years, and these are more than a year before the last: counted as one period, "
        "years would be mixed",
        'Keep the records of one period, or count each apart by a column of periods: period="HEADING".', (event,),
    )  # fmt: skip
    return found_by(look, [check])
