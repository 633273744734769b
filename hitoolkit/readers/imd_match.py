"""The small areas of records held against a lookup: how many find theirs, why not, and wrong years refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from hitoolkit.catalogue.wording import rows_text
from hitoolkit.errors import InputError, count_of
from hitoolkit.groups.editions import LOCAL, NATIONAL
from hitoolkit.groups.naming import Naming, raw_text
from hitoolkit.groups.small_areas import exclusive, nation_of, whereabouts
from hitoolkit.readers.columns import Column, how_to_name
from hitoolkit.readers.imd_lookup import Lookup, read_lookup
from hitoolkit.readers.imd_ranks import local_fifths
from hitoolkit.readers.postcodes import MARKS, by_postcode, lookup_files


@dataclass
class Match:
    """A lookup and the column of areas it is used on, with how many records found their area."""

    lookup: Lookup
    column: Column
    #: Reason -> records; "" stands for those that found their area.
    found: dict[str, int]
    notes: list[str] = field(default_factory=list)
    #: Headings that may point to a person and were needed for the match.
    used: list[str] = field(default_factory=list)

    @property
    def edition(self) -> str:
        return self.lookup.edition

    def name(self, values: Any, fifths: bool) -> Naming:
        """The tenth or fifth of each raw area code."""
        naming = Naming(self.edition)
        for value in values:
            code = area_code(value)
            decile = self.lookup.deciles.get(code)
            if decile is None:
                naming.unknown(value, why_not(code, self.lookup))
            else:
                naming.known(value, str((decile + 1) // 2 if fifths else decile))
        return naming

    def namer_of_local_fifths(self) -> Callable[[Iterable[Any]], Naming]:
        """What names raw area codes as fifths of the areas of the lookup. Raises InputError where it cannot be cut."""
        fifths, edition = local_fifths(self.lookup), self.edition.replace(NATIONAL, LOCAL)

        def namer(values: Iterable[Any]) -> Naming:
            naming = Naming(edition)
            for value in values:
                code = area_code(value)
                if code in fifths:
                    naming.known(value, str(fifths[code]))
                else:
                    naming.unknown(value, why_not(code, self.lookup))
            return naming

        return namer

    @property
    def how_local(self) -> str:
        """How local fifths came about, without a count of records."""
        areas = f"{len(self.lookup.ranks):,} areas in {self.lookup.name}"
        return f"{self.how} Local fifths were cut from the ranks of the {areas}."

    @property
    def how(self) -> str:
        """How the groups came about, without a count.

        What stands here is printed on pages: names of files and headings, the year of the areas, the edition.
        """
        areas = f"{self.column.heading} (areas of {self.lookup.vintage})"
        return " ".join([f"Matched from {areas} by {self.lookup.name}, {self.edition}.", *self.notes])

    def lines(self) -> list[str]:
        """The match report as it may be shown: small counts hidden, the others rounded. Exact ones are in `found`."""
        total = sum(self.found.values())
        matched = self.found.get("", 0)
        what = f"{self.column.heading} to {self.edition} by {self.lookup.name}"
        text = f"{what}: {rows_text(matched)} of {rows_text(total)} records found their area"
        rest = [f"{reason}: {rows_text(rows)}" for reason, rows in self.found.items() if reason]
        return [f"{text}; {'; '.join(rest)}." if rest else f"{text}.", *self.notes]


def area_code(value: Any) -> str:
    """A raw area code as lookups are read; what a postcode was found to be stays as it is."""
    text = raw_text(value)
    return text if text in MARKS else text.upper()


def why_not(code: str, lookup: Lookup) -> str:
    """Why an area code has no tenth, in words.

    >>> areas = Lookup("imd.csv", {}, "2011", "IMD 2019 national")
    >>> why_not("W01001234", areas), why_not("E01000001", areas)
    ('Welsh small area', 'small area not in imd.csv')
    >>> why_not("E01033770", areas)
    'small area of 2021 only, and imd.csv is for areas of 2011'
    """
    if code in MARKS:
        return MARKS[code]
    elsewhere = whereabouts(code, lookup.index.nation)
    if elsewhere or nation_of(code) != "English":
        return elsewhere or f"small area not in {lookup.name}"
    old, new = exclusive([code])
    year = "2011" if old else "2021" if new else ""
    if year and lookup.vintage in ("2011", "2021") and year != lookup.vintage:
        return f"small area of {year} only, and {lookup.name} is for areas of {lookup.vintage}"
    return f"small area not in {lookup.name}"


def match_areas(records: Any, given: Any, edition: str) -> Match:
    """Hold the areas of records, or those of their postcodes, against a lookup; refuse it where the years do not fit.

    `given` is a file of areas and tenths; or that and a postcode file, in either order. Postcodes are matched inside
    the engine, which adds a column of areas to the records; no postcode leaves it.
    """
    tenths, postcodes = lookup_files(records, given)
    lookup = read_lookup(tenths, edition)
    notes, used = list(lookup.notes), []
    told = records.recognised
    if postcodes is not None and not told.postcodes and "lsoa" in {*told.found, *told.unclear}:
        postcodes = None
        notes.append("The postcode file was not needed: the records have small areas.")
    if postcodes is not None:
        column, note = by_postcode(records, postcodes, lookup.vintage)
        notes.append(note)
        used = [one.heading for one in records.recognised.postcodes]
    else:
        column = _column_for(records.recognised, lookup)
    frame: Any = nw.from_native(records.relation({"area": (column, "raw")}))
    counts: Counter[str] = Counter()
    for value, rows in records.collect(frame.group_by("area").agg(rows=nw.len())).itertuples(index=False):
        counts[area_code(value)] += int(rows)
    if lookup.index.name == "IMD":
        notes += _refuse_wrong_pair(records.name, column, lookup, counts)
    found: Counter[str] = Counter()
    for code, rows in counts.items():
        found["" if code in lookup.deciles else why_not(code, lookup)] += rows
    if not found[""]:
        raise InputError(_none_found(records.name, column, lookup, counts))
    return Match(lookup, column, dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))), notes, used)


def _none_found(name: str, column: Column, lookup: Lookup, counts: Counter[str]) -> str:
    nations = Counter(nation_of(code) for code in counts)
    nations.pop("", None)
    where = f'{name}, column "{column.heading}": not one code is found in {lookup.name}'
    if nations and lookup.index.nation not in nations:
        return (
            f"{where}: the codes are of {nations.most_common(1)[0][0]} small areas, and {lookup.edition} is for "
            f"{lookup.index.nation} ones. Give the lookup of that nation."
        )
    if column.how == "postcode":
        return f"{where}. Check that it holds postcodes in full, and that the postcode file is a whole one."
    return (
        f"{where}. Check that it holds small area codes like E01000001, or name the right column: "
        f"{how_to_name('lsoa', 'HEADING')}."
    )


def _column_for(told: Any, lookup: Lookup) -> Column:
    """The column of areas: the only one, or among several the one whose heading states the lookup's year."""
    if "lsoa" in told.found or "lsoa" not in told.unclear:
        if "lsoa" not in told.found and told.postcodes:
            raise InputError(
                f'{told.name} has postcodes ("{told.postcodes[0].heading}") and no small areas. Give a postcode file '
                'beside the deciles: imd_lookup=["POSTCODES", "DECILES"] (on the command line: '
                '--imd "POSTCODES;DECILES"); or name the column of areas: '
                f"{how_to_name('lsoa', 'HEADING')}."
            )
        found: Column = told.get("lsoa")
        return found
    several = told.unclear["lsoa"]
    fits: list[Column] = [column for column in several if column.vintage == lookup.vintage]
    if len(fits) == 1:
        return fits[0]
    stated = [column for column in several if column.vintage]
    if not fits and len(stated) == len(several):
        names = ", ".join(f"{column.heading} ({column.vintage})" for column in several)
        raise InputError(_wrong_pair(told.name, f"has areas (LSOA) by their headings of {names}", lookup))
    found = told.get("lsoa")
    return found


