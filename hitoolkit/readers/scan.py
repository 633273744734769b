"""Any source of records as one thing the engine scans: its headings, and a relation whose columns are c0, c1, ..."""

from __future__ import annotations

import contextlib
import glob
import math
import os
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from hitoolkit.errors import InputError, unknown_name
from hitoolkit.readers.columns import Column
from hitoolkit.readers.engine import connect, quote_name, quote_path, quote_text
from hitoolkit.readers.faults import asked
from hitoolkit.readers.heading_row import clean_heading
from hitoolkit.readers.text_files import TextFile, open_text, path_is_gzip, row_of
from hitoolkit.readers.typed import read
from hitoolkit.readers.workbooks import ROW, open_workbook

#: Types of a frame's columns that the engine takes as they are; all others are given to it as text.
PLAIN = {f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)} | {"float32", "float64", "bool"}
KINDS = "CSV, TSV or text (also .gz), Excel (.xlsx), Parquet or a DuckDB database"


@dataclass(eq=False)
class Scan:
    """A source that can be scanned again and again, and is never held in memory as a whole."""

    name: str
    headings: list[str] = field(default_factory=list)
    relation: Any = None
    connection: Any = None
    text: TextFile | None = None
    notes: list[str] = field(default_factory=list)
    #: The scan this one adds a column to, kept because a private copy of the file goes when it goes.
    made_from: Any = None

    @property
    def decimal_comma(self) -> bool:
        """Whether cells may be written as where the comma is the decimal sign: 1.200 may then be 1,200."""
        return self.text is not None and self.text.delimiter == ";"

    def read(self, wanted: Mapping[str, tuple[Column, str]]) -> Any:
        """The records as a relation: each wanted name, read as its kind, and its state beside it."""
        return read(self.relation, wanted, self.decimal_comma)

    def count(self) -> int:
        """How many records there are."""
        return int(self.relation.aggregate("count(*)").fetchall()[0][0])

    def is_empty(self) -> bool:
        """Whether there is not one record; counted, never fetched: a cell of any type is then nobody's to turn over."""
        return not self.relation.limit(1).aggregate("count(*)").fetchall()[0][0]

    def above_one(self, place: int) -> bool:
        """Whether a column holds a number above 1."""
        several = f"TRY_CAST(CAST(c{place} AS VARCHAR) AS DOUBLE) > 1"
        return bool(self.relation.filter(several).limit(1).aggregate("count(*)").fetchall()[0][0])

    def fetch(self, query: Any) -> pd.DataFrame:
        """Run a query and return what comes back."""
        frame: pd.DataFrame = self.asked(lambda: query.collect(backend="pandas").to_native())
        return frame

    def asked(self, question: Callable[[], Any]) -> Any:
        """Ask the engine something. Raises InputError, naming file and row, where it cannot answer."""
        return asked(self, question)

    def row_of(self, place: int, wanted: set[str]) -> int | None:
        """The first row that holds one of `wanted` in a column: of the file where it is text, else of the records."""
        if self.text is not None and ROW not in self.text.headings:
            return row_of(self.text, place, wanted)
        texts = ", ".join(quote_text(one) for one in wanted)
        held = f"trim(coalesce(CAST(c{place} AS VARCHAR), ''), chr(32) || chr(9) || chr(160)) IN ({texts})"
        if self.text is not None:
            found = self.relation.filter(held).aggregate(f"min(CAST(c{len(self.headings)} AS BIGINT))").fetchall()
        else:
            if self.connection is not None:
                # The only question whose answer depends on the order of rows.
                self.connection.execute("SET preserve_insertion_order = true")
            numbered = self.relation.project(f"c{place}, row_number() OVER () AS n")
            found = numbered.filter(held).aggregate("min(n)").fetchall()
        return None if not found or found[0][0] is None else int(found[0][0])


