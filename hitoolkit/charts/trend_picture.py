"""What a chart over time shows, as plain text and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

from hitoolkit.catalogue.wording import amount, difference_decimals, number, range_text, ratio_decimals
from hitoolkit.charts import trend_words, words
from hitoolkit.charts.style import ticks
from hitoolkit.charts.view import View
from hitoolkit.charts.worded import Worded
from hitoolkit.measures.every import RATIOS
from hitoolkit.measures.periods import Period, periods, spoken


@dataclass(frozen=True)
class Point:
    """One period: its figure and range, what is usual for it, and whether it stands out."""

    label: str
    short: str
    value: float | None
    lower: float | None
    upper: float | None
    centre: float | None
    low: float | None
    high: float | None
    part: int
    direction: str
    rule: str
    why: str


@dataclass(frozen=True)
class TrendPicture(Worded):
    """Everything that is drawn or said about one chart over time; nothing else of the table."""

    points: list[Point]
    axis: str
    ticks: list[float]
    none: float
    wider: str
    usual: dict[str, str]
    key: list[dict[str, str]]
    steps: list[str]

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        return cls(**{**plain, "points": [Point(**point) for point in plain["points"]]})


@dataclass(frozen=True)
class Followed:
    """What is followed, and how its figures are written."""

    view: View
    measure: str
    points: list[Point]
    kind: str
    decimals: int

    @property
    def ratio(self) -> bool:
        """Whether no gap is 1, not 0."""
        return self.measure in RATIOS

    @property
    def shown(self) -> list[Point]:
        """The points that have a figure."""
        return [point for point in self.points if point.value is not None]

    @property
    def last_part(self) -> list[Point]:
        """The points since the limits were last worked out anew."""
        return [point for point in self.points if point.part == self.points[-1].part]

    def written(self, value: float | None) -> str:
        """A figure with what it is counted in."""
        return number(value, self.decimals) if self.ratio else amount(value, self.view.indicator, self.decimals)

    def span(self, low: float | None, high: float | None) -> str:
        """Two figures as a range."""
        return range_text(low, high, self.decimals)


def trend_picture(line: pd.DataFrame, last: View, latest: str, steps: Mapping[str, str]) -> TrendPicture:
    """What is drawn of one line of points; `last` is the view of its latest period with a figure, if it has one."""
    order = {one.label: one for one in periods(line["period"])}
    kind = order[line["period"].iloc[-1]].kind
    followed = Followed(last, str(line["measure"].iloc[0]), _points(line, order, steps), kind, _decimals(line, last))
    numbers = [float(one) for name in ("value", "lower", "upper", "limit_low", "limit_high")
               for one in line[name] if pd.notna(one)]
    when = f"{followed.points[0].label} to {followed.points[-1].label}"
    end = followed.points[-1]
    return TrendPicture(
        type="trend", bars={}, title=trend_words.title(followed), subtitle=words.subtitle(replace(last, period=when)),
        alt_title=trend_words.alt_title(followed), alt=trend_words.described(followed),
        caption=trend_words.caption(followed, str(line["group"].iloc[0]), latest), source=words.source_line(last),
        reading=trend_words.reading(followed), table=trend_words.table(followed), synthetic=last.synthetic,
        points=followed.points, axis=trend_words.axis(followed),
        ticks=ticks(min(numbers), max(numbers), least=4) if numbers else [0.0, 1.0],
        none=1.0 if followed.ratio else 0.0,
        wider=trend_words.way(followed),
        usual={name: number(value, followed.decimals) if value is not None else ""
               for name, value in (("high", end.high), ("centre", end.centre), ("low", end.low))},
        key=trend_words.key(followed), steps=[f"{point.label}: {point.why}" for point in followed.points if point.why],
    )


def _points(line: pd.DataFrame, order: dict[str, Period], steps: Mapping[str, str]) -> list[Point]:
    points: list[Point] = []
    for row in line.to_dict("records"):
        value, lower, upper, centre, low, high = (
            None if pd.isna(row[name]) else float(row[name])
            for name in ("value", "lower", "upper", "centre", "limit_low", "limit_high"))
        period = order[row["period"]]
        points.append(Point(
            spoken(period), trend_words.short(period), value, lower, upper, centre, low, high, part=int(row["part"]),
            direction=str(row["direction"]), rule=str(row["rule"]), why=steps.get(row["period"], "").strip()))
    return points


def _decimals(line: pd.DataFrame, last: View) -> int:
    shown = line[line["value"].notna()]
    if shown.empty:
        return last.decimals
    middle, low, high = (float(one) for one in shown[["centre", "limit_low", "limit_high"]].iloc[-1])
    if line["measure"].iloc[0] in RATIOS:
        return max(2, ratio_decimals(middle, low, high))
    return difference_decimals(middle, low, high, last.decimals)
