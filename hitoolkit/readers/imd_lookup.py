"""A file that gives each small area its deprivation tenth: read in all the layouts there are, or refused in words."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError
from hitoolkit.groups.editions import INDICES, LOCAL, NATIONAL, Index, edition_in, edition_text, index_of
from hitoolkit.groups.imd import decile_of
from hitoolkit.groups.naming import raw_text
from hitoolkit.groups.small_areas import exclusive, nation_of
from hitoolkit.readers.columns import Column, Recognised, listed, recognise
from hitoolkit.readers.faults import asked
from hitoolkit.readers.imd_ranks import ranks_of, refuse_turned, tenths_from_ranks
from hitoolkit.readers.postcode_headings import ranks_of_postcodes
from hitoolkit.readers.scan import Scan, open_scan

#: Bare names that may be a rank, so that a column called a decile goes before them.
BARE = ("imd", "imd19", "imd15", "imd25")


@dataclass
class Lookup:
    """The tenth of each small area, the year of the areas, and the edition of the index."""

    name: str
    deciles: dict[str, int]
    vintage: str = ""
    edition: str = ""
    notes: list[str] = field(default_factory=list)
    #: The national rank of each area, where the file has it: what local groups are cut from.
    ranks: dict[str, int] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        return index_of(self.edition)


def read_lookup(path: str | os.PathLike[str], edition: str = "") -> Lookup:
    """Read a file that gives each small area its tenth: one of gov.uk's, a geoportal's or an own one, in any format.

    Ranks of all areas of an edition serve too: tenth = 10 x rank / number of areas, rounded up, is how each published
    tenth comes about. The edition is the one given, else the one its headings or name state, else follows from the
    year of its areas. Tenths of more than one nation are refused, for each nation ranks its own areas.
    Raises InputError where that is not clear, or where the edition given does not fit the areas.
    """
    scan, told = open_lookup(path)
    tenth, rank = tenth_of(told), told.found.get("imd_rank")
    if tenth is None and rank is None:
        raise InputError(_no_tenths(told))
    area = _one(told, "lsoa")
    if area is None:
        raise InputError(
            f"{told.name} has no column that is known to be lsoa (codes of small areas). Its columns: "
            f"{listed(told.headings)}. Call the right column lsoa in that file."
        )
    wanted = [f"c{column.place}" if column is not None else "NULL" for column in (area, tenth, rank)]
    rows = asked(scan, lambda: scan.relation.project(", ".join(wanted)).fetchall())
    ranks = ranks_of(rows) if rank is not None else {}
    lookup = Lookup(scan.name, {}, ranks=ranks)
    if tenth is None and rank is not None:
        lookup.deciles = tenths_from_ranks(scan.name, rank, ranks)
        lookup.notes.append(f"Tenths were worked out from the ranks of all {len(ranks):,} areas in {scan.name}.")
    else:
        assert tenth is not None
        lookup.deciles = _tenths(scan.name, tenth, rows)
        refuse_turned(scan.name, tenth, lookup.deciles, ranks)
    index = _nation(lookup)
    return _dated(lookup, index, area, tenth or rank, scan.headings, Path(str(path)).name, edition)  # type: ignore[arg-type]


def open_lookup(path: str | os.PathLike[str]) -> tuple[Scan, Recognised]:
    """A lookup and what its headings say; of a workbook, the sheet of areas, for gov.uk's opens on its notes."""
    try:
        scan = open_scan(path)
    except InputError as error:
        if "several sheets" not in str(error):
            raise
        titles = str(error).split("sheets: ")[1].split(". Name one")[0].split(", ")
        for title in titles:
            try:
                scan = open_scan(path, title)
                told = recognise(scan.name, scan.headings)
            except InputError:
                continue
            if "lsoa" in told.found and (tenth_of(told) or "imd_rank" in told.found):
                return scan, told
        raise
    return scan, recognise(scan.name, scan.headings)


def tenth_of(told: Recognised) -> Column | None:
    """The column of overall tenths, or None; raises InputError where several could be it."""
    found = told.found.get("imd_decile")
    if found is not None and heading_key(found.heading) not in BARE:
        return found
    return _one(told, "imd_decile")


def _one(told: Recognised, name: str) -> Column | None:
    """The column of a lookup, whose headings no option names: where several could be it, the file must say."""
    if name in told.unclear:
        several = ", ".join(column.heading for column in told.unclear[name])
        raise InputError(
            f"{told.name} has several columns that could be {name}: {several}. Keep one, or call the right one {name} "
            "in that file."
        )
    return told.look(name)


