"""Count a large file of pathways as the notebooks do, and report seconds and peak memory.

    python benchmarks/count_pathways.py pathways.parquet [--imd LOOKUP]

The aim: ten million rows in seconds, and under 600 MB at the peak.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import hitoolkit as hi

AIM = 600


def main() -> int:
    parser = argparse.ArgumentParser(description="Count a large file, and report seconds and peak memory.")
    parser.add_argument("path")
    parser.add_argument("--imd", default="", help="a lookup of small areas, to count by lsoa11 as well")
    given = parser.parse_args()
    records = timed("open", lambda: hi.open_records(given.path))
    timed("rows", lambda: records.rows)
    waits = ["waits_over_18_weeks", "waits_over_52_weeks"]
    table = timed("one dimension, one indicator", lambda: hi.count_by(records, "imd_quintile", waits[0]))
    timed("two dimensions, two indicators", lambda: hi.count_by(records, ["imd_quintile", "ethnic_group"], waits))
    timed("within specialties", lambda: hi.count_by(records, "imd_quintile", waits, stratum="specialty"))
    timed("by age band", lambda: hi.count_by(records, "age_band", waits[0]))
    timed("missed appointments", lambda: hi.count_by(records, "imd_quintile", "missed_appointments"))
    timed("report", lambda: hi.check_records(records, "imd_quintile", waits[0]))
    if given.imd:
        by_area = timed("match areas", lambda: hi.open_records(given.path, imd_lookup=given.imd))
        timed("by area", lambda: hi.count_by(by_area, "imd_quintile", waits[0]))
    timed("gaps", lambda: hi.measure(hi.protect(hi.add_rates(table)), ["gap", "ratio", "sii", "rii"]))
    peak = peak_megabytes()
    print(f"peak memory {peak:,.0f} MB (aim: under {AIM})")
    return 0 if peak < AIM else 1


def timed(what: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = work()
    print(f"{what:32} {time.perf_counter() - start:6.2f} s   {peak_megabytes():6.0f} MB so far", flush=True)
    return result


def peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main())
