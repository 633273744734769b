"""Text that a spreadsheet must not run: a cell that begins like a formula is made to begin like text."""

from __future__ import annotations

import re

#: How a formula begins in Excel, LibreOffice and Google Sheets, in the letters of East Asia too; spaces may go before.
BEGINS = re.compile(r"^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
#: Signs that no cell can hold.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def without_formulas(text: str) -> str:
    """A text as a cell may hold it: with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> without_formulas("=cmd|' /C calc'!A0"), without_formulas("18 to 29"), without_formulas("-5 and under")
    ("'=cmd|' /C calc'!A0", '18 to 29', "'-5 and under")
    """
    seen = UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{seen}" if BEGINS.match(seen) else seen
