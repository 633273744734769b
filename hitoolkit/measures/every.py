"""All measures by their ids: each takes comparisons and answers for every one of them."""

from __future__ import annotations

from collections.abc import Callable

from hitoolkit.measures.answer import Answer
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.concentration import measure_of_concentration
from hitoolkit.measures.impact import measure_of_impact
from hitoolkit.measures.simple import gap, ratio
from hitoolkit.measures.slope import rii, sii
from hitoolkit.measures.spread import measure_of_spread

#: Measures that are 1, not 0, where there is no gap.
RATIOS = ("ratio", "rii")
#: A measure of one's own goes here: a function of comparisons, and known results with their source in tests/golden.
MEASURES: dict[str, Callable[[Comparisons], list[Answer]]] = {
    "gap": gap,
    "ratio": ratio,
    "sii": sii,
    "rii": rii,
    **{name: measure_of_concentration(name) for name in ("aci", "rci", "rci_wagstaff", "rci_erreygers")},
    **{
        name: measure_of_spread(name)
        for name in (
            "bgv", "bgsd", "cov", "mdm", "mdb", "mdr", "mdm_unweighted", "mdb_unweighted", "mdr_unweighted", "idis",
            "idis_unweighted", "theil", "mld",
        )
    },
    **{name: measure_of_impact(name) for name in ("par", "paf", "excess")},
}
