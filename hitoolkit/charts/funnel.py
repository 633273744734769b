"""The chart of places against their size: which lie further from the average than chance explains."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

from hitoolkit.charts.figure import Figure
from hitoolkit.charts.funnel_picture import FunnelPicture, funnel_picture
from hitoolkit.charts.view import one_of_each
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.measures import funnel
from hitoolkit.measures.funnel import SPREADS
from hitoolkit.table import COUNTS

#: What funnel(table) adds; the limits carry their level in their name: lower_95, upper_998.
NEEDED = ("average", "label")
#: How near an average is to that of the counts shown to be the same, but for how it was added up.
NEAR = 1e-9


def funnel_chart(table: pd.DataFrame, *, narrow: bool = False) -> Figure:
    """Draw places against their size, between the limits that chance alone would seldom pass.

    Takes what `funnel` returns of a protected table: a row for each place of one indicator, period and stratum, with
    `average`, limits such as `lower_95` and `upper_998`, and `label`. `narrow` draws for a phone.
    Returns an Altair chart with a table of the same figures. Limits are drawn through those of the places, straight in
    1 / sqrt(people), which is their own shape (Spiegelhalter 2005). They are worked out again from the counts that are
    shown, at the same levels and the same target, so that nothing is drawn that does not follow from these.

    Places are not ranked and have no good and bad colour: they serve different people, and small ones move more by
    chance. Not for groups of people: use `gradient_chart` or `comparison_chart`.
    Raises DisclosureError where a small number would be seen, InputError where limits are lacking or the table holds
    more than one of a thing.

    >>> import pandas as pd
    >>> places = pd.DataFrame({"group": ["North", "South", "West"], "numerator": [20, 50, 150],
    ...     "denominator": [200, 500, 1000]})
    >>> places = places.assign(indicator="waits_over_52_weeks", period="2025", area="England", dimension="provider")
    >>> funnel_chart(funnel(places, at=12.5, confidence=0.95)).title
    'One of three places lies outside the 95% limits, where chance alone would put fewer than one'
    """
    return Figure.of(_picture(table), narrow=narrow)


def _picture(table: pd.DataFrame) -> FunnelPicture:
    lacking = [name for name in NEEDED if name not in table]
    levels = [found[1] for name in map(str, table.columns) if (found := re.fullmatch(r"lower_(\d+)", name))
              and f"upper_{found[1]}" in table]
    if lacking or not levels:
        raise InputError("The table has no funnel limits to draw. Work them out first: hi.funnel(table).")
    over = "group" if table["group"].nunique() > 1 else "area"
    rows = one_of_each(table, several=over)
    refuse_unprotected(rows)
    rows.loc[rows["flag"] == "suppressed", ["numerator", "value", "lower", "upper"]] = float("nan")
    levels.sort(key=_share)
    return funnel_picture(_worked_again(table, rows, over, levels), over, levels)


def _share(level: str) -> float:
    return float(f"0.{level}")


def _worked_again(table: pd.DataFrame, rows: pd.DataFrame, over: str, levels: list[str]) -> pd.DataFrame:
    """The limits that follow from the rows shown: those given may be of counts that are hidden here."""
    how = " ".join(map(str, table["method"].dropna().unique())) if "method" in table else ""
    spread = next((name for name in SPREADS if f"{name} spread" in how), False)
    settings: dict[str, Any] = {"confidence": [_share(level) for level in levels], "overdispersion": spread,
                                "over": over}
    again = funnel(rows, **settings)
    given, own = (_average(one) for one in (table, again))
    counted = rows[COUNTS].notna().all(axis=1).any()
    if given is None or not counted or (own is not None and math.isclose(given, own, rel_tol=NEAR)):
        return again
    if not any(math.isclose(given, figure, rel_tol=1e-9) for figure in (float(f"{given:.3g}"), *rows["value"])):
        raise DisclosureError(
            "The average of these limits is not that of the counts shown, so it may tell of hidden ones. Work them out "
            "from the protected table: hi.funnel(hi.protect(table)); give a target with three figures at most."
        )
    return funnel(rows, at=given, **settings)


def _average(table: pd.DataFrame) -> float | None:
    """The one average of a funnel, if it has one."""
    found = pd.to_numeric(table["average"], errors="coerce").dropna().unique()
    if len(found) > 1:
        raise InputError("The table has several averages, and one funnel has one. Work them out again: "
                         "hi.funnel(table).")
    return float(found[0]) if len(found) else None
