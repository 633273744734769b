"""What standardising gives back: rows of the contract, and in words why a figure is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.rates.labels import Flags
from hitoolkit.rates.strata import Matrix, Strata
from hitoolkit.table import COLUMNS, KEY, check_keeping


class Reasons:
    """Why groups have no figure: the first reason found is the one that is told."""

    def __init__(self, groups: int) -> None:
        self.refused = np.zeros(groups, dtype=bool)
        self.told: dict[int, str] = {}

    def add(self, which: Any, say: Callable[[int], str]) -> None:
        """Refuse the groups that `which` marks; `say` words the reason of one."""
        for at in np.flatnonzero(which & ~self.refused):
            self.told[int(at)] = say(int(at))
        self.refused |= which

    def whole(self, counts: Matrix, few: Flags) -> Matrix:
        """Counts of groups that have all their strata: a sum over some of them would pass for the whole."""
        return np.where(self.refused & ~few, np.nan, counts)


def per_of(strata: Strata, blocks: dict[str, catalogue.Indicator]) -> Matrix:
    """What the figure of each group is out of."""
    per = strata.groups["indicator"].map({name: block.per for name, block in blocks.items()})
    return np.asarray(per, dtype=np.float64)


def is_share(strata: Strata, blocks: dict[str, catalogue.Indicator]) -> Flags:
    """Which groups have a proportion, not a rate."""
    kinds = {name: block.kind == "proportion" for name, block in blocks.items()}
    return strata.groups["indicator"].map(kinds).to_numpy(dtype=bool)


def written(strata: Strata, reasons: Reasons, few: Flags, **columns: Any) -> pd.DataFrame:
    """A row for each group: the columns given, emptied where the group is refused, its flag, and the reason."""
    rows = strata.groups[[*KEY, "source"]].assign(**columns)
    for name in columns:
        if name not in ("numerator", "denominator", "expected"):
            rows.loc[reasons.refused, name] = np.nan
    flags = np.where(strata.groups["rounded"], "rounded", np.where(few, "few_cases", ""))
    rows["flag"] = np.where(reasons.refused & ~few, "incomplete", flags)
    rows["reason"] = [reasons.told.get(at, "") for at in range(len(rows))]
    return rows


def finished(rows: pd.DataFrame, attrs: dict[Any, Any]) -> pd.DataFrame:
    """Rows in the order of the contract; the reasons why figures are missing go beside the table, in words."""
    told = rows.loc[rows["reason"] != "", [*KEY, "reason"]].to_dict("records") if "reason" in rows else []
    extra = [str(name) for name in rows if name not in (*COLUMNS, "reason")]
    result = check_keeping(rows, extra)
    result.attrs = {"reasons": told, **attrs}
    return result
