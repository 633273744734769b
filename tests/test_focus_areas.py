"""The focus areas: each has a sample, an indicator, a finding that says how sure it is, and questions of its own."""

from __future__ import annotations

import pytest
from plain_words import banned

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.catalogue.questions import bank

FIFTHS, FLAG = "imd_quintile", "learning_disability"
# Focus area: what is counted in which sample, by what, and how sure the finding can be.
AREAS = {
    "digital inclusion": [
        ("outpatients", "tele_consultations", FIFTHS, "cannot_tell"),
        ("outpatients", "digital_letters_unopened", FIFTHS, "clear"),
    ],
    "interpretation": [
        ("outpatients", "interpreter_need_recorded", FIFTHS, "clear"),
        ("outpatients", "interpreter_need_met", FIFTHS, "cannot_tell"),
    ],
    "data": [
        ("outpatients", "ethnicity_recorded", FIFTHS, "clear"),
        ("outpatients", "ethnicity_recorded", "provider", "places"),
    ],
    "learning disability": [
        ("outpatients", "learning_disability_checked", FIFTHS, "clear"),
        ("letters", "easy_read_offered", FIFTHS, "too_few"),
        ("outpatients", "missed_appointments", FLAG, "cannot_tell"),
        ("inpatients", "readmissions", FLAG, "cannot_tell"),
        ("emergency_department", "over_12_hours_in_emergency_department", FLAG, "clear"),
    ],
    "high intensity use": [
        ("emergency_department", "high_intensity_users", FIFTHS, "clear"),
        ("emergency_department", "high_intensity_attendances", FIFTHS, "clear"),
    ],
    "sickle cell": [
        ("sickle_cell", "sickle_cell_pain_relief_in_30_minutes", FIFTHS, "cannot_tell"),
        ("emergency_department", "sickle_cell_pain_relief_in_30_minutes", FIFTHS, "too_few"),
    ],
    "missed appointments": [
        ("outpatients", "missed_appointments", FIFTHS, "clear"),
        ("outpatients", "missed_appointments_of_booked", FIFTHS, "clear"),
        ("missed_by_resident", "missed_appointments_per_resident", FIFTHS, "clear"),
    ],
    "tobacco": [
        ("inpatients", "smoking_status_recorded", FIFTHS, "cannot_tell"),
        ("inpatients", "smokers_referred", FIFTHS, "clear"),
        ("inpatients", "smokers_seen", FIFTHS, "cannot_tell"),
        ("inpatients", "smokers_with_quit_date", FIFTHS, "cannot_tell"),
    ],
    "oral health": [
        ("tooth_extractions", "tooth_extractions", FIFTHS, "clear"),
        ("tooth_extractions", "tooth_extractions_under_10", FIFTHS, "clear"),
    ],
    "health literacy": [
        ("letters", "letters_in_plain_words", FIFTHS, "cannot_tell"),
        ("letters", "understood_information", FIFTHS, "clear"),
    ],
    "urgent care": [
        ("emergency_department", "over_4_hours_in_emergency_department", FIFTHS, "cannot_tell"),
        ("emergency_department", "over_12_hours_in_emergency_department", FIFTHS, "clear"),
        ("inpatients", "emergency_admissions", FIFTHS, "clear"),
        ("inpatients", "readmissions", FIFTHS, "clear"),
        ("emergency_admissions", "emergency_admissions_per_resident", FIFTHS, "clear"),
    ],
}
CASES = [(area, *case) for area, cases in AREAS.items() for case in cases]
#: Themes that are new with the focus areas; the attendance and recording questions were there.
OWN = ("digital", "interpretation", "learning_disability", "high_intensity", "sickle_cell", "smoking", "oral_health",
       "health_literacy", "urgent_care")  # fmt: skip


def protected(data: str, indicator: str, dimension: str) -> object:
    opened = hi.open_data(data, indicator=indicator)
    return hi.protect(hi.add_rates(hi.count_by(opened, dimension, indicator)))


