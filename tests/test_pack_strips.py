"""The thin bars: the estimate and its range in the right order, no two labels on top of each other, nothing outside."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from hitoolkit.pack.strips import strip

CASES = [
    (0, 8.1, 5.2, 10.4, "5", "10"),
    (0, 8.1, 8.0, 8.2, "8", "8"),
    (0, 0.4, 0.1, 0.7, "0.1", "0.7"),
    (0, -8.1, -10.4, -5.2, "10 fewer", "5 fewer"),
    (0, 1.0, -3.0, 7.0, "3 fewer", "7 more"),
    (0, 0.0, 0.0, 0.0, "0", "0"),
    (0, 9.4, None, None, "", ""),
    (1, 1.2, 1.13, 1.28, "1.1", "1.3"),
    (1, 0.5, 0.25, 0.99, "0.25", "0.99"),
    (1, 1.0, 0.5, 2.0, "0.5", "2"),
    (1, 4.8, 1.01, 120.0, "1.01", "120"),
]


@pytest.mark.parametrize(("none", "value", "lower", "upper", "low", "high"), CASES)
def test_every_strip_can_be_read(none: int, value: float, lower: Any, upper: Any, low: str, high: str) -> None:
    size = {"none": none, "none_label": f"{none}, no gap", "value": value, "lower": lower, "upper": upper, "alt": "-"}
    drawn = ElementTree.fromstring(strip(size | {"lower_label": low, "upper_label": high}, "difference", "k"))
    dot = float(drawn.find("circle").get("cx"))  # type: ignore[union-attr, arg-type]
    lines = drawn.findall("line")
    tick = next(float(line.get("x1", "")) for line in lines if line.get("x1") == line.get("x2"))
    assert (dot > tick) == (value > none) and (dot < tick) == (value < none)
    bars = [line for line in lines if line.get("stroke-width") == "5"]
    assert len(bars) == (lower is not None)
    if bars:
        ends = [float(bars[0].get(end, "")) for end in ("x1", "x2")]
        assert ends[0] <= dot <= ends[1]
        assert (ends[0] <= tick <= ends[1]) == (lower <= none <= upper)
    boxes = []
    for text in drawn.findall("text"):
        x, wide = float(text.get("x", "")), 9.3 * len(text.text or "")  # as wide as DejaVu Sans draws it
        left = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0)
        assert left > -1 and left + wide < 301
        boxes.append((text.get("y"), left, left + wide))
    for number, (y, left, right) in enumerate(boxes):
        assert all(y != other[0] or right <= other[1] or other[2] <= left for other in boxes[number + 1 :])
    assert len(boxes) >= (2 if bars else 1)


def test_doubling_and_halving_are_equally_far() -> None:
    size = {"none": 1, "value": 1, "lower": 0.5, "upper": 2, "none_label": "", "lower_label": "", "upper_label": ""}
    drawn = ElementTree.fromstring(strip(size, "ratio", "k"))
    bar = next(line for line in drawn.findall("line") if line.get("stroke-width") == "5")
    dot = float(drawn.find("circle").get("cx"))  # type: ignore[union-attr, arg-type]
    assert dot == pytest.approx((float(bar.get("x1", "")) + float(bar.get("x2", ""))) / 2, abs=0.2)
