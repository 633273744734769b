"""Adjusted figures on their way to a page: they stay adjusted, and give no count away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import hitoolkit as hi

#: The most deprived have more people in the slow specialty; within each, nobody waits longer than another.
MIX = [("1", "100", 300, 900), ("1", "200", 10, 103), ("5", "100", 31, 101), ("5", "200", 90, 905)]


@pytest.fixture(autouse=True)
def plain(no_own_catalogue: None) -> None:
    """The package's own catalogue alone."""


def waits(rows: list[tuple[str, str, int, int]] = MIX) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["group", "stratum", "numerator", "denominator"])
    frame["stratum"] = "specialty=" + frame["stratum"]
    return hi.check_table(frame, indicator="waits_over_18_weeks", dimension="imd_quintile", period="2025", area="A")


def test_a_gap_of_the_mix_goes_when_it_is_adjusted_for() -> None:
    both = hi.adjust(waits(), by="specialty")
    assert "within the same specialty" in both.attrs["note"]
    gaps = hi.measure(both, "gap").set_index("stratum")
    crude, adjusted = gaps.loc["All"], gaps.loc["adjusted for specialty"]
    assert crude["value"] > 15 and crude["method"] == "Newcombe"
    assert abs(adjusted["value"]) < 3 and adjusted["lower"] < 0 < adjusted["upper"]
    assert adjusted["method"] == "Wald", "counts are those of the crude figure, and are not used"


def test_figures_stay_adjusted_through_rating_protecting_and_joining() -> None:
    both = hi.adjust(waits(), by="specialty")
    rows = both["stratum"] != "All"
    for again in (hi.add_rates(both), hi.add_rates(pd.concat([both.iloc[:2], both.iloc[2:]]))):
        pd.testing.assert_series_equal(again["value"], both["value"])
    safe = hi.protect(both)
    assert np.allclose(safe.loc[rows, "value"], both.loc[rows, "value"], atol=0.3)
    assert np.allclose(safe.loc[rows, "se"], both.loc[rows, "se"], rtol=0.05)
    said = hi.findings(safe, hi.measure(safe))
    assert [one.certainty for one in said] == ["clear", "cannot_tell"]
    assert any("within the same specialty" in part["text"] for part in said[1].method)
    assert "If every group had" not in said[1].sure


@pytest.mark.parametrize("rows", [
    [("1", "100", 303, 904), ("5", "100", 121, 806)],  # one specialty: the adjusted figure is the crude one
    MIX,
])
def test_an_adjusted_figure_is_as_coarse_as_the_counts_beside_it(rows: list[tuple[str, str, int, int]]) -> None:
    safe = hi.protect(hi.adjust(waits(rows), by="specialty"))
    counts = safe["value"] * safe["denominator"] / 100
    assert np.allclose(counts / 5, np.round(counts / 5)), "no figure points to a count between two steps"
    assert ((safe["lower"] <= safe["value"]) & (safe["value"] <= safe["upper"])).all()


def test_unknown_people_are_not_shared_out_among_adjusted_figures() -> None:
    unknown = hi.check_table(pd.DataFrame([("Not known", 20, 100)], columns=["group", "numerator", "denominator"]),
                             indicator="waits_over_18_weeks", dimension="imd_quintile", period="2025", area="A",
                             stratum="adjusted for specialty")
    middle = [(group, specialty, 60, 500) for group in "234" for specialty in ("100", "200")]
    both = hi.adjust(waits([*MIX, *middle]), by="specialty")
    found = hi.unknown_range(pd.concat([both, unknown]), "gap", "ends").set_index("stratum")
    assert "nobody can be shared out" in found.loc["adjusted for specialty", "reason"]
    assert found.loc["All", "value"] > 15
