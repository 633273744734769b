"""What drawings with two scales share: heights, grid, and what stands over and under the plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hitoolkit.charts.canvas import Canvas
from hitoolkit.charts.style import GREY, GRID, NARROW, OUTLINE, SOFT, WIDE, text_width, tick_texts, wrap

#: From the first point to the edge of the plot.
INSET = 14.0
LEADING = 21.0
ARROWS = {"Higher": "\N{UPWARDS ARROW}", "Lower": "\N{DOWNWARDS ARROW}"}


class Look(NamedTuple):
    """How one kind of point is drawn: no two kinds share a shape and a fill, so that they are apart in grey too."""

    shape: str
    fill: str
    stroke: str
    radius: float


class Plot:
    """Places on the drawing: `canvas` has the scale from left to right, `y` the one from the bottom up."""

    def __init__(self, ticks: list[float], domain: tuple[float, float], *, narrow: bool, axis: str, way: str,
                 beside: float = 0, above: float = 0):
        self.ticks, self.narrow, self.width = ticks, narrow, NARROW if narrow else WIDE
        self.axis = wrap(axis, self.width)
        self.way = [f"{way} {ARROWS[way.split()[0]]}"] if way else []
        self.left = max(text_width(text) for text in tick_texts(ticks)) + 10
        self.right = self.width - (beside or 6)
        self.top = LEADING * len([*self.axis, *self.way]) + 12 + above
        self.bottom = self.top + (190 if narrow else 240)
        first, last = domain
        edge = INSET / (self.right - self.left - 2 * INSET) * (last - first)
        self.canvas = Canvas(self.width, (first - edge, last + edge), round(self.left, 1), round(self.right, 1))

    def y(self, value: float) -> float:
        """How far from the top a value stands; one beyond the scale stands at its end."""
        low, high = self.ticks[0], self.ticks[-1]
        kept = min(max(value, low), high)
        return round(self.bottom - (kept - low) / (high - low) * (self.bottom - self.top), 1)

    def draw_heads(self) -> None:
        """What is drawn, and which way is worse (or wider), over the plot."""
        y = self.canvas.lines(self.axis, 0, 14, LEADING, color=SOFT)
        self.canvas.lines(self.way, 0, y, LEADING, bold=True)

    def draw_grid(self, strong: float | None = None) -> None:
        """Lines at the ticks, with their texts; a `strong` one is darker."""
        for tick, text in zip(self.ticks, tick_texts(self.ticks), strict=True):
            color, width = (GREY, 1.5) if tick == strong else (GRID, 1)
            self.canvas.rule([{}], self.left, self.y(tick), x2=self.right, color=color, width=width)
            self.canvas.text(text, self.left - 8, self.y(tick) + 5, color=SOFT, align="right")
        self.canvas.rule([{}], self.left, self.bottom, x2=self.right, color=GREY, width=1.5)

    def draw_under(self, marks: Sequence[tuple[float, str]]) -> float:
        """Marks under the axis; returns the height of the next line."""
        for value, text in marks:
            self.canvas.rule([{"x": value}], "x", self.bottom, y2=self.bottom + 5, color=GREY, width=1.5)
            half = text_width(text) / 2
            middle = min(max(self.canvas.at(value), half), self.width - half)
            self.canvas.text(text, round(middle, 1), self.bottom + 21, color=SOFT, align="center")
        return self.bottom + 48

    def draw_points(self, rows: Sequence[dict[str, Any]], look: Look, size: float = 1.0) -> None:
        """Points at `x`, `y`."""
        self.canvas.add("point", rows, "x", "y", shape=look.shape, size=4 * (size * look.radius) ** 2, fill=look.fill,
                        filled=True, stroke=look.stroke, strokeWidth=OUTLINE * 0.7, opacity=1)

    def draw_key(self, items: Sequence[tuple[Look, str]], y: float) -> float:
        """What each kind of point means, side by side where there is room; returns the height of the next line."""
        x = 0.0
        for look, text in items:
            width = 22 + text_width(text)
            if x and x + width > self.width:
                x, y = 0.0, y + LEADING
            self.canvas.add("point", [{}], x + 8, y - 5, shape=look.shape, size=4 * look.radius**2, fill=look.fill,
                            filled=True, stroke=look.stroke, strokeWidth=OUTLINE * 0.7, opacity=1)
            self.canvas.text(text, x + 22, y, color=SOFT)
            x += width + 22
        return y + LEADING if items else y

    def draw_notes(self, notes: Sequence[str], synthetic: bool, y: float) -> float:
        """What the reader must know; returns the height of the drawing."""
        for note in notes:
            y = self.canvas.lines(wrap(note, self.width), 0, y, LEADING, color=SOFT)
        y = self.canvas.lines(["Synthetic data"] if synthetic else [], 0, y, LEADING, color=SOFT, bold=True)
        return round(y - 13)
