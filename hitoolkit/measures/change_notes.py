"""What a reader must know of a change: difference and ratio disagree, the gap has turned round, or nobody gained."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import at_time
from hitoolkit.measures.change_sides import Sides
from hitoolkit.measures.every import RATIOS
from hitoolkit.measures.units import figure_of_each
from hitoolkit.table import KEY

NOBODY = "In these figures the group that was worse off did not gain: the two are nearer since the other one lost."
#: Each simple measure with the one that gives the same gap the other way.
PAIRS = {"gap": "ratio", "sii": "rii"}


def notes(result: pd.DataFrame, table: pd.DataFrame, sides: Sides) -> list[str]:
    """What a reader must know of each change; takes the changes, the checked table and its two sides."""
    pairs = zip(_directions(result, sides), _levelled_down(result, table, sides), strict=True)
    return [" ".join(filter(None, pair)) for pair in pairs]


def _directions(result: pd.DataFrame, sides: Sides) -> list[str]:
    """For each row: whether the two measures disagree, or the gap has turned round."""
    same = [name for name in result.columns if name in KEY] + ["reference"]
    size = {(row["measure"], *(row[name] for name in same)): row for row in result.to_dict("records")}
    other = {**PAIRS, **{two: one for one, two in PAIRS.items()}}
    made = []
    for (name, *key), row in size.items():
        twin = size.get((other.get(name, ""), *key))
        text = _turned(row, sides) if name not in RATIOS else ""
        if twin is not None and _moved(row) * _moved(twin) < 0:
            difference, ratio = (row, twin) if name in PAIRS else (twin, row)
            words = {1: "larger", -1: "smaller"}
            unsure = difference["lower"] <= 0 <= difference["upper"] or ratio["lower"] <= 1 <= ratio["upper"]
            # Both are true only where no range takes in no move.
            start = "In these figures, from" if unsure else "From"
            end = "Report both." if unsure else "Both are true: report both."
            text = (f"{start} {sides.said(sides.first)} to {sides.said(sides.second)} the difference is "
                    f"{words[_moved(difference)]}, but the ratio is {words[_moved(ratio)]}. {end}")
        made.append(text)
    return made


def _moved(row: dict[Any, Any]) -> int:
    """Whether a gap is further from none on the second side (1), nearer (-1), or neither can be said (0)."""
    if not np.isfinite(row["value"]):
        return 0
    if row["measure"] in RATIOS:
        return int(np.sign(round(abs(np.log(row["second"])) - abs(np.log(row["first"])), 12)))
    return int(np.sign(round(abs(row["second"]) - abs(row["first"]), 12)))


def _turned(row: dict[Any, Any], sides: Sides) -> str:
    if row["first"] * row["second"] < 0:
        return (f"In these figures the gap is the other way round {_there(sides)}, so see both sides "
                "and not the change alone.")
    return ""


def _there(sides: Sides) -> str:
    second = sides.said(sides.second)
    return at_time(second) if sides.between == "period" else f"in {second}"


def _levelled_down(result: pd.DataFrame, table: pd.DataFrame, sides: Sides) -> list[str]:
    """For each gap between two named groups: whether it is smaller with nothing gained by those who were worse off.

    A group compared with the rest, or with no figure, has no note; nor have areas and strata, which did not become what
    they are from each other.
    """
    if sides.between != "period":
        return [""] * len(result)
    figures = dict(zip(table[KEY].itertuples(index=False, name=None), figure_of_each(table), strict=True))
    return [_who_gained(row, figures, sides) for row in result.to_dict("records")]


def _who_gained(row: dict[Any, Any], figures: dict[tuple[str, ...], float], sides: Sides) -> str:
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
