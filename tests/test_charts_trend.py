"""The chart over time: says what can be told, stands out in shape as well as colour, and shows nothing hidden."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as Xml

import numpy as np
import pandas as pd
import pytest
from plain_words import banned
from test_charts import texts

import hitoolkit as hi
from hitoolkit.charts.style import BLUE, GREY, ORANGE, WHITE
from hitoolkit.charts.trend_drawing import LOOKS
from hitoolkit.errors import DisclosureError, InputError, ParameterError
from hitoolkit.table import check_table

ETHNIC = ["White", "Mixed", "Asian or Asian British"]
WAVE = [0, 1, -1, 2, 0, -2, 1, 0]


def months(count: int, start: int = 2024 * 12 + 3) -> list[str]:
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(start, start + count)]


def waits(extra: Callable[[int], int] = lambda at: 0, count: int = 24, gone: tuple[int, ...] = (), *,
          groups: list[str] = ["1", "2", "3", "4", "5"], dimension: str = "imd_quintile",  # noqa: B006
          source: str = "sample_elective_waits", size: int = 2000) -> pd.DataFrame:
    rows = [(period, group, 920 - 40 * number + (8 * WAVE[at % 8] + extra(at)) * (number == 0), size)
            for at, period in enumerate(months(count)) if at not in gone for number, group in enumerate(groups)]
    frame = pd.DataFrame(rows, columns=["period", "group", "numerator", "denominator"])
    return hi.add_rates(check_table(frame, indicator="waits_over_18_weeks", area="Wessington Vale",
                                    dimension=dimension, source=source, edition="IMD 2019 national"))


def wider(at: int) -> int:
    return 100 * (at > 15)


STEPS = {"2025-04": "New booking letter sent to every household in the area, in the five languages most spoken"}
CASES = {
    "steady": lambda: hi.trend_chart(waits()),
    "wider": lambda: hi.trend_chart(waits(wider, gone=(5, 6)), baseline=12),
    "narrower": lambda: hi.trend_chart(waits(lambda at: -wider(at)), measure="ratio", baseline=12),
    "steps": lambda: hi.trend_chart(waits(lambda at: -100 * (at > 11), 26), steps=STEPS),
    "few": lambda: hi.trend_chart(waits(count=5)),
    "slope": lambda: hi.trend_chart(waits(), measure="sii"),
    "long": lambda: hi.trend_chart(waits(count=60)),
    "one": lambda: hi.trend_chart(waits(count=1)),
}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = CASES[name]().payload()
    assert payload["twin"] is None and payload["type"] == "trend" and payload["synthetic"]
    assert json.loads(json.dumps(payload)) == payload
    for svg in payload["svg"].values():
        width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
        boxes = texts(svg)
        assert len(boxes) > 6 and min(float(size) for size in re.findall(r'font-size="([\d.]+)', svg)) >= 15
        for text, left, top, right, bottom in boxes:
            assert left >= -0.5 and right <= width + 0.5 and top >= 0 and bottom <= height, f"{text!r} leaves"
        for one, two in itertools.combinations(boxes, 2):
            apart = one[3] <= two[1] or two[3] <= one[1] or one[4] <= two[2] or two[4] <= one[2]
            assert apart, f"{one[0]!r} meets {two[0]!r}"
        root = Xml.fromstring(svg)
        assert root.get("role") == "img" and len(root[0].text) > 20 and len(root[1].text) > 60
        assert "Synthetic data" in [text for text, *_ in boxes]
    said = [payload["title"], payload["caption"], payload["alt"], *(note["text"] for note in payload["reading"])]
    assert not any(banned(text) for text in said)
    assert len(payload["table"]["rows"]) >= 1 and payload["source"].startswith("Source: synthetic waiting list")


@pytest.mark.parametrize(("chart", "title"), [
    ("steady", "The gap has not moved beyond its usual month-to-month change"),
    ("wider", "The gap has been wider than usual since August 2025"),
    ("narrower", "The gap, as a ratio, has been narrower than usual since July 2025"),
    ("steps", "The gap has not moved beyond its usual month-to-month change since April 2025"),
    ("few", "There are too few months to tell whether the gap has moved"),
    ("slope", "The gap along the slope has not moved beyond its usual month-to-month change"),
])
def test_the_title_says_what_can_be_told(chart: str, title: str) -> None:
    assert CASES[chart]().title == title


def test_titles_of_a_past_and_of_a_single_point() -> None:
    past = hi.trend_chart(waits(lambda at: 300 * (at == 15)), baseline=12)
    assert past.title == "The gap was wider than usual in July 2025, but not since"
    now = hi.trend_chart(waits(lambda at: 300 * (at == 23)), baseline=12)
    assert now.title == "The gap was wider than usual in March 2026"
    climb = hi.trend_chart(waits(lambda at: (3 * (at - 20) - 8 * WAVE[at % 8]) * (at > 15)), baseline=12)
    assert climb.title == "The gap has widened steadily since August 2025"
    few = hi.trend_chart(waits(count=18), steps={"2025-04": "New booking letter"})
    assert few.title == "There are too few months since April 2025 to tell whether the gap has moved"


def test_the_words_give_both_sizes_what_is_usual_and_what_stands_out() -> None:
    payload = CASES["wider"]().payload()
    assert payload["subtitle"].endswith("Wessington Vale, April 2024 to March 2026.")
    assert payload["caption"].startswith("In March 2026: the difference is 13 in every 100 (plausible range 10 to 16); "
                                         "the ratio is 1.34 (1.25 to 1.44).")
    assert "The usual range of the difference is" in payload["caption"]
    assert "Standing out: August 2025 to March 2026 (wider: outside the limits). That says that something changed, " \
           "not what or why." in payload["caption"]
    assert "September 2024 not known" in payload["alt"] and "wider than usual" in payload["alt"]
    table = payload["table"]
    assert table["columns"] == ["Month", "Difference, in every 100 (plausible range)", "Usual range", "Stands out"]
    assert [row["cells"][1] for row in table["rows"]].count("not known") == 2
    assert table["rows"][-1]["cells"][3].startswith("wider: outside the limits") and table["rows"][-1]["role"] == "end"
    stepped = CASES["steps"]().payload()
    assert f"From April 2025 the usual range is worked out anew: {STEPS['2025-04']}." in stepped["alt"]
    assert any("worked out anew" in note for note in stepped["table"]["notes"])
    assert "A: usual range worked out anew from April 2025" in " ".join(
        text for text, *_ in texts(stepped["svg"]["wide"]))


def luminance(color: str) -> float:
    parts = [int(color[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_marks_differ_in_shape_and_stand_out_from_paper() -> None:
    gap = {name: LOOKS[name] for name in ("", "narrower", "wider")}
    assert len({shape for shape, *_ in gap.values()}) == 3
    assert gap["narrower"][1] == BLUE and gap["wider"][1] == ORANGE and gap[""][2] == GREY
    assert all(contrast(stroke, WHITE) >= 3 for _, _, stroke, _ in LOOKS.values())
    assert contrast(BLUE, ORANGE) >= 3, "apart from each other in grey too"
    assert 'fill="#F46A25"' in CASES["wider"]().payload()["svg"]["wide"]


def test_points_stand_at_their_values_and_breaks_are_breaks() -> None:
    table = waits(gone=(5, 6))
    svg = hi.trend_chart(table).payload()["svg"]["wide"]
    lines = [path for path in re.findall(r'd="(M[^"]*)"[^>]*', svg) if path.count("L") > 3 and "Z" not in path]
    assert sorted(path.count("L") + 1 for path in lines) == [5, 17]
    gaps = hi.trend(hi.measure(table, "gap"))
    ticks = {text: top for text, _, top, *_ in texts(svg) if re.fullmatch(r"\d+", text)}
    names = sorted(ticks, key=int)
    per_unit = (ticks[names[0]] - ticks[names[-1]]) / (int(names[-1]) - int(names[0]))
    first, second = gaps["value"].iloc[:2]
    heights = [float(part.split(",")[1]) for part in re.split("[ML]", min(lines, key=len))[1:3]]
    assert heights[0] - heights[1] == pytest.approx((second - first) * per_unit, abs=0.3)


def test_an_unprotected_small_number_is_refused_and_a_hidden_one_never_shown() -> None:
    table = waits(source="own_records", groups=["1", "2", "3", "4", "5"]).copy()
    at = (table["period"] == "2024-09") & (table["group"] == "5")
    table.loc[at, "numerator"] = 3
    table = hi.add_rates(table)
    with pytest.raises(DisclosureError, match="protect"):
        hi.trend_chart(table)
    chart = hi.trend_chart(hi.protect(table))
    assert chart.payload()["synthetic"] is False
    cells = {row["cells"][0]: row["cells"] for row in chart.payload()["table"]["rows"]}
    assert cells["September 2024"][1] == "not known" and len(cells) == 24
    hidden = hi.protect(table).assign(numerator=np.nan, value=np.nan, lower=np.nan, upper=np.nan, se=np.nan,
                                      flag="suppressed")
    nothing = hi.trend_chart(hidden)
    assert nothing.title == "No period can be shown: the numbers are too small or not known" and nothing.payload()


def test_groups_without_order_are_followed_one_at_a_time() -> None:
    table = waits(groups=ETHNIC, dimension="ethnic_group")
    with pytest.raises(InputError, match=r'3 groups.*group="White"'):
        hi.trend_chart(table)
    assert "Mixed" not in hi.trend_chart(table, group="White").title
    with pytest.raises(ParameterError, match="no group to follow"):
        hi.trend_chart(table, group="Welsh")
    with pytest.raises(ParameterError, match="measure to follow"):
        hi.trend_chart(waits(), measure="theil")
    with pytest.raises(InputError, match="2 areas"):
        hi.trend_chart(pd.concat([waits(), waits().assign(area="B")]))


def test_counts_without_figures_are_enough_and_the_input_stays() -> None:
    table = waits().assign(value=np.nan, lower=np.nan, upper=np.nan, se=np.nan)
    before = table.copy(deep=True)
    assert hi.trend_chart(table).title == CASES["steady"]().title
    pd.testing.assert_frame_equal(table, before)
    assert hi.trend_chart(waits(), narrow=True).width == 288
    html = CASES["wider"]()._repr_mimebundle_()["text/html"]
    assert html.count("<svg") == 2 and html.count("<table") == 1
