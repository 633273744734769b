"""change(): two sides of a gap, by hand, by the rules of swapping, and with what cannot be compared."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_words import banned

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError
from hitoolkit.intervals import wilson
from hitoolkit.measures.answer import RESULT
from hitoolkit.measures.periods import periods
from hitoolkit.table import KEY

FIFTHS = ["1", "2", "3", "4", "5"]
BEFORE, AFTER = [300, 270, 250, 230, 200], [250, 240, 230, 210, 190]


def fifths(numerators: list[float], denominator: float = 1000, groups: list[str] = FIFTHS, **columns: object):
    frame = pd.DataFrame({"group": groups, "numerator": numerators, "denominator": denominator})
    constants = {"indicator": "waits_over_52_weeks", "dimension": "imd_quintile", "period": "2023/24", "area": "A"}
    return frame.assign(**{**constants, **columns})


def years() -> pd.DataFrame:
    return pd.concat([fifths(BEFORE), fifths(AFTER, period="2024/25")])


def one(found: pd.DataFrame, measure: str = "gap") -> pd.Series:
    rows = found[found["measure"] == measure]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_difference_by_hand() -> None:
    """Newcombe's limits on each side, then MOVER on those: Zou and Donner 2008, worked step by step."""
    limits = []
    for x, y in ((300, 200), (250, 190)):
        (l1, u1), (l2, u2) = ([float(end) for end in wilson(count, 1000)] for count in (x, y))
        p, q = x / 1000, y / 1000
        limits.append((p - q, p - q - math.hypot(p - l1, u2 - q), p - q + math.hypot(u1 - p, q - l2)))
    (d1, low1, high1), (d2, low2, high2) = limits
    row = one(hi.change(years()))
    assert row["value"] == pytest.approx(-4) and (row["first"], row["second"]) == pytest.approx((10, 6))
    assert row["lower"] == pytest.approx(100 * (d2 - d1 - math.hypot(d2 - low2, high1 - d1)))
    assert row["upper"] == pytest.approx(100 * (d2 - d1 + math.hypot(high2 - d2, d1 - low1)))
    assert row["method"] == "second minus first, MOVER" and row["period"] == "2023/24 to 2024/25"


def test_the_ratio_of_ratios_by_hand() -> None:
    variance = sum((1 - x / 1000) / x for x in (300, 200, 250, 190))
    row = one(hi.change(years()), "ratio")
    value = (250 / 190) / (300 / 200)
    assert row["value"] == pytest.approx(value) and row["se"] == pytest.approx(math.sqrt(variance))
    z = 1.959963985
    assert row["lower"] == pytest.approx(value * math.exp(-z * math.sqrt(variance)))
    assert row["upper"] == pytest.approx(value * math.exp(z * math.sqrt(variance)))
    assert row["method"] == "second over first, MOVER on the log scale"


def test_the_columns_of_measure_come_first_and_the_input_stays() -> None:
    table = years()
    before = table.copy(deep=True)
    found = hi.change(table, ["gap", "ratio", "sii", "rii"], draws=500)
    assert list(found.columns) == [*KEY, *RESULT, "first", "second", "elsewhere", "note"]
    assert found["measure"].tolist() == ["gap", "ratio", "sii", "rii"] and found["reason"].eq("").all()
    assert (found["lower"] < found["value"]).all() and (found["value"] < found["upper"]).all()
    pd.testing.assert_frame_equal(table, before)


def test_exercise_2_difference_and_ratio_disagree_and_both_are_said() -> None:
    """Missing out: 20 and 10 in every 100 before, 10 and 4 after. The difference narrowed, the ratio grew."""
    ends = ["1", "5"]
    table = pd.concat([fifths([200, 100], groups=ends), fifths([100, 40], groups=ends, period="2024/25")])
    found = hi.change(table)
    gap, ratio = one(found), one(found, "ratio")
    assert (gap["first"], gap["second"], gap["value"]) == pytest.approx((10, 6, -4))
    assert (ratio["first"], ratio["second"], ratio["value"]) == pytest.approx((2.0, 2.5, 1.25))
    said = "In these figures, from 2023/24 to 2024/25 the difference is smaller, but the ratio is larger. Report both."
    assert gap["note"] == ratio["note"] == said and not banned(said)
    assert hi.change(years())["note"].eq("").all()


