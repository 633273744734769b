"""Extracts of records in the layouts trusts have: invented rows under real headings, against a count by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

HES = {"ETHNOS": ["A", "H", "Z", "99", "A", "M"], "SEX": ["1", "2", "2", "1", "2", "1"],
       "IMD04_DECILE": ["Most deprived 10%", "More deprived 10-20%", "Less deprived 10-20%", "Least deprived 10%",
                        "Most deprived 10%", ""],
       "PROCODE3": "RXX"}  # fmt: skip
OUTPATIENT = HES | {
    "APPTAGE": ["34", "7003", "120", "", "5", "60"], "ATTENDED": ["5", "3", "7", "2", "6", "4"],
    "FIRSTATT": ["1", "3", "4", "X", "2", "9"],
    "APPTDATE": ["2025-05-01", "1800-01-01", "1801-01-01", *["2025-05-02"] * 3],
    "REQDATE": "2025-01-01", "WAITING": ["127", "9999", "9998", "", "30", "400"], "WAITDAYS": "",
}  # fmt: skip
INPATIENT = HES | {
    "STARTAGE": ["34", "7001", "120", "81", "5", "60"], "ADMIMETH": ["11", "2A", "21", "82", "13", "99"],
    "ELECDUR": ["200", "9998", "9999", "9998", "10", ""], "ADMIDATE": "2025-05-01", "ELECDATE": "2024-05-01",
    "SPELDUR": ["2", "10", "0", "", "4", "4"], "EPIORDER": "1",
}  # fmt: skip
EMERGENCY = HES | {"ARRIVALAGE": "40", "DEPDUR": ["240", "241", "721", "9999", "15", ""], "AEATTENDDISP": "01"}
ECDS = {
    "Person_Stated_Gender_Code": ["1", "2", "2", "1"], "Ethnic_Category": ["A", "H", "Z", "99"],
    "Age_At_CDS_Activity_Date": "40", "LSOA_2011": "E01000001",
    "EC_Departure_Time_Since_Arrival": ["239", "300", "900", ""],
}  # fmt: skip
PATHWAYS = {
    "Organisation_Identifier_(Code_of_Provider)": "RXX", "Ethnic_Category": ["A", "H", "R", "Z"],
    "Treatment_Function_Code": "110", "Waiting_List_Type": ["IRTT", "ORTT", "ORTT", "IRTT"],
    "Weeks_Waiting": ["18", "18.1", "53", "70"], "IMD_Decile": ["1", "2", "10", "10"],
}  # fmt: skip
MATERNITY = {
    "IMD Decile": ["1", "1", "10", "10"], "EthnicCategoryMother": ["A", "N", "J", "99"],
    "Maternal age at booking": ["19", "30", "41", "46"], "GestationLengthBirth": ["258", "259", "280", ""],
    "GestAgeBooking": ["70", "71", "60", "140"], "SmokingStatusBooking": ["Smoker", "Ex-smoker", "Non-smoker", ""],
    "Birth weight (g)": ["2400", "2499", "3500", "3000"], "ApgarScore5": ["5", "6", "9", "10"],
}  # fmt: skip
BADGER = {
    "IMD Quintile": ["1", "1", "5", "5"], "Ethnicity": ["White British", "Unknown", "Pakistani", "Black African"],
    "GestationAtDeliveryWeeks": ["36.9", "37", "40", ""], "GestationAtBookingWeeks": ["10", "10.1", "8", "20"],
    "Smoking status at booking": ["Current smoker", "Never smoked", "Ex-smoker", "Not recorded"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("extract", "indicator", "expected"),
    [
        (OUTPATIENT, "missed_appointments", (2, 4)),
        (OUTPATIENT, "tele_consultations", (0, 2)),
        (OUTPATIENT, "waits_over_18_weeks", (2, 3)),
        (OUTPATIENT, "waits_over_52_weeks", (1, 3)),
        (INPATIENT, "waits_over_18_weeks", (1, 2)),
        (INPATIENT, "emergency_admissions", (2, 4)),
        (EMERGENCY, "over_4_hours_in_emergency_department", (2, 4)),
        (EMERGENCY, "over_12_hours_in_emergency_department", (1, 4)),
        (ECDS, "over_4_hours_in_emergency_department", (2, 3)),
        (PATHWAYS, "waits_over_18_weeks", (3, 4)),
        (PATHWAYS, "waits_over_65_weeks", (1, 4)),
        (MATERNITY, "preterm_births", (1, 3)),
        (MATERNITY, "late_booking", (2, 4)),
        (MATERNITY, "smoking_at_booking", (1, 3)),
        (MATERNITY, "low_birth_weight_at_term", (1, 2)),
        (MATERNITY, "low_apgar_at_term", (1, 2)),
        (BADGER, "preterm_births", (1, 3)),
        (BADGER, "late_booking", (2, 4)),
        (BADGER, "smoking_at_booking", (1, 3)),
    ],
)
def test_what_an_extract_plainly_holds_is_counted(
    tmp_path: Path, extract: dict[str, object], indicator: str, expected: tuple[int, int]
) -> None:
    path = tmp_path / "extract.csv"
    pd.DataFrame(extract).to_csv(path, index=False)
    table = hi.count_by(hi.open_records(path), "ethnic_group", indicator)
    whole = table[table["group"] == "All"].iloc[0]
    assert (whole["numerator"], whole["denominator"]) == expected
    left_out = sum(entry["rows"] for entry in table.attrs["ledger"])
    assert whole["denominator"] + left_out == len(pd.DataFrame(extract)), "read = used + left out"


@pytest.mark.parametrize(
    ("extract", "dimension", "groups"),
    [
        (OUTPATIENT, "age_band", {"0-17": 2, "30-39": 1, "80+": 1}),
        (INPATIENT, "imd_decile", {"1": 2, "2": 1, "9": 1}),
        (INPATIENT, "imd_quintile", {"1": 3, "5": 1}),
        (MATERNITY, "age_at_booking", {"Under 20": 1, "30-34": 1, "40-44": 1}),
    ],
)
def test_groups_of_an_extract(extract: dict[str, object], dimension: str, groups: dict[str, int]) -> None:
    indicator = {"APPTAGE": "missed_appointments", "STARTAGE": "emergency_admissions"}
    asked = next((one for name, one in indicator.items() if name in extract), "preterm_births")
    table = hi.count_by(hi.open_records(pd.DataFrame(extract)), dimension, asked).set_index("group")
    assert table.loc[[*groups], "denominator"].to_dict() == groups


def test_length_of_stay_is_a_mean_of_nights() -> None:
    table = hi.count_by(hi.open_records(pd.DataFrame(INPATIENT)), "sex", "length_of_stay").set_index("group")
    assert table.loc["All", "value"] == pytest.approx(20 / 5)


def test_a_unit_that_no_heading_says_is_asked_for() -> None:
    frame = pd.DataFrame(EMERGENCY).rename(columns={"DEPDUR": "Time in A&E"})
    with pytest.raises(InputError, match="minutes_in_department=Time in A&E"):
        hi.count_by(hi.open_records(frame), "sex", "over_4_hours_in_emergency_department")


def test_the_artificial_emergency_file_is_used_for_what_it_holds(shared: Path) -> None:
    path = shared / "realdata" / "patient_level" / "odi_synthetic_hospital_ae_data.csv"
    table = hi.count_by(hi.open_records(path), "sex", "over_4_hours_in_emergency_department").set_index("group")
    raw = pd.read_csv(path)
    assert table.loc["All", "denominator"] == len(raw)
    assert table.loc["Male", "denominator"] == (raw["Gender"] == "Male").sum()
    assert table.loc["All", "numerator"] == (raw["Time in A&E (mins)"] > 240).sum()


def test_the_artificial_outpatient_file_gives_waits_in_days(shared: Path) -> None:
    path = shared / "realdata" / "patient_level" / "artificial_hes_op_0304_truncated.csv"
    table = hi.count_by(hi.open_records(path), "sex", "waits_over_18_weeks").set_index("group")
    days = pd.read_csv(path)["WAITING"]
    assert table.loc["All", ["numerator", "denominator"]].tolist() == [(days > 126).sum(), days.notna().sum()]
