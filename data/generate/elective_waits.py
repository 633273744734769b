"""Make data/samples/elective_waits.csv: an invented waiting list for planned care in an invented place.

    python data/generate/elective_waits.py

One row is one person waiting. Levels and gaps follow published ones (waits over 18 and 52 weeks by deprivation and
ethnic group, England and its regions, June 2025; missed appointments, England, 2021-22), and four traps are built in:

- Much of the gap between the ends comes from the mix of specialties: the slow ones see more people from deprived
  areas. Inside a specialty the gap is small, in one it is large, in one it turns round.
- One person in six has no known ethnic group, and those have waited longer than the rest.
- People without a decile (no postcode, no fixed home) have waited longest of all.
- One specialty is so small that most of its counts may not be shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import SAMPLES, even, pick, slide, write_csv

PEOPLE = 20_000
DECILES = [0.145, 0.13, 0.12, 0.11, 0.10, 0.095, 0.085, 0.08, 0.07, 0.065]
NO_DECILE = 0.02

# Share of the list in the most and the least deprived tenth; over 18 weeks and the gap inside (points between the
# tenths); over 52 weeks; middle age; share of women.
SPECIALTIES = {
    "Trauma and orthopaedics": (0.26, 0.15, 0.555, 0.010, 0.062, 57, 0.54),
    "Ear nose and throat": (0.13, 0.08, 0.510, 0.115, 0.060, 42, 0.53),
    "Oral surgery": (0.10, 0.05, 0.535, 0.020, 0.066, 37, 0.56),
    "Gynaecology": (0.12, 0.11, 0.445, 0.030, 0.046, 44, 1.00),
    "General surgery": (0.115, 0.10, 0.370, 0.030, 0.036, 55, 0.50),
    "Gastroenterology": (0.09, 0.11, 0.400, 0.025, 0.030, 53, 0.54),
    "Ophthalmology": (0.08, 0.205, 0.265, -0.080, 0.018, 69, 0.57),
    "Dermatology": (0.05, 0.10, 0.290, 0.010, 0.020, 50, 0.55),
    "Cardiology": (0.05, 0.09, 0.300, 0.010, 0.020, 64, 0.47),
    "Pain management": (0.005, 0.005, 0.450, 0.000, 0.050, 54, 0.62),
}
# Ethnic category (2001 codes): share in the most and the least deprived tenth, and what is added to over 18 weeks.
ETHNIC = {
    "A": (0.580, 0.840, 0.00), "B": (0.012, 0.012, 0.00), "C": (0.070, 0.050, 0.00),
    "D": (0.015, 0.005, 0.02), "E": (0.008, 0.002, 0.02), "F": (0.008, 0.006, 0.02), "G": (0.006, 0.004, 0.02),
    "H": (0.030, 0.025, 0.02), "J": (0.075, 0.010, 0.03), "K": (0.030, 0.004, 0.04), "L": (0.030, 0.012, 0.03),
    "M": (0.030, 0.006, 0.05), "N": (0.050, 0.008, 0.06), "P": (0.020, 0.002, 0.05),
    "R": (0.008, 0.006, 0.00), "S": (0.028, 0.008, 0.02),
}  # fmt: skip
NOT_RECORDED = {"Z": 0.45, "99": 0.30, "": 0.25}
LONGER_IF_UNKNOWN = 0.10
ATTENDED = {"6": 0.045, "2": 0.070, "4": 0.065}  # arrived late but seen, cancelled by the patient, by the hospital


def people(seed: int = 20260930) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    one = np.zeros(PEOPLE, dtype=int)
    decile = 1 + pick(even(rng, one), np.tile(DECILES, (PEOPLE, 1)))
    no_decile = even(rng, decile) < NO_DECILE
    made, groups = list(SPECIALTIES.values()), list(ETHNIC.values())
    specialty = pick(even(rng, decile), slide([row[0] for row in made], [row[1] for row in made], decile))
    ethnic = pick(even(rng, decile), slide([row[0] for row in groups], [row[1] for row in groups], decile))
    unknown = even(rng, decile * 100 + specialty) < 0.188 - 0.006 * (decile - 1) + 0.15 * no_decile
    days = _days(rng, decile, no_decile, specialty, ethnic, unknown)
    codes = _ethnic_codes(rng, ethnic, unknown)
    age = _ages(rng, specialty, decile)
    sex = np.where(even(rng, specialty) < np.array([row[6] for row in made])[specialty], "2", "1").astype(object)
    sex[rng.random(PEOPLE) < 0.002] = "9"
    attended = _attended(rng, decile, age)
    shown = np.where(no_decile, "", decile.astype(str))
    names = np.array(list(SPECIALTIES), dtype=object)[specialty]
    order = np.argsort(rng.random(PEOPLE), kind="stable")
    columns = [column[order] for column in (names, days, shown, codes, age, sex, attended)]
    return list(zip(*columns, strict=True))


def _days(
    rng: np.random.Generator,
    decile: np.ndarray,
    no_decile: np.ndarray,
    specialty: np.ndarray,
    ethnic: np.ndarray,
    unknown: np.ndarray,
) -> np.ndarray:
    """Whole days waited: first on which side of 18 and 52 weeks, then where between."""
    made = list(SPECIALTIES.values())
    place = (5.5 - decile) / 9
    over_18 = np.array([row[2] for row in made])[specialty] + np.array([row[3] for row in made])[specialty] * place
    over_18 += np.where(unknown, LONGER_IF_UNKNOWN, np.array([row[2] for row in ETHNIC.values()])[ethnic])
    over_18 += 0.12 * no_decile - 0.017
    over_52 = np.array([row[4] for row in made])[specialty] * (1 + 0.45 * place) + 0.012 * unknown + 0.02 * no_decile
    side = even(rng, specialty * 100 + (decile + 1) // 2)
    within = rng.random(PEOPLE)
    short = (within * 127).astype(int)
    middle = 127 + (within * within * 238).astype(int)
    long = 365 + (within * within * within * 200).astype(int)
    days = np.where(side < over_52, long, np.where(side < over_18, middle, short)).astype(object)
    days[even(rng, decile) < 0.003] = ""
    return days


def _ethnic_codes(rng: np.random.Generator, ethnic: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    codes = np.array(list(ETHNIC), dtype=object)[ethnic]
    kinds = pick(even(rng, unknown.astype(int)), np.tile(list(NOT_RECORDED.values()), (PEOPLE, 1)))
    codes = np.where(unknown, np.array(list(NOT_RECORDED), dtype=object)[kinds], codes)
    codes[even(rng, np.zeros(PEOPLE, dtype=int)) < 0.00045] = "I"  # a code that does not exist, as real files have
    return codes


def _ages(rng: np.random.Generator, specialty: np.ndarray, decile: np.ndarray) -> np.ndarray:
    middle = np.array([row[5] for row in SPECIALTIES.values()])[specialty] + 0.6 * (decile - 5.5)
    spread = rng.random((PEOPLE, 3)).sum(axis=1) - 1.5
    adults_only = np.array([name in ("Gynaecology", "Pain management") for name in SPECIALTIES])[specialty]
    return np.clip((middle + 36 * spread).astype(int), np.where(adults_only, 16, 1), 97)


def _attended(rng: np.random.Generator, decile: np.ndarray, age: np.ndarray) -> np.ndarray:
    """How the last outpatient appointment went: HES codes, blank where there has been none yet."""
    missed = 0.071 - 0.0039 * (decile - 1) + 0.015 * ((age >= 16) & (age < 35))
    shares = [missed, 0.08 * missed, *(np.full(PEOPLE, share) for share in ATTENDED.values()), np.full(PEOPLE, 0.03)]
    place = pick(even(rng, decile), np.column_stack([*shares, 1 - sum(shares)]))
    return np.array(["3", "7", *ATTENDED, "", "5"], dtype=object)[place]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "elective_waits.csv"
    write_csv(
        target,
        ["specialty", "days_waited", "imd_decile", "ethnic_code", "age", "sex", "attended"],
        people(),
    )
