"""Records that lie in another engine: read by the same rules, never fetched, and its faults told in plain words."""

from __future__ import annotations

import datetime
import subprocess
import sys
from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.readers.columns import Column
from hitoolkit.readers.scan import open_scan
from tests.engines import ALL, FOREIGN, Engine, Made

#: Cells that programs write and read differently.
TEXTS = [
    None, "", " ", "\u00a0", "\t", "0", "5", " 5 ", "\u00a05\u00a0", "5\n", "5.0", "5.00", "05", "005", "-5", "+5", "5.",
    ".5", "5.25", "1,234", "1.200", "12,5", "1_000", "1e2", "1E+2", "1e", "inf", "-Infinity", "nan", "NaN", "NULL",
    "null", "None", "n/a", "N/A", "#N/A", "-", "--", ".", "..", "?", "unknown", "Not Known", "TRUE", "false", "yes",
    "2025-01-31", "31/01/2025", "01 - Most deprived", "131", "-1", "7001", "7001.0", "9998", "9999", "99999999999",
    "3", "3.0", " 3", "03", "DNA", "Did not attend", "did-not_attend", "Seen", "ATTENDED", "8", "10", "smoker",
    "Non-Smoker", "ex smoker", "Never smoked", "110", "110.0", "-110.0", "O'Hara", 'say "x"', "a; b", "100%", "\u0663",
    "5\u2028", "5\u0085", "5 000", "Caf\u00e9", "1" * 39, "<b>", "\\", "%", "$1", "x" * 300,
]  # fmt: skip
DAY = datetime.date(2025, 1, 31)
TYPED: dict[str, tuple[str, list[Any]]] = {
    "int": ("int", [None, 0, 5, -5, 131, 7001, 9999, 2_000_000_000]),
    "float": ("float", [None, 0.0, 5.0, 5.25, -0.5, float("nan"), float("inf"), 123456789.0]),
    "decimal": ("decimal", [None, *(Decimal(one) for one in ("0", "5.00", "5.25", "-5.5", "131", "7001", "0.01"))]),
    "bool": ("bool", [None, True, False, True, None, True, False, True]),
    "date": ("date", [None, DAY, *[datetime.date(1999, 12, 1)] * 6]),
    "time": ("time", [None, datetime.datetime(2025, 1, 31, 12, 30), *[datetime.datetime(1999, 12, 1)] * 6]),
}
#: What a column may be taken for, and how it is then read.
READINGS = [
    ("weeks_waited", "number"), ("days_waited", "number"), ("age", "number"), ("birthweight", "number"),
    ("attended", "code"), ("smoking_status", "code"), ("own", "number"), ("own", "text"), ("own", "raw"),
    ("person_id", "id"),
]  # fmt: skip


def read(source: Any) -> dict[str, list[tuple[Any, int]]]:
    """The cells of a column and their states, for each way to read it, in the order of the column `place`."""
    records = hi.open_records(source, columns={"age": "place"})
    wanted = {
        f"{concept} as {kind}": (Column(concept, "cell", 1, "own", kind), kind) for concept, kind in READINGS
    }  # fmt: skip
    frame: Any = nw.from_native(records.relation({**wanted, "place": (Column("own", "place", 0, "own", ""), "raw")}))
    found = records.scan.fetch(frame).sort_values("place")
    alike = {}
    for name in wanted:
        values = [None if empty else one for one, empty in zip(found[name], found[name].isna(), strict=True)]
        if name.endswith("id"):
            # One engine keeps a number in the place of an id: only who is the same as whom can be compared.
            values = [None if one is None else values.index(one) for one in values]
        if name.endswith("raw"):
            values = [one if one is None or isinstance(one, str) else float(one) for one in values]
        alike[name] = list(zip(values, map(int, found[f"{name} state"]), strict=True))
    return alike


def both(engine: Engine, kind: str, cells: list[Any]) -> tuple[Any, Any]:
    made = Made({"place": ("int", list(range(len(cells)))), "cell": (kind, cells)})
    connection = duckdb.connect()
    made.into_duckdb(connection, "made")
    return engine.put(made), connection.table("made")


@pytest.mark.parametrize("engine", FOREIGN, indirect=True)
@pytest.mark.parametrize(("kind", "cells"), [("text", TEXTS), *TYPED.values()], ids=["text", *TYPED])
def test_a_hard_cell_is_read_alike(engine: Engine, kind: str, cells: list[Any]) -> None:
    theirs, ours = both(engine, kind, cells)
    there, here = read(theirs), read(ours)
    for name, alike in here.items():
        wrong = [
            f"{cell!r}: {left} there, {right} here"
            for cell, left, right in zip(cells, there[name], alike, strict=True)
            if left != right
        ]
        assert not wrong, f"{name}: {wrong}"
