"""The Fingertips download: invented figures under the real headings and category types."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import HitoolkitError, InputError
from hitoolkit.readers.layouts.fingertips_types import category_type, full_label

HEADINGS = [
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex",
    "Age", "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit",
    "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "{varies}", "Time period Sortable", "New data", "Compared to goal",
    "Time period range",
]  # fmt: skip
COUNTY = "County & UA deprivation deciles in England (IMD2019)"
LSOA = "LSOA11 deprivation deciles in England (IMD2019)"
FIFTHS = "LSOA11 deprivation quintile within area (IMD2019)"
DECILES = ["Most deprived decile (IMD2019)", "Second most deprived decile (IMD2019)", "Third more", "Fourth more",
           "Fifth more", "Fifth less deprived decile", "Fourth less", "Third less deprived decile", "Second least",
           "Least deprived decile (IMD2019)"]  # fmt: skip


def row(category_type: str = "", category: str = "", **cells: str) -> dict[str, str]:
    usual = {
        "Indicator ID": "90366", "Indicator Name": "Life expectancy at birth", "Area Code": "E92000001",
        "Area Name": "England", "Area Type": "England", "Sex": "Male", "Age": "All ages", "Time period": "2020 - 22",
        "Value": "79.0", "Lower CI 95.0 limit": "78.8", "Upper CI 95.0 limit": "79.2", "Category Type": category_type,
        "Category": category, "Value note": "", "Time period Sortable": "20200000",
    }  # fmt: skip
    return {**usual, **cells}


def write(tmp_path: Path, rows: list[dict[str, str]], varies: str = "Column not used", columns: int = 27) -> Path:
    path = tmp_path / "fingertips.csv"
    headings = [varies if one == "{varies}" else one for one in HEADINGS][:columns]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, headings, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def deciles(kind: str = LSOA, **cells: str) -> list[dict[str, str]]:
    # Written from the least deprived on: order tells nothing, the label does.
    return [
        row(kind, label, **{"Value": f"{74 + n}", "Lower CI 95.0 limit": f"{73.5 + n}",
                            "Upper CI 95.0 limit": f"{74.5 + n}", **cells})
        for n, label in reversed(list(enumerate(DECILES)))
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [26, 27])
@pytest.mark.parametrize("varies", ["Compared to percentiles", "Column not used",
                                    "Compared to Regions (statistical) value or percentiles"])  # fmt: skip
def test_tenths_with_their_whole_in_both_forms(tmp_path: Path, varies: str, columns: int) -> None:
    note = "Aggregated from all known\nlower geography values"
    path = write(tmp_path, [row(**{"Value note": note}), *deciles()], varies, columns)
    table = hi.read_table(path)
    assert table["group"].tolist() == [*map(str, range(1, 11)), "All"]
    assert table["value"].tolist() == [*map(float, range(74, 84)), 79.0]
    assert set(table["edition"]) == {"IMD 2019 national"} and set(table["stratum"]) == {"sex=Male"}
    assert set(table["indicator"]) == {"life_expectancy"} and set(table["source"]) == {"fingertips"}
    assert table.attrs["read"] == {"rows": 11, "used": 11, "left_out": []}
    gaps = hi.measure(hi.protect(table.pipe(hi.add_rates))).set_index("measure")
    assert gaps.loc["gap", "value"] == pytest.approx(9) and gaps.loc["gap", "lower"] > 8


def test_several_category_types_are_listed_and_one_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, [row(), *deciles(), *deciles(COUNTY, Value="70", **{"Lower CI 95.0 limit": "",
                                                                              "Upper CI 95.0 limit": ""})])  # fmt: skip
    with pytest.raises(InputError) as refused:
        hi.read_table(path)
    assert COUNTY in str(refused.value) and LSOA in str(refused.value) and "--sheet" in str(refused.value)
    table = hi.read_table(path, sheet=COUNTY.upper())
    assert set(table["value"]) == {70.0, 79.0}
    assert set(table["edition"]) == {"IMD 2019 national, groups of counties and unitary authorities"}
    assert table.attrs["read"]["used"] == 11
    assert [one["rows"] for one in table.attrs["read"]["left_out"]] == [10]
    assert len(hi.open_data(path, sheet=LSOA)) == 11
    with pytest.raises(InputError, match="no category type"):
        hi.read_table(path, sheet="Ward")


def test_fifths_and_tenths_of_one_file_are_two_dimensions(tmp_path: Path) -> None:
    labels = ["Most", "Second most", "Average", "Second least", "Least"]
    fifths = [row(FIFTHS, f"{label} deprived quintile", Value=str(70 + n), **{
        "Lower CI 95.0 limit": "", "Upper CI 95.0 limit": ""}) for n, label in enumerate(labels)]  # fmt: skip
    table = hi.read_table(write(tmp_path, [row(), *fifths, *deciles()]))
    assert set(table["dimension"]) == {"imd_decile", "imd_quintile"}
    part = table[table["dimension"] == "imd_quintile"]
    assert part["value"].tolist() == [70, 71, 72, 73, 74, 79]
    assert set(part["edition"]) == {"IMD 2019 local"}, "a fifth within an area is not a national one"


def test_persons_are_all_and_ages_are_strata_and_whole_areas_are_told(tmp_path: Path) -> None:
    leeds = row(**{"Area Name": "Leeds", "Area Code": "E1"})
    rows = [*deciles(Sex="Persons", Age="65 yrs"), *deciles(Sex="Persons"), leeds]
    table = hi.read_table(write(tmp_path, rows))
    assert set(table["stratum"]) == {"All", "age=65 yrs"}
    assert table.attrs["read"]["left_out"][0]["rows"] == 1


def test_hidden_and_lacking_values_are_told_apart_and_wider_limits_are_said(tmp_path: Path) -> None:
    rows = deciles()
    rows[0] |= {"Value": "", "Value note": "Value suppressed for disclosure control due to small count"}
    rows[1] |= {"Value": "", "Value note": "Value not published for data quality reasons"}
    for one in rows:
        one["Lower CI 99.8 limit"], one["Upper CI 99.8 limit"] = one["Lower CI 95.0 limit"], one["Upper CI 95.0 limit"]
        one["Lower CI 95.0 limit"] = one["Upper CI 95.0 limit"] = ""
    table = hi.read_table(write(tmp_path, rows)).set_index("group")
    assert table.loc["10", "flag"] == "suppressed" and table.loc["9", "flag"] == "incomplete"
    assert pd.isna(table.loc["10", "value"]) and table.loc["1", "lower"] == 73.5
    assert table.attrs["confidence"] == 0.998


OWN = """
[indicator.early]
name = "Premature births"
kind = "proportion"
per = {per}
unit = "%"
better = "lower"
known_as = ["Fingertips 91743"]
"""


def test_an_indicator_of_the_own_catalogue_and_its_unit(tmp_path: Path) -> None:
    cells = {"Indicator ID": "91743", "Indicator Name": 'Premature "births"', "Value": "8.0", "Count": "8",
             "Denominator": "100", "Lower CI 95.0 limit": "", "Upper CI 95.0 limit": ""}  # fmt: skip
    path = write(tmp_path, deciles(**cells))
    with pytest.raises(InputError, match="does not say which direction is better") as refused:
        hi.read_table(path, indicator="preterm_births")
    pasted = str(refused.value).partition("--catalogue FILE): ")[2].replace("lower, higher or neither", "lower")
    own = tmp_path / "own.toml"
    own.write_text(pasted, encoding="utf-8")
    hi.use_catalogue(own)
    try:
        assert set(hi.read_table(path)["indicator"]) == {"premature_births"}
        own.write_text(OWN.format(per=100), encoding="utf-8")
        table = hi.read_table(path)
        assert table.loc[0, ["numerator", "denominator", "value"]].tolist() == [8, 100, 8]
        own.write_text(OWN.format(per=1000), encoding="utf-8")
        with pytest.raises(InputError, match="1000 x Count / Denominator"):
            hi.read_table(path)
    finally:
        hi.use_catalogue(None)


def test_a_file_of_whole_areas_only_has_no_groups(tmp_path: Path) -> None:
    with pytest.raises(HitoolkitError, match="every row is of a whole area"):
        hi.read_table(write(tmp_path, [row(), row(Sex="Female")]))


def test_every_category_type_of_the_real_list_is_read(shared: Path) -> None:
    listed = pd.read_csv(shared / "realdata" / "lookups" / "fingertips_deprivation_categories.csv")
    from hitoolkit.groups.imd import decile_of

    for kind, rows in listed.groupby("CategoryTypeName"):
        one = category_type(str(kind))
        assert one.dimension == "imd_decile" and one.edition.startswith("IMD ")
        places = [decile_of(full_label(label)) for label in rows.sort_values("Sequence")["CategoryName"]]
        assert places == list(range(10, 0, -1)), "Sequence 10 is the most deprived: direction is in the label"
