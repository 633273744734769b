"""Exports: what is read back is what was written, nothing runs in a spreadsheet, and nothing unprotected leaves."""

from __future__ import annotations

import csv
import datetime
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import DisclosureError, HitoolkitError, InputError, OutputError, ParameterError
from hitoolkit.exports.who_heat import MEANING
from hitoolkit.readers.tables import LAYOUTS

KEY = {"indicator": "waits_over_18_weeks", "period": "2024/25", "area": "Ward Ä", "source": "own_records"}


def counted(dimension: str = "imd_quintile", edition: str = "IMD 2019 national", **more: Any) -> pd.DataFrame:
    """Own counts, one of them small."""
    groups = {"imd_quintile": [*"12345", "Not known", "All"],
              "sex": ["Female", "Male", "Not known", "All"]}[dimension]
    n = {7: [300, 3, 250, 402, 511, 40, 1506], 4: [733, 733, 40, 1506]}[len(groups)]
    d = {7: [1003, 902, 850, 1404, 1500, 103, 5762], 4: [2829, 2830, 103, 5762]}[len(groups)]
    frame = pd.DataFrame({"group": groups, "numerator": n, "denominator": d, "edition": edition})
    return hi.add_rates(hi.check_table(frame, dimension=dimension, **{**KEY, **more}))


@pytest.fixture
def safe() -> pd.DataFrame:
    return hi.protect(counted())


