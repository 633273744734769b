"""Limits of one figure: a proportion, a count of events, a value with a standard error."""

from __future__ import annotations

import numpy as np

from hitoolkit.errors import InputError
from hitoolkit.intervals.numbers import Numbers, Range, array, count_array, t_value, tail, z_value

#: From this count on, Byar's limits are as good as the exact ones (the custom of English public health).
BYAR_FROM = 10


def wilson(x: Numbers, n: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a proportion x of n, between 0 and 1, by Wilson's score method.

    (2x + z^2 -/+ z sqrt(z^2 + 4 x (1 - x / n))) / (2 (n + z^2)). No limits where n is zero.
    Source: Wilson 1927; Newcombe and Altman 2000.
    Raises InputError where x is below zero or above n.

    >>> [round(float(limit), 4) for limit in wilson(9, 50)]
    [0.0977, 0.308]
    """
    x, n = np.broadcast_arrays(count_array(x), count_array(n))
    if (x > n).any():
        raise InputError("A count is larger than the number it is part of. Check that the two are not swapped.")
    z = z_value(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
        lower = (2 * x + z**2 - half) / (2 * (n + z**2))
        upper = (2 * x + z**2 + half) / (2 * (n + z**2))
    some = n > 0
    return np.where(some & (x == 0), 0.0, lower), np.where(some & (x == n), 1.0, upper)


def byar(x: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a count by Byar's approximation; multiply by per / denominator for a rate.

    x (1 - 1 / 9x - z / 3 sqrt(x))^3 and, with y = x + 1, y (1 - 1 / 9y + z / 3 sqrt(y))^3.
    Source: Breslow and Day 1987. Not for counts under 10: use `poisson`.

    >>> [round(float(limit), 2) for limit in byar(254)]
    [223.72, 287.24]
    """
    x = count_array(x)
    z = z_value(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * np.maximum(1 - 1 / (9 * x) - z / (3 * np.sqrt(x)), 0) ** 3
    more = x + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(x == 0, 0.0, lower), upper


def poisson_exact(x: Numbers, confidence: float = 0.95) -> Range:
    """Exact limits of a count of independent events.

    Half the tail quantiles of chi-squared with 2x and 2x + 2 degrees of freedom. The lower limit of no events is 0.
    Source: Garwood 1936; Armitage and Berry 2002.

    >>> [round(float(limit), 2) for limit in poisson_exact(3)]
    [0.62, 8.77]
    """
    from scipy.special import gammainccinv, gammaincinv

    x = count_array(x)
    left = tail(confidence)
    lower = gammaincinv(np.where(x == 0, 1.0, x), left)
    return np.where(x == 0, 0.0, lower), array(gammainccinv(x + 1, left))


def poisson(x: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a count of events: exact under 10, Byar from 10, the custom of English public health.

    Multiply by per / denominator for a rate. Source: Fingertips technical guide. Not for events that come in clusters.

    >>> [round(float(limit), 2) for limit in poisson(0)]
    [0.0, 3.69]
    """
    x = count_array(x)
    lower, upper = (np.array(limit) for limit in byar(x, confidence))
    few = x < BYAR_FROM
    if few.any():
        lower[few], upper[few] = poisson_exact(x[few], confidence)
    return lower, upper


def wald(value: Numbers, se: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a value that comes with a standard error: value +/- z se.

    Not for a proportion or a rate whose counts are known, near 0 above all: use `wilson` or `poisson`.

    >>> [round(float(limit), 2) for limit in wald(78, 0.5)]
    [77.02, 78.98]
    """
    value, step = array(value), z_value(confidence) * array(se)
    return value - step, value + step


def student(value: Numbers, se: Numbers, n: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a mean of n people with its standard error: value +/- t se, t with n - 1 degrees of freedom.

    Source: Student 1908. No limits for one person or fewer. Where n is not known, the limits of `wald`.

    >>> [round(float(limit), 2) for limit in student([78, 78], 0.5, [4, np.nan])[0]]
    [76.41, 77.02]
    """
    value, se, n = map(array, (value, se, n))
    with np.errstate(invalid="ignore"):
        t = np.where(n > 1, t_value(np.where(n > 1, n - 1, 1), confidence), np.nan)
    step = np.where(np.isnan(n), z_value(confidence), t) * se
    return value - step, value + step
