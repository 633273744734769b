"""A change less the same change elsewhere: difference in differences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.measures.change_sides import back, less, scaled
from hitoolkit.measures.every import RATIOS
from hitoolkit.table import KEY, gravest


def against(result: pd.DataFrame, column: str, label: str) -> pd.DataFrame:
    """The changes less (or, of ratios, over) the change of one label of a column: difference in differences."""
    same = [name for name in KEY if name in result and name != column] + ["measure", "reference"]
    numbers = ["value", "se", "lower", "upper", "flag", "reason"]
    there = result.loc[result[column] == label, [*same, *numbers]]
    here = result[result[column] != label]
    both = here.merge(there, on=same, how="left", suffixes=("", "_there"), indicator=True)
    ratio = both["measure"].isin(RATIOS).to_numpy()
    value, lower, upper = less(scaled(both, ratio, ""), scaled(both, ratio, "_there"))
    reason = both["reason"].astype(object).copy()
    unlike = (reason == "") & ~ratio & (column == "indicator") & ~_same_unit(both["indicator"], label)
    reason[unlike] = f"{label} is counted in another unit, so the two differences cannot be taken from each other."
    lone = (both["_merge"] == "left_only") & (reason == "")
    reason[lone] = f"The same comparison was not found for {label}, so there is no change to take away."
    other = (reason == "") & (both["reason_there"] != "")
    reason[other] = [f"For {label}: {text}" for text in both.loc[other, "reason_there"]]
    none = (both["value"].isna() | both["value_there"].isna() | unlike).to_numpy()
    both["elsewhere"] = both["value_there"].where(~unlike)
    both["value"] = np.where(none, np.nan, back(value, ratio))
    both["lower"] = np.where(none, np.nan, back(lower, ratio))
    both["upper"] = np.where(none, np.nan, back(upper, ratio))
    both["se"] = np.where(none, np.nan, np.hypot(both["se"], both["se_there"]))
    both["flag"] = [gravest(pair) for pair in zip(both["flag"], both["flag_there"], strict=True)]
    taken = np.where(ratio, f", over the same for {label}", f", less the same for {label}")
    both["method"] = np.where(none, "", both["method"].astype(object) + taken.astype(object))
    both["reason"] = reason
    return both.drop(columns=[*(f"{name}_there" for name in numbers), "_merge"])


def _same_unit(indicators: pd.Series, label: str) -> pd.Series:
    there = catalogue.indicator(label) if label in set(catalogue.blocks("indicator")) else None
    return indicators.map(lambda name: there is not None and (
        (catalogue.indicator(name).kind, catalogue.indicator(name).per) == (there.kind, there.per)))
