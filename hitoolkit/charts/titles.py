"""The finding of one chart as a sentence: what its numbers bear out, no cause, no order that chance may have made."""

from __future__ import annotations

import itertools

from hitoolkit.catalogue.wording import OF_NUMBERS, amount, is_time, lower_first, number, upper_first
from hitoolkit.charts.view import Mark, View
from hitoolkit.charts.words import other, people_of, the

#: larger/smaller and largest/smallest, as each kind of value is spoken of.
GRADES = {
    "proportion": (("larger", "smaller"), ("largest", "smallest")),
    "life_expectancy": (("longer", "shorter"), ("longest", "shortest")),
}
OTHER = (("higher", "lower"), ("highest", "lowest"))
#: "people have waited" is "a share has waited".
ONE_OF = {"have": "has", "were": "was", "are": "is", "do": "does"}


def gradient_title(view: View) -> str:
    """The sentence over an ordered chart."""
    shown = view.shown
    if not shown:
        return "No group can be shown: the numbers are too small or not known"
    most, least = view.known[0], view.known[-1]
    if most.role != "most" or least.role != "least" or most.value is None or least.value is None:
        return "One end of the order cannot be shown, so neither can the gap"
    gap = view.gaps.get((most.group, "gap"))
    clear = bool(gap and gap.clear)
    measured = bool(gap and gap.has_range)
    steps = _steps(shown)
    up = most.value > least.value
    whole = len(shown) == len(view.dimension.groups)
    if steps and whole and clear:
        return f"{_each_step(view)}, {_comparative(view, up)}"
    if steps and whole and not measured:
        return f"In these figures, {_lower_start(_each_step(view))}, {_comparative(view, up)}"
    if not clear and measured:
        if steps and whole:
            return "The groups follow in order, but these numbers cannot tell whether the two ends differ"
        return "The groups do not follow a clear pattern"
    opening = "" if measured else "In these figures, "
    if most.value == least.value:
        return f"{opening}{'t' if opening else 'T'}he two ends have the same {noun_of(view)}"
    values = [row.value for row in shown if row.value is not None]
    extreme = whole and most.value == (max(values) if up else min(values)) and values.count(most.value) == 1
    end = the(most.label) if opening else upper_first(the(most.label))
    grade = _grades(view)[1 if extreme else 0][0 if up else 1]
    claim = f"{opening}{end} has {'the' if extreme else 'a'} {grade} {noun_of(view)}"
    claim += "" if extreme else f" than {the(least.label)}"
    if len(shown) == 2:
        return claim
    return f"{claim}, but the groups between {'are not all shown' if steps else 'do not follow in order'}"


def comparison_title(view: View) -> str:
    """The sentence over a chart of groups without an order."""
    shown = sorted(view.shown, key=lambda row: row.value or 0)
    if len(shown) < 2:
        return "There are too few groups to compare that can be shown"
    low, high = shown[0], shown[-1]
    if view.dimension.places:
        spread = f"{number(low.value, view.decimals)} to {amount(high.value, view.indicator, view.decimals)}"
        some = "" if len(shown) == len(view.known) else " among those that can be shown"
        return f"The {noun_of(view)} runs from {spread}{some}; the places are not ranked"
    (more, less), (top, bottom) = _grades(view)
    noun = noun_of(view) if view.indicator.kind == "life_expectancy" else f"the {noun_of(view)}"
    above, below = people_of(view, high), people_of(view, low)
    values = [row.value for row in shown]
    alone_high, alone_low = values.count(high.value) == 1, values.count(low.value) == 1
    sure_high, sure_low = alone_high and _clear(view, high), alone_low and _clear(view, low)
    whole = len(shown) == len(view.known)
    if not any(gap.has_range for gap in view.gaps.values()):
        if not whole:
            return f"Some groups cannot be shown, so the {top} and the {bottom} {noun_of(view)} cannot be named"
        told = [f"{top} for {above}"] * alone_high + [f"{bottom} for {below}"] * alone_low
        if not told:
            return f"In these figures, several groups have the {top} {noun_of(view)}, and several the {bottom}"
        return f"In these figures, {noun} is {' and '.join(told)}"
    if len(shown) == 2:
        if sure_high or sure_low:
            return upper_first(f"{noun} is {more} for {above} than for {below}")
        return "These numbers cannot tell whether the two groups differ"
    if sure_high and sure_low and whole:
        return upper_first(f"{noun} is {top} for {above} and {bottom} for {below}")
    if sure_high:
        return upper_first(f"{noun} is {more} for {above} than for {other(view, high)}")
    if sure_low:
        return upper_first(f"{noun} is {less} for {below} than for {other(view, low)}")
    apart = clearest(view)
    if apart is not None:
        up = (view.gaps[(apart.group, "gap")].clear > 0) != (view.indicator.better == "higher")
        whom = f"for {people_of(view, apart)} than for {other(view, apart)}"
        return upper_first(f"{noun} is {more if up else less} {whom}")
    return f"These numbers cannot tell which group has the {top} or the {bottom} {noun_of(view)}"


def clearest(view: View) -> Mark | None:
    """The group that stands furthest apart of those that clearly do; it need not have the highest or lowest figure."""
    found = [row for row in view.shown if _clear(view, row)]
    return max(found, key=lambda row: abs(view.gaps[(row.group, "gap")].value or 0.0), default=None)


def _clear(view: View, row: Mark) -> bool:
    gap = view.gaps.get((row.group, "gap"))
    return bool(gap and gap.clear)


def _steps(shown: tuple[Mark, ...]) -> bool:
    values = [row.value for row in shown if row.value is not None]
    pairs = list(itertools.pairwise(values))
    return all(one > two for one, two in pairs) or all(one < two for one, two in pairs)


def _each_step(view: View) -> str:
    labels = view.dimension.labels
    if "deprived" in labels[0].lower():
        return "With each step towards deprivation"
    text = f"With each step from {the(labels[-1])} to {the(labels[0])}"
    return text if len(text) < 75 else "With each step towards the most disadvantaged group"


def _comparative(view: View, up: bool) -> str:
    grade = _grades(view)[0][0 if up else 1]
    if view.indicator.kind == "proportion" and view.indicator.did:
        first, _, rest = view.indicator.did.partition(" ")
        return f"a {grade} share {ONE_OF.get(first, first)} {rest}".rstrip()
    noun = noun_of(view)
    if view.indicator.kind == "life_expectancy":
        return f"{noun} is {grade}"
    if view.indicator.kind in OF_NUMBERS:
        return f"the {noun} is {grade}"
    return f"the {noun} is {grade} ({lower_first(view.indicator.short or view.indicator.name)})"


def _grades(view: View) -> tuple[tuple[str, str], tuple[str, str]]:
    return GRADES["life_expectancy"] if is_time(view.indicator) else GRADES.get(view.indicator.kind, OTHER)


def noun_of(view: View) -> str:
    if view.indicator.kind == "life_expectancy":
        return lower_first(view.indicator.name)
    if view.indicator.kind in OF_NUMBERS:
        return lower_first(view.indicator.short or view.indicator.name)
    return {"proportion": "share", "rate": "rate"}.get(view.indicator.kind, "figure")


def _lower_start(text: str) -> str:
    return text[:1].lower() + text[1:]
