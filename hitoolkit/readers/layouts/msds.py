"""NHS Maternity Statistics, the long CSV of the Maternity Services Data Set in its yearly and monthly forms."""

from __future__ import annotations

import pandas as pd

from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.groups.naming import is_blank
from hitoolkit.groups.spreadsheet_dates import undo_dates
from hitoolkit.readers.accounting import LEFT_OUT, account, leave_out
from hitoolkit.readers.cells import Headings, numbers, texts
from hitoolkit.readers.labels import group_labels
from hitoolkit.readers.layouts.msds_parts import (
    EDITIONS,
    LEVELS,
    MIXES,
    OUTCOMES,
    Outcome,
    place_name,
    span,
    tidy_label,
    year_or_month,
)

NAME = "msds"
ABOUT = "NHS Maternity Statistics: Period, Dimension, Org_Level, Org_Code, Org_Name, Measure, Count_Of, Value"
SOURCE, OWN = "msds_annual", "own_table"
ROUNDED_TO = 5
COLUMNS = ("dimension", "orglevel", "orgcode", "orgname", "measure")
VALUE = ("value", "finalvalue")
#: Monthly files give the first and the last day of a period, older ones and the yearly files one name for it.
PERIOD, FIRST, LAST = "period", "reportingperiodstartdate", "reportingperiodenddate"
PLACE = ["period", "level", "orgcode", "orgname"]

WHY_NO_CROSS = (
    "This file of NHS Maternity Statistics holds one-way margins only: each count is split by one thing at a time, "
    "never by two. Use records, or ask the data owner for a cross-table."
)


