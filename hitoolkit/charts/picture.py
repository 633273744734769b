"""What is drawn, as plain text and numbers: it travels with the chart, so any size can be drawn from it at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from hitoolkit.charts import words
from hitoolkit.charts.style import tick_texts, ticks
from hitoolkit.charts.titles import clearest
from hitoolkit.charts.view import Mark, View
from hitoolkit.charts.worded import Worded


@dataclass(frozen=True)
class Line:
    """One row of the drawing."""

    label: str
    role: str
    value: float | None
    lower: float | None
    upper: float | None
    text: str
    range: str


@dataclass(frozen=True)
class Picture(Worded):
    """Everything that is drawn or said about one chart; nothing else of the table."""

    rows: list[Line]
    head: str
    axis: str
    axis_short: str
    worse: str
    ticks: list[float]
    bar_ticks: list[float]
    band: dict[str, Any] | None = None
    line: dict[str, Any] | None = None
    ranged: bool = True

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        return cls(**{**plain, "rows": [Line(**row) for row in plain["rows"]]})

    @property
    def starts(self) -> str:
        """The warning that the scale is cut off, or nothing."""
        return f"Scale starts at {tick_texts(self.ticks)[0]}" if self.ticks[0] > 0 else ""


def gradient_picture(view: View, title: str, table: dict[str, Any]) -> Picture:
    """What is drawn of groups that have an order."""
    most, least = view.known[0], view.known[-1]
    gap = view.gaps.get((most.group, "gap"))
    band: dict[str, Any] | None = None
    said: list[str] = []
    ends = (most.role, least.role) == ("most", "least")
    if ends and gap and gap.value is not None and most.value is not None and least.value is not None:
        forward = words.turned(gap) if gap.value < 0 else gap
        size = words.difference_text(view, forward)
        band = {"left": min(most.value, least.value), "right": max(most.value, least.value),
                "text": f"the gap: {size.split(' (')[0]}"}
        said = [f"The gap between {words.the(most.label)} and {words.the(least.label)} is {size}.", _side(view)]
    caption = [words.sizes(view, most.group), _side(view), words.rounding_note(view, most, least, gap)]
    return _picture(view, "gradient", title, table, caption, said, band=band)


def comparison_picture(view: View, title: str, table: dict[str, Any]) -> Picture:
    """What is drawn of groups that have no order."""
    line: dict[str, Any] | None = None
    said: list[str] = []
    if view.whole and view.whole.value is not None:
        line = {"value": view.whole.value, "text": f"all together: {view.whole.text}"}
        said.append(f"All together {view.whole.text}.")
    if view.dimension.places:
        warning = "Places serve different people, and small ones move more by chance, so this is not a ranking."
        return _picture(view, "comparison", title, table, [warning], said, line=line)
    shown = sorted(view.shown, key=lambda row: row.value or 0, reverse=True)
    picked = shown[:1] if len(shown) < 3 else [shown[0], shown[-1]]
    apart = clearest(view)
    gaps = [view.gaps.get((row.group, "gap")) for row in picked]
    if apart is not None and not any(gap and gap.clear for gap in gaps):
        picked, gaps = [apart], [view.gaps.get((apart.group, "gap"))]
    caption: list[str] = []
    if gaps and gaps[0] is not None and all(gap is None or gap.value is None for gap in gaps):
        caption, picked = [words.sizes(view, picked[0].group)], []
    for row in picked:
        if (row.group, "gap") in view.gaps:
            sentence = words.lower_first(words.sizes(view, row.group)).rstrip(".")
            caption.append(f"{row.label} against {words.other(view, row)}: {sentence}{_verdict(view, row)}.")
    return _picture(view, "comparison", title, table, caption, said, line=line)


def _picture(view: View, kind: str, title: str, table: dict[str, Any], caption: list[str], said: list[str],
             band: dict[str, Any] | None = None, line: dict[str, Any] | None = None) -> Picture:
    numbers = [one for row in view.rows for one in (row.value, row.lower, row.upper) if one is not None]
    numbers += [line["value"]] if line else []
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, max(view.indicator.per, 1.0))
    what = words.lower_first(view.indicator.name)
    alt = words.described(view, said)
    return Picture(
        type=kind, title=title, subtitle=words.subtitle(view),
        alt_title=f"Dot chart{' with ranges' if view.ranges else ''}: {what}, {view.dimension.grouped}",
        alt=alt, caption=" ".join(part for part in caption if part), source=words.source_line(view),
        reading=words.reading(view, band=band is not None, line=line is not None), table=table,
        synthetic=view.synthetic,
        rows=[Line(row.label, row.role, row.value, row.lower, row.upper, row.text,
                   "" if row.value is None else row.range) for row in view.rows],
        head=words.column_head(view), axis=words.axis_title(view), axis_short=words.axis_title(view, short=True),
        worse=words.worse(view), ticks=ticks(low, high), bar_ticks=ticks(low, high, zero=True),
        bars={"alt_title": f"Bar chart from zero: {what}, {view.dimension.grouped}", "alt": alt},
        band=band, line=line, ranged=view.ranges,
    )


def _side(view: View) -> str:
    """Which end is worse off, in words, where the numbers can tell."""
    most, least = view.known[0], view.known[-1]
    gap = view.gaps.get((most.group, "gap"))
    if gap is None or gap.value is None or most.value is None or least.value is None:
        return ""
    if gap.has_range and not gap.clear:
        what = "which end is worse off" if words.worse(view) else "the two ends apart"
        return f"The range reaches both ways: these numbers cannot tell {what}."
    opening = "" if gap.has_range else "In these figures, "
    end = most if gap.value > 0 else least
    if not words.worse(view):
        end = most if most.value > least.value else least
    text = f"{opening}{words.the(end.label)} {'is worse off' if words.worse(view) else 'has the higher figure'}."
    return text[0].upper() + text[1:]


def _verdict(view: View, row: Mark) -> str:
    gap = view.gaps[(row.group, "gap")]
    if gap.value is None or not gap.has_range:
        return ""
    if not gap.clear:
        return "; these numbers cannot tell them apart"
    if not words.worse(view):
        return ""
    return f"; {words.people_of(view, row)} are {'worse' if gap.clear > 0 else 'better'} off"
