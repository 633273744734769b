"""A table's strata as arrays: who is in which group, and in which stratum of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.rates.labels import Flags, name_some, parts_of, read_labels
from hitoolkit.table import COUNTS, KEY, Coded, joint_codes

#: What groups share that are set against each other.
PLACE = ["indicator", "period", "area", "dimension", "edition"]
Codes = npt.NDArray[np.intp]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Strata:
    """The rows of a table that are one stratum of one group, and the rows that are a group's whole.

    `groups` has a row for each group: the key (its stratum is what is not standardised by), `source`, `place` (a number
    for each set of groups that are set against each other) and `rounded`. Each of `rows` has a group and a cell;
    a cell is a stratum, as text in `labels`, and by name and value in `parts`.
    """

    by: list[str]
    groups: pd.DataFrame
    labels: list[str]
    parts: list[dict[str, str]]
    rows: pd.DataFrame
    group: Codes
    cell: Codes
    each: Matrix
    #: Counts of the row that shows the whole group, where there is one.
    whole: pd.DataFrame
    #: Whether people of unknown age, specialty ... are left out.
    unknown: bool

    @property
    def what(self) -> str:
        """What is standardised by, in words: age band and sex."""
        return " and ".join((name or "stratum").replace("_", " ") for name in self.by)

    @cached_property
    def once(self) -> Flags:
        """The first row of each cell: rows of one cell, which differ in events each, are about the same people."""
        return ~pd.Series(self.group * len(self.labels) + self.cell).duplicated().to_numpy()

    @property
    def events(self) -> Matrix:
        """The events of each row."""
        return self.rows["numerator"].to_numpy() * self.each

    @property
    def people(self) -> Matrix:
        """The people of each row, told once for each cell."""
        return np.where(self.once, self.rows["denominator"].to_numpy(), 0.0)

    def sums(self, numbers: Any) -> Matrix:
        """The sum for each group; unknown where one number is."""
        weights = np.asarray(numbers, dtype=np.float64)
        return np.bincount(self.group, weights=weights, minlength=len(self.groups)).astype(np.float64)

    def mark(self, rows: Flags) -> Flags:
        """Rows that are true, as a line for each group and a column for each cell."""
        marked = np.zeros((len(self.groups), len(self.labels)), dtype=bool)
        marked[self.group[rows], self.cell[rows]] = True
        return marked

    def named(self, cells: Flags) -> str:
        """Cells in words: the first few, and how many more."""
        return name_some([label for label, one in zip(self.labels, cells, strict=True) if one])


def split(table: pd.DataFrame, coded: dict[str, Coded], by: str | Sequence[str] | None) -> Strata:
    """Find the strata of a checked table, given with the codes of its texts.

    `by` names the parts to look at, by default all; what else a stratum says stays with the group. A row without any of
    those parts is the whole of its group, one with only some of them is passed over.
    """
    codes, texts = coded["stratum"]
    told = read_labels([parts_of(text) for text in texts], by)
    labels = list(dict.fromkeys(cell for cell, one in zip(told.cells, told.full & ~told.unknown, strict=True) if one))
    where = {label: number for number, label in enumerate(labels)}
    kept, wholes = (told.full & ~told.unknown)[codes], told.whole[codes]

    rest_of, rests = pd.factorize(np.array(told.rests, dtype=object))
    place = _joint([*(coded[name].codes for name in PLACE), rest_of[codes]])
    group, first = _numbered(_joint([place, coded["group"].codes]), told.full[codes] | wholes)
    groups = table[[*KEY, "source"]].take(first).reset_index(drop=True)
    groups["stratum"], groups["place"] = rests[rest_of[codes[first]]], place[first]
    rounded = np.bincount(group[kept], weights=(table["flag"] == "rounded")[kept], minlength=len(first))
    groups["rounded"] = rounded > 0
    whole = pd.DataFrame(np.nan, index=groups.index, columns=COUNTS)
    whole.iloc[group[wholes]] = table.loc[wholes, COUNTS].to_numpy()
    cell = np.array([where.get(cell, -1) for cell in told.cells], dtype=np.intp)[codes][kept]
    each = np.array(told.each)[codes][kept]
    if len(set(zip(told.cells, told.rests, told.each, strict=True))) < len(texts):
        _refuse_twice(group[kept], cell, each, labels)
    return Strata(
        by=told.by,
        groups=groups,
        labels=labels,
        parts=[parts_of(label) for label in labels],
        rows=table.loc[kept, COUNTS].reset_index(drop=True),
        group=group[kept],
        cell=cell,
        each=each,
        whole=whole,
        unknown=bool(told.unknown.any()),
    )


def _refuse_twice(group: Codes, cell: Codes, each: Matrix, labels: list[str]) -> None:
    """Strata may be written in several ways, but not twice for one group."""
    twice = pd.DataFrame({"group": group, "cell": cell, "each": each}).duplicated().to_numpy()
    if twice.any():
        raise InputError(
            f"One group has two rows for the stratum {labels[cell[twice.argmax()]]}, written in two ways. Keep one."
        )


def counted_kinds(table: pd.DataFrame) -> dict[str, catalogue.Indicator]:
    """The indicators of a table. Raises InputError where one is not counted out of something."""
    blocks = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    for name, block in blocks.items():
        if not block.counted:
            if block.kind == "life_expectancy":
                raise InputError(f'Years of life are worked out from deaths, so the rows should be of the indicator '
                                 f'"deaths", and are of {name}. Write deaths in the column indicator.')
            raise InputError(
                f"{name} is a {block.kind.replace('_', ' ')}, and only proportions and rates can be standardised. "
                "Keep the rows of those."
            )
    return blocks


def _joint(columns: list[npt.NDArray[Any]]) -> npt.NDArray[np.intp]:
    """One code for each combination, numbered from 0 in the order they come."""
    joint = joint_codes([(codes, int(codes.max(initial=0)) + 1) for codes in columns])
    return pd.factorize(joint)[0]


def _numbered(codes: Codes, rows: Flags) -> tuple[Codes, Codes]:
    """Codes numbered afresh among some rows (others get -1), and the first row of each."""
    found = np.full(len(codes), -1, dtype=np.intp)
    found[rows], uniques = pd.factorize(codes[rows])
    first = np.empty(len(uniques), dtype=np.intp)
    # Written from the last row to the first, so that the first stays.
    first[found[rows][::-1]] = np.flatnonzero(rows)[::-1]
    return found, first
