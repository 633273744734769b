"""One piece of work of PHStatsMethods, done once for each line that comes in; run by inequality.py in its environment.

The peer is under the GPL: it is called here to be timed, and nothing of it is used by the package.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings

import pandas as pd
from PHStatsMethods import ph_dsr, ph_proportion, ph_rate

#: The European Standard Population of 2013, by five years of age up to 90 and over.
STANDARD = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000,
            7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]


def main() -> None:
    name, path = sys.argv[1:]
    frame = pd.read_csv(path)[["area", "stratum", "numerator", "denominator"]]
    # The peer joins ages by their order; the table has them sorted as texts.
    ages = frame["stratum"].str.extract(r"=(\d+)", expand=False)
    frame["standard"] = [STANDARD[int(age) // 5] if age == age else 1 for age in ages]
    work = {
        "standardised": lambda: ph_dsr(frame, "numerator", "denominator", "standard", ["area"], False,
                                       euro_standard_pops=False),
        "proportions": lambda: ph_proportion(frame, "numerator", "denominator", multiplier=100),
        "rates": lambda: ph_rate(frame, "numerator", "denominator"),
    }[name]
    warnings.simplefilter("ignore")
    for _ in sys.stdin:
        with contextlib.redirect_stdout(io.StringIO()):
            found = work()
        value = next(column for column in ("Value", "value") if column in found)
        print(json.dumps({"values": found[value].dropna().tolist()}), flush=True)


if __name__ == "__main__":
    main()
