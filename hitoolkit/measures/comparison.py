"""One comparison: the groups of one indicator in one place, period and stratum, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.measures.figures import Figure, figures, pooled
from hitoolkit.table import KEY, UNKNOWN, known_groups

RESULT = ["measure", "value", "se", "lower", "upper", "reference", "method", "flag", "reason"]
#: What every row of one comparison has in common.
SAME = [name for name in KEY if name != "group"]
#: `reference` words that are not groups.
REST, EXTREMES = "rest", "extremes"


class Refused(Exception):
    """Why one figure cannot be had; it costs its own row alone and never leaves the room."""

    def __init__(self, reason: str, flag: str = "") -> None:
        super().__init__(reason)
        self.reason, self.flag = reason, flag


@dataclass(frozen=True)
class Settings:
    """What `measure` was asked for."""

    reference: str | None = None
    model: str = "linear"
    confidence: float = 0.95
    draws: int = 100_000
    seed: int | None = 0


@dataclass(frozen=True)
class Comparison:
    """The figures of the known groups, from most to least disadvantaged where the dimension has an order."""

    key: dict[str, str]
    indicator: catalogue.Indicator
    dimension: catalogue.Dimension
    figures: dict[str, Figure]
    settings: Settings
    possible: frozenset[str]  # the groups a reference may name in this dimension
    unknown: tuple[Figure, ...] = ()  # people whose group is not known; never part of a measure
    kept: dict[str, Any] = field(default_factory=dict)  # draws made once for several measures

    @property
    def groups(self) -> tuple[str, ...]:
        """All groups that should be there: those of an ordered dimension, else those in the table."""
        return self.dimension.groups if self.dimension.ordered else tuple(self.figures)

    def label(self, group: str) -> str:
        """A group's name in a reason."""
        return "the rest" if group == REST else f'"{self.dimension.label(group)}"'

    def figure(self, group: str) -> Figure:
        """A group's figure. Raises Refused, in words, where it is not known."""
        if self.indicator.mix:
            raise Refused("Shares of one whole say who is here, not how anyone fared, so there is no gap to measure.")
        found = self.figures.get(group)
        if found is None:
            raise Refused(f"The table has no row for {self.label(group)}.", "incomplete")
        if found.value == found.value:
            return found
        if found.flag == "suppressed":
            raise Refused(f"The figure for {self.label(group)} is hidden to protect people, so it stays unknown.",
                          "suppressed")
        if found.denominator == 0:
            raise Refused(f"There is nobody in {self.label(group)}, so it has no figure.", "incomplete")
        raise Refused(f"There is no figure for {self.label(group)}.", "incomplete")

    def rest(self, group: str) -> Figure:
        """All other known groups as one. Raises Refused where one of them is not known."""
        try:
            others = [self.figure(other) for other in self.groups if other != group and not self.empty(other)]
        except Refused as refused:
            raise Refused(f"{refused.reason} So the rest together is not known either.",
                          refused.flag) from None
        if not others:
            raise Refused("There is no other group to compare with.")
        together = pooled(others, self.indicator, self.settings.confidence)
        if together is None:
            raise Refused("The groups cannot be put together, because the number of people in each is not known. "
                          "Name a group as reference.", "incomplete")
        return together

    def empty(self, group: str) -> bool:
        """Whether nobody is in a group, so that it weighs nothing among the others."""
        return group in self.figures and self.figures[group].denominator == 0


def comparisons(table: pd.DataFrame, settings: Settings) -> Iterator[Comparison]:
    """Split a checked table into its comparisons. Raises InputError where one would mix editions."""
    _refuse_mixed_editions(table)
    _refuse_unknown_reference(table, settings.reference)
    indicators = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    dimensions = {name: catalogue.dimension(name) for name in table["dimension"].unique()}
    known_rows = known_groups(table)
    possible = {
        name: frozenset(block.groups or known_rows["group"][known_rows["dimension"] == name])
        for name, block in dimensions.items()
    }
    for values, rows in table.groupby(SAME, sort=False):
        key = dict(zip(SAME, map(str, values), strict=True))
        block, dimension = indicators[key["indicator"]], dimensions[key["dimension"]]
        known, unknown = known_groups(rows), rows[rows["group"].isin(UNKNOWN)]
        found = dict(zip(known["group"], figures(known, block, settings.confidence), strict=True))
        lost = tuple(figures(unknown, block, settings.confidence))
        yield Comparison(key, block, dimension, found, settings, possible[dimension.id], lost)


def joint_flag(parts: list[Figure]) -> str:
    """The mark of a result: the gravest of its parts'."""
    flags = {part.flag for part in parts} | {"few_cases" for part in parts if part.few}
    return next((flag for flag in ("suppressed", "incomplete", "few_cases", "rounded") if flag in flags), "")


def _refuse_mixed_editions(table: pd.DataFrame) -> None:
    """Two whole sets of groups may stand side by side and are compared each in itself; a set put together may not."""
    known = known_groups(table)
    same = [name for name in SAME if name != "edition"]
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


def _refuse_unknown_reference(table: pd.DataFrame, reference: str | None) -> None:
    if reference in (None, REST, EXTREMES):
        return
    known = list(dict.fromkeys(known_groups(table)["group"]))
    if reference not in known:
        raise ParameterError(unknown_name("group to compare with", reference, [*known, REST, EXTREMES]))
