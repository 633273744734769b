"""A private copy of a large text file for many questions: the engine then works out each different cell only once."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace

import duckdb

from hitoolkit.readers.engine import private_file, private_folder, quote_path, quote_text
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
    if size < SMALL or _room() < size * (ROOM_ZIPPED if scan.text.zipped else ROOM):
        return scan
    copied = replace(scan, made_from=scan)
    path = str(private_file(copied, ".parquet"))
    # Whatever stops it, a broken row or too little memory, is met again and told where the file itself is asked.
    with contextlib.suppress(duckdb.Error), in_order(scan.connection):
        # Written into the private file itself: the engine would else make another, and put that in its place.
        scan.relation.query("records", f"COPY records TO {quote_text(path)} (FORMAT parquet, USE_TMP_FILE false)")
        copied.relation = scan.connection.sql(f"SELECT * FROM read_parquet({quote_path(path)})")
        return copied
    return scan


def _room() -> int:
    """The bytes that are free where the copy would be."""
    return shutil.disk_usage(private_folder()).free
