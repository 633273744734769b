"""What stands below the rows of a sheet: notes, totals and averages, which are no records and no groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hitoolkit.errors import count_of

NOTE = re.compile(
    r"^(source|notes?|footnotes?|\*|\[|\(\w\)|\u00a9|copyright|crown|publi|contact|email|please|this |these |data |"
    r"figures|numbers|counts|percentages|rounded|suppress|small |for |see |\d+[.)]? [a-z])",
    re.IGNORECASE,
)
#: A text of a single cell that is longer than any group's name.
LONG = 60
FIGURES = {"average", "mean", "median", "minimum", "maximum", "min", "max", "range", "gap", "difference", "ratio",
           "standard deviation", "sd", "change", "% change", "percentage change"}  # fmt: skip
TOTALS = {"total", "totals", "grand total", "overall"}
NUMBER = re.compile(r"^[-+]?[\d.,]+%?$")


@dataclass
class Below:
    """Sees the rows of a sheet go by, and knows at its end which of the last ones are no records."""

    rows: list[int] = field(default_factory=list)

    def see(self, number: int, cells: Sequence[str]) -> None:
        """Look at one row: a note or a figure may be the last but for others of its kind, and any other row ends that.

        >>> below = Below()
        >>> rows = [["1", "20"], ["Total", ""], ["2", "3"], ["Average", "11.5"], ["Source: our own list", ""]]
        >>> for number, row in enumerate(rows, start=2):
        ...     below.see(number, row)
        >>> below.rows
        [5, 6]
        """
        said = [cell for cell in cells if cell]
        figure = bool(said) and said[0].lower().rstrip(":") in FIGURES | TOTALS
        alone = len(said) == 1 and not NUMBER.match(said[0])
        if figure or (alone and (NOTE.match(said[0]) or len(said[0]) > LONG)):
            self.rows.append(number)
        elif not (alone and self.rows):
            # What follows a note and stands alone runs on from it.
            self.rows.clear()


def leave_out_below(scan: Any) -> None:
    """Leave out what stands below the records of a sheet, and say so in the notes of the scan."""
    text = getattr(scan, "text", None)
    if text is None or not text.below:
        return
    listed = ", ".join(map(str, text.below))
    scan.relation = scan.relation.filter(f"CAST(c{len(scan.headings)} AS BIGINT) NOT IN ({listed})")
    rows, first = count_of(len(text.below), "row"), text.below[0]
    are = "is a note, a total or an average" if len(text.below) == 1 else "are notes, totals or averages"
    scan.notes.append(f"{rows} below the records {are}, and left out (first: row {first}).")
    text.below = []
