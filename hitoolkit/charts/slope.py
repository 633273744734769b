"""The chart of two times: where every group stood before and where it stands now."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.slope_drift import drift_picture
from hitoolkit.charts.slope_picture import SlopePicture, slope_picture
from hitoolkit.charts.view import one_of_each
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError, count_of
from hitoolkit.measures import change, refuse_foreign_change
from hitoolkit.measures.drift import is_drift
from hitoolkit.measures.moved import moves
from hitoolkit.measures.periods import periods
from hitoolkit.table import KEY, comparator

TWO = 2


def slope_chart(table: pd.DataFrame, measures: pd.DataFrame | None = None, *, narrow: bool = False) -> Figure:
    """Draw two times side by side, a line for each group, and say how the gap moved both ways.

    Takes an inequality table of one indicator, dimension, edition, area and stratum in two periods, protected before it
    is shown; or one group of several areas in two periods, and then draws a line for each area. `measures` is what
    `change(table)` returned, worked out here where it is not given; or what `drift(table, ...)` returned, and then a
    line is drawn for each set of places, at the mean of its places. `narrow` draws for a phone. Returns an Altair chart
    whose title says how the gap moved, and whose caption gives difference and ratio at both times with their ranges.

    The two ends of an order are drawn strong and filled, the groups between light and hollow; a figure that is hidden
    at one time has no line. Ranges are thin bars where they do not run into each other, and always in the table.
    Not for more than two times (`trend_chart`, or `small_multiples` by period), nor as proof of what moved a gap.
    Raises DisclosureError where a small number would be seen, InputError where the table does not hold two periods,
    holds more than one of another thing, or the measures are not its own.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> rows = [("2023/24", "1", 300), ("2023/24", "5", 200), ("2024/25", "1", 220), ("2024/25", "5", 190)]
    >>> frame = pd.DataFrame(rows, columns=["period", "group", "numerator"])
    >>> table = check_table(frame, denominator=1000, indicator="waits_over_52_weeks", area="Wessington Vale",
    ...     dimension="imd_quintile", source="sample_elective_waits")
    >>> from hitoolkit.rates import add_rates
    >>> slope_chart(add_rates(table)).title
    'The gap narrowed from 10 to 3 in every 100'
    """
    return Figure.of(_picture(table, measures), narrow=narrow)


def _picture(table: pd.DataFrame, measures: pd.DataFrame | None) -> SlopePicture:
    if is_drift(table):
        raise InputError("This is what drift returned, without its table. Give both: slope_chart(table, drifted).")
    drifted = is_drift(measures)
    several = drifted or (table["area"].nunique() > 1 and table["group"].nunique() == 1)
    checked = one_of_each(table, ("period", "area", *(["group"] if drifted else [])) if several else "period")
    labels = [one.label for one in periods(checked["period"])]
    if len(labels) != TWO:
        said = f"{count_of(len(labels), 'period')} ({', '.join(labels[:6])}{', ...' if len(labels) > 6 else ''})"
        pick = f' Pick two: table[table["period"].isin(["{labels[0]}", "{labels[-1]}"])].' if len(labels) > TWO else ""
        raise InputError(f"The table holds {said}, and a slope is drawn between two.{pick}")
    refuse_unprotected(checked)
    if measures is not None and drifted:
        return drift_picture(checked, measures, labels)
    found = _changes(checked, measures, labels) if not several else None
    return slope_picture(checked, labels, found, moves(checked, *labels))


def _changes(table: pd.DataFrame, measures: pd.DataFrame | None, labels: list[str]) -> pd.DataFrame:
    """The changes of gap and ratio: as given where they follow from this table, else worked out."""
    if measures is None:
        block = catalogue.indicator(table["indicator"].iloc[0])
        unordered = not catalogue.dimension(table["dimension"].iloc[0]).ordered
        # Percentiles of several groups make none of them all, so one group stands in for the rest.
        alone = comparator(table[table["period"] == labels[1]]) if block.kind == "percentile" and unordered else ""
        return change(table, ("gap", "ratio"), reference=alone or None)
    if not {"first", "second"} <= set(measures):
        raise InputError("These measures say nothing of a change. Give what change(table) returns.")
    if measures["elsewhere"].notna().any():
        raise InputError("These changes have the change elsewhere taken away, and the chart shows one place alone. "
                         "Give what change(table) returns without a comparator, and say the rest with findings.")
    # Of another place or stratum they would be drawn beside this one, and nobody has looked at their counts.
    same = {name: table[name].iloc[0] for name in KEY if name not in ("group", "period")}
    wanted = {**same, "period": f"{labels[0]} to {labels[1]}"}
    own = measures[(measures[list(wanted)].astype(str) == pd.Series(wanted).astype(str)).all(axis=1)]
    if own.empty:
        raise InputError("These changes were not worked out from this table: they are of another measure, place, part "
                         "of the people or time. Give what change(table) returns.")
    refuse_foreign_change(own, table, "period", *labels)
    return own if own["measure"].isin(["gap", "ratio"]).any() else change(table, ("gap", "ratio"))
