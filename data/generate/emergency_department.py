"""Make data/samples/emergency_department.csv: invented attendances at an emergency department in an invented place.

    python data/generate/emergency_department.py

One row is one attendance in 2025/26. Of the people who came, one in sixteen is here, with every attendance. Who comes
follows published figures (twice as many from the most as from the least deprived tenth, England, 2018-19 and 2019-20;
people who come five times or more make 16 in every 100 attendances, 2012-18). Hours and admissions are invented. Built
in on purpose:

- Few people come five times or more, and many of the attendances are theirs. Count people, or count attendances.
- Over four hours the gap is too small to tell; over 12 hours it is clear, as a ratio more than as a difference.
- People with a flag for a learning disability are few, and stayed over 12 hours more often.
- Episodes of sickle cell disease are so few that most counts may not be shown: one year is not enough.
- `person_id` is made up, as everybody is. It says which attendances belong together, and is never shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import SAMPLES, even, pick, slide, write_csv
from _people import BROAD, CODES, ages, deciles, ethnic_codes, ethnic_places, shuffled, text, yes_no

PEOPLE = 7_100
DECILES = [0.195, 0.16, 0.135, 0.11, 0.09, 0.08, 0.07, 0.062, 0.052, 0.046]
NO_DECILE = 0.02
# How often people came: once to four times, five to nine, ten to 19, 20 or more; in the two end tenths.
OFTEN = ([0.668, 0.180, 0.077, 0.040, 0.024, 0.0085, 0.0025], [0.706, 0.178, 0.067, 0.034, 0.0115, 0.003, 0.0005])
FEWEST, MORE = [1, 2, 3, 4, 5, 10, 20], [1, 1, 1, 1, 5, 10, 22]


def attendances(seed: int = 20250401) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    tenth = deciles(rng, PEOPLE, DECILES)
    homeless = even(rng, tenth) < NO_DECILE
    how_often = pick(even(rng, (tenth + 1) // 2), slide(*OFTEN, tenth))
    times = np.array(FEWEST)[how_often] + (rng.random(PEOPLE) * np.array(MORE)[how_often]).astype(int)
    times = np.where(homeless & (rng.random(PEOPLE) < 0.12), times + 5, times)
    categories = ethnic_places(rng, tenth)
    no_group = even(rng, tenth) < 0.155 - 0.004 * tenth + 0.15 * homeless
    codes = ethnic_codes(rng, categories, no_group)
    years = _ages(rng, times)
    women = rng.random(PEOPLE) < 0.515
    disability = even(rng, tenth) < 0.012 + 0.010 * (times >= 5)
    unchecked = rng.random(PEOPLE) < 0.07
    sickle = _sickle(rng, categories, times)
    numbers = np.argsort(rng.random(PEOPLE), kind="stable") + 100_001

    one = np.repeat(np.arange(PEOPLE), times)
    decile, no_decile, age = tenth[one], homeless[one], years[one]
    ambulance = rng.random(len(one)) < 0.20 + 0.005 * np.maximum(age - 50, 0)
    admitted = even(rng, (age // 20) * 10 + ambulance) < 0.12 + 0.0040 * np.maximum(age - 30, 0) + 0.12 * ambulance
    minutes = _minutes(rng, decile, no_decile, age, admitted, disability[one], times[one])
    crisis = sickle[one]
    relief = text(8 + (rng.random(len(one)) * 85).astype(int), ~crisis | (rng.random(len(one)) < 0.05))
    columns = [
        np.array([f"P{number}" for number in numbers], dtype=object)[one],
        np.where(ambulance, "ambulance", "other").astype(object),
        minutes,
        np.where(admitted, "yes", "no").astype(object),
        times[one],
        np.where(crisis, "yes", "no").astype(object),
        relief,
        yes_no(disability[one], unchecked[one]),
        text(decile, no_decile),
        codes[one],
        age,
        np.where(women, "2", "1").astype(object)[one],
    ]
    return shuffled(rng, columns)


def _ages(rng: np.random.Generator, times: np.ndarray) -> np.ndarray:
    """Many children, many old people; those who come often are mostly of working age."""
    kind = pick(rng.random(PEOPLE), np.tile([0.23, 0.47, 0.30], (PEOPLE, 1)))
    middle = np.where(times >= 5, 44, np.array([6, 38, 75])[kind])
    return ages(rng, middle.astype(float), 28)


def _sickle(rng: np.random.Generator, categories: np.ndarray, times: np.ndarray) -> np.ndarray:
    """People whose attendances are for acute episodes of sickle cell disease: a handful."""
    black = np.isin(np.array(CODES)[categories], ["M", "N", "P"]) & (BROAD[categories] == 3)
    return black & (times <= 4) & (rng.random(PEOPLE) < 0.022)


def _minutes(
    rng: np.random.Generator,
    decile: np.ndarray,
    no_decile: np.ndarray,
    age: np.ndarray,
    admitted: np.ndarray,
    disability: np.ndarray,
    times: np.ndarray,
) -> np.ndarray:
    """Minutes from arrival to leaving: first on which side of four and 12 hours, then where between."""
    count = len(decile)
    over_12 = 0.026 + 0.13 * admitted + 0.0006 * np.maximum(age - 60, 0) + 0.0035 * (5.5 - decile) + 0.05 * disability
    over_12 = over_12 + 0.03 * no_decile + 0.015 * (times >= 5)
    over_4 = 0.335 + 0.28 * admitted + 0.0015 * (5.5 - decile) + 0.04 * disability
    side = even(rng, disability * 100 + admitted * 10 + (decile + 1) // 2)
    within = rng.random(count)
    short = 25 + (within * 215).astype(int)
    middle = 241 + (within * within * 479).astype(int)
    long = 721 + (within * within * within * 1500).astype(int)
    minutes = np.where(side < over_12, long, np.where(side < over_4, middle, short))
    return text(minutes, rng.random(count) < 0.006)


HEADING = [
    "person_id", "arrival", "minutes_in_department", "admitted", "attendances_in_12_months", "sickle_cell_episode",
    "minutes_to_pain_relief", "learning_disability", "imd_decile", "ethnic_code", "age", "sex",
]  # fmt: skip

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "emergency_department.csv"
    write_csv(target, HEADING, attendances())
