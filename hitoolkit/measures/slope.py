"""The whole gradient in one number: the slope index (SII, a difference) and the relative index (RII, a quotient).

Both compare the ends of a straight line through all groups, each placed by its share of people, from the least to the
most disadvantaged person. Sources: Low and Low 2004; Fingertips technical guidance on inequality measures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hitoolkit.intervals import IDENTITY, LOG, LOGIT, Array, Scale
from hitoolkit.measures import line
from hitoolkit.measures.answer import Answer
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.draws import Statistic
from hitoolkit.measures.figures import BARE, COUNTS, SE, whole_of
from hitoolkit.measures.layout import EQUAL, Layout, layout, ranking
from hitoolkit.measures.line import Index
from hitoolkit.measures.ranges import ranges
from hitoolkit.table import WHOLE

#: Models of the line, and the kind of indicator each is for ("" is all).
MODELS = {"linear": "", "log": "rate", "logit": "proportion", "binomial": "proportion"}
SII, RII = "sii", "rii"
TOO_FEW = "Only one group has people in it, so there is no slope to measure."
REACHES_ZERO = ("The fitted line reaches zero at one end, so a relative index has no meaning. Use the slope index.")
#: A group this far from the line, as a part of the slope and in standard errors, bends the gradient.
BENDS, BEYOND_CHANCE = 0.2, 3.0


@dataclass(frozen=True)
class _Line:
    """What a model of the line has found, before anything is refused."""

    index: Index
    method: Array
    away: Array  # how far each group lies from the line, as a part of the slope; 0 where chance may explain it


def sii(comparison: Comparisons) -> list[Answer]:
    """Slope index of inequality: the two ends of the line, most minus least disadvantaged, in the indicator's unit.

    Positive where the disadvantaged are worse off. Not for groups without order, nor where the gradient bends sharply:
    `reason` says so where a group lies off the line by more than a fifth of the slope and than chance explains.
    """
    return [_answer(comparison, SII)]


def rii(comparison: Comparisons) -> list[Answer]:
    """Relative index of inequality: the quotient of the two ends of the line. `se` is on the log scale.

    Above 1 where the disadvantaged are worse off. Not where the line comes near zero at one end.
    """
    return [_answer(comparison, RII)]


def statistics(comparison: Comparisons) -> dict[str, Statistic]:
    """Slope and quotient of the ends of drawn lines. A line that falls below zero counts as 0 or as endless."""
    def of_line(y: Array, laid: Layout) -> tuple[Array, Array]:
        share = laid.share[:, :, 0]
        start, slope = line.projector(ranking(comparison, share), share)
        return (start[:, None, :] @ y)[:, 0], (slope[:, None, :] @ y)[:, 0]

    def slopes(y: Array, laid: Layout) -> Array:
        return of_line(y, laid)[1]

    def quotients(y: Array, laid: Layout) -> Array:
        start, slope = of_line(y, laid)
        return np.log(np.where(start > 0, np.maximum(start + slope, 0) / start, np.inf))

    return {SII: slopes, RII: quotients}


def _answer(comparison: Comparisons, name: str) -> Answer:
    if not comparison.dimension.ordered:
        return Answer(comparison.unordered("there is no slope to measure"), group=WHOLE)
    laid = layout(comparison, least=TOO_FEW)
    answer = Answer(laid.refused, group=WHOLE, flag=laid.flag)
    found = _fit(comparison, laid, name)
    index = found.index
    if name == RII:
        laid.refused.where(~(np.isfinite(index.value) & (index.value > 0)), REACHES_ZERO, laid.flag)
    sure = np.isfinite(index.lower) & np.isfinite(index.upper) & ((name == SII) | (np.asarray(index.lower) > 0))
    answer.value, answer.se = index.value, index.se
    answer.lower, answer.upper = np.where(sure, index.lower, np.nan), np.where(sure, index.upper, np.nan)
    bare = (laid.used & (comparison.figures.basis == BARE)).any(axis=1)
    method = np.where(sure, found.method, np.where(bare, "no range published", "no range"))
    answer.method = method + ", " + _weighting(comparison, laid) + (", log scale" if name == RII else "")
    answer.reason = np.where(sure, _bends(comparison, found), _why_no_range(comparison, laid, name))
    return answer


def _weighting(comparison: Comparisons, laid: Layout) -> Array:
    fit = "each person once" if comparison.settings.model == "binomial" else "weighted least squares"
    return np.where(laid.weighting == EQUAL, EQUAL, fit).astype(object)


def _fit(comparison: Comparisons, laid: Layout, name: str) -> _Line:
    """The slope or the relative index, and how its range was found."""
    settings, block = comparison.settings, comparison.indicator
    kind = MODELS[settings.model]
    if not kind:
        return _linear(comparison, laid, name)
    if block.kind != kind:
        laid.refused.where(True, f'The model "{settings.model}" is for a {kind}, and {block.name} is not one.')
    outside = (laid.y <= 0) | ((laid.y >= block.per) & (kind == "proportion"))
    laid.refused.where((laid.used & outside).any(axis=1), "A group is at zero or at the ceiling, which the model "
                       f'"{settings.model}" cannot take. Use "linear".', laid.flag)
    return (_binomial if settings.model == "binomial" else _on_scale)(comparison, laid, name)


def _linear(comparison: Comparisons, laid: Layout, name: str) -> _Line:
    settings, x = comparison.settings, ranking(comparison, laid.share)
    start, end = line.ends(laid.y, x, laid.share)
    away = _away(laid.y, laid.se, x, laid, IDENTITY)
    plain = (comparison.figures.basis == SE) | ~laid.used | (not comparison.indicator.counted)
    exact = plain.all(axis=1) & (name == SII)
    closed = line.slope_index(laid.y, laid.se, x, laid.share, settings.confidence)
    if exact.all():
        return _Line(closed, np.full(len(comparison), "closed form", dtype=object), away)
    value = end - start if name == SII else np.where((start > 0) & (end > 0), end / start, np.nan)
    made = ranges(comparison, laid, name, statistics(comparison), np.log(value) if name == RII else value)
    back = np.exp if name == RII else np.positive
    index = Index(value, made.se, back(made.lower), back(made.upper))
    both = Index(*(np.where(exact, one, other) for one, other in zip(closed, index, strict=True)))
    return _Line(both, np.where(exact, "closed form", made.method), away)


def _on_scale(comparison: Comparisons, laid: Layout, name: str) -> _Line:
    settings, whole, x = comparison.settings, whole_of(comparison.indicator), ranking(comparison, laid.share)
    scale = LOG if settings.model == "log" else LOGIT
    y, se = _inside(laid, whole), np.where(laid.used, comparison.figures.scale_se, 0)
    slope, quotient = line.indices_on_scale(y, se, x, laid.share, scale, settings.confidence)
    method = np.full(len(comparison), f"closed form, {settings.model} model", dtype=object)
    return _Line(quotient if name == RII else slope.times(whole), method, _away(y, se, x, laid, scale))


def _binomial(comparison: Comparisons, laid: Layout, name: str) -> _Line:
    laid.refused.where(laid.weighting == EQUAL, 'The model "binomial" needs the number of people in each group.',
                       "incomplete")
    per, x, y = comparison.indicator.per, ranking(comparison, laid.share), _inside(laid, comparison.indicator.per)
    slope, quotient = line.quasi_fit(y, x, laid.share, LOGIT, comparison.settings.confidence, laid.se / per)
    laid.refused.where(np.isnan(slope.value), 'The model "binomial" does not settle on these figures. Use "linear".',
                       laid.flag)
    method = np.full(len(comparison), "binomial fit, delta", dtype=object)
    se = np.where(laid.used, comparison.figures.scale_se, 0)
    return _Line(quotient if name == RII else slope.times(per), method, _away(y, se, x, laid, LOGIT))


def _inside(laid: Layout, whole: float) -> Array:
    """Figures as shares of the whole; groups that weigh nothing stand in the middle, where every scale has a place."""
    return np.where(laid.used, laid.y / whole, 0.5)


def _away(y: Array, se: Array, x: Array, laid: Layout, scale: Scale) -> Array:
    start, end = line.ends(scale.to(y), x, laid.share)
    off = np.abs(scale.to(y) - (start[:, None] + (end - start)[:, None] * x))
    far = off / np.abs(end - start)[:, None]
    return np.where(laid.used & (off > BEYOND_CHANCE * se) & (far > BENDS), far, 0)


def _bends(comparison: Comparisons, found: _Line) -> Array:
    """A warning, in words, where the groups do not lie on a line."""
    furthest = found.away.argmax(axis=1)
    words = np.array([f"The groups do not lie on a straight line ({comparison.label(group)} is furthest from it), so "
                      "look at all of them before one number." for group in comparison.groups], dtype=object)
    return np.where(found.away.max(axis=1, initial=0) > 0, words[furthest], "")


def _why_no_range(comparison: Comparisons, laid: Layout, name: str) -> Array:
    figures = comparison.figures
    bare = (laid.used & (figures.basis == BARE)).any(axis=1)
    edge = (laid.used & np.isnan(figures.scale_se) & (figures.basis != COUNTS)).any(axis=1)
    last = ("Within its plausible range the fitted line reaches zero at one end, so there is no range to give."
            if name == RII else "There are too few groups for this method to have a range.")
    return np.select(
        [bare, edge],
        ["No range was published for every group.",
         "The limits of one group are at zero or at the ceiling, so no range can be made from them."],
        default=last,
    ).astype(object)


