"""The words of a chart of plausible ranks: how far each place could move, and that none is best or worst."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import in_every, lower_first, number, period_text, spelt, upper_first
from hitoolkit.charts.words import sources_text

if TYPE_CHECKING:
    from hitoolkit.charts.rank_picture import League, Ranked

RANKS = {"lower": "1 is the highest figure, which is worse", "higher": "1 is the lowest figure, which is worse",
         "neither": "1 is the highest figure"}


def title(league: League) -> str:
    """The sentence over the chart: how many places could stand over how wide a span."""
    count = len(league.ranked)
    if count < 2:
        return "No ranks can be shown: fewer than two places have numbers that may be shown"
    wide = sum(place.span >= half(league) for place in league.ranked)
    if wide:
        of = f"All {spelt(count)}" if wide == count else f"{upper_first(spelt(wide))} of {spelt(count)}"
        return f"{of} places could stand anywhere across half of all ranks or more"
    moved = sum(place.span > 1 for place in league.ranked)
    if moved:
        typical = median_low(sorted(place.span for place in league.ranked))
        return (f"{upper_first(spelt(moved))} of {spelt(count)} places could well have another rank; the usual place "
                f"could have any of {spelt(typical)}" if typical > 1 else
                f"{upper_first(spelt(moved))} of {spelt(count)} places could well have another rank")
    return f"Chance alone would seldom change the order of these {spelt(count)} places"


def half(league: League) -> int:
    """How many ranks are half of all."""
    return -(-len(league.ranked) // 2)


def caption(league: League) -> str:
    """Who could stand where, how sure, and what that does not say."""
    ranked = league.ranked
    count = len(ranked)
    if count < 2:
        return ""
    middle = count / 2
    worse = sum(place.upper <= middle for place in ranked)
    better = sum(place.lower > middle for place in ranked)
    widest = max(ranked, key=lambda place: place.span)
    first, second = (("worse", "better") if league.indicator.better != "neither" else ("higher", "lower"))
    said = [f"The widest: {widest.label} could have any rank from {widest.lower} to {widest.upper}.",
            f"{_places(worse)} to the {first} half, {spelt(better) if better else 'none'} to the {second}; of "
            f"{spelt(count - worse - better)} these numbers cannot tell.",
            f"Each range holds {number(100 * league.confidence)} of 100 ranks drawn."]
    lost = len(league.places) - count
    if lost:
        said.append(f"{upper_first(spelt(lost))} more {'place has' if lost == 1 else 'places have'} no rank: numbers "
                    "too small or not known. The others are ranked without "
                    f"{'it' if lost == 1 else 'them'}.")
    said.append("Places serve different people, so a rank says nothing about how good they are.")
    return " ".join(said)


def _places(count: int) -> str:
    return f"{upper_first(spelt(count))} {'place keeps' if count == 1 else 'places keep'}"


def described(league: League) -> str:
    """The description for people who do not see the chart: every place and its ranks."""
    ranked = league.ranked
    parts = [f"{upper_first(spelt(len(ranked)))} places, {listed(league)}, each with the ranks it could well have. "
             f"Rank {RANKS[league.indicator.better]}."]
    each = [f"{place.label} {span(place)}" for place in ranked]
    parts += [f"{'; '.join(each)}."] if each else []
    parts += ["Synthetic data."] if league.synthetic else []
    return " ".join(parts)


def alt_title(league: League) -> str:
    """What kind of chart it is, and of what."""
    return f"Plausible ranks: {lower_first(league.indicator.name)}, each place"


def subtitle(league: League) -> str:
    """Who is counted, where and when."""
    whom = upper_first(_whom(league) or league.indicator.name)
    by = league.dimension.grouped if league.over == "group" else "by area"
    when = "" if league.period == "not stated" else period_text(league.period)
    where = [league.area if league.area != "All" else "", when, league.stratum if league.stratum != "All" else ""]
    told = ", ".join(part for part in where if part)
    return f"{whom}, {by}." + (f" {upper_first(told)}." if told else "")


def source_line(league: League) -> str:
    """Where the figures come from."""
    return f"Source: {sources_text(league.sources)}."


def listed(league: League) -> str:
    """The order places are listed in, which is not that of their figures."""
    return "by size, the largest first" if league.order == "size" else "by name"


def ends(league: League) -> list[str]:
    """What the first and the last rank are, at the ends of the axis."""
    return {"lower": ["highest figure, worse", "lowest figure"], "higher": ["lowest figure, worse", "highest figure"],
            "neither": ["highest figure", "lowest figure"]}[league.indicator.better]


def reading(league: League) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    return [
        {"icon": "dot", "text": f"The mark is the rank on these figures: {RANKS[league.indicator.better]}."},
        {"icon": "bar", "text": "The bar is every rank that the place could well have had, if chance had fallen "
                                "otherwise."},
    ]


def table(league: League) -> dict[str, Any]:
    """The same figures as texts, in the order of the chart."""
    heads = ["Place", upper_first(_whom(league) or "people"), upper_first(in_every(league.indicator)) or "Figure",
             "Rank", "Ranks it could have"]
    rows = []
    for place in league.places:
        empty = "hidden" if place.hidden else "not known"
        rows.append({"cells": [place.label, empty if place.size is None else number(place.size),
                               empty if place.value is None else number(place.value, league.decimals),
                               rank_text(place) or empty, span(place) or empty], "role": ""})
    hidden = any(place.hidden for place in league.places)
    notes = [f"Rank {RANKS[league.indicator.better]}."]
    notes += ['Cells marked "hidden" are too small to be shown, or would give such a number away.'] if hidden else []
    return {"kind": "table", "title": "The same figures as a table", "columns": heads, "rows": rows,
            "caption": f"{league.indicator.name}, each place, {listed(league)}", "synthetic": league.synthetic,
            "notes": notes + (["Synthetic data."] if league.synthetic else [])}


def rank_text(place: Ranked) -> str:
    """A rank; where places share one figure, they share it."""
    return "" if place.rank is None else number(place.rank, 0 if place.rank == int(place.rank) else 1)


def span(place: Ranked) -> str:
    """The ranks a place could have."""
    if place.rank is None:
        return ""
    return f"{place.lower}" if place.lower == place.upper else f"{place.lower} to {place.upper}"


def _whom(league: League) -> str:
    return "" if league.indicator.denominator == "denominator" else league.indicator.denominator
