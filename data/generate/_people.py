"""Who lives in the invented place: tenths of deprivation, ethnic categories and the ways a record lacks them.

The generators of the focus areas share it, so that their people look alike. Every share is invented.
"""

from __future__ import annotations

import numpy as np
from _draws import even, pick, slide

DECILES = [0.145, 0.13, 0.12, 0.11, 0.10, 0.095, 0.085, 0.08, 0.07, 0.065]
# Ethnic category (2001 codes): share in the most and the least deprived tenth.
ETHNIC = {
    "A": (0.580, 0.840), "B": (0.012, 0.012), "C": (0.070, 0.050), "D": (0.015, 0.005), "E": (0.008, 0.002),
    "F": (0.008, 0.006), "G": (0.006, 0.004), "H": (0.030, 0.025), "J": (0.075, 0.010), "K": (0.030, 0.004),
    "L": (0.030, 0.012), "M": (0.030, 0.006), "N": (0.050, 0.008), "P": (0.020, 0.002), "R": (0.008, 0.006),
    "S": (0.028, 0.008),
}  # fmt: skip
CODES = list(ETHNIC)
#: The five groups, in the order of ETHNIC: White, Mixed, Asian, Black, any other.
BROAD = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4])
#: Not stated, not known, and nothing at all.
NOT_RECORDED = {"Z": 0.45, "99": 0.30, "": 0.25}


def deciles(rng: np.random.Generator, count: int, shares: list[float] | None = None) -> np.ndarray:
    """The tenth of each record, 1 the most deprived."""
    cells = np.zeros(count, dtype=int)
    return 1 + pick(even(rng, cells), np.tile(shares or DECILES, (count, 1)))


def ethnic_places(rng: np.random.Generator, decile: np.ndarray) -> np.ndarray:
    """The ethnic category of each record, as its place among CODES."""
    made = list(ETHNIC.values())
    return pick(even(rng, decile), slide([row[0] for row in made], [row[1] for row in made], decile))


def ethnic_codes(rng: np.random.Generator, ethnic: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    """The code in the record: that of the category, or a way to say that it is not there."""
    shares = np.tile(list(NOT_RECORDED.values()), (len(ethnic), 1))
    kinds = pick(even(rng, unknown.astype(int)), shares)
    return np.where(unknown, np.array(list(NOT_RECORDED), dtype=object)[kinds], np.array(CODES, dtype=object)[ethnic])


def ages(rng: np.random.Generator, middle: np.ndarray, spread: float, lowest: int = 0, highest: int = 97) -> np.ndarray:
    """Whole years of age around a middle."""
    drawn = rng.random((len(middle), 3)).sum(axis=1) - 1.5
    return np.clip((middle + spread * drawn).astype(int), lowest, highest)


def text(values: np.ndarray, blank: np.ndarray) -> np.ndarray:
    """Values as they are written, and nothing where they are not recorded."""
    return np.where(blank, "", values.astype(str)).astype(object)


def yes_no(answer: np.ndarray, blank: np.ndarray) -> np.ndarray:
    """yes or no, and nothing where nobody recorded it."""
    return text(np.where(answer, "yes", "no"), blank)


def shuffled(rng: np.random.Generator, columns: list[np.ndarray]) -> list[tuple[object, ...]]:
    """The records in an order that says nothing."""
    order = np.argsort(rng.random(len(columns[0])), kind="stable")
    return list(zip(*[column[order] for column in columns], strict=True))
