"""Means and percentiles as they may be shown: none that points at a few people, and none written too finely."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.catalogue import Policy
from hitoolkit.table import RESULTS

#: The level of the limits of a percentile, as counting makes them.
CONFIDENCE = 0.95


def of_numbers(table: pd.DataFrame) -> pd.Series:
    """The kind of each row that is a mean or a percentile; empty for all others."""
    kinds = {name: catalogue.indicator(name).kind for name in table["indicator"].unique()}
    kinds = {name: kind if kind in ("mean", "percentile") else "" for name, kind in kinds.items()}
    return table["indicator"].map(kinds).astype(object)


def points_at_few(table: pd.DataFrame, people: pd.Series, rule: Policy) -> pd.DataFrame:
    """Which parts of each row (`value`, `lower`, `upper`) point at so few people that the rule hides them.

    `people` are the numbers behind the rows. A percentile with few people at or beyond it is about those few; a limit
    is one record in order, and near an end of the list it is about whoever stands there.

    >>> rows = pd.DataFrame({"indicator": ["wait_92nd_percentile", "wait_92nd_percentile", "mean_wait"]})
    >>> points_at_few(rows, pd.Series([80, 150, 80]), catalogue.policy())
       value  lower  upper
    0   True   True   True
    1  False  False   True
    2  False  False  False
    """
    found = pd.DataFrame(False, index=table.index, columns=["value", "lower", "upper"])
    last = rule.hide_to if rule.hide_from else 0
    kinds = of_numbers(table)
    for name in table.loc[kinds == "percentile", "indicator"].unique():
        rows = (table["indicator"] == name) & people.notna()
        n, q = people[rows].to_numpy(dtype=float), catalogue.indicator(name).q
        if not len(n):
            continue
        few = np.minimum(n * q, n * (100 - q)) <= 100 * last
        lower, upper = intervals.order_ranks(np.round(n), q, CONFIDENCE)
        found.loc[rows, "value"] = few
        found.loc[rows, "lower"] = few | (lower <= last)
        found.loc[rows, "upper"] = few | (upper > n - last)
    return found


def coarse(table: pd.DataFrame) -> pd.DataFrame:
    """Means, percentiles and years of life with no more digits than they can carry: one decimal, two where below 1.

    Standard errors keep two figures. A mean loses its limits, to be worked again from the figures that are shown.

    >>> row = {"indicator": "mean_wait", "value": 18.349, "se": 0.4567, "lower": 17.4, "upper": 19.2}
    >>> coarse(pd.DataFrame([row])).iloc[0][["value", "se"]].astype(str).tolist()
    ['18.3', '0.46']
    """
    result = table.copy()
    kinds = of_numbers(table)
    for name in table.loc[(kinds != "") | _of_years(table), "indicator"].unique():
        rows = table["indicator"] == name
        places = decimals(table.loc[rows, "value"])
        for column in ("value", "lower", "upper"):
            result.loc[rows, column] = table.loc[rows, column].round(places)
        result.loc[rows, "se"] = table.loc[rows, "se"].map(lambda se: float(f"{se:.2g}"))
    again = (kinds == "mean") & result["se"].notna()
    result.loc[again, ["lower", "upper"]] = np.nan
    return result


def decimals(values: pd.Series) -> int:
    """How many decimals means and percentiles of one indicator are shown with.

    >>> decimals(pd.Series([18.34, 0.2])), decimals(pd.Series([0.0345, 0.02])), decimals(pd.Series([float("nan")]))
    (1, 3, 1)
    """
    largest = values.abs().max()
    return 1 - int(np.floor(np.log10(largest))) if 0 < largest < 1 else 1


def hide_few(result: pd.DataFrame, true: pd.Series, rule: Policy) -> pd.DataFrame:
    """Take away what points at few people, told from the true numbers and from those that are shown."""
    result = result.copy()
    few = points_at_few(result, true, rule) | points_at_few(result, result["denominator"], rule)
    gone = few["value"] & result["value"].notna()
    result.loc[gone, RESULTS], result.loc[gone, "flag"] = np.nan, "suppressed"
    for name in ("lower", "upper"):
        result.loc[few[name], name] = np.nan
    return result


def without_deaths(table: pd.DataFrame) -> pd.DataFrame:
    """Years of life without the deaths behind them: from one age and from the next, the two would be told apart."""
    return table.assign(numerator=table["numerator"].mask(_of_years(table)))


def _of_years(table: pd.DataFrame) -> pd.Series:
    kinds = {name: catalogue.indicator(name).kind == "life_expectancy" for name in table["indicator"].unique()}
    return table["indicator"].map(kinds).astype(bool)
