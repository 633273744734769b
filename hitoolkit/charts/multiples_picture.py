"""What small multiples show, as plain text and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import decimals_for
from hitoolkit.charts import multiples_table, multiples_words, words
from hitoolkit.charts.picture import Line
from hitoolkit.charts.style import ticks
from hitoolkit.charts.view import Mark, View, view
from hitoolkit.charts.worded import Worded
from hitoolkit.errors import InputError
from hitoolkit.measures.periods import between, periods
from hitoolkit.table import WHOLE, known_groups

#: More panels than this are read by nobody.
MOST = 12
#: A lowest figure this near to zero, as a share of the highest, has the scale start there.
NEAR_ZERO, EDGE = 0.2, 0.04


@dataclass(frozen=True)
class Panel:
    """One panel: its heading, its gap in words, what can be told of it, a row for each group, and its scale."""

    heading: str
    gap: str
    verdict: str
    rows: list[Line]
    scale: list[float]
    ticks: list[float]
    axis: str


@dataclass(frozen=True)
class MultiplesPicture(Worded):
    """Everything that is drawn or said about small multiples; nothing else of the table."""

    panels: list[Panel]
    groups: list[list[str]]
    joined: bool
    axis: str
    worse: str
    notes: list[str]

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        panels = [Panel(**{**one, "rows": [Line(**row) for row in one["rows"]]}) for one in plain["panels"]]
        return cls(**{**plain, "panels": panels})


@dataclass(frozen=True)
class Told:
    """What the words are made from: a view for each panel, in the order they are drawn."""

    by: str
    labels: list[str]
    views: list[View]
    things: str
    #: The groups of all panels, each once, as they are drawn: id, label and role.
    groups: list[tuple[str, str, str]]
    gone: list[str]
    #: What the second of two figures was adjusted for; empty where they are no such pair.
    mix: str = ""

    @property
    def first(self) -> View:
        """The first panel, for what all have in common."""
        return self.views[0]

    @property
    def one_scale(self) -> bool:
        """Whether all panels are counted in one unit, out of the same people."""
        return len({words.axis_title(one).split(", ", 1)[-1] if self.by == "indicator" else "" for one in self.views}
                   ) == 1

    @property
    def parts(self) -> list[tuple[str, View]]:
        """The panels but the one of all together."""
        found = [(label, one) for label, one in zip(self.labels, self.views, strict=True)
                 if label != multiples_words.TOGETHER]
        return found or list(zip(self.labels, self.views, strict=True))


def multiples_picture(table: pd.DataFrame, by: str, measures: pd.DataFrame | None) -> MultiplesPicture:
    """What is drawn of a checked table, a panel for each label of one column."""
    told = _told(table, by, measures)
    drawn = told.views if by == "period" else told.views[:MOST]
    common = _scale(drawn)
    panels = [Panel(label, *multiples_words.gap(one), _rows(told, one), *(common if told.one_scale else _scale([one])),
                    words.axis_title(one).split(", ", 1)[-1]) for label, one in zip(told.labels, drawn, strict=False)]
    first = told.first
    notes = multiples_words.notes(told, len(panels), common[0][0])
    return MultiplesPicture(
        type="multiples", bars={}, title=multiples_words.title(told), subtitle=multiples_words.subtitle(told),
        alt_title=multiples_words.alt_title(told), alt=multiples_words.described(told),
        caption=multiples_words.caption(told), source=words.source_line(first),
        reading=multiples_words.reading(told), table=multiples_table.table(told), synthetic=first.synthetic,
        panels=panels, groups=[[label, role] for _, label, role in told.groups], joined=by == "period",
        axis=words.axis_title(first) if told.one_scale else "", worse=words.worse(first), notes=notes,
    )


def _told(table: pd.DataFrame, by: str, measures: pd.DataFrame | None) -> Told:
    order, gone = _order(table, by)
    parts = {}
    for label in order:
        part = table[table[by] == label]
        part.attrs = dict(table.attrs)
        parts[label] = part
    dimension = catalogue.dimension(table["dimension"].iloc[0])
    indicators = {label: catalogue.indicator(part["indicator"].iloc[0]) for label, part in parts.items()}
    fine = {label: decimals_for(*known_groups(part)["value"], indicator=indicators[label], ordered=dimension.ordered)
            for label, part in parts.items()}
    together = max(fine.values())
    views = [view(part, measures, fine[label] if by == "indicator" else together) for label, part in parts.items()]
    named = multiples_words.headings(order, by, views)
    found: dict[str, tuple[str, str, str]] = {}
    for one in views:
        for mark in one.rows:
            found.setdefault(mark.group, (mark.group, mark.label, mark.role))
    place = {name: number for number, name in enumerate(dimension.groups)}
    groups = sorted(found.values(), key=lambda item: (item[2] == "unknown", place.get(item[0], len(place))))
    if not any(role != "unknown" for *_, role in groups):
        raise InputError(f"The table holds no known group of {dimension.name}. Check what was picked from it.")
    return Told(by, named, views, multiples_words.things(order, by), groups, gone,
                multiples_words.adjusted(order) if by == "stratum" else "")


def _order(table: pd.DataFrame, by: str) -> tuple[list[str], list[str]]:
    """The labels in the order of their panels, and periods of which there is none."""
    labels = list(dict.fromkeys(table[by]))
    if by == "period":
        known = periods(labels)
        gone = [text for one, two in pairwise(known) for text in between(one, two)]
        return [one.label for one in known], gone
    if by == "indicator":
        return labels, []
    people = table[~table["group"].isin([WHOLE])].groupby(by)["denominator"].sum()
    return sorted(labels, key=lambda label: (label != WHOLE, -float(people.get(label, 0.0)))), []


def _rows(told: Told, one: View) -> list[Line]:
    marks: dict[str, Mark] = {mark.group: mark for mark in one.rows}
    lines = []
    for group, label, role in told.groups:
        mark = marks.get(group)
        if mark is None:
            lines.append(Line(label, role, None, None, None, "no figure", ""))
        else:
            lines.append(Line(label, role, mark.value, mark.lower, mark.upper, mark.text,
                              mark.range if mark.has_range else ""))
    return lines


def _scale(views: list[View]) -> tuple[list[float], list[float]]:
    """The ends of a scale that just holds what is drawn, so that small panels use all their width, and its ticks."""
    numbers = [one for seen in views for row in seen.rows for one in (row.value, row.lower, row.upper)
               if one is not None]
    if not numbers:
        return [0.0, 1.0], [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    if 0 <= low < NEAR_ZERO * high or low == high:
        low = 0.0
    room = (high - low) * EDGE
    low, high = low - room * (low > 0), high + room
    tried = ([tick for tick in ticks(low, high, least=least) if low <= tick <= high] for least in (2, 3, 5, 8, 12))
    return [low, high], next((found for found in tried if len(found) > 1), [])


