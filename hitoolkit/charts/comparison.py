"""The chart of groups that have no order: ethnic groups, sexes, specialties, each against all together."""

from __future__ import annotations

import pandas as pd

from hitoolkit.charts.figure import Figure
from hitoolkit.charts.picture import Picture, comparison_picture
from hitoolkit.charts.summary import table_payload
from hitoolkit.charts.titles import comparison_title
from hitoolkit.charts.view import View, view
from hitoolkit.errors import InputError


def comparison_chart(table: pd.DataFrame, *, narrow: bool = False, measures: pd.DataFrame | None = None) -> Figure:
    """Draw groups that have no order as dots with their plausible ranges, beside a line for all of them together.

    Takes an inequality table with one indicator, dimension, edition, period, area and stratum, protected before it is
    shown; `narrow` draws for a phone; `measures` are the gap and the ratio from `measure()`, worked out here where they
    are not given. Returns an Altair chart; the groups stay in the order of the catalogue, never ranked, since a rank
    would make a league table out of chance. Not for groups that have an order: use `gradient_chart`.
    Raises DisclosureError where a small number would be seen, and InputError where the table holds more than one of a
    thing or its dimension has an order.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> frame = pd.DataFrame({"group": ["Female", "Male"], "value": [81.2, 77.5]})
    >>> table = check_table(frame, indicator="life_expectancy", period="2021", area="Wessington Vale", dimension="sex",
    ...                     source="sample_life_expectancy")
    >>> print(comparison_chart(table).title)
    In these figures, life expectancy at birth is longest for people recorded as female and shortest for
    people recorded as male
    """
    return Figure.of(unordered_picture(table, view(table, measures)), narrow=narrow, bars=False)


def unordered_picture(table: pd.DataFrame, seen: View) -> Picture:
    """What is drawn, or why this is not the chart for it."""
    if seen.dimension.ordered:
        raise InputError(f"The groups of {seen.dimension.id} have an order. Use gradient_chart(table).")
    if not seen.known:
        raise InputError(f"The table holds no known group of {seen.dimension.name}. Check what was picked from it.")
    return comparison_picture(seen, comparison_title(seen), table_payload(table))
