"""The data of an exercise on its card: a sample of few rows as it stands, a longer one by its name."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import hitoolkit as hi
from hitoolkit.practice.model import Table, Task

#: Rows and columns that a card has room for.
MOST_ROWS, MOST_COLUMNS = 12, 8
PLACES = ("data/samples", "hitoolkit/_bundle/data/samples")


def tables_of(task: Task) -> tuple[Table, ...]:
    """The tables a card shows: those its file gives, else the samples it names that are small enough.

    Only samples are shown: they are invented, or published.
    """
    found = (_sample(name) for name in task.data)
    return task.tables or tuple(one for one in found if one is not None)


@lru_cache(maxsize=32)
def _sample(name: str) -> Table | None:
    root = Path(hi.__file__).parent.parent
    path = next((file for place in PLACES if (file := root / place / f"{name}.csv").is_file()), None)
    if path is None:
        return None
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    if not 2 <= len(rows) <= MOST_ROWS + 1:
        return None
    # A column that says the same in each row tells nothing on a card; one row alone keeps all that is filled in.
    kept = [n for n in range(len(rows[0])) if len({row[n] for row in rows[1:]}) > 1 or (len(rows) == 2 and rows[1][n])]
    if not kept or len(kept) > MOST_COLUMNS:
        return None
    columns = tuple(rows[0][n].replace("_", " ").capitalize() for n in kept)
    return Table(f"The data ({name})", columns, tuple(tuple(row[n] for n in kept) for row in rows[1:]))
