"""A large file from records to page, as the notebooks do it: seconds and peak memory of each step.

    python start.py bench large_file                         makes ten million pathways first
    python benchmarks/large_file.py FILE [--imd LOOKUP]      a file of your own making

The aim: ten million rows in seconds, and under 600 MB at the peak, in this process and in the notebook's own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hitoolkit as hi

AIM = 600
WAITS = ["waits_over_18_weeks", "waits_over_52_weeks"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Count a large file, and report seconds and peak memory.")
    parser.add_argument("path", nargs="?", type=Path, help="a file of pathways; without it one is made")
    parser.add_argument("--imd", default="", help="a lookup of small areas, to count by lsoa11 as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.path or Path(folder) / "pathways.parquet"
        if given.path is None:
            # In a process of its own, so that making the file does not count as reading it.
            subprocess.run([sys.executable, str(Path(__file__).with_name("_pathways.py")), str(path)], check=True)
        steps(path, given.imd)
        timed("the whole notebook, and its page", lambda: page(path, Path(folder) / "out"))
    here, below = peak_megabytes(resource.RUSAGE_SELF), peak_megabytes(resource.RUSAGE_CHILDREN)
    print(f"peak memory {here:,.0f} MB here, {below:,.0f} MB in the largest other process (aim: under {AIM})")
    return 0 if max(here, below) < AIM else 1


def steps(path: Path, imd: str) -> None:
    """Each step a notebook takes, timed."""
    records = timed("open", lambda: hi.open_records(path))
    table = timed("one dimension, one indicator", lambda: hi.count_by(records, "imd_quintile", WAITS[0]))
    timed("two dimensions, two indicators", lambda: hi.count_by(records, ["imd_quintile", "ethnic_group"], WAITS))
    timed("within specialties", lambda: hi.count_by(records, "imd_quintile", WAITS, stratum="specialty"))
    timed("by age band", lambda: hi.count_by(records, "age_band", WAITS[0]))
    timed("report", lambda: hi.check_records(records, "imd_quintile", WAITS[0]))
    timed("report on everything", lambda: hi.check_records(records))
    if imd:
        by_area = timed("match areas", lambda: hi.open_records(path, imd_lookup=imd))
        timed("by area", lambda: hi.count_by(by_area, "imd_quintile", WAITS[0]))
    safe = timed("protect", lambda: hi.protect(hi.add_rates(table)))
    gaps = timed("gap, ratio, slope", lambda: hi.measure(safe, ["gap", "ratio", "sii", "rii"]))
    timed("findings and chart", lambda: (hi.findings(safe, gaps), hi.gradient_chart(safe, measures=gaps).payload()))


def page(path: Path, to: Path) -> None:
    command = [sys.executable, "-m", "hitoolkit", "run", "01", "--data", str(path), "--to", str(to)]
    subprocess.run([*command, "-p", f"indicator={WAITS[0]}"], check=True, capture_output=True)


def timed(what: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = work()
    spent, memory = time.perf_counter() - start, peak_megabytes(resource.RUSAGE_SELF)
    print(f"{what:34} {spent:6.2f} s   {memory:6.0f} MB so far", flush=True)
    return result


def peak_megabytes(whose: int) -> float:
    peak = resource.getrusage(whose).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main())
