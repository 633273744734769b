"""Make data/samples/awkward_waits.csv: the invented waiting list as a system might hand it over, untidied on purpose.

    python data/generate/awkward_waits.py

One row is one person waiting, taken from data/samples/elective_waits.csv. What real extracts do to a reader is here:

- Headings that do not say what they hold ("Wait", "Dep. band", "Ethnic desc", "M/F", "OP outcome"), to be named.
- Deciles as "1 - most deprived", ethnic groups in words, codes in lower case and with spaces around them.
- Dates as dd/mm/yyyy, NULL where nothing is known, ages that nobody has, waits below zero.
- Blank rows, some people twice, and a row of totals at the end, whose total stands where a wait should.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from _draws import SAMPLES, write_csv
from elective_waits import people

ROWS = 2_400
TAKEN = dt.date(2026, 9, 30)
ENDS = {"1": "1 - most deprived", "10": "10 - least deprived", "": "NULL"}
WORDS = {
    "A": "White - British", "B": "White - Irish", "C": "White - any other White background",
    "D": "Mixed - White and Black Caribbean", "E": "Mixed - White and Black African", "F": "Mixed - White and Asian",
    "G": "Mixed - any other mixed background", "H": "Asian - Indian", "J": "Asian - Pakistani",
    "K": "Asian - Bangladeshi", "L": "Asian - any other Asian background", "M": "Black - Caribbean",
    "N": "Black - African", "P": "Black - any other Black background", "R": "Chinese", "S": "Any other ethnic group",
    "Z": "Not stated", "99": "Not known", "": "NULL", "I": "Not known",
}  # fmt: skip
SEX = {"1": ["M", "m", " M", "Male"], "2": ["F", "f", "F ", "Female"], "9": ["NULL"]}
OUTCOME = {
    "3": ["dna", " DNA", "3"], "7": ["7", " 7"], "5": ["5", "5 ", "attended"], "6": ["6", "Late but seen"],
    "2": ["2", "cancelled by patient"], "4": ["4", "cancelled by hospital"], "": ["NULL", ""],
}  # fmt: skip
ODD_AGES = {301: "212", 977: "150", 1502: "999"}
ODD_WAITS = {411: "-14", 1200: "-3"}
TWICE = (88, 640, 1811)
HEADING = ["Speciality", "Referral Date", "Wait", "Dep. band", "Ethnic desc", "Age (at ref)", "M/F", "OP outcome"]
BLANK = [""] * len(HEADING)


def rows(seed: int = 20260930) -> Iterator[list[object]]:
    rng = np.random.default_rng(seed)
    listed = people()[:ROWS]
    ways = (rng.random((ROWS, 2)) * 100).astype(int)
    for at, (specialty, days, decile, code, age, sex, attended) in enumerate(listed):
        wait = ODD_WAITS.get(at, str(days) if days != "" else "NULL")
        began = (TAKEN - dt.timedelta(days=int(str(days)))).strftime("%d/%m/%Y") if days != "" else "NULL"
        of_sex, of_outcome = SEX[str(sex)], OUTCOME[str(attended)]
        row: list[object] = [
            specialty, began, wait, ENDS.get(str(decile), decile), WORDS[str(code)], ODD_AGES.get(at, age),
            of_sex[ways[at, 0] % len(of_sex)], of_outcome[ways[at, 1] % len(of_outcome)],
        ]  # fmt: skip
        yield row
        if at in TWICE:
            yield row
        if at % 800 == 799:
            yield BLANK
    yield BLANK
    yield ["Total", "", ROWS + len(TWICE), "", "", "", "", ""]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "awkward_waits.csv"
    write_csv(target, HEADING, rows())
