"""Whether a record has a group of a dimension, as a column of the query: what completeness is counted from."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from hitoolkit.counting.conditions import GROUPED, alias
from hitoolkit.counting.plan import AnyRecords, Grouping, grouping, named, plain_values
from hitoolkit.counting.use import Use
from hitoolkit.groups import NOT_KNOWN, NOT_STATED


def grouped_columns(records: AnyRecords, uses: list[Use]) -> dict[str, Grouping]:
    """The dimensions that conditions ask about, by the name each has in the query."""
    asked = dict.fromkeys(name for use in uses for name, kind in use.needed if kind == GROUPED)
    return {alias(name, GROUPED): grouping(records, name) for name in asked}


def with_states(records: AnyRecords, frame: Any, asked: dict[str, Grouping]) -> Any:
    """The lazy frame with `known`, `not known` or `not stated` in place of the raw values of each dimension asked.

    The distinct values are fetched and named first, as for any count; the answer then runs in the engine.
    """
    for name, group in asked.items():
        found = records.collect(frame.group_by(name).agg(rows=nw.len()))
        naming = named(records, group, found[name])
        held: dict[str, list[Any]] = {"known": [], "not known": [], "not stated": []}
        for value in plain_values(found[name]):
            state = {NOT_KNOWN: "not known", NOT_STATED: "not stated"}.get(naming.group[value], "known")
            held[state] += [] if value is None else [value]
        frame = frame.with_columns(**{name: _state(nw.col(name), held)})
    return frame


def _state(column: Any, held: dict[str, list[Any]]) -> Any:
    """The state of each value; the longest list is never written out, for thousands of areas may be known."""
    rest = max(("known", "not known"), key=lambda state: len(held[state]))
    answer = nw.lit(rest)
    for state in ("known", "not known", "not stated"):
        if state != rest and held[state]:
            answer = nw.when(column.is_in(held[state])).then(nw.lit(state)).otherwise(answer)
    return nw.when(column.is_null()).then(nw.lit("not known")).otherwise(answer)
