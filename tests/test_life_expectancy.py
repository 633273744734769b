"""Life expectancy: known results, any age bands, areas that are refused, and what must hold for any deaths."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_tables import golden

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError
from hitoolkit.rates.life_table import life_table

LEVELS = {"95": 0.95, "998": 0.998}
STARTS = [0, 1, *range(5, 95, 5)]
BANDS = ["0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+"]
SAME = {"indicator": "deaths", "period": "2025", "dimension": "sex", "group": "All"}


def ages(labels: str = "bands") -> pd.DataFrame:
    rows = golden("life_expectancy_input")
    texts = {
        "bands": "age_band=" + rows["startage"].map(dict(zip(STARTS, BANDS, strict=True))),
        "numbers": rows["startage"],
        "text": rows["startage"].astype(str),
    }
    texts["category"] = texts["text"].astype("category")
    return pd.DataFrame(
        {
            "area": rows["area"],
            "stratum": texts[labels],
            "numerator": rows["deaths"],
            "denominator": rows["population"],
            "startage": rows["startage"],
            **SAME,
        }
    )


def reasons(table: pd.DataFrame) -> dict[str, str]:
    return {one["area"]: one["reason"] for one in table.attrs["reasons"]}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("labels", ["bands", "numbers", "text", "category"])
def test_golden_life_expectancy_at_every_age(level: str, labels: str) -> None:
    found = hi.life_expectancy(ages(labels).sample(frac=1, random_state=1), at="all", confidence=LEVELS[level])
    assert set(found["indicator"]) == {"remaining_life_expectancy"}
    found["startage"] = found["stratum"].str.removeprefix("from age ").astype(int)
    both = golden("life_expectancy_expected").merge(found, on=["area", "startage"], validate="one_to_one")
    assert len(both) == len(found) == 100
    np.testing.assert_allclose(both["value_y"], both["value_x"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(both["lower"], both[f"lower{level}"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(both["upper"], both[f"upper{level}"], rtol=0, atol=1e-8)
    np.testing.assert_array_equal(both["numerator"], both["deaths_used"])
    np.testing.assert_array_equal(both["denominator"], both["pops_used"])


@pytest.mark.parametrize("at", ["0", 0, 0.0])
def test_at_birth_and_at_65(at: object) -> None:
    expected = golden("life_expectancy_expected")
    born = hi.life_expectancy(ages(), at=at)  # type: ignore[arg-type]
    assert set(born["indicator"]) == {"life_expectancy"} and set(born["stratum"]) == {"All"}
    np.testing.assert_allclose(born["value"], expected.query("startage == 0")["value"], atol=1e-8)
    later = hi.life_expectancy(ages(), at="65")
    assert set(later["indicator"]) == {"remaining_life_expectancy"} and set(later["stratum"]) == {"from age 65"}
    np.testing.assert_allclose(later["value"], expected.query("startage == 65")["value"], atol=1e-8)
    assert later.attrs["confidence"] == 0.95


def wider(table: pd.DataFrame, last: int) -> pd.DataFrame:
    """The same people with an earlier open band."""
    label = table["stratum"].where(table["startage"] < last, f"age_band={last}+")
    return (
        table.assign(stratum=label)
        .groupby(["area", "stratum", *SAME], as_index=False)[["numerator", "denominator"]]
        .sum()
    )


@pytest.mark.parametrize("last", [80, 85])
def test_the_last_band_may_be_85_or_80_and_over(last: int) -> None:
    whole, short = hi.life_expectancy(ages()), hi.life_expectancy(wider(ages(), last))
    assert short.attrs["reasons"] == []
    np.testing.assert_allclose(short["value"], whole["value"], atol=2)
    # The open band itself: people over deaths.
    end = hi.life_expectancy(wider(ages(), last), at=last)
    np.testing.assert_allclose(end["value"], end["denominator"] / end["numerator"])


def test_years_of_age_and_first_bands_of_any_width() -> None:
    people = pd.DataFrame({"stratum": [*map(str, range(90)), "90+"], "numerator": [2] * 90 + [40], "denominator": 400})
    single = hi.life_expectancy(people.assign(area="A", **SAME))
    assert single["value"].notna().all()
    rate, alive, years = 0.005, 1.0, 0.0
    for age in range(90):
        a = 0.1 if age == 0 else 0.5
        q = rate / (1 + (1 - a) * rate)
        years, alive = years + alive * (1 - q + a * q), alive * (1 - q)
    assert single["value"].iloc[0] == pytest.approx(years + alive * 10)
    whole = pd.DataFrame({"stratum": ["0-64", "65+"], "numerator": [100, 400], "denominator": [50_000, 8000]})
    q = 65 * 0.002 / (1 + 65 * 0.5 * 0.002)
    found = hi.life_expectancy(whole.assign(area="A", **SAME))
    assert found["value"].iloc[0] == pytest.approx(65 * (1 - q / 2) + (1 - q) * 20)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"at": 40, "numerator": -1}, "hidden or below zero: age_band=40-44"),
        ({"at": 40, "numerator": np.nan}, "not known, hidden"),
        ({"at": 40, "denominator": 0}, "Nobody is counted in age_band=40-44"),
        ({"at": 40, "denominator": -5}, "below zero: age_band=40-44"),
        ({"at": 40, "numerator": 10**8}, "more deaths than people in age_band=40-44"),
        ({"at": 90, "numerator": 0}, "Nobody died in age_band=90+"),
        ({"at": 40, "stratum": "age_band=Not known"}, "no row for ages 40-44"),
        ({"at": 0, "stratum": "age_band=Not known"}, "no row for ages 0. A life table starts at birth"),
        ({"at": 90, "stratum": "age_band=90-94"}, "no row for ages 95+. The last band should be open"),
        ({"at": 40, "stratum": "age_band=35-44"}, "Two rows hold ages 35-39"),
        ({"at": 40, "stratum": "age_band=middle"}, "age_band=middle is no band of ages"),
    ],
)
def test_an_area_that_is_refused_says_why_and_harms_no_other(change: dict[str, object], said: str) -> None:
    table = ages()
    whole = hi.life_expectancy(table, at="all")
    at = (table["area"] == "area2") & (table["startage"] == change.pop("at"))
    for name, value in change.items():
        table.loc[at, name] = value
    before = table.copy(deep=True)
    found = hi.life_expectancy(table, at="all")
    pd.testing.assert_frame_equal(table, before)
    row = found[found["area"] == "area2"]
    assert row[["value", "lower", "upper"]].isna().all(axis=None) and set(row["flag"]) == {"incomplete"}
    assert list(reasons(found)) == ["area2"] and said in reasons(found)["area2"]
    same = ["area", "stratum", "value", "lower", "upper"]
    others = found[(found["area"] != "area2") & found["stratum"].isin(whole["stratum"])].reset_index(drop=True)
    there = others.dropna(subset="value")[same].reset_index(drop=True)
    pd.testing.assert_frame_equal(there, whole.loc[whole["area"] != "area2", same].reset_index(drop=True))


def test_few_people_are_refused_and_a_wide_range_takes_the_value() -> None:
    table = ages().query("area == 'area1'")
    few = table.assign(denominator=250, numerator=1)
    assert few["denominator"].sum() == 5000
    assert "5,000 people or fewer" in reasons(hi.life_expectancy(few))["area1"]
    enough = few.assign(denominator=[251, *[250] * 19])
    found = hi.life_expectancy(enough)
    assert found["value"].isna().all() and found[["lower", "upper"]].notna().all(axis=None)
    assert "wider than 20 years" in reasons(found)["area1"]
    assert found["flag"].tolist() == ["few_cases"] and (found["upper"] - found["lower"] > 20).all()
    # The rule looks at the 95% range, whatever range is asked for.
    assert hi.life_expectancy(enough, confidence=0.5)["value"].isna().all()


def test_zero_deaths_below_the_last_band_and_more_than_a_band_can_hold() -> None:
    table = ages().query("area == 'area1'")
    calm = hi.life_expectancy(table.assign(numerator=table["numerator"].where(table["startage"] > 85, 0)))
    assert calm["value"].iloc[0] == pytest.approx(90 + 8204 / 1675)
    # Over a third of the people die each year of a band of five: nobody is left after it.
    harsh = table.assign(numerator=table["numerator"].where(table["startage"] != 60, 30_000))
    found = hi.life_expectancy(harsh, at="all").set_index("stratum")
    assert 55 < found.loc["from age 0", "value"] < 63 and found.loc["from age 0", ["lower", "upper"]].notna().all()
    assert found.loc["from age 60", "value"] == pytest.approx(2.5)
    assert np.isnan(found.loc["from age 65", "value"]) and found.loc["from age 65", "flag"] == "incomplete"
    assert found.attrs["reasons"][0]["stratum"] == "from age 65"
    assert "nobody reaches this age" in found.attrs["reasons"][0]["reason"]


def test_each_sex_and_group_has_a_table_of_its_own() -> None:
    one = ages().query("area == 'area1'").drop(columns="startage")
    both = pd.concat(
        [
            one.assign(stratum=one["stratum"] + f"; sex={sex}", numerator=one["numerator"] * times)
            for sex, times in (("Female", 1), ("Male", 2))
        ]
    )
    found = hi.life_expectancy(both)
    assert found["stratum"].tolist() == ["sex=Female", "sex=Male"] and found["value"].iloc[0] > found["value"].iloc[1]
    assert hi.life_expectancy(both, at=65)["stratum"].tolist() == ["from age 65; sex=Female", "from age 65; sex=Male"]
    pd.testing.assert_series_equal(found["value"].iloc[:1], hi.life_expectancy(one)["value"])


def test_a_gap_in_life_expectancy_can_be_measured() -> None:
    one = ages().query("area == 'area1'").assign(dimension="imd_quintile")
    both = pd.concat([one.assign(group="1", numerator=one["numerator"] * 2), one.assign(group="5")])
    gap = hi.measure(hi.life_expectancy(both), "gap").iloc[0]
    assert gap["value"] > 5 and gap["lower"] < gap["value"] < gap["upper"]


def test_refusals() -> None:
    with pytest.raises(ParameterError, match=r"No age band starts at '64'.*65"):
        hi.life_expectancy(ages(), at="64")
    with pytest.raises(ParameterError, match="between 0 and 1"):
        hi.life_expectancy(ages(), confidence=95)
    with pytest.raises(InputError, match="hold no ages"):
        hi.life_expectancy(ages().assign(stratum="ward=" + ages()["stratum"].astype(str)))
    with pytest.raises(InputError, match="several indicators"):
        other = ages().assign(indicator="waits_over_52_weeks")
        hi.life_expectancy(pd.concat([ages(), other]))
    with pytest.raises(InputError, match='should be of the indicator "deaths"'):
        hi.life_expectancy(ages().assign(indicator="life_expectancy"))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(400, 9000)), min_size=20, max_size=20), st.floats(0.1, 0.98))
@settings(deadline=None, max_examples=40)
def test_what_holds_for_any_deaths(rows: list[tuple[int, int]], level: float) -> None:
    counts = [(deaths + (at == 19), people) for at, (deaths, people) in enumerate(rows)]
    frame = pd.DataFrame(counts, columns=["numerator", "denominator"]).assign(stratum=BANDS, area="A", **SAME)
    found = hi.life_expectancy(frame, at="all", confidence=level)
    pd.testing.assert_frame_equal(found, hi.life_expectancy(frame.iloc[::-1], at="all", confidence=level))
    known = found[found["value"].notna()]
    assert (known["lower"] <= known["value"]).all() and (known["value"] <= known["upper"]).all()
    wide = hi.life_expectancy(frame, at="all", confidence=level + 0.01)
    assert (wide["upper"] - wide["lower"] >= found["upper"] - found["lower"] - 1e-9).all()
    ten = hi.life_expectancy(
        frame.assign(numerator=frame["numerator"] * 10, denominator=frame["denominator"] * 10), at="all"
    )
    both = known.index[ten.loc[known.index, "value"].notna()]
    np.testing.assert_allclose(ten.loc[both, "value"], known.loc[both, "value"], rtol=1e-9)


def test_many_areas_are_quick() -> None:
    generator = np.random.default_rng(0)
    deaths, people = (
        generator.poisson(40, (10_000, 20)) + 1.0,
        generator.integers(1000, 9000, (10_000, 20)).astype(float),
    )
    widths = np.array([1, 4, *[5] * 17, np.inf])
    started = time.process_time()
    assert np.isfinite(life_table(deaths, people, widths).se).all()
    assert time.process_time() - started < 1
