"""Make data/samples/outpatients.csv: invented outpatient appointments of one week in an invented place.

    python data/generate/outpatients.py

One row is one appointment. Levels follow published ones (missed appointments and cancellations, England, 2021-22;
telephone and video by tenth and ethnic category, England, 2024-25). Interpreters, letters and the flag for a learning
disability are invented. Built in on purpose:

- Missed appointments have a clear gap; telephone and video has the published one, too small for one week to tell.
- People from less deprived areas cancel more, so the rate out of all booked differs from that out of those due.
- One appointment in five lacks an ethnic group: few at one site, four in ten at another.
- People without a tenth missed most. Nobody asked them, and those of unknown ethnic group, about a language as often.
- The flag for a learning disability is rare: more were missed, and the week is too short to be sure.
- One language group is so small that its counts may not be shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import SAMPLES, even, pick, slide, write_csv
from _people import BROAD, ages, deciles, ethnic_codes, ethnic_places, shuffled, text, yes_no

APPOINTMENTS = 12_000
NO_DECILE = 0.015
# Share in the most and the least deprived tenth, middle age, share of women, share by telephone or video.
SPECIALTIES = {
    "Trauma and orthopaedics": (0.22, 0.17, 54, 0.54, 0.12),
    "Ophthalmology": (0.14, 0.19, 67, 0.57, 0.07),
    "Ear nose and throat": (0.11, 0.09, 41, 0.53, 0.14),
    "Dermatology": (0.08, 0.14, 49, 0.55, 0.20),
    "Cardiology": (0.09, 0.12, 63, 0.47, 0.25),
    "Gynaecology": (0.12, 0.11, 41, 1.00, 0.20),
    "Diabetes": (0.11, 0.07, 55, 0.48, 0.36),
    "Paediatrics": (0.13, 0.11, 8, 0.48, 0.22),
}
# Share of appointments, and of those how many lack an ethnic group.
SITES = {
    "Northgate Hospital": (0.44, 0.13), "Riverside Hospital": (0.31, 0.20), "Moor Lane Clinic": (0.18, 0.41),
    "Castle Community Clinic": (0.07, 0.05),
}  # fmt: skip
# By ethnic category, in the order of ETHNIC: points added to missed, and the published share by telephone or video.
MISSED = [0, 0, 0.004, 0.02, 0.015, 0.01, 0.01, 0, 0.015, 0.015, 0.005, 0.02, 0.015, 0.015, -0.01, 0.005]
REMOTE = [18.4, 18.8, 15.9, 15.8, 15.2, 15.2, 15.1, 14.6, 13.9, 12.2, 14.6, 16.6, 14.1, 15.7, 14.2, 15.3]
# How many have a main language other than English, and which it is for each of the five groups.
OTHER_LANGUAGE = [0.003, 0, 0.46, 0.02, 0.08, 0.05, 0.08, 0.24, 0.32, 0.40, 0.36, 0.005, 0.26, 0.15, 0.34, 0.46]
LANGUAGES = [
    "Eastern European languages", "South Asian languages", "Arabic and Kurdish", "African languages", "Other languages"
]  # fmt: skip
SPOKEN = np.array([[0.86, 0, 0.02, 0, 0.12], [0.20, 0.25, 0.20, 0.25, 0.10], [0, 0.88, 0.03, 0, 0.09],
                   [0, 0, 0.05, 0.85, 0.10], [0.05, 0.05, 0.60, 0.05, 0.25]])  # fmt: skip
# Interpreters: who interpreted for each language, by the professional's share; British Sign Language last.
MET = [0.60, 0.73, 0.70, 0.53, 0.63, 0.60]


def appointments(seed: int = 20260302) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    decile = deciles(rng, APPOINTMENTS)
    no_decile = even(rng, decile) < NO_DECILE
    made = list(SPECIALTIES.values())
    specialty = pick(even(rng, decile), slide([row[0] for row in made], [row[1] for row in made], decile))
    ethnic = ethnic_places(rng, decile)
    site = pick(even(rng, decile), np.tile([row[0] for row in SITES.values()], (APPOINTMENTS, 1)))
    lacking = np.array([row[1] for row in SITES.values()])[site] + 0.004 * (5.5 - decile) + 0.15 * no_decile
    unknown = even(rng, site * 100 + decile) < lacking
    middle = np.array([row[2] for row in made])[specialty] + 0.5 * (decile - 5.5)
    age = ages(rng, middle, 34)
    child = np.array([name == "Paediatrics" for name in SPECIALTIES])[specialty]
    age = np.where(child, np.minimum(age, 17), np.maximum(age, 16))
    women = even(rng, specialty) < np.array([row[3] for row in made])[specialty]
    disability = even(rng, (decile + 1) // 2) < 0.021 - 0.001 * decile
    follow_up = even(rng, specialty) < 0.67
    attended = _attended(rng, decile, no_decile, ethnic, unknown, age, disability)
    held = np.isin(attended, ["5", "6"])
    remote = _remote(rng, decile, specialty, ethnic, held)
    how = np.where(remote, np.where(rng.random(APPOINTMENTS) < 0.82, "telephone", "video"), "face to face")
    code = 1 + follow_up.astype(int) + 2 * remote.astype(int)
    columns = [
        np.array(list(SITES), dtype=object)[site],
        np.array(list(SPECIALTIES), dtype=object)[specialty],
        np.where(follow_up, "follow-up", "first").astype(object),
        how.astype(object),
        text(code, rng.random(APPOINTMENTS) < 0.004),
        attended,
        *_language(rng, decile, no_decile, ethnic, unknown, held),
        *_letters(rng, decile, age),
        yes_no(disability, even(rng, decile) < 0.078 - 0.005 * (decile - 1)),
        text(decile, no_decile),
        ethnic_codes(rng, ethnic, unknown),
        age,
        np.where(women, "2", "1").astype(object),
    ]
    return shuffled(rng, columns)


def _attended(
    rng: np.random.Generator,
    decile: np.ndarray,
    no_decile: np.ndarray,
    ethnic: np.ndarray,
    unknown: np.ndarray,
    age: np.ndarray,
    disability: np.ndarray,
) -> np.ndarray:
    """Data Dictionary codes: missed, too late to be seen, late but seen, cancelled by patient and by hospital."""
    missed = 0.0745 - 0.0046 * (decile - 1) + np.array(MISSED)[ethnic] + 0.012 * ((age >= 16) & (age < 35))
    missed = missed + 0.012 * unknown + 0.04 * no_decile + 0.016 * disability
    late, by_patient = np.full(APPOINTMENTS, 0.045), 0.066 + 0.003 * (decile - 1)
    by_hospital, not_written = np.full(APPOINTMENTS, 0.082), np.full(APPOINTMENTS, 0.004)
    shares = [0.93 * missed, 0.07 * missed, late, by_patient, by_hospital, not_written]
    place = pick(even(rng, disability * 100 + (decile + 1) // 2), np.column_stack([*shares, 1 - sum(shares)]))
    return np.array(["3", "7", "6", "2", "4", "", "5"], dtype=object)[place]


def _remote(
    rng: np.random.Generator, decile: np.ndarray, specialty: np.ndarray, ethnic: np.ndarray, held: np.ndarray
) -> np.ndarray:
    """Telephone or video: the published tenths and ethnic categories, on top of what each specialty does."""
    by_specialty = np.array([row[4] for row in SPECIALTIES.values()])[specialty]
    by_ethnic = (np.array(REMOTE)[ethnic] - 17.5) / 100
    return even(rng, held * 1000 + specialty * 100 + BROAD[ethnic]) < by_specialty + by_ethnic + 0.0008 * (decile - 4)


def _language(
    rng: np.random.Generator,
    decile: np.ndarray,
    no_decile: np.ndarray,
    ethnic: np.ndarray,
    unknown: np.ndarray,
    held: np.ndarray,
) -> list[np.ndarray]:
    """Main language in groups, whether an interpreter is needed, and who interpreted at the appointments held."""
    other = even(rng, ethnic) < np.array(OTHER_LANGUAGE)[ethnic] + 0.5 * no_decile
    spoken = pick(rng.random(APPOINTMENTS), SPOKEN[BROAD[ethnic]])
    signs = ~other & (rng.random(APPOINTMENTS) < 0.0009)
    language = np.where(signs, len(LANGUAGES), spoken)
    named = np.array([*LANGUAGES, "British Sign Language"], dtype=object)[language]
    named = np.where(other | signs, named, "English").astype(object)
    needs = (other & (even(rng, other * 10 + spoken) < 0.72)) | signs
    silent = even(rng, decile * 10 + needs) < 0.17 - 0.006 * (decile - 1) + 0.12 * unknown + 0.15 * no_decile
    cell = (needs & held) * 10 + language
    professional = even(rng, cell * 10 + (decile > 8)) < np.array(MET)[language] + 0.004 * (decile - 6)
    rest = rng.random(APPOINTMENTS)
    who = np.where(professional, "professional", np.where(rest < 0.55, "family or friend", "none"))
    who = np.where(needs & held & ~silent & (rest < 0.97), who, "").astype(object)
    return [np.where(silent, "", named).astype(object), yes_no(needs, silent), who]


def _letters(rng: np.random.Generator, decile: np.ndarray, age: np.ndarray) -> list[np.ndarray]:
    """How the letter was sent, and whether a digital one was opened in 72 hours; for one in 25 the portal kept none."""
    digital = even(rng, decile) < 0.66 + 0.012 * (decile - 1) - 0.003 * np.maximum(age - 60, 0)
    unopened = 0.375 - 0.0135 * (decile - 1) + 0.004 * np.maximum(age - 65, 0) + 0.03 * (age < 30)
    opened = even(rng, digital * 10 + (decile + 1) // 2) >= unopened
    sent = np.where(digital, "digital", "paper")
    return [text(sent, even(rng, decile) < 0.012), yes_no(opened, ~digital | (rng.random(APPOINTMENTS) < 0.04))]


HEADING = [
    "site", "specialty", "appointment_kind", "how", "first_attendance", "attended", "language_group",
    "interpreter_needed", "interpreter_provided", "letter_sent", "letter_opened_in_72_hours", "learning_disability",
    "imd_decile", "ethnic_code", "age", "sex",
]  # fmt: skip

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "outpatients.csv"
    write_csv(target, HEADING, appointments())
