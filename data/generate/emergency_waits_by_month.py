"""Make data/samples/emergency_waits_by_month.csv: invented waits of over four hours, by fifth and month, counted.

    python data/generate/emergency_waits_by_month.py

Two years of months. Until March 2025 the most deprived fifth waits over four hours more often, with a gap that luck
moves up and down. From April 2025 a change that stays makes the gap smaller; the other fifths go on as before.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import COUNTED, SAMPLES, write_csv

MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
#: The true share of each fifth, most deprived first, and how many come in a month.
SHARES = [0.42, 0.385, 0.36, 0.34, 0.33]
AFTER = [0.375, 0.365, 0.355, 0.34, 0.33]
PEOPLE = [2600, 2200, 1900, 1600, 1300]
STEP = "2025-04"


def rows(seed: int = 1) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    made: list[tuple[object, ...]] = []
    for month in MONTHS:
        for place, share in enumerate(AFTER if month >= STEP else SHARES):
            come = PEOPLE[place] + int(120 * rng.random()) - 60
            over = int((rng.random(come) < share).sum())
            key = ["over_4_hours_in_emergency_department", month, "Wessington Vale", "imd_quintile",
                   "IMD 2025 national", place + 1, "All"]  # fmt: skip
            made.append((*key, over, come, *[""] * 5, "sample_emergency_waits_by_month"))
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "emergency_waits_by_month.csv"
    write_csv(target, COUNTED, rows())
