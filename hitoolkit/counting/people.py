"""Different people among records: someone with several records is one, in each group and in the whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import pandas as pd

from hitoolkit.counting.plan import AnyRecords, Grouping, plain_values
from hitoolkit.counting.query import columns_of, scanned
from hitoolkit.counting.use import Use, one_where
from hitoolkit.errors import InputError
from hitoolkit.table import WHOLE


def people(
    records: AnyRecords,
    use: Use,
    groups: list[Grouping],
    places: dict[str, Any],
    frame: pd.DataFrame,
    roles: dict[str, str],
    levels: Iterable[list[str]],
) -> pd.DataFrame:
    """Different people who are counted, and who say yes, for each set of groups that is wanted.

    `frame` holds raw values beside the label of each, `roles` says which column of labels belongs to which raw one.
    `levels` are the roles that stay apart; the others are taken together, and whoever is in two of their groups is
    counted once. So no level is the sum of another, and each has a query of its own. The ids stay in the engine.
    """
    keys = {group.key: group.column for group in groups}
    lazy = scanned(records, [use], columns_of(records, [use]), keys, places)
    labels = {role: list(dict.fromkeys(frame[role])) for role in roles}
    lazy = lazy.filter(nw.col(f"d{use.number}")).with_columns(
        everybody=nw.lit(0), **{role: _number_of(frame, raw, role, labels[role]) for role, raw in roles.items()}
    )
    for role in roles:
        # What the frame does not hold belongs to a stratum that is not wanted.
        lazy = lazy.filter(nw.col(role) >= 0)
    found = []
    for level in levels:
        counted = records.collect(_each_once(lazy, use, ["everybody", *level]))
        if counted["rows"].sum() != frame[f"d{use.number}"].sum():
            raise InputError(
                f"{records.name}: some values that people are grouped by cannot be told apart by the engine. Save "
                "those columns as text or whole numbers."
            )
        made: dict[str, Any] = {
            role: [labels[role][int(at)] for at in counted[role]] if role in level else WHOLE for role in roles
        }
        made |= {name: counted[name].astype(float) for name in ("denominator", "numerator")}
        found.append(pd.DataFrame(made))
    return pd.concat(found, ignore_index=True)


def people_behind(records: AnyRecords, use: Use, frame: pd.DataFrame, key: str, column: Any) -> pd.Series:
    """How many different people are behind each raw value of a column, told on the first row of the frame with it."""
    keys, places = ({}, {key: column}) if key.startswith("raw") else ({key: column}, {})
    lazy = scanned(records, [use], columns_of(records, [use]), keys, places).filter(nw.col(f"d{use.number}"))
    found = records.collect(_each_once(lazy, use, [key]))
    people = dict(zip(plain_values(found[key]), found["denominator"], strict=True))
    return pd.Series([people.get(value, 0) for value in plain_values(frame[key])], frame.index).mask(
        frame[key].duplicated(), 0
    )


def _each_once(lazy: Any, use: Use, keys: list[str]) -> Any:
    """Different people, those with a yes among them, and records, by some columns.

    A person is first brought down to one row, which an engine can do on disk and with all its hands; a count of
    different ones in each group it must do in memory and alone.
    """
    yes = one_where(nw.col(f"n{use.number}"))
    once = lazy.group_by([*keys, f"p{use.number}"]).agg(yes=yes.max(), rows=nw.len())
    return once.group_by(keys).agg(denominator=nw.len(), numerator=nw.col("yes").sum(), rows=nw.col("rows").sum())


def _number_of(frame: pd.DataFrame, raw: str, role: str, labels: list[str]) -> Any:
    """The number of a record's label, from its raw value, as an expression of the engine; -1 where it has none."""
    pairs = dict(zip(plain_values(frame[raw]), frame[role], strict=True))
    number = nw.lit(-1)
    for place, label in enumerate(labels):
        values = [value for value, its in pairs.items() if its == label]
        inside = nw.col(raw).is_in([value for value in values if value is not None])
        if None in values:
            inside = inside | nw.col(raw).is_null()
        number = nw.when(inside).then(nw.lit(place)).otherwise(number)
    return number
