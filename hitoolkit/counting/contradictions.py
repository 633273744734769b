"""Cells of a record that contradict each other: counted in the engine, told with the first row, and never resolved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.counting.bands import Span, flag_span, over_of, span_of
from hitoolkit.counting.conditions import alias
from hitoolkit.counting.look import MOST_VALUES, Look, is_among
from hitoolkit.counting.report import line, put_beside
from hitoolkit.groups import name_groups
from hitoolkit.groups.age import band_of

#: A number and the number it should be a part of: weeks and days of the same thing.
TWICE = (("weeks_waited", "days_waited"), ("gestation_weeks", "gestation_days"), ("booking_weeks", "booking_days"))
EITHER = "Find out which of the two is right before either is used."
#: Columns in which a row of totals says so, and the words it says it with.
NAMES = ("specialty", "provider", "region")
TOTALS = {"total", "totals", "grand total", "overall total", "overall", "sum", "all"}


@dataclass(frozen=True)
class Check:
    """A question to every record: which columns it looks at, what contradicts, and how that is said."""

    columns: tuple[Any, ...]
    wanted: dict[str, Any]
    wrong: Any
    says: str
    mend: str = EITHER
    #: Columns that `wrong` looks at and that are worked out first (see report.line).
    beside: tuple[Any, ...] = ()
    #: Whether it is told whatever columns are asked for.
    always: bool = False


def contradictions(look: Look, names: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Lines on records whose cells contradict each other, all counted in one query.

    `names` keeps to the checks that look at one of these columns. The records stay as they are, and are counted.
    """
    checks = [
        check for check in _checks(look)
        if names is None or check.always or {one.concept for one in check.columns} & {*names}
    ]  # fmt: skip
    return found_by(look, checks)


def found_by(look: Look, checks: list[Check]) -> list[dict[str, Any]]:
    """Ask all checks at once, and tell those that some record fails."""
    if not checks:
        return []
    wanted = {name: column for check in checks for name, column in check.wanted.items()}
    sums = {
        f"c{at}": nw.when(check.wrong).then(nw.lit(1)).otherwise(nw.lit(0)).sum() for at, check in enumerate(checks)
    }
    frame = put_beside(nw.from_native(look.records.relation(wanted)), [one for each in checks for one in each.beside])
    found = look.records.collect(frame.select(**sums)).iloc[0]
    return [
        line("contradiction", _headings(check), found[f"c{at}"], check.says, check.mend,
             where=(check.wanted, check.wrong, *check.beside))
        for at, check in enumerate(checks)
        if found[f"c{at}"] > 0
    ]  # fmt: skip


def _checks(look: Look) -> list[Check]:
    found = look.records.recognised.found
    checks = [*_fifths(look), *_ages(look), *_totals(look)]
    weeks = _number(look, "weeks_waited")
    if weeks is not None:
        checks += _bands(look, weeks, found.get("wait_group"), span_of, "wait")
        for column in found.values():
            checks += _over(look, weeks, column)
        used = {column.place for column in found.values()}
        for heading in dict.fromkeys(look.records.recognised.headings):
            if over_of(heading) and look.records.recognised.headings.count(heading) == 1:
                column = look.records.look(heading)
                if column is not None and column.place not in used:
                    checks += _over(look, weeks, column)
    checks += _bands(look, _number(look, "gestation_weeks"), found.get("gestation_group"), span_of, "pregnancy")
    for one, other in TWICE:
        checks += _twice(found.get(one), found.get(other))
    return checks + _booked(look)


def _fifths(look: Look) -> list[Check]:
    """Tenths against fifths, where a file holds both."""
    found = look.records.recognised.found
    tenths, fifths = found.get("imd_decile"), found.get("imd_quintile")
    if tenths is None or fifths is None:
        return []
    block = catalogue.dimension("imd_quintile")
    groups = [name_groups(block, one.concept, _few(look, one)).group for one in (tenths, fifths)]
    wrong = []
    for fifth in block.groups:
        inside = [value for value, group in groups[1].items() if group == fifth]
        others = [value for value, group in groups[0].items() if group in block.groups and group != fifth]
        if inside and others:
            wrong.append(is_among(f"raw {fifths.place}", inside) & is_among(f"raw {tenths.place}", others))
    if not wrong:
        return []
    says = "the fifth is not the one the tenth is in: one may be local, or of another edition"
    return [Check((tenths, fifths), _raw(tenths, fifths), _any(wrong), says)]


