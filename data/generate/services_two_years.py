"""Make data/samples/services_two_years.csv: invented missed appointments at 22 clinics in two years, already counted.

    python data/generate/services_two_years.py

At 21 clinics the true share is the same, eight in every hundred, and only luck sets them apart; small ones are moved by
it most. At Rowan Clinic, a large one, it is truly higher: eleven. The first year's longest bar is not Rowan's.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import COUNTED, SAMPLES, write_csv

CLINICS = {
    "Alder": 1450, "Ash": 170, "Aspen": 520, "Beech": 2900, "Birch": 640, "Cedar": 230, "Cherry": 900, "Elder": 310,
    "Elm": 1100, "Fir": 190, "Hawthorn": 2400, "Hazel": 760, "Holly": 450, "Juniper": 260, "Larch": 1750, "Lime": 390,
    "Maple": 3200, "Oak": 2050, "Pine": 590, "Rowan": 2200, "Willow": 1250, "Yew": 210,
}  # fmt: skip
TRUE, ROWAN = 0.08, 0.11


def rows(seed: int = 26) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    made: list[tuple[object, ...]] = []
    for year in ("2024/25", "2025/26"):
        for name, booked in CLINICS.items():
            missed = int((rng.random(booked) < (ROWAN if name == "Rowan" else TRUE)).sum())
            key = ["missed_appointments", year, "Wessington Vale", "provider", "not stated", f"{name} Clinic", "All"]
            made.append((*key, missed, booked, *[""] * 5, "sample_services_two_years"))
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "services_two_years.csv"
    write_csv(target, COUNTED, rows())
