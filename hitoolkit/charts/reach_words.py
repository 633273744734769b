"""The words of reached and missed: of all the people of a kind, how many live where the offer is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hitoolkit import intervals
from hitoolkit.catalogue.wording import amount, decimals_for, in_hundred, number, period_text, upper_first
from hitoolkit.charts.words import sources_text, the, within

if TYPE_CHECKING:
    from hitoolkit.charts.reach_picture import Part, Reach

PEOPLE = ("people", "women", "residents", "mothers")


def who(reach: Reach) -> str:
    """The people of the kind: `people who have waited over 52 weeks`, `deliveries`."""
    block = reach.indicator
    if block.kind == "rate":
        return block.numerator if block.numerator != "numerator" else "events"
    noun = re.sub(r" (of|for|to) (people|women|mothers)$", "", block.who) or "people"
    if block.mix:
        return noun
    if not block.did:
        return f"{noun} counted as “{block.numerator}”"
    return f"{noun} {'who' if noun.split(' ')[-1] in PEOPLE else 'that'} {block.did}"


def title(reach: Reach) -> str:
    """The sentence over the chart: reached and missed, or that these numbers cannot tell."""
    reached, missed = reach.share("reached"), reach.missed
    if reached is None:
        return f"These numbers cannot tell how many {who(reach)} an offer to {target(reach)} would reach"
    said = f"An offer to {target(reach)} would reach {in_hundred(reached)} of every 100 {who(reach)}"
    if missed is None:
        return f"{said}; how many it would miss cannot be told"
    return f"{said}, and miss {in_hundred(missed)}"


def target(reach: Reach) -> str:
    """The groups that get the offer, inside a sentence."""
    names = [the(part.label) for part in reach.of("reached")]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def caption(reach: Reach) -> str:
    """Reached, missed and not known in numbers, and what the share is not."""
    said = [_numbers(reach), _unknown(reach)]
    targeted = reach.of("reached")
    if len(targeted) == 1 and targeted[0].figure is not None and not reach.indicator.mix:
        figure = amount(targeted[0].figure, reach.indicator, decimals_for(targeted[0].figure))
        said.append(f"That is the share of all of them. Within {target(reach)} the figure is {figure}, which is "
                    "another question.")
    said.append("Being offered something is not the same as taking it up.")
    return " ".join(one for one in said if one)


def _numbers(reach: Reach) -> str:
    reached, missed = reach.share("reached"), reach.missed
    if reached is None or reach.total is None:
        return "Not every number is shown, so reached and missed cannot be told."
    if not reach.counted:
        return f"Reached: {in_hundred(reached)} in every 100 (no range given, since the people are not counted)."
    low, high = (float(limit) for limit in intervals.wilson(round(reached * reach.total), round(reach.total)))
    text = (f"Reached: {number(reached * reach.total)} of {number(reach.total)}, {in_hundred(reached)} in every 100 "
            f"(plausible range {number(100 * low)} to {number(100 * high)}).")
    if missed is None:
        return f"{text} How many are missed cannot be told."
    return f"{text} Missed: {number(missed * reach.total)}, {in_hundred(missed)} in every 100."


def _unknown(reach: Reach) -> str:
    if not reach.of("unknown"):
        return f"These figures do not say how many have no known {_kind(reach)}; such an offer may miss them too."
    share = reach.share("unknown")
    if share is None or reach.total is None:
        return f"How many have no known {_kind(reach)} is not shown; such an offer may miss them too."
    count = f" ({number(share * reach.total)})" if reach.counted else ""
    return (f"No known {_kind(reach)}: {in_hundred(share)} in every 100{count}; such an offer may miss them too."
            if share > 0 else f"All have a known {_kind(reach)}.")


def _kind(reach: Reach) -> str:
    """What a group is made of: areas in an order of deprivation, else the group itself."""
    return "area" if reach.dimension.ordered else "group"


def described(reach: Reach) -> str:
    """The description for people who do not see the chart: every part of the strip."""
    each = "; ".join(f"{within(part.label)} {', '.join(told(part))}, {role(reach, part.role)}" for part in reach.parts)
    parts = [f"One strip of all {who(reach)}, in every 100: {each}."]
    return " ".join(parts + (["Synthetic data."] if reach.synthetic else []))


def told(part: Part) -> list[str]:
    """What stands beside a part: its share of every 100, and how many."""
    if part.count is None:
        return [part.why]
    return [in_hundred(part.share) if part.share is not None else "not known"]


def role(reach: Reach, name: str) -> str:
    """What becomes of a part with this offer."""
    return f"{_kind(reach)} not known" if name == "unknown" else name


def heads(reach: Reach) -> list[str]:
    """What stands over the strip, at its two ends."""
    reached, missed = reach.share("reached"), reach.missed
    return [f"reached: {'cannot tell' if reached is None else in_hundred(reached)}",
            f"missed: {'cannot tell' if missed is None else in_hundred(missed)}"]


def alt_title(reach: Reach) -> str:
    """What kind of chart it is, and of what."""
    return f"Strip of where they live: {who(reach)}, {reach.dimension.grouped}"


def subtitle(reach: Reach) -> str:
    """Who is counted, where and when."""
    first = reach.rows.iloc[0]
    when = "" if first["period"] == "not stated" else period_text(str(first["period"]))
    where = [str(first["area"]) if first["area"] != "All" else "", when,
             str(first["stratum"]) if first["stratum"] != "All" else ""]
    place = ", ".join(part for part in where if part)
    return f"{upper_first(who(reach))}, {reach.dimension.grouped}." + (f" {upper_first(place)}." if place else "")


def source_line(reach: Reach) -> str:
    """Where the figures come from, and which edition made the groups."""
    edition = str(reach.rows["edition"].iloc[0])
    groups = " Edition of the groups not stated." if edition == "not stated" else f" Groups: {edition}."
    return f"Source: {sources_text(reach.sources)}." + (groups if edition != "as recorded" else "")


def reading(reach: Reach) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    return [
        {"icon": "band", "text": f"The whole strip is all {who(reach)}. Each part is as long as its share of them."},
        {"icon": "bar", "text": f"Dark is reached, light is missed. Striped: no {_kind(reach)} is on "
                                "record, or the number is hidden."},
    ]


def table(reach: Reach) -> dict[str, Any]:
    """The same figures as texts."""
    rows = []
    for part in reach.parts:
        count = part.why if part.count is None else number(part.count) if reach.counted else "not counted"
        rows.append({"cells": [part.label, count, told(part)[0], role(reach, part.role)],
                     "role": {"reached": "end", "unknown": "unknown"}.get(part.role, "")})
    notes = ["Rounded, so they may not add up to 100."]
    if any(part.why == "hidden" for part in reach.parts):
        notes.append('Cells marked "hidden" are too small to be shown, or would give such a number away.')
    return {"kind": "table", "title": "The same figures as a table", "rows": rows,
            "columns": ["Group", upper_first(who(reach)), "In every 100", "With this offer"],
            "caption": f"{upper_first(who(reach))}, {reach.dimension.grouped}", "synthetic": reach.synthetic,
            "notes": notes + (["Synthetic data."] if reach.synthetic else [])}
