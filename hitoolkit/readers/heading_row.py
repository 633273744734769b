"""Find the row of headings in a sheet or text file, below any titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError
from hitoolkit.groups.echo import IN_A_RECORD
from hitoolkit.readers.roles import role_of

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
    >>> find_headings([["IMD", "2024/25", "", "2025/26", ""], ["", "Cases", "Total", "Cases", "Total"]], "a.csv")
    (1, ['IMD', '2024/25 Cases', '2024/25 Total', '2025/26 Cases', '2025/26 Total'])
    """
    cells = [[clean_heading(cell) for cell in row] for row in rows[:LOOK]]
    filled = [sum(1 for cell in row if cell) for row in cells]
    if not any(filled):
        raise InputError(f"{name} is empty. Give a file with a row of headings and rows of data.")
    # Judged by their cells, not their rows: a short table may have more lines of titles and notes than rows.
    usual = Counter(count for count in filled if count)
    wide = max(usual, key=lambda count: (count * usual[count], count))
    at = next(place for place, count in enumerate(filled) if count >= max(1, wide * 0.6))
    known = {key for concept in concepts().values() for key in (*concept.headings, *concept.weaker)}
    if not _known(cells[at], known):
        # Below a title, a short list of mostly blank cells is no wider than the title itself.
        at = next((place for place, row in enumerate(cells) if _known(row, known) > 1), at)
    at, headings = _of_two_rows(cells, at)
    while headings and not headings[-1]:
        headings = headings[:-1]
    if not _known(headings, known) and _is_a_record(headings, cells[at + 1 :]):
        raise InputError(
            f"{name} has no row of headings: its first full row, row {at + 1}, may be a record, and is not repeated "
            "here. Put a row above it that names each column."
        )
    if not _known(headings, known) and _holds_figures(headings):
        raise InputError(
            f"{name} has no row of headings: its first full row, row {at + 1}, holds figures. "
            "Put a row above it that names each column."
        )
    return at, headings


def _is_a_record(headings: list[str], below: list[list[str]]) -> bool:
    """Whether a row holds what points to a person, or a word that its column holds again."""
    words = [(place, cell) for place, cell in enumerate(headings) if any(sign.isalpha() for sign in cell)]
    again = any(place < len(row) and row[place] == cell for place, cell in words for row in below)
    return again or any(IN_A_RECORD.fullmatch(cell) for cell in headings)


def titles_above(rows: Sequence[Sequence[object]], at: int) -> list[str]:
    """What the rows above the headings say, a text for each filled cell.

    >>> titles_above([["Waiting list, June"], [], ["Age", "IMD decile"]], 2)
    ['Waiting list, June']
    """
    return [text for row in rows[:at] for text in map(clean_heading, row) if text]


def _of_two_rows(cells: list[list[str]], at: int) -> tuple[int, list[str]]:
    """Headings that stand in two rows, the upper one merged over several columns, joined into one row."""
    for upper, lower in ((at - 1, at), (at, at + 1)):
        if upper < 0 or lower >= len(cells):
            continue
        low = cells[lower]
        roles = [cell for cell in low if role_of(cell)]
        # Only where the lower row repeats itself: `Numerator, Denominator, Numerator, Denominator`.
        if len(roles) == len(set(roles)) or any(NUMBER.match(cell) for cell in low):
            continue
        joined, over = [], ""
        for place, cell in enumerate(low):
            over = (cells[upper][place] if place < len(cells[upper]) else "") or (over if role_of(cell) else "")
            joined.append(f"{over} {cell}".strip() if role_of(cell) else cell or over)
        if len(set(joined)) == len(joined):
            return lower, joined
    return at, cells[at]


def _holds_figures(headings: list[str]) -> bool:
    said = [cell for cell in headings if cell]
    figures = [cell for cell in said if NUMBER.match(cell)]
    # A column for each tenth or fifth is headed by its number.
    groups = len(figures) < len(said) and figures in ([str(n) for n in range(1, last + 1)] for last in (5, 10))
    return not groups and len(figures) > len(said) / 2


def _known(cells: list[str], known: set[str]) -> int:
    """How many different headings of the catalogue stand in a row."""
    return len({heading_key(cell) for cell in cells} & known)
