"""What a chart of plausible ranks shows, as plain text and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import decimals_for
from hitoolkit.charts import rank_words
from hitoolkit.charts.view import sources_of
from hitoolkit.charts.worded import Worded
from hitoolkit.table import UNKNOWN, WHOLE


@dataclass(frozen=True)
class Ranked:
    """One place: how large it is, its figure, its rank and those it could well have."""

    label: str
    size: float | None
    value: float | None
    rank: float | None
    lower: int
    upper: int
    hidden: bool

    @property
    def span(self) -> int:
        """Over how many ranks it could stand."""
        return self.upper - self.lower + 1


@dataclass(frozen=True)
class RankPicture(Worded):
    """Everything that is drawn or said about one set of ranks; nothing else of the table."""

    places: list[Ranked]
    order: str
    ends: list[str]
    count: int

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        return cls(**{**plain, "places": [Ranked(**place) for place in plain["places"]]})


@dataclass(frozen=True)
class League:
    """The places of one table, in the order they are listed in, and how they are spoken of."""

    indicator: catalogue.Indicator
    dimension: catalogue.Dimension
    over: str
    period: str
    area: str
    stratum: str
    sources: tuple[str, ...]
    synthetic: bool
    places: list[Ranked]
    order: str
    confidence: float
    decimals: int

    @property
    def ranked(self) -> list[Ranked]:
        """The places that have a rank."""
        return [place for place in self.places if place.rank is not None]


def rank_picture(rows: pd.DataFrame, over: str, order: str, confidence: float) -> RankPicture:
    """What is drawn of one table of ranks."""
    league = _league(rows, over, order, confidence)
    return RankPicture(
        type="rank", bars={}, title=rank_words.title(league), subtitle=rank_words.subtitle(league),
        alt_title=rank_words.alt_title(league), alt=rank_words.described(league), caption=rank_words.caption(league),
        source=rank_words.source_line(league), reading=rank_words.reading(league), table=rank_words.table(league),
        synthetic=league.synthetic, places=league.ranked, order=rank_words.listed(league), ends=rank_words.ends(league),
        count=len(league.ranked),
    )


def _league(rows: pd.DataFrame, over: str, order: str, confidence: float) -> League:
    indicator = catalogue.indicator(str(rows["indicator"].iloc[0]))
    dimension = catalogue.dimension(str(rows["dimension"].iloc[0]))
    rows = rows[~rows["group"].isin(UNKNOWN) & ((rows[over] != WHOLE) | (rows[over].nunique() == 1))]
    places = [_place(row, over, dimension) for row in rows.to_dict("records")]
    places.sort(key=lambda place: place.label.casefold())
    if order == "size":
        places.sort(key=lambda place: -(place.size or 0.0))
    first = rows.iloc[0]
    sources, synthetic = sources_of(rows)
    decimals = max(1, decimals_for(*(place.value for place in places), indicator=indicator))
    return League(indicator, dimension, over, str(first["period"]), "" if over == "area" else str(first["area"]),
                  str(first["stratum"]), sources, synthetic, places, order, confidence, decimals)


def _place(row: dict[Any, Any], over: str, dimension: catalogue.Dimension) -> Ranked:
    label = str(row[over]) if over == "area" else dimension.label(str(row[over]))
    size, value, rank, lower, upper = (None if pd.isna(row[name]) else float(row[name]) for name in
                                       ("denominator", "value", "rank", "lower_rank", "upper_rank"))
    return Ranked(label, size, value, rank if lower is not None else None, int(lower or 0), int(upper or 0),
                  row["flag"] == "suppressed")
