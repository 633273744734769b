"""drift(): the figures of exercise 10, where a programme that does nothing seems to work."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_tables import golden
from plain_words import banned

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError
from hitoolkit.intervals import mean_range, welch


def practices() -> pd.DataFrame:
    frame = golden("practices_two_years")
    years = [frame.assign(period=period, numerator=frame[column])
             for period, column in (("2023/24", "first"), ("2024/25", "second"))]
    return pd.concat(years).rename(columns={"practice": "area", "patients": "denominator"}).assign(
        indicator="waits_over_52_weeks", dimension="imd_quintile", group="All").drop(columns=["first", "second"])


def helped() -> list[str]:
    worst = golden("practices_two_years").sort_values("first", ascending=False, kind="stable")["practice"][:16]
    return list(worst[1::2])


def test_exercise_10() -> None:
    found = hi.drift(practices(), worst=16, treated=helped()).set_index("who")
    figures = {name: tuple(found.loc[name, ["first", "second", "change"]]) for name in found.index}
    assert figures["with the programme"] == pytest.approx((15.60, 12.45, -3.15))
    assert figures["picked, without it"] == pytest.approx((15.90, 13.00, -2.90))
    assert found.loc["difference of the two changes", "change"] == pytest.approx(-0.25)
    assert figures["the others"][2] == pytest.approx(0.7, abs=0.05)
    assert found.loc["picked", "first"] == pytest.approx(15.75) and found.loc["all", "first"] == pytest.approx(12.0)
    assert found["correlation"].iloc[0] == pytest.approx(0.40, abs=0.005)
    assert found.loc["picked", "expected"] == pytest.approx(13.5, abs=0.02)
    assert found.loc["picked", "second"] == pytest.approx(12.7, abs=0.05)
    difference = found.loc["difference of the two changes"]
    assert difference["lower"] < 0 < difference["upper"] and "cannot tell" in difference["note"]
    assert found.loc["picked", "note"].endswith("from 15.8 to about 13.5 would be expected with no help at all, and "
                                                "12.7 was seen.")
    assert not any(banned(text) for text in found["note"])


def test_the_rule_may_be_labels_and_the_direction_is_the_catalogues() -> None:
    table = practices()
    by_rule = hi.drift(table, worst=16)
    names = golden("practices_two_years").sort_values("first", ascending=False, kind="stable")["practice"][:16]
    pd.testing.assert_frame_equal(by_rule, hi.drift(table, worst=list(names)))
    lives = table.assign(indicator="life_expectancy", value=lambda rows: rows["numerator"] + 40, numerator=None)
    assert hi.drift(lives, worst=3)["change"].iloc[0] > 0


def test_limits_by_hand() -> None:
    assert mean_range([1, 2, 3, 4, 5]) == pytest.approx((3 - 2.776445 * math.sqrt(0.5), 3 + 2.776445 * math.sqrt(0.5)))
    # Equal spreads and sizes: Welch is Student with n1 + n2 - 2 degrees of freedom.
    assert welch([1, 2, 3], [4, 5, 6]) == pytest.approx((-3 - 2.776445 * math.sqrt(2 / 3),
                                                         -3 + 2.776445 * math.sqrt(2 / 3)))
    assert all(map(math.isnan, (*mean_range([1]), *welch([1], [1, 2]))))


def test_a_place_with_one_period_is_left_out_and_few_places_cannot_tell() -> None:
    table = practices()
    found = hi.drift(table[~((table["area"] == "Practice 01") & (table["period"] == "2024/25"))], worst=16)
    assert found.set_index("who").loc["all", "places"] == 79
    few = hi.drift(table[table["area"].isin(["Practice 01", "Practice 02", "Practice 03"])], worst=1)
    assert few["expected"].isna().all() and few["note"].iloc[0].endswith("too few places to tell how far.")


def test_refusals() -> None:
    table = practices()
    for error, text, frame, names in [
        (ParameterError, "from 1 to 79", table, {"worst": 80}),
        (ParameterError, "place among those picked", table, {"worst": 16, "treated": ["Nowhere"]}),
        (ParameterError, "column of places", table, {"worst": 16, "places": "site"}),
        (ParameterError, "no period called", table, {"worst": 16, "first": "1999"}),
        (InputError, "holds one period", table[table["period"] == "2023/24"], {"worst": 16}),
        (InputError, 'labels of "group"', pd.concat([table, table.assign(group="1")]), {"worst": 16}),
    ]:
        with pytest.raises(error, match=text):
            hi.drift(frame, **names)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=8, max_size=20), st.integers(0, 10_000))
def test_what_holds_for_any_places(first: list[int], seed: int) -> None:
    second = np.random.default_rng(seed).permutation(first)
    frame = pd.DataFrame({"area": [f"P{n}" for n in range(len(first))]})
    table = pd.concat([frame.assign(period=p, numerator=v) for p, v in (("2023", first), ("2024", second))]).assign(
        denominator=100, indicator="waits_over_52_weeks", dimension="imd_quintile", group="All")
    found = hi.drift(table, worst=3).set_index("who")
    # The same figures in another order: together nothing moved, and the worst three can only have come down.
    assert found.loc["all", "change"] == pytest.approx(0)
    assert found.loc["picked", "change"] <= 1e-9 <= found.loc["the others", "change"] + 2e-9
