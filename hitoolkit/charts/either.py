"""The chart that fits a table's dimension, for a notebook that must run on any of them."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.charts.comparison import comparison_chart
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.gradient import gradient_chart


def inequality_chart(
    table: pd.DataFrame, *, narrow: bool = False, measures: pd.DataFrame | None = None
) -> Figure | None:
    """Draw the groups as a gradient where their dimension has an order, else as a comparison.

    Takes what gradient_chart and comparison_chart take, and returns what they return. Which of the two is told by the
    dimension's block in the catalogue, never by the numbers. Not where the kind of chart is part of the lesson: name
    it there. Raises DisclosureError where a small number would be seen, and InputError where the table holds more than
    one of a thing. An empty table draws nothing: a notebook whose data lacks a second measure stays quiet.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> frame = pd.DataFrame({"group": ["Female", "Male"], "value": [83.1, 79.2]})
    >>> table = check_table(frame, indicator="life_expectancy", period="2021", area="Wessington Vale",
    ...                     dimension="sex", source="sample_life_expectancy")
    >>> chart = inequality_chart(table)
    >>> chart.to_dict()["description"][:8]
    'Two rows'
    """
    if table.empty:
        return None
    ordered = all(catalogue.dimension(name).ordered for name in table["dimension"].unique())
    return (gradient_chart if ordered else comparison_chart)(table, narrow=narrow, measures=measures)
