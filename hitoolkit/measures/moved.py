"""How each group's own figure moved between two periods: who gained and who lost, behind a gap that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.catalogue.reader import Indicator
from hitoolkit.catalogue.wording import amount, number, rounded
from hitoolkit.measures.every import RATIOS
from hitoolkit.measures.periods import periods
from hitoolkit.measures.units import figure_of_each
from hitoolkit.table import KEY

NONE = float("nan")
NUMBERS = ("first", "second", "value", "lower", "upper", "elsewhere")
TEXTS = ("reason", "note", "flag")


@dataclass(frozen=True)
class Move:
    """One figure at two times and how far it moved, above 0 where it is higher; limits are NaN where none is known."""

    first: float
    second: float
    lower: float
    upper: float
    better: str

    @property
    def value(self) -> float:
        """How far it moved."""
        return self.second - self.first

    @property
    def known(self) -> bool:
        """Whether both figures are there."""
        return bool(np.isfinite(self.value))

    @property
    def ranged(self) -> bool:
        """Whether the move has a plausible range."""
        return bool(np.isfinite(self.lower) and np.isfinite(self.upper))

    @property
    def clear(self) -> int:
        """1 where the figure surely rose, -1 where it surely fell, otherwise 0."""
        return int(self.lower > 0) - int(self.upper < 0)

    @property
    def gained(self) -> int:
        """1 where the group is better off than before in these figures, -1 where worse off, 0 where neither."""
        up = 0 if not self.known or self.better == "neither" else int(np.sign(round(self.value, 10)))
        return up if self.better == "higher" else -up


def moves(table: pd.DataFrame, first: str, second: str) -> dict[tuple[str, ...], Move]:
    """The move of every figure from one period to another, by the key of its row without the period.

    Takes a checked table and the labels of two of its periods. Limits: MOVER on the limits of the two figures, which
    for proportions with Wilson limits is Newcombe's; none where the two periods share time, for then they share people.
    Hidden figures stay unknown.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"period": ["2023", "2024"], "value": [30.0, 25.0], "lower": [27.2, 22.4],
    ...     "upper": [32.9, 27.8], "group": "1", "indicator": "waits_over_52_weeks", "dimension": "imd_quintile"})
    >>> from hitoolkit.table import check_table
    >>> move = next(iter(moves(check_table(frame, area="A"), "2023", "2024").values()))
    >>> move.value, round(move.lower, 1), round(move.upper, 1), move.clear, move.gained
    (-5.0, -8.9, -1.0, -1, 1)
    """
    same = [name for name in KEY if name != "period"]
    rows = table.assign(value=figure_of_each(table)).astype({name: float for name in ("value", "lower", "upper")})
    rows.loc[rows["flag"] == "suppressed", ["value", "lower", "upper"]] = np.nan
    one, two = (rows[rows["period"] == label].set_index(same) for label in (first, second))
    shared = overlap(first, second)
    made: dict[tuple[str, ...], Move] = {}
    for key in dict.fromkeys([*one.index, *two.index]):
        (v1, l1, u1), (v2, l2, u2) = (_figure(side, key) for side in (one, two))
        lower, upper = (np.nan, np.nan) if shared else intervals.mover(v2, (l2, u2), v1, (l1, u1))
        better = catalogue.indicator(key[same.index("indicator")]).better
        made[tuple(map(str, key))] = Move(v1, v2, float(lower), float(upper), better)
    return made


def moved_by(change: float, indicator: Indicator | str, decimals: int = 0, unit: bool = True) -> str:
    """How far a figure moved, as a verb.

    >>> moved_by(-1.34, "waits_over_52_weeks", 1), moved_by(0.2, "waits_over_52_weeks", 1, unit=False)
    ('fell by 1.3 in every 100', 'rose by 0.2')
    >>> moved_by(0.01, "waits_over_52_weeks", 1)
    'did not move'
    """
    if rounded(change, decimals) == 0:
        return "did not move"
    size = amount(abs(change), indicator, decimals) if unit else number(abs(change), decimals)
    return f"{'rose' if change > 0 else 'fell'} by {size}"


def overlap(first: str, second: str) -> bool:
    """Whether two periods share some of their time."""
    one, two = periods([first, second])
    return one.overlaps(two)


def _figure(side: pd.DataFrame, key: tuple[str, ...]) -> tuple[float, float, float]:
    if key not in side.index:
        return np.nan, np.nan, np.nan
    value, lower, upper = (float(side[name].to_numpy(dtype=float)[side.index.get_loc(key)])
                           for name in ("value", "lower", "upper"))
    return value, lower, upper


@dataclass(frozen=True)
class Shift:
    """How one measure of a gap moved from one side to another, as `change` gives it."""

    measure: str
    first: float = NONE
    second: float = NONE
    value: float = NONE
    lower: float = NONE
    upper: float = NONE
    reason: str = ""
    note: str = ""
    flag: str = ""
    elsewhere: float = NONE

    @property
    def none(self) -> float:
        """Where there is no gap, and of a change no move: 1 for ratios."""
        return 1.0 if self.measure in RATIOS else 0.0

    @property
    def known(self) -> bool:
        """Whether there is a change to speak of."""
        return bool(np.isfinite(self.value))

    @property
    def ranged(self) -> bool:
        """Whether the change has a plausible range."""
        return self.known and bool(np.isfinite(self.lower) and np.isfinite(self.upper))

    @property
    def clear(self) -> bool:
        """Whether the whole range lies on one side of no move."""
        return self.ranged and (self.lower > self.none or self.upper < self.none)

    @property
    def turned(self) -> bool:
        """Whether the gap is the other way round on the second side."""
        return (self.first - self.none) * (self.second - self.none) < 0

    @property
    def way(self) -> int:
        """1 where the gap is wider on the second side, -1 where narrower, 0 where neither can be said."""
        if not (np.isfinite(self.first) and np.isfinite(self.second)):
            return 0
        if self.measure in RATIOS:
            if min(self.first, self.second) <= 0:
                return 0
            return int(np.sign(round(abs(np.log(self.second)) - abs(np.log(self.first)), 12)))
        return int(np.sign(round(abs(self.second) - abs(self.first), 12)))


def shifts(changes: pd.DataFrame) -> dict[tuple[str, str], dict[str, Shift]]:
    """The changes of `change`, by the group compared and its reference, then by measure."""
    made: dict[tuple[str, str], dict[str, Shift]] = {}
    for row in changes.to_dict("records"):
        numbers: dict[str, Any] = {name: float(row[name]) for name in NUMBERS}
        texts: dict[str, Any] = {name: row[name] if isinstance(row[name], str) else "" for name in TEXTS}
        shift = Shift(str(row["measure"]), **numbers, **texts)
        made.setdefault((str(row["group"]), str(row["reference"])), {})[shift.measure] = shift
    return made
