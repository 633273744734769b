"""Every row of a counted table is used or left out with a reason, whatever the layout."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.tables import LAYOUTS

#: A file for each layout with a line of notes below: the file, and how many rows it has below its headings.
SMALL = {
    "who_heat": (
        "setting,date,source,indicator_abbr,indicator_name,dimension,subgroup,estimate,population,favourable_indicator,"
        "indicator_scale,ordered_dimension,subgroup_order,reference_subgroup\n"
        "Vale,2024,x,preterm_births,Babies born before 37 weeks,sex,Female,7.1,1200,0,100,0,0,1\n"
        "Vale,2024,x,preterm_births,Babies born before 37 weeks,sex,Male,7.5,1200,0,100,0,0,0\n", 2),
    "fingertips": (
        "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,"
        "Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note,"
        "Time period Sortable\n"
        + "".join(
            f"90366,Life expectancy at birth,,,E92000001,England,England,Male,All ages,{category},2020 - 22,{value},"
            ",,,,,20200000\n" for category, value in [
                (",", 79), ("LSOA11 deprivation deciles in England (IMD2019),Most deprived decile (IMD2019)", 74),
                ("LSOA11 deprivation deciles in England (IMD2019),Least deprived decile (IMD2019)", 83)]), 3),
    "fingertips_upload": (
        "area_code,date_from,date_to,period_type,sex,age_from_years_inclusive,age_to_years_inclusive,"
        "deprivation_decile,deprivation_category,count,value,denominator,lower_ci_95,upper_ci_95\n"
        + "".join(
            f"E92000001,2020-01-01,2022-12-31,Calendar,Persons,0,,{number},{category},90,9,1000,,\n"
            for number, category in [("", ""), (10, "Most deprived decile (IMD2019)"),
                                     (1, "Least deprived decile (IMD2019)")]), 3),
    "mhsds": (
        "REPORTING_PERIOD_START,REPORTING_PERIOD_END,STATUS,BREAKDOWN,PRIMARY_LEVEL,PRIMARY_LEVEL_DESCRIPTION,"
        "SECONDARY_LEVEL,SECONDARY_LEVEL_DESCRIPTION,MEASURE_ID,MEASURE_NAME,MEASURE_VALUE\n"
        "2026-04-01,2026-04-30,Final,England; Gender,England,England,1,Male,MHS01,People in contact,5000\n"
        "2026-04-01,2026-04-30,Final,England; Gender,England,England,2,Female,MHS01,People in contact,6000\n", 2),
    "rtt": (
        "Period,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name,Commissioner Parent "
        "Org Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name,RTT Part Type,"
        "RTT Part Description,Treatment Function Code,Treatment Function Name,"
        + ",".join(f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(104))
        + ",Gt 104 Weeks SUM 1,Total,Patients with unknown clock start date,Total All\n"
        + "".join(f"RTT-June-2026,Q,ICB,RXX,VALE NHS TRUST,Q,ICB,X1,SUB,{part},Incomplete Pathways,C_110,Trauma,"
                  + ",".join(["10"] * 105) + ",,,1050\n" for part in ("Part_2", "Part_1A")), 2),
    "contract": ("indicator,dimension,group,numerator,denominator\npreterm_births,sex,Female,3,40\n", 1),
    "plain_counts": ("sex,numerator,denominator\nFemale,3,40\nMale,4,50\n", 2),
    "life_expectancy": ("period,imd_decile,sex,le\n2024,1,Male,74\n2024,1,Female,79\n", 2),
    "msds": (
        "Period,Dimension,Org_Level,Org_Code,Org_Name,Measure,Count_Of,Value\n"
        "2022-23,DeprivationDecileAtBooking,National,National,ALL,01 - Most deprived,Deliveries,50\n"
        "2022-23,DeprivationDecileAtBooking,National,National,ALL,10 - Least deprived,Deliveries,40\n", 2),
    "hospital_activity": (
        "Ethnic Category,,Admissions,Emergency\nA,British,900,90\nH,Indian,50,20\n,Total,950,110\n", 3),
    "attendances_by_age": (
        "Main Specialty Code,Main Specialty Code Description,0,1-4,5-9,10-14,15,Total\n"
        "All,Total Activity,5,6,7,8,9,35\n100,General Surgery,5,6,7,8,9,35\n", 2),
    "birth_characteristics": (
        "Gestational age at birth (weeks),Live births White,Live births Asian,Live births Black\n"
        "36 weeks,9,8,7\n40 weeks,90,80,70\nAll gestational ages,99,88,77\n", 3),
    "census": (
        "area,mnemonic,Total: All usual residents,White,Mixed,Asian,Black\nVale,E06000998,100,70,10,15,5\n", 1),
    "small_areas": (
        "neighbourhood,imd_decile,imd_score,numerator,denominator\nNorth,1,60,30,900\nSouth,9,10,20,900\n", 2),
    "wide": ("Trust,Measure,White,Asian,Black\nA,numerator,1,2,3\nA,denominator,10,20,30\n", 2),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("note", ["", '"Source: invented, with a comma"\n', "\n\nNote: invented\nAnd a second line\n"])
def test_read_is_used_and_left_out_in_every_layout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, note: str
) -> None:
    if name not in SMALL:
        pytest.fail(f"the layout {name} has no small file here: add one")
    text, rows = SMALL[name]
    path = tmp_path / "small.csv"
    path.write_text(text + note, encoding="utf-8")
    constants = {} if name in ("contract", "life_expectancy") else {"indicator": "preterm_births"}
    if name == "mhsds":
        # A measure is read where the catalogue knows it by the file's own id.
        own = tmp_path / "own.toml"
        own.write_text('[indicator.in_contact]\nname = "In contact"\nkind = "value"\nunit = "people"\n'
                       'better = "neither"\nknown_as = ["MHSDS MHS01"]\n')  # fmt: skip
        monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(own))
    table = hi.read_table(path, layout=name, **constants)
    told = table.attrs["read"]
    notes = len([line for line in note.splitlines() if line])
    assert told["rows"] == rows + notes
    assert told["rows"] == told["used"] + sum(one["rows"] for one in told["left_out"])
    assert told["used"] > 0 and all(one["reason"] and one["rows"] > 0 for one in told["left_out"])
    if notes:
        said = [one for one in told["left_out"] if "note" in one["reason"]]
        blank = note.startswith("\n") * 2
        assert [(one["rows"], one["first"]) for one in said] == [(notes, rows + 2 + blank)]
        assert "invented" not in str(told)


def test_a_frame_counts_its_rows_too() -> None:
    frame = pd.DataFrame({"sex": ["Female", "Male", "Average"], "numerator": [3, 4, 3.5], "denominator": [40, 50, 45]})
    told = hi.read_table(frame, indicator="preterm_births").attrs["read"]
    assert told["used"] == 2 and told["left_out"][0]["rows"] == 1 and told["left_out"][0]["first"] == 3


def test_reasons_add_up_over_several_steps() -> None:
    frame = pd.DataFrame({"a": range(6)})
    kept = leave_out(leave_out(frame, frame["a"] > 4, "late"), [True, False, False, False, False], "early")
    told = account(pd.DataFrame(), kept).attrs["read"]
    assert (told["rows"], told["used"]) == (6, 4)
    assert told["left_out"] == [{"reason": "late", "rows": 1, "first": 5}, {"reason": "early", "rows": 1, "first": 0}]


def test_a_layout_that_loses_rows_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = LAYOUTS["plain_counts"]
    whole = layout.read
    monkeypatch.setattr(layout, "read", lambda frame, file: account(whole(frame, file), frame.iloc[1:]))
    path = tmp_path / "small.csv"
    path.write_text(SMALL["plain_counts"][0])
    with pytest.raises(InputError, match="lost rows"):
        hi.read_table(path, indicator="preterm_births")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("3,20\nMale,4,50\n", "row 2: 2 cells"),
        ("Female,3,40,5\n", "4 cells"),
        ("Female,3,40\n3,20\n", "row 3: 2 cells"),
    ],
)
def test_a_broken_row_is_not_taken_for_a_note(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "small.csv"
    path.write_text("sex,numerator,denominator\n" + row)
    with pytest.raises(InputError, match=said):
        hi.read_table(path, indicator="preterm_births")
