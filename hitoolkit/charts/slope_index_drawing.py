"""The drawing of the line behind the slope index: bands of people, a dot in each, and one line through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.charts.canvas import Canvas
from hitoolkit.charts.panel import Panel, blank
from hitoolkit.charts.plot import ARROWS, LEADING
from hitoolkit.charts.style import (
    BAND,
    BLUE,
    GREY,
    LABEL,
    NARROW,
    ORANGE,
    SOFT,
    WHITE,
    WIDE,
    text_width,
    tick_texts,
    wrap,
)

if TYPE_CHECKING:
    from hitoolkit.charts.slope_index_picture import Band, PanelOf, SlopePicture

BESIDE = 28.0
FILLS = {"most": (ORANGE, 8.0), "least": (BLUE, 8.0)}


def draw_line(picture: SlopePicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    width = NARROW if narrow else WIDE
    canvas = blank(width)
    y = canvas.lines(wrap(picture.axis, width), 0, 14, LEADING, color=SOFT)
    y = canvas.lines([f"{picture.way} {ARROWS[picture.way.split()[0]]}"] if picture.way else [], 0, y, LEADING,
                     bold=True)
    columns = 1 if narrow or len(picture.panels) == 1 else 2
    left = max(text_width(text) for text in tick_texts(picture.ticks)) + 10
    room = (width - left - 4 - BESIDE * (columns - 1)) / columns
    high = 170 if narrow else 240 if columns == 1 else 210
    next_y = y
    for number, panel in enumerate(picture.panels):
        column = number % columns
        y = next_y if column == 0 else y
        start = left + column * (room + BESIDE)
        next_y = max(next_y, _panel(canvas, panel, picture, start, room, y, high, texts=column == 0))
    starts = f" The scale starts at {tick_texts(picture.ticks)[0]}." if picture.ticks[0] > 0 else ""
    y = canvas.lines(wrap(f"From left to right: {picture.across}.{starts}", width), 0, next_y + 2, LEADING, color=SOFT)
    y = canvas.lines(["Synthetic data"] if picture.synthetic else [], 0, y, LEADING, color=SOFT, bold=True)
    return {"layer": canvas.layers, "width": width, "height": round(y - 13)}


def _panel(canvas: Canvas, one: PanelOf, picture: SlopePicture, left: float, room: float, y: float, high: float, *,
           texts: bool) -> float:
    """One panel; returns the height of the next line."""
    if one.name:
        y = canvas.lines(wrap(one.name, room, LABEL, bold=True), left, y + 8, LEADING, size=LABEL, bold=True)
    y += 4
    if one.texts:
        canvas.text(f"line from {one.texts[0]}", left, y, color=BLUE, bold=True)
        canvas.text(f"to {one.texts[1]}", left + room, y, color=BLUE, bold=True, align="right")
    else:
        canvas.text("no line", left, y, color=SOFT)
    top = y + 14
    panel = Panel(canvas, picture.ticks, (0, 1), left=left, right=left + room, top=top, bottom=top + high)
    bands = [{"x": panel.x(band.start), "x2": panel.x(band.end)} for band in one.bands[::2]]
    canvas.add("rect", bands, "x", panel.top, "x2", panel.bottom, color=BAND)
    panel.grid(texts=texts)
    canvas.rule([{"x": panel.x(band.end)} for band in one.bands], "x", panel.bottom, y2=panel.bottom + 5, color=GREY,
                width=1.5)
    if one.at_most is not None and one.at_least is not None:
        ends = [(0.0, one.at_most), (1.0, one.at_least)]
        canvas.add("line", panel.rows(ends), "x", "y", color=BLUE, strokeWidth=2.5)
        panel.points(ends, shape="square", fill=BLUE, stroke=BLUE, radius=5.0)
    _groups(panel, one.bands)
    return _under(panel, one.bands, picture.ends)


def _groups(panel: Panel, bands: list[Band]) -> None:
    """The figure of each group in the middle of its band, with its range."""
    for band in bands:
        if band.value is None:
            continue
        x = (band.start + band.end) / 2
        if band.lower is not None and band.upper is not None:
            panel.canvas.rule([{}], panel.x(x), panel.y(band.lower), y2=panel.y(band.upper), color=BLUE, width=3)
        fill, radius = FILLS.get(band.role, (WHITE, 6.5))
        panel.points([(x, band.value)], fill=fill, stroke=BLUE, radius=radius)


def _under(panel: Panel, bands: list[Band], ends: list[str]) -> float:
    """The names of the groups where each fits under its band, else those of the two ends."""
    widths = [panel.x(band.end) - panel.x(band.start) - 8 for band in bands]
    lines = [wrap(band.label, max(width, 1)) for band, width in zip(bands, widths, strict=True)]
    fit = all(text_width(line) <= width and not line.endswith("-") for label, width in zip(lines, widths, strict=True)
              for line in label)
    if not fit:
        half = (panel.right - panel.left) / 2 - 6
        first, last = (wrap(end, half) for end in ends)
        one = panel.canvas.lines(first, panel.left, panel.bottom + 21, 18, color=SOFT)
        two = panel.canvas.lines(last, panel.right, panel.bottom + 21, 18, color=SOFT, align="right")
        return max(one, two) + 6
    y = panel.bottom
    for band, label in zip(bands, lines, strict=True):
        middle = round((panel.x(band.start) + panel.x(band.end)) / 2, 1)
        y = max(y, panel.canvas.lines(label, middle, panel.bottom + 21, 18, color=SOFT, align="center"))
    return y + 6
