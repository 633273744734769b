"""Charts say what the numbers bear out, show nothing that is hidden, and are legible at both widths."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.charts.style import text_width
from hitoolkit.charts.summary import PAYLOAD
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.table import check_table

FIFTHS = ["1", "2", "3", "4", "5"]
ETHNIC = ["White", "Mixed", "Asian or Asian British", "Black or Black British", "Any other ethnic group"]
OWN = """
[indicator.admissions]
name = "Emergency admissions for asthma"
kind = "rate"
per = 100000
unit = "per 100,000"
better = "lower"
numerator = "admissions"
denominator = "people registered"

[indicator.seen_in_time]
name = "Seen within 4 hours"
kind = "proportion"
per = 100
unit = "%"
better = "higher"

[indicator.appointments_offered]
name = "Appointments offered"
kind = "rate"
per = 1000
unit = "per 1,000"
better = "neither"

[dimension.travel]
name = "Travel time to hospital"
ordered = true
groups = ["Over one hour by public transport, or none at all on Sundays", "30 to 60 minutes", "Under 30 minutes"]
"""


def counted(groups: list[str], numerators: list[float], denominators: list[float], *,
            indicator: str = "waits_over_18_weeks", dimension: str = "imd_quintile",
            source: str = "sample_elective_waits", edition: str = "IMD 2019 national") -> pd.DataFrame:
    frame = pd.DataFrame({"group": groups, "numerator": numerators, "denominator": denominators})
    return hi.add_rates(check_table(frame, indicator=indicator, dimension=dimension, period="2026-09-30",
                                    area="Wessington Vale", edition=edition, source=source))


def waits() -> pd.DataFrame:
    """The figures of the design's own example."""
    return counted([*FIFTHS, "Not known", "All"], [2275, 1800, 1465, 1170, 885, 190, 7785],
                   [4930, 4120, 3555, 2965, 2310, 360, 18240])


def hide(table: pd.DataFrame, *groups: str) -> pd.DataFrame:
    table = table.copy()
    rows = table["group"].isin(groups)
    table.loc[rows, ["numerator", "value", "se", "lower", "upper"]] = None
    table.loc[rows, "flag"] = "suppressed"
    return table


def tenths() -> pd.DataFrame:
    values = [73.9, 76.2, 77.9, 79.3, 80.4, 81.1, 81.7, 82.2, 82.7, 83.3]
    return check_table(pd.DataFrame({"group": range(1, 11), "value": values}), indicator="life_expectancy",
                       dimension="imd_decile", period="2015 to 2017", area="England", edition="IMD 2015 national",
                       source="sample_life_expectancy")


def ethnic() -> pd.DataFrame:
    return counted([*ETHNIC, "Not known", "Not stated", "All"], [5200, 130, 620, 480, 110, 700, 500, 7740],
                   [12600, 300, 1250, 900, 270, 1820, 1100, 18240], dimension="ethnic_group", edition="2001 codes")


def specialty() -> pd.DataFrame:
    groups = ["Trauma and orthopaedics", "Ear, nose and throat", "Dermatology",
              "Paediatric gastroenterology, hepatology and otorhinolaryngology (tertiary centre)"]
    return counted([*groups, "All"], [2750, 1030, 420, 30, 4230], [5000, 2200, 1500, 60, 8760], dimension="specialty",
                   edition="not stated")


