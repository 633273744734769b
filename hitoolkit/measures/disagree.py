"""What a reader must know of a change: difference and ratio disagree, or the gap has turned round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hitoolkit.measures.both import RATIOS, Sides
from hitoolkit.table import KEY

#: Each simple measure with the one that gives the same gap the other way.
PAIRS = {"gap": "ratio", "sii": "rii"}


def notes(result: pd.DataFrame, sides: Sides) -> list[str]:
    """What a reader must know of each row: the two measures disagree, or the gap has turned round."""
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
            text = (f"From {sides.first} to {sides.second} the difference is {words[_moved(difference)]}, but the "
                    f"ratio is {words[_moved(ratio)]}. Both are true: report both.")
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
        return (f"In these figures the gap is the other way round in {sides.second}, so see both sides "
                "and not the change alone.")
    return ""
