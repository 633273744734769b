"""The report on records: exact for the analyst who works with it, without a count wherever it shows itself."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd

from hitoolkit.counting.plan import AnyRecords

COLUMNS = ["what", "column", "rows", "first", "why", "mend"]
HEADINGS = {"what": "What", "column": "Column", "rows": "Rows", "why": "Why", "mend": "To mend"}
#: A report line that says the file cannot be used as it stands.
MUST = "must be mended"
#: Why records have no group is told where a report shows itself only if more than this many have none: of a small
#: group a second reason would say that it is not one person.
MANY = 100
CAPTION = (
    "What was understood of the data. This may be passed on, so it does not say how many rows. For that, whoever holds "
    "the records types python start.py check and the name of the file."
)
#: What stands where a report has no first row.
NO_ROW = pd.NA


class Report(pd.DataFrame):
    """A frame of report lines; where it shows itself, which may be beside the tables of a page, it tells no count.

    Rows used, left out and without a group make up those read, and groups that a page shows make up those used: from a
    page with one small group hidden, counts told beside it could give that group away, rounded or not.
    """

    @property
    def _constructor(self) -> Any:
        # What is cut out of it is a plain frame, exact, for the analyst's own eye.
        return pd.DataFrame

    def __repr__(self) -> str:
        return self.shown().to_string(index=False)

    def _repr_html_(self) -> str:
        lines = self.shown()
        used = [name for name in lines.columns if (lines[name] != "").any()]
        heads = "".join(f"<th scope='col' style='text-align:left'>{HEADINGS[name]}</th>" for name in used)
        rows = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(str(row[name]))}</td>" for name in used) + "</tr>"
            for _, row in lines.iterrows()
        )
        return f"<table><caption>{CAPTION}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    def shown(self) -> pd.DataFrame:
        """The lines as they may be shown: whether it is every row or some, and not which is the first."""
        lines = pd.DataFrame(self).drop(columns="first")
        read = lines.loc[lines["what"] == "rows read", "rows"].max()
        part = lines["what"].str.startswith("in ")
        few = part & (lines.groupby(["what", "column"])["rows"].transform("sum") <= MANY)
        lines["why"] = lines["why"].mask(few, "too few to say why")
        lines["rows"] = ["every row" if rows == read else "some rows" if rows else "no row" for rows in lines["rows"]]
        return lines.drop_duplicates(ignore_index=True)


def line(what: str, column: str, rows: int, why: str, mend: str = "", where: Any = None) -> dict[str, Any]:
    """One line of a report; `where` says of which rows it speaks: the columns wanted, and a condition on them.

    After these may stand what makes more columns that the condition looks at (see `put_beside`).
    """
    return {"what": what, "column": column, "rows": int(rows), "first": NO_ROW, "why": why, "mend": mend,
            "where": where}  # fmt: skip


def find_first_rows(records: AnyRecords, lines: list[dict[str, Any]]) -> None:
    """Write into the lines which row of the file is the first they speak of, in one look through it."""
    asked = {str(at): one["where"] for at, one in enumerate(lines) if one["where"] and one["rows"]}
    if not asked:
        return
    wanted = {name: column for columns, *_ in asked.values() for name, column in columns.items()}
    beside = [one for _, _, *more in asked.values() for one in more]
    where = {at: condition for at, (_, condition, *_) in asked.items()}
    found = records.first_rows(wanted, where, lambda frame: put_beside(frame, beside))
    for at, row in found.items():
        lines[int(at)]["first"] = row


def put_beside(frame: Any, several: Iterable[Any]) -> Any:
    """A frame with more columns, each worked out once however many conditions look at it.

    What makes one has a `name`, by which it is known, and a method `beside` from one frame to the other.
    """
    for one in {one.name: one for one in several}.values():
        frame = one.beside(frame)
    return frame


def report(lines: list[dict[str, Any]]) -> Report:
    """The lines as a report; `attrs["usable"]` says whether nothing must be mended first."""
    made = Report(lines, columns=COLUMNS).astype({"first": "Int64"})
    made = Report(made)
    made.attrs["usable"] = MUST not in set(made["what"])
    return made
