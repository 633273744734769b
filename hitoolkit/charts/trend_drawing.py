"""The drawing of a gap over time: its usual range behind, its points in front, each kind with a shape of its own."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from hitoolkit.charts.canvas import Canvas, Row
from hitoolkit.charts.style import (
    BAND,
    BLUE,
    GREY,
    GRID,
    INK,
    NARROW,
    ORANGE,
    OUTLINE,
    SOFT,
    WHITE,
    WIDE,
    text_width,
    tick_texts,
    wrap,
)

if TYPE_CHECKING:
    from hitoolkit.charts.trend_picture import Point, TrendPicture

#: Shape, fill and outline of each kind of point: blue and orange as Making Data Count has them, apart in grey too.
LOOKS = {
    "": ("circle", WHITE, GREY, 5.0), "narrower": ("triangle-down", BLUE, BLUE, 7.0),
    "wider": ("triangle-up", ORANGE, BLUE, 7.0), "lower": ("triangle-down", GREY, INK, 7.0),
    "higher": ("triangle-up", GREY, INK, 7.0),
}
#: From the first point to the edge of the plot.
INSET = 14.0
LEADING = 21.0


class Plot:
    """Places on the drawing: the canvas has one scale, for time; heights are worked out here."""

    def __init__(self, picture: TrendPicture, *, narrow: bool):
        self.picture, self.narrow = picture, narrow
        self.width = NARROW if narrow else WIDE
        self.left = max(text_width(text) for text in tick_texts(picture.ticks)) + 10
        # On a wide screen the usual range is written beside its lines.
        self.beside = [] if narrow or not picture.usual["high"] else [
            f"up to {picture.usual['high']}", f"average {picture.usual['centre']}", f"from {picture.usual['low']}"]
        self.right = self.width - (max(text_width(text, bold=True) for text in self.beside) + 10 if self.beside else 6)
        self.lettered = [point for point in picture.points if point.why]
        heads = len(wrap(picture.axis, self.width)) + len(wrap(picture.wider, self.width)) * bool(picture.wider)
        self.top = LEADING * heads + 12 + (22 if self.lettered else 0)
        self.bottom = self.top + (190 if narrow else 240)
        last = max(len(picture.points) - 1, 1)
        edge = INSET / (self.right - self.left - 2 * INSET) * last
        self.canvas = Canvas(self.width, (-edge, last + edge), round(self.left, 1), round(self.right, 1))

    def y(self, value: float) -> float:
        """How far from the top a value stands."""
        low, high = self.picture.ticks[0], self.picture.ticks[-1]
        return round(self.bottom - (value - low) / (high - low) * (self.bottom - self.top), 1)


def draw_trend(picture: TrendPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    plot = Plot(picture, narrow=narrow)
    _heads(plot)
    _usual(plot)
    _grid(plot)
    _steps(plot)
    _points(plot)
    height = _under(plot)
    return {"layer": plot.canvas.layers, "width": plot.width, "height": round(height)}


def _heads(plot: Plot) -> None:
    y = plot.canvas.lines(wrap(plot.picture.axis, plot.width), 0, 14, LEADING, color=SOFT)
    if plot.picture.wider:
        arrow = "\N{UPWARDS ARROW}" if plot.picture.wider.startswith("Higher") else "\N{DOWNWARDS ARROW}"
        plot.canvas.lines([f"{plot.picture.wider} {arrow}"], 0, y, LEADING, bold=True)


def _usual(plot: Plot) -> None:
    """Band, limits and centre of each part, from half a step before its first point to half a step after its last."""
    for part in _parts(plot.picture.points):
        first, last = part[0][0] - 0.5, part[-1][0] + 0.5
        point = part[0][1]
        row: Row = {"from": max(first, plot.canvas.domain[0]), "to": min(last, plot.canvas.domain[1])}
        if point.low is not None and point.high is not None:
            plot.canvas.add("rect", [row], "from", plot.y(_kept(plot, point.high)), "to",
                            plot.y(_kept(plot, point.low)), color=BAND)
            for limit in (point.low, point.high):
                plot.canvas.rule([row], "from", plot.y(limit), x2="to", color=GREY, width=1.5, strokeDash=[6, 4])
        if point.low is not None and point.centre is not None:
            plot.canvas.rule([row], "from", plot.y(point.centre), x2="to", color=BLUE, width=1.5)


def _kept(plot: Plot, value: float) -> float:
    return min(max(value, plot.picture.ticks[0]), plot.picture.ticks[-1])


def _grid(plot: Plot) -> None:
    canvas, picture = plot.canvas, plot.picture
    for tick, text in zip(picture.ticks, tick_texts(picture.ticks), strict=True):
        color, width = (GREY, 1.5) if tick == picture.none else (GRID, 1)
        canvas.rule([{}], plot.left, plot.y(tick), x2=plot.right, color=color, width=width)
        canvas.text(text, plot.left - 8, plot.y(tick) + 5, color=SOFT, align="right")
    wanted = [(point, text) for point, text in zip(("high", "centre", "low"), plot.beside, strict=False)]
    end = picture.points[-1]
    places = _apart([plot.y({"high": end.high, "centre": end.centre, "low": end.low}[name] or 0.0)
                     for name, _ in wanted])
    for (name, text), y in zip(wanted, places, strict=True):
        canvas.text(text, plot.right + 8, y + 5, color=BLUE if name == "centre" else SOFT, bold=name == "centre")


def _apart(places: list[float], least: float = 19) -> list[float]:
    """Heights from the top down, moved from the middle one where they would meet."""
    if len(places) < 3:
        return places
    high, centre, low = places
    return [min(high, centre - least), centre, max(low, centre + least)]


def _steps(plot: Plot) -> None:
    """A line where the usual range was worked out anew, lettered; what the letter means stands below."""
    for letter, (number, _) in zip("ABCDEFGH", _anew(plot.picture), strict=False):
        plot.canvas.rule([{"x": number - 0.5}], "x", plot.top - 8, y2=plot.bottom, color=INK, width=1.5,
                         strokeDash=[2, 3])
        plot.canvas.text([{"x": number - 0.5, "text": letter}], "x", plot.top - 14, bold=True, align="center")


def _points(plot: Plot) -> None:
    canvas = plot.canvas
    known = [(number, point) for number, point in enumerate(plot.picture.points) if point.value is not None]
    bars = [{"x": number, "low": plot.y(point.lower), "high": plot.y(point.upper)} for number, point in known
            if point.lower is not None and point.upper is not None]
    canvas.rule(bars, "x", "low", y2="high", color=GREY, width=1)
    for _, run in itertools.groupby(enumerate(known), key=lambda item: (item[1][0] - item[0], item[1][1].part)):
        line = [{"x": number, "y": plot.y(point.value or 0.0)} for _, (number, point) in run]
        if len(line) > 1:
            canvas.add("line", line, "x", "y", color=GREY, strokeWidth=1.5)
    size = 0.7 if plot.narrow and len(known) > 15 else 1.0
    for direction, (shape, fill, stroke, radius) in LOOKS.items():
        rows = [{"x": number, "y": plot.y(point.value or 0.0)} for number, point in known
                if point.direction == direction]
        canvas.add("point", rows, "x", "y", shape=shape, size=4 * (size * radius) ** 2, fill=fill, filled=True,
                   stroke=stroke, strokeWidth=OUTLINE * 0.7, opacity=1)


def _under(plot: Plot) -> float:
    """Time, what each mark means, and what the reader must know; returns the height used."""
    canvas, picture, y = plot.canvas, plot.picture, plot.bottom
    canvas.rule([{}], plot.left, y, x2=plot.right, color=GREY, width=1.5)
    for number in _labelled(plot):
        canvas.rule([{"x": float(number)}], "x", y, y2=y + 5, color=GREY, width=1.5)
        text, half = picture.points[number].short, text_width(picture.points[number].short) / 2
        middle = min(max(canvas.at(number), half), plot.width - half)
        canvas.text(text, round(middle, 1), y + 21, color=SOFT, align="center")
    y, x = y + 48, 0.0
    for item in picture.key:
        shape, fill, stroke, radius = LOOKS[item["direction"]]
        width = 22 + text_width(item["text"]) + 22
        if x and x + width - 22 > plot.width:
            x, y = 0.0, y + LEADING
        canvas.add("point", [{}], x + 8, y - 5, shape=shape, size=4 * radius**2, fill=fill, filled=True, stroke=stroke,
                   strokeWidth=OUTLINE * 0.7, opacity=1)
        canvas.text(item["text"], x + 22, y, color=SOFT)
        x += width
    y += LEADING if picture.key else -LEADING + 20
    notes = []
    if plot.narrow and picture.usual["high"]:
        usual = picture.usual
        notes.append(f"Average {usual['centre']}, usual range {usual['low']} to {usual['high']}")
    notes += [f"{letter}: usual range worked out anew from {text}"
              for letter, text in zip("ABCDEFGH", picture.steps, strict=False)]
    for note in notes:
        y = canvas.lines(wrap(note, plot.width), 0, y, LEADING, color=SOFT)
    if picture.synthetic:
        y = canvas.lines(["Synthetic data"], 0, y, LEADING, color=SOFT, bold=True)
    return y - 13


def _labelled(plot: Plot) -> list[int]:
    """Which points have their label under the axis: as many as there is room for, the same number apart."""
    points = plot.picture.points
    room = (plot.right - plot.left - 2 * INSET) / max(len(points) - 1, 1)
    widest = max(text_width(point.short) for point in points) + 10
    each = next((count for count in (1, 2, 3, 4, 6, 12, 24, 36, 60) if count * room >= widest), len(points))
    return list(range(0, len(points), each))


def _parts(points: list[Point]) -> list[list[tuple[int, Point]]]:
    return [list(part) for _, part in itertools.groupby(enumerate(points), key=lambda item: item[1].part)]


def _anew(picture: TrendPicture) -> list[tuple[int, Point]]:
    return [(number, point) for number, point in enumerate(picture.points) if point.why]
