"""Find the row of headings in a sheet or text file, below any titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError

#: How many rows are looked at. Titles above a table are rarely more than ten rows.
LOOK = 60
NUMBER = re.compile(r"^[-+]?\d[\d,]*(\.\d+)?%?$|^\d{1,4}[-/]\d{1,2}[-/]\d{1,4}([ T].*)?$")


def clean_heading(cell: object) -> str:
    """A heading as it is shown: no byte order mark, no-break spaces as spaces, one line.

    >>> clean_heading("\\ufeffIMD\\u00a0Decile \\n(1 to 10)")
    'IMD Decile (1 to 10)'
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return re.sub(r"[\s\u00a0\u200b]+", " ", str(cell).replace("\ufeff", "")).strip()


def find_headings(rows: Sequence[Sequence[object]], name: str) -> tuple[int, list[str]]:
    """Which of the first rows holds the headings, and what they are.

    The headings are the first row that is filled about as widely as most rows below it; a title fills one or two
    cells. Returns the row's place (0 is the first) and the headings without empty ones at the end.
    Raises InputError where there is nothing, or where the first such row holds figures rather than headings.

    >>> find_headings([["Waiting list, June"], [], ["Age", "IMD decile"], [40, 3], [61, 8]], "a.csv")
    (2, ['Age', 'IMD decile'])
    """
    cells = [[clean_heading(cell) for cell in row] for row in rows[:LOOK]]
    filled = [sum(1 for cell in row if cell) for row in cells]
    if not any(filled):
        raise InputError(f"{name} is empty. Give a file with a row of headings and rows of data.")
    usual = Counter(count for count in filled if count).most_common()
    wide = max(count for count, times in usual if times == usual[0][1])
    at = next(place for place, count in enumerate(filled) if count >= max(1, wide * 0.6))
    headings = cells[at]
    while headings and not headings[-1]:
        headings = headings[:-1]
    if _holds_figures(headings):
        raise InputError(
            f"{name} has no row of headings: its first full row, row {at + 1}, holds figures. "
            "Put a row above it that names each column."
        )
    return at, headings


def _holds_figures(headings: list[str]) -> bool:
    known = {key for concept in concepts().values() for key in (*concept.headings, *concept.weaker)}
    said = [cell for cell in headings if cell]
    if any(heading_key(cell) in known for cell in said):
        return False
    return sum(1 for cell in said if NUMBER.match(cell)) > len(said) / 2
