"""Sheets as an Excel workbook for eyes and ears: one table a sheet, its headings marked and kept in view."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from hitoolkit.exports.notes import Notes
from hitoolkit.exports.sheets import Cell, Sheet, as_cell

#: What Excel takes in no name of a sheet, and how long one may be.
REFUSED, LONGEST = re.compile(r"[\[\]:*?/\\\x00-\x1f]"), 31
NOTES = "Notes"
#: In letters: narrower and wider columns are harder to read.
NARROWEST, WIDEST, PROSE = 8, 42, 100


def workbook_bytes(sheets: Sequence[Sheet], notes: Notes, notes_first: bool = True) -> bytes:
    """A workbook with a sheet for each table and one of notes; it names nobody, and no place of this machine."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    names = sheet_names([sheet.name for sheet in sheets])
    if notes_first:
        _write_notes(book, notes, names)
    for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), start=1):
        _write_table(book, name, sheet, number)
    if not notes_first:
        _write_notes(book, notes, names)
    made = datetime.datetime.combine(notes.made, datetime.time())
    book.properties.creator, book.properties.title = "hitoolkit", notes.title
    book.properties.created = book.properties.modified = made
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel takes, each once.

    >>> sheet_names(["waits [May]: all/none", "Notes", "a" * 40, "a" * 41, "'"])[:2]
    ['waits May all none', 'Notes 2']
    """
    found: list[str] = []
    for text in wanted:
        name = re.sub(r"\s+", " ", REFUSED.sub(" ", text)).strip(" '") or "Table"
        taken = {NOTES.lower(), "history", *(one.lower() for one in found)}
        tries = [name[:LONGEST].strip(" '")] + [
            f"{name[: LONGEST - len(str(number)) - 1].strip()} {number}" for number in range(2, len(wanted) + 3)
        ]
        found.append(next(one for one in tries if one.lower() not in taken))
    return found


def _write_table(book: Any, name: str, sheet: Sheet, number: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table

    page = book.create_sheet(name)
    for at, row in enumerate((sheet.headings, *sheet.rows), start=1):
        for column, cell in enumerate(row, start=1):
            if cell is not None:
                _put(page.cell(at, column), cell)
    for column, heading in enumerate(sheet.headings):
        letters = max([len(heading), *(len(str(row[column])) for row in sheet.rows if isinstance(row[column], str))])
        page.column_dimensions[get_column_letter(column + 1)].width = min(max(letters + 2, NARROWEST), WIDEST)
    _mark_headings(page)
    # Named as a table, its headings are read out with each cell, and Excel offers to sort and filter it.
    last = f"{get_column_letter(len(sheet.headings))}{len(sheet.rows) + 1}"
    page.add_table(Table(displayName=f"table_{number}", ref=f"A1:{last}"))


def _write_notes(book: Any, notes: Notes, names: list[str]) -> None:
    from openpyxl.styles import Alignment

    page = book.create_sheet(NOTES)
    for at, line in enumerate(notes.lines(names), start=1):
        for column, text in enumerate(line, start=1):
            _put(page.cell(at, column), as_cell(text))
            page.cell(at, column).alignment = Alignment(wrap_text=True, vertical="top")
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = WIDEST, PROSE
    _mark_headings(page)


def _mark_headings(page: Any) -> None:
    from openpyxl.styles import Font

    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"


def _put(place: Any, cell: Cell) -> None:
    """A number as a number, any text as text whatever it begins with."""
    place.value = cell
    if isinstance(cell, str):
        place.data_type = "s"
