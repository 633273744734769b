"""The corpus: files as they reach an analyst, whole, awkward or broken, each made here byte by byte.

Every one holds, or should hold, the same six rows: a tenth of deprivation and the weeks somebody has waited. A file is
either read to the very same counts, or refused in one plain sentence; `says` is what the sentence must hold.
"""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

ROWS: list[tuple[Any, Any]] = [(1, 20), (2, 3), (5, 30), (10, 19), (10, 2), (7, None)]
#: What those rows give by fifth for waits over 18 weeks: one row is left out, since its wait is not known.
COUNTS = {"1": (1, 2), "3": (1, 1), "5": (1, 2), "All": (3, 5)}
HEADINGS = ("imd_decile", "weeks_waited")


@dataclass(frozen=True)
class Case:
    """A file, and what must come of it: the same counts (`says` is empty), or a refusal with these words in it."""

    name: str
    content: str | bytes
    says: str = ""
    #: Where the file itself says less or more than the six rows.
    counts: dict[str, tuple[int, int]] | None = None
    read: int = 6
    file: str = "list.csv"


def text(
    rows: list[tuple[Any, ...]] = ROWS,
    headings: tuple[str, ...] = HEADINGS,
    sign: str = ",",
    end: str = "\n",
    write: Callable[[Any], str] = lambda cell: "" if cell is None else str(cell),
) -> str:
    """Headings and rows as delimited text."""
    return end.join(sign.join(write(cell) for cell in row) for row in [headings, *rows]) + end


def changed(cell: str, at: int = 1, place: int = 1) -> str:
    """The usual text with one cell replaced."""
    rows = [list(row) for row in ROWS]
    rows[at][place] = cell
    return text([tuple(row) for row in rows])


def quoted(cell: Any) -> str:
    return '"' + ("" if cell is None else str(cell)) + '"'


def beside(heading: str, cell: str, at: int = 1) -> str:
    """The usual text with a further column that nobody asks for."""
    return text([(*row, cell if number == at else "x") for number, row in enumerate(ROWS)], (*HEADINGS, heading))


