"""The drawing of a funnel: limits that narrow to the right, and a mark for each place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import upper_first
from hitoolkit.charts.plot import LEADING, Look, Plot
from hitoolkit.charts.style import BAND, BAR, BLUE, GREY, SMALL, SOFT, WHITE, text_width, tick_texts, wrap

if TYPE_CHECKING:
    from hitoolkit.charts.funnel_picture import FunnelPicture, Spot

#: No colour for good and bad: a shape for the side, a darker fill for the further out.
LOOKS = {
    "within": Look("circle", WHITE, GREY, 5.0), "high_near": Look("triangle-up", BAR, BLUE, 7.0),
    "low_near": Look("triangle-down", BAR, BLUE, 7.0), "high_far": Look("triangle-up", BLUE, BLUE, 7.5),
    "low_far": Look("triangle-down", BLUE, BLUE, 7.5),
}
DASHES = [6, 4]


def draw_funnel(picture: FunnelPicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    beside = 0.0 if narrow or picture.average is None else text_width(picture.average_text, bold=True) + 10
    plot = Plot(picture.ticks, (0, picture.sizes[-1]), narrow=narrow, axis=picture.axis, way=picture.worse,
                beside=beside)
    plot.draw_heads()
    _limits(plot, picture)
    plot.draw_grid()
    _average(plot, picture, beside > 0)
    rows: dict[str, list[Spot]] = {}
    for spot in picture.spots:
        if spot.where and spot.value is not None:
            rows.setdefault(_look(picture, spot), []).append(spot)
    size = 0.75 if narrow else 1.0
    for name, look in LOOKS.items():
        plot.draw_points([{"x": spot.size, "y": plot.y(spot.value or 0.0)} for spot in rows.get(name, [])], look, size)
    _names(plot, [spot for name in ("high_far", "low_far") for spot in rows.get(name, [])], picture)
    y = plot.draw_under(_marks(plot, picture))
    y = plot.canvas.lines(wrap(picture.across, plot.width), 0, y, LEADING, color=SOFT)
    y = plot.draw_key([(LOOKS[item["where"]], item["text"]) for item in picture.key], y)
    y = _lines_key(plot, picture, y)
    notes = [upper_first(picture.average_text)] if narrow and picture.average is not None else []
    height = plot.draw_notes(notes, picture.synthetic, y)
    return {"layer": plot.canvas.layers, "width": plot.width, "height": height}


def _look(picture: FunnelPicture, spot: Spot) -> str:
    if spot.where == "within":
        return "within"
    side, level = spot.where.split("_")
    levels = [line["level"] for line in picture.lines]
    return f"{side}_{'far' if level == levels[-1] and len(levels) > 1 else 'near'}"


def _limits(plot: Plot, picture: FunnelPicture) -> None:
    """The outermost limits as a band; every limit as a line, the outermost whole and the others dashed."""
    outer = picture.lines[-1]["level"]
    pairs = zip(picture.curves[f"lower_{outer}"], picture.curves[f"upper_{outer}"], strict=True)
    band = [{"x": low[0], "low": plot.y(low[1]), "high": plot.y(high[1])} for low, high in pairs]
    plot.canvas.add("area", band, "x", "low", y2="high", color=BAND)
    for name, curve in picture.curves.items():
        style: dict[str, Any] = {} if name.endswith(f"_{outer}") else {"strokeDash": DASHES}
        line = [{"x": x, "y": plot.y(y)} for x, y in curve]
        plot.canvas.add("line", line, "x", "y", color=GREY, strokeWidth=1.5, **style)


def _average(plot: Plot, picture: FunnelPicture, beside: bool) -> None:
    if picture.average is None:
        return
    plot.canvas.rule([{}], plot.left, plot.y(picture.average), x2=plot.right, color=BLUE, width=1.5)
    if beside:
        plot.canvas.text(picture.average_text, plot.right + 8, plot.y(picture.average) + 5, color=BLUE, bold=True)


def _names(plot: Plot, spots: list[Spot], picture: FunnelPicture) -> None:
    """The names of places outside the outermost limits, where they fit beside their mark and meet nothing."""
    taken = [(plot.canvas.at(spot.size or 0), plot.y(spot.value or 0.0)) for spot in picture.spots
             if spot.where and spot.value is not None]
    boxes: list[tuple[float, float, float]] = []
    for spot in spots:
        x, y, width = plot.canvas.at(spot.size or 0), plot.y(spot.value or 0.0), text_width(spot.label)
        for left in (x + 12, x - 12 - width):
            right = left + width
            free = not any(left - 9 < px < right + 9 and abs(py - y) < 14 for px, py in taken if (px, py) != (x, y))
            apart = not any(left < end + 4 and start < right + 4 and abs(height - y) < SMALL + 4
                            for start, end, height in boxes)
            if left > plot.left + 2 and right < plot.right and free and apart:
                plot.canvas.text(spot.label, round(left, 1), y + 5)
                boxes.append((left, right, y))
                break


def _marks(plot: Plot, picture: FunnelPicture) -> list[tuple[float, str]]:
    texts = tick_texts(picture.sizes)
    room = (plot.right - plot.left) / max(len(texts) - 1, 1)
    each = next(count for count in (1, 2, 3, 4, 6, 12) if count * room >= max(map(text_width, texts)) + 10)
    return list(zip(picture.sizes, texts, strict=True))[::each]


def _lines_key(plot: Plot, picture: FunnelPicture, y: float) -> float:
    """A short piece of each line, and what it means."""
    x, last = 0.0, len(picture.lines) - 1
    for number, line in enumerate(picture.lines):
        width = 40 + text_width(line["text"])
        if x and x + width > plot.width:
            x, y = 0.0, y + LEADING
        style: dict[str, Any] = {} if number == last else {"strokeDash": DASHES}
        plot.canvas.rule([{}], x, y - 5, x2=x + 30, color=GREY, width=1.5, **style)
        plot.canvas.text(line["text"], x + 38, y, color=SOFT)
        x += width + 22
    return y + LEADING
