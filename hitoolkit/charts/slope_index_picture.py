"""What a chart of the line behind the slope index shows, as plain text and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import number
from hitoolkit.charts import slope_index_words, words
from hitoolkit.charts.style import ticks
from hitoolkit.charts.view import Gap, View
from hitoolkit.charts.worded import Worded
from hitoolkit.measures.fitted import Fitted


@dataclass(frozen=True)
class Fit:
    """The groups of one panel, the line through them, and its slope both ways; `name` is empty where it is the only."""

    name: str
    view: View
    line: Fitted
    sii: Gap
    rii: Gap

    @property
    def slope(self) -> float | None:
        """How much higher the line is at the least disadvantaged end; None where there is no line."""
        if self.sii.value is None or self.line.at_most is None or self.line.at_least is None:
            return None
        return self.line.at_least - self.line.at_most

    @property
    def bends(self) -> bool:
        """Whether the groups bend away from the line by more than chance explains."""
        return self.slope is not None and self.sii.has_range and bool(self.sii.reason)

    def at(self, place: float) -> float | None:
        """The height of the line, from 0 at the most disadvantaged end to 1 at the least."""
        return None if self.slope is None or self.line.at_most is None else self.line.at_most + place * self.slope


@dataclass(frozen=True)
class Band:
    """One group: where its people begin and end among all, and its figure."""

    label: str
    start: float
    end: float
    value: float | None
    lower: float | None
    upper: float | None
    role: str


@dataclass(frozen=True)
class PanelOf:
    """One panel: its name, its groups and the two ends of its line."""

    name: str
    bands: list[Band]
    at_most: float | None
    at_least: float | None
    texts: list[str]


@dataclass(frozen=True)
class SlopePicture(Worded):
    """Everything that is drawn or said about such a line; nothing else of the table."""

    panels: list[PanelOf]
    axis: str
    way: str
    ticks: list[float]
    ends: list[str]
    across: str

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        panels = [PanelOf(**{**panel, "bands": [Band(**band) for band in panel["bands"]]}) for panel in plain["panels"]]
        return cls(**{**plain, "panels": panels})


def slope_index_picture(fits: list[Fit], several: str) -> SlopePicture:
    """What is drawn of one line, or of several side by side."""
    first = fits[0].view
    if several == "edition" and len(fits) > 1:
        # Words for all panels: groups of one cut are local, those of the other are not.
        first = replace(first, dimension=catalogue.dimension(first.dimension.id))
    together = replace(first, area="All" if several == "area" and len(fits) > 1 else first.area)
    panels = [_panel(fit) for fit in fits]
    numbers = [one for panel in panels for band in panel.bands for one in (band.value, band.lower, band.upper)]
    numbers += [one for panel in panels for one in (panel.at_most, panel.at_least)]
    known = [one for one in numbers if one is not None]
    return SlopePicture(
        type="slope_index", bars={}, title=slope_index_words.title(fits), subtitle=words.subtitle(together),
        alt_title=slope_index_words.alt_title(first), alt=slope_index_words.described(fits),
        caption=slope_index_words.caption(fits, several), source=slope_index_words.source_line(fits, several),
        reading=slope_index_words.reading(fits), table=slope_index_words.table(fits, several),
        synthetic=any(fit.view.synthetic for fit in fits), panels=panels, axis=words.axis_title(first),
        way={"higher": "Higher is worse", "lower": "Lower is worse", "": ""}[words.worse(first)],
        ticks=ticks(min(known), max(known), least=4) if known else [0.0, 1.0],
        ends=slope_index_words.ends(first), across=slope_index_words.across(first),
    )


def _panel(fit: Fit) -> PanelOf:
    marks = {mark.group: mark for mark in fit.view.known}
    bands, start = [], 0.0
    for group, end in zip(fit.line.groups, fit.line.until, strict=True):
        mark = marks.get(group)
        label = fit.view.dimension.label(group)
        role = mark.role if mark else "group"
        value, lower, upper = (mark.value, mark.lower, mark.upper) if mark else (None, None, None)
        bands.append(Band(label, start, end, value, lower, upper, role))
        start = end
    drawn = fit.slope is not None
    texts = [number(height, fit.view.decimals) for height in (fit.line.at_most, fit.line.at_least)] if drawn else []
    return PanelOf(fit.name, bands, fit.line.at_most if drawn else None, fit.line.at_least if drawn else None, texts)
