"""The words of a chart over shares of the unknown: how far a gap could move, and how many people that hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import (
    in_every,
    in_hundred,
    lower_first,
    number,
    period_text,
    range_text,
    upper_first,
)
from hitoolkit.charts.words import sources_text
from hitoolkit.measures.every import RATIOS
from hitoolkit.measures.reference import REST
from hitoolkit.measures.unknowns import ENDS

if TYPE_CHECKING:
    from hitoolkit.charts.unknown_picture import Moved

NOUNS = {"gap": "difference", "ratio": "ratio", "sii": "slope index (SII)", "rii": "relative index (RII)"}
#: How many points of the line stand in the table.
STEPS = 6


def title(moved: Moved) -> str:
    """The sentence over the chart."""
    noun = NOUNS[moved.measure]
    if moved.low is None or moved.high is None:
        return f"These numbers cannot tell how far the {noun} could move"
    if moved.nobody:
        return f"The table has nobody of unknown group, so the {noun} cannot move on their account"
    span = moved.span(moved.measure, moved.low, moved.high)
    if moved.share[0] == moved.share[1]:
        whose = _belong(moved).split(" and ")[0]
        return f"If {_shares(moved)} of the unknown people {whose}, the {noun} would be {span}"
    if moved.low <= moved.none <= moved.high:
        side = "is worse off" if moved.indicator.better != "neither" else "has the higher figure"
        return (f"These numbers cannot tell who {side}: the {noun} could be {span}, depending on who the people of "
                "unknown group are")
    return f"The {noun} could be {span}, depending on who the people of unknown group are"


def caption(moved: Moved) -> str:
    """What leaving them out gives, how far both measures could move, how many people are not known, and chance."""
    if moved.low is None or moved.high is None:
        return moved.reason
    said = [f"Leaving the people of unknown group out gives a {NOUNS[moved.measure]} of "
            f"{moved.span(moved.measure, moved.left_out, moved.left_out)}."]
    if not moved.nobody:
        name, low, high = moved.other
        other = f"; the {NOUNS[name]} {moved.span(name, low, high)}" if low is not None else ""
        said.append(f"If {_shares(moved)} of them {_belong(moved)}, it could be "
                    f"{moved.span(moved.measure, moved.low, moved.high)}{other}.")
        said.append(_lost(moved))
        if moved.reason:
            said.append(moved.reason)
    if moved.chance[0] is not None:
        text = range_text(*moved.chance, moved.places(moved.measure, *moved.chance))
        said.append(f"Chance comes on top: among those known alone the plausible range is {text}.")
    direction = way(moved)
    return " ".join([*said, f"{direction}." if direction else ""]).strip()


def _shares(moved: Moved) -> str:
    low, high = (number(100 * at) for at in moved.share)
    return f"{low} in every 100" if low == high else f"{low} to {high} in every 100"


def _belong(moved: Moved) -> str:
    if moved.group == ENDS:
        return f"are in “{_ends(moved)[0]}” and the others in “{_ends(moved)[1]}”"
    return f"are in “{label(moved)}” and the others are spread as the known people are"


def _lost(moved: Moved) -> str:
    """How many have no known group, of all people and of those with the event."""
    (events, all_events), (people, everyone) = moved.counts["numerator"], moved.counts["denominator"]
    whom = moved.indicator.denominator.removeprefix("all ")
    whom = "people" if whom == "denominator" else whom
    if people is None or not everyone:
        return "How many people have no known group is not known."
    text = f"The group is not known for {in_hundred(people / everyone)} in every 100 {whom}"
    what = moved.indicator.numerator
    if events is None or not all_events or what == "numerator":
        return f"{text}."
    return f"{text}, and for {in_hundred(events / all_events)} in every 100 of those counted as “{what}”."


def label(moved: Moved) -> str:
    """The group that is given a share."""
    return _ends(moved)[0] if moved.group == ENDS else moved.dimension.label(moved.group)


def _ends(moved: Moved) -> tuple[str, str]:
    groups = [group for group in moved.dimension.groups if group in set(moved.rows["group"])]
    return moved.dimension.label(groups[0]), moved.dimension.label(groups[-1])


def described(moved: Moved) -> str:
    """The description for people who do not see the chart: the line, what leaving out gives, where both are alike."""
    parts = [f"{axis(moved)}. {upper_first(across(moved))}."]
    if moved.curve:
        told = [f"{number(100 * at)} in every 100: {moved.written(value)}" for at, value in points(moved)]
        parts.append(f"{'; '.join(told)}. Unknown people left out: {moved.written(moved.left_out)}. "
                     f"{number(moved.none)} is the same for both.")
    else:
        parts.append(moved.reason)
    parts += [f"{way(moved)}."] if way(moved) else []
    parts += ["Synthetic data."] if moved.synthetic else []
    return " ".join(part for part in parts if part)


def points(moved: Moved) -> list[tuple[float, float]]:
    """Some points of the line, its two ends among them."""
    last = len(moved.curve) - 1
    places = dict.fromkeys(round(step * last / STEPS) for step in range(STEPS + 1)) if last > 0 else [0]
    return [moved.curve[place] for place in places]


def alt_title(moved: Moved) -> str:
    """What kind of chart it is, and of what."""
    return (f"Line over shares of the unknown: {NOUNS[moved.measure]} in {lower_first(moved.indicator.name)}, "
            f"{moved.dimension.grouped}")


def subtitle(moved: Moved) -> str:
    """Who is counted, where and when."""
    first = moved.rows.iloc[0]
    whom = moved.indicator.denominator if moved.indicator.denominator != "denominator" else moved.indicator.name
    when = "" if first["period"] == "not stated" else period_text(str(first["period"]))
    where = [str(first["area"]) if first["area"] != "All" else "", when,
             str(first["stratum"]) if first["stratum"] != "All" else ""]
    told = ", ".join(part for part in where if part)
    return f"{upper_first(whom)}, {moved.dimension.grouped}." + (f" {upper_first(told)}." if told else "")


def source_line(moved: Moved) -> str:
    """Where the figures come from, and which edition made the groups."""
    edition = str(moved.rows["edition"].iloc[0])
    groups = f" Groups: {edition}." if edition not in ("not stated", "as recorded") else ""
    return f"Source: {sources_text(moved.sources)}.{groups}"


def axis(moved: Moved) -> str:
    """What is drawn from the bottom up: `Ratio, waited over 52 weeks: Black or Black British against White`."""
    what = lower_first(moved.indicator.short or moved.indicator.name)
    unit = "" if moved.measure in RATIOS else f", {in_every(moved.indicator)}"
    against = {"": "", REST: "the rest together"}.get(moved.reference, moved.dimension.label(moved.reference))
    sides = f": {label(moved)} against {against}" if against and moved.measure in ("gap", "ratio") else ""
    return f"{upper_first(NOUNS[moved.measure])}, {what}{unit}{sides}"


def way(moved: Moved) -> str:
    """What the side above the line of no difference means."""
    who = label(moved) if moved.measure in ("gap", "ratio") or moved.group == ENDS else "the most disadvantaged"
    if moved.measure in ("sii", "rii") and moved.dimension.ordered:
        who = moved.dimension.label(moved.dimension.groups[0])
    far = "worse off" if moved.indicator.better != "neither" else "higher"
    return f"Above {number(moved.none)}: {who} {far}"


def across(moved: Moved) -> str:
    """What is drawn from left to right."""
    return f"of every 100 people whose group is not known, so many are in “{label(moved)}”"


def ends(moved: Moved) -> list[str]:
    """The figures at the two ends of the line."""
    if not moved.curve:
        return []
    first, last = moved.curve[0], moved.curve[-1]
    start = "if none are" if first[0] == 0 else f"if {number(100 * first[0])} in 100 are"
    return [f"{moved.written(first[1])} {start}", f"{moved.written(last[1])} if {number(100 * last[0])} in 100 are"]


def key(moved: Moved) -> list[str]:
    """What each line means: the measure, leaving the unknown out, the same for both."""
    return [f"the {NOUNS[moved.measure]}, with them shared out",
            f"unknown people left out: {moved.written(moved.left_out)}", f"{number(moved.none)}: the same for both"]


def reading(moved: Moved) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    return [
        {"icon": "bar", "text": "The line is the figure if so many of the unknown people belong to the group."},
        {"icon": "band", "text": "The shaded band is how far the figure could move. Chance comes on top."},
    ]


def table(moved: Moved) -> dict[str, Any]:
    """The same figures as texts."""
    unit = "" if moved.measure in RATIOS else f", {in_every(moved.indicator)}"
    rows = [{"cells": ["left out", moved.written(moved.left_out)], "role": "unknown"}]
    rows += [{"cells": [f"{number(100 * at)} in every 100", moved.written(value)], "role": ""}
             for at, value in points(moved)] if moved.curve else []
    notes = [moved.reason] if moved.reason else []
    return {"kind": "table", "title": "The same figures as a table",
            "columns": [f"Unknown people in “{label(moved)}”", f"{upper_first(NOUNS[moved.measure])}{unit}"],
            "rows": rows, "caption": axis(moved), "synthetic": moved.synthetic,
            "notes": notes + (["Synthetic data."] if moved.synthetic else [])}
