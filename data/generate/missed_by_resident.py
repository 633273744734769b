"""Make data/samples/missed_by_resident.csv: missed appointments of an invented week for every 10,000 residents.

    python data/generate/missed_by_resident.py

A table of the contract, already counted: the missed appointments of data/samples/outpatients.csv, divided by the people
of data/samples/population_wessington_vale.csv. Appointments of people without a tenth stay, with nobody to divide by.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from _draws import COUNTED, SAMPLES, write_csv
from outpatients import HEADING as COLUMNS
from outpatients import appointments
from population_wessington_vale import EDITION, people

INDICATOR = "missed_appointments_per_resident"
PERIOD = "2 to 8 March 2026"


def rows() -> Iterator[list[object]]:
    attended, tenth = COLUMNS.index("attended"), COLUMNS.index("imd_decile")
    missed = Counter(record[tenth] for record in appointments() if record[attended] in ("3", "7"))
    residents = people().sum(axis=(1, 2))
    tenths = {str(at + 1): int(count) for at, count in enumerate(residents)}
    fifths = {str(at): int(residents[2 * at - 2] + residents[2 * at - 1]) for at in range(1, 6)}
    for dimension, held in (("imd_quintile", fifths), ("imd_decile", tenths)):
        width = 10 // len(held)
        events = {group: sum(missed[str(int(group) * width - back)] for back in range(width)) for group in held}
        yield _row(dimension, "All", sum(missed.values()), sum(held.values()), "")
        for group, count in held.items():
            yield _row(dimension, group, events[group], count, "")
        yield _row(dimension, "Not known", missed[""], "", "incomplete")


def _row(dimension: str, group: str, missed: int, residents: object, flag: str) -> list[object]:
    key = [INDICATOR, PERIOD, "Wessington Vale", dimension, EDITION, group, "All"]
    return [*key, missed, residents, "", "", "", "", flag, "sample_missed_by_resident"]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "missed_by_resident.csv"
    write_csv(target, COUNTED, rows())
