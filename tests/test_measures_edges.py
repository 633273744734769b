"""Calls at the edge: a place with one group, wrong arguments, no table at all. Each is answered in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from measure_tables import CATALOGUE, table

import hitoolkit as hi
from hitoolkit.errors import HitoolkitError, ParameterError

STEPS = [hi.add_rates, hi.adjust, hi.change, hi.expected_counts, hi.funnel, hi.life_expectancy, hi.measure,
         hi.rare_events, hi.standardise, hi.trend]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


@pytest.mark.parametrize(("dimension", "reference"), [("site", None), ("ward", "South")])
def test_a_place_that_has_the_reference_alone_costs_its_own_row(dimension: str, reference: str | None) -> None:
    # The whole call stopped with an IndexError, or the place was passed over without a word.
    alone = table("proportion_lower_100", dimension, {"South": (5, 100)})
    both = table("proportion_lower_100", dimension, {"North": (9, 100), "South": (5, 100)}, area="B")
    for step in (hi.measure, hi.rare_events):
        found = step(pd.concat([alone, both]), reference=reference)
        assert found["area"].tolist() == ["A", "A", "B", "B"]
        here, there = found[found["area"] == "A"], found[found["area"] == "B"]
        assert set(here["reason"]) == {"There is no other group to compare with."} and here["value"].isna().all()
        assert set(there["group"]) == {"North"} and there["value"].notna().all()


def test_groups_that_are_whole_numbers_may_be_named_as_numbers() -> None:
    frame = table("proportion_lower_100", "imd_quintile", dict(zip(range(1, 6), [(9, 100)] * 5, strict=True)))
    frame = pd.concat([frame, frame.iloc[:1].assign(group="Not known")])
    named = {"reference": "4"}, {"reference": 4}
    for step in (hi.measure, hi.rare_events):
        one, other = (step(frame, **each) for each in named)
        pd.testing.assert_frame_equal(one, other)
    one, other = (hi.unknown_range(frame, "gap", group, **each) for group, each in zip(("1", 1), named, strict=True))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("wrong", [{"measures": []}, {"seed": -1}, {"seed": "x"}, {"seed": 1.5}])
def test_arguments_that_cannot_be_used_are_refused_in_words(wrong: dict) -> None:
    frame = table("proportion_lower_100", "imd_quintile", dict(zip("12345", [(9, 100)] * 5, strict=True)))
    with pytest.raises(ParameterError, match=r"\.$"):
        hi.measure(frame, **{"measures": "sii", **wrong})


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("given", [None, [1], pd.DataFrame(), "table"])
def test_no_table_is_said_in_words(step: object, given: object) -> None:
    with pytest.raises(HitoolkitError, match=r"\.$"):
        step(given)


def test_a_change_in_a_table_without_rows_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match="no rows"):
        hi.change(table("proportion_lower_100", "band", {"low": (1, 9)}).iloc[:0])


@pytest.mark.filterwarnings("error")
def test_events_among_nobody_are_no_figure_to_drift() -> None:
    rows = [(period, f"p{place}", 3 + place, 0 if place == 0 else 100) for period in ("2023", "2024")
            for place in range(8)]
    frame = pd.DataFrame(rows, columns=["period", "area", "numerator", "denominator"]).assign(
        indicator="rate_lower_1000", dimension="ward", group="All")
    found = hi.drift(frame, worst=2).set_index("who")
    assert found.loc["all", "places"] == 7 and found.loc["all", "first"] == pytest.approx(70)
