"""Tables as sheets: a name, columns with what they mean, and cells that are texts, numbers or empty."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import in_every
from hitoolkit.table import COLUMNS, NUMBERS, WHOLE
from hitoolkit.table.cells import without_formulas

Cell = str | float | int | None

#: What each column of the package's own layout means; the last three are for readers, and are not read back.
MEANING = {
    "indicator": "What is measured, by its id.",
    "period": "The time the figures are about.",
    "area": "The place or organisation the figures are about.",
    "dimension": "How people are grouped, by its id.",
    "edition": "Which edition of the grouping was used, and whether it is national or local.",
    "group": "The group, by its id; All is everybody together, Not known and Not stated are people without a group.",
    "stratum": "The part of the people the row is about; All where it is about all of them.",
    "numerator": "How many of them it happened to.",
    "denominator": "How many there are.",
    "value": "The figure, in the unit of its row.",
    "se": "Standard error of the figure, where it was given with it.",
    "lower": "Lower limit of the plausible range of the figure.",
    "upper": "Upper limit of the plausible range of the figure.",
    "flag": "suppressed: hidden, because it or another count is too small to be shown. rounded: counts are rounded. "
    "few_cases: the figure rests on few cases. incomplete: incomplete at the source.",
    "source": "Where the figures come from, by its id.",
    "indicator_name": "What is measured, in words.",
    "unit": "What a figure is counted in.",
    "group_name": "The group, in words.",
    "measure": "How unequal the groups are, by this measure.",
    "reference": "The group compared with; rest: all other known groups together.",
    "method": "How the measure and its range were worked out.",
    "reason": "Why a measure is missing, or what to know of it.",
}


@dataclass(frozen=True)
class Sheet:
    """One table on its way out: its cells, row by row, under headings that are explained."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_sheet(name: str, table: pd.DataFrame) -> Sheet:
    """An inequality table in the package's own columns, with the words of its ids at the right."""
    return _sheet(name, _with_words(table[COLUMNS]), NUMBERS)


def measures_sheet(name: str, found: pd.DataFrame) -> Sheet:
    """What `measure` found, with the words of its ids at the right."""
    return _sheet(name, _with_words(found), ["value", "se", "lower", "upper"])


def as_cell(value: object) -> Cell:
    """A number as a number, whole where it is, an unknown one empty, and any text as one that is not run.

    >>> as_cell(5.0), as_cell(float("nan")), as_cell("=1+1"), as_cell(7.25)
    (5, None, "'=1+1", 7.25)
    """
    if isinstance(value, str):
        return without_formulas(value) or None
    if value is None or value is pd.NA or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)


def _with_words(rows: pd.DataFrame) -> pd.DataFrame:
    names = [catalogue.indicator(name) for name in rows["indicator"]]
    groups = [
        "All together" if group == WHOLE else catalogue.dimension(dimension).label(group)
        for dimension, group in zip(rows["dimension"], rows["group"], strict=True)
    ]
    return rows.assign(
        indicator_name=[block.name for block in names], unit=[in_every(block) for block in names], group_name=groups
    )


def _sheet(name: str, rows: pd.DataFrame, numbers: Sequence[str]) -> Sheet:
    columns = [
        [as_cell(cell) for cell in (rows[column].astype(float) if column in numbers else rows[column].astype(str))]
        for column in rows
    ]
    return Sheet(name, tuple(map(str, rows.columns)), tuple(zip(*columns, strict=True)))
