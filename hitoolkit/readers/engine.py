"""The query engine (DuckDB) as every reader uses it, and the private place for temporary copies of records."""

from __future__ import annotations

import contextlib
import os
import tempfile
import weakref
from pathlib import Path

import duckdb

from hitoolkit.writing.private import make_private_folder

#: Enough for one grouped query over tens of millions of rows, small enough for a laptop in use.
MEMORY = "300MB"
THREADS = max(1, min(4, os.cpu_count() or 1))

_folder: Path | None = None


def connect(database: str = ":memory:", read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection that fetches no extension, keeps to a modest share of memory and spills to the private folder."""
    connection = duckdb.connect(
        database,
        read_only=read_only,
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": MEMORY,
            "threads": str(THREADS),
            # Counts do not depend on the order of rows, and keeping it costs memory.
            "preserve_insertion_order": "false",
            "temp_directory": str(private_folder() / "spill"),
        },
    )
    # It would print, into a notebook or a page.
    connection.execute("SET enable_progress_bar = false")
    return connection


def private_folder() -> Path:
    """The folder for temporary copies of records: only this user can open it, and it goes when the session ends."""
    global _folder
    if _folder is None or not _folder.is_dir():
        _folder = make_private_folder()
    return _folder


def private_file(owner: object, suffix: str = ".csv") -> Path:
    """An empty private file that is removed when `owner` is let go, at the latest when the session ends."""
    handle, name = tempfile.mkstemp(suffix=suffix, dir=private_folder())
    os.close(handle)
    weakref.finalize(owner, _remove, name)
    return Path(name)


def quote_name(name: str) -> str:
    """A column's name as it is written in a query.

    >>> quote_name('Decile "IMD"')
    '"Decile ""IMD\"""'
    """
    return '"' + name.replace('"', '""') + '"'


def quote_path(path: str) -> str:
    """The path of one file as it is written in a query: its brackets and stars are no pattern.

    >>> quote_path("waits [June].csv")
    "'waits [[]June].csv'"
    """
    return quote_text("".join(f"[{sign}]" if sign in "[*?" else sign for sign in path))


def quote_text(text: str) -> str:
    """A text as it is written in a query.

    >>> quote_text("O'Hara")
    "'O''Hara'"
    """
    return "'" + text.replace("'", "''") + "'"


def _remove(name: str) -> None:
    # Still open on Windows, or already gone: the folder is cleared at the end of the session.
    with contextlib.suppress(OSError):
        os.unlink(name)
