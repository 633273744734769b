"""How far groups lie from each other, from everyone's average, from the best group or from one group.

Notation: figures y, shares of people w, average m = sum w y. Measures ending in `_unweighted` count each group the
same, but keep the average of all people. None has a direction: they are never below zero, and grow by chance alone
where groups are small. Sources: Schlotheuber and Hosseinpoor 2022 (measures); Ahn and others 2018 (formulas of the
errors) and 2019 (ranges by simulation).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hitoolkit.intervals import Array, z_value
from hitoolkit.measures.answer import Answer
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.draws import Statistic
from hitoolkit.measures.layout import EQUAL, NOT_ABOVE_ZERO, Layout, layout
from hitoolkit.measures.no_range import say_why_none
from hitoolkit.measures.ranges import points, ranges
from hitoolkit.table import WHOLE

#: Divided by the average, which must then be above zero.
RELATIVE = ("cov", "idis", "idis_unweighted", "theil", "mld")
REACHES_ZERO = "Within its plausible range the average reaches zero, so there is no range to give."
#: Draws add chance to what chance has already made larger, so their range may lie beside the figure itself.
CHANCE_ADDS = "Where groups are small or nearly alike, chance alone pushes this measure up, so its range lies above it."
#: With a formula for the error of their own; the others are simulated.
BY_FORMULA = ("bgv", "theil", "mld")


def statistics(comparison: Comparisons) -> dict[str, Statistic]:
    """The measures as functions of figures, rows x groups x draws, to rows x draws.

    bgv sum w (y - m)^2; bgsd its root; cov 100 bgsd / m; mdm mean |y - m|; mdb mean |y - best|; mdr mean |y - other|;
    idis 100 mdm / m; theil 1000 sum w (y / m) ln(y / m); mld -1000 sum w ln(y / m).
    """
    sign = 1 if comparison.indicator.better == "higher" else -1

    def average(y: Array, laid: Layout) -> Array:
        return np.asarray(laid.share.swapaxes(1, 2) @ y)

    def variance(y: Array, laid: Layout) -> Array:
        return _mean(laid.share, (y - average(y, laid)) ** 2)

    def from_average(y: Array, laid: Layout, counted: Array) -> Array:
        return _mean(counted, np.abs(y - average(y, laid)))

    def from_best(y: Array, laid: Layout, counted: Array) -> Array:
        best = sign * np.where(laid.used, sign * y, -np.inf).max(axis=1, keepdims=True)
        return _mean(counted, np.abs(y - best))

    def from_group(y: Array, laid: Layout, counted: Array) -> Array:
        return _mean(counted, np.abs(y - y[np.arange(len(y)), laid.against][:, None]))

    def of_average(number: Array, y: Array, laid: Layout) -> Array:
        """In % of the average; endless where a drawn average is not above zero, which only plain values can be."""
        m = average(y, laid)[:, 0]
        return np.where(m > 0, 100 * number / m, np.inf)

    def theil(y: Array, laid: Layout) -> Array:
        part = y / average(y, laid)
        return 1000 * _mean(laid.share, np.where(part > 0, part * np.log(np.where(part > 0, part, 1)), 0))

    def mld(y: Array, laid: Layout) -> Array:
        return -1000 * _mean(laid.share, np.log(np.where(laid.used, y, average(y, laid)) / average(y, laid)))

    return {
        "bgv": variance,
        "bgsd": lambda y, laid: np.sqrt(variance(y, laid)),
        "cov": lambda y, laid: of_average(np.sqrt(variance(y, laid)), y, laid),
        "mdm": lambda y, laid: from_average(y, laid, laid.share),
        "mdb": lambda y, laid: from_best(y, laid, laid.share),
        "mdr": lambda y, laid: from_group(y, laid, laid.share),
        "mdm_unweighted": lambda y, laid: from_average(y, laid, laid.even),
        "mdb_unweighted": lambda y, laid: from_best(y, laid, laid.even),
        "mdr_unweighted": lambda y, laid: from_group(y, laid, laid.even),
        "idis": lambda y, laid: of_average(from_average(y, laid, laid.share), y, laid),
        "idis_unweighted": lambda y, laid: of_average(from_average(y, laid, laid.even), y, laid),
        "theil": theil,
        "mld": mld,
    }


def measure_of_spread(name: str) -> Callable[[Comparisons], list[Answer]]:
    """The measure with this name, as a function of comparisons."""

    def measure(comparison: Comparisons) -> list[Answer]:
        return [_answer(comparison, name)]

    return measure


def _answer(comparison: Comparisons, name: str) -> Answer:
    laid = layout(comparison, people=not name.endswith("_unweighted"))
    answer = Answer(laid.refused, group=WHOLE, flag=laid.flag)
    if not comparison.groups:
        return answer
    family = statistics(comparison)
    average = laid.average[:, 0]
    if name in RELATIVE:
        laid.refused.where(~(average > 0), NOT_ABOVE_ZERO, laid.flag)
        laid.refused.where((laid.used & (laid.y < 0)).any(axis=1) & (name in ("theil", "mld")),
                           "A figure is below zero, which this measure cannot take.", laid.flag)
        laid.refused.where((laid.used & (laid.y == 0)).any(axis=1) & (name == "mld"),
                           "One group's figure is zero, and this measure takes its logarithm. Use theil.", laid.flag)
    if name.startswith("mdb"):
        laid.refused.where(comparison.indicator.better == "neither",
                           "The catalogue does not say which direction is better, so no group is the best.")
    if name.startswith("mdr"):
        comparison.need(laid.refused, np.arange(laid.y.shape[1]) == laid.against[:, None])
        answer.reference = np.array(comparison.groups, dtype=object)[laid.against]
    answer.value = points(family[name], laid)
    if name in BY_FORMULA:
        answer.se = _error(name, laid)
        half = z_value(comparison.settings.confidence) * answer.se
        answer.lower, answer.upper = np.maximum(answer.value - half, 0), answer.value + half
        method = "formula"
    else:
        found = ranges(comparison, laid, name, family, answer.value)
        endless = np.isinf(found.upper)
        answer.se, answer.lower = found.se, np.maximum(found.lower, 0)
        answer.upper, answer.reason = np.where(endless, np.nan, found.upper), np.where(endless, REACHES_ZERO, "")
        method = found.method
    answer.method = _weighting(laid, name, method)
    say_why_none(comparison, laid, answer)
    away = (answer.value < answer.lower) | (answer.value > answer.upper)
    answer.reason = np.where((answer.reason == "") & away, CHANCE_ADDS, answer.reason)
    return answer


def _weighting(laid: Layout, name: str, method: str) -> Array:
    if name.endswith("_unweighted"):
        return np.full(len(laid.y), f"{method}, each group the same", dtype=object)
    words = np.where(laid.weighting == EQUAL, EQUAL, "weighted by people").astype(object)
    return f"{method}, " + words


def _error(name: str, laid: Layout) -> Array:
    """Standard errors by formula: second order for the variance (Ahn and others 2018), first order for the others."""
    w, s, m = laid.share, laid.se, laid.average
    if name == "bgv":
        first = 4 * (w**2 * s**2 * (laid.y - m) ** 2).sum(axis=1)
        own = (w**2 * s**2).sum(axis=1) ** 2 - (w**4 * s**4).sum(axis=1)
        return np.sqrt(first + 2 * (own + (w**2 * (1 - w) ** 2 * s**4).sum(axis=1)))
    part = np.where(laid.used, laid.y / m, 1)
    if name == "mld":
        return 1000 * np.sqrt(((w * s / m * (1 - 1 / part)) ** 2).sum(axis=1))
    # A figure of zero has a part of zero, where the slope of p ln p is without end: it has no first-order error.
    rise = 1 + np.log(part)
    return 1000 * np.sqrt(((w * s / m * (rise - (w * part * rise).sum(axis=1, keepdims=True))) ** 2).sum(axis=1))


def _mean(weights: Array, cells: Array) -> Array:
    return np.asarray((weights.swapaxes(1, 2) @ cells)[:, 0])
