"""The drawing of a measure over shares of the unknown: one line, the band it moves in, and two lines to set it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import upper_first
from hitoolkit.charts.panel import Panel, blank
from hitoolkit.charts.plot import LEADING
from hitoolkit.charts.style import BAND, BLUE, GREY, INK, NARROW, SOFT, WIDE, text_width, tick_texts, wrap

if TYPE_CHECKING:
    from hitoolkit.charts.unknown_picture import UnknownPicture

DASHES = [6, 4]


def draw_unknown(picture: UnknownPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    width = NARROW if narrow else WIDE
    canvas = blank(width)
    y = canvas.lines(wrap(picture.axis, width), 0, 14, LEADING, color=SOFT)
    y = canvas.lines(wrap(f"{picture.way} \N{UPWARDS ARROW}", width, bold=True), 0, y, LEADING, bold=True) + 6
    left = max(text_width(text) for text in tick_texts(picture.ticks)) + 10
    if picture.ends:
        canvas.text(picture.ends[0], left, y, color=BLUE, bold=True)
        if sum(text_width(text, bold=True) for text in picture.ends) + 12 > width - left:
            y += LEADING
        canvas.text(picture.ends[1], width, y, color=BLUE, bold=True, align="right")
    low, high = picture.shares[0], picture.shares[-1]
    panel = Panel(canvas, picture.ticks, (low, high if high > low else low + 1), left=left + 6, right=width - 10,
                  top=y + 16, bottom=y + 16 + (170 if narrow else 220))
    if picture.low is not None and picture.high is not None:
        canvas.add("rect", [{}], panel.left, panel.y(picture.high), panel.right, panel.y(picture.low), color=BAND)
    panel.grid()
    canvas.rule([{}], panel.left, panel.y(picture.none), x2=panel.right, color=INK, width=2)
    if picture.left_out is not None:
        canvas.rule([{}], panel.left, panel.y(picture.left_out), x2=panel.right, color=GREY, width=2, strokeDash=DASHES)
    if picture.curve:
        points = [(at, value) for at, value in picture.curve]
        canvas.add("line", panel.rows(points), "x", "y", color=BLUE, strokeWidth=3)
        panel.points([points[0], points[-1]], fill=BLUE, stroke=BLUE, radius=5.0)
    y = panel.under([(at, f"{at:g}") for at in picture.shares])
    y = canvas.lines(wrap(f"{upper_first(picture.across)} \N{RIGHTWARDS ARROW}", width), 0, y, LEADING, color=SOFT)
    styles: list[dict[str, Any]] = [{"color": BLUE, "width": 3}, {"color": GREY, "width": 2, "strokeDash": DASHES},
                                    {"color": INK, "width": 2}]
    for text, style in zip(picture.key if picture.curve else [], styles, strict=False):
        canvas.rule([{}], 0, y - 5, x2=30, **style)
        y = canvas.lines(wrap(text, width - 38), 38, y, LEADING, color=SOFT)
    y = canvas.lines(["Synthetic data"] if picture.synthetic else [], 0, y, LEADING, color=SOFT, bold=True)
    return {"layer": canvas.layers, "width": width, "height": round(y - 13)}
