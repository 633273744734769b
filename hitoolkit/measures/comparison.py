"""Comparisons laid out as arrays: a row for each place, period and stratum, a column for each group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.intervals import Array
from hitoolkit.measures.answer import Refusals
from hitoolkit.measures.figures import SUPPRESSED, Figures, figures, pooled
from hitoolkit.measures.reference import NO_OTHER, refuse_unknown, spoken
from hitoolkit.measures.units import MIX
from hitoolkit.table import FLAGS, KEY, NUMBERS, UNKNOWN, WHOLE, is_adjusted, known_groups

#: What every row of one comparison has in common.
SAME = [name for name in KEY if name != "group"]
#: How many comparisons are worked on at once.
AT_ONCE = 2_000
#: Why a cell has no figure, and the mark of what depends on it.
KNOWN, NO_ROW, HIDDEN, NOBODY, NO_FIGURE = range(5)
WHY = {
    KNOWN: "",
    NO_ROW: "The table has no row for {}.",
    HIDDEN: "The figure for {} is hidden to protect people, so it stays unknown.",
    NOBODY: "There is nobody in {}, so it has no figure.",
    NO_FIGURE: "There is no figure for {}.",
}


@dataclass(frozen=True)
class Settings:
    """What `measure` was asked for."""

    reference: str | None = None
    model: str = "linear"
    confidence: float = 0.95
    draws: int = 100_000
    seed: int | None = 0
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparisons:
    """The known groups of one indicator by one dimension, from most to least disadvantaged where they have an order."""

    keys: pd.DataFrame  # the columns SAME, a row for each comparison
    indicator: catalogue.Indicator
    dimension: catalogue.Dimension
    groups: tuple[str, ...]  # all that should be there: those of an ordered dimension, else those in the table
    figures: Figures  # rows x groups
    why: Array  # why a cell has no figure
    settings: Settings
    possible: frozenset[str] = frozenset()  # the groups a reference may name in this dimension
    kept: dict[Any, Any] = field(default_factory=dict)  # what several measures share: draws, weights

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def empty(self) -> Array:
        """Where nobody is in a group, so that it weighs nothing among the others."""
        return self.figures.denominator == 0

    def pieces(self, at_once: int = AT_ONCE) -> Iterator[Comparisons]:
        """Some comparisons at a time, so that what is worked out from them stays small."""
        if len(self) <= at_once:
            yield self
            return
        for start in range(0, len(self), at_once):
            rows = slice(start, start + at_once)
            keys = self.keys.iloc[rows].reset_index(drop=True)
            yield replace(self, keys=keys, figures=self.figures[rows], why=self.why[rows], kept={})

    def column(self, group: str) -> int:
        """Where a group stands among the columns."""
        return self.groups.index(group)

    def label(self, group: str) -> str:
        """A group's name in a reason."""
        return spoken(self.dimension, group)

    def refusals(self) -> Refusals:
        """A fresh list of refusals; shares of one whole, and tables without groups, are refused from the start."""
        refused = Refusals(len(self))
        refused.where(not self.groups, "The table has no groups to compare.")
        if self.indicator.mix:
            refused.where(True, f"{self.indicator.no_gap or MIX}, so there is no gap to measure.")
        return refused

    def unordered(self, so: str) -> Refusals:
        """Refusals of a measure that needs an order, for groups without one."""
        refused = self.refusals()
        refused.where(True, f"The groups of {self.dimension.name} have no order, so {so}.")
        return refused

    def need(self, refused: Refusals, wanted: Array, and_so: str = "") -> None:
        """Refuse, in words, the comparisons in which a wanted cell (rows x groups) has no figure."""
        for number, group in enumerate(self.groups):
            lacking = wanted[:, number] & (self.why[:, number] != KNOWN)
            for code in np.unique(self.why[lacking, number]):
                mark = "suppressed" if code == HIDDEN else "incomplete"
                words = WHY[int(code)].format(self.label(group)) + and_so
                refused.where(lacking & (self.why[:, number] == code), words, mark)

    def rest(self, group: str, refused: Refusals) -> Figures:
        """All other known groups as one figure for each comparison."""
        refused.where(self.indicator.kind == "percentile",
                      "Percentiles of several groups cannot be put together. Name a group as reference.")
        others = ~self.empty
        others[:, self.column(group)] = False
        self.need(refused, others, " So the rest together is not known either.")
        refused.where(~others.any(axis=1), NO_OTHER)
        together = pooled(self.figures, others, self.indicator, self.settings.confidence)
        refused.where(np.isnan(together.value),
                      "The groups cannot be put together, because the number of people in each is not known. "
                      "Name a group as reference.", "incomplete")
        return together


