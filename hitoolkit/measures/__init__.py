"""How unequal: each measure is one function of comparisons, named in MEASURES."""

from hitoolkit.measures.change import change
from hitoolkit.measures.drift import drift
from hitoolkit.measures.every import MEASURES
from hitoolkit.measures.expected import expected_counts
from hitoolkit.measures.fitted import fitted
from hitoolkit.measures.funnel import funnel
from hitoolkit.measures.measuring import measure
from hitoolkit.measures.own import refuse_foreign, refuse_foreign_change
from hitoolkit.measures.ranks import ranks
from hitoolkit.measures.rare import rare_events
from hitoolkit.measures.trend import trend
from hitoolkit.measures.unknowns import unknown_range

__all__ = [
    "MEASURES", "change", "drift", "expected_counts", "fitted", "funnel", "measure", "ranks", "rare_events",
    "refuse_foreign", "refuse_foreign_change", "trend", "unknown_range",
]
