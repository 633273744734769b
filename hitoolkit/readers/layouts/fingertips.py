"""OHID Fingertips: the CSV of "all data for an indicator", with figures of groups beside figures of whole areas."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError, unknown_name
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import Headings, numbers, texts
from hitoolkit.readers.labels import group_labels
from hitoolkit.readers.layouts.fingertips_types import CategoryType, category_type, full_label
from hitoolkit.readers.published_names import block_to_paste, how_to_add, id_of, indicator_called
from hitoolkit.table import COUNTS, WHOLE

NAME = "fingertips"
ABOUT = "OHID Fingertips CSV: Indicator ID, Area Code, Category Type, Category, Time period, Value"
SOURCE = "fingertips"
#: What a file may hold several of, to be named as a sheet of a workbook is.
PARTS = "category type"
#: The columns that are read; others, such as the comparison whose heading changes, are not needed.
COLUMNS = ("indicatorid", "indicatorname", "areacode", "areaname", "sex", "age", "categorytype", "category",
           "timeperiod")  # fmt: skip
LIMITS = (("lowerci950limit", "upperci950limit", 0.95), ("lowerci998limit", "upperci998limit", 0.998))
EVERYONE = {"", "persons", "not applicable", "all ages", "all"}
PLACE = ["indicatorid", "areacode", "timeperiod", "sex", "age"]
#: Words of a note on a value that say it exists and is not shown.
HELD_BACK = re.compile(r"suppress|disclos|small", re.IGNORECASE)


def matches(headings: list[str]) -> bool:
    """Told by the columns that both editions (26 and 27 columns) have."""
    names = {plain(heading) for heading in headings}
    return {*COLUMNS, "value"} <= names


def read(frame: pd.DataFrame, file: str, part: str | None = None) -> pd.DataFrame:
    """Figures of the groups of a category type, with the figure of the whole area beside them as `All`.

    `part` names the category type, where a file has several that group the same people by the same dimension. The
    direction is read from the labels of the groups. Limits are those of 95%, else those of 99.8%.
    """
    named = Headings(frame, file)
    tidy = texts(frame, {name: named[name] for name in COLUMNS})
    tidy = leave_out(tidy, tidy.duplicated() & frame.fillna("").duplicated(), "the same row as one above")
    tidy = _known_indicators(tidy, file)
    types = {name: category_type(name) for name in tidy["categorytype"].unique() if name}
    tidy = _one_type(tidy, types, part, file)
    tidy, wholes = _with_wholes(tidy, types, file)
    table = _rows(tidy, types, file)
    table = pd.concat([table, _rows_of_wholes(table, tidy, wholes)])
    table, level = _figures(table, frame.loc[table.index], named, file)
    _refuse_other_unit(table, file)
    table["source"] = SOURCE
    used = tidy[tidy["categorytype"] != ""].index.union(wholes.index)
    tidy = leave_out(tidy, ~tidy.index.isin(used), "a whole area of which no groups are given")
    table = account(table.reset_index(drop=True), tidy)
    if level is not None:
        table.attrs["confidence"] = level
    return table


def _known_indicators(tidy: pd.DataFrame, file: str) -> pd.DataFrame:
    """Only the indicators that the catalogue has; raises InputError with the block to add where it has none."""
    pairs = tidy[["indicatorid", "indicatorname"]].drop_duplicates()
    ids = {one: indicator_called(f"Fingertips {one}") for one in pairs["indicatorid"]}
    if not any(ids.values()):
        number, name = pairs.iloc[0]
        block = {"name": name, "kind": "value", "better": "lower, higher or neither", "unit": "",
                 "known_as": [f"Fingertips {number}"]}  # fmt: skip
        line = block_to_paste("indicator", id_of(name), block)
        raise InputError(
            f"{file} holds the Fingertips indicator {number}, which the catalogue does not have, and the file does not "
            f"say which direction is better or in which unit it is. {how_to_add([line])}"
        )
    tidy = leave_out(tidy, tidy["indicatorid"].map(ids).isna(), "an indicator that the catalogue does not have")
    tidy["indicator"] = tidy["indicatorid"].map(ids)
    return tidy


def _one_type(
    tidy: pd.DataFrame, types: dict[str, CategoryType], part: str | None, file: str
) -> pd.DataFrame:
    """Rows of one category type for each dimension; raises InputError that lists them where several are there."""
    read = [name for name, one in types.items() if one.dimension]
    if part:
        said = {name.casefold(): name for name in types}.get(part.strip().casefold())
        if said is None or not types[said].dimension:
            raise InputError(f"{file}: {unknown_name('category type that can be read', part, read)}")
        read = [said]
    if not read:
        held = ", ".join(types) or "none, so that every row is of a whole area"
        raise InputError(
            f"{file} has no category type that is a known way to group people (it has: {held}). Download the data by "
            "deprivation decile or another category, or add the dimension to your own catalogue under that name."
        )
    tidy = leave_out(tidy, (tidy["categorytype"] != "") & ~tidy["categorytype"].isin(read),
                     "a category type that was not asked for" if part else "a category type that is no known dimension")
    grouped = tidy[tidy["categorytype"] != ""].assign(dimension=lambda rows: rows["categorytype"].map(
        lambda name: types[name].dimension))  # fmt: skip
    several = grouped.groupby([*PLACE, "dimension"])["categorytype"].unique()
    several = several[several.map(len) > 1]
    if len(several):
        names = sorted(set().union(*several))
        raise InputError(
            f"{file} groups the same people in {len(names)} ways that may not be mixed: {'; '.join(names)}. "
            f'Name one category type: sheet="{names[0]}" (on the command line: --sheet "{names[0]}").'
        )
    if grouped.empty:
        raise InputError(f"{file} has no rows of the category type asked for. Check that it was saved whole.")
    return tidy


def _with_wholes(
    tidy: pd.DataFrame, types: dict[str, CategoryType], file: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows, and among them those of whole areas whose groups are there too."""
    grouped = tidy[tidy["categorytype"] != ""]
    wholes = tidy[tidy["categorytype"] == ""]
    if wholes.duplicated(PLACE).any():
        row = wholes.index[wholes.duplicated(PLACE)][0]
        raise InputError(f"{file}: the figure of a whole area is given twice (row {row + 1} below the heading). "
                         "Keep one.")  # fmt: skip
    fits = wholes.set_index(PLACE).index.isin(grouped.set_index(PLACE).index)
    return tidy, wholes[fits]