def _refuse_wrong_pair(name: str, column: Column, lookup: Lookup, counts: Counter[str]) -> list[str]:
    """Refuse where codes only in the other year's map outnumber those only in the lookup's; a few stale ones pass.

    Where the codes cannot tell, for most exist in both years, the heading does. Returns a note where a column mixes
    areas of both years, for those of the other year then have no group.
    """
    old, new = exclusive(counts)
    mine, other, other_year = (old, new, "2021") if lookup.vintage == "2011" else (new, old, "2011")
    stated = column.vintage
    if lookup.vintage == "2001" or stated == "2001":
        if stated and stated != lookup.vintage:
            raise InputError(_wrong_pair(name, f'column "{column.heading}" states areas (LSOA) of {stated}', lookup))
        return []
    if other > mine:
        held = f"{count_of(other, 'code')} that exist{'s' if other == 1 else ''} only in {other_year}"
        raise InputError(
            _wrong_pair(
                name, f'column "{column.heading}" holds {held} and {mine:,} that exist only in {lookup.vintage}', lookup
            )
        )
    if stated and stated != lookup.vintage and mine == other:
        raise InputError(_wrong_pair(name, f'column "{column.heading}" states areas (LSOA) of {stated}', lookup))
    if not other:
        return []
    return [
        f'"{column.heading}" mixes areas of two years: some exist only in {other_year}, and have no group in '
        f"{lookup.edition}."
    ]


def _wrong_pair(name: str, what: str, lookup: Lookup) -> str:
    fits = {"2001": "IMD 2010", "2011": "IMD 2019", "2021": "IMD 2025"}
    others = "; ".join(f"{index} for areas of {year}" for year, index in fits.items() if year != lookup.vintage)
    return (
        f"{name}: {what}, but {lookup.name} is {lookup.edition}, for areas of {lookup.vintage}. Most codes would still "
        f"match, many with the wrong tenth. Use the lookup that belongs to the areas ({others}), or a column of "
        f"areas of {lookup.vintage}."
    )
