"""Funnel limits: how far a place of a given size may lie from the average by chance alone."""

from __future__ import annotations

import numpy as np

from hitoolkit.intervals.numbers import Numbers, Range, array, count_array, tail, z_value
from hitoolkit.intervals.single import poisson_exact


def funnel_proportion(n: Numbers, average: Numbers, confidence: float = 0.95) -> Range:
    """Limits for a proportion in places of n people: the proportions whose Wilson limits just touch the average.

    average +/- z sqrt(average (1 - average) / n), kept between 0 and 1 (Spiegelhalter 2005; Fingertips guide).

    >>> [round(float(limit), 3) for limit in funnel_proportion(300, 0.1)]
    [0.066, 0.134]
    """
    n, average = array(n), array(average)
    with np.errstate(divide="ignore", invalid="ignore"):
        step = z_value(confidence) * np.sqrt(average * (1 - average) / n)
    return np.clip(average - step, 0, 1), np.clip(average + step, 0, 1)


def funnel_count(expected: Numbers, confidence: float = 0.95) -> Range:
    """Limits for a count of events where so many are expected: the counts whose exact limits just touch `expected`.

    Counts between whole numbers too, so that the funnel is smooth: upper u with P(X >= u) = tail, lower l with
    P(X <= l) = tail, as inverses of the gamma function in its shape (Spiegelhalter 2005; Fingertips guide). The lower
    limit is 0 where even no events would not be surprising. Divide by `expected` for a ratio, by the people for a rate.

    >>> [round(float(limit), 2) for limit in funnel_count(10)]
    [3.83, 17.13]
    """
    from scipy.special import chdtriv, pdtrik

    expected, left = count_array(expected), tail(confidence)
    some = np.where(expected > 0, expected, 1.0)
    lower = np.where(np.exp(-some) >= left, 0.0, pdtrik(left, some))
    upper = chdtriv(left, 2 * some) / 2
    none = np.where(np.isnan(expected), np.nan, 0.0)
    return np.where(expected > 0, lower, none), np.where(expected > 0, upper, none)


def funnel_at_events(x: Numbers, confidence: float = 0.95) -> Range:
    """Limits at a number of events, as times the average: the ratios at which x events just touch it.

    x / upper and x / lower exact limit of x: the same test as `funnel_count`, drawn against the events seen in place
    of those expected, as Fingertips draws it. No events have no place on that axis.

    >>> [round(float(limit), 3) for limit in funnel_at_events(10)]
    [0.544, 2.085]
    """
    x = count_array(x)
    lower, upper = poisson_exact(x, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0, x / upper, np.nan), np.where(x > 0, x / lower, np.nan)

