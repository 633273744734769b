"""The thin bar under each big figure: where the estimate lies, how far its range goes, and where no gap would be."""

from __future__ import annotations

import math
from html import escape
from typing import Any

WIDTH, LEFT, RIGHT = 300.0, 1.0, 299.0
NEAR, FAR = 45.0, 255.3  # how far a range reaches on a side where the axis goes on
SIZE = 15
LETTER = 0.62 * SIZE  # a wide face; labels judged clear in it are clear in any


def strip(size: dict[str, Any], name: str, key: str) -> str:
    """Draw one strip as SVG text.

    Takes a size as the finding gives it (value, lower, upper, none, their labels, alt), what it is called ("difference"
    or "ratio"), and a key that makes the ids unique on the page. Limits may be missing; then only the dot is drawn.
    Ratios are drawn on a log scale, on which doubling and halving are equally far.
    """
    log = size.get("none") == 1 and all(
        size.get(part) is None or size[part] > 0 for part in ("value", "lower", "upper", "none")
    )
    scale = math.log if log else float
    points = {part: scale(size[part]) for part in ("value", "lower", "upper", "none") if _known(size.get(part))}
    at = _positions(points)
    labels = _labels(size, at)
    high = any(y < 20 for _, y, *_ in labels)  # a row above the bar
    shift = 18 if high else 0
    line = 16 + shift
    parts = [f'<line x1="{LEFT:g}" y1="{line}" x2="{RIGHT:g}" y2="{line}" stroke="#A7B1BA" stroke-width="1.5"/>']
    if "none" in at:
        x = at["none"]
        parts.append(f'<line x1="{x}" y1="{line - 10}" x2="{x}" y2="{line + 10}" stroke="#1B2733" stroke-width="2"/>')
    if "lower" in at and "upper" in at:
        parts.append(
            f'<line x1="{at["lower"]}" y1="{line}" x2="{at["upper"]}" y2="{line}" stroke="#12436D" stroke-width="5"/>'
        )
    if "value" in at:
        parts.append(f'<circle cx="{at["value"]}" cy="{line}" r="7.5" fill="#12436D"/>')
    for x, y, anchor, fill, text in labels:
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        top = 14 if y < 20 else y + shift
        parts.append(f'<text x="{x:g}" y="{top:g}" font-size="{SIZE}" fill="{fill}"{place}>{escape(text)}</text>')
    return (
        f'<svg class="strip" viewBox="0 0 300 {50 + shift}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">Interval bar for the {escape(name)}</title>'
        f'<desc id="{key}-d">{escape(size.get("alt") or "")}</desc>{"".join(parts)}</svg>'
    )


def _known(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)


def _positions(points: dict[str, float]) -> dict[str, float]:
    """Where each point stands: no gap at the edge it lies on, or inside where the range crosses it."""
    none = points.get("none")
    low, high = min(points.values()), max(points.values())
    first, last = (LEFT, FAR) if none == low else (WIDTH - FAR, RIGHT) if none == high else (NEAR, FAR)
    if high == low:
        return {part: WIDTH / 2 for part in points}
    return {part: round(first + (point - low) / (high - low) * (last - first), 1) for part, point in points.items()}


def _labels(size: dict[str, Any], at: dict[str, float]) -> list[tuple[float, float, str, str, str]]:
    """Words under the bar (x, y, anchor, colour, text); where they would touch, the one for no gap goes above it."""
    dark, soft = "#1B2733", "#4A5763"
    ends = [(at[end], str(size.get(f"{end}_label", ""))) for end in ("lower", "upper") if end in at]
    ends = [(x, text) for x, text in ends if text]
    if len(ends) == 2 and ends[1][0] - ends[0][0] < _width(ends[0][1] + ends[1][1]) / 2 + 12:
        both = ends[0][1] if ends[0][1] == ends[1][1] else " to ".join(_in_order(ends[0][1], ends[1][1]))
        ends = [((ends[0][0] + ends[1][0]) / 2, both)]
    placed = []
    for x, text in ends:
        half = _width(text) / 2
        placed.append((min(max(x, half), WIDTH - half), text))
    labels = [(round(x, 1), 45.0, "middle", dark, text) for x, text in placed]
    word = str(size.get("none_label", ""))
    if "none" in at and word:
        x, wide = at["none"], _width(word)
        edge = "start" if x <= LEFT else "end" if x >= RIGHT else "middle"
        spot = {"start": 0.0, "end": WIDTH, "middle": min(max(x, wide / 2), WIDTH - wide / 2)}[edge]
        start = {"start": 0.0, "end": WIDTH - wide, "middle": spot - wide / 2}[edge]
        spans = [(middle - _width(text) / 2, middle + _width(text) / 2) for middle, text in placed]
        clear = all(start + wide + 8 < left or start - 8 > right for left, right in spans)
        labels.insert(0, (round(spot, 1), 45.0 if clear else 14.0, edge, soft, word))
    return labels


def _width(text: str) -> float:
    return LETTER * len(text)


def _in_order(first: str, last: str) -> list[str]:
    """Two labels as they are read aloud: 3.7 to 3.8, also where they stand for so many fewer.

    >>> _in_order("3.8", "3.7"), _in_order("1 fewer", "2 more")
    (['3.7', '3.8'], ['1 fewer', '2 more'])
    """
    try:
        return sorted([first, last], key=lambda text: float(text.replace(",", "")))
    except ValueError:
        return [first, last]
