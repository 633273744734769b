"""The drawing of two times: a line for each group, its figures beside both ends, no label over another."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hitoolkit.charts.apart import apart
from hitoolkit.charts.gathered import Gathered
from hitoolkit.charts.plot import ARROWS, LEADING, Look
from hitoolkit.charts.style import (
    BLUE,
    GREY,
    GRID,
    INK,
    LABEL,
    NARROW,
    ORANGE,
    OUTLINE,
    SMALL,
    SOFT,
    WHITE,
    WIDE,
    text_width,
    wrap,
)

if TYPE_CHECKING:
    from hitoolkit.charts.slope_picture import End, SlopeLine, SlopePicture

#: The two ends of an order are filled and differ in shape as well as colour; the groups between are hollow.
LOOKS = {
    "most": Look("circle", ORANGE, BLUE, 8.0), "least": Look("square", BLUE, BLUE, 7.0),
    "group": Look("circle", WHITE, BLUE, 6.0), "unknown": Look("diamond", WHITE, GREY, 7.5),
}
STROKES = {"most": (BLUE, 3.0), "least": (BLUE, 3.0), "group": (GREY, 1.5), "unknown": (GREY, 1.5)}
ROW = 19.0
#: From an axis to the text beside it.
AWAY = 16.0
HEIGHT = 270.0
#: How high a label may be above the middle of its line, so that it stands level with its mark.
LIFT = 5.5


@dataclass(frozen=True)
class Label:
    """What stands beside one end of a line."""

    line: SlopeLine
    value: str
    name: list[str]
    y: float

    @property
    def strong(self) -> bool:
        return self.line.role in ("most", "least")

    @property
    def rows(self) -> int:
        return max(len(self.name), 1)


class Slope:
    """Lays one picture out at one width."""

    def __init__(self, picture: SlopePicture, *, narrow: bool):
        self.picture, self.narrow, self.width = picture, narrow, NARROW if narrow else WIDE
        self.canvas = Gathered(self.width)
        self.heads = wrap(picture.axis, self.width)
        way = {"higher": f"Higher is worse {ARROWS['Higher']}", "lower": f"Lower is worse {ARROWS['Lower']}", "": ""}
        self.way = [way[picture.worse]] if picture.worse else []
        self.value = max([text_width(end.text, LABEL, bold=True) for line in picture.lines for end in line.ends
                          if end.value is not None] + [20.0])
        self._columns()
        # Two long dates side by side on a phone stand in two lines each.
        self.times = [wrap(text, self.width / 2 - 10, LABEL, bold=True) for text in picture.times]
        self.top = LEADING * len([*self.heads, *self.way]) + 44 + ROW * (max(map(len, self.times)) - 1)
        rows = [sum(self._rows(line) * ROW + 4 for line in picture.lines if line.ends[side].value is not None)
                for side in (0, 1)]
        self.bottom = self.top + max(HEIGHT, *rows)

    def _columns(self) -> None:
        lines = self.picture.lines
        if self.narrow:
            # The name stands at the right, under or beside its figure, whichever leaves more room for the lines.
            widest = max([text_width(word, bold=True) for line in lines for word in line.label.split()] + [40.0])
            longest = max(text_width(line.label, bold=True) for line in lines)
            self.name_width = max(min(140.0, longest), min(widest, 150.0))
            self.left = self.value + AWAY
            beside = self.width - self.name_width - self.value - 6 - AWAY
            self.beside = beside - self.left >= 56
            self.right = beside if self.beside else self.width - self.name_width - AWAY
            self.right = max(self.right, self.left + 50)
            self.name_width = self.width - self.right - AWAY - (self.value + 6 if self.beside else 0)
            return
        self.beside = True
        self.name_width = min(190.0, max(text_width(line.label, LABEL, bold=line.role in ("most", "least"))
                                         for line in lines) + 2)
        self.left = self.name_width + 10 + self.value + AWAY
        if self.crossing:
            self.right = self.width - self.left
            return
        moved = max([text_width(line.moved) for line in lines] + [text_width("change")])
        self.right = self.width - moved - 18 - self.value - AWAY

    @property
    def crossing(self) -> bool:
        """Whether lines may cross at will, so that each is named at both ends: groups without an order, and areas."""
        return not any(line.role in ("most", "least") for line in self.picture.lines)

    def _rows(self, line: SlopeLine) -> int:
        strong = line.role in ("most", "least")
        name = len(wrap(line.label, self.name_width, SMALL if self.narrow else LABEL, bold=strong))
        return name if self.beside else name + 1

    def y(self, value: float) -> float:
        """How far from the top a value stands."""
        low, high = self.picture.ticks[0], self.picture.ticks[-1]
        return round(self.bottom - (value - low) / (high - low) * (self.bottom - self.top), 1)

    def draw(self) -> float:
        """Draw everything; returns the height."""
        canvas = self.canvas
        y = canvas.lines(self.heads, 0, 14, LEADING, color=SOFT)
        canvas.lines(self.way, 0, y, LEADING, bold=True)
        for side, x in enumerate((self.left, self.right)):
            canvas.rule([{}], x, self.top - 12, y2=self.bottom + 12, color=GRID, width=1.5)
            self._head(side, x)
        for line in sorted(self.picture.lines, key=lambda one: one.role in ("most", "least")):
            self._line(line)
        self._bars()
        for line in sorted(self.picture.lines, key=lambda one: one.role in ("most", "least")):
            self._points(line)
        foot = max(self._labels(0), self._labels(1), self.bottom)
        return self._notes(foot + 40)

    def _head(self, side: int, x: float) -> None:
        """The time over its axis, kept inside the drawing and clear of the other."""
        first, size = (max(text_width(part, LABEL, bold=True) for part in self.times[at]) for at in (0, side))
        middle = min(max(x, size / 2), self.width - size / 2)
        if side:
            end = max(self.left, first / 2) + first / 2
            middle = min(max(middle, end + 14 + size / 2), self.width - size / 2)
        self.canvas.lines(self.times[side], round(middle, 1), self.top - 22 - ROW * (len(self.times[side]) - 1), ROW,
                          size=LABEL, bold=True, align="center")
        room = self.width - text_width("change") - 8
        moved = not self.narrow and not self.crossing and any(line.moved for line in self.picture.lines)
        if side and moved and middle + size / 2 < room:
            self.canvas.text("change", self.width, self.top - 22, color=SOFT, align="right")

    def _line(self, line: SlopeLine) -> None:
        one, two = line.ends
        if one.value is None or two.value is None:
            return
        color, width = STROKES[line.role]
        style: dict[str, Any] = {"strokeDash": [4, 4]} if line.role == "unknown" else {}
        ends = self.left, self.y(one.value), self.right, self.y(two.value)
        if line.role == "most":
            self.canvas.rule([{}], *ends, color=BLUE, width=5.5)
            color = ORANGE
        self.canvas.rule([{}], *ends, color=color, width=width, **style)

    def _points(self, line: SlopeLine) -> None:
        look = LOOKS[line.role]
        rows = [{"x": x, "y": self.y(end.value)} for x, end in zip((self.left, self.right), line.ends, strict=True)
                if end.value is not None]
        self.canvas.add("point", rows, "x", "y", shape=look.shape, size=4 * look.radius**2, fill=look.fill, filled=True,
                        stroke=look.stroke, strokeWidth=OUTLINE * 0.8, opacity=1)

    def _bars(self) -> None:
        """Plausible ranges of all lines, or of the two ends of an order alone, where none runs into another."""
        for side, x in enumerate((self.left, self.right)):
            for roles in (("most", "group", "least", "unknown"), ("most", "least")):
                ends = [line.ends[side] for line in self.picture.lines if line.role in roles]
                bars = [(end.lower, end.upper) for end in ends if end.lower is not None and end.upper is not None]
                if bars and not _collide(bars):
                    rows = [{"low": self.y(low), "high": self.y(high)} for low, high in bars]
                    self.canvas.rule(rows, x, "low", y2="high", color=BLUE, width=3)
                    break

    def _labels(self, side: int) -> float:
        """The figures beside one end, moved apart, a fine line to the mark of each that moved; returns the foot."""
        made = [self._label(line, side, line.ends[side]) for line in self.picture.lines
                if line.ends[side].value is not None]
        named = side == 1 if self.narrow else side == 0 or self.crossing
        heights = [(label.rows if named else 1) * ROW + 4 for label in made]
        middles = apart([label.y for label in made], heights, self.top - 14, self.bottom + 14)
        for label, middle in zip(made, middles, strict=True):
            self._draw(label, middle, side, named)
        return max([middle + height / 2 for middle, height in zip(middles, heights, strict=True)] + [0.0])

    def _label(self, line: SlopeLine, side: int, end: End) -> Label:
        strong = line.role in ("most", "least")
        name = wrap(line.label, self.name_width, SMALL if self.narrow else LABEL, bold=strong)
        return Label(line, end.text, name if self.beside else ["", *name], self.y(end.value or 0.0))

    def _draw(self, label: Label, middle: float, side: int, named: bool) -> None:
        axis, out = (self.left, -1) if side == 0 else (self.right, 1)
        color = SOFT if label.line.role == "unknown" else INK
        size = SMALL if self.narrow else LABEL
        if abs(middle - label.y) > 3:
            self.canvas.rule([{"y": label.y}], axis + out * 9, "y", x2=axis + out * (AWAY - 2), y2=middle, color=GREY)
        first = middle - ((label.rows if named else 1) - 1) * ROW / 2 + LIFT
        x = axis + out * AWAY
        align = "right" if side == 0 else "left"
        level = first if not named or not self.beside else middle + LIFT
        self.canvas.text(label.value, x, level if not self.narrow else first, size=LABEL, color=color,
                         bold=label.strong, align=align)
        if named:
            at = x + out * (self.value + (10 if not self.narrow else 6)) if self.beside else x
            for number, text in enumerate(label.name):
                if text:
                    self.canvas.text(text, at, first + number * ROW, size=size, color=color, bold=label.strong,
                                     align=align)
        elif side == 1 and label.line.moved:
            self.canvas.text(label.line.moved, self.width, level, color=SOFT, align="right")

    def _notes(self, y: float) -> float:
        notes = []
        for line in self.picture.lines:
            lost = [(when, end.text) for when, end in zip(self.picture.times, line.ends, strict=True)
                    if end.value is None]
            if len(lost) == 2 and lost[0][1] == lost[1][1]:
                notes.append(f"{line.label}, both times: {lost[0][1]}")
            else:
                notes += [f"{line.label}, {when}: {text}" for when, text in lost]
        for note in [*notes, *self.picture.notes]:
            y = self.canvas.lines(wrap(note, self.width), 0, y, LEADING, color=SOFT)
        y = self.canvas.lines(["Synthetic data"] if self.picture.synthetic else [], 0, y, LEADING, color=SOFT,
                              bold=True)
        return round(y - 13)


def _collide(bars: list[tuple[float, float]]) -> bool:
    ordered = sorted(bars)
    return any(one[1] >= two[0] for one, two in itertools.pairwise(ordered))


def draw_slope(picture: SlopePicture, *, narrow: bool) -> dict[str, Any]:
    """The layers of a drawing, its width and its height."""
    slope = Slope(picture, narrow=narrow)
    height = slope.draw()
    return {"layer": slope.canvas.drawn(), "width": slope.width, "height": height}
