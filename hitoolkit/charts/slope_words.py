"""The words of a chart of two times: how the gap moved both ways, who moved, and what cannot be told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hitoolkit.catalogue.wording import (
    NO_RANGE,
    amount,
    at_time,
    difference_decimals,
    lower_first,
    number,
    range_text,
    rounded,
    spelt,
    upper_first,
)
from hitoolkit.charts import words
from hitoolkit.charts.titles import noun_of
from hitoolkit.charts.view import REST, Mark
from hitoolkit.measures.both_ways import both_ways
from hitoolkit.measures.moved import Shift, shifts

if TYPE_CHECKING:
    from hitoolkit.charts.slope_picture import Told

DID = {-1: "narrowed", 1: "widened"}
UNSURE = "These numbers cannot tell whether the gap has moved"


def lead(told: Told) -> tuple[str, str, Shift, Shift]:
    """The comparison to speak of: of an order its two ends, else the clearest and largest change."""
    assert told.changes is not None
    none = Shift("gap"), Shift("ratio")
    pairs = [(group, reference, found.get("gap", none[0]), found.get("ratio", none[1]))
             for (group, reference), found in shifts(told.changes).items()]
    if not pairs:
        return "", "", *none
    return max(pairs, key=lambda one: (one[2].clear, one[2].known, abs(one[2].value) if one[2].known else 0.0))


def title(told: Told) -> str:
    """The sentence over the chart."""
    if told.areas:
        return _areas_title(told)
    if told.view.indicator.no_gap:
        return _lines_title(told)
    group, reference, gap, ratio = lead(told)
    several = len(shifts(told.changes)) > 2 if told.changes is not None else False
    if not gap.known:
        return "The gap cannot be followed: a figure behind it is hidden or not known at one of the two times"
    who = "The gap" if told.view.dimension.ordered else f"The gap between {who_text(told, group, reference)}"
    opposed = both_ways(gap, ratio)
    if gap.ranged and not gap.clear and (several or not opposed):
        few = f"any of {spelt(len(told.known))} groups moved nearer to the rest, or further away"
        return f"These numbers cannot tell whether {few}" if several else UNSURE
    if not gap.ranged and gap.way == 0:
        return f"In these figures, {lower_first(who)} is as it was"
    if not gap.ranged:
        who = f"In these figures, {lower_first(who)}"
    if gap.turned:
        return f"{who} has turned round"
    if opposed:
        return f"{who} {opposed}"
    first, second = _both(told, gap)
    return f"{who} {DID[gap.way]} from {first} to {second}" if gap.way else UNSURE


def _areas_title(told: Told) -> str:
    found = [told.moves[name].clear for name in told.known if told.moves[name].known]
    ranged = any(told.moves[name].ranged for name in told.known)
    thing = noun_of(told.view)
    if not found:
        return "No area has a figure at both times"
    if not ranged:
        fell = sum(told.moves[name].value < 0 for name in told.known if told.moves[name].known)
        return f"In these figures, the {thing} is lower than before in {fell} of {len(found)} areas"
    parts = [f"{word} in {spelt(found.count(sign))}" for word, sign in (("fell", -1), ("rose", 1)) if sign in found]
    if not parts:
        return f"These numbers cannot tell whether the {thing} moved in any of {spelt(len(found))} areas"
    rest = found.count(0)
    tail = f"; of the other{'s' if rest > 1 else ''} these numbers cannot tell" if rest else ""
    return f"Of {spelt(len(found))} areas, the {thing} {' and '.join(parts)}{tail}"


def _lines_title(told: Told) -> str:
    """Where nothing is compared between the lines: how many of them fell or rose."""
    found = [told.moves[name].clear for name in told.known if name in told.moves and told.moves[name].ranged]
    thing = noun_of(told.view)
    if not found:
        return f"The {thing} of each, {_at(told.times[0])} and {_at(told.times[1])}"
    parts = [f"{word} for {spelt(found.count(sign))}" for word, sign in (("fell", -1), ("rose", 1)) if sign in found]
    if not parts:
        return (f"These numbers cannot tell whether the {thing} moved for any of the {spelt(len(found))} "
                "asked both times")
    tail = "; for the rest these numbers cannot tell" if 0 in found else ""
    return f"Of {spelt(len(found))} with a figure both times, the {thing} {' and '.join(parts)}{tail}"


def caption(told: Told) -> str:
    """Difference and ratio at both times with their ranges, how they moved, and the direction in words."""
    if told.view.indicator.no_gap and not told.areas:
        return (f"{told.view.indicator.no_gap}, so there is no gap to measure. The two times may hold other people: a "
                "change may come from who was counted.")
    if told.areas:
        return ("Each line is one area against itself; how far areas lie apart is not measured. Areas picked because "
                "they were worst drift back by themselves.")
    group, reference, gap, _ = lead(told)
    if not group:
        return ""
    at = [f"{upper_first(at_time(when))}: {lower_first(words.sizes(one, group))}"
          for when, one in zip(told.times, told.views, strict=True)]
    if not told.view.dimension.ordered:
        at.insert(0, f"{upper_first(who_text(told, group, reference))}.")
    return " ".join(part for part in [*at, changed(told, gap), _direction(told, group, reference, gap), gap.note]
                    if part)


def changed(told: Told, gap: Shift) -> str:
    """How the difference moved, with the range of that move: `The difference is 4 narrower (5 narrower to 1 wider).`"""
    if not gap.known:
        return f"How it moved cannot be given{f': {lower_first(gap.reason).rstrip(chr(46))}' if gap.reason else ''}."
    if gap.turned:
        return ""
    places = difference_decimals(gap.value, gap.lower, gap.upper, told.decimals)
    sign = -1 if gap.first < 0 else 1

    def said(value: float) -> str:
        size = number(abs(value), places)
        return size if float(size.replace(",", "")) == 0 else f"{size} {'wider' if sign * value > 0 else 'narrower'}"

    if not gap.ranged:
        return f"The difference is {said(gap.value)} ({NO_RANGE})."
    ends = sorted((sign * gap.lower, sign * gap.upper), key=abs) if gap.clear else (sign * gap.lower, sign * gap.upper)
    low, high = (said(sign * end) for end in ends)
    span = f"{low.split(' ')[0]} to {high}" if gap.clear else f"{low} to {high}"
    unsure = "" if gap.clear else " These numbers cannot tell whether it moved."
    return f"The difference is {said(gap.value)} (plausible range {span}).{unsure}"


def _direction(told: Told, group: str, reference: str, gap: Shift) -> str:
    """Who is worse off at each time, where its numbers can tell."""
    if not gap.known or not words.worse(told.view):
        return ""
    one, other = _name(told, group), "the rest" if reference == REST else _name(told, reference)
    sides = []
    for seen, side in zip(told.views, (gap.first, gap.second), strict=True):
        size = seen.gaps.get((group, "gap"))
        unsure = size is not None and size.has_range and not size.clear
        sides.append("" if unsure or side == 0 else one if side > 0 else other)
    if sides == ["", ""]:
        return f"At neither time can these numbers tell who is worse off, {one} or {other}."
    opening = "" if told.view.ranges else "In these figures, "
    if sides[0] == sides[1]:
        return upper_first(f"{opening}{sides[0]} {'are' if sides[0] == 'the rest' else 'is'} worse off both times.")
    parts = [f"{at_time(when)} {f'{who} was worse off' if who else 'these numbers cannot tell who was'}"
             for when, who in zip(told.times, sides, strict=True)]
    return upper_first(f"{opening}{'; '.join(parts)}.")


def _at(when: str) -> str:
    """`in 2024/25`, `on 30 September 2026`."""
    return f"{'on' if re.match(r'[0-9]{1,2} ', when) else 'in'} {when}"


def _name(told: Told, group: str) -> str:
    label = told.label(group) if group in told.pairs else told.view.dimension.label(group)
    return words.the(label) if told.view.dimension.ordered else label


def who_text(told: Told, group: str, reference: str) -> str:
    """The two groups of a gap."""
    other = "the rest together" if reference == REST else _name(told, reference)
    return f"{_name(told, group)} and {other}"


def _both(told: Told, gap: Shift) -> tuple[str, str]:
    places = max(difference_decimals(one, None, None, told.decimals) for one in (gap.first, gap.second))
    if rounded(abs(gap.first), places) == rounded(abs(gap.second), places):
        places += 1
    return number(abs(gap.first), places), amount(abs(gap.second), told.view.indicator, places)


def moved(told: Told, name: str) -> str:
    """How one line moved, above 0 where it is higher than before, with its range; empty where an end has no figure."""
    move = told.moves.get(name)
    if move is None or not move.known:
        return ""
    places = difference_decimals(move.value, move.lower, move.upper, told.decimals)
    size = number(move.value, places)
    text = f"+{size}" if move.value > 0 and float(size.replace(",", "")) else size
    return f"{text} ({range_text(move.lower, move.upper, places)})" if move.ranged else text


def subtitle(told: Told) -> str:
    """Who is counted, how they are grouped, where, and the two times."""
    view = told.view
    if not told.areas:
        return words.subtitle(replace(view, period=f"{told.times[0]} and {told.times[1]}"))
    whom = upper_first(words.denominator(view) or view.indicator.name)
    label = "" if view.whole else f", {lower_first(view.known[0].label)}"
    return f"{whom}{label}, in {spelt(len(told.known))} areas. {told.times[0]} and {told.times[1]}."


def alt_title(told: Told) -> str:
    """What kind of chart it is, and of what."""
    lines = "areas" if told.areas else told.view.dimension.grouped
    return f"Slope chart of two times: {lower_first(told.view.indicator.name)}, {lines}"


def described(told: Told) -> str:
    """The description for people who do not see the chart: every figure at both times, and how the gap moved."""
    view = told.view
    each = []
    for name in told.pairs:
        if told.mark(name).role == "whole" and not told.areas:
            continue
        first, second = (said_text(mark) for mark in told.pairs[name])
        each.append(f"{words.within(told.label(name))} from {first} to {second}")
    parts = [f"{upper_first(spelt(len(each)))} line{'' if len(each) == 1 else 's'} from {told.times[0]} to "
             f"{told.times[1]}.", f"{words.axis_title(view)}: {'; '.join(each)}."]
    if not view.ranges:
        parts.append(f"{upper_first(NO_RANGE)}.")
    parts.append(f"{title(told)}." if told.areas else caption(told))
    parts.append(f"{upper_first(words.worse(view))} is worse." if words.worse(view) else "")
    parts.append("Synthetic data." if view.synthetic else "")
    return " ".join(part for part in parts if part)


def said_text(mark: Mark | None) -> str:
    """One figure with its range, or that there is none."""
    if mark is None:
        return "no figure"
    return f"{mark.text} ({mark.range})" if mark.has_range else mark.text


def reading(told: Told) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    up = {"higher": " Going up is getting worse.", "lower": " Going down is getting worse.", "": ""}
    line = "area" if told.areas else "group"
    notes = [{"icon": "dots" if told.view.dimension.ordered and not told.areas else "dot",
              "text": f"Each line is one {line}, before and after.{up[words.worse(told.view)]}"}]
    if told.view.ranges:
        notes.append({"icon": "bar", "text": "The thin bar is the plausible range; it is left out where bars would run "
                                             "into each other. All ranges are in the table."})
    return notes
