"""What was understood of a file, what is left out and why, and what must be mended: a report, never a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts
from hitoolkit.counting.conditions import GROUPED, from_records, needed
from hitoolkit.counting.count import count_by
from hitoolkit.counting.look import column_lines, group_lines, read_as
from hitoolkit.counting.plan import INSTEAD, AnyRecords
from hitoolkit.counting.report import MUST, line, report
from hitoolkit.errors import HitoolkitError, InputError

#: How many headings that are not used are named.
NAMED = 20
#: The dimension by which a column of groups is tried where none is asked for.
NATURAL = {
    "imd_decile": "imd_decile",
    "imd_quintile": "imd_quintile",
    "ethnic_code": "ethnic_group",
    "ethnic_code_before_2001": "ethnic_group",
    "sex": "sex",
    "age_group": "age_band",
}


def check_records(
    records: Any,
    dimension: str | Sequence[str] | None = None,
    indicator: str | Sequence[str] | None = None,
    stratum: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Report what was understood of records: columns, blanks, what is left out and why, and what to mend.

    Takes Records (see open_records), and the dimension and indicator they are wanted for; without those, every
    dimension and indicator of the catalogue is tried. `stratum` as in count_by. Takes an inequality table too, and says
    what it holds.
    Returns a frame with the columns what, column, rows, why and mend. `attrs["usable"]` is False where something must
    be mended first. No value of a record is in it. Its rows are exact, for the analyst's own eye; where it shows itself
    (in a notebook, say) small ones are hidden and the others rounded.
    Not a check of whether records are true; it sees only whether they can be read.

    >>> import pandas as pd
    >>> from hitoolkit.readers import open_records
    >>> own = open_records(pd.DataFrame({"imd_decile": [1, 10, 10], "weeks_waited": [20, 3, None]}))
    >>> check_records(own, "imd_quintile", "waits_over_18_weeks")[["what", "column", "rows"]]
              what        column  rows
    0    rows read                   3
    1   recognised  weeks_waited     2
    2         note  weeks_waited     2
    3   recognised    imd_decile     3
    4      counted                   2
    5     left out                   1
    """
    if isinstance(records, pd.DataFrame):
        return report(_of_table(records, _list(dimension), _list(indicator), stratum))
    lines = [line("rows read", "", records.rows, records.name)]
    lines += [line("note", "", records.rows, note) for note in records.notes]
    try:
        asked = _Asked(records, _list(dimension), _list(indicator), stratum)
        lines += asked.lines() if dimension or indicator else _everything(records)
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


