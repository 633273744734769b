"""Plain text and Markdown: the text line by line, and the tables that are laid out in it."""

from __future__ import annotations

import ast
import re

from hitoolkit.disclosure.files.pieces import Grid, Pieces, Text, within

#: What parts the columns of a table drawn with lines; a table without lines has two spaces or more.
RULES = re.compile(r"[\u2502\u2506|]")
GAP = re.compile(r"\s{2,}|\t")
DRAWN = re.compile(r"[\s\u2500-\u257f|+=:-]*")
COLOURS = re.compile(r"\x1b\[[\d;]*m")


def read_plain(text: str, where: str, shown: bool = False) -> Pieces:
    """A text as people or programs write it."""
    text = COLOURS.sub("", text)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield Text(within(where, f"line {number}") if "\n" in text.strip() else where, line)
    yield from _tables(text, where, shown)
    yield from _literal(text, where, shown)


def _tables(text: str, where: str, shown: bool) -> Pieces:
    """Runs of lines that part into the same number of cells."""
    block: list[tuple[int, list[str]]] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        cells = _cells(line)
        if cells is None and line.strip() and block:
            continue  # a line that is only drawn
        if cells is not None and len(cells) > 1:
            block.append((number, cells))
            continue
        yield from _table(block, where, shown)
        block = []


def _cells(line: str) -> list[str] | None:
    """The cells of a line; nothing for a line that only draws."""
    if line.strip() and DRAWN.fullmatch(line):
        return None
    if RULES.search(line):
        return [cell.strip() for cell in RULES.split(line.strip().strip("\u2502\u2506|"))]
    return [cell for cell in GAP.split(line.strip()) if cell]


def _table(block: list[tuple[int, list[str]]], where: str, shown: bool) -> Pieces:
    if len(block) < 2:
        return
    wide = max(len(cells) for _, cells in block[1:])
    headings = block[0][1]
    if len(headings) == wide - 1:
        headings = ["", *headings]  # the rows are numbered, and the numbers have no heading
    if len(headings) != wide:
        return
    lines = [number for number, _ in block[1:]]
    rows = [cells if len(cells) == wide else [*cells, *[""] * (wide - len(cells))] for _, cells in block[1:]]
    yield Grid(where, headings, rows, lambda row, column: f"line {lines[row]}, column {column + 1}", shown=shown)


def _literal(text: str, where: str, shown: bool) -> Pieces:
    """A list or dictionary as Python prints it."""
    if text.lstrip()[:1] not in ("[", "{", "(") or len(text) > 2_000_000:
        return
    from hitoolkit.disclosure.files.structured import walk

    plain = re.sub(r"\b(?:np|numpy)\.\w+\(([^()]*)\)|\b(?:Timestamp|date|datetime\.date)\(([^()]*)\)",
                   lambda found: found[1] if found[1] is not None else repr(found[2]), text)
    try:
        value = ast.literal_eval(re.sub(r"\bnan\b|<NA>|NaT", "None", plain))
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return
    if isinstance(value, (list, dict)):
        yield from walk(value, where, shown)
