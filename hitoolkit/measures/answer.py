"""What a measure answers: columns with an entry for each comparison, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit.intervals import Array
from hitoolkit.table import FLAGS, KEY

#: What a measure adds to the key.
RESULT = ["measure", "value", "se", "lower", "upper", "reference", "method", "flag", "reason"]
EMPTY = np.nan
#: For figures so small or so large that arithmetic itself gives out.
UNTOLD = "These figures are too near zero or too large to be worked with."


class Refusals:
    """Why some comparisons have no answer, in words; the first reason stands and costs its own row alone."""

    def __init__(self, number: int) -> None:
        self.reason = np.full(number, "", dtype=object)
        self.flag = np.full(number, "", dtype=object)

    def where(self, condition: Any, reason: Any, flag: Any = "") -> None:
        """Refuse the comparisons for which the condition holds and that were not refused before."""
        new = condition & (self.reason == "")
        if np.any(new):
            self.reason = np.where(new, reason, self.reason)
            self.flag = np.where(new, flag, self.flag)

    @property
    def any(self) -> Array:
        """Which comparisons are refused."""
        return np.asarray(self.reason != "")


@dataclass
class Answer:
    """One measure of each comparison. Texts may be one for all, or one for each."""

    refused: Refusals
    value: Any = EMPTY
    se: Any = EMPTY
    lower: Any = EMPTY
    upper: Any = EMPTY
    group: Any = ""
    reference: Any = ""
    method: Any = ""
    flag: Any = ""
    reason: Any = ""  # what to know of an answer that is there

    def columns(self) -> dict[str, Array]:
        """As columns, emptied where refused."""
        out, number = self.refused.any, len(self.refused.reason)
        found: dict[str, Array] = {}
        for name in ("value", "se", "lower", "upper"):
            numbers = np.broadcast_to(np.asarray(getattr(self, name), float), number)
            found[name] = np.where(out | ~np.isfinite(numbers), np.nan, numbers)
        lost = ~out & np.isnan(found["value"])
        bare = np.isnan(found["lower"]) | np.isnan(found["upper"])
        for name in ("se", "lower", "upper"):
            found[name] = np.where(lost | (bare & (name != "se")), np.nan, found[name])
        for name in ("group", "reference", "method", "flag", "reason"):
            found[name] = np.broadcast_to(np.asarray(getattr(self, name), dtype=object), number)
        found["method"] = np.where(out, "", found["method"])
        found["flag"] = np.where(out, self.refused.flag, found["flag"])
        found["reason"] = np.where(out, self.refused.reason, found["reason"])
        found["reason"] = np.where((found["reason"] == "") & (lost | bare), UNTOLD, found["reason"])
        return found


def flag_of(marks: Array, among: Array | None = None) -> Array:
    """The flag of a result: the gravest of its parts' (along the last axis)."""
    counted = marks if among is None else np.where(among, marks, 0)
    return np.asarray(np.array(FLAGS, dtype=object)[counted.max(axis=-1, initial=0)])


def as_frame(keys: pd.DataFrame, answers: Sequence[tuple[str, Answer]]) -> pd.DataFrame:
    """Answers as rows, those of one comparison together, in the order given."""
    number = len(keys)
    place = np.tile(np.arange(number), len(answers))
    order = np.argsort(place, kind="stable")
    frame = {name: keys[name].to_numpy()[place][order] for name in keys}
    frame["measure"] = np.repeat([name for name, _ in answers], number)[order].astype(object)
    columns = [answer.columns() for _, answer in answers]
    for name in columns[0]:
        frame[name] = np.concatenate([one[name] for one in columns])[order]
    return pd.DataFrame(frame)


def as_table(parts: Sequence[pd.DataFrame], of: pd.DataFrame) -> pd.DataFrame:
    """What was measured as one table, which carries along what the measured table says of itself."""
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*KEY, *RESULT])
    found = found[[*KEY, *RESULT]]
    found.attrs = dict(of.attrs)
    return found
