"""How many of the records in a table found their small area: told beside every figure that rests on the match."""

from __future__ import annotations

import pandas as pd

from hitoolkit.catalogue.wording import in_hundred
from hitoolkit.table.contract import UNKNOWN, known_groups

#: Under this name a table carries how its small areas were matched: `how` in words, and the year of the `areas`.
MATCH = "match"
DEPRIVATION = ("imd_quintile", "imd_decile")


def matched(rows: pd.DataFrame) -> str:
    """The share of records that found their small area, from the counts shown alone, so that it tells no other.

    `rows` are those of one set of groups. Nothing where the groups did not come from a match of small areas.

    >>> rows = pd.DataFrame({"dimension": "imd_quintile", "group": ["1", "5", "Not known"], "denominator": [60, 35, 5]})
    >>> rows.attrs["match"] = {"how": "Matched by imd2019.csv.", "areas": "2011"}
    >>> matched(rows)
    '95 in every 100 records found their small area (areas of 2011)'
    """
    told = rows.attrs.get(MATCH)
    if not told or not set(rows["dimension"]) <= set(DEPRIVATION):
        return ""
    areas = f"(areas of {told['areas']})"
    lost, known = rows.loc[rows["group"].isin(UNKNOWN), "denominator"], known_groups(rows)["denominator"]
    if lost.isna().any() or known.isna().any():
        return f"how many records found their small area {areas} is not shown, for a count is too small"
    if not lost.sum():
        return f"all records found their small area {areas}"
    return f"{in_hundred(known.sum() / (known.sum() + lost.sum()))} in every 100 records found their small area {areas}"
