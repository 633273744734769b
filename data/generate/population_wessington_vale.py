"""Make data/samples/population_wessington_vale.csv: everybody who lives in an invented place.

    python data/generate/population_wessington_vale.py

A table of the contract: people by tenth, ethnic group, sex and age, for the rates that are for so many residents. It
has no numerators: events come from records or other tables. More than half live in the four most deprived tenths of
the nation, and those are younger, as in many real places. Every figure is invented.

Rates of children have the children aged 0 to 19 (or 0 to 9) beneath them; so `indicator` says whose people they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from _draws import COUNTED, SAMPLES, write_csv
from _people import BROAD, DECILES, ETHNIC

PEOPLE = 440_000
EDITION = "IMD 2025 national"
# Age: share in the most and the least deprived tenth.
AGES = {
    "0-9": (0.145, 0.095), "10-17": (0.115, 0.085), "18-19": (0.028, 0.018), "20-29": (0.142, 0.095),
    "30-39": (0.150, 0.115), "40-49": (0.125, 0.135), "50-59": (0.115, 0.150), "60-69": (0.085, 0.130),
    "70-79": (0.060, 0.110), "80+": (0.035, 0.067),
}  # fmt: skip
WOMEN = [0.488, 0.488, 0.488, 0.500, 0.508, 0.506, 0.506, 0.512, 0.530, 0.590]
BANDS = {
    "0-17": (0, 1), "18-29": (2, 3), "30-39": (4,), "40-49": (5,), "50-59": (6,), "60-69": (7,), "70-79": (8,),
    "80+": (9,),
}  # fmt: skip
GROUPS = ["White", "Mixed", "Asian or Asian British", "Black or Black British", "Any other ethnic group"]
#: Which ages are beneath each rate.
BENEATH = {
    "missed_appointments_per_resident": range(10), "emergency_admissions_per_resident": range(10),
    "tooth_extractions": range(3), "tooth_extractions_under_10": range(1),
}  # fmt: skip


def shared_out(total: int, shares: list[float]) -> list[int]:
    """A whole number in whole parts that add up to it; the largest remainders are rounded up."""
    exact = [total * share / sum(shares) for share in shares]
    parts = [int(one) for one in exact]
    rest = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in rest[: total - sum(parts)]:
        parts[at] += 1
    return parts


def people() -> np.ndarray:
    """Residents by tenth, age (as in AGES) and sex (women first)."""
    found = np.zeros((10, len(AGES), 2), dtype=int)
    for tenth, everybody in enumerate(shared_out(PEOPLE, DECILES)):
        step = tenth / 9
        ages = shared_out(everybody, [most * (1 - step) + least * step for most, least in AGES.values()])
        for age, count in enumerate(ages):
            found[tenth, age] = shared_out(count, [WOMEN[age], 1 - WOMEN[age]])
    return found


def by_ethnic_group(by_tenth: np.ndarray) -> list[int]:
    """Residents of the five ethnic groups, from those of each tenth."""
    found = [0] * 5
    for tenth, everybody in enumerate(by_tenth):
        step = tenth / 9
        shares = shared_out(int(everybody), [most * (1 - step) + least * step for most, least in ETHNIC.values()])
        for at, count in enumerate(shares):
            found[BROAD[at]] += count
    return found


def row(indicator: str, dimension: str, group: str, count: int) -> list[object]:
    edition = EDITION if dimension.startswith("imd") else "as recorded"
    edition = "2001 codes" if dimension == "ethnic_group" else edition
    start = [indicator, "not stated", "Wessington Vale", dimension, edition, group, "All"]
    return [*start, "", count, "", "", "", "", "", "sample_population_wessington_vale"]


def rows() -> Iterator[list[object]]:
    everybody = people()
    for indicator, ages in BENEATH.items():
        some = everybody[:, list(ages)]
        tenths = some.sum(axis=(1, 2))
        fifths = [int(tenths[2 * at] + tenths[2 * at + 1]) for at in range(5)]
        total = int(some.sum())
        for dimension, counts in (
            ("imd_quintile", {str(at + 1): count for at, count in enumerate(fifths)}),
            ("imd_decile", {str(at + 1): int(count) for at, count in enumerate(tenths)}),
            ("ethnic_group", dict(zip(GROUPS, by_ethnic_group(tenths), strict=True))),
            ("sex", {"Female": int(some[:, :, 0].sum()), "Male": int(some[:, :, 1].sum())}),
            ("age_band", {
                band: int(everybody[:, list(parts)].sum()) for band, parts in BANDS.items() if len(ages) == len(AGES)
            }),
        ):  # fmt: skip
            if counts:
                yield row(indicator, dimension, "All", total)
                for group, count in counts.items():
                    yield row(indicator, dimension, group, count)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "population_wessington_vale.csv"
    write_csv(target, COUNTED, rows())
