"""Proportions, rates and means with their plausible ranges."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.table import ONE_MORE, check_keeping, is_adjusted

#: Flags this step may write over; `suppressed`, `rounded` and `incomplete` were set with reason and stay.
OWN_FLAGS = ("", "few_cases")


def add_rates(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Work out the figure of each row, and its plausible range, from its counts.

    Takes an inequality table. The kind of each indicator, told in the catalogue, chooses the method:

    - proportion: per x numerator / denominator, limits by Wilson's score method (Wilson 1927);
    - rate: the same, limits of the count exact under 10 and by Byar from 10 (Breslow and Day 1987);
    - mean: the figure as given; where there are no limits, value +/- t x se, with Student's t for one degree of
      freedom fewer than the people in `denominator` (Student 1908), or the normal curve where those are not known;
    - percentile, life_expectancy, value: the figure as given; limits as given, or from `se` where that is all there is.

    Returns the table in its standard form with `value`, `lower` and `upper` filled, in the indicator's unit. Where a
    count is missing the figure stays as it was given, or unknown: never zero. Nobody in the denominator gives no figure
    and the flag `incomplete`; few events or few people give the flag `few_cases` (the limits are in `intervals`). The
    mean of one person has no range, and is flagged `incomplete`. The flags `suppressed`, `rounded` and `incomplete` are
    kept.
    What `standardise` and `adjust` returned keeps its figures: they are not those of its counts.
    Not for rates to be adjusted for age (use `standardise`), nor for counts where one person can be counted many times:
    the ranges take events as independent.
    Raises InputError where the table breaks the contract, ParameterError where confidence is not between 0 and 1.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> counts = pd.DataFrame({"group": ["1", "5"], "numerator": [30, 20], "denominator": [200, 200]})
    >>> table = check_table(counts, indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> add_rates(table)[["group", "value", "lower", "upper"]].round(1)
      group  value  lower  upper
    0     1   15.0   10.7   20.6
    1     5   10.0    6.6   14.9
    """
    intervals.z_value(confidence)
    rates = check_keeping(table, [ONE_MORE])
    for name in rates["indicator"].unique():
        block = catalogue.indicator(name)
        rows = rates["indicator"] == name
        if block.counted:
            _from_counts(rates, rows, block, confidence)
        if block.kind == "mean":
            _flag_few_people(rates, rows)
        _from_se(rates, rows, block, confidence)
    # Later steps work limits out again, and say which they are.
    rates.attrs["confidence"] = confidence
    return rates


def _from_counts(rates: pd.DataFrame, rows: pd.Series, block: catalogue.Indicator, confidence: float) -> None:
    known = rows & rates["numerator"].notna() & rates["denominator"].notna() & ~is_adjusted(rates)
    nobody = known & (rates["denominator"] == 0)
    counted = known & ~nobody
    x, n = (rates.loc[counted, name].to_numpy() for name in ("numerator", "denominator"))
    if block.kind == "proportion":
        lower, upper = intervals.wilson(x, n, confidence)
    else:
        lower, upper = (limit / n for limit in intervals.poisson(x, confidence))
    rates.loc[counted, "value"] = block.per * x / n
    rates.loc[counted, "lower"] = block.per * lower
    rates.loc[counted, "upper"] = block.per * upper
    rates.loc[counted, "se"] = np.nan
    rates.loc[nobody, ["value", "se", "lower", "upper"]] = np.nan

    marked = ~rates["flag"].isin(OWN_FLAGS)
    few = intervals.few_cases(rates["numerator"], rates["denominator"])
    rates.loc[counted & ~marked, "flag"] = np.where(few[counted & ~marked], "few_cases", "")
    rates.loc[nobody & ~marked, "flag"] = "incomplete"


def _from_se(rates: pd.DataFrame, rows: pd.Series, block: catalogue.Indicator, confidence: float) -> None:
    """Limits for figures that came with a standard error alone, kept inside what is possible."""
    bare = rows & rates["value"].notna() & rates["se"].notna() & rates["lower"].isna() & rates["upper"].isna()
    value, se, n = (rates.loc[bare, name].to_numpy() for name in ("value", "se", "denominator"))
    if block.kind == "mean":
        lower, upper = intervals.student(value, se, n, confidence)
    else:
        lower, upper = intervals.wald(value, se, confidence)
    if block.counted:
        lower = np.maximum(lower, 0)
        upper = np.minimum(upper, block.ceiling)
    rates.loc[bare, "lower"] = lower
    rates.loc[bare, "upper"] = upper


def _flag_few_people(rates: pd.DataFrame, rows: pd.Series) -> None:
    """A mean says little of few people, and nothing of how sure it is where there is only one."""
    own = rows & rates["value"].notna() & rates["denominator"].notna() & rates["flag"].isin(OWN_FLAGS)
    people = rates.loc[own, "denominator"]
    flags = np.where(intervals.few_cases(np.inf, people), "few_cases", "")
    rates.loc[own, "flag"] = np.where(people <= 1, "incomplete", flags)
