"""Slope and relative index against golden figures, published figures and teaching examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from measure_tables import CATALOGUE, golden, table

import hitoolkit as hi
from hitoolkit.errors import ParameterError
from hitoolkit.intervals import IDENTITY, LOG, LOGIT, poisson, wilson, z_value
from hitoolkit.measures import line

INPUT, EXPECTED = golden("sii_input"), golden("sii_expected")
LEVELS = {"95": 0.95, "998": 0.998}
#: Golden cases: value type, scale, and what stands for it in a catalogue.
CASES = {"prop_decile": (2, LOGIT, "proportion", 100), "rate_quintile": (1, LOG, "rate", 1000),
         "le_decile": (0, IDENTITY, "life_expectancy", 1)}
AREAS = [(case, area) for (case, area), _ in INPUT.groupby(["case", "area"])]


class Golden(NamedTuple):
    value: float
    run_sd: float
    runs: float
    closed_form: float

    def negative(self) -> Golden:
        return self._replace(value=-self.value, closed_form=-self.closed_form)

    def inverse(self) -> Golden:
        return Golden(1 / self.value, self.run_sd / self.value**2, self.runs, 1 / self.closed_form)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def rows_of(case: str, area: str) -> pd.DataFrame:
    return INPUT[(INPUT["case"] == case) & (INPUT["area"] == area)].sort_values("quantile")


def expected_of(case: str, area: str, transform: bool, positive: bool) -> pd.DataFrame:
    rows = EXPECTED[(EXPECTED["case"] == case) & (EXPECTED["area"] == area) & (EXPECTED["transform"] == transform)
                    & ((EXPECTED["multiplier"] > 0) == positive)]
    return rows.set_index("statistic")


def contract(case: str, area: str, better: str) -> pd.DataFrame:
    rows, (_, _, kind, per) = rows_of(case, area), CASES[case]
    dimension = "imd_decile" if len(rows) == 10 else "imd_quintile"
    frame = pd.DataFrame({"group": rows["quantile"], "denominator": rows["population"]})
    if kind == "life_expectancy":
        frame["value"], frame["se"] = rows["value"], rows["se"]
    else:
        frame["numerator"] = rows["x"]
    return frame.assign(indicator=f"{kind}_{better}_{per}", dimension=dimension, period="2025", area=area)


@pytest.mark.parametrize(("case", "area"), AREAS)
def test_estimates_and_closed_forms_at_array_level(case: str, area: str) -> None:
    rows, (_, scale, kind, per) = rows_of(case, area), CASES[case]
    weights, whole = rows["population"].to_numpy(float), per if kind == "proportion" else 1
    x = line.places(weights)
    if kind == "life_expectancy":
        y, se = rows["value"].to_numpy(float), rows["se"].to_numpy(float)
    else:
        limits = wilson(rows["x"], rows["population"]) if kind == "proportion" else poisson(rows["x"])
        share = rows["x"] / rows["population"]
        limits = limits if kind == "proportion" else tuple(limit / weights for limit in limits)
        y = share.to_numpy() * (1 if kind == "proportion" else per)
        se = (scale.to(limits[1]) - scale.to(limits[0])) / (2 * z_value(0.95))
    plain = expected_of(case, area, False, True)["value"]
    start, end = line.ends(y, x, weights)
    assert [whole * (end - start), end / start, start] == pytest.approx(plain[["sii", "rii", "intercept"]], rel=1e-9)
    for level, confidence in LEVELS.items():
        if kind == "life_expectancy":
            exact = expected_of(case, area, False, True)["closed_form"]
            index = line.slope_index(y, se, x, weights, confidence)
            assert [index.lower, index.upper] == pytest.approx(
                exact[[f"sii_lower{level}", f"sii_upper{level}"]], rel=1e-9)
        else:
            exact = expected_of(case, area, True, True)["closed_form"]
            slope, quotient = line.indices_on_scale(y, se, x, weights, scale, confidence)
            found = [slope.value, slope.lower, slope.upper]
            assert [whole * number for number in found] == pytest.approx(
                exact[["sii", f"sii_lower{level}", f"sii_upper{level}"]], rel=1e-9)
            assert [quotient.value, quotient.lower, quotient.upper] == pytest.approx(
                exact[["rii", f"rii_lower{level}", f"rii_upper{level}"]], rel=1e-9)


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize(("case", "area"), AREAS)
def test_golden_figures_through_measure(case: str, area: str, better: str) -> None:
    # Golden figures run least minus most deprived; that is our sign where higher is better, the other where lower is.
    frame, (_, _, kind, _) = contract(case, area, better), CASES[case]
    model = {"proportion": "logit", "rate": "log"}.get(kind)
    for level, confidence in LEVELS.items():
        if model:
            exact = expected_of(case, area, True, better == "higher")["closed_form"]
            for row in hi.measure(frame, ["sii", "rii"], model=model, confidence=confidence).itertuples():
                assert [row.value, row.lower, row.upper] == pytest.approx(
                    exact[[row.measure, f"{row.measure}_lower{level}", f"{row.measure}_upper{level}"]], rel=1e-9)
                assert row.method.startswith(f"closed form, {model} model, weighted least squares")
    plain = expected_of(case, area, False, True)
    levels = LEVELS if better == "higher" else {"95": 0.95}  # once is enough: simulation takes time
    both = [(row, level) for level, confidence in levels.items()
            for row in hi.measure(frame, ["sii", "rii"], confidence=confidence).itertuples()]
    for row, level in both:
        value, *limits = (Golden(*plain.loc[f"{row.measure}{end}", ["value", "run_sd", "runs", "closed_form"]])
                          for end in ("", f"_lower{level}", f"_upper{level}"))
        if better == "lower":
            turn = Golden.negative if row.measure == "sii" else Golden.inverse
            value, limits = turn(value), [turn(limit) for limit in reversed(limits)]
        assert row.value == pytest.approx(value.value, rel=1e-9)
        if row.measure == "rii" and min(limit.value for limit in limits) < 0:
            # The peer prints a quotient below zero, which no quotient of rates can be.
            assert np.isnan(row.lower) and "reaches zero" in row.reason
            continue
        if not np.isnan(limits[0].closed_form):
            assert [row.lower, row.upper] == pytest.approx([limit.closed_form for limit in limits], rel=1e-9)
            assert row.method == "closed form, weighted least squares"
            continue
        assert row.method.startswith("simulated, 100,000 draws, weighted least squares")
        for mine, theirs in zip((row.lower, row.upper), limits, strict=True):
            # 4 standard errors of their mean and our one run; half as much again, because run_sd is from few runs.
            assert abs(mine - theirs.value) <= 6 * theirs.run_sd * np.sqrt(1 + 1 / theirs.runs)


@pytest.mark.parametrize("case", ["quintile_pct_favourable", "quintile_pct_adverse", "decile_rate_adverse"])
def test_who_figures(case: str) -> None:
    rows = golden("who_input").query("case == @case")
    expected = golden("who_expected").query("case == @case").set_index(["measure", "variant"])
    better = "higher" if rows["favourable"].iloc[0] == 1 else "lower"
    scale = int(rows["scale"].iloc[0])
    frame = pd.DataFrame({"group": rows["order"], "value": rows["estimate"], "denominator": rows["population"]})
    frame = frame.assign(indicator=f"proportion_{better}_{scale}", period="2025", area="A",
                         dimension="imd_quintile" if len(rows) == 5 else "imd_decile")
    for model, variant in (("linear", "linear"), ("binomial", "logit")):
        found = hi.measure(frame, ["sii", "rii"], model=model).set_index("measure")["value"]
        slope, quotient = (expected.loc[(name, variant), "reference_estimate"] for name in ("sii", "rii"))
        assert found["sii"] == pytest.approx(slope if better == "higher" else -slope, rel=1e-9)
        assert found["rii"] == pytest.approx(quotient if better == "higher" else 1 / quotient, rel=1e-9)
    # The sandwich, checked where the peer's is right: the straight fit.
    people = rows["population"].to_numpy(float)
    share = rows["estimate"].to_numpy() / scale
    fitted = line.quasi_fit(share, line.places(people), people, IDENTITY, 0.95)
    for index, name, unit in ((fitted[0], "sii", scale), (fitted[1], "rii", 1)):
        peer = expected.loc[(name, "linear")]
        assert index.se == pytest.approx(peer["peer_se"], rel=1e-6)
        limits = [peer["peer_lower"], peer["peer_upper"]]
        assert [unit * index.lower, unit * index.upper] == pytest.approx(limits, rel=1e-6)


def test_binomial_range_and_words() -> None:
    frame = contract("prop_decile", "area1", "lower")
    found = hi.measure(frame, ["sii", "rii"], model="binomial").set_index("measure")
    assert found["method"].tolist() == ["binomial fit, delta, each person once",
                                        "binomial fit, delta, each person once, log scale"]
    assert found.loc["sii", "upper"] - found.loc["sii", "value"] == pytest.approx(
        z_value(0.95) * found.loc["sii", "se"])
    assert found.loc["rii", "lower"] > 1
    bare = hi.add_rates(frame).drop(columns=["numerator", "denominator"])
    assert "number of people" in hi.measure(bare, "sii", model="binomial")["reason"][0]


@pytest.mark.parametrize("indicator", ["life_expectancy", "healthy_life_expectancy"])
def test_published_slopes_of_male_life_expectancy(indicator: str) -> None:
    rows = golden("ons_life_expectancy").query("indicator == @indicator")
    frame = rows[["group", "value", "indicator"]].assign(area="England", period="2015-17", dimension="imd_decile")
    found = hi.measure(frame, "sii").iloc[0]
    assert round(found["value"], 1) == rows["published_slope"].iloc[0]
    assert found[["se", "lower", "upper"]].isna().all()
    assert found["method"] == "no range published, equal shares"
    assert found["reason"] == "No range was published for every group."


def test_the_exercise_on_slopes() -> None:
    # Rates 62, 48, 45, 44, 40 per 1,000 with 9, 7, 6, 5, 3 thousand people: slope 26.89, relative 1.73, gap 22.
    rows = {"1": (558, 9000), "2": (336, 7000), "3": (270, 6000), "4": (220, 5000), "5": (120, 3000)}
    found = hi.measure(table("rate_lower_1000", "imd_quintile", rows), ["gap", "sii", "rii"]).set_index("measure")
    assert found["value"].round(2).to_dict() == {"gap": 22, "sii": 26.89, "rii": 1.73}
    equal = table("rate_lower_1000", "imd_quintile", {"1": 62.0, "2": 48.0, "3": 45.0, "4": 44.0, "5": 40.0})
    assert hi.measure(equal, "sii")["value"][0] == pytest.approx(24)


def test_ten_sorts_after_nine_whatever_its_type() -> None:
    values: dict[str, Any] = {str(number): 80.0 - number**1.5 for number in range(1, 11)}
    as_text = table("life_expectancy", "imd_decile", values)
    as_numbers = as_text.assign(group=as_text["group"].astype(int)).sample(frac=1, random_state=1)
    assert hi.measure(as_text, "sii")["value"][0] == hi.measure(as_numbers, "sii")["value"][0] < 0


def test_hidden_middle_groups_and_unknown_shares_are_refused_by_name() -> None:
    rows = {"1": (80, 1000), "2": (70, 1000), "3": (np.nan, 1000), "4": (50, 1000), "5": (40, 1000)}
    hidden = table("waits_over_52_weeks", "imd_quintile", rows, flag=["", "", "suppressed", "", ""])
    found = hi.measure(hidden, ["gap", "sii", "rii"])
    assert found["value"].isna().tolist() == [False, True, True]
    assert '"Middle fifth" is hidden' in found["reason"][1]
    assert found["flag"].tolist() == ["", "suppressed", "suppressed"]
    values = table("life_expectancy", "imd_quintile", dict(zip("12345", [74.0, 76, 78, 80, 82], strict=True)), se=1.0)
    values["denominator"] = [100, 100, 100, np.nan, 100]
    assert 'people in "Fourth fifth" is not known' in hi.measure(values, "sii")["reason"][0]
    assert "no row for" in hi.measure(values.iloc[:4], "sii")["reason"][0]


def test_a_group_with_nobody_weighs_nothing() -> None:
    rows = {"1": (80, 1000), "2": (70, 1000), "3": (60, 1000), "4": (50, 1000), "5": (0, 0)}
    found = hi.measure(table("waits_over_52_weeks", "imd_quintile", rows), ["gap", "sii"])
    assert np.isnan(found["value"][0])
    assert found["value"][1] == pytest.approx(4) and found["lower"][1] < 4 < found["upper"][1]


def test_one_zero_does_not_cost_the_range() -> None:
    rows = {"1": (80, 1000), "2": (70, 1000), "3": (60, 1000), "4": (40, 1000), "5": (0, 1000)}
    for indicator in ("proportion_lower_100", "rate_lower_1000"):
        zero = table(indicator, "imd_quintile", rows)
        found = hi.measure(zero, "sii").iloc[0]
        assert found["lower"] < found["value"] < found["upper"]
        assert found["upper"] - found["lower"] < 0.6 * found["value"]
        model = "logit" if indicator.startswith("prop") else "log"
        assert "zero" in hi.measure(zero, "sii", model=model)["reason"][0]


def test_relative_index_stops_where_the_line_reaches_zero() -> None:
    rows = {"1": (500, 1000), "2": (100, 1000), "3": (20, 1000), "4": (10, 1000), "5": (10, 1000)}
    found = hi.measure(table("waits_over_52_weeks", "imd_quintile", rows), ["sii", "rii"])
    assert found["value"].isna().tolist() == [False, True] and "reaches zero" in found["reason"][1]


def test_models_are_for_their_kind_and_groups_need_an_order() -> None:
    rows = {"1": (80, 1000), "2": (70, 1000), "3": (60, 1000), "4": (50, 1000), "5": (40, 1000)}
    for indicator, model in (("rate_lower_1000", "logit"), ("proportion_lower_100", "log"),
                             ("rate_lower_1000", "binomial")):
        found = hi.measure(table(indicator, "imd_quintile", rows), ["gap", "sii"], model=model)
        assert found["value"].notna().tolist() == [True, False] and f'model "{model}" is for' in found["reason"][1]
    sexes = table("waits_over_52_weeks", "sex", {"Female": (3, 50), "Male": (9, 50)})
    assert "no order" in hi.measure(sexes, "rii")["reason"][0]
    with pytest.raises(ParameterError, match="no model"):
        hi.measure(sexes, model="cubic")


def test_draws_seed_and_confidence() -> None:
    frame = contract("prop_decile", "area1", "lower")
    first, again = (hi.measure(frame, ["sii", "rii"], draws=5000) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    pd.testing.assert_series_equal(first.loc[1], hi.measure(frame, "rii", draws=5000).loc[0], check_names=False)
    other = hi.measure(frame, ["sii", "rii"], draws=5000, seed=1)
    assert (other["lower"] != first["lower"]).all() and (other["value"] == first["value"]).all()
    wider = hi.measure(frame, ["sii", "rii"], draws=5000, confidence=0.99)
    assert (wider["lower"] < first["lower"]).all() and (wider["upper"] > first["upper"]).all()
    assert "5,000 draws" in first["method"][0]
