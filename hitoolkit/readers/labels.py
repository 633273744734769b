"""Headings and labels of counted tables, read to the ids of the catalogue."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError, count_of
from hitoolkit.groups import name_groups
from hitoolkit.groups.age import band_of
from hitoolkit.groups.spreadsheet_dates import undo_dates
from hitoolkit.readers.columns import without_year
from hitoolkit.table import UNKNOWN, WHOLE

#: What a column of groups holds, and the dimension a table by it is of.
HELD = {"imd_decile": "imd_decile", "imd_quintile": "imd_quintile", "ethnic_code": "ethnic_group", "sex": "sex",
        "age_group": "age_band"}  # fmt: skip
WHOLES = {
    "all", "total", "totals", "overall", "england", "everyone", "grand total", "total activity", "persons", "people",
    "all persons", "all people", "all patients", "all groups", "all deciles", "all quintiles", "all ages",
    "all ethnic groups", "both", "both sexes", "all sexes", "all attendances",
}  # fmt: skip
#: Why a value has no group although it says something. A few such records are counted as not known; in a table it
#: may be a whole, or a group that was misspelt.
STRANGE = ("not a valid", "not a code", "not one of", "an age outside")


def dimension_of(heading: str) -> str | None:
    """The dimension whose groups a column holds, told by its heading.

    >>> dimension_of("IMD Decile 2019"), dimension_of("Ethnicity"), dimension_of("weeks waited")
    ('imd_decile', 'ethnic_group', None)
    """
    key = heading_key(heading)
    named = {heading_key(name): name for name in catalogue.blocks("dimension")}
    if key in named:
        return named[key]
    for concept, dimension in HELD.items():
        block = concepts()[concept]
        plain = without_year(key) if block.years else key
        if {key, plain} & {*block.headings, *block.weaker} or any(key.startswith(start) for start in block.starts):
            return dimension
    return None


def dimension_in(heading: str, labels: pd.Series) -> str | None:
    """The dimension whose groups a column holds: fifths where a heading such as IMD says neither, and each label does.

    >>> dimension_in("IMD", pd.Series(["Quintile 1", "Quintile 2"])), dimension_in("IMD", pd.Series([1, 2]))
    ('imd_quintile', 'imd_decile')
    """
    dimension = dimension_of(heading)
    if dimension == "imd_decile" and heading_key(heading) in concepts()["imd_decile"].weaker:
        said = labels.dropna().astype(str).str.strip().str.lower()
        fifths = said.str.contains("quintile|fifth of|fifths", regex=True)
        if fifths.any() and (fifths | said.isin({"", *WHOLES, "unknown", "not known", "not stated"})).all():
            return "imd_quintile"
    return dimension


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
    if block.groups and all(band_of(group) for group in block.groups):
        raw = raw.replace(undo_dates(raw.unique())[0])
    concept = next((one for one, held in HELD.items() if held == dimension), block.column)
    naming = name_groups(block, concept, raw[~whole].unique())
    known = f"Groups: {', '.join(block.groups)}, Not known, Not stated, Total. "
    for label, reason in naming.reason.items():
        if reason.startswith(STRANGE):
            naming.refuse(label, f"cannot be read as a group of {dimension}", f"{known}Mend the label.")
    if dimension == "imd_decile" and heading_key(heading) in concepts()["imd_decile"].weaker:
        tenths = {label: group for label, group in naming.group.items() if group not in UNKNOWN}
        if {*tenths.values()} == {"1", "2", "3", "4", "5"}:
            mend = "Write imd_quintile or imd_decile in the heading."
            naming.refused["hold 1 to 5 only, so they may be fifths", mend] = list(tenths)
    if naming.refused:
        (what, mend), values = next(iter(naming.refused.items()))
        if "columns=" in mend:
            mend = "If they are fifths, write imd_quintile in the heading."
        wrong = raw.isin(values)
        wrong &= ~raw.index.duplicated()
        row = int(list(labels.index)[int(wrong.to_numpy().argmax())]) + 1
        raise InputError(
            f'{file}, column "{heading}": the labels of {count_of(int(wrong.sum()), "row")} {what} '
            f"(first: row {row} below the heading). {mend}"
        )
    groups = raw.map(naming.group).mask(whole, WHOLE)
    if not block.groups:
        return groups
    return groups.where(groups.isin([*block.groups, *UNKNOWN, WHOLE]), "Not known")
