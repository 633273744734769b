"""Text files of records: find encoding, delimiter and headings, and make a clean copy only where one is needed."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from hitoolkit.errors import InputError, OutputError
from hitoolkit.readers.engine import private_file
from hitoolkit.readers.heading_row import LOOK, find_headings, titles_above

DELIMITERS = (",", ";", "\t", "|")
#: As many columns as a spreadsheet can have; a file with more is something else, or turned on its side.
MOST_COLUMNS = 16_384
CHUNK = 1 << 20
#: A row of nothing but spaces: the engine would take it for a row with one cell.
SPACES_ROW = re.compile(rb"\n[ \t]+\r?(?=\n)")
BLANK_ROW = re.compile(rb"\n[ \t]*(?:[,;|\t][ \t]*)+\r?(?=\n)")
#: A text that says it is UTF-8 and is not throughout: what cannot be read becomes a sign that stands for that.
BROKEN = "utf-8-broken"
#: Where one file was put after another, the second one's mark of its encoding stands among the rows.
MARK = codecs.BOM_UTF8
#: How old systems mark the end of a text.
END = b"\x1a"


@dataclass
class TextFile:
    """A text file that the engine can scan: UTF-8, headings in its first row."""

    path: Path
    name: str
    headings: list[str]
    delimiter: str
    #: Which row of the user's own file the first row of data is, and whether rows without anything must be dropped.
    first_row: int
    zipped: bool = False
    blank_rows: bool = False
    notes: list[str] = field(default_factory=list)
    #: What stands above the headings, and the sheet's name: the only place where some tables say what they are of.
    titles: list[str] = field(default_factory=list)
    sheet: str = ""
    #: Rows of a sheet below the last record that are notes, totals or averages.
    below: list[int] = field(default_factory=list)


def open_text(path: Path, owner: object) -> TextFile:
    """Look at a text file once from end to end, and copy it to private UTF-8 where the engine could not read it.

    Raises InputError where the file is empty, is not text, or has no row of headings.
    """
    name = path.name
    with _opened(path) as stream:
        head = stream.read(CHUNK)
    if not head.strip(b"\xef\xbb\xbf\x00\xff\xfe\r\n\t ,;"):
        raise InputError(f"{name} is empty. Give a file with a row of headings and rows of data.")
    encoding = _encoding(path, head)
    sample = codecs.getincrementaldecoder(_codec(encoding))(errors="replace").decode(head)
    sample = sample.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(sample)
    wide = sample.partition("\n")[0].count(delimiter)
    if wide > MOST_COLUMNS:
        raise InputError(
            f"{name} has more than {MOST_COLUMNS:,} columns in its first row. Give a file with the columns that are "
            "needed, a row of headings and one row a record."
        )
    rows = _first_rows(sample, delimiter, complete=len(head) < CHUNK)
    if not rows:
        raise InputError(
            f"{name}: a heading in its first row is longer than 100,000 letters, or a quotation mark there is not "
            "closed. Check that it is a text file with one row of headings, and save it again as CSV (UTF-8)."
        )
    at, headings = find_headings(rows, name)
    if any(_runs_on(cell, delimiter) for cell in rows[at]):
        raise InputError(
            f"{name}: a quotation mark in the headings (row {at + 1}) is not closed, so that the rows below belong to "
            "one heading. Close it or take it out, and give the file again."
        )
    looked = _look_through(path, encoding)
    found = TextFile(path, name, headings, delimiter, first_row=at + 2, zipped=path_is_gzip(path))
    found.blank_rows = looked.blank_rows
    found.titles = titles_above(rows, at)
    if at:
        found.notes.append(f"Headings found in row {at + 1}; the {at} above were left out.")
    if encoding not in ("utf-8", "utf-8-sig") or at or looked.uneven:
        found.path, found.zipped, found.blank_rows = _copy(found, encoding, at, owner), False, True
    if encoding == BROKEN:
        found.notes.append("It is marked as UTF-8 text but holds bytes that are none; each is read as \ufffd.")
    elif encoding not in ("utf-8", "utf-8-sig"):
        found.notes.append(f"Read as {'Windows-1252' if encoding == 'cp1252' else encoding[:6].upper()} text.")
    return found


def path_is_gzip(path: Path) -> bool:
    """Whether a file is packed with gzip, by its first bytes."""
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def row_of(found: TextFile, column: int, wanted: set[str]) -> int | None:
    """The first row of the user's file that holds one of `wanted` in a column; read slowly, for an error only."""
    with _opened(found.path) as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, delimiter=found.delimiter)
        next(reader, None)
        shift = found.first_row - 1 - reader.line_num
        for row in reader:
            if column < len(row) and row[column].strip(" \t\u00a0") in wanted:
                return reader.line_num + shift
    return None


def rows_of(found: TextFile) -> Iterator[tuple[int, list[str]]]:
    """The rows below the headings with anything in them, each with its number in the user's own file."""
    with _opened(found.path) as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, delimiter=found.delimiter)
        next(reader, None)
        shift = found.first_row - 1 - reader.line_num
        before = reader.line_num
        for row in reader:
            if any(cell.strip() for cell in row):
                yield before + 1 + shift, row
            before = reader.line_num


