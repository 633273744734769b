"""Measures beside a table must be that table's own: those of the true counts would give hidden ones away."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.measures.comparison import SAME
from hitoolkit.measures.every import MEASURES, RATIOS
from hitoolkit.measures.measuring import measure
from hitoolkit.measures.reference import REST
from hitoolkit.measures.slope import MODELS
from hitoolkit.table import known_groups

#: How closely a measure must follow from the figures shown; more than any rounding of the arithmetic.
CLOSE = 1e-6


def refuse_foreign(found: pd.DataFrame, table: pd.DataFrame) -> None:
    """Refuse measures that do not follow from the figures of this table.

    Takes the measures given, and the table they stand beside. Measures of counts before `protect`, a gap whose group is
    hidden, or measures of another table raise InputError. Those of comparisons the table does not hold are passed over.
    Values are compared, not ranges: these may have been found in another way.
    """
    lacking = [name for name in (*SAME, "group", "measure", "value", "reference") if name not in found]
    if lacking:
        raise InputError(f'The measures have no column "{lacking[0]}". Give what measure(safe) returns.')
    asked = found[found["value"].notna() & found["measure"].isin(MEASURES)]
    known = {tuple(map(str, key)): rows for key, rows in known_groups(table).groupby(SAME, sort=False)}
    held = np.array([key in known for key in _keys(asked)], dtype=bool)
    asked = asked[held]
    simple = asked["measure"].isin(["gap", "ratio"])
    for key, (_, row) in zip(_keys(asked[simple]), asked[simple].iterrows(), strict=True):
        if not _follows(row, known[key]):
            raise _foreign(row)
    others = asked[~simple]
    if len(others):
        for _, row in others[~_found_again(others, table)].iterrows():
            raise _foreign(row)


def refuse_foreign_change(changes: pd.DataFrame, table: pd.DataFrame, column: str, first: str, second: str) -> None:
    """Refuse changes whose two sides, or whose distance between them, are not those of this table.

    Takes what `change` returned for one set of groups, the table, and the two labels of `column` that were compared.
    Raises InputError. A change with another taken away is compared with its two sides by what `elsewhere` says of it.
    """
    for label, side in ((first, "first"), (second, "second")):
        refuse_foreign(changes.assign(value=changes[side], **{column: label}), table)
    for _, row in changes[changes["value"].notna() & changes["measure"].isin(MEASURES)].iterrows():
        one, two, other, told = (float(row[name]) for name in ("first", "second", "elsewhere", "value"))
        if row["measure"] in RATIOS:
            moved = two / one / (1.0 if math.isnan(other) else other) if one else math.nan
        else:
            moved = two - one - (0.0 if math.isnan(other) else other)
        if not math.isclose(told, moved, rel_tol=CLOSE, abs_tol=CLOSE):
            raise _foreign(row)


def _foreign(row: pd.Series) -> InputError:
    return InputError(
        f"The measures were not worked out from this table: for {row['indicator']} by {row['dimension']} they "
        f"give another {row['measure']} than its groups. Measure the table you show: measure(safe)."
    )


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple(map(str, key)) for key in rows[SAME].itertuples(index=False, name=None)]


def _found_again(asked: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """Which measures of all groups come out the same from this table, with the reference they name and any model.

    No draws are made: they are for ranges, and the values do not depend on them.
    """
    wanted = set(_keys(asked))
    rows = table[[key in wanted for key in _keys(table)]]
    again = np.zeros(len(asked), dtype=bool)
    values = asked["value"].to_numpy(dtype=float)
    for label in asked["reference"].unique():
        here = (asked["reference"] == label).to_numpy()
        names = list(asked.loc[here, "measure"].unique())
        ways = rows[rows["dimension"].isin(asked.loc[here, "dimension"])]
        reference = label if label in set(known_groups(ways)["group"]) else None
        for model in MODELS if {"sii", "rii"} & set(names) else ["linear"]:
            own = measure(ways, names, reference, model, draws=0)
            told = own.set_index([*SAME, "group", "measure"])["value"]
            told = told.reindex(pd.MultiIndex.from_frame(asked[[*SAME, "group", "measure"]].astype(str)))
            again |= here & np.isclose(values, told.to_numpy(dtype=float), rtol=CLOSE, atol=CLOSE)
    return again


def _follows(row: pd.Series, rows: pd.DataFrame) -> bool:
    figures = rows.set_index("group")["value"]
    here = figures.get(row["group"], math.nan)
    others = [figures.get(row["reference"], math.nan)] if row["reference"] != REST else _rest(row["group"], rows)
    higher = catalogue.indicator(str(row["indicator"])).better == "higher"
    for there in others:
        worse, better = (there, here) if higher else (here, there)
        quotient = worse / better if better else math.nan
        expected = worse - better if row["measure"] == "gap" else quotient
        if math.isclose(row["value"], expected, rel_tol=CLOSE, abs_tol=CLOSE):
            return True
    return False


def _rest(group: str, rows: pd.DataFrame) -> list[float]:
    """The others together: from their counts, or as the mean of their figures weighted by their people."""
    others = rows[(rows["group"] != group) & (rows["denominator"] != 0)]
    people = others["denominator"].sum(skipna=False)
    if others["value"].isna().any() or not people:
        return [math.nan]
    per = catalogue.indicator(str(rows["indicator"].iloc[0])).per
    return [
        float(per * others["numerator"].sum(skipna=False) / people),
        float((others["value"] * others["denominator"]).sum(skipna=False) / people),
    ]
