"""Whom a group is compared with: as asked, else as the catalogue has it, else as is usual for its dimension."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np

from hitoolkit.catalogue import Dimension
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.intervals import Array

if TYPE_CHECKING:
    from hitoolkit.measures.comparison import Comparisons

#: `reference` words that are not groups: all others together, and the worst against the best.
REST, EXTREMES = "rest", "extremes"
NO_OTHER = "There is no other group to compare with."


def refuse_unknown(asked: str | None, groups: Iterable[str], words: Collection[str] = (REST, EXTREMES)) -> None:
    """Raise ParameterError where a reference is neither a group nor one of the words."""
    known = [*dict.fromkeys(groups), *words]
    if asked is not None and asked not in known:
        raise ParameterError(unknown_name("group to compare with", asked, known))


def reference_of(dimension: Dimension, asked: str | None, possible: Collection[str]) -> str:
    """The reference of one group: as asked where this dimension can have it, else the catalogue's.

    Else the last of an order, which is the least disadvantaged, or the rest.
    """
    wanted = asked if asked == REST or asked in possible else dimension.reference
    return wanted or (dimension.groups[-1] if dimension.ordered else REST)


def spoken(dimension: Dimension, group: str) -> str:
    """A group or the rest, as a reason names it."""
    return "the rest" if group == REST else f'"{dimension.label(group)}"'


def named(comparison: Comparisons) -> int | None:
    """The column of the group asked for by name, where this comparison has it."""
    wanted = comparison.settings.reference
    return comparison.column(wanted) if wanted in comparison.groups and wanted not in (REST, EXTREMES) else None


def compared_with(comparison: Comparisons, used: Array) -> Array:
    """Columns, for a measure of all groups from one: as asked or as the catalogue has it, else the last or the largest.

    The last is the least disadvantaged of an order; the largest has the most people, or comes first.
    """
    asked = named(comparison)
    if asked is None and comparison.dimension.reference in comparison.groups:
        asked = comparison.column(comparison.dimension.reference)
    if asked is None and comparison.dimension.ordered:
        return last(used)
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
        return last(used)
    sign = 1 if comparison.indicator.better == "higher" else -1
    known = used & ~np.isnan(comparison.figures.value)
    return np.asarray(np.where(known, sign * np.nan_to_num(comparison.figures.value), -np.inf).argmax(axis=1))


def last(used: Array) -> Array:
    """The last column of each row that is used."""
    return np.asarray(used.shape[1] - 1 - used[:, ::-1].argmax(axis=1))
