"""Plausible ranges for counts, rates, differences and ratios: arrays in, arrays out, no tables.

An empty number (NaN) gives an empty range and harms no other. `confidence` may be any level between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hitoolkit.errors import InputError, ParameterError

Array = npt.NDArray[np.float64]
Numbers = npt.ArrayLike
Range = tuple[Array, Array]

#: Below these a figure moves so much by chance that a reader should be told.
FEW_CASES = 10
FEW_PEOPLE = 20
#: From this count on, Byar's limits are as good as the exact ones (the custom of English public health).
BYAR_FROM = 10
#: Draws made at once: keeps the memory of a simulation small, whatever the number of draws.
CHUNK = 20_000


class Scale(NamedTuple):
    """A scale on which a figure is nearer to a bell curve: there, back, and how fast the figure moves with it."""

    name: str
    to: Callable[[Any], Any]
    back: Callable[[Any], Any]
    slope: Callable[[Any], Any]


def _logit(p: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(p) - np.log1p(-np.asarray(p, dtype=float))


def _log(y: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(y)


IDENTITY = Scale("identity", lambda y: y, lambda g: g, np.ones_like)
LOG = Scale("log", _log, np.exp, lambda y: y)
LOGIT = Scale("logit", _logit, lambda g: 1 / (1 + np.exp(-g)), lambda p: p * (1 - p))


def z_value(confidence: float) -> float:
    """The multiplier of a standard error: 1.96 for 0.95.

    Raises ParameterError where confidence is not between 0 and 1.

    >>> round(z_value(0.95), 4)
    1.96
    """
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
        raise ParameterError(
            f"Confidence should be a number between 0 and 1, but is {confidence!r}. Write 0.95 for a 95% range."
        )
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def few_cases(numerator: Numbers, denominator: Numbers) -> npt.NDArray[np.bool_]:
    """Say where counts are so few that the figure moves a lot by chance: under 10 events, or under 20 people.

    >>> few_cases([9, 10, 10], [500, 500, 19]).tolist()
    [True, False, True]
    """
    return (_array(numerator) < FEW_CASES) | (_array(denominator) < FEW_PEOPLE)


def wilson(x: Numbers, n: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a proportion x of n, between 0 and 1, by Wilson's score method.

    Source: Wilson 1927; Newcombe and Altman 2000. No limits where n is zero.
    Raises InputError where x is below zero or above n.

    >>> [round(float(limit), 4) for limit in wilson(9, 50)]
    [0.0977, 0.308]
    """
    x, n = np.broadcast_arrays(_counts(x), _counts(n))
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

    Source: Breslow and Day 1987. Not for counts under 10: use `poisson`.

    >>> [round(float(limit), 2) for limit in byar(254)]
    [223.72, 287.24]
    """
    x = _counts(x)
    z = z_value(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * np.maximum(1 - 1 / (9 * x) - z / (3 * np.sqrt(x)), 0) ** 3
    more = x + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(x == 0, 0.0, lower), upper


def poisson_exact(x: Numbers, confidence: float = 0.95) -> Range:
    """Exact limits of a count of independent events.

    Source: Armitage and Berry 2002 (the chi-squared form). The lower limit of no events is 0.

    >>> [round(float(limit), 2) for limit in poisson_exact(3)]
    [0.62, 8.77]
    """
    from scipy.special import gammainccinv, gammaincinv

    x = _counts(x)
    tail = NormalDist().cdf(-z_value(confidence))
    lower = gammaincinv(np.where(x == 0, 1.0, x), tail)
    return np.where(x == 0, 0.0, lower), _array(gammainccinv(x + 1, tail))


def poisson(x: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a count of events: exact under 10, Byar from 10, the custom of English public health.

    >>> [round(float(limit), 2) for limit in poisson(0)]
    [0.0, 3.69]
    """
    x = _counts(x)
    exact, near = poisson_exact(x, confidence), byar(x, confidence)
    return np.where(x < BYAR_FROM, exact[0], near[0]), np.where(x < BYAR_FROM, exact[1], near[1])


