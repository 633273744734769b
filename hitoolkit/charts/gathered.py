"""A canvas in places of the drawing, not values, that draws all marks of one look as one layer, so that it is fast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hitoolkit.charts.canvas import Canvas, Place, Row


class Gathered(Canvas):
    """Collects marks by how they look; looks are drawn in the order in which each was first used.

    >>> canvas = Gathered(640)
    >>> for panel in (0, 320):
    ...     canvas.text("All together", panel, 20)
    ...     canvas.rule([{}], panel, 30, x2=panel + 300)
    >>> len(canvas.drawn())
    2
    """

    def __init__(self, width: float):
        super().__init__(width, (0, width), 0, width)
        self._looks: dict[tuple[Any, ...], tuple[dict[str, Any], list[Row]]] = {}

    def add(self, mark: str, rows: Sequence[Row], x: Place, y: Place, x2: Place | None = None,
            y2: Place | None = None, **style: Any) -> None:
        """Keep marks until all are there; fixed places become fields of each row."""
        places = {"x": x, "y": y, "x2": x2, "y2": y2}
        look = (mark, x2 is not None, y2 is not None, *((name, str(style[name])) for name in sorted(style)))
        _, kept = self._looks.setdefault(look, (style, []))
        for row in rows:
            made = {name: row[place] if isinstance(place, str) else place for name, place in places.items()
                    if place is not None}
            kept.append({**made, "text": row["text"]} if mark == "text" else made)

    def drawn(self) -> list[Any]:
        """The layers, one for each look."""
        self.layers = []
        for (mark, wide, high, *_), (style, rows) in self._looks.items():
            super().add(mark, rows, "x", "y", "x2" if wide else None, "y2" if high else None, **style)
        return self.layers
