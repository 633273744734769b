"""Plausible ranges for counts, rates, differences and ratios: arrays in, arrays out, no tables.

An empty number (NaN) gives an empty range and harms no other. `confidence` may be any level between 0 and 1.
"""

from hitoolkit.intervals.funnel import funnel_at_events, funnel_count, funnel_proportion
from hitoolkit.intervals.means import mean_range, welch
from hitoolkit.intervals.numbers import FEW_CASES, FEW_PEOPLE, Array, Numbers, Range, few_cases, z_value
from hitoolkit.intervals.order import in_order, order_ranks, percentile
from hitoolkit.intervals.overdispersion import ARCSINE, ROOT, overdispersed_limits, overdispersion
from hitoolkit.intervals.pairs import (
    log_range,
    log_se_proportion,
    log_se_rate,
    mover,
    mover_sum,
    newcombe,
    rate_difference,
)
from hitoolkit.intervals.rare import (
    chance_of_at_least,
    chance_of_each,
    rare_count,
    rare_difference,
    rare_ratio,
    telling_count,
)
from hitoolkit.intervals.scales import IDENTITY, LOG, LOGIT, Scale
from hitoolkit.intervals.simulation import (
    CHUNK,
    Tails,
    beta_quantiles,
    gamma_quantiles,
    normals,
    quantile_table,
    through_table,
    truncated_normal,
)
from hitoolkit.intervals.single import BYAR_FROM, byar, poisson, poisson_exact, student, wald, wilson
from hitoolkit.intervals.weighted import dobson, wilson_weighted

__all__ = [
    "ARCSINE", "BYAR_FROM", "CHUNK", "FEW_CASES", "FEW_PEOPLE", "IDENTITY", "LOG", "LOGIT", "ROOT", "Array", "Numbers",
    "Range", "Scale", "Tails", "beta_quantiles", "byar", "chance_of_at_least", "chance_of_each", "dobson", "few_cases",
    "funnel_at_events", "funnel_count", "funnel_proportion", "gamma_quantiles", "in_order", "log_range",
    "log_se_proportion", "log_se_rate", "mean_range", "mover", "mover_sum", "newcombe", "normals", "order_ranks",
    "overdispersed_limits", "overdispersion", "percentile", "poisson", "poisson_exact", "quantile_table", "rare_count",
    "rare_difference", "rare_ratio", "rate_difference", "student", "telling_count", "through_table",
    "truncated_normal", "wald", "welch", "wilson", "wilson_weighted", "z_value",
]
