"""Small areas to deprivation tenths by a lookup file the user names; a wrong pairing of years is refused."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import narwhals as nw

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.catalogue.wording import rows_text
from hitoolkit.errors import InputError, count_of
from hitoolkit.groups.imd import EDITIONS, decile_of, edition_text
from hitoolkit.groups.naming import Naming, raw_text
from hitoolkit.groups.small_areas import exclusive, whereabouts
from hitoolkit.readers.columns import Column, Recognised, heading_year, how_to_name, recognise
from hitoolkit.readers.faults import asked
from hitoolkit.readers.scan import open_scan

#: How many English areas each year's map has, for a lookup whose headings do not say.
SIZES = {32_482: "2001", 32_844: "2011", 33_755: "2021"}
NEWEST = {"2011": "2019", "2021": "2025"}


@dataclass
class Lookup:
    """The tenth of each small area, the year of the areas, and the edition of the index."""

    name: str
    deciles: dict[str, int]
    vintage: str
    edition: str
    notes: list[str] = field(default_factory=list)


@dataclass
class Match:
    """A lookup and the column of areas it is used on, with how many records found their area."""

    lookup: Lookup
    column: Column
    #: Reason -> records; "" stands for those that found their area.
    found: dict[str, int]

    @property
    def edition(self) -> str:
        return self.lookup.edition

    def name(self, values: Any, fifths: bool) -> Naming:
        """The tenth or fifth of each raw area code."""
        naming = Naming(self.edition)
        for value in values:
            code = raw_text(value).upper()
            decile = self.lookup.deciles.get(code)
            if decile is None:
                naming.unknown(value, why_not(code, self.lookup.name))
            else:
                naming.known(value, str((decile + 1) // 2 if fifths else decile))
        return naming

    def lines(self) -> list[str]:
        """The match report as it may be shown: small counts hidden, the others rounded. Exact ones are in `found`."""
        total = sum(self.found.values())
        matched = self.found.get("", 0)
        what = f"{self.column.heading} to {self.edition} by {self.lookup.name}"
        text = f"{what}: {rows_text(matched)} of {rows_text(total)} records found their area"
        rest = [f"{reason}: {rows_text(rows)}" for reason, rows in self.found.items() if reason]
        return [f"{text}; {'; '.join(rest)}." if rest else f"{text}.", *self.lookup.notes]


def why_not(code: str, name: str) -> str:
    """Why an area code has no tenth, in words.

    >>> why_not("W01001234", "imd.csv"), why_not("E01099999", "imd.csv")
    ('Welsh small area', 'small area not in imd.csv')
    """
    return whereabouts(code) or f"small area not in {name}"


def match_areas(records: Any, path: str | os.PathLike[str], edition: str) -> Match:
    """Read a lookup and hold it against the areas of the records; refuse it where the years do not fit."""
    lookup = read_lookup(path, edition)
    column = _column_for(records.recognised, lookup)
    frame: Any = nw.from_native(records.relation({"area": (column, "raw")}))
    counts: Counter[str] = Counter()
    for value, rows in records.collect(frame.group_by("area").agg(rows=nw.len())).itertuples(index=False):
        counts[raw_text(value).upper()] += int(rows)
    _refuse_wrong_pair(records.name, column, lookup, set(counts))
    found: Counter[str] = Counter()
    for code, rows in counts.items():
        found["" if code in lookup.deciles else why_not(code, lookup.name)] += rows
    if not found[""]:
        raise InputError(
            f'{records.name}, column "{column.heading}": not one code is found in {lookup.name}. '
            "Check that it holds small area codes like E01000001, or name the right column: "
            f"{how_to_name('lsoa', 'HEADING')}."
        )
    return Match(lookup, column, dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))))


def read_lookup(path: str | os.PathLike[str], edition: str = "") -> Lookup:
    """Read a file that gives each small area its tenth: one of gov.uk's, a geoportal's or an own one, in any format.

    The edition is the one given, else the one its headings or name state, else follows from the year of its areas.
    Raises InputError where that is not clear, or where the edition given does not fit the areas.
    """
    scan, told = _open(path)
    area, tenth = told.get("lsoa"), _tenth(told)
    rows = asked(scan, lambda: scan.relation.project(f"c{area.place}, c{tenth.place}").fetchall())
    deciles: dict[str, int] = {}
    for raw_code, raw_decile in rows:
        code, text = raw_text(raw_code).upper(), raw_text(raw_decile)
        if not code or not text:
            continue
        decile = decile_of(text)
        if isinstance(decile, str):
            raise InputError(
                f'{scan.name}, column "{tenth.heading}": cells {decile}. Name the right column in the file.'
            )
        if deciles.setdefault(code, decile) != decile:
            raise InputError(f"{scan.name} gives {code} two different tenths. Keep one row for each area.")
    if not deciles:
        raise InputError(f"{scan.name} gives no area its tenth. Give a file of small area codes and deciles.")
    return _dated(Lookup(scan.name, deciles, "", ""), area, tenth, scan.headings, Path(str(path)).name, edition)


def _open(path: str | os.PathLike[str]) -> tuple[Any, Recognised]:
    try:
        scan = open_scan(path)
    except InputError as error:
        if "several sheets" not in str(error):
            raise
        # The workbook of gov.uk opens on its notes; the sheet of areas is the one that has both columns.
        titles = str(error).split("sheets: ")[1].split(". Name one")[0].split(", ")
        for title in titles:
            try:
                scan = open_scan(path, title)
                told = recognise(scan.name, scan.headings)
                told.get("lsoa"), _tenth(told)
                return scan, told
            except InputError:
                continue
        raise
    return scan, recognise(scan.name, scan.headings)


def _tenth(told: Recognised) -> Column:
    if "imd_decile" in told.found and heading_key(told.found["imd_decile"].heading) not in (
        "imd",
        "imd19",
        "imd15",
        "imd25",
    ):
        return told.found["imd_decile"]
    return told.get("imd_decile")


def _dated(lookup: Lookup, area: Column, tenth: Column, headings: list[str], file: str, given: str) -> Lookup:
    old, new = exclusive(lookup.deciles)
    by_codes = "2021" if new > old else "2011" if old > new else ""
    lookup.vintage = area.vintage or SIZES.get(len(lookup.deciles), "") or by_codes
    if area.vintage and by_codes and area.vintage != by_codes and area.vintage != "2001":
        lookup.vintage = by_codes
    stated = heading_year(tenth.heading) or heading_year(_about_index(file))
    if not stated and any(heading_key(one) == "localauthoritydistrictcode(2013)" for one in headings):
        stated = "2015"
    if given and stated and stated not in given:
        raise InputError(
            f"{lookup.name} states IMD {stated} in its name or heading, but {given} was given. "
            "Give the edition of the file, or none, or another file."
        )
    year = (given or edition_text(stated)).removeprefix("IMD ")[:4]
    if not year and lookup.vintage in NEWEST:
        year = NEWEST[lookup.vintage]
        if lookup.vintage == "2011":
            lookup.notes.append(
                f"{lookup.name} does not state its edition; with areas of 2011 it is taken to be IMD 2019."
            )
    if not year:
        raise InputError(
            f"{lookup.name} does not say which edition of the deprivation index it holds. Give it: "
            'imd_edition="2019" (on the command line: --edition 2019).'
        )
    lookup.vintage = lookup.vintage or EDITIONS[year]
    if EDITIONS[year] != lookup.vintage:
        raise InputError(
            f"{lookup.name} holds areas (LSOA) of {lookup.vintage}, but IMD {year} is published for areas of "
            f"{EDITIONS[year]}. Give the edition that belongs to the file, or another file."
        )
    lookup.edition = given or edition_text(year)
    return lookup


def _about_index(file: str) -> str:
    """The part of a file's name that tells the index, so that the year of an extract is not taken for it."""
    key = heading_key(file)
    for mark in ("imd", "iod"):
        if mark in key:
            at = key.index(mark)
            return key[at : at + 7]
    return ""


