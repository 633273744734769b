"""The words of a chart, from the numbers it shows: axis, caption, description, source, how to read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from hitoolkit.catalogue.wording import (
    NO_RANGE,
    amount,
    difference_decimals,
    in_every,
    lower_first,
    number,
    period_text,
    range_text,
    ratio_decimals,
    rounded,
    upper_first,
)
from hitoolkit.charts.view import REST, Gap, Mark, View

COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ROUNDED = "Numbers are rounded, so they may not subtract exactly."


def axis_title(view: View, *, short: bool = False) -> str:
    """What the axis counts: `Waited over 18 weeks, in every 100 people waiting`."""
    what = view.indicator.short or view.indicator.name
    unit = in_every(view.indicator)
    whom = "" if short or not view.indicator.counted else denominator(view).removeprefix("all ")
    if not unit or unit.lower() in what.lower():
        return what
    return f"{what}, {unit} {whom}".strip()


def column_head(view: View) -> str:
    """The heading over the values: `in 100`, `per 1,000`, `years`."""
    return re.sub(r"^in every (?=[\d,]+$)", "in ", in_every(view.indicator)) or "value"


def denominator(view: View) -> str:
    """Out of whom, or nothing where the catalogue does not say."""
    return "" if view.indicator.denominator == "denominator" else view.indicator.denominator


def worse(view: View) -> str:
    """Which direction is worse: higher, lower, or nothing where neither is."""
    return {"lower": "higher", "higher": "lower", "neither": ""}[view.indicator.better]


def the(label: str) -> str:
    """A group of an ordered dimension inside a sentence: `the most deprived fifth`, `“Under 30 minutes”`."""
    inside = within(label)
    return f"the {inside}" if inside != label else f"“{label}”"


def within(label: str) -> str:
    """A label inside a sentence: a small first letter where it is words, not a name."""
    return lower_first(label) if re.search(r"\b(fifth|tenth|known|stated)$", label) else label


def other(view: View, row: Mark) -> str:
    """Whom a group without order is compared with."""
    gap = view.gaps.get((row.group, "gap"))
    if gap is not None and gap.reference not in ("", REST):
        return view.dimension.label(gap.reference)
    rest = [one.label for one in view.known if one.group != row.group]
    return rest[0] if len(rest) == 1 else "the rest together"


def people_of(view: View, row: Mark) -> str:
    """The people of one group without order, as the catalogue says them: `people aged 18 to 29`."""
    spoken, groups = view.dimension.spoken, view.dimension.groups
    pattern = spoken[0] if len(spoken) == 1 else "{group}"
    if len(spoken) > 1 and row.group in groups:
        pattern = spoken[groups.index(row.group)]
    return pattern.format(people=(view.indicator.who or "people").split(" ")[-1], group=row.label)


def subtitle(view: View) -> str:
    """Who is counted, how they are grouped, where and when."""
    whom = denominator(view) or view.indicator.name
    when = "" if view.period == "not stated" else period_text(view.period)
    where = [view.area if view.area != "All" else "", when]
    if view.stratum != "All":
        parts = [part.strip().partition("=") for part in view.stratum.split(";")]
        where.append(", ".join(value or name for name, _, value in parts) + " only")
    told = ", ".join(part for part in where if part)
    return f"{upper_first(whom)}, {view.dimension.grouped}." + (f" {upper_first(told)}." if told else "")


def sources_text(names: Iterable[str]) -> str:
    """Sources inside a sentence: a small first letter, but not for a title such as that of a publication.

    >>> sources_text(["Your own records", "Hospital Outpatient Activity"])
    'your own records; Hospital Outpatient Activity'
    """
    said = [lower_first(name) if name.split(" ")[1:2] and name.split(" ")[1].islower() else name for name in names]
    return "; ".join(said) or "not stated"


def source_line(view: View) -> str:
    """Where the figures come from, and which edition made the groups."""
    names = sources_text(view.sources)
    deprived = "deprived" in view.dimension.labels[0].lower() if view.dimension.labels else False
    if view.edition == "as recorded":
        return f"Source: {names}."
    edition = f" Groups: {view.edition}." if view.edition != "not stated" else " Edition of the groups not stated."
    edition += f" {upper_first(view.matched)}." if view.matched else ""
    return f"Source: {names}." + (edition if deprived or view.edition != "not stated" else "")


def difference_text(view: View, gap: Gap) -> str:
    """`8 in every 100 (plausible range 5 to 10)`."""
    places = difference_decimals(gap.value, gap.lower, gap.upper, view.decimals)
    span = range_text(gap.lower, gap.upper, places)
    return f"{amount(gap.value, view.indicator, places)} ({span if span == NO_RANGE else f'plausible range {span}'})"


def turned(gap: Gap) -> Gap:
    """The same difference seen from the other end."""
    value = None if gap.value is None else -gap.value
    if gap.lower is None or gap.upper is None:
        return replace(gap, value=value)
    return replace(gap, value=value, lower=-gap.upper, upper=-gap.lower)


def ratio_text(gap: Gap) -> str:
    """`1.2 (1.1 to 1.3)`."""
    places = ratio_decimals(gap.value, gap.lower, gap.upper)
    span = range_text(gap.lower, gap.upper, places)
    return number(gap.value, places) + ("" if span == NO_RANGE else f" ({span})")


def sizes(view: View, group: str) -> str:
    """Difference and ratio in one sentence, each with its range; why, where one cannot be given."""
    gap, ratio = view.gaps.get((group, "gap")), view.gaps.get((group, "ratio"))
    if gap is None or gap.value is None:
        why = gap.reason if gap is not None else ""
        return f"The difference cannot be given{f': {lower_first(why).rstrip(chr(46))}' if why else ''}."
    text = f"The difference is {difference_text(view, gap)}"
    if ratio is not None and ratio.value is not None:
        return f"{text}; the ratio is {ratio_text(ratio)}."
    why = lower_first(ratio.reason).rstrip(".") if ratio is not None and ratio.reason else ""
    return f"{text}; no ratio can be given{f': {why}' if why else ''}."


def rounding_note(view: View, first: Mark, second: Mark, gap: Gap | None) -> str:
    """A word of help where the shown numbers seem to disagree by one in the last place."""
    if gap is None or gap.value is None or first.value is None or second.value is None:
        return ""
    places = difference_decimals(gap.value, gap.lower, gap.upper, view.decimals)
    seen = abs(rounded(first.value, view.decimals) - rounded(second.value, view.decimals))
    return ROUNDED if places == view.decimals and seen != abs(rounded(gap.value, places)) else ""


def row_words(row: Mark) -> str:
    """One group in the description: `most deprived fifth 46 (plausible range 45 to 48)`."""
    label = within(row.label)
    if row.value is None:
        return f"{label} {row.text}"
    return f"{label} {row.text} (plausible range {row.range})" if row.has_range else f"{label} {row.text}"


def described(view: View, more: list[str]) -> str:
    """The description for people who do not see the chart: every value and range, what else it shows, direction."""
    first, last = (view.known[0].label, view.known[-1].label) if view.known else ("", "")
    if view.dimension.ordered:
        opening = f"{upper_first(_count(len(view.known)))} from {the(first)} to {the(last)}"
    else:
        opening = f"{upper_first(_count(len(view.known)))} {view.dimension.grouped}"
    if view.unknown:
        named = " and ".join(lower_first(row.label) for row in view.unknown)
        opening += f"; apart from them, {named}"
    parts = [f"{opening}.", f"{axis_title(view)}: {'; '.join(map(row_words, view.rows))}."]
    if not view.ranges:
        parts.append(f"{upper_first(NO_RANGE)}.")
    parts += more
    if worse(view):
        parts.append(f"{upper_first(worse(view))} is worse.")
    if view.synthetic:
        parts.append("Synthetic data.")
    return " ".join(part for part in parts if part)


def reading(view: View, *, band: bool, line: bool) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    side = {"higher": " Further right is worse.", "lower": " Further left is worse.", "": ""}[worse(view)]
    dots = "Each dot is one group; the dashed line is all of them together." if line else "Each dot is one group."
    notes = [{"icon": "dots" if view.dimension.ordered else "dot", "text": dots + side}]
    if view.ranges:
        what = "share" if view.indicator.kind == "proportion" else "figure"
        text = f"The thin bar is its plausible range: where the true {what} could well be."
        notes.append({"icon": "bar", "text": text})
    if band:
        notes.append({"icon": "band", "text": "The shaded band is the gap between the two ends."})
    return notes


def _count(number_of: int) -> str:
    word = COUNTED[number_of] if number_of < len(COUNTED) else str(number_of)
    return f"{word} row{'' if number_of == 1 else 's'}"
