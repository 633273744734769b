"""The rates that indirect standardising holds a group against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.rates.labels import Flags
from hitoolkit.rates.strata import Codes, Matrix, Strata, split
from hitoolkit.table import WHOLE, check_coded


@dataclass(frozen=True)
class Reference:
    """For each group of a table the reference's rate in each cell, and its crude rate over all its strata."""

    rates: Matrix
    crude: Matrix
    #: Strata of the reference that no group of the table has.
    others: list[str]


def reference_of(strata: Strata, reference: object) -> Reference:
    """The rates of a reference: rows of their own, a group of the table, or by default the table as a whole."""
    if isinstance(reference, pd.DataFrame):
        return _from_rows(strata, reference)
    if reference is None or isinstance(reference, str):
        return _from_group(strata, reference)
    raise ParameterError(
        "The reference should be a table with the reference's counts for each stratum, or the name of a group of this "
        f'table, as reference="All"; it is {type(reference).__name__}.'
    )


def _from_group(strata: Strata, name: str | None) -> Reference:
    groups, place = strata.groups["group"].to_numpy(), strata.groups["place"].to_numpy()
    if name is not None and name not in groups:
        raise ParameterError(unknown_name("group of this table", name, dict.fromkeys(groups)))
    chosen = groups == (WHOLE if name is None else name)
    if name is None:
        # Where the whole is not there, all groups together are.
        chosen |= ~np.isin(place, place[chosen])
    rows = chosen[strata.group]
    x, n = (_summed(strata, place, rows, numbers) for numbers in (strata.events, strata.people))
    known = ~np.isnan(x) & ~np.isnan(n)
    crude = _crude(np.where(known, x, 0).sum(axis=1), np.where(known, n, 0).sum(axis=1))
    return Reference(_crude(x, n)[place], crude[place], [])


def _from_rows(strata: Strata, frame: pd.DataFrame) -> Reference:
    given = split(*check_coded(frame), strata.by)
    groups = given.groups
    if WHOLE in set(groups["group"]):
        groups = groups[groups["group"] == WHOLE]
    same = ["indicator", "stratum", *(["period"] if groups["period"].nunique() > 1 else [])]
    if groups.duplicated(same).any():
        raise InputError(
            "The reference holds several groups or areas. Keep the rows of one, or add those up, so that there is one "
            "row for each stratum."
        )
    found = strata.groups[same].merge(groups[same].assign(at=groups.index), on=same, how="left")["at"].to_numpy()
    where = {label: number for number, label in enumerate(strata.labels)}
    column = np.array([where.get(label, -1) for label in given.labels], dtype=np.intp)[given.cell]
    size = len(given.groups), len(strata.labels)
    x, n = np.full(size, np.nan), np.full(size, np.nan)
    fits = column >= 0
    x[given.group[fits], column[fits]] = given.rows["numerator"].to_numpy()[fits]
    n[given.group[fits], column[fits]] = given.rows["denominator"].to_numpy()[fits]
    at = np.nan_to_num(found, nan=0).astype(int)
    nothing = np.isnan(found.astype(float))[:, None]
    others = [label for label in given.labels if label not in where]
    crude = _crude(given.sums(given.events), given.sums(given.people))[at]
    rates = _crude(np.where(nothing, np.nan, x[at]), np.where(nothing, np.nan, n[at]))
    return Reference(rates, crude, others)


def _summed(strata: Strata, place: Codes, rows: Flags, numbers: Matrix) -> Matrix:
    """Sums by place and cell; a cell that no row has is unknown."""
    size = (int(place.max(initial=0)) + 1, len(strata.labels))
    at = place[strata.group[rows]] * size[1] + strata.cell[rows]
    total = np.bincount(at, weights=numbers[rows], minlength=size[0] * size[1])
    return np.where(np.bincount(at, minlength=size[0] * size[1]) > 0, total, np.nan).reshape(size)


def _crude(x: Matrix, n: Matrix) -> Matrix:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, x / n, np.nan)