def _column_for(told: Recognised, lookup: Lookup) -> Column:
    """The column of areas: the only one, or among several the one whose heading states the lookup's year."""
    if "lsoa" in told.found or "lsoa" not in told.unclear:
        return told.get("lsoa")
    several = told.unclear["lsoa"]
    fits = [column for column in several if column.vintage == lookup.vintage]
    if len(fits) == 1:
        return fits[0]
    stated = [column for column in several if column.vintage]
    if not fits and len(stated) == len(several):
        names = ", ".join(f"{column.heading} ({column.vintage})" for column in several)
        raise InputError(_wrong_pair(told.name, f"has areas (LSOA) by their headings of {names}", lookup))
    return told.get("lsoa")


def _refuse_wrong_pair(name: str, column: Column, lookup: Lookup, codes: set[str]) -> None:
    """Refuse where codes only in the other year's map outnumber those only in the lookup's; a few stale ones pass.

    Where the codes cannot tell, for most exist in both years, the heading does.
    """
    old, new = exclusive(codes)
    mine, other, other_year = (old, new, "2021") if lookup.vintage == "2011" else (new, old, "2011")
    stated = column.vintage
    if lookup.vintage == "2001" or stated == "2001":
        if stated and stated != lookup.vintage:
            raise InputError(_wrong_pair(name, f'column "{column.heading}" states areas (LSOA) of {stated}', lookup))
        return
    if other > mine:
        held = f"{count_of(other, 'code')} that exist{'s' if other == 1 else ''} only in {other_year}"
        raise InputError(
            _wrong_pair(
                name, f'column "{column.heading}" holds {held} and {mine:,} that exist only in {lookup.vintage}', lookup
            )
        )
    if stated and stated != lookup.vintage and mine == other:
        raise InputError(_wrong_pair(name, f'column "{column.heading}" states areas (LSOA) of {stated}', lookup))


def _wrong_pair(name: str, what: str, lookup: Lookup) -> str:
    fits = {"2001": "IMD 2010", "2011": "IMD 2019", "2021": "IMD 2025"}
    others = "; ".join(f"{index} for areas of {year}" for year, index in fits.items() if year != lookup.vintage)
    return (
        f"{name}: {what}, but {lookup.name} is {lookup.edition}, for areas of {lookup.vintage}. Most codes would still "
        f"match, many with the wrong tenth. Use the lookup that belongs to the areas ({others}), or a column of "
        f"areas of {lookup.vintage}."
    )
