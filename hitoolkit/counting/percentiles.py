"""Percentiles from records: how many records hold each value comes back, never the records."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from hitoolkit import intervals
from hitoolkit.counting.plan import AnyRecords, Grouping
from hitoolkit.counting.query import columns_of, scanned
from hitoolkit.counting.use import Use
from hitoolkit.table import GIVEN_AT

#: More pairs of group and value than this are not fetched: some tens of megabytes.
TOO_MANY_VALUES = 1_000_000


def histogram(records: AnyRecords, use: Use, groups: list[Grouping], places: dict[str, Any]) -> pd.DataFrame:
    """How many of the records used hold each value (`value`, `rows`), by the raw keys of the groupings.

    Raises InputError where the values are too many to be fetched.
    """
    keys = {group.key: group.column for group in groups}
    frame = scanned(records, [use], columns_of(records, [use]), keys, places)
    value = f"x{use.number}"
    counted = frame.filter(nw.col(f"d{use.number}")).group_by([*places, *keys, value]).agg(rows=nw.len())
    refusal = (
        f"{use.indicator.value_of} holds too many different values for a percentile in each group (more than "
        "{most:,} pairs of group and value). Round the column, to whole days or to one decimal, ask without a "
        "stratum, or give deciles in place of small areas."
    )
    found = records.collect(counted, TOO_MANY_VALUES, refusal)
    return found.rename(columns={value: "value"}).astype({"value": float, "rows": float})


def percentiles(held: pd.DataFrame, by: list[str], q: float) -> pd.DataFrame:
    """One row for each group: the percentile of its values, its limits, and how many records there were.

    `held` has the columns `by`, and `value` and `rows` as in `histogram`. A limit is missing where the group has too
    few records for one. They rest on the order of records, which no table keeps, so later steps take them as given.
    """
    each: pd.DataFrame = held.groupby([*by, "value"])["rows"].sum().reset_index()
    rows = []
    for key, part in each.groupby(by):
        values, counts = part["value"].to_numpy(), part["rows"].to_numpy()
        total = counts.sum()
        ranks = np.array(intervals.order_ranks(total, q, GIVEN_AT))
        lower, upper = intervals.in_order(values, counts, ranks)
        rows.append((*key, total, intervals.percentile(values, counts, q), lower, upper))
    return pd.DataFrame(rows, columns=[*by, "denominator", "value", "lower", "upper"])
