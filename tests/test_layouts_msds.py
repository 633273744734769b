"""NHS Maternity Statistics in its yearly and monthly forms: invented counts under the real headings and labels."""

from __future__ import annotations

from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

YEARLY = "Period,Dimension,Org_Level,Org_Code,Org_Name,Measure,Count_Of,Value\n"
MONTHLY = YEARLY.replace("Period", "ReportingPeriodStartDate,ReportingPeriodEndDate").replace("Value", "Final_value")
OLDER = "Period,Dimension,Org Level,Org Geog Code,Org Code,Org Name,Measure,Measure_Desc,Count_Of,Value\n"
PLACES = [("National", "AllSubmitters", "All Submitters"), ("Region", "Y56", "LONDON COMMISSIONING REGION"),
          ("Trust", "RXX", "WESSINGTON VALE NHS TRUST"), ("MBRRACE Grouping", "Group 1", "Group 1")]  # fmt: skip
MISSING = ["Missing value / Value outside reporting parameters", "Missing Value / Value outside reporting parameters",
           "Missing Value/Value outside reporting parameters"]  # fmt: skip


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "msds.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows(period: str, dimension: str, counts: dict[str, int], of: str = "Deliveries") -> str:
    return "".join(
        f'{period},{dimension},{level},{code},{name},"{label}",{of},{count}\n'
        for level, code, name in PLACES
        for label, count in counts.items()
    )


def counted(table: object, indicator: str, group: str) -> tuple[float, float]:
    row = table.query("indicator == @indicator and group == @group and dimension in ('region', 'provider')").iloc[0]
    return row["numerator"], row["denominator"]


@pytest.mark.parametrize(
    ("head", "period", "written"),
    [
        (YEARLY, "2020-21", "2020/21"),
        ("\ufeff" + YEARLY, "2021-22", "2021/22"),
        (YEARLY, "Dec-18", "2018-12"),
        (YEARLY, "December 2018", "2018-12"),
        (MONTHLY, "2019-04-01,2019-04-30", "2019-04"),
        (MONTHLY, "01/12/2019,31/12/2019", "2019-12"),
        (MONTHLY, "01/04/2019,31/03/2020", "2019/20"),
    ],
)
@pytest.mark.parametrize("missing", MISSING)
def test_each_form_gives_the_same_outcome(tmp_path: Path, head: str, period: str, written: str, missing: str) -> None:
    text = rows(period, "SmokingAtBooking", {"Smoker": 100, "Non-Smoker / Ex-Smoker": 900, missing: 50})
    table = hi.read_table(write(tmp_path, head + text))
    assert counted(table, "smoking_at_booking", "London") == (100, 1000)
    assert counted(table, "smoking_at_booking", "Wessington Vale NHS Trust") == (100, 1000)
    assert set(table["period"]) == {written} and set(table["source"]) == {"msds_annual"}
    told = table.attrs["read"]
    assert told["rows"] == 12 and told["used"] == 6
    assert [one["rows"] for one in told["left_out"]] == [3, 3]


def test_the_older_monthly_form_with_spaces_and_more_columns(tmp_path: Path) -> None:
    text = "".join(
        f"Dec-18,GestationLengthBirthGroup37,{level},E1,{code},{name},{label},about,Babies,{count}\n"
        for level, code, name in PLACES for label, count in (("< 37 weeks", 40), (">= 37 weeks", 460))
    )
    table = hi.read_table(write(tmp_path, OLDER + text))
    assert counted(table, "preterm_births", "London") == (40, 500)


@pytest.mark.parametrize("ranges", [("0 to 6", "7 to 10"), ("0-6", "7-10"), ("0-6", "07-Oct"), ("0-6", "2023-10-07")])
def test_labels_turned_into_dates_are_read_back(tmp_path: Path, ranges: tuple[str, str]) -> None:
    counts = {ranges[0]: 10, ranges[1]: 990, MISSING[0]: 20}
    table = hi.read_table(write(tmp_path, YEARLY + rows("2022-23", "ApgarScore5TermGroup7", counts, "Babies")))
    assert counted(table, "low_apgar_at_term", "London") == (10, 1000)


