"""Means and percentiles as they may be shown: none that points at a few people, and none written too finely."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.catalogue import Policy
from hitoolkit.table import GIVEN_AT, RESULTS


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
    last = rule.limit
    kinds = of_numbers(table)
    for name in table.loc[kinds == "percentile", "indicator"].unique():
        rows = (table["indicator"] == name) & people.notna()
        n, q = people[rows].to_numpy(dtype=float), catalogue.indicator(name).q
        if not len(n):
            continue
        few = np.minimum(n * q, n * (100 - q)) <= 100 * last
        lower, upper = intervals.order_ranks(np.round(n), q, GIVEN_AT)
        found.loc[rows, "value"] = few
        found.loc[rows, "lower"] = few | (lower <= last)
        found.loc[rows, "upper"] = few | (upper > n - last)
    return found


def few_people(table: pd.DataFrame, people: pd.Series, rule: Policy) -> pd.Series:
    """Means and percentiles of people so few that the rule hides them, or would not tell them from one.

    >>> few_people(pd.DataFrame({"indicator": ["mean_wait"] * 2}), pd.Series([3, 30]), catalogue.policy()).tolist()
    [True, False]
    """
    return (of_numbers(table) != "") & (people > 0) & (people <= rule.limit)


def small_sums(table: pd.DataFrame, people: pd.Series, rule: Policy) -> pd.Series:
    """Means whose sum over the people, or what is left of a sum of yes and no, is a count that the rule hides.

    A mean of ones and noughts is a proportion, and one of few falls per person a count of falls. Sums that are sure not
    to be whole numbers are no counts. Where a mean is printed with few decimals its people may have been rounded too.

    >>> rows = pd.DataFrame({"indicator": "mean_wait", "value": [3 / 219, 30 / 200, 4.4 / 50], "se": [0.01] * 3})
    >>> small_sums(rows, pd.Series([219, 200, 50]), catalogue.policy()).tolist()
    [True, False, False]
    """
    found = pd.Series(False, index=table.index)
    kinds = of_numbers(table)
    for name in table.loc[kinds == "mean", "indicator"].unique():
        rows = (table["indicator"] == name) & people.notna() & table["value"].notna()
        n, mean = people[rows].to_numpy(dtype=float), table.loc[rows, "value"].to_numpy(dtype=float)
        give = np.array([last_decimal(value) for value in mean])
        room = (rule.round_to // 2) * ((give > 0) & (n % max(rule.round_to, 1) == 0))
        shares = [mean, 1 - mean] if len(mean) and mean.min() >= 0 and mean.max() <= 1 else [mean]
        for share in shares:
            least, most = (n - room) * (share - give), np.floor((n + room) * (share + give) + 1e-6)
            whole = most >= np.ceil(least - 1e-6)
            small = (most >= max(rule.hide_from, 1)) & (most <= rule.limit)
            found.loc[rows] |= whole & small & (n * share > 1e-6)
    return found


def last_decimal(value: float) -> float:
    """Half a step in the last decimal a figure is printed with: 1.5 may be anything from 1.45 to 1.55.

    >>> last_decimal(1.5), last_decimal(1 / 3), last_decimal(0)
    (0.05, 0.0, 0.0)
    """
    if value != value or value == 0:
        return 0.0
    text = f"{value:.10g}"
    decimals = len(text.split(".")[1]) if "." in text and "e" not in text else 0
    return 0.5 * 10.0**-decimals if decimals < 8 else 0.0


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
    gone = (few["value"] | few_people(result, true, rule)) & result["value"].notna()
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
