"""Counting: every record in a group or in the report, three-valued conditions, strata, and tables narrowed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.catalogue.expressions import parse
from hitoolkit.counting.conditions import columns_needed
from hitoolkit.counting.narrow import _when
from hitoolkit.errors import CatalogueError, InputError


def count(
    frame: pd.DataFrame, dimension: Any = "imd_quintile", indicator: Any = "waits_over_18_weeks", **more: Any
) -> pd.DataFrame:
    return hi.count_by(hi.open_records(frame), dimension, indicator, **more)


def counts(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return {row.group: (row.numerator, row.denominator) for row in table.itertuples()}


def own_catalogue(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    hi.use_catalogue(tmp_path / "own.toml")


def test_days_become_weeks_unrounded() -> None:
    table = count(pd.DataFrame({"imd_decile": 1, "days_waited": [126, 127, 125, 131]}))
    assert counts(table)["All"] == (2, 4), "exactly 126 days is 18 weeks, and not over"
    born = pd.DataFrame({"imd_decile": 1, "GestationLengthBirth": [258, 259, 260]})
    assert counts(count(born, indicator="preterm_births"))["All"] == (1, 3)


def test_read_is_counted_and_left_out() -> None:
    frame = pd.DataFrame({
        "imd_decile": [1, None, 10, 3, 3, 3, 3],
        "weeks_waited": [20, 30, "", "NULL", -4, 99999, 18],
    })  # fmt: skip
    table = count(frame)
    assert counts(table) == {"1": (1, 1), "2": (0, 1), "Not known": (1, 1), "All": (2, 3)}
    assert [(line["reason"], line["rows"]) for line in table.attrs["ledger"]] == [
        ("weeks_waited is blank", 2),
        ("weeks_waited is outside what can be right", 2),
    ]
    assert table.attrs["not_known"][0]["reason"] == "blank or not known"


def test_a_missing_answer_is_never_a_no(tmp_path: Path) -> None:
    own_catalogue(
        tmp_path,
        """
