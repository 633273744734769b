"""The chart of groups that have an order: one dot for each, from the most to the least disadvantaged."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.picture import Picture, gradient_picture
from hitoolkit.charts.summary import table_payload
from hitoolkit.charts.titles import gradient_title
from hitoolkit.charts.view import View, view
from hitoolkit.errors import InputError


def gradient_chart(table: pd.DataFrame, *, narrow: bool = False, measures: pd.DataFrame | None = None) -> Figure:
    """Draw the groups of an ordered dimension as dots with their plausible ranges, and the gap between the two ends.

    Takes an inequality table with one indicator, dimension, edition, period, area and stratum, protected before it is
    shown; `narrow` draws for a phone; `measures` are the gap and the ratio from `measure()`, worked out here where they
    are not given. Returns an Altair chart whose title is the finding and whose description gives every value.

    The shape is the equiplot of the International Center for Equity in Health: all groups on one scale, not the two
    ends alone, which would hide most people and any bend between. Not for groups without an order: there no band may
    suggest one, so use `comparison_chart`. Raises DisclosureError where a small number would be seen, and InputError
    where the table holds more than one of a thing or its dimension has no order.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> frame = pd.DataFrame({"group": [1, 2, 3, 4, 5], "value": [73.9, 77.0, 79.6, 81.5, 83.3]})
    >>> table = check_table(frame, indicator="life_expectancy", period="2021", area="Wessington Vale",
    ...                     dimension="imd_quintile", source="sample_life_expectancy")
    >>> gradient_chart(table).title
    'In these figures, with each step towards deprivation, life expectancy at birth is shorter'
    """
    return Figure.of(ordered_picture(table, view(table, measures)), narrow=narrow, bars=False)


def ordered_picture(table: pd.DataFrame, seen: View) -> Picture:
    """What is drawn, or why this is not the chart for it."""
    if not seen.dimension.ordered:
        raise InputError(f"{seen.dimension.id} has no order, so it has no gradient. Use comparison_chart(table).")
    if not seen.known:
        unordered = catalogue.dimension(seen.dimension.id).name
        raise InputError(f"The table holds no known group of {unordered}. Check what was picked from it.")
    return gradient_picture(seen, gradient_title(seen), table_payload(table))
