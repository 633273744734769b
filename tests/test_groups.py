"""Codes and labels seen in real files, and what they must become."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hitoolkit import catalogue
from hitoolkit.groups import name_groups
from hitoolkit.groups.age import name_ages
from hitoolkit.groups.editions import edition_text
from hitoolkit.groups.ethnicity import name_ethnic
from hitoolkit.groups.imd import decile_of, name_deciles, name_quintiles, quintile_of
from hitoolkit.groups.sex import name_sex
from hitoolkit.groups.small_areas import exclusive

#: data.md, section 4: every spelling seen, in the order of the tenths.
TENTHS = [
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ["01 - Most deprived", "02", "03", "04", "05", "06", "07", "08", "09", "10 - Least deprived"],
    ["1st Decile (Most)", "2nd Decile", "3rd Decile", "4th Decile", "5th Decile", "6th Decile", "7th Decile",
     "8th Decile", "9th Decile", "10th Decile (Least)"],
    ["01 Most deprived", "02 More deprived", "03 More deprived", "04 More deprived", "05 More deprived",
     "06 Less deprived", "07 Less deprived", "08 Less deprived", "09 Less deprived", "10 Least deprived"],
    ["Most deprived 10%", "More deprived 10-20%", "More deprived 20-30%", "More deprived 30-40%",
     "More deprived 40-50%", "Less deprived 40-50%", "Less deprived 30-40%", "Less deprived 20-30%",
     "Less deprived 10-20%", "Least deprived 10%"],
    ["Most deprived decile (IMD2019)", "Second most deprived decile", "Third more deprived decile",
     "Fourth more deprived decile", "Fifth more deprived decile", "Fifth less deprived decile",
     "Fourth less deprived decile", "Third less deprived decile", "Second least deprived decile",
     "Least deprived decile (IMD2019)"],
    ["1 (most deprived)", "2.0", "Decile 3", "IMD decile 4", "5", " 6 ", "7.0", "8\u00a0", "9",
     "10 (least deprived)"],
]  # fmt: skip


@pytest.mark.parametrize("labels", TENTHS, ids=lambda labels: str(labels[0]))
def test_every_spelling_of_the_tenths(labels: list[Any]) -> None:
    named = name_deciles(labels, "IMD 2019 national").group
    assert [named[label] for label in labels] == [str(number) for number in range(1, 11)]
    fifths = name_deciles(labels, "", fifths=True).group
    assert [fifths[label] for label in labels] == ["1", "1", "2", "2", "3", "3", "4", "4", "5", "5"]


@pytest.mark.parametrize(
    "labels",
    [
        [1, 2, 3, 4, 5],
        ["Q1", "Q2", "Q3", "Q4", "Q5"],
        ["Quintile 1", "IMD quintile 2", "quintile 3", "IMD Quintile 4", "Quintile 5"],
        ["Most deprived quintile", "Second most deprived quintile", "Average deprived quintile",
         "Second least deprived quintile", "Least deprived quintile"],
        ["1 - Most deprived", "2", "3.0", "4", "5 - Least deprived"],
        ["20% most deprived", "More deprived 20-40%", "3", "Less deprived 20-40%", "20% least deprived"],
    ],
)  # fmt: skip
def test_every_spelling_of_the_fifths(labels: list[Any]) -> None:
    named = name_quintiles(labels, "").group
    assert [named[label] for label in labels] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "label", [None, float("nan"), "", " ", "NULL", "NA", "UNKNOWN", "Not known", "Unknown/Non-UK Country", "-",
              "Missing value / Value outside reporting parameters",
              "Resident Elsewhere in UK, Channel Islands or Isle of Man",
              "Pseudo postcode recorded (includes no fixed abode or resident overseas)"],
)  # fmt: skip
def test_missing_deprivation_is_a_group_and_never_a_tenth(label: Any) -> None:
    named = name_deciles([label], "")
    assert list(named.group.values()) == ["Not known"] and not named.refused


@pytest.mark.parametrize(
    "label",
    [
        0,
        -1,
        11,
        2.5,
        "IMD 1-2",
        "IMD 3-10",
        "IMD Core20",
        "north",
        "10 - most deprived",
        "1 - least deprived",
        "20% most deprived",
        "IMD quintile 4",
        "Q1",
    ],
)
def test_what_is_no_tenth_is_refused_and_never_guessed(label: Any) -> None:
    named = name_deciles([label], "")
    assert not named.group and named.refused


def test_numbers_of_a_rank_are_called_ranks() -> None:
    ((what, mend),) = name_deciles([31696, 37, 4], "").refused
    assert "ranks" in what and "postcode" in mend
    assert isinstance(quintile_of("8"), str) and decile_of("8") == 8


def test_editions() -> None:
    assert edition_text(2019) == edition_text("IMD 2019") == edition_text("IMD 2019 national") == "IMD 2019 national"
    with pytest.raises(Exception, match=r"2004, 2007, 2010, 2015, 2019, 2025"):
        edition_text("2021")


CODES = "ABCDEFGHJKLMNPRS"
FIVE = (
    ["White"] * 3
    + ["Mixed"] * 4
    + ["Asian or Asian British"] * 4
    + ["Black or Black British"] * 3
    + ["Any other ethnic group"] * 2
)


@pytest.mark.parametrize("write", [str, str.lower, "{} ".format, "{}*".format, "{}1".format])
def test_ethnic_codes_however_they_are_stored(write: Any) -> None:
    if write("A") == "A1":
        codes = CODES.replace("N", "")
        five = [group for code, group in zip(CODES, FIVE, strict=True) if code != "N"]
    else:
        codes, five = CODES, FIVE
    values = [write(code) for code in codes]
    assert [name_ethnic(values).group[value] for value in values] == five
    assert [name_ethnic(values, categories=True).group[value] for value in values] == list(codes)


def test_names_of_the_categories_as_the_catalogue_has_them() -> None:
    block = catalogue.dimension("ethnic_category")
    named = name_groups(block, "ethnic_code", block.labels).group
    assert [named[label] for label in block.labels] == list(block.groups)
    full = [
        "White - British",
        "White: Irish",
        "Mixed - White and Asian",
        "Asian or Asian British - Indian",
        "Black, Black British, Black Welsh, Caribbean or African: African",
        "A - British",
        "Other ethnic groups - Chinese",
    ]
    assert [name_ethnic(full, True).group[label] for label in full] == ["A", "B", "F", "H", "N", "A", "R"]


@pytest.mark.parametrize(
    ("value", "group", "reason"),
    [
        ("Z", "Not stated", "not stated"), ("Not Stated", "Not stated", "not stated"),
        ("Unwilling to answer", "Not stated", "not stated"),
        ("99", "Not known", "99 or X"), (99, "Not known", "99 or X"), (99.0, "Not known", "99 or X"),
        ("99/X", "Not known", "99 or X"), ("X", "Not known", "99 or X"),
        ("", "Not known", "blank"), (None, "Not known", "blank"), ("NULL", "Not known", "blank"),
        ("Unknown", "Not known", "blank"), ("Q", "Not known", "not a valid"), ("I", "Not known", "not a valid"),
        ("Klingon", "Not known", "not a valid"),
    ],
)  # fmt: skip
def test_kinds_of_missing_ethnicity_stay_apart(value: Any, group: str, reason: str) -> None:
    named = name_ethnic([value, "A"])
    assert named.group[value] == group and reason in named.reason[value] and not named.refused


def test_five_group_labels_of_2001_and_of_the_2021_census() -> None:
    msds = ["White", "Mixed", "Asian or Asian British", "Black or Black British", "Any other ethnic group"]
    census = [
        "White",
        "Mixed or Multiple ethnic groups",
        "Asian, Asian British or Asian Welsh",
        "Black, Black British, Black Welsh, Caribbean or African",
        "Other ethnic group",
    ]
    assert [name_ethnic(msds).group[label] for label in msds] == msds
    assert [name_ethnic(census).group[label] for label in census] == msds
    assert name_ethnic(msds).edition == "2001 codes" and name_ethnic(census).edition == "2021 census groups"
    assert name_ethnic(msds, categories=True).refused
    assert name_ethnic(["Gypsy or Irish Traveller", "Roma", "Arab"]).group["Arab"] == "Any other ethnic group"


@pytest.mark.parametrize("value", ["0", 4, 9.0, "9"])
def test_number_codes_from_before_2001_are_asked_about(value: Any) -> None:
    ((what, mend),) = name_ethnic(["A", value]).refused
    assert "before 2001" in what and "letters A to S" in mend


def test_a_column_without_one_ethnic_code_is_refused() -> None:
    assert name_ethnic(["red", "blue", ""]).refused


def test_sex() -> None:
    named = name_sex(["1", 2, "F", "male", 9, "0", None])
    assert named.group == {
        "1": "Male",
        2: "Female",
        "F": "Female",
        "male": "Male",
        9: "Not known",
        "0": "Not known",
        None: "Not known",
    }
    assert name_sex([0, 1]).refused, "0 and 1 follow another rule than 1 and 2"


def test_ages_and_bands() -> None:
    bands = catalogue.dimension("age_band").groups
    named = name_ages([0, 17.9, 18, 79.5, 80, 120, None, "30-34", "80+", "90 and over"], bands)
    assert list(named.group.values()) == [
        "0-17",
        "0-17",
        "18-29",
        "70-79",
        "80+",
        "80+",
        "Not known",
        "30-39",
        "80+",
        "80+",
    ]
    assert name_ages(["25-34"], bands).refused, "it reaches over two bands"
    assert name_ages(["Oct-14"], bands).refused, "a band that Excel took for a date"


def test_own_groups_by_id_or_label() -> None:
    site = catalogue.Dimension("site", "Site", ordered=False, groups=("N", "S"), labels=("North", "South"))
    named = name_groups(site, "site", ["north", "S", "East", ""])
    assert named.group == {"north": "N", "S": "S", "East": "Not known", "": "Not known"}
    assert "not one of the groups of site" in named.reason["East"]
    free = catalogue.Dimension("specialty", "Specialty", ordered=False)
    assert name_groups(free, "specialty", ["All", "&", "110"]).group == {
        "All": "All (as recorded)",
        "&": "Not known",
        "110": "110",
    }


def test_codes_of_one_year_only_are_told_without_a_lookup(shared: Any) -> None:
    import pandas as pd

    folder = shared / "realdata" / "deprivation"
    old = set(pd.read_csv(folder / "imd2019_england_lsoa11.csv.gz", usecols=["lsoa11_code"])["lsoa11_code"])
    new = set(pd.read_csv(folder / "imd2025_england_lsoa21.csv.gz", usecols=["lsoa21_code"])["lsoa21_code"])
    assert exclusive(old - new) == (1034, 0) and exclusive(new - old) == (0, 1945) and exclusive(old & new) == (0, 0)


def test_abbreviations_are_not_taken_for_finer_codes() -> None:
    assert name_ethnic(["AS", "BL", "MI", "WH"]).refused, "Asian, Black and Mixed are not White, White and Caribbean"
    assert name_ethnic(["A", "AS", "WB"]).refused, "WB tells that AS is an abbreviation"
    assert name_ethnic(["A", "CA", "NS", "Z"]).group["CA"] == "White"


def test_missing_kinds_written_with_their_code_stay_apart() -> None:
    written = ["A", "Z - Not stated", "Not stated (Z)", "99 - Not known", "99.0", "Other ethnic group: Arab"]
    naming = name_ethnic(written)
    assert list(naming.group.values()) == [
        "White", "Not stated", "Not stated", "Not known", "Not known", "Any other ethnic group",
    ]  # fmt: skip
    assert not any(reason.startswith("not a valid") for reason in naming.reason.values())


def test_whole_numbers_written_with_a_point_and_codes_of_babies() -> None:
    assert name_sex(["1.0", "02", "9.0"]).group == {"1.0": "Male", "02": "Female", "9.0": "Not known"}
    assert name_ages(["7003", "7001.0"], ("0-17", "18+")).group == {"7003": "0-17", "7001.0": "0-17"}


def test_bands_that_a_spreadsheet_turned_into_dates_are_read_back_beside_others_only() -> None:
    block = catalogue.dimension("age_band")
    naming = name_groups(block, "age_group", ["0-17", "18-29", "30+"])
    assert not naming.group.get("05-Sep")
    own = replace(block, groups=("0-4", "5-9", "10-14", "15+"), labels=("0-4", "5-9", "10-14", "15+"))
    naming = name_groups(own, "age_group", ["0-4", "05-Sep", "Oct-14", "15+", None])
    assert (naming.group["05-Sep"], naming.group["Oct-14"], naming.group[None]) == ("5-9", "10-14", "Not known")
    # A column of dates alone may be of dates of birth: it is told, never read as ages.
    naming = name_groups(own, "age_group", ["2015-09-05", "2014-10-01", "1950-01-02"])
    assert not naming.group and "turned labels such as 5-9 into dates" in next(iter(naming.refused))[0]
