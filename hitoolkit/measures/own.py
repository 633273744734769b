"""Measures beside a table must be that table's own: those of the true counts would give hidden ones away."""

from __future__ import annotations

import math

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.measures.comparison import SAME
from hitoolkit.measures.reference import REST
from hitoolkit.table import known_groups

#: How closely a gap must follow from the figures shown; more than any rounding of the arithmetic.
CLOSE = 1e-6


def refuse_foreign(found: pd.DataFrame, table: pd.DataFrame) -> None:
    """Refuse gaps and ratios that do not follow from the figures of this table.

    Takes the measures given, and the table they stand beside. A gap from counts before `protect`, a gap whose group is
    hidden, or one of another table raises InputError. Measures of comparisons the table does not hold are passed over.
    """
    asked = found[found["measure"].isin(["gap", "ratio"]) & found["value"].notna()]
    if asked.empty:
        return
    known = {tuple(map(str, key)): rows for key, rows in known_groups(table).groupby(SAME, sort=False)}
    for _, row in asked.iterrows():
        rows = known.get(tuple(str(row[name]) for name in SAME))
        if rows is not None and not _follows(row, rows):
            raise InputError(
                f"The measures were not worked out from this table: for {row['indicator']} by {row['dimension']} they "
                "give another gap than its groups. Measure the table you show: measure(safe)."
            )


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