@pytest.fixture
def own(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    hi.use_catalogue(path)


def travel() -> pd.DataFrame:
    groups = ["Over one hour by public transport, or none at all on Sundays", "30 to 60 minutes", "Under 30 minutes"]
    return counted([*groups, "Not known"], [700, 1500, 2400, 60], [1000, 2000, 3000, 100], indicator="seen_in_time",
                   dimension="travel", edition="not stated")


def admissions() -> pd.DataFrame:
    return counted(FIFTHS, [1520, 1310, 1120, 980, 840], [98000, 99500, 101200, 97000, 99000], indicator="admissions")


def partly_ranged() -> pd.DataFrame:
    table = waits()
    table.loc[table["group"].isin(["2", "Not known"]), ["lower", "upper", "se", "numerator"]] = None
    return table


DRAWN = [waits, tenths, ethnic, specialty, travel, admissions, partly_ranged, lambda: hide(waits(), "3", "Not known")]
NAMES = ["waits", "tenths", "ethnic", "specialty", "travel", "admissions", "partly_ranged", "hidden"]


def drawings(payload: dict) -> list[str]:
    twin = payload["twin"]["svg"].values() if payload["twin"] else []
    return [*payload["svg"].values(), *twin]


def texts(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Every text with the box it may need in a wide face."""
    found = []

    def walk(element: Xml.Element, x: float, y: float) -> None:
        moved = re.search(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", ""))
        x, y = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
        if element.tag.endswith("}text"):
            size = float(element.get("font-size", "16").removesuffix("px"))
            width = text_width(element.text or "", size, bold=element.get("font-weight") in ("700", "bold"))
            left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", "start"), 0)
            found.append((element.text or "", left, y - size * 0.73, left + width, y + size * 0.1))
        for child in element:
            walk(child, x, y)

    walk(Xml.fromstring(svg), 0, 0)
    return found


@pytest.mark.parametrize("make", DRAWN, ids=NAMES)
def test_no_label_meets_another_in_a_wide_face(make, own: None) -> None:
    payload = hi.inequality_chart(make()).payload()
    for svg in drawings(payload):
        width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
        boxes = texts(svg)
        assert len(boxes) > 8
        for text, left, top, right, bottom in boxes:
            inside = left >= -0.5 and right <= width + 0.5 and top >= 0 and bottom <= height
            assert inside, f"{text!r} leaves the drawing"
        for one, two in itertools.combinations(boxes, 2):
            apart = one[3] <= two[1] or two[3] <= one[1] or one[4] <= two[2] or two[4] <= one[2]
            assert apart, f"{one[0]!r} meets {two[0]!r}"


@pytest.mark.parametrize("make", DRAWN, ids=NAMES)
def test_every_drawing_speaks_scales_and_asks_for_nothing(make, own: None) -> None:
    payload = hi.inequality_chart(make()).payload()
    ids = []
    for svg in drawings(payload):
        root = Xml.fromstring(svg)
        assert root.get("role") == "img" and root.get("width") is None and root.get("height") is None
        title, desc = root[0], root[1]
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert len(title.text) > 20 and len(desc.text) > 60
        ids += [element.get("id") for element in root.iter() if element.get("id")]
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)', svg)]
        assert min(sizes) >= 15 and not re.search(r"href|<script|<style|url\(|aria-roledescription|aria-label=", svg)
        assert set(re.findall(r'font-family="([^"]+)"', svg)) == {"inherit"}
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert len(ids) == len(set(ids)) == 2 * len(drawings(payload))
    assert json.loads(json.dumps(payload)) == payload


def test_the_words_are_those_of_the_design() -> None:
    payload = hi.gradient_chart(waits()).payload()
    assert payload["title"] == "With each step towards deprivation, a larger share has waited over 18 weeks"
    assert payload["caption"] == (
        "The difference is 8 in every 100 (plausible range 5 to 10); the ratio is 1.2 (1.1 to 1.3). "
        "The most deprived fifth is worse off."
    )
    assert "most deprived fifth 46 (plausible range 45 to 48); second fifth 44" in payload["alt"]
    assert payload["alt"].endswith("Higher is worse. Synthetic data.")
    assert payload["source"] == "Source: synthetic waiting list, made for teaching. Groups: IMD 2019 national."
    for name in ("wide", "narrow"):
        said = [text for text, *_ in texts(payload["svg"][name])]
        joined = " ".join(said).lower()
        for part in ("the gap: 8 in every 100", "higher is worse →", "scale starts at 30", "synthetic data"):
            assert part in joined
    bars = " ".join(text for text, *_ in texts(payload["twin"]["svg"]["wide"]))
    assert "Scale starts" not in bars and "Synthetic data" in bars


def test_dots_stand_where_their_values_are() -> None:
    svg = hi.gradient_chart(waits()).payload()["svg"]["wide"]
    orange = re.search(r'translate\(([\d.]+),([\d.]+)\)"[^>]*fill="#F46A25"', svg) or re.search(
        r'fill="#F46A25"[^>]*translate\(([\d.]+),([\d.]+)\)', svg)
    ticks = {text: left + text_width(text) / 2 for text, left, *_ in texts(svg) if text in ("30", "60")}
    place = ticks["30"] + (2275 / 4930 * 100 - 30) / 30 * (ticks["60"] - ticks["30"])
    assert float(orange[1]) == pytest.approx(place, abs=0.3)


def test_given_measures_are_used_where_they_are_the_tables_own() -> None:
    gaps = hi.measure(waits(), confidence=0.5)
    assert "plausible range 7 to 9" in hi.gradient_chart(waits(), measures=gaps).description
    gaps.loc[gaps["measure"] == "gap", ["value", "lower", "upper"]] = [33.0, 22.0, 44.0]
    with pytest.raises(InputError, match="not worked out from this table"):
        hi.gradient_chart(waits(), measures=gaps)
    true = waits().assign(source="own_records")
    true.loc[true["group"] == "5", "numerator"] = 3
    with pytest.raises(InputError, match="not worked out from this table"):
        hi.gradient_chart(hi.protect(true), measures=hi.measure(true))
    elsewhere = hi.measure(waits(), reference="3")
    assert "is 8 in every 100" in hi.gradient_chart(waits(), measures=elsewhere).description


@pytest.mark.parametrize(("numerators", "denominator", "title"), [
    ([500, 450, 430, 410, 400], 1000, "With each step towards deprivation, a larger share has waited over 18 weeks"),
    ([300, 420, 560, 700, 850], 1000, "With each step towards deprivation, a smaller share has waited over 18 weeks"),
    ([50, 48, 47, 46, 45], 100,
     "The groups follow in order, but these numbers cannot tell whether the two ends differ"),
    ([42, 38, 44, 40, 41], 100, "The groups do not follow a clear pattern"),
    ([500, 410, 450, 430, 380], 1000,
     "The most deprived fifth has the largest share, but the groups between do not follow in order"),
    ([450, 500, 400, 420, 380], 1000,
     "The most deprived fifth has a larger share than the least deprived fifth, but the groups between do not follow "
     "in order"),
])
def test_the_title_claims_no_more_than_the_numbers(numerators: list[float], denominator: int, title: str) -> None:
    assert hi.gradient_chart(counted(FIFTHS, numerators, [denominator] * 5)).title == title


def test_a_hidden_group_keeps_its_row_and_is_never_the_largest() -> None:
    chart = hi.gradient_chart(hide(waits(), "3", "Not known"))
    assert chart.title == ("The most deprived fifth has a larger share than the least deprived fifth, but the groups "
                           "between are not all shown")
    payload = chart.payload()
    assert "middle fifth hidden: small numbers" in payload["alt"]
    assert payload["table"]["rows"][2]["cells"] == ["Middle fifth", "3,555", "hidden", "hidden"]
    assert hi.gradient_chart(hide(waits(), "1")).title == "One end of the order cannot be shown, so neither can the gap"
    assert "the gap" not in hi.gradient_chart(hide(waits(), "1")).payload()["svg"]["wide"]
    nothing = hi.gradient_chart(hide(waits(), *FIFTHS, "Not known"))
    assert nothing.title == "No group can be shown: the numbers are too small or not known" and nothing.payload()


def test_nothing_of_a_hidden_cell_travels_with_the_chart() -> None:
    table = waits()
    # What a careless step could leave behind: the flag is set, the figures are still there.
    table.loc[table["group"] == "3", "flag"] = "suppressed"
    table.loc[table["group"] == "3", "numerator"] = 3131
    table.loc[table["group"] == "3", ["value", "lower", "upper"]] = [12.3456, 11.2345, 13.4567]
    chart = hi.gradient_chart(table)
    everything = json.dumps([chart.to_dict(), chart.payload(), chart._repr_mimebundle_()["text/html"]])
    for figure in ("3131", "3,131", "12.3", "11.2", "13.4"):
        assert figure not in everything
    drawn = json.dumps(chart.to_dict()["datasets"] if "datasets" in chart.to_dict() else chart.to_dict()["layer"])
    assert "2275" not in drawn and "numerator" not in drawn


def test_an_unprotected_small_number_is_refused() -> None:
    table = counted(FIFTHS, [2, 30, 40, 50, 60], [100] * 5, source="own_records")
    for draw in (hi.gradient_chart, hi.bar_chart, hi.summary_table):
        with pytest.raises(DisclosureError):
            draw(table)
    assert hi.gradient_chart(hi.protect(table)).payload()["synthetic"] is False


def test_years_without_ranges() -> None:
    payload = hi.gradient_chart(tenths()).payload()
    assert payload["caption"].startswith("The difference is 9.4 years (no range given); the ratio is 1.1.")
    assert payload["title"].startswith("In these figures, ")
    said = [text for text, *_ in texts(payload["svg"]["wide"])]
    assert {"73.9", "the gap: 9.4 years", "no range", "given", "← lower is worse"} <= set(said)
    assert payload["table"]["columns"] == ["Group", "Years"]
    assert {note["icon"] for note in payload["reading"]} == {"dots", "band"}


def test_groups_without_order_are_not_ranked_and_have_no_band() -> None:
    payload = hi.comparison_chart(ethnic()).payload()
    labels = [text for text, *_ in texts(payload["svg"]["wide"]) if text in ETHNIC]
    assert labels == ETHNIC
    assert "the gap" not in payload["svg"]["wide"] and "all together: 42" in payload["svg"]["wide"]
    assert payload["title"] == "The share is larger for Black or Black British people than for the rest together"
    assert payload["caption"].startswith("Black or Black British against the rest together: the difference is 11 in ")
    assert "these numbers cannot tell them apart" in payload["caption"]
    assert "white 41" not in payload["alt"] and "White 41 (plausible range 40 to 42)" in payload["alt"]
    two = counted(["Female", "Male"], [4000, 3785], [9600, 8640], dimension="sex", edition="not stated")
    assert hi.comparison_chart(two).title == (
        "The share is larger for people recorded as male than for people recorded as female")


def test_a_hidden_group_may_be_the_largest_so_none_is_called_so() -> None:
    payload = hi.comparison_chart(hide(ethnic(), "Mixed")).payload()
    assert payload["title"] == "Some groups cannot be shown, so the largest and the smallest share cannot be named"
    assert payload["caption"].count("The difference cannot be given") == 1
    tied = counted(ETHNIC, [0, 0, 300, 310, 320], [500] * 5, dimension="ethnic_group", edition="2001 codes")
    assert "smallest" not in hi.comparison_chart(tied).title


def test_neither_direction_is_worse(own: None) -> None:
    payload = hi.gradient_chart(counted(FIFTHS, [1520, 1310, 1120, 980, 840], [9800] * 5,
                                        indicator="appointments_offered")).payload()
    everything = json.dumps(payload)
    assert "is worse" not in everything and "worse off" not in everything
    assert "The most deprived fifth has the higher figure." in payload["caption"]


def test_one_chart_shows_one_of_each() -> None:
    both = pd.concat([waits(), waits().assign(edition="IMD 2025 national")])
    with pytest.raises(InputError, match=r"2 editions.*IMD 2025 national.*Pick one"):
        hi.gradient_chart(both)
    with pytest.raises(InputError, match="2 periods"):
        hi.summary_table(pd.concat([waits(), waits().assign(period="2027-09-30")]))
    with pytest.raises(InputError, match="comparison_chart"):
        hi.gradient_chart(ethnic())
    with pytest.raises(InputError, match="gradient_chart"):
        hi.comparison_chart(waits())
    with pytest.raises(InputError, match="add_rates"):
        hi.gradient_chart(waits().assign(value=None, lower=None, upper=None))
    with pytest.raises(InputError, match="no rows"):
        hi.bar_chart(waits().head(0))


def test_a_figure_is_an_altair_chart_that_still_shows_itself() -> None:
    chart = hi.gradient_chart(waits()).properties(title="Our own title")
    bundle = chart._repr_mimebundle_()
    assert bundle["text/plain"] == "Our own title" == bundle[PAYLOAD]["title"]
    html = bundle["text/html"]
    assert html.count("<svg") == 4 and html.count("<table") == 1 and "Our own title" in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
    assert hi.gradient_chart(waits(), narrow=True).width == 288
    assert hi.bar_chart(waits()).payload()["twin"] is None


def test_labels_are_text_never_markup(tmp_path: Path) -> None:
    table = counted(["<script>x</script>", "A & B"], [300, 400], [1000, 1000], dimension="specialty")
    bundle = hi.comparison_chart(table)._repr_mimebundle_()
    assert "<script" not in bundle["text/html"] and "&lt;script&gt;" in bundle["text/html"]
    for svg in drawings(bundle[PAYLOAD]):
        Xml.fromstring(svg)


def test_the_table_reads_as_the_design() -> None:
    summary = hi.summary_table(waits())
    assert list(summary.columns) == ["Group", "People waiting", "Over 18 weeks", "In every 100 (plausible range)"]
    assert summary.iloc[0].tolist() == ["Most deprived fifth", "4,930", "2,275", "46.1 (44.8 to 47.5)"]
    bundle = summary._repr_mimebundle_()
    assert [row["role"] for row in bundle[PAYLOAD]["rows"]] == ["end", "", "", "", "end", "off", "total"]
    html = bundle["text/html"]
    assert html.count('scope="col"') == 4 and html.count('scope="row"') == 7 and "<caption" in html
    assert not re.search(r"<th[^>]*></th>", html)
    assert type(summary.head(2)) is pd.DataFrame


def test_input_is_left_as_it_was() -> None:
    table = waits()
    before = table.copy(deep=True)
    hi.gradient_chart(table).payload()
    hi.summary_table(table)
    pd.testing.assert_frame_equal(table, before)


def test_the_words_name_the_group_that_stands_apart_where_the_highest_and_lowest_do_not() -> None:
    counts = [("White", 450, 6120), ("Mixed", 15, 230), ("Asian or Asian British", 95, 955),
              ("Black or Black British", 50, 515), ("Any other ethnic group", 20, 200)]
    frame = pd.DataFrame(counts, columns=["group", "numerator", "denominator"])
    table = hi.add_rates(hi.check_table(frame, indicator="missed_appointments", period="2025", area="Wessington Vale",
                                        dimension="ethnic_group", source="sample_outpatients"))
    payload = hi.comparison_chart(table).payload()
    assert payload["title"] == "The share is larger for Asian or Asian British people than for the rest together"
    assert payload["caption"].startswith("Asian or Asian British against the rest together: ")
    assert payload["caption"].endswith("; Asian or Asian British people are worse off.")
