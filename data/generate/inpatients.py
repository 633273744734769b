"""Make data/samples/inpatients.csv: invented admissions to hospital of one month in an invented place.

    python data/generate/inpatients.py

One row is one admission. How many there are, and how many of them are emergencies, fits the emergency admissions of
data/samples/emergency_admissions.csv, and decayed teeth those of data/samples/tooth_extractions.csv. The rest is
invented. Built in on purpose:

- The smoking status of one adult in five is not on record, and more often after an emergency. Day cases do not count.
- Smokers are lost at each step. Referrals differ clearly; of those seen too few are left to tell.
- Readmissions have a gap whose range nearly reaches zero.
- Teeth taken out in one month are so few that most counts may not be shown. Three years are in the other sample.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import SAMPLES, even, pick, write_csv
from _people import DECILES, ages, deciles, ethnic_codes, ethnic_places, shuffled, text, yes_no

ADMISSIONS = 11_000
NO_DECILE = 0.012
# Admission method (Data Dictionary): share of emergencies, of planned ones, and of the rest (births, transfers).
EMERGENCY, PLANNED, OTHER = {"21": 0.83, "22": 0.08, "24": 0.09}, {"11": 0.55, "12": 0.30, "13": 0.15}, {"31": 1.0}
#: Children who had decayed teeth taken out, by fifth: a twelfth of a year's.
TEETH = [11, 7, 4, 2, 1]


def admissions(seed: int = 20260301) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    decile = deciles(rng, ADMISSIONS, [share * (1.05 - 0.01 * at) for at, share in enumerate(DECILES)])
    no_decile = even(rng, decile) < NO_DECILE
    ethnic = ethnic_places(rng, decile)
    unknown = even(rng, decile) < 0.135 - 0.005 * (decile - 1) + 0.1 * no_decile
    kind = pick(even(rng, (decile + 1) // 2), _kinds(decile))
    method = _methods(rng, kind)
    day_case = (kind == 1) & (even(rng, kind) < 0.80)
    age = ages(rng, np.where(kind == 2, 31, np.where(kind == 1, 58, 55)) + 0.8 * (decile - 5.5), 46)
    teeth = _teeth(decile, kind, no_decile)
    age = np.where(teeth, 3 + (rng.random(ADMISSIONS) * 13).astype(int), age)
    women = rng.random(ADMISSIONS) < np.where(kind == 2, 0.97, 0.51)
    disability = even(rng, decile) < 0.016
    adult = (age >= 16) & ~day_case
    again = _readmitted(rng, decile, kind, age, disability)
    columns = [
        method,
        yes_no(day_case, np.zeros(ADMISSIONS, dtype=bool)),
        *_smoking(rng, decile, kind, age, adult),
        again,
        np.where(teeth, "yes", "no").astype(object),
        yes_no(disability, even(rng, decile) < 0.06),
        text(decile, no_decile),
        ethnic_codes(rng, ethnic, unknown),
        age,
        np.where(women, "2", "1").astype(object),
    ]
    return shuffled(rng, columns)


def _kinds(decile: np.ndarray) -> np.ndarray:
    """Shares of emergencies, planned admissions and the rest."""
    emergency = 0.425 - 0.0068 * (decile - 1)
    other = np.full(len(decile), 0.075)
    return np.column_stack([emergency, 1 - emergency - other, other])


def _methods(rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    codes = np.full(ADMISSIONS, "", dtype=object)
    for at, shares in enumerate((EMERGENCY, PLANNED, OTHER)):
        drawn = pick(even(rng, kind), np.tile(list(shares.values()), (ADMISSIONS, 1)))
        codes = np.where(kind == at, np.array(list(shares), dtype=object)[drawn], codes)
    return codes


def _teeth(decile: np.ndarray, kind: np.ndarray, no_decile: np.ndarray) -> np.ndarray:
    """The first planned admissions of each fifth, as many as are wanted; the file is shuffled afterwards."""
    chosen = np.zeros(ADMISSIONS, dtype=bool)
    for at, count in enumerate(TEETH):
        chosen[np.flatnonzero(((decile + 1) // 2 == at + 1) & (kind == 1) & ~no_decile)[:count]] = True
    return chosen


def _smoking(
    rng: np.random.Generator, decile: np.ndarray, kind: np.ndarray, age: np.ndarray, adult: np.ndarray
) -> list[np.ndarray]:
    """Whether somebody smokes, was referred to the tobacco team, was seen by it, and set a date to stop."""
    recorded = adult & (even(rng, kind * 10 + (decile + 1) // 2) < 0.86 - 0.10 * (kind == 0) + 0.002 * (decile - 5))
    likely = (0.27 - 0.018 * (decile - 1)) * np.where(age > 70, 0.55, 1.0)
    smokes = even(rng, recorded * 10 + (decile + 1) // 2) < likely
    smoker = recorded & smokes
    former = np.where(rng.random(ADMISSIONS) < 0.45, "ex-smoker", "never smoked")
    status = np.where(recorded, np.where(smokes, "smoker", former), "").astype(object)
    silent = adult & ~recorded & (rng.random(ADMISSIONS) < 0.4)
    status[silent] = "not asked"
    referred = even(rng, smoker * 10 + (decile + 1) // 2) < 0.57 + 0.013 * (decile - 4.5) - 0.06 * (kind == 0)
    not_written = rng.random(ADMISSIONS) < 0.03
    sent = smoker & referred & ~not_written
    seen = even(rng, sent.astype(int)) < 0.68 + 0.008 * (decile - 4.5)
    met = sent & seen
    date = even(rng, met.astype(int)) < 0.41
    return [status, yes_no(referred, ~smoker | not_written), yes_no(seen, ~sent), yes_no(date, ~met)]


def _readmitted(
    rng: np.random.Generator, decile: np.ndarray, kind: np.ndarray, age: np.ndarray, disability: np.ndarray
) -> np.ndarray:
    """An emergency admission within 30 days of leaving; for some it cannot be known yet."""
    chance = np.array([0.155, 0.038, 0.045])[kind] + 0.0022 * (5.5 - decile) + 0.0004 * np.maximum(age - 60, 0)
    again = even(rng, disability * 100 + kind * 10 + (decile + 1) // 2) < chance + 0.045 * disability
    return yes_no(again, even(rng, kind) < 0.025)


HEADING = [
    "admission_method", "day_case", "smoking_on_admission", "referred_to_tobacco_service", "seen_by_tobacco_service",
    "quit_date_set", "readmitted_in_30_days", "teeth_taken_out_for_decay", "learning_disability", "imd_decile",
    "ethnic_code", "age", "sex",
]  # fmt: skip

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "inpatients.csv"
    write_csv(target, HEADING, admissions())
