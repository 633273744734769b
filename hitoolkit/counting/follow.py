"""What to look at next: the second measure that an indicator names, where the data has it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.counting.check import check_records


def follow_on(records: Any, indicator: str) -> list[str]:
    """Name the indicator to look at after this one, where it can be counted from the same data.

    Takes Records or an inequality table, and an indicator's id. Returns a list with the id that the catalogue's line
    `then` names, or an empty list where it names none or the data lacks it; so that a notebook can count both at once,
    and protect them together. Not a recommendation: which measure matters is a person's choice.
    Raises CatalogueError where the indicator is not known.

    >>> import pandas as pd
    >>> from hitoolkit.readers import open_records
    >>> follow_on(open_records(pd.DataFrame({"imd_decile": [1, 10], "weeks_waited": [20, 3]})), "waits_over_18_weeks")
    ['waits_over_52_weeks']
    """
    then = catalogue.indicator(indicator).then
    if not then:
        return []
    if isinstance(records, pd.DataFrame):
        return [then] if then in set(records["indicator"]) else []
    return [then] if check_records(records, indicator=then).attrs["usable"] else []
