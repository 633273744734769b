"""Files that are about to leave the house, searched for what must not leave it.

    auditing.py    audit(): a file or a folder, and a line for each thing found
    pieces.py      what every kind of file is taken apart into: texts, tables, and what could not be looked into
    opening.py     which kind a file is, by what it begins with and how its name ends
    notebook.py web.py structured.py delimited.py plain.py office.py workbook.py pictures.py pdf.py archive.py
                   one file for each kind of file
    headings.py    what the heading of a column says: a person, a count, a figure
    identifiers.py NHS numbers, postcodes, dates of birth, local numbers, addresses, in texts and in columns
    records.py     tables with a row for each person or event
    small.py       counts that are too small to be shown, in tables and in the data of charts

Pictures are searched for what is written beside them, not for what is drawn in them.
"""

from hitoolkit.disclosure.files.auditing import audit

__all__ = ["audit"]
