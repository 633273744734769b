"""How unequal: each measure is one function of one comparison, named in MEASURES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from hitoolkit import intervals
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.measures.change import change
from hitoolkit.measures.comparison import RESULT, Comparison, Settings, comparisons
from hitoolkit.measures.drift import drift
from hitoolkit.measures.own import refuse_foreign
from hitoolkit.measures.simple import gap, ratio
from hitoolkit.measures.slope import MODELS, rii, sii
from hitoolkit.measures.trend import trend
from hitoolkit.measures.unknowns import unknown_range
from hitoolkit.table import KEY, check_table

__all__ = ["MEASURES", "change", "drift", "measure", "refuse_foreign", "trend", "unknown_range"]

MEASURES: dict[str, Callable[[Comparison], list[dict[str, Any]]]] = {"gap": gap, "ratio": ratio, "sii": sii, "rii": rii}


def measure(
    table: pd.DataFrame,
    measures: str | Sequence[str] = ("gap", "ratio"),
    reference: str | None = None,
    model: str = "linear",
    confidence: float = 0.95,
    draws: int = 100_000,
    seed: int | None = 0,
) -> pd.DataFrame:
    """Measure how unequal the groups of a table are, with plausible ranges.

    Takes an inequality table, with counts or with values. `measures`: one or a list of gap, ratio, sii, rii.
    `reference`: the group compared with; by default the least disadvantaged of an ordered dimension and all others
    together ("rest") for groups without order, one row for each group; "extremes" compares the worst with the best.
    `model` of the line behind sii and rii: linear; log (rates) or logit (proportions), the Fingertips transformations;
    binomial (proportions, WHO's logit fit). `draws` and `seed` are for ranges found by simulation.

    Returns a table with one row for each measure, in each place, period and stratum: the key (`group` is the group
    compared, `All` for sii and rii), measure, value, se, lower, upper, reference, method, flag and reason. A positive
    difference and a ratio above 1 mean that the disadvantaged are worse off, whichever direction is better for the
    indicator; where neither is, that their figure is larger. `se` of ratio and rii is on the log scale.
    All, Not known and Not stated never enter. A hidden or missing figure stays unknown: the value is then empty and
    `reason` says why; if the range alone is empty, `reason` says why too. One refusal costs its own row.
    Ranges: Newcombe for proportions, MOVER for rates and published limits, Wald for values with se, the log scale for
    ratios; for sii and rii exact where there is a formula, else simulated. `method` says which was used.
    Not for figures of different editions of a ranking, nor as proof of a cause.
    Raises InputError where editions are mixed, ParameterError where an argument is unknown.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"group": ["1", "5"], "numerator": [30, 20], "denominator": [200, 200]})
    >>> counts = counts.assign(indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> measure(counts)[["group", "reference", "measure", "value", "lower", "upper", "method"]].round(2)
      group reference measure  value  lower  upper            method
    0     1         5     gap    5.0  -1.54  11.57          Newcombe
    1     1         5   ratio    1.5   0.88   2.55  log scale, delta
    """
    asked = [measures] if isinstance(measures, str) else list(measures)
    for name in asked:
        if name not in MEASURES:
            raise ParameterError(unknown_name("measure", name, MEASURES))
    if model not in MODELS:
        raise ParameterError(unknown_name("model", model, MODELS))
    intervals.z_value(confidence)
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 100:
        raise ParameterError(f"Draws should be a whole number of 100 or more, but is {draws!r}. 100000 is usual.")
    settings = Settings(reference or None, model, confidence, draws, seed)
    rows = [
        {**comparison.key, "measure": name, **row}
        for comparison in comparisons(check_table(table), settings)
        for name in asked
        for row in MEASURES[name](comparison)
    ]
    found = pd.DataFrame(rows, columns=[*KEY, *RESULT])
    found.attrs = dict(table.attrs)
    return found
