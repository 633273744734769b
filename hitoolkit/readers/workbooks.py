"""Excel workbooks: find the sheet and its headings, and stream the rows to a private text file."""

from __future__ import annotations

import csv
import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError, OutputError, unknown_name
from hitoolkit.readers.engine import private_file
from hitoolkit.readers.heading_row import LOOK, find_headings
from hitoolkit.readers.text_files import TextFile

#: Holds, for each row of the copy, which row of the sheet it was.
ROW = "__row"
#: A formula with no value after it.
UNSAVED = re.compile(rb"<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, ParseError, EOFError, TypeError, AttributeError)


def open_workbook(path: Path, sheet: str | None, owner: object) -> TextFile:
    """Stream one sheet to private text that the engine can scan.

    With no sheet named, the only sheet is taken, or the only one whose headings are recognised. Rows with nothing in
    them are left out. Raises InputError that lists the sheets where the choice is not clear or the name is wrong.
    """
    import openpyxl

    try:
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


def _choose(path: Path, book: Any, sheet: str | None) -> str:
    titles = [page.title for page in book.worksheets]
    if sheet:
        found = [title for title in titles if title.strip().lower() == str(sheet).strip().lower()]
        if not found:
            raise InputError(f"{path.name}: {unknown_name('sheet', sheet, titles)}")
        return found[0]
    if len(titles) == 1:
        return titles[0]
    known = {key for one in concepts().values() if one.kind != "personal" for key in (*one.headings, *one.weaker)}
    fits = []
    for title in titles:
        try:
            _, headings = find_headings([row for _, row in islice(_rows(book[title]), LOOK)], title)
        except InputError:
            continue
        if any(heading_key(heading) in known for heading in headings):
            fits.append(title)
    if len(fits) == 1:
        return fits[0]
    raise InputError(
        f"{path.name} has several sheets: {', '.join(titles)}. "
        f'Name one: sheet="{(fits or titles)[0]}" (on the command line: --sheet "{(fits or titles)[0]}").'
    )


def _copy(path: Path, book: Any, title: str, owner: object) -> TextFile:
    name = path.name if len(book.worksheets) == 1 else f"{path.name}, sheet {title}"
    rows = _rows(book[title])
    first = list(islice(rows, LOOK))
    place, headings = find_headings([row for _, row in first], name)
    at = first[place][0]
    width = len(headings)
    found = TextFile(private_file(owner), name, [*headings, ROW], ",", first_row=at + 1)
    if at > 1:
        found.notes.append(f"Headings found in row {at}; the {at - 1} above were left out.")
    beyond = 0
    try:
        with found.path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["x"] * (width + 1))
            for number, row in chain(first[place + 1 :], rows):
                cells = [_text(cell) for cell in row]
                beyond += any(cells[width:])
                if any(cells[:width]):
                    writer.writerow([*cells[:width], *[""] * (width - len(cells)), number])
    except OSError as error:
        raise OutputError(
            f"{path.name} could not be copied for reading ({error.strerror}). Free some space on the disk for "
            "temporary files."
        ) from None
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
    for number, row in enumerate(page.iter_rows(values_only=True), start=1):
        if any(cell is not None for cell in row):
            yield number, row


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
