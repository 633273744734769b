"""The report on records: exact for the analyst who works with it, protected wherever it shows itself."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from hitoolkit.catalogue.wording import rows_text

COLUMNS = ["what", "column", "rows", "why", "mend"]
HEADINGS = {"what": "What", "column": "Column", "rows": "Rows", "why": "Why", "mend": "To mend"}
#: A report line that says the file cannot be used as it stands.
MUST = "must be mended"


class Report(pd.DataFrame):
    """A frame of report lines; shown in a notebook, its counts follow the usual rule on small numbers."""

    @property
    def _constructor(self) -> Any:
        # What is cut out of it is a plain frame, exact, for the analyst's own eye.
        return pd.DataFrame

    def __repr__(self) -> str:
        return self.shown().to_string(index=False)

    def _repr_html_(self) -> str:
        lines = self.shown()
        used = [name for name in lines.columns if (lines[name] != "").any()]
        heads = "".join(f"<th scope='col'>{HEADINGS[name]}</th>" for name in used)
        rows = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(str(row[name]))}</td>" for name in used) + "</tr>"
            for _, row in lines.iterrows()
        )
        caption = "What was understood of the data. Small counts are hidden here, and the others rounded."
        return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    def shown(self) -> pd.DataFrame:
        """The lines with their counts as they may be shown."""
        lines = pd.DataFrame(self)
        return lines.assign(rows=[rows_text(int(rows)) for rows in lines["rows"]])


def line(what: str, column: str, rows: int, why: str, mend: str = "") -> dict[str, Any]:
    """One line of a report."""
    return {"what": what, "column": column, "rows": rows, "why": why, "mend": mend}


def report(lines: list[dict[str, Any]]) -> Report:
    """The lines as a report; `attrs["usable"]` says whether nothing must be mended first."""
    made = Report(lines, columns=COLUMNS)
    made.attrs["usable"] = MUST not in set(made["what"])
    return made
