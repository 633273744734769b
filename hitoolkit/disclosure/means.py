"""Which further means to hide, so that the mean of a hidden group cannot be worked out from those that are shown.

A mean times its people is a sum, and sums add up: from the whole and all groups but one, anybody can take away. What
is left is blurred by rounding, the more so the more people there are. The reader here is given more than a real one
has, every number of people exactly, and asked between which ends the mean of the hidden few must lie.

The rule that decides: **it must be left open by at least a standard deviation of the people either way**, as much as
one who has never seen the page would have to guess. A sum that is itself a small count (a mean of ones and noughts) is
hidden too, and must be left open by all that the rule hides, either way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.disclosure.figures import decimals, small_sums
from hitoolkit.disclosure.page import Page

#: A hidden group, or several in one sum that together are few: the numbers of their counts.
Few = frozenset[int]


@dataclass
class Sums:
    """The sums behind the means of one indicator: people, the mean that is shown, and what adds up to what."""

    people: dict[int, float] = field(default_factory=dict)
    means: dict[int, float] = field(default_factory=dict)
    cells: dict[int, int] = field(default_factory=dict)
    lines: list[dict[int, int]] = field(default_factory=list)
    #: The sums that are small counts themselves.
    small: dict[int, float] = field(default_factory=dict)
    spread: float = 0.0
    step: float = 0.1

    def hidden(self, line: dict[int, int]) -> Few:
        """The counts of a line whose mean is not shown."""
        return frozenset(at for at in line if at not in self.means)


def means_given_away(page: Page, rows: pd.DataFrame) -> set[int]:
    """The cells whose mean is to be hidden too, beyond those whose people are; `rows` are the rows of the page."""
    lost: set[int] = set()
    for name in rows["indicator"].unique():
        if catalogue.indicator(name).kind != "mean":
            continue
        sums = _sums_of(page, name, rows)
        lost |= {sums.cells[at] for at in sums.small}
        targets = _few_hidden(page, sums)
        while targets := [few for few in targets if not _left_open(page, sums, few)]:
            partner = _partner(page, sums, targets[0])
            if partner is None:
                targets = targets[1:]
                continue
            lost.add(sums.cells[partner])
            del sums.means[partner]
    return lost


def _sums_of(page: Page, name: str, rows: pd.DataFrame) -> Sums:
    sums = Sums()
    for at, cell in enumerate(page.cells):
        if cell.place[0] == name and cell.denominator is not None:
            people = page.counts[cell.denominator].true
            sums.cells[cell.denominator] = at
            sums.people[cell.denominator] = np.nan if people is None else people
    own = rows[rows["indicator"] == name]
    small = small_sums(own, own["d"], page.policy)
    sums.step = 10.0 ** -decimals(own["value"])
    for number, value, se in zip(own.index, own["value"], own["se"], strict=True):
        count = page.cells[page.cell_of_row[number]].denominator
        if count is None or page.shown(count) is None or np.isnan([value, sums.people[count]]).any():
            continue
        if 0 < sums.people[count] <= page.policy.limit:
            continue
        if small[number]:
            sums.small[count] = float(value) * sums.people[count]
            continue
        sums.means[count] = float(value)
        sums.spread = max(sums.spread, np.nan_to_num(se) * np.sqrt(sums.people[count]))
    sums.lines = [line for line in page.sums if set(line) <= set(sums.people)]
    return sums


def _few_hidden(page: Page, sums: Sums) -> list[Few]:
    """Every hidden group of few people, and the hidden groups of one sum where they are few together."""
    rule = page.policy
    found = [frozenset({at}) for at in sums.people if at not in sums.means] + [sums.hidden(one) for one in sums.lines]
    people = {few: sum(sums.people[at] for at in few) for few in dict.fromkeys(found)}
    few_people = [few for few, many in people.items() if 0 < many <= rule.limit]
    # Several small sums of one line are told only together.
    return few_people + [few for few in people if few and few <= set(sums.small) and few not in few_people]


def _left_open(page: Page, sums: Sums, few: Few) -> bool:
    """Whether a reader with all numbers of people is left with enough of a guess at the mean of these few."""
    from scipy.optimize import linprog

    order = sorted(sums.people)
    place = {at: number for number, at in enumerate(order)}
    lines = np.zeros((len(sums.lines), len(order)))
    for number, line in enumerate(sums.lines):
        for at, factor in line.items():
            lines[number, place[at]] = factor
    bounds = []
    for at in order:
        half = sums.people[at] * sums.step / 2
        middle = sums.people[at] * sums.means.get(at, np.nan)
        bounds.append((middle - half, middle + half) if at in sums.means else (None, None))
    cost = np.zeros(len(order))
    cost[[place[at] for at in few]] = 1.0
    ends = []
    for sign in (1, -1):
        found = linprog(sign * cost, A_eq=lines, b_eq=np.zeros(len(lines)), bounds=bounds) if len(lines) else None
        if found is None or found.status == 3:
            return True
        if found.status != 0:
            # The numbers do not add up as they should, so nothing says that the few are safe.
            return False
        ends.append(sign * found.fun)
    if few <= set(sums.small):
        total, far = sum(sums.small[at] for at in few), page.policy.limit - max(page.policy.hide_from, 1)
        return bool(ends[0] <= total - far and ends[1] >= total + far)
    return bool((ends[1] - ends[0]) / sum(sums.people[at] for at in few) >= 2 * sums.spread)


def _partner(page: Page, sums: Sums, few: Few) -> int | None:
    """The shown mean to hide for a hidden few: the cheapest in a sum with them, else the cheapest that is near."""
    reached, edge = set(few), set(few)
    while edge:
        near = {at for line in sums.lines if edge & set(line) for at in line} - reached
        shown = [at for at in near if at in sums.means]
        if shown:
            return min(shown, key=lambda at: (page.cells[sums.cells[at]].cost, sums.people[at], at))
        reached, edge = reached | near, near
    return None
