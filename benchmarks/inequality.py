"""The statistics against their peers: seconds on the same tables, ratios in one run, and how cost and memory grow.

    python start.py bench inequality             PHStatsMethods is installed in an environment of its own, then removed
    python benchmarks/inequality.py --no-peer    without it

The R packages cannot be installed from here. What they took was written down once, on two shared cores (RECORDED), so
a ratio to them says only how many times, roughly.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import hitoolkit as hi
from hitoolkit.measures import MEASURES

PEER = "PHStatsMethods==0.1.16"
#: Seconds of R: phe_sii and calculate_dsr of PHEindicatormethods 2.1.1, R 4.2.2.
RECORDED = {"slope, exact": 74.7, "slope, drawn": 92.9, "standardised": 7.9}
REPEATS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description="Time the statistics against their peers.")
    parser.add_argument("--no-peer", action="store_true", help="do not install PHStatsMethods to compare with")
    parser.add_argument("--peak", nargs=2, type=int, metavar=("PLACES", "DRAWS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        places, draws = given.peak
        hi.measure(proportions(places, 5), ["gap", "ratio", "sii", "rii", "mdm", "bgsd"], draws=draws)
        print(peak_megabytes())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        against_r()
        if not given.no_peer:
            against_python(Path(folder))
    growth()
    return 0


def against_r() -> None:
    print("Against PHEindicatormethods (its seconds written down once, on two shared cores)")
    life = proportions(150, 10).drop(columns="numerator")
    life = life.assign(indicator="life_expectancy", value=70 + life["denominator"] / 1000, se=0.5)
    said("slope, exact", "150 areas x 10 deciles, exact limits", lambda: hi.measure(life, "sii"))
    waits = proportions(150, 10)
    said("slope, drawn", "the same, slope and relative, 100,000 draws", lambda: hi.measure(waits, ["sii", "rii"]))
    ages = deaths(10_000)
    said("standardised", "10,000 groups x 19 ages, standardised", lambda: hi.standardise(ages))


def said(name: str, what: str, work: Callable[[], Any]) -> None:
    seconds = spread_of([work])[0]
    times = RECORDED[name] / np.median(seconds)
    print(f"  {what:52} {words(seconds)}   R {RECORDED[name]:5.1f} s, {times:7,.0f} times")


def against_python(folder: Path) -> None:
    print(f"Against {PEER}, turn by turn in this run")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder / "peer")], check=True, capture_output=True)
        python = next(path for path in (folder / "peer").glob("*/python*") if path.stem == "python")
        subprocess.run([str(python), "-m", "pip", "install", "-q", PEER], check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError, StopIteration):
        print("  It could not be installed here, so nothing is compared.")
        return
    ages, rows = deaths(10_000), proportions(10_000, 1)
    cases = {
        "standardised": ("10,000 groups x 19 ages, standardised", ages, lambda: hi.standardise(ages)),
        "proportions": ("10,000 proportions", rows, lambda: hi.add_rates(rows)),
        "rates": ("10,000 rates", rows, lambda: hi.add_rates(rows.assign(indicator="deaths"))),
    }
    for name, (what, frame, ours) in cases.items():
        path = folder / f"{name}.csv"
        frame.to_csv(path, index=False)
        script = Path(__file__).with_name("_peer.py")
        with subprocess.Popen([str(python), str(script), name, str(path)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as peer:
            assert peer.stdin is not None and peer.stdout is not None
            last: dict[str, Any] = {}

            def theirs(peer: Any = peer, last: dict[str, Any] = last) -> None:
                peer.stdin.write("go\n")
                peer.stdin.flush()
                last.update(json.loads(peer.stdout.readline()))

            mine, other = spread_of([ours, theirs])
            peer.stdin.close()
        agree = np.allclose(np.sort(ours()["value"].dropna()), np.sort(last["values"]), rtol=1e-6)
        ratios = [b / a for a, b in zip(mine, other, strict=True)]
        print(f"  {what:52} {words(mine)}   peer {words(other)}, {np.median(ratios):5.0f} times "
              f"({min(ratios):.0f} to {max(ratios):.0f}){'' if agree else '  BUT THE FIGURES DIFFER'}")


def growth() -> None:
    print(f"All {len(MEASURES)} measures, ranges by formula and delta (draws=0)")
    for places in (10, 100, 1_000, 10_000):
        table = proportions(places, 5)
        seconds = spread_of([lambda table=table: hi.measure(table, list(MEASURES), draws=0)])[0]
        print(f"  {places:6,} places x 5 groups {words(seconds)}")
    print("Peak memory of a process that draws (with its libraries)")
    for places, draws in ((100, 10_000), (100, 100_000), (100, 1_000_000), (10_000, 1_000)):
        run = subprocess.run([sys.executable, __file__, "--peak", str(places), str(draws)], check=True,
                             capture_output=True, text=True)
        print(f"  {places:6,} places, {draws:9,} draws {float(run.stdout):6.0f} MB")


def spread_of(works: list[Callable[[], Any]]) -> list[list[float]]:
    """Seconds of each, turn by turn, after a first go that does not count."""
    found: list[list[float]] = [[] for _ in works]
    for turn in range(REPEATS + 1):
        for seconds, work in zip(found, works, strict=True):
            start = time.perf_counter()
            work()
            if turn:
                seconds.append(time.perf_counter() - start)
    return found


def peak_megabytes() -> float:
    """Of this process alone: the usual counter would still hold what the process that started it had."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def words(seconds: list[float]) -> str:
    return f"{np.median(seconds):7.3f} s ({min(seconds):.3f} to {max(seconds):.3f})"


def proportions(places: int, groups: int) -> pd.DataFrame:
    """Made-up waiting lists."""
    generator = np.random.default_rng(0)
    size = places * groups
    people = generator.integers(1000, 3000, size)
    return hi.check_table(pd.DataFrame({
        "area": np.repeat([f"place {number}" for number in range(places)], groups),
        "group": np.tile([str(number + 1) for number in range(groups)], places),
        "numerator": generator.binomial(people, 0.1), "denominator": people,
    }), indicator="waits_over_52_weeks", period="2025", dimension="imd_decile" if groups == 10 else "imd_quintile")


def deaths(places: int) -> pd.DataFrame:
    """Made-up deaths by age band."""
    generator = np.random.default_rng(0)
    bands = [f"{age}-{age + 4}" for age in range(0, 90, 5)] + ["90+"]
    people = generator.integers(500, 3000, places * len(bands))
    return hi.check_table(pd.DataFrame({
        "area": np.repeat([f"place {number}" for number in range(places)], len(bands)),
        "stratum": np.tile([f"age_band={band}" for band in bands], places),
        "numerator": generator.binomial(people, 0.02), "denominator": people,
    }), indicator="deaths", period="2025", dimension="sex", group="Female")


if __name__ == "__main__":
    sys.exit(main())
