"""Labels that come from the records themselves: none may point to a person."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.groups import NOT_KNOWN, NOT_STATED

#: What the labels that only a few records hold are put under.
TOGETHER = "Smaller groups together"
#: More groups than this, and a column holds something else: names, numbers, notes.
MANY = 300


def pool_rare(labels: list[str], rows: pd.Series) -> list[str]:
    """Put labels that fewer records hold than may be shown under one name: a rare label is itself about somebody.

    `rows` are the records behind each label. Labels a catalogue lists are not pooled; they say nothing of one file.

    >>> pool_rare(["Eye clinic", "Dr Aye", "Eye clinic"], pd.Series([400, 1, 20]))
    ['Eye clinic', 'Smaller groups together', 'Eye clinic']
    """
    held = rows.groupby(pd.Series(labels, index=rows.index)).sum()
    rare = {label for label, count in held.items() if count <= catalogue.policy().limit}
    return [TOGETHER if label in rare - {NOT_KNOWN, NOT_STATED} else label for label in labels]


def refuse_personal(records: Any, column: Any, use: str) -> None:
    """Refuse to group by a column that may point to a person. Raises InputError that names it."""
    if column is not None and (column.heading in records.recognised.personal or column.concept == "person_id"):
        raise InputError(
            f'{records.name}: the column "{column.heading}" may point to a person, so it cannot be used as {use}. '
            "Name a column of groups."
        )


def refuse_many(records: Any, column: Any, labels: list[str], use: str) -> None:
    """Refuse a column with more labels than any grouping has. Raises InputError that names it."""
    if len(set(labels)) > MANY:
        raise InputError(
            f'{records.name}: the column "{column.heading}", given as {use}, holds more than {MANY} different values. '
            "Name a column of groups."
        )
