"""What stands around the marks: labels, columns of values, axis and the lines under it, at both widths."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hitoolkit.catalogue.wording import NO_RANGE, upper_first
from hitoolkit.charts.canvas import Canvas
from hitoolkit.charts.picture import Line, Picture
from hitoolkit.charts.style import (
    BLUE,
    COMMON,
    FIGURE,
    GREY,
    GRID,
    INK,
    LABEL,
    NARROW,
    SOFT,
    WIDE,
    text_width,
    tick_texts,
    wrap,
)

HIGHER, LOWER = "higher is worse \N{RIGHTWARDS ARROW}", "\N{LEFTWARDS ARROW} lower is worse"
LEADING = 19


@dataclass(frozen=True)
class Place:
    """Where one row stands: its mark, the lines of its label and its value."""

    line: Line
    y: float
    label: list[str]
    label_y: float
    value_y: float

    @property
    def known(self) -> bool:
        """Whether the group is one that is known."""
        return self.line.role != "unknown"

    @property
    def color(self) -> str:
        """Text of a known group is darker."""
        return INK if self.known else SOFT


class Frame:
    """Lays a picture out at one width and draws all but the marks; `canvas` takes the marks before `finish`."""

    def __init__(self, picture: Picture, *, narrow: bool, bars: bool):
        self.picture, self.narrow, self.bars = picture, narrow, bars
        self.ticks = picture.bar_ticks if bars else picture.ticks
        self.top = (16.0 if bars else 52.0) if not narrow else (8.0 if bars else 50.0)
        self.places: list[Place] = []
        if narrow:
            ends = [text_width(text) / 2 for text in tick_texts(self.ticks)]
            self.canvas = self._canvas(max(ends[0], 6 if bars else 10), NARROW - max(ends[-1], 10))
            self._place_narrow()
        else:
            self._columns()
            self._place_wide()
        known = [place for place in self.places if place.known]
        self.bottom = (known[-1].y if known else self.top) + (20 if not narrow else 16)
        self.axis_y = max(self.places[-1].y + 26, self.bottom) + (4 if not narrow else 0)

    def _canvas(self, left: float, right: float) -> Canvas:
        return Canvas(NARROW if self.narrow else WIDE, (self.ticks[0], self.ticks[-1]), round(left, 1), round(right, 1))

    # --- wide: label at the left, mark, value and range at the right
    def _columns(self) -> None:
        rows = self.picture.rows
        ranges = [part for row in rows for part in _range_lines(row)] + ["no range"]
        bare = self.bars and not self.picture.ranged
        self.range_width = 0 if bare else max([text_width(part) for part in ranges])
        head = text_width(self.picture.head)
        value = max([text_width(row.text, FIGURE, bold=True) for row in rows if row.value is not None] + [head])
        self.value_x = round(WIDE - (0 if bare else self.range_width + 24), 1)
        self.value_left = self.value_x - value
        right = min(474.0, self.value_left - 30)
        self.labels = {id(row): wrap(row.label, 200, LABEL, bold=_end(row)) for row in rows}
        wide = {id(row): max(text_width(part, LABEL, bold=_end(row)) for part in self.labels[id(row)]) for row in rows}
        left = max(150.0, max(wide.values()) * (1 if self.bars else COMMON) + 20)
        if self.starts:
            first = text_width(tick_texts(self.ticks)[0]) / 2
            left = max(left, text_width(self.starts) + first + 8)
        self.canvas = self._canvas(left, right)
        for row in rows:
            if not self.bars and row.value is not None:
                ends = [row.value] if row.lower is None else [row.value, row.lower]
                if self.canvas.at(min(ends)) - 12 < wide[id(row)]:
                    self.canvas = self._canvas(max(wide.values()) + 20, right)
                    break

    def _place_wide(self) -> None:
        pitch = 42 if len(self.picture.rows) < 9 else 36
        y, apart = self.top + 5, False
        for row in self.picture.rows:
            label = self.labels[id(row)]
            room = max(pitch, LEADING * len(label) + 12, 44 if len(_range_lines(row)) > 1 else 0)
            if row.role == "unknown" and not apart:
                y, apart = y + 20, True
            middle = y + room / 2
            self.places.append(Place(row, middle, label, middle + 5 - (len(label) - 1) * LEADING / 2, middle + 6))
            y += room

    # --- narrow: label above the mark, value and range at its right
    def _place_narrow(self) -> None:
        rows = self.picture.rows
        shown = [_short_range(row) for row in rows] if self.picture.ranged and not self.bars else []
        self.range_width = max([text_width(part) for part in shown] + [0])
        values = [text_width(row.text, LABEL, bold=True) for row in rows if row.value is not None]
        self.value_x = round(NARROW - (self.range_width + 4 if self.range_width else 0), 1)
        room = self.value_x - max([*values, 0]) - 6
        longest = max(text_width(part, LABEL, bold=_end(row)) for row in rows for part in row.label.split())
        whole = max(text_width(row.label, LABEL, bold=_end(row)) for row in rows)
        # A value beside the label where there is room in any face, otherwise on a line of its own.
        self.beside = whole <= room or (longest <= room and room >= 150)
        next_y, apart = self.top + (33 if not self.bars else 10), False
        for row in rows:
            label = wrap(row.label, room if self.beside else NARROW, LABEL, bold=_end(row))
            if row.role == "unknown" and not apart:
                next_y, apart = next_y + 20, True
            last = next_y + (len(label) - 1) * LEADING
            value_y = next_y if self.beside else last + 21
            y = max(last, value_y if row.value is not None else last) + (21 if not self.bars else 20)
            self.places.append(Place(row, y, label, next_y, value_y))
            next_y = y + (35 if not self.bars else 42)

    @property
    def starts(self) -> str:
        """That the scale is cut off: never for bars."""
        return "" if self.bars else self.picture.starts

    def draw_behind(self) -> None:
        """Grid and the line above the groups that are not known."""
        if not self.narrow:
            grid = [{"x": tick} for tick in self.ticks]
            self.canvas.rule(grid, "x", self.top, y2=self.axis_y, color=GRID)
        apart = [place for place in self.places if not place.known]
        if apart and len(apart) < len(self.places):
            y = apart[0].y - 31 if not self.narrow else apart[0].label_y - 25
            self.canvas.rule([{}], 0, y, x2=self.canvas.width, color=GRID)

    def draw_texts(self) -> None:
        """Labels, values, ranges, and the words of those that are hidden."""
        for bold, color in {(_end(place.line), place.color) for place in self.places}:
            rows = [{"y": place.label_y + number * LEADING, "text": part}
                    for place in self.places if (_end(place.line), place.color) == (bold, color)
                    for number, part in enumerate(place.label)]
            self.canvas.text(sorted(rows, key=lambda row: row["y"]), 0, "y", size=LABEL, color=color, bold=bold)
        aside = not self.narrow or self.beside
        x: float = self.value_x if aside else 0
        for color in (INK, SOFT):
            rows = [{"y": place.value_y, "text": place.line.text}
                    for place in self.places if place.line.value is not None and place.color == color]
            self.canvas.text(rows, x, "y", size=LABEL if self.narrow else FIGURE, color=color, bold=True,
                             align="right" if aside else "left")
        self._ranges(aside)
        hidden = [place for place in self.places if place.line.value is None]
        if self.narrow:
            self.canvas.text([{"y": place.y + 4, "text": place.line.text} for place in hidden], 0, "y", color=SOFT)
        else:
            self.canvas.text([{"y": place.y + 5, "text": place.line.text} for place in hidden], WIDE, "y", color=SOFT,
                             align="right")
            self._heads()

    def _ranges(self, aside: bool) -> None:
        if self.narrow and (self.bars or not self.picture.ranged):
            return
        rows = []
        for place in self.places:
            parts = [_short_range(place.line)] if self.narrow else _range_lines(place.line)
            parts = parts if self.picture.ranged else []
            middle = place.value_y if self.narrow else place.y + 5 - (len(parts) - 1) * 8.5
            rows += [{"y": middle + number * 17, "text": part} for number, part in enumerate(parts) if part]
        width = max([text_width(place.line.text, LABEL, bold=True) for place in self.places if place.line.value] + [0])
        self.canvas.text(rows, self.canvas.width if aside else round(width + 6, 1), "y", color=SOFT,
                         align="right" if aside else "left")

    def _heads(self) -> None:
        y = 34 if not self.bars else 0
        if self.bars:
            return
        self.canvas.text(self.picture.head, self.value_x, y, color=SOFT, align="right")
        hidden = not any(row.value is not None for row in self.picture.rows)
        last = ["range"] if self.picture.ranged or hidden else ["no range", "given"]
        self.canvas.lines(last, WIDE, y - 17 * (len(last) - 1), 17, color=SOFT, align="right")

    def draw_axis(self) -> float:
        """Axis, what it counts, which way is worse, and what the reader must know; returns the height used."""
        canvas, y = self.canvas, self.axis_y
        canvas.rule([{}], canvas.left, y, x2=canvas.right, color=GREY, width=1.5)
        marks = [{"x": tick, "text": text} for tick, text in zip(self.ticks, tick_texts(self.ticks), strict=True)]
        canvas.rule(marks, "x", y, y2=y + 5, color=GREY, width=1.5)
        apart = (canvas.right - canvas.left) / (len(marks) - 1)
        each = math.ceil((max(text_width(str(mark["text"])) for mark in marks) + 8) / apart)
        canvas.text(marks[::each], "x", y + (22 if not self.narrow else 21), color=SOFT, align="center")
        if self.starts and not self.narrow:
            canvas.add("point", [{}], canvas.left, y, shape="M-18,0h5l3,-6l5,12l3,-6h2", size=4, filled=False,
                       color=GREY, strokeWidth=1.5, opacity=1)
        worse = {"higher": HIGHER, "lower": LOWER, "": ""}[self.picture.worse]
        if not self.narrow:
            canvas.text(worse, WIDE, y + 22, bold=True, align="right")
            canvas.text(self.starts, 0, y + 22, color=SOFT)
            if self.picture.synthetic:
                canvas.text("Synthetic data", 0, y + 45, color=SOFT, bold=True)
            return canvas.lines(wrap(self.picture.axis, WIDE - canvas.left), canvas.left, y + 45) - 13
        y = canvas.lines(wrap(self.picture.axis_short, NARROW), 0, y + 46)
        y = canvas.lines([upper_first(worse)] if worse else [], 0, y, bold=True)
        notes = [self.starts, "" if self.picture.ranged or self.bars else upper_first(NO_RANGE),
                 "Synthetic data" if self.picture.synthetic else ""]
        text = ". ".join(note for note in notes if note)
        return canvas.lines(wrap(text, NARROW) if text else [], 0, y, color=SOFT) - 14

    def gap_room(self) -> tuple[float, float]:
        """Between where and where a text over the chart may stand."""
        return (0, NARROW) if self.narrow else (0, self.value_left - 12)

    @property
    def gap_y(self) -> float:
        """Where a text over the chart stands."""
        return self.top - 18


def _end(row: Line) -> bool:
    return row.role in ("most", "least")


def _range_lines(row: Line) -> list[str]:
    return ["no range", "given"] if row.range == NO_RANGE else [row.range]


def _short_range(row: Line) -> str:
    return "" if not row.range else "(no range)" if row.range == NO_RANGE else f"({row.range})"


__all__ = ["BLUE", "Frame", "Place"]
