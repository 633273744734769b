"""Keeps labels apart: each stands as near to its mark as the others let it."""

from __future__ import annotations

from collections.abc import Sequence


def apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of labels in a column, none over another, between two ends if they fit; in the order of what is wanted.

    Labels that would meet are moved as one, so that together they stay around the places they want.

    >>> apart([10, 12, 50], [20, 20, 20], 0, 100)
    [10.0, 30.0, 50.0]
    >>> apart([50, 50], [20, 20], 0, 100)
    [40.0, 60.0]
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    blocks: list[tuple[float, list[int]]] = []
    for at in order:
        start, members = wanted[at] - heights[at] / 2, [at]
        start = _inside(start, heights[at], low, high)
        while blocks and blocks[-1][0] + sum(heights[one] for one in blocks[-1][1]) > start:
            members = blocks.pop()[1] + members
            start = _start(members, wanted, heights)
            start = _inside(start, sum(heights[one] for one in members), low, high)
        blocks.append((start, members))
    middles = [0.0] * len(wanted)
    for start, members in blocks:
        for at in members:
            middles[at] = round(start + heights[at] / 2, 1)
            start += heights[at]
    return middles


def _start(members: list[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    """Where labels that stand one under the other start, so that they are moved as little as can be."""
    total, offset = 0.0, 0.0
    for at in members:
        total += wanted[at] - (offset + heights[at] / 2)
        offset += heights[at]
    return total / len(members)


def _inside(start: float, height: float, low: float, high: float) -> float:
    return max(low, min(start, high - height))
