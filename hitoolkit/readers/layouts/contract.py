"""The package's own layout: a file with the columns of the inequality table."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.readers.cells import numbers
from hitoolkit.table import COLUMNS, COUNTS, NUMBERS

NAME = "contract"
ABOUT = "the inequality table's own columns (indicator, dimension, group, numerator, denominator, value ...)"


def matches(headings: list[str]) -> bool:
    """A file is ours when it names indicator, dimension and group, and something to compare."""
    names = {heading.lower() for heading in headings}
    return {"indicator", "dimension", "group"} <= names and bool(set(NUMBERS) & names)


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Take the columns as they stand; marks for hidden numbers become unknown and are flagged."""
    table = frame.set_axis([heading.lower() for heading in frame.columns], axis=1)
    table = table.loc[:, table.columns.isin(COLUMNS)]
    if table.columns.has_duplicates:
        name = table.columns[table.columns.duplicated()][0]
        raise InputError(f'{file} has two columns called "{name}". Rename or remove one of them.')
    table = table[[name for name in COLUMNS if name in table]].copy()
    # Not read, but a refusal of rows that look alike can name them.
    beside = [heading for heading in dict.fromkeys(frame.columns) if heading and heading.lower() not in COLUMNS]
    table = table.assign(**{heading: "" for heading in beside})
    flag = table["flag"].fillna("") if "flag" in table else pd.Series("", index=table.index)
    flag = flag.astype(object)
    for name in NUMBERS:
        if name in table:
            table[name], hidden = numbers(table[name], name, file, count=name in COUNTS)
            flag = flag.mask(hidden & (flag == ""), "suppressed")
    table["flag"] = flag
    if "source" in table:
        # What a file says of itself cannot exempt it from protection: only a sample or a published layout is trusted.
        table["source"] = table["source"].map(lambda name: "own_table" if _exempt(name) else name)
    return table


def _exempt(name: object) -> bool:
    block = catalogue.blocks("source").get(str(name).strip())
    return block is not None and (block.protected or block.synthetic)
