"""The one group that a measure of the whole distribution is set against."""

from __future__ import annotations

import numpy as np

from hitoolkit.intervals import Array
from hitoolkit.measures.comparison import EXTREMES, REST, Comparisons


def named(comparison: Comparisons) -> int | None:
    """The column of the group asked for by name, where this comparison has it."""
    wanted = comparison.settings.reference
    return comparison.column(wanted) if wanted in comparison.groups and wanted not in (REST, EXTREMES) else None


def compared_with(comparison: Comparisons, used: Array) -> Array:
    """Columns, for differences from one group: as asked or as the catalogue has it, else the last or the largest.

    The last is the least disadvantaged of an order; the largest has the most people, or comes first.
    """
    asked = named(comparison)
    if asked is None and comparison.dimension.reference in comparison.groups:
        asked = comparison.column(comparison.dimension.reference)
    if asked is None and comparison.dimension.ordered:
        return _last(used)
    if asked is not None:
        return np.full(len(used), asked)
    people = np.where(used, np.nan_to_num(comparison.figures.denominator), -1)
    return np.asarray(people.argmax(axis=1))


def best_off(comparison: Comparisons, used: Array) -> Array:
    """Columns, for what might be avoided: the group asked for, else the least disadvantaged or the best-off."""
    asked = named(comparison)
    if asked is not None:
        return np.full(len(used), asked)
    if comparison.dimension.ordered:
        return _last(used)
    return best(comparison, used)


def best(comparison: Comparisons, used: Array) -> Array:
    """Columns of the groups with the best figures, by the direction the catalogue gives."""
    sign = 1 if comparison.indicator.better == "higher" else -1
    known = used & ~np.isnan(comparison.figures.value)
    return np.asarray(np.where(known, sign * np.nan_to_num(comparison.figures.value), -np.inf).argmax(axis=1))


def _last(used: Array) -> Array:
    return np.asarray(used.shape[1] - 1 - used[:, ::-1].argmax(axis=1))
