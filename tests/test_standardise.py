"""Standardised figures: known results, groups that cannot be measured, and what must hold for any numbers."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_tables import CATALOGUE, golden

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError

LEVELS = {"95": 0.95, "998": 0.998}
RATE, SHARE = "rate_lower_100000", "proportion_lower_100"
FIVES = [*(f"{age}-{age + 4}" for age in range(0, 90, 5)), "90+"]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def one_group(strata: dict[str, tuple[float, float]], indicator: str = RATE, **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame(list(strata.values()), columns=["numerator", "denominator"], dtype=float)
    same = {"indicator": indicator, "period": "2025", "area": "A", "dimension": "ward", "group": "North"}
    return frame.assign(**{**same, "stratum": list(strata), **columns})


def golden_ages(text: bool = True) -> pd.DataFrame:
    rows = golden("standardised_input")
    bands = dict(zip(range(0, 95, 5), FIVES, strict=True))
    labels = "age_band=" + rows["age"].map(bands) if text else rows["age"]
    return pd.DataFrame(
        {
            "area": rows["area"],
            "stratum": labels,
            "numerator": rows["x"],
            "denominator": rows["n"],
            "indicator": RATE,
            "period": "2025",
            "dimension": "ward",
            "group": "All",
            "age": rows["age"],
            "stdpop": rows["stdpop"],
            "ref_x": rows["ref_x"],
            "ref_n": rows["ref_n"],
        }
    )


def reason(table: pd.DataFrame, at: int = 0) -> str:
    return table.attrs["reasons"][at]["reason"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("standard", ["esp2013", "given"])
@pytest.mark.parametrize("labels", ["bands", "numbers", "category", "text"])
def test_golden_direct_rates(level: str, standard: str, labels: str) -> None:
    table = golden_ages(labels == "bands").sample(frac=1, random_state=3)
    if labels in ("category", "text"):
        table["stratum"] = table["stratum"].astype("category" if labels == "category" else str)
    weights = dict(zip(table["stratum"], table["stdpop"], strict=True)) if standard == "given" else standard
    expected = golden("dsr_expected")
    found = hi.standardise(table, weights, confidence=LEVELS[level])
    assert found["area"].tolist() == expected["area"].tolist() and set(found["stratum"]) == {"All"}
    np.testing.assert_array_equal(found["numerator"], expected["total_count"])
    np.testing.assert_array_equal(found["denominator"], expected["total_pop"])
    np.testing.assert_allclose(found["value"], expected["value"], rtol=1e-9)
    np.testing.assert_allclose(found["lower"], expected[f"lower{level}"], rtol=1e-9)
    np.testing.assert_allclose(found["upper"], expected[f"upper{level}"], rtol=1e-9)
    assert found.loc[found["value"].isna(), "flag"].tolist() == ["few_cases", "few_cases"]
    assert [one["area"] for one in found.attrs["reasons"]] == ["area06", "area07"]
    assert "Fewer than 10 events" in reason(found)


@pytest.mark.parametrize("level", LEVELS)
def test_golden_repeated_events(level: str) -> None:
    rows, expected = golden("dsr_repeat_events_input"), golden("dsr_repeat_events_expected")
    table = pd.DataFrame(
        {
            "area": rows["area"],
            "numerator": rows["people"],
            "denominator": rows["n"],
            "indicator": RATE,
            "period": "2025",
            "dimension": "ward",
            "group": "All",
            "stratum": "age_band=" + rows["age"].astype(str) + "; events_each=" + rows["events_each"].astype(str),
        }
    )
    each = hi.standardise(table, confidence=LEVELS[level])
    rows["events"] = rows["people"] * rows["events_each"]
    alone = rows.groupby(["area", "age"], as_index=False).agg(numerator=("events", "sum"), denominator=("n", "first"))
    alone = alone.assign(stratum=alone["age"], indicator=RATE, period="2025", dimension="ward", group="All")
    for found, method in (
        (each, "frequency_adjusted"),
        (hi.standardise(alone, confidence=LEVELS[level]), "independent"),
    ):
        wanted = expected[expected["method"] == method]
        np.testing.assert_array_equal(found["numerator"], wanted["total_count"])
        np.testing.assert_array_equal(found["denominator"], wanted["total_pop"])
        np.testing.assert_allclose(found["value"], wanted["value"], rtol=1e-9)
        np.testing.assert_allclose(found["lower"], wanted[f"lower{level}"], rtol=1e-9)
        np.testing.assert_allclose(found["upper"], wanted[f"upper{level}"], rtol=1e-9)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("total_only", [False, True])
def test_golden_indirect(level: str, total_only: bool) -> None:
    table, expected = golden_ages(), golden("isr_expected")
    reference = table[table["area"] == "area01"].assign(area="England")
    reference["numerator"], reference["denominator"] = reference.pop("ref_x"), reference.pop("ref_n")
    if total_only:
        totals = table.groupby("area", as_index=False)["numerator"].sum()
        whole = totals.assign(indicator=RATE, period="2025", dimension="ward", group="All", stratum="All")
        table = pd.concat([table.assign(numerator=np.nan), whole])
    found = hi.standardise(table, method="indirect", reference=reference, confidence=LEVELS[level])
    for statistic, names in (
        ("ratio_x100", ("ratio", "ratio_lower", "ratio_upper")),
        ("rate_per_100000", ("value", "lower", "upper")),
    ):
        wanted = expected[expected["statistic"] == statistic]
        np.testing.assert_array_equal(found["numerator"], wanted["observed"])
        np.testing.assert_allclose(found["expected"], wanted["expected"], rtol=1e-9)
        for name, column in zip(names, ("value", f"lower{level}", f"upper{level}"), strict=True):
            np.testing.assert_allclose(found[name], wanted[column], rtol=1e-9)


def test_a_missing_age_band_is_never_passed_over() -> None:
    # A peer weighs by the bands that are there: 45,000 becomes 50,000 without a word.
    ages = {"0-44": (500, 1000), "45-64": (500, 1000), "65+": (250, 1000)}
    weights = {"0-44": 40, "45-64": 40, "65+": 20}
    whole = hi.standardise(one_group(ages), weights)
    assert whole["value"].tolist() == [45_000]
    del ages["65+"]
    found = hi.standardise(one_group(ages), weights)
    assert found["value"].isna().all() and found["flag"].tolist() == ["incomplete"]
    assert found["numerator"].isna().all(), "a sum over some of the strata would pass for the whole"
    assert "no row for 65+" in reason(found)


def test_a_missing_band_of_the_european_standard_is_named_and_costs_one_group() -> None:
    table = golden_ages()
    lacking = table[~((table["area"] == "area02") & table["age"].isin([10, 15, 90]))]
    found, whole = hi.standardise(lacking), hi.standardise(table)
    assert "no row for ages 10-19, ages 90+" in reason(found)
    same = found["area"] != "area02"
    pd.testing.assert_frame_equal(found[same], whole[same])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"denominator": 0, "numerator": 0}, "Nobody is counted in age_band=40-44"),
        ({"numerator": np.nan}, "not known or hidden: age_band=40-44"),
        ({"denominator": np.nan}, "not known or hidden: age_band=40-44"),
        ({"stratum": "age_band=40-46"}, "age_band=40-46 cannot be told in the age bands of the 2013 European"),
        ({"stratum": "age_band=35-44"}, "Two rows hold ages 35-39"),
        ({"stratum": "age_band=Not known"}, "no row for ages 40-44"),
    ],
)
def test_a_group_that_cannot_be_measured_says_why_and_harms_no_other(change: dict[str, object], said: str) -> None:
    table = golden_ages()
    broken = table.copy()
    at = (broken["area"] == "area04") & (broken["age"] == 40)
    for name, value in change.items():
        broken.loc[at, name] = value
    found, whole = hi.standardise(broken), hi.standardise(table)
    row = found[found["area"] == "area04"]
    assert row[["value", "se", "lower", "upper"]].isna().all(axis=None) and row["flag"].tolist() == ["incomplete"]
    told = [one["reason"] for one in found.attrs["reasons"] if one["area"] == "area04"]
    assert len(told) == 1 and said in told[0]
    same = found["area"] != "area04"
    pd.testing.assert_frame_equal(found[same], whole[same])


def test_bands_may_be_wider_or_finer_than_those_of_the_standard() -> None:
    fives = one_group({f"age_band={band}": (20 + age, 1000 + 10 * age) for age, band in enumerate(FIVES)})
    tens = one_group(
        {**{f"{age}-{age + 9}": (40, 2000) for age in range(0, 80, 10)}, "80-84": (9, 300), "85+": (9, 99)}
    )
    assert hi.standardise(tens)["value"].iloc[0] == pytest.approx(
        1e5 * (0.95 * 0.02 + 0.025 * 9 / 300 + 0.025 * 9 / 99)
    )
    first = fives.iloc[[0]]
    years = pd.concat(
        [
            first.assign(stratum="age_band=0", numerator=4, denominator=200),
            first.assign(stratum="age_band=1-4", numerator=16, denominator=800),
        ]
    )
    apart = hi.standardise(pd.concat([years, fives.iloc[1:]]))["value"].iloc[0]
    assert apart == pytest.approx(hi.standardise(fives)["value"].iloc[0]), "both have a rate of 2 in 100"
    single = pd.concat(
        [first.assign(stratum=f"age_band={5 + year}", numerator=year, denominator=202) for year in range(5)]
    )
    finer = pd.concat([fives.drop(index=1), single.assign(denominator=[200, 201, 202, 203, 204])])
    together = fives.assign(numerator=fives["numerator"].where(fives.index != 1, 10))
    pd.testing.assert_frame_equal(hi.standardise(finer), hi.standardise(together))


def test_sexes_weigh_the_same_or_get_figures_of_their_own() -> None:
    both = pd.concat(
        [
            one_group({f"age_band={band}; sex={sex}": (x, 1000) for band in FIVES})
            for sex, x in (("Female", 10), ("Male", 30))
        ]
    )
    assert hi.standardise(both)["value"].tolist() == [pytest.approx(2000)]
    apart = hi.standardise(both, by="age_band")
    assert apart["stratum"].tolist() == ["sex=Female", "sex=Male"]
    np.testing.assert_allclose(apart["value"], [1000, 3000])
    male = both[both["stratum"] != "age_band=5-9; sex=Male"]
    assert "no row for ages 5-9 (Male)" in reason(hi.standardise(male))


def test_the_tables_own_people_are_a_standard() -> None:
    north = one_group({"specialty=100": (80, 800), "specialty=300": (10, 200)}, SHARE)
    south = one_group({"specialty=100": (20, 200), "specialty=300": (40, 800)}, SHARE, group="South")
    parts = pd.concat([north, south])
    found = hi.standardise(parts, "all").set_index("group")
    np.testing.assert_allclose(found["value"], [7.5, 7.5])
    # With a row for the whole, its people are the standard; groups it is made of are not counted again.
    whole = one_group({"specialty=100": (400, 3000), "specialty=300": (50, 1000)}, SHARE, group="All")
    weighted = hi.standardise(pd.concat([parts, whole]), "all").set_index("group")
    np.testing.assert_allclose(weighted["value"], [100 * (0.75 * 0.1 + 0.25 * 0.05)] * 2 + [11.25])
    # A hidden number of people costs its own group, not the others.
    hidden = parts.assign(
        denominator=parts["denominator"].mask((parts["group"] == "South") & (parts["numerator"] == 40))
    )
    found = hi.standardise(hidden, "all").set_index("group")
    assert found["value"].notna().tolist() == [True, False]


def test_a_total_beside_its_strata_changes_nothing_and_unknown_ages_are_said() -> None:
    table = golden_ages().drop(columns=["age", "stdpop", "ref_x", "ref_n"])
    totals = table.groupby("area", as_index=False)[["numerator", "denominator"]].sum().assign(stratum="All")
    unknown = totals.assign(stratum="age_band=Not known", numerator=3, denominator=9)
    same = table.iloc[0][["indicator", "period", "dimension", "group"]].to_dict()
    more = pd.concat([table, totals.assign(**same), unknown.assign(**same)])
    found, plain = hi.standardise(more), hi.standardise(table)
    pd.testing.assert_frame_equal(found, plain)
    assert "not known are left out" in found.attrs["note"] and "left out" not in plain.attrs["note"]
    assert "no row for ages 0+" in reason(hi.standardise(more[(more["area"] != "area03") | (more["stratum"] == "All")]))


def test_proportions_stay_inside_what_is_possible() -> None:
    low = one_group({"a": (0, 40), "b": (11, 900)}, SHARE)
    full = one_group({"a": (40, 40), "b": (12, 12)}, SHARE, group="South")
    mixed = one_group({"a": (40, 40), "b": (0, 50)}, SHARE, group="West")
    for confidence in (0.5, 0.95, 0.998):
        found = hi.standardise(pd.concat([low, full, mixed]), {"a": 50, "b": 50}, confidence=confidence)
        assert (found["lower"] >= 0).all() and (found["upper"] <= 100).all()
        assert (found["lower"] < found["upper"]).all() and found["value"].between(found["lower"], found["upper"]).all()
    crude = hi.add_rates(one_group({"All": (30, 200)}, SHARE))
    even = hi.standardise(one_group({"a": (15, 100), "b": (15, 100)}, SHARE), {"a": 1, "b": 1})
    np.testing.assert_allclose(even[["value", "lower", "upper"]], crude[["value", "lower", "upper"]])


def test_indirect_against_the_whole_of_the_table() -> None:
    parts = pd.concat(
        [
            one_group({"a": (30, 300), "b": (5, 100)}, SHARE),
            one_group({"a": (10, 100), "b": (15, 300)}, SHARE, group="South"),
        ]
    )
    found = hi.standardise(parts, method="indirect")
    np.testing.assert_allclose(found["ratio"], 100)
    whole = one_group({"a": (60, 300), "b": (10, 100)}, SHARE, group="All")
    found = hi.standardise(pd.concat([parts, whole]), method="indirect").set_index("group")
    np.testing.assert_allclose(found.loc[["North", "All"], "ratio"], [50, 100])
    against = hi.standardise(pd.concat([parts, whole]), method="indirect", reference="South").set_index("group")
    np.testing.assert_allclose(against.loc["All", "value"], 100 * (70 / 35) * (25 / 400))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"numerator": np.nan}, "events are not known"),
        ({"denominator": np.nan}, "number of people is not known: a"),
        ({"stratum": "c"}, "The reference has no rate for c"),
    ],
)
def test_indirect_says_why_a_group_cannot_be_measured(change: dict[str, object], said: str) -> None:
    table = pd.concat(
        [one_group({"a": (30, 300), "b": (5, 100)}), one_group({"a": (1, 9), "b": (2, 9)}, group="South")]
    )
    reference = one_group({"a": (300, 3000), "b": (70, 1000)}, group="All")
    broken = table.reset_index(drop=True)
    for name, value in change.items():
        broken.loc[0, name] = value
    found = hi.standardise(broken, method="indirect", reference=reference).set_index("group")
    assert np.isnan(found.loc["North", "value"]) and found.loc["South", "value"] > 0
    assert said in found.attrs["reasons"][0]["reason"] and found.loc["North", "flag"] == "incomplete"


def test_a_total_needs_the_people_of_every_stratum() -> None:
    table = pd.concat([one_group({"a": (np.nan, 300)}), one_group({"All": (40, np.nan)})])
    reference = one_group({"a": (300, 3000), "b": (70, 1000)}, group="All")
    assert "no row for b" in reason(hi.standardise(table, method="indirect", reference=reference))


def test_no_events_at_all_are_a_result_of_the_indirect_method() -> None:
    table = pd.concat(
        [one_group({"a": (0, 300), "b": (0, 100)}), one_group({"a": (30, 300), "b": (9, 90)}, group="South")]
    )
    found = hi.standardise(table, method="indirect").set_index("group")
    assert found.loc["North", "value"] == 0 and found.loc["North", "lower"] == 0 and found.loc["North", "upper"] > 0
    assert found.loc["North", "flag"] == "few_cases"


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"standard": "esp2012"}, ParameterError, "Did you mean esp2013"),
        ({"standard": 5}, ParameterError, "a name"),
        ({"standard": {"0-4": -1}}, ParameterError, "0 or more"),
        ({"standard": {"0-4": None}}, ParameterError, "0 or more"),
        ({"standard": {"0-4": "5"}}, ParameterError, "0 or more"),
        ({"standard": {}}, ParameterError, "above 0"),
        ({"by": []}, ParameterError, "no part of the strata"),
        ({"standard": {"0-4": 0}}, ParameterError, "above 0"),
        ({"standard": {"x": 5}}, ParameterError, "no weight for any stratum"),
        ({"method": "indirekt"}, ParameterError, "Did you mean indirect"),
        ({"method": "indirect", "reference": "Nowhere"}, ParameterError, "no group of this table"),
        ({"method": "indirect", "reference": 3}, ParameterError, "should be a table"),
        ({"by": "specialty"}, ParameterError, "no part of the strata"),
        ({"confidence": 95}, ParameterError, "between 0 and 1"),
    ],
)
def test_refused_arguments(arguments: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        hi.standardise(golden_ages(), **arguments)  # type: ignore[arg-type]


def test_refused_tables() -> None:
    with pytest.raises(InputError, match="no strata"):
        hi.standardise(one_group({"All": (3, 100)}))
    with pytest.raises(InputError, match="hold no ages"):
        hi.standardise(one_group({"specialty=North": (3, 100)}))
    with pytest.raises(InputError, match="hold no ages"):
        hi.standardise(one_group({"specialty=100": (3, 100), "specialty=300": (3, 100)}))
    with pytest.raises(InputError, match="only proportions and rates"):
        hi.standardise(one_group({"0-4": (3, 100)}, "mean_lower_1"))
    with pytest.raises(InputError, match="split by all of"):
        hi.standardise(one_group({"age_band=0-4": (3, 100), "sex=Male": (3, 100)}))
    with pytest.raises(InputError, match="no number of events"):
        hi.standardise(one_group({"0-4; events_each=many": (3, 100)}))
    with pytest.raises(InputError, match="several groups or areas"):
        hi.standardise(golden_ages(), method="indirect", reference=golden_ages())
    with pytest.raises(InputError, match=r"two rows for the stratum sex=1; age=0\+"):
        hi.standardise(one_group({"sex=1;age=0+": (30, 100), "sex=1; age=0+": (30, 100)}))
    differ = one_group({"a; events_each=1": (30, 100), "a; events_each=2": (30, 200)})
    assert "differ in people" in reason(hi.standardise(differ, {"a": 1}))
    with pytest.raises(InputError, match="direct method"):
        hi.standardise(differ, method="indirect")


def test_crude_and_adjusted_side_by_side_can_be_measured_together() -> None:
    frame = pd.concat(
        [
            one_group({"specialty=100": (80, 800), "specialty=300": (10, 200)}, SHARE, dimension="band", group="low"),
            one_group({"specialty=100": (20, 200), "specialty=300": (40, 800)}, SHARE, dimension="band", group="high"),
        ]
    )
    both = hi.adjust(frame)
    assert list(both.columns) == [*hi.check_table(both).columns, "one_more"]
    gaps = hi.measure(both, "gap").set_index("stratum")["value"]
    assert gaps["All"] == pytest.approx(3) and gaps["adjusted for specialty"] == pytest.approx(0)
    assert "who fares worse within the same specialty" in both.attrs["note"]
    safe = hi.protect(both)
    assert set(safe["stratum"]) == {"All", "adjusted for specialty"}
    adjusted = both["stratum"] != "All"
    np.testing.assert_allclose(safe.loc[adjusted, "value"], both.loc[adjusted, "value"], err_msg="stays adjusted")
    pd.testing.assert_frame_equal(hi.add_rates(both), both)
    few = hi.adjust(frame.assign(numerator=[1, 2, 20, 40]))
    assert few["value"].isna().tolist() == [False, False, True, False]
    assert few.attrs["reasons"][0]["stratum"] == "adjusted for specialty" and "Fewer than 10" in reason(few)


@pytest.mark.parametrize("indicator", [SHARE, RATE])
def test_standardised_figures_stay_so_when_they_are_protected(indicator: str) -> None:
    frame = pd.concat(
        [
            one_group({"a": (80, 800), "b": (10, 200)}, indicator),
            one_group({"a": (20, 200), "b": (40, 800)}, indicator, group="South"),
            one_group({"a": (30, 200)}, indicator, group="West"),
        ]
    )
    found = hi.standardise(frame, {"a": 50, "b": 50})
    safe = hi.protect(found)
    np.testing.assert_allclose(safe["value"], found["value"])
    assert np.isnan(safe["value"].iloc[2]), "a group that was refused gets no crude figure in its place"
    np.testing.assert_allclose(hi.add_rates(found)["value"], found["value"])


def test_crude_figures_are_of_the_same_people_or_of_the_whole() -> None:
    frame = one_group({"age_band=0-64; sex=Male": (50, 1000), "age_band=65+; sex=Male": (50, 500)}, SHARE)
    hidden = pd.concat([frame.assign(numerator=[50, np.nan]), one_group({"sex=Male": (100, 1500)}, SHARE)])
    both = hi.adjust(hidden, "age_band").set_index("stratum")
    assert both.loc["sex=Male", "value"] == pytest.approx(100 / 15)
    assert np.isnan(both.loc["adjusted for age band; sex=Male", "value"])


def test_nothing_given_is_changed_and_no_chance_is_drawn() -> None:
    table = golden_ages()
    table.attrs = {"policy": "under_5"}
    before, state = table.copy(deep=True), np.random.get_state()[1].copy()
    weights = dict(zip(table["stratum"], table["stdpop"], strict=True))
    kept = dict(weights)
    for found in (hi.standardise(table, weights), hi.standardise(table, method="indirect"), hi.adjust(table)):
        assert found.attrs["policy"] == "under_5" and found.attrs["confidence"] == 0.95
    pd.testing.assert_frame_equal(table, before)
    assert weights == kept
    np.testing.assert_array_equal(state, np.random.get_state()[1])


groups = st.lists(st.tuples(st.integers(0, 200), st.integers(200, 5000), st.integers(1, 9000)), min_size=1, max_size=6)


@given(groups, st.floats(0.1, 0.98), st.sampled_from(["rate", "proportion"]), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_what_holds_for_any_counts(rows: list[tuple[int, int, int]], level: float, kind: str, order: object) -> None:
    indicator = "deaths" if kind == "rate" else "waits_over_52_weeks"
    frame = one_group(
        {f"s={at}": (x, n) for at, (x, n, _) in enumerate(rows)}, indicator, dimension="sex", group="Male"
    )
    weights = {f"s={at}": weight for at, (_, _, weight) in enumerate(rows)}
    found = hi.standardise(frame, weights, confidence=level)
    mixed = frame.sample(frac=1, random_state=order.randrange(100))  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(found, hi.standardise(mixed, weights, confidence=level))
    one, wider = found.iloc[0], hi.standardise(frame, weights, confidence=level + 0.01).iloc[0]
    if sum(x for x, _, _ in rows) < 10:
        assert np.isnan(one["value"])
        return
    scaled = hi.standardise(frame, {name: 7 * weight for name, weight in weights.items()}, confidence=level).iloc[0]
    np.testing.assert_allclose(*(row[["value", "lower", "upper"]].astype(float) for row in (one, scaled)), rtol=1e-9)
    assert 0 <= wider["lower"] <= one["lower"] <= one["value"] + 1e-9
    assert one["value"] - 1e-9 <= one["upper"] <= wider["upper"]
    rates = [x / n for x, n, _ in rows]
    per = 100_000 if kind == "rate" else 100
    assert per * min(rates) - 1e-6 <= one["value"] <= per * max(rates) + 1e-6
    assert kind == "rate" or wider["upper"] <= 100


@given(st.integers(1, 20), st.lists(st.integers(1, 50), min_size=2, max_size=8))
@settings(deadline=None, max_examples=30)
def test_equal_rates_give_that_rate_whatever_the_standard(rate: int, sizes: list[int]) -> None:
    frame = one_group(
        {f"s={at}": (rate * n, 100 * n) for at, n in enumerate(sizes)}, "deaths", dimension="sex", group="Male"
    )
    weights = {f"s={at}": at + 1.0 for at in range(len(sizes))}
    if rate * sum(sizes) >= 10:
        assert hi.standardise(frame, weights)["value"].iloc[0] == pytest.approx(1000 * rate)


def test_many_groups_are_quick() -> None:
    generator = np.random.default_rng(0)
    strata = pd.DataFrame({"stratum": [f"age_band={band}" for band in FIVES]})
    frame = pd.DataFrame({"area": [f"{area:05d}" for area in range(10_000)]}).merge(strata, how="cross")
    frame = frame.assign(
        numerator=generator.poisson(5, len(frame)),
        denominator=generator.integers(500, 5000, len(frame)),
        indicator="deaths",
        period="2025",
        dimension="sex",
        group="All",
    )
    started = time.process_time()
    found = hi.standardise(frame)
    assert time.process_time() - started < 2 and found["value"].notna().all()


def test_a_standard_that_fits_no_group_is_refused_and_another_offered() -> None:
    rows = [(group, f"age_band={band}", 30, 900) for group in "15" for band in ("0-17", "18-29", "30-39")]
    table = pd.DataFrame(rows, columns=["group", "stratum", "numerator", "denominator"])
    table = table.assign(indicator="waits_over_18_weeks", dimension="imd_quintile", period="2025", area="A")
    with pytest.raises(ParameterError, match=r'cannot be told in the age bands .* standard="all"'):
        hi.standardise(table)
    assert hi.standardise(table, "all")["value"].notna().all()
