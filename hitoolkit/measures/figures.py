"""What each cell of a comparison can lend to a measure: its figure, its range, and where the range comes from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from hitoolkit import catalogue, intervals
from hitoolkit.intervals import IDENTITY, LOG, LOGIT, Array, Scale
from hitoolkit.table import FLAGS, GIVEN_AT

#: How far a printed value may differ from what its counts give, as a part of it.
AGREES = 0.005
#: What a range comes from, the best last.
BARE, LIMITS, SE, COUNTS = range(4)
#: A flag as a number: the graver, the larger.
ROUNDED, FEW, SUPPRESSED = map(FLAGS.index, ("rounded", "few_cases", "suppressed"))


@dataclass(frozen=True)
class Figures:
    """Arrays of one shape, a cell for each group's figure in the indicator's unit. NaN is unknown."""

    numerator: Array
    denominator: Array
    value: Array
    lower: Array
    upper: Array
    se: Array  # in the unit
    log_se: Array  # of the log of the figure, for ratios
    scale_se: Array  # on the log scale for rates, logit for proportions, for simulation
    basis: Array  # BARE, LIMITS, SE or COUNTS
    mark: Array  # its flag, by its place in FLAGS

    def __getitem__(self, where: Any) -> Figures:
        return Figures(*(getattr(self, part.name)[where] for part in fields(self)))


def either(condition: Array, these: Figures, those: Figures) -> Figures:
    """Cell by cell, the first where the condition holds, else the second."""
    return Figures(*(np.where(condition, getattr(these, f.name), getattr(those, f.name)) for f in fields(these)))


def scale_of(kind: str) -> Scale:
    """The scale on which figures of a kind are drawn at random, as Fingertips does."""
    return {"proportion": LOGIT, "rate": LOG}.get(kind, IDENTITY)


def whole_of(block: catalogue.Indicator) -> float:
    """What a proportion is out of (100 for a percentage); 1 where the figure has no ceiling."""
    return block.per if block.kind == "proportion" else 1.0


def otherwise_made(value: Array, own: Array) -> Array:
    """Where a printed value differs from what its counts give by more than rounding: it was adjusted, say for age."""
    return np.asarray(np.abs(value - own) > AGREES * np.abs(own))


def figures(
    block: catalogue.Indicator,
    confidence: float,
    x: Array,
    n: Array,
    value: Array,
    se: Array,
    lower: Array,
    upper: Array,
    mark: Array,
    adjusted: Array | bool = False,
) -> Figures:
    """The figures of one indicator from the columns of a table.

    A range comes from counts where the figure is theirs (an adjusted one is not), else from `se`, else from limits
    taken as 95%.
    """
    counted = ~np.asarray(adjusted) & (n > 0) & ~np.isnan(x) & block.counted
    own = block.per * x / n
    counted &= ~otherwise_made(value, own)
    columns = _from_limits(block, value, lower, upper, confidence)
    if (~np.isnan(se)).any():
        columns = _choose(~np.isnan(se), _from_se(block, value, se, n, confidence), columns)
    if counted.any():
        columns = _choose(counted, _from_counts(block, np.where(counted, x, np.nan), n, confidence), columns)
    basis = np.select([counted, ~np.isnan(se), ~np.isnan(columns["lower"])], [COUNTS, SE, LIMITS], default=BARE)
    mark = np.where(intervals.few_cases(x, n), np.maximum(mark, FEW), mark)
    return Figures(x, n, **columns, basis=basis, mark=mark)


def pooled(parts: Figures, among: Array, block: catalogue.Indicator, confidence: float) -> Figures:
    """Several groups as one, along the last axis: counts summed, or else figures weighted by their people.

    The value is empty where neither can be done, because people are not counted.
    """
    counted = ((parts.basis == COUNTS) | ~among).all(axis=-1)
    n = np.where(among, parts.denominator, 0).sum(axis=-1)
    x = np.where(counted, np.where(among, parts.numerator, 0).sum(axis=-1), np.nan)
    weights = np.where(among, parts.denominator, 0) / n[..., None]
    some = weights > 0
    value = np.where(some, weights * parts.value, 0).sum(axis=-1)
    se = np.sqrt(np.where(some, (weights * parts.se) ** 2, 0).sum(axis=-1))
    known = ~counted & (n > 0)
    value, se = (np.where(known, numbers, np.nan) for numbers in (value, se))
    none = np.full(n.shape, np.nan)
    rounded = ROUNDED * (np.where(among, parts.mark, 0) == ROUNDED).any(axis=-1)
    return figures(block, confidence, x, n, value, se, none, none, rounded)


def _from_counts(block: catalogue.Indicator, x: Array, n: Array, confidence: float) -> dict[str, Array]:
    p = x / n
    given: Any
    if block.kind == "proportion":
        limits = intervals.wilson(x, n, confidence)
        given = limits if confidence == GIVEN_AT else intervals.wilson(x, n, GIVEN_AT)
        se, log_se = np.sqrt(p * (1 - p) / n), intervals.log_se_proportion(x, n)
    else:
        low, high = intervals.poisson(x, confidence)
        low95, high95 = (low, high) if confidence == GIVEN_AT else intervals.poisson(x, GIVEN_AT)
        limits, given = (low / n, high / n), (low95 / n, high95 / n)
        se, log_se = np.sqrt(x) / n, intervals.log_se_rate(x)
    return {
        "value": block.per * p,
        "lower": block.per * limits[0],
        "upper": block.per * limits[1],
        # With no events, or nothing but events, the formula gives 0: that is not certainty, so it stays empty.
        "se": np.where(se > 0, block.per * se, np.nan),
        "log_se": log_se,
        "scale_se": _width(scale_of(block.kind), given),
    }


def _from_se(block: catalogue.Indicator, value: Array, se: Array, n: Array, confidence: float) -> dict[str, Array]:
    lower, upper = intervals.wald(value, se, confidence)
    if block.kind == "mean":  # where the people are counted, by Student's t, as in the table
        lower, upper = intervals.student(value, se, n, confidence)
    whole = whole_of(block)
    slope = scale_of(block.kind).slope(value / whole)
    log_se = np.where(value > 0, se / value, np.nan)
    return {"value": value, "lower": lower, "upper": upper, "se": se, "log_se": log_se, "scale_se": se / whole / slope}


def _from_limits(
    block: catalogue.Indicator, value: Array, lower: Array, upper: Array, confidence: float
) -> dict[str, Array]:
    scale, whole = scale_of(block.kind), whole_of(block)
    scale_se = _width(scale, (lower / whole, upper / whole))
    if confidence != GIVEN_AT:
        centre, step = scale.to(value / whole), intervals.z_value(confidence) * scale_se
        lower, upper = whole * scale.back(centre - step), whole * scale.back(centre + step)
    half = np.isnan(lower) | np.isnan(upper)
    se = whole * scale.slope(value / whole) * scale_se
    return {
        "value": value,
        "lower": np.where(half, np.nan, lower),
        "upper": np.where(half, np.nan, upper),
        "se": se,
        "log_se": np.where(value > 0, se / value, np.nan),
        "scale_se": scale_se,
    }


def _width(scale: Scale, limits: tuple[Array, ...]) -> Array:
    """The standard error that would give these limits on the scale; empty where one of them is not on it."""
    se = (scale.to(limits[1]) - scale.to(limits[0])) / (2 * intervals.z_value(GIVEN_AT))
    return np.where(np.isfinite(se), se, np.nan)


def _choose(where: Any, these: dict[str, Array], those: dict[str, Array]) -> dict[str, Array]:
    return {name: np.where(where, these[name], those[name]) for name in these}
