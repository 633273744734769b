"""A gap month by month: its centre, its usual range, and the points that stand out from it (XmR chart)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.measures.answer import RESULT
from hitoolkit.measures.every import RATIOS
from hitoolkit.measures.periods import Period, between, periods
from hitoolkit.measures.trend_rules import FEWEST, standing_out
from hitoolkit.table import KEY, refuse_no_frame

#: 3 / 1.128: three standard deviations, as the mean distance of two neighbours gives one.
SCALE = 2.66
BESIDE = ["part", "moving_range", "centre", "limit_low", "limit_high", "rule", "direction", "note"]
#: One line of points: all of the key but the time, and what is measured.
LINE = [*(name for name in KEY if name != "period"), "measure", "reference"]


def trend(
    found: pd.DataFrame, baseline: int | None = None, steps: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Follow a measure from period to period, and name the points that stand out from its usual movement.

    Takes what `measure` gave for many periods: a row for each month (or quarter, or year). `baseline`: the first so
    many points alone set centre and limits (at least 12). `steps`: from which period on the limits are worked out
    anew, and why, for a change that is known and meant to stay: {"2025-04": "New booking letter"}.

    Returns the same rows in the order of time, in the columns of `measure`, each with its own plausible range; a row
    without value where a period is missing; and `part` (1, and one more from each step on), `moving_range` (distance
    from the point before), `centre`, `limit_low` and `limit_high`, `rule` (in words, why a point stands out),
    `direction` (narrower or wider: whether the gap is nearer to none than its centre; higher or lower for an indicator
    without a better direction) and `note`.

    Method: XmR chart (Wheeler 1993), centre = mean, limits = centre +/- 2.66 x mean moving range: they come from the
    movement of the points, not from their ranges. Rules as in NHS England's Making Data Count: a point outside the
    limits; 7 in a row on one side of the centre; 7 in a row that only go up (or down); 2 of 3 in
    the outer third between centre and limit, or beyond. Every point enters the limits, as in its spreadsheets. A
    missing period breaks a run and has no moving range. With fewer than 12 points there are no limits and no rules,
    and `note` says that there are too few to tell.
    Not for two points ("up on last month"), for figures that share people from month to month (a rolling year), nor
    where seasons differ. Working limits anew hides a change: give a reason, and only once it has stayed.
    Raises InputError where two rows are of one period, ParameterError where the baseline or a step cannot be used.

    >>> import pandas as pd
    >>> months = [f"2025-{month:02d}" for month in range(1, 13)] + ["2026-01"]
    >>> gaps = pd.DataFrame({"period": months, "value": [5, 6, 5, 4, 5, 6, 5, 4, 5, 6, 5, 5, 12]}).assign(measure="gap",
    ...     indicator="waits_over_52_weeks", area="A", dimension="imd_quintile", group="1", reference="5")
    >>> trend(gaps, baseline=12)[["period", "value", "limit_low", "limit_high", "rule", "direction"]].tail(2).round(2)
         period  value  limit_low  limit_high                rule direction
    11  2025-12      5       2.67         7.5
    12  2026-01     12       2.67         7.5  outside the limits     wider
    """
    if baseline is not None and (isinstance(baseline, bool) or not isinstance(baseline, int) or baseline < FEWEST):
        raise ParameterError(f"A baseline needs {FEWEST} points or more, but is {baseline!r}.")
    rows = _complete(found)
    order = {one.label: one for one in periods(rows["period"])}
    starts = _starts(steps or {}, order)
    lines = [_line(part, order, baseline, starts) for _, part in rows.groupby(LINE, sort=False)]
    result = pd.concat(lines, ignore_index=True) if lines else rows.reindex(columns=[*KEY, *RESULT, *BESIDE])
    result.attrs = dict(found.attrs)
    return result


