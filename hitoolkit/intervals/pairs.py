"""Limits of two figures set against each other: their difference, and their quotient."""

from __future__ import annotations

from typing import Any

import numpy as np

from hitoolkit.intervals.numbers import Array, Numbers, Range, array, z_value
from hitoolkit.intervals.single import poisson, wilson


def mover(first: Numbers, first_range: tuple[Any, Any], second: Numbers, second_range: tuple[Any, Any]) -> Range:
    """Limits of first minus second, from each one's own limits (method of variance estimates recovery).

    Lower: d - sqrt((first - low1)^2 + (high2 - second)^2), d the difference; upper: d + sqrt((high1 - first)^2 +
    (second - low2)^2). Not for two figures of the same people.
    Source: Zou and Donner 2008. With Wilson limits it is Newcombe's hybrid; with value +/- z se it is Wald.

    >>> [round(float(limit), 2) for limit in mover(10, (7, 13), 6, (2, 10))]
    [-1.0, 9.0]
    """
    first, second = array(first), array(second)
    (low1, high1), (low2, high2) = (tuple(map(array, pair)) for pair in (first_range, second_range))
    down = np.sqrt((first - low1) ** 2 + (high2 - second) ** 2)
    up = np.sqrt((high1 - first) ** 2 + (second - low2) ** 2)
    return first - second - down, first - second + up


def mover_sum(weights: Numbers, values: Numbers, lower: Numbers, upper: Numbers) -> Range:
    """Limits of a weighted sum of independent figures (along the last axis), from each one's own limits.

    Source: Zou and Donner 2008, the sum form of MOVER: each figure lends the side of its range that its weight turns
    down or up. With value +/- z se it is the sum's own Wald range. A weight of zero lends nothing.

    >>> [round(float(limit), 2) for limit in mover_sum([1, -1], [10, 6], [7, 2], [13, 10])]
    [-1.0, 9.0]
    """
    weights, values, lower, upper = map(array, (weights, values, lower, upper))
    total = np.where(weights == 0, 0, weights * values).sum(axis=-1)
    one, two = weights * (values - lower), weights * (upper - values)
    down, up = np.where(weights > 0, one, two), np.where(weights > 0, two, one)
    down, up = (np.sqrt(np.where(weights == 0, 0, part**2).sum(axis=-1)) for part in (down, up))
    return total - down, total + up


def newcombe(x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: float = 0.95) -> Range:
    """Limits of the difference of two independent proportions, by Newcombe's hybrid score method.

    The Wilson limits of each, put together as in `mover`. Source: Newcombe 1998, method 10.

    >>> [round(float(limit), 4) for limit in newcombe(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2 = array(x1) / array(n1), array(x2) / array(n2)
    return mover(p1, wilson(x1, n1, confidence), p2, wilson(x2, n2, confidence))


def rate_difference(x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: float = 0.95) -> Range:
    """Limits of the difference of two rates x / n, from the Poisson limits of each (MOVER).

    Source: Zou and Donner 2008. For very few events: `rare_difference`.

    >>> [round(float(limit), 4) for limit in rate_difference(60, 1000, 30, 1000)]
    [0.0109, 0.0498]
    """
    x1, n1, x2, n2 = map(array, (x1, n1, x2, n2))
    one, two = poisson(x1, confidence), poisson(x2, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return mover(x1 / n1, (one[0] / n1, one[1] / n1), x2 / n2, (two[0] / n2, two[1] / n2))


def log_range(ratio: Numbers, log_se: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a ratio whose standard error is on the log scale: ratio x or / exp(z se).

    Source: Katz and others 1978. Not where one of the two figures is zero: `rare_ratio`.

    >>> [round(float(limit), 2) for limit in log_range(1.5, 0.1)]
    [1.23, 1.82]
    """
    with np.errstate(over="ignore"):
        step = np.exp(z_value(confidence) * array(log_se))
    return array(ratio) / step, array(ratio) * step


def log_se_proportion(x: Numbers, n: Numbers) -> Array:
    """Standard error of the log of a proportion, sqrt((1 - p) / x); for a ratio, square, add, take the root.

    Source: Katz and others 1978. Empty where x is zero.

    >>> round(float(log_se_proportion(20, 100)), 2)
    0.2
    """
    x, n = array(x), array(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0, np.sqrt((1 - x / n) / x), np.nan)


def log_se_rate(x: Numbers) -> Array:
    """Standard error of the log of a rate with x events, sqrt(1 / x). Empty where x is zero.

    >>> float(log_se_rate(25))
    0.2
    """
    x = array(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0, np.sqrt(1 / x), np.nan)
