"""Excel as people have it: which sheet, which rows, cells of every kind, and files that are no workbooks at all."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart

import hitoolkit as hi
from hitoolkit.errors import InputError

COUNTS = [["IMD quintile", "Numerator", "Denominator"], *([n, n + 9, n + 99] for n in range(1, 6))]


def book_of(path: Path, sheets: dict[str, list[list[Any]]], hidden: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = (hidden or {}).get(title, "visible")
    book.save(path)
    return path


def read(path: Path, **options: Any) -> Any:
    return hi.read_table(path, indicator="preterm_births", **options)


@pytest.mark.parametrize("front", ["Notes", "Introduction", "Cover_sheet", "Contents", "Read me", "Definitions"])
def test_the_table_behind_a_front_sheet_is_found(tmp_path: Path, front: str) -> None:
    path = book_of(tmp_path / "counts.xlsx", {front: [["About this", "IMD decile"], ["x", "y"]], "Table_1": COUNTS})
    assert len(read(path)) == 6


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_read_only_where_they_are_named(tmp_path: Path, state: str) -> None:
    path = book_of(tmp_path / "counts.xlsx", {"May": COUNTS, "Old": COUNTS[:5]}, {"Old": state})
    assert len(read(path)) == 6
    assert len(read(path, sheet="Old")) == 4


def test_a_sheet_is_named_by_title_or_number_and_asked_for_where_two_fit(tmp_path: Path) -> None:
    path = book_of(tmp_path / "counts.xlsx", {"May": COUNTS, "June": COUNTS[:5], "x": COUNTS}, {"x": "hidden"})
    with pytest.raises(InputError, match=r"several sheets: May, June \(and 1 hidden\)"):
        read(path)
    assert len(read(path, sheet="2")) == 4 and len(read(path, sheet=" june ")) == 4
    with pytest.raises(InputError, match="no sheet"):
        read(path, sheet="9")


def test_sheets_of_charts_are_passed_over(tmp_path: Path) -> None:
    path = book_of(tmp_path / "counts.xlsx", {"May": COUNTS})
    book = openpyxl.load_workbook(path)
    book.create_chartsheet("Chart", 0).add_chart(BarChart())
    book.save(path)
    assert len(read(path)) == 6


def test_notes_averages_and_totals_under_the_table_are_told_apart(tmp_path: Path) -> None:
    rows = [["Early births"], [], *COUNTS, ["Average", 12, 102], [], ["England", 61, 510], ["Note: invented counts."],
            ["Rounded to 5 where small"], [None, "prepared by the information team"]]  # fmt: skip
    table = read(book_of(tmp_path / "counts.xlsx", {"May": rows}))
    assert table.set_index("group").loc["All", "numerator"] == 61
    told = table.attrs["read"]
    assert told["rows"] == 10 and told["used"] == 6
    assert [(one["rows"], one["first"]) for one in told["left_out"]] == [(3, 12), (1, 9)]


def test_a_group_without_counts_is_not_taken_for_a_note(tmp_path: Path) -> None:
    table = read(book_of(tmp_path / "counts.xlsx", {"May": [*COUNTS, ["Not known", None, None]]}))
    assert table["group"].tolist()[-1] == "Not known" and table.attrs["read"]["left_out"] == []


def test_numbers_stored_as_text_are_numbers(tmp_path: Path) -> None:
    rows = [COUNTS[0], *([str(cell) for cell in row] for row in COUNTS[1:])]
    assert read(book_of(tmp_path / "counts.xlsx", {"May": rows})).loc[0, "denominator"] == 100


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_cells_with_errors_are_told(tmp_path: Path, error: str) -> None:
    rows = [row[:] for row in COUNTS]
    rows[2][1] = error
    with pytest.raises(InputError, match=r"an error of the spreadsheet.*row 2 below the heading"):
        read(book_of(tmp_path / "counts.xlsx", {"May": rows}))


def test_a_share_shown_as_a_percentage_is_no_count(tmp_path: Path) -> None:
    path = book_of(tmp_path / "counts.xlsx", {"May": COUNTS})
    book = openpyxl.load_workbook(path)
    cell = book["May"]["B2"]
    cell.value, cell.number_format = 0.12, "0.0%"
    book.save(path)
    with pytest.raises(InputError, match="written as percentages"):
        read(path)


def packed(path: Path, inside: str) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(inside, "x")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("counts.xlsb", "xl/workbook.bin", "binary workbook"),
        ("counts.xlsx", "xl/workbook.bin", "binary workbook"),
        ("counts.ods", "content.xml", "OpenDocument"),
        ("counts.xlsx", "content.xml", "OpenDocument"),
        ("letter.docx", "word/document.xml", "Word"),
        ("counts.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls workbook, or one with a password"),
        ("counts.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls workbook, or one with a password"),
        ("counts.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("counts.xlsx", b"\r\n<!DOCTYPE html><html>", "web page"),
        ("counts.xls", b'<?xml version="1.0"?><Workbook/>', "web page or XML"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(tmp_path: Path, name: str, content: Any, said: str) -> None:
    path = tmp_path / name
    packed(path, content) if isinstance(content, str) else path.write_bytes(content)
    with pytest.raises(InputError, match=said) as refused:
        read(path)
    assert "ave " in str(refused.value) and "\n" not in str(refused.value)


def test_text_that_is_only_named_a_workbook_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_text("\n".join(",".join(map(str, row)) for row in COUNTS) + "\n")
    assert len(read(path)) == 6
    path.write_text("sex,imd_decile\nM,1\nF,2\n")
    assert any("plain text" in note for note in hi.open_records(path).notes)


def test_dates_in_a_column_of_periods_stay_dates(tmp_path: Path) -> None:
    rows = [["Month", *COUNTS[0]], *([dt.datetime(2026, 5, 1), *row] for row in COUNTS[1:])]
    assert set(read(book_of(tmp_path / "counts.xlsx", {"May": rows}))["period"]) == {"2026-05-01"}
