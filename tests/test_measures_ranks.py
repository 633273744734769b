"""Plausible ranks: what two places can be held against by hand, ties, direction, what is hidden, and the seed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from test_charts_funnel import EVENTS, SIZES

import hitoolkit as hi
from hitoolkit.errors import ParameterError

COLUMNS = ["rank", "lower_rank", "upper_rank"]


def places(events: list[float], sizes: list[float], indicator: str = "waits_over_52_weeks") -> pd.DataFrame:
    frame = pd.DataFrame({"group": [f"Trust {chr(65 + at)}" for at in range(len(sizes))], "numerator": events,
                          "denominator": sizes})
    return frame.assign(indicator=indicator, period="2025/26", area="England", dimension="provider")


@pytest.mark.parametrize(("events", "sizes"), [((30, 20), (200, 200)), ((50, 20), (200, 200)), ((9, 60), (100, 500))])
def test_two_places_change_order_as_often_as_their_distributions_do(events: tuple[int, int],
                                                                    sizes: tuple[int, int]) -> None:
    """The chance that the second is above the first, by integration, against the level at which its ranks open up."""
    one, two = (stats.beta(x + 0.5, n - x + 0.5) for x, n in zip(events, sizes, strict=True))
    grid = np.linspace(0, 1, 20_001)
    swapped = float(np.trapezoid(two.pdf(grid) * one.cdf(grid), grid))
    swapped = min(swapped, 1 - swapped)
    for level, moves in ((1 - 2 * swapped * 1.2, False), (1 - 2 * swapped * 0.8, True)):
        found = hi.ranks(places(list(events), list(sizes)), confidence=level, draws=40_000)
        assert (found["upper_rank"] > found["lower_rank"]).all() == moves, (swapped, level)


def test_exercise_9_the_worst_could_stand_from_1_to_12() -> None:
    found = hi.ranks(places(EVENTS, SIZES)).set_index("group")
    assert found.loc["Trust E", COLUMNS].tolist() == [1, 1, 12] and found["places"].eq(20).all()
    assert found.loc["Trust Q", "upper_rank"] <= 8
    assert (found["lower_rank"] <= found["rank"]).all() and (found["rank"] <= found["upper_rank"]).all()


def test_rank_one_is_the_worst_whichever_direction_is_better() -> None:
    low = hi.ranks(places([10, 500], [1000, 1000]))
    high = hi.ranks(places([10, 500], [1000, 1000], "breast_milk_at_first_feed"))
    assert low["rank"].tolist() == [2, 1] and high["rank"].tolist() == [1, 2]
    rates = hi.ranks(places([20, 500], [1000, 1000], "deaths"))
    assert rates[COLUMNS].to_numpy().tolist() == [[2, 2, 2], [1, 1, 1]]


def test_places_with_one_figure_share_the_middle_and_could_stand_anywhere() -> None:
    found = hi.ranks(places([100] * 5, [1000] * 5))
    assert found["rank"].eq(3).all() and found["lower_rank"].eq(1).all() and found["upper_rank"].eq(5).all()


def test_what_is_hidden_missing_or_no_place_has_no_rank_and_says_why() -> None:
    table = places([50, np.nan, 60, 20, 500], [500, 400, 500, 300, 5000])
    table["group"] = ["A", "B", "C", "Not known", "All"]
    table["flag"] = ["", "suppressed", "", "", ""]
    found = hi.ranks(table).set_index("group")
    assert found["places"].dropna().tolist() == [2, 2] and found.loc["C", "rank"] == 1
    assert "hidden" in found.loc["B", "reason"] and "not ranked" in found.loc["Not known", "reason"]
    assert found.loc[["B", "Not known", "All"], COLUMNS].isna().all(axis=None)
    alone = hi.ranks(places([50], [500]))
    assert alone["rank"].isna().all() and "no other place" in alone["reason"][0]


def test_the_seed_the_input_and_other_periods() -> None:
    table = places(EVENTS, SIZES)
    before, state = table.copy(deep=True), np.random.get_state()[1].copy()
    pd.testing.assert_frame_equal(hi.ranks(table), hi.ranks(table))
    pd.testing.assert_frame_equal(table, before)
    assert (np.random.get_state()[1] == state).all()
    two = pd.concat([table, table.assign(period="2024/25", numerator=table["numerator"] * 2)])
    found = hi.ranks(two)
    assert found["places"].eq(20).all() and len(found) == 40
    assert hi.ranks(table.iloc[:0]).empty


@pytest.mark.parametrize("wrong", [{"draws": 10}, {"draws": 1e4}, {"draws": True}, {"seed": -1}, {"seed": "a"},
                                   {"confidence": 2}, {"over": "place"}])
def test_what_cannot_be_used_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        hi.ranks(places([50, 60], [500, 500]), **wrong)  # type: ignore[arg-type]
