"""Read tables that are already counted: the package's own layout, plain counts, and published ones."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import CatalogueError, InputError, unknown_name
from hitoolkit.groups.echo import looks_like_a_record
from hitoolkit.groups.editions import edition_text
from hitoolkit.readers.foreign import is_foreign
from hitoolkit.readers.layouts import (
    attendances_by_age,
    birth_characteristics,
    census,
    contract,
    fingertips,
    fingertips_upload,
    hospital_activity,
    life_expectancy,
    mhsds,
    msds,
    plain_counts,
    rtt,
    who_heat,
    wide,
)
from hitoolkit.readers.not_people import refuse_other_files
from hitoolkit.readers.scan import open_scan
from hitoolkit.readers.whole_table import whole_table, with_file_rows
from hitoolkit.table import COUNTS, KEY, UNKNOWN, WHOLE, check_table

#: Layouts in the order they are tried: the surest signs first.
LAYOUTS = {layout.NAME: layout for layout in (
    contract, who_heat, fingertips, fingertips_upload, msds, mhsds, rtt, hospital_activity, attendances_by_age,
    birth_characteristics, census, life_expectancy, plain_counts, wide,
)}  # fmt: skip
#: What a file may leave unsaid, and how that is then written.
UNSAID = {"area": WHOLE, "period": "not stated", "source": "own_table"}


def read_table(source: Any, layout: str | None = None, sheet: str | None = None, **constants: Any) -> pd.DataFrame:
    """Read a table that is already counted, and return it as an inequality table.

    Takes a path (CSV, Excel, Parquet) or a frame, in one of the layouts of `hitoolkit/readers/layouts`, a file each:
    `contract` (the columns of the inequality table), `plain_counts` (a column of groups such as imd_decile, numerator,
    denominator), `wide` (a column for each group), and those of published tables. Without `layout` it is told from the
    headings. `sheet` names the sheet of a workbook, by title or number, or in a Fingertips file with several the
    category type. `constants` give what the file does not say:
    `indicator="waits_over_52_weeks"`, `area`, `period`; they never replace a column.
    Returns the table in the contract's form; where every group has its counts and no whole is given, `All` is added.
    A mark for a hidden number stays unknown and is flagged `suppressed`. `attrs["read"]` accounts for every row:
    how many the file has, how many were used, and how many left out, with reasons.
    Not for records, one row a person or event: see open_records.
    Raises InputError naming the file, column and row, and what to mend.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"IMD decile": ["1 (most)", "10"], "numerator": [12, 9], "denominator": [80, 90]})
    >>> read_table(counts, indicator="waits_over_52_weeks")[["dimension", "group", "numerator", "period"]]
        dimension group  numerator      period
    0  imd_decile     1       12.0  not stated
    1  imd_decile    10        9.0  not stated
    """
    scan = open_scan(source, sheet)
    headings, file = scan.headings, scan.name
    if layout is None:
        layout = layout_of(headings)
        if layout is None:
            refuse_other_files(headings, file)
            raise InputError(
                f"{file} is in none of the known layouts of counted tables ({', '.join(LAYOUTS)}). Its headings are: "
                f"{_some(headings)}. The simplest has {plain_counts.ABOUT}: rename them, or open records with "
                "open_records."
            )
    elif layout not in LAYOUTS:
        raise InputError(unknown_name("layout", layout, LAYOUTS))
    elif not LAYOUTS[layout].matches(headings):
        raise InputError(
            f"{file} does not have the columns of the layout {layout} ({LAYOUTS[layout].ABOUT}). "
            f"Its headings are: {_some(headings)}."
        )
    frame = whole_table(scan)
    if frame.empty:
        raise InputError(f"{file} has headings but no rows below them. Check that it was saved whole.")
    chosen = LAYOUTS[layout]
    # Some files hold several tables of one kind, as a workbook holds sheets; the layout then takes the one asked for.
    table = chosen.read(frame, file, sheet) if hasattr(chosen, "PARTS") else chosen.read(frame, file)
    table = with_file_rows(table, frame, scan)
    attrs = table.attrs
    table = _fill(table, constants, file)
    try:
        table = check_table(table)
    except (InputError, CatalogueError) as error:
        raise InputError(f"{file}: {error}") from None
    table = check_table(_with_whole(table))
    table.attrs = attrs
    return table


def open_data(
    source: Any,
    columns: dict[str, str] | None = None,
    sheet: str | None = None,
    imd_lookup: Any = None,
    imd_edition: str | None = None,
    **constants: Any,
) -> Any:
    """Open a sample, a file of records or a counted table, whichever it is.

    Takes a sample's name, a path, or anything open_records or read_table takes; the options are theirs. A file whose
    headings are those of a counted table is read as one, any other as records.
    Returns what `count_by` takes: records, or an inequality table.
    Raises InputError as open_records and read_table do.

    >>> open_data("life_expectancy")["indicator"].unique().tolist()
    ['healthy_life_expectancy', 'life_expectancy']
    """
    from hitoolkit.readers.records import open_records
    from hitoolkit.readers.samples import read_sample, sample_names

    if isinstance(source, str) and source in sample_names():
        sample = read_sample(source)
        return sample if isinstance(sample, pd.DataFrame) or not columns else open_records(source, columns=columns)
    if is_foreign(source):
        return open_records(source, columns=columns, imd_lookup=imd_lookup, imd_edition=imd_edition)
    scan = open_scan(source, sheet)
    if not columns and not imd_lookup and layout_of(scan.headings):
        return _with_edition(read_table(scan, sheet=sheet, **constants), imd_edition)
    if not columns:
        refuse_other_files(scan.headings, scan.name)
    return open_records(scan, columns=columns, sheet=sheet, imd_lookup=imd_lookup, imd_edition=imd_edition)


def _with_edition(table: pd.DataFrame, imd_edition: str | None) -> pd.DataFrame:
    """The edition of the deprivation index, where the user says it and the table does not."""
    said = edition_text(imd_edition)
    unsaid = table["dimension"].isin(["imd_decile", "imd_quintile"]) & (table["edition"] == "not stated")
    return table.assign(edition=table["edition"].mask(unsaid, said)) if said else table


def layout_of(headings: list[str]) -> str | None:
    """The layout that a file's headings tell, if any does.

    >>> layout_of(["imd_decile", "numerator", "denominator"]), layout_of(["patient", "imd_decile", "age"])
    ('plain_counts', None)
    """
    return next((name for name, layout in LAYOUTS.items() if layout.matches(headings)), None)


def _fill(table: pd.DataFrame, constants: dict[str, Any], file: str) -> pd.DataFrame:
    """Constants and defaults, only where the file says nothing."""
    given = {name: value for name, value in constants.items() if value not in (None, "")}
    for name, value in given.items():
        if name not in [*KEY, "source"]:
            raise InputError(unknown_name("column that may be given as a constant", name, [*KEY, "source"]))
        if name in ("indicator", "dimension"):
            getattr(catalogue, name)(str(value))
        if name not in table:
            table[name] = value
    if "indicator" not in table:
        known = ", ".join(catalogue.blocks("indicator"))
        raise InputError(
            f"{file} does not say what is counted. Name the indicator: read_table(..., indicator=\"...\"), or "
            f"-p indicator=... on the command line. Known: {known}, and those of your own catalogue."
        )
    for name in set(table["indicator"]) & set(catalogue.blocks("indicator")):
        kind = catalogue.indicator(name).kind
        if table.attrs.get(wide.PERCENT) and catalogue.indicator(name).per != 100:
            raise InputError(f"{file} holds percentages, and {name} is not out of 100. Name another indicator.")
        if kind not in ("proportion", "rate") and "value" not in table:
            raise InputError(
                f"{file} holds counts, but {name} is a {kind.replace('_', ' ')}, which counts cannot give. Name an "
                "indicator that is counted: python start.py list shows them."
            )
    own = catalogue.own_source()
    for name, value in UNSAID.items():
        said = own or value if name == "source" else value
        table[name] = table[name].fillna(said).replace("", said) if name in table else said
    return table


def _with_whole(table: pd.DataFrame) -> pd.DataFrame:
    """Add `All` where groups have counts, all of them are there, and the table does not give it; never for a mix."""
    counted = table[table[COUNTS].notna().all(axis=1)]
    added = []
    key = [name for name in KEY if name != "group"]
    for _, rows in table.groupby(key, sort=False):
        whole = len(rows) == len(counted.loc[counted.index.intersection(rows.index)])
        # In a mix every group is set against the whole itself: adding the groups up has no meaning.
        mix = catalogue.indicator(str(rows["indicator"].iloc[0])).mix
        block = catalogue.dimension(str(rows["dimension"].iloc[0]))
        # A total of some of the groups of an order is not the whole; nobody knows what the others hold.
        part = block.ordered and not set(block.groups) <= set(rows["group"])
        given = set(rows["group"])
        if whole and not (mix or part or WHOLE in given) and given - set(UNKNOWN):
            row = rows.iloc[0].copy()
            row["group"], row["flag"] = WHOLE, ""
            row[["value", "se", "lower", "upper"]] = float("nan")
            row[COUNTS] = rows[COUNTS].sum()
            added.append(row)
    return pd.concat([table, pd.DataFrame(added)], ignore_index=True) if added else table


def _some(headings: Any) -> str:
    if looks_like_a_record(map(str, headings)):
        return "not repeated here, for what stands in their place may be a record"
    shown = [str(heading) for heading in headings][:12]
    return ", ".join(shown) + (" ..." if len(headings) > len(shown) else "")
