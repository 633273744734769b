"""The range of a statistic of all groups: simulated where draws are asked for, else by the delta method."""

from __future__ import annotations

import numpy as np

from hitoolkit.intervals import Array, z_value
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.draws import Ranges, Statistic, drawn
from hitoolkit.measures.layout import Layout, layout

#: A step small against the chance error of a figure, for slopes found by trying.
STEP = 1e-3


def ranges(comparison: Comparisons, laid: Layout, name: str, all_of_them: dict[str, Statistic], value: Array) -> Ranges:
    """The range of one statistic, of a family of which others may be asked for and are then drawn with it.

    `value` is the statistic of the figures themselves.
    """
    draws = comparison.settings.draws
    if not draws:
        return _delta(laid, all_of_them[name], comparison.settings.confidence, value)
    if ("drawn", draws, name) not in comparison.kept:
        asked = {one: of for one, of in all_of_them.items() if one == name or one in comparison.settings.asked}
        everyone = layout(comparison, people=False)
        drawn(comparison, everyone, asked, {one: points(of, everyone) for one, of in asked.items()})
    kept: Ranges = comparison.kept[("drawn", draws, name)]
    return kept


def points(statistic: Statistic, laid: Layout) -> Array:
    """The statistic of the figures themselves, a number for each comparison."""
    return statistic(laid.y[:, :, None], laid.beside_draws())[:, 0]


def _delta(laid: Layout, statistic: Statistic, confidence: float, value: Array) -> Ranges:
    """First-order (delta) range: how the statistic moves with each figure, times that figure's standard error."""
    view, variance = laid.beside_draws(), np.zeros(len(laid.y))
    for group in range(laid.y.shape[1]):
        step = np.where(laid.used, STEP * laid.se, 0)[:, group]
        moved = []
        for sign in (1, -1):
            y = laid.y.copy()
            y[:, group] += sign * step
            moved.append(statistic(y[:, :, None], view)[:, 0])
        variance += np.where(laid.used[:, group], ((moved[0] - moved[1]) / (2 * STEP)) ** 2, 0)
    se = np.where(np.isfinite(variance), np.sqrt(variance), np.nan)
    half = z_value(confidence) * se
    return Ranges(value - half, value + half, se, "delta")

