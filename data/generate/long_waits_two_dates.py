"""Make data/samples/long_waits_two_dates.csv: an invented waiting list on two days, four years apart, already counted.

    python data/generate/long_waits_two_dates.py

Waits of over a year became much rarer in every fifth. The difference between the two ends halved, and the ratio grew:
two headlines from one table, both of them true. Nothing is drawn by chance; the figures are typed here.
"""

from __future__ import annotations

import sys
from pathlib import Path

from _draws import COUNTED, SAMPLES, write_csv

#: People waiting over 52 weeks, and all who wait, from the most deprived fifth to the least; then those not known.
COUNTS = {
    "2021-07-31": [(2352, 19600), (1772, 16400), (1396, 14240), (1040, 11840), (740, 9240), (188, 1720)],
    "2025-06-30": [(1060, 21200), (720, 17600), (534, 15240), (367, 12640), (225, 9760), (62, 1560)],
}
GROUPS = ["1", "2", "3", "4", "5", "Not known"]


def rows() -> list[tuple[object, ...]]:
    made: list[tuple[object, ...]] = []
    for period, counts in COUNTS.items():
        for group, (over, waiting) in zip(GROUPS, counts, strict=True):
            key = ["waits_over_52_weeks", period, "Wessington Vale", "imd_quintile", "IMD 2019 national", group, "All"]
            made.append((*key, over, waiting, *[""] * 5, "sample_long_waits_two_dates"))
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "long_waits_two_dates.csv"
    write_csv(target, COUNTED, rows())
