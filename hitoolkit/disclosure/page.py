"""All counts of one page, each held once however many rows show it.

A page is one table or several. A cell is a set of people: "Wessington Vale, 2025, most deprived fifth, women". It may
stand in several rows (the whole is a row of every dimension), and its denominator may serve several indicators. What
is hidden in one place must be hidden in all, so rows point to cells and cells to counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Policy
from hitoolkit.disclosure.rule import NO_LIMIT, Range, behind, is_small, meet, rounded
from hitoolkit.table import UNKNOWN, WHOLE

Place = tuple[str, str, str]
Conditions = frozenset[tuple[str, str, str]]

#: Cells by place and conditions; several where rows tell the same people's counts differently.
Cells = dict[tuple[Place, Conditions], list[int]]

#: How unwilling the page is to lose a cell: a group in the middle, an end of the gradient, a total of part, the whole.
MIDDLE, END, PART, ALL = range(4)


@dataclass
class Count:
    """One number: a numerator, a denominator, or the rest of a cell (denominator less numerator)."""

    kind: str
    true: int | None = None
    exact: bool = True
    hidden: bool = False
    here: bool = True
    seen: Range = (0, NO_LIMIT)
    doubtful: bool = False
    cells: list[int] = field(default_factory=list)


@dataclass
class Cell:
    """A set of people and its counts, by number; `rest` where the indicator is a share of the denominator."""

    place: Place
    conditions: Conditions
    numerator: int | None
    denominator: int | None
    rest: int | None = None
    cost: int = MIDDLE
    dimensions: set[str] = field(default_factory=set)
    here: bool = True
    shown_in: set[int] = field(default_factory=set)


class Page:
    """The cells and counts of a page, with those of what was shown before; `links` are filled by links.py."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.counts: list[Count] = []
        self.cells: list[Cell] = []
        self.cell_of_row: dict[int, int] = {}
        self.sums: list[dict[int, int]] = []
        self.at_most: list[tuple[int, int]] = []
        self._known: dict[tuple[object, ...], list[int]] = defaultdict(list)

    def add_rows(self, rows: pd.DataFrame, editions: dict[str, str], shared: dict[str, str], showing: int = 0) -> None:
        """Take in the rows of one showing: 0 is this page, others were shown before.

        Columns: the key, and n, d (true counts), n_exact, d_exact, n_seen, d_seen (what an earlier showing told),
        has_n, has_d (whether the indicator has such counts), here, doubtful, proportion.
        """
        row: Any
        for row in rows.itertuples():
            conditions = conditions_of(row.dimension, row.edition, row.group, row.stratum, editions)
            place = (row.indicator, row.period, row.area)
            wide = (row.period, row.area, conditions)
            n = d = None
            if row.has_n:
                n = self._count("numerator", (row.indicator, *wide), row.n, row.n_exact, row.n_seen, row)
            if row.has_d:
                d = self._count("denominator", (shared[row.indicator], *wide), row.d, row.d_exact, row.d_seen, row)
            at = self._cell(place, conditions, n, d, row.proportion)
            cell = self.cells[at]
            cell.shown_in.add(showing)
            cell.dimensions.add(row.dimension)
            cell.here |= row.here
            cell.cost = max(cell.cost, cost_of(row.dimension, row.group, row.stratum))
            if showing == 0:
                self.cell_of_row[row.Index] = at

    def unseen(self, place: Place, conditions: Conditions, n: int | None, d: int | None, like: Cell) -> int:
        """Add a cell that no row shows but arithmetic gives away: what is left of a total, or a total left out."""
        numbers: list[int | None] = []
        for name, true in (("numerator", n), ("denominator", d)):
            if getattr(like, name) is None:
                numbers.append(None)
                continue
            self.counts.append(Count(name, true, hidden=True, here=False, cells=[len(self.cells)]))
            numbers.append(len(self.counts) - 1)
        self.cells.append(Cell(place, conditions, numbers[0], numbers[1], here=False))
        if like.rest is not None:
            self._add_rest(len(self.cells) - 1)
        return len(self.cells) - 1

    def hide(self, at: int) -> None:
        """Hide a numerator; or a denominator, and with it the rows that are out of it."""
        count = self.counts[at]
        count.hidden = True
        for number in count.cells if count.kind == "denominator" else []:
            numerator = self.cells[number].numerator
            if numerator is not None:
                self.counts[numerator].hidden = True

    def is_hidden(self, at: int) -> bool:
        """Whether a count is hidden; the rest of a cell is hidden when either of its counts is."""
        count = self.counts[at]
        if count.kind != "rest":
            return count.hidden
        cell = self.cells[count.cells[0]]
        return any(self.counts[part].hidden for part in (cell.numerator, cell.denominator) if part is not None)

    def known(self, at: int, also_hidden: Iterable[int] = ()) -> Range:
        """What the rule and the figure shown (or its absence) tell of one count, without any other count."""
        count = self.counts[at]
        if not (self.is_hidden(at) or at in also_hidden):
            return self._behind_shown(at)
        return count.seen

    def _behind_shown(self, at: int) -> Range:
        count = self.counts[at]
        if count.kind == "rest":
            cell = self.cells[count.cells[0]]
            n, d = (self.shown(part) for part in (cell.numerator, cell.denominator))
            if not self.policy.hides:
                assert n is not None and d is not None
                (few, many), (least, most) = behind(n, self.policy), behind(d, self.policy)
                return max(least - many, 0), most - few
            # Where the rest was small nothing would be shown, so equal figures mean that nobody is left.
            return (0, 0) if n == d else (self.policy.hide_to + 1, NO_LIMIT)
        shown = self.shown(at)
        return count.seen if shown is None else meet([count.seen, behind(shown, self.policy)])

    def shown(self, at: int | None) -> int | None:
        """The figure a row may show for a count."""
        if at is None or self.counts[at].hidden or self.counts[at].true is None or not self.counts[at].here:
            return None
        true = self.counts[at].true
        return None if true is None else rounded(true, self.policy)

    def _count(
        self, kind: str, key: tuple[object, ...], true: float, exact: bool, seen: Range | None, row: Any
    ) -> int:
        number = None if np.isnan(true) else round(true)
        if number == 0 and true > 0:
            number = 1
        here = bool(row.here)
        for at in self._known[(kind, *key)]:
            old = self.counts[at]
            if seen is None and old.here and (number == old.true or None in (number, old.true)):
                old.true = number if old.true is None else old.true
                return at
            if seen is not None and (old.true is None or seen[0] <= old.true <= seen[1]):
                both = meet([old.seen, seen])
                if both[0] <= both[1]:
                    old.seen = both
                    return at
        fresh = Count(kind, number, exact, hidden=not here or number is None, here=here, seen=seen or (0, NO_LIMIT))
        fresh.doubtful = number is None and bool(row.doubtful)
        self.counts.append(fresh)
        self._known[(kind, *key)].append(len(self.counts) - 1)
        return len(self.counts) - 1

    def _cell(self, place: Place, conditions: Conditions, n: int | None, d: int | None, share: bool) -> int:
        key = ("cell", place, conditions, n, d)
        if not self._known[key]:
            self.cells.append(Cell(place, conditions, n, d, here=False))
            at = len(self.cells) - 1
            self._known[key].append(at)
            for part in (n, d):
                if part is not None:
                    self.counts[part].cells.append(at)
            if share and n is not None and d is not None:
                self._add_rest(at)
        return self._known[key][0]

    def _add_rest(self, at: int) -> None:
        cell = self.cells[at]
        assert cell.numerator is not None and cell.denominator is not None
        n, d = self.counts[cell.numerator], self.counts[cell.denominator]
        true = None if n.true is None or d.true is None else d.true - n.true
        rest = Count("rest", true, n.exact and d.exact, here=n.here or d.here, cells=[at])
        rest.doubtful = true is None and (n.doubtful or d.doubtful)
        self.counts.append(rest)
        cell.rest = len(self.counts) - 1
        self.sums.append({cell.denominator: 1, cell.numerator: -1, cell.rest: -1})


