"""The funnel: what lies outside and how much chance would put there, no ranking, nothing hidden."""

from __future__ import annotations

import itertools
import json
import re

import numpy as np
import pandas as pd
import pytest
from plain_words import banned
from test_charts import texts

import hitoolkit as hi
from hitoolkit.charts.funnel_drawing import LOOKS
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.intervals import z_value

# Exercise 9: twenty services that all have a true rate of one in ten.
SIZES = [150, 180, 220, 260, 300, 350, 400, 450, 520, 600, 700, 800, 900, 1000, 1200, 1400, 1700, 2000, 2500, 3000]
EVENTS = [9, 18, 20, 22, 38, 35, 37, 37, 44, 46, 71, 82, 75, 101, 118, 155, 206, 222, 227, 311]
APART = {4: 25, 12: -40, 17: 80, 18: -30}


def placed(events: list[float] = EVENTS, sizes: list[int] = SIZES,
           over: str = "group", **columns: object) -> pd.DataFrame:
    """What funnel() gives for proportions: the average +/- z sqrt(p q / n) at each place's size."""
    frame = pd.DataFrame({over: [f"Trust {chr(65 + at)}" for at in range(len(sizes))], "numerator": events,
                          "denominator": sizes})
    share, n = sum(events) / sum(sizes), np.array(sizes)
    frame = frame.assign(value=100 * frame["numerator"] / n, average=100 * share, label="within")
    for name, level in (("95", 0.95), ("998", 0.998)):
        step = z_value(level) * np.sqrt(share * (1 - share) / n)
        frame[f"lower_{name}"], frame[f"upper_{name}"] = 100 * (share - step).clip(0), 100 * (share + step)
        frame.loc[frame["value"] < frame[f"lower_{name}"], "label"] = f"low_{name}"
        frame.loc[frame["value"] > frame[f"upper_{name}"], "label"] = f"high_{name}"
    constants = {"indicator": "waits_over_52_weeks", "period": "2025/26", "area": "England", "dimension": "provider",
                 "group": "All", "source": "sample_elective_waits"}
    constants.pop(over)
    return frame.assign(**{**constants, **columns})


def spread() -> pd.DataFrame:
    return placed([events + APART.get(at, 0) for at, events in enumerate(EVENTS)])


CASES = {"alike": placed, "spread": spread, "two": lambda: placed([50, 60], [400, 500]),
         "areas": lambda: placed(over="area", dimension="imd_quintile")}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = hi.funnel_chart(CASES[name]()).payload()
    assert payload["type"] == "funnel" and payload["twin"] is None and json.loads(json.dumps(payload)) == payload
    for svg in payload["svg"].values():
        width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
        boxes = texts(svg)
        for text, left, top, right, bottom in boxes:
            assert left >= -0.5 and right <= width + 0.5 and top >= 0 and bottom <= height, f"{text!r} leaves"
        for one, two in itertools.combinations(boxes, 2):
            apart = one[3] <= two[1] or two[3] <= one[1] or one[4] <= two[2] or two[4] <= one[2]
            assert apart, f"{one[0]!r} meets {two[0]!r}"
        assert "Synthetic data" in [text for text, *_ in boxes]
    said = [payload["title"], payload["caption"], payload["alt"], *(note["text"] for note in payload["reading"])]
    assert not any(banned(text) for text in said)
    assert "this is no ranking" in payload["caption"] and "Higher is worse." in payload["alt"]
    assert len(payload["table"]["rows"]) == len(CASES[name]())


def test_exercise_9_one_outside_95_and_none_outside_998() -> None:
    payload = hi.funnel_chart(placed()).payload()
    assert payload["title"] == ("No place lies outside the 99.8% limits; one of 20 lies outside the 95% limits, where "
                                "chance alone would put about one")
    cells = {row["cells"][0]: row["cells"] for row in payload["table"]["rows"]}
    assert cells["Trust Q"][-1] == "higher, outside the 95% limits" and cells["Trust Q"][1] == "1,700"
    assert cells["Trust E"][2] == "12.7" and cells["Trust E"][-1] == "within the 95% limits"
    assert list(cells) == [f"Trust {chr(65 + at)}" for at in range(20)], "in the order of the table, not ranked"
    assert payload["caption"].startswith("The average is 10.1 in every 100.")


