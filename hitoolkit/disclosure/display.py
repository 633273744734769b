"""In a notebook, a list of records shows its columns and its length in the place of its rows, and small counts none.

What cells show goes through IPython's formatters, and these are ours for frames, rows, lists of rows and relations.
What a cell prints does not; the audit at the end of a run sees that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import islice
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import rows_text
from hitoolkit.disclosure.files.headings import counted
from hitoolkit.disclosure.files.pieces import Grid, cell_text
from hitoolkit.disclosure.files.records import MOST_CUT, records_in
from hitoolkit.disclosure.files.structured import walk
from hitoolkit.errors import count_of, readable

#: Where the types live that are looked at; IPython asks by name, so that none is imported for it.
TYPES = [
    ("pandas", "DataFrame"), ("pandas.core.frame", "DataFrame"), ("pandas", "Series"), ("pandas.core.series", "Series"),
    ("pandas.io.formats.style", "Styler"), ("polars.dataframe.frame", "DataFrame"), ("pyarrow.lib", "Table"),
    ("duckdb._relation", "DuckDBPyRelation"), ("_duckdb", "DuckDBPyRelation"), ("duckdb.duckdb", "DuckDBPyRelation"),
]
METHODS = {"text/html": "_repr_html_", "text/latex": "_repr_latex_", "text/markdown": "_repr_markdown_"}
#: Columns by which the package's own tables are known: measures and inequality tables.
OWN = {"indicator", "dimension", "group"}
#: Rows that are looked at, headings that are named, and letters of each.
LOOK, MOST_NAMED, LONGEST = 200, 12, 40


def hide_records(shell: Any) -> None:
    """Have a running IPython show no rows of records. Takes its shell; changes nothing but how things are shown."""
    formatters = shell.display_formatter.formatters
    for mime, method in METHODS.items():
        for module, name in TYPES:
            formatters[mime].for_type_by_name(module, name, _shown_by(mime, method))
    plain = formatters["text/plain"]
    for module, name in TYPES:
        plain.for_type_by_name(module, name, _printed)
    for kind in (list, dict):
        plain.for_type(kind, _printed_by(plain.for_type(kind)))


def instead_of(thing: Any) -> str:
    """What is shown in the place of a list of records; empty where the thing may be shown.

    >>> instead_of(pd.DataFrame({"NHS Number": ["9990123438", "9990123446"], "age": [34, 71]}))
    'A table of fewer than 8 rows and 2 columns: NHS Number, age; records are not shown.'
    >>> instead_of(pd.DataFrame({"imd_quintile": ["1", "5"], "patients": [340, 210]}))
    ''
    """
    if type(thing).__module__.startswith("hitoolkit"):
        return ""
    if _counts_few(thing):
        return "Counts of groups, some of them too small to be shown. Use count_by, and show what protect returns."
    for table, rows in _tables(thing):
        if set(table.headings) >= OWN:
            continue
        if rows > MOST_CUT or records_in(table):
            named = [readable(name)[:LONGEST] for name in table.headings if name][:MOST_NAMED]
            more = ", ..." if len(table.headings) > MOST_NAMED else ""
            size = f"{rows_text(rows)} rows and {count_of(len(table.headings), 'column')}"
            return f"A table of {size}: {', '.join(named)}{more}; records are not shown."
    return ""


def _counts_few(thing: Any) -> bool:
    """Whether a cross table, or groups and how many are in each, as pandas makes them, has a count that is small."""
    if isinstance(thing, pd.DataFrame):
        numbers, made = thing.select_dtypes("number"), any(name is not None for name in thing.columns.names)
    elif isinstance(thing, pd.Series) and pd.api.types.is_integer_dtype(thing):
        numbers, name = thing.to_frame(), thing.name
        made = name in thing.index.names or counted(str(name)) if name is not None else thing.index.name is not None
        made |= name is None and thing.index.nlevels > 1
    else:
        return False
    rule = catalogue.policy()
    cells = numbers.to_numpy(dtype=float, na_value=float("nan"))
    cells = cells[cells == cells]
    few = (cells >= max(rule.hide_from, 1)) & (cells <= rule.limit)
    return bool(made and (cells % 1 == 0).all() and few.any())


def _tables(thing: Any) -> list[tuple[Grid, int]]:
    """A thing as tables, of which only the first rows are taken, and how many rows each has."""
    if isinstance(getattr(thing, "data", None), pd.DataFrame):  # a styled frame
        thing = thing.data
    if isinstance(thing, pd.Series):
        told = [str(name) for name in thing.index[:LOOK]]
        row = Grid("", told, [[cell_text(cell) for cell in thing.iloc[:LOOK]]])  # a row of a frame
        named = str(thing.name or "")
        column = Grid("", [named], [[cell_text(cell)] for cell in thing.iloc[:LOOK]])
        return [(row, 1), (column, len(thing))]
    if isinstance(thing, pd.DataFrame):
        indexed = any(name is not None for name in thing.index.names)
        first = thing.head(LOOK).reset_index(allow_duplicates=True) if indexed else thing.head(LOOK)
        cells = first.astype(object).to_numpy().tolist()
        return [(_grid([str(name) for name in first.columns], cells), len(thing))]
    if isinstance(thing, (list, dict)):
        inner = next(iter(thing.values() if isinstance(thing, dict) else thing), None)
        if not isinstance(inner, (Mapping, list)):
            thing = [thing] if isinstance(thing, dict) else []
        return [(piece, len(piece.rows)) for piece in walk(thing) if isinstance(piece, Grid)]
    if hasattr(thing, "fetchall"):  # a relation of DuckDB
        return [(_grid(list(thing.columns), thing.limit(LOOK).fetchall()), int(thing.shape[0]))]
    if hasattr(thing, "column_names"):
        rows = [list(row.values()) for row in thing.slice(0, LOOK).to_pylist()]
        return [(_grid(list(thing.column_names), rows), int(thing.num_rows))]
    if hasattr(thing, "iter_rows"):
        return [(_grid(list(thing.columns), list(islice(thing.iter_rows(), LOOK))), int(thing.height))]
    return []


def _grid(headings: list[str], rows: Any) -> Grid:
    return Grid("", headings, [[_cell(cell) for cell in row] for row in rows])


def _cell(cell: Any) -> str:
    try:
        return cell_text(cell)
    except (TypeError, ValueError):
        return str(cell)


def _shown_by(mime: str, method: str) -> Callable[[Any], str | None]:
    def show(thing: Any) -> str | None:
        if said := instead_of(thing):
            return f"<p>{escape(said)}</p>" if mime == "text/html" else None
        own = getattr(thing, method, None)
        return own() if own else None

    return show


def _printed(thing: Any, printer: Any, cycle: bool) -> None:
    printer.text(instead_of(thing) or repr(thing))


def _printed_by(usual: Any) -> Callable[[Any, Any, bool], None]:
    """The usual way to print a list or a dictionary, where it holds no records."""

    def show(thing: Any, printer: Any, cycle: bool) -> None:
        said = "" if cycle else instead_of(thing)
        if said:
            printer.text(said)
        else:
            usual(thing, printer, cycle)

    return show
