"""Why there is a figure without a range: none was published, or none can be made."""

from __future__ import annotations

import numpy as np

from hitoolkit.intervals import Array
from hitoolkit.measures.answer import Answer
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.figures import BARE
from hitoolkit.measures.layout import Layout

AT_THE_EDGE = "The limits of one figure are at zero or at the ceiling, so no range can be made from them."


def say_why_none(comparison: Comparisons, laid: Layout, answer: Answer) -> None:
    """Empty a range of which a part is missing, and say why there is none."""
    none = np.isnan(answer.lower) | np.isnan(answer.upper)
    bare = (laid.used & (comparison.figures.basis == BARE)).any(axis=1)
    answer.lower, answer.upper = np.where(none, np.nan, answer.lower), np.where(none, np.nan, answer.upper)
    answer.se = np.where(none, np.nan, answer.se)
    words = np.where(bare, "no range published", "no range") + ", " + _last_part(answer.method)
    answer.method = np.where(none, words, answer.method)
    answer.reason = np.where(none & (answer.reason == ""), np.where(bare, not_published(comparison), AT_THE_EDGE),
                             answer.reason)


def not_published(comparison: Comparisons) -> Array:
    """A sentence that names the groups without a published range, for each comparison."""
    without = (comparison.figures.basis == BARE) & ~np.isnan(comparison.figures.value)
    sentences = np.empty(len(comparison), dtype=object)
    for row, groups in enumerate(without):
        names = [comparison.label(comparison.groups[place]) for place in np.flatnonzero(groups)]
        some = " or ".join(names[:2]) + (" and others" if len(names) > 2 else "")
        sentences[row] = f"No range was published for {some or 'a group'}."
    return sentences


def _last_part(method: Array) -> Array:
    """How the groups were weighted: what the words for a method end with."""
    return np.array([words.rpartition(", ")[2] for words in method], dtype=object)
