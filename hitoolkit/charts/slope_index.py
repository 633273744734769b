"""The chart of the line behind the slope index: every group at its place among all people, and the line."""

from __future__ import annotations

import math

import pandas as pd

from hitoolkit.charts.figure import Figure
from hitoolkit.charts.slope_index_picture import Fit, SlopePicture, slope_index_picture
from hitoolkit.charts.view import Gap, one_of_each, view
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError
from hitoolkit.measures import fitted, measure, refuse_foreign
from hitoolkit.measures.slope import RII, SII
from hitoolkit.table import KEY, RESULTS

#: More panels than this are no picture.
MOST = 4
NONE = {SII: 0.0, RII: 1.0}


def slope_index_chart(table: pd.DataFrame, measures: pd.DataFrame | None = None, *,
                      narrow: bool = False) -> Figure | None:
    """Draw the straight line through all groups, each at its place among all people, with its slope both ways.

    Takes a protected inequality table of one indicator, period and stratum by an ordered dimension. Two editions of the
    groups (`IMD 2019 national` and `IMD 2019 local`), or up to four areas, are drawn in panels with one scale.
    `measures`: what `measure(table, ["sii", "rii"])` gave, worked out here where it is not given. `narrow` draws for a
    phone. Returns an Altair chart with a table of the same figures: from left to right the people from the most to the
    least disadvantaged, a band as wide as each group's share of them, its figure with its range in the middle, and the
    line whose two ends make the slope index (SII, their difference) and the relative index (RII, their quotient).
    Method: `measure` with its linear model (Low and Low 2004). Says where the groups bend away from the line.

    Not for groups without an order, nor in place of the groups: use `gradient_chart` first.
    Raises DisclosureError where a small number would be seen, InputError where the groups have no order, the table
    holds more than one of a thing, or the measures are not those of this line. An empty table draws nothing.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["1", "2", "3", "4", "5"], "numerator": [450, 420, 400, 370, 350]})
    >>> table = table.assign(denominator=1000, indicator="waits_over_52_weeks", period="2025", area="A",
    ...     dimension="imd_quintile", value=table["numerator"] / 10)
    >>> slope_index_chart(table).title
    'From the most to the least deprived, the line through the groups falls by 13 in every 100'
    """
    if isinstance(table, pd.DataFrame) and table.empty:
        return None
    return Figure.of(_picture(table, measures), narrow=narrow)


def _picture(table: pd.DataFrame, measures: pd.DataFrame | None) -> SlopePicture:
    if "measure" in table:
        raise InputError("This is a table of measures. Give slope_index_chart the protected table, and the measures "
                         "second: slope_index_chart(table, measures).")
    several = "area" if "area" in table and table["area"].nunique() > 1 else "edition"
    table = one_of_each(table, several=several)
    refuse_unprotected(table)
    if measures is not None:
        refuse_foreign(measures, table)
    parts = [rows for _, rows in table.groupby(several, sort=False)]
    if len(parts) > MOST:
        raise InputError(f"The table has {len(parts)} {several}s, and one chart shows {MOST} at most. Pick some: "
                         f'table[table["{several}"].isin([...])].')
    return slope_index_picture([_fit(rows.copy(), measures, several, len(parts) > 1) for rows in parts], several)


def _fit(rows: pd.DataFrame, measures: pd.DataFrame | None, several: str, named: bool) -> Fit:
    rows.attrs = {}
    shown = view(rows)
    if not shown.dimension.ordered:
        raise InputError(f"The groups of {shown.dimension.name} have no order, so no line runs through them. Use "
                         "comparison_chart(table).")
    rows.loc[rows["flag"] == "suppressed", ["numerator", *RESULTS]] = float("nan")
    own = measure(rows, [SII, RII]) if measures is None else _of(measures, rows)
    found = {name: _gap(own, name) for name in (SII, RII)}
    line = fitted(rows)
    sii = found[SII].value
    if sii is not None and line.at_most is not None and line.at_least is not None:
        slope = line.at_most - line.at_least
        slope = -slope if shown.indicator.better == "higher" else slope
        if not math.isclose(slope, sii, rel_tol=1e-6, abs_tol=1e-9):
            raise InputError("The slope index given is not that of the straight line through these groups. Measure "
                             'this table, with the linear model: measure(table, ["sii", "rii"]).')
    return Fit(str(rows[several].iloc[0]) if named else "", shown, line, found[SII], found[RII])


def _of(measures: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The measures of these rows."""
    for name in KEY:
        if name != "group" and name in measures:
            measures = measures[measures[name] == rows[name].iloc[0]]
    return measures


def _gap(measures: pd.DataFrame, name: str) -> Gap:
    found = measures[measures["measure"] == name]
    if len(found) != 1:
        raise InputError(f'The measures hold no single {name} for this table. Measure it: measure(table, ["sii", '
                         '"rii"]).')
    row = found.iloc[0]
    value, lower, upper = (float(row[part]) if pd.notna(row[part]) else None for part in ("value", "lower", "upper"))
    if lower is None or upper is None:
        lower = upper = None
    return Gap(value, lower, upper, "", row["reason"] if isinstance(row["reason"], str) else "", NONE[name])
