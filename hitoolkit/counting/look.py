"""How one column of a file is read: what of it is known, blank or not to be read, as lines of the report."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from hitoolkit.catalogue.columns import concepts
from hitoolkit.counting.plan import AnyRecords, check_states, grouping, named, plain_values
from hitoolkit.counting.report import line
from hitoolkit.counting.use import STATES, one_where
from hitoolkit.groups import is_blank, raw_text


def column_lines(records: AnyRecords, name: str, kind: str, blanks: bool = True) -> list[dict[str, Any]]:
    """A column that conditions look at: how it is read, and how many of its cells could not be.

    `blanks` is False where a count tells them anyway, as records left out.
    """
    column = records.column(name)
    frame: Any = nw.from_native(records.relation({"value": (column, kind)}))
    whole: Any = nw.lit(0)
    if name == "weeks_waited" and kind == "number":
        whole = one_where(nw.col("value") == nw.col("value").round(0))
    found = records.collect(
        frame.with_columns(whole=whole).group_by("value state").agg(rows=nw.len(), whole=nw.col("whole").sum())
    )
    states = {int(row[0]): int(row[1]) for row in found.itertuples(index=False)}
    check_states(records, column, kind, states)
    read = states.get(1, 0)
    lines = [line("recognised", column.heading, read, read_as(name, column))]
    if read and name == "weeks_waited" and not column.source and int(found["whole"].sum()) == read:
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
    return lines + [
        line("not read" if state else "blank", column.heading, states[state], f"{column.source or name} {words}")
        for state, words in told.items()
    ]


def group_lines(records: AnyRecords, name: str, reasons: bool = False) -> list[dict[str, Any]]:
    """A column that people are grouped by: how many rows have a group and, where asked, why the others have none."""
    group = grouping(records, name)
    frame: Any = nw.from_native(records.relation({"value": (group.column, "raw")}))
    found = records.collect(frame.group_by("value").agg(rows=nw.len()))
    values = plain_values(found["value"])
    naming = named(records, group, found["value"])
    known = sum(
        int(rows)
        for value, rows in zip(values, found["rows"], strict=True)
        if value not in naming.reason and not is_blank(raw_text(value))
    )
    how = read_as(group.column.concept, group.column)
    edition = "" if naming.edition == "as recorded" else f"; edition: {naming.edition}"
    lines = [line("recognised", group.column.heading, known, how + edition)]
    if not reasons or (records.match is not None and group.column is records.match.column):
        return lines
    why: dict[str, int] = {}
    for value, rows in zip(values, found["rows"], strict=True):
        reason = naming.reason.get(value) or ("blank or not known" if is_blank(raw_text(value)) else "")
        why[reason] = why.get(reason, 0) + int(rows)
    # By size, for an engine brings its groups back in any order.
    why.pop("", None)
    largest = sorted(why.items(), key=lambda pair: (-pair[1], pair[0]))
    return lines + [line("no group", group.column.heading, rows, reason) for reason, rows in largest]


def read_as(name: str, column: Any) -> str:
    """How a column is read, in words."""
    concept = concepts().get(column.source or name)
    text = f"read as {column.source or name}" + (f" ({concept.says})" if concept else "")
    if column.source:
        text += f", and {name} = {column.source} / {column.divide:g}, unrounded"
    return text + (", as you named it" if column.how == "named" else "")
