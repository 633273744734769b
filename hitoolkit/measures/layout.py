"""How groups weigh in a measure of the whole distribution: their shares of people, and their places in the ranking."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hitoolkit.intervals import Array, z_value
from hitoolkit.measures import line
from hitoolkit.measures.answer import Refusals, flag_of
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.reference import NO_OTHER, compared_with

EQUAL = "equal shares"
NOT_ABOVE_ZERO = "The average is not above zero, so nothing can be set against it."
#: Arrays with an entry for each cell.
CELLS = ("used", "y", "lower", "upper", "se", "share", "even")


@dataclass(frozen=True)
class Layout:
    """Figures and weights, rows x groups; a group with nobody in it weighs nothing and stands as zero."""

    refused: Refusals
    used: Array
    y: Array
    lower: Array
    upper: Array
    se: Array  # with a stand-in for groups with no events, or nothing but events
    share: Array  # of all people; adds up to 1
    even: Array  # the same for each group; adds up to 1
    against: Array  # the column of the one group that differences may be taken from
    weighting: Array  # in words: how the shares were had
    flag: Array

    @property
    def average(self) -> Array:
        """The average of everyone."""
        return np.asarray((self.share * self.y).sum(axis=1, keepdims=True))

    def beside_draws(self, rows: Array | slice = slice(None)) -> Layout:
        """The layout of some comparisons with an axis for draws, so that it can be set against drawn figures."""
        three = {name: getattr(self, name)[rows][:, :, None] for name in CELLS}
        return Layout(self.refused, **three, against=self.against[rows],
                      weighting=self.weighting[rows], flag=self.flag[rows])


def layout(comparison: Comparisons, people: bool = True, least: str = "") -> Layout:
    """Lay the groups out, with a refusal for each comparison that lacks something.

    `people`: whether the number of people in each group is needed; where none is known, groups of an order have equal
    shares.
    `least`: what to say where fewer than two groups have people in them.
    """
    found: Layout | None = comparison.kept.get(("layout", people))
    if found is None:
        found = comparison.kept[("layout", people)] = _layout(comparison, people)
    refused = Refusals(len(comparison))
    refused.where(found.refused.any, found.refused.reason, found.refused.flag)
    refused.where(found.used.sum(axis=1) < 2, least or NO_OTHER)
    return replace(found, refused=refused)


def _layout(comparison: Comparisons, people: bool) -> Layout:
    refused = comparison.refusals()
    used = ~comparison.empty
    comparison.need(refused, used)
    n = comparison.figures.denominator
    unknown = used & np.isnan(n)
    none = unknown.sum(axis=1) == used.sum(axis=1)
    if people:
        partly = unknown & ~none[:, None]
        for number, group in enumerate(comparison.groups):
            refused.where(partly[:, number], f"The number of people in {comparison.label(group)} is not known, so the "
                                             "shares of the groups are not either.", "incomplete")
        if not comparison.dimension.ordered:
            refused.where(none & used.any(axis=1), "The number of people in each group is not known, and this measure "
                          "weighs groups by it. Use a measure that does not.", "incomplete")
    equal = none if people else unknown.any(axis=1)
    weights = np.where(np.expand_dims(equal, 1), used, np.where(used, n, 0)).astype(float)
    weighting = np.where(equal, EQUAL, "weighted by people").astype(object)
    share = weights / weights.sum(axis=1, keepdims=True)
    even = used / np.sum(used, axis=1, keepdims=True)
    figures = comparison.figures
    width = (figures.upper - figures.lower) / (2 * z_value(comparison.settings.confidence))
    se = np.where(np.isnan(figures.se), width, figures.se)
    y, lower, upper, se = (np.where(used, cells, 0) for cells in (figures.value, figures.lower, figures.upper, se))
    against = compared_with(comparison, used) if comparison.groups else np.zeros(len(used), dtype=int)
    return Layout(refused, used, y, lower, upper, se, share, even, against, weighting, flag_of(figures.mark, used))


def ranking(comparison: Comparisons, share: Array) -> Array:
    """Place of each group in the ranking by its share of people, running towards the end taken as worse."""
    x = line.places(share)
    return x if comparison.indicator.better == "higher" else 1 - x
