"""Records: an own file, one row a person or event, scanned when it is counted and never shown."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError, count_of
from hitoolkit.groups.editions import LOCAL, NATIONAL, edition_text
from hitoolkit.groups.naming import raw_text
from hitoolkit.readers.columns import Column, Recognised, recognise
from hitoolkit.readers.foreign import Foreign, is_foreign, open_foreign
from hitoolkit.readers.imd_match import Match, match_areas
from hitoolkit.readers.scan import Scan, open_scan
from hitoolkit.readers.whole_rows import first_rows, identical_rows, rows_of_others

#: Headings of a column that says how many people a row stands for.
COUNTED = {
    "n", "count", "counts", "freq", "frequency", "numerator", "denominator", "patients", "people", "pathways", "total",
    "numberofpatients", "numberofpeople", "numberofpathways", "noofpatients", "patientcount", "recordcount", "percent",
    "percentage", "attendances", "population", "deliveries",
}  # fmt: skip

#: More groups than this, and a column holds something like one value for each record.
MOST = 200_000
TOO_MANY = (
    "the columns asked for have more than {most:,} different combinations of values. Ask for one dimension at a time, "
    "without a stratum, and check that none holds a value for each person."
)


class Records:
    """Records that are scanned where they lie; shows what was understood of them, and never a value."""

    def __init__(self, scan: Scan | Foreign, recognised: Recognised, source: str) -> None:
        self.scan = scan
        self.recognised = recognised
        self.source = source
        self.match: Match | None = None
        #: The edition as the user wrote it, and as tables state it.
        self.given_edition = self.stated_edition = ""
        self._rows: int | None = None

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return self.scan.name

    @property
    def notes(self) -> list[str]:
        """What was done to read the file: titles passed over, an encoding found."""
        return self.scan.notes

    @property
    def rows(self) -> int:
        """How many records there are."""
        if self._rows is None:
            self._rows = int(self._asked(self.scan.count))
        return self._rows

    @property
    def columns(self) -> dict[str, str]:
        """What was recognised: what a column holds, and its heading."""
        return {name: column.heading for name, column in self.recognised.found.items()}

    def column(self, name: str) -> Column:
        """The column that holds something; raises InputError that says how to name it where that is not clear."""
        return self.recognised.get(name)

    def look(self, name: str) -> Column | None:
        """The column that holds something, or None; raises InputError where several could."""
        return self.recognised.look(name)

    def edition(self, column: Column) -> str:
        """The edition of the deprivation index a column of tenths or fifths is from, as far as anyone said."""
        stated, given = column.edition, self.stated_edition
        basis = next((one for one in (LOCAL, NATIONAL) if one in self.given_edition.lower()), "")
        if (stated and given and not given.startswith(stated)) or (basis and column.basis and basis != column.basis):
            says = " ".join(part for part in (stated or "groups that are", column.basis) if part)
            raise InputError(
                f'{self.name}, column "{column.heading}" states {says}, but {given} was given. '
                "Give the edition of the column, or none, or name another column."
            )
        known = given or edition_text(stated) or edition_text(catalogue.source(self.source).imd_edition)
        if column.basis != LOCAL:
            return known or "not stated"
        # Groups cut from one area are never national ones, whatever edition the areas are from.
        return edition_text(known.replace(NATIONAL, LOCAL) if known else LOCAL)

    def relation(self, wanted: Mapping[str, tuple[Column, str]]) -> Any:
        """The records as a lazy frame of their engine: each wanted name, read as its kind, and its state beside it.

        `wanted` gives for each name a column and a kind: number, code, text, id or raw.
        """
        return self.scan.read(wanted)

    def collect(self, query: Any, most: int = MOST, refusal: str = TOO_MANY) -> pd.DataFrame:
        """Run a query that groups the records (a lazy narwhals frame) and return the groups, a row each.

        `most` is how many groups may come back, `refusal` what is said where there are more. Raises InputError there:
        as many groups as records would be the records.
        """
        frame = self.scan.fetch(query.head(most + 1))
        if len(frame) > most:
            raise InputError(f"{self.name}: {refusal.format(most=most)}")
        return frame

    def first_row(self, column: Column, values: Iterable[Any]) -> int | None:
        """The first row of the file that holds one of these raw values; for an error message only."""
        wanted = {raw_text(value) for value in values} | {str(value) for value in values if value is not None}
        found: int | None = self._asked(lambda: self.scan.row_of(column.place, wanted))
        return found

    def first_rows(self, wanted: Mapping[str, tuple[Column, str]], where: Mapping[str, Any]) -> dict[str, int]:
        """The first row of the file for each condition (narwhals expressions on `wanted`), in one look through it."""
        found: dict[str, int] = self._asked(lambda: first_rows(self, wanted, where))
        return found

    def identical_rows(self) -> int | None:
        """How many rows are the same as an earlier one in every cell, where the engine can tell."""
        found: int | None = self._asked(lambda: identical_rows(self))
        return found

    def rows_of_others(self, column: Column) -> int | None:
        """How many rows are of somebody who has an earlier row, where the engine can tell."""
        found: int | None = self._asked(lambda: rows_of_others(self, column))
        return found

    def unreadable(self, column: Column, kind: str, state: int) -> list[Any]:
        """The raw values of a column that are in a state; for an error message only, and never shown."""
        frame: Any = nw.from_native(self.relation({"value": (column, kind), "raw": (column, "raw")}))
        raw = frame.filter(nw.col("value state") == state).group_by("raw").agg(rows=nw.len())
        return list(self.scan.fetch(raw.head(10_000))["raw"])

    def _asked(self, question: Callable[[], Any]) -> Any:
        return self.scan.asked(question)

    def __repr__(self) -> str:
        known = "; ".join(f"{heading} -> {name}" for name, heading in self.columns.items()) or "none"
        lines = [
            f"Records of {self.name}: {count_of(self.rows, 'row')}, {count_of(len(self.scan.headings), 'column')}",
            f"Recognised: {known}",
        ]
        if self.recognised.unclear:
            lines.append(f"To be named before use: {self._unclear()}")
        return "\n".join([*lines, *(self.match.lines() if self.match else [])])

    def _unclear(self) -> str:
        several = self.recognised.unclear.items()
        return "; ".join(f"{name} ({', '.join(one.heading for one in columns)})" for name, columns in several)

    def _repr_html_(self) -> str:
        cells = [
            (heading, name, concepts()[name].says if name in concepts() else "")
            for name, heading in self.columns.items()
        ]
        rows = "".join(f"<tr>{''.join(f'<td>{html.escape(one)}</td>' for one in row)}</tr>" for row in cells)
        said = [f"To be named before use: {self._unclear()}"] if self.recognised.unclear else []
        said += self.match.lines() if self.match else []
        more = "".join(f"<p>{html.escape(line)}</p>" for line in said)
        return (
            f"<p><strong>{html.escape(self.name)}</strong>: {count_of(self.rows, 'row')}, "
            f"{count_of(len(self.scan.headings), 'column')}</p><table><caption>Columns recognised</caption>"
            "<thead><tr><th scope='col'>Heading</th><th scope='col'>Read as</th><th scope='col'>Meaning</th></tr>"
            "</thead>"
            f"<tbody>{rows}</tbody></table>{more}"
        )


def open_records(
    source: Any,
    columns: dict[str, str] | None = None,
    sheet: str | None = None,
    imd_lookup: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    imd_edition: str | None = None,
) -> Records:
    """Open own records, one row a person or event, without loading them.

    Takes a sample's name; the path of a CSV, TSV or text file (also .gz), an Excel sheet (`sheet`), a Parquet file,
    folder or pattern, or a DuckDB database (`sheet` is the table); a DuckDB relation; (connection, table name); a
    pandas frame; a frame of your Spark session; or an ibis table of your warehouse. What Spark and a warehouse hold is
    counted there, and only counts of groups come back.
    `columns` says what headings hold where that is not clear: {"imd_decile": "My heading"}.
    `imd_lookup` is a file that gives each small area (LSOA) its deprivation decile; for records with postcodes, a list
    of that and a postcode file (ONSPD, NSPL), which are matched in the engine. `imd_edition` is the edition of the
    index: "2019", "2025", "SIMD 2020"; with "local" after it where groups were cut from one area alone.
    Returns Records, which show headings and the number of rows, never a value.
    Not for a table that is already counted: see read_table.
    Raises InputError that says what is wrong with the file, where, and what to do.

    >>> import pandas as pd
    >>> open_records(pd.DataFrame({"IMD_Decile": [1, 10], "weeks waited": [20, 3]}))
    Records of data frame: 2 rows, 2 columns
    Recognised: IMD_Decile -> imd_decile; weeks waited -> weeks_waited
    """
    from hitoolkit.readers.samples import is_sample, sample_path, sample_source

    if isinstance(source, Records):
        return source
    own = catalogue.own_source() or "own_records"
    scan: Scan | Foreign
    if is_sample(source):
        scan, own = open_scan(sample_path(str(source)), None), sample_source(str(source))
    elif is_foreign(source):
        scan = open_foreign(source)
    else:
        scan = open_scan(source, sheet or None)
    _refuse_empty(scan)
    records = Records(scan, recognise(scan.name, scan.headings, columns or None), own)
    records.given_edition, records.stated_edition = str(imd_edition or ""), edition_text(imd_edition)
    records._asked(lambda: _refuse_no_rows(scan))
    records._asked(lambda: _refuse_counted(scan))
    if imd_lookup:
        records.match = match_areas(records, imd_lookup, records.stated_edition)
    return records


def _refuse_empty(scan: Scan | Foreign) -> None:
    if not scan.headings or not any(scan.headings):
        raise InputError(f"{scan.name} has no columns. Give a file with a row of headings and rows of data.")


def _refuse_counted(scan: Scan | Foreign) -> None:
    """A column of counts says that a row stands for several people, and would be counted as one."""
    for place, heading in enumerate(scan.headings):
        if heading_key(heading) in COUNTED and scan.above_one(place):
            raise InputError(
                f'{scan.name}, column "{heading}" holds numbers above 1, as where a row stands for several people. '
                "Records have one row each. Give those, or a table with the headings numerator and denominator; "
                "if each row is one record, remove or rename that column."
            )


def _refuse_no_rows(scan: Scan | Foreign) -> None:
    if scan.is_empty():
        raise InputError(f"{scan.name} has headings but no rows of data below them. Check that it was saved in full.")
