"""Plain text and Markdown: the text line by line, and the tables that are laid out in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from hitoolkit.disclosure.files.headings import counted
from hitoolkit.disclosure.files.pieces import Grid, Pieces, Text, within
from hitoolkit.disclosure.files.records import FEW, MOST_CUT, given_numbers

#: What parts the columns of a table drawn with lines; a table without lines has two spaces or more.
RULES = re.compile(r"[\u2502\u2506|]")
GAP = re.compile(r"\s{2,}|\t")
DRAWN = re.compile(r"[\s\u2500-\u257f|+=:-]*")
#: The line below a column of whole numbers that pandas prints, and a line of it.
SERIES = re.compile(r"(?:Name: ([^,]+), )?(?:Length: \d+, )?dtype: U?[Ii]nt64")
COUNTED = re.compile(r"\S\s+\d+$")
ARRAY_ROW = re.compile(r"^[ (\[]{0,9}(?:array\()?[\[(]([^\[\]()]+)[\])]", re.MULTILINE)
COLOURS = re.compile(r"\x1b\[[\d;]*m")


def read_plain(text: str, where: str, shown: bool = False) -> Pieces:
    """A text as people or programs write it."""
    text = COLOURS.sub("", text)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield Text(within(where, f"line {number}") if "\n" in text.strip() else where, line)
    if shown:
        yield from _lists(text, where)
    yield from _tables(text, where, shown)
    yield from _literal(text, where, shown)


def _lists(text: str, where: str) -> Pieces:
    """What a program shows of lists and arrays: the numbers given to people in it as a column, and its rows."""
    if len(numbers := given_numbers(text)) >= FEW:
        yield Grid(where, [""], [[number] for number in numbers], counts=False, shown=True)
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if last := SERIES.fullmatch(line):
            start = next((at + 1 for at in range(number - 1, -1, -1) if not lines[at].strip()), 0)
            cells = [row.rsplit(None, 1) for row in lines[start:number] if COUNTED.search(row)]
            # Without a name it is what groups were counted to, if a line above says by what; else a list of anything.
            if cells and (counted(last[1]) if last[1] else len(cells) < number - start):
                yield Grid(where, ["group", "count"], cells, shown=True)
    rows = ARRAY_ROW.findall(text)
    if len(rows) > MOST_CUT:
        yield Grid(where, [], [re.split(r"[\s,]+", row.strip()) for row in rows], counts=False, shown=True)


def _tables(text: str, where: str, shown: bool) -> Pieces:
    """Runs of lines that part into cells."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip() and DRAWN.fullmatch(line):
            continue  # a line that is only drawn
        if line.strip() and (RULES.search(line) or GAP.search(line) or block):
            block.append((number, line.rstrip()))
            continue
        yield from _table(block, where, shown)
        block = []


def _table(block: list[tuple[int, str]], where: str, shown: bool) -> Pieces:
    """A run of lines as a table, if they part alike: at the lines drawn, at each space, at wide gaps, or by place."""
    if len(block) < 2:
        return
    lines = [line for _, line in block]
    for part in (_by_rules, str.split, _by_gaps, _by_place(lines)):
        head, *rows = (part(line) for line in lines)
        wide = max(map(len, rows))
        if len(head) == wide - 1:
            head = ["", *head]  # the rows are numbered, and the numbers have no heading
        alike = sum(len(row) == wide for row in rows)
        if wide > 1 and len(head) == wide and alike >= len(rows) * (0.5 if part is _by_rules else 1):
            rows = [[*row, *[""] * (wide - len(row))] for row in rows]
            yield Grid(where, head, rows, partial(_line, block), shown=shown)
            return


def _line(block: list[tuple[int, str]], row: int, column: int) -> str:
    return f"line {block[row + 1][0]}, column {column + 1}"


def _by_rules(line: str) -> list[str]:
    if not RULES.search(line):
        return []
    return [cell.strip() for cell in RULES.split(line.strip().strip("\u2502\u2506|"))]


def _by_gaps(line: str) -> list[str]:
    return [cell for cell in GAP.split(line.strip()) if cell]


def _by_place(lines: list[str]) -> Callable[[str], list[str]]:
    """Cells by where they end in the line that parts most clearly, as frames are printed: to the right."""
    best = max(lines[1:], key=lambda line: len(_by_gaps(line)))
    ends = [found.end() for found in re.finditer(r"\S+(?: \S+)*", best)]

    def part(line: str) -> list[str]:
        return [line[start:end].strip() for start, end in pairwise([0, *ends[:-1], max(len(line), ends[-1])])]

    return part


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
