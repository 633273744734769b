"""Postcodes of records to small areas by a postcode file, inside the engine: no postcode is fetched, shown or kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from hitoolkit.errors import InputError
from hitoolkit.groups.naming import BLANKS
from hitoolkit.readers.columns import Column, Recognised, how_to_name, recognise
from hitoolkit.readers.engine import private_file, quote_path, quote_text
from hitoolkit.readers.faults import asked
from hitoolkit.readers.imd_lookup import open_lookup, tenth_of
from hitoolkit.readers.scan import open_scan

#: What stands in the added column where a postcode has no area, and the reason that reports give.
MARKS = {
    "postcode ZZ99": "pseudo postcode ZZ99 (no fixed address, or overseas)",
    "postcode not listed": "postcode not in the postcode file",
    "not a postcode": "not a postcode",
}
#: A postcode without its spaces, in capitals.
FORM = "^[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}$"


def lookup_files(records: Any, given: Any) -> tuple[Any, Any]:
    """The file of tenths, and the postcode file or None, from one file or two in either order.

    One file that has postcodes, areas and tenths serves as both where the records have postcodes and no areas.
    """
    files = _listed(given)
    told = [open_lookup(one)[1] for one in files] if len(files) > 1 else []
    if not told:
        if "lsoa" in {*records.recognised.found, *records.recognised.unclear} or not records.recognised.postcodes:
            return files[0], None
        alone = open_lookup(files[0])[1]
        return files[0], files[0] if alone.postcodes and "lsoa" in alone.found and tenth_of(alone) else None
    tenths = [one for one, says in zip(files, told, strict=True) if tenth_of(says) or "imd_rank" in says.found]
    postcodes = [one for one, says in zip(files, told, strict=True) if one not in tenths and says.postcodes]
    if len(files) != 2 or len(tenths) != 1 or len(postcodes) != 1:
        raise InputError(
            "A lookup of two files is one of postcodes and small areas, and one of small areas and deciles. "
            "Give one of each."
        )
    return tenths[0], postcodes[0]


def _listed(given: Any) -> list[Any]:
    """One file or several; on the command line and in notebooks two are written with a semicolon between them."""
    if isinstance(given, str) and ";" in given and not Path(given).exists():
        return [part.strip() for part in given.split(";") if part.strip()]
    if isinstance(given, str | os.PathLike):
        return [given]
    return list(given) if isinstance(given, Sequence) else [given]


def by_postcode(records: Any, path: Any, vintage: str) -> tuple[Column, str]:
    """Add to the records a column with the small area of each postcode; return it, and a note on how it was made.

    Case and spaces make no difference. Postcodes no longer in use are matched too, for old records hold them.
    """
    scan = records.scan
    if not isinstance(getattr(scan, "relation", None), duckdb.DuckDBPyRelation):
        raise InputError(
            f"{records.name}: postcodes cannot be matched in this engine. Join the small areas (LSOA) to the records "
            "before, and give the file of deciles alone."
        )
    held = _postcodes(records.recognised)
    # The records own the file: it goes when they do.
    pairs, name = _pairs(records, path, vintage)
    place, plain = len(scan.relation.columns), _plain(held)
    area = f"(SELECT area FROM read_parquet({quote_path(str(pairs))}) AS known WHERE known.postcode = {plain})"
    blanks = ", ".join(quote_text(one) for one in sorted(BLANKS))
    ways = [f"WHEN {plain} = '' OR lower(trim(CAST(c{held.place} AS VARCHAR))) IN ({blanks}) THEN NULL"]
    zz, unlisted, other = (quote_text(mark) for mark in MARKS)
    ways.append(f"WHEN starts_with({plain}, 'ZZ99') THEN {zz}")
    ways.append(f"WHEN NOT regexp_matches({plain}, '{FORM}') THEN {other}")
    state = f"CASE {' '.join(ways)} ELSE coalesce({area}, {unlisted}) END AS c{place}"
    records.scan = replace(scan, relation=scan.relation.project(f"*, {state}"), made_from=scan)
    column = Column("lsoa", f"small area of {held.heading}", place, "postcode", "group")
    return column, f"Postcodes were matched to areas of {vintage} by {name}."


def _plain(column: Column) -> str:
    return f"upper(regexp_replace(CAST(coalesce(c{column.place}, '') AS VARCHAR), '[^0-9A-Za-z]', '', 'g'))"


def _postcodes(told: Recognised) -> Column:
    """The records' column of postcodes. Raises InputError where there is none, or several."""
    if len(told.postcodes) == 1:
        return told.postcodes[0]
    several = ", ".join(column.heading for column in told.postcodes)
    what = f"several columns of postcodes: {several}" if several else "no column that is known to hold postcodes"
    raise InputError(f"{told.name} has {what}. Name the right one: {how_to_name('postcode', 'HEADING')}.")


def _pairs(owner: Any, path: Any, vintage: str) -> tuple[Path, str]:
    """A private file with the area of each postcode, once; raises InputError where a postcode has two."""
    scan = open_scan(path)
    told = recognise(scan.name, scan.headings)
    areas = [*told.unclear.get("lsoa", ()), *([told.found["lsoa"]] if "lsoa" in told.found else [])]
    fits = [column for column in areas if column.vintage == vintage] or [one for one in areas if not one.vintage]
    if not fits or not told.postcodes:
        held = ", ".join(f"{column.heading} ({column.vintage})" for column in areas) or "none"
        raise InputError(
            f"{scan.name} does not give the small area (LSOA) of {vintage} of each postcode; its areas: {held}. "
            f"Give a postcode file with areas of {vintage}."
        )
    postcode, area = told.postcodes[0], fits[0]
    code = f"upper(trim(CAST(c{area.place} AS VARCHAR)))"
    pairs = scan.relation.project(f"{_plain(postcode)} AS postcode, {code} AS area").filter(
        "postcode <> '' AND area <> ''"
    )
    once = pairs.aggregate("postcode, min(area) AS area, min(area) <> max(area) AS two")
    file = private_file(owner, ".parquet")
    asked(scan, lambda: once.write_parquet(str(file)))
    if duckdb.read_parquet(str(file)).filter("two").limit(1).fetchall():
        raise InputError(f"{scan.name} gives some postcodes two small areas. Keep one row for each postcode.")
    return file, scan.name
