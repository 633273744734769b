"""The familiar twin: the same figures as bars from zero, with or without an order."""

from __future__ import annotations

import pandas as pd

from hitoolkit.charts.comparison import unordered_picture
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.gradient import ordered_picture
from hitoolkit.charts.view import view


def bar_chart(table: pd.DataFrame, *, narrow: bool = False, measures: pd.DataFrame | None = None) -> Figure:
    """Draw the groups as bars from zero with their plausible ranges.

    Takes an inequality table with one indicator, dimension, edition, period, area and stratum, protected before it is
    shown; `narrow` draws for a phone; `measures` are the gap and the ratio from `measure()`, worked out here where they
    are not given. Returns an Altair chart with the same title and the same numbers as the dots. Bars start at zero,
    always: a bar cut off at its foot misleads. A small gap between large values is therefore easier to see in
    `gradient_chart`. Raises DisclosureError and InputError as the other charts do.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> frame = pd.DataFrame({"group": ["Female", "Male"], "value": [81.2, 77.5]})
    >>> table = check_table(frame, indicator="life_expectancy", period="2021", area="Wessington Vale", dimension="sex",
    ...                     source="sample_life_expectancy")
    >>> bar_chart(table).description[:41]
    'Two rows by recorded sex. Life expectancy'
    """
    seen = view(table, measures)
    picture = ordered_picture(table, seen) if seen.dimension.ordered else unordered_picture(table, seen)
    return Figure.of(picture, narrow=narrow, bars=True)
