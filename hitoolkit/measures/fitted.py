"""The straight line behind the slope index, as it is drawn: each group's place, its figure, and the line's two ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hitoolkit.errors import InputError
from hitoolkit.measures import line
from hitoolkit.measures.comparison import Settings, comparisons
from hitoolkit.measures.layout import EQUAL, layout, ranking
from hitoolkit.table import check_table


@dataclass(frozen=True)
class Fitted:
    """A line through groups that run from the most to the least disadvantaged."""

    groups: tuple[str, ...]
    #: Where each group's band ends, 0 to 1; it starts where the one before it ends.
    until: tuple[float, ...]
    #: Height at the most and at the least disadvantaged person; None where there is no line.
    at_most: float | None
    at_least: float | None
    #: Whether the groups were taken to be of one size, because their people are not known.
    even: bool


def fitted(table: pd.DataFrame) -> Fitted:
    """The linear line that `measure(table, ["sii", "rii"])` works from, for a table of one comparison.

    Takes an inequality table of one indicator, period, area, edition and stratum with groups in an order. Returns the
    groups with people in them, their bands, and the two ends of the line. Where a figure or a number of people is
    lacking there is no line; where people are not counted, bands are of one size. Source: Low and Low 2004.
    Raises InputError where the table holds more than one comparison.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"group": ["1", "2", "3", "4", "5"], "numerator": [50, 45, 40, 35, 30]})
    >>> counts = counts.assign(indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> found = fitted(counts.assign(denominator=100))
    >>> found.until, round(found.at_most, 6), round(found.at_least, 6)
    ((0.2, 0.4, 0.6, 0.8, 1.0), 52.5, 27.5)
    """
    with np.errstate(all="ignore"):  # what cannot be divided stays empty
        found = list(comparisons(check_table(table), Settings(draws=0)))
        if len(found) != 1 or len(found[0]) != 1:
            raise InputError("One line is fitted through the groups of one comparison. Pick one area, period, stratum.")
        comparison = found[0]
        laid = layout(comparison)
        used = laid.used[0]
        x = ranking(comparison, laid.share)
        start, end = (float(height[0]) for height in line.ends(laid.y, x, laid.share))
    groups = tuple(group for group, has in zip(comparison.groups, used, strict=True) if has)
    share = laid.share[0][used]
    even = bool(laid.weighting[0] == EQUAL) or not np.isfinite(share).all()
    until = np.cumsum(np.full(len(groups), 1 / max(len(groups), 1)) if even else share)
    bands = tuple(round(float(at), 12) for at in until)
    if laid.refused.any[0]:
        return Fitted(groups, bands, None, None, even)
    # The ranking runs towards the worse end: from the least to the most disadvantaged where lower is better.
    least, most = (end, start) if comparison.indicator.better == "higher" else (start, end)
    return Fitted(groups, bands, most, least, even)
