"""Who moved: a gap may be narrower with nobody better off."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.measures.both import Sides
from hitoolkit.table import KEY

NOBODY = "In these figures the group that was worse off did not gain: the two are nearer since the other one lost."


def levelled_down(result: pd.DataFrame, table: pd.DataFrame, sides: Sides) -> list[str]:
    """For each gap between two named groups: whether it is smaller with nothing gained by those who were worse off.

    Takes the changes, the checked table and its two sides. A group compared with the rest, or with no figure, has no
    note; nor have areas and strata, which did not become what they are from each other.
    """
    if sides.between != "period":
        return [""] * len(result)
    figures = _figures(table)
    return [_note(row, figures, sides) for row in result.to_dict("records")]


def _figures(table: pd.DataFrame) -> dict[tuple[str, ...], float]:
    per = table["indicator"].map(lambda name: catalogue.indicator(name).per)
    values = table["value"].fillna(per * table["numerator"] / table["denominator"])
    return dict(zip(table[KEY].itertuples(index=False, name=None), values, strict=True))


def _note(row: dict[Any, Any], figures: dict[tuple[str, ...], float], sides: Sides) -> str:
    if row["measure"] != "gap" or not abs(row["second"]) < abs(row["first"]):
        return ""
    better = catalogue.indicator(row["indicator"]).better
    if better == "neither":
        return ""
    worse, other = ("group", "reference") if row["first"] > 0 else ("reference", "group")

    def gained(who: str) -> float:
        at = [tuple({**row, "period": label, "group": row[who]}[name] for name in KEY)
              for label in (sides.first, sides.second)]
        rise = figures.get(at[1], math.nan) - figures.get(at[0], math.nan)
        return rise if better == "higher" else -rise

    return NOBODY if gained(worse) <= 0 and gained(other) < 0 else ""
