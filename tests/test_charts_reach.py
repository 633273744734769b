"""The strip of reached and missed: exercise 7, people without a known area, and what it cannot tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn import drawn, legible

import hitoolkit as hi
from hitoolkit.errors import DisclosureError, InputError, ParameterError
from hitoolkit.intervals import wilson

CONSTANTS = {"indicator": "waits_over_52_weeks", "period": "2025", "area": "Wessington Vale",
             "dimension": "imd_quintile", "edition": "IMD 2019 national"}


def exercise_7(**constants: object) -> pd.DataFrame:
    frame = pd.DataFrame({"group": list("12345"), "numerator": [350, 200, 120, 80, 50], "denominator": 1000})
    return frame.assign(**{**CONSTANTS, **constants})


def with_unknown() -> pd.DataFrame:
    lost = pd.DataFrame([{"group": "Not known", "numerator": 500, "denominator": 900, **CONSTANTS}])
    return pd.concat([exercise_7(), lost], ignore_index=True)


def hidden(whole: bool = False) -> pd.DataFrame:
    table = exercise_7(flag=["", "", "suppressed", "", ""])
    table.loc[2, "numerator"] = np.nan
    everybody = pd.DataFrame([{"group": "All", "numerator": 800, "denominator": 5000, "flag": "", **CONSTANTS}])
    return pd.concat([table, everybody], ignore_index=True) if whole else table


def mix() -> pd.DataFrame:
    frame = pd.DataFrame({"group": [*"12345", "Not known"], "numerator": [3100, 2400, 2000, 1700, 1300, 500]})
    return frame.assign(denominator=11_000, **{**CONSTANTS, "indicator": "share_of_deliveries"})


def printed_shares() -> pd.DataFrame:
    frame = pd.DataFrame({"group": list("12345"), "value": [28.0, 22.0, 19.0, 16.0, 15.0]})
    return frame.assign(**{**CONSTANTS, "indicator": "share_of_deliveries"})


def kinds() -> pd.DataFrame:
    frame = pd.DataFrame({"group": ["White", "Any other ethnic group", "Not stated"], "numerator": [500, 90, 60]})
    return frame.assign(denominator=[5000, 700, 900], **{**CONSTANTS, "dimension": "ethnic_group"})


CASES = {
    "exercise 7": lambda: hi.reach_chart(exercise_7()), "unknown": lambda: hi.reach_chart(with_unknown()),
    "two": lambda: hi.reach_chart(exercise_7(), ("1", "2")), "hidden": lambda: hi.reach_chart(hidden()),
    "hidden in the whole": lambda: hi.reach_chart(hidden(True)), "hidden target": lambda: hi.reach_chart(
        hidden(True), "3"), "mix": lambda: hi.reach_chart(mix()), "shares": lambda: hi.reach_chart(printed_shares()),
    "one lacks": lambda: hi.reach_chart(exercise_7().drop(index=4)), "kinds": lambda: hi.reach_chart(
        kinds(), "Any other ethnic group"), "all": lambda: hi.reach_chart(exercise_7(), list("12345")),
    "deaths": lambda: hi.reach_chart(exercise_7(indicator="deaths")),
}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = legible(CASES[name]())
    assert payload["type"] == "reach" and payload["twin"] is None


def test_exercise_7_fewer_than_half_live_in_the_most_deprived_fifth() -> None:
    figure = CASES["exercise 7"]()
    assert figure.title == ("An offer to the most deprived fifth would reach 44 of every 100 people who have waited "
                            "over 52 weeks, and miss 56")
    low, high = (100 * float(limit) for limit in wilson(350, 800))
    caption = figure.payload()["caption"]
    assert f"Reached: 350 of 800, 44 in every 100 (plausible range {low:.0f} to {high:.0f})" in caption
    assert "Missed: 450, 56 in every 100." in caption and "do not say how many have no known area" in caption
    rated = hi.reach_chart(hi.add_rates(exercise_7())).payload()["caption"]
    assert "Within the most deprived fifth the figure is 35 in every 100, which is another question." in rated
    for name in ("wide", "narrow"):
        assert {"reached: 44", "missed: 56"} <= set(drawn(figure, name))


def test_people_without_a_known_area_are_their_own_part() -> None:
    figure = CASES["unknown"]()
    assert "reach 27 of every 100" in figure.title and "and miss 35" in figure.title
    assert "No known area: 38 in every 100 (500)" in figure.payload()["caption"]
    rows = {row["cells"][0]: row["cells"] for row in figure.payload()["table"]["rows"]}
    assert rows["Group not known"] == ["Group not known", "500", "38", "area not known"]
    assert rows["Most deprived fifth"][1:] == ["350", "27", "reached"] and rows["Fourth fifth"][-1] == "missed"
    everybody = pd.DataFrame([{"group": "All", "numerator": 1300, "denominator": 5900, **CONSTANTS}])
    assert hi.reach_chart(pd.concat([with_unknown(), everybody])).title == figure.title, "All is not one more part"


def test_shares_of_one_whole() -> None:
    assert CASES["mix"]().title == ("An offer to the most deprived fifth would reach 28 of every 100 deliveries, and "
                                    "miss 67")
    assert "not counted" in str(CASES["shares"]().payload()["table"]) and "no range given" in CASES[
        "shares"]().payload()["caption"]


def test_what_is_hidden_or_lacks_is_never_taken_for_none() -> None:
    for name in ("hidden", "hidden target", "one lacks"):
        assert CASES[name]().title.startswith("These numbers cannot tell how many people who have waited over 52"), name
    assert "reached: cannot tell" in drawn(CASES["hidden target"]())
    within = CASES["hidden in the whole"]()
    assert "reach 44 of every 100" in within.title and "miss 56" in within.title
    rows = {row["cells"][0]: row["cells"] for row in within.payload()["table"]["rows"]}
    assert rows["Middle fifth"][1:3] == ["hidden", "hidden"] and "?" not in drawn(within, "narrow")[:2]
    assert "120" not in str([within.payload()["table"], within.payload()["alt"], within.payload()["caption"]])
    lacks = {row["cells"][0]: row["cells"] for row in CASES["one lacks"]().payload()["table"]["rows"]}
    assert lacks["Least deprived fifth"][1] == "not in the table"


def test_refusals_and_the_input_stays() -> None:
    small = exercise_7(numerator=[350, 200, 120, 80, 3])
    with pytest.raises(DisclosureError, match="protect"):
        hi.reach_chart(small)
    safe = hi.reach_chart(hi.protect(hi.add_rates(small)))
    assert "hidden" in str(safe.payload()["table"])
    with pytest.raises(ParameterError, match="group to reach"):
        hi.reach_chart(exercise_7(), "9")
    with pytest.raises(ParameterError, match="at least one"):
        hi.reach_chart(exercise_7(), ())
    with pytest.raises(InputError, match="counts no people"):
        table = hi.read_sample("life_expectancy")
        hi.reach_chart(table[(table["indicator"] == "life_expectancy") & (table["stratum"] == table["stratum"][0])])
    with pytest.raises(InputError, match="2 editions"):
        hi.reach_chart(pd.concat([exercise_7(), exercise_7(edition="IMD 2019 local")]))
    table = exercise_7()
    before = table.copy(deep=True)
    assert hi.reach_chart(table, narrow=True).width == 288
    pd.testing.assert_frame_equal(table, before)
