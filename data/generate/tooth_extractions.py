"""Make data/samples/tooth_extractions.csv: children who had decayed teeth taken out in hospital in an invented place.

    python data/generate/tooth_extractions.py

A table of the contract: three years taken together, for every 100,000 children in a year. The two ends follow the
published figures for England (ages 0 to 19, 2023-24: 394 in the most and 117 in the least deprived fifth); what lies
between, ethnic group, sex and the ages under 10 are invented. The people are those of
data/samples/population_wessington_vale.csv, each counted for three years. One ethnic group has so few that its count
may not be shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from _draws import COUNTED, SAMPLES, write_csv
from population_wessington_vale import BENEATH, EDITION, GROUPS, by_ethnic_group, people

PERIOD = "2023/24 to 2025/26"
YEARS = 3
# For every 100,000 children in a year, by fifth from the most deprived.
RATES = {"tooth_extractions": [394, 306, 214, 158, 117], "tooth_extractions_under_10": [512, 391, 270, 187, 131]}
# Share of all that is of each ethnic group but the first, which has the rest; and without a group, or without a fifth.
ETHNIC = {"tooth_extractions": [0.045, 0.190, 0.050, 0.006], "tooth_extractions_under_10": [0.05, 0.205, 0.05, 0.008]}
WITHOUT = {"tooth_extractions": 31, "tooth_extractions_under_10": 17}
NO_GROUP = 0.17
GIRLS = 0.495


def rows() -> Iterator[list[object]]:
    everybody = people()
    for indicator, rates in RATES.items():
        some = everybody[:, list(BENEATH[indicator])]
        tenths = some.sum(axis=(1, 2))
        count = [YEARS * int(tenths[2 * at] + tenths[2 * at + 1]) for at in range(5)]
        events = [round(people * rate / 100_000) for people, rate in zip(count, rates, strict=True)]
        total, without = sum(events) + WITHOUT[indicator], WITHOUT[indicator]
        yield _row(indicator, "imd_quintile", "All", total, sum(count), "")
        for at in range(5):
            yield _row(indicator, "imd_quintile", str(at + 1), events[at], count[at], "")
        yield _row(indicator, "imd_quintile", "Not known", without, "", "incomplete")
        yield _row(indicator, "sex", "All", total, sum(count), "")
        girls = round(total * GIRLS)
        yield _row(indicator, "sex", "Female", girls, YEARS * int(some[:, :, 0].sum()), "")
        yield _row(indicator, "sex", "Male", total - girls, YEARS * int(some[:, :, 1].sum()), "")
        unknown = round(total * NO_GROUP)
        rest = [round(total * share) for share in ETHNIC[indicator]]
        held = [total - unknown - sum(rest), *rest]
        yield _row(indicator, "ethnic_group", "All", total, sum(count), "")
        for group, number, residents in zip(GROUPS, held, by_ethnic_group(tenths), strict=True):
            yield _row(indicator, "ethnic_group", group, number, YEARS * residents, "")
        yield _row(indicator, "ethnic_group", "Not known", unknown, "", "incomplete")


def _row(indicator: str, dimension: str, group: str, events: int, residents: object, flag: str) -> list[object]:
    edition = {"imd_quintile": EDITION, "ethnic_group": "2001 codes"}.get(dimension, "as recorded")
    key = [indicator, PERIOD, "Wessington Vale", dimension, edition, group, "All"]
    return [*key, events, residents, "", "", "", "", flag, "sample_tooth_extractions"]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "tooth_extractions.csv"
    write_csv(target, COUNTED, rows())
