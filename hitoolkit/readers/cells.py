"""What stands in the cells of a table of counts: numbers, and the marks publishers put where a number is hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError, count_of

#: Marks for a number that exists but is not shown (suppressed, confidential, too few), from the guides of publishers.
HIDDEN = {"*", "**", "c", "[c]", "s", "[s]", "ss", "sss", "[low]", "[k]", "low", "suppressed", "hidden", "x*"}
#: Marks for a number that is not there (not available, not applicable).
ABSENT = {"", "-", "--", ".", "..", ":", "na", "n/a", "[x]", "[z]", "x", "z", "null", "none", "nan", "[u]", "u"}
FEWER = re.compile(r"^((<|<=|≤|fewer than|less than|under)\s*\d+|\d+\s*(-|\u2013|to)\s*\d+)$")
#: A comma stands for thousands only in groups of three; anything else could be a decimal comma.
THOUSANDS = re.compile(r"^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$")
#: A count with three figures after a point is more likely 1,010 than 1.01.
POINTED = re.compile(r"^[-+]?\d{1,3}(\.\d{3})+$")
#: What a spreadsheet puts where a formula has no result.
ERRORS = {"#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#null!", "#num!", "#spill!", "#calc!"}
FOOTNOTES = re.compile(r"\s*(\[[a-z]\])+$")


def whole_sum(counts: pd.Series) -> float:
    """A sum that is not known where one of its parts is not.

    >>> whole_sum(pd.Series([3.0, float("nan")]))
    nan
    """
    return float(counts.sum(skipna=False))


def numbers(column: pd.Series, heading: str, file: str, *, count: bool = False) -> tuple[pd.Series, pd.Series]:
    """Read a column of numbers and marks: the numbers (unknown where there is a mark), and where a mark hides one.

    Thousands separators and footnote letters in square brackets are taken off. Of what could be read in two ways
    nothing is: 1,200 is a number with `count` only, and 1.200 only without. Raises InputError at the first cell that
    is neither a number nor a known mark; a mark is never read as zero.

    >>> counts, hidden = numbers(pd.Series(["1,200", "*", "", "35 [p]"]), "Count", "a.csv", count=True)
    >>> counts.tolist(), hidden.tolist()
    ([1200.0, nan, nan, 35.0], [False, True, False, False])
    """
    written = column.map(lambda cell: "" if cell is None or cell != cell else str(cell)).astype(object)
    text = written.str.replace("\u00a0", " ").str.strip()
    low = text.str.lower()
    hidden = low.isin(HIDDEN) | low.str.match(FEWER)
    absent = low.isin(ABSENT)
    plain = text.str.replace(FOOTNOTES, "", regex=True)
    certain = plain.str.match(THOUSANDS) & (count | plain.str.contains(".", regex=False))
    plain = plain.mask(certain, plain.str.replace(",", "", regex=False))
    if count:
        plain = plain.mask(column.map(lambda cell: isinstance(cell, str)) & plain.str.match(POINTED), "two ways")
    found = pd.to_numeric(plain.where(~(hidden | absent)), errors="coerce").astype(float)
    wrong = found.isna() & ~hidden & ~absent | found.isin([float("inf"), float("-inf")])
    if wrong.any():
        row = int(list(column.index)[int(wrong.to_numpy().argmax())])
        first = str(low[wrong].iloc[0])
        if first in ERRORS:
            errors = int(low.isin(ERRORS).sum())
            raise InputError(
                f'{file}, column "{heading}": {count_of(errors, "cell")} hold{"s" if errors == 1 else ""} an error of '
                f"the spreadsheet, such as #N/A or #REF! (first: row {row + 1} below the heading). Mend the formula "
                "there, leave the cell empty where the number is not known, and save the file again."
            )
        if first.endswith("%"):
            raise InputError(
                f'{file}, column "{heading}": cells are written as percentages (first: row {row + 1} below the '
                "heading). Where a count belongs, give the count; elsewhere write the number without %."
            )
        raise InputError(
            f'{file}, column "{heading}": {count_of(int(wrong.sum()), "row")} '
            f"hold{'s' if wrong.sum() == 1 else ''} something that is not a number (first: row {row + 1} below the "
            "heading). Put a number there, leave it empty where it is not known, or * where it is hidden."
        )
    return found, hidden.astype(bool)


class Headings(dict[str, str]):
    """The headings of a file by their key; one that stands twice is refused when it is asked for, and only then.

    >>> Headings(pd.DataFrame(columns=["Org_Name", "Note", "Note"]), "a.csv")["orgname"]
    'Org_Name'
    """

    def __init__(self, frame: pd.DataFrame, file: str) -> None:
        super().__init__({heading_key(heading): heading for heading in frame.columns})
        self.file = file
        keys = [heading_key(heading) for heading in frame.columns]
        self.twice = {key for key in keys if keys.count(key) > 1}

    def __getitem__(self, key: str) -> str:
        heading = super().__getitem__(key)
        if key in self.twice:
            raise InputError(f'{self.file} has two columns called "{heading}". Rename or remove one of them.')
        return heading


def texts(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Some columns as plain text under short names; what was left out of the frame before is remembered.

    >>> texts(pd.DataFrame({"Org Name": [" Leeds", None]}), {"orgname": "Org Name"})["orgname"].tolist()
    ['Leeds', '']
    """
    found = pd.DataFrame(
        {name: frame[heading].fillna("").astype(str).str.strip() for name, heading in columns.items()},
        index=frame.index, dtype=object,
    )  # fmt: skip
    found.attrs = dict(frame.attrs)
    return found
