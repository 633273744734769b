"""A counted table as text, row by row: notes and averages around it left out with a reason, every row accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import LEFT_OUT, READ, account, leave_out
from hitoolkit.readers.below import FIGURES, LONG, NOTE, NUMBER
from hitoolkit.readers.faults import asked
from hitoolkit.readers.scan import Scan
from hitoolkit.readers.text_files import rows_of
from hitoolkit.readers.workbooks import ROW

#: What a frame of a table says of where it stood: the texts above it and the name of its sheet.
TITLES, SHEET = "titles", "sheet"
WHY_NOTE = "a note beside the table, not a row of it"
WHY_FIGURE = "an average or another figure made from the other rows"


def whole_table(scan: Scan) -> pd.DataFrame:
    """All rows of a small table as text, in their order, with notes and averages left out (see `leave_out`).

    The index tells each row's place below the headings, from 0; `attrs` hold the titles above and the sheet's name.
    """
    if scan.connection is not None:
        scan.connection.execute("SET preserve_insertion_order = true")
    try:
        frame: pd.DataFrame = asked(scan, scan.relation.df)
    except InputError:
        frame = _with_short_rows(scan)
    frame = frame.iloc[:, : len(scan.headings)].set_axis(scan.headings, axis=1)
    if scan.text is not None:
        frame.attrs = {TITLES: scan.text.titles, SHEET: scan.text.sheet}
    return _without_notes(frame)


def with_file_rows(table: pd.DataFrame, frame: pd.DataFrame, scan: Scan) -> pd.DataFrame:
    """What a table says was read, with the first row of each reason as it is numbered in the user's file.

    Takes the table a layout made, the frame it was given, and the file. A layout that says nothing used every row.
    Raises InputError where the rows do not add up, which is a fault of the layout and loses rows.
    """
    if READ not in table.attrs:
        table = account(table, frame)
    told = table.attrs[READ]
    rows = len(frame) + sum(one["rows"] for one in frame.attrs.get(LEFT_OUT, []))
    if told["rows"] != rows or told["used"] + sum(one["rows"] for one in told[LEFT_OUT]) != rows:
        raise InputError(f"{scan.name}: its layout lost rows ({told['rows']} of {rows}). Tell those who look after it.")
    numbers = _numbers(scan) if told[LEFT_OUT] else []
    left = [{**one, "first": numbers[one["first"]] if numbers else one["first"] + 1} for one in told[LEFT_OUT]]
    table.attrs[READ] = {**told, LEFT_OUT: left}
    return table


def _numbers(scan: Scan) -> list[int]:
    """Each row's number in the user's file; nothing where the rows have none, as in a frame."""
    if scan.text is None:
        return []
    if ROW in scan.text.headings:
        return [int(number) for (number,) in scan.relation.project(f"c{len(scan.headings)}").fetchall()]
    return [number for number, _ in rows_of(scan.text)]


def _with_short_rows(scan: Scan) -> pd.DataFrame:
    """The rows of a text file below whose table stand notes, narrower than it; other broken rows are still refused."""
    if scan.text is None or ROW in scan.text.headings:
        return asked(scan, scan.relation.df)  # type: ignore[no-any-return]
    wide = len(scan.headings)
    rows = [row for _, row in rows_of(scan.text)]
    last = max((place for place, row in enumerate(rows) if len(row) == wide), default=-1)
    if any(len(row) != wide for row in rows[: last + 1]) or not all(_is_note(row) for row in rows[last + 1 :]):
        return asked(scan, scan.relation.df)  # type: ignore[no-any-return]
    padded = [(row if len(row) == wide else [" ".join(row).strip()])[:wide] for row in rows]
    return pd.DataFrame([[cell or None for cell in row] + [None] * (wide - len(row)) for row in padded], dtype=object)


def _is_note(row: Sequence[str]) -> bool:
    said = [cell.strip() for cell in row if cell.strip()]
    return not any(NUMBER.match(cell) for cell in said)


def _without_notes(frame: pd.DataFrame) -> pd.DataFrame:
    if frame.shape[1] < 2 or frame.empty:
        return frame
    filled = frame.notna().sum(axis=1)
    # Only rows with next to nothing in them are looked at closely: the table may be a long one.
    texts = frame[filled <= 1].map(_text)
    only = pd.Series(["".join(row) for row in texts.to_numpy()], texts.index, object)
    only = only.reindex(frame.index, fill_value="")
    first = texts.iloc[:, 0].astype(object).reindex(frame.index, fill_value="")
    # One cell alone may be a group of which nothing is known, and is a note only where it reads like one.
    alone = (filled <= 1) & (only != "") & ~only.str.match(NUMBER)
    notes = alone & ((first == "") | only.str.match(NOTE) | (only.str.len() > LONG)) | (filled <= 1) & (only == "")
    # What follows a note and stands alone runs on from it.
    runs_on = alone & notes.cummax() & (alone | notes)[::-1].cummin()[::-1]
    frame = leave_out(frame, notes | runs_on, WHY_NOTE)
    named = frame.iloc[:, :2].isin(_spellings(frame.iloc[:, :2])).any(axis=1)
    return leave_out(frame, named, WHY_FIGURE)


def _spellings(labels: pd.DataFrame) -> set[str]:
    """The labels of these columns that name an average or the like, as they are written."""
    told = {cell for name in range(labels.shape[1]) for cell in labels.iloc[:, name].unique() if isinstance(cell, str)}
    return {cell for cell in told if _text(cell).lower().strip(" :") in FIGURES}


def _text(cell: Any) -> str:
    return "" if cell is None or cell != cell else str(cell).replace("\u00a0", " ").strip()
