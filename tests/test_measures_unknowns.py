"""How far a measure could move with the people of unknown group."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from measure_tables import CATALOGUE, table

import hitoolkit as hi
from hitoolkit.errors import ParameterError
from hitoolkit.measures import MEASURES

BLACK = "Black or Black British"
ETHNIC = {"White": (2000, 20000), BLACK: (260, 2000), "Asian or Asian British": (330, 3000)}
WAITS = {"1": (80, 1000), "2": (70, 1000), "3": (60, 1000), "4": (50, 1000), "5": (40, 1000)}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def ethnic(**unknown: tuple[float, float]) -> pd.DataFrame:
    names = {"not_known": "Not known", "not_stated": "Not stated"}
    return table("waits_over_52_weeks", "ethnic_group", {**ETHNIC, **{names[key]: row for key, row in unknown.items()}})


def test_the_exercise_on_unknown_ethnicity() -> None:
    for unknown in ({"not_known": (900, 5000)}, {"not_known": (500, 3000), "not_stated": (400, 2000)}):
        found = hi.unknown_range(ethnic(**unknown), "ratio", BLACK, (0, 0.3), reference="White").iloc[0]
        assert found[["value", "lower", "upper"]].astype(float).round(2).tolist() == [1.3, 1.14, 1.37]
        assert (found["group"], found["reference"], found["reason"]) == (BLACK, "White", "")
        assert found["method"] == f'unknown people shared out: 0 to 30 in 100 to "{BLACK}", the others as known'


def test_the_columns_are_those_of_measure_and_the_input_is_left_alone() -> None:
    counts = ethnic(not_known=(900, 5000))
    counts.attrs = {"policy": "under_5"}
    before = counts.copy(deep=True)
    found = hi.unknown_range(counts, "gap", BLACK)
    pd.testing.assert_frame_equal(counts, before)
    measured = hi.measure(counts, "gap")
    assert list(found.columns) == list(measured.columns) and found.attrs == {"policy": "under_5"}
    assert found["reference"][0] == "rest"
    assert found["value"][0] == pytest.approx(measured.set_index("group").loc[BLACK, "value"])


def test_the_two_furthest_cases_of_ordered_groups() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "Not known": (30, 200), "All": (330, 5200)})
    found = hi.unknown_range(waits, "gap", "ends").iloc[0]
    most, least = 100 * 110 / 1200 - 4, 8 - 100 * 70 / 1200
    assert (found["lower"], found["upper"]) == (pytest.approx(least), pytest.approx(most))
    assert (found["group"], found["reference"], found["value"]) == ("1", "5", pytest.approx(4))
    for name in ("ratio", "sii", "rii"):
        row = hi.unknown_range(waits, name, "ends").iloc[0]
        assert row["lower"] < row["value"] < row["upper"]
        assert row["value"] == pytest.approx(hi.measure(waits, name, draws=200)["value"][0])
    good = waits.assign(indicator="proportion_higher_100")
    assert hi.unknown_range(good, "gap", "ends")["upper"][0] == pytest.approx(-least)


def test_the_largest_move_may_lie_between_the_two_shares() -> None:
    # Known 0% and 50%, unknown 25% of 1,000: the gap to the rest is not evenly spread over the shares.
    rows = {"Female": (0, 100), "Male": (50, 100), "Not known": (250, 1000)}
    found = hi.unknown_range(table("waits_over_52_weeks", "sex", rows), "gap", "Female").iloc[0]
    tried = [100 * (250 * s / (100 + 1000 * s) - (50 + 250 * (1 - s)) / (100 + 1000 * (1 - s)))
             for s in np.linspace(0, 1, 1001)]
    assert found["lower"] == pytest.approx(min(tried), abs=0.01)
    assert found["upper"] == pytest.approx(max(tried), abs=0.01)
    assert found["upper"] > max(tried[0], tried[-1]) + 1


def test_a_middle_group_can_be_asked_about() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "Not known": (60, 200)})
    found = hi.unknown_range(waits, "gap", "3", (0, 1)).iloc[0]
    assert (found["group"], found["reference"]) == ("1", "5") and found["lower"] <= 4 <= found["upper"]


def test_protected_tables_work_and_hidden_counts_stay_unknown() -> None:
    rounded = ethnic(not_known=(900, 5000)).assign(flag="rounded")
    found = hi.unknown_range(rounded, "ratio", BLACK, reference="White").iloc[0]
    assert found["lower"] < found["value"] < found["upper"] and found["flag"] == "rounded"
    hidden = ethnic(not_known=(np.nan, 5000))
    hidden["flag"] = ["rounded"] * 3 + ["suppressed"]
    row = hi.unknown_range(hidden, "ratio", BLACK).iloc[0]
    assert np.isnan(row["value"]) and np.isnan(row["upper"]) and row["flag"] == "suppressed"
    assert "hidden to protect people" in row["reason"]
    group = ethnic(not_known=(900, 5000))
    group.loc[group["group"] == "White", "numerator"] = np.nan
    assert 'no figure for "White"' in hi.unknown_range(group, "ratio", BLACK).iloc[0]["reason"]


def test_nobody_unknown_moves_nothing() -> None:
    row = hi.unknown_range(ethnic(), "gap", BLACK).iloc[0]
    assert row["lower"] == row["value"] == row["upper"] and row["method"] == "no unknown groups in the table"
    row = hi.unknown_range(ethnic(not_known=(0, 0)), "gap", BLACK).iloc[0]
    assert row["lower"] == row["value"] == row["upper"]


def test_one_refusal_costs_its_own_row() -> None:
    values = table("life_expectancy", "imd_quintile", dict(zip("12345", [74.0, 76, 78, 80, 82], strict=True)))
    waits = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "5": (0, 1000), "Not known": (30, 200)})
    found = hi.unknown_range(pd.concat([values, waits]), "ratio", "1").set_index("indicator")
    assert "events and people are counted" in found.loc["life_expectancy", "reason"]
    assert "zero" in found.loc["waits_over_52_weeks", "reason"]
    assert hi.unknown_range(waits, "gap", "1")["reason"].tolist() == [""]
    sexes = table("waits_over_52_weeks", "sex", {"Female": (30, 100), "Male": (50, 100), "Not known": (20, 100)})
    assert "no order" in hi.unknown_range(sexes, "sii", "Female")["reason"][0]
    assert "no ends" in hi.unknown_range(sexes, "gap", "ends")["reason"][0]


def test_names_and_shares_that_are_not_usable_are_refused() -> None:
    counts = ethnic(not_known=(900, 5000))
    with pytest.raises(ParameterError, match="no measure called"):
        hi.unknown_range(counts, "palma", BLACK)
    with pytest.raises(ParameterError, match=r"no group called \"Black\""):
        hi.unknown_range(counts, "gap", "Black")
    with pytest.raises(ParameterError, match="extremes"):
        hi.unknown_range(counts, "gap", BLACK, reference="extremes")
    for share in ((0.3, 0), (0, 30), 0.3, (0,), ("a", "b"), (0, float("nan"))):
        with pytest.raises(ParameterError, match="two numbers between 0 and 1"):
            hi.unknown_range(counts, "gap", BLACK, share)  # type: ignore[arg-type]


def test_any_measure_has_a_range_over_unknown_groups() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "Not known": (30, 200)})
    for name in MEASURES:
        row = hi.unknown_range(waits, name, "1").iloc[0]
        assert row["lower"] <= row["value"] <= row["upper"] and row["lower"] < row["upper"], name
        assert row["value"] == pytest.approx(hi.measure(waits, name, draws=0)["value"][0]), name
        shared = waits.copy()
        shared.loc[0, ["numerator", "denominator"]] += [30, 200]
        everyone = hi.measure(shared[shared["group"] != "Not known"], name, draws=0)["value"][0]
        assert row["lower"] - 1e-9 <= everyone <= row["upper"] + 1e-9, name


def test_the_logical_extremes_put_events_and_others_anywhere() -> None:
    rows = {"Female": (20, 100), "Male": (30, 100), "Not known": (5, 15)}
    sexes = table("waits_over_52_weeks", "sex", rows)
    found = hi.unknown_range(sexes, "gap", "Female", "any", reference="Male").iloc[0]
    assert found["upper"] == pytest.approx(100 * (25 / 105 - 30 / 110))
    assert found["lower"] == pytest.approx(100 * (20 / 110 - 35 / 105))
    assert "in every way" in found["method"]
    shared = hi.unknown_range(sexes, "gap", "Female", reference="Male").iloc[0]
    assert found["lower"] <= shared["lower"] and found["upper"] >= shared["upper"]
    rates = sexes.assign(indicator="rate_lower_100000")
    found = hi.unknown_range(rates, "ratio", "Female", "any", reference="Male").iloc[0]
    assert found["upper"] == pytest.approx((25 / 100) / (30 / 115))
    assert found["lower"] == pytest.approx((20 / 115) / (35 / 100))


def test_many_places_are_shared_out_each_for_itself() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "Not known": (30, 200)})
    two = pd.concat([waits.assign(area="B").iloc[:5], waits])
    found = hi.unknown_range(two, "sii", "ends")
    assert found["method"].tolist() == [hi.unknown_range(waits, "sii", "ends")["method"][0],
                                        "no unknown groups in the table"]
    assert found["lower"][1] == found["value"][1] == found["upper"][1]


def test_a_group_that_nobody_is_recorded_in_is_refused_in_words() -> None:
    """No slip of the pen: a place may have nobody on record in a group that a notebook asks about."""
    rows = [("White", 2000, 20000), ("Asian or Asian British", 330, 3000), ("Not known", 900, 5000)]
    table = hi.check_table(pd.DataFrame(rows, columns=["group", "numerator", "denominator"]), area="A", period="2025",
                           indicator="waits_over_52_weeks", dimension="ethnic_group")  # fmt: skip
    for measure in ("ratio", "sii", "theil"):
        found = hi.unknown_range(table, measure, "Black or Black British").iloc[0]
        assert pd.isna(found["lower"]) and found["reason"].startswith(("Nobody here is recorded as", "The slope"))
