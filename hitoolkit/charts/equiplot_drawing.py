"""The equiplot: a row for each time, its groups joined by a line from the lowest to the highest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.charts.gathered import Gathered
from hitoolkit.charts.plot import LEADING, Look
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
    WHITE,
    WIDE,
    text_width,
    tick_texts,
    wrap,
)

if TYPE_CHECKING:
    from hitoolkit.charts.multiples_picture import MultiplesPicture, Panel
    from hitoolkit.charts.picture import Line

#: Groups without an order are told apart by shape; a tenth one has the first shape again, and the table tells.
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-left", "triangle-right")
PITCH = 44.0


def draw_equiplot(picture: MultiplesPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    width = NARROW if narrow else WIDE
    canvas = Gathered(width)
    value = max([text_width(row.text, bold=True) for panel in picture.panels for row in panel.rows
                 if row.value is not None] + [20.0])
    gaps = [f"{panel.gap.removeprefix('gap ')}" for panel in picture.panels]
    heads = max(text_width(panel.heading, LABEL, bold=True) for panel in picture.panels)
    beside = 0.0 if narrow else max([*map(text_width, gaps), text_width("difference")]) + 14
    # Room for the figure beside the outermost mark on each side.
    left = value + 18 + (0 if narrow else heads + 8)
    right = width - beside - value - 18
    low, high = picture.panels[0].scale

    def at(number: float) -> float:
        return round(left + (number - low) / (high - low) * (right - left), 1)

    y = canvas.lines(wrap(picture.axis, width), 0, 14, LEADING, color=SOFT)
    way = {"higher": "Further right is worse \N{RIGHTWARDS ARROW}",
           "lower": "Further left is worse \N{LEFTWARDS ARROW}", "": ""}[picture.worse]
    y = canvas.lines([way] if way else [], 0, y, LEADING, bold=True)
    y = _key(canvas, picture, y + 2) + 10
    if not narrow:
        canvas.text("difference", width, y, color=SOFT, align="right")
    top, pitch = y + 10, PITCH + (24 if narrow else 0)
    foot = top + pitch * len(picture.panels)
    for tick in picture.panels[0].ticks:
        canvas.rule([{}], at(tick), top, y2=foot, color=GRID)
    for number, panel in enumerate(picture.panels):
        start = top + pitch * number
        middle = start + (pitch / 2 if not narrow else pitch - PITCH / 2 + 2)
        if narrow:
            # A heading stands on the grid: a white strip keeps its letters clear.
            canvas.rule([{}], 0, start + 15, x2=width, color=WHITE, width=22)
            canvas.text(panel.heading, 0, start + 20, size=LABEL, bold=True)
            canvas.text(gaps[number], width, start + 20, color=SOFT, align="right")
        else:
            canvas.text(panel.heading, 0, middle + 5, size=LABEL, bold=True)
            canvas.text(gaps[number], width, middle + 5, color=SOFT, align="right")
        _row(canvas, picture, panel, middle, at, left)
    canvas.rule([{}], at(low), foot, x2=at(high), color=GREY, width=1.5)
    for tick, text in zip(picture.panels[0].ticks, tick_texts(picture.panels[0].ticks), strict=True):
        canvas.text(text, at(tick), foot + 20, color=SOFT, align="center")
    y = foot + 46
    for note in picture.notes:
        y = canvas.lines(wrap(note, width), 0, y, LEADING, color=SOFT)
    y = canvas.lines(["Synthetic data"] if picture.synthetic else [], 0, y, LEADING, color=SOFT, bold=True)
    return {"layer": canvas.drawn(), "width": width, "height": round(y - 13)}


def _look(picture: MultiplesPicture, number: int, role: str) -> Look:
    """The mark of a group: of an order by its place, else by a shape of its own."""
    ordered = any(one in ("most", "least") for _, one in picture.groups)
    if ordered or role == "unknown":
        return LOOKS[role]
    return Look(SHAPES[number % len(SHAPES)], WHITE, BLUE, 6.5)


def _known(picture: MultiplesPicture) -> list[tuple[int, str, str]]:
    return [(number, label, role) for number, (label, role) in enumerate(picture.groups) if role != "unknown"]


def _key(canvas: Gathered, picture: MultiplesPicture, y: float) -> float:
    """What each mark is, side by side where there is room; groups between two ends share one."""
    items: list[tuple[Look, str]] = []
    for number, label, role in _known(picture):
        look = _look(picture, number, role)
        if role == "group" and look == LOOKS["group"]:
            if not any(one == look for one, _ in items):
                items.append((look, "the groups between"))
        else:
            items.append((look, label))
    x = 0.0
    for look, text in items:
        for part in wrap(text, canvas.width - 22):
            if x and x + 22 + text_width(part) > canvas.width:
                x, y = 0.0, y + LEADING
            canvas.add("point", [{}], x + 8, y - 5, shape=look.shape, size=4 * look.radius**2 * 0.8, fill=look.fill,
                       filled=True, stroke=look.stroke, strokeWidth=OUTLINE * 0.8, opacity=1)
            canvas.text(part, x + 22, y, color=INK)
            x += 22 + text_width(part) + 18
    return y + LEADING


def _row(canvas: Gathered, picture: MultiplesPicture, panel: Panel, y: float, at: Any, left: float) -> None:
    """One time: the line, the marks, the figures of the lowest and the highest, and what is hidden."""
    rows: list[tuple[int, Line]] = [(number, row) for number, row in enumerate(panel.rows) if row.role != "unknown"]
    shown = sorted(((row.value, number, row) for number, row in rows if row.value is not None),
                   key=lambda item: (item[0], item[1]))
    hidden = sum(row.value is None for _, row in rows)
    if not shown:
        canvas.text(rows[0][1].text if rows else "no figure", left, y + 5, color=SOFT)
        return
    (first, _, lowest), (last, _, highest) = shown[0], shown[-1]
    canvas.rule([{}], at(first), y, x2=at(last), color=BLUE, width=2)
    for value, number, row in sorted(shown, key=lambda item: item[2].role in ("most", "least")):
        look = _look(picture, number, row.role)
        canvas.add("point", [{"x": at(value), "y": y}], "x", "y", shape=look.shape, size=4 * look.radius**2,
                   fill=look.fill, filled=True, stroke=look.stroke, strokeWidth=OUTLINE * 0.8, opacity=1)
    if len(shown) > 1:
        canvas.text(lowest.text, at(first) - 14, y + 5, bold=True, align="right")
    canvas.text(highest.text, at(last) + 14, y + 5, bold=True)
    if hidden:
        canvas.text(f"{hidden} hidden", at(first), y + 20, size=15, color=SOFT)


__all__ = ["draw_equiplot"]
