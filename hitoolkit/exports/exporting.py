"""export(): what may leave, where to, and in which form."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError, OutputError, ParameterError, unknown_name
from hitoolkit.exports import who_heat
from hitoolkit.exports.csv_text import csv_bytes
from hitoolkit.exports.notes import Line, Notes, about_measures, about_table, notes_on
from hitoolkit.exports.sheets import MEANING, Sheet, measures_sheet, table_sheet
from hitoolkit.exports.workbook import workbook_bytes
from hitoolkit.measures import MEASURES, refuse_foreign
from hitoolkit.table import KEY, RESULTS, check_table
from hitoolkit.writing.faults import mend, reason
from hitoolkit.writing.files import write_files
from hitoolkit.writing.names import fit_name, full_path

FORMATS = {".csv": "CSV", ".xlsx": "Excel"}
LAYOUTS = ("contract", "who_heat")
#: What a measures table has beside its key, in order.
FOUND = ["measure", "value", "se", "lower", "upper", "reference", "method", "flag", "reason"]

#: What the groups that are compared have in common.
_SAME = [name for name in KEY if name != "group"]

Tables = pd.DataFrame | Sequence[pd.DataFrame] | Mapping[str, pd.DataFrame]


def export(
    table: Tables,
    path: str | os.PathLike[str],
    measures: pd.DataFrame | Sequence[pd.DataFrame] | None = None,
    layout: str = "contract",
    replace: bool = False,
) -> list[Path]:
    """Write protected tables to a file that Excel, a dashboard or WHO's HEAT opens.

    Takes an inequality table, or a list or dictionary of them (a dictionary names the sheets); the path of a file,
    whose ending chooses the form: `.xlsx` for Excel, `.csv` for CSV; optionally what `measure` found in these tables;
    and a layout: `contract`, the table's own columns with the words of each id at the right, or `who_heat`, the
    template of WHO's Health Equity Assessment Toolkit, for tables alone. `replace`: whether a file that is there may be
    replaced.

    An Excel file has a sheet for each table and one of notes: what each table is, its source, period, place and
    edition, the rule on small numbers, what is missing and why, what each column means, and whether the data are
    synthetic. Beside a CSV file the same notes stand in `NAME_notes.txt`; of several tables each has a file of its own,
    `NAME_TABLE.csv`. Numbers are plain and full, an unknown or hidden one is empty and flagged. Text that a spreadsheet
    would run as a formula begins with an apostrophe. Files are written whole or not at all, CSV as UTF-8 with a mark
    that Excel needs. `read_table` reads tables back; in HEAT there are no numerators, strata or unknown groups.
    Returns the paths of the files, the one named first. Not for records, and not for true counts: protect them first.

    Raises DisclosureError where a table would show a small count; InputError where measures are not those of the
    tables, or HEAT has no place for a thing; ParameterError for an ending or layout that is not known; OutputError
    where the path climbs out of its folder (`..`), is no file, is taken, or cannot be written to.

    >>> import tempfile
    >>> import hitoolkit as hi
    >>> counted = hi.count_by(hi.read_sample("elective_waits"), "sex", "waits_over_18_weeks")
    >>> safe = hi.protect(hi.add_rates(counted))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = hi.export(safe, f"{folder}/waits.csv")
    ...     [file.name for file in files], hi.read_table(files[0])["numerator"].equals(safe["numerator"])
    (['waits.csv', 'waits_notes.txt'], True)
    """
    file = _file(path)
    if layout not in LAYOUTS:
        raise ParameterError(unknown_name("layout to export to", layout, LAYOUTS))
    tables = _named(table)
    found = _measures(measures, list(tables.values()))
    if found and layout == "who_heat":
        raise InputError("HEAT works out its own measures and has no place for others. Export the tables alone.")
    heat = layout == "who_heat"
    make = who_heat.heat_sheet if heat else table_sheet
    sheets = [make(name, one) for name, one in tables.items()] + [measures_sheet(name, one) for name, one in found]
    about: list[list[Line]] = [*map(about_table, tables.values()), *(about_measures(one) for _, one in found)]
    headings = dict.fromkeys(heading for sheet in sheets for heading in sheet.headings)
    meaning = who_heat.MEANING if heat else MEANING
    columns = {heading: meaning[heading] for heading in headings}
    notes = notes_on(list(tables.values()), about, columns, [who_heat.NOT_HELD] if heat else [])
    return _write(_files(file, sheets, notes, notes_first=not heat), replace)


def _file(path: str | os.PathLike[str]) -> Path:
    """The file that is meant. Raises where it cannot be one."""
    if not isinstance(path, str | os.PathLike):
        raise ParameterError(f"The path of a file is a text, such as \"waits.xlsx\", and not a {type(path).__name__}.")
    if ".." in Path(path).parts:
        raise OutputError(f"The path {path} climbs out of its folder (..). Write the folder's own path.")
    if Path(path).suffix.lower() not in FORMATS:
        known = " or ".join(f"{ending} ({name})" for ending, name in FORMATS.items())
        raise ParameterError(f'The ending of "{Path(path).name}" should say what to write: {known}. Put one there.')
    file = full_path(Path(path))
    if file.suffix.lower() not in FORMATS:
        raise OutputError(f"{Path(path).name} is a link to a file of another kind. Choose another name.")
    return file


def _named(table: Any) -> dict[str, pd.DataFrame]:
    """The tables, checked and found safe, each with a name."""
    if isinstance(table, Mapping):
        given = {str(name): one for name, one in table.items()}
    elif isinstance(table, Sequence) and not isinstance(table, str):
        given = {f"Table {number}": one for number, one in enumerate(table, start=1)}
    else:
        given = {"Table": table}
    if not given:
        raise InputError("There is no table to export. Give a protected table, or a list of them.")
    for name, one in given.items():
        if isinstance(one, pd.DataFrame) and "measure" in one:
            raise InputError(
                "Measures are exported beside the table they were made from, which shows that they give nothing away: "
                "export(safe, path, measures=measure(safe))."
            )
        given[name] = check_table(one)
        if given[name].empty:
            raise InputError(f'The table "{name}" has no rows to export. Check what was picked from it.')
        refuse_unprotected(given[name])
        # What a careless step left in a row that says it is hidden.
        given[name].loc[given[name]["flag"] == "suppressed", ["numerator", *RESULTS]] = float("nan")
    return given


def _measures(measures: Any, tables: list[pd.DataFrame]) -> list[tuple[str, pd.DataFrame]]:
    """The measures given, each row of which follows from one of the tables."""
    given = [] if measures is None else [measures] if isinstance(measures, pd.DataFrame) else list(measures)
    shown = {tuple(row) for one in tables for row in one[_SAME].itertuples(index=False, name=None)}
    done = []
    for number, found in enumerate(given, start=1):
        lacking = [name for name in [*KEY, *FOUND] if name not in found]
        if lacking:
            raise InputError(f'The measures have no column "{lacking[0]}". Give what measure(safe) returns.')
        other = [name for name in found["measure"].unique() if name not in MEASURES]
        strange = [key for key in found[_SAME].astype(str).itertuples(index=False, name=None) if key not in shown]
        if other or strange:
            raise InputError(
                "The measures are not all of the tables exported with them, so nobody can tell whether they give a "
                "small count away. Export what measure(safe) returns, together with safe."
            )
        for one in tables:
            refuse_foreign(found, one)
        kept = found[[*KEY, *FOUND]].copy()
        # What has no value has no range: a range would tell of a figure that is hidden.
        kept.loc[kept["value"].isna(), ["se", "lower", "upper"]] = float("nan")
        done.append(("Measures" if len(given) == 1 else f"Measures {number}", kept))
    return done


def _files(file: Path, sheets: list[Sheet], notes: Notes, notes_first: bool) -> dict[Path, bytes]:
    """What is to be written, the file that was named first."""
    if file.suffix.lower() == ".xlsx":
        return {file: workbook_bytes(sheets, notes, notes_first)}
    names = [file.name] if len(sheets) == 1 else []
    for sheet in sheets if not names else []:
        start = f"{file.stem}_{fit_name(sheet.name, 'table').lower()}"
        same = sum(name == f"{start}.csv" for name in names)
        names.append(f"{start}_{len(names) + 1}.csv" if same else f"{start}.csv")
    made = {file.with_name(name): csv_bytes(sheet) for name, sheet in zip(names, sheets, strict=True)}
    return {**made, file.with_name(f"{file.stem}_notes.txt"): notes.text(names).encode("utf-8-sig")}


def _write(files: dict[Path, bytes], replace: bool) -> list[Path]:
    for file in files:
        if file.is_dir():
            raise OutputError(f"{file.name} is a folder, and a file is to be written. Choose another name.")
        if file.exists() and not file.is_file():
            raise OutputError(f"{file.name} is no ordinary file but a device. Choose another name.")
        if file.exists() and not replace and file.read_bytes() != files[file]:
            raise OutputError(
                f"There is a file {file.name} already, so nothing was written. Choose another name, or let it be "
                "replaced: export(..., replace=True)."
            )
    try:
        write_files(files)
    except OSError as fault:
        name = next(iter(files)).name
        raise OutputError(
            f"Cannot write {name}: {reason(fault)}. {mend(fault)} choose another place; no file was changed."
        ) from fault
    return list(files)

