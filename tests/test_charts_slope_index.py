"""The line behind the slope index: the numbers of measure(), its ends, its panels, where it bends or cannot tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn import drawn, legible

import hitoolkit as hi
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.measures import fitted

PEOPLE = [4930, 4120, 3555, 2965, 2310]
EVENTS = [2275, 1800, 1465, 1170, 885]


def fifths(events: list[float], people: list[int] | None = None, **constants: str) -> pd.DataFrame:
    frame = pd.DataFrame({"group": list("12345"), "numerator": events, "denominator": people or PEOPLE})
    told = {"indicator": "waits_over_52_weeks", "period": "2025", "area": "Wessington Vale",
            "dimension": "imd_quintile", "edition": "IMD 2019 national", **constants}
    return hi.add_rates(hi.check_table(frame, **told))


def two_editions() -> pd.DataFrame:
    local = fifths([1700, 1610, 1500, 1420, 1360], [3600] * 5, edition="IMD 2019 local")
    return pd.concat([fifths(EVENTS), local], ignore_index=True)


def hidden() -> pd.DataFrame:
    table = fifths(EVENTS)
    table.loc[2, ["numerator", "value", "lower", "upper", "se"]] = np.nan
    table.loc[2, "flag"] = "suppressed"
    return table


def life() -> pd.DataFrame:
    table = hi.read_sample("life_expectancy")
    keys = ["indicator", "period", "area", "edition", "stratum"]
    first = table[table["indicator"] == "life_expectancy"].iloc[0]
    return table[(table[keys] == first[keys]).all(axis=1)]


def four_areas() -> pd.DataFrame:
    return pd.concat([fifths([x - 20 * at for x in EVENTS], area=f"Place {at}") for at in range(4)])


CASES = {
    "one": lambda: fifths(EVENTS), "two": two_editions, "hidden": hidden, "life": life, "four": four_areas,
    "bends": lambda: fifths([2275, 1500, 1200, 1100, 885]),
    "cannot tell": lambda: fifths([227, 170, 165, 137, 108], [493, 412, 355, 296, 231]),
    "steep": lambda: fifths([2275, 1000, 300, 60, 20]), "unordered sizes": lambda: fifths([90, 90, 90, 90, 90], [9000,
                                                                                          300, 300, 300, 300]),
}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = legible(hi.slope_index_chart(CASES[name]()))
    assert payload["type"] == "slope_index" and payload["twin"] is None
    assert "(SII" in payload["caption"] or name == "hidden"


@pytest.mark.parametrize("make", [lambda: fifths(EVENTS), life, lambda: fifths(
    EVENTS, indicator="breast_milk_at_first_feed"), lambda: fifths(EVENTS, indicator="deaths")])
def test_the_line_is_that_of_the_slope_index(make) -> None:
    table = make()
    line, found = fitted(table), hi.measure(table, ["sii", "rii"]).set_index("measure")["value"]
    ends = (line.at_most, line.at_least)
    worse, better = ends if table["indicator"].iloc[0] in ("waits_over_52_weeks", "deaths") else ends[::-1]
    assert worse - better == pytest.approx(found["sii"]) and worse / better == pytest.approx(found["rii"])
    people = table["denominator"].to_numpy() if table["denominator"].notna().all() else np.ones(len(table))
    assert line.until == pytest.approx(np.cumsum(people) / people.sum())
    middle = np.array(line.until) - people / people.sum() / 2
    slope, start = np.polyfit(middle, table["value"], 1, w=np.sqrt(people))
    assert (line.at_most, line.at_least) == pytest.approx((start, start + slope))


def test_both_indices_with_ranges_and_the_direction_in_words() -> None:
    figure = hi.slope_index_chart(fifths(EVENTS))
    found = hi.measure(fifths(EVENTS), ["sii", "rii"]).set_index("measure")
    assert figure.title == "From the most to the least deprived, the line through the groups falls by 10 in every 100"
    sii, caption = found.loc["sii"], figure.payload()["caption"]
    assert f"is 10 in every 100 (plausible range {sii['lower']:.0f} to {sii['upper']:.0f})" in caption
    assert "(RII, their ratio) is 1.3 (1.2 to 1.4). The most deprived end is worse off." in caption
    assert {"line from 48", "to 37"} <= set(drawn(figure)) and {"line from 48", "to 37"} <= set(drawn(figure, "narrow"))
    assert "The least deprived end is worse off." in hi.slope_index_chart(fifths(EVENTS[::-1])).payload()["caption"]
    uptake = hi.slope_index_chart(fifths(EVENTS[::-1], indicator="breast_milk_at_first_feed")).payload()
    assert "rises" in uptake["title"] and "The most deprived end is worse off." in uptake["caption"]


def test_it_says_where_groups_bend_away_and_when_it_cannot_tell() -> None:
    bends = hi.slope_index_chart(CASES["bends"]())
    assert bends.title.endswith(", but the groups bend away from it")
    assert "do not lie on a straight line" in bends.payload()["caption"]
    assert "bend" not in hi.slope_index_chart(fifths(EVENTS)).title
    tell = hi.slope_index_chart(CASES["cannot tell"]())
    assert tell.title == "These numbers cannot tell whether the line through the groups rises or falls"
    assert "cannot tell which end is worse off" in tell.payload()["caption"]


def test_two_editions_stand_side_by_side_on_one_scale() -> None:
    figure = hi.slope_index_chart(two_editions())
    assert figure.title == ("From the most to the least deprived, the line falls by 12 in every 100 (IMD 2019 local) "
                            "and by 10 in every 100 (IMD 2019 national)")
    mixed = hi.slope_index_chart(pd.concat([fifths(EVENTS), fifths([170, 150, 165, 160, 168], [400] * 5,
                                                                   edition="IMD 2019 local")]))
    assert "IMD 2019 national: falls by 10 in every 100" in mixed.title and len(drawn(mixed)) > 10
    payload = figure.payload()
    assert "hold different people" in payload["caption"] and payload["table"]["columns"][0] == "Edition"
    assert len(payload["table"]["rows"]) == 10
    for name in ("IMD 2019 local", "IMD 2019 national"):
        table = two_editions()
        alone = hi.measure(table[table["edition"] == name], ["sii"]).iloc[0]
        assert f"{alone['value']:.0f} in every 100 (plausible range {alone['lower']:.0f} to {alone['upper']:.0f})" in \
            payload["caption"]
    with pytest.raises(InputError, match="5 areas"):
        hi.slope_index_chart(pd.concat([four_areas(), fifths(EVENTS, area="Place 9")]))


def test_measures_given_are_those_shown_and_foreign_ones_are_refused() -> None:
    table = fifths(EVENTS)
    given = hi.measure(table, ["sii", "rii"], confidence=0.8)
    lower = given.set_index("measure").loc["sii", "lower"]
    assert f"plausible range {lower:.0f} to" in hi.slope_index_chart(table, given).payload()["caption"]
    with pytest.raises(InputError, match="linear model"):
        hi.slope_index_chart(table, hi.measure(table, ["sii", "rii"], model="logit"))
    with pytest.raises(InputError):
        hi.slope_index_chart(table, hi.measure(fifths(EVENTS[::-1]), ["sii", "rii"]))
    with pytest.raises(InputError, match="no single sii"):
        hi.slope_index_chart(table, hi.measure(table, ["gap"]))


def test_a_hidden_group_leaves_no_line_and_its_number_nowhere() -> None:
    payload = legible(hi.slope_index_chart(hidden()))
    assert payload["title"].startswith("No line can be drawn") and "hidden" in payload["caption"]
    assert "no line" in {row["cells"][-1] for row in payload["table"]["rows"]}
    assert "1465" not in str(payload) and "1,465" not in str(payload)
    small = fifths([3, 20, 20, 20, 20], [500] * 5)
    with pytest.raises(DisclosureError, match="protect"):
        hi.slope_index_chart(small)


def test_what_has_no_order_is_refused_and_the_input_stays() -> None:
    table = pd.DataFrame({"group": ["White", "Mixed"], "numerator": [50, 40], "denominator": [500, 400]})
    table = hi.add_rates(hi.check_table(table, indicator="waits_over_52_weeks", period="2025", area="A",
                                        dimension="ethnic_group"))
    with pytest.raises(InputError, match="comparison_chart"):
        hi.slope_index_chart(table)
    with pytest.raises(InputError, match="table of measures"):
        hi.slope_index_chart(hi.measure(fifths(EVENTS), "sii"))
    table = two_editions()
    before = table.copy(deep=True)
    hi.slope_index_chart(table)
    pd.testing.assert_frame_equal(table, before)
