"""Two sides of a change side by side, and what one is less, or over, the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hitoolkit import intervals
from hitoolkit.intervals import Array
from hitoolkit.measures.every import RATIOS
from hitoolkit.measures.periods import in_words
from hitoolkit.table import KEY, gravest

Mask = npt.NDArray[np.bool_]
BETWEEN = ("period", "area", "stratum")
_SIDE = ["value", "se", "lower", "upper", "reference", "flag", "reason", "edition"]


@dataclass(frozen=True)
class Sides:
    """The two labels that are compared, and why they may share people."""

    between: str
    first: str
    second: str
    shared: str = ""

    def said(self, label: str) -> str:
        """One of the two as it stands inside a sentence."""
        return in_words(self.first, self.second)[label] if self.between == "period" else label

    @property
    def label(self) -> str:
        """How the result names its two sides."""
        return f"{self.first} to {self.second}" if self.between == "period" else f"{self.second} against {self.first}"


def side_by_side(found: pd.DataFrame, sides: Sides) -> pd.DataFrame:
    """One row for each comparison and measure, with the figures of both sides as `_1` and `_2`.

    Groups of one edition are matched with the same edition alone; a row that finds none says which there were.
    """
    same = [name for name in KEY if name not in (sides.between, "edition")] + ["measure"]
    rows: dict[tuple[str, ...], dict[str, dict[int, dict[Any, Any]]]] = {}
    for row in found.to_dict("records"):
        side = 1 if row[sides.between] == sides.first else 2
        key = tuple(row[name] for name in same)
        rows.setdefault(key, {}).setdefault(row["edition"], {})[side] = row
    made = []
    for key, editions in rows.items():
        for edition, held in editions.items():
            one: dict[str, Any] = {**dict(zip(same, key, strict=True)), "edition": edition, "unmatched": ""}
            if len(held) < 2:
                one["unmatched"] = _unmatched(edition, editions, next(iter(held)), sides)
            for side in (1, 2):
                part = held.get(side, {})
                one.update({f"{name}_{side}": part.get(name, np.nan) for name in _SIDE})
            made.append(one)
    names = [f"{name}_{side}" for name in _SIDE for side in (1, 2)]
    return pd.DataFrame(made, columns=[*same, "edition", "unmatched", *names])


def worked(both: pd.DataFrame, sides: Sides) -> pd.DataFrame:
    """The change itself, with limits by MOVER, in the columns of a measure."""
    result = both.drop(columns=[name for name in both if str(name)[-2:] in ("_1", "_2")])
    ratio = both["measure"].isin(RATIOS).to_numpy()
    value, lower, upper = less(scaled(both, ratio, "_2"), scaled(both, ratio, "_1"))
    lone = both["unmatched"] != ""
    reason = _why_none(both, sides, lone)
    none = (reason != "").to_numpy()
    no_range = _why_no_range(both, sides).where(~none, "")
    open_ended = none | (no_range != "").to_numpy()
    result["value"] = np.where(none, np.nan, back(value, ratio))
    result["lower"] = np.where(open_ended, np.nan, back(lower, ratio))
    result["upper"] = np.where(open_ended, np.nan, back(upper, ratio))
    result["se"] = np.where(open_ended, np.nan, np.hypot(both["se_1"].astype(float), both["se_2"].astype(float)))
    result["reference"] = both["reference_1"].where(both["reference_1"].notna(), both["reference_2"])
    said = np.where(ratio, "second over first", "second minus first")
    ranged = np.where(open_ended, ", no range", np.where(ratio, ", MOVER on the log scale", ", MOVER"))
    result["method"] = np.where(none, "", said.astype(object) + ranged.astype(object))
    result["flag"] = [gravest(pair) for pair in zip(both["flag_1"], both["flag_2"], strict=True)]
    result["reason"] = reason.where(none, no_range)
    result["first"], result["second"] = both["value_1"].astype(float), both["value_2"].astype(float)
    result["elsewhere"] = np.nan
    return result.drop(columns="unmatched")


def scaled(both: pd.DataFrame, ratio: Mask, ending: str) -> tuple[Array, ...]:
    """Value and limits of one side, ratios on the log scale."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [both[f"{name}{ending}"].to_numpy(dtype=float) for name in ("value", "lower", "upper")]
        return tuple(np.where(ratio, np.log(part), part) for part in parts)


def less(second: tuple[Array, ...], first: tuple[Array, ...]) -> tuple[Array, Array, Array]:
    """Second minus first, with limits from those of the two (MOVER)."""
    with np.errstate(invalid="ignore"):
        lower, upper = intervals.mover(second[0], second[1:], first[0], first[1:])  # type: ignore[arg-type]
        return second[0] - first[0], lower, upper


def back(numbers: Array, ratio: Mask) -> Array:
    """Numbers in their own unit again, ratios off the log scale."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(ratio, np.exp(numbers), numbers)


def _why_none(both: pd.DataFrame, sides: Sides, lone: pd.Series) -> pd.Series:
    """Why there is no change to give, or nothing."""
    reason = both["unmatched"].astype(object).copy()
    for side, label in ((2, sides.second), (1, sides.first)):
        lacking = ~lone & both[f"value_{side}"].isna()
        reason[lacking] = [f"In {label}: {text}" for text in both.loc[lacking, f"reason_{side}"]]
    moved = ~lone & (reason == "") & (both["reference_1"] != both["reference_2"])
    reason[moved] = ("The group compared with is not the same one on both sides, so they measure different gaps. "
                     "Name a group as reference.")
    below = both["measure"].isin(RATIOS) & (reason == "") & ((both["value_1"] <= 0) | (both["value_2"] <= 0))
    reason[below] = "One of the two ratios is not above zero, so there is no ratio of the two. Use the difference."
    return reason


def _why_no_range(both: pd.DataFrame, sides: Sides) -> pd.Series:
    reason: pd.Series = pd.Series("", index=both.index, dtype=object)
    for side, label in ((2, sides.second), (1, sides.first)):
        bare = both[f"lower_{side}"].isna() | both[f"upper_{side}"].isna()
        told = [f"No range in {label}. {text}".strip() for text in both[f"reason_{side}"].fillna("")]
        reason = reason.where(~bare, pd.Series(told, index=both.index, dtype=object))
    if sides.shared:
        return pd.Series(f"{sides.shared}, and no range can be given.", index=both.index, dtype=object)
    return reason


def _unmatched(edition: str, editions: dict[str, dict[int, Any]], side: int, sides: Sides) -> str:
    here, there = (sides.first, sides.second) if side == 1 else (sides.second, sides.first)
    others = [name for name, held in editions.items() if 3 - side in held]
    if others:
        return (f"The groups of {here} are of one edition ({edition}), those of {there} of another "
                f"({', '.join(others)}): they are different people.")
    return f"The table has no figures for {there}."
