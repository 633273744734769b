"""Ranges found by simulation: the groups' figures drawn many times, and every measure asked for worked out from each.

Proportions are drawn on the logit scale and rates on the log scale, as Fingertips does; values, and figures that came
with a standard error, on their own scale, kept inside what is possible (WHO). A group with no events, or nothing but
events, has no place on those scales: it is drawn from what its counts leave open after Jeffreys' prior, so that one
zero does not cost the others their range. Comparisons share the same numbers, and each is what it would be alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from hitoolkit import intervals
from hitoolkit.intervals import Array, Tails
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.figures import COUNTS, SE, scale_of, whole_of
from hitoolkit.measures.layout import Layout

#: A statistic of drawn figures: figures (rows x groups x draws) and the layout of these rows, to rows x draws.
Statistic = Callable[[Array, Layout], Array]
#: Comparisons that are drawn together at most, drawn cells held at once, and drawn figures kept for the limits.
TOGETHER, CELLS, KEPT = 64, 400_000, 2_000_000
#: A bound further off than this many standard errors is never reached.
FAR = 8


@dataclass
class Ranges:
    """Limits and standard error of one statistic, a number for each comparison, and how they were found."""

    lower: Array
    upper: Array
    se: Array
    method: str


@dataclass
class _Model:
    """How each cell is drawn."""

    centre: Array
    spread: Array
    curved: Array
    tables: dict[tuple[int, int], Array] = field(default_factory=dict)


def drawn(comparison: Comparisons, laid: Layout, asked: dict[str, Statistic], points: dict[str, Array]) -> None:
    """Draw once for all statistics that are asked for, and keep what is found with the comparison."""
    number, settings = len(comparison), comparison.settings
    method = f"simulated, {settings.draws:,} draws"
    nothing = np.full(number, np.nan)
    found = {name: Ranges(nothing.copy(), nothing.copy(), nothing.copy(), method) for name in asked}
    ready = np.flatnonzero(drawable(comparison, laid) & ~laid.refused.any)
    held = max(len(asked) * settings.draws * (1 - settings.confidence), 1)
    together = int(min(TOGETHER, max(1, KEPT // held)))
    for start in range(0, len(ready), together):
        _draw(comparison, laid, ready[start : start + together], asked, points, found)
    comparison.kept.update({("drawn", settings.draws, name): one for name, one in found.items()})


def drawable(comparison: Comparisons, laid: Layout) -> Array:
    """Which comparisons have a range for every group, so that they can be drawn."""
    figures = comparison.figures
    plain, curved = _plain(comparison), ~np.isnan(figures.scale_se)
    able = np.where(plain, ~np.isnan(figures.se), curved | (figures.basis == COUNTS))
    return np.asarray((able | ~laid.used).all(axis=1))


def _plain(comparison: Comparisons) -> Array:
    """Where a figure is drawn as it is: values of no bounded kind, and those with a standard error of their own."""
    basis = comparison.figures.basis
    return (basis == SE) | np.full(basis.shape, not comparison.indicator.counted)


def _model(comparison: Comparisons, laid: Layout, rows: Array) -> _Model:
    block, figures, used = comparison.indicator, comparison.figures[rows], laid.used[rows]
    scale, whole = scale_of(block.kind), whole_of(block)
    plain = _plain(comparison)[rows]
    counted = used & ~plain & np.isnan(figures.scale_se)
    curved = used & ~plain & ~counted
    centre = np.where(curved, scale.to(figures.value / whole), np.where(used & plain, figures.value, 0))
    spread = np.where(curved, figures.scale_se, np.where(used & plain, figures.se, 0))
    model = _Model(centre, spread, curved)
    for row, group in zip(*np.nonzero(counted), strict=True):
        one = figures[row, group]
        if block.kind == "proportion":
            quantiles = intervals.beta_quantiles(one.numerator + 0.5, one.denominator - one.numerator + 0.5)
            model.tables[row, group] = block.per * intervals.quantile_table(quantiles)
        else:
            quantiles = intervals.gamma_quantiles(one.numerator + 0.5)
            model.tables[row, group] = block.per / one.denominator * intervals.quantile_table(quantiles)
    if block.counted:
        near = used & plain & ((centre < FAR * spread) | (block.ceiling - centre < FAR * spread))
        for row, group in zip(*np.nonzero(near), strict=True):
            quantiles = intervals.truncated_normal(centre[row, group], spread[row, group], 0, block.ceiling)
            model.tables[row, group] = intervals.quantile_table(quantiles)
    return model


def _draw(
    comparison: Comparisons,
    laid: Layout,
    rows: Array,
    asked: dict[str, Statistic],
    points: dict[str, Array],
    found: dict[str, Ranges],
) -> None:
    settings, groups = comparison.settings, len(comparison.groups)
    model = _model(comparison, laid, rows)
    side = max(1, CELLS // (groups * min(settings.draws, intervals.CHUNK)))
    parts = [np.arange(start, min(start + side, len(rows))) for start in range(0, len(rows), side)]
    tails = [
        {name: Tails(len(part), settings.draws, settings.confidence, points[name][rows[part]]) for name in asked}
        for part in parts
    ]
    views = [laid.beside_draws(rows[part]) for part in parts]
    for z in intervals.normals(groups, settings.draws, settings.seed):
        for part, view, held in zip(parts, views, tails, strict=True):
            made = _figures(comparison, model, part, z)
            for name, statistic in asked.items():
                held[name].add(statistic(made, view))
    for part, held in zip(parts, tails, strict=True):
        for name, one in held.items():
            at = rows[part]
            found[name].lower[at], found[name].upper[at] = one.limits
            found[name].se[at] = one.spread


def _figures(comparison: Comparisons, model: _Model, part: Array, z: Array) -> Array:
    """The figures of some comparisons, drawn: rows x groups x draws, in the indicator's unit."""
    scale, whole = scale_of(comparison.indicator.kind), whole_of(comparison.indicator)
    made = np.multiply(model.spread[part][:, :, None], z)  # worked on in place: this is where the time goes
    made += model.centre[part][:, :, None]
    curved = model.curved[part]
    if curved.all():
        made = scale.back(made)
        made *= whole
    elif curved.any():
        made[curved] = whole * scale.back(made[curved])
    for (row, group), table in model.tables.items():
        if part[0] <= row <= part[-1]:
            made[row - part[0], group] = intervals.through_table(z[group], table)
    return made

