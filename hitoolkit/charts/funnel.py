"""The chart of places against their size: which lie further from the average than chance explains."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit.charts.figure import Figure
from hitoolkit.charts.funnel_picture import FunnelPicture, funnel_picture
from hitoolkit.charts.view import one_of_each
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError
from hitoolkit.table import KEY, WHOLE

#: What funnel(table) adds; the limits carry their level in their name: lower_95, upper_998.
NEEDED = ("average", "label")


def funnel_chart(table: pd.DataFrame, *, narrow: bool = False) -> Figure:
    """Draw places against their size, between the limits that chance alone would seldom pass.

    Takes what `funnel` returns of a protected table: a row for each place of one indicator, period and stratum, with
    `average`, limits such as `lower_95` and `upper_998`, and `label`. `narrow` draws for a phone.
    Returns an Altair chart with a table of the same figures. Limits are drawn through those of the places, straight in
    1 / sqrt(people), which is their own shape (Spiegelhalter 2005).

    Places are not ranked and have no good and bad colour: they serve different people, and small ones move more by
    chance. Not for groups of people: use `gradient_chart` or `comparison_chart`.
    Raises DisclosureError where a small number would be seen, InputError where limits are lacking or the table holds
    more than one of a thing.

    >>> import pandas as pd
    >>> places = pd.DataFrame({"group": ["North", "South", "West"], "numerator": [20, 50, 150],
    ...     "denominator": [200, 500, 1000], "value": [10.0, 10.0, 15.0], "average": 12.5, "lower_95": [7.9, 9.6, 10.5],
    ...     "upper_95": [17.1, 15.4, 14.5], "label": ["within", "within", "high_95"]})
    >>> places = places.assign(indicator="waits_over_52_weeks", period="2025", area="England", dimension="provider",
    ...     source="sample_elective_waits")
    >>> funnel_chart(places).title
    'One of three places lies outside the 95% limits, where chance alone would put fewer than one'
    """
    return Figure.of(_picture(table), narrow=narrow)


def _picture(table: pd.DataFrame) -> FunnelPicture:
    lacking = [name for name in NEEDED if name not in table]
    levels = [found[1] for name in map(str, table.columns) if (found := re.fullmatch(r"lower_(\d+)", name))
              and f"upper_{found[1]}" in table]
    if lacking or not levels:
        raise InputError("The table has no funnel limits to draw. Work them out first: hi.funnel(table).")
    over = "group" if table["group"].nunique() > 1 else "area"
    rows = one_of_each(table, several=over)
    refuse_unprotected(rows)
    extra = [*NEEDED, *(f"{side}_{level}" for level in levels for side in ("lower", "upper"))]
    added = table[extra].set_axis(pd.MultiIndex.from_frame(_texts(table)))
    rows[extra] = added.reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy()
    rows.loc[rows["flag"] == "suppressed", ["numerator", "value", "lower", "upper"]] = float("nan")
    return funnel_picture(rows, over, sorted(levels, key=lambda level: float(f"0.{level}")))


def _texts(table: pd.DataFrame) -> pd.DataFrame:
    """The key as the contract writes it, so that rows are found again after they were put in order."""
    usual = {"stratum": table.get("stratum", WHOLE), "edition": table.get("edition", "not stated")}
    return table.assign(**usual)[KEY].astype(str)