def test_exercise_2_uptake_narrows_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[indicator.uptake]\nname = "Uptake"\nkind = "proportion"\nper = 100\nunit = "%"\n'
                    'better = "higher"\n', encoding="utf-8")
    hi.use_catalogue(path)
    ends = ["1", "5"]
    found = hi.change(pd.concat([fifths([80, 90], 100, ends, indicator="uptake"),
                                 fifths([90, 96], 100, ends, indicator="uptake", period="2024/25")]))
    assert one(found)["value"] == pytest.approx(-4) and found["note"].eq("").all()
    ratio = one(found, "ratio")
    assert (ratio["first"], ratio["second"]) == pytest.approx((1.125, 96 / 90))
    assert ratio["value"] < 1


def test_exercise_11_a_gap_that_narrows_by_levelling_down_says_so(tmp_path: Path) -> None:
    """Higher is better; the least deprived fall from 76 to 70, and nobody gained."""
    path = tmp_path / "own.toml"
    path.write_text('[indicator.score]\nname = "Score"\nkind = "value"\nper = 1\nunit = "points"\n'
                    'better = "higher"\n', encoding="utf-8")
    hi.use_catalogue(path)

    def place(values: list[float], period: str) -> pd.DataFrame:
        return fifths([math.nan] * 5, math.nan, indicator="score", period=period).assign(value=values)

    first, down, up = [60, 64, 68, 72, 76], [60, 64, 68, 70, 70], [64, 66, 70, 72, 76]
    found = one(hi.change(pd.concat([place(first, "2023"), place(down, "2024")])))
    assert (found["first"], found["second"], found["value"]) == (16, 10, -6)
    assert found["note"] == ("In these figures the group that was worse off did not gain: the two are nearer since the "
                             "other one lost.")
    assert not banned(found["note"])
    assert one(hi.change(pd.concat([place(first, "2023"), place(up, "2024")])))["note"] == ""


def test_a_gap_that_turned_round_says_so() -> None:
    found = hi.change(pd.concat([fifths(BEFORE), fifths(BEFORE[::-1], period="2024/25")]))
    assert one(found)["note"].startswith("In these figures the gap is the other way round in 2024/25")


def test_periods_are_taken_in_the_order_of_time() -> None:
    parts = [fifths(BEFORE, period=name) for name in ("2024-10", "2023-11", "2024-09")]
    assert one(hi.change(pd.concat(parts)))["period"] == "2023-11 to 2024-10"
    named = hi.change(pd.concat(parts), first="2024-09", second="2024-10")
    assert one(named)["value"] == 0 and one(named, "ratio")["value"] == pytest.approx(1)
    assert [p.label for p in periods(["2024-06-30", "2024", "2023/24", "2021-23", "2024 Q2", "2015 to 2017"])] == [
        "2015 to 2017", "2021-23", "2023/24", "2024", "2024 Q2", "2024-06-30"]
    with pytest.raises(InputError, match="cannot be put in order"):
        hi.change(pd.concat([fifths(BEFORE, period="spring"), fifths(AFTER, period="autumn")]))


def test_periods_that_share_time_have_a_change_but_no_range() -> None:
    row = one(hi.change(pd.concat([fifths(BEFORE, period="2020-22"), fifths(AFTER, period="2021-23")])))
    assert row["value"] == pytest.approx(-4) and math.isnan(row["lower"]) and math.isnan(row["se"])
    assert row["reason"] == "The two periods share some of their time, so the same people are in both, and no range " \
                            "can be given."
    assert row["method"] == "second minus first, no range"


def test_two_areas_and_two_specialties() -> None:
    areas = pd.concat([fifths(BEFORE), fifths(AFTER, area="B")])
    row = one(hi.change(areas, between="area", first="A", second="B"))
    assert row["value"] == pytest.approx(-4) and row["area"] == "B against A" and row["period"] == "2023/24"
    strata = pd.concat([fifths(BEFORE, stratum="specialty=ENT"), fifths(AFTER, stratum="specialty=Eyes"),
                        fifths([550, 510, 480, 440, 390], 2000)])
    names = {"first": "specialty=ENT", "second": "specialty=Eyes"}
    assert one(hi.change(strata, between="stratum", **names))["value"] == pytest.approx(-4)
    whole = one(hi.change(strata, between="stratum", first="All", second="specialty=Eyes"))
    assert math.isnan(whole["lower"]) and "One side is the whole" in whole["reason"]


