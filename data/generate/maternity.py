"""Make data/samples/maternity.csv: invented maternity records in an invented place.

    python data/generate/maternity.py

One row is one pregnancy that ended in the birth of one baby. Levels and gaps follow published ones (births before 37
weeks by deprivation and ethnic group, England, 2015-17 and 2022-23; smoking and week of booking and where mothers
live, NHS Maternity Statistics 2022-23), and three traps are built in:

- Early births are few: the gap is there, but its range is wide, and by ethnic category it cannot be told at all.
- The smoking question has no answer for one woman in six, more often where smoking is commoner, and the babies of
  those women came early more often.
- Some ethnic categories hold so few births that their counts may not be shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import SAMPLES, even, pick, slide, write_csv

PREGNANCIES = 12_000
DECILES = [0.138, 0.125, 0.117, 0.106, 0.097, 0.092, 0.087, 0.083, 0.083, 0.072]
# Ethnic category (2001 codes): share in the most and the least deprived tenth, what is added to births before 37
# weeks, and how common smoking is against the average of the tenth.
ETHNIC = {
    "A": (0.470, 0.740, 0.000, 1.25), "B": (0.006, 0.008, 0.000, 1.00), "C": (0.110, 0.080, -0.004, 0.80),
    "D": (0.012, 0.005, 0.004, 1.20), "E": (0.008, 0.003, 0.002, 0.60), "F": (0.007, 0.007, 0.000, 0.60),
    "G": (0.009, 0.006, 0.000, 0.70), "H": (0.035, 0.060, 0.006, 0.10), "J": (0.110, 0.020, 0.004, 0.12),
    "K": (0.050, 0.006, 0.002, 0.08), "L": (0.030, 0.025, 0.002, 0.12), "M": (0.020, 0.003, 0.012, 0.80),
    "N": (0.070, 0.012, 0.006, 0.10), "P": (0.018, 0.002, 0.008, 0.40), "R": (0.005, 0.009, -0.008, 0.10),
    "S": (0.040, 0.014, 0.002, 0.35),
}  # fmt: skip
BROAD = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4])  # the five groups, in the order of ETHNIC
NOT_RECORDED = {"Z": 0.55, "99": 0.25, "": 0.20}
NO_ANSWER = {"not asked": 0.35, "unknown": 0.30, "": 0.35}


def pregnancies(seed: int = 20260331) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    one = np.zeros(PREGNANCIES, dtype=int)
    decile = 1 + pick(even(rng, one), np.tile(DECILES, (PREGNANCIES, 1)))
    no_decile = even(rng, decile) < 0.009
    made = list(ETHNIC.values())
    ethnic = pick(even(rng, decile), slide([row[0] for row in made], [row[1] for row in made], decile))
    ethnic_unknown = even(rng, decile) < 0.075 - 0.004 * (decile - 1) + 0.2 * no_decile
    no_answer = even(rng, decile) < 0.205 - 0.013 * (decile - 1) + 0.08 * ethnic_unknown + 0.15 * no_decile
    smokes = even(rng, decile) < (0.245 - 0.0225 * (decile - 1)) * np.array([row[3] for row in made])[ethnic]
    age = _ages(rng, decile)
    early = 0.0840 - 0.0026 * (decile - 1) + np.array([row[2] for row in made])[ethnic] + 0.016 * no_answer
    gestation = _gestation(rng, decile, ethnic, early)
    booking = _booking(rng, decile, no_answer)
    answer = np.where(smokes, "smoker", "non-smoker").astype(object)
    kinds = pick(even(rng, no_answer.astype(int)), np.tile(list(NO_ANSWER.values()), (PREGNANCIES, 1)))
    answer = np.where(no_answer, np.array(list(NO_ANSWER), dtype=object)[kinds], answer)
    codes = np.array(list(ETHNIC), dtype=object)[ethnic]
    kinds = pick(even(rng, ethnic_unknown.astype(int)), np.tile(list(NOT_RECORDED.values()), (PREGNANCIES, 1)))
    codes = np.where(ethnic_unknown, np.array(list(NOT_RECORDED), dtype=object)[kinds], codes)
    shown = np.where(no_decile, "", decile.astype(str))
    order = np.argsort(rng.random(PREGNANCIES), kind="stable")
    columns = [column[order] for column in (booking, gestation, answer, shown, codes, age)]
    return list(zip(*columns, strict=True))


def _ages(rng: np.random.Generator, decile: np.ndarray) -> np.ndarray:
    spread = rng.random((PREGNANCIES, 3)).sum(axis=1) - 1.5
    return np.clip((30.0 + 0.35 * (decile - 5.5) + 11 * spread).astype(int), 15, 49)


def _gestation(rng: np.random.Generator, decile: np.ndarray, ethnic: np.ndarray, early: np.ndarray) -> np.ndarray:
    """Days at birth: before 37 weeks (259 days) or not, most of the early ones close to it."""
    before = even(rng, (decile + 1) // 2 * 10 + BROAD[ethnic]) < early
    within = rng.random(PREGNANCIES)
    term = 259 + (rng.random((PREGNANCIES, 3)).sum(axis=1) / 3 * 39).astype(int)
    days = np.where(before, 258 - (within * within * within * 90).astype(int), term).astype(object)
    days[even(rng, decile) < 0.006] = ""
    return days


def _booking(rng: np.random.Generator, decile: np.ndarray, no_answer: np.ndarray) -> np.ndarray:
    """Days of pregnancy at the first appointment: up to 10 weeks (70 days) or later."""
    late = even(rng, decile) < 0.455 - 0.018 * (decile - 1) + 0.10 * no_answer
    within = rng.random(PREGNANCIES)
    days = np.where(late, 71 + (within * within * within * 95).astype(int), 70 - (within * within * 28).astype(int))
    days = days.astype(object)
    days[even(rng, decile) < 0.010] = ""
    return days


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "maternity.csv"
    write_csv(
        target,
        ["booking_days", "gestation_days", "smoking_status", "imd_decile", "ethnic_code", "age"],
        pregnancies(),
    )
