"""Indicators that count the same people: out of the same denominator, inside each other, the same or the opposite."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.expressions import Compare, parse
from hitoolkit.disclosure.page import Cell, Cells, Conditions, Page
from hitoolkit.disclosure.rule import NO_LIMIT
from hitoolkit.table import KEY

#: Below this many shared counts, two indicators that agree may do so by chance.
ENOUGH = 3
ORDERS = (">", ">=", "<", "<=")


def shared_denominators(rows: pd.DataFrame) -> dict[str, str]:
    """For each indicator, the first one that is out of the same people: alike in the catalogue, or in every row."""
    found = {name: name for name in rows["indicator"].unique()}
    key = [name for name in KEY if name != "indicator"]
    wide = rows.pivot_table(index=key, columns="indicator", values="d", aggfunc="first")
    for one, other in combinations(found, 2):
        first, second = catalogue.indicator(one).denominator_where, catalogue.indicator(other).denominator_where
        alike = bool(first) and first == second
        if not alike and one in wide and other in wide:
            both = wide[[one, other]].dropna()
            alike = len(both) >= ENOUGH and bool((both[one] == both[other]).all())
        if alike:
            found[other] = found[one]
    return found


def join_indicators(page: Page, cells: Cells) -> None:
    """Thresholds inside each other (over 65 weeks is over 52 too), and indicators that are the same or the opposite."""
    by_indicator: dict[str, dict[tuple[str, str, Conditions], Cell]] = defaultdict(dict)
    for ((indicator, period, area), conditions), variants in cells.items():
        by_indicator[indicator][(period, area, conditions)] = page.cells[variants[0]]
    for one, other in combinations(by_indicator, 2):
        pairs = [
            (cell, by_indicator[other][key]) for key, cell in by_indicator[one].items() if key in by_indicator[other]
        ]
        pairs = [(a, b) for a, b in pairs if a.denominator is not None and a.denominator == b.denominator]
        pairs = [(a, b) for a, b in pairs if a.rest is not None and b.rest is not None]
        inside = _inside(one, other)
        for a, b in pairs:
            if inside and a.numerator is not None and b.numerator is not None:
                small, big = (a.numerator, b.numerator) if inside > 0 else (b.numerator, a.numerator)
                if (page.counts[small].true or 0) <= (page.counts[big].true or NO_LIMIT):
                    page.at_most.append((small, big))
        for same, mine, theirs in ((True, "numerator", "numerator"), (False, "rest", "numerator")):
            numbers = [(getattr(a, mine), getattr(b, theirs)) for a, b in pairs]
            true = [(page.counts[x].true, page.counts[y].true) for x, y in numbers]
            if sum(1 for x, y in true if x and x == y) >= ENOUGH and all(x == y for x, y in true):
                page.sums.extend({x: 1, y: -1} for x, y in numbers)
                if same:
                    break


def _inside(one: str, other: str) -> int:
    """1 where all that count for `one` count for `other` too, -1 the other way round, 0 where neither is told."""
    texts = [catalogue.indicator(name).numerator_where for name in (one, other)]
    if not all(texts):
        return 0
    first, second = (parse(text) for text in texts)
    if not (isinstance(first, Compare) and isinstance(second, Compare)):
        return 0
    if (first.column, first.operator) != (second.column, second.operator) or first.operator not in ORDERS:
        return 0
    if not (isinstance(first.value, float) and isinstance(second.value, float)):
        return 0
    return (1 if first.value > second.value else -1) * (1 if first.operator.startswith(">") else -1)