def open_scan(source: Any, sheet: str | None = None) -> Scan:
    """Open a path, a frame, a relation, or a connection with the name of a table.

    Raises InputError, naming the file and what to do, where the source cannot be read.
    """
    if isinstance(source, Scan):
        return source
    if isinstance(source, pd.DataFrame):
        return _frame(source)
    if isinstance(source, duckdb.DuckDBPyRelation):
        try:
            return _relation(source, "DuckDB relation")
        except duckdb.Error:
            raise InputError(
                "The DuckDB relation can no longer be read: its connection was closed, or its table has changed. "
                "Open it again, and give it while the connection is open."
            ) from None
    if isinstance(source, tuple) and len(source) == 2:
        return _table(source[0], str(source[1]), str(source[1]))
    if not isinstance(source, str | os.PathLike):
        raise InputError(
            f"Records cannot be read from a {type(source).__name__}. Give the path of a file ({KINDS}), a pandas "
            "frame, a DuckDB relation, a Spark frame, an ibis table, or (connection, table name)."
        )
    text = os.fspath(source)
    if not text.strip():
        raise InputError(f"No file was named. Give the path of a file ({KINDS}).")
    if any(sign in text for sign in "*?") and not Path(text).exists():
        return _parquet(sorted(glob.glob(os.path.expanduser(text))), Path(text).name)
    return _file(Path(text).expanduser(), sheet)


def _file(path: Path, sheet: str | None) -> Scan:
    try:
        if not path.exists():
            near = _near(path)
            raise InputError(f'There is no file "{path.name}" in {_folder(path)}.{near} Check the path.')
        if path.is_dir():
            parts = sorted(str(part) for part in path.glob("**/*.parquet"))
            if parts:
                return _parquet(parts, path.name)
            raise InputError(f'"{path.name}" is a folder. Give the path of one file in it ({KINDS}).')
        with path.open("rb") as stream:
            start = stream.read(4096)
    except PermissionError:
        raise InputError(
            f"{path.name} may not be opened by this user. Close it elsewhere, or ask for the right to read it."
        ) from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be opened ({error.strerror}). Check the path and try again.") from None
    if not start:
        raise InputError(f"{path.name} is empty. Give a file with a row of headings and rows of data.")
    if start.startswith(b"PAR1") or path.suffix.lower() in (".parquet", ".pq"):
        return _parquet([str(path)], path.name)
    if start[8:12] == b"DUCK":
        return _database(path, sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            f"{path.name} is an old .xls workbook, or one with a password. Save it in Excel as .xlsx without one."
        )
    scan = Scan(path.name)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise InputError(
            f"{path.name} is a web page or XML, whatever its name says. Open it in Excel, and save it as .xlsx or as "
            "CSV (UTF-8)."
        )
    lines = start.splitlines()
    as_text = path.suffix.lower() in (".xlsx", ".xlsm") and not start.startswith(b"PK") and b"\x00" not in start
    if as_text and len(lines) > 1 and any(sign in lines[0] for sign in (b",", b";", b"\t", b"|")):
        scan.notes.append(f"Its name ends in {path.suffix}, but it holds plain text and was read as that.")
    elif start.startswith(b"PK") or path.suffix.lower() in (".xlsx", ".xlsm"):
        if path.suffix.lower() == ".zip":
            raise InputError(f"{path.name} is a zip folder. Unpack it, and give the file in it.")
        return _text(scan, open_workbook(path, sheet, scan))
    if start.startswith((b"%PDF", b"SQLite format", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")):
        raise InputError(f"{path.name} is of a kind that cannot be read. Save it as {KINDS}.")
    try:
        return _text(scan, open_text(path, scan))
    except (EOFError, zlib.error, OSError):
        kind = "as a gzip file" if path_is_gzip(path) else ""
        raise InputError(f"{path.name} cannot be read {kind} to its end. Fetch or save it again.") from None


def _text(scan: Scan, text: TextFile) -> Scan:
    scan.text, scan.name, scan.notes = text, text.name, [*scan.notes, *text.notes]
    scan.connection = connect()
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(text.headings)))
    scan.relation = scan.connection.sql(
        f"SELECT * FROM read_csv({quote_path(str(text.path))}, auto_detect=false, header=false, skip=1, "
        f"delim={quote_text(text.delimiter)}, quote='\"', escape='\"', comment='', nullstr='', "
        f"compression='{'gzip' if text.zipped else 'none'}', columns={{{columns}}})"
    )
    scan.headings = [one for one in text.headings if one != ROW]
    if text.blank_rows:
        some = f"coalesce({', '.join(f'c{place}' for place in range(len(scan.headings)))})"
        empty = 0
        # A broken row is told where the rows are used: notes below a table may yet be left out.
        with contextlib.suppress(InputError):
            empty = asked(scan, scan.relation.filter(f"{some} IS NULL").aggregate("count(*)").fetchall)[0][0]
        if empty:
            said = "row holds" if empty == 1 else "rows hold"
            scan.notes.append(f"{empty:,} {said} nothing at all, and {'is' if empty == 1 else 'are'} passed over.")
        scan.relation = scan.relation.filter(f"{some} IS NOT NULL")
    return scan


