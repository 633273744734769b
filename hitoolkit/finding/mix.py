"""Shares of one whole: they say who is here, and nothing about how anyone fared."""

from __future__ import annotations

import pandas as pd

from hitoolkit.catalogue.wording import number
from hitoolkit.finding.compare import Comparison
from hitoolkit.table import known_groups

SURE = (
    "This is a mix: it says who is here, not how anyone fared, so it holds no gap. "
    "Set it beside who lives in the area, and beside what happened to each group."
)


def sure(one: Comparison) -> str:
    """Why there is no gap: it says who is here, or what was named."""
    reason = one.voice.indicator.no_gap
    return f"{reason}, so it holds no gap." if reason else SURE


def headline(one: Comparison) -> str:
    """`Share of all deliveries: 13 in every 100 from the most deprived areas, and 7 from the least deprived`."""
    voice = one.voice
    rows = known_groups(one.rows).dropna(subset=["value"])
    if len(rows) < 2:
        return f"{voice.name}: too few groups can be shown to set them side by side"
    if not voice.dimension.ordered:
        rows = rows.sort_values("value", ascending=False, kind="stable")
    first, last = (rows.iloc[at] for at in (0, -1))
    told = number(last["value"], voice.decimals)
    return f"{voice.name}: {voice.amount(first['value'])} {_who(one, first)}, and {told} {_who(one, last)}"


def _who(one: Comparison, row: pd.Series) -> str:
    if one.voice.dimension.ordered:
        return one.voice.end(str(row["group"]))
    return f"for {one.voice.of_group(str(row['group']))}"
