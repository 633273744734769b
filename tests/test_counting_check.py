"""check_records: every row accounted for, codes told as they were read, and no other value repeated anywhere."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.__main__ import main
from hitoolkit.errors import HitoolkitError
from hitoolkit.groups.echo import looks_like_a_record, may_be_told

HEADINGS = ["imd_decile", "days_waited", "age", "Sex", "Ethnic category", "attended", "smoker"]
CANARIES = ["Zyxwald", "943 476 5919", "EC3N 3DH", "1957-03-02", "q.wumble@example.org", "4477665"]


def file_of(folder: Path, rows: list[list[Any]], name: str = "list.csv", headings: list[str] = HEADINGS) -> Path:
    with (folder / name).open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([headings, *rows])
    return folder / name


ROWS = [
    ["02", 130, 7003, 1, "A ", "DNA", "Smoker"],
    ["10", 9999, 40, 2, "Z", "5", "Never smoked"],
    ["3", "", 61, 9, "99", "seen", "unknown"],
    ["3", 20000, 61, 2, "H", "x-ray", "Smoker"],
]


def told(report: pd.DataFrame, what: str) -> dict[tuple[str, str], tuple[int, Any]]:
    lines = report[report["what"] == what]
    return {(one.column, one.why): (one.rows, one.first) for one in lines.itertuples()}


def test_every_row_is_used_or_left_out_for_every_indicator_and_dimension(tmp_path: Path) -> None:
    for source in ("elective_waits", "maternity", file_of(tmp_path, ROWS)):
        report = hi.check_records(hi.open_records(source))
        read = report.loc[report["what"] == "rows read", "rows"].item()
        for kinds in (["used", "left out"], ["grouped", "without a group"]):
            sums = report[report["what"].isin(kinds)].groupby("column")["rows"].sum()
            assert len(sums) > 1 and (sums == read).all()


def test_what_was_recoded_is_told_with_its_rows(tmp_path: Path) -> None:
    report = hi.check_records(hi.open_records(file_of(tmp_path, ROWS)))
    recoded = told(report, "recoded")
    assert recoded["imd_decile", "02 -> 2"] == (1, 2)
    assert recoded["Ethnic category", '"A " -> A'] == (1, 2)
    assert recoded["age", "7003 -> 0"] == (1, 2) and recoded["days_waited", "9999 -> blank"] == (1, 3)
    assert recoded["smoker", "Smoker -> smoker"] == (2, 2) and recoded["smoker", "unknown -> blank"] == (1, 4)
    assert recoded["attended", "DNA -> 3"] == (1, 2) and recoded["Sex", "2 -> Female"] == (2, 3)
    assert not any("61" in why or "x-ray" in why for _, why in recoded)


def test_the_first_row_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        'Waits of May\n\nimd_decile,days_waited,note\n1,3,"a\nb"\n\n2,40,x\n3,-5,x\n4,,x\n', encoding="utf-8"
    )
    report = hi.check_records(hi.open_records(path), "imd_decile", "waits_over_18_weeks")
    left = {one.why: one.first for one in report[report["what"] == "left out"].itertuples()}
    assert left == {"days_waited is blank": 9, "days_waited is outside what can be right": 8}
    book = tmp_path / "list.xlsx"
    pd.DataFrame({"imd_decile": [1, 2], "Wait days": [3, None]}).to_excel(book, index=False, startrow=4)
    report = hi.check_records(hi.open_records(book), "imd_decile", "waits_over_18_weeks")
    assert report.loc[report["what"] == "left out", "first"].tolist() == [7]
    assert report.loc[report["what"] == "left out", "why"].tolist() == ["Wait days is blank"], "the file's own heading"


@pytest.mark.parametrize("place", range(len(HEADINGS)))
def test_what_is_typed_into_the_wrong_column_is_repeated_nowhere(
    tmp_path: Path, place: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for planted in (CANARIES, CANARIES[:1]):
        rows = [list(row) for row in ROWS * 5]
        for number, canary in enumerate(planted):
            rows[7 + number][place] = canary
        path = file_of(tmp_path, rows)
        main(["check", str(path)])
        said = "".join(capsys.readouterr())
        try:
            records = hi.open_records(path)
            said += hi.check_records(records, "imd_quintile", "waits_over_18_weeks").to_csv()
            hi.count_by(records, ["imd_quintile", "age_band", "sex", "ethnic_group"], "missed_appointments")
        except HitoolkitError as error:
            said += str(error)
        assert not [one for one in planted if one in said or one.replace(" ", "") in said], HEADINGS[place]


def test_a_table_repeats_no_cell_it_does_not_know(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = {"indicator": "waits_over_18_weeks", "period": "2025", "area": "A", "dimension": "imd_quintile",
            "group": "1", "stratum": "All", "numerator": "10", "denominator": "100", "value": "10"}  # fmt: skip
    for heading in good:
        for canary in CANARIES[:2]:
            rows = [list(good.values()), list({**good, "group": "2", heading: canary}.values())]
            rows.append(list({**good, "numerator": "900", "group": "3"}.values()))
            main(["check", str(file_of(tmp_path, rows, headings=list(good)))])
            said = "".join(capsys.readouterr())
            assert canary not in said and "row" in said, heading
    plain = [["1", "Zyxwald", 10, 100], ["Zyxwald", "waits_over_18_weeks", 10, 100]]
    for row in plain:
        main(["check", str(file_of(tmp_path, [row], headings=["imd_decile", "indicator", "numerator", "denominator"]))])
        assert "Zyxwald" not in "".join(capsys.readouterr())


def test_a_record_in_the_place_of_headings_is_not_repeated(tmp_path: Path) -> None:
    path = file_of(tmp_path, [["Jay", "Male", "9434765870", "x"]], headings=["Zyxwald", "Female", "9434765919", "y"])
    with pytest.raises(HitoolkitError, match="may be a record") as refused:
        hi.open_records(path)
    assert "Zyxwald" not in str(refused.value) and "943" not in str(refused.value)
    assert looks_like_a_record(["E01000001", "b"]) and not looks_like_a_record(["Decile", "Wait (2024)", "n", "No."])


@pytest.mark.parametrize(
    "concept",
    [
        "imd_decile",
        "imd_quintile",
        "ethnic_code",
        "sex",
        "attended",
        "age",
        "age_group",
        "smoking_status",
        "days_waited",
        "lsoa",
        "specialty",
        "nothing",
    ],
)
def test_only_codes_may_be_told(concept: str) -> None:
    for value in [*CANARIES, "Jane Smith", "Smith", "E01000001", "1 - most Smith", "White - Smith", 1957, 61.5]:
        assert not may_be_told(concept, value), value
    assert may_be_told(concept, "unknown"), "that nothing is known"


def test_a_fault_with_debug_shows_the_code_and_no_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any) -> Any:
        try:
            raise ValueError("could not convert Zyxwald")
        except ValueError as error:
            raise KeyError("Zyxwald") from error

    monkeypatch.setattr(hi, "samples", broken)
    assert main(["list", "--debug"]) == 1
    said = capsys.readouterr().err
    # The lines of the code itself are shown; the words of the faults are not.
    assert "KeyError" in said and "ValueError" in said and "KeyError: " not in said and "ValueError: " not in said


def test_check_is_for_the_holder_and_adds_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(file_of(tmp_path, ROWS))]) == 0
    said = capsys.readouterr().out
    assert "1 used + 3 left out = 4 read" in said and "days_waited is outside what can be right [row 5]" in said
    assert "Read as" in said and "Smoker -> smoker [2 rows, first: row 2]" in said


def test_a_report_tells_no_reasons_of_a_small_group_where_it_shows_itself() -> None:
    frame = pd.DataFrame(
        {"imd_decile": [1, 10] * 60, "weeks_waited": 20, "ethnic_code": ["A", "H"] * 58 + ["Q", "", "Z", "A"]}
    )
    report = hi.check_records(hi.open_records(frame), "ethnic_group", "waits_over_18_weeks")
    assert (report["what"] == "in Not known").sum() == 2
    assert (report.shown()["what"] == "in Not known").sum() == 1 and "too few to say why" in report._repr_html_()


def test_pages_tell_one_account_and_no_count_that_joins_another() -> None:
    frame = pd.DataFrame({
        "imd_decile": ([1, 10] * 200) + [None] * 20 + ["x"] * 0,
        "weeks_waited": [20, 3] * 195 + [None] * 30,
        "attended": ["5", "3"] * 208 + [""] * 4,
    })  # fmt: skip
    asked = ["waits_over_18_weeks", "missed_appointments"]
    counted = hi.count_by(hi.open_records(frame), "imd_quintile", asked)
    safe = hi.protect(hi.add_rates(counted))
    rows = {entry["indicator"]: entry["rows"] for entry in safe.attrs["ledger"]}
    assert rows == {"waits_over_18_weeks": 30, "missed_appointments": None}
    said = {item["term"]: item["text"] for item in hi.findings(safe)[0].method}
    assert "attendance not recorded" in said["Left out"]
    first = next(one for one in hi.findings(safe) if one.indicator == "waits_over_18_weeks")
    text = next(item["text"] for item in first.method if item["term"] == "Left out")
    assert text == "Records left out: weeks waited not recorded (30 records)."


def test_two_columns_with_one_thing_to_mend_are_both_told_to_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(tmp_path, [["", "", 1]], headings=["NHS Number", "Forename", "imd_decile"])
    main(["check", str(path)])
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("never shown. Leave this column out of the file.") == 2
