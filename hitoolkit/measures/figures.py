"""What each row of a table can lend to a measure: its figure, its range, and where the range comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.intervals import IDENTITY, LOG, LOGIT, Array, Scale
from hitoolkit.table import NUMBERS

#: A printed value may differ from its counts by rounding; one that differs by more was made otherwise (standardised).
AGREES = 0.005
#: The level that limits in a table without counts or se are taken to have.
GIVEN_AT = 0.95


@dataclass(frozen=True)
class Figure:
    """One group's figure in the indicator's unit. NaN is unknown; `basis` says what its range comes from."""

    numerator: float
    denominator: float
    value: float
    lower: float
    upper: float
    se: float  # in the unit
    log_se: float  # of the log of the figure, for ratios
    scale_se: float  # on the log scale for rates, logit for proportions, for simulation
    basis: str  # counts, se, limits, or nothing
    flag: str = ""

    @property
    def few(self) -> bool:
        """Whether its counts are so few that it moves a lot by chance."""
        return self.flag == "few_cases" or bool(intervals.few_cases(self.numerator, self.denominator))


def scale_of(kind: str) -> Scale:
    """The scale on which figures of a kind are drawn at random, as Fingertips does."""
    return {"proportion": LOGIT, "rate": LOG}.get(kind, IDENTITY)


def whole_of(block: catalogue.Indicator) -> float:
    """What a proportion is out of (100 for a percentage); 1 where the figure has no ceiling."""
    return block.per if block.kind == "proportion" else 1.0


def figures(rows: pd.DataFrame, block: catalogue.Indicator, confidence: float) -> list[Figure]:
    """The figures of rows of one indicator.

    A range comes from counts where the figure is theirs, else from `se`, else from limits taken as 95%.
    """
    x, n, value, se, lower, upper = (rows[name].to_numpy(dtype=float) for name in NUMBERS)
    with np.errstate(divide="ignore", invalid="ignore"):
        counted = (n > 0) & ~np.isnan(x) & (block.kind in ("proportion", "rate"))
        own = block.per * x / n
        counted &= np.isnan(value) | (np.abs(value - own) <= AGREES * np.abs(own))
        columns = _from_limits(block, value, lower, upper, confidence)
        columns = _choose(~np.isnan(se), _from_se(block, value, se, confidence), columns)
        columns = _choose(counted, _from_counts(block, np.where(counted, x, np.nan), n, confidence), columns)
    basis = np.select([counted, ~np.isnan(se), ~np.isnan(columns["lower"])], ["counts", "se", "limits"], default="")
    in_order = [columns[name] for name in ("value", "lower", "upper", "se", "log_se", "scale_se")]
    return [Figure(*row) for row in zip(x, n, *in_order, basis.tolist(), rows["flag"], strict=True)]


def pooled(parts: list[Figure], block: catalogue.Indicator, confidence: float) -> Figure | None:
    """Several groups as one: their counts summed, or else their figures weighted by their people.

    None where neither can be done, because people are not counted.
    """
    flag = "rounded" if any(part.flag == "rounded" for part in parts) else ""
    n = np.array([part.denominator for part in parts])
    if all(part.basis == "counts" for part in parts):
        x = sum(part.numerator for part in parts)
        row: dict[str, Any] = {**dict.fromkeys(NUMBERS, np.nan), "numerator": x, "denominator": n.sum(), "flag": flag}
        return figures(pd.DataFrame([row]), block, confidence)[0]
    if np.isnan(n).any() or n.sum() == 0:
        return None
    weights = n / n.sum()
    some = weights > 0
    value = float((weights * np.array([part.value for part in parts]))[some].sum())
    se = float(np.sqrt(((weights * np.array([part.se for part in parts]))[some] ** 2).sum()))
    row = {**dict.fromkeys(NUMBERS, np.nan), "denominator": n.sum(), "value": value, "se": se, "flag": flag}
    return figures(pd.DataFrame([row]), block, confidence)[0]


def _from_counts(block: catalogue.Indicator, x: Array, n: Array, confidence: float) -> dict[str, Array]:
    p = x / n
    if block.kind == "proportion":
        limits, given = intervals.wilson(x, n, confidence), intervals.wilson(x, n, GIVEN_AT)
        se, log_se = np.sqrt(p * (1 - p) / n), intervals.log_se_proportion(x, n)
    else:
        (low, high), (low95, high95) = intervals.poisson(x, confidence), intervals.poisson(x, GIVEN_AT)
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


def _from_se(block: catalogue.Indicator, value: Array, se: Array, confidence: float) -> dict[str, Array]:
    lower, upper = intervals.wald(value, se, confidence)
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
