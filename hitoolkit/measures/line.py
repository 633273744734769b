"""A straight line through groups from one end of a ranking to the other: arrays in, numbers out.

`x` is a group's place, 0 to 1: the middle of its share of people in the ranking. The line's ends, at 0 and at 1, stand
for the very first and the very last person.
Sources: Low and Low 2004; Fingertips technical guidance; Schlotheuber and Hosseinpoor 2022.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hitoolkit.intervals import Array, Scale, z_value


class Index(NamedTuple):
    """An index with its range; `se` is on the log scale for a relative index."""

    value: float
    se: float
    lower: float
    upper: float


def places(weights: Array) -> Array:
    """Middle of each group's share, in the order given.

    >>> places(np.array([2.0, 1.0, 1.0])).tolist()
    [0.25, 0.625, 0.875]
    """
    return (np.cumsum(weights) - weights / 2) / np.sum(weights)


def projector(x: Array, weights: Array) -> Array:
    """The 2 x k matrix that turns figures into the intercept and slope of the weighted line: it depends on x alone."""
    design = np.column_stack([np.ones_like(x), x]) * weights[:, None]
    return np.asarray(np.linalg.solve(design.T @ np.column_stack([np.ones_like(x), x]), design.T))


def ends(y: Array, x: Array, weights: Array) -> tuple[float, float]:
    """Height of the weighted least-squares line at 0 and at 1."""
    start, slope = projector(x, weights) @ y
    return float(start), float(start + slope)


def slope_index(y: Array, se: Array, x: Array, weights: Array, confidence: float) -> Index:
    """End minus start with its exact range: the slope is a sum of the figures, so its variance is one too."""
    _, row = projector(x, weights)
    value, error = float(row @ y), float(np.sqrt(((row * se) ** 2).sum()))
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

    def at(b: float) -> tuple[float, float]:
        return float(scale.back(middle - b / 2)), float(scale.back(middle + b / 2))

    (low, high), (low_l, high_l), (low_u, high_u) = at(slope.value), at(slope.lower), at(slope.upper)
    se = slope.se * (scale.slope(low) + scale.slope(high)) / 2
    log_se = slope.se * (scale.slope(low) / low + scale.slope(high) / high) / 2
    return (
        Index(high - low, float(se), high_l - low_l, high_u - low_u),
        Index(high / low, float(log_se), high_l / low_l, high_u / low_u),
    )


def indices_of_draws(start: Array, slope: Array, confidence: float) -> tuple[Index, Index]:
    """Ranges of difference and quotient of the ends from many drawn lines; the values are left empty.

    A drawn line that falls below zero at one end has no quotient: it counts as 0 or as infinitely large.
    """
    end = start + slope
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = np.where(start > 0, np.maximum(end, 0) / start, np.inf)
        logs = np.log(quotient)
    tails = [0.5 - confidence / 2, 0.5 + confidence / 2]
    lower, upper = np.quantile(slope, tails)
    low, high = np.quantile(quotient, tails, method="nearest")  # one of the draws: no arithmetic on an infinite one
    log_se = float(logs.std()) if np.isfinite(logs).all() else np.nan
    return (
        Index(np.nan, float(slope.std()), float(lower), float(upper)),
        Index(np.nan, log_se, float(low), float(high)),
    )


def quasi_fit(
    y: Array, x: Array, people: Array, scale: Scale, confidence: float, rounds: int = 50
) -> tuple[Index, Index] | None:
    """Difference and quotient of the ends of a line fitted by quasi-likelihood, each person counted once.

    With the logit scale it is WHO's logit fit (figures as shares of 1); with the identity, least squares. The range is
    from the HC1 sandwich by the delta method: it reflects how far groups lie from the line, not their chance error.
    None where the fit does not settle.
    """
    design = np.column_stack([np.ones_like(x), x])
    beta = np.array([float(scale.to(np.average(y, weights=people))), 0.0])
    for _ in range(rounds):
        mean = scale.back(design @ beta)
        bread = design.T @ (design * (people * scale.slope(mean))[:, None])
        if not np.isfinite(bread).all() or np.linalg.cond(bread) > 1e15:
            return None
        step = np.linalg.solve(bread, design.T @ (people * (y - mean)))
        beta = beta + step
        if np.abs(step).max() < 1e-12 * (1 + np.abs(beta).max()):
            break
    else:
        return None
    mean = scale.back(design @ beta)
    scores = design * (people * (y - mean))[:, None]
    inverse = np.linalg.inv(design.T @ (design * (people * scale.slope(mean))[:, None]))
    spare = len(y) - 2
    covariance = inverse @ (scores.T @ scores) @ inverse * (len(y) / spare if spare > 0 else np.nan)
    corners = np.array([[1.0, 0.0], [1.0, 1.0]])
    low, high = (float(end) for end in scale.back(corners @ beta))
    moves = corners * scale.slope(np.array([low, high]))[:, None]
    z = z_value(confidence)

    def error(gradient: Array) -> float:
        return float(np.sqrt(gradient @ covariance @ gradient))

    se, log_se = error(moves[1] - moves[0]), error(moves[1] / high - moves[0] / low)
    return (
        Index(high - low, se, high - low - z * se, high - low + z * se),
        Index(high / low, log_se, high / low * float(np.exp(-z * log_se)), high / low * float(np.exp(z * log_se))),
    )
