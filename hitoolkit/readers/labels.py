"""Headings and labels of counted tables, read to the ids of the catalogue."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError, count_of
from hitoolkit.groups import name_groups
from hitoolkit.table import UNKNOWN, WHOLE

#: What a column of groups holds, and the dimension a table by it is of.
HELD = {"imd_decile": "imd_decile", "imd_quintile": "imd_quintile", "ethnic_code": "ethnic_group", "sex": "sex"}
WHOLES = {"all", "total", "overall", "england", "all persons", "all people", "everyone", "grand total"}


def dimension_of(heading: str) -> str | None:
    """The dimension whose groups a column holds, told by its heading.

    >>> dimension_of("IMD Decile"), dimension_of("Ethnicity"), dimension_of("weeks waited")
    ('imd_decile', 'ethnic_group', None)
    """
    key = heading_key(heading)
    named = {heading_key(name): name for name in catalogue.blocks("dimension")}
    if key in named:
        return named[key]
    for concept, dimension in HELD.items():
        block = concepts()[concept]
        if key in (*block.headings, *block.weaker) or any(key.startswith(start) for start in block.starts):
            return dimension
    return None


def group_labels(dimension: str, labels: pd.Series, heading: str, file: str) -> pd.Series:
    """Read a column of labels to group ids, whatever their spelling; a total becomes `All`.

    Raises InputError, naming the column and the first row, where a label cannot be read.

    >>> group_labels("imd_decile", pd.Series(["01 - Most deprived", "2", "Total"]), "Decile", "a.csv").tolist()
    ['1', '2', 'All']
    """
    raw = labels.map(lambda cell: "" if cell is None or cell != cell else str(cell).strip()).astype(object)
    low = raw.str.lower()
    whole = low.isin(WHOLES)
    block = catalogue.dimension(dimension)
    concept = next((one for one, held in HELD.items() if held == dimension), block.column)
    naming = name_groups(block, concept, raw[~whole].unique())
    if naming.refused:
        (what, mend), values = next(iter(naming.refused.items()))
        wrong = raw.isin(values)
        row = int(list(labels.index)[int(wrong.to_numpy().argmax())]) + 1
        raise InputError(
            f'{file}, column "{heading}": {count_of(int(wrong.sum()), "label")} {what} '
            f"(first: row {row} below the heading). {mend}"
        )
    groups = raw.map(naming.group).mask(whole, WHOLE)
    if not block.groups:
        return groups
    return groups.where(groups.isin([*block.groups, *UNKNOWN, WHOLE]), "Not known")
