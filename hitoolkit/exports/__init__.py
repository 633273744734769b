"""The exports room: protected tables for the rest of a trust's tools.

    exporting.py   export(): what may leave, where to, in which form
    sheets.py      tables as sheets: columns and cells in the package's own layout
    who_heat.py    the same as WHO's template for its Health Equity Assessment Toolkit
    notes.py       what goes with them in words: source, period, edition, policy, what is missing
    csv_text.py    sheets as CSV
    workbook.py    sheets as an Excel workbook
    formulas.py    text that a spreadsheet must not run
"""

from hitoolkit.exports.exporting import export

__all__ = ["export"]
