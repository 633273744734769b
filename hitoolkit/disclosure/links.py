"""How the counts of a page hang together: what a reader could add up or take away.

Groups add up to their whole, strata to all, tenths to fifths, categories to groups, areas to the area they make up;
several indicators are out of the same people; one threshold lies inside another. Each link is laid only where the true
counts agree with it. Where the parts leave something over, what is left is a cell too: nobody prints it, and anybody
can work it out.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.disclosure.page import Cell, Cells, Conditions, Page, Place
from hitoolkit.disclosure.rule import NO_LIMIT, Range
from hitoolkit.disclosure.together import join_indicators
from hitoolkit.table import UNKNOWN

#: For one set of people: by dimension and edition, the cells that split it.
Splits = dict[tuple[str, str], dict[str, list[int]]]


class Left(NamedTuple):
    """What a whole leaves over after its parts: `fits` is False where they cannot belong together."""

    fits: bool
    over: int | None = 0


def lay_links(page: Page) -> None:
    """Find all sums and orderings that hold on a page, and add them to it."""
    for showing in sorted({number for cell in page.cells for number in cell.shown_in}):
        cells = _cells_of(page, showing)
        splits = _splits_of(cells)
        _fill_single_gaps(page, cells, splits)
        for (place, conditions), by_dimension in splits.items():
            wholes = cells.get((place, conditions), [])
            if not wholes and len(by_dimension) > 1:
                wholes = _whole_left_out(page, place, conditions, by_dimension)
            for (name, _), parts in by_dimension.items():
                _join_best(page, wholes, [_one_of(page, variants, name) for variants in parts.values()], name)
            for coarse, fine in combinations(sorted(by_dimension), 2):
                _join_nested(page, coarse, fine, by_dimension)
                _join_nested(page, fine, coarse, by_dimension)
        _join_areas(page, cells)
        join_indicators(page, cells)
    page.sums = list({frozenset(one.items()): one for one in page.sums}.values())
    page.at_most = list(dict.fromkeys(page.at_most))


def only_editions(rows: pd.DataFrame) -> dict[str, str]:
    """The edition of each dimension that has just one, so that a stratum of that name can be told to be the same."""
    editions = rows.groupby("dimension")["edition"].agg(["first", "nunique"])
    return {str(name): row["first"] for name, row in editions.iterrows() if row["nunique"] == 1}


def _cells_of(page: Page, showing: int) -> Cells:
    """Cells by place and conditions; what this page lacks is taken from what was shown before."""
    found: Cells = defaultdict(list)
    older: Cells = defaultdict(list)
    for at, cell in enumerate(page.cells):
        if cell.shown_in:
            (found if showing in cell.shown_in else older)[(cell.place, cell.conditions)].append(at)
    return {**older, **found} if showing == 0 else dict(found)


def _splits_of(cells: Cells) -> dict[tuple[Place, Conditions], Splits]:
    found: dict[tuple[Place, Conditions], Splits] = defaultdict(lambda: defaultdict(dict))
    for (place, conditions), variants in cells.items():
        for taken in _taken_away(place, conditions, cells):
            name, edition, value = ("; ".join(words) for words in zip(*sorted(taken), strict=True))
            found[(place, conditions - taken)][(name, edition)][value] = variants
    return dict(sorted(found.items(), key=lambda item: (item[0][0], sorted(item[0][1]))))


def _taken_away(place: Place, conditions: Conditions, cells: Cells) -> list[Conditions]:
    """Which conditions to drop to come to a wider group: each by itself, and several where only that one is shown."""
    found = [frozenset({one}) for one in sorted(conditions)]
    for many in range(2, len(conditions) + 1):
        for several in combinations(sorted(conditions), many):
            taken = frozenset(several)
            if (place, conditions - taken) not in cells:
                continue
            between = (frozenset(some) for few in range(1, many) for some in combinations(several, few))
            if not any((place, conditions - some) in cells for some in between):
                found.append(taken)
    return found


def _one_of(page: Page, variants: list[int], dimension: str) -> int:
    """Of cells for the same people whose counts differ, the one a dimension's own rows show."""
    return next((at for at in variants if dimension in page.cells[at].dimensions), variants[0])


def _fill_single_gaps(page: Page, cells: Cells, splits: dict[tuple[Place, Conditions], Splits]) -> None:
    """A count that came in missing, but is the only one missing of a sum, is known to anybody who can take away."""
    for key, by_dimension in splits.items():
        for (name, _), parts in by_dimension.items():
            if key not in cells:
                continue
            family = [_one_of(page, cells[key], name), *(_one_of(page, variants, name) for variants in parts.values())]
            for kind in ("numerator", "denominator"):
                numbers = [getattr(page.cells[at], kind) for at in family]
                if None in numbers:
                    continue
                gaps = [place for place, at in enumerate(numbers) if page.counts[at].true is None]
                if len(gaps) != 1 or not page.counts[numbers[gaps[0]]].here:
                    continue
                first, *others = [page.counts[at].true or 0 for at in numbers]
                true = sum(others) if gaps[0] == 0 else first - sum(others)
                if true >= 0:
                    page.counts[numbers[gaps[0]]].true = true
    for cell in page.cells:
        if cell.rest is not None and cell.numerator is not None and cell.denominator is not None:
            n, d = page.counts[cell.numerator].true, page.counts[cell.denominator].true
            page.counts[cell.rest].true = None if n is None or d is None or n > d else d - n