def _no_tenths(told: Recognised) -> str:
    ranks = ranks_of_postcodes(told.headings)
    if ranks:
        return (
            f'{told.name} is a postcode directory: its column "{ranks[0]}" holds national ranks of areas, not tenths. '
            "Give it together with a file of small areas and deciles, such as File 7 of the indices: "
            'imd_lookup=["POSTCODES", "DECILES"] (on the command line: --imd "POSTCODES;DECILES").'
        )
    return (
        f"{told.name} has no column that is known to be imd_decile (tenths of deprivation). Its columns: "
        f"{listed(told.headings)}. Give a file of small areas and deciles, such as File 7 of the indices, or call the "
        "right column imd_decile in that file."
    )


def _tenths(name: str, tenth: Column, rows: list[tuple[Any, ...]]) -> dict[str, int]:
    deciles: dict[str, int] = {}
    for raw_code, raw_decile, _ in rows:
        code, text = raw_text(raw_code).upper(), raw_text(raw_decile)
        if not code or not text:
            continue
        decile = decile_of(text)
        if isinstance(decile, str):
            raise InputError(f'{name}, column "{tenth.heading}": cells {decile}. Name the right column in the file.')
        if deciles.setdefault(code, decile) != decile:
            which = code if nation_of(code) else "an area"
            raise InputError(f"{name} gives {which} two different tenths. Keep one row for each area.")
    if not deciles:
        raise InputError(f"{name} gives no area its tenth. Give a file of small area codes and deciles.")
    return deciles


def _nation(lookup: Lookup) -> Index:
    """The index of the nation that the areas lie in. Raises InputError where they lie in several."""
    found = Counter(nation for code in lookup.deciles if (nation := nation_of(code)))
    if len(found) > 1:
        nations = ", ".join(f"{nation} ({areas:,})" for nation, areas in found.most_common())
        raise InputError(
            f"{lookup.name} gives tenths for areas of several nations: {nations}. Each nation ranks its own areas by "
            "its own index, so these tenths cannot be counted together. Keep the areas of one nation."
        )
    nation = next(iter(found), "English")
    return next(one for one in INDICES.values() if one.nation == nation)


def _dated(
    lookup: Lookup, index: Index, area: Column, tenth: Column, headings: list[str], file: str, given: str
) -> Lookup:
    old, new = exclusive(lookup.deciles) if index.name == "IMD" else (0, 0)
    by_codes = "2021" if new > old else "2011" if old > new else ""
    lookup.vintage = area.vintage or index.sizes.get(len(lookup.deciles), "") or by_codes
    if area.vintage and by_codes and area.vintage != by_codes and area.vintage != "2001":
        lookup.vintage = by_codes
    stated = edition_in(heading_key(tenth.heading)) or edition_in(_about_index(file))
    if not stated and any(heading_key(one) == "localauthoritydistrictcode(2013)" for one in headings):
        stated = "IMD 2015"
    # Short names of several nations' files all say IMD; which index it is follows from the areas.
    year = stated.split(" ")[1] if stated else ""
    if given and index_of(given) is not index:
        raise InputError(
            f"{lookup.name} holds {index.nation} small areas, whose index is the {index.name}, but {given} was given. "
            f"Give the edition of the file, or another file."
        )
    if given and year and year not in given:
        raise InputError(
            f"{lookup.name} states {index.name} {year} in its name or heading, but {given} was given. "
            "Give the edition of the file, or none, or another file."
        )
    year = given.split(" ")[1] if given else year
    rivals = [one for one, of in index.years.items() if of == lookup.vintage]
    if not year and 0 < len(rivals) < 3:
        year = max(rivals)
        if len(rivals) > 1:
            lookup.notes.append(
                f"{lookup.name} does not state its edition; with areas of {lookup.vintage} it is taken to be "
                f"{index.name} {year}."
            )
    if year not in index.years:
        raise InputError(
            f"{lookup.name} does not say which edition of the deprivation index it holds. Give it: "
            'imd_edition="2019" (on the command line: --edition 2019).'
        )
    lookup.vintage = lookup.vintage or index.years[year]
    if index.years[year] != lookup.vintage:
        raise InputError(
            f"{lookup.name} holds areas (LSOA) of {lookup.vintage}, but {index.name} {year} is published for areas of "
            f"{index.years[year]}. Give the edition that belongs to the file, or another file."
        )
    basis = LOCAL if LOCAL in (tenth.basis, given.split(" ")[-1]) else NATIONAL
    lookup.edition = edition_text(f"{index.name} {year} {basis}")
    return lookup


def _about_index(file: str) -> str:
    """The part of a file's name that tells the index, so that the year of an extract is not taken for it."""
    key = heading_key(file)
    at = min((key.index(mark) for mark in ("wimd", "simd", "nimdm", "imd", "iod") if mark in key), default=-1)
    return key[at : at + 9] if at >= 0 else ""
