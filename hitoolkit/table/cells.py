"""Texts on their way into a cell of a spreadsheet."""

from __future__ import annotations

from hitoolkit.errors import readable

#: What a spreadsheet takes for the start of a formula, after any spaces.
STARTS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def without_formulas(text: str) -> str:
    """A text that a spreadsheet shows as it stands, and never works out.

    Takes the text of a cell: a label or a heading of a user's file, which may have been made to run. An apostrophe is
    put before what a spreadsheet takes for a formula; plain numbers stay as they are. Codes that steer a terminal and
    marks that turn the order of letters are taken out.

    >>> [without_formulas(text) for text in ("=HYPERLINK(1)", "-3.5", " @SUM(A1)", "A")]
    ["'=HYPERLINK(1)", '-3.5', "' @SUM(A1)", 'A']
    """
    text = readable(text)
    if not text.startswith(STARTS) and not text.lstrip().startswith(STARTS):
        return text
    try:
        float(text.replace(",", ""))
    except ValueError:
        return f"'{text}"
    return text
