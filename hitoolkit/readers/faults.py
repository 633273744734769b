"""What the query engine meets in a file, in plain words and without the cells it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import duckdb

from hitoolkit.errors import InputError, count_of

#: The engine's own words about a broken row, turned into ours.
WIDTH = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
LINE = re.compile(r"CSV Error on Line: (\d+)")


def asked(scan: Any, question: Callable[[], Any]) -> Any:
    """Ask the engine something about a scanned file. Raises InputError, naming file and row, where it cannot answer."""
    try:
        return question()
    except Exception as error:
        engine = error if isinstance(error, duckdb.Error) else error.__cause__ or error.__context__
        if not isinstance(engine, duckdb.Error):
            raise
        raise InputError(_in_words(scan, engine)) from None


def _in_words(scan: Any, error: duckdb.Error) -> str:
    text = str(error)
    line = LINE.search(text)
    where = ""
    if line and scan.text is not None:
        where = f" row {int(line.group(1)) + scan.text.first_row - 2}"
    width = WIDTH.search(text)
    if width:
        return (
            f"{scan.name},{where}: {count_of(int(width.group(2)), 'cell')} where there are "
            f"{count_of(int(width.group(1)), 'heading')}. Mend that row (a note under the table, or a delimiter inside "
            "a cell without quotation marks), or save the file again."
        )
    if "quote" in text.lower() and line:
        return (
            f"{scan.name},{where}: a quotation mark is not closed, or the row is longer than can be. Mend that row, or "
            "save the file again."
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            f"{scan.name} needs more memory than is set aside. Ask for fewer dimensions or a smaller stratum at once."
        )
    if isinstance(error, duckdb.IOException) and "No space" in text:
        return "The disk is full, and there is no room for temporary files. Free some space and try again."
    return (
        f"{scan.name}{',' + where if where else ''} cannot be read to its end: it is damaged. Fetch or save it again."
    )