@pytest.mark.parametrize(("area", "data", "indicator", "dimension", "certainty"), CASES)
def test_each_focus_area_ends_in_a_finding_and_three_questions(
    area: str, data: str, indicator: str, dimension: str, certainty: str
) -> None:
    said = hi.findings(protected(data, indicator, dimension))
    first = said[0]
    assert certainty in (first.certainty, first.shape), first.headline
    assert not banned(str(said)) and first.headline and first.sure
    asked = hi.board_questions(said)
    theme = catalogue.indicator(indicator).theme
    assert len(asked) == 3 and asked.lead
    if theme in OWN:
        # Where many have no group on record, or there are too few, the first thing to ask about may be that.
        assert sum(one.theme == theme for one in asked) >= 2, [one.question for one in asked]


@pytest.mark.parametrize("theme", OWN)
def test_each_new_theme_has_a_question_for_each_head_and_each_certainty(theme: str) -> None:
    own = [one for one in bank().questions if one.theme == theme]
    for head in bank().heads:
        under = [one for one in own if one.head == head]
        assert under and {"clear", "cannot_tell", "too_few", "no_range"} <= {when for one in under for when in one.when}
    assert theme in {block.theme for block in catalogue.blocks("indicator").values()}


def test_every_new_indicator_says_what_it_cannot_tell() -> None:
    for _, _, indicator, _, _ in CASES:
        block = catalogue.indicator(indicator)
        assert len(block.caveats) >= 2 and block.who and block.did and block.short, indicator
        for caveat in block.caveats:
            assert 4 <= len(caveat.split(".")[0].split()) <= 6, caveat


def test_unknown_groups_stay_in_view_everywhere() -> None:
    for data in ("outpatients", "emergency_department", "inpatients", "letters", "sickle_cell"):
        indicator = next(case[2] for case in CASES if case[1] == data)
        opened = hi.open_data(data, indicator=indicator)
        for dimension in (FIFTHS, "ethnic_group"):
            table = hi.count_by(opened, dimension, indicator).set_index("group")
            assert table.loc["Not known", "denominator"] > 0, (data, dimension)


@pytest.mark.parametrize(
    ("data", "indicator", "dimension", "group"),
    [
        ("outpatients", "interpreter_need_met", "language_group", "British Sign Language"),
        ("tooth_extractions", "tooth_extractions", "ethnic_group", "Any other ethnic group"),
        ("sickle_cell", "sickle_cell_pain_relief_in_30_minutes", "ethnic_group", "Asian or Asian British"),
        ("letters", "easy_read_offered", FIFTHS, "5"),
    ],
)
def test_a_group_that_is_too_small_is_hidden(data: str, indicator: str, dimension: str, group: str) -> None:
    table = protected(data, indicator, dimension).set_index("group")  # type: ignore[attr-defined]
    assert table.loc[group, "flag"] == "suppressed" and table.loc[group, ["numerator", "value"]].isna().all()


def test_missed_appointments_give_three_rates_and_two_orders_of_size() -> None:
    names = ["missed_appointments", "missed_appointments_of_booked", "missed_appointments_per_resident"]
    people = hi.read_sample("population_wessington_vale")
    table = hi.add_rates(hi.count_by(hi.open_data("outpatients"), FIFTHS, names, population=people))
    whole = table[table["group"] == "All"].set_index("indicator")
    assert whole["numerator"].nunique() == 1, "the same missed appointments"
    assert whole.loc[names[0], "value"] > whole.loc[names[1], "value"] > 5
    assert whole.loc[names[2], "denominator"] == 440_000
    counted = hi.read_sample("missed_by_resident")
    again = table[(table["indicator"] == names[2]) & (table["group"] != "All")].set_index("group")["numerator"]
    fifths = counted[(counted["dimension"] == FIFTHS) & (counted["group"] != "All")].set_index("group")["numerator"]
    assert again.to_dict() == fifths.to_dict()


def test_few_people_make_many_of_the_attendances() -> None:
    opened = hi.open_data("emergency_department")
    table = hi.add_rates(hi.count_by(opened, FIFTHS, ["high_intensity_users", "high_intensity_attendances"]))
    whole = table[table["group"] == "All"].set_index("indicator")
    assert 2 < whole.loc["high_intensity_users", "value"] < 4
    assert 14 < whole.loc["high_intensity_attendances", "value"] < 19  # 16%, England
    assert whole.loc["high_intensity_users", "denominator"] < 7_200 < whole["denominator"].max()