[indicator.seen_late]
name = "Seen late"
kind = "proportion"
better = "lower"
numerator_where = "late == 'yes' or weeks_waited > 18"
denominator_where = "not (site == 'closed')"
""",
    )
    frame = pd.DataFrame({
        "imd_decile": 1,
        "late": ["yes", None, None, "no", "no", "yes"],
        "weeks_waited": [None, 20, None, None, 3, 3],
        "site": ["a", "a", "a", "a", "a", None],
    })  # fmt: skip
    table = count(frame, indicator="seen_late")
    # yes or missing is yes; missing or yes is yes; missing or missing, and no or missing, cannot be told.
    assert counts(table)["All"] == (2, 3)
    assert sum(line["rows"] for line in table.attrs["ledger"]) == 3


def test_several_dimensions_and_indicators_agree_with_one_at_a_time() -> None:
    records = hi.open_records("elective_waits")
    dimensions = ["imd_quintile", "imd_decile", "ethnic_group", "ethnic_category", "sex", "age_band", "specialty"]
    indicators = ["waits_over_18_weeks", "waits_over_52_weeks", "missed_appointments"]
    together = hi.count_by(records, dimensions, indicators)
    raw = pd.read_csv(records.scan.text.path, dtype=str, keep_default_na=False)
    raw = raw[raw["days_waited"] != ""]
    days = raw["days_waited"].astype(int)
    for name, over in (("waits_over_18_weeks", 126), ("waits_over_52_weeks", 364)):
        for dimension in dimensions:
            rows = counts(together[(together["indicator"] == name) & (together["dimension"] == dimension)])
            assert rows["All"] == ((days > over).sum(), len(raw))
            parts = [pair for group, pair in rows.items() if group != "All"]
            assert tuple(map(sum, zip(*parts, strict=True))) == rows["All"]
        letters = counts(together[(together["indicator"] == name) & (together["dimension"] == "ethnic_category")])
        assert letters["K"] == ((days > over)[raw["ethnic_code"] == "K"].sum(), (raw["ethnic_code"] == "K").sum())
    alone = hi.count_by(records, "age_band", "missed_appointments")
    same = together.query("indicator == 'missed_appointments' and dimension == 'age_band'").reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, same, check_flags=False)


def test_strata_and_one_stratum_alone() -> None:
    frame = pd.DataFrame({"imd_decile": [1, 1, 10, 10], "weeks_waited": [20, 3, 20, 3], "sex": ["1", "2", "2", ""]})
    table = count(frame, stratum="sex")
    assert set(table["stratum"]) == {"All", "sex=Male", "sex=Female", "sex=Not known"}
    assert counts(table[table["stratum"] == "sex=Female"]) == {"1": (0, 1), "5": (1, 1), "All": (1, 2)}
    alone = count(frame, stratum="sex=Female")
    assert set(alone["stratum"]) == {"sex=Female"} and counts(alone)["All"] == (1, 2)
    assert counts(alone)["All"][1] + sum(line["rows"] for line in alone.attrs["ledger"]) == 4
    with pytest.raises(InputError, match=r'no stratum called "sex=Femal".*Did you mean sex=Female'):
        count(frame, stratum="sex=Femal")
    with pytest.raises(InputError, match=r'no dimension or column called "sexx"'):
        count(frame, stratum="sexx")
    assert set(count(frame, stratum="All")["stratum"]) == set(count(frame, stratum="")["stratum"]) == {"All"}


def test_strata_of_two_columns_are_named_in_order() -> None:
    frame = pd.DataFrame({"imd_decile": 1, "weeks_waited": 20, "sex": ["1", "2"], "age": [30, 44]})
    table = count(frame, stratum=["sex", "age_band"])
    assert "age_band=40-49; sex=Female" in set(table["stratum"])


def test_area_and_period_by_column_or_text() -> None:
    frame = pd.DataFrame(
        {"imd_decile": 1, "weeks_waited": 20, "Trust": ["RVJ", "RVJ", None], "FYEAR": ["0304", "0405", "0405"]}
    )
    frame = pd.concat([frame] * 10, ignore_index=True)
    table = count(frame, area="provider", period="fyear").query("group == 'All'")
    assert {(row.area, row.period): row.denominator for row in table.itertuples()} == {
        ("RVJ", "0304"): 10,
        ("RVJ", "0405"): 10,
        ("Not known", "0405"): 10,
    }
    fixed = count(frame, area="Wessington", period="2024/25")
    assert set(fixed["area"]) == {"Wessington"} and set(fixed["period"]) == {"2024/25"}


def test_own_dimension_and_indicator_on_any_heading(tmp_path: Path) -> None:
    own_catalogue(
        tmp_path,
        """
[indicator.long_stay]
name = "Long stay"
kind = "proportion"
better = "lower"
numerator_where = "Nights_in >= 21 and ward != 'X9'"
denominator_where = "Nights_in is not missing"

[dimension.site]
name = "Hospital site"
ordered = false
groups = ["North", "South"]
column = "Hospital site"

