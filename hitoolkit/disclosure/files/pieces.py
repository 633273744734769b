"""What every kind of file is taken apart into: texts, tables, and parts that could not be looked into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

#: Rows a table is looked through for; what lies beyond is told as not looked into.
MOST_ROWS = 500_000


@dataclass(frozen=True)
class Text:
    """A stretch of text, and where in its file it stands."""

    where: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table: headings, rows of plain texts, and how a place in it is called.

    `counts` is False for what only looks like a table (settings, a single object); `shown` is True for what a notebook
    shows, where a long table is a list of records.
    """

    where: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    place: Callable[[int, int], str] | None = None
    counts: bool = True
    shown: bool = False

    def at(self, row: int, column: int) -> str:
        """What a cell is called, counting both from 0 below the headings."""
        cell = self.place(row, column) if self.place else f"row {row + 1}, column {column + 1}"
        return within(self.where, cell)

    def column(self, number: int) -> list[str]:
        """The cells of one column; short rows have nothing there."""
        return [row[number] if number < len(row) else "" for row in self.rows]


@dataclass(frozen=True)
class Unread:
    """A part that could not be looked into, and why."""

    where: str
    why: str


Piece = Text | Grid | Unread
Pieces = Iterator[Piece]


def within(where: str, inner: str) -> str:
    """A place inside a place.

    >>> within("cell 4", "output 1"), within("", "line 2")
    ('cell 4, output 1', 'line 2')
    """
    return f"{where}, {inner}" if where and inner else where or inner


def names(path: str, where: str) -> Pieces:
    """The names of a file and of the folders it is in, as each may be about a person.

    >>> [piece.text for piece in names("letters/a.txt", "its name")]
    ['letters', 'a.txt']
    """
    for part in re.split(r"[\\/]", path):
        if part:
            yield Text(where, part)


def cell_text(value: Any) -> str:
    """A value as it would stand in a cell; nothing for none."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def tables_of(rows: list[list[str]], where: str, place: Callable[[int, int], str], **more: Any) -> Pieces:
    """The tables in a sheet of cells: its rows are parted at empty ones, and each part has a line of headings.

    Takes the rows as they stand and how a cell is called by its row and column, both from 0. A part that opens with a
    figure goes on under the headings before it.
    """
    headings: list[str] = []
    start = 0
    while start < len(rows):
        if not any(rows[start]):
            start += 1
            continue
        end = start
        while end < len(rows) and any(rows[end]):
            end += 1
        first = _heading_row(rows[start:end])
        if first is not None:
            headings = rows[start + first]
            above = start + first + (start + first + 1 == end)  # headings with nothing below are a line of text
            for row in range(start, above):
                yield Text(within(where, place(row, 0)), "\n".join(cell for cell in rows[row] if cell))
            start += first + 1
        if start < end:
            yield Grid(where, headings, rows[start:end], partial(_below, start, place), **more)
        start = end


def _below(top: int, place: Callable[[int, int], str], row: int, column: int) -> str:
    return place(top + row, column)


def _heading_row(rows: list[list[str]]) -> int | None:
    """Which of the first rows holds the headings: the first that is about as wide as the table and holds no figure."""
    wide = max(sum(map(bool, row)) for row in rows[:50])
    for number, row in enumerate(rows[:20]):
        told = [cell for cell in row if cell]
        if len(told) >= max(1, 0.6 * wide) and not any(_is_figure(cell) for cell in told[1:] or told):
            return number
    for number, row in enumerate(rows[:20]):  # years, bands and tenths may be headings too
        if sum(map(bool, row)) >= 0.6 * wide:
            told = [cell for cell in row if cell]
            figures = [float(cell.replace(",", "")) for cell in told if _is_figure(cell)]
            rising = len(figures) > 1 and all(one < other for one, other in pairwise(figures)) and figures[-1] < 2200
            return number if len(figures) <= len(told) / 2 or (rising and len(figures) < len(told)) else None
    return None


def _is_figure(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell.replace(",", "")) is not None
