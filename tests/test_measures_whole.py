"""Measures of the whole distribution: who counts how much, what is refused and how it is said, and the edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from measure_tables import CATALOGUE, table

import hitoolkit as hi
from hitoolkit.errors import ParameterError
from hitoolkit.measures import MEASURES

WAITS = {"1": (80, 1000), "2": (70, 1000), "3": (60, 1000), "4": (50, 1000), "5": (40, 1000)}
ETHNIC = {"White": (2000, 20000), "Black or Black British": (260, 2000), "Asian or Asian British": (330, 3000)}
OF_AN_ORDER = ["sii", "rii", "aci", "rci", "rci_wagstaff", "rci_erreygers"]
UNWEIGHTED = [name for name in MEASURES if name.endswith("_unweighted")]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def all_of(frame: pd.DataFrame, **more: object) -> pd.DataFrame:
    return hi.measure(frame, list(MEASURES), **{"draws": 0, **more}).set_index("measure")


def test_groups_without_order_have_all_measures_but_those_of_an_order() -> None:
    found = all_of(table("waits_over_52_weeks", "ethnic_group", ETHNIC))
    assert sorted(set(found.index[found["value"].isna()])) == sorted(OF_AN_ORDER)
    assert found.loc[OF_AN_ORDER, "reason"].str.contains("no order").all()
    assert len(found.loc["gap"]) == 3
    # The best-off group, picked after looking, is the reference for what may be avoided, and the largest for mdr.
    assert found.loc["par", "reference"] == "White" and "picked after looking" in found.loc["par", "method"]
    assert found.loc["mdr", "reference"] == "White"
    named = all_of(table("waits_over_52_weeks", "ethnic_group", ETHNIC), reference="Asian or Asian British")
    assert named.loc["mdr", "reference"] == named.loc["paf", "reference"] == "Asian or Asian British"
    assert "picked" not in named.loc["paf", "method"]


def test_nothing_is_avoided_where_the_reference_is_not_better_off() -> None:
    turned = {group: WAITS[str(6 - int(group))] for group in WAITS}
    found = all_of(table("waits_over_52_weeks", "imd_quintile", turned)).loc[["par", "paf", "excess"]]
    assert (found["value"] == 0).all() and (found["lower"] == 0).all() and (found["upper"] >= 0).all()
    assert found["reason"].str.contains("no better off").all()


def test_excess_waiting_if_all_had_the_best_rate() -> None:
    # 300 of 5,000 wait; at the least deprived fifth's 4% it would be 200: 100 more than that wait.
    found = all_of(table("waits_over_52_weeks", "imd_quintile", WAITS)).loc["excess"]
    assert found["value"] == pytest.approx(100) and found["lower"] > 25 and found["upper"] < 175
    assert (found["reference"], found["method"]) == ("5", "MOVER, weighted by people")


def test_no_direction_means_no_best_and_nothing_avoidable() -> None:
    found = all_of(table("proportion_neither_100", "imd_quintile", WAITS))
    empty = ["mdb", "mdb_unweighted", "par", "paf", "excess"]
    assert sorted(found.index[found["value"].isna()]) == sorted(empty)
    assert found.loc[empty, "reason"].str.contains("which direction is better").all()


def test_quantile_groups_without_people_count_the_same_and_others_are_refused() -> None:
    life = dict(zip("12345", [74.0, 76, 78, 80, 82], strict=True))
    found = all_of(table("life_expectancy", "imd_quintile", life, se=0.5))
    assert found.loc["bgv", "value"] == pytest.approx(np.var([74, 76, 78, 80, 82]))
    assert found.loc[["sii", "aci", "bgv", "mdm", "theil", "par"], "method"].str.contains("equal shares").all()
    assert "does not count events" in found.loc["excess", "reason"]
    assert found.loc["rci_wagstaff", "reason"].startswith("This index is for a proportion")
    wards = all_of(table("life_expectancy", "ward", {"a": 74.0, "b": 80.0, "c": 82.0}, se=0.5))
    assert "number of people in each group is not known" in wards.loc["theil", "reason"]
    assert wards.loc[UNWEIGHTED, "value"].notna().all()
    assert wards.loc["mdm_unweighted", "value"] == pytest.approx(np.abs(np.array([74, 80, 82]) - 236 / 3).mean())


def test_values_without_a_range_give_a_figure_and_say_so() -> None:
    life = dict(zip("12345", [74.0, 76, 78, 80, 82], strict=True))
    for draws in (0, 500):
        found = all_of(table("life_expectancy", "imd_quintile", life), draws=draws).drop(index=[
            "rci_wagstaff", "rci_erreygers", "excess"])
        assert found["value"].notna().all() and found[["se", "lower", "upper"]].isna().all(axis=None)
        assert found["reason"].str.startswith("No range was published").all()
        assert found["method"].str.contains("no range published").all()


def test_a_zero_costs_its_own_measure_alone() -> None:
    rows = {**WAITS, "5": (0, 1000)}
    for draws in (0, 1000):
        found = all_of(table("waits_over_52_weeks", "imd_quintile", rows), draws=draws)
        assert sorted(found.index[found["value"].isna()]) == ["mld", "ratio"]
        assert found.loc["mld", "reason"].endswith("Use theil.")
        assert found.loc["paf", "value"] == 100 and found.loc["paf", "upper"] == 100 > found.loc["paf", "lower"]
        for name in ("gap", "sii", "aci", "bgv", "mdm", "mdb", "mdr", "idis", "par", "excess"):
            assert found.loc[name, "lower"] < found.loc[name, "value"] < found.loc[name, "upper"], (name, draws)


def test_all_zero_and_all_full() -> None:
    for x in (0, 1000):
        found = all_of(table("waits_over_52_weeks", "imd_quintile", {group: (x, 1000) for group in WAITS}), draws=300)
        assert found.loc[["gap", "sii", "bgv", "mdm", "par", "excess"], "value"].tolist() == pytest.approx([0] * 6)
        assert (found["value"].notna() | (found["reason"] != "")).all()
        assert found.loc["gap", "lower"] < 0 < found.loc["gap", "upper"]


def test_one_hidden_group_leaves_the_others_alone_and_is_named() -> None:
    rows = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "3": (np.nan, 1000)},
                 flag=["", "", "suppressed", "", ""])
    found = all_of(rows)
    assert found.index[found["value"].notna()].tolist() == ["gap", "ratio"]
    rest = found.drop(index=["gap", "ratio"])
    assert (rest["flag"] == "suppressed").all() and rest["reason"].str.contains('"Middle fifth" is hidden').all()
    other = table("waits_over_52_weeks", "imd_quintile", WAITS, area="B")
    both = hi.measure(pd.concat([rows, other]), "theil", draws=0)
    assert both["value"].isna().tolist() == [True, False]


def test_a_lacking_group_and_a_refused_area_are_said_row_by_row() -> None:
    full = table("waits_over_52_weeks", "imd_quintile", WAITS)
    short = full[full["group"] != "4"].assign(area="B")
    nobody = full.assign(area="C", numerator=0, denominator=0)
    found = hi.measure(pd.concat([short, nobody, full]), ["sii", "theil"], draws=0)
    assert found["area"].tolist() == ["A", "A", "B", "B", "C", "C"]
    assert found["value"].isna().tolist() == [False, False, True, True, True, True]
    assert found["reason"][2] == 'The table has no row for "Fourth fifth".'
    assert "Only one group has people" in found["reason"][4] and "no other group" in found["reason"][5]


def test_a_table_without_groups_is_answered_in_words() -> None:
    found = all_of(table("waits_over_52_weeks", "ethnic_group", {"All": (5, 50), "Not known": (1, 9)}))
    assert found["value"].isna().all() and (found["reason"] != "").all()


def test_shares_of_one_whole_have_no_measures() -> None:
    rows = table("share_of_deliveries", "imd_quintile", {group: (200, 1000) for group in WAITS})
    assert all_of(rows)["reason"].str.contains("Shares of one whole").all()


def test_a_bent_gradient_is_said_and_a_straight_one_is_not() -> None:
    bent = {"1": (200, 1000), "2": (110, 1000), "3": (100, 1000), "4": (90, 1000), "5": (85, 1000)}
    for model in ("linear", "logit", "binomial"):
        said = hi.measure(table("waits_over_52_weeks", "imd_quintile", bent), ["sii", "rii"], model=model)
        assert said["reason"].str.contains('straight line .*fifth" is furthest').all(), model
        fine = hi.measure(table("waits_over_52_weeks", "imd_quintile", WAITS), ["sii", "rii"], model=model)
        assert (fine["reason"] == "").all(), model
    u_shape = {"1": (200, 1000), "2": (100, 1000), "3": (40, 1000), "4": (100, 1000), "5": (200, 1000)}
    assert "straight line" in hi.measure(table("waits_over_52_weeks", "imd_quintile", u_shape), "sii")["reason"][0]
    few = {group: (x // 10, n // 10) for group, (x, n) in bent.items()}
    small = hi.measure(table("waits_over_52_weeks", "imd_quintile", few), "sii")
    assert small["reason"][0] == "", "chance may explain it"


def test_a_given_se_is_one_of_the_value_in_its_own_unit() -> None:
    # The peer takes a given se of a rate as one on the log scale: a slope of 13.6 got a range from -2083 to 233.
    rates = table("rate_lower_1000", "imd_quintile", dict(zip("12345", [62.0, 58.0, 53.0, 51.0, 48.0], strict=True)),
                  se=[0.9, 0.8, 0.7, 0.8, 0.9], denominator=5000)
    found = hi.measure(rates, ["sii"]).iloc[0]
    assert found["upper"] - found["lower"] < 8 and found["method"].startswith("closed form")


def test_a_small_per_does_not_turn_limits_round() -> None:
    # The peer takes a multiplier between 0 and 1 for a negative one.
    rows = {"1": (60, 1000), "2": (50, 1000), "3": (45, 1000), "4": (40, 1000), "5": (30, 1000)}
    found = hi.measure(table("rate_lower_half", "imd_quintile", rows), ["sii", "rii"], model="log")
    assert (found["lower"] < found["value"]).all() and (found["value"] < found["upper"]).all()


def test_what_is_set_against_an_average_near_zero_has_no_range() -> None:
    # Changes around none at all: drawn averages fall on both sides of zero, and percentages of them run off.
    frame = table("value_lower_1", "imd_quintile", dict(zip("12345", [-3.0, -1, 4, 2, 6], strict=True)), se=2.0,
                  denominator=[1391, 2289, 50, 7000, 600])
    for measure in ("cov", "idis", "idis_unweighted"):
        row = hi.measure(frame, measure, draws=2000).iloc[0]
        assert row["value"] > 0 and np.isnan(row["upper"]) and "the average reaches zero" in row["reason"]
        assert np.isnan(row["se"]) and row["method"].startswith("no range")
    assert hi.measure(frame, "bgsd", draws=2000)["upper"].notna().all()


def test_draws_may_be_none_or_many_but_not_few() -> None:
    rows = table("waits_over_52_weeks", "imd_quintile", WAITS)
    quick, slow = (hi.measure(rows, ["sii", "rii", "bgsd", "mdm"], draws=draws) for draws in (0, 100_000))
    assert quick["method"].str.startswith("delta").all() and slow["method"].str.startswith("simulated").all()
    assert quick["value"].tolist() == slow["value"].tolist()
    np.testing.assert_allclose(quick["se"][:3], slow["se"][:3], rtol=0.05)
    for draws in (50, -1, 1.5, True, "many"):
        with pytest.raises(ParameterError, match="0 for none"):
            hi.measure(rows, draws=draws)  # type: ignore[arg-type]


def test_simulated_ranges_are_close_to_the_delta_ones_where_groups_are_large() -> None:
    # The middle group is not the average: just there a mean difference has a bend, which no first order sees.
    rows = {group: (100 * x, 100 * n) for group, (x, n) in {**WAITS, "3": (66, 1000)}.items()}
    for frame in (table("waits_over_52_weeks", "imd_quintile", rows), table("rate_lower_1000", "imd_quintile", rows)):
        quick, slow = all_of(frame), all_of(frame, draws=20_000)
        for name in ("sii", "bgsd", "cov", "mdm", "mdb", "mdr", "idis"):
            width = slow.loc[name, "upper"] - slow.loc[name, "lower"]
            for end in ("lower", "upper"):
                assert quick.loc[name, end] == pytest.approx(slow.loc[name, end], abs=0.05 * width), (name, end)


def test_memory_stays_flat_as_draws_grow() -> None:
    import tracemalloc

    rows = pd.concat([table("waits_over_52_weeks", "imd_quintile", WAITS, area=str(area)) for area in range(30)])
    peaks = []
    for draws in (50_000, 500_000):
        tracemalloc.start()
        hi.measure(rows, ["sii", "rii", "mdm", "bgsd"], draws=draws)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    assert peaks[1] < 200 and peaks[1] < 5 * peaks[0]


def test_a_range_that_lies_above_its_measure_says_so() -> None:
    alike = table("waits_over_52_weeks", "imd_quintile", {group: (10, 100) for group in WAITS})
    found = all_of(alike, draws=1000).loc[["bgsd", "mdm", "idis"]]
    assert (found["value"] < 1e-9).all() and (found["lower"] > 0).all()
    assert found["reason"].str.contains("chance alone pushes this measure up").all()
