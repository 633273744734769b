"""The drawing of reached and missed: one strip, dark, light and striped, with a bracket over each end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import upper_first
from hitoolkit.charts.canvas import Canvas
from hitoolkit.charts.panel import blank
from hitoolkit.charts.plot import LEADING
from hitoolkit.charts.style import BAR, BLUE, GREY, GRID, INK, LABEL, NARROW, SOFT, WHITE, WIDE, text_width, wrap

if TYPE_CHECKING:
    from hitoolkit.charts.reach_picture import ReachPicture

HIGH, APART = 56.0, 8.0
FILLS = {"reached": BLUE, "missed": BAR, "unknown": WHITE, "hidden": GRID}


def draw_reach(picture: ReachPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    width = NARROW if narrow else WIDE
    canvas = blank(width)
    y = canvas.lines(wrap(f"{upper_first(picture.who)}, in every 100", width), 0, 14, LEADING, color=SOFT) + 8
    y = _strip(canvas, picture, y)
    for part, texts in zip(picture.parts, picture.texts, strict=True):
        role = part.role if part.share is not None else "hidden"
        _box(canvas, 1, 23, y - 13, y + 3, role)
        text = texts[0]
        bold = part.role == "reached"
        lines = wrap(part.label, width - 40 - text_width(text, LABEL, bold=True), LABEL, bold=bold)
        canvas.text(text, width if narrow else 330, y, size=LABEL, color=INK, bold=True, align="right")
        if not narrow:
            canvas.text(picture.roles[part.role], 350, y, color=SOFT)
            lines = wrap(part.label, 290 - text_width(text, LABEL, bold=True), LABEL, bold=bold)
        y = canvas.lines(lines, 32, y, 19, size=LABEL, bold=bold) + 9
    y = canvas.lines(["Synthetic data"] if picture.synthetic else [], 0, y + 4, LEADING, color=SOFT, bold=True)
    return {"layer": canvas.layers, "width": width, "height": round(y - 13)}


def _strip(canvas: Canvas, picture: ReachPicture, y: float) -> float:
    """The strip with its two brackets; returns the height of the next line."""
    first, last = picture.heads
    canvas.text(first, 0, y, size=LABEL, color=BLUE, bold=True)
    if text_width(first, LABEL, bold=True) + text_width(last, LABEL, bold=True) + 12 > canvas.width:
        y += LEADING
    canvas.text(last, canvas.width, y, size=LABEL, color=INK, bold=True, align="right")
    y += 10
    length = canvas.width - 2
    shares = [(part.role, part.share, texts[0]) for part, texts in zip(picture.parts, picture.texts, strict=True)
              if part.share]
    shares += [("hidden", picture.hidden, "?")] if picture.hidden > 0 else []
    if not any(share for _, share, _ in shares):
        return y + LEADING
    if len(picture.spans) == 2:
        reached, missed = picture.spans
        for start, end, color in ((0.0, reached, BLUE), (reached, reached + missed, GREY)):
            if end > start:
                _bracket(canvas, 1 + start * length + 1, 1 + end * length - 1, y, color)
    top, x = y + 8, 1.0
    for role, share, text in shares:
        end = x + (share or 0) * length
        _box(canvas, round(x, 1), round(end, 1), top, top + HIGH, role)
        if text_width(text, LABEL, bold=True) + 8 <= end - x and role in ("reached", "missed"):
            canvas.text(text, round((x + end) / 2, 1), top + HIGH / 2 + 6, size=LABEL, align="center", bold=True,
                        color=WHITE if role == "reached" else INK)
        x = end
    return top + HIGH + 32


def _bracket(canvas: Canvas, start: float, end: float, y: float, color: str) -> None:
    canvas.rule([{}], round(start, 1), y, x2=round(end, 1), color=color, width=2)
    for x in (start, end):
        canvas.rule([{}], round(x, 1), y, y2=y + 6, color=color, width=2)


def _box(canvas: Canvas, left: float, right: float, top: float, bottom: float, role: str) -> None:
    """One part: a fill for its role, stripes where the area is not known, and an edge."""
    canvas.add("rect", [{}], left, top, right, bottom, fill=FILLS[role], stroke=WHITE if role == "reached" else BLUE,
               strokeWidth=1)
    if role in ("unknown", "hidden"):
        canvas.rule(_stripes(left, right, top, bottom, role == "hidden"), "x", "y", x2="x2", y2="y2", color=GREY,
                    width=1.5)


def _stripes(left: float, right: float, top: float, bottom: float, back: bool) -> list[dict[str, float]]:
    """Slanting lines that fill a box and end at its edges; `back` slants them the other way."""
    rows, offset = [], left - bottom + APART / 2
    while offset < right - top:
        low, high = max(top, left - offset), min(bottom, right - offset)
        if high > low:
            one, two = low + offset, high + offset
            row = {"x": left + right - one, "x2": left + right - two} if back else {"x": one, "x2": two}
            rows.append({**row, "y": low, "y2": high})
        offset += APART
    return rows
