"""The package's own samples: invented people, made for teaching."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.bundle import bundle
from hitoolkit.errors import InputError, unknown_name
from hitoolkit.table import KEY, WHOLE, check_table

PREFIX = "sample_"
EXERCISE = "exercise_"


def samples() -> pd.DataFrame:
    """List the samples that come with the package: name, what it is, rows and columns. All are synthetic.

    Returns a frame with a row for each sample; its name is what `open_data`, `open_records` and `read_sample` take.
    The small tables of the exercises are not listed: each exercise names its own.

    >>> bool(samples()["synthetic"].all())
    True
    """
    rows = []
    for name in sample_names():
        if name.startswith(EXERCISE):
            continue
        with sample_path(name).open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            headings = next(reader)
            count = sum(1 for _ in reader)
        block = catalogue.source(sample_source(name))
        rows.append((name, block.name, count, ", ".join(headings), block.synthetic))
    return pd.DataFrame(rows, columns=["sample", "what", "rows", "columns", "synthetic"])


def read_sample(name: str) -> Any:
    """Open one of the package's samples by its name.

    Returns Records for a sample of people or appointments, and an inequality table for one that is already counted.
    Raises InputError with the names there are.

    >>> read_sample("life_expectancy")["indicator"].unique().tolist()
    ['healthy_life_expectancy', 'life_expectancy']
    """
    if name not in sample_names():
        raise InputError(unknown_name("sample", name, sample_names()))
    with sample_path(name).open(encoding="utf-8", newline="") as stream:
        headings = next(csv.reader(stream))
    if set(KEY) <= set(headings):
        table = pd.read_csv(sample_path(name), dtype={column: str for column in KEY}, keep_default_na=True)
        return check_table(table)
    from hitoolkit.readers.records import open_records
    from hitoolkit.readers.tables import layout_of, read_table, with_edition

    if layout_of(headings):
        table = read_table(str(sample_path(name)))
        block = catalogue.source(sample_source(name))
        said = {"area": block.place or WHOLE, "period": block.period or "not stated", "source": block.id}
        return with_edition(table.assign(**said), block.imd_edition)
    return open_records(name)


def sample_names() -> list[str]:
    """The names of the samples that are there."""
    known = [name.removeprefix(PREFIX) for name in catalogue.blocks("source") if name.startswith(PREFIX)]
    return [name for name in known if (bundle("data/samples") / f"{name}.csv").is_file()]


def is_sample(source: Any) -> bool:
    """Whether a source is the name of a sample; a file of that name beside the notebook goes before it."""
    return isinstance(source, str) and source in sample_names() and not Path(source).is_file()


def sample_path(name: str) -> Path:
    """The file of a sample."""
    return bundle("data/samples") / f"{name}.csv"


def sample_source(name: str) -> str:
    """The id of a sample in the catalogue's sources."""
    return PREFIX + name
