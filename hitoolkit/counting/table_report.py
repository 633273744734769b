"""What a counted table holds, what was left out as it was read, and what in it contradicts itself, as a report."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit.counting.narrow import narrow
from hitoolkit.counting.report import MUST, line
from hitoolkit.counting.table_contradictions import table_contradictions
from hitoolkit.errors import HitoolkitError
from hitoolkit.table import COUNTS, check_table

#: What a table is told to hold, by column.
HELD = ("indicator", "dimension", "period", "stratum", "edition")
HIDDEN = "hidden by the publisher, or made of what is hidden; these stay unknown"


def table_lines(
    table: pd.DataFrame, dimensions: list[str], indicators: list[str], stratum: Any
) -> list[dict[str, Any]]:
    """Lines on a table: rows read, used and left out, what it holds, hides and lacks, and its contradictions.

    `attrs["read"]`, where a reader gives it, says how many rows of the file there were, how many are used and why the
    others are not.
    """
    read = table.attrs.get("read") or {"rows": len(table), "used": len(table), "left_out": []}
    lines = [line("rows read", "", read["rows"], "a table that is already counted")]
    lines.append(line("used", "", read["used"], "rows of the file that the table is made of"))
    for entry in read["left_out"]:
        lines.append(line("left out", "", entry["rows"], entry["reason"]))
        lines[-1]["first"] = entry.get("first") or pd.NA
    try:
        checked = check_table(table)
    except HitoolkitError as error:
        return [*lines, line(MUST, "", len(table), str(error))]
    lines += [
        line("holds", name, int((checked[name] == value).sum()), str(value) or "not stated")
        for name in HELD
        for value in dict.fromkeys(checked[name])
    ]
    hidden = checked["flag"] == "suppressed"
    if hidden.any():
        lines.append(line("note", "flag", int(hidden.sum()), HIDDEN))
    unknown = ~hidden & checked[[*COUNTS, "value"]].isna().all(axis=1)
    if unknown.any():
        lines.append(line("note", "value", int(unknown.sum()), "nothing is given, neither counts nor a value"))
    lines += table_contradictions(checked)
    if dimensions and indicators:
        try:
            narrow(table, dimensions, indicators, None, None, stratum)
        except HitoolkitError as error:
            lines.append(line(MUST, "", len(table), str(error)))
    return lines
