"""The funnel: the golden labels, what is compared with what, and what must hold for any places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measure_tables import CATALOGUE, golden, table

import hitoolkit as hi
from hitoolkit.errors import ParameterError
from hitoolkit.table import COLUMNS

UNITS = """
[indicator.ratio_x100]
name = "Observed over expected"
kind = "rate"
per = 100
better = "lower"
numerator = "observed"
denominator = "expected"
[dimension.unit]
name = "Unit"
ordered = false
places = true
"""
LABELS = {"High (0.001)": "high_998", "High (0.025)": "high_95", "Not significant": "within",
          "Low (0.025)": "low_95", "Low (0.001)": "low_998"}
#: statistic -> indicator, its two columns, the target
STATISTICS = {
    "proportion": ("proportion_neither_100", "num", "den", None),
    "ratio": ("ratio_x100", "obs", "expected", 100),
    "rate_crude": ("rate_neither_100000", "rate_num", "rate_den", None),
}
#: Exercise 9: twenty services that are all the same.
PEOPLE = [150, 180, 220, 260, 300, 350, 400, 450, 520, 600, 700, 800, 900, 1000, 1200, 1400, 1700, 2000, 2500, 3000]
EVENTS = [9, 18, 20, 22, 38, 35, 37, 37, 44, 46, 71, 82, 75, 101, 118, 155, 206, 222, 227, 311]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE + UNITS, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def services(indicator: str = "preterm_births", events: list[float] = EVENTS, **columns: object) -> pd.DataFrame:  # type: ignore[assignment]
    pairs = zip(events, PEOPLE, strict=True)
    return table(indicator, "unit", {f"S{number:02}": pair for number, pair in enumerate(pairs)}, **columns)


@pytest.mark.parametrize("statistic", STATISTICS)
def test_labels_are_the_golden_ones(statistic: str) -> None:
    indicator, top, bottom, at = STATISTICS[statistic]
    rows = golden("funnel_input").set_index("unit")
    counts = table(indicator, "unit", dict(zip(rows.index, zip(rows[top], rows[bottom], strict=True), strict=True)))
    expected = golden("funnel_significance_expected").query("statistic == @statistic").set_index("unit")
    found = hi.funnel(counts, at=at).set_index("group")
    assert found["label"].to_dict() == expected["significance"].map(LABELS).to_dict()
    limits = golden("funnel_limits_expected")
    baseline = limits.loc[limits["statistic"].str.startswith(statistic), "baseline"].iloc[0]
    assert found["average"].tolist() == pytest.approx([baseline] * len(found), rel=1e-9)


def test_the_league_table_lottery() -> None:
    found = hi.funnel(services())
    assert found["label"].value_counts().to_dict() == {"within": 19, "high_95": 1}
    assert found.loc[found["label"] == "high_95", "denominator"].tolist() == [1700]
    assert found["average"].iloc[0] == pytest.approx(10.06, abs=0.005)
    five = found.set_index("denominator").loc[300]
    assert (five["lower_95"], five["upper_95"]) == pytest.approx((10.06 - 3.40, 10.06 + 3.40), abs=0.01)


def test_the_columns_and_the_input_is_left_alone() -> None:
    counts = services()
    counts.attrs = {"policy": "under_5"}
    before = counts.copy(deep=True)
    found = hi.funnel(counts)
    pd.testing.assert_frame_equal(counts, before)
    limits = ["lower_95", "upper_95", "lower_998", "upper_998"]
    assert list(found.columns) == [*COLUMNS, "average", *limits, "label", "method", "reason"]
    assert found.attrs == {"policy": "under_5"} and (found["method"] == "Wilson inverted").all()
    assert found["value"].tolist() == pytest.approx([100 * x / n for x, n in zip(EVENTS, PEOPLE, strict=True)])
    assert hi.funnel(counts.iloc[:0]).empty
    one = hi.funnel(counts, confidence=0.9)
    assert "lower_90" in one and "lower_95" not in one and set(one["label"]) <= {"low_90", "within", "high_90"}


@pytest.mark.parametrize("better", ["lower", "higher", "neither"])
def test_high_is_high_whichever_direction_is_better(better: str) -> None:
    found = hi.funnel(services(f"rate_{better}_1000", [200, *EVENTS[1:]]))
    assert found["label"].iloc[0] == "high_998"


def test_hidden_places_stay_unknown_and_enter_no_average() -> None:
    counts = services()
    counts.loc[0, ["numerator", "denominator", "flag"]] = [np.nan, 150, "suppressed"]
    counts.loc[1, "denominator"] = 0
    counts.loc[1, "numerator"] = 0
    whole = table("preterm_births", "unit", {"All": (1950, 20_000), "Not known": (70, 700)})
    found = hi.funnel(pd.concat([counts, whole])).set_index("group")
    assert found.loc["S00", "reason"].startswith("The count is hidden") and found.loc["S00", "label"] == ""
    assert found.loc["S01", "reason"] == "There is nobody here, so there is no rate."
    assert found.loc[["All", "Not known"], "reason"].str.contains("not compared").all()
    assert found.loc[["S00", "S01", "All", "Not known"], ["average", "lower_95", "upper_998"]].isna().all().all()
    pd.testing.assert_frame_equal(
        found.loc["S02":"S19", "average":],  # type: ignore[misc]
        hi.funnel(counts.iloc[2:]).set_index("group").loc[:, "average":],  # type: ignore[misc]
    )


def test_places_may_be_areas_or_groups() -> None:
    sites = services().assign(area=lambda frame: frame["group"], group="All", dimension="sex")
    pd.testing.assert_series_equal(hi.funnel(sites)["label"], hi.funnel(services())["label"])
    by_sex = pd.concat([sites.assign(group="Female"), sites.assign(group="Male", numerator=5.0)])
    found = hi.funnel(by_sex)
    assert found.groupby("group")["average"].nunique().to_dict() == {"Female": 1, "Male": 1}
    assert hi.funnel(by_sex[by_sex["area"] == "S03"])["average"].nunique() == 1
    england = sites.iloc[:1].assign(area="All")
    assert "not compared" in hi.funnel(pd.concat([sites, england])).set_index("area").loc["All", "reason"]
    found = hi.funnel(sites, over="group")
    assert (found["label"] == "").all()
    with pytest.raises(ParameterError, match="column to compare over"):
        hi.funnel(sites, over="place")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("way", [False, "additive", "multiplicative"])
def test_one_vast_place_beside_small_ones(way: str | bool) -> None:
    frame = table("rate_lower_1000", "ward", {"a": (1, 1), "b": (10**9, 10**12)})
    assert hi.funnel(frame, over="group", overdispersion=way)["label"].isin(["within", "high_998", "high_95"]).all()


def test_a_target_in_place_of_the_average() -> None:
    found = hi.funnel(services().iloc[:1], at=20)
    assert found["label"].tolist() == ["low_998"] and found["average"].tolist() == [20]
    assert "no other place" in hi.funnel(services().iloc[:1])["reason"][0]
    assert "No place differs" in hi.funnel(services(events=[0.0] * 20))["reason"][0]
    assert hi.funnel(services(events=[0.0] * 20), at=10)["label"].str.startswith("low").all()
    for at in (0, 100, -3, float("nan"), True, "10"):
        with pytest.raises(ParameterError, match="should be a number between 0 and 100"):
            hi.funnel(services(), at=at)  # type: ignore[arg-type]


def test_rates_without_events_and_in_tiny_places() -> None:
    counts = table("rate_lower_1000", "unit", {"A": (0, 10), "B": (0, 5000), "C": (30, 5000)})
    found = hi.funnel(counts)
    assert found["label"].tolist() == ["within", "low_998", "high_998"]
    assert found["lower_998"].iloc[0] == 0 and found["upper_998"].iloc[0] > 100


def test_adjusted_rates_count_as_one_with_as_many_events() -> None:
    counts = table("rate_lower_1000", "unit", {"A": (40, 4000), "B": (9, 4000), "C": (60, 4000)})
    counts["value"] = [20.0, 3.0, 15.0]  # C is its crude rate
    found = hi.funnel(counts, at=10).set_index("group")
    assert found.loc["A", "label"] == "high_998"  # 40 events where 20 would be the average
    plain = hi.funnel(table("rate_lower_1000", "unit", {"A": (40, 2000)}), at=10).iloc[0]
    assert found.loc["A", "lower_95"] == pytest.approx(plain["lower_95"])
    assert found.loc["B", "label"] == "" and "fewer than 10 events" in found.loc["B", "reason"]
    assert found.loc["C", "value"] == 15


def test_what_is_not_counted_is_refused() -> None:
    found = hi.funnel(table("life_expectancy", "unit", {"A": 70.0, "B": 80.0}))
    assert found["reason"].str.contains("counted").all() and found["value"].tolist() == [70, 80]


@pytest.mark.parametrize("level", [(), 95, (0.95, 95), "0.95", (0.95, 0.95), True])
def test_levels_that_are_none(level: object) -> None:
    with pytest.raises(ParameterError):
        hi.funnel(services(), confidence=level)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["proportion_lower_100", "rate_lower_1000"])
def test_spread_widens_the_limits_and_says_so(kind: str) -> None:
    chance = np.random.default_rng(3)
    wild = [float(round(n * p)) for n, p in zip(PEOPLE, chance.uniform(0.05, 0.3, 20), strict=True)]
    counts = services(kind, wild)
    plain = hi.funnel(counts)
    additive, times = (hi.funnel(counts, overdispersion=way) for way in ("additive", "multiplicative"))
    outside = [(frame["label"] != "within").sum() for frame in (plain, additive, times)]
    assert outside[0] > 10 and outside[1] <= 3 and outside[2] <= 3
    assert additive["method"].str.contains("additive spread, tau 0.").all()
    assert times["method"].str.contains("multiplicative spread, phi ").all()
    # Additive: a large place's limits stay wide, since its own chance is not what sets places apart.
    largest = [frame["upper_95"].iloc[-1] - frame["lower_95"].iloc[-1] for frame in (plain, times, additive)]
    assert largest == sorted(largest)
    pd.testing.assert_frame_equal(hi.funnel(counts, overdispersion=True), additive)
    few = hi.funnel(counts.iloc[:9], overdispersion="additive")
    assert few["method"].iloc[0].endswith("spread not judged in under 10 places")
    even = services(kind, [float(round(n / 10)) for n in PEOPLE])
    alike = hi.funnel(even, overdispersion="additive")
    assert alike["method"].iloc[0].endswith("no more than chance gives")
    pd.testing.assert_series_equal(alike["upper_95"], hi.funnel(even)["upper_95"])
    with pytest.raises(ParameterError, match="way to allow for spread"):
        hi.funnel(counts, overdispersion="laney")


places = st.lists(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2,
                  max_size=14)


@given(places, st.sampled_from(["proportion_lower_100", "rate_lower_1000"]),
       st.sampled_from([False, "additive", "multiplicative"]), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_labels_follow_the_limits_in_any_order(rows: list[tuple[int, int]], kind: str, way: str | bool,
                                               chance: object) -> None:
    counts = table(kind, "unit", {f"U{number:02}": row for number, row in enumerate(rows)})
    found = hi.funnel(counts, overdispersion=way)
    mixed = counts.sample(frac=1, random_state=chance.randrange(1000))  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(found, hi.funnel(mixed, overdispersion=way))
    for _, row in found[found["reason"] == ""].iterrows():
        assert row["lower_998"] <= row["lower_95"] <= row["average"] * (1 + 1e-9)
        assert row["average"] * (1 - 1e-9) <= row["upper_95"] <= row["upper_998"]
        room = 1e-9 * (1 + row["value"])
        for side, beyond in (("low", -1), ("high", 1)):
            for level in ("95", "998"):
                past = beyond * (row["value"] - row[f"{'lower' if side == 'low' else 'upper'}_{level}"])
                labelled = row["label"] in {f"{side}_998", f"{side}_{level}"}
                assert labelled == (past > 0) or abs(past) < room


def test_fifths_of_people_are_no_places_unless_it_is_said() -> None:
    fifths = pd.DataFrame({"group": list("12345"), "numerator": [90, 80, 70, 60, 50], "denominator": 500})
    fifths = fifths.assign(indicator="preterm_births", dimension="imd_quintile", period="2025", area="A")
    with pytest.raises(ParameterError, match="people in an order, not places"):
        hi.funnel(fifths)
    assert (hi.funnel(fifths, over="group")["label"] != "").all()
