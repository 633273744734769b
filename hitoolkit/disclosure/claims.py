"""Whether rows that name a publisher or a sample as their source are what that source gives.

Anybody can write any source into a frame, so the name alone opens nothing. A publisher's rows pass where their counts
are as that publisher prints them, and a sample's where the sample, counted again, gives the same. Whoever forges both
the name and such counts on purpose, in Python, could as well print them: that is not, and cannot be, kept out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import HitoolkitError
from hitoolkit.groups.editions import LOCAL
from hitoolkit.table import COUNTS, RESULTS, WHOLE, check_table

Mark = tuple[Any, ...]


def as_published(table: pd.DataFrame) -> pd.Series:
    """Which rows are as the publisher they name prints them; for each source all its rows in a table, or none.

    A publisher that rounds (`rounds_to`) prints multiples of its base and nothing else. The others let only national
    figures pass here, in which nothing is small or unknown. Rows that `protect` has rounded are somebody's own.

    >>> rows = pd.DataFrame({"numerator": [5.0, 35.0], "denominator": [200.0, 210.0], "value": [2.5, 16.7], "flag": "",
    ...                      "source": "msds_annual"})
    >>> as_published(rows).tolist(), as_published(rows.assign(numerator=[3.0, 35.0])).tolist()
    ([True, True], [False, False])
    """
    found = pd.Series(False, index=table.index)
    if "source" not in table:
        return found
    for name in table["source"].dropna().unique():
        block = catalogue.blocks("source").get(str(name))
        if block is not None and block.protected:
            rows = (table["source"] == name).to_numpy()
            found[rows] = _as_printed(table[rows], block.rounds_to)
    return found


def _as_printed(rows: pd.DataFrame, base: int) -> bool:
    counts = rows.reindex(columns=COUNTS).apply(pd.to_numeric, errors="coerce")
    figures = rows.reindex(columns=RESULTS).notna().any(axis=1)
    # A figure beside one count alone gives the other away, to the last digit.
    if (figures & counts.isna().any(axis=1)).any() or ("flag" in rows and rows["flag"].eq("rounded").any()):
        return False
    if base:
        return bool(counts.notna().any(axis=None) and (counts.stack() % base == 0).all())
    most = max(policy.limit for policy in catalogue.blocks("policy").values())
    counts = counts.assign(rest=counts["denominator"] - counts["numerator"])
    return bool(((counts == 0) | (counts > most)).all(axis=None))


def from_sample(table: pd.DataFrame) -> pd.Series:
    """Which rows name one of the package's samples and hold what it gives when it is counted again.

    Only what `count_by` gives for the whole sample is found again: all its people, in one stratum or another.
    """
    found = pd.Series(False, index=table.index)
    named = table["source"].map(_is_synthetic) if "source" in table else found
    if not named.any():
        return found
    rows = check_table(table[named.to_numpy()])
    key = ["source", "indicator", "dimension", "stratum"]
    same = [mark in _given_of(*one) for one, mark in zip(rows[key].itertuples(index=False), _marks(rows), strict=True)]
    found[named.to_numpy()] = np.array(same, dtype=bool)
    return found


def _is_synthetic(name: object) -> bool:
    block = catalogue.blocks("source").get(str(name))
    return block is not None and block.synthetic


def _given_of(source: str, indicator: str, dimension: str, stratum: str) -> frozenset[Mark]:
    parts = [] if stratum == WHOLE else stratum.split("; ")
    strata = tuple(part.partition("=")[0] for part in parts)
    return _given(source, catalogue.indicator(indicator), catalogue.dimension(dimension), strata)


@lru_cache(maxsize=64)
def _given(
    source: str, indicator: catalogue.Indicator, dimension: catalogue.Dimension, strata: tuple[str, ...]
) -> frozenset[Mark]:
    """Every row of a sample for one indicator and dimension; blocks and not their ids, since a catalogue can change."""
    from hitoolkit.counting import count_by
    from hitoolkit.readers.samples import PREFIX, read_sample

    try:
        data = read_sample(source.removeprefix(PREFIX))
        # Groups cut from one place are given only where they are asked for.
        cut = isinstance(data, pd.DataFrame) and data["edition"].str.endswith(LOCAL).any()
        counted = count_by(
            data, dimension.id, indicator.id, stratum=list(strata) or None, quintile_basis="both" if cut else None
        )
    except HitoolkitError:
        return frozenset()
    # A file of the same name beside the notebook is read before the sample, and is somebody's own.
    return frozenset(_marks(counted[counted["source"] == source]))


def _marks(rows: pd.DataFrame) -> Iterator[Mark]:
    """What makes a row the same as another: its group and counts, and the figure where a count is lacking."""
    columns = ["group", "stratum", *COUNTS, "value"]
    for group, stratum, n, d, value in rows[columns].itertuples(index=False):
        figure = round(value, 6) if n != n or d != d else None
        yield group, stratum, *(None if one != one else one for one in (n, d, figure))
