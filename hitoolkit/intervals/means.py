"""Limits of a mean of several units, and of the difference of two such means, where the units tell the spread."""

from __future__ import annotations

import numpy as np

from hitoolkit.intervals.numbers import Numbers, array, t_value


def mean_range(values: Numbers, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of the mean of some values: mean +/- t s / sqrt(n). Empty for fewer than two.

    Source: Student 1908.

    >>> [round(limit, 2) for limit in mean_range([2, 4, 6, 8])]
    [0.89, 9.11]
    """
    values = array(values)
    if values.size < 2:
        return float("nan"), float("nan")
    step = float(t_value(values.size - 1, confidence)) * values.std(ddof=1) / np.sqrt(values.size)
    return float(values.mean() - step), float(values.mean() + step)


def welch(first: Numbers, second: Numbers, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of mean(first) - mean(second), whose spreads may differ. Empty where one has fewer than two values.

    Source: Welch 1947; degrees of freedom (a + b)^2 / (a^2 / (n1 - 1) + b^2 / (n2 - 1)) with a, b = s^2 / n.

    >>> [round(limit, 2) for limit in welch([5, 7, 9, 11], [2, 4, 6, 8])]
    [-1.47, 7.47]
    """
    first, second = array(first), array(second)
    if min(first.size, second.size) < 2:
        return float("nan"), float("nan")
    a, b = first.var(ddof=1) / first.size, second.var(ddof=1) / second.size
    difference = float(first.mean() - second.mean())
    if a + b == 0:
        return difference, difference
    freedom = (a + b) ** 2 / (a**2 / (first.size - 1) + b**2 / (second.size - 1))
    step = float(t_value(freedom, confidence) * np.sqrt(a + b))
    return difference - step, difference + step
