"""The whole gradient in one number: the slope index (SII, a difference) and the relative index (RII, a quotient).

Both compare the ends of a straight line through all groups, each placed by its share of people, from the least to the
most disadvantaged person. Sources: Low and Low 2004; Fingertips technical guidance on inequality measures.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hitoolkit import intervals
from hitoolkit.intervals import LOG, LOGIT, Array
from hitoolkit.measures import line
from hitoolkit.measures.comparison import Comparison, Refused, joint_flag
from hitoolkit.measures.figures import Figure, scale_of, whole_of
from hitoolkit.measures.line import Index
from hitoolkit.table import WHOLE

Row = dict[str, Any]
#: Models of the line, and the kind of indicator each is for ("" is all).
MODELS = {"linear": "", "log": "rate", "logit": "proportion", "binomial": "proportion"}
UNREADY = Index(np.nan, np.nan, np.nan, np.nan)
RELATIVE = 1


def sii(comparison: Comparison) -> list[Row]:
    """Slope index of inequality: the two ends of the line, most minus least disadvantaged, in the indicator's unit.

    Positive where the disadvantaged are worse off. Not for groups without order, nor where the gradient bends sharply.
    """
    return [_row(comparison, 0)]


def rii(comparison: Comparison) -> list[Row]:
    """Relative index of inequality: the quotient of the two ends of the line. `se` is on the log scale.

    Above 1 where the disadvantaged are worse off. Not where the line comes near zero at one end.
    """
    return [_row(comparison, RELATIVE)]


def _row(comparison: Comparison, which: int) -> Row:
    row: Row = {"group": WHOLE, "reference": "", "reason": "", "flag": "", "method": ""}
    try:
        x, parts, weights, weighting = _groups(comparison)
        row["flag"] = joint_flag(parts)
        index, method = _fit(comparison, parts, x, weights, which)
        if which == RELATIVE and not (np.isfinite(index.value) and index.value > 0):
            raise Refused("The fitted line reaches zero at one end, so a relative index has no meaning. "
                          "Use the slope index.", row["flag"])
        if not np.isfinite([index.lower, index.upper]).all() or (which == RELATIVE and index.lower <= 0):
            index, row["reason"] = index._replace(lower=np.nan, upper=np.nan), _why_no_range(parts, which)
            method = "no range published" if any(part.basis == "" for part in parts) else "no range"
        scale = ["log scale"] if which == RELATIVE else []
        row.update(index._asdict(), method=", ".join([method, weighting, *scale]))
    except Refused as refused:
        row.update(UNREADY._asdict(), reason=refused.reason, flag=refused.flag)
    return row


def _groups(comparison: Comparison) -> tuple[Array, list[Figure], Array, str]:
    """Place, figure and weight of each group, and how it was weighted. Places run towards the end taken as worse."""
    if not comparison.dimension.ordered:
        raise Refused(f"The groups of {comparison.dimension.name} have no order, so there is no slope to measure.")
    used = [group for group in comparison.groups if not comparison.empty(group)]
    parts = [comparison.figure(group) for group in used]
    if len(parts) < 2:
        raise Refused("Only one group has people in it, so there is no slope to measure.")
    people = np.array([part.denominator for part in parts])
    unknown = [comparison.label(group) for group, number in zip(used, people, strict=True) if np.isnan(number)]
    if 0 < len(unknown) < len(used):
        raise Refused(f"The number of people in {unknown[0]} is not known, so the shares of the groups are not either.",
                      "incomplete")
    binomial = comparison.settings.model == "binomial"
    weighting = "equal shares" if unknown else "each person once" if binomial else "weighted least squares"
    weights = np.ones(len(used)) if unknown else people
    x = line.places(weights)
    return (x if comparison.indicator.better == "higher" else 1 - x), parts, weights, weighting


def _fit(comparison: Comparison, parts: list[Figure], x: Array, weights: Array, which: int) -> tuple[Index, str]:
    """The slope or the relative index, and how its range was found."""
    block, settings = comparison.indicator, comparison.settings
    kind = MODELS[settings.model]
    if not kind:
        return _linear(comparison, parts, x, weights, which)
    if block.kind != kind:
        raise Refused(f'The model "{settings.model}" is for a {kind}, and {block.name} is not one.')
    y = np.array([part.value for part in parts])
    if (y <= 0).any() or (kind == "proportion" and (y >= block.per).any()):
        raise Refused(f'A group is at zero or at the ceiling, which the model "{settings.model}" cannot take. '
                      'Use "linear".', joint_flag(parts))
    return (_binomial if settings.model == "binomial" else _on_scale)(comparison, parts, x, weights, which)


def _linear(comparison: Comparison, parts: list[Figure], x: Array, weights: Array, which: int) -> tuple[Index, str]:
    settings = comparison.settings
    y, se = (np.array([getattr(part, name) for part in parts]) for name in ("value", "se"))
    start, end = line.ends(y, x, weights)
    if which != RELATIVE and all(_plain(comparison, part) for part in parts):
        return line.slope_index(y, se, x, weights, settings.confidence), "closed form"
    value = end - start if which != RELATIVE else end / start if start > 0 and end > 0 else np.nan
    if any(part.basis == "" for part in parts):
        return UNREADY._replace(value=value), ""
    if "drawn" not in comparison.kept:  # one simulation serves both indices
        comparison.kept["drawn"] = _simulated(comparison, parts, x, weights)
    return comparison.kept["drawn"][which]._replace(value=value), f"simulated, {settings.draws:,} draws"


def _on_scale(comparison: Comparison, parts: list[Figure], x: Array, weights: Array, which: int) -> tuple[Index, str]:
    settings, whole = comparison.settings, whole_of(comparison.indicator)
    y, scale_se = (np.array([getattr(part, name) for part in parts]) for name in ("value", "scale_se"))
    scale = LOG if settings.model == "log" else LOGIT
    slope, quotient = line.indices_on_scale(y / whole, scale_se, x, weights, scale, settings.confidence)
    return quotient if which == RELATIVE else _times(slope, whole), f"closed form, {settings.model} model"


def _binomial(comparison: Comparison, parts: list[Figure], x: Array, weights: Array, which: int) -> tuple[Index, str]:
    if np.isnan([part.denominator for part in parts]).any():
        raise Refused('The model "binomial" needs the number of people in each group.', "incomplete")
    per = comparison.indicator.per
    y = np.array([part.value for part in parts]) / per
    fitted = line.quasi_fit(y, x, weights, LOGIT, comparison.settings.confidence)
    if fitted is None:
        raise Refused('The model "binomial" does not settle on these figures. Use "linear".', joint_flag(parts))
    return fitted[1] if which == RELATIVE else _times(fitted[0], per), "binomial fit, HC1 and delta"


def _plain(comparison: Comparison, part: Figure) -> bool:
    """Whether a figure is drawn as it is: values of no bounded kind, and those with a standard error of their own."""
    return comparison.indicator.kind not in ("proportion", "rate") or part.basis == "se"


def _simulated(comparison: Comparison, parts: list[Figure], x: Array, weights: Array) -> tuple[Index, Index]:
    """Ranges from figures drawn at random: on the log scale for rates, the logit for proportions, as Fingertips does.

    A group with no events, or nothing but events, has no place on those scales; it is drawn from the distribution that
    its counts leave after Jeffreys' prior, so that one zero does not cost the whole gradient its range.
    """
    block, settings = comparison.indicator, comparison.settings
    scale, whole = scale_of(block.kind), whole_of(block)
    values = np.array([part.value for part in parts])
    plain = np.array([_plain(comparison, part) for part in parts])
    bounded = ~plain & np.isnan([part.scale_se for part in parts])
    curved = ~plain & ~bounded
    centre = np.where(curved, scale.to(values / whole), values)
    spread = np.where(plain, [part.se for part in parts], [part.scale_se for part in parts])

    to_line = line.projector(x, weights).T

    def draw(generator: np.random.Generator, size: int) -> Array:
        made = generator.standard_normal((size, len(parts)))  # worked on in place: this is where the time goes
        made *= spread
        made += centre
        if curved.all():
            made = scale.back(made)
            made *= whole
        elif curved.any():
            made[:, curved] = whole * scale.back(made[:, curved])
        for number in np.flatnonzero(bounded):
            made[:, number] = _drawn_from_counts(generator, parts[number], block.kind, block.per, size)
        return made @ to_line

    start, slope = intervals.simulate(draw, settings.draws, settings.seed).T
    return line.indices_of_draws(start, slope, settings.confidence)


def _drawn_from_counts(generator: np.random.Generator, part: Figure, kind: str, per: float, size: int) -> Array:
    if part.basis != "counts":
        return np.full(size, np.nan)
    if kind == "proportion":
        return per * generator.beta(part.numerator + 0.5, part.denominator - part.numerator + 0.5, size)
    return per * generator.gamma(part.numerator + 0.5, 1 / part.denominator, size)


def _times(index: Index, per: float) -> Index:
    return Index(*(per * number for number in index))


def _why_no_range(parts: list[Figure], which: int) -> str:
    if any(part.basis == "" for part in parts):
        return "No range was published for every group."
    if any(np.isnan(part.scale_se) and part.basis != "counts" for part in parts):
        return "The limits of one group are at zero or at the ceiling, so no range can be made from them."
    if which == RELATIVE:
        return "Within its plausible range the fitted line reaches zero at one end, so there is no range to give."
    return "There are too few groups for this method to have a range."
