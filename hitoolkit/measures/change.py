"""Does a gap differ between two periods, two areas or two strata, and by more than it differs elsewhere?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.measures.answer import RESULT
from hitoolkit.measures.change_elsewhere import against
from hitoolkit.measures.change_notes import notes
from hitoolkit.measures.change_sides import BETWEEN, Sides, side_by_side, worked
from hitoolkit.measures.measuring import measure
from hitoolkit.measures.periods import periods
from hitoolkit.measures.reference import EXTREMES
from hitoolkit.table import KEY, WHOLE, check_table

#: Beside the columns of `measure`: the measure on each side, the change it is compared with, and what to know.
BESIDE = ["first", "second", "elsewhere", "note"]


def change(
    table: pd.DataFrame,
    measures: str | Sequence[str] = ("gap", "ratio"),
    between: str = "period",
    first: str | None = None,
    second: str | None = None,
    comparator: str | None = None,
    reference: str | None = None,
    model: str = "linear",
    confidence: float = 0.95,
    draws: int = 100_000,
    seed: int | None = 0,
) -> pd.DataFrame:
    """Tell whether a gap differs between two periods, two areas or two strata, with a plausible range.

    Takes an inequality table that holds both sides. `between`: period, area or stratum; `first` and `second` are its
    labels (of periods, by default the earliest and the latest). `measures`, `reference`, `model`, `confidence`,
    `draws` and `seed` as in `measure`. `comparator`: another area, stratum or indicator of the table, where the same
    change is measured and taken away (difference in differences).

    Returns a row for each measure and comparison, in the columns of `measure`: a difference is second minus first
    (above 0: wider, where the disadvantaged are worse off), a ratio is second over first (above 1: wider). Then
    `first` and `second`, the measure on each side; `elsewhere`, the change of the comparator, already taken away; and
    `note`: what a reader must know, above all where difference and ratio moved in opposite directions. Both are then
    true, and the note says so instead of choosing. Another says that a gap is narrower with nobody better off. What
    cannot be compared keeps its row, and `reason` says why.

    Method: MOVER on the limits of the two sides (Zou and Donner 2008), upper limit U = d + sqrt((u2 - y2)^2 +
    (y1 - l1)^2) with d = y2 - y1; for ratios the same on the log scale, a ratio of ratios (Altman and Bland 2003,
    BMJ 326:219); for a comparator the same again on the two changes. Overlap of the two ranges is not the test.
    The two sides are taken as different people. Where they are mostly the same people (one waiting list on two days)
    the range is usually too wide; where periods overlap, or one side is the whole, none is given.
    Not for sides picked because they were extreme: they drift back by themselves (`drift`). Not a proof of a cause,
    even with a comparator, which needs to have been on the same path before.
    Raises ParameterError where a label or name is not known, InputError where a set of groups mixes editions.

    >>> import pandas as pd
    >>> rows = [("2023/24", "1", 300), ("2023/24", "5", 200), ("2024/25", "1", 250), ("2024/25", "5", 190)]
    >>> table = pd.DataFrame(rows, columns=["period", "group", "numerator"]).assign(denominator=1000, area="A",
    ...     indicator="waits_over_52_weeks", dimension="imd_quintile")
    >>> change(table)[["period", "measure", "first", "second", "value", "lower", "upper"]].round(2)
                   period measure  first  second  value  lower  upper
    0  2023/24 to 2024/25     gap   10.0    6.00  -4.00  -9.22   1.23
    1  2023/24 to 2024/25   ratio    1.5    1.32   0.88   0.70   1.10
    """
    checked = check_table(table)
    if between not in BETWEEN:
        raise ParameterError(unknown_name("side to compare (between)", between, BETWEEN))
    if reference == EXTREMES:
        raise ParameterError('A change needs the same two groups on both sides, not "extremes". Name a group.')
    sides = _sides(checked, between, first, second)
    column = _column_of(checked, between, comparator)
    rows = checked[checked[between].isin([sides.first, sides.second])]

    found = measure(rows, measures, reference, model, confidence, draws, seed)
    result = worked(side_by_side(found, sides), sides)
    result["note"] = notes(result, rows, sides)
    if column:
        result = against(result, column, str(comparator))
    result[between] = sides.label
    result = result.reindex(columns=[*KEY, *RESULT, *BESIDE])
    result.attrs = dict(table.attrs)
    return result


def _sides(table: pd.DataFrame, between: str, first: str | None, second: str | None) -> Sides:
    """Which two labels are compared; only time has an order of its own."""
    known = list(dict.fromkeys(table[between]))
    if not known:
        raise ParameterError("The table has no rows, and a change needs two sides.")
    if between == "period" and (first is None or second is None):
        known = [one.label for one in periods(known)]
        first, second = first or known[0], second or known[-1]
    if first is None or second is None:
        raise ParameterError(f'Name both sides: first="..." and second="...". The table has: {", ".join(known)}.')
    for label in (first, second):
        if label not in known:
            raise ParameterError(unknown_name(between, label, known))
    if first == second:
        raise ParameterError(f'Both sides are "{first}". A change needs two: the table has {", ".join(known)}.')
    return Sides(between, first, second, _shared(between, first, second))


def _shared(between: str, first: str, second: str) -> str:
    """Why the two sides are in part the same people, where their labels tell."""
    if between == "stratum" and WHOLE in (first, second):
        return "One side is the whole that the other is a part of, so the same people are in both"
    if between == "period":
        one, two = periods([first, second])
        if one.overlaps(two):
            return "The two periods share some of their time, so the same people are in both"
    return ""


def _column_of(table: pd.DataFrame, between: str, comparator: str | None) -> str:
    """The column in which the comparator is found; it may be only one."""
    if comparator is None:
        return ""
    columns = [name for name in ("indicator", "area", "stratum") if name != between]
    holding = [name for name in columns if (table[name] == comparator).any()]
    if not holding:
        known = [label for name in columns for label in dict.fromkeys(table[name])]
        raise ParameterError(unknown_name("area, stratum or indicator to compare the change with", comparator, known))
    if len(holding) > 1:
        raise ParameterError(f'"{comparator}" is found among the {" and the ".join(holding)} labels. Rename one.')
    return holding[0]
