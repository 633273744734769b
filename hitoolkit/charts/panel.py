"""A plot with two scales at a place of its own in a drawing, so that several may stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hitoolkit.charts.canvas import Canvas
from hitoolkit.charts.style import GREY, GRID, SOFT, text_width, tick_texts

Point = tuple[float, float]


def blank(width: float) -> Canvas:
    """A canvas on which places from the left are given as they are, like those from the top."""
    return Canvas(width, (0, width), 0, width)


class Panel:
    """Where values stand: `x` from left to right, `y` from the bottom up; both are places on the canvas."""

    def __init__(self, canvas: Canvas, ticks: Sequence[float], domain: Point, *, left: float, right: float, top: float,
                 bottom: float):
        self.canvas, self.ticks, self.domain = canvas, list(ticks), domain
        self.left, self.right, self.top, self.bottom = left, right, top, bottom

    def x(self, value: float) -> float:
        """How far from the left a value stands."""
        low, high = self.domain
        return round(self.left + (value - low) / (high - low) * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        """How far from the top a value stands; one beyond the scale stands at its end."""
        low, high = self.ticks[0], self.ticks[-1]
        return round(self.bottom - (min(max(value, low), high) - low) / (high - low) * (self.bottom - self.top), 1)

    def rows(self, points: Sequence[Point]) -> list[dict[str, Any]]:
        """Points as the rows of a mark."""
        return [{"x": self.x(x), "y": self.y(y)} for x, y in points]

    def grid(self, *, strong: float | None = None, texts: bool = True) -> None:
        """Lines at the ticks, with their texts; a `strong` one is darker."""
        for tick, text in zip(self.ticks, tick_texts(self.ticks), strict=True):
            color, width = (GREY, 1.5) if tick == strong else (GRID, 1)
            self.canvas.rule([{}], self.left, self.y(tick), x2=self.right, color=color, width=width)
            if texts:
                self.canvas.text(text, self.left - 8, self.y(tick) + 5, color=SOFT, align="right")
        self.canvas.rule([{}], self.left, self.bottom, x2=self.right, color=GREY, width=1.5)

    def under(self, marks: Sequence[tuple[float, str]]) -> float:
        """Marks under the axis; returns the height of the next line."""
        for value, text in marks:
            self.canvas.rule([{}], self.x(value), self.bottom, y2=self.bottom + 5, color=GREY, width=1.5)
            half = text_width(text) / 2
            middle = min(max(self.x(value), half), self.canvas.width - half)
            self.canvas.text(text, round(middle, 1), self.bottom + 21, color=SOFT, align="center")
        return self.bottom + 46

    def points(self, points: Sequence[Point], *, shape: str = "circle", fill: str, stroke: str,
               radius: float = 6.0) -> None:
        """Points with an outline."""
        self.canvas.add("point", self.rows(points), "x", "y", shape=shape, size=4 * radius**2, fill=fill, filled=True,
                        stroke=stroke, strokeWidth=2, opacity=1)
