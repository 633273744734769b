"""The drawing of a gap over time: its usual range behind, its points in front, each kind with a shape of its own."""

from __future__ import annotations

import itertools
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from hitoolkit.charts.canvas import Row
from hitoolkit.charts.plot import INSET, Look, Plot
from hitoolkit.charts.style import BAND, BLUE, GREY, INK, ORANGE, SOFT, WHITE, text_width

if TYPE_CHECKING:
    from hitoolkit.charts.trend_picture import Point, TrendPicture

#: Blue and orange as Making Data Count has them; a circle is as usual, a triangle stands out.
LOOKS = {
    "": Look("circle", WHITE, GREY, 5.0), "narrower": Look("triangle-down", BLUE, BLUE, 7.0),
    "wider": Look("triangle-up", ORANGE, BLUE, 7.0), "lower": Look("triangle-down", GREY, INK, 7.0),
    "higher": Look("triangle-up", GREY, INK, 7.0),
}
LETTERS = ascii_uppercase


def draw_trend(picture: TrendPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    usual, points = picture.usual, picture.points
    # On a wide screen the usual range is written beside its lines.
    beside = [] if narrow or not usual["high"] else [
        f"up to {usual['high']}", f"average {usual['centre']}", f"from {usual['low']}"]
    plot = Plot(picture.ticks, (0, max(len(points) - 1, 1)), narrow=narrow, axis=picture.axis, way=picture.wider,
                beside=max(text_width(text, bold=True) for text in beside) + 10 if beside else 0,
                above=22 if picture.steps else 0)
    plot.draw_heads()
    _usual(plot, points)
    plot.draw_grid(strong=picture.none)
    _beside(plot, points[-1], beside)
    _steps(plot, points)
    _points(plot, points)
    y = plot.draw_under([(number, points[number].short) for number in _labelled(plot, points)])
    y = plot.draw_key([(LOOKS[item["direction"]], item["text"]) for item in picture.key], y)
    told = f"Average {usual['centre']}, usual range {usual['low']} to {usual['high']}"
    notes = [told] if narrow and usual["high"] else []
    notes += [f"{letter}: usual range worked out anew from {text}"
              for letter, text in zip(LETTERS, picture.steps, strict=False)]
    height = plot.draw_notes(notes, picture.synthetic, y)
    return {"layer": plot.canvas.layers, "width": plot.width, "height": height}


def _usual(plot: Plot, points: list[Point]) -> None:
    """Band, limits and centre of each part, from half a step before its first point to half a step after its last."""
    for _, numbered in itertools.groupby(enumerate(points), key=lambda item: item[1].part):
        part = list(numbered)
        point = part[0][1]
        if point.low is None or point.high is None or point.centre is None:
            continue
        row: Row = {"from": max(part[0][0] - 0.5, plot.canvas.domain[0]),
                    "to": min(part[-1][0] + 0.5, plot.canvas.domain[1])}
        plot.canvas.add("rect", [row], "from", plot.y(point.high), "to", plot.y(point.low), color=BAND)
        for limit in (point.low, point.high):
            plot.canvas.rule([row], "from", plot.y(limit), x2="to", color=GREY, width=1.5, strokeDash=[6, 4])
        plot.canvas.rule([row], "from", plot.y(point.centre), x2="to", color=BLUE, width=1.5)


def _beside(plot: Plot, end: Point, texts: list[str]) -> None:
    """What the lines are, beside their ends; moved from the middle one where they would meet."""
    if not texts:
        return
    high, centre, low = (plot.y(value or 0.0) for value in (end.high, end.centre, end.low))
    for text, y in zip(texts, (min(high, centre - 19), centre, max(low, centre + 19)), strict=True):
        middle = y == centre
        plot.canvas.text(text, plot.right + 8, y + 5, color=BLUE if middle else SOFT, bold=middle)


def _steps(plot: Plot, points: list[Point]) -> None:
    """A line where the usual range was worked out anew, lettered; what the letter means stands below."""
    anew = [number for number, point in enumerate(points) if point.why]
    for letter, number in zip(LETTERS, anew, strict=False):
        plot.canvas.rule([{"x": number - 0.5}], "x", plot.top - 8, y2=plot.bottom, color=INK, width=1.5,
                         strokeDash=[2, 3])
        plot.canvas.text([{"x": number - 0.5, "text": letter}], "x", plot.top - 14, bold=True, align="center")


def _points(plot: Plot, points: list[Point]) -> None:
    known = [(number, point) for number, point in enumerate(points) if point.value is not None]
    bars = [{"x": number, "low": plot.y(point.lower), "high": plot.y(point.upper)} for number, point in known
            if point.lower is not None and point.upper is not None]
    plot.canvas.rule(bars, "x", "low", y2="high", color=GREY, width=1)
    for _, run in itertools.groupby(enumerate(known), key=lambda item: (item[1][0] - item[0], item[1][1].part)):
        line = [{"x": number, "y": plot.y(point.value or 0.0)} for _, (number, point) in run]
        if len(line) > 1:
            plot.canvas.add("line", line, "x", "y", color=GREY, strokeWidth=1.5)
    size = 0.7 if len(known) > (15 if plot.narrow else 40) else 1.0
    for direction, look in LOOKS.items():
        plot.draw_points([{"x": number, "y": plot.y(point.value or 0.0)} for number, point in known
                          if point.direction == direction], look, size)


def _labelled(plot: Plot, points: list[Point]) -> list[int]:
    """Which points have their label under the axis: as many as there is room for, the same number apart."""
    room = (plot.right - plot.left - 2 * INSET) / max(len(points) - 1, 1)
    widest = max(text_width(point.short) for point in points) + 10
    each = next((count for count in (1, 2, 3, 4, 6, 12, 24, 36, 60) if count * room >= widest), len(points))
    return list(range(0, len(points), each))
