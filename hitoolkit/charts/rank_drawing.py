"""The drawing of plausible ranks: a bar for each place, from the first rank it could have to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.charts.canvas import Canvas
from hitoolkit.charts.style import BAR, BLUE, GREY, GRID, LABEL, NARROW, SOFT, WHITE, WIDE, text_width, wrap

if TYPE_CHECKING:
    from hitoolkit.charts.rank_picture import RankPicture

#: Places whose names are written beside their bars; of more, the table has them.
NAMED = 40
PITCH, THIN, LEADING = 25, 8, 21
HEAD = ("could be", "anywhere")


def draw_ranks(picture: RankPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    places, width = picture.places, NARROW if narrow else WIDE
    named = len(places) <= NAMED
    beside = named and not narrow
    texts = [_text(place) for place in places]
    labels = [wrap(place.label, 250 if beside else width - 90, LABEL) for place in places] if named else []
    left = max([text_width(line) for label in labels for line in label] + [0]) + 16 if beside else 12.0
    right = width - (max([text_width(text) for text in texts] + [text_width(line) for line in HEAD]) + 22 if beside
                     else 12)
    canvas = Canvas(width, (0.5, max(picture.count, 2) + 0.5), round(left, 1), round(right, 1))
    top = 42.0 if beside else 8.0
    y, rows, marks = top + 12, [], []
    for number, place in enumerate(places):
        lines = labels[number] if named else []
        if named and not beside:
            canvas.lines(lines, 0, y + 4, 19)
            canvas.text(texts[number], width, y + 4, color=SOFT, align="right")
            y += 19 * len(lines) + 2
        elif beside:
            canvas.lines(lines, 0, y + 5 - (len(lines) - 1) * 9.5, 19)
            canvas.text(texts[number], width, y + 5, color=SOFT, align="right")
        thick = 7 if named else 3
        rows.append({"from": place.lower - 0.4, "to": place.upper + 0.4, "top": y - thick, "bottom": y + thick})
        marks.append({"x": place.rank, "y": y})
        y += PITCH + 19 * (len(lines) - 1) if beside else PITCH + 3 if named else THIN
    bottom = y - (4 if named else 0)
    canvas.layers, texts_drawn = [], canvas.layers
    ticks = _ticks(picture.count, (right - left) / max(picture.count, 2))
    canvas.rule([{"x": tick} for tick in ticks], "x", top, y2=bottom, color=GRID)
    canvas.add("rect", rows, "from", "top", "to", "bottom", fill=BAR, stroke=BLUE, strokeWidth=1 if named else 0.75)
    size = 5.0 if named else 2.2
    canvas.add("point", marks, "x", "y", shape="circle", size=4 * size**2, fill=WHITE if named else BLUE, filled=True,
               stroke=BLUE, strokeWidth=2 if named else 0, opacity=1)
    canvas.layers += texts_drawn
    if beside:
        canvas.lines(HEAD, width, 14, 18, color=SOFT, align="right")
    return {"layer": canvas.layers, "width": width, "height": _under(canvas, picture, ticks, bottom, narrow)}


def _under(canvas: Canvas, picture: RankPicture, ticks: list[int], y: float, narrow: bool) -> float:
    """The axis, what its ends are, and how the places are listed; returns the height."""
    canvas.rule([{}], canvas.left, y, x2=canvas.right, color=GREY, width=1.5)
    marks = [{"x": tick, "text": str(tick)} for tick in ticks]
    canvas.rule(marks, "x", y, y2=y + 5, color=GREY, width=1.5)
    canvas.text(marks, "x", y + 21, color=SOFT, align="center")
    y += 44
    first, last = (f"\N{LEFTWARDS ARROW} {picture.ends[0]}", f"{picture.ends[1]} \N{RIGHTWARDS ARROW}")
    start = 0 if narrow else canvas.left
    if text_width(first, bold=True) + text_width(last, bold=True) + 16 <= canvas.right - start:
        canvas.text(first, start, y, bold=True)
        canvas.text(last, canvas.right, y, bold=True, align="right")
        y += LEADING
    else:
        y = canvas.lines([first, last], start, y, LEADING, bold=True)
    notes = [f"Rank, of {picture.count}. Places are listed {picture.order}."]
    notes += [] if len(picture.places) <= NAMED else ["Their names are in the table."]
    y = canvas.lines(wrap(" ".join(notes), canvas.width), 0, y + 2, LEADING, color=SOFT)
    y = canvas.lines(["Synthetic data"] if picture.synthetic else [], 0, y, LEADING, color=SOFT, bold=True)
    return round(y - 13)


def _text(place: Any) -> str:
    return f"{place.lower}" if place.lower == place.upper else f"{place.lower} to {place.upper}"


def _ticks(count: int, room: float) -> list[int]:
    """Ranks under the axis: the first, round ones, and the last where there is room."""
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100) if one * room >= 34)
    ticks = [1, *(one for one in range(step, count + 1, step) if one > 1 and (one - 1) * room >= 34)]
    return ticks if count < 2 or (count - ticks[-1]) * room < 34 else [*ticks, count]
