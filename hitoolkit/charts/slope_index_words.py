"""The words of the line behind the slope index: how far it falls, both ways, and where the groups leave it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import (
    amount,
    difference_decimals,
    in_every,
    lower_first,
    number,
    upper_first,
)
from hitoolkit.charts import words
from hitoolkit.charts.view import View

if TYPE_CHECKING:
    from hitoolkit.charts.slope_index_picture import Fit

NO_LINE = "No line can be drawn through the groups: a figure is hidden or not known"
EVEN = "The groups were taken to be of one size, since the number of people in each is not known."


def title(fits: list[Fit]) -> str:
    """The sentence over the chart."""
    if len(fits) == 1:
        return _alone(fits[0])
    drawn = [fit for fit in fits if fit.slope is not None]
    if not drawn:
        return NO_LINE
    sure = all(fit.sii.clear or not fit.sii.has_range for fit in drawn)
    ways = {(fit.slope or 0) < 0 for fit in drawn}
    if len(drawn) == len(fits) == 2 and sure and len(ways) == 1:
        one, two = (f"by {_size(fit)} ({fit.name})" for fit in drawn)
        return f"{_opening(drawn[0].view)} the line {'falls' if ways.pop() else 'rises'} {one} and {two}"
    told = []
    for fit in drawn:
        clear = fit.sii.clear or not fit.sii.has_range
        way = "falls" if (fit.slope or 0) < 0 else "rises"
        told.append(f"{fit.name}: {way} by {_size(fit)}" if clear else f"{fit.name}: these numbers cannot tell")
    said = f"{_opening(drawn[0].view)} how far the line falls or rises. {'; '.join(told)}"
    return said if all(fit.sii.has_range for fit in drawn) else f"In these figures, {lower_first(said)}"


def _alone(fit: Fit) -> str:
    if fit.slope is None:
        return NO_LINE
    if fit.sii.has_range and not fit.sii.clear:
        return "These numbers cannot tell whether the line through the groups rises or falls"
    said = f"{_opening(fit.view)} the line through the groups {'falls' if fit.slope < 0 else 'rises'} by {_size(fit)}"
    said = said if fit.sii.has_range else f"In these figures, {lower_first(said)}"
    return f"{said}, but the groups bend away from it" if fit.bends else said


def _opening(view: View) -> str:
    first, last = (_end(label) for label in (view.known[0].label, view.known[-1].label)) if view.known else ("", "")
    if first.endswith(" deprived") and last.endswith(" deprived"):
        return f"From the {first.removesuffix(' deprived')} to the {last},"
    return f"From {words.the(first)} to {words.the(last)},"


def _end(label: str) -> str:
    """One end of the line, which is a person and not a group: `most deprived`."""
    inside = words.within(label)
    return " ".join(inside.split(" ")[:2]) if inside.startswith(("most deprived", "least deprived")) else label


def _size(fit: Fit) -> str:
    return amount(abs(fit.slope or 0.0), fit.view.indicator, _places(fit))


def _places(fit: Fit) -> int:
    return difference_decimals(fit.sii.value, fit.sii.lower, fit.sii.upper, fit.view.decimals)


def caption(fits: list[Fit], several: str) -> str:
    """The slope both ways, with ranges and direction; what bends; what the panels do not say."""
    said = [_both(fit, short=fit is not fits[0]) for fit in fits]
    if len(fits) > 1 and several == "edition":
        said.append("Groups made in two ways hold different people, so the two lines may differ for that alone.")
    if any(fit.line.even and fit.slope is not None for fit in fits):
        said.append(EVEN)
    return " ".join(said)


def _both(fit: Fit, short: bool) -> str:
    opening = f"{fit.name}: " if fit.name else ""
    if fit.slope is None:
        why = lower_first(fit.sii.reason or "a figure is not known").rstrip(".")
        return f"{opening}{'n' if opening else 'N'}o slope can be given: {why}."
    sii, rii = ("SII", "RII") if short else ("SII, the difference between the two ends of the line", "RII, their ratio")
    text = (f"{opening}{'the' if opening else 'The'} slope index ({sii}) is "
            f"{words.difference_text(fit.view, fit.sii)}")
    if fit.rii.value is None:
        text += f"; no relative index ({rii}) can be given: {lower_first(fit.rii.reason).rstrip('.')}."
    else:
        text += f"; the relative index ({rii}) is {words.ratio_text(fit.rii)}."
    return " ".join([text, _direction(fit), fit.sii.reason if fit.bends else ""]).strip()


def _direction(fit: Fit) -> str:
    first, last = (_end(mark.label) for mark in (fit.view.known[0], fit.view.known[-1]))
    if fit.sii.has_range and not fit.sii.clear:
        return "These numbers cannot tell which end is higher." if fit.view.indicator.better == "neither" else \
            "These numbers cannot tell which end is worse off."
    more = (fit.sii.value or 0.0) > 0
    if fit.view.indicator.better == "neither":
        return f"The {first if more else last} end is higher."
    return f"The {first if more else last} end is worse off."


def described(fits: list[Fit]) -> str:
    """The description for people who do not see the chart: every group, its place, and the line's two ends."""
    parts = [f"{upper_first(across(fits[0].view))}. {words.axis_title(fits[0].view)}."]
    for fit in fits:
        start, each = 0.0, []
        marks = {mark.group: mark for mark in fit.view.known}
        for group, end in zip(fit.line.groups, fit.line.until, strict=True):
            if group in marks:
                share = "" if fit.line.even else f", {_hundred(end - start)} of every 100 people"
                each.append(words.row_words(marks[group]) + share)
            start = end
        parts.append((f"{fit.name}: " if fit.name else "") + "; ".join(each) + ".")
        if fit.slope is not None:
            parts.append(f"The line runs from {number(fit.line.at_most, fit.view.decimals)} to "
                         f"{number(fit.line.at_least, fit.view.decimals)}.")
    if words.worse(fits[0].view):
        parts.append(f"{upper_first(words.worse(fits[0].view))} is worse.")
    parts += ["Synthetic data."] if any(fit.view.synthetic for fit in fits) else []
    return " ".join(parts)


