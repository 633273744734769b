"""A private copy of a large text file for many questions: the engine then works out each different cell only once."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace
from typing import Any

import duckdb

from hitoolkit.readers.engine import private_file, private_folder, quote_path
from hitoolkit.readers.scan import Scan
from hitoolkit.readers.whole_rows import in_order

#: A smaller file, in bytes, is asked as quickly where it lies.
SMALL = 20_000_000
#: How many times its own size a file may take unpacked: the room on the disk that must be there.
ROOM, ROOM_ZIPPED = 2, 15


def at_hand(scan: Scan) -> Scan:
    """The same rows in the same order, copied where that pays; the scan itself where it does not, or cannot be.

    The copy is private, and goes when the scan it belongs to is let go.
    """
    if scan.text is None or not isinstance(scan.relation, duckdb.DuckDBPyRelation):
        return scan
    size = scan.text.path.stat().st_size
    if size < SMALL or shutil.disk_usage(private_folder()).free < size * (ROOM_ZIPPED if scan.text.zipped else ROOM):
        return scan
    copied = replace(scan, made_from=scan)
    path = str(private_file(copied, ".parquet"))
    # Whatever stops it, a broken row or too little memory, is met again and told where the file itself is asked.
    with contextlib.suppress(duckdb.Error), in_order(scan.connection):
        scan.relation.to_parquet(path, compression="snappy")
        copied.relation = _read(scan.connection, path)
        return copied
    return scan


def _read(connection: Any, path: str) -> Any:
    return connection.sql(f"SELECT * FROM read_parquet({quote_path(path)})")
