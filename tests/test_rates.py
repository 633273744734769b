"""Counts to figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from measure_tables import CATALOGUE, golden, table

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


GOLDEN = [("proportions", "proportion_lower_100"), ("rates", "rate_lower_100000")]


@pytest.mark.parametrize(("name", "indicator"), GOLDEN)
def test_golden_figures(name: str, indicator: str) -> None:
    given, expected = golden(f"{name}_input"), golden(f"{name}_expected")
    rows = {f"{case:03d}": (x, n) for case, x, n in zip(given["case"], given["x"], given["n"], strict=True)}
    for confidence, level in ((0.95, "95"), (0.998, "998")):
        rates = hi.add_rates(table(indicator, "ward", rows), confidence)
        np.testing.assert_allclose(rates["value"], expected["value"], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(rates["lower"], expected[f"lower{level}"], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(rates["upper"], expected[f"upper{level}"], rtol=1e-9, atol=1e-12)
    assert rates["se"].isna().all()


@pytest.mark.parametrize(("confidence", "level"), [(0.95, "95"), (0.998, "998")])
def test_golden_means(confidence: float, level: str) -> None:
    given, expected = golden("means_input").groupby("group")["x"], golden("means_expected")
    rows = table("mean_lower_1", "ward", dict(given.mean()), se=(given.std() / np.sqrt(given.count())).to_numpy(),
                 denominator=given.count().to_numpy())
    rates = hi.add_rates(rows, confidence)
    np.testing.assert_allclose(rates["value"], expected["value"], rtol=1e-9)
    np.testing.assert_array_equal(rates["denominator"], expected["n"])
    np.testing.assert_allclose(rates["se"] * np.sqrt(expected["n"]), expected["stdev"], rtol=1e-9)
    np.testing.assert_allclose(rates["lower"], expected[f"lower{level}"], rtol=1e-9)
    np.testing.assert_allclose(rates["upper"], expected[f"upper{level}"], rtol=1e-9)


def test_the_mean_of_one_person_has_no_range_and_few_people_are_said() -> None:
    rows = table("mean_lower_1", "ward", {"a": 5.0, "b": 5.0, "c": 5.0, "d": 5.0}, se=[0.5, 0.5, 0.5, 0.5],
                 denominator=[1, 19, 20, np.nan])
    rates = hi.add_rates(rows)
    assert rates["value"].tolist() == [5.0] * 4
    assert rates["lower"].isna().tolist() == [True, False, False, False]
    assert rates["flag"].tolist() == ["incomplete", "few_cases", "", ""]
    # Without the number of people the normal curve is all there is.
    assert rates["lower"][3] == pytest.approx(5 - 1.959964 * 0.5)
    pd.testing.assert_frame_equal(hi.add_rates(rates), rates)


def test_maternal_deaths_as_published() -> None:
    # MBRRACE-UK 2020-22 and 2021-23: 13.41 (11.86 to 15.10) and 12.67 (11.16 to 14.33) per 100,000 maternities.
    rates = hi.add_rates(table("rate_lower_100000", "ward", {"a": (272, 2_028_543), "b": (254, 2_004_184)}))
    figures = rates[["value", "lower", "upper"]].round(2).to_numpy().tolist()
    assert figures == [[13.41, 11.86, 15.1], [12.67, 11.16, 14.33]]


def test_unknown_counts_stay_unknown_and_are_never_zero() -> None:
    rows = {"1": (np.nan, 100), "2": (5, np.nan), "3": (np.nan, np.nan), "4": (0, 100), "5": (3, 0)}
    counts = table("rate_lower_1000", "imd_quintile", rows)
    counts["flag"] = ["suppressed", "", "", "", ""]
    rates = hi.add_rates(counts)
    assert rates["value"].isna().tolist() == [True, True, True, False, True]
    assert rates["value"][3] == 0 and rates["lower"][3] == 0
    assert rates["flag"].tolist() == ["suppressed", "", "", "few_cases", "incomplete"]


def test_few_cases_says_so_but_never_over_another_flag() -> None:
    rows = {"1": (9, 100), "2": (10, 100), "3": (19, 19), "4": (20, 20), "5": (9, 100)}
    counts = table("proportion_lower_100", "imd_quintile", rows)
    counts["flag"] = ["", "", "", "few_cases", "rounded"]
    assert hi.add_rates(counts)["flag"].tolist() == ["few_cases", "", "few_cases", "", "rounded"]


def test_a_published_figure_without_counts_is_kept() -> None:
    given = table("proportion_lower_100", "imd_quintile", {"1": 12.5, "5": 7.5}, lower=5.0, denominator=200)
    rates = hi.add_rates(given)
    assert rates["value"].tolist() == [12.5, 7.5] and rates["lower"].tolist() == [5.0, 5.0]
    assert rates["upper"].isna().all()


def test_values_take_their_limits_from_se_only_where_none_are_given() -> None:
    given = table("life_expectancy", "imd_quintile", {"1": 74.0, "3": 79.0, "5": 83.0}, se=[0.5, 0.5, np.nan])
    given["lower"], given["upper"] = [np.nan, 78.5, 82.0], [np.nan, 79.6, 84.0]
    rates = hi.add_rates(given)
    assert rates["lower"].round(2).tolist() == [73.02, 78.5, 82.0]
    assert rates["upper"].round(2).tolist() == [74.98, 79.6, 84.0]
    assert rates["se"].tolist()[:2] == [0.5, 0.5]


def test_limits_from_se_stay_possible() -> None:
    rates = hi.add_rates(table("proportion_lower_100", "band", {"low": 1.0, "high": 99.0}, se=3.0))
    assert rates["lower"][0] == 0 and rates["upper"][1] == 100


def test_counts_of_a_mean_are_not_divided() -> None:
    assert hi.add_rates(table("mean_lower_1", "band", {"low": (1, 2), "high": (1, 2)}))["value"].isna().all()


def test_the_input_is_left_alone_and_what_it_carries_is_kept() -> None:
    given = table("proportion_lower_100", "imd_quintile", {"5": (5, 50), "1": (20, 50)})
    given.attrs = {"policy": "under_5"}
    before = given.copy(deep=True)
    rates = hi.add_rates(given)
    pd.testing.assert_frame_equal(given, before)
    assert rates.attrs == {"policy": "under_5", "confidence": 0.95}
    pd.testing.assert_frame_equal(hi.add_rates(rates), rates)


def test_refusals() -> None:
    with pytest.raises(InputError, match="numerator larger"):
        hi.add_rates(table("proportion_lower_100", "band", {"low": (3, 2), "high": (1, 2)}))
    with pytest.raises(ParameterError, match="between 0 and 1"):
        hi.add_rates(table("proportion_lower_100", "band", {"low": (1, 2), "high": (1, 2)}), confidence=95)