def mover(first: Numbers, first_range: tuple[Any, Any], second: Numbers, second_range: tuple[Any, Any]) -> Range:
    """Limits of first minus second, from each one's own limits (method of variance estimates recovery).

    Source: Zou and Donner 2008. With Wilson limits it is Newcombe's hybrid; with value +/- z se it is Wald.

    >>> [round(float(limit), 2) for limit in mover(10, (7, 13), 6, (2, 10))]
    [-1.0, 9.0]
    """
    first, second = _array(first), _array(second)
    (low1, high1), (low2, high2) = (tuple(map(_array, pair)) for pair in (first_range, second_range))
    down = np.sqrt((first - low1) ** 2 + (high2 - second) ** 2)
    up = np.sqrt((high1 - first) ** 2 + (second - low2) ** 2)
    return first - second - down, first - second + up


def newcombe(x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: float = 0.95) -> Range:
    """Limits of the difference of two independent proportions, by Newcombe's hybrid score method.

    Source: Newcombe 1998, method 10.

    >>> [round(float(limit), 4) for limit in newcombe(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2 = _array(x1) / _array(n1), _array(x2) / _array(n2)
    return mover(p1, wilson(x1, n1, confidence), p2, wilson(x2, n2, confidence))


def rate_difference(x1: Numbers, n1: Numbers, x2: Numbers, n2: Numbers, confidence: float = 0.95) -> Range:
    """Limits of the difference of two rates x / n, from the Poisson limits of each (MOVER).

    >>> [round(float(limit), 4) for limit in rate_difference(60, 1000, 30, 1000)]
    [0.0109, 0.0498]
    """
    x1, n1, x2, n2 = map(_array, (x1, n1, x2, n2))
    one, two = poisson(x1, confidence), poisson(x2, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return mover(x1 / n1, (one[0] / n1, one[1] / n1), x2 / n2, (two[0] / n2, two[1] / n2))


def wald(value: Numbers, se: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a value that comes with a standard error: value +/- z se.

    >>> [round(float(limit), 2) for limit in wald(78, 0.5)]
    [77.02, 78.98]
    """
    value, step = _array(value), z_value(confidence) * _array(se)
    return value - step, value + step


def log_range(ratio: Numbers, log_se: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a ratio whose standard error is on the log scale: ratio x or / exp(z se).

    >>> [round(float(limit), 2) for limit in log_range(1.5, 0.1)]
    [1.23, 1.82]
    """
    with np.errstate(over="ignore"):
        step = np.exp(z_value(confidence) * _array(log_se))
    return _array(ratio) / step, _array(ratio) * step


def log_se_proportion(x: Numbers, n: Numbers) -> Array:
    """Standard error of the log of a proportion, sqrt((1 - p) / x); for a ratio, square, add, take the root.

    Source: Katz and others 1978. Empty where x is zero.

    >>> round(float(log_se_proportion(20, 100)), 2)
    0.2
    """
    x, n = _array(x), _array(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0, np.sqrt((1 - x / n) / x), np.nan)


def log_se_rate(x: Numbers) -> Array:
    """Standard error of the log of a rate with x events, sqrt(1 / x). Empty where x is zero.

    >>> float(log_se_rate(25))
    0.2
    """
    x = _array(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0, np.sqrt(1 / x), np.nan)


def simulate(draw: Callable[[np.random.Generator, int], Array], draws: int, seed: int | None) -> Array:
    """Draw many times with a generator of its own, a slice at a time, and stack what comes back.

    `draw(generator, size)` returns an array with `size` rows. The same seed gives the same draws; None draws afresh.
    The random state of the session is neither read nor changed.

    >>> simulate(lambda generator, size: generator.normal(size=(size, 2)), draws=5, seed=0).shape
    (5, 2)
    """
    generator = np.random.default_rng(seed)
    sizes = [min(CHUNK, draws - start) for start in range(0, draws, CHUNK)]
    return np.concatenate([draw(generator, size) for size in sizes])


def _array(numbers: Numbers) -> Array:
    return np.asarray(numbers, dtype=float)


def _counts(numbers: Numbers) -> Array:
    counts = _array(numbers)
    if (counts < 0).any():
        raise InputError("A count is below zero. Counts start at zero; leave unknown ones empty.")
    return counts
