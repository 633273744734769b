"""Gap and ratio: the sign rule, who is compared with whom, what is refused and how it is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measure_tables import CATALOGUE, golden, table

import hitoolkit as hi
from hitoolkit import intervals
from hitoolkit.errors import InputError, ParameterError
from hitoolkit.measures import MEASURES
from hitoolkit.table import KEY

WAITS = {"1": (80, 1000), "2": (70, 1000), "3": (60, 1000), "4": (50, 1000), "5": (40, 1000)}
ETHNIC = {"White": (2000, 20000), "Black or Black British": (260, 2000), "Asian or Asian British": (330, 3000)}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def one(frame: pd.DataFrame, name: str) -> pd.Series:
    rows = frame[frame["measure"] == name]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_columns_of_the_answer() -> None:
    found = hi.measure(table("waits_over_52_weeks", "imd_quintile", WAITS), list(MEASURES))
    assert list(found.columns) == [
        *KEY, "measure", "value", "se", "lower", "upper", "reference", "method", "flag", "reason"]
    assert found["measure"].tolist() == list(MEASURES)
    assert found["group"].tolist() == ["1", "1"] + ["All"] * 22
    assert (found["reason"] == "").all() and found.notna().all(axis=None)


@pytest.mark.parametrize(("better", "sign"), [("lower", 1), ("higher", -1), ("neither", 1)])
def test_sign_rule_for_ends(better: str, sign: int) -> None:
    found = hi.measure(table(f"proportion_{better}_100", "imd_quintile", WAITS))
    gap, ratio = one(found, "gap"), one(found, "ratio")
    lower, upper = intervals.newcombe(80, 1000, 40, 1000)
    assert gap["value"] == pytest.approx(4 * sign)
    assert sorted([gap["lower"], gap["upper"]]) == pytest.approx(sorted([100 * sign * lower, 100 * sign * upper]))
    assert ratio["value"] == pytest.approx(2.0**sign)
    assert ratio["se"] == pytest.approx(np.sqrt(0.92 / 80 + 0.96 / 40))
    assert ratio["upper"] / ratio["value"] == pytest.approx(np.exp(intervals.z_value(0.95) * ratio["se"]))
    assert (gap["method"], ratio["method"]) == ("Newcombe", "log scale, delta")
    assert (gap["group"], gap["reference"]) == ("1", "5")


def test_uptake_and_missing_out_exercise() -> None:
    # Uptake of 80% against 90%: difference 10, ratio 1.125 (not 0.889); missing out: ratio 2.
    uptake = hi.measure(table("proportion_higher_100", "band", {"low": (80, 100), "high": (90, 100)}))
    assert uptake["value"].tolist() == pytest.approx([10, 1.125])
    missed = hi.measure(table("proportion_lower_100", "band", {"low": (20, 100), "high": (10, 100)}))
    assert missed["value"].tolist() == pytest.approx([10, 2])


def test_rates_use_mover_and_counts() -> None:
    rows = {"low": (272, 2_028_543), "high": (254, 2_004_184)}
    found = hi.measure(table("rate_lower_100000", "band", rows))
    gap, ratio = one(found, "gap"), one(found, "ratio")
    lower, upper = intervals.rate_difference(*rows["low"], *rows["high"])
    assert gap[["lower", "upper"]].tolist() == pytest.approx([1e5 * float(lower), 1e5 * float(upper)])
    assert gap["method"] == "MOVER"
    assert 1 / ratio["value"] == pytest.approx(0.95, abs=0.006)
    assert [1 / ratio["upper"], 1 / ratio["lower"]] == pytest.approx([0.80, 1.12], abs=0.006)


def test_golden_differences_and_ratios_with_se() -> None:
    inputs, expected = golden("who_input"), golden("who_expected")
    for case, rows in inputs[inputs["ordered"] == 1].groupby("case"):
        higher = rows["favourable"].iloc[0] == 1
        dimension = "imd_quintile" if len(rows) == 5 else "imd_decile"
        values = table(f"value_{'higher' if higher else 'lower'}_1", dimension,
                       dict(zip(rows["order"], rows["estimate"], strict=True)), se=rows["se"].to_numpy())
        found = hi.measure(values)
        for mine, theirs in (("gap", "difference"), ("ratio", "ratio")):
            want = expected[(expected["case"] == case) & (expected["measure"] == theirs)].iloc[0]
            assert one(found, mine)[["value", "se", "lower", "upper"]].tolist() == pytest.approx(
                want[["reference_estimate", "peer_se", "peer_lower", "peer_upper"]].tolist(), rel=1e-9)
        assert one(found, "gap")["method"] == "Wald"


def test_published_limits_give_a_range() -> None:
    values = table("life_expectancy", "imd_quintile", {"1": 74.0, "5": 83.0})
    values["lower"], values["upper"] = [73.0, 82.5], [75.0, 83.5]
    gap = one(hi.measure(values), "gap")
    assert gap[["value", "lower", "upper"]].tolist() == pytest.approx([9, 9 - np.hypot(1, 0.5), 9 + np.hypot(1, 0.5)])
    assert gap["method"] == "MOVER"
    wider = one(hi.measure(values, confidence=0.99), "gap")
    assert wider["lower"] < gap["lower"] and wider["upper"] > gap["upper"]


def test_published_limits_of_a_rate_agree_with_its_counts() -> None:
    counts = hi.add_rates(table("rate_lower_1000", "band", {"low": (300, 9000), "high": (200, 9000)}))
    bare = counts.assign(numerator=np.nan, denominator=np.nan)
    with_counts, without = hi.measure(counts), hi.measure(bare)
    assert without["value"].tolist() == pytest.approx(with_counts["value"].tolist())
    assert without["lower"].tolist() == pytest.approx(with_counts["lower"].tolist(), rel=0.01)
    for confidence in (0.9, 0.99):
        one_, two = hi.measure(counts, confidence=confidence), hi.measure(bare, confidence=confidence)
        assert two["upper"].tolist() == pytest.approx(one_["upper"].tolist(), rel=0.02)


def test_a_standardised_rate_is_not_taken_for_its_crude_counts() -> None:
    rows = {"low": (300, 9000), "high": (200, 9000)}
    values = table("rate_lower_1000", "band", rows, value=[40.0, 20.0], se=[2.0, 1.0])
    gap = one(hi.measure(values), "gap")
    assert gap["value"] == 20 and gap["se"] == pytest.approx(np.sqrt(5)) and gap["method"] == "Wald"


def test_no_range_published_is_said() -> None:
    found = hi.measure(table("life_expectancy", "imd_quintile", {"1": 74.0, "5": 83.0}))
    assert found["value"].tolist() == [9, pytest.approx(83 / 74)]
    assert found[["se", "lower", "upper"]].isna().all(axis=None)
    assert found["method"].str.contains("no range published").all()
    assert "Most deprived fifth" in found["reason"][0]


def test_whole_and_unknown_groups_never_enter() -> None:
    known = table("waits_over_52_weeks", "ethnic_group", ETHNIC)
    rows = {**ETHNIC, "All": (3490, 30000), "Not known": (800, 4000), "Not stated": (100, 1000)}
    with_unknown = table("waits_over_52_weeks", "ethnic_group", rows)
    pd.testing.assert_frame_equal(hi.measure(known), hi.measure(with_unknown))


def test_groups_without_order_are_each_compared_with_the_rest() -> None:
    found = hi.measure(table("waits_over_52_weeks", "ethnic_group", ETHNIC), "gap")
    assert found["group"].tolist() == ["White", "Asian or Asian British", "Black or Black British"]
    assert (found["reference"] == "rest").all()
    black = found.set_index("group").loc["Black or Black British"]
    lower, upper = intervals.newcombe(260, 2000, 2330, 23000)
    assert black[["value", "lower", "upper"]].tolist() == pytest.approx(
        [13 - 233000 / 23000, 100 * float(lower), 100 * float(upper)])


def test_rest_of_values_is_weighted_by_people_or_refused() -> None:
    values = table("life_expectancy", "ward", {"a": 70.0, "b": 80.0, "c": 84.0}, se=[1.0, 0.5, 0.5])
    refused = hi.measure(values, "gap")
    assert refused["value"].isna().all() and refused["reason"].str.contains("number of people in each").all()
    weighted = hi.measure(values.assign(denominator=[100, 300, 100]), "gap").set_index("group")
    assert weighted.loc["a", "value"] == pytest.approx(81 - 70)
    assert weighted.loc["a", "se"] == pytest.approx(np.sqrt(1 + (0.75 * 0.5) ** 2 + (0.25 * 0.5) ** 2))


def test_references_by_name_by_catalogue_and_extremes() -> None:
    white = hi.measure(table("waits_over_52_weeks", "ethnic_group", ETHNIC), "ratio", reference="White")
    assert white.set_index("group")["value"].round(2).to_dict() == {
        "Black or Black British": 1.3, "Asian or Asian British": 1.1}
    sites = table("proportion_higher_100", "site", {"North": (50, 100), "South": (60, 100), "West": (80, 100)})
    assert hi.measure(sites, "gap").set_index("group")["value"].to_dict() == pytest.approx({"North": 10, "West": -20})
    assert len(hi.measure(sites, "gap", reference="rest")) == 3
    ends = one(hi.measure(sites, "gap", reference="extremes"), "gap")
    assert (ends["group"], ends["reference"], ends["value"]) == ("North", "West", pytest.approx(30))
    assert ends["method"].startswith("Newcombe") and "picked after looking" in ends["method"]
    middle = one(hi.measure(table("waits_over_52_weeks", "imd_quintile", WAITS), "gap", reference="3"), "gap")
    assert (middle["reference"], middle["value"]) == ("3", pytest.approx(2))


def test_a_reference_counts_only_for_dimensions_that_have_it() -> None:
    both = pd.concat([table("waits_over_52_weeks", "ethnic_group", ETHNIC),
                      table("waits_over_52_weeks", "imd_quintile", WAITS)])
    found = hi.measure(both, "gap", reference="White")
    assert found.groupby("dimension")["reference"].unique().map(list).to_dict() == {
        "ethnic_group": ["White"], "imd_quintile": ["5"]}
    with pytest.raises(ParameterError, match=r'no group to compare with called "white".*Did you mean White'):
        hi.measure(both, "gap", reference="white")
    elsewhere = both.assign(area="B")[both["group"] != "White"]
    missing = hi.measure(pd.concat([both, elsewhere]), "gap", reference="White")
    missing = missing[(missing["area"] == "B") & (missing["dimension"] == "ethnic_group")]
    assert missing["value"].isna().all() and missing["reason"].str.contains('no row for "White"').all()


def test_a_hidden_end_stays_unknown_and_costs_only_its_row() -> None:
    rows = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "5": (np.nan, 1000)})
    rows["flag"] = ["rounded"] * 4 + ["suppressed"]
    fine = table("waits_over_52_weeks", "imd_quintile", WAITS, area="B")
    found = hi.measure(pd.concat([rows, fine]), list(MEASURES))
    hidden, shown = found[found["area"] == "A"], found[found["area"] == "B"]
    assert hidden["value"].isna().all() and (hidden["flag"] == "suppressed").all()
    assert hidden["reason"].str.contains('"Least deprived fifth" is hidden').all()
    assert shown["value"].notna().all() and (shown["reason"] == "").all()


def test_a_hidden_group_makes_the_rest_unknown_but_not_a_named_reference() -> None:
    rows = {**ETHNIC, "Mixed": (np.nan, 500)}
    groups = table("waits_over_52_weeks", "ethnic_group", rows)
    rest = hi.measure(groups, "gap")
    assert rest["value"].isna().all()
    assert rest["reason"][0].startswith('There is no figure for "Mixed".') and "the rest together" in rest["reason"][0]
    named = hi.measure(groups, "gap", reference="White").set_index("group")["value"]
    assert named.isna().to_dict() == {"Mixed": True, "Asian or Asian British": False, "Black or Black British": False}


def test_missing_rows_empty_groups_and_no_groups_are_said() -> None:
    lone = hi.measure(table("waits_over_52_weeks", "imd_quintile", {"1": (3, 9)}), "gap")
    assert lone["reason"].tolist() == ['The table has no row for "Least deprived fifth".']
    nobody = hi.measure(table("waits_over_52_weeks", "imd_quintile", {"1": (3, 9), "5": (0, 0)}), "gap")
    assert "nobody" in nobody["reason"][0]
    only_all = hi.measure(table("waits_over_52_weeks", "ethnic_group", {"All": (3, 9)}), "gap")
    assert only_all["reason"].tolist() == ["The table has no groups to compare."]
    single = hi.measure(table("waits_over_52_weeks", "ethnic_group", {"White": (30, 90)}), "gap")
    assert "no other group" in single["reason"][0]


def test_a_group_with_nobody_leaves_the_rest_as_it_was() -> None:
    with_empty = hi.measure(table("waits_over_52_weeks", "ethnic_group", {**ETHNIC, "Mixed": (0, 0)}))
    with_empty = with_empty[with_empty["group"] != "Mixed"].reset_index(drop=True)
    pd.testing.assert_frame_equal(with_empty, hi.measure(table("waits_over_52_weeks", "ethnic_group", ETHNIC)))


def test_no_events_at_all_is_not_certainty() -> None:
    gap = one(hi.measure(table("waits_over_52_weeks", "band", {"low": (0, 50), "high": (0, 80)})), "gap")
    assert gap["value"] == 0 and gap["lower"] < 0 < gap["upper"] and np.isnan(gap["se"])


def test_zero_has_a_gap_but_no_ratio() -> None:
    found = hi.measure(table("waits_over_52_weeks", "imd_quintile", {**WAITS, "5": (0, 1000)}))
    gap, ratio = one(found, "gap"), one(found, "ratio")
    assert gap["value"] == 8 and gap["lower"] < 8 < gap["upper"] and gap["flag"] == "few_cases"
    assert np.isnan(ratio["value"]) and "zero" in ratio["reason"]
    everyone = hi.measure(table("proportion_higher_100", "band", {"low": (50, 50), "high": (50, 50)}))
    assert one(everyone, "ratio")["value"] == 1 and np.isnan(one(everyone, "ratio")["lower"])
    assert one(everyone, "gap")["lower"] < 0 < one(everyone, "gap")["upper"]


def test_editions_are_not_mixed() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", WAITS, edition="IMD 2019 national")
    mixed = waits.assign(edition=["IMD 2019 national"] * 4 + ["IMD 2025 national"])
    with pytest.raises(InputError, match=r"different editions \(IMD 2019 national, IMD 2025 national\).*Keep"):
        hi.measure(mixed)
    side_by_side = pd.concat([waits, waits.assign(edition="IMD 2025 national")])
    assert hi.measure(side_by_side, "gap")["edition"].tolist() == ["IMD 2019 national", "IMD 2025 national"]


def test_each_place_period_and_stratum_is_its_own() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", WAITS)
    many = pd.concat([waits.assign(area=area, period=period, stratum=stratum)
                      for area in "AB" for period in ("2024", "2025") for stratum in ("All", "sex=1")])
    alone = hi.measure(waits, ["gap", "sii"], draws=500)
    found = hi.measure(many, ["gap", "sii"], draws=500)
    assert len(found) == 16 and not found.duplicated([*KEY, "measure"]).any()
    for _, rows in found.groupby(["area", "period", "stratum"]):
        np.testing.assert_array_equal(rows[["value", "lower", "upper"]], alone[["value", "lower", "upper"]])


def test_few_cases_and_rounded_are_carried() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", {**WAITS, "5": (8, 1000)})
    assert (hi.measure(waits)["flag"] == "few_cases").all()
    rounded = table("waits_over_52_weeks", "imd_quintile", WAITS, flag="rounded")
    assert (hi.measure(rounded, list(MEASURES), draws=200)["flag"] == "rounded").all()
    assert (hi.measure(table("waits_over_52_weeks", "ethnic_group", ETHNIC, flag="rounded"))["flag"] == "rounded").all()


def test_names_and_numbers_that_are_not_usable_are_refused() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", WAITS)
    with pytest.raises(ParameterError, match=r'no measure called "gaps".*Did you mean gap'):
        hi.measure(waits, "gaps")
    with pytest.raises(ParameterError, match="no model called"):
        hi.measure(waits, model="logs")
    with pytest.raises(ParameterError, match="Draws should be"):
        hi.measure(waits, draws=5)
    with pytest.raises(ParameterError, match="between 0 and 1"):
        hi.measure(waits, confidence=95)


def test_the_input_is_left_alone() -> None:
    waits = table("waits_over_52_weeks", "imd_quintile", WAITS)
    waits.attrs = {"policy": "under_5", "ledger": [1]}
    before, state = waits.copy(deep=True), np.random.get_state()[1].copy()
    found = hi.measure(waits, list(MEASURES))
    pd.testing.assert_frame_equal(waits, before)
    np.testing.assert_array_equal(state, np.random.get_state()[1])
    assert found.attrs == waits.attrs


counted = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
quick = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.lists(counted, min_size=5, max_size=5), st.permutations(range(5)))
@quick
def test_any_counts_in_any_row_order(rows: list[tuple[int, int]], order: list[int]) -> None:
    waits = table("proportion_lower_100", "imd_quintile", dict(zip("12345", rows, strict=True)))
    found = hi.measure(waits, list(MEASURES), draws=200)
    pd.testing.assert_frame_equal(found, hi.measure(waits.iloc[order], list(MEASURES), draws=200))
    gap = one(found, "gap")
    assert -100 - 1e-9 <= gap["lower"] <= gap["value"] <= gap["upper"] <= 100 + 1e-9
    wider = one(hi.measure(waits, "gap", confidence=0.99), "gap")
    assert wider["lower"] <= gap["lower"] and wider["upper"] >= gap["upper"]
    assert (found["value"].notna() | (found["reason"] != "")).all()
    assert (found["lower"].notna() | (found["reason"] != "")).all()
    other = hi.measure(waits.assign(indicator="proportion_higher_100"), list(MEASURES), draws=200)
    for name in ("gap", "sii"):
        assert one(other, name)["value"] == pytest.approx(-one(found, name)["value"])
    for name in ("ratio", "rii"):
        assert 1 / one(other, name)["value"] == pytest.approx(one(found, name)["value"], nan_ok=True)


@given(counted)
@quick
def test_equal_groups_have_no_gap(row: tuple[int, int]) -> None:
    waits = table("proportion_lower_100", "imd_quintile", dict.fromkeys("12345", row))
    found = hi.measure(waits, list(MEASURES), draws=200).set_index("measure")["value"]
    assert found["gap"] == 0 and found["sii"] == pytest.approx(0, abs=1e-9)
    if row[0]:
        assert found["ratio"] == 1 and found["rii"] == pytest.approx(1)


def test_the_gap_of_two_means_has_limits_by_students_t() -> None:
    # Two groups of 4: t with 3 degrees of freedom is 3.18, so each mean runs from 78 or 70 by 1.59.
    means = table("mean_lower_1", "band", {"low": 78.0, "high": 70.0}, se=0.5, denominator=4)
    gap = one(hi.measure(means), "gap")
    half = 1.5912 * np.sqrt(2)
    assert gap[["lower", "upper"]].tolist() == pytest.approx([8 - half, 8 + half], abs=1e-3)
    alone = one(hi.measure(means.assign(denominator=[1, 4])), "gap")
    assert alone["value"] == 8 and np.isnan(alone["lower"]) and "a single person" in alone["reason"]
    many = one(hi.measure(means.assign(denominator=np.nan)), "gap")
    assert many["upper"] - 8 == pytest.approx(1.96 * np.hypot(0.5, 0.5), abs=1e-3)
