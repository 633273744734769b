"""How a gap moved is said of the difference and of the ratio, each as surely as its own range allows."""

from __future__ import annotations

import pytest
from test_charts_slope import two

import hitoolkit as hi
from hitoolkit.measures.both_ways import both_ways
from hitoolkit.measures.moved import Shift

NONE = float("nan")
#: The difference: narrower, wider, or not sure; the ratio likewise. Each with the range of its move.
GAPS = {"narrower": Shift("gap", 9, 5, -4, -6, -2), "wider": Shift("gap", 5, 9, 4, 2, 6),
        "narrower?": Shift("gap", 9, 8, -1, -3, 1), "wider?": Shift("gap", 8, 9, 1, -1, 3)}
RATIOS = {"narrower": Shift("ratio", 2, 1.4, 0.7, 0.6, 0.8), "wider": Shift("ratio", 1.4, 2, 1.43, 1.2, 1.6),
          "narrower?": Shift("ratio", 2, 1.8, 0.9, 0.7, 1.1), "wider?": Shift("ratio", 1.8, 2, 1.1, 0.9, 1.4)}
SAID = {
    ("narrower", "narrower"): "",
    ("narrower", "wider"): "is narrower as a difference, but wider as a ratio",
    ("narrower", "narrower?"): "is narrower as a difference, and may be as a ratio",
    ("narrower", "wider?"): "is narrower as a difference, but may be wider as a ratio",
    ("wider", "narrower"): "is wider as a difference, but narrower as a ratio",
    ("wider", "wider"): "",
    ("wider", "narrower?"): "is wider as a difference, but may be narrower as a ratio",
    ("wider", "wider?"): "is wider as a difference, and may be as a ratio",
    ("narrower?", "narrower"): "may be narrower as a difference, and is as a ratio",
    ("narrower?", "wider"): "may be narrower as a difference, but is wider as a ratio",
    ("narrower?", "narrower?"): "",
    ("narrower?", "wider?"): "",
    ("wider?", "narrower"): "may be wider as a difference, but is narrower as a ratio",
    ("wider?", "wider"): "may be wider as a difference, and is as a ratio",
    ("wider?", "narrower?"): "",
    ("wider?", "wider?"): "",
}  # fmt: skip


@pytest.mark.parametrize(("gap", "ratio"), SAID)
def test_each_of_the_two_is_said_as_surely_as_its_own_range_allows(gap: str, ratio: str) -> None:
    assert both_ways(GAPS[gap], RATIOS[ratio]) == SAID[gap, ratio]


def test_nothing_is_said_of_a_gap_that_turned_or_is_not_known() -> None:
    assert both_ways(Shift("gap", 9, -5, -14, -16, -12), RATIOS["wider"]) == ""
    assert both_ways(GAPS["narrower"], Shift("ratio")) == ""
    bare = Shift("gap", 9, 5, -4), Shift("ratio", 1.5, 2, 1.33)
    assert both_ways(*bare) == "is narrower as a difference, but wider as a ratio"


#: Counts of 1,000 in five groups at both times, the certainty, and what the headline and the chart say.
TABLES = {
    "both narrower": ([400, 350, 300, 250, 200], [260, 250, 240, 230, 220], "clear", "narrowed"),
    "both wider": ([260, 250, 240, 230, 220], [400, 350, 300, 250, 200], "clear", "widened"),
    "ratio surely wider": ([400, 350, 300, 250, 200], [120, 100, 80, 60, 30], "clear",
                           "is narrower as a difference, but wider as a ratio"),
    "ratio perhaps wider": ([400, 350, 300, 250, 200], [240, 200, 160, 130, 105], "clear",
                            "is narrower as a difference, but may be wider as a ratio"),
    "ratio perhaps narrower": ([400, 350, 300, 250, 200], [220, 200, 180, 150, 125], "clear",
                               "is narrower as a difference, and may be as a ratio"),
    "wider, ratio perhaps narrower": ([80, 70, 60, 50, 40], [300, 280, 260, 220, 160], "clear",
                                      "is wider as a difference, but may be narrower as a ratio"),
    "only the ratio is sure": ([300, 280, 260, 240, 220], [120, 100, 80, 60, 50], "cannot_tell",
                               "may be narrower as a difference, but is wider as a ratio"),
    "neither is sure": ([300, 280, 260, 240, 200], [250, 240, 230, 210, 190], "cannot_tell", "cannot tell whether"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_headline_and_chart_say_the_same_and_no_more_than_the_ranges(name: str) -> None:
    before, after, certainty, words = TABLES[name]
    table = two(before, after)
    changes = hi.change(table)
    found, title = hi.findings(table, changes)[0], hi.slope_chart(table, changes).title
    assert found.certainty == certainty and words in title
    plain = found.headline.replace(found.headline[found.headline.find(" ("):found.headline.find(")") + 1], "", 1)
    assert words in (plain if "as a ratio" in words else found.headline)
    ranges = changes.set_index("measure")
    unsure = [measure for measure, none in (("gap", 0), ("ratio", 1))
              if ranges.loc[measure, "lower"] <= none <= ranges.loc[measure, "upper"]]
    assert ("may be" in title) == (len(unsure) == 1)
    assert ("Both are true" in found.sure) == (name == "ratio surely wider")


def test_dates_are_said_as_people_write_them() -> None:
    table = two([400, 350, 300, 250, 200], [120, 100, 80, 60, 30])
    table["period"] = table["period"].map({"2023/24": "2021-07-31", "2024/25": "2025-06-30"})
    changes = hi.change(table)
    one, chart = hi.findings(table, changes)[0], hi.slope_chart(table, changes).payload()
    assert "From 31 July 2021 to 30 June 2025 the difference is smaller" in one.sure
    assert one.ratio["unit"] == "the ratio of 31 July 2021"
    assert chart["caption"].startswith("On 31 July 2021: ") and " On 30 June 2025: " in chart["caption"]
    shown = one._repr_mimebundle_()["text/html"]
    assert "31 July 2021 to 30 June 2025" in shown
    for text in (one.headline, one.sure, shown, chart["caption"], chart["alt"]):
        assert "2021-07" not in text and "2025-06" not in text
