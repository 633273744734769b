"""Plausible ranges for counts, rates, differences and ratios: arrays in, arrays out, no tables.

An empty number (NaN) gives an empty range and harms no other. `confidence` may be any level between 0 and 1.
"""

from hitoolkit.intervals.numbers import FEW_CASES, FEW_PEOPLE, Array, Numbers, Range, few_cases, z_value
from hitoolkit.intervals.order import in_order, order_ranks, percentile
from hitoolkit.intervals.pairs import log_range, log_se_proportion, log_se_rate, mover, newcombe, rate_difference
from hitoolkit.intervals.scales import IDENTITY, LOG, LOGIT, Scale
from hitoolkit.intervals.simulation import CHUNK, simulate
from hitoolkit.intervals.single import BYAR_FROM, byar, poisson, poisson_exact, wald, wilson

__all__ = [
    "BYAR_FROM", "CHUNK", "FEW_CASES", "FEW_PEOPLE", "IDENTITY", "LOG", "LOGIT", "Array", "Numbers", "Range", "Scale",
    "byar", "few_cases", "in_order", "log_range", "log_se_proportion", "log_se_rate", "mover", "newcombe",
    "order_ranks", "percentile", "poisson", "poisson_exact", "rate_difference", "simulate", "wald", "wilson",
    "z_value",
]
