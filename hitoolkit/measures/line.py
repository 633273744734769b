"""A straight line through groups from one end of a ranking to the other: arrays in, arrays out.

The last axis runs over the groups; all before it are comparisons. `x` is a group's place, 0 to 1: the middle of its
share of people in the ranking. The line's ends, at 0 and at 1, stand for the very first and the very last person.
Sources: Low and Low 2004; Fingertips technical guidance; Schlotheuber and Hosseinpoor 2022.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from hitoolkit.intervals import Array, Scale, log_range, z_value

#: How often a fit is bettered before it is given up.
ROUNDS = 50


class Index(NamedTuple):
    """An index with its range; `se` is on the log scale for a relative index."""

    value: Any
    se: Any
    lower: Any
    upper: Any

    def times(self, per: float) -> Index:
        """In another unit."""
        return Index(*(per * number for number in self))


def places(weights: Array) -> Array:
    """Middle of each group's share, in the order given.

    >>> places(np.array([2.0, 1.0, 1.0])).tolist()
    [0.25, 0.625, 0.875]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return (np.cumsum(weights, axis=-1) - weights / 2) / np.sum(weights, axis=-1, keepdims=True)


def projector(x: Array, weights: Array) -> tuple[Array, Array]:
    """What each figure adds to the start (x = 0) and to the slope of the weighted line: it depends on x alone."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = weights / weights.sum(axis=-1, keepdims=True)
        middle = (share * x).sum(axis=-1, keepdims=True)
        off = share * (x - middle)
        slope = off / (off * (x - middle)).sum(axis=-1, keepdims=True)
    return share - middle * slope, slope


def ends(y: Array, x: Array, weights: Array) -> tuple[Array, Array]:
    """Height of the weighted least-squares line at 0 and at 1."""
    start, slope = ((part * y).sum(axis=-1) for part in projector(x, weights))
    return start, start + slope


def slope_index(y: Array, se: Array, x: Array, weights: Array, confidence: float) -> Index:
    """End minus start with its exact range: the slope is a sum of the figures, so its variance is one too.

    SII = sum h y, se = sqrt(sum h^2 s^2), h the second row of (X'WX)^-1 X'W.
    """
    _, row = projector(x, weights)
    value, error = (row * y).sum(axis=-1), np.sqrt(((row * se) ** 2).sum(axis=-1))
    step = z_value(confidence) * error
    return Index(value, error, value - step, value + step)


def indices_on_scale(
    y: Array, scale_se: Array, x: Array, weights: Array, scale: Scale, confidence: float
) -> tuple[Index, Index]:
    """Difference and quotient of the ends of a line fitted on the log or logit scale.

    The Fingertips transformation: the range turns the line about its middle (x = 0.5), which makes it exact.
    """
    slope = slope_index(scale.to(y), scale_se, x, weights, confidence)
    start, _ = ends(scale.to(y), x, weights)
    middle = start + slope.value / 2
    (low, high), (low_l, high_l), (low_u, high_u) = (
        (scale.back(middle - b / 2), scale.back(middle + b / 2)) for b in (slope.value, slope.lower, slope.upper)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        se = slope.se * (scale.slope(low) + scale.slope(high)) / 2
        log_se = slope.se * (scale.slope(low) / low + scale.slope(high) / high) / 2
        return (
            Index(high - low, se, high_l - low_l, high_u - low_u),
            Index(high / low, log_se, high_l / low_l, high_u / low_u),
        )


def quasi_fit(
    y: Array, x: Array, people: Array, scale: Scale, confidence: float, se: Array | None = None
) -> tuple[Index, Index]:
    """Difference and quotient of the ends of a line fitted by quasi-likelihood, each person counted once.

    With the logit scale it is WHO's logit fit (figures as shares of 1); with the identity, least squares. The range is
    by the delta method from the figures' own errors. Without these it is from the HC1 sandwich, as WHO has it: that
    reflects how far groups lie from the line, not their chance error, and is far too short where they lie on it.
    Empty where the fit does not settle.
    """
    share = people / people.sum(axis=-1, keepdims=True)
    start = np.asarray(scale.to((share * y).sum(axis=-1)), dtype=float)
    slope, settled = np.zeros_like(start), np.zeros(start.shape, dtype=bool)
    with np.errstate(all="ignore"):
        for _ in range(ROUNDS):
            mean = scale.back(start[..., None] + slope[..., None] * x)
            inverse = _inverse(share * scale.slope(mean), x)
            off = share * (y - mean)
            first, second = _times(inverse, off.sum(axis=-1), (off * x).sum(axis=-1))
            start, slope = np.where(settled, start, start + first), np.where(settled, slope, slope + second)
            size = 1 + np.maximum(np.abs(start), np.abs(slope))
            settled = settled | (np.maximum(np.abs(first), np.abs(second)) < 1e-12 * size)
            if settled.all():
                break
        start, slope = np.where(settled, start, np.nan), np.where(settled, slope, np.nan)
        low, high = scale.back(start), scale.back(start + slope)
        error = _sandwich(y, x, share, scale, start, slope, se)
        low_move, high_move = scale.slope(low), scale.slope(high)
        wide = error(high_move - low_move, high_move)
        log_se = error(high_move / high - low_move / low, high_move / high)
        step = z_value(confidence) * wide
        return (
            Index(high - low, wide, high - low - step, high - low + step),
            Index(high / low, log_se, *log_range(high / low, log_se, confidence)),
        )


def _inverse(weights: Array, x: Array) -> tuple[Array, Array, Array]:
    """Inverse of X'WX for a line, as its three different entries."""
    a, b, c = (weights.sum(axis=-1), (weights * x).sum(axis=-1), (weights * x * x).sum(axis=-1))
    whole = a * c - b * b
    return c / whole, -b / whole, a / whole


def _times(matrix: tuple[Array, Array, Array], first: Array, second: Array) -> tuple[Array, Array]:
    a, b, c = matrix
    return a * first + b * second, b * first + c * second


def _sandwich(
    y: Array, x: Array, share: Array, scale: Scale, start: Array, slope: Array, se: Array | None
) -> Any:
    """Standard error of a combination of start and slope: from the figures' own errors, or from the HC1 sandwich."""
    mean = scale.back(start[..., None] + slope[..., None] * x)
    inverse = _inverse(share * scale.slope(mean), x)
    number = (share > 0).sum(axis=-1)
    spare = np.where(number > 2, number / np.maximum(number - 2, 1), np.nan)
    off, spare = (share * (y - mean), spare) if se is None else (share * se, np.ones_like(spare))

    def error(of_start: Array, of_slope: Array) -> Array:
        first, second = _times(inverse, of_start, of_slope)
        scores = first[..., None] * off + second[..., None] * off * x
        return np.sqrt(spare * (scores**2).sum(axis=-1))

    return error
