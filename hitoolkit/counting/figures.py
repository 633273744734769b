"""From what the engine brought back to rows of the table: counts, people, means and percentiles, groups and wholes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit.counting.people import people
from hitoolkit.counting.percentiles import histogram, percentiles
from hitoolkit.counting.plan import AnyRecords, Grouping
from hitoolkit.counting.query import Part
from hitoolkit.counting.use import Use
from hitoolkit.table import WHOLE

BY = ["area", "period", "group", "stratum"]


@dataclass
class Labelled:
    """One dimension of a question: the frame of raw values with its labels beside them, and what it rests on."""

    frame: pd.DataFrame
    group: Grouping
    strata: list[Grouping]
    #: The columns of area and period, by the name of the raw value.
    places: dict[str, Any]
    #: Whether one stratum alone is wanted, so that all strata together are no row.
    only: bool
    #: Which column of labels belongs to which raw one.
    roles: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """The raw columns that told the rows of the frame apart."""
        return [*self.places, *{self.group.key, *(one.key for one in self.strata)}]


def figures(records: AnyRecords, use: Use, seen: Labelled, part: Part) -> pd.DataFrame:
    """The rows of one indicator by one dimension: each group in each stratum, and the wholes of both."""
    if use.indicator.count_of:
        return _people(records, use, seen)
    if use.indicator.kind == "percentile":
        held = histogram(records, use, [seen.group, *seen.strata], seen.places)
        held = held.merge(seen.frame[[*seen.keys, *BY]], on=seen.keys)
        held = held.groupby([*BY, "value"])["rows"].sum().reset_index()
        return percentiles(_with_wholes(held, seen), BY, use.indicator.q)
    found = _with_wholes(seen.frame, seen).groupby(BY, as_index=False)[use.sums].sum()
    found = found[found[f"d{use.number}"] > 0]
    if use.indicator.kind == "mean":
        return _means(found, use.number, part.centres[use.number])
    return found.rename(columns={f"n{use.number}": "numerator", f"d{use.number}": "denominator"})[
        [*BY, "numerator", "denominator"]
    ]


def _with_wholes(frame: pd.DataFrame, seen: Labelled) -> pd.DataFrame:
    """Every row again under All: all strata together, and all groups."""
    both = pd.concat([frame, frame.assign(stratum=WHOLE)] if seen.strata and not seen.only else [frame])
    return pd.concat([both, both.assign(group=WHOLE)], ignore_index=True)


def _means(sums: pd.DataFrame, number: int, centre: float) -> pd.DataFrame:
    """Mean and standard error, from people and the first two moments about a centre."""
    n, s, q = (sums[f"{letter}{number}"].to_numpy() for letter in "dsq")
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(q - s**2 / n, 0) / (n - 1)
    se = np.where(n > 1, np.sqrt(variance / n), np.nan)
    return sums[BY].assign(denominator=n, value=centre + s / n, se=se)


def _people(records: AnyRecords, use: Use, seen: Labelled) -> pd.DataFrame:
    """Different people in each group, each stratum and each whole."""
    parts = [role for role in seen.roles if role.startswith("part")]
    apart = [role for role in seen.roles if role in ("area", "period")]
    within = [parts] if seen.only or not parts else [parts, []]
    levels = [[*apart, *some, *strata] for strata in within for some in (["group"], [])]
    found = people(records, use, [seen.group, *seen.strata], seen.places, seen.frame, seen.roles, levels)
    if parts:
        split = found[parts[0]] != WHOLE
        found["stratum"] = found[parts].agg("; ".join, axis=1).where(split, WHOLE)
    fixed = {name: seen.frame[name].iloc[0] for name in (*BY[:2], "stratum") if name not in found}
    return found.assign(**fixed)[[*BY, "numerator", "denominator"]]
