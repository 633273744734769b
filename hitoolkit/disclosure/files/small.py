"""Counts that are too small to be shown: in tables that hide others, in columns of counts, in the data of charts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Policy
from hitoolkit.catalogue.wording import AS_PUBLISHED, NOT_REAL
from hitoolkit.disclosure.files.headings import counted, is_label, of_one, words_of
from hitoolkit.disclosure.files.pieces import Grid
from hitoolkit.disclosure.visible import visible_small_counts
from hitoolkit.errors import HitoolkitError
from hitoolkit.table import COUNTS, check_table

WHOLE = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.0+)?|-?\d+(?:\.0+)?")
FIGURE = re.compile(r"-?[\d.,]*\d[\d.,]*%?")
#: What stands where a count was hidden.
MARK = re.compile(
    r"\*+|\[?c\]|hidden|suppressed|redacted|fewer than \d+|less than \d+|<\s?\d+|\u2264\s?\d+", re.IGNORECASE
)
#: Columns that make a table one of the contract's.
CONTRACT = {"indicator", "dimension", "group", "numerator", "denominator"}
#: From so many counts on, all of them multiples of five tell that they were rounded.
ROUNDED, STEP = 10, 5
LARGEST_CODE = 20
ROW_OF_COUNTS = re.compile(r"n|counts?|numerator|denominator|(?:number|no) of \w+(?: \w+)*")


def rule_of(texts: Iterable[str], policy: str | None) -> Policy | None:
    """The rule on small numbers that a file says it follows; nothing where it says that none is needed.

    The gravest of several, and the catalogue's default where the file says none.
    """
    if policy:
        return catalogue.policy(policy)
    rules = {one.id: one for one in catalogue.blocks("policy").values()}
    named: set[str] = set()
    needless = False
    for text in texts:
        if len(text) < 6:
            continue
        needless |= AS_PUBLISHED in text or NOT_REAL in text
        named |= {name for name, one in rules.items() if one.name in text or text == name}
    if named:
        return max((rules[name] for name in named), key=lambda one: one.limit)
    return None if needless else catalogue.policy(None)


def small_counts(table: Grid, rule: Policy) -> Iterator[tuple[int, int]]:
    """Row and column of each cell that shows a count which the rule hides."""
    if not table.counts:
        return
    headings = list(table.headings)
    if set(headings) >= CONTRACT:
        found = _of_contract(table, rule)
        if found is not None:
            yield from found
            return
    columns = [table.column(number) for number in range(max([len(headings), *map(len, table.rows)], default=0))]
    headings += [""] * (len(columns) - len(headings))
    for number in _columns_of_counts(headings, columns):
        counts = [_count(cell) for cell in columns[number]]
        known = [count for count in counts if count]
        if len(known) < ROUNDED or any(count % STEP for count in known):
            yield from ((row, number) for row, count in enumerate(counts) if _is_small(count, rule))
    yield from _rows_of_counts(table, headings, rule)


def _columns_of_counts(headings: list[str], columns: list[list[str]]) -> list[int]:
    """The columns that hold counts: by their heading, by what was hidden in them, and those beside such a column."""
    whole = [number for number, cells in enumerate(columns) if _holds_counts(cells)]
    named = {number for number in whole if counted(headings[number])}
    marked = {number for number, cells in enumerate(columns) if _hides(cells)}
    found = named | {number for number in whole if number in marked and not is_label(headings[number])}
    for number in whole if found or marked else []:
        cells, heading = columns[number], headings[number]
        if not number or number in found or is_label(heading) or of_one(heading) or _is_sequence(cells):
            continue
        # Codes of sex, tenths and the like stay small; counts of people reach further.
        if marked or max(count for cell in cells if (count := _count(cell)) is not None) > LARGEST_CODE:
            found.add(number)
    return sorted(found)


def _rows_of_counts(table: Grid, headings: list[str], rule: Policy) -> Iterator[tuple[int, int]]:
    """Rows that call themselves counts ("Numerator", "Number of patients"), under headings that do not."""
    labels = {number for number, heading in enumerate(headings) if counted(heading) or of_one(heading)}
    for number, row in enumerate(table.rows):
        if any(ROW_OF_COUNTS.fullmatch(words_of(cell)) for cell in row):
            yield from ((number, at) for at, cell in enumerate(row)
                        if at and at not in labels and _is_small(_count(cell), rule))


def _is_small(count: int | None, rule: Policy) -> bool:
    if count is None or not max(rule.hide_from, 1) <= count <= rule.limit:
        return False
    # Under a rule that only rounds, its own smallest figure may be shown.
    return rule.hides or count % rule.round_to > 0


def _count(cell: str) -> int | None:
    return int(float(cell.replace(",", ""))) if WHOLE.fullmatch(cell) else None


def _holds_counts(cells: list[str]) -> bool:
    """Whether the figures of a column are whole numbers."""
    figures = [cell for cell in cells if FIGURE.fullmatch(cell)]
    return bool(figures) and all(WHOLE.fullmatch(cell) for cell in figures)


def _hides(cells: list[str]) -> bool:
    """Whether a column of figures has marks in the place of some; "<1" among bands of age is none."""
    told = [cell for cell in cells if cell]
    return any(map(MARK.fullmatch, told)) and all(MARK.fullmatch(cell) or FIGURE.match(cell) for cell in told)


def _is_sequence(cells: list[str]) -> bool:
    """Whether a column only numbers the rows."""
    numbers = [_count(cell) for cell in cells if cell]
    first = numbers[0] if numbers else None
    return first is not None and len(numbers) > 1 and numbers == list(range(first, first + len(numbers)))


def _of_contract(table: Grid, rule: Policy) -> list[tuple[int, int]] | None:
    """What the rows of an inequality table give away; nothing where this is none."""
    frame = pd.DataFrame([list(row)[: len(table.headings)] for row in table.rows], columns=list(table.headings))
    frame = frame.loc[:, ~frame.columns.duplicated()].replace(MARK, "")
    try:
        checked = check_table(frame)
        shown = visible_small_counts(checked, rule.id)
    except (HitoolkitError, TypeError, ValueError):
        return None
    keys = [name for name in ("indicator", "period", "area", "dimension", "group", "stratum") if name in frame]
    given = frame[keys].astype(str).apply(lambda row: tuple(row.str.strip()), axis=1)
    hit = set(shown[keys].itertuples(index=False, name=None))
    column = table.headings.index(COUNTS[0])
    return [(row, column) for row, key in enumerate(given) if key in hit]
