"""What to look at next: the second measure that an indicator names, where the data has it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.counting.check import can_count


def follow_on(records: Any, dimension: str, indicator: str) -> list[str]:
    """Name the indicator to look at after this one, where it can be counted from the same data.

    Takes Records or an inequality table, a dimension and an indicator, as count_by does. Returns a list with the id
    that the catalogue's line `then` names, or an empty list where it names none or the data lacks it; so that a
    notebook can count both at once, and protect them together. Not a recommendation: which measure matters is a
    person's choice.
    Raises CatalogueError where the indicator is not known.

    >>> import pandas as pd
    >>> from hitoolkit.readers import open_records
    >>> own = open_records(pd.DataFrame({"imd_decile": [1, 10], "weeks_waited": [20, 3]}))
    >>> follow_on(own, "imd_quintile", "waits_over_18_weeks")
    ['waits_over_52_weeks']
    """
    then = catalogue.indicator(indicator).then
    if not then:
        return []
    if isinstance(records, pd.DataFrame):
        held = set(records.loc[records["indicator"] == then, "dimension"])
        tenths = dimension == "imd_quintile" and "imd_decile" in held
        return [then] if dimension in held or tenths else []
    return [then] if can_count(records, dimension, then) else []