def sheet(file: Path, name: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(file)
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


# What is written can be read back


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_is_read_back_as_it_was(ending: str, safe: pd.DataFrame, tmp_path: Path) -> None:
    assert (safe["flag"] == "suppressed").any() and safe["value"].isna().any()
    files = hi.export(safe, tmp_path / f"Wärte liste.{ending}")
    again = hi.read_table(files[0])
    if ending == "csv":
        pd.testing.assert_frame_equal(again, safe, check_exact=True)
    else:  # a workbook keeps some 16 digits
        pd.testing.assert_frame_equal(again, safe, rtol=1e-14)
    assert again["numerator"].isna().sum() == safe["numerator"].isna().sum(), "unknown stays unknown, never zero"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_odd_numbers_and_names_come_back_exactly(ending: str, tmp_path: Path) -> None:
    """Very small and long numbers, letters of any alphabet, quotes, commas and line ends inside a name."""
    areas = ['He said "no", twice', "Łódź 東京", "one; two\tthree", "0012", "1e5", "TRUE", "12/03/2024"]
    value = [1e-7, 1 / 3, 12345678.125, 0.1 + 0.2, 5.0, 1e15 + 0.5, 2.0**60]
    table = hi.check_table(pd.DataFrame({
        "area": areas, "value": value, "indicator": "life_expectancy", "period": "2024", "dimension": "sex",
        "group": "Female", "source": "own_table",
    }))
    files = hi.export(table, tmp_path / f"odd.{ending}")
    again = hi.read_table(files[0])
    assert again["area"].tolist() == table["area"].tolist()
    if ending == "csv":
        assert again["value"].tolist() == table["value"].tolist()
        assert not re.search(r"\de[+-]?\d", files[0].read_text("utf-8-sig").replace("1e5", ""))
    else:
        assert np.allclose(again["value"], table["value"], rtol=1e-15)


def test_several_tables_have_a_sheet_or_a_file_each(safe: pd.DataFrame, tmp_path: Path) -> None:
    other = hi.protect(counted("sex", "not stated"))
    book = hi.export({"By deprivation": safe, "By sex": other}, tmp_path / "both.xlsx")[0]
    assert openpyxl.load_workbook(book).sheetnames == ["Notes", "By deprivation", "By sex"]
    pd.testing.assert_frame_equal(hi.read_table(book, sheet="By sex"), other)
    files = hi.export([safe, other], tmp_path / "both.csv")
    assert [file.name for file in files] == ["both_table_1.csv", "both_table_2.csv", "both_notes.txt"]
    pd.testing.assert_frame_equal(hi.read_table(files[1]), other)
    same = hi.export({"a b": safe, "a:b": other}, tmp_path / "same.csv")
    assert len({file.name for file in same}) == 3 and all(file.is_file() for file in same)


# What it looks like in Excel


def test_a_workbook_has_numbers_headings_and_no_trace_of_who_made_it(safe: pd.DataFrame, tmp_path: Path) -> None:
    file = hi.export({"a/b [c]: *d?" + "e" * 40: safe}, tmp_path / "waits.xlsx")[0]
    book = openpyxl.load_workbook(file)
    page = book.worksheets[1]
    assert len(page.title) <= 31 and not re.search(r"[\[\]:*?/\\]", page.title)
    assert page.freeze_panes == "A2" and not page.merged_cells.ranges and len(page.tables) == 1
    assert all(cell.font.bold for cell in page[1])
    headings = [cell.value for cell in page[1]]
    for name in ("numerator", "denominator", "value", "lower", "upper"):
        kinds = {type(row[headings.index(name)]) for row in page.iter_rows(min_row=2, values_only=True)}
        assert kinds <= {int, float, type(None)}, name
    assert all(8 <= page.column_dimensions[letter].width <= 60 for letter in "ACF")
    assert book.properties.creator == "hitoolkit" and book.properties.lastModifiedBy is None
    with zipfile.ZipFile(file) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    user = os.environ.get("USER") or "root"
    assert str(tmp_path) not in whole and str(Path.home()) + "/" not in whole and f">{user}<" not in whole


def test_notes_say_what_it_is_from_where_and_by_which_rule(safe: pd.DataFrame, tmp_path: Path) -> None:
    rows = sheet(hi.export(safe, tmp_path / "waits.xlsx", measures=hi.measure(safe))[0], "Notes")
    text = "\n".join(f"{term}: {note}" for term, note in rows)
    for said in ("Waiting over 18 weeks", "IMD 2019 national", "2024/25", "Ward Ä", "Your own records",
                 "NHS England secondary care rule: counts of 1 to 7 hidden, the rest rounded to 5", "hidden here.",
                 "Column numerator", "Column flag", "Column measure", str(datetime.date.today().year), "Lower is"):
        assert said in text, said
    assert "Synthetic" not in text
    made_up = hi.count_by(hi.read_sample("elective_waits"), "imd_quintile", "waits_over_18_weeks").pipe(hi.add_rates)
    notes = hi.export(hi.protect(made_up), tmp_path / "made.csv")[1].read_text("utf-8-sig")
    assert "Synthetic data: These figures are made up" in notes and "days_waited is blank (about 60)" in notes
    assert re.search(r"Not known: .*blank or not known \(about 400\)", notes)


def test_counts_beside_a_table_are_told_only_under_the_rule(tmp_path: Path) -> None:
    table = hi.protect(counted())
    table.attrs["ledger"] = [{"indicator": "waits_over_18_weeks", "reason": "blank", "rows": 3}]
    notes = hi.export(table, tmp_path / "a.csv")[1].read_text("utf-8-sig")
    assert "blank (fewer than 8)" in notes
    del table.attrs["policy"]
    notes = hi.export(table, tmp_path / "b.csv")[1].read_text("utf-8-sig")
    assert "blank (number not shown)" in notes


# Nothing runs, nothing leaks

EVIL = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1+1", "\uff1d1+1", "=HYPERLINK(\"http://x\")"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_text_of_a_file_is_run_by_a_spreadsheet(ending: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"area": EVIL, "numerator": 100, "denominator": 200, "group": "Female"})
    table = hi.protect(hi.add_rates(hi.check_table(frame, dimension="sex", **{**KEY, "area": EVIL})))
    files = hi.export({EVIL[0]: table, "safe": table}, tmp_path / f"evil.{ending}")
    if ending == "xlsx":
        with zipfile.ZipFile(files[0]) as packed:
            for name in packed.namelist():
                assert b"<f>" not in packed.read(name) and b"<f " not in packed.read(name), name
        book = openpyxl.load_workbook(files[0])
        cells = [cell.value for page in book for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    else:
        cells = [cell for file in files[:-1] for row in csv.reader(file.read_text("utf-8-sig").splitlines())
                 for cell in row]
        cells = [cell for cell in cells if not re.fullmatch(r"-?[\d.]+", cell)]
    assert cells and not [cell for cell in cells if re.match(r"\s*[=+\-@\uff1d]", cell)]
    assert any("calc" in cell for cell in cells), "it is shown, and not run"


def test_true_counts_are_refused_and_nothing_is_written(safe: pd.DataFrame, tmp_path: Path) -> None:
    for given in (counted(), [safe, counted()], {"x": counted().assign(flag="rounded", source="SAMPLE_MATERNITY")}):
        for ending in ("csv", "xlsx"):
            with pytest.raises(DisclosureError, match="protect"):
                hi.export(given, tmp_path / f"x.{ending}")
    assert not list(tmp_path.iterdir())


def test_nothing_of_a_hidden_row_travels_along(tmp_path: Path) -> None:
    """What a careless step could leave behind: the flag is set, the figures are still there."""
    table = hi.protect(counted())
    row = table.index[table["group"] == "3"][0]
    table.loc[row, ["numerator", "value", "se", "lower", "upper"]] = [3130, 12.3456, 0.4321, 11.2345, 13.4567]
    table.loc[row, ["denominator", "flag"]] = [25000, "suppressed"]
    for layout in ("contract", "who_heat"):
        text = hi.export(table, tmp_path / f"{layout}.csv", layout=layout)[0].read_text("utf-8-sig")
        assert "25000" in text and not [figure for figure in ("3130", "12.3", "0.43", "11.2", "13.4") if figure in text]


def test_measures_leave_only_beside_the_table_they_follow_from(safe: pd.DataFrame, tmp_path: Path) -> None:
    gaps = hi.measure(safe, ["gap", "ratio", "sii"])
    file = hi.export(safe, tmp_path / "waits.xlsx", measures=gaps)[0]
    rows = sheet(file, "Measures")
    assert rows[0][: len(gaps.columns)] == list(gaps.columns) and len(rows) == len(gaps) + 1
    files = hi.export(safe, tmp_path / "waits.csv", measures=gaps)
    back = pd.read_csv(files[1])
    assert files[1].name == "waits_measures.csv" and np.allclose(back["value"], gaps["value"], equal_nan=True)
    for found in (hi.measure(counted(), ["gap", "ratio"]), hi.measure(counted(), ["sii"]),
                  gaps.assign(area="elsewhere"), gaps.assign(measure="count"), gaps.drop(columns="reason"),
                  gaps.assign(group="2", value=3.0)):
        with pytest.raises(InputError):
            hi.export(safe, tmp_path / "other.xlsx", measures=found)
    with pytest.raises(InputError, match="beside the table"):
        hi.export(gaps, tmp_path / "other.xlsx")
    hidden = gaps.assign(value=np.nan)
    files = hi.export(safe, tmp_path / "none.csv", measures=hidden)
    assert pd.read_csv(files[1])[["se", "lower", "upper"]].isna().all(axis=None), "no range of a hidden measure"


# WHO HEAT


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_heat_has_the_columns_and_keeps_the_rules_of_the_validator(ending: str, tmp_path: Path) -> None:
    safe = hi.protect([counted(), counted("sex", "not stated")])
    file = hi.export(safe, tmp_path / f"heat.{ending}", layout="who_heat")[0]
    if ending == "xlsx":
        pages = openpyxl.load_workbook(file).sheetnames
        assert pages == ["Table 1", "Table 2", "Notes"], "HEAT reads the first sheet"
        frames = [pd.read_excel(file, sheet_name=name) for name in pages[:2]]
    else:
        frames = [pd.read_csv(tmp_path / f"heat_table_{number}.csv") for number in (1, 2)]
    for frame in frames:
        assert list(frame.columns) == list(MEANING)
        assert set(frame["favourable_indicator"]) == {0} and set(frame["indicator_scale"]) == {100}
        assert set(frame["date"]) == {2024} and not set(frame["subgroup"]) & {"All", "Not known", "All together"}
        assert frame["source"].str.contains("Your own records; 2024/25").all()
    ordered, without = frames
    assert ordered["subgroup_order"].tolist() == [1, 2, 3, 4, 5] and (ordered["reference_subgroup"] == 0).all()
    assert ordered["subgroup"].iloc[0] == "Most deprived fifth" and ordered["source"].str.contains("IMD 2019").all()
    assert (without["subgroup_order"] == 0).all() and without["reference_subgroup"].sum() == 1
    whole = safe[1].loc[safe[1]["group"] == "All", "value"].iloc[0]
    assert np.allclose(without["setting_average"], whole)
    known = safe[0][~safe[0]["group"].isin(["All", "Not known"])]
    assert np.allclose(ordered["estimate"], known["value"], equal_nan=True)
    assert np.allclose(ordered["population"], known["denominator"], equal_nan=True)
    gone = ordered["estimate"].isna()
    assert gone.any() and (ordered.loc[gone, "flag"] == "suppressed").all(), "a hidden group stays, empty and flagged"


@pytest.mark.skipif("who_heat" not in LAYOUTS, reason="no reader of this layout is here yet to read it back with")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_heat_is_read_back_but_for_what_it_has_no_place_for(ending: str, safe: pd.DataFrame, tmp_path: Path) -> None:
    file = hi.export(safe, tmp_path / f"heat.{ending}", layout="who_heat")[0]
    again = hi.read_table(file, layout="who_heat")
    same = ["indicator", "period", "area", "dimension", "edition", "group", "denominator", "value", "lower", "flag"]
    known = [one[one["group"].isin(list("12345"))].reset_index(drop=True)[same] for one in (again, safe)]
    pd.testing.assert_frame_equal(*known, rtol=1e-14)


def test_what_heat_cannot_hold_is_said(safe: pd.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "heat.csv"
    assert "HEAT has no place for these" in hi.export(safe, file, layout="who_heat")[1].read_text("utf-8-sig")
    cases = {
        "strata": safe.assign(stratum="sex=Female"),
        "editions": pd.concat([safe, safe.assign(edition="IMD 2025 national")]),
        "year": safe.assign(period="last spring"),
        "begin in one year": pd.concat([safe, safe.assign(period="June 2024")]),
        "neither": safe.assign(indicator="people_waiting"),
        "no known groups": safe[safe["group"] == "All"],
    }
    if "people_waiting" not in set(hi.indicators()["indicator"]):
        cases.pop("neither")
    for words, table in cases.items():
        with pytest.raises(InputError, match=words):
            hi.export(table, file, layout="who_heat", replace=True)
    with pytest.raises(InputError, match="own measures"):
        hi.export(safe, file, measures=hi.measure(safe), layout="who_heat")


# Where it goes


def test_a_file_that_is_there_stays_unless_it_may_go(safe: pd.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "new" / "deep" / "waits.csv"
    hi.export(safe, file)
    hi.export(safe, file)  # the same again changes nothing
    file.write_text("mine")
    with pytest.raises(OutputError, match=r"waits\.csv already.*replace=True"):
        hi.export(safe, file)
    assert file.read_text() == "mine"
    hi.export(safe, file, replace=True)
    assert file.read_text("utf-8-sig").startswith("indicator,") and len(list(file.parent.iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("waits.doc", ParameterError, r"\.csv \(CSV\) or \.xlsx \(Excel\)"),
        ("waits", ParameterError, "ending"),
        ("../waits.csv", OutputError, "climbs out"),
        ("a/../../waits.csv", OutputError, "climbs out"),
        ("folder.csv", OutputError, "is a folder"),
        ("CON.csv", OutputError, "Windows keeps that name"),
        ("nul.xlsx", OutputError, "Windows keeps that name"),
        ("COM1 .csv", OutputError, "Windows keeps that name"),
        ("a:b.csv", OutputError, "the sign : is not allowed"),
        ("a\nb.csv", OutputError, "cannot be seen"),
        ("dots./waits.csv", OutputError, "end in a dot or a space"),
        ("x" * 300 + ".csv", OutputError, "too long"),
        ("nul\x00.csv", OutputError, "name that can be read"),
        ("pipe.csv", OutputError, "no ordinary file"),
        ("circle.csv", OutputError, "leads nowhere"),
        ("file.txt/waits.csv", OutputError, "a part of that path is a file"),
        (5, ParameterError, "not a int"),
    ],
)
def test_a_path_that_is_none_is_refused_in_words(
    name: Any, kind: type[HitoolkitError], words: str, safe: pd.DataFrame, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file.txt").write_text("mine")
    os.symlink("circle.csv", tmp_path / "circle.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(kind, match=words) as caught:
        hi.export(safe, name)
    assert "\n" not in str(caught.value) and sorted(tmp_path.iterdir()) == before


def test_no_table_is_said_so(tmp_path: Path, safe: pd.DataFrame) -> None:
    for nothing in ([], {}, None, "waits", safe.head(0), hi.summary_table(safe)):
        with pytest.raises(InputError):
            hi.export(nothing, tmp_path / "x.csv")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="Did you mean who_heat"):
        hi.export(safe, tmp_path / "x.csv", layout="whoheat")
    assert not list(tmp_path.iterdir())
