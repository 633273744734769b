"""How the columns of a file are read: what of each is known, blank or not to be read, as lines of the report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from hitoolkit.catalogue.columns import concepts
from hitoolkit.counting.conditions import GROUPED, alias
from hitoolkit.counting.plan import AnyRecords, Grouping, check_states, grouping, named, plain_values
from hitoolkit.counting.report import line
from hitoolkit.counting.use import STATES, one_where
from hitoolkit.groups import is_blank, raw_text

#: More different values than these are not looked for one by one.
MOST_VALUES = 2_000
Pair = tuple[str, str]


class Look:
    """What was seen of records, each column once however many questions ask for it."""

    def __init__(self, records: AnyRecords) -> None:
        self.records = records
        self._states: dict[Pair, tuple[dict[int, int], int]] = {}
        self._values: dict[int, tuple[list[Any], list[int]]] = {}

    def read(self, pairs: Iterable[Pair]) -> None:
        """Look at several columns in one query: how many cells of each are read, blank, or not to be read."""
        new = {alias(*pair): pair for pair in pairs if pair not in self._states}
        if not new:
            return
        frame: Any = nw.from_native(
            self.records.relation({name: (self.records.column(pair[0]), pair[1]) for name, pair in new.items()})
        )
        sums = {}
        for at, (name, (_, kind)) in enumerate(new.items()):
            for state in range(5):
                sums[f"s{at} {state}"] = one_where(nw.col(f"{name} state") == state).sum()
            if kind == "number":
                sums[f"whole{at}"] = one_where(nw.col(name) == nw.col(name).round(0)).sum()
        found = self.records.collect(frame.select(**sums)).iloc[0]
        for at, pair in enumerate(new.values()):
            counts = {state: int(found[f"s{at} {state}"]) for state in range(5)}
            whole = int(found.get(f"whole{at}", 0))
            self._states[pair] = {state: rows for state, rows in counts.items() if rows}, whole

    def states(self, name: str, kind: str) -> tuple[dict[int, int], int]:
        """How many cells of a column are in each state (see STATES; 1 is read), and how many are whole numbers."""
        self.read([(name, kind)])
        return self._states[(name, kind)]

    def values(self, column: Any) -> tuple[list[Any], list[int]]:
        """The raw values of a column, and the rows of each."""
        if column.place not in self._values:
            frame: Any = nw.from_native(self.records.relation({"value": (column, "raw")}))
            found = self.records.collect(frame.group_by("value").agg(rows=nw.len()))
            self._values[column.place] = plain_values(found["value"]), [int(rows) for rows in found["rows"]]
        return self._values[column.place]


def column_lines(look: Look, name: str, kind: str, blanks: bool = True) -> list[dict[str, Any]]:
    """A column that conditions look at: how it is read, and how many of its cells could not be.

    `blanks` is False where a count tells them anyway, as records left out.
    """
    if kind == GROUPED:
        return group_lines(look, name)
    column = look.records.column(name)
    states, whole = look.states(name, kind)
    check_states(look.records, column, kind, states)
    read = states.get(1, 0)
    lines = [line("recognised", column.heading, read, read_as(name, column))]
    if read and name == "weeks_waited" and not column.source and whole == read:
        lines.append(
            line(
                "note",
                column.heading,
                read,
                'It holds whole weeks only, so "over 18 weeks" counts those with 19 or more: if weeks were rounded '
                "down, whoever waited between 18 and 19 weeks is not among them.",
                "Use a column of days where there is one: days / 7 is not rounded.",
            )
        )
    told = {state: words for state, words in STATES.items() if states.get(state) and (state or blanks)}
    wanted = {alias(name, kind): (column, kind)}
    return lines + [
        line("not read" if state else "blank", column.heading, states[state], f"{column.heading} {words}",
             where=(wanted, nw.col(f"{alias(name, kind)} state") == state))
        for state, words in told.items()
    ]  # fmt: skip


def group_lines(look: Look, name: str, reasons: bool = False) -> list[dict[str, Any]]:
    """A column that people are grouped by: how many rows have a group and, where asked, why the others have none."""
    records, group = look.records, grouping(look.records, name)
    why, edition = _reasons(look, group)
    how = read_as(group.column.concept, group.column) + (f"; edition: {edition}" if edition != "as recorded" else "")
    lines = [line("recognised", group.column.heading, sum(rows for rows, _ in why.pop("", [])), how)]
    if not reasons or (records.match is not None and group.column is records.match.column):
        return lines
    return lines + [
        line("no group", group.column.heading, sum(rows for rows, _ in some), reason,
             where=among(group.column, [value for _, value in some]))
        for reason, some in why.items()
    ]  # fmt: skip


def group_account(look: Look, name: str) -> list[dict[str, Any]]:
    """The rows read, by whether they have a group of a dimension and why not; together they are all of them."""
    why, _ = _reasons(look, grouping(look.records, name))
    known = sum(rows for rows, _ in why.pop("", []))
    return [line("grouped", name, known, "have a group")] + [
        line("without a group", name, sum(rows for rows, _ in some), reason) for reason, some in why.items()
    ]


def among(column: Any, values: list[Any]) -> Any:
    """The rows whose raw value is one of these, as a line of the report takes it; nothing where they are too many."""
    if len(values) > MOST_VALUES:
        return None
    name = f"raw {column.place}"
    return {name: (column, "raw")}, is_among(name, values)


def is_among(name: str, values: list[Any]) -> Any:
    """Whether a raw value is one of some, blank included, as an expression of the engine."""
    inside = nw.col(name).is_in([value for value in values if value is not None])
    return inside | nw.col(name).is_null() if None in values else inside


def _reasons(look: Look, group: Grouping) -> tuple[dict[str, list[tuple[int, Any]]], str]:
    """Rows and raw values by why they have no group; those that have one under an empty reason."""
    import pandas as pd

    values, rows = look.values(group.column)
    naming = named(look.records, group, pd.Series(values, dtype=object))
    why: dict[str, list[tuple[int, Any]]] = {"": []}
    for value, some in zip(values, rows, strict=True):
        reason = naming.reason.get(value) or ("blank or not known" if is_blank(raw_text(value)) else "")
        why.setdefault(reason, []).append((some, value))
    # By size, for an engine brings its groups back in any order.
    order = sorted(why, key=lambda reason: (-sum(some for some, _ in why[reason]), reason))
    return {reason: why[reason] for reason in order}, naming.edition


def read_as(name: str, column: Any) -> str:
    """How a column is read, in words."""
    concept = concepts().get(column.source or name)
    text = f"read as {column.source or name}" + (f" ({concept.says})" if concept else "")
    if column.source:
        text += f", and {name} = {column.source} / {column.divide:g}, unrounded"
    return text + (", as you named it" if column.how == "named" else "")
