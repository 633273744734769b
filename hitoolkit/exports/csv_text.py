"""Sheets as CSV that Excel and every reader of CSV open right."""

from __future__ import annotations

import csv
import io

import numpy as np

from hitoolkit.exports.sheets import Cell, Sheet


def csv_bytes(sheet: Sheet) -> bytes:
    """A sheet as comma-separated UTF-8 text with a mark of its encoding, without which Excel breaks other letters."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    """A number with all its decimals, never in powers of ten."""
    if isinstance(cell, float):
        return str(np.format_float_positional(cell, trim="-"))
    return "" if cell is None else str(cell)
