"""Make data/samples/sickle_cell.csv: invented painful episodes of sickle cell disease in an emergency department.

    python data/generate/sickle_cell.py

One row is one episode; three years are taken together, because one has too few. How many there are in a year, and that
a good year and a bad one can lie far apart, follow one trust's published audits (15 of 21 within 30 minutes in 2021,
5 of 29 in 2022). The rest is invented. Built in on purpose:

- Nearly everybody is Black, so a comparison by ethnic group says nothing, and the other counts may not be shown.
- By age and by deprivation the numbers are too small to tell. By year they are not.
- For some episodes nobody wrote down when pain relief was given. Those are left out, and shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import SAMPLES, even, pick, write_csv
from _people import ages, shuffled, text

# Episodes in each year, and the share that had pain relief within 30 minutes.
YEARS = {"2023/24": (62, 0.61), "2024/25": (71, 0.44), "2025/26": (78, 0.31)}
DECILES = [0.19, 0.16, 0.13, 0.11, 0.10, 0.09, 0.07, 0.05, 0.055, 0.045]
CODES = {"N": 0.66, "M": 0.15, "P": 0.07, "D": 0.03, "J": 0.01, "Z": 0.04, "99": 0.025, "": 0.015}


def episodes(seed: int = 20230401) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    count = sum(number for number, _ in YEARS.values())
    year = np.repeat(np.arange(len(YEARS)), [number for number, _ in YEARS.values()])
    cells = np.zeros(count, dtype=int)
    decile = 1 + pick(even(rng, cells), np.tile(DECILES, (count, 1)))
    age = ages(rng, np.where(rng.random(count) < 0.36, 9.0, 30.0), 22, lowest=1, highest=70)
    share = np.array([one for _, one in YEARS.values()])[year]
    soon = even(rng, year) < share + 0.05 * (age < 18) + 0.018 * (decile - 5)
    within = rng.random(count)
    minutes = np.where(soon, 6 + (within * 25).astype(int), 31 + (within * within * 130).astype(int))
    columns = [
        np.array(list(YEARS), dtype=object)[year],
        np.full(count, "yes", dtype=object),
        text(minutes, even(rng, year) < 0.06),
        text(decile, rng.random(count) < 0.03),
        np.array(list(CODES), dtype=object)[pick(even(rng, cells), np.tile(list(CODES.values()), (count, 1)))],
        age,
        np.where(rng.random(count) < 0.52, "2", "1").astype(object),
    ]
    return shuffled(rng, columns)


HEADING = [
    "financial_year", "sickle_cell_episode", "minutes_to_pain_relief", "imd_decile", "ethnic_code", "age", "sex"
]  # fmt: skip

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "sickle_cell.csv"
    write_csv(target, HEADING, episodes())
