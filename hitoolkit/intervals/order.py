"""Percentiles of records, and the places in order between which the true percentile lies."""

from __future__ import annotations

import numpy as np

from hitoolkit.errors import ParameterError
from hitoolkit.intervals.numbers import Array, Numbers, Range, array, count_array, z_value


def percentile(values: Numbers, counts: Numbers, q: float) -> float:
    """The q-th percentile of values, each of which so many records have; NaN where there are none.

    `values` in rising order, `counts` beside them. Method: a straight line between the two records nearest to place
    (n - 1) q / 100 + 1 in order (definition 7 of Hyndman and Fan 1996; Excel's PERCENTILE.INC, numpy's default).

    >>> percentile([10, 20, 30], [1, 2, 1], 50), round(percentile([10, 20, 30], [1, 2, 1], 92), 1)
    (20.0, 27.6)
    """
    _share(q)
    total = int(array(counts).sum())
    if total == 0:
        return float("nan")
    place = (total - 1) * q / 100
    below = int(np.floor(place))
    low, high = in_order(values, counts, [below + 1, min(below + 2, total)])
    return float(low + (place - below) * (high - low)) if high > low else float(low)


def in_order(values: Numbers, counts: Numbers, ranks: Numbers) -> Array:
    """The records at places in order, 1 the smallest; NaN where the place is NaN.

    >>> in_order([10, 20, 30], [1, 2, 1], [1, 3, 4, float("nan")]).tolist()
    [10.0, 20.0, 30.0, nan]
    """
    ends, ranks = np.cumsum(array(counts)), array(ranks)
    known = np.where(np.isnan(ranks), 1, ranks)
    return np.where(np.isnan(ranks), np.nan, array(values)[np.searchsorted(ends, known, side="left")])


def order_ranks(n: Numbers, q: float, confidence: float = 0.95) -> Range:
    """The places in order of the two records between which the true q-th percentile lies; NaN where there is none.

    For n records of which each falls below the percentile with chance q / 100, independently: the binomial
    distribution gives the innermost places that leave at most (1 - confidence) / 2 outside on each side. It takes
    nothing for granted of how the values are spread, and is never too narrow. Few records have no such place: a range
    for the 92nd percentile has no upper end below 45 records.
    Source: Conover 1999, Practical Nonparametric Statistics; Hahn and Meeker 1991, Statistical Intervals.
    Raises ParameterError where q is not between 0 and 100, or confidence not between 0 and 1.

    >>> [float(rank) for rank in order_ranks(100, 50)], [float(rank) for rank in order_ranks(10, 92)]
    ([40.0, 61.0], [7.0, nan])
    """
    from scipy.special import bdtr, bdtrik

    _share(q)
    z_value(confidence)
    p, tail = q / 100, (1 - confidence) / 2
    n = np.nan_to_num(count_array(n)).astype(np.int64)

    def least(chance: float) -> Array:
        """The smallest count k with P(at most k) >= chance."""
        near = np.clip(np.ceil(np.nan_to_num(bdtrik(chance, n, p))), 0, n)
        before = np.maximum(near - 1, 0)
        return array(np.where(bdtr(before, n, p) >= chance, before, near))

    first = least(tail)
    lower = np.where(bdtr(first, n, p) <= tail, first + 1, first)
    upper = least(1 - tail) + 1
    return np.where((n > 0) & (lower >= 1), lower, np.nan), np.where((n > 0) & (upper <= n), upper, np.nan)


def _share(q: float) -> None:
    if isinstance(q, bool) or not isinstance(q, int | float) or not 0 < q < 100:
        raise ParameterError(f"A percentile should lie between 0 and 100, but is {q!r}. Write 50 for the median.")
