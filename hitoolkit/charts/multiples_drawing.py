"""The drawing of small multiples: panels in columns, the names of the groups once at the left of each row of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hitoolkit.charts.equiplot_drawing import draw_equiplot
from hitoolkit.charts.gathered import Gathered
from hitoolkit.charts.plot import LEADING
from hitoolkit.charts.slope_drawing import LOOKS
from hitoolkit.charts.style import (
    BLUE,
    GREY,
    GRID,
    INK,
    LABEL,
    NARROW,
    OUTLINE,
    SOFT,
    WIDE,
    text_width,
    tick_texts,
    wrap,
)

if TYPE_CHECKING:
    from hitoolkit.charts.multiples_picture import MultiplesPicture, Panel

GUTTER, LINE = 26.0, 18.0
ENDS = ("most", "least")


class Panels:
    """Lays small multiples out at one width."""

    def __init__(self, picture: MultiplesPicture, *, narrow: bool):
        self.picture, self.narrow, self.width = picture, narrow, NARROW if narrow else WIDE
        self.canvas = Gathered(self.width)
        many = len(picture.panels)
        self.columns = 1 if narrow or many == 1 else 2 if many in (2, 4) else 3
        room = 130.0 if narrow else 152.0
        names = [wrap(label, room, bold=role in ENDS) for label, role in picture.groups]
        self.names = names
        self.left = max(text_width(part, bold=picture.groups[at][1] in ENDS) for at, name in enumerate(names)
                        for part in name) + 12
        self.panel = (self.width - self.left - GUTTER * (self.columns - 1)) / self.columns
        self.value = max([text_width(row.text, bold=True) for panel in picture.panels for row in panel.rows
                          if row.value is not None] + [20.0])
        self.plot = self.panel - self.value - 12
        self.heights = [max(25.0, LINE * len(name) + 5) for name in names]

    def draw(self) -> float:
        """Draw everything; returns the height."""
        canvas, picture = self.canvas, self.picture
        way = {"higher": "Further right is worse \N{RIGHTWARDS ARROW}", "lower":
               "Further left is worse \N{LEFTWARDS ARROW}", "": ""}[picture.worse]
        y = canvas.lines(wrap(picture.axis, self.width) if picture.axis else [], 0, 14, LEADING, color=SOFT)
        y = canvas.lines([way] if way else [], 0, y, LEADING, bold=True) + 12
        for start in range(0, len(picture.panels), self.columns):
            y = self._row(picture.panels[start:start + self.columns], y)
        for note in picture.notes:
            y = canvas.lines(wrap(note, self.width), 0, y, LEADING, color=SOFT)
        y = canvas.lines(["Synthetic data"] if picture.synthetic else [], 0, y, LEADING, color=SOFT, bold=True)
        return round(y - 13)

    def _row(self, panels: list[Panel], y: float) -> float:
        """One row of panels, level with each other; returns the height of the next."""
        xs = [self.left + at * (self.panel + GUTTER) for at in range(len(panels))]
        # On a phone a heading has the whole width, and no panel stands beside it.
        rooms = [self.width if self.narrow else min(self.panel + GUTTER - 8, self.width - x) for x in xs]
        heads = [self._head(panel, room) for panel, room in zip(panels, rooms, strict=True)]
        tall = max(len(head) for head in heads)
        for x, head in zip(xs, heads, strict=True):
            at = y + (tall - len(head)) * LINE
            for text, style in head:
                self.canvas.text(text, 0 if self.narrow else round(x, 1), round(at, 1), **style)
                at += LINE
        top = y + tall * LINE - 4
        middles = [top + sum(self.heights[:at]) + height / 2 for at, height in enumerate(self.heights)]
        for (_, role), name, middle in zip(self.picture.groups, self.names, middles, strict=True):
            first = middle + 5 - (len(name) - 1) * LINE / 2
            self.canvas.lines(name, 0, round(first, 1), LINE, bold=role in ENDS,
                              color=SOFT if role == "unknown" else INK)
        foot = top + sum(self.heights) + 4
        for x, panel in zip(xs, panels, strict=True):
            self._panel(panel, x, middles, top, foot)
        own = 0.0
        if not self.picture.axis:
            axes = [wrap(panel.axis, room) for panel, room in zip(panels, rooms, strict=True)]
            for x, lines in zip(xs, axes, strict=True):
                self.canvas.lines(lines, 0 if self.narrow else round(x, 1), foot + 42, LINE, color=SOFT)
            own = LINE * max(map(len, axes))
        return foot + 66 + own

    def _head(self, panel: Panel, room: float) -> list[tuple[str, dict[str, Any]]]:
        """Heading, gap and verdict, each in lines that fit."""
        strong = panel.verdict.startswith(("clear", "turned"))
        blue: dict[str, Any] = {"color": BLUE, "bold": strong}
        parts: list[tuple[str, dict[str, Any]]] = [(panel.heading, {"size": LABEL, "bold": True})]
        size, _, span = panel.gap.partition(" (")
        both = f"{panel.gap}, {panel.verdict}"
        if self.narrow and text_width(both, bold=strong) <= room:
            parts.append((both, blue))
        else:
            # A range is not broken in two.
            whole = not span or text_width(panel.gap, bold=strong) <= room
            parts += [(panel.gap, blue)] if whole else [(size, blue), (f"({span}", blue)]
            parts.append((panel.verdict, {"color": SOFT}))
        return [(line, style) for text, style in parts
                for line in wrap(text, room, float(style.get("size", 15)), bold=bool(style.get("bold")))]

    def _panel(self, panel: Panel, x: float, middles: list[float], top: float, foot: float) -> None:
        canvas, (low, high) = self.canvas, panel.scale

        def at(value: float) -> float:
            return round(x + (value - low) / (high - low) * self.plot, 1)

        texts = tick_texts(panel.ticks)
        apart = (at(panel.ticks[-1]) - at(panel.ticks[0])) / max(len(texts) - 1, 1) if texts else 0.0
        each = math.ceil((max(map(text_width, texts), default=0.0) + 8) / max(apart, 1.0))
        for number, (tick, text) in enumerate(zip(panel.ticks, texts, strict=True)):
            canvas.rule([{}], at(tick), top, y2=foot, color=GRID)
            if number % each == 0:
                half = text_width(text) / 2
                canvas.text(text, min(at(tick), self.width - half), foot + 19, color=SOFT, align="center")
        canvas.rule([{}], x, foot, x2=x + self.plot, color=GREY, width=1.5)
        bars = [{"a": at(row.lower), "b": at(row.upper), "y": y} for row, y in zip(panel.rows, middles, strict=True)
                if row.lower is not None and row.upper is not None]
        canvas.rule(bars, "a", "y", x2="b", color=BLUE, width=3)
        for row, y in zip(panel.rows, middles, strict=True):
            strong = row.role in ENDS
            color = SOFT if row.role == "unknown" else INK
            if row.value is None:
                canvas.text(row.text.split(":")[0], round(x + self.panel, 1), y + 5, color=SOFT, align="right")
                continue
            look = LOOKS[row.role]
            size = look.radius * (0.85 if strong else 0.8)
            canvas.add("point", [{"x": at(row.value), "y": y}], "x", "y", shape=look.shape, size=4 * size**2,
                       fill=look.fill, filled=True, stroke=look.stroke, strokeWidth=OUTLINE * 0.8, opacity=1)
            canvas.text(row.text, round(x + self.panel, 1), y + 5, color=color, bold=strong, align="right")


def draw_multiples(picture: MultiplesPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    if picture.joined:
        return draw_equiplot(picture, narrow=narrow)
    panels = Panels(picture, narrow=narrow)
    height = panels.draw()
    return {"layer": panels.canvas.drawn(), "width": panels.width, "height": height}
