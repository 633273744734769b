"""Make data/samples/practices_two_years.csv: invented emergency admissions at 60 practices in two years, counted.

    python data/generate/practices_two_years.py

The practices differ a little for good, and from year to year by luck. In the first year the twelve highest were
picked; every other one of them, by name, got a programme that does nothing. All of them fall, because they were picked
for being high.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import COUNTED, SAMPLES, write_csv

PRACTICES, PATIENTS = 60, 900
#: The lowest and the highest share that any practice has in the long run.
LOW, HIGH = 0.105, 0.137


def rows(seed: int = 38) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    lasting = LOW + (HIGH - LOW) * rng.random(PRACTICES)
    made: list[tuple[object, ...]] = []
    for year in ("2024/25", "2025/26"):
        for place, share in enumerate(lasting):
            admitted = int((rng.random(PATIENTS) < share).sum())
            key = ["patients_with_an_emergency_admission", year, f"Practice {place + 1:02}", "imd_quintile",
                   "IMD 2025 national", "All", "All"]  # fmt: skip
            made.append((*key, admitted, PATIENTS, *[""] * 5, "sample_practices_two_years"))
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "practices_two_years.csv"
    write_csv(target, COUNTED, rows())
