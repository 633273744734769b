"""trend(): limits by hand, each rule of Making Data Count at its edge, breaks, baselines and steps."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_words import banned

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError
from hitoolkit.measures.answer import RESULT
from hitoolkit.measures.trend import BESIDE
from hitoolkit.measures.trend_rules import standing_out
from hitoolkit.table import KEY

STEADY = [5, 6, 5, 4, 5, 6, 5, 4, 5, 6, 5, 5]


def months(count: int, start: int = 2025 * 12) -> list[str]:
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(start, start + count)]


def line(values: list[float], periods: list[str] | None = None, **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame({"period": periods or months(len(values)), "value": values})
    constants = {"measure": "gap", "indicator": "waits_over_52_weeks", "area": "A", "dimension": "imd_quintile",
                 "group": "1", "reference": "5"}
    return frame.assign(**{**constants, **columns})


def rules(values: list[float], centre: float = 0, step: float = 3) -> list[str]:
    return standing_out(np.array(values, dtype=float), centre, step)[0]


def test_limits_by_hand() -> None:
    found = hi.trend(line(STEADY))
    moving = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]
    centre, step = 61 / 12, 2.66 * 10 / 11
    assert math.isnan(found["moving_range"].iloc[0]) and found["moving_range"].tolist()[1:] == moving
    assert found["centre"].eq(centre).all()
    assert found["limit_low"].iloc[-1] == pytest.approx(centre - step)
    assert found["limit_high"].iloc[0] == pytest.approx(centre + step)
    assert found["rule"].eq("").all() and found["direction"].eq("").all() and found["note"].eq("").all()
    assert list(found.columns) == [*KEY, *RESULT, *BESIDE]


def test_a_point_outside() -> None:
    assert rules([0, 3.1, 0, -3.1, 3.0, 2.9]) == [
        "", "outside the limits", "", "outside the limits", "2 of 3 in a row close to a limit",
        "2 of 3 in a row close to a limit"]


@pytest.mark.parametrize("side", [1, -1])
def test_seven_in_a_row_on_one_side(side: int) -> None:
    six = [side * value for value in (1, 0.5, 1, 0.5, 1, 0.5)]
    assert rules([-side * 0.5, *six]) == [""] * 7
    found = rules([-side * 0.5, *six, side * 1.0])
    assert found == ["", *["7 in a row on one side of the centre"] * 7]
    assert rules([*six[:3], math.nan, *six]) == [""] * 10, "a missing month breaks the run"
    assert rules([*six[:3], 0, *six]) == [""] * 10, "a point on the centre is on neither side"


@pytest.mark.parametrize(("way", "word"), [(1, "up"), (-1, "down")])
def test_seven_in_a_row_rising_or_falling(way: int, word: str) -> None:
    six = [way * value for value in (-1.5, -1, -0.5, 0.2, 0.5, 1)]
    assert rules(six) == [""] * 6
    assert rules([*six, way * 1.4]) == [f"7 in a row going {word}"] * 7
    assert rules([*six[:3], six[2], *six[3:]]) == [""] * 7, "a point at the height of the last one is not a rise"


def test_two_of_three_close_to_a_limit() -> None:
    words = "2 of 3 in a row close to a limit"
    assert rules([0, 2.1, 0, 2.1, 0]) == ["", words, "", words, ""]
    assert rules([0, 2.1, 0, 0, 2.1]) == [""] * 5, "two of four"
    assert rules([0, 2.1, -2.1, 0]) == [""] * 4, "one on each side"
    assert rules([0, 1.9, 1.9, 0]) == [""] * 4, "not in the outer third"
    assert rules([0, 3.5, 0, 2.1]) == ["", f"outside the limits; {words}", "", words]


def test_the_direction_is_about_the_gap_and_not_about_up_and_down() -> None:
    def way(values: list[float], centre: float, none: float = 0.0, plain: bool = False) -> str:
        return standing_out(np.array(values), centre, 1, none, plain)[1][-1]

    assert way([8], 5) == "wider" and way([2], 5) == "narrower"
    assert way([-8], -5) == "wider" and way([-2], -5) == "narrower"
    assert way([-9], 5) == "wider", "the other way round, and further from none"
    assert way([0.4], 1.5, none=1.0) == "wider" and way([1.1], 2.5, none=1.0) == "narrower"
    assert way([8], 5, plain=True) == "higher" and way([2], 5, plain=True) == "lower"
    climb = np.array([4.7, 4.8, 4.9, 5.0, 5.1, 5.2, 5.3])
    assert set(standing_out(climb, 5, 3)[1]) == {"wider"} and set(standing_out(-climb, -5, 3)[1]) == {"wider"}
    assert set(standing_out(climb[::-1], 5, 3)[1]) == {"narrower"}


def test_fewer_than_twelve_points_are_too_few_to_tell() -> None:
    found = hi.trend(line([*STEADY[:10], 40]))
    assert found[["limit_low", "limit_high"]].isna().all(axis=None) and found["rule"].eq("").all()
    assert found["note"].iloc[0] == "Fewer than 12 points: too few to tell what is usual."
    assert found["centre"].notna().all()


def test_a_missing_month_leaves_a_break() -> None:
    found = hi.trend(line(STEADY, [*months(5), *months(7, 2025 * 12 + 7)]))
    assert len(found) == 14 and found["period"].tolist() == months(14)
    gone = found[found["value"].isna()]
    assert gone["period"].tolist() == ["2025-06", "2025-07"] and gone["flag"].eq("incomplete").all()
    assert gone["reason"].eq("The table has no figure for this period.").all()
    assert found["moving_range"].isna().sum() == 4, "the first, two missing, and the one after them"
    whole = hi.trend(line(STEADY))
    assert found["centre"].iloc[0] == whole["centre"].iloc[0]
    years = hi.trend(line([*STEADY[:3]], ["2021/22", "2022/23", "2024/25"]))
    assert years["period"].tolist() == ["2021/22", "2022/23", "2023/24", "2024/25"]


def test_a_hidden_month_keeps_its_row_and_its_reason() -> None:
    hidden = line([*STEADY, math.nan]).assign(reason=[""] * 12 + ["hidden to protect people"])
    found = hi.trend(hidden)
    assert found["reason"].iloc[-1] == "hidden to protect people" and found["rule"].iloc[-1] == ""


def test_a_baseline_sets_the_limits_for_what_comes_after() -> None:
    later = [9, 9, 9]
    fixed, loose = hi.trend(line([*STEADY, *later]), baseline=12), hi.trend(line([*STEADY, *later]))
    assert fixed["centre"].iloc[-1] == pytest.approx(61 / 12)
    assert loose["centre"].iloc[-1] > fixed["centre"].iloc[-1]
    assert fixed["rule"].iloc[-1].startswith("outside the limits") and fixed["direction"].iloc[-1] == "wider"


def test_a_step_works_limits_out_anew_and_says_why() -> None:
    table = line([*STEADY, *[value - 3 for value in STEADY]])
    assert (hi.trend(table)["rule"] != "").any()
    found = hi.trend(table, steps={"2026-01": "New booking letter"})
    assert found["centre"].iloc[-1] == pytest.approx(found["centre"].iloc[0] - 3)
    assert found["rule"].eq("").all() and math.isnan(found["moving_range"].iloc[12])
    assert found["note"].iloc[12] == "Limits worked out anew from here: New booking letter."
    few = hi.trend(table.head(18), steps={"2026-01": "New booking letter"})
    assert few["limit_low"].notna().tolist() == [True] * 12 + [False] * 6
    assert few["note"].iloc[12].endswith("Fewer than 12 points: too few to tell what is usual.")


def test_measures_of_a_table_flow_in_with_their_own_ranges() -> None:
    draw = np.random.default_rng(3)
    counts = [pd.DataFrame({"group": ["1", "2", "3", "4", "5"], "numerator": draw.binomial(400, 0.2, 5)}).assign(
        denominator=400, period=period, area="A", indicator="waits_over_52_weeks", dimension="imd_quintile")
        for period in months(14)]
    measured = hi.measure(pd.concat(counts).sample(frac=1, random_state=0))
    found = hi.trend(measured)
    assert len(found) == 28 and found["measure"].value_counts().to_dict() == {"gap": 14, "ratio": 14}
    gaps = found[found["measure"] == "gap"]
    assert gaps["period"].tolist() == months(14) and gaps["lower"].notna().all()
    pd.testing.assert_series_equal(gaps["upper"].reset_index(drop=True),
                                   measured.loc[measured["measure"] == "gap", "upper"].reset_index(drop=True))


def test_refusals_and_words() -> None:
    with pytest.raises(InputError, match="Two rows are of 2025-01"):
        hi.trend(pd.concat([line(STEADY), line(STEADY[:1])]))
    with pytest.raises(InputError, match='no column "measure"'):
        hi.trend(line(STEADY).drop(columns="measure"))
    with pytest.raises(ParameterError, match="12 points or more"):
        hi.trend(line(STEADY), baseline=6)
    with pytest.raises(ParameterError, match="Say why"):
        hi.trend(line(STEADY), steps={"2025-04": " "})
    with pytest.raises(ParameterError, match="period to work limits anew from"):
        hi.trend(line(STEADY), steps={"2030-01": "why not"})
    table = line([*STEADY, 30])
    before = table.copy(deep=True)
    found = hi.trend(table)
    pd.testing.assert_frame_equal(table, before)
    assert not any(banned(text) for text in [*found["rule"], *found["note"]])
    assert hi.trend(line([])).empty


values = st.lists(st.integers(-50, 50), min_size=12, max_size=30)


@settings(max_examples=30, deadline=None)
@given(values, st.integers(-20, 20), st.randoms(use_true_random=False))
def test_what_holds_for_any_line(numbers: list[int], shift: int, chance) -> None:
    table = line(numbers)
    found = hi.trend(table)
    order = list(range(len(numbers)))
    chance.shuffle(order)
    pd.testing.assert_frame_equal(found, hi.trend(table.iloc[order]))
    higher = hi.trend(line([number + shift for number in numbers]))
    assert higher["rule"].tolist() == found["rule"].tolist()
    assert higher["limit_low"].to_numpy() == pytest.approx(found["limit_low"].to_numpy() + shift)
    mirror = hi.trend(line([-number for number in numbers]))
    assert mirror["direction"].tolist() == found["direction"].tolist()
    assert mirror["limit_low"].to_numpy() == pytest.approx(-found["limit_high"].to_numpy())