def alt_title(view: View) -> str:
    """What kind of chart it is, and of what."""
    return f"Line behind the slope index: {lower_first(view.indicator.name)}, {view.dimension.grouped}"


def source_line(fits: list[Fit], several: str) -> str:
    """Where the figures come from, and which editions made the groups."""
    editions = list(dict.fromkeys(fit.view.edition for fit in fits))
    if several == "edition" and len(editions) > 1:
        return f"Source: {words.sources_text(fits[0].view.sources)}. Groups: {'; '.join(editions)}."
    return words.source_line(replace(fits[0].view, sources=tuple(dict.fromkeys(
        name for fit in fits for name in fit.view.sources))))


def ends(view: View) -> list[str]:
    """What stands at the two ends from left to right."""
    return [upper_first(_end(view.dimension.label(group))) for group in (view.dimension.groups[0],
                                                                         view.dimension.groups[-1])]


def across(view: View) -> str:
    """What is drawn from left to right."""
    return "all people in order; each group is as wide as its share of them"


def reading(fits: list[Fit]) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    notes = [{"icon": "band", "text": "Each band, shaded or white, is one group, as wide as its share of all people."},
             {"icon": "dots", "text": "The dot is the group's figure" + (", the thin bar its plausible range."
                                      if any(fit.view.ranges for fit in fits) else ".")}]
    notes.append({"icon": "bar", "text": "The straight line is the best one through all groups. Its two ends, with "
                                         "squares, make the slope index."})
    return notes


def table(fits: list[Fit], several: str) -> dict[str, Any]:
    """The same figures as texts."""
    view = fits[0].view
    named = [upper_first(several)] if len(fits) > 1 else []
    heads = [*named, "Group", "People, in every 100", f"{upper_first(in_every(view.indicator)) or 'Figure'} "
             "(plausible range)", "On the line"]
    rows, notes = [], []
    for fit in fits:
        start, marks = 0.0, {mark.group: mark for mark in fit.view.rows}
        places = dict(zip(fit.line.groups, fit.line.until, strict=True))
        for mark in fit.view.rows:
            share, on = "-", "not on the line"
            if mark.group in places:
                end = places[mark.group]
                share = "not known" if fit.line.even else _hundred(end - start)
                height = fit.at((start + end) / 2)
                on, start = "no line" if height is None else number(height, fit.view.decimals), end
            told = marks[mark.group]
            text = f"{told.text} ({told.range})" if told.has_range else told.text
            rows.append({"cells": [*([fit.name] if named else []), mark.label, share, text, on],
                         "role": "end" if mark.role in ("most", "least") else "unknown" if mark.role == "unknown"
                         else ""})
        if fit.slope is not None:
            notes.append((f"{fit.name}: t" if fit.name else "T") + f"he line runs from "
                         f"{number(fit.line.at_most, fit.view.decimals)} to "
                         f"{number(fit.line.at_least, fit.view.decimals)}.")
    synthetic = any(fit.view.synthetic for fit in fits)
    grouped = (catalogue.dimension(view.dimension.id) if len(fits) > 1 else view.dimension).grouped
    return {"kind": "table", "title": "The same figures as a table", "columns": heads, "rows": rows,
            "caption": f"{view.indicator.name}, {grouped}", "synthetic": synthetic,
            "notes": notes + (["Synthetic data."] if synthetic else [])}


def _hundred(share: float) -> str:
    return number(100 * share) if share >= 0.005 or share == 0 else "fewer than 1"


