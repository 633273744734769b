"""What a chart over shares of the unknown shows, as plain text and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import amount, difference_decimals, number, range_text, ratio_decimals
from hitoolkit.charts import unknown_words
from hitoolkit.charts.style import ticks
from hitoolkit.charts.worded import Worded
from hitoolkit.measures.every import RATIOS


@dataclass(frozen=True)
class Moved:
    """A measure over the share of the unknown people who belong to one group."""

    indicator: catalogue.Indicator
    dimension: catalogue.Dimension
    group: str
    measure: str
    reference: str
    rows: pd.DataFrame
    share: tuple[float, float]
    curve: list[tuple[float, float]]
    left_out: float | None
    low: float | None
    high: float | None
    other: tuple[str, float | None, float | None]
    chance: tuple[float | None, float | None]
    reason: str
    counts: dict[str, tuple[float | None, float | None]]
    sources: tuple[str, ...]
    synthetic: bool

    @property
    def none(self) -> float:
        """What the measure is where both sides fare alike."""
        return 1.0 if self.measure in RATIOS else 0.0

    @property
    def nobody(self) -> bool:
        """Whether there is nobody whose group is not known."""
        return self.counts["denominator"][0] == 0

    def places(self, name: str, *values: float | None) -> int:
        """How many decimals a measure needs."""
        low, high = (*values, None, None)[:2]
        return max(2, ratio_decimals(None, low, high)) if name in RATIOS else difference_decimals(None, low, high, 1)

    def written(self, value: float | None) -> str:
        """A figure of the measure."""
        return number(value, self.places(self.measure, self.low, self.high))

    def span(self, name: str, low: float | None, high: float | None) -> str:
        """Two figures of a measure, with what they are counted in."""
        places = self.places(name, low, high)
        if low is None or high is None or number(low, places) == number(high, places):
            return number(low, places) if name in RATIOS else amount(low, self.indicator, places)
        text = range_text(low, high, places)
        return text if name in RATIOS else amount(high, self.indicator, places).replace(number(high, places), text, 1)


@dataclass(frozen=True)
class UnknownPicture(Worded):
    """Everything that is drawn or said about one such line; nothing else of the table."""

    curve: list[list[float]]
    left_out: float | None
    low: float | None
    high: float | None
    none: float
    axis: str
    way: str
    across: str
    ticks: list[float]
    shares: list[float]
    ends: list[str]
    key: list[str]

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        return cls(**plain)


def unknown_picture(moved: Moved) -> UnknownPicture:
    """What is drawn of one measure over shares of the unknown."""
    curve = [[round(100 * at, 4), round(value, 6)] for at, value in moved.curve]
    known = [one for one in (moved.left_out, moved.low, moved.high, moved.none) if one is not None]
    low, high = (100 * at for at in moved.share)
    return UnknownPicture(
        type="unknown", bars={}, title=unknown_words.title(moved), subtitle=unknown_words.subtitle(moved),
        alt_title=unknown_words.alt_title(moved), alt=unknown_words.described(moved),
        caption=unknown_words.caption(moved), source=unknown_words.source_line(moved),
        reading=unknown_words.reading(moved), table=unknown_words.table(moved), synthetic=moved.synthetic,
        curve=curve, left_out=moved.left_out, low=moved.low, high=moved.high, none=moved.none,
        axis=unknown_words.axis(moved), way=unknown_words.way(moved), across=unknown_words.across(moved),
        ticks=_ticks(known), shares=_shares(low, high), ends=unknown_words.ends(moved), key=unknown_words.key(moved),
    )


def _ticks(known: list[float]) -> list[float]:
    """The scale; it begins above zero where every figure still stands on it."""
    low, high = min(known), max(known)
    made = ticks(low, high, least=4)
    above = [tick for tick in made if tick > 0]
    return above if len(above) > 2 and above[0] <= low else made


def _shares(low: float, high: float) -> list[float]:
    """Marks under the axis: round shares between the two ends, and the ends."""
    if high <= low:
        return [low]
    step = next(one for one in (1.0, 2.0, 5.0, 10.0, 20.0) if (high - low) / one <= 6)
    inner = [step * count for count in range(int(low // step) + 1, int(high // step) + 1)]
    return sorted({low, *(one for one in inner if one - low >= step / 2 and high - one >= step / 2), high})
