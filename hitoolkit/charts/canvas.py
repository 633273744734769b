"""A drawing of Altair layers: marks stand at values of the data, labels at fixed places beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from hitoolkit.charts.style import INK, LABEL, NARROW, SMALL, WIDE, text_width

#: A place: the name of a field in the rows, or a fixed place in the drawing.
Place = str | float
Row = dict[str, Any]


class Canvas:
    """Collects layers. `x` fields are data on one scale from `left` to `right`; `y` fields are places from the top."""

    def __init__(self, width: float, domain: Sequence[float], left: float, right: float):
        self.width, self.left, self.right = width, left, right
        self.domain = [float(domain[0]), float(domain[-1])]
        self.layers: list[alt.Chart] = []

    def at(self, value: float) -> float:
        """Where a value stands."""
        low, high = self.domain
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def add(self, mark: str, rows: Sequence[Row], x: Place, y: Place, x2: Place | None = None,
            y2: Place | None = None, **style: Any) -> None:
        """Add one layer of a mark; rows hold nothing but what it draws."""
        if not rows:
            return
        encoding: dict[str, Any] = {"x": self._x(x), "y": _y(y)}
        if x2 is not None:
            encoding["x2"] = alt.X2(x2) if isinstance(x2, str) else alt.X2Value(x2)
        if y2 is not None:
            encoding["y2"] = alt.Y2(y2) if isinstance(y2, str) else alt.Y2Value(y2)
        if mark == "text":
            encoding["text"] = alt.Text("text:N")
        fields = {place for place in (x, y, x2, y2) if isinstance(place, str)} | ({"text"} if mark == "text" else set())
        values = [{name: row[name] for name in sorted(fields)} for row in rows]
        chart = alt.Chart(alt.InlineData(values=values))
        self.layers.append(getattr(chart, f"mark_{mark}")(aria=False, **style).encode(**encoding))

    def rule(self, rows: Sequence[Row], x: Place, y: Place, x2: Place | None = None, y2: Place | None = None,
             color: str = INK, width: float = 1, **style: Any) -> None:
        """Add straight lines."""
        self.add("rule", rows, x, y, x2, y2, color=color, strokeWidth=width, **style)

    def text(self, rows: Sequence[Row] | str, x: Place, y: Place, *, size: float = SMALL, color: str = INK,
             bold: bool = False, align: str = "left") -> None:
        """Add texts: one constant, or the `text` of each row; `y` is the line they stand on."""
        rows = [{"text": rows}] if isinstance(rows, str) else rows
        self.add("text", rows, x, y, fontSize=size, color=color, fontWeight=700 if bold else 400, align=align,
                 baseline="alphabetic")

    def lines(self, lines: Sequence[str], x: float, y: float, leading: float = 22, **style: Any) -> float:
        """Add lines of text one under the other, and return the place of the next."""
        for line in lines:
            self.text(line, x, y, **style)
            y += leading
        return y

    def centred(self, text: str, value: float, y: float, *, low: float, high: float, color: str,
                size: float = LABEL) -> None:
        """Add a bold text over a value, moved aside where it would leave the room between `low` and `high`."""
        half = text_width(text, size, bold=True) / 2
        x = max(low + half, min(high - half, self.at(value)))
        self.text(text, round(x, 1), y, size=size, color=color, bold=True, align="center")

    def _x(self, place: Place) -> Any:
        if not isinstance(place, str):
            return alt.XValue(place)
        scale = alt.Scale(domain=self.domain, range=[self.left, self.right], zero=False, nice=False)
        return alt.X(f"{place}:Q", scale=scale, axis=None)


def _y(place: Place) -> Any:
    if not isinstance(place, str):
        return alt.YValue(place)
    # One to one: a field of y is a place from the top, whatever height the drawing has.
    scale = alt.Scale(domain=[0, 1000], range=[0, 1000], zero=False, nice=False)
    return alt.Y(f"{place}:Q", scale=scale, axis=None)


def is_narrow(width: float) -> bool:
    """Whether a drawing is the one for a narrow screen.

    >>> is_narrow(288), is_narrow(640)
    (True, False)
    """
    return abs(width - NARROW) < abs(width - WIDE)
