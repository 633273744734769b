"""What would be different if everyone had the figure of the best placed group: PAR, PAF and excess.

Notation: figures y, shares w, average m, people N, reference figure y0. They are arithmetic, not a forecast: they say
how much lies above the reference, not that anything could bring it there.
Sources: Walter 1978; Schlotheuber and Hosseinpoor 2022; ranges by MOVER (Zou and Donner 2008), of the fraction on the
log scale. Unlike other packages' errors, these count that the reference group is in the average too.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hitoolkit.intervals import Array, log_range, mover_sum, z_value
from hitoolkit.measures.answer import Answer
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.layout import EQUAL, Layout, layout
from hitoolkit.measures.no_range import say_why_none
from hitoolkit.measures.reference import best_off, named
from hitoolkit.table import WHOLE

NOTHING = "The reference group is no better off than everyone together, so nothing would be avoided."


def measure_of_impact(name: str) -> Callable[[Comparisons], list[Answer]]:
    """par = m - y0 where lower is better, y0 - m where higher is; paf = 100 par / m; excess = N par / per.

    Positive where something would be avoided (or gained), zero where the reference is not better off, with the reason.
    The reference is the group asked for, else the least disadvantaged of an order, else the best-off of the others.
    """

    def measure(comparison: Comparisons) -> list[Answer]:
        return [_answer(comparison, name)]

    return measure


def _answer(comparison: Comparisons, name: str) -> Answer:
    block = comparison.indicator
    laid = layout(comparison)
    answer = Answer(laid.refused, group=WHOLE, flag=laid.flag)
    laid.refused.where(block.better == "neither", "The catalogue does not say which direction is better, so nothing "
                                                  "can be called avoidable.")
    if not comparison.groups:
        return answer
    at = best_off(comparison, laid.used)
    chosen = np.arange(laid.y.shape[1]) == at[:, None]
    comparison.need(laid.refused, chosen)
    answer.reference = np.array(comparison.groups, dtype=object)[at]
    average = laid.average[:, 0]
    if name == "paf":
        laid.refused.where(~(average > 0), "The average is not above zero, so nothing can be a part of it.", laid.flag)
    if name == "excess":
        laid.refused.where(not block.counted,
                           f"{block.name} does not count events, so no number of them can be given.")
        laid.refused.where(laid.weighting == EQUAL, "The number of people in each group is not known.", "incomplete")
    sign = 1 if block.better == "higher" else -1
    if name == "paf":
        _fraction(comparison, laid, answer, chosen, sign)
    else:
        people = np.where(laid.used, comparison.figures.denominator, 0).sum(axis=1)
        unit = people / block.per if name == "excess" else np.ones_like(average)
        moves = sign * unit[:, None] * (chosen - laid.share)
        answer.value, answer.se = (moves * laid.y).sum(axis=1), np.sqrt(((moves * laid.se) ** 2).sum(axis=1))
        answer.lower, answer.upper = mover_sum(moves, laid.y, laid.lower, laid.upper)
    none = answer.value < 0
    answer.value, answer.se = np.maximum(answer.value, 0), np.where(none, np.nan, answer.se)
    answer.lower = np.where(none, np.maximum(answer.lower, 0), answer.lower)
    answer.upper = np.where(none, np.maximum(answer.upper, 0), answer.upper)
    answer.reason = np.where(none, NOTHING, "").astype(object)
    answer.method = ("delta on the log scale, " if name == "paf" else "MOVER, ") + laid.weighting
    say_why_none(comparison, laid, answer)
    if not comparison.dimension.ordered and named(comparison) is None:
        answer.method = answer.method + ", best-off group picked after looking, so likely too large"
    return answer


def _fraction(comparison: Comparisons, laid: Layout, answer: Answer, chosen: Array, sign: int) -> None:
    """100 (1 - y0 / m), or 100 (y0 / m - 1) where higher is better, with limits from the log of y0 / m.

    The reference moves both parts of the quotient, every other group the average alone.
    """
    reference, average = (chosen * laid.y).sum(axis=1), laid.average[:, 0]
    quotient = reference / average
    moves = chosen / average[:, None] - laid.share * (reference / average**2)[:, None]
    error = np.sqrt(((moves * laid.se) ** 2).sum(axis=1))
    low, high = log_range(quotient, error / quotient, comparison.settings.confidence)
    half = z_value(comparison.settings.confidence) * error
    # A reference without events has no logarithm: its range is taken as it is, up to the whole.
    low, high = np.where(quotient > 0, low, 0), np.where(quotient > 0, high, quotient + half)
    ends = 100 * sign * (low - 1), 100 * sign * (high - 1)
    answer.value, answer.se = 100 * sign * (quotient - 1), 100 * error
    answer.lower, answer.upper = np.minimum(*ends), np.maximum(*ends)