def test_teeth_follow_the_published_ends_and_a_month_has_too_few() -> None:
    table = hi.add_rates(hi.count_by(hi.read_sample("tooth_extractions"), FIFTHS, "tooth_extractions"))
    rates = table.set_index("group")["value"]
    assert abs(rates["1"] - 394) < 5 and abs(rates["5"] - 117) < 8  # England, ages 0 to 19, 2023-24
    people = hi.read_sample("population_wessington_vale")
    month = hi.count_by(hi.open_data("inpatients"), FIFTHS, "tooth_extractions", population=people)
    assert hi.findings(hi.protect(hi.add_rates(month)))[0].certainty == "too_few"


def test_the_gap_in_emergency_admissions_grows_and_is_wider_made_alike_in_age() -> None:
    table = hi.read_sample("emergency_admissions")
    rates = hi.add_rates(table[table["stratum"] == "All"]).set_index(["period", "group"])["value"]
    assert rates["2025/26", "All"] < rates["2021/22", "All"] and rates["2025/26", "1"] > rates["2021/22", "1"]
    last = table[(table["period"] == "2025/26") & (table["stratum"] != "All")]
    alike = hi.standardise(last).set_index("group")["value"]
    assert alike["1"] / alike["5"] > rates["2025/26", "1"] / rates["2025/26", "5"] + 0.2


def test_an_untidy_list_is_explained_and_can_be_used_once_its_columns_are_named() -> None:
    headings = {"days_waited": "Wait", "imd_decile": "Dep. band", "ethnic_code": "Ethnic desc", "sex": "M/F",
                "age": "Age (at ref)", "attended": "OP outcome"}  # fmt: skip
    plain = hi.check_records(hi.open_data("awkward_waits"), FIFTHS, "waits_over_18_weeks")
    assert not plain.attrs["usable"] and plain["why"].str.contains("in which unit").any()
    opened = hi.open_data("awkward_waits", columns=headings)
    report = hi.check_records(opened)
    assert report.attrs["usable"]
    told = " ".join(report["why"])
    for words in ("hold nothing at all", "it is a total", "same as an earlier row", "outside what can be right",
                  "1 - most deprived -> 1", "White - British -> A", "dna -> 3"):  # fmt: skip
        assert words in told, words
    rows = report[report["why"].str.contains("it is a total")]
    assert rows["rows"].tolist() == [1] and rows["first"].tolist() == [2409]
    assert hi.findings(protected_of(opened))[0].certainty == "clear"


def protected_of(opened: object) -> object:
    return hi.protect(hi.add_rates(hi.count_by(opened, FIFTHS, "waits_over_18_weeks")))


def test_a_flag_is_read_however_it_is_written(tmp_path: object) -> None:
    path = tmp_path / "flags.csv"  # type: ignore[operator]
    path.write_text("LD flag,attended\nY,3\nTrue,5\n1,5\nyes,5\nN,5\nNo flag,3\n,5\nmaybe,5\n", encoding="utf-8")
    table = hi.count_by(hi.open_records(path), FLAG, ["missed_appointments", "learning_disability_checked"])
    found = table.set_index(["indicator", "group"])[["numerator", "denominator"]].loc["missed_appointments"]
    assert found.loc[["yes", "no", "Not known"]].to_numpy().tolist() == [[1, 4], [1, 2], [0, 2]]


def test_a_record_that_does_not_belong_is_not_told_as_one_that_lacks_an_answer() -> None:
    table = hi.count_by(hi.open_data("inpatients"), FIFTHS, "smoking_status_recorded")
    reasons = [entry["reason"] for entry in table.attrs["ledger"]]
    assert len(reasons) == 1 and reasons[0].startswith("not among"), "day cases and children were not to be asked"
    table = hi.count_by(hi.open_data("outpatients"), FIFTHS, "digital_letters_unopened")
    told = {entry["reason"]: entry["rows"] for entry in table.attrs["ledger"]}
    assert 100 < told["letter_opened_in_72_hours is blank"] < 500, "paper letters are not among them"
