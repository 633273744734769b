"""The chart of where the people of a kind live: how many an offer to some areas would reach, and how many it misses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Dimension, Indicator
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.reach_picture import Part, Reach, ReachPicture, reach_picture
from hitoolkit.charts.view import one_of_each, sources_of
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.table import RESULTS, UNKNOWN, WHOLE


def reach_chart(table: pd.DataFrame, target: str | Sequence[str] = ("1",), *, narrow: bool = False) -> Figure:
    """Draw where all the people of a kind live, and how many of them an offer to some groups of areas would reach.

    Takes a protected inequality table of one indicator, dimension, edition, period, area and stratum: either shares of
    one whole (`share_of_deliveries` and the like), or a proportion or rate with counts, of which those with the event
    are the people of the kind. `target`: the group or groups that get the offer; by default `1`, the most deprived
    fifth. `narrow` draws for a phone. Returns an Altair chart with a table of the same figures: one strip of all these
    people, those reached first, then those missed, then those whose area is not known.

    It answers "of all of them, how many live there?", not "how likely is it for one who lives there?": for that use
    `gradient_chart`. Method: each group's count out of all, with Wilson's range (Wilson 1927). Where a hidden or
    missing number stands in the way, it says that it cannot tell.
    Not for how many would take the offer up. Raises DisclosureError where a small number would be seen, InputError
    where the table holds more than one of a thing or nothing is counted, ParameterError where a target is no group.

    >>> import pandas as pd
    >>> people = pd.DataFrame({"group": ["1", "2", "3", "4", "5"], "numerator": [350, 200, 120, 80, 50]})
    >>> people = people.assign(denominator=1000, indicator="waits_over_52_weeks", period="2025", area="A",
    ...     dimension="imd_quintile")
    >>> reach_chart(people).title
    'An offer to the most deprived fifth would reach 44 of every 100 people who have waited over 52 weeks, and miss 56'
    """
    return Figure.of(_picture(table, target), narrow=narrow)


def _picture(table: pd.DataFrame, target: str | Sequence[str]) -> ReachPicture:
    targets = [target] if isinstance(target, str) else [str(one) for one in target]
    rows = one_of_each(table)
    refuse_unprotected(rows)
    rows.loc[rows["flag"] == "suppressed", ["numerator", *RESULTS]] = float("nan")
    indicator = catalogue.indicator(str(rows["indicator"].iloc[0]))
    dimension = catalogue.dimension(str(rows["dimension"].iloc[0]))
    if not indicator.counted:
        raise InputError(f"{indicator.name} counts no people, so nobody can say where they live. Give a table of a "
                         "proportion or a rate with counts.")
    known = [group for group in rows["group"] if group not in (*UNKNOWN, WHOLE)]
    groups = list(dimension.groups) if dimension.ordered else known
    for one in targets:
        if one not in groups:
            raise ParameterError(unknown_name("group to reach", one, groups))
    if not targets:
        raise ParameterError('Name at least one group to reach, such as target=("1",).')
    column = "value" if indicator.mix and rows["numerator"].isna().all() else "numerator"
    cells = {str(row["group"]): row for row in rows.to_dict("records")}
    order = [*(group for group in groups if group in targets), *(group for group in groups if group not in targets),
             *(group for group in UNKNOWN if group in cells)]
    counts = {group: _number(cells.get(group, {}).get(column)) for group in order}
    if all(count is None for count in counts.values()):
        raise InputError("No count can be shown, so nobody can say where these people live.")
    total = _total(rows, indicator, counts, column)
    sources, synthetic = sources_of(rows)
    return reach_picture(Reach(
        indicator, dimension, rows, tuple(targets), _parts(counts, total, targets, cells, dimension), total,
        column == "numerator", sources, synthetic))


def _total(rows: pd.DataFrame, indicator: Indicator, counts: dict[str, float | None], column: str) -> float | None:
    """All people of the kind: the sum where every part is shown, else what the table gives for the whole."""
    shown = [count for count in counts.values() if count is not None]
    if len(shown) == len(counts):
        return sum(shown) or None
    if indicator.mix:
        whole = rows["denominator"].dropna().unique() if column == "numerator" else [indicator.per]
    else:
        whole = rows.loc[rows["group"] == WHOLE, "numerator"].dropna().unique()
    return max(float(whole[0]), sum(shown)) or None if len(whole) == 1 else None


def _parts(counts: dict[str, float | None], total: float | None, targets: list[str], cells: dict[str, Any],
           dimension: Dimension) -> list[Part]:
    parts = []
    for group, count in counts.items():
        role = "reached" if group in targets else "unknown" if group in UNKNOWN else "missed"
        share = None if count is None or total is None else count / total
        cell = cells.get(group)
        why = "" if count is not None else "not in the table" if cell is None else "hidden" \
            if cell["flag"] == "suppressed" else "not known"
        parts.append(Part(dimension.label(group), role, count, share, why,
                          None if cell is None else _number(cell["value"])))
    return parts


def _number(cell: object) -> float | None:
    return None if cell is None or pd.isna(cell) else float(cell)  # type: ignore[call-overload, arg-type]