def hide_small(page: Page) -> None:
    """Hide every count that the rule hides, and each numerator whose rest is small, as it is or as rounded."""
    rule = page.policy
    if not rule.hides:
        return
    for at, count in enumerate(page.counts):
        if count.here and count.kind != "rest" and count.true is not None and is_small(count.true, rule):
            page.hide(at)
    for cell in page.cells:
        if cell.rest is None or cell.numerator is None or page.is_hidden(cell.rest):
            continue
        n, d, rest = page.shown(cell.numerator), page.shown(cell.denominator), page.counts[cell.rest].true
        if n is None or d is None or rest is None:
            continue
        if is_small(rest, rule) or is_small(d - n, rule) or d < n or (d == n) != (rest == 0):
            page.hide(cell.numerator)


def conditions_of(dimension: str, edition: str, group: str, stratum: str, editions: dict[str, str]) -> Conditions:
    """What is true of everybody in a row: `imd_quintile` 1 of stratum `sex=Female` is both at once.

    >>> sorted(conditions_of("imd_quintile", "IMD 2019", "1", "sex=Female", {}))
    [('imd_quintile', 'IMD 2019', '1'), ('sex', '', 'Female')]
    """
    found = set()
    if stratum != WHOLE:
        for part in stratum.split("; "):
            name, sign, value = part.partition("=")
            found.add((name, editions.get(name, ""), value) if sign else ("", "", part))
    if group != WHOLE:
        found.add((dimension, edition or editions.get(dimension, ""), group))
    return frozenset(found)


def cost_of(dimension: str, group: str, stratum: str) -> int:
    """How much a page loses with a row: least with a middle or unknown group, most with the whole."""
    if group == WHOLE:
        return ALL if stratum == WHOLE else PART
    block = catalogue.dimension(dimension)
    ends = (block.groups[0], block.groups[-1]) if block.ordered else (block.reference,)
    return END if group in ends and group not in UNKNOWN else MIDDLE
