"""Plausible ranks: in how many places of a league table each place could well stand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.errors import ParameterError
from hitoolkit.intervals import Array
from hitoolkit.measures.funnel import place_figures
from hitoolkit.measures.units import compared_over, is_unit, same_set, why_not_counted
from hitoolkit.table import COLUMNS, check_table

RANKED = ["rank", "lower_rank", "upper_rank", "places", "method", "reason"]
#: Jeffreys' prior: what stands for half an event, so that a place without events is not taken as sure to have none.
PRIOR = 0.5
#: Drawn figures held at once, and the most draws.
CELLS, MOST = 2_000_000, 1_000_000
ALONE = "There is no other place to rank with."


def ranks(
    table: pd.DataFrame, confidence: float = 0.95, draws: int = 10_000, seed: int | None = 0, over: str | None = None
) -> pd.DataFrame:
    """Say which ranks each place could well have, if chance had fallen otherwise.

    Takes an inequality table with counts, one row for each place, as `funnel` does; `over` as there. Protect first.
    `confidence`: how much of each place's drawn ranks its interval holds. `draws` and `seed`: how often all places are
    drawn anew, and from which start; None draws afresh.

    Returns the rows of the table with `rank`, `lower_rank`, `upper_rank`, `places` (how many were ranked), `method` and
    `reason`. Rank 1 is the worst figure, the highest where neither direction is worse; places with one figure share the
    middle of their ranks. A hidden or missing count, the whole, and people whose group is not known have no rank: the
    others are ranked without them.
    Method: each place's rate is drawn from what its own counts leave open (beta for proportions, gamma for rates, after
    Jeffreys' prior), all places are ranked in every draw, and the middle part of each place's ranks is its interval
    (Goldstein and Spiegelhalter 1996; Marshall and Spiegelhalter 1998). No place borrows from the others. A rate that
    was adjusted for age counts as one with the same number of events, from 10 on.
    Never to make a league table: it is for showing how little one tells. Not for groups of people.
    Raises InputError where the table breaks the contract, ParameterError where an argument cannot be used.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"area": ["A", "B", "C"], "numerator": [30, 20, 260], "denominator": [200, 200, 900]})
    >>> counts = counts.assign(indicator="preterm_births", period="2025", dimension="sex", group="All")
    >>> ranks(counts)[["area", "value", "rank", "lower_rank", "upper_rank"]].round(1)
      area  value  rank  lower_rank  upper_rank
    0    A   15.0   2.0         2.0         3.0
    1    B   10.0   3.0         2.0         3.0
    2    C   28.9   1.0         1.0         1.0
    """
    intervals.z_value(confidence)
    if isinstance(draws, bool) or not isinstance(draws, int) or not 100 <= draws <= MOST:
        raise ParameterError(f"Draws should be a whole number from 100 to {MOST}, but is {draws!r}. 10000 is usual.")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0):
        raise ParameterError(f"The seed should be a whole number of 0 or more, or None, but is {seed!r}.")
    rows = check_table(table)
    over = compared_over(rows, over)
    empty = dict.fromkeys(RANKED[:4], np.nan)
    rows = rows.assign(**empty, method="", reason=why_not_counted(rows))
    rows.loc[~is_unit(rows, over), "reason"] = "The whole, and people whose group is not known, are not ranked."
    done = [_ranked(places.copy(), catalogue.indicator(str(places["indicator"].iloc[0])), confidence, draws, seed)
            for _, places in rows.groupby(same_set(over), sort=False)]
    rows = pd.concat(done or [rows]).sort_index()[[*COLUMNS, *RANKED]]
    rows.attrs = dict(table.attrs)
    return rows


def _ranked(places: pd.DataFrame, block: catalogue.Indicator, confidence: float, draws: int,
            seed: int | None) -> pd.DataFrame:
    value, size, places["reason"] = place_figures(places, block)
    used = (places["reason"] == "").to_numpy()
    value, size = value[used], size[used]
    places.loc[used, "places"] = float(used.sum())
    if used.sum() < 2:
        places.loc[used, "reason"] = ALONE
        return places
    lower, upper = _drawn(value, size, block, confidence, draws, seed)
    places.loc[used, "rank"] = pd.Series(_way(block) * value).rank(method="average").to_numpy()
    places.loc[used, "lower_rank"], places.loc[used, "upper_rank"] = lower, upper
    places.loc[used, "method"] = f"simulated, {draws:,} draws"
    places.loc[used, "value"] = places.loc[used, "value"].fillna(pd.Series(block.per * value, places.index[used]))
    return places


def _way(block: catalogue.Indicator) -> int:
    """What turns figures so that the worst is the smallest."""
    return 1 if block.better == "higher" else -1


def _drawn(value: Array, size: Array, block: catalogue.Indicator, confidence: float, draws: int,
           seed: int | None) -> tuple[Array, Array]:
    """The limits of each place's ranks over all draws."""
    generator = np.random.default_rng(seed)
    events = value * size
    tails = intervals.Tails(len(value), draws, confidence, np.zeros(len(value)))
    each, left = max(CELLS // len(value), 1), draws
    while left:
        number = min(each, left)
        shape = (number, len(value))
        if block.kind == "proportion":
            drawn = generator.beta(events + PRIOR, np.maximum(size - events, 0) + PRIOR, size=shape)
        else:
            drawn = generator.gamma(events + PRIOR, size=shape) / size
        order = np.argsort(_way(block) * drawn, axis=1)
        place = np.empty(shape)
        np.put_along_axis(place, order, np.arange(1.0, len(value) + 1)[None, :], axis=1)
        tails.add(place.T)
        left -= number
    return tails.limits
