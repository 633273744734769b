"""Every row accounted for: for each indicator, how many are used and why the others are left out."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from hitoolkit import catalogue
from hitoolkit.counting.conditions import GROUPED
from hitoolkit.counting.look import Look
from hitoolkit.counting.query import columns_of, scanned, uses_of
from hitoolkit.counting.report import line
from hitoolkit.counting.use import Use, one_where


def accounts(look: Look, indicators: list[str]) -> list[dict[str, Any]]:
    """Lines of the rows used and left out by each indicator, all from one query; together they are the rows read."""
    if not indicators:
        return []
    uses = uses_of(look.records, [catalogue.indicator(name) for name in indicators])
    columns = columns_of(look.records, uses)
    frame = scanned(look.records, uses, columns, {}, {})
    sums = {f"d{use.number}": one_where(nw.col(f"d{use.number}")).sum() for use in uses}
    for use in uses:
        for place in range(len(use.reasons())):
            sums[f"w{use.number} {place}"] = one_where(nw.col(f"w{use.number}") == place).sum()
    found = look.records.collect(frame.select(**sums)).iloc[0]
    lines = []
    for use in uses:
        lines.append(line("used", use.indicator.id, found[f"d{use.number}"], "used"))
        for place, (*_, reason) in enumerate(use.reasons()):
            if rows := int(found[f"w{use.number} {place}"]):
                lines.append(line("left out", use.indicator.id, rows, reason, where=left_out(look, use, reason)))
    return lines


def left_out(look: Look, use: Use, reason: str) -> Any:
    """The rows that an indicator leaves out for a reason, as a line of the report takes it."""
    for place, (*_, words) in enumerate(use.reasons()):
        if words == reason and all(how != GROUPED for _, how in use.needed):
            return columns_of(look.records, [use]), use.answers()[f"w{use.number}"] == place
    return None
