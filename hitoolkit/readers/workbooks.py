"""Excel workbooks: find the sheet and its headings, and stream the rows to a private text file."""

from __future__ import annotations

import csv
import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError, OutputError, unknown_name
from hitoolkit.readers.below import Below
from hitoolkit.readers.engine import private_file
from hitoolkit.readers.heading_row import LOOK, find_headings, titles_above
from hitoolkit.readers.text_files import TextFile

#: Holds, for each row of the copy, which row of the sheet it was.
ROW = "__row"
#: A formula with no value after it.
UNSAVED = re.compile(rb"<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
#: Sheets that publishers put before the tables.
FRONT = re.compile(
    r"^(cover|front|title|contents?|index|notes?|footnotes?|introduction|info|information|about|read ?me|guidance|"
    r"metadata|definitions?|glossary|background|contact|data quality|methodology)\b"
)
#: Packed files that are no workbooks of this kind, told by a file in them.
OTHERS = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file (.ods)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
}
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, ParseError, EOFError, TypeError, AttributeError)


def open_workbook(path: Path, sheet: str | None, owner: object) -> TextFile:
    """Stream one sheet to private text that the engine can scan.

    A sheet is named by its title or by its number. With none named, the only one that shows and is no cover or notes
    is taken, or else the only one whose headings are recognised. Rows with nothing in them are left out.
    Raises InputError that lists the sheets where the choice is not clear or the name is wrong.
    """
    import openpyxl

    try:
        _refuse_others(path)
        with path.open("rb") as stream, warnings.catch_warnings():
            # Styles and extensions that openpyxl does not keep make no difference to the cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                return _copy(path, book, _choose(path, book, sheet), owner)
            finally:
                book.close()
    except BROKEN:
        raise InputError(
            f"{path.name} cannot be read as an Excel workbook: it is damaged, protected by a password or of another "
            "kind. Open it in Excel and save it again as .xlsx, or as CSV (UTF-8)."
        ) from None


def _refuse_others(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        inside = set(packed.namelist())
    for sign, kind in OTHERS.items():
        if sign in inside and "xl/workbook.xml" not in inside:
            raise InputError(f"{path.name} is {kind}. Open it, and save the table as .xlsx or as CSV (UTF-8).")


def _choose(path: Path, book: Any, sheet: str | None) -> str:
    titles = [page.title for page in book.worksheets]
    if sheet:
        wanted = str(sheet).strip().lower()
        found = [title for title in titles if title.strip().lower() == wanted]
        if not found and wanted.isdigit() and 1 <= int(wanted) <= len(titles):
            found = [titles[int(wanted) - 1]]
        if not found:
            raise InputError(f"{path.name}: {unknown_name('sheet', sheet, titles)}")
        return found[0]
    shown = [page.title for page in book.worksheets if page.sheet_state == "visible"]
    tables = [title for title in shown if not FRONT.match(title.strip().lower().replace("_", " "))] or shown
    fits = tables if len(tables) == 1 else [title for title in tables if _recognised(book[title])]
    if len(fits) == 1:
        return fits[0]
    if not titles:
        raise InputError(f"{path.name} has no sheet with cells, only charts. Give the table they were drawn from.")
    hidden = len(titles) - len(shown)
    raise InputError(
        f"{path.name} has several sheets: {', '.join(shown or titles)}"
        f"{f' (and {hidden} hidden)' if hidden and shown else ''}. "
        f'Name one: sheet="{(fits or tables or titles)[0]}" '
        f'(on the command line: --sheet "{(fits or tables or titles)[0]}").'
    )


def _recognised(page: Any) -> bool:
    try:
        _, headings = find_headings([row for _, row in islice(_rows(page), LOOK)], page.title)
    except InputError:
        return False
    return any(heading_key(heading) in _known() for heading in headings)


@lru_cache(maxsize=1)
def _known() -> set[str]:
    return {key for one in concepts().values() if one.kind != "personal" for key in (*one.headings, *one.weaker)}


def _copy(path: Path, book: Any, title: str, owner: object) -> TextFile:
    name = path.name if len(book.worksheets) == 1 else f"{path.name}, sheet {title}"
    rows = _rows(book[title])
    first = list(islice(rows, LOOK))
    place, headings = find_headings([row for _, row in first], name)
    at = first[place][0]
    width = len(headings)
    found = TextFile(private_file(owner), name, [*headings, ROW], ",", first_row=at + 1)
    found.titles, found.sheet = titles_above([row for _, row in first], place), title
    if at > 1:
        found.notes.append(f"Headings found in row {at}; the {at - 1} above were left out.")
    beyond, below = 0, Below()
    try:
        with found.path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["x"] * (width + 1))
            for number, row in chain(first[place + 1 :], rows):
                cells = [_text(cell) for cell in row]
                beyond += any(cells[width:])
                if any(cells[:width]):
                    # In a sheet of one column a text may be all that a record is.
                    if width > 1:
                        below.see(number, cells[:width])
                    writer.writerow([*cells[:width], *[""] * (width - len(cells)), number])
    except OSError as error:
        raise OutputError(
            f"{path.name} could not be copied for reading ({error.strerror}). Free some space on the disk for "
            "temporary files."
        ) from None
    found.below = below.rows
    unsaved = _formulas_without_result(path, book[title])
    if unsaved:
        found.notes.append(
            f"{unsaved} cells hold formulas whose results were not saved with the file, and are read as blank. Open "
            "it in Excel and save it again."
        )
    if beyond:
        found.notes.append(f"{beyond} rows have cells to the right of the last heading; these were left out.")
    return found


def _formulas_without_result(path: Path, page: Any) -> int:
    """How many cells other programs left to be worked out; their values are nowhere in the file."""
    found, rest = 0, b""
    with zipfile.ZipFile(path) as packed, packed.open(page._worksheet_path) as stream:
        while part := stream.read(1 << 20):
            # A cell cut in two by the end of a part is looked at with the next one.
            cells, sign, rest = (rest + part).rpartition(b"</c>")
            found += len(UNSAVED.findall(cells + sign))
    return found


def _rows(page: Any) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Rows with their number in the sheet; wrong sizes written by other programs are not believed."""
    page.reset_dimensions()
    for number, row in enumerate(page.iter_rows(), start=1):
        if any(cell.value is not None for cell in row):
            yield number, tuple(_shown(cell) for cell in row)


def _shown(cell: Any) -> object:
    """What a cell holds; a share that the sheet shows as a percentage is written as one, for 0.12 could be either."""
    value = cell.value
    if isinstance(value, float | int) and not isinstance(value, bool) and "%" in cell.number_format:
        return f"{round(value * 100, 10):.12g}%" if abs(value) < 1e4 else value
    return value


def _text(cell: object) -> str:
    """A cell as text: 5.0 as 5, a date as 2025-06-01.

    >>> _text(5.0), _text(dt.datetime(2025, 6, 1)), _text(None)
    ('5', '2025-06-01', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return str(cell).strip(" \t\u00a0")