def _complete(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with every column of a measure. Raises InputError where one that is needed is lacking, or doubled."""
    refuse_no_frame(found)
    lacking = [name for name in ("indicator", "period", "measure", "value") if name not in found]
    if lacking:
        raise InputError(f'The table has no column "{lacking[0]}". Give what measure(table) returns.')
    rows = found.reindex(columns=[*KEY, *RESULT])
    texts = [*KEY, "measure", "reference", "method", "flag", "reason"]
    rows[texts] = rows[texts].astype(object).where(rows[texts].notna(), "").map(str)
    twice = rows.duplicated([*LINE, "period"])
    if twice.any():
        at = rows[twice].iloc[0]
        raise InputError(f"Two rows are of {at['period'] or 'no period'} ({at['indicator']}, {at['measure']}, "
                         f"group {at['group']}). Keep one for each period.")
    return rows


def _starts(steps: Mapping[str, str], order: dict[str, Period]) -> list[tuple[Period, str]]:
    if not isinstance(steps, Mapping):
        raise ParameterError("Give steps as the period and the reason of each: {\"2024-11\": \"a new clinic opened\"}.")
    for label, why in steps.items():
        if label not in order:
            raise ParameterError(unknown_name("period to work limits anew from", label, order))
        if not str(why).strip():
            raise ParameterError(f"Say why limits are worked out anew from {label}: a change without a reason hides "
                                 "what the chart is there to show.")
    return sorted((order[label], str(why).strip()) for label, why in steps.items())


def _line(
    rows: pd.DataFrame, order: dict[str, Period], baseline: int | None, starts: list[tuple[Period, str]]
) -> pd.DataFrame:
    """One line of points with what is usual for it, part by part."""
    line = _with_breaks(rows, order)
    begins = np.array([period.start for period in line["_period"]])
    parts = np.searchsorted(np.array([period.start for period, _ in starts]), begins, side="right")
    whys = ["", *(why for _, why in starts)]
    return pd.concat([_part(line[parts == number].assign(part=number + 1), baseline, whys[number])
                      for number in np.unique(parts)])


def _with_breaks(rows: pd.DataFrame, order: dict[str, Period]) -> pd.DataFrame:
    """Rows in the order of time, and an empty one for each period that is missing between two."""
    made: list[dict[Any, Any]] = []
    before: Period | None = None
    for row in sorted(rows.to_dict("records"), key=lambda one: order[one["period"]]):
        now = order[row["period"]]
        for label in between(before, now) if before is not None else ():
            same = {name: row[name] for name in LINE}
            gone = "The table has no figure for this period."
            made.append({**same, "period": label, "method": "", "flag": "incomplete", "reason": gone,
                         "_period": periods([label])[0] if now.kind != "span" else now})
        made.append({**row, "_period": now})
        before = now
    return pd.DataFrame(made, columns=[*rows.columns, "_period"])


def _part(part: pd.DataFrame, baseline: int | None, why: str) -> pd.DataFrame:
    """The points between two steps: centre and limits of their own."""
    part = part.copy()
    values = part["value"].to_numpy(dtype=float)
    moving = np.abs(np.diff(values, prepend=np.nan))
    last = np.flatnonzero(np.isfinite(values))[:baseline]
    used = slice(0, last[-1] + 1 if len(last) else 0)
    enough = len(last) >= FEWEST and bool(np.isfinite(moving[used]).any())
    part["moving_range"] = moving
    middle = float(np.nanmean(values[used])) if len(last) else float("nan")
    step = SCALE * float(np.nanmean(moving[used])) if enough else float("nan")
    part["centre"], part["limit_low"], part["limit_high"] = middle, middle - step, middle + step
    ratio = part["measure"].iloc[0] in RATIOS
    neither = catalogue.indicator(str(part["indicator"].iloc[0])).better == "neither"
    part["rule"], part["direction"] = standing_out(values, middle, step, none=1.0 if ratio else 0.0, plain=neither)
    notes = [f"Limits worked out anew from here: {why}."] if why else []
    if not enough:
        notes.append(f"Fewer than {FEWEST} points: too few to tell what is usual.")
    part["note"] = [" ".join(notes), *[""] * (len(part) - 1)]
    return part[[*KEY, *RESULT, *BESIDE]]
