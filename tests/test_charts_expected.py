"""The chart of chance in small numbers: Poisson chances, the number seen only where it may be shown."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from drawn import drawn, legible

import hitoolkit as hi
from hitoolkit.charts.expected_words import one_of
from hitoolkit.errors import DisclosureError, InputError, ParameterError


def births(seen: float, people: int = 15_000, **constants: object) -> pd.DataFrame:
    frame = pd.DataFrame({"group": ["All"], "numerator": [seen], "denominator": [people]})
    told = {"indicator": "preterm_births", "period": "2021 to 2023", "area": "Wessington Vale", "dimension": "sex"}
    return frame.assign(**{**told, **constants})


def hidden() -> pd.DataFrame:
    return births(np.nan, flag="suppressed")


def units() -> pd.DataFrame:
    rows = [("North", 0, 9000), ("South", 12, 30_000), ("West", 8, 40_000)]
    return pd.DataFrame(rows, columns=["group", "numerator", "denominator"]).assign(
        indicator="preterm_births", period="2025", area="A", dimension="provider")


CASES = {
    "none": lambda: hi.expected_chart(births(0), rate=0.0127),
    "hidden": lambda: hi.expected_chart(hidden(), rate=0.0127),
    "many": lambda: hi.expected_chart(births(30, 40_000), rate=0.025),
    "far out": lambda: hi.expected_chart(births(10), rate=0.01),
    "hardly any": lambda: hi.expected_chart(births(0, 100), rate=0.01),
    "unit": lambda: hi.expected_chart(units(), "South"),
    "people only": lambda: hi.expected_chart(births(np.nan), rate=0.0127),
    "deaths": lambda: hi.expected_chart(births(0, indicator="deaths", period="2025"), rate=12),
}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = legible(CASES[name]())
    assert payload["type"] == "expected" and payload["twin"] is None
    assert "Few events do not mean that care is safe" in payload["caption"]


def test_chances_are_those_of_poisson_and_add_up() -> None:
    picture = CASES["none"]().usermeta["hitoolkit_figure"]["picture"]
    chances, mean = [one["chance"] for one in picture["numbers"]], 1.905
    assert sum(chances) == pytest.approx(1, abs=1e-5)
    for count, chance in enumerate(chances[:-1]):
        assert chance == pytest.approx(math.exp(-mean) * mean**count / math.factorial(count), abs=1e-6)
    assert picture["telling"] == hi.expected_counts(births(0), rate=0.0127)["telling_count"][0] == 6


def test_the_sentences() -> None:
    assert CASES["none"]().title == ("A place like this would see none in about one of seven such periods, by chance "
                                     "alone")
    assert CASES["many"]().title.startswith("A place like this would see 30 or more in fewer than one of 100")
    assert "such years" in CASES["unit"]().title and "from here on hard to put down to chance alone" in str(
        drawn(CASES["none"]()))
    assert [one_of(chance) for chance in (0.14, 0.33, 0.5, 0.97, 0.01, 0)] == [
        "about one of seven", "about one of three", "about five of ten", "nearly all", "about one of 100",
        "fewer than one of 100"]


def test_the_number_seen_is_marked_only_where_it_may_be_shown() -> None:
    for name in ("wide", "narrow"):
        assert any("seen here" in text for text in drawn(CASES["none"](), name))
        assert not any("seen here" in text for text in drawn(CASES["hidden"](), name))
    payload = CASES["hidden"]().payload()
    assert "too small, or would give such a number away" in payload["caption"]
    assert not any(row["role"] for row in payload["table"]["rows"])
    with pytest.raises(DisclosureError, match="protect"):
        hi.expected_chart(births(3), rate=0.0127)
    with pytest.raises(DisclosureError, match="protect"):
        hi.expected_chart(hi.expected_counts(births(3), rate=0.0127))
    safe = hi.protect(hi.add_rates(births(3)))
    assert not any("seen here" in text for text in drawn(hi.expected_chart(safe, rate=0.0127)))


def test_what_expected_counts_gave_is_worked_out_again() -> None:
    found = hi.expected_counts(births(0), rate=0.0127)
    assert hi.expected_chart(found).payload() == CASES["none"]().payload()
    forged = found.assign(expected=9.0, chance_of_none=0.9, sentence="Three were seen.")
    assert hi.expected_chart(forged).payload() == CASES["none"]().payload()
    places = hi.expected_counts(units())
    assert hi.expected_chart(places, "West").payload() == hi.expected_chart(units(), "West").payload()
    assert "The rate is that of all known groups together." in hi.expected_chart(places, "West").payload()["source"]


def test_refusals_and_the_input_stays() -> None:
    with pytest.raises(InputError, match="3 groups"):
        hi.expected_chart(units())
    with pytest.raises(ParameterError, match="East"):
        hi.expected_chart(units(), "East")
    with pytest.raises(InputError, match="gaps and ratios"):
        hi.expected_chart(hi.rare_events(units(), reference="West"))
    with pytest.raises(InputError, match="too many for a chart of rare ones"):
        hi.expected_chart(births(200), rate=1)
    with pytest.raises(InputError, match="No number of events can be expected"):
        hi.expected_chart(hidden())
    with pytest.raises(ParameterError, match="rate"):
        hi.expected_chart(births(0), rate=-1)
    table = units()
    before = table.copy(deep=True)
    assert hi.expected_chart(table, "West", narrow=True).width == 288
    pd.testing.assert_frame_equal(table, before)
