"""CSV, TSV and other delimited text."""

from __future__ import annotations

import csv
import io
from itertools import islice

from hitoolkit.disclosure.files.pieces import MOST_ROWS, Pieces, Text, Unread, tables_of, within

SEPARATORS = (",", ";", "\t", "|")
#: Letters of one cell; what is longer is no table.
LONGEST_CELL = 10_000_000


def decoded(content: bytes) -> str:
    """Bytes as text, in whichever of the usual encodings they are."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:200].count(0) > 40:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_delimited(text: str, where: str, separator: str = "") -> Pieces:
    """Rows of cells, as a spreadsheet would open them."""
    separator = separator or separator_of(text) or ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    lines: list[int] = []
    usual = csv.field_size_limit(LONGEST_CELL)
    try:
        for row in islice(reader, MOST_ROWS):
            rows.append([cell.strip() for cell in row])
            lines.append(reader.line_num)
        beyond, broken = next(reader, None) is not None, 0
    except csv.Error:
        beyond, broken = False, reader.line_num
    finally:
        # The limit is one for all of the programme.
        csv.field_size_limit(usual)
    if beyond:
        yield Unread(where, f"it has more than {MOST_ROWS:,} rows, and those beyond were not read")
    if broken:
        yield Unread(within(where, f"line {broken}"), "the quoting of this line cannot be followed")
        yield Text(where, text)
    yield from tables_of(rows, where, lambda row, column: f"line {lines[row]}, column {column + 1}")


def separator_of(text: str) -> str:
    """What parts the cells of the first lines; empty where the text is no table."""
    lines = [line for line in text.splitlines()[:60] if line.strip()][:40]
    if len(lines) < 2:
        return ""
    best = ""
    for separator in SEPARATORS:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count)
        if usual and counts.count(usual) >= 0.6 * len(lines) and usual > (lines[0].count(best) if best else 0):
            best = separator
    return best