[source.warehouse]
name = "Our warehouse"
""",
    )
    frame = pd.DataFrame(
        {
            "Nights_in": ["21", "3", "", "40"],
            "ward": ["A", "B", "B", "X9"],
            "Hospital site": ["north", "South", "West", "North"],
        }
    )
    table = count(frame, "site", "long_stay")
    assert counts(table) == {"North": (1, 2), "South": (0, 1), "All": (1, 3)}
    assert set(table["source"]) == {"warehouse"} and set(table["edition"]) == {"as recorded"}
    frame["Nights_in"] = ["21", "many", "", "3"]
    with pytest.raises(
        InputError, match=r'column "Nights_in": 1 row holds something that is not a number \(first: row 2\)'
    ):
        count(frame, "site", "long_stay")


def test_codes_in_other_spellings_and_codes_that_are_not_known() -> None:
    frame = pd.DataFrame(
        {"imd_decile": 1, "attended": ["3", "DNA", "05", "Attended", "5.0", "2", "Cancelled by patient", "wat", ""]}
    )
    table = count(frame, indicator="missed_appointments")
    assert counts(table)["All"] == (2, 5)
    assert {line["reason"]: line["rows"] for line in table.attrs["ledger"]} == {
        "attended is blank": 1,
        "attended is not a code that is known": 1,
        "not among “appointments” (attended in ('3', '5', '6', '7'))": 2,
    }
    with pytest.raises(InputError, match=r"no code that is known for attended.*row 1.*Write 5 for attended"):
        count(frame.assign(attended="Y"), indicator="missed_appointments")
    smoke = pd.DataFrame(
        {"imd_decile": 1, "smoking_status": ["Smoker", "Non-Smoker / Ex-Smoker", "ex smoker", "Unknown", None]}
    )
    assert counts(count(smoke, indicator="smoking_at_booking"))["All"] == (1, 3)


def test_editions_are_stated_as_far_as_known() -> None:
    frame = pd.DataFrame({"IMD 2019 decile": [1], "weeks_waited": [20]})
    assert set(count(frame)["edition"]) == {"IMD 2019 national"}
    plain = frame.rename(columns={"IMD 2019 decile": "imd_decile"})
    assert set(count(plain)["edition"]) == {"not stated"}
    given = hi.count_by(hi.open_records(plain, imd_edition="2025"), "imd_quintile", "waits_over_18_weeks")
    assert set(given["edition"]) == {"IMD 2025 national"}
    with pytest.raises(InputError, match="states IMD 2019, but IMD 2025 national was given"):
        hi.count_by(hi.open_records(frame, imd_edition="2025"), "imd_quintile", "waits_over_18_weeks")


def test_fifths_are_not_split_and_weak_headings_not_guessed() -> None:
    fifths = pd.DataFrame({"imd_quintile": [1, 5], "weeks_waited": [20, 3]})
    assert counts(count(fifths)) == {"1": (1, 1), "5": (0, 1), "All": (1, 2)}
    with pytest.raises(InputError, match=r"fifths.*cannot be split into tenths"):
        count(fifths, "imd_decile")
    with pytest.raises(InputError, match=r"may be fifths.*imd_quintile.*imd_decile"):
        count(pd.DataFrame({"IMD": [1, 2, 3, 4, 5], "weeks_waited": 20}))
    with pytest.raises(InputError, match=r'small areas \("LSOA11"\).*--imd FILE'):
        count(pd.DataFrame({"LSOA11": ["E01000001"], "weeks_waited": 20}))


def test_what_cannot_be_counted_is_said() -> None:
    with pytest.raises(InputError, match="cannot be counted from records"):
        count(pd.DataFrame({"imd_decile": [1]}), indicator="life_expectancy")
    with pytest.raises(CatalogueError, match="Did you mean imd_quintile"):
        count(pd.DataFrame({"imd_decile": [1]}), "imd_quintil")
    with pytest.raises(InputError, match=r"no record can be counted for waits_over_18_weeks"):
        count(pd.DataFrame({"imd_decile": [1], "weeks_waited": [None]}))


def test_one_value_for_each_record_is_no_group() -> None:
    frame = pd.DataFrame(
        {"imd_decile": 1, "weeks_waited": 20, "specialty": [f"p{number}" for number in range(200_002)]}
    )
    with pytest.raises(InputError, match=r"more than 200,000 different combinations"):
        count(frame, "specialty")


def test_conditions_name_their_columns_and_kinds() -> None:
    assert columns_needed(parse("attended in ('3', '7') and not (age < 18 or ward == 'B')")) == [
        ("attended", "code"),
        ("age", "number"),
        ("ward", "text"),
    ]


def test_the_report_tells_what_was_understood() -> None:
    frame = pd.DataFrame(
        {"imd_decile": [1, 10, None], "weeks waited": [20, 3, 18], "Surname": ["Ash", "Beech", "Cedar"]}
    )
    report = hi.check_records(hi.open_records(frame), "imd_quintile", "waits_over_18_weeks")
    assert report.columns.tolist() == ["what", "column", "rows", "first", "why", "mend"] and report.attrs["usable"]
    assert report.query("what == 'note'")["why"].str.contains("whole weeks only").any()
    assert report.query("what == 'warning'")["column"].tolist() == ["Surname"]
    assert report.query("what == 'counted'")["rows"].item() == 3
    assert not report.astype(str).apply(lambda column: column.str.contains("Ash|Cedar")).any(axis=None)
    halves = hi.check_records(
        hi.open_records(frame.assign(**{"weeks waited": [20.5, 3, 18]})), "imd_quintile", "waits_over_18_weeks"
    )
    assert "note" not in set(halves["what"])


def test_the_report_says_what_must_be_mended() -> None:
    broken = hi.open_records(pd.DataFrame({"imd_decile": [0, 10], "weeks_waited": [20, "soon"]}))
    report = hi.check_records(broken, "imd_quintile", "waits_over_18_weeks")
    assert not report.attrs["usable"]
    told = report.query("what == 'must be mended'")["why"].tolist()
    assert any("cells hold 0" in one for one in told) and any("not a number" in one for one in told)
    everything = hi.check_records(hi.open_records(pd.DataFrame({"imd_decile": [1], "weeks_waited": [20]})))
    assert everything.attrs["usable"]
    assert "imd_quintile: can be used" in set(everything["why"])
    assert "preterm_births: needs gestation_weeks" in set(everything["why"])
    zero = hi.check_records(
        hi.open_records(pd.DataFrame({"imd_decile": [0, 10], "weeks_waited": [20, 3], "sex": [1, 2]}))
    )
    assert not zero.attrs["usable"], "also where other columns could be used"
    no_use = hi.check_records(hi.open_records(pd.DataFrame({"age": [44]})))
    assert not no_use.attrs["usable"]


TABLE = pd.DataFrame({
    "indicator": "waits_over_18_weeks", "period": ["2023", "2024"] * 10, "area": "A", "dimension": "imd_decile",
    "edition": "IMD 2019 national", "group": [str(1 + number // 2) for number in range(20)], "stratum": "All",
    "numerator": 10.0, "denominator": 100.0,
})  # fmt: skip


def test_a_table_is_narrowed_to_the_latest_period_and_to_fifths() -> None:
    table = hi.count_by(hi.check_table(TABLE), "imd_quintile", "waits_over_18_weeks")
    assert set(table["period"]) == {"2024"} and counts(table) == {str(n): (20, 200) for n in range(1, 6)}
    assert set(hi.count_by(TABLE, "imd_decile", "waits_over_18_weeks", period="2023")["period"]) == {"2023"}
    assert set(hi.count_by(TABLE, "imd_decile", "waits_over_18_weeks", period="period")["period"]) == {"2023", "2024"}
    with pytest.raises(InputError, match=r"Known: 2023, 2024"):
        hi.count_by(TABLE, "imd_decile", "waits_over_18_weeks", period="2022")
    with pytest.raises(InputError, match=r"but not by sex"):
        hi.count_by(TABLE, "sex", "waits_over_18_weeks")
    with pytest.raises(InputError, match=r"one-way margins"):
        hi.count_by(TABLE, "imd_decile", "waits_over_18_weeks", stratum="sex")
    with pytest.raises(InputError, match=r'no indicator called "preterm_births"'):
        hi.count_by(TABLE, "imd_decile", "preterm_births")


def test_a_fifth_with_a_hidden_or_lacking_tenth_stays_unknown() -> None:
    table = TABLE[TABLE["period"] == "2024"].reset_index(drop=True)
    table.loc[0, "numerator"] = float("nan")
    table.loc[0, "flag"] = "suppressed"
    found = hi.count_by(table[table["group"] != "10"], "imd_quintile", "waits_over_18_weeks").set_index("group")
    assert pd.isna(found.loc["1", "numerator"]) and found.loc["1", "flag"] == "suppressed"
    assert pd.isna(found.loc["5", "numerator"]) and found.loc["5", "flag"] == "incomplete"
    assert found.loc["2", "numerator"] == 20


def test_several_strata_are_listed_never_mixed() -> None:
    both = hi.read_sample("life_expectancy")
    with pytest.raises(InputError, match=r"sex=Female, sex=Male"):
        hi.count_by(both, "imd_decile", "life_expectancy")
    assert len(hi.count_by(both, "imd_decile", "life_expectancy", stratum="sex=Male")) == 10
    assert set(hi.count_by(both, "imd_decile", "life_expectancy", stratum="sex")["stratum"]) == {
        "sex=Female",
        "sex=Male",
    }
    with pytest.raises(InputError, match=r"cannot be added up to fifths"):
        hi.count_by(both, "imd_quintile", "life_expectancy", stratum="sex=Male")


def test_periods_in_time_order() -> None:
    assert sorted(["2022 to 2024", "2013 to 2015", "2024/25", "2011 - 13", "2024"], key=_when) == [
        "2011 - 13",
        "2013 to 2015",
        "2022 to 2024",
        "2024",
        "2024/25",
    ]
    assert max(["2013 to 2015", "2022 to 2024"], key=_when) == "2022 to 2024"
    assert max(["2023/24", "2024/25"], key=_when) == "2024/25"
    assert max(["1999/00", "2000/01"], key=_when) == "2000/01"


def test_a_report_is_exact_in_hand_and_tells_no_count_where_it_shows_itself() -> None:
    days = [130] * 40 + [30] * 43 + [None] * 3
    own = hi.open_records(pd.DataFrame({"imd_decile": [1, 10] * 43, "days_waited": days}))
    report = hi.check_records(own, "imd_quintile", "waits_over_18_weeks")
    left_out = report[report["what"] == "left out"]
    assert left_out["rows"].tolist() == [3] and report.loc[report["what"] == "counted", "rows"].tolist() == [83]
    for shown in (repr(report), report._repr_html_()):
        assert "some rows" in shown and "every row" in shown and "days_waited is blank" in shown
        assert not re.search(r"\b(3|8\d|40|43)\b", shown), "neither a count nor a row number"


def clinics() -> pd.DataFrame:
    names = ["Eye clinic"] * 60 + ["Foot clinic"] * 30 + ["Dr Wumblethorpe clinic"] + ["Not known"] * 9
    people = [f"Surname{number}" for number in range(100)]
    return pd.DataFrame({"imd_decile": [1, 10] * 50, "weeks_waited": [20, 3, 30, 2] * 25, "specialty": names,
                         "queue": names, "Surname": people, "notes": people, "postcode": "EC3N 3DH"})


def test_a_label_that_only_a_few_hold_is_never_shown() -> None:
    by_group = count(clinics(), "specialty")
    assert set(by_group["group"]) == {"Eye clinic", "Foot clinic", "Smaller groups together", "Not known", "All"}
    assert by_group.set_index("group").loc["All", "denominator"] == 100
    within = count(clinics(), stratum="queue")
    assert "Wumblethorpe" not in " ".join(within["stratum"]) and "queue=Eye clinic" in set(within["stratum"])
    assert "Wumblethorpe" not in " ".join(count(clinics(), area="specialty")["area"])


@pytest.mark.parametrize("use", [{"stratum": "Surname"}, {"stratum": "Surname=x"}, {"area": "postcode"}])
def test_a_column_that_may_point_to_a_person_groups_nobody(use: dict[str, str]) -> None:
    with pytest.raises(InputError, match="may point to a person") as refused:
        count(clinics(), **use)
    assert "Surname1" not in str(refused.value) and "EC3N" not in str(refused.value)


def test_free_text_is_no_grouping() -> None:
    table = count(clinics(), stratum="notes")
    assert set(table["stratum"]) == {"All", "notes=Smaller groups together"}
    many = pd.concat([clinics().assign(notes=lambda f, n=n: f["notes"] + str(n)) for n in range(4)], ignore_index=True)
    with pytest.raises(InputError, match="more than 300 different values"):
        count(many, stratum="notes")
