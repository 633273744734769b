"""Limits of weighted figures: directly standardised rates and proportions."""

from __future__ import annotations

import numpy as np

from hitoolkit.intervals.numbers import Numbers, Range, array
from hitoolkit.intervals.single import poisson, wilson


def dobson(rate: Numbers, se: Numbers, events: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a weighted rate, from the limits of the number of events behind it.

    Takes the rate D, its standard error in the same unit, and the events O. With L and U the limits of O:
    D + se / sqrt(O) x (L - O) and D + se / sqrt(O) x (U - O), and no lower than 0, which a rate cannot be.
    Source: Dobson, Kuulasmaa, Eberle and Scherer 1991. No limits without events, for then nothing is known of se.

    >>> [round(float(limit), 1) for limit in dobson(568.3, 51.2, 131)]
    [472.2, 677.7]
    """
    rate, se, events = map(array, (rate, se, events))
    lower, upper = poisson(events, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.where(events > 0, se / np.sqrt(events), np.nan)
    return np.maximum(rate + step * (lower - events), 0), rate + step * (upper - events)


def wilson_weighted(share: Numbers, se: Numbers, people: Numbers, confidence: float = 0.95) -> Range:
    """Limits of a weighted proportion between 0 and 1, by Wilson's method on the people it is worth.

    Takes the proportion D, its standard error, and the effective number of people of the weights alone, (sum w)^2 /
    sum(w^2 / n). A plain proportion of n = D (1 - D) / se^2 people would be known as well as this one; its Wilson
    limits are taken. Where se is 0 (all or nobody in each stratum) n is the effective number of the weights.
    Source: Wilson 1927; the effective number as in Korn and Graubard 1998. Equals Wilson where nothing is weighted.

    >>> [round(float(limit), 4) for limit in wilson_weighted(0.18, (0.18 * 0.82 / 50) ** 0.5, 50)]
    [0.0977, 0.308]
    """
    given, spread, alone = np.broadcast_arrays(array(share), array(se), array(people))
    # Sums of weights may leave a proportion of 1 a hair above it.
    p = np.clip(given, 0, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(spread > 0, p * (1 - p) / spread**2, alone)
    return wilson(p * worth, worth, confidence)
