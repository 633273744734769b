"""The words of a funnel: how many places lie outside, how many chance would put there, and that none is ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import (
    amount,
    in_every,
    lower_first,
    number,
    period_text,
    range_text,
    spelt,
    upper_first,
)
from hitoolkit.charts.words import sources_text

if TYPE_CHECKING:
    from hitoolkit.charts.funnel_picture import Places, Spot

#: How many places are named under the chart; all stand in the table.
NAMED = 6
WHERE = {"high": "higher", "low": "lower"}


def percent(level: str) -> str:
    """A level as people write it: `95%`, `99.8%`."""
    return f"{float(f'0.{level}') * 100:.10g}%"


def title(places: Places) -> str:
    """The sentence over the chart."""
    said = _title(places)
    return f"With wider lines, {lower_first(said)}" if places.wider and places.placed else said


def _title(places: Places) -> str:
    placed = places.placed
    if not placed:
        return "No place can be shown: the numbers are too small or not known"
    inner, outer = places.levels[0], places.levels[-1]
    out, beyond = len(places.beyond(outer)), len(places.beyond(inner))
    if inner != outer and out:
        lies = "lies" if out == 1 else "lie"
        return (f"{upper_first(spelt(out))} of {spelt(len(placed))} places {lies} outside the {percent(outer)} limits, "
                "further from the average than chance alone would often put a place")
    if beyond:
        lies = "lies" if beyond == 1 else "lie"
        start = "" if inner == outer else f"No place lies outside the {percent(outer)} limits; "
        count = spelt(beyond) if start else upper_first(spelt(beyond))
        return (f"{start}{count} of {spelt(len(placed))} {'' if start else 'places '}{lies} outside the "
                f"{percent(inner)} limits, where chance alone would put {expected(places, inner)}")
    return f"Chance alone could put all {spelt(len(placed))} places where they are"


def expected(places: Places, level: str) -> str:
    """How many places chance alone would put outside the limits."""
    count = (1 - float(f"0.{level}")) * len(places.placed)
    return "fewer than one" if count < 0.75 else f"about {spelt(round(count))}"


def caption(places: Places, average: float | None) -> str:
    """The average, who lies outside and where, and what that does not say."""
    if average is None:
        return ""
    outer = places.levels[-1]
    said = [f"The average is {amount(average, places.indicator, places.decimals)}."]
    outside = places.beyond(outer)
    if outside:
        named = [f"{spot.label} ({number(spot.value, places.decimals)}, {_side(spot)})" for spot in outside[:NAMED]]
        more = f" and {len(outside) - NAMED} more" if len(outside) > NAMED else ""
        said.append(f"Outside the {percent(outer)} limits: {'; '.join(named)}{more}.")
    lost = len(places.spots) - len(places.placed)
    if lost:
        said.append(f"{upper_first(spelt(lost))} more {'place is' if lost == 1 else 'places are'} not shown: numbers "
                    "too small or not known.")
    if places.wider:
        said.append("The lines are wider than luck alone would draw them: they allow for places that differ in many "
                    "small ways.")
    said.append("Places serve different people, so this is no ranking: a place outside is one to ask about, first "
                "about its data; one inside is not thereby good.")
    return " ".join(said)


def described(places: Places, average: float | None) -> str:
    """The description for people who do not see the chart: every place, its size, its figure, where it lies."""
    parts = [f"{upper_first(spelt(len(places.placed)))} places by their size. {axis(places)}."]
    if average is not None:
        parts.append(f"Average {amount(average, places.indicator, places.decimals)}.")
    each = [f"{spot.label} {number(spot.value, places.decimals)} of {number(spot.size)}"
            + ("" if spot.where == "within" else f", {_told(places, spot)}") for spot in places.placed]
    within = f"Places of which no more is said lie within the {percent(places.levels[0])} limits."
    parts += [f"{'; '.join(each)}.", within] if each else []
    parts += [f"{worse(places)}."] if worse(places) else []
    parts += ["Synthetic data."] if places.synthetic else []
    return " ".join(parts)


def alt_title(places: Places) -> str:
    """What kind of chart it is, and of what."""
    return f"Funnel: {lower_first(places.indicator.name)}, each place against its size"


def subtitle(places: Places) -> str:
    """Who is counted, where and when."""
    whom = upper_first(_whom(places) or places.indicator.name)
    by = places.dimension.grouped if places.over == "group" else "by area"
    where = [places.area if places.area != "All" else "", period_text(places.period),
             places.stratum if places.stratum != "All" else ""]
    told = ", ".join(part for part in where if part)
    return f"{whom}, {by}. {upper_first(told)}.".replace(". .", ".")


def source_line(places: Places) -> str:
    """Where the figures come from."""
    return f"Source: {sources_text(places.sources)}."


def axis(places: Places) -> str:
    """What is drawn from the bottom up."""
    what = places.indicator.short or places.indicator.name
    unit = in_every(places.indicator)
    return what if unit.lower() in what.lower() else f"{what}, {unit}"


def worse(places: Places) -> str:
    """Which way is worse, where the indicator has a worse direction."""
    return {"lower": "Higher is worse", "higher": "Lower is worse"}.get(places.indicator.better, "")


def across(places: Places) -> str:
    """What is drawn from left to right: how large a place is."""
    return f"Size of the place: {_whom(places) or 'people counted'} \N{RIGHTWARDS ARROW}"


def key(places: Places) -> list[dict[str, str]]:
    """What each mark means, of those that are drawn."""
    inner, outer = places.levels[0], places.levels[-1]
    seen = {spot.where for spot in places.placed}
    items = [{"where": "within", "text": f"within the {percent(inner)} limits"}]
    for side in ("high", "low"):
        for level in places.levels:
            if f"{side}_{level}" in seen:
                kind = "far" if level == outer and inner != outer else "near"
                items.append({"where": f"{side}_{kind}", "text": f"{WHERE[side]}, outside {percent(level)}"})
    return items


def lines(places: Places) -> list[dict[str, str]]:
    """What each line means."""
    return [{"level": level, "text": f"{percent(level)} limits"} for level in places.levels]


def reading() -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    return [
        {"icon": "dot", "text": "Each mark is one place. Further right is a larger place."},
        {"icon": "band", "text": "Between the lines is where chance alone would put most places. It is wide on the "
                                 "left, since small places move more by chance."},
    ]


def table(places: Places) -> dict[str, Any]:
    """The same figures as texts, in the order of the table: not ranked."""
    unit = in_every(places.indicator)
    heads = ["Place", upper_first(_whom(places) or "people"), upper_first(unit) or "Figure",
             *(f"{percent(level)} limits" for level in places.levels), "Where it lies"]
    rows = []
    for spot in places.spots:
        empty = "hidden" if spot.hidden else "not known"
        limits = [_limits(places, spot, level) or empty for level in places.levels]
        rows.append({"cells": [spot.label, empty if spot.size is None else number(spot.size),
                               empty if spot.value is None else number(spot.value, places.decimals), *limits,
                               _told(places, spot) if spot.where else empty],
                     "role": "end" if spot in places.beyond(places.levels[-1]) else ""})
    hidden = any(spot.hidden for spot in places.spots)
    notes = ['Cells marked "hidden" are too small to be shown, or would give such a number away.'] if hidden else []
    return {"kind": "table", "title": "The same figures as a table", "columns": heads, "rows": rows,
            "caption": f"{places.indicator.name}, each place", "synthetic": places.synthetic,
            "notes": notes + (["Synthetic data."] if places.synthetic else [])}


def _told(places: Places, spot: Spot) -> str:
    """Where a place lies, in words."""
    if spot.where == "within":
        return f"within the {percent(places.levels[0])} limits"
    return f"{_side(spot)}, outside the {percent(spot.where.split('_')[-1])} limits"


def _limits(places: Places, spot: Spot, level: str) -> str:
    low, high = spot.limits.get(level, (None, None))
    return range_text(low, high, places.decimals) if low is not None else ""


def _side(spot: Spot) -> str:
    return WHERE.get(spot.where.split("_")[0], "")


def _whom(places: Places) -> str:
    """Out of whom, or nothing where the catalogue does not say."""
    return "" if places.indicator.denominator == "denominator" else places.indicator.denominator