def _rows(tidy: pd.DataFrame, types: dict[str, CategoryType], file: str) -> pd.DataFrame:
    rows = tidy[tidy["categorytype"] != ""]
    parts = []
    for name, some in rows.groupby("categorytype", sort=False):
        one = types[str(name)]
        labels = some["category"].map(full_label)
        parts.append(pd.DataFrame({
            "indicator": some["indicator"], "period": some["timeperiod"], "area": _areas(some),
            "dimension": one.dimension, "edition": one.edition,
            "group": group_labels(one.dimension, labels, "Category", file), "stratum": _strata(some),
        }, index=some.index))  # fmt: skip
    return pd.concat(parts)


def _rows_of_wholes(table: pd.DataFrame, tidy: pd.DataFrame, wholes: pd.DataFrame) -> pd.DataFrame:
    """The whole of each area as `All`, once for every dimension it is split by."""
    by = tidy.loc[table.index, PLACE].assign(dimension=table["dimension"], edition=table["edition"]).drop_duplicates()
    found = wholes.reset_index(names="row").merge(by, on=PLACE)
    return pd.DataFrame({
        "indicator": found["indicator"].to_numpy(), "period": found["timeperiod"].to_numpy(),
        "area": _areas(found).to_numpy(), "dimension": found["dimension"].to_numpy(),
        "edition": found["edition"].to_numpy(), "group": WHOLE, "stratum": _strata(found).to_numpy(),
    }, index=found["row"])  # fmt: skip


def _areas(rows: pd.DataFrame) -> pd.Series:
    """Areas by name; a county and a district may share one, and then have their code too."""
    shared = rows.groupby("areaname")["areacode"].transform("nunique") > 1
    return rows["areaname"].where(~shared, rows["areaname"] + " (" + rows["areacode"] + ")")


def _strata(rows: pd.DataFrame) -> pd.Series:
    """Age and sex where a row is of some ages or one sex only."""
    parts = [
        rows[name].map(lambda cell, name=name: "" if cell.lower() in EVERYONE else f"{name}={cell}")
        for name in ("age", "sex")
    ]
    return (parts[0] + "; " + parts[1]).str.strip("; ").replace("", WHOLE)


def _figures(
    table: pd.DataFrame, frame: pd.DataFrame, named: dict[str, str], file: str
) -> tuple[pd.DataFrame, float | None]:
    """Value, limits, counts and flag of each row, and the level of the limits."""
    table = table.copy()
    table["value"], hidden = numbers(frame[named["value"]], named["value"], file)
    note = frame[named["valuenote"]].fillna("").astype(str) if "valuenote" in named else pd.Series("", frame.index)
    blank = table["value"].isna()
    held = hidden | (blank & note.str.contains(HELD_BACK))
    table["flag"] = ""
    table["flag"] = table["flag"].mask(blank, "incomplete").mask(held, "suppressed")
    for name, heading in (("numerator", "count"), ("denominator", "denominator")):
        if heading in named:
            table[name], _ = numbers(frame[named[heading]], named[heading], file, count=True)
        else:
            table[name] = float("nan")
    for lower, upper, level in LIMITS:
        if lower in named and upper in named:
            table["lower"], _ = numbers(frame[named[lower]], named[lower], file)
            table["upper"], _ = numbers(frame[named[upper]], named[upper], file)
            if table[["lower", "upper"]].notna().any(axis=None):
                return table, level
    return table, None


def _refuse_other_unit(table: pd.DataFrame, file: str) -> None:
    """Counts that do not give the value show that the file has another unit; a standardised rate keeps no counts."""
    for name in table["indicator"].unique():
        block = catalogue.indicator(name)
        if not block.counted:
            continue
        rows = table[table["indicator"] == name]
        worked = block.per * rows["numerator"] / rows["denominator"]
        off = (worked - rows["value"]).abs() > 0.06 + 0.01 * rows["value"].abs()
        if block.kind == "rate":
            # Standardised, or over several years: as published it is not what its counts would give.
            table.loc[rows.index[off], COUNTS] = float("nan")
        elif off.any():
            raise InputError(
                f"{file}: values of {name} are not {block.per:g} x Count / Denominator (first: row "
                f"{rows.index[off][0] + 1} below the heading). Check the unit, and that it is this indicator."
            )
