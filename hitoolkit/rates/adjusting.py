"""Crude and adjusted side by side, with the sentence that adjusting moves the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from hitoolkit.rates.results import finished
from hitoolkit.rates.simple import add_rates
from hitoolkit.rates.standardising import standardise
from hitoolkit.rates.strata import split
from hitoolkit.table import ADJUSTED, COLUMNS, ONE_MORE, WHOLE, check_coded


def adjust(
    table: pd.DataFrame,
    by: str | Sequence[str] | None = None,
    standard: str | Mapping[str, float] = "all",
    reference: pd.DataFrame | str | None = None,
    method: str = "direct",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Set crude figures beside those adjusted for age, specialty or any other stratum, in one table.

    Takes an inequality table with a row for each stratum of each group, as `standardise` does; `by`, `standard`,
    `reference`, `method` and `confidence` are as there, but the standard is by default the table's own people.

    Returns the crude rows (stratum `All`) and the adjusted ones (stratum `adjusted for specialty`) as one table of the
    contract, so that `measure` gives the gap and ratio of each; `one_more` is as in `standardise`. Both are about the
    same people: those whose strata are known; where the counts of the strata are not, the crude figure is that of the
    row for the whole.
    `attrs["reasons"]` says why an adjusted figure is missing. `attrs["note"]` is a sentence to print beside the
    figures: adjusting asks another question, and what is adjusted for may be part of the inequality.
    Method: each group's rates by stratum, weighted (Dobson 1991), as `standardise`; crude rows as `add_rates`.
    Not for taking the adjusted figure as the true one, nor for adjusting for what the inequality itself brings about.
    An empty table stays empty. Raises InputError where the table has no strata or breaks the contract, ParameterError
    for an unknown argument.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> mix = pd.DataFrame({"group": ["1", "1", "5", "5"], "stratum": ["specialty=100", "specialty=300"] * 2,
    ...                     "numerator": [80, 10, 20, 40], "denominator": [800, 200, 200, 800]})
    >>> table = check_table(mix, indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> both = adjust(table)
    >>> both[["group", "stratum", "value"]].round(1)
      group                 stratum  value
    0     1                     All    9.0
    1     5                     All    6.0
    2     1  adjusted for specialty    7.5
    3     5  adjusted for specialty    7.5
    >>> print(both.attrs["note"])
    After adjusting for specialty the question moves from "who fares worse" to "who fares worse within the same
    specialty": the mix itself may be part of the inequality.
    """
    checked, coded = check_coded(table)
    if checked.empty:
        return finished(add_rates(checked)[[*COLUMNS]], {**checked.attrs, "reasons": [], "note": ""})
    adjusted = standardise(checked, standard, reference, method, confidence, by)
    strata = split(checked, coded, by)
    crude = strata.groups.drop(columns=["place", "rounded"])
    there = strata.sums(strata.once) > 0
    for name, numbers in (("numerator", strata.events), ("denominator", strata.people)):
        total = np.where(there, strata.sums(numbers), np.nan)
        crude[name] = np.where(np.isnan(total), strata.whole[name], total)
    crude = add_rates(crude, confidence)
    label = f"{ADJUSTED}{strata.what}"

    def named(stratum: str) -> str:
        return label if stratum == WHOLE else f"{label}; {stratum}"

    adjusted["stratum"] = adjusted["stratum"].map(named)
    reasons = [{**one, "stratum": named(one["stratum"])} for one in adjusted.attrs["reasons"]]
    note = (
        f'After adjusting for {strata.what} the question moves from "who fares worse" to "who fares worse within the '
        f'same {strata.what}": the mix itself may be part of the inequality.'
    )
    both = pd.concat([crude, adjusted[[*COLUMNS, ONE_MORE]]])
    return finished(both, {**checked.attrs, "confidence": confidence, "reasons": reasons, "note": note})
