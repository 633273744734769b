"""Make data/samples/emergency_admissions.csv: emergency admissions for every 1,000 residents in an invented place.

    python data/generate/emergency_admissions.py

A table of the contract: five years by fifth of deprivation, for everybody and by age. Level, gap and change are
invented. Built in on purpose:

- The average goes down from the first year to the last. The most deprived fifth goes up, so the gap widens.
- People in deprived areas are younger, so the gap is wider once the ages are made alike (`hi.standardise`).
- People without a fifth are counted, with nobody to divide by.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from _draws import COUNTED, SAMPLES, write_csv
from population_wessington_vale import EDITION, people

INDICATOR = "emergency_admissions_per_resident"
YEARS = ["2021/22", "2022/23", "2023/24", "2024/25", "2025/26"]
# Admissions for every 1,000 people of an age, in the middle fifth and the first year.
RATES = {"0-19": 62, "20-39": 66, "40-59": 92, "60-79": 176, "80+": 430}
PLACES = {"0-19": (0, 1, 2), "20-39": (3, 4), "40-59": (5, 6), "60-79": (7, 8), "80+": (9,)}
# How many times as often each fifth is admitted, in the first and in the last year.
FIRST = [1.330, 1.150, 1.000, 0.890, 0.800]
LAST = [1.365, 1.130, 0.945, 0.815, 0.712]
GROWTH = [1.000, 1.012, 1.010, 1.004, 0.998]  # in the people of each year, against the middle one
WITHOUT = [311, 298, 322, 287, 305]


def rows() -> Iterator[list[object]]:
    residents = people().sum(axis=2)
    for at, year in enumerate(YEARS):
        step = at / (len(YEARS) - 1)
        whole_events = whole_people = 0
        by_age: dict[str, list[int]] = {age: [0, 0] for age in RATES}
        lines = []
        for fifth in range(5):
            times = FIRST[fifth] * (1 - step) + LAST[fifth] * step
            held = residents[2 * fifth : 2 * fifth + 2].sum(axis=0)
            events = count = 0
            for age, rate in RATES.items():
                some = round(int(held[list(PLACES[age])].sum()) * GROWTH[at])
                admitted = round(some * rate * times / 1000)
                lines.append(_row(year, str(fifth + 1), f"age_band={age}", admitted, some, ""))
                by_age[age][0] += admitted
                by_age[age][1] += some
                events, count = events + admitted, count + some
            lines.append(_row(year, str(fifth + 1), "All", events, count, ""))
            whole_events, whole_people = whole_events + events, whole_people + count
        yield _row(year, "All", "All", whole_events + WITHOUT[at], whole_people, "")
        for age, (events, count) in by_age.items():
            yield _row(year, "All", f"age_band={age}", events, count, "")
        yield from lines
        yield _row(year, "Not known", "All", WITHOUT[at], "", "incomplete")


def _row(year: str, group: str, stratum: str, events: int, count: object, flag: str) -> list[object]:
    key = [INDICATOR, year, "Wessington Vale", "imd_quintile", EDITION, group, stratum]
    return [*key, events, count, "", "", "", "", flag, "sample_emergency_admissions"]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "emergency_admissions.csv"
    write_csv(target, COUNTED, rows())