def test_ethnic_groups_have_a_row_each() -> None:
    def ethnic(numerators: list[int], period: str) -> pd.DataFrame:
        groups = ["White", "Mixed", "Asian or Asian British"]
        return fifths(numerators, 500, groups, dimension="ethnic_group", period=period)

    table = pd.concat([ethnic([100, 120, 150], "2023"), ethnic([100, 110, 170], "2024")])
    found = hi.change(table, "gap", reference="White")
    assert found[["group", "reference"]].to_numpy().tolist() == [["Mixed", "White"],
                                                                ["Asian or Asian British", "White"]]
    assert found["value"].tolist() == pytest.approx([-2, 4])
    assert set(hi.change(table, "gap")["reference"]) == {"rest"}


def test_a_missing_side_costs_its_own_row() -> None:
    table = pd.concat([years(), fifths(BEFORE, area="B"), fifths([*AFTER[:4], math.nan], area="C", period="2024/25"),
                       fifths(BEFORE, area="C")])
    found = hi.change(table, "gap").set_index("area")
    assert found.loc["A", "reason"] == "" and found.loc["A", "value"] == pytest.approx(-4)
    assert found.loc["B", "reason"] == "The table has no figures for 2024/25."
    assert found.loc["B", "first"] == pytest.approx(10) and math.isnan(found.loc["B", "value"])
    assert found.loc["C", "reason"].startswith("In 2024/25: There is no figure for")


def test_two_editions_are_not_compared() -> None:
    old, new = (fifths(BEFORE, edition="IMD 2019"), fifths(AFTER, edition="IMD 2025", period="2024/25"))
    found = hi.change(pd.concat([old, new]), "gap")
    assert found["value"].isna().all() and len(found) == 2
    assert found["reason"].iloc[0] == ("The groups of 2023/24 are of one edition (IMD 2019), those of 2024/25 of "
                                       "another (IMD 2025): they are different people.")
    both = hi.change(pd.concat([old, new, fifths(AFTER, edition="IMD 2019", period="2024/25")]), "gap")
    assert one(both[both["edition"] == "IMD 2019"])["value"] == pytest.approx(-4)
    assert "another (IMD 2019)" in one(both[both["edition"] == "IMD 2025"])["reason"]


def test_a_side_without_a_range_gives_a_change_without_one() -> None:
    def lives(values: list[float], period: str, **limits: object) -> pd.DataFrame:
        return pd.DataFrame({"group": FIFTHS, "value": values}).assign(
            indicator="life_expectancy", dimension="imd_quintile", period=period, area="A", **limits)

    table = pd.concat([lives([74, 77, 79, 81, 83], "2020"), lives([75, 77, 79, 81, 83], "2021")])
    row = one(hi.change(table))
    assert row["value"] == pytest.approx(-1) and math.isnan(row["upper"])
    assert row["reason"].startswith("No range in 2020.") and row["method"].endswith("no range")


def test_difference_in_differences_by_hand() -> None:
    there = pd.concat([fifths([310, 280, 260, 240, 200], area="B"),
                       fifths([300, 270, 250, 230, 200], area="B", period="2024/25")])
    table = pd.concat([years(), there])
    alone = hi.change(table).set_index(["area", "measure"])
    found = hi.change(table, comparator="B")
    gap, here, away = one(found), alone.loc[("A", "gap")], alone.loc[("B", "gap")]
    assert gap["value"] == pytest.approx(-4 - -1) and gap["elsewhere"] == pytest.approx(-1)
    assert gap["lower"] == pytest.approx(
        gap["value"] - math.hypot(here["value"] - here["lower"], away["upper"] - away["value"]))
    ratio, here, away = one(found, "ratio"), alone.loc[("A", "ratio")], alone.loc[("B", "ratio")]
    assert ratio["value"] == pytest.approx(here["value"] / away["value"])
    assert math.log(ratio["upper"] / ratio["value"]) == pytest.approx(
        math.hypot(math.log(here["upper"] / here["value"]), math.log(away["value"] / away["lower"])))
    assert gap["method"] == "second minus first, MOVER, less the same for B"
    assert found["area"].tolist() == ["A", "A"]


