"""The chart of a gap over time, with its usual range (XmR): has it moved, or does it only go up and down?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from hitoolkit.charts.figure import Figure
from hitoolkit.charts.trend_picture import TrendPicture, trend_picture
from hitoolkit.charts.view import one_of_each, sources_of, view
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.measures import measure as measured
from hitoolkit.measures import trend

#: What can be followed, each with what is said beside it.
FOLLOWED = ("gap", "ratio", "sii", "rii")


def trend_chart(
    table: pd.DataFrame,
    *,
    measure: str = "gap",
    group: str | None = None,
    baseline: int | None = None,
    steps: Mapping[str, str] | None = None,
    narrow: bool = False,
) -> Figure:
    """Draw a gap month by month, with its centre, its usual range and the points that stand out.

    Takes an inequality table of one indicator, dimension, edition, area and stratum over many periods, protected before
    it is shown. `measure`: gap, ratio, sii or rii. `group`: which group, where the dimension has no order. `baseline`
    and `steps` as in `trend`. `narrow` draws for a phone. Returns an Altair chart whose title says what can be told,
    with a table of the same figures.

    The chart is the XmR chart of NHS England's Making Data Count (see `trend` for its rules): blue where the gap is
    narrower than usual, orange where it is wider, grey where it is as usual, and a shape for each, so that it reads in
    grey too. A narrower gap is no gain where it came from the better-off losing: look at the groups as well.
    Not for a few points, nor to judge one month by the last. Raises DisclosureError where a small number would be seen,
    InputError where the table holds more than one of a thing, ParameterError where a name is not known.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> months = [f"2025-{month:02d}" for month in range(1, 13)]
    >>> frame = pd.DataFrame([(month, group, 300 + 60 * (group == "1") + number % 3) for number, month in
    ...     enumerate(months) for group in "12345"], columns=["period", "group", "numerator"])
    >>> table = check_table(frame, denominator=1000, indicator="waits_over_52_weeks", area="Wessington Vale",
    ...     dimension="imd_quintile", source="sample_elective_waits")
    >>> trend_chart(table).title
    'The gap has not moved beyond its usual month-to-month change'
    """
    return Figure.of(_picture(table, measure, group, baseline, steps), narrow=narrow)


def _picture(table: pd.DataFrame, name: str, group: str | None, baseline: int | None,
             steps: Mapping[str, str] | None) -> TrendPicture:
    if name not in FOLLOWED:
        raise ParameterError(unknown_name("measure to follow", name, FOLLOWED))
    if "measure" in table:
        raise InputError("This is a table of measures. Give trend_chart the protected table of counts: it follows them "
                         "itself.")
    table = one_of_each(table, several="period")
    refuse_unprotected(table)
    line = trend(measured(table, name), baseline, steps)
    line = _one_line(line, group)
    shown = line[line["value"].notna()]
    latest = str((shown if len(shown) else line[line["period"].isin(table["period"])])["period"].iloc[-1])
    last = view(_with_values(table[table["period"] == latest]))
    sources, synthetic = sources_of(table)
    last = replace(last, sources=sources, synthetic=synthetic)
    return trend_picture(line, last, latest if len(shown) else "", steps or {})


def _one_line(line: pd.DataFrame, group: str | None) -> pd.DataFrame:
    groups = list(dict.fromkeys(line["group"]))
    if group is None and len(groups) == 1:
        return line
    if group is None:
        raise InputError(f'The table has {len(groups)} groups, and one chart follows one. Pick one: '
                         f'trend_chart(table, group="{groups[0]}").')
    if group not in groups:
        raise ParameterError(unknown_name("group to follow", group, groups))
    return line[line["group"] == group].reset_index(drop=True)


def _with_values(table: pd.DataFrame) -> pd.DataFrame:
    """Counts without figures get them: what is followed is worked out from the counts either way."""
    if table["value"].notna().any() or table["numerator"].isna().all():
        return table
    from hitoolkit.rates import add_rates

    return add_rates(table)
