"""The drawing of chance in small numbers: a bar for each number of events, dark for the one that was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.charts.canvas import Canvas
from hitoolkit.charts.expected_words import HARD
from hitoolkit.charts.plot import LEADING
from hitoolkit.charts.style import BAR, BLUE, GREY, INK, LABEL, NARROW, SOFT, WIDE, text_width, wrap

if TYPE_CHECKING:
    from hitoolkit.charts.expected_picture import ExpectedPicture

PITCH, HALF = 28.0, 9.0


def draw_expected(picture: ExpectedPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    width = NARROW if narrow else WIDE
    left = max(text_width(one.text, LABEL, bold=True) for one in picture.numbers) + 12
    longest = max(one.chance for one in picture.numbers)
    # As long as every bar can be with the text beside it still inside.
    room = min((width - left - 12 - text_width(_beside(picture, one), bold=one.here)) * longest / one.chance
               for one in picture.numbers if one.chance > longest / 100)
    canvas = Canvas(width, (0, longest), round(left, 1), round(left + min(room, width - left - 12), 1))
    y = canvas.lines(wrap(picture.axis, width), 0, 14, LEADING, color=SOFT) + 4
    top = y - 12
    for one in picture.numbers:
        if one.count == picture.telling:
            canvas.rule([{}], canvas.left, top, y2=y - 14, color=GREY, width=1.5)
            y = _line(canvas, y)
            top = y - 14
        middle = y
        row = [{"zero": 0.0, "chance": max(one.chance, longest / 400)}]
        canvas.add("rect", row, "zero", middle - HALF, "chance", middle + HALF, fill=BLUE if one.here else BAR,
                   stroke=BLUE, strokeWidth=1.5)
        canvas.text(one.text, 0, middle + 6, size=LABEL, color=INK, bold=one.here)
        canvas.text(_beside(picture, one), round(canvas.at(one.chance) + 8, 1), middle + 5,
                    color=INK if one.here else SOFT, bold=one.here)
        y += PITCH
    canvas.rule([{}], canvas.left, top, y2=y - 10, color=GREY, width=1.5)
    y += 8
    y = canvas.lines(["Synthetic data"] if picture.synthetic else [], 0, y, LEADING, color=SOFT, bold=True)
    return {"layer": canvas.layers, "width": width, "height": round(y - 13)}


def _line(canvas: Canvas, y: float) -> float:
    """From which number on chance is a poor explanation; returns the middle of the next bar."""
    y -= 4
    canvas.rule([{}], 0, y - 8, x2=canvas.width, color=INK, width=1.5, strokeDash=[6, 4])
    return canvas.lines(wrap(f"\N{DOWNWARDS ARROW} {HARD}", canvas.width), 0, y + 10, LEADING, color=SOFT) + 4


def _beside(picture: ExpectedPicture, one: Any) -> str:
    return f"{one.share}, {picture.marked}" if one.here else str(one.share)
