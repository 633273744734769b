"""How often a 95% range holds the truth, over 10,000 made-up tables: CONTRIBUTING quotes what this prints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from measure_tables import CATALOGUE

import hitoolkit as hi

TABLES = 10_000
#: Ordinary sizes: a middling trust's list, and a rate of admissions in five fifths of a district.
PEOPLE = np.array([1500, 1300, 1200, 1000, 900])
CASES = {
    "proportion": ("proportion_lower_100", 100, PEOPLE, np.array([0.12, 0.10, 0.09, 0.08, 0.06])),
    "rate": ("rate_lower_1000", 1000, 10 * PEOPLE, np.array([0.012, 0.010, 0.009, 0.008, 0.006])),
}
MEASURED = ["gap", "ratio", "sii", "rii", "paf"]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


@pytest.mark.slow
@pytest.mark.parametrize("kind", CASES)
def test_ranges_hold_the_truth_as_often_as_they_say(kind: str) -> None:
    indicator, per, people, chance = CASES[kind]
    generator = np.random.default_rng(20)
    drawn = generator.binomial if kind == "proportion" else lambda n, p, size: generator.poisson(n * p, size)
    events = drawn(people, chance, size=(TABLES, 5))
    fifths = pd.DataFrame({"group": list("12345")}).assign(indicator=indicator, dimension="imd_quintile", period="2025")
    truth = hi.measure(fifths.assign(area="A", value=per * chance, denominator=people), MEASURED, draws=0)
    tables = pd.concat([fifths] * TABLES, ignore_index=True)
    tables["area"] = np.repeat(np.arange(TABLES).astype(str), 5)
    tables["numerator"], tables["denominator"] = events.ravel(), np.tile(people, TABLES)
    found = hi.measure(tables, MEASURED, draws=2_000)
    true = found["measure"].map(truth.set_index("measure")["value"])
    held = ((found["lower"] <= true) & (true <= found["upper"])).groupby(found["measure"]).mean()
    print(f"\n{kind}: " + ", ".join(f"{name} {100 * held[name]:.1f}%" for name in MEASURED))
    models = ["log"] if kind == "rate" else ["logit", "binomial"]
    for model in models:  # the ends of a bent line, so each model has its own truth
        known = fifths.assign(area="A", value=per * chance, denominator=people)
        wanted = hi.measure(known, ["sii", "rii"], model=model)
        found = hi.measure(tables, ["sii", "rii"], model=model)
        true = found["measure"].map(wanted.set_index("measure")["value"])
        inside = ((found["lower"] <= true) & (true <= found["upper"])).groupby(found["measure"]).mean()
        print(f"{model}: " + ", ".join(f"{name} {100 * inside[name]:.1f}%" for name in inside.index))
        # Byar's limits, which the log model takes its errors from, are a little long.
        assert inside.between(0.94, 0.965).all(), (model, inside.to_dict())
    for name in MEASURED:
        assert 0.94 <= held[name] <= 0.96, (name, held[name])