class _Asked:
    """The lines for a dimension and indicator that are wanted."""

    def __init__(self, records: AnyRecords, dimensions: list[str], indicators: list[str], stratum: Any = None) -> None:
        self.records, self.dimensions, self.indicators, self.stratum = records, dimensions, indicators, stratum

    def lines(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        counting = bool(self.dimensions and self.indicators)
        for name, kind in dict.fromkeys(pair for one in self.indicators for pair in needed(catalogue.indicator(one))):
            found += self._tried(
                lambda name=name, kind=kind: column_lines(self.records, name, kind, not counting)  # type: ignore[misc]
            )
        for name in self.dimensions:
            found += self._tried(lambda name=name: group_lines(self.records, name))  # type: ignore[misc]
        if any(one["what"] == MUST for one in found) or not counting:
            return found
        return found + self._tried(self._count)

    def _count(self) -> list[dict[str, Any]]:
        table = count_by(self.records, self.dimensions, self.indicators, stratum=self.stratum)
        totals = {entry["indicator"]: entry["rows"] for entry in table.attrs["counted"]}
        lines = [line("counted", "", rows, catalogue.indicator(name).name) for name, rows in totals.items()]
        lines += [line("left out", "", entry["rows"], f"{entry['reason']}") for entry in table.attrs["ledger"]]
        return lines + [
            line(
                f"in {entry['group']}", catalogue.dimension(entry["dimension"]).missing, entry["rows"], entry["reason"]
            )
            for entry in table.attrs["not_known"]
        ]

    def _tried(self, ask: Any) -> list[dict[str, Any]]:
        try:
            found: list[dict[str, Any]] = ask()
        except HitoolkitError as error:
            return [line(MUST, "", self.records.rows, str(error))]
        return found


def _everything(records: AnyRecords) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    asked = _Asked(records, [], [])
    for name, column in records.recognised.found.items():
        kind = concepts()[name].kind if name in concepts() else "text"
        if kind in ("number", "code"):
            lines += asked._tried(lambda name=name, kind=kind: column_lines(records, name, kind))  # type: ignore[misc]
        elif name in NATURAL and not _passed_over(records, name):
            lines += asked._tried(lambda name=name: group_lines(records, NATURAL[name], True))  # type: ignore[misc]
        else:
            lines.append(line("recognised", column.heading, records.rows, read_as(name, column)))
    for name, several in records.recognised.unclear.items():
        if name == "lsoa" and records.match is not None:
            continue
        headings = ", ".join(column.heading for column in several)
        mend = f'Name the right one where it is needed: columns={{"{name}": "{several[0].heading}"}}.'
        lines.append(line("to be named", headings, records.rows, f"each could be {name}", mend))
    lines += _matched(records.match) if records.match is not None else []
    lines += _not_used(records)
    dimensions = _usable(
        records, "dimension", list(catalogue.blocks("dimension")), lambda name: group_lines(records, name)
    )
    countable = [name for name, one in catalogue.blocks("indicator").items() if from_records(one)]
    indicators = _usable(
        records,
        "indicator",
        countable,
        lambda name: [column_lines(records, *pair) for pair in needed(catalogue.indicator(name))],
    )
    for kind, tried in (("dimension", dimensions), ("indicator", indicators)):
        lines += tried
        if all(one["what"] != kind for one in tried):
            lines.append(
                line(
                    MUST,
                    "",
                    records.rows,
                    f"No {kind} of the catalogue can be used with these columns.",
                    f"Name one of the columns listed below with --column, or write your own {kind}.",
                )
            )
    return lines


def _passed_over(records: AnyRecords, name: str) -> bool:
    """Whether another column is used in place of this one: a lookup before tenths, tenths before fifths, ages first."""
    return (
        (records.match is not None and name.startswith("imd"))
        or (name == "imd_quintile" and "imd_decile" in records.columns)
        or (name == "age_group" and "age" in records.columns)
    )


def _usable(records: AnyRecords, kind: str, names: list[str], ask: Any) -> list[dict[str, Any]]:
    lines = []
    for name in names:
        lacking = _lacking(records, kind, name)
        try:
            if not lacking:
                ask(name)
                lines.append(line(kind, "", records.rows, f"{name}: can be used"))
                continue
            mend = f'columns={{"{lacking}": "HEADING"}}, where a column holds it'
        except HitoolkitError as error:
            mend = str(error)
        why = f"{name}: needs {lacking}" if lacking else f"{name}: not as it stands"
        lines.append(line(f"{kind} not usable", "", records.rows, why, mend))
    return lines


def _lacking(records: AnyRecords, kind: str, name: str) -> str:
    """The first column a dimension or indicator needs that is not in the file, or not clear."""
    if kind == "dimension":
        wanted = [catalogue.dimension(name).column]
        if name in ("imd_decile", "imd_quintile") and (records.match is not None or "imd_quintile" in records.columns):
            wanted = []
        wanted = [column for column in wanted if INSTEAD.get(column) not in records.columns]
    else:
        pairs = needed(catalogue.indicator(name))
        if lacks := [one for group, how in pairs if how == GROUPED if (one := _lacking(records, "dimension", group))]:
            return lacks[0]
        wanted = [column for column, how in pairs if how != GROUPED]
    for column in wanted:
        try:
            if records.look(column) is None:
                return column
        except InputError:
            concept = concepts()[column]
            return column if column in records.recognised.unclear else concept.source
    return ""


def _not_used(records: AnyRecords) -> list[dict[str, Any]]:
    """The headings that say nothing to the reader, so that one needed can be named."""
    told = records.recognised
    several = [column for columns in told.unclear.values() for column in columns]
    used = {column.heading for column in [*told.found.values(), *several]} | set(told.personal)
    rest = [heading for heading in told.headings if heading and heading not in used]
    if not rest:
        return []
    shown = ", ".join(rest[:NAMED]) + (f" and {len(rest) - NAMED} more" if len(rest) > NAMED else "")
    mend = 'If one is needed, say what it holds: columns={"concept": "HEADING"}.'
    return [line("not used", "", records.rows, shown, mend)]


def _matched(match: Any) -> list[dict[str, Any]]:
    """How many records found their small area in the lookup, and why the others did not."""
    heading, how = match.column.heading, match.how
    lines = [line("areas matched", heading, match.found.get("", 0), how)]
    return lines + [line("area not matched", heading, rows, why) for why, rows in match.found.items() if why and rows]


def _of_table(
    table: pd.DataFrame, dimensions: list[str], indicators: list[str], stratum: Any
) -> list[dict[str, Any]]:
    lines = [line("rows read", "", len(table), "a table that is already counted")]
    lines += [
        line("holds", name, int((table[name] == value).sum()), str(value) or "not stated")
        for name in ("indicator", "dimension", "period", "stratum", "edition")
        for value in dict.fromkeys(table[name])
        if name in table
    ]
    hidden = int((table["flag"] == "suppressed").sum())
    if hidden:
        lines.append(line("note", "flag", hidden, "hidden by the publisher; these stay unknown"))
    if dimensions and indicators:
        try:
            count_by(table, dimensions, indicators, stratum=stratum)
        except InputError as error:
            lines.append(line(MUST, "", len(table), str(error)))
    return lines


def _list(names: str | Sequence[str] | None) -> list[str]:
    return [names] if isinstance(names, str) and names else list(names or [])
