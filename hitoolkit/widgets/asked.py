"""What a protected table asks of a learner, and what it answers: its groups, unit, figures, and the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

import hitoolkit as hi
from hitoolkit.errors import InputError, count_of
from hitoolkit.widgets.base import PAYLOAD

MOST_GROUPS = 18
RANGED = " (plausible range)"
#: Tops a scale may have, times a power of ten: coarse, so that the scale gives no figure away.
TOPS, FINE_TOPS = (1, 2, 5, 10), (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class Group:
    """One group: its name, what is known of it, and the figure as it is written."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    text: str


class Unfit(InputError):
    """A table with too few groups to predict, or too many."""


@dataclass(frozen=True)
class Size:
    """A difference or a ratio that was measured; `reason` says why it is missing."""

    value: float | None
    lower: float | None
    upper: float | None
    reason: str


@dataclass(frozen=True)
class Asked:
    """A question about the groups of one table, with its answer.

    `ends` are the places of the two groups whose gap is meant, the first of them the one expected to be worse off;
    empty where the groups have no order.
    """

    measure: str
    unit: str
    groups: tuple[Group, ...]
    ends: tuple[int, int] | None
    better: str
    gap: Size
    ratio: Size
    percent: bool
    top: float
    synthetic: bool

    @property
    def labels(self) -> list[str]:
        """The names of the groups, from the most to the least disadvantaged."""
        return [group.label for group in self.groups]


def read_asked(table: pd.DataFrame) -> Asked:
    """Read what a table asks and answers. Raises DisclosureError where it is not protected, InputError otherwise."""
    shown = summary(table)
    rows = [(words, found) for words, found in zip(shown["rows"], shown["data"]["rows"], strict=True)
            if words["role"] not in ("off", "total")]
    if not 2 <= len(rows) <= MOST_GROUPS:
        raise Unfit(
            f"The table has {count_of(len(rows), 'known group')}, and a prediction asks for two to {MOST_GROUPS}. "
            "Count by another dimension, such as imd_quintile."
        )
    first = rows[0][1]
    named = indicator(first["indicator"])
    ordered = bool(hi.dimensions().set_index("dimension")["ordered"].get(first["dimension"], False))
    groups = tuple(Group(words["cells"][0], found["value"], found["lower"], found["upper"], words["cells"][-1])
                   for words, found in rows)
    ends = [at for at, (words, _) in enumerate(rows) if words["role"] == "end"]
    gaps = hi.measure(table, ["gap", "ratio"], reference=None if ordered else "extremes")
    percent = named["unit"] == "%"
    return Asked(
        measure=str(named["name"]), unit=unit_of(shown), groups=groups,
        ends=(ends[0], ends[-1]) if ordered and len(ends) == 2 else None, better=str(named["better"]),
        gap=_size(gaps, "gap"), ratio=_size(gaps, "ratio"), percent=percent,
        top=_top(groups, percent, str(named["unit"])), synthetic=bool(shown["synthetic"]),
    )


def summary(table: pd.DataFrame) -> dict[str, Any]:
    """The table as finished texts, with the rows behind them; refused where it may not be shown."""
    return dict(hi.summary_table(table)._repr_mimebundle_()[PAYLOAD])


def indicator(name: str) -> Any:
    """What the catalogue says of an indicator: name, unit, and which direction is better."""
    return hi.indicators().set_index("indicator").loc[name]


def unit_of(shown: dict[str, Any]) -> str:
    """The unit as it stands over the last column: in every 100, years.

    >>> unit_of({"columns": ["Group", "In every 100 (plausible range)"]})
    'in every 100'
    """
    head = str(shown["columns"][-1]).removesuffix(RANGED)
    return head[:1].lower() + head[1:]


def _size(gaps: pd.DataFrame, name: str) -> Size:
    rows = gaps[gaps["measure"] == name]
    if rows.empty:
        return Size(None, None, None, "")
    row = rows.iloc[0]
    value, lower, upper = (float(row[one]) if pd.notna(row[one]) else None for one in ("value", "lower", "upper"))
    return Size(value, lower, upper, str(row["reason"] or ""))


def _top(groups: tuple[Group, ...], percent: bool, unit: str) -> float:
    """Where the scale ends: well past every figure, so that it tells how large they are at most, and no more."""
    highest = max((found for group in groups for found in (group.value, group.upper) if found is not None), default=1.0)
    years = unit == "years"
    least = max(highest, 1e-6) * (1.15 if years else 1.6)
    power = 10.0 ** (len(str(int(least))) - 1) if least >= 1 else 0.1
    while power > least:
        power /= 10
    top = next(lead * power for lead in (FINE_TOPS if years else TOPS) if lead * power >= least - 1e-9)
    return min(top, 100.0) if percent else top
