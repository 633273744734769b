"""Small multiples: the same scale, the gap in each, how many are clear, and nothing hidden shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn import check
from test_charts import texts
from test_charts_slope import AFTER, BEFORE, ETHNIC, FIFTHS, SIZES, at

import hitoolkit as hi
from hitoolkit.errors import DisclosureError, InputError, ParameterError
from hitoolkit.table import check_table

SPECIALTIES = {
    "specialty=Dermatology": ([300, 280, 260, 240, 200], 1000), "specialty=Eyes": ([250, 252, 255, 258, 260], 1000),
    "specialty=Trauma and orthopaedics": ([1200, 1150, 1100, 1050, 1000], 3000),
    "specialty=Gastroenterology": ([100, 120, 140, 160, 180], 800),
}


def specialties(source: str = "sample_elective_waits") -> pd.DataFrame:
    parts = [at("2026-09-30", list(numerators), size, stratum=name, source=source)
             for name, (numerators, size) in SPECIALTIES.items()]
    whole = at("2026-09-30", [sum(column) for column in zip(*(n for n, _ in SPECIALTIES.values()), strict=True)],
               sum(size for _, size in SPECIALTIES.values()), source=source)
    return pd.concat([*parts, whole], ignore_index=True)


def hide(table: pd.DataFrame, where: pd.Series) -> pd.DataFrame:
    table = table.copy()
    table.loc[where, ["numerator", "value", "se", "lower", "upper"]] = np.nan
    return table.assign(flag=table["flag"].mask(where, "suppressed"))


def years() -> pd.DataFrame:
    lines = {"2019/20": [2700, 2000, 1520, 1160, 860], "2020/21": [2650, 1990, 1500, 1150, 870],
             "2021/22": BEFORE, "2023/24": [2450, 1880, 1490, 1180, 900], "2024/25": AFTER}
    return pd.concat([at(period, numbers, SIZES) for period, numbers in lines.items()], ignore_index=True)


def counts() -> pd.DataFrame:
    other = {"waits_over_52_weeks": [250, 200, 160, 120, 90]}
    table = pd.concat([at("2025", AFTER, SIZES), *(at("2025", numbers, SIZES, indicator=name)
                                                  for name, numbers in other.items())])
    life = check_table(pd.DataFrame({"group": FIFTHS, "value": [73.9, 77.0, 79.6, 81.5, 83.3],
                                     "lower": [73, 76, 79, 81, 83], "upper": [74.5, 78, 80, 82, 84]}),
                       indicator="life_expectancy", period="2025", area="Wessington Vale", dimension="imd_quintile",
                       edition="IMD 2019 national", source="sample_life_expectancy")
    return pd.concat([table, life], ignore_index=True)


def ethnic() -> pd.DataFrame:
    sizes = [12600, 300, 1250, 900, 270, 1820]
    return pd.concat([at("2025", numbers, sizes, ETHNIC, dimension="ethnic_group", stratum=name, edition="2001 codes")
                      for name, numbers in (("sex=Female", [5200, 130, 620, 480, 110, 700]),
                                            ("sex=Male", [5000, 126, 520, 380, 112, 690]))])


def bare() -> pd.DataFrame:
    frame = pd.DataFrame([(sex, group, base + 2.3 * number) for sex, base in (("Female", 76.0), ("Male", 72.5))
                          for number, group in enumerate(FIFTHS)], columns=["stratum", "group", "value"])
    return check_table(frame.assign(stratum="sex=" + frame["stratum"]), indicator="life_expectancy", period="2025",
                       area="Wessington Vale", dimension="imd_quintile", source="sample_life_expectancy")


def many() -> pd.DataFrame:
    return pd.concat([at("2025", [300 - n, 280, 260, 240, 200], 1000 + n, area=f"Place {n:02d}") for n in range(15)])


def one_hidden() -> pd.DataFrame:
    table = specialties()
    return hide(table, table["stratum"].eq("specialty=Eyes") & table["group"].isin(["4", "5"]))


CASES = {
    "specialties": (specialties, "stratum"), "hidden": (one_hidden, "stratum"), "years": (years, "period"),
    "counts": (counts, "indicator"), "ethnic": (ethnic, "stratum"), "bare": (bare, "stratum"), "many": (many, "area"),
    "ethnic years": (lambda: pd.concat([ethnic().query("stratum == 'sex=Male'").assign(period=period)
                                        for period in ("2023", "2024")]), "period"),
    "protected": (lambda: hi.protect(specialties("own_records")), "stratum"),
    "hidden year": (lambda: hide(years(), years()["period"].eq("2020/21")), "period"),
}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    table, by = CASES[name]
    payload = hi.small_multiples(table(), by=by).payload()
    check(payload)
    assert payload["type"] == "multiples"


@pytest.mark.parametrize(("name", "title"), [
    ("specialties", "The most deprived fifth is worse off in two of four specialties; in one it is the other way "
                    "round; in the other these numbers cannot tell"),
    ("years", "The most deprived fifth is worse off in all five years"),
    ("counts", "The most deprived fifth is worse off on all three measures"),
    ("bare", "In these figures, the most deprived fifth is worse off in all two sexes"),
])
def test_the_title_says_in_how_many_the_gap_is_clear(name: str, title: str) -> None:
    table, by = CASES[name]
    assert hi.small_multiples(table(), by=by).title == title.replace("all two", "both")


def test_panels_stand_by_size_with_all_together_first_and_share_a_scale() -> None:
    payload = hi.small_multiples(specialties()).payload()
    rows = list(dict.fromkeys(row["cells"][0] for row in payload["table"]["rows"]))
    assert rows == ["All together", "Trauma and orthopaedics", "Dermatology", "Eyes", "Gastroenterology"]
    shown = [text for text, *_ in texts(payload["svg"]["wide"])]
    assert "All on one scale, which does not start at zero" in shown and shown.count("cannot tell") == 1
    assert "turned round" in shown and "Gastroenterology" in shown
    assert payload["alt"].startswith("Of four specialties: a clear gap in two, the other way round in one, "
                                     "too uncertain to tell in one.")
    assert "Of four looks, one in twenty would look clear by luck alone." in payload["caption"]
    assert payload["caption"].startswith("All together: the difference is ")


def test_the_gap_of_each_panel_is_the_measured_one() -> None:
    table = specialties()
    found = hi.measure(table).set_index(["stratum", "measure"])
    row = found.loc[("specialty=Dermatology", "gap")]
    told = f"{row['value']:.1f} ({row['lower']:.1f} to {row['upper']:.1f})"
    payload = hi.small_multiples(table).payload()
    cells = [row["cells"] for row in payload["table"]["rows"]]
    assert ["Dermatology", "The difference", told] in cells and f"gap {told}, clear" in payload["alt"]
    assert hi.small_multiples(table, measures=hi.measure(table)).payload() == payload
    with pytest.raises(InputError, match="not worked out from this table"):
        hi.small_multiples(table, measures=hi.measure(table.assign(value=table["value"].iloc[::-1].to_numpy(),
                                                                   lower=np.nan, upper=np.nan, numerator=np.nan)))


def test_what_is_hidden_is_said_and_not_shown() -> None:
    payload = hi.small_multiples(one_hidden()).payload()
    cells = [row["cells"] for row in payload["table"]["rows"]]
    assert ["Eyes", "Least deprived fifth", "hidden"] in cells and ["Eyes", "The difference", "not known"] in cells
    assert [text for text, *_ in texts(payload["svg"]["narrow"])].count("hidden") == 2
    assert "the gap cannot be shown in one" in payload["alt"]
    row = hi.small_multiples(hide(years(), years()["period"].eq("2020/21")), by="period").payload()
    assert "hidden: small numbers" in [text for text, *_ in texts(row["svg"]["wide"])]


def test_measures_in_another_unit_have_each_their_scale_and_say_so() -> None:
    payload = hi.small_multiples(counts(), by="indicator").payload()
    shown = " ".join(text for text, *_ in texts(payload["svg"]["wide"]))
    assert "Each panel has a scale of its own" in shown and "years" in shown
    same = counts().query("indicator != 'life_expectancy'")
    assert "All on one scale" in " ".join(
        text for text, *_ in texts(hi.small_multiples(same, by="indicator").payload()["svg"]["wide"]))


def test_missing_years_are_named_and_years_stand_in_order() -> None:
    payload = hi.small_multiples(years().sample(frac=1, random_state=3), by="period").payload()
    shown = texts(payload["svg"]["wide"])
    assert "No figures for 2022/23" in [text for text, *_ in shown]
    tops = {text: top for text, _, top, *_ in shown if "/" in text and len(text) == 7}
    assert sorted(tops, key=tops.get) == ["2019/20", "2020/21", "2021/22", "2023/24", "2024/25"]
    assert payload["caption"].startswith("2024/25: the difference is 8 in every 100")


def test_of_many_places_the_largest_are_drawn_and_all_are_in_the_table() -> None:
    payload = hi.small_multiples(many(), by="area").payload()
    shown = [text for text, *_ in texts(payload["svg"]["wide"])]
    assert sum(text.startswith("Place") for text in shown) == 12 and "Place 00" not in shown
    assert "The twelve largest of 15; all are in the table" in shown
    assert len({row["cells"][0] for row in payload["table"]["rows"]}) == 15
    assert "this is not a ranking" in payload["caption"]


def test_it_says_what_it_cannot_draw() -> None:
    with pytest.raises(ParameterError, match=r"to draw panels by.*Known: stratum"):
        hi.small_multiples(specialties(), by="strata")
    with pytest.raises(InputError, match="2 periods"):
        hi.small_multiples(pd.concat([specialties(), specialties().assign(period="2025-09-30")]))
    with pytest.raises(InputError, match="a table of measures"):
        hi.small_multiples(hi.measure(specialties()))
    table = specialties("own_records")
    table.loc[0, "numerator"] = 3
    with pytest.raises(DisclosureError, match="protect"):
        hi.small_multiples(hi.add_rates(table))


def test_one_panel_is_enough_and_the_input_stays() -> None:
    table = specialties()
    before = table.copy(deep=True)
    check(hi.small_multiples(table[table["stratum"] == "specialty=Eyes"]).payload())
    assert hi.small_multiples(table, narrow=True).width == 288
    pd.testing.assert_frame_equal(table, before)
