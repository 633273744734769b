"""Measure how unequal the groups of a table are: every id asked for, for every place, period and stratum in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from hitoolkit import intervals
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.measures.answer import as_frame, as_table
from hitoolkit.measures.comparison import Settings, comparisons
from hitoolkit.measures.every import MEASURES
from hitoolkit.measures.slope import MODELS
from hitoolkit.table import check_table


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

    Takes an inequality table, with counts or with values. `measures`: one or a list of the ids below.
    `reference`: the group compared with; by default the least disadvantaged of an ordered dimension and all others
    together ("rest") for groups without order, one row for each group; "extremes" compares the worst with the best.
    `model` of the line behind sii and rii: linear; log (rates) or logit (proportions), the Fingertips transformations;
    binomial (proportions, WHO's logit fit). `draws` and `seed` are for ranges found by simulation; with `draws=0` these
    are found by the delta method instead, which is quick for thousands of places and rough where groups are small.

    With figures y, shares of people w, places in the ranking r, average m = sum w y, and y0 the reference's figure:

    - gap: worse - better; ratio: worse / better (Newcombe 1998; Zou and Donner 2008; Katz and others 1978).
    - sii: end - start, rii: end / start, of the weighted line of y on r, from the better to the worse end (Low and Low
      2004; Fingertips). For an order.
    - aci: 2 sum w (r - 1/2) y; rci: aci / m; rci_wagstaff: rci b / (b - m), rci_erreygers: 4 aci / b, b the ceiling
      (Wagstaff 2005; Erreygers 2009). For an order.
    - bgv: sum w (y - m)^2; bgsd: its root; cov: 100 bgsd / m; mdm, mdb, mdr: mean |y - m|, |y - best|, |y - y0|; idis:
      100 mdm / m; theil: 1000 sum w (y / m) ln(y / m); mld: -1000 sum w ln(y / m). With _unweighted (mdm, mdb, mdr,
      idis) each group counts the same (Schlotheuber and Hosseinpoor 2022).
    - par: m - y0, turned round where higher is better, and never below zero; paf: 100 par / m; excess: par in events
      (Walter 1978).

    Returns a table with one row for each measure, in each place, period and stratum: the key (`group` is the group
    compared, `All` for measures of all groups), measure, value, se, lower, upper, reference, method, flag and reason. A
    positive difference and a ratio above 1 mean that the disadvantaged are worse off, whichever direction is better for
    the indicator; where neither is, that their figure is larger. `se` of ratio and rii is on the log scale. `reason`
    says why a value or a range is missing, or what to know of it.
    Method: ranges by formula where there is one (the column `method` says which), else by simulation.
    Not for a cause: a gap says that figures differ, not why. Not for a range of groups that are the same people.
    Raises InputError where editions are mixed, ParameterError where an argument is unknown.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"group": ["1", "5"], "numerator": [30, 20], "denominator": [200, 200]})
    >>> counts = counts.assign(indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> measure(counts)[["group", "reference", "measure", "value", "lower", "upper", "method"]].round(2)
      group reference measure  value  lower  upper            method
    0     1         5     gap    5.0  -1.54  11.57          Newcombe
    1     1         5   ratio    1.5   0.88   2.55  log scale, delta
    """
    asked = [measures] if isinstance(measures, str) else list(measures or [])
    if not asked:
        raise ParameterError("No measure is named. Name one or several, such as gap and ratio.")
    for name in asked:
        if name not in MEASURES:
            raise ParameterError(unknown_name("measure", name, MEASURES))
    if model not in MODELS:
        raise ParameterError(unknown_name("model", model, MODELS))
    intervals.z_value(confidence)
    if isinstance(draws, bool) or not isinstance(draws, int) or (draws != 0 and draws < 100):
        raise ParameterError(f"Draws should be a whole number of 100 or more, or 0 for none, but is {draws!r}. "
                             "100000 is usual.")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0):
        raise ParameterError(f"The seed should be a whole number of 0 or more, or None, but is {seed!r}.")
    settings = Settings(str(reference) if reference else None, model, confidence, draws, seed, tuple(asked))
    with np.errstate(all="ignore"):  # what cannot be divided stays empty, and says why
        parts = [
            as_frame(block.keys, [(name, answer) for name in asked for answer in MEASURES[name](block)])
            for block in comparisons(check_table(table), settings)
        ]
    return as_table(parts, table)
