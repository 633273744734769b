"""What only rows as they stand in a file can tell: where the first one of a kind is, and how many are there twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from hitoolkit.readers.columns import Column
from hitoolkit.readers.text_files import TextFile, _opened
from hitoolkit.readers.workbooks import ROW

#: The name of a row's number in a query.
NUMBER = "row of the file"


def first_rows(records: Any, wanted: Mapping[str, Any], where: Mapping[str, Any]) -> dict[str, int]:
    """The first row of the file for each of several conditions, in one look through it.

    `wanted` is as in Records.relation; `where` gives each condition as a narwhals expression on it. Rows are numbered
    as in the file where it is text or a workbook, else among the records. Empty where the engine keeps no order.
    """
    scan = records.scan
    if not where or not _keeps_order(scan):
        return {}
    place = len(scan.relation.columns)
    in_sheet = scan.text is not None and ROW in scan.text.headings
    number = f"CAST(c{len(scan.headings)} AS BIGINT)" if in_sheet else "row_number() OVER ()"
    with _in_order(scan.connection):
        # Only what is asked for is read: a row is otherwise numbered with all its cells.
        cells = dict.fromkeys(f"c{column.place}" for column, _ in wanted.values())
        numbered = replace(scan, relation=scan.relation.project(", ".join([*cells, f"{number} AS c{place}"])))
        again = type(records)(numbered, records.recognised, records.source)
        frame: Any = nw.from_native(again.relation({**wanted, NUMBER: (Column(NUMBER, "", place, "own", ""), "raw")}))
        asked = {f"c{at}": nw.when(one).then(nw.col(NUMBER)).min() for at, one in enumerate(where.values())}
        found = records.collect(frame.select(**asked)).iloc[0]
    rows = {name: int(row) for name, row in zip(where, found, strict=True) if not pd.isna(row)}
    if scan.text is None or in_sheet:
        return rows
    lines = _lines(scan.text, set(rows.values()))
    return {name: lines[row] for name, row in rows.items() if row in lines}


def identical_rows(records: Any) -> int | None:
    """How many rows are the same as an earlier one in every cell; None where the engine cannot tell."""
    scan = records.scan
    if not _keeps_order(scan):
        return None
    cells = ", ".join(f"c{place}" for place in range(len(scan.headings)))
    # The hash of a row takes far less room than the row, and stays in the engine.
    hashed = scan.relation.project(f"hash({cells}) AS h").aggregate("count(*) - count(DISTINCT h)")
    return int(hashed.fetchall()[0][0])


def rows_of_others(records: Any, column: Column) -> int | None:
    """How many rows are of somebody who has an earlier row, by the column that tells people apart."""
    if not _keeps_order(records.scan):
        return None
    people = records.relation({"id": (column, "id")}).aggregate('count("id") - count(DISTINCT "id")')
    return int(people.fetchall()[0][0])


def _keeps_order(scan: Any) -> bool:
    return isinstance(getattr(scan, "relation", None), duckdb.DuckDBPyRelation)


@contextmanager
def _in_order(connection: Any) -> Iterator[None]:
    """The only questions whose answer depends on the order of rows."""
    if connection is None:
        yield
        return
    before = connection.execute("SELECT current_setting('preserve_insertion_order')").fetchall()[0][0]
    connection.execute("SET preserve_insertion_order = true")
    try:
        yield
    finally:
        connection.execute(f"SET preserve_insertion_order = {str(before).lower()}")


def _lines(found: TextFile, wanted: set[int]) -> dict[int, int]:
    """The row of the user's file that each record is, counted as the engine does: without blank rows."""
    lines: dict[int, int] = {}
    last, number = max(wanted, default=0), 0
    with _opened(found.path) as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, delimiter=found.delimiter)
        next(reader, None)
        shift = found.first_row - 1 - reader.line_num
        for row in reader:
            if not any(row):
                continue
            number += 1
            if number in wanted:
                lines[number] = reader.line_num + shift
            if number >= last:
                break
    return lines
