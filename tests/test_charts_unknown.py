"""The chart over shares of the unknown: the numbers of unknown_range(), exercise 5, and what it cannot tell."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from drawn import drawn, legible

import hitoolkit as hi
from hitoolkit.errors import DisclosureError, InputError, ParameterError

BLACK = "Black or Black British"
ROWS = [("White", 2000, 20000), (BLACK, 260, 2000), ("Asian or Asian British", 330, 3000), ("Not known", 900, 5000)]
CONSTANTS = {"area": "Wessington Vale", "period": "2025", "indicator": "waits_over_52_weeks",
             "dimension": "ethnic_group"}


def exercise_5() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=["group", "numerator", "denominator"]).assign(**CONSTANTS)


def fifths(lost: tuple[float, float] | None = (400, 700)) -> pd.DataFrame:
    rows = [*zip("12345", [500, 450, 430, 400, 390], [1000] * 5, strict=True)]
    rows += [("Not known", *lost)] if lost else []
    frame = pd.DataFrame(rows, columns=["group", "numerator", "denominator"])
    return frame.assign(**{**CONSTANTS, "dimension": "imd_quintile"})


def hidden() -> pd.DataFrame:
    table = exercise_5().assign(flag=["", "", "", "suppressed"])
    table.loc[3, "numerator"] = np.nan
    return table


CASES = {
    "exercise 5": lambda: hi.unknown_chart(exercise_5(), BLACK, reference="White"),
    "against the rest": lambda: hi.unknown_chart(exercise_5(), BLACK, "gap", (0, 1)),
    "ends": lambda: hi.unknown_chart(fifths(), "ends", "gap", (0, 1)),
    "sii": lambda: hi.unknown_chart(fifths(), "1", "sii", (0.1, 0.9)),
    "rii": lambda: hi.unknown_chart(fifths(), "ends", "rii"),
    "one share": lambda: hi.unknown_chart(fifths(), "1", "ratio", (0.2, 0.2)),
    "nobody": lambda: hi.unknown_chart(exercise_5()[:3], BLACK),
    "hidden": lambda: hi.unknown_chart(hidden(), BLACK),
    "cannot tell": lambda: hi.unknown_chart(fifths((100, 2000)), "ends", "ratio", (0, 1)),
}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = legible(CASES[name]())
    assert payload["type"] == "unknown" and payload["twin"] is None


def test_exercise_5() -> None:
    figure = CASES["exercise 5"]()
    payload = figure.payload()
    assert figure.title == "The ratio could be 1.14 to 1.37, depending on who the people of unknown group are"
    assert "out gives a ratio of 1.30." in payload["caption"]
    assert "not known for 17 in every 100 people waiting, and for 26 in every 100" in payload["caption"]
    assert "Chance comes on top" in payload["caption"]
    assert "the difference 1.6 to 4.1 in every 100" in payload["caption"]
    for name in ("wide", "narrow"):
        said = {"1.14 if none are", "1.37 if 30 in 100 are", "unknown people left out: 1.30"}
        assert said <= set(drawn(figure, name))


@pytest.mark.parametrize(("group", "measure", "share", "make"), [
    (BLACK, "ratio", (0, 1), exercise_5), (BLACK, "gap", (0.1, 0.4), exercise_5), ("ends", "sii", (0, 1), fifths),
    ("2", "rii", (0, 1), fifths)])
def test_every_point_is_that_of_unknown_range(group: str, measure: str, share: tuple, make) -> None:
    picture = hi.unknown_chart(make(), group, measure, share).usermeta["hitoolkit_figure"]["picture"]
    found = hi.unknown_range(make(), measure, group, share).iloc[0]
    curve = np.array(picture["curve"])
    assert (picture["low"], picture["high"], picture["left_out"]) == pytest.approx(
        (found["lower"], found["upper"], found["value"]))
    assert curve[:, 1].min() == pytest.approx(found["lower"], rel=1e-3)
    assert curve[:, 1].max() == pytest.approx(found["upper"], rel=1e-3)
    at = curve[len(curve) // 2]
    middle = hi.unknown_range(make(), measure, group, (at[0] / 100, at[0] / 100))["upper"].iloc[0]
    assert at[1] == pytest.approx(middle, abs=1e-5)
    assert (curve[0, 0], curve[-1, 0]) == pytest.approx((100 * share[0], 100 * share[1]))
    none = 1 if measure in ("ratio", "rii") else 0
    assert picture["none"] == none and picture["ticks"][0] <= none <= picture["ticks"][-1]


@pytest.mark.parametrize("name", CASES)
def test_nothing_stands_beyond_the_scale(name: str) -> None:
    picture = CASES[name]().usermeta["hitoolkit_figure"]["picture"]
    values = [value for _, value in picture["curve"]] + [one for one in (picture["left_out"], picture["none"])
                                                         if one is not None]
    assert picture["ticks"][0] <= min(values) and max(values) <= picture["ticks"][-1]


def test_what_it_cannot_tell() -> None:
    tell = CASES["cannot tell"]()
    assert tell.title.startswith("These numbers cannot tell who is worse off: the ratio could be 0.")
    assert CASES["hidden"]().title == "These numbers cannot tell how far the ratio could move"
    assert "hidden to protect people" in CASES["hidden"]().payload()["caption"]
    assert CASES["nobody"]().title.startswith("The table has nobody of unknown group")
    assert re.match("If 20 in every 100 of the unknown people are in “Most deprived fifth”, the ratio would be 1.",
                    CASES["one share"]().title)


def test_refusals_and_the_input_stays() -> None:
    with pytest.raises(DisclosureError, match="protect"):
        hi.unknown_chart(exercise_5().assign(numerator=[2000, 260, 330, 3]), BLACK)
    with pytest.raises(ParameterError, match="measure to draw"):
        hi.unknown_chart(exercise_5(), BLACK, "theil")
    with pytest.raises(ParameterError, match="group"):
        hi.unknown_chart(exercise_5(), "Green")
    for share in ((0.5, 0.2), (0, 2), "any", (0,)):
        with pytest.raises(ParameterError, match="share"):
            hi.unknown_chart(exercise_5(), BLACK, share=share)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="2 periods"):
        hi.unknown_chart(pd.concat([exercise_5(), exercise_5().assign(period="2024")]), BLACK)
    table = exercise_5()
    before = table.copy(deep=True)
    assert hi.unknown_chart(table, BLACK, narrow=True).width == 288
    pd.testing.assert_frame_equal(table, before)
