"""One file a source: own records, counted tables, published layouts, samples."""

from __future__ import annotations

from hitoolkit.readers.records import Records, open_records
from hitoolkit.readers.samples import read_sample, samples
from hitoolkit.readers.tables import open_data, read_table

__all__ = ["Records", "open_data", "open_records", "read_sample", "read_table", "samples"]
