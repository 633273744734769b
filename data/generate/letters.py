"""Make data/samples/letters.csv: an invented audit of letters to patients in an invented place.

    python data/generate/letters.py

One row is one letter of an audit. Each letter was checked against the trust's aim for reading age, and each patient was
asked whether they understood what they were told. Nothing here follows a published figure. Built in on purpose:

- Letters are as hard for everybody: by deprivation there is nothing to tell. By specialty they differ much.
- Of those who answered, fewer from deprived areas understood. Fewer of them answered, so look at who is missing.
- Easy read was offered to few, and only some have a flag for a learning disability: those counts may not be shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import SAMPLES, even, pick, write_csv
from _people import ages, deciles, ethnic_codes, ethnic_places, shuffled, text, yes_no

LETTERS = 3_200
NO_DECILE = 0.04
# Share of letters, the age at which one in the middle can be read, and its spread in years.
SPECIALTIES = {
    "Trauma and orthopaedics": (0.22, 13.4, 5.0), "Ophthalmology": (0.18, 12.6, 4.5), "Dermatology": (0.14, 14.0, 5.0),
    "Cardiology": (0.17, 14.9, 5.0), "Diabetes": (0.13, 12.1, 4.5), "Gynaecology": (0.16, 13.7, 5.0),
}  # fmt: skip
AIM = 13


def letters(seed: int = 20260115) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    decile = deciles(rng, LETTERS)
    no_decile = even(rng, decile) < NO_DECILE
    made = list(SPECIALTIES.values())
    specialty = pick(even(rng, decile), np.tile([row[0] for row in made], (LETTERS, 1)))
    ethnic = ethnic_places(rng, decile)
    unknown = even(rng, decile) < 0.15 - 0.004 * (decile - 1) + 0.1 * no_decile
    age = ages(rng, 56 + 0.5 * (decile - 5.5), 38, lowest=16)
    disability = even(rng, decile) < 0.017
    spread = even(rng, specialty * 10 + (decile + 1) // 2) - 0.5
    middle, reach = (np.array([row[at] for row in made])[specialty] for at in (1, 2))
    reading = (middle + reach * 1.6 * spread + 0.5).astype(int)
    easy = even(rng, disability.astype(int)) < np.where(disability, 0.22, 0.006)
    answered = even(rng, (decile + 1) // 2) < 0.31 + 0.021 * (decile - 1) - 0.08 * unknown - 0.05 * (age < 35)
    understood = even(rng, answered * 10 + (decile + 1) // 2) < 0.735 + 0.0155 * (decile - 1) - 0.03 * (reading > AIM)
    partly = rng.random(LETTERS) < 0.7
    said = np.where(understood, "yes", np.where(partly, "partly", "no"))
    lost = rng.random(LETTERS) < 0.012
    columns = [
        np.array(list(SPECIALTIES), dtype=object)[specialty],
        text(reading, lost),
        yes_no(reading <= AIM, lost),
        np.where(easy, "yes", "no").astype(object),
        text(said, ~answered),
        yes_no(disability, even(rng, decile) < 0.06),
        text(decile, no_decile),
        ethnic_codes(rng, ethnic, unknown),
        age,
        np.where(rng.random(LETTERS) < 0.55, "2", "1").astype(object),
    ]
    return shuffled(rng, columns)


HEADING = [
    "specialty", "reading_age", "meets_reading_aim", "easy_read_offered", "understood", "learning_disability",
    "imd_decile", "ethnic_code", "age", "sex",
]  # fmt: skip

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "letters.csv"
    write_csv(target, HEADING, letters())
