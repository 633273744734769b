"""Ethnic codes of three generations and the two groupings: which one a table uses is told, and they never mix."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.groups import name_groups
from hitoolkit.groups.ethnicity import name_ethnic

#: The 19 categories of the 2021 census as its tables label them, and the place of each in the dimension.
NINETEEN = {
    "White: English, Welsh, Scottish, Northern Irish or British": "A",
    "White: Irish": "B",
    "White: Gypsy or Irish Traveller": "Gypsy or Irish Traveller",
    "White: Roma": "Roma",
    "White: Other White": "C",
    "Mixed or Multiple ethnic groups: White and Black Caribbean": "D",
    "Mixed or Multiple ethnic groups: White and Black African": "E",
    "Mixed or Multiple ethnic groups: White and Asian": "F",
    "Mixed or Multiple ethnic groups: Other Mixed or Multiple ethnic groups": "G",
    "Asian, Asian British or Asian Welsh: Indian": "H",
    "Asian, Asian British or Asian Welsh: Pakistani": "J",
    "Asian, Asian British or Asian Welsh: Bangladeshi": "K",
    "Asian, Asian British or Asian Welsh: Chinese": "R",
    "Asian, Asian British or Asian Welsh: Other Asian": "L",
    "Black, Black British, Black Welsh, Caribbean or African: Caribbean": "M",
    "Black, Black British, Black Welsh, Caribbean or African: African": "N",
    "Black, Black British, Black Welsh, Caribbean or African: Other Black": "P",
    "Other ethnic group: Arab": "Arab",
    "Other ethnic group: Any other ethnic group": "S",
}
ASIAN = "Asian, Asian British or Asian Welsh"


def named(dimension: str, values: list[Any], concept: str = "ethnic_code") -> Any:
    return name_groups(catalogue.dimension(dimension), concept, values)


def test_the_nineteen_categories_of_the_2021_census() -> None:
    found = named("ethnic_category_2021", list(NINETEEN))
    assert found.group == NINETEEN and not found.refused
    assert set(NINETEEN.values()) == set(catalogue.dimension("ethnic_category_2021").groups)
    five = named("ethnic_group_2021", list(NINETEEN)).group
    assert set(five.values()) == set(catalogue.dimension("ethnic_group_2021").groups)
    assert all(five[label] == label.split(":")[0] for label in NINETEEN), "each is in the group its label names"


def test_which_group_chinese_is_in_is_said_by_the_edition() -> None:
    codes, census = named("ethnic_group", ["R", "H"]), named("ethnic_group_2021", ["R", "H"])
    assert codes.group["R"] == "Any other ethnic group" and codes.edition == "2001 codes"
    assert census.group == {"R": ASIAN, "H": ASIAN} and census.edition == "2021 census groups"


def test_two_groupings_in_one_column_are_refused() -> None:
    assert named("ethnic_group", [ASIAN, "White", "Chinese"]).refused
    assert named("ethnic_group", [ASIAN, "Asian or Asian British"]).refused
    assert not named("ethnic_group_2021", [ASIAN, "White", "Chinese"]).refused
    assert named("ethnic_group_2021", ["Asian or Asian British", "White"]).refused, "it does not say where Chinese is"


def test_tables_of_two_groupings_are_not_measured_together() -> None:
    block = {"numerator": [30, 20], "denominator": [100, 100]}
    fixed = {"indicator": "waits_over_18_weeks", "period": "2025", "area": "A", "dimension": "ethnic_group"}
    old = hi.check_table(pd.DataFrame({"group": ["White", "Mixed"], **block}), **fixed, edition="2001 codes")
    new = hi.check_table(pd.DataFrame({"group": ["White", "Mixed"], **block}), **fixed, edition="2021 census groups")
    with pytest.raises(InputError, match="editions"):
        hi.measure(pd.concat([old.iloc[:1], new.iloc[1:]]), ["gap"])


def test_number_codes_of_old_extracts_are_read_where_the_user_says_so() -> None:
    frame = pd.DataFrame({"ETHNOS": ["0", "1", "4", "7", "8", "9", "99", ""], "weeks_waited": 20})
    with pytest.raises(InputError, match=r"before 2001.*ethnic_code_before_2001"):
        hi.count_by(hi.open_records(frame), "ethnic_group", "waits_over_18_weeks")
    own = hi.open_records(frame, columns={"ethnic_code_before_2001": "ETHNOS"})
    table = hi.count_by(own, ["ethnic_group", "ethnic_group_2021"], "waits_over_18_weeks")
    old = table[table["dimension"] == "ethnic_group"]
    assert set(old["edition"]) == {"number codes of 1995 to 2001"}, "never mixed with tables of the codes of 2001"
    counts = old.set_index("group")["denominator"].to_dict()
    assert counts == {
        "White": 1, "Asian or Asian British": 1, "Black or Black British": 1, "Any other ethnic group": 2,
        "Not known": 2, "Not stated": 1, "All": 8,
    }  # fmt: skip
    census = table[table["dimension"] == "ethnic_group_2021"].set_index("group")["denominator"]
    assert census[ASIAN] == 2, "Chinese (7) is with Indian (4)"
    with pytest.raises(InputError, match="cannot be split"):
        hi.count_by(own, "ethnic_category", "waits_over_18_weeks")


def test_both_kinds_of_codes_in_one_column_are_told() -> None:
    both = name_ethnic(["0", "4", "A", "H", "Z"], numbers=True)
    assert both.edition == "number codes of 1995 to 2001 beside 2001 codes"
    assert name_ethnic(["0", "4", "A", "H", "Z"]).refused


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("British_European", "A"), ("Irish_European", "B"), ("East_European", "C"), ("North_African", "S"),
        ("Middle_Eastern", "S"), ("Asian-Other", "L"), ("Mixed_African-European", "E"),
        ("Mixed_Caribbean-European", "D"), ("A*", "A"), ("CA", "C"), ("PA ", "P"), ("A ", "A"),
        ("White British", "A"), ("Other ethnic group", "S"),
    ],
)  # fmt: skip
def test_spellings_of_trusts_and_maternity_systems(label: str, code: str) -> None:
    assert name_ethnic([label, "A"], categories=True).group[label] == code


def test_kinds_of_missing_are_counted_apart() -> None:
    frame = pd.DataFrame({"ethnic_code": ["A", "Z", "99", "X", "", "Q"], "weeks_waited": 20})
    table = hi.count_by(hi.open_records(frame), "ethnic_group", "waits_over_18_weeks")
    told = {(one["group"], one["reason"]): one["rows"] for one in table.attrs["not_known"]}
    assert told == {
        ("Not stated", "not stated (Z)"): 1, ("Not known", "not known (99 or X)"): 2,
        ("Not known", "blank or not known"): 1, ("Not known", "not a valid ethnic category code"): 1,
    }  # fmt: skip