def test_a_comparator_may_be_an_indicator_or_a_stratum_and_must_fit() -> None:
    other = pd.concat([fifths([100, 90, 80, 70, 60], indicator="waits_over_65_weeks"),
                       fifths([95, 85, 75, 65, 60], indicator="waits_over_65_weeks", period="2024/25")])
    found = hi.change(pd.concat([years(), other]), "gap", comparator="waits_over_65_weeks")
    assert one(found)["value"] == pytest.approx(-4 - -0.5)
    lives = pd.DataFrame({"group": FIFTHS * 2, "value": [74, 76, 78, 80, 82, 75, 76, 78, 80, 82]}).assign(
        indicator="life_expectancy", dimension="imd_quintile", area="A", period=["2023/24"] * 5 + ["2024/25"] * 5)
    unlike = one(hi.change(pd.concat([years(), lives]), "gap", comparator="life_expectancy"))
    assert math.isnan(unlike["value"]) and "another unit" in unlike["reason"]
    alone = pd.concat([years(), fifths(BEFORE, area="B")])
    assert one(hi.change(alone, "gap", comparator="B"))["reason"] == \
        "For B: The table has no figures for 2024/25."


def test_refusals_say_what_to_do() -> None:
    for text, names in {
        "second minus first|There is no side": {"between": "sex"},
        "Name both sides": {"between": "area"},
        'no period called "2020"': {"first": "2020"},
        "A change needs two": {"first": "2024/25"},
        "same two groups": {"reference": "extremes"},
        "to compare the change with": {"comparator": "Z"},
        "no measure called": {"measures": "gpa"},
    }.items():
        with pytest.raises(ParameterError, match=text):
            hi.change(years(), **names)
    with pytest.raises(InputError, match="different editions"):
        hi.change(pd.concat([years().iloc[1:], fifths([300], groups=["1"], edition="IMD 2025")]))


def test_a_zero_costs_the_ratio_alone() -> None:
    found = hi.change(pd.concat([fifths(BEFORE), fifths([0, 240, 230, 210, 190], period="2024/25")]))
    assert one(found)["reason"] == "" and "In 2024/25: One of the two figures is zero" in one(found, "ratio")["reason"]


def test_other_measures_pass_through_their_own_settings() -> None:
    linear, log = (one(hi.change(years(), "sii", model=model, draws=300), "sii")["value"]
                   for model in ("linear", "logit"))
    assert linear != log


counts = st.lists(st.integers(1, 499), min_size=5, max_size=5)


@settings(max_examples=40, deadline=None)
@given(counts, counts)
def test_swapping_the_sides_turns_the_change_round(before: list[int], after: list[int]) -> None:
    table = pd.concat([fifths(before, 500), fifths(after, 500, period="2024/25")])
    there = hi.change(table).set_index("measure")
    back = hi.change(table.sample(frac=1, random_state=1), first="2024/25", second="2023/24").set_index("measure")
    ends = [("value", "value"), ("lower", "upper"), ("upper", "lower")]
    for one_end, other in ends:
        assert there.loc["gap", one_end] == pytest.approx(-back.loc["gap", other])
        assert there.loc["ratio", one_end] == pytest.approx(1 / back.loc["ratio", other])


@settings(max_examples=25, deadline=None)
@given(counts)
def test_equal_sides_did_not_change(numerators: list[int]) -> None:
    table = pd.concat([fifths(numerators, 500), fifths(numerators, 500, period="2024/25")])
    found = hi.change(table).set_index("measure")
    assert found.loc["gap", "value"] == 0 and found.loc["ratio", "value"] == pytest.approx(1)
    assert found["note"].str.contains("Both are true").sum() == 0
    gap = found.loc["gap"]
    assert gap["lower"] == pytest.approx(-gap["upper"])


@settings(max_examples=15, deadline=None)
@given(counts, counts, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(before: list[int], after: list[int], chance) -> None:
    table = pd.concat([fifths(before, 500), fifths(after, 500, period="2024/25")], ignore_index=True)
    order = list(range(len(table)))
    chance.shuffle(order)
    pd.testing.assert_frame_equal(hi.change(table), hi.change(table.iloc[order]))


def test_a_mark_is_the_gravest_of_both_sides() -> None:
    few = hi.change(pd.concat([fifths([5, 20, 20, 20, 20]), fifths(AFTER, period="2024/25")]), "gap")
    assert few["flag"].tolist() == ["few_cases"]
    assert np.isfinite(few["value"]).all()
