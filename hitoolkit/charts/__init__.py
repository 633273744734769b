"""Charts: an inequality table, drawn and worded; nothing is worked out that is not in the table or its measures."""

from hitoolkit.charts.bars import bar_chart
from hitoolkit.charts.comparison import comparison_chart
from hitoolkit.charts.either import inequality_chart
from hitoolkit.charts.expected import expected_chart
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.funnel import funnel_chart
from hitoolkit.charts.gradient import gradient_chart
from hitoolkit.charts.multiples import small_multiples
from hitoolkit.charts.rank import rank_chart
from hitoolkit.charts.reach import reach_chart
from hitoolkit.charts.slope import slope_chart
from hitoolkit.charts.slope_index import slope_index_chart
from hitoolkit.charts.summary import SummaryTable, summary_table
from hitoolkit.charts.trend import trend_chart
from hitoolkit.charts.unknown import unknown_chart

__all__ = [
    "Figure", "SummaryTable", "bar_chart", "comparison_chart", "expected_chart", "funnel_chart", "gradient_chart",
    "inequality_chart", "rank_chart", "reach_chart", "slope_chart", "slope_index_chart", "small_multiples",
    "summary_table", "trend_chart", "unknown_chart",
]