def sheet(rows: list[tuple[Any, ...]], change: Callable[[Any], None] | None = None, title: str = "List") -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    if change:
        change(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def packed(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as folder:
        for name, content in files.items():
            folder.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.parquet"
        duckdb.connect().from_df(frame).write_parquet(str(path))
        return path.read_bytes()


def database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE list (imd_decile INTEGER, weeks_waited INTEGER)")
        connection.close()
        return path.read_bytes()


PLAIN = text()
FRAME = pd.DataFrame(ROWS, columns=list(HEADINGS))
SHEET: list[tuple[Any, ...]] = [HEADINGS, *ROWS]
WITHOUT_SECOND = {"1": (1, 1), "3": (1, 1), "5": (1, 2), "All": (3, 4)}


def encodings() -> list[Case]:
    accents = text([(*row, "café £5") for row in ROWS], (*HEADINGS, "N° de dossier"))
    found = [
        Case(f"in {name}", accents.encode(name))
        for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1", "utf-16-le", "utf-16-be")
    ]
    return [
        *found,
        Case("in the code page of old Macs, with their line ends", accents.replace("\n", "\r").encode("mac-roman")),
        Case("with bytes of no encoding", accents.encode() + b"7,\x81\x8d\x8f,x\n", says="row 8|not text|not a number"),
        Case(
            "with one bad byte far down",
            beside("notes", "y").encode() + b"3,1,y\n" * 300000 + b"4,1,\xff\n",
            counts={"1": (1, 2), "2": (0, 300001), "3": (1, 1), "5": (1, 2), "All": (3, 300006)},
            read=300007,
        ),
        Case(
            "marked as UTF-8 with a byte that is none",
            b"\xef\xbb\xbf" + beside("notes", "caf?").encode().replace(b"?", b"\xe9"),
        ),
        Case(
            "with a mark of order in the middle",
            PLAIN.encode() + b"\xef\xbb\xbf" + b"2,3\n",
            counts={"1": (1, 3), "3": (1, 1), "5": (1, 2), "All": (3, 6)},
            read=7,
        ),
        Case("with zero bytes in a cell", PLAIN.encode().replace(b"30", b"3\x000"), says="not a text file"),
        Case("padded with zero bytes", PLAIN.encode() + b"\x00" * 600, says="not a text file"),
        Case("in the code of mainframes", PLAIN.encode("cp500"), says="not text"),
    ]


def line_ends() -> list[Case]:
    return [
        *(Case(f"with line ends {end!r}", text(end=end)) for end in ("\n", "\r\n", "\r", "\r\r\n")),
        Case("with mixed line ends", PLAIN.replace("\n", "\r\n", 3)),
        Case("without a last line end", text(ROWS[:-1]) + "7,"),
        Case("with empty rows at the end", PLAIN + "\n" * 40),
        Case("with empty rows between", PLAIN.replace("\n", "\n\n")),
        Case("with rows of commas", PLAIN + ",\n,\n"),
        Case("with rows of spaces", PLAIN + "   \n \t \n"),
        Case("with the end mark of old systems", PLAIN.encode() + b"\x1a"),
        Case("with odd spaces inside a cell", beside("notes", "a\u2028b\x0bc\x85d\x0ce")),
    ]


def delimiters() -> list[Case]:
    spaced = "imd_decile, weeks_waited\n" + "".join(
        (f"{tenth}, {('' if weeks is None else weeks)}\n" for tenth, weeks in ROWS)
    )
    return [
        *(Case(f"cut by {sign!r}", text(sign=sign)) for sign in (",", ";", "\t", "|")),
        Case("a text file with tabs", text(sign="\t"), file="list.txt"),
        Case("a .tsv file", text(sign="\t"), file="LIST.TSV"),
        Case("with Excel's hint at the delimiter", "sep=;\n" + text(sign=";")),
        Case("with a space after each comma", spaced),
        Case("with a comma at the end of each row", text(end=",\n")),
        Case(
            "with a comma at the end of each row of data",
            ",".join(HEADINGS) + "\n" + text()[len(",".join(HEADINGS)) + 1 :].replace("\n", ",\n"),
        ),
        Case(
            "with numbered rows and no heading for them",
            text([(n, *row) for n, row in enumerate(ROWS)], ("", *HEADINGS)),
        ),
        Case("cut by a sign nobody expects", text(sign="~"), says="no column that is recognised"),
        Case("in columns of fixed width", text(sign="   "), says="no column that is recognised", file="list.txt"),
        Case("cut by spaces", text(sign=" "), says="no column that is recognised", file="list.txt"),
    ]


def numbers() -> list[Case]:

    def other(cell: str, says: str, name: str = "", at: int = 1, place: int = 1, sign: str = ",") -> Case:
        body = changed(cell, at, place)
        return Case(name or f"with a wait of {cell!r}" if place else name or f"with a tenth of {cell!r}", body, says)

    same = [
        Case(f"with three weeks written {cell!r}", changed(cell))
        for cell in ("3.0", " 3 ", "+3", "003", "3e0", '"3"', "3.", "\xa03", "\t3")
    ]
    blank = [
        Case(f"with a wait of {cell!r}", changed(cell), counts=WITHOUT_SECOND)
        for cell in (
            "",
            " ",
            "NA",
            "N/A",
            "NULL",
            "null",
            "None",
            "nan",
            "-",
            "unknown",
            "Not known",
            ".",
            "..",
            "#N/A",
        )
    ]
    return [
        *same,
        *blank,
        *(
            other(cell, "row 3\\b")
            for cell in (
                "3 weeks",
                "three",
                "3%",
                "£3",
                "0x3",
                "3_0",
                "1/2",
                "3-4",
                "<5",
                "\u0663",
                "\uff13",
                "=1+2",
                "\u22123",
                "2024-01-03",
                "#REF!",
                "TRUE",
                "*",
            )
        ),
        *(
            other(cell, "row 3", f"with a tenth of {cell!r}", place=0)
            for cell in ("0", "11", "1.5", "32844", "Q1 or Q2", "TRUE", "-1", "=2", "two")
        ),
        Case("with a decimal comma", changed('"3,5"'), says="row 3.*decimals with a point"),
        Case(
            "with decimal commas between semicolons",
            text([(a, b if b != 3 else "3,5") for a, b in ROWS], sign=";"),
            says="row 3.*decimals with a point",
        ),
        Case("with thousands after a comma", changed('"1,003"'), says="row 3"),
        Case("with thousands after an apostrophe", changed("1'003"), says="row 3"),
        Case("with thousands after a space", changed("1 003"), says="row 3"),
        *(
            Case(f"with {cell!r} where no wait can be", changed(cell), counts=WITHOUT_SECOND)
            for cell in ("-3", "1e300", "99999")
        ),
        *(Case(f"with {cell!r} for a wait", changed(cell), says="row 3") for cell in ("inf", "Infinity", "-inf")),
        Case(
            "with tenths in words", text([(f"{a:02d} - Most deprived" if a == 1 else f"{a:02d}", b) for a, b in ROWS])
        ),
        Case("with tenths as 2.0", text([(f"{a}.0", b) for a, b in ROWS])),
        Case(
            "with a blank tenth",
            changed("", place=0),
            counts={"1": (1, 1), "3": (1, 1), "5": (1, 2), "Not known": (0, 1), "All": (3, 5)},
        ),
    ]


def quoting() -> list[Case]:
    return [
        Case("with everything in quotation marks", text(write=quoted)),
        Case("with a quotation mark doubled", beside("notes", '"a ""b"" c"')),
        Case("with commas in quotation marks", beside("notes", '"a, b, c"')),
        Case("with a line end in quotation marks", beside("notes", '"a\nb\r\nc"')),
        Case("with a quotation mark in the middle of a cell", beside("notes", '5" needle')),
        Case("with curled quotation marks", beside("notes", "“a”")),
        Case("with backslashes before quotation marks", beside("notes", '"a \\"b\\" c"'), says="row 3"),
        Case("with an apostrophe first", beside("notes", "'tis")),
        Case(
            "with everything in apostrophes",
            text(write=lambda cell: f"'{('' if cell is None else cell)}'"),
            says="no column|not a number|row 2",
        ),
        Case("with a quotation mark that is never closed", beside("notes", '"a'), says="row|quotation mark"),
        Case("with a heading that is never closed", '"' + PLAIN, says="quotation mark|headings|heading"),
        Case("with a hash first", beside("notes", "# no comment").replace("\n1,", "\n1,")),
        Case("with formulas in a column of notes", beside("notes", '"=HYPERLINK(""x"",""y"")"')),
    ]


def shapes() -> list[Case]:
    body = PLAIN.split("\n", 1)[1]
    return [
        Case("of no bytes", b"", says="is empty"),
        Case("of nothing but spaces", b"  \n \n", says="is empty|no columns"),
        Case("of nothing but a mark of order", b"\xef\xbb\xbf", says="is empty"),
        Case("of headings only", ",".join(HEADINGS) + "\n", says="no rows"),
        Case("without headings", body, says="no row of headings|heading"),
        Case(
            "of names without headings",
            b"Quill,Ann,F,Eyes\nPlum,Joe,M,Ears\nPine,Sue,F,Eyes\n",
            says="no row of headings.*may be a record",
        ),
        Case(
            "of people without headings",
            b"Quill,Ann,1961-02-03,Eyes\nPlum,Joe,1962-03-04,Ears\n",
            says="no row of headings.*may be a record",
        ),
        Case("with titles above", "Waiting list\nMay 2025\n\n" + PLAIN),
        Case("with a title that has commas", "Waiting list,\n" + PLAIN),
        Case("with the headings twice", PLAIN + PLAIN, says="row 8"),
        Case("with a total below", PLAIN + "Total,74\n", says="row 8"),
        Case("with a note below", PLAIN + "Source: our warehouse\n", says="row 8"),
        Case("with a row that is short", PLAIN.replace("2,3", "2"), says="row 3: 1 cell where there are 2 headings"),
        Case(
            "with a row that is long", PLAIN.replace("2,3", "2,3,4"), says="row 3.*3 cells where there are 2 headings"
        ),
        Case("with a column that has no heading", text([(*row, "x") for row in ROWS], (*HEADINGS, "")), says="row 2"),
        Case(
            "with a column in the middle that has no heading",
            text([(a, "x", b) for a, b in ROWS], ("imd_decile", "", "weeks_waited")),
        ),
        Case(
            "with a heading twice",
            text([(a, b, b) for a, b in ROWS], (*HEADINGS, "weeks_waited")),
            says="2 columns called",
        ),
        Case("with a heading twice that nobody asks for", text([(*row, 1, 2) for row in ROWS], (*HEADINGS, "x", "x"))),
        Case("with headings in capitals and spaces", text(headings=(" IMD Decile ", "WEEKS-WAITED"))),
        Case("with a line end in a heading", text(headings=('"imd\ndecile"', '"weeks\nwaited"'))),
        Case("with no-break spaces in headings", text(headings=("imd\xa0decile", "weeks\xa0waited\xa0"))),
        Case(
            "with a heading of a hundred thousand letters", text([(*row, 1) for row in ROWS], (*HEADINGS, "x" * 100000))
        ),
        Case("with a cell of a million letters", beside("notes", "x" * 1000000)),
        Case(
            "with a thousand columns",
            text([(*row, *["y"] * 1000) for row in ROWS], (*HEADINGS, *[f"x{n}" for n in range(1000)])),
        ),
        Case(
            "with a million columns",
            ",".join([*HEADINGS, *[f"x{n}" for n in range(1000000)]]) + "\n" + "1,20" + ",y" * 1000000 + "\n",
            says="columns|heading",
        ),
        Case(
            "turned on its side",
            b"imd_decile,1,2,5,10,10,7\nweeks_waited,20,3,30,19,2,\n",
            says="headings|recognised|column",
        ),
        Case("with only one of the columns", text([(a,) for a, _ in ROWS], ("imd_decile",)), says="weeks_waited"),
        Case("with columns nobody knows", text(headings=("alpha", "beta")), says="no column that is recognised"),
        Case(
            "with a column of counts",
            text([(*row, 4) for row in ROWS], (*HEADINGS, "Number of patients")),
            says="Number of patients",
        ),
    ]


def other_kinds() -> list[Case]:
    plain = PLAIN.encode()
    html = "<html><body><table><tr><td>imd_decile</td></tr></table></body></html>"
    return [
        Case("packed with gzip", gzip.compress(plain), file="list.csv.gz"),
        Case("packed with gzip under another name", gzip.compress(plain)),
        Case(
            "packed with gzip and cut off", gzip.compress(plain * 400)[:-30], says="cannot be read", file="list.csv.gz"
        ),
        Case("packed with bzip2", bz2.compress(plain), says="kind that cannot be read", file="list.csv.bz2"),
        Case("packed with xz", lzma.compress(plain), says="kind that cannot be read", file="list.csv.xz"),
        Case("a zip folder", packed(list_dot_csv=plain), says="zip", file="list.zip"),
        Case("a zip folder called a csv", packed(list_dot_csv=plain), says="zip|workbook"),
        Case("a picture called a csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, says="not a text|kind"),
        Case("a programme called a csv", b"MZ\x90\x00\x03\x00" + bytes(range(256)) * 40, says="not a text|kind"),
        Case("a PDF called a csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + plain, says="kind that cannot be read"),
        Case(
            "an rtf letter called a csv", b"{\\rtf1\\ansi imd_decile, weeks_waited\\par}", says="headings|column|kind"
        ),
        Case("a database of another make", database(), says="kind that cannot be read"),
        Case("a web page saved as a workbook", html, says="headings|column|web page|kind", file="list.xls"),
        Case(
            "a list of objects",
            json.dumps([{"imd_decile": 1, "weeks_waited": 2}]),
            says="headings|column|JSON|kind",
            file="list.json",
        ),
        Case(
            "an XML file",
            b"<?xml version='1.0'?><r><imd_decile>1</imd_decile></r>",
            says="XML",
            file="list.xml",
        ),
        Case(
            "random bytes",
            bytes((n * n * 31 + 7 * n) % 251 for n in range(5000)),
            says="not a text|column|kind|headings",
        ),
        Case("a Parquet file", parquet(FRAME), file="list.parquet"),
        Case("a Parquet file called a csv", parquet(FRAME)),
        Case("a Parquet file cut off", parquet(FRAME)[:-9], says="damaged", file="list.parquet"),
        Case("a csv called a Parquet file", plain, says="Parquet", file="list.parquet"),
        Case("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, says="xls", file="list.xls"),
        Case("a csv called a workbook", plain, file="list.xlsx"),
        Case("without an ending", plain, file="list"),
        Case("with an ending in capitals", plain, file="LIST.CSV"),
        Case("with spaces, brackets and accents in its name", plain, file="wäiting lïst [June] 100%.csv"),
        Case("with a name that starts with a dash", plain, file="-list.csv"),
        Case("with an apostrophe in its name", plain, file="O'Hara's list.csv"),
    ]


def workbooks() -> list[Case]:

    def merged(book: Any) -> None:
        book.active.insert_rows(1)
        book.active["A1"] = "Waiting list, May"
        book.active.merge_cells("A1:B1")

    def second(book: Any) -> None:
        page = book.create_sheet("Notes", 0)
        page.append(["This workbook was made for a test."])

    def both(book: Any) -> None:
        page = book.create_sheet("June")
        for row in SHEET:
            page.append(row)

    def formulas(book: Any) -> None:
        for row in range(2, 8):
            book.active[f"B{row}"] = f"=A{row}*2"

    def empty_below(book: Any) -> None:
        book.active.cell(row=60000, column=1).font = openpyxl.styles.Font(bold=True)

    whole = sheet(SHEET)
    return [
        Case("a workbook", whole, file="list.xlsx"),
        Case("a workbook called a csv", whole),
        Case("a workbook with macros in its name", whole, file="list.xlsm"),
        Case("a workbook cut off", whole[:-200], says="cannot be read as an Excel workbook", file="list.xlsx"),
        Case("a workbook with nothing in it", sheet([]), says="empty", file="list.xlsx"),
        Case("a workbook with a merged title", sheet(SHEET, merged), file="list.xlsx"),
        Case("a workbook with notes first", sheet(SHEET, second), file="list.xlsx"),
        Case("a workbook with two lists", sheet(SHEET, both), says="several sheets", file="list.xlsx"),
        Case("a workbook of formulas without results", sheet(SHEET, formulas), says=".", file="list.xlsx"),
        Case(
            "a workbook with numbers as text",
            sheet([HEADINGS, *[tuple(None if c is None else str(c) for c in row) for row in ROWS]]),
            file="list.xlsx",
        ),
        Case("a workbook with an error in a cell", sheet([HEADINGS, (2, "#N/A"), *ROWS]), read=7, file="list.xlsx"),
        Case(
            "a workbook with a date for a wait",
            sheet([HEADINGS, (2, dt.datetime(2025, 2, 1)), *ROWS]),
            says="row 2",
            file="list.xlsx",
        ),
        Case("a workbook formatted far below", sheet(SHEET, empty_below), file="list.xlsx"),
        Case("a letter called a workbook", packed(word__document_dot_xml=b"<w/>"), says="Word", file="list.xlsx"),
    ]


CASES = [*encodings(), *line_ends(), *delimiters(), *numbers(), *quoting(), *shapes(), *other_kinds(), *workbooks()]