def test_a_date_that_could_be_several_ranges_is_told(tmp_path: Path) -> None:
    text = YEARLY + rows("2022-23", "ApgarScore5TermGroup7", {"07-Oct": 990, MISSING[0]: 20}, "Babies")
    with pytest.raises(InputError, match="turned into dates"):
        hi.read_table(write(tmp_path, text))


def test_a_category_that_is_not_known_is_no_rest(tmp_path: Path) -> None:
    text = YEARLY + rows("2022-23", "SmokingStatusGroupBooking", {"Smoker": 100, "Vaper": 50, "Non-smoker": 900})
    with pytest.raises(InputError, match="a category that is not known"):
        hi.read_table(write(tmp_path, text))


def test_one_bad_dimension_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    text = rows("2022-23", "SmokingStatusGroupBooking", {"Smoker": 100, "Vaper": 50, "Non-smoker": 900})
    text += rows("2022-23", "GestationLengthBirthGroup37", {"<37 weeks": 40, ">=37 weeks": 460}, "Babies")
    table = hi.read_table(write(tmp_path, YEARLY + text))
    assert set(table["indicator"]) == {"preterm_births"}
    told = table.attrs["read"]["left_out"]
    assert [(one["rows"], one["first"]) for one in told] == [(3 + 2, 11), (9, 2)], "rows as the file numbers them"


def test_a_side_without_rows_is_not_known(tmp_path: Path) -> None:
    text = YEARLY + rows("2022-23", "SmokingStatusGroupBooking", {"Smoker": 100})
    table = hi.read_table(write(tmp_path, text))
    assert table["denominator"].isna().all()


def test_tenths_in_the_spelling_of_each_year_and_ages_are_shares(tmp_path: Path) -> None:
    for middle in ("{}", "0{}"):
        tenths = {"01 - Most deprived": 100, **{middle.format(n): 50 for n in range(2, 10)}, "10 - Least deprived": 50}
        tenths |= {"Pseudo postcode recorded (includes no fixed abode or resident overseas)": 5, MISSING[2]: 15}
        ages = {"Under 20": 20, "20 to 24": 60, "25 to 29": 60, "30 to 34": 60, "35 to 39": 60, "40 to 44": 60,
                "45 or Over": 5}  # fmt: skip
        text = rows("2020-21", "DeprivationDecileAtBooking", tenths) + rows("2020-21", "AgeAtBookingMotherGroup", ages)
        table = hi.read_table(write(tmp_path, YEARLY + text))
        england = table[(table["area"] == "England") & (table["dimension"] == "imd_decile")].set_index("group")
        assert england.loc["1", ["numerator", "denominator"]].tolist() == [100, 570]
        assert england.loc["Not known", "numerator"] == 20
        young = table[(table["area"] == "London") & (table["group"] == "Under 20")].iloc[0]
        assert (young["numerator"], young["denominator"], young["dimension"]) == (20, 325, "age_at_booking")


def test_late_booking_is_after_ten_weeks(tmp_path: Path) -> None:
    counts = {"0 to 70 days": 600, "71 to 90 days": 200, "91 to 140 days": 100, "141+ days": 100, MISSING[1]: 10}
    table = hi.read_table(write(tmp_path, YEARLY + rows("2022-23", "GestAgeFormalAntenatalBookingGroup", counts)))
    assert counted(table, "late_booking", "All") == (400, 1000)


def test_a_day_that_is_none_is_said(tmp_path: Path) -> None:
    text = MONTHLY + rows("12/01/2019,12/31/2019", "SmokingAtBooking", {"Smoker": 5, "Non-smoker": 10})
    with pytest.raises(InputError, match="not a day"):
        hi.read_table(write(tmp_path, text))
