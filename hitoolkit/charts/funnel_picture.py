"""What a funnel shows, as plain text and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import decimals_for, number
from hitoolkit.charts import funnel_words
from hitoolkit.charts.style import ticks
from hitoolkit.charts.view import sources_of
from hitoolkit.charts.worded import Worded
from hitoolkit.table import UNKNOWN, WHOLE

#: How many points a limit is drawn through: enough for the eye.
STEPS = 60


@dataclass(frozen=True)
class Spot:
    """One place: how large it is, its figure and limits, and where it lies."""

    label: str
    size: float | None
    value: float | None
    average: float | None
    limits: dict[str, list[float]]
    where: str
    hidden: bool


@dataclass(frozen=True)
class FunnelPicture(Worded):
    """Everything that is drawn or said about one funnel; nothing else of the table."""

    spots: list[Spot]
    axis: str
    across: str
    worse: str
    ticks: list[float]
    sizes: list[float]
    average: float | None
    average_text: str
    curves: dict[str, list[list[float]]]
    key: list[dict[str, str]]
    lines: list[dict[str, str]]

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        return cls(**{**plain, "spots": [Spot(**spot) for spot in plain["spots"]]})


@dataclass(frozen=True)
class Places:
    """The places of one funnel, and how they are spoken of."""

    indicator: catalogue.Indicator
    dimension: catalogue.Dimension
    over: str
    period: str
    area: str
    stratum: str
    sources: tuple[str, ...]
    synthetic: bool
    spots: list[Spot]
    levels: list[str]
    decimals: int
    #: Whether the lines allow for places that differ for more reasons than luck.
    wider: bool = False

    @property
    def placed(self) -> list[Spot]:
        """The places that have a figure and limits."""
        return [spot for spot in self.spots if spot.value is not None and spot.where]

    def beyond(self, level: str) -> list[Spot]:
        """The places outside the limits of a level, and so outside all narrower ones."""
        wide = self.levels[self.levels.index(level):]
        return [spot for spot in self.placed if spot.where.split("_")[-1] in wide]


def funnel_picture(rows: pd.DataFrame, over: str, levels: list[str]) -> FunnelPicture:
    """What is drawn of one funnel; `levels` run from the narrowest limits to the widest."""
    places = _places(rows, over, levels)
    placed = places.placed
    average = placed[0].average if placed else None
    numbers = [one for spot in placed for one in (spot.value, *chain(*spot.limits.values())) if one is not None]
    sizes = [spot.size for spot in placed if spot.size is not None]
    return FunnelPicture(
        type="funnel", bars={}, title=funnel_words.title(places), subtitle=funnel_words.subtitle(places),
        alt_title=funnel_words.alt_title(places), alt=funnel_words.described(places, average),
        caption=funnel_words.caption(places, average), source=funnel_words.source_line(places),
        reading=funnel_words.reading(), table=funnel_words.table(places), synthetic=places.synthetic,
        spots=places.spots, axis=funnel_words.axis(places), across=funnel_words.across(places),
        worse=funnel_words.worse(places),
        ticks=ticks(min(numbers), max(numbers), least=4) if numbers else [0.0, 1.0],
        sizes=ticks(0, max(sizes), zero=True) if sizes else [0.0, 1.0], average=average,
        average_text=f"average {number(average, places.decimals)}",
        curves={f"{side}_{level}": _curve(placed, level, at) for level in levels
                for at, side in enumerate(("lower", "upper"))},
        key=funnel_words.key(places), lines=funnel_words.lines(places),
    )


def _places(rows: pd.DataFrame, over: str, levels: list[str]) -> Places:
    indicator = catalogue.indicator(str(rows["indicator"].iloc[0]))
    dimension = catalogue.dimension(str(rows["dimension"].iloc[0]))
    rows = rows[~rows["group"].isin(UNKNOWN) & ((rows[over] != WHOLE) | (rows[over].nunique() == 1))]
    spots = [_spot(row, over, dimension, levels) for row in rows.to_dict("records")]
    first = rows.iloc[0]
    sources, synthetic = sources_of(rows)
    values = [spot.value for spot in spots]
    return Places(
        indicator, dimension, over, str(first["period"]), "" if over == "area" else str(first["area"]),
        str(first["stratum"]), sources, synthetic, spots, levels,
        max(1, decimals_for(*values, indicator=indicator)),
        "method" in rows and bool(rows["method"].astype(str).str.contains(" spread").any()),
    )


def _spot(row: dict[Any, Any], over: str, dimension: catalogue.Dimension, levels: list[str]) -> Spot:
    limits = {level: [float(row[f"{side}_{level}"]) for side in ("lower", "upper")] for level in levels
              if pd.notna(row[f"lower_{level}"]) and pd.notna(row[f"upper_{level}"])}
    known = len(limits) == len(levels) and pd.notna(row["value"]) and pd.notna(row["denominator"])
    label = str(row[over]) if over == "area" else dimension.label(str(row[over]))
    return Spot(label, _number(row["denominator"]), _number(row["value"]), _number(row["average"]), limits,
                str(row["label"]) if known and isinstance(row["label"], str) else "", row["flag"] == "suppressed")


def _curve(placed: Sequence[Spot], level: str, at: int) -> list[list[float]]:
    """A limit between the places: straight in 1 / sqrt(people), as limits are."""
    if len(placed) < 2:
        return []
    limit = {float(spot.size or 0): spot.limits[level][at] for spot in placed}
    sizes = np.array(sorted(limit, reverse=True))
    steps = 1 / np.sqrt(sizes)
    fine = np.unique(np.concatenate([np.linspace(steps[0], steps[-1], STEPS), steps]))
    heights = np.interp(fine, steps, [limit[size] for size in sizes])
    return [[round(float(1 / step**2), 2), round(float(height), 4)] for step, height in zip(fine, heights, strict=True)]


def _number(cell: object) -> float | None:
    return None if pd.isna(cell) else float(cell)  # type: ignore[arg-type, call-overload]
