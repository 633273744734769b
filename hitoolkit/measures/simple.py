"""Two groups side by side: how far apart (gap), and how many times as much (ratio)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from hitoolkit import intervals
from hitoolkit.intervals import Array
from hitoolkit.measures.answer import Answer, Refusals, flag_of
from hitoolkit.measures.comparison import NO_ROW, WHY, Comparisons
from hitoolkit.measures.figures import BARE, COUNTS, SE, Figures
from hitoolkit.measures.no_range import AT_THE_EDGE, not_published
from hitoolkit.measures.reference import EXTREMES, NO_OTHER, REST, reference_of
from hitoolkit.table import WHOLE

PICKED = ", the two furthest apart (picked after looking, so likely too large)"
OF_ONE = "One of the two is the mean of a single person, which has no range."
Work = Callable[[Comparisons, Figures, Figures, Answer], None]


def gap(comparison: Comparisons) -> list[Answer]:
    """Difference between a group and its reference, in the indicator's unit; positive where the group is worse off.

    value = worse - better. Ranges: Newcombe's hybrid for proportions (Newcombe 1998), MOVER for rates and given limits
    (Zou and Donner 2008), Wald for values with se. Where the catalogue says `neither`: the group minus its reference.
    """
    return [_answer(comparison, group, reference, _gap) for group, reference in pairs(comparison)]


def ratio(comparison: Comparisons) -> list[Answer]:
    """Quotient of a group and its reference; above 1 where the group is worse off. `se` is on the log scale.

    value = worse / better. Range: on the log scale, by the delta method (Katz and others 1978). A zero in either place
    is refused.
    """
    return [_answer(comparison, group, reference, _ratio) for group, reference in pairs(comparison)]


def pairs(comparison: Comparisons) -> Iterator[tuple[str, str]]:
    """Which group is compared with which: of an order its most disadvantaged, else each, with the reference."""
    dimension, asked = comparison.dimension, comparison.settings.reference
    if asked == EXTREMES:
        yield EXTREMES, EXTREMES
        return
    reference = reference_of(dimension, asked, comparison.possible)
    if dimension.ordered:
        yield dimension.groups[0], reference
        return
    groups = comparison.groups or (WHOLE,)
    for group in groups:
        # A place that has the reference alone keeps its row too, and says why.
        if group != reference or len(groups) == 1:
            yield group, reference


def _answer(comparison: Comparisons, group: str, reference: str, work: Work) -> Answer:
    refused = comparison.refusals()
    answer = Answer(refused, group=group, reference=reference)
    if not comparison.groups:
        return answer
    if group == reference == EXTREMES:
        answer.group = WHOLE
        here, there = _extremes(comparison, answer)
    else:
        if group == reference:
            refused.where(len(comparison.groups) == 1, "There is no other group to compare with.")
            refused.where(True, f"{comparison.label(group)} cannot be compared with itself. Name another reference.")
        here = _figure(comparison, group, refused)
        there = comparison.rest(group, refused) if reference == REST else _figure(comparison, reference, refused)
    worse, better = (there, here) if comparison.indicator.better == "higher" else (here, there)
    answer.flag = flag_of(np.stack([here.mark, there.mark], axis=-1))
    work(comparison, worse, better, answer)
    if reference == EXTREMES:
        answer.method = answer.method + PICKED
    return answer


def _figure(comparison: Comparisons, group: str, refused: Refusals) -> Figures:
    if group not in comparison.groups:
        refused.where(True, WHY[NO_ROW].format(comparison.label(group)), "incomplete")
        return comparison.figures[:, 0]
    place = comparison.column(group)
    comparison.need(refused, np.arange(len(comparison.groups)) == np.full((len(comparison), 1), place))
    return comparison.figures[:, place]


def _gap(comparison: Comparisons, worse: Figures, better: Figures, answer: Answer) -> None:
    lower, upper = intervals.mover(worse.value, (worse.lower, worse.upper), better.value, (better.lower, better.upper))
    answer.value, answer.se = worse.value - better.value, np.hypot(worse.se, better.se)
    answer.lower, answer.upper = lower, upper
    counted = (worse.basis == COUNTS) & (better.basis == COUNTS) & (comparison.indicator.kind == "proportion")
    plain = (worse.basis == SE) & (better.basis == SE) & (comparison.indicator.kind != "mean")
    answer.method = np.select([counted, plain], ["Newcombe", "Wald"], default="MOVER").astype(object)
    _no_range(comparison, "difference", worse, better, np.isnan(lower) | np.isnan(upper), answer)


def _ratio(comparison: Comparisons, worse: Figures, better: Figures, answer: Answer) -> None:
    refused = answer.refused
    refused.where((worse.value == 0) | (better.value == 0),
                  "One of the two figures is zero, and nothing can be so many times zero. Use the gap.", answer.flag)
    refused.where((worse.value < 0) | (better.value < 0),
                  "One of the two figures is below zero, so a ratio has no meaning. Use the gap.")
    answer.value, log_se = worse.value / better.value, np.hypot(worse.log_se, better.log_se)
    flat = log_se == 0
    answer.se = np.where(flat, np.nan, log_se)
    answer.lower, answer.upper = intervals.log_range(answer.value, answer.se, comparison.settings.confidence)
    answer.method = np.where(flat, "quotient, no range", "log scale, delta").astype(object)
    answer.reason = np.where(flat, "Both figures are at their ceiling, where this method has no range.", "")
    _no_range(comparison, "quotient", worse, better, np.isnan(log_se), answer)


def _extremes(comparison: Comparisons, answer: Answer) -> tuple[Figures, Figures]:
    """The worst and the best group; the largest and the smallest where neither direction is better."""
    used = ~comparison.empty
    comparison.need(answer.refused, used)
    answer.refused.where(used.sum(axis=1) < 2, NO_OTHER)
    values = np.where(used, comparison.figures.value, np.nan)
    largest = np.where(np.isnan(values), -np.inf, values).argmax(axis=1)
    smallest = np.where(np.isnan(values), np.inf, values).argmin(axis=1)
    first = used.argmax(axis=1)
    rest = used & (np.arange(len(comparison.groups)) != first[:, None])
    same = largest == smallest  # all alike: the first two
    largest, smallest = np.where(same, first, largest), np.where(same, rest.argmax(axis=1), smallest)
    here, there = (smallest, largest) if comparison.indicator.better == "higher" else (largest, smallest)
    names = np.array(comparison.groups, dtype=object)
    answer.group = np.where(answer.refused.any, WHOLE, names[here])
    answer.reference = np.where(answer.refused.any, EXTREMES, names[there])
    rows = np.arange(len(comparison))
    return comparison.figures[rows, here], comparison.figures[rows, there]


def _no_range(
    comparison: Comparisons, what: str, worse: Figures, better: Figures, none: Array, answer: Answer
) -> None:
    """Say why there is a figure without a range."""
    bare = none & ((worse.basis == BARE) | (better.basis == BARE))
    at_the_edge = none & ~bare
    answer.method = np.where(at_the_edge, f"{what}, no range", answer.method)
    why = OF_ONE if comparison.indicator.kind == "mean" else AT_THE_EDGE
    answer.reason = np.where(at_the_edge, why, answer.reason)
    if bare.any():
        answer.method = np.where(bare, f"{what}, no range published", answer.method)
        answer.reason = np.where(bare, not_published(comparison), answer.reason)
