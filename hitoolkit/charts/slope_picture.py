"""What a chart of two times shows, as plain text and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import decimals_for
from hitoolkit.charts import slope_table, slope_words, words
from hitoolkit.charts.style import ticks
from hitoolkit.charts.view import Mark, View, sources_of, view
from hitoolkit.charts.worded import Worded
from hitoolkit.measures.moved import Move
from hitoolkit.measures.periods import in_words
from hitoolkit.table import KEY, WHOLE, known_groups

SAME = [name for name in KEY if name != "period"]


@dataclass(frozen=True)
class End:
    """One figure at one of the two times; hidden or missing where it has no value."""

    value: float | None
    lower: float | None
    upper: float | None
    text: str
    range: str


@dataclass(frozen=True)
class SlopeLine:
    """One line: a group (or an area) with its two ends and how it moved, in words."""

    label: str
    role: str
    ends: list[End]
    moved: str


@dataclass(frozen=True)
class SlopePicture(Worded):
    """Everything that is drawn or said about one chart of two times; nothing else of the table."""

    lines: list[SlopeLine]
    times: list[str]
    axis: str
    worse: str
    ticks: list[float]
    notes: list[str]

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        lines = [SlopeLine(**{**line, "ends": [End(**end) for end in line["ends"]]}) for line in plain["lines"]]
        return cls(**{**plain, "lines": lines})


@dataclass(frozen=True)
class Told:
    """What the words are made from: the view of each time, the marks of each line, and what changed."""

    views: list[View]
    labels: list[str]
    times: list[str]
    pairs: dict[str, list[Mark | None]]
    moves: dict[str, Move]
    changes: pd.DataFrame | None
    decimals: int

    @property
    def view(self) -> View:
        """The later of the two, for what both have in common."""
        return self.views[-1]

    @property
    def areas(self) -> bool:
        """Whether the lines are areas, not groups."""
        return self.changes is None

    def mark(self, name: str) -> Mark:
        """One of the two marks of a line, for what they have in common."""
        return next(mark for mark in self.pairs[name] if mark is not None)

    def label(self, name: str) -> str:
        """How a line is named."""
        return name if self.areas else self.mark(name).label

    @property
    def known(self) -> list[str]:
        """The lines that are neither unknown groups nor all together, as they are drawn."""
        return [name for name in self.pairs if self.mark(name).role not in ("unknown", "whole") or self.areas]


def slope_picture(table: pd.DataFrame, labels: list[str], changes: pd.DataFrame | None,
                  moves: dict[tuple[str, ...], Move]) -> SlopePicture:
    """What is drawn of two periods of a checked table."""
    told = _told(table, labels, changes, moves)
    shown = [name for name in told.pairs if told.mark(name).role != "whole" or told.areas]
    lines = [SlopeLine(told.label(name), "group" if told.areas else told.mark(name).role,
                       [_end(mark) for mark in told.pairs[name]], slope_words.moved(told, name)) for name in shown]
    numbers = [one for line in lines for end in line.ends for one in (end.value, end.lower, end.upper)
               if one is not None]
    # Every figure stands beside its mark, so the scale needs no ticks and the lines may fill the height.
    apart = bool(numbers) and min(numbers) < max(numbers)
    scale = [min(numbers), max(numbers)] if apart else ticks(*(numbers[:1] * 2 or [0.0, 1.0]))
    return SlopePicture(
        type="slope", bars={}, title=slope_words.title(told), subtitle=slope_words.subtitle(told),
        alt_title=slope_words.alt_title(told), alt=slope_words.described(told), caption=slope_words.caption(told),
        source=words.source_line(told.view), reading=slope_words.reading(told), table=slope_table.table(told),
        synthetic=told.view.synthetic, lines=lines, times=told.times, axis=words.axis_title(told.view),
        worse=words.worse(told.view), ticks=[scale[0], scale[-1]],
        notes=["The scale does not start at zero"] if scale[0] > 0 and numbers else [],
    )


def _told(table: pd.DataFrame, labels: list[str], changes: pd.DataFrame | None,
          moves: dict[tuple[str, ...], Move]) -> Told:
    indicator, dimension = (catalogue.indicator(table["indicator"].iloc[0]),
                            catalogue.dimension(table["dimension"].iloc[0]))
    parts = [table[table["period"] == label] for label in labels]
    # Both times with the same number of decimals, as many as the finer of the two needs.
    decimals = max(decimals_for(*(known_groups(part) if changes is not None else part)["value"], indicator=indicator,
                                ordered=dimension.ordered and changes is not None) for part in parts)
    column = "area" if changes is None else "group"
    pairs: dict[str, list[Mark | None]] = {}
    views: list[View] = []
    for at, part in enumerate(parts):
        part.attrs = dict(table.attrs)
        seen = [view(one, None, decimals) for _, one in part.groupby("area", sort=False)]
        views.append(seen[0])
        for one in seen:
            for mark in (*one.known, *one.unknown, *([one.whole] if one.whole else [])):
                pairs.setdefault(one.area if changes is None else mark.group, [None, None])[at] = mark
    sources, synthetic = sources_of(table)
    views = [replace(one, sources=sources, synthetic=synthetic) for one in views]
    order = {name: number for number, name in enumerate(dimension.groups)}
    if changes is not None:
        pairs = dict(sorted(pairs.items(), key=lambda item: (
            item[0] == WHOLE, item[1][1 if item[1][0] is None else 0].role == "unknown",  # type: ignore[union-attr]
            order.get(item[0], len(order)))))
    at = SAME.index(column)
    spoken_times = in_words(*labels)
    return Told(views, labels, [spoken_times[label] for label in labels], pairs,
                {key[at]: move for key, move in moves.items()}, changes, decimals)


def _end(mark: Mark | None) -> End:
    if mark is None:
        return End(None, None, None, "no figure", "")
    return End(mark.value, mark.lower, mark.upper, mark.text, mark.range if mark.has_range else "")