def matches(headings: list[str]) -> bool:
    """Told by the columns that every edition has, and a period in one of its two forms."""
    names = {plain(heading) for heading in headings}
    return set(COLUMNS) <= names and bool(names & set(VALUE)) and (PERIOD in names or {FIRST, LAST} <= names)


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Outcomes by region and by provider, and the mix of deprivation, ethnicity and age of each area, as shares.

    Published counts are rounded to 5 by the publisher and taken as they are. Levels overlap (England, regions,
    providers), so none is added to another. Labels that a spreadsheet turned into dates are read back where the other
    labels of their dimension leave one way.
    """
    tidy = _known_rows(_tidy(frame, file), file)
    parts = [_outcome(tidy, outcome) for outcome in OUTCOMES]
    parts += [_mix(tidy, *mix, file) for mix in MIXES.items()]
    found = [part for part in parts if len(part)]
    if not found:
        why = "; ".join(one["reason"] for one in tidy.attrs.get(LEFT_OUT, []))
        raise InputError(
            f"{file} has the columns of NHS Maternity Statistics, but nothing in it can be used"
            f"{f' ({why})' if why else ''}. Needed is a dimension such as GestationLengthBirthGroup37, "
            "SmokingStatusGroupBooking, DeprivationDecileAtBooking or EthnicCategoryMotherGroup."
        )
    table = account(pd.concat(found, ignore_index=True), tidy)
    # The publisher rounds every count to 5. A file that does not is somebody's own, and is protected like any other.
    published = bool((tidy["count"].dropna() % ROUNDED_TO == 0).all())
    table["source"] = SOURCE if published else OWN
    table.attrs["why_no_cross"] = WHY_NO_CROSS
    return table


def _tidy(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """The columns that are read, by one name each."""
    named = Headings(frame, file)
    tidy = texts(frame, {name: named[name] for name in (*COLUMNS, PERIOD, FIRST, LAST, "countof") if name in named})
    tidy["period"] = tidy[PERIOD].map(year_or_month) if PERIOD in tidy else span(tidy[FIRST], tidy[LAST], file)
    if "countof" not in tidy:
        tidy["countof"] = ""
    heading = named[next(name for name in VALUE if name in named)]
    tidy["count"], _ = numbers(frame[heading], heading, file, count=True)
    tidy["split"] = tidy["dimension"].map(plain)
    tidy["level"] = tidy["orglevel"].str.lower().map(LEVELS)
    return tidy


def _known_rows(tidy: pd.DataFrame, file: str) -> pd.DataFrame:
    """Rows that are read, with one spelling for each category (`said`); the others are left out with a reason."""
    read_here = {name for outcome in OUTCOMES for name in outcome.dimensions} | set(MIXES)
    tidy = leave_out(tidy, tidy["level"].isna(), "a level of organisation that is not read (such as an MBRRACE group)")
    tidy = leave_out(tidy, ~tidy["split"].isin(read_here), "a dimension or total that is not read")
    key = ["period", "split", "level", "orgcode", "measure", "countof"]
    if tidy.duplicated(key).any():
        row = tidy.index[tidy.duplicated(key)][0] + 1
        raise InputError(f"{file}: a count is given twice (first: row {row} below the heading). Keep one.")
    tidy["said"] = tidy["measure"]
    for split in tidy["split"].unique():
        tidy = _one_spelling(tidy, split)
    # A missing category stays out of both top and bottom: its people were not asked, or not written down.
    unknown = _not_known(tidy["said"]) & ~tidy["split"].isin(MIXES)
    return leave_out(tidy, unknown, "not known, and so on neither side of an outcome")


def _one_spelling(tidy: pd.DataFrame, split: str) -> pd.DataFrame:
    """The rows with the categories of one dimension in one spelling; without that dimension where one is not certain.

    Of a whole of which one category cannot be told, no share can be either.
    """
    rows = tidy["split"] == split
    name = tidy.loc[rows, "dimension"].iloc[0]
    mended, doubtful = undo_dates(tidy.loc[rows, "measure"].unique())
    if doubtful:
        return leave_out(tidy, rows, f"{name} has labels that a spreadsheet turned into dates, and nothing tells which "
                         "ranges they were")  # fmt: skip
    said = tidy.loc[rows, "measure"].replace(mended)
    outcome = next((one for one in OUTCOMES if split in one.dimensions), None)
    if outcome:
        said = said.map(tidy_label)
        if not (_not_known(said) | said.isin(outcome.top + outcome.rest)).all():
            return leave_out(tidy, rows, f"{name} has a category that is not known, so that its whole cannot be told")
    tidy.loc[rows, "said"] = said
    return tidy


def _not_known(said: pd.Series) -> pd.Series:
    return said.map(lambda one: is_blank(one) or one.lower().startswith("not stated")).astype(bool)


def _outcome(tidy: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    rows = tidy[tidy["split"].isin(outcome.dimensions)]
    rows = rows.assign(top=rows["count"].where(rows["said"].isin(outcome.top), 0.0), known=rows["count"])
    rows["is_top"] = rows["said"].isin(outcome.top)
    sums = rows.groupby(PLACE, as_index=False, sort=False).agg(
        top=("top", _whole), known=("known", _whole), tops=("is_top", "sum"), all=("is_top", "size")
    )
    # A side of which no row is given is not known; it is not zero.
    sums["top"] = sums["top"].where(sums["tops"] > 0)
    sums["known"] = sums["known"].where((sums["tops"] > 0) & (sums["tops"] < sums["all"]))
    parts = []
    for level in ("region", "provider"):
        part = sums[sums["level"].isin([level, "national"])]
        if not (part["level"] == level).any():
            continue
        group = part["orgname"].map(place_name).where(part["level"] == level, "All")
        parts.append(pd.DataFrame({"indicator": outcome.indicator, "period": part["period"], "area": "England",
                                   "dimension": level, "edition": "as published", "group": group,
                                   "numerator": part["top"], "denominator": part["known"]}))  # fmt: skip
    return pd.concat(parts) if parts else sums.head(0)


def _mix(tidy: pd.DataFrame, split: str, dimension: str, file: str) -> pd.DataFrame:
    rows = tidy[tidy["split"] == split]
    if rows.empty:
        return rows
    rows = rows.assign(group=group_labels(dimension, rows["said"], "Measure", file))
    rows["area"] = rows["orgname"].map(place_name).where(rows["level"] != "national", "England")
    shares = rows.groupby(["period", "area", "group"], as_index=False, sort=False)["count"].agg(_whole)
    whole = shares.groupby(["period", "area"])["count"].transform(_whole)
    return pd.DataFrame({"indicator": "share_of_deliveries", "period": shares["period"], "area": shares["area"],
                         "dimension": dimension, "edition": EDITIONS.get(dimension, "not stated"),
                         "group": shares["group"], "numerator": shares["count"], "denominator": whole})  # fmt: skip


def _whole(counts: pd.Series) -> float:
    """A sum of which one part is hidden is not known."""
    return float(counts.sum(skipna=False))
