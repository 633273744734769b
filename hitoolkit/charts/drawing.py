"""The two drawings of a picture: dots with ranges, and bars from zero."""

from __future__ import annotations

from typing import Any

from hitoolkit.charts.canvas import Row
from hitoolkit.charts.frame import Frame, Place
from hitoolkit.charts.picture import Line, Picture
from hitoolkit.charts.style import BAND, BAR, BLUE, DOT, END_DOT, GREY, INK, NARROW, ORANGE, OUTLINE, SOFT, WHITE, WIDE

DIAMOND = 8.5


def draw(picture: Picture, *, narrow: bool, bars: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    frame = Frame(picture, narrow=narrow, bars=bars)
    if picture.band and not bars:
        _band_behind(frame, picture.band)
    frame.draw_behind()
    if picture.line and not bars:
        _line(frame, picture.line)
    if picture.band and not bars:
        _bracket(frame, picture.band)
    (_bars if bars else _dots)(frame)
    frame.draw_texts()
    height = frame.draw_axis()
    return {"layer": frame.canvas.layers, "width": NARROW if narrow else WIDE, "height": round(height)}


def _band_behind(frame: Frame, band: dict[str, Any]) -> None:
    frame.canvas.add("rect", [band], "left", frame.top, "right", frame.bottom, color=BAND)


def _bracket(frame: Frame, band: dict[str, Any]) -> None:
    canvas, top = frame.canvas, frame.top
    canvas.rule([band], "left", top - 8, x2="right", color=BLUE, width=2, strokeCap="square")
    for end in ("left", "right"):
        canvas.rule([band], end, top - 8, y2=top, color=BLUE, width=2)
    low, high = frame.gap_room()
    canvas.centred(band["text"], (band["left"] + band["right"]) / 2, frame.gap_y, low=low, high=high, color=BLUE)


def _line(frame: Frame, line: dict[str, Any]) -> None:
    # On a narrow screen labels stand between the marks: the line pauses there.
    parts = [(place.y - 13, place.y + 16) for place in frame.places if place.known and place.line.value is not None]
    for start, end in [(frame.top - 8, frame.top + 14), *parts] if frame.narrow else [(frame.top - 8, frame.bottom)]:
        frame.canvas.rule([line], "value", start, y2=end, color=BLUE, width=1.5, strokeDash=[5, 4])
    low, high = frame.gap_room()
    frame.canvas.centred(line["text"], line["value"], frame.gap_y, low=low, high=high, color=BLUE)


def _rows(frame: Frame, *roles: str) -> list[Row]:
    """Rows that can be drawn, of these roles."""
    return [_row(place) for place in frame.places if place.line.role in roles and place.line.value is not None]


def _row(place: Place) -> Row:
    line: Line = place.line
    return {"y": place.y, "value": line.value, "lower": line.lower, "upper": line.upper}


def _ranged(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["lower"] is not None]


def _dots(frame: Frame) -> None:
    canvas = frame.canvas
    known, unknown = _rows(frame, "most", "group", "least"), _rows(frame, "unknown")
    canvas.rule(_ranged(known), "lower", "y", x2="upper", color=BLUE, width=3)
    canvas.rule(_ranged(unknown), "lower", "y", x2="upper", color=GREY, width=3)
    for role, fill, radius, shape in (("group", WHITE, DOT, "circle"), ("most", ORANGE, END_DOT, "circle"),
                                      ("least", BLUE, END_DOT, "circle"), ("unknown", WHITE, DIAMOND, "diamond")):
        canvas.add("point", _rows(frame, role), "value", "y", shape=shape, size=4 * radius**2, fill=fill, filled=True,
                   stroke=GREY if role == "unknown" else BLUE, strokeWidth=OUTLINE, opacity=1)


def _bars(frame: Frame) -> None:
    canvas = frame.canvas
    for role, fill in (("most", ORANGE), ("group", BAR), ("least", BAR), ("unknown", WHITE)):
        rows = [{**row, "zero": 0.0, "top": row["y"] - 12, "bottom": row["y"] + 12} for row in _rows(frame, role)]
        canvas.add("rect", rows, "zero", "top", "value", "bottom", fill=fill, strokeWidth=1.5,
                   stroke=GREY if role == "unknown" else BLUE)
    for roles, color in ((("most", "group", "least"), INK), (("unknown",), SOFT)):
        rows = [{**row, "top": row["y"] - 6, "bottom": row["y"] + 6} for row in _ranged(_rows(frame, *roles))]
        canvas.rule(rows, "lower", "y", x2="upper", color=color, width=3)
        for end in ("lower", "upper"):
            canvas.rule(rows, end, "top", y2="bottom", color=color, width=2)
    if not frame.narrow:  # there it would run through the labels, which stand above the bars
        canvas.rule([{"x": 0.0}], "x", frame.top, y2=frame.axis_y, color=GREY, width=1.5)