def _parquet(paths: list[str], name: str) -> Scan:
    if not paths:
        raise InputError(f'No file fits "{name}". Check the folder and the ending.')
    connection = connect()
    listed = ", ".join(quote_path(path) for path in paths)
    try:
        relation = connection.sql(f"SELECT * FROM read_parquet([{listed}], union_by_name=true)")
        relation.limit(1).aggregate("count(COLUMNS(*))").fetchall()
    except duckdb.Error as error:
        why = "it is damaged, or not Parquet" if len(paths) == 1 else "one is damaged, or their columns differ in type"
        if "ermission" in str(error):
            raise InputError(f"{name} may not be opened by this user. Ask for the right to read it.") from None
        raise InputError(f"{name} cannot be read as Parquet: {why}. Fetch or write it again.") from None
    return _relation(relation, name, connection)


def _database(path: Path, table: str | None) -> Scan:
    try:
        connection = connect(str(path), read_only=True)
    except duckdb.Error:
        raise InputError(
            f"{path.name} cannot be opened as a DuckDB database: it is open elsewhere, or of another version. "
            "Close it there, or export the table to Parquet."
        ) from None
    names = _tables(connection)
    if not table and len(names) == 1:
        table = names[0]
    if not table:
        raise InputError(
            f"{path.name} has {'several tables: ' + ', '.join(names) if names else 'no tables'}. "
            + (f'Name one: sheet="{names[0]}" (on the command line: --sheet {names[0]}).' if names else "Give another.")
        )
    return _table(connection, table, f"{path.name}, table {table}", names)


def _table(connection: Any, table: str, name: str, names: list[str] | None = None) -> Scan:
    try:
        relation = connection.table(table)
    except (duckdb.Error, AttributeError):
        if not isinstance(connection, duckdb.DuckDBPyConnection):
            raise InputError("Give (connection, table name) with an open DuckDB connection first.") from None
        if names is None:
            names = _tables(connection)
        raise InputError(f"The database: {unknown_name('table', table, names)}") from None
    return _relation(relation, name, connection)


def _tables(connection: Any) -> list[str]:
    """The tables and views of a database, those of another schema with its name before theirs."""
    rows = connection.sql(
        "SELECT table_schema, table_name FROM information_schema.tables ORDER BY table_catalog = 'temp', table_name"
    ).fetchall()
    return [name if schema == "main" else f"{schema}.{name}" for schema, name in rows]


def _frame(frame: pd.DataFrame) -> Scan:
    # Cells of mixed kinds are read as the text they would print; the frame given is not touched.
    plain = frame.set_axis([f"c{place}" for place in range(frame.shape[1])], axis=1)
    for name in plain.columns:
        column = plain[name]
        kind = str(column.dtype).lower()
        if kind not in PLAIN and not (kind.startswith("datetime64[") and "," not in kind):
            plain[name] = pd.Series([_cell(cell) for cell in column.array], plain.index, dtype=object)
    connection = connect()
    scan = Scan("data frame", [clean_heading(one) for one in frame.columns], None, connection)
    if plain.shape[1]:
        relation = connection.from_df(plain)
        some = ", ".join(f"CAST({name} AS VARCHAR)" for name in plain.columns)
        scan.relation = relation.filter(f"coalesce({some}) IS NOT NULL")
    return scan


def _cell(cell: Any) -> str | None:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell)):
        return None
    # As the other engines write it.
    return str(cell).lower() if pd.api.types.is_bool(cell) else str(cell)


def _relation(relation: Any, name: str, connection: Any = None) -> Scan:
    plain = ", ".join(f"{quote_name(one)} AS c{place}" for place, one in enumerate(relation.columns))
    return Scan(name, [clean_heading(one) for one in relation.columns], relation.project(plain), connection)


def _folder(path: Path) -> str:
    folder = path.parent
    return "this folder" if str(folder) in ("", ".") else f'the folder "{folder.name}"'


def _near(path: Path) -> str:
    import difflib

    try:
        names = [one.name for one in path.parent.iterdir() if one.is_file()]
    except OSError:
        return " That folder does not exist."
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""