def _totals(look: Look) -> list[Check]:
    """A row that says in words that it is a total, among rows of people."""
    checks = []
    for column in [look.records.recognised.found[name] for name in NAMES if name in look.records.recognised.found]:
        values = [value for value in _few(look, column) if str(value).strip().lower() in TOTALS]
        if values:
            wrong, says = is_among(f"raw {column.place}", values), "says that it is a total, and is counted as a person"
            checks.append(Check((column,), _raw(column), wrong, says, "Take the row of totals out.", always=True))
    return checks


def _ages(look: Look) -> list[Check]:
    found = look.records.recognised.found
    age, band = found.get("age"), found.get("age_group")
    if age is None or band is None:
        return []
    return _bands(look, age, band, lambda value: band_of(str(value)), "age")


def _bands(
    look: Look, number: Any, band: Any, span: Callable[[Any], Span | None], noun: str
) -> list[Check]:
    """A number outside the band that is written beside it."""
    if number is None or band is None or band.place == number.place:
        return []
    spans: dict[Span, list[Any]] = {}
    for value in _few(look, band):
        if (one := span(value)) is not None:
            spans.setdefault(one, []).append(value)
    if not spans:
        return []
    name = alias(number.concept, "number")
    wrong = []
    for (low, high), values in spans.items():
        above = nw.col(name) >= high if noun == "age" else nw.col(name) > high
        outside = nw.col(name) < low if math.isinf(high) else (nw.col(name) < low) | above
        wrong.append(is_among(f"raw {band.place}", values) & outside)
    wanted = {name: (number, "number"), **_raw(band)}
    return [Check((number, band), wanted, _any(wrong), f"the {noun} is outside the band written beside it")]


def _over(look: Look, weeks: Any, column: Any) -> list[Check]:
    """A flag that says whether a wait is over some number of weeks, against the weeks."""
    limit = over_of(column.heading)
    if limit is None or column.place == weeks.place or column.kind in ("number", "code"):
        return []
    checks = _bands(look, weeks, column, lambda value: flag_span(value, limit), "wait")
    return [Check(one.columns, one.wanted, one.wrong, "the wait and the flag beside it contradict each other")
            for one in checks]  # fmt: skip


def _twice(one: Any, other: Any) -> list[Check]:
    """Weeks and days of the same thing, more than a week apart."""
    if one is None or other is None:
        return []
    names = [alias(column.concept, "number") for column in (one, other)]
    apart = (nw.col(names[0]) - nw.col(names[1]) / 7).abs() >= 1
    wanted = {name: (column, "number") for name, column in zip(names, (one, other), strict=True)}
    return [Check((one, other), wanted, apart, "weeks and days are a week or more apart")]


def _booked(look: Look) -> list[Check]:
    """A first appointment after the birth."""
    birth, booking = _number(look, "gestation_weeks"), _number(look, "booking_weeks")
    if birth is None or booking is None or birth.place == booking.place:
        return []
    names = [alias(column.concept, "number") for column in (booking, birth)]
    wanted = {name: (column, "number") for name, column in zip(names, (booking, birth), strict=True)}
    says = "the first appointment is later in pregnancy than the birth"
    return [Check((booking, birth), wanted, nw.col(names[0]) > nw.col(names[1]), says)]


def _any(conditions: list[Any]) -> Any:
    """Whether one of several things holds."""
    found = conditions[0]
    for condition in conditions[1:]:
        found = found | condition
    return found


def _number(look: Look, name: str) -> Any:
    """The column of a number, where there is one and it is clear which."""
    told = look.records.recognised
    if name in told.unclear or not {name, _source(name)} & set(told.found):
        return None
    return look.records.look(name)


def _source(name: str) -> str:
    return next((days for weeks, days in TWICE if weeks == name), name)


def _few(look: Look, column: Any) -> list[Any]:
    """The raw values of a column of groups; none where there are too many for one."""
    values, _ = look.values(column)
    return [value for value in values if not pd.isna(value)] if len(values) <= MOST_VALUES else []


def _raw(*columns: Any) -> dict[str, Any]:
    return {f"raw {column.place}": (column, "raw") for column in columns}


def _headings(check: Check) -> str:
    return ", ".join(dict.fromkeys(column.heading for column in check.columns))
