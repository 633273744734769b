"""What was understood of a file, what is left out and why, and what must be mended: a report, never a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.counting.accounts import left_out
from hitoolkit.counting.conditions import GROUPED, needed
from hitoolkit.counting.contradictions import contradictions
from hitoolkit.counting.count import count_by
from hitoolkit.counting.everything import everything, tried
from hitoolkit.counting.look import Look, column_lines, group_lines, is_among
from hitoolkit.counting.plan import AnyRecords, grouping, named
from hitoolkit.counting.query import columns_of, uses_of
from hitoolkit.counting.recoded import recoded_lines
from hitoolkit.counting.report import MUST, find_first_rows, line, report
from hitoolkit.counting.table_report import table_lines
from hitoolkit.errors import HitoolkitError


def check_records(
    records: Any,
    dimension: str | Sequence[str] | None = None,
    indicator: str | Sequence[str] | None = None,
    stratum: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Report what was understood of records: columns, codes, what is left out and why, contradictions, what to mend.

    Takes Records (see open_records), and the dimension and indicator they are wanted for; without those, every
    dimension and indicator of the catalogue is tried. `stratum` as in count_by. Takes an inequality table too, and says
    what it holds and what in it contradicts itself.
    Returns a frame with the columns what, column, rows, first (the first such row of the file), why and mend. Rows used
    and rows left out of an indicator, and rows with and without a group, make up those read. `attrs["usable"]` is False
    where something must be mended first. No value of a record is in it, but for codes that are known. Its rows are
    exact, for the analyst's own eye; where it shows itself (in a notebook, say) it tells no counts.
    Not a check of whether records are true; it sees only whether they can be read, and where they contradict
    themselves: that is told, and never resolved.

    >>> import pandas as pd
    >>> from hitoolkit.readers import open_records
    >>> own = open_records(pd.DataFrame({"imd_decile": [1, 10, 10], "weeks_waited": [20, 3, None]}))
    >>> check_records(own, "imd_quintile", "waits_over_18_weeks")[["what", "column", "rows", "first"]]
              what        column  rows  first
    0    rows read                   3   <NA>
    1   recognised  weeks_waited     2   <NA>
    2         note  weeks_waited     2   <NA>
    3   recognised    imd_decile     3   <NA>
    4      counted                   2   <NA>
    5     left out                   1      3
    """
    if isinstance(records, pd.DataFrame):
        return report(table_lines(records, _list(dimension), _list(indicator), stratum))
    if not (dimension or indicator):
        records = records.at_hand()
    lines = [line("rows read", "", records.rows, records.name)]
    lines += [line("note", "", records.rows, note) for note in records.notes]
    look = Look(records)
    try:
        if dimension or indicator:
            lines += _asked(look, _list(dimension), _list(indicator), stratum)
        else:
            lines += everything(look)
        find_first_rows(records, lines)
    except HitoolkitError as error:
        lines.append(line(MUST, "", records.rows, str(error)))
    postcodes = [column.heading for column in records.recognised.postcodes]
    lines += [
        line(
            "warning",
            heading,
            records.rows,
            "may point to a person; it is never needed here, and never shown",
            "Leave this column out of the file."
            if heading not in postcodes
            else "Leave it out, unless a postcode file and one of deciles are given with it (imd_lookup).",
        )
        for heading in records.recognised.personal
        if records.match is None or heading not in records.match.used
    ]
    return report(lines)


def can_count(records: AnyRecords, dimension: str, indicator: str) -> bool:
    """Whether records can be counted so; quicker than a report."""
    try:
        count_by(records, dimension, indicator)
    except HitoolkitError:
        return False
    return True


def _asked(look: Look, dimensions: list[str], indicators: list[str], stratum: Any) -> list[dict[str, Any]]:
    """The lines for a dimension and indicator that are wanted."""
    records = look.records
    found: list[dict[str, Any]] = []
    counting = bool(dimensions and indicators)
    for name, kind in _asked_of(indicators):
        found += tried(
            records, lambda name=name, kind=kind: column_lines(look, name, kind, not counting)  # type: ignore[misc]
        )
    for name in dimensions:
        found += tried(records, lambda name=name: group_lines(look, name))  # type: ignore[misc]
    if any(one["what"] == MUST for one in found):
        return found
    names = _columns(records, dimensions, indicators)
    found += tried(records, lambda: recoded_lines(look, names))
    if counting:
        found += tried(records, lambda: _count(look, dimensions, indicators, stratum))
    return found + tried(records, lambda: contradictions(look, names))


def _asked_of(indicators: list[str]) -> list[tuple[str, str]]:
    """What indicators look at, and how it is read, each once."""
    return list(dict.fromkeys(pair for one in indicators for pair in needed(catalogue.indicator(one))))


def _columns(records: AnyRecords, dimensions: list[str], indicators: list[str]) -> list[str]:
    """What the columns hold that a question looks at, as they stand in the file."""
    columns = [records.column(name) for name, how in _asked_of(indicators) if how != GROUPED]
    grouped = [name for name, how in _asked_of(indicators) if how == GROUPED]
    columns += [grouping(records, name).column for name in [*dimensions, *grouped]]
    return [column.source or column.concept for column in columns] + [column.concept for column in columns]


def _count(look: Look, dimensions: list[str], indicators: list[str], stratum: Any) -> list[dict[str, Any]]:
    table = count_by(look.records, dimensions, indicators, stratum=stratum)
    uses = {use.indicator.id: use for use in uses_of(look.records, [catalogue.indicator(one) for one in indicators])}
    totals = {entry["indicator"]: entry["rows"] for entry in table.attrs["counted"]}
    lines = [line("counted", "", rows, catalogue.indicator(name).name) for name, rows in totals.items()]
    lines += [
        line("left out", "", entry["rows"], entry["reason"],
             where=left_out(look, uses[entry["indicator"]], entry["reason"]))
        for entry in table.attrs["ledger"]
    ]  # fmt: skip
    reasons = {name: _reasons(look, name) for name in dimensions}
    return lines + [
        line(f"in {entry['group']}", catalogue.dimension(entry["dimension"]).missing, entry["rows"], entry["reason"],
             where=_without(look, uses[entry["indicator"]], entry, reasons[entry["dimension"]]))
        for entry in table.attrs["not_known"]
    ]  # fmt: skip


def _reasons(look: Look, dimension: str) -> Any:
    """The column of a dimension, and for each of its raw values why it has no group."""
    group = grouping(look.records, dimension)
    return group.column, named(look.records, group, pd.Series(look.values(group.column)[0], dtype=object)).reason


def _without(look: Look, use: Any, entry: dict[str, Any], reasons: Any) -> Any:
    """The rows that are used and have no group, for one reason."""
    if any(how == GROUPED for _, how in use.needed):
        return None
    column, why = reasons
    name = f"raw {column.place}"
    values = [value for value, reason in why.items() if reason == entry["reason"]]
    wanted = {**columns_of(look.records, [use]), name: (column, "raw")}
    return wanted, use.answers()[f"d{use.number}"] & is_among(name, values)


def _list(names: str | Sequence[str] | None) -> list[str]:
    return [names] if isinstance(names, str) and names else list(names or [])
