"""What stands in records more than once: whole rows, people, periods."""

from __future__ import annotations

from typing import Any

from hitoolkit.counting.look import Look
from hitoolkit.counting.report import line
from hitoolkit.groups import is_blank, raw_text


def repeat_lines(look: Look) -> list[dict[str, Any]]:
    """Lines on rows that are the same in every cell, people with several rows, and several periods in one file."""
    lines = []
    same = look.records.identical_rows()
    if same:
        lines.append(
            line("contradiction", "", same, "the same as an earlier row in every cell; each is counted",
                 "Remove rows that were exported twice.")
        )  # fmt: skip
    return lines + _people(look) + _periods(look)


def _people(look: Look) -> list[dict[str, Any]]:
    column = look.records.recognised.found.get("person_id")
    if column is None:
        return []
    again = look.records.rows_of_others(column)
    if not again:
        return []
    says = "rows of a person who has an earlier row: records are counted, and a person as often as they have rows"
    mend = "Where one row should be one person, keep one; indicators of people count each person once."
    return [line("note", column.heading, again, says, mend)]


def _periods(look: Look) -> list[dict[str, Any]]:
    column = look.records.recognised.found.get("period")
    if column is None:
        return []
    values, rows = look.values(column)
    held = {raw_text(value): some for value, some in zip(values, rows, strict=True) if not is_blank(raw_text(value))}
    if len(held) < 2:
        return []
    says = f"there are {len(held):,} different periods, and counted as one they would be mixed"
    mend = f'Count each apart: period="{column.heading}" (on the command line: -p "period={column.heading}").'
    return [line("note", column.heading, sum(held.values()), says, mend)]
