"""Adjusted figures as they may be shown: as coarse as counts are, and none that hangs on a few people.

An adjusted figure is a sum of the cases of each stratum, each with a weight. To somebody who knows the weights it is
one more total, and where a case of a small stratum weighs much, it tells how many of them there are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Policy
from hitoolkit.intervals import Array
from hitoolkit.table import COUNTS, RESULTS, is_adjusted

#: A figure is hidden where what the rule hides of one stratum could move it by more than so many standard errors.
SWAYED = 2.0


def coarsen_adjusted(result: pd.DataFrame, table: pd.DataFrame, rows: Array, moves: Array, rule: Policy) -> None:
    """Write adjusted figures as if the cases they stand for were rounded too; hide those that hang on few.

    Where groups have the same mix, an adjusted figure is the crude one, and would give the true count away; so would
    its error and limits, so these follow the figure shown and have two figures.
    """
    blocks = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    per = table["indicator"].map({name: one.per for name, one in blocks.items()}).to_numpy(dtype=float)
    share = np.array([blocks[name].kind == "proportion" for name in table["indicator"]], dtype=bool)
    value, se, lower, upper, cases, people = (table[name].to_numpy(dtype=float) for name in (*RESULTS, *COUNTS))
    shown = result["denominator"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        # The steps are whole steps of counts, so that their size tells nothing of a stratum.
        weight = np.maximum(np.round(np.nan_to_num(moves * people / per, nan=1.0)), 1)
        step = weight * max(rule.round_to, 1)
        coarse = per * step * np.round(value * people / per / step) / shown
        coarse = np.where(share, np.minimum(coarse, per), coarse)
        # Where every case weighs the same, the figure tells of all of them together and of no stratum.
        swayed = (rule.limit * moves > SWAYED * se) & ~np.isclose(moves * cases, value)
        few = rows & (value > 0) & (swayed | (coarse == 0) | (share & (coarse == per) & (value < per)))
        wider = np.sqrt(coarse / value * np.where(share, (per - coarse) / (per - value), 1.0))
        wider = np.where(np.isfinite(wider), wider, 1.0)
        figures = {
            "value": coarse, "se": _figures(se * wider),
            "lower": np.maximum(coarse - _figures((value - lower) * wider), 0),
            "upper": np.minimum(coarse + _figures((upper - value) * wider), np.where(share, per, np.inf)),
        }
    for name in RESULTS:
        result.loc[rows, name] = figures[name][rows]
    result.loc[few, RESULTS], result.loc[few, "flag"] = np.nan, "suppressed"


def unsteady(table: pd.DataFrame, rule: Policy) -> pd.Series:
    """Adjusted figures beside a number of people that do not lie on steps of counts, as those of `protect` do."""
    per = table["indicator"].map({name: catalogue.indicator(name).per for name in table["indicator"].unique()})
    steps = table["value"] * table["denominator"] / per.astype(float) / max(rule.round_to, 1)
    return is_adjusted(table) & ((steps - steps.round()).abs() > 1e-6)


def shorten(result: pd.DataFrame, rows: Array) -> None:
    """Figures that were made elsewhere, nobody here knows how, with three figures, and their errors with two."""
    for name in RESULTS:
        result.loc[rows, name] = _figures(result.loc[rows, name].to_numpy(dtype=float), 2 if name == "se" else 3)


def _figures(numbers: Array, many: int = 2) -> Array:
    return np.array([float(f"{number:.{many}g}") for number in numbers])
