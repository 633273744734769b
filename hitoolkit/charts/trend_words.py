"""The words of a chart over time: what can be told of it, and no more."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import MONTHS, NO_RANGE, at_time, in_every, lower_first, spelt, upper_first
from hitoolkit.charts import words
from hitoolkit.measures.periods import Period, spoken
from hitoolkit.measures.trend_rules import FEWEST, OUTSIDE

if TYPE_CHECKING:
    from hitoolkit.charts.trend_picture import Followed, Point

NOUNS = {"gap": "gap", "ratio": "gap, as a ratio,", "sii": "gap along the slope",
         "rii": "gap along the slope, as a ratio,"}
AXES = {"gap": "Difference", "ratio": "Ratio", "sii": "Slope index of inequality",
        "rii": "Relative index of inequality"}
FROM_TO = {"month": ("month", "months"), "quarter": ("quarter", "quarters"), "year": ("year", "years"),
           "financial year": ("year", "years")}


def short(period: Period) -> str:
    """A period under the axis: `Jan 2025`."""
    said = spoken(period)
    return next((said.replace(name, name[:3]) for name in MONTHS if name in said), said)


def title(followed: Followed) -> str:
    """The sentence over the chart."""
    noun, part = NOUNS[followed.measure], followed.last_part
    if not followed.shown:
        return "No period can be shown: the numbers are too small or not known"
    since = f" since {part[0].label}" if part[0].part > 1 else ""
    if part[0].low is None:
        return f"There are too few {_units(followed)}{since} to tell whether the {noun.rstrip(',')} has moved"
    stretches = _stretches(part)
    if not stretches:
        once = FROM_TO.get(followed.kind, ("time", "times"))[0]
        return f"The {noun} has not moved beyond its usual {once}-to-{once} change{since}"
    points = stretches[-1]
    first, last = points[0].label, points[-1].label
    seen = [point for point in part if point.value is not None]
    climb = all("in a row going" in point.rule and ";" not in point.rule for point in points)
    if points[-1] is seen[-1]:
        if climb:
            return f"The {noun} has {_moved(points[-1])} steadily since {first}"
        when = f"has been {points[-1].direction} than usual since {first}"
        return f"The {noun} {when if len(points) > 1 else f'was {points[-1].direction} than usual {at_time(last)}'}"
    when = at_time(last) if len(points) == 1 else f"from {first} to {last}"
    return f"The {noun} {'moved steadily' if climb else f'was {points[-1].direction} than usual'} {when}, but not since"


def caption(followed: Followed, group: str, latest: str) -> str:
    """What the latest period says both ways, what is usual, and what a point that stands out does not say."""
    if not latest:
        return ""
    view, last = followed.view, followed.shown[-1]
    said = [f"{upper_first(at_time(last.label))}: {lower_first(words.sizes(view, _group(followed, group)))}"]
    end = followed.points[-1]
    if end.low is None:
        said.append(f"It takes {spelt(FEWEST)} {_units(followed)} to tell what is usual.")
    else:
        said.append(f"The usual range of the {_short_noun(followed)} is {followed.span(end.low, end.high)}, around "
                    f"{followed.written(end.centre)}.")
    told = [f"{_when(points)} ({_rule(points)})" for points in _stretches(followed.points)]
    if told:
        more = f" and {len(told) - 3} more" if len(told) > 3 else ""
        said.append(f"Standing out: {'; '.join(told[-3:])}{more}. That says that something changed, not what or why.")
    elif end.low is not None:
        said.append("One figure above or below the last is no news by itself.")
    return " ".join(said)


def described(followed: Followed) -> str:
    """The description for people who do not see the chart: every value, what is usual, what stands out."""
    if not followed.points:
        return ""
    each = "; ".join(f"{point.label} {_told(followed, point)}" for point in followed.points)
    end = followed.points[-1]
    parts = [f"{upper_first(spelt(len(followed.shown)))} {_units(followed)} from {followed.points[0].label} to "
             f"{end.label}.", f"{axis(followed)}: {each}."]
    if end.low is not None:
        parts.append(f"Average {followed.written(end.centre)}, usual range {followed.span(end.low, end.high)}.")
    parts += [f"From {point.label} the usual range is worked out anew: {point.why}."
              for point in followed.points if point.why]
    parts.append(f"{way(followed)}." if way(followed) else "")
    parts.append("Synthetic data." if followed.view.synthetic else "")
    return " ".join(part for part in parts if part)


def alt_title(followed: Followed) -> str:
    """What kind of chart it is, and of what."""
    what = lower_first(followed.view.indicator.name)
    return f"Chart over time with its usual range (XmR): {_short_noun(followed)} in {what}, " \
           f"{followed.view.dimension.grouped}"


def axis(followed: Followed) -> str:
    """What is drawn: `Difference, in every 100 people waiting`."""
    view = followed.view
    if followed.ratio:
        return f"{AXES[followed.measure]} (1 is the same for both)"
    whom = words.denominator(view) if view.indicator.counted else ""
    return f"{AXES[followed.measure]}, {in_every(view.indicator)} {whom}".strip().rstrip(",")


def way(followed: Followed) -> str:
    """Which way the gap is wider, where the indicator has a worse direction."""
    if followed.view.indicator.better == "neither" or not followed.shown:
        return ""
    centre = followed.shown[-1].centre or 0.0
    return "Higher is a wider gap" if centre >= (1 if followed.ratio else 0) else "Lower is a wider gap"


def key(followed: Followed) -> list[dict[str, str]]:
    """What each mark means, of those that are drawn."""
    seen = {point.direction for point in followed.shown}
    if all(point.low is None for point in followed.points):
        return []
    known = [{"direction": "", "text": "as usual"}]
    return known + [{"direction": one, "text": f"{one} than usual"} for one in ("narrower", "wider", "lower", "higher")
                    if one in seen]


def reading(followed: Followed) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    once = _units(followed)[:-1]
    notes = [{"icon": "dot", "text": f"Each mark is one {once}. A triangle stands out from what is usual."}]
    if any(point.lower is not None for point in followed.shown):
        notes.append({"icon": "bar", "text": f"The thin bar is the plausible range of that {once} alone."})
    if any(point.low is not None for point in followed.points):
        notes.append({"icon": "band", "text": "The shaded band is the usual range: as long as nothing changes, nearly "
                                              "every mark falls inside it."})
    return notes


def table(followed: Followed) -> dict[str, Any]:
    """The same figures as texts, ready for a page."""
    ranged = any(point.lower is not None for point in followed.shown)
    what = AXES[followed.measure] + (f", {in_every(followed.view.indicator)}" if not followed.ratio else "")
    heads = [upper_first(_units(followed)[:-1]), f"{what} (plausible range)" if ranged else what, "Usual range",
             "Stands out"]
    rows = [{"cells": [point.label, _told(followed, point, bare=True),
                       followed.span(point.low, point.high) if point.low is not None else "too few to tell",
                       f"{point.direction}: {point.rule}" if point.rule else "no"],
             "role": "end" if point.rule else ""} for point in followed.points]
    notes = [f"{point.label}: usual range worked out anew. {upper_first(point.why)}." for point in followed.points
             if point.why]
    notes += [] if ranged or not followed.shown else [f"{upper_first(NO_RANGE)}."]
    return {"kind": "table", "title": "The same figures as a table", "columns": heads, "rows": rows,
            "caption": f"{followed.view.indicator.name}, {followed.view.dimension.grouped}",
            "notes": notes + (["Synthetic data."] if followed.view.synthetic else []),
            "synthetic": followed.view.synthetic}


def _told(followed: Followed, point: Point, bare: bool = False) -> str:
    if point.value is None:
        return "not known"
    text = followed.span(point.lower, point.upper)
    value = followed.span(point.value, point.value).split(" to ")[0]
    if text == NO_RANGE:
        return value
    out = f", {point.direction} than usual" if point.direction and not bare else ""
    return f"{value} ({text})" if bare else f"{value} (plausible range {text}){out}"


def _stretches(points: list[Point]) -> list[list[Point]]:
    """Points that stand out one way, next to each other; a missing period does not part them."""
    seen = [point for point in points if point.value is not None]
    groups = itertools.groupby(seen, key=lambda point: (point.part, point.direction))
    return [list(part) for (_, direction), part in groups if direction]


def _when(points: list[Point]) -> str:
    first, last = points[0].label, points[-1].label
    return first if len(points) == 1 else f"{first} to {last}"


def _rule(points: list[Point]) -> str:
    rules = [rule for point in points for rule in point.rule.split("; ")]
    return f"{points[0].direction}: {OUTSIDE if OUTSIDE in rules else max(dict.fromkeys(rules), key=rules.count)}"


def _moved(point: Point) -> str:
    return {"wider": "widened", "narrower": "narrowed", "higher": "risen", "lower": "fallen"}[point.direction]


def _units(followed: Followed) -> str:
    return FROM_TO.get(followed.kind, ("period", "periods"))[1]


def _short_noun(followed: Followed) -> str:
    return {"gap": "difference", "ratio": "ratio", "sii": "slope index", "rii": "relative index"}[followed.measure]


def _group(followed: Followed, group: str) -> str:
    """The group whose two sizes the caption gives; of an order its most disadvantaged end."""
    dimension = followed.view.dimension
    return dimension.groups[0] if dimension.ordered else group
