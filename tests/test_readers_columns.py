"""Headings seen in real tables, and what they are taken for."""

from __future__ import annotations

import pytest

from hitoolkit.catalogue import use_catalogue
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError
from hitoolkit.groups.editions import edition_in
from hitoolkit.readers.columns import recognise

#: data.md, section 5.
SEEN = {
    "lsoa": ["LSOA11", "LSOA01", "lsoa11cd", "LSOA code (2011)", "LSOA code (2021)", "lsoa21cd", "LSOA Code",
             "lsoa21_code",
             "mnemonic", "LSOAMother2011", "geography_code"],
    "imd_decile": ["IMD_decile", "IMD_Decile", "Decile ", "IndexValue", "IMD", "imd10", "Rank_IMD_Decile_2015",
                   "DeprivationDecileAtBooking", "Index of Multiple Deprivation Decile",
                   "Index of Multiple Deprivation Decile_v2", "DECI_IMD", "deprivation_decile", "IMD04_DECILE",
                   "IMDDecil",
                   "\ufeffimd_decile", "IMD\u00a0Decile", "imd.decile", "imd2019_decile",
                   "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOA"],
    "imd_quintile": ["IMD_quintile", "IMD Quintile", "deprivation_quintile", "imd_quintile"],
    "ethnic_code": ["ETHNOS", "ethnicity", "ethgr", "ethnic_code", "EthnicCategoryMother", "EthnicCategoryMotherGroup",
                    "EthnicCategory_Revised", "Ethnicity5", "ethnicity6", "Ethnic Category"],
    "sex": ["SEX", "Gender", "gender", "Person stated gender code"],
    "age": ["STARTAGE", "APPTAGE", "ARRIVALAGE", "ACTIVAGE", "patnt_age", "start_age", "pat_age_at_appt", "Age",
            "AgeAtBookingMother"],
    "age_group": ["Age_range", "Age bracket", "age_group"],
    "specialty": ["TRETSPEF", "MAINSPEF", "Treatment Function Code", "Main Specialty Code", "specialty", "slc_desc"],
    "provider": ["PROCODE3", "PROCODE5", "PROCODET", "Org_Code", "Provider Org Code", "trust_code", "Hospital ID"],
    "weeks_waited": ["weeks_wait", "weeks_wait_unadj", "num_weeks", "weeks waited"],
    "days_waited": ["days_wait", "wait_days", "days_waited"],
    "attended": ["ATTENDED", "attnd", "attnd_desc"],
    "gestation_days": ["GestationLengthBirth"],
    "gestation_weeks": ["Gestation at Delivery (weeks)", "GestationAtDeliveryWeeks"],
    "booking_days": ["GestAgeBooking"],
    "booking_weeks": ["GestationAtBookingWeeks"],
    "smoking_status": ["SmokingStatusGroupBooking", "SmokingAtBooking"],
}  # fmt: skip


@pytest.mark.parametrize(("concept", "heading"), [(name, one) for name, many in SEEN.items() for one in many])
def test_headings_seen_in_real_tables(concept: str, heading: str) -> None:
    found = recognise("a.csv", ["x", heading, "y"]).found
    assert found.keys() == {concept} and found[concept].place == 1


def test_no_heading_means_two_things() -> None:
    seen: dict[str, str] = {}
    for concept in concepts().values():
        if concept.kind == "personal":
            continue
        for key in (*concept.headings, *concept.weaker):
            assert seen.setdefault(key, concept.id) == concept.id, key
    assert all(heading_key(one) == one for concept in concepts().values() for one in concept.headings)


def test_a_clear_heading_goes_before_a_weaker_one() -> None:
    assert recognise("a.csv", ["IMD", "IMD decile"]).get("imd_decile").heading == "IMD decile"
    assert recognise("a.csv", ["APPTAGE_CALC", "APPTAGE"]).get("age").heading == "APPTAGE"


def test_two_candidates_are_asked_about_and_a_name_settles_it() -> None:
    headings = ["TRETSPEF", "MAINSPEF"]
    with pytest.raises(InputError, match=r"TRETSPEF, MAINSPEF.*--column specialty=TRETSPEF"):
        recognise("a.csv", headings).get("specialty")
    assert recognise("a.csv", headings, {"specialty": "mainspef"}).get("specialty").heading == "MAINSPEF"


def test_units_are_told_never_guessed() -> None:
    assert recognise("a.csv", ["days waited"]).get("weeks_waited").divide == 7
    assert recognise("a.csv", ["WAITING", "REQDATE"]).get("weeks_waited").source == "days_waited", (
        "HES outpatients: days"
    )
    with pytest.raises(InputError, match=r"in which unit"):
        recognise("a.csv", ["WAITING", "sex"]).get("weeks_waited")
    named = recognise("a.csv", ["wait", "weeks wait"], {"days_waited": "wait"})
    assert named.get("weeks_waited").heading == "wait", "what the user names goes before what is recognised"
    with pytest.raises(InputError, match=r"gestation.*gestation_weeks.*gestation_days"):
        recognise("a.csv", ["gestation", "sex"]).get("gestation_weeks")


def test_wrong_names_are_told(tmp_path: object) -> None:
    with pytest.raises(InputError, match=r'no column name called "imd_decil".*Did you mean imd_decile'):
        recognise("a.csv", ["x"], {"imd_decil": "x"})
    with pytest.raises(InputError, match=r'no column called "Decil".*Known: Dep decile'):
        recognise("a.csv", ["Dep decile"], {"imd_decile": "Decil"})


def test_an_own_catalogue_may_use_any_heading(tmp_path: object) -> None:
    own = tmp_path / "own.toml"  # type: ignore[operator]
    own.write_text('[dimension.site]\nname = "Site"\nordered = false\ncolumn = "Hospital site"\n', encoding="utf-8")
    use_catalogue(own)
    assert recognise("a.csv", ["Hospital site"]).get("Hospital site").how == "own"


def test_years_in_headings() -> None:
    stated = ["Rank_IMD_Decile_2015", "IMD25 decile", "LSOA code (2021)", "imd10"]
    assert [edition_in(heading_key(one)) for one in stated] == ["IMD 2015", "IMD 2025", "", ""]