def comparisons(table: pd.DataFrame, settings: Settings) -> Iterator[Comparisons]:
    """Lay a checked table out as comparisons. Raises InputError where one would mix editions."""
    _refuse_mixed_editions(table)
    known_rows = known_groups(table)
    refuse_unknown(settings.reference, known_rows["group"])
    for (name, way), rows in table.groupby(["indicator", "dimension"], sort=False):
        block, dimension = catalogue.indicator(str(name)), catalogue.dimension(str(way))
        among = known_rows["group"][known_rows["dimension"] == way]
        possible = frozenset(dimension.groups or among.unique())
        number = rows.groupby(SAME, sort=False).ngroup().to_numpy()
        known = ~rows["group"].isin([WHOLE, *UNKNOWN]).to_numpy()
        for chosen, groups in _same_groups(dimension, rows["group"].to_numpy(), number, known):
            inside = np.isin(number, chosen)
            laid = _laid_out(rows[inside & known], rows[inside], block, dimension, groups, settings, possible)
            yield from laid.pieces()


def _same_groups(
    dimension: catalogue.Dimension, labels: Array, number: Array, known: Array
) -> Iterator[tuple[Array, tuple[str, ...]]]:
    """Comparisons that share their columns: all of an ordered dimension, else those with the very same groups."""
    if dimension.ordered:
        yield np.unique(number), dimension.groups
        return
    sets: dict[tuple[str, ...], list[int]] = {}
    held: dict[int, list[str]] = {one: [] for one in np.unique(number).tolist()}
    for one, label in zip(number[known].tolist(), labels[known], strict=True):
        held[one].append(label)
    for one, groups in held.items():
        sets.setdefault(tuple(groups), []).append(one)
    for names, ones in sets.items():
        yield np.array(ones), names


def _laid_out(
    known: pd.DataFrame,
    rows: pd.DataFrame,
    block: catalogue.Indicator,
    dimension: catalogue.Dimension,
    groups: tuple[str, ...],
    settings: Settings,
    possible: frozenset[str],
) -> Comparisons:
    keys = rows[SAME].drop_duplicates().reset_index(drop=True)
    down = known[SAME].merge(keys.reset_index(), on=SAME, how="left")["index"].to_numpy()
    across = known["group"].map({group: place for place, group in enumerate(groups)}).to_numpy(dtype=int)
    shape = (len(keys), len(groups))

    def spread(cells: Any, empty: Any) -> Array:
        laid = np.full(shape, empty)
        laid[down, across] = cells
        return laid

    x, n, value, se, lower, upper = (spread(known[name].to_numpy(dtype=float), np.nan) for name in NUMBERS)
    adjusted = spread(is_adjusted(known).to_numpy(), False)
    mark = spread(known["flag"].map(FLAGS.index).to_numpy(dtype=int), 0)
    found = figures(block, settings.confidence, x, n, value, se, lower, upper, mark, adjusted)
    there = spread(True, False)
    why = np.select(
        [~there, ~np.isnan(found.value), mark == SUPPRESSED, n == 0],
        [NO_ROW, KNOWN, HIDDEN, NOBODY],
        default=NO_FIGURE,
    )
    return Comparisons(keys, block, dimension, groups, found, why, settings, possible)


def with_counts(comparison: Comparisons, x: Array, n: Array) -> Comparisons:
    """The same comparisons with other counts, each in so many ways one after the other: for asking what if."""
    block, settings = comparison.indicator, comparison.settings
    none = np.full(x.shape, np.nan)
    found = figures(block, settings.confidence, x, n, none, none, none, none, np.zeros(x.shape, dtype=int))
    why = np.where(np.isnan(found.value), np.where(n == 0, NOBODY, NO_FIGURE), KNOWN)
    times = len(x) // max(len(comparison), 1)
    keys = comparison.keys.loc[comparison.keys.index.repeat(times)].reset_index(drop=True)
    return Comparisons(keys, block, comparison.dimension, comparison.groups, found, why,
                       replace(settings, draws=0), comparison.possible)


def _refuse_mixed_editions(table: pd.DataFrame) -> None:
    """Two whole sets of groups may stand side by side and are compared each in itself; a set put together may not."""
    known = known_groups(table)
    same = [name for name in SAME if name != "edition"]
    if known["edition"].nunique() < 2:
        return
    several = known.groupby(same, sort=False)["edition"].transform("nunique") > 1
    for values, rows in known[several].groupby(same, sort=False):
        sets = rows.groupby("edition", sort=False)["group"].agg(frozenset)
        if sets.nunique() > 1:
            key = dict(zip(same, map(str, values), strict=True))
            raise InputError(
                f"The groups of {key['dimension']} come from different editions ({', '.join(sets.index)}) "
                f"for {key['indicator']}, {key['period'] or 'no period'}, {key['area'] or 'no area'}. "
                "Groups of different editions are different people. Keep the rows of one edition."
            )
