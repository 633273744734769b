"""The contract: the columns of the inequality table, its words, and what a row is."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

KEY = ["indicator", "period", "area", "dimension", "edition", "group", "stratum"]
COUNTS = ["numerator", "denominator"]
RESULTS = ["value", "se", "lower", "upper"]
COLUMNS = [*KEY, *COUNTS, *RESULTS, "flag", "source"]
NUMBERS = [*COUNTS, *RESULTS]
#: From the least to the gravest.
FLAGS = ["", "rounded", "few_cases", "incomplete", "suppressed"]
#: The level of limits that a table gives and does not say more of (`attrs["confidence"]`).
GIVEN_AT = 0.95

#: What stands where nothing is given.
LACKING = {"stratum": "All", "edition": "not stated"}

#: Groups that never enter a measure: the whole, and those whose group is unknown.
WHOLE = "All"
UNKNOWN = ["Not known", "Not stated"]
#: How the stratum of an adjusted figure begins, and what a standardised table says of itself.
ADJUSTED, STANDARDISED = "adjusted for ", "standardised"
#: The column in which `standardise` says how far one more case in a stratum of few would move a figure; not shown.
ONE_MORE = "one_more"


def known_groups(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that may enter a measure: no whole, no unknown groups.

    >>> import pandas as pd
    >>> known_groups(pd.DataFrame({"group": ["1", "All", "Not known"]}))["group"].tolist()
    ['1']
    """
    return table[~table["group"].isin([WHOLE, *UNKNOWN])]


def is_adjusted(table: pd.DataFrame) -> pd.Series:
    """Rows that `adjust` or `standardise` made: their figure is that of another mix of people than their counts.

    >>> is_adjusted(pd.DataFrame({"stratum": ["All", "adjusted for specialty"]})).tolist()
    [False, True]
    """
    return table["stratum"].str.startswith(ADJUSTED) | bool(table.attrs.get(STANDARDISED))


def comparator(table: pd.DataFrame) -> str:
    """The known group with the most people and a figure, to compare the others with where no rest can be made of them.

    Empty where fewer than two groups have one. Percentiles of several groups do not make a percentile of them all.

    >>> import pandas as pd
    >>> comparator(pd.DataFrame({"group": ["A", "B", "All"], "value": [3, 4, 3.5], "denominator": [20, 90, 110]}))
    'B'
    """
    shown = known_groups(table)
    shown = shown[shown["value"].notna() & (shown["denominator"] > 0)]
    return str(shown["group"].iloc[int(shown["denominator"].argmax())]) if len(shown) > 1 else ""


def gravest(flags: Iterable[object]) -> str:
    """The gravest of some flags; what is no flag is passed over.

    >>> gravest(["rounded", "", "suppressed"])
    'suppressed'
    """
    return FLAGS[max((FLAGS.index(flag) for flag in flags if isinstance(flag, str) and flag in FLAGS), default=0)]