def test_places_far_out_are_named_and_none_is_coloured_good_or_bad() -> None:
    payload = hi.funnel_chart(spread()).payload()
    assert payload["title"].startswith("Four of 20 places lie outside the 99.8% limits")
    assert "Trust E (21.0, higher); Trust M (3.9, lower)" in payload["caption"]
    assert {"Trust E", "Trust M", "Trust R", "Trust S"} <= {text for text, *_ in texts(payload["svg"]["wide"])}
    assert "#F46A25" not in payload["svg"]["wide"]
    assert len({(look.shape, look.fill) for look in LOOKS.values()}) == len(LOOKS)
    calm = hi.funnel_chart(placed([100] * 5, [1000] * 5))
    assert calm.title == "Chance alone could put all five places where they are"
    inner = hi.funnel_chart(placed().drop(columns=["lower_998", "upper_998"]))
    assert inner.title.startswith("One of 20 places lies outside the 95% limits")


def test_limits_pass_through_those_of_the_places() -> None:
    picture = hi.funnel_chart(placed()).usermeta["hitoolkit_figure"]["picture"]
    curve = dict(picture["curves"]["upper_998"])
    share = sum(EVENTS) / sum(SIZES)
    for size, height in curve.items():
        assert height == pytest.approx(100 * (share + z_value(0.998) * (share * (1 - share) / size) ** 0.5), abs=0.01)
    assert {150, 3000} <= {round(size) for size in curve}


def test_hidden_and_unprotected_places() -> None:
    table = placed(source="own_records")
    table.loc[0, ["numerator", "value"]] = [3, 2.0]
    with pytest.raises(DisclosureError, match="protect"):
        hi.funnel_chart(table)
    table.loc[0, ["numerator", "value", "average", "lower_95", "upper_95", "lower_998", "upper_998"]] = np.nan
    table.loc[0, ["flag", "label"]] = ["suppressed", ""]
    with pytest.raises(DisclosureError, match="may tell of hidden ones"):
        hi.funnel_chart(table)  # the average is still that of all places, the hidden one's count in it
    table = hi.funnel(table[[name for name in table if not re.match("average|lower_|upper_|label", name)]])
    payload = hi.funnel_chart(table).payload()
    assert payload["table"]["rows"][0]["cells"][2:] == ["hidden"] * 4 and not payload["synthetic"]
    assert "One more place is not shown: numbers too small or not known." in payload["caption"]
    nothing = table.assign(label="", value=np.nan, numerator=np.nan, flag="suppressed")
    assert hi.funnel_chart(nothing).title == "No place can be shown: the numbers are too small or not known"
    assert hi.funnel_chart(nothing).payload()


def test_what_is_drawn_follows_from_the_counts_shown() -> None:
    """Limits and averages of the true counts, laid beside protected ones, would tell of what is hidden."""
    events = [3, *EVENTS[1:]]
    frame = placed(events)[["group", "numerator", "denominator", "indicator", "period", "area", "dimension"]]
    true, safe = hi.funnel(frame), hi.funnel(hi.protect(frame))
    limits = [name for name in true if re.match("average|lower_|upper_", name)]
    with pytest.raises(DisclosureError, match="may tell of hidden ones"):
        hi.funnel_chart(safe.assign(**{name: true[name] for name in limits}))
    spliced = safe.assign(**{name: 1.2345 for name in limits if name != "average"}, label="high_998")
    assert hi.funnel_chart(spliced).payload() == hi.funnel_chart(safe).payload()
    for at in (9.5, 12):
        assert f"The average is {at:.1f}" in hi.funnel_chart(hi.funnel(hi.protect(frame), at=at)).payload()["caption"]
    wide = hi.funnel(hi.protect(spread().drop(columns=limits)), overdispersion=True)
    drawn = hi.funnel_chart(wide).usermeta["hitoolkit_figure"]["picture"]["spots"][4]
    assert drawn["limits"]["95"] == pytest.approx(wide.loc[4, ["lower_95", "upper_95"]].tolist())


def test_refusals_and_the_input_stays() -> None:
    with pytest.raises(InputError, match=r"hi\.funnel\(table\)"):
        hi.funnel_chart(placed()[["group", "numerator", "denominator", "indicator", "period", "area", "dimension"]])
    with pytest.raises(InputError, match="2 periods"):
        hi.funnel_chart(pd.concat([placed(), placed(period="2024/25")]))
    table = placed().sample(frac=1, random_state=0)
    before = table.copy(deep=True)
    assert hi.funnel_chart(table).title == hi.funnel_chart(placed()).title
    pd.testing.assert_frame_equal(table, before)
    assert hi.funnel_chart(table, narrow=True).width == 288