@dataclass
class _Looked:
    #: Mixed line ends, rows of spaces only, or a mark that is no part of the text.
    uneven: bool
    blank_rows: bool


def _opened(path: Path) -> IO[bytes]:
    if path_is_gzip(path):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")


def _encoding(path: Path, head: bytes) -> str:
    """By the mark at the start, else by what decodes: UTF-8 to the last byte, UTF-16, or else Windows-1252."""
    marked = head.startswith(codecs.BOM_UTF8)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in head[:4096]:
        even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
        if max(even, odd) > 5 * min(even, odd) and max(even, odd) > len(head[:4096]) / 5:
            return "utf-16-be" if even > odd else "utf-16-le"
        raise InputError(f"{path.name} is not a text file. Save it as CSV (UTF-8), Excel or Parquet.")
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _opened(path) as stream:
        try:
            while part := stream.read(CHUNK):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return BROKEN if marked else "cp1252"
    return "utf-8-sig" if marked else "utf-8"


def _codec(encoding: str) -> str:
    return "utf-8-sig" if encoding == BROKEN else encoding


def _delimiter(sample: str) -> str:
    """The sign that cuts most rows into the same number of cells."""
    best, score = ",", (0.0, 0)
    for sign in DELIMITERS:
        widths = [len(row) for row in _first_rows(sample, sign) if any(cell.strip() for cell in row)]
        many = [width for width in widths if width > 1]
        if many:
            width, times = Counter(many).most_common(1)[0]
            score, best = max((score, best), ((round(times / len(widths), 1), width), sign))
    return best


def _runs_on(heading: str, delimiter: str) -> bool:
    """Whether a heading holds rows of the table: a line break is common in one, and cells on both lines are not."""
    lines = heading.strip().split("\n")
    return len(lines) > 2 and all(delimiter in line for line in lines[:3])


def _first_rows(sample: str, delimiter: str, complete: bool = False) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample), delimiter=delimiter):
            rows.append(row)
            if len(rows) == LOOK + 1:
                break
    except csv.Error:
        # A broken quote further down; what came before is enough to find the headings.
        pass
    return rows if complete or len(rows) <= 1 else rows[:LOOK]


def _look_through(path: Path, encoding: str) -> _Looked:
    """Whether line ends are mixed, and whether rows hold spaces or delimiters only, in one pass over the bytes."""
    if encoding not in ("utf-8", "utf-8-sig", "cp1252", BROKEN):
        return _Looked(False, True)
    unix = windows = old = 0
    blank, spaces, odd, seen, before = False, False, False, False, b""
    with _opened(path) as stream:
        while part := stream.read(CHUNK):
            if part.endswith(b"\r"):
                part += stream.read(1)
            pairs, returns, lines = part.count(b"\r\n"), part.count(b"\r"), part.count(b"\n")
            windows, old, unix = windows + pairs, old + returns - pairs, unix + lines - pairs
            odd = odd or MARK in (before + part)[len(MARK) * (not seen) :] or part.endswith(END)
            seen = True
            blank = blank or bool(BLANK_ROW.search(before + part + b"\n"))
            spaces = spaces or bool(SPACES_ROW.search(before + part + b"\n"))
            before = part[-200:]
    return _Looked(sum(1 for kind in (unix, windows, old) if kind) > 1 or bool(old) or spaces or odd, blank)


def _copy(found: TextFile, encoding: str, skip: int, owner: object) -> Path:
    """A private copy in UTF-8 from the row of headings on, one row after another."""
    target = private_file(owner)
    try:
        with (
            _opened(found.path) as stream,
            io.TextIOWrapper(stream, _codec(encoding), "replace" if encoding == BROKEN else "strict", None) as text,
            target.open("w", encoding="utf-8", newline="\n") as out,
        ):
            kept = _from_row(text, found.delimiter, skip)
            for line in kept:
                line = line.replace("\ufeff", "").rstrip("\x1a")
                if line.isspace():
                    # Kept as an empty row, so that the rows below keep their numbers; of tabs it is a row of cells.
                    line = found.delimiter * (len(found.headings) - 1) * (found.delimiter in line) + "\n"
                out.write(line)
    except UnicodeDecodeError:
        raise InputError(
            f"{found.name} is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV (UTF-8)."
        ) from None
    except OSError as error:
        raise OutputError(
            f"{found.name} could not be copied for reading ({error.strerror}). Free some space on the disk for "
            "temporary files, or save the file as CSV (UTF-8) or Parquet."
        ) from None
    return target


def _from_row(text: io.TextIOWrapper, delimiter: str, skip: int) -> io.TextIOWrapper:
    """The stream from the given row on; a row may run over several lines where a cell is quoted."""
    lines = iter(text.readline, "")
    reader = csv.reader(lines, delimiter=delimiter)
    for _ in range(skip):
        next(reader, None)
    return text