def _whole_left_out(page: Page, place: Place, conditions: Conditions, by_dimension: Splits) -> list[int]:
    """Where no row shows the whole, but two dimensions add up to the same, the whole is there all the same."""
    totals: dict[tuple[int, int], int] = defaultdict(int)
    for (name, _), parts in by_dimension.items():
        chosen = [page.cells[_one_of(page, variants, name)] for variants in parts.values()]
        sums = []
        for kind in ("numerator", "denominator"):
            true = [None if at is None else page.counts[at].true for at in (getattr(cell, kind) for cell in chosen)]
            sums.append(-1 if None in true else sum(one for one in true if one is not None))
        totals[(sums[0], sums[1])] += 1
    like = page.cells[next(iter(next(iter(by_dimension.values())).values()))[0]]
    for (n, d), times in totals.items():
        if times > 1 and (n, d) != (-1, -1):
            return [page.unseen(place, conditions, n, d, like)]
    return []


def _join_best(page: Page, wholes: list[int], parts: list[int], dimension: str) -> None:
    """Join parts to the whole of their own dimension, else to one they add up to, else to the first."""
    for wanted in ("own", "even", "any"):
        for whole in wholes:
            own = dimension in page.cells[whole].dimensions
            if wanted == "any" or (own if wanted == "own" else _is_even(page, whole, parts)):
                _join(page, whole, parts)
                return


def _is_even(page: Page, whole: int, parts: list[int]) -> bool:
    left = [_left(page, whole, parts, kind) for kind in ("numerator", "denominator")]
    return all(one is None or (one.fits and one.over == 0) for one in left) and any(left)


def _join(page: Page, whole: int, parts: list[int]) -> None:
    """Lay the sums of one whole and its parts, with a cell for what is left over."""
    n, d = (_left(page, whole, parts, kind) for kind in ("numerator", "denominator"))
    cell = page.cells[whole]
    if (n and not n.fits) or (d and not d.fits):
        return
    if (n and n.over != 0) or (d and d.over != 0):
        if n and d and cell.rest is not None and n.over is not None and d.over is not None and n.over > d.over:
            n = None
        like = Cell(cell.place, cell.conditions, cell.numerator if n else None, cell.denominator if d else None,
                    cell.rest if n and d else None)
        parts = [*parts, page.unseen(cell.place, cell.conditions, n.over if n else None, d.over if d else None, like)]
    for kind, left in (("numerator", n), ("denominator", d), ("rest", n and d)):
        numbers = [getattr(page.cells[at], kind) for at in (whole, *parts)]
        if left and None not in numbers and len(set(numbers)) == len(numbers):
            page.sums.append({at: 1 if place == 0 else -1 for place, at in enumerate(numbers)})


def _left(page: Page, whole: int, parts: list[int], kind: str) -> Left | None:
    """What a whole leaves over; None where these cells have no such count, or only some have."""
    numbers = [getattr(page.cells[at], kind) for at in (whole, *parts)]
    if None in numbers:
        return None
    ranges = [_can_be(page, at) for at in numbers]
    low = ranges[0][0] - sum(high for _, high in ranges[1:])
    high = ranges[0][1] - sum(low for low, _ in ranges[1:])
    if low == high:
        return Left(low >= 0, max(low, 0))
    return Left(high >= 0, 0 if low <= 0 else None)


def _can_be(page: Page, at: int) -> Range:
    count = page.counts[at]
    if count.true is None:
        return count.seen if count.seen[1] < NO_LIMIT else (0, NO_LIMIT)
    off = 0 if count.exact else max(page.policy.round_to // 2, 1)
    return count.true - off, count.true + off


def _join_nested(page: Page, coarse: tuple[str, str], fine: tuple[str, str], by_dimension: Splits) -> None:
    """Fifths are pairs of tenths; the five ethnic groups are runs of the sixteen categories."""
    if not coarse[0] or not fine[0] or coarse[1] != fine[1]:
        return
    known = catalogue.blocks("dimension")
    if coarse[0] not in known or fine[0] not in known:
        return
    wide, narrow = known[coarse[0]], known[fine[0]]
    if wide.column != narrow.column or not 1 < len(wide.groups) < len(narrow.groups):
        return
    big = {value: _one_of(page, at, coarse[0]) for value, at in by_dimension[coarse].items()}
    small = {value: _one_of(page, at, fine[0]) for value, at in by_dimension[fine].items()}
    for value in UNKNOWN:
        if value in big and value in small and _is_even(page, big[value], [small[value]]):
            _join(page, big[value], [small[value]])
    each, over = divmod(len(narrow.groups), len(wide.groups))
    if wide.ordered and narrow.ordered and over == 0:
        for place, value in enumerate(wide.groups):
            parts = [small[group] for group in narrow.groups[place * each : (place + 1) * each] if group in small]
            if value in big and parts:
                _join(page, big[value], parts)
        return
    runs = [small[group] for group in narrow.groups if group in small]
    for value in wide.groups:
        if value not in big:
            continue
        for length in range(1, len(runs) + 1):
            if _is_even(page, big[value], runs[:length]):
                _join(page, big[value], runs[:length])
                runs = runs[length:]
                break


def _join_areas(page: Page, cells: Cells) -> None:
    """An area whose counts are the sum of all other areas on the page is the whole they make up."""
    by_area: dict[tuple[str, str], dict[str, dict[Conditions, int]]] = defaultdict(lambda: defaultdict(dict))
    for ((indicator, period, area), conditions), variants in cells.items():
        by_area[(indicator, period)][area][conditions] = variants[0]
    everybody: Conditions = frozenset()
    for areas in by_area.values():
        for area, wholes in areas.items():
            others = [cells_of for name, cells_of in areas.items() if name != area]
            if len(others) < 2 or everybody not in wholes or any(everybody not in one for one in others):
                continue
            if not _is_even(page, wholes[everybody], [one[everybody] for one in others]):
                continue
            for conditions, whole in wholes.items():
                parts = [one[conditions] for one in others if conditions in one]
                if parts:
                    _join(page, whole, parts)
