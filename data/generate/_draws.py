"""What the generators share: even draws from one fixed seed, and a file written the same on every machine.

Only `random()` of numpy's generator is used, and only sums, products and comparisons follow it, so the bytes do not
depend on the numpy release, the operating system or the processor. Every person and figure is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

#: The columns of a table that is already counted.
COUNTED = [
    "indicator", "period", "area", "dimension", "edition", "group", "stratum", "numerator", "denominator",
    "value", "se", "lower", "upper", "flag", "source",
]  # fmt: skip
SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def even(rng: np.random.Generator, cells: np.ndarray) -> np.ndarray:
    """Draws between 0 and 1 that are spread evenly inside each cell.

    Plain draws would blur the gaps that the lessons are about; spread ones keep them where the generator puts them.
    """
    count = len(cells)
    order = np.lexsort((rng.random(count), cells))
    ranked = cells[order]
    starts = np.searchsorted(ranked, ranked, side="left")
    sizes = np.searchsorted(ranked, ranked, side="right") - starts
    draws = np.empty(count)
    draws[order] = (np.arange(count) - starts + rng.random(count)) / sizes
    return draws


def pick(draws: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """The place of each draw among the shares of its row (one row of shares a person)."""
    edges = np.cumsum(shares, axis=1)
    return (draws[:, None] >= edges[:, :-1]).sum(axis=1)


def slide(most: Sequence[float], least: Sequence[float], decile: np.ndarray) -> np.ndarray:
    """Shares that move in a straight line from the most deprived tenth to the least; one row a person."""
    step = ((decile - 1) / 9)[:, None]
    return np.asarray(most) * (1 - step) + np.asarray(least) * step


def write_csv(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Plain text with one kind of line end, whatever the machine."""
    lines = [",".join(heading), *(",".join(map(str, row)) for row in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))
