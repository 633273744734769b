"""Make data/samples/people_on_low_income.csv: an invented table of people on a low income by deprivation of their area.

    python data/generate/people_on_low_income.py

The table has the columns of the contract. Five fifths of areas hold the same number of people, of whom 35, 20, 12, 8
and 5 in every 100 live on a low income. The trap that is built in: fewer than half of those people live in the most
deprived fifth. 500 more, most of them without a fixed address, have no area at all.
"""

from __future__ import annotations

import sys
from pathlib import Path

from _draws import COUNTED, SAMPLES, write_csv

PEOPLE = 10_000
ON_LOW_INCOME = [35, 20, 12, 8, 5]  # in every 100 people, from the most to the least deprived fifth
NO_AREA = (500, 625)  # on a low income, and all of them


def rows() -> list[tuple[object, ...]]:
    groups = [(place, PEOPLE * share // 100, PEOPLE) for place, share in enumerate(ON_LOW_INCOME, 1)]
    counts: list[tuple[object, int, int]] = [*groups, ("Not known", *NO_AREA)]
    counts.append(("All", *(sum(row[at] for row in counts) for at in (1, 2))))
    key = ["low_income", "2025", "Wessington Vale", "imd_quintile", "IMD 2025 national"]
    rest = ["", "", "", "", "", "sample_people_on_low_income"]
    return [(*key, group, "All", poor, people, *rest) for group, poor, people in counts]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "people_on_low_income.csv"
    write_csv(target, COUNTED, rows())
