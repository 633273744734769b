"""Referral to treatment waiting times, the monthly full extract: a row for each provider and specialty."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import Headings, numbers, texts
from hitoolkit.readers.layouts.msds_parts import place_name, year_or_month
from hitoolkit.table import COUNTS, WHOLE

NAME = "rtt"
ABOUT = "RTT full extract: Period, Provider Org Code, RTT Part Type, Treatment Function Code, weekly bands, Total All"
SOURCE = "rtt_waiting_times"
#: The columns that are read, each with the one that stands in for it where it is not there.
COLUMNS = {
    "period": "period", "rttparttype": "rttparttype", "treatmentfunctioncode": "treatmentfunctioncode",
    "providerorgcode": "providerorgcode", "providerorgname": "providerorgcode",
    "treatmentfunctionname": "treatmentfunctioncode",
}  # fmt: skip
BAND = re.compile(r"gt(\d+)(?:to(\d+))?weeks(?:sum1)?")
TOTAL = "C_999"
WAITING, DECIDED = "Part_2", "Part_2A"
WEEKS = (18, 52, 65)
WHY_NOT = (
    "The full extract of RTT waiting times has no ethnicity, deprivation, age or sex in it: it counts by provider, "
    "commissioner and specialty. Use your own waiting list (open_records) for those."
)


def matches(headings: list[str]) -> bool:
    """Told by the parts of the pathway and the weekly bands."""
    names = {plain(heading) for heading in headings}
    return set(COLUMNS.values()) <= names and any(BAND.fullmatch(name) for name in names)


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """People waiting over 18, 52 and 65 weeks: by provider, by specialty, and by specialty of each provider.

    Incomplete pathways only (Part_2). The row of all specialties (C_999) is left out, and a blank band is nobody.
    Where the last band is open and begins below 65 weeks, waits over 65 weeks cannot be told and are not given.
    """
    named = Headings(frame, file)
    tidy = texts(frame, {name: named[name if name in named else code] for name, code in COLUMNS.items()})
    part = tidy["rttparttype"].str.lower()
    tidy = leave_out(tidy, part == DECIDED.lower(), "people in Part_2A, who are counted in Part_2 too")
    part = tidy["rttparttype"].str.lower()
    tidy = leave_out(tidy, part != WAITING.lower(), "completed or new pathways, not waits")
    tidy = leave_out(tidy, tidy["treatmentfunctioncode"].str.upper() == TOTAL, "the total of all specialties (C_999)")
    if tidy.empty:
        raise InputError(
            f"{file} has no rows of incomplete pathways (RTT Part Type Part_2) by specialty. Give the full extract."
        )
    month = tidy["period"].str.replace(r"^RTT-", "", case=False, regex=True)
    tidy["period"] = month.str.capitalize().map(year_or_month)
    sums = _sums(frame.loc[tidy.index], named, file)
    table = account(_table(tidy, sums), tidy)
    table["source"] = SOURCE
    table.attrs["why_no_cross"] = WHY_NOT
    return table


def _sums(frame: pd.DataFrame, named: dict[str, str], file: str) -> pd.DataFrame:
    """For each row how many wait in all, and over each number of weeks that the bands tell."""
    bands = {named[name]: found for name in named if (found := BAND.fullmatch(name))}
    counts = {heading: _count(frame[heading], heading, file) for heading in bands}
    sums = pd.DataFrame({"all": pd.concat(counts.values(), axis=1).sum(axis=1, skipna=False)})
    edges = {int(found[1]) for found in bands.values()}
    for weeks in WEEKS:
        if weeks in edges:
            over = [counts[heading] for heading, found in bands.items() if int(found[1]) >= weeks]
            sums[str(weeks)] = pd.concat(over, axis=1).sum(axis=1, skipna=False)
    _refuse_other_total(frame, named, sums["all"], file)
    return sums


def _count(column: pd.Series, heading: str, file: str) -> pd.Series:
    """A band of counts; a blank is nobody, and a mark for a hidden number stays unknown."""
    blank = column.isna() | (column.astype(str).str.strip() == "")
    quick = pd.to_numeric(column.where(~blank), errors="coerce").astype(float)
    if (quick.isna() & ~blank).any():
        quick, _ = numbers(column, heading, file, count=True)
    return quick.where(~blank, 0.0)


def _refuse_other_total(frame: pd.DataFrame, named: dict[str, str], banded: pd.Series, file: str) -> None:
    if "totalall" not in named:
        return
    said, _ = numbers(frame[named["totalall"]], named["totalall"], file, count=True)
    unknown = pd.Series(0.0, index=frame.index)
    if "patientswithunknownclockstartdate" in named:
        heading = named["patientswithunknownclockstartdate"]
        unknown = _count(frame[heading], heading, file)
    off = (said - banded - unknown).abs() > 0.5
    if off.any():
        raise InputError(
            f"{file}: Total All is not the sum of the weekly bands (first: row {frame.index[off][0] + 1} below the "
            "heading). A band was cut off or changed; download the extract again."
        )


def _table(tidy: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    providers = tidy["providerorgname"].map({name: place_name(name) for name in tidy["providerorgname"].unique()})
    rows = tidy.assign(
        provider=providers, specialty=tidy["treatmentfunctionname"], england=WHOLE, each="provider=" + providers
    ).join(sums)
    given = [str(name) for name in sums if name != "all"]
    parts = []
    for dimension, stratum in (("specialty", "england"), ("provider", "england"), ("specialty", "each")):
        whole = ["period", stratum]
        # Several commissioners share a provider, and their people add up; the whole is that of all groups.
        groups = _added(rows, [*whole, dimension], ["all", *given])
        wholes = _added(rows, whole, ["all", *given])
        both = pd.concat([groups, wholes.assign(**{dimension: WHOLE})], ignore_index=True)
        for weeks in given:
            parts.append(pd.DataFrame({
                "indicator": f"waits_over_{weeks}_weeks", "period": both["period"], "area": "England",
                "dimension": dimension, "edition": "as published", "group": both[dimension], "stratum": both[stratum],
                COUNTS[0]: both[weeks], COUNTS[1]: both["all"],
            }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _added(rows: pd.DataFrame, by: list[str], counts: list[str]) -> pd.DataFrame:
    """Counts added up; where one of them is not known, nor is their sum."""
    groups = rows.groupby(by, sort=False)
    sums, known = groups[counts].sum(), groups[counts].count()
    return sums.where(known.eq(groups.size(), axis=0)).reset_index()
