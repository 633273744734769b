"""Make data/samples/neighbourhoods.csv: twenty invented neighbourhoods of a deprived place, with their counts.

    python data/generate/neighbourhoods.py

One row is one neighbourhood of 1,500 people: its national tenth, its score (highest = most deprived) and how many
emergency admissions its residents had in a year. Nothing is drawn by chance. The trap that is built in: the place is
poor, so that national fifths hold 16,500 people at one end and 1,500 at the other, and local fifths 6,000 each.
"""

from __future__ import annotations

import sys
from pathlib import Path

from _draws import SAMPLES, write_csv

PEOPLE = 1_500
TENTHS = [1] * 7 + [2] * 4 + [3] * 2 + [4] * 2 + [5, 6, 7, 8, 9]
ADMISSIONS = [60, 58, 57, 55, 54, 53, 51, 50, 48, 47, 45, 44, 42, 41, 39, 37, 35, 33, 31, 27]
#: The score of the most deprived neighbourhood, and how much lower the next one is, by the tenth it is in.
HIGHEST, STEP = 640, {1: 23, 2: 22, 3: 30, 4: 28, 5: 25, 6: 27, 7: 24, 8: 26, 9: 20}


def rows() -> list[tuple[object, ...]]:
    made, score = [], HIGHEST
    for place, (tenth, admissions) in enumerate(zip(TENTHS, ADMISSIONS, strict=True), 1):
        name = f"Wessington Vale {place:02}"
        made.append((name, tenth, f"{score / 10:.1f}", "emergency_admissions_per_resident", admissions, PEOPLE))
        score -= STEP[tenth]
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "neighbourhoods.csv"
    heading = ["neighbourhood", "imd_decile", "imd_score", "indicator", "numerator", "denominator"]
    write_csv(target, heading, rows())
