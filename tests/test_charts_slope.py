"""The chart of two times: all groups, both sizes, labels apart, and nothing hidden shown."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from drawn import check
from hypothesis import given
from hypothesis import strategies as st
from test_charts import texts

import hitoolkit as hi
from hitoolkit.charts.apart import apart
from hitoolkit.charts.style import BLUE, ORANGE, WHITE
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.table import check_table

FIFTHS = ["1", "2", "3", "4", "5"]
ETHNIC = ["White", "Mixed", "Asian or Asian British", "Black or Black British", "Any other ethnic group", "Not known"]
BEFORE, AFTER = [2600, 1950, 1500, 1150, 890], [2275, 1800, 1465, 1170, 885]
SIZES = [4930, 4120, 3555, 2965, 2310]


def at(period: str, numerators: list[float], sizes: list[int] | int = 1000, groups: list[str] | None = None,
       **constants: str) -> pd.DataFrame:
    same = {"indicator": "waits_over_18_weeks", "dimension": "imd_quintile", "area": "Wessington Vale",
            "edition": "IMD 2019 national", "source": "sample_elective_waits", **constants}
    frame = pd.DataFrame({"group": groups or FIFTHS[:len(numerators)], "numerator": numerators, "denominator": sizes})
    return hi.add_rates(check_table(frame, period=period, **same))


def two(before: list[float], after: list[float], **more: object) -> pd.DataFrame:
    return pd.concat([at("2023/24", before, **more), at("2024/25", after, **more)], ignore_index=True)


def waits() -> pd.DataFrame:
    return two(BEFORE, AFTER, sizes=SIZES)


def hidden() -> pd.DataFrame:
    table = waits()
    where = (table["group"] == "3") & (table["period"] == "2024/25")
    table.loc[where, ["numerator", "value", "se", "lower", "upper"]] = np.nan
    return table.assign(flag=table["flag"].mask(where, "suppressed"))


def ethnic() -> pd.DataFrame:
    return two([5200, 130, 620, 480, 110, 700], [5000, 126, 640, 380, 112, 690], groups=ETHNIC,
               sizes=[12600, 300, 1250, 900, 270, 1820], dimension="ethnic_group", edition="2001 codes")


def areas() -> pd.DataFrame:
    rows = {"A": (420, 330), "B": (390, 370), "C": (350, 345), "D": (300, 310), "E": (280, 290)}
    return pd.concat([at(period, [pair[side]], groups=["1"], area=f"Practice {name}")
                      for side, period in enumerate(("2023", "2024")) for name, pair in rows.items()])


def lives() -> pd.DataFrame:
    frame = pd.DataFrame({"group": FIFTHS * 2, "period": ["2011-13"] * 5 + ["2018-20"] * 5,
                          "value": [73.9, 77.0, 79.6, 81.5, 83.3, 73.5, 77.1, 79.9, 82, 84.1]})
    return check_table(frame, indicator="life_expectancy", area="Wessington Vale", dimension="imd_quintile",
                       source="sample_life_expectancy")


CASES = {"waits": waits, "hidden": hidden, "ethnic": ethnic, "areas": areas, "lives": lives,
         "close": lambda: two([400, 401, 402, 403, 404], [401, 400, 402, 404, 403]),
         "days": lambda: waits().assign(period=lambda table: table["period"].map(
             {"2023/24": "2024-09-30", "2024/25": "2026-09-30"})),
         "rounded": lambda: hi.protect(waits().assign(source="own_records"))}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = hi.slope_chart(CASES[name]()).payload()
    check(payload)
    assert payload["type"] == "slope"
    assert [text for text, *_ in texts(payload["svg"]["wide"])].count("Synthetic data") == payload["synthetic"]


@pytest.mark.parametrize(("table", "title"), [
    (waits, "The gap narrowed from 14 to 8 in every 100"),
    (lambda: two(AFTER, BEFORE, sizes=SIZES), "The gap widened from 8 to 14 in every 100"),
    (lambda: two([300, 280, 260, 240, 200], [250, 240, 230, 210, 190]),
     "These numbers cannot tell whether the gap has moved"),
    (lambda: two([400, 350, 300, 250, 200], [120, 100, 80, 60, 30]),
     "The gap is narrower as a difference, but wider as a ratio"),
    (lambda: two([400, 350, 300, 250, 200], [200, 170, 140, 110, 80]),
     "The gap is narrower as a difference, but may be wider as a ratio"),
    (lambda: two([300, 280, 260, 240, 200], [200, 220, 240, 250, 300]), "The gap has turned round"),
    (ethnic, "The gap between Black or Black British and the rest together narrowed from 11 to 1 in every 100"),
    (lives, "In these figures, the gap widened from 9.4 to 10.6 years"),
    (areas, "Of five areas, the share fell in one; of the others these numbers cannot tell"),
])
def test_the_title_says_how_the_gap_moved(table, title: str) -> None:
    assert hi.slope_chart(table()).title == title


def test_the_caption_gives_both_sizes_at_both_times_the_change_and_the_direction() -> None:
    payload = hi.slope_chart(waits()).payload()
    assert payload["caption"] == (
        "In 2023/24: the difference is 14 in every 100 (plausible range 12 to 17); the ratio is 1.4 (1.3 to 1.5). "
        "In 2024/25: the difference is 8 in every 100 (plausible range 5 to 10); the ratio is 1.2 (1.1 to 1.3). "
        "The difference is 6 narrower (plausible range 3 to 10 narrower). "
        "The most deprived fifth is worse off both times.")
    assert payload["caption"] in payload["alt"] and "most deprived fifth from 53 (51 to 54) to 46" in payload["alt"]
    gone = hi.slope_chart(ethnic()).payload()["caption"]
    assert "in 2024/25 these numbers cannot tell who was" in gone
    level = hi.slope_chart(two([400, 350, 300, 250, 200], [400, 350, 300, 270, 280])).payload()["caption"]
    assert "did not gain: the two are nearer since the other one lost" in level


def test_the_figures_are_those_of_the_table_and_of_its_change() -> None:
    table = waits()
    rows = {row["cells"][0]: row["cells"] for row in hi.slope_chart(table).payload()["table"]["rows"]}
    assert rows["Most deprived fifth"][1:3] == ["53 (51 to 54)", "46 (45 to 48)"]
    found = hi.change(table).set_index("measure")
    low, value, high = (f"{found.loc['gap', name]:.0f}".replace("-", "\N{MINUS SIGN}")
                        for name in ("lower", "value", "upper"))
    assert rows["The difference"][3] == f"{value} ({low} to {high})"
    assert rows["The ratio (times)"][3].startswith(f"x {found.loc['ratio', 'value']:.2f} (")
    assert hi.slope_chart(table, hi.change(table)).payload() == hi.slope_chart(table).payload()
    with pytest.raises(InputError, match="not worked out from this table"):
        hi.slope_chart(table, hi.change(two([400, 350, 300, 250, 200], [200, 170, 140, 110, 80])))
    with pytest.raises(InputError, match=r"Give what change\(table\) returns"):
        hi.slope_chart(table, hi.measure(table))


def test_points_stand_at_their_values_and_ends_differ_in_shape_and_fill() -> None:
    svg = hi.slope_chart(waits()).payload()["svg"]["wide"]
    boxes = {text: (top + bottom) / 2 for text, _, top, _, bottom in texts(svg)}
    assert boxes["53"] < boxes["47"] < boxes["42"], "higher stands higher"
    per = (boxes["42"] - boxes["53"]) / (BEFORE[0] / SIZES[0] - BEFORE[2] / SIZES[2])
    assert boxes["47"] - boxes["53"] == pytest.approx(per * (BEFORE[0] / SIZES[0] - BEFORE[1] / SIZES[1]), abs=1)
    marks = re.findall(r'<path[^>]*d="(M[^"]*Z?)"[^>]*fill="(#[0-9A-Fa-f]{6})"', svg)
    fills = {fill: shape for shape, fill in marks}
    assert {ORANGE, BLUE, WHITE} <= set(fills)
    assert "A" in fills[ORANGE] and "A" not in fills[BLUE], "a circle and a square"


def test_a_hidden_figure_has_no_line_and_is_said_as_hidden() -> None:
    payload = hi.slope_chart(hidden()).payload()
    shown = " ".join(text for text, *_ in texts(payload["svg"]["wide"]))
    assert "Middle fifth, 2024/25: hidden: small numbers" in shown
    rows = {row["cells"][0]: row["cells"] for row in payload["table"]["rows"]}
    assert rows["Middle fifth"] == ["Middle fifth", "42 (41 to 44)", "hidden", "not known"]
    assert any("hidden" in note for note in payload["table"]["notes"])
    table = hidden()
    ends = table["group"].eq("5") & table["period"].eq("2024/25")
    table.loc[ends, ["numerator", "value", "se", "lower", "upper"]] = np.nan
    gone = hi.slope_chart(table.assign(flag=table["flag"].mask(ends, "suppressed")))
    assert gone.title.startswith("The gap cannot be followed") and check(gone.payload()) is None


def test_small_counts_are_refused() -> None:
    table = waits().assign(source="own_records")
    table.loc[1, "numerator"] = 3
    with pytest.raises(DisclosureError, match="protect"):
        hi.slope_chart(hi.add_rates(table))
    assert hi.slope_chart(hi.protect(hi.add_rates(table))).payload()["synthetic"] is False


def test_it_says_what_it_cannot_draw() -> None:
    three = pd.concat([waits(), at("2025/26", AFTER, SIZES)])
    with pytest.raises(InputError, match=r'3 periods.*isin\(\["2023/24", "2025/26"\]\)'):
        hi.slope_chart(three)
    with pytest.raises(InputError, match="1 period "):
        hi.slope_chart(at("2024/25", AFTER, SIZES))
    with pytest.raises(InputError, match="2 areas"):
        hi.slope_chart(pd.concat([waits(), waits().assign(area="B")]))
    with pytest.raises(InputError, match="two editions"):
        hi.slope_chart(pd.concat([at("2023/24", BEFORE, SIZES), at("2024/25", AFTER, SIZES, edition="IMD 2025")]))
    missing = waits().drop(index=7)
    assert "no figure" in hi.slope_chart(missing).payload()["alt"] and check(hi.slope_chart(missing).payload()) is None


def test_the_input_stays_and_the_narrow_form_is_narrow() -> None:
    table = waits()
    before = table.copy(deep=True)
    assert hi.slope_chart(table, narrow=True).width == 288
    pd.testing.assert_frame_equal(table, before)


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(15, 60)), min_size=1, max_size=8))
def test_labels_are_kept_apart_and_in_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [one for one, _ in labels], [one for _, one in labels]
    middles = apart(wanted, heights, 0, max(300, sum(heights)))
    placed = sorted(zip(middles, heights, strict=True))
    for (one, tall), (two_, other) in itertools.pairwise(placed):
        assert two_ - one >= (tall + other) / 2 - 0.2
    assert all(middle - tall / 2 >= -0.1 for middle, tall in placed)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    assert [middles[one] for one in order] == sorted(middles)


def test_answers_of_a_survey_are_followed_without_a_gap_between_them() -> None:
    payload = hi.slope_chart(hi.read_facts("board_survey")).payload()
    assert payload["title"] == "Of five with a figure both times, the share fell for three; for the rest these " \
                               "numbers cannot tell"
    assert "there is no gap to measure" in payload["caption"] and payload["caption"].count("no gap") == 1
    rows = [row["cells"] for row in payload["table"]["rows"]]
    assert len(rows) == 8 and not any("difference" in row[0] or "ratio" in row[0] for row in rows)
    moved = "\N{MINUS SIGN}11 (\N{MINUS SIGN}23 to 2)"
    assert ["Data inside the trust", "49 (43 to 55)", "38 (28 to 49)", moved] in rows
