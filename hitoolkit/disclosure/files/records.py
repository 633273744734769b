"""Tables with a row for each person or event, told by their columns and not by their length alone."""

from __future__ import annotations

import re

from hitoolkit.disclosure.files.headings import OF_AREAS, aggregated, of_one, personal, words_of
from hitoolkit.disclosure.files.identifiers import Seen, in_table
from hitoolkit.disclosure.files.pieces import Grid
from hitoolkit.errors import count_of

#: A frame that was cut to fit the screen says its size below; so long a frame is a list of records, not of groups.
SIZE = re.compile(r"(\d[\d,]*) rows . \d+ columns|shape: \(([\d_,]+), \d+\)|shape=\((\d+),|^Length: (\d+)")
MOST_CUT = 60
#: A styled frame is never cut: two measures for each trust of England are some 450 rows, and records are more.
MOST_SHOWN = 600
#: From so many rows on, a column of numbers of which no two are alike tells records apart.
MANY = 20
#: Numbers as hospitals and registers give them; so many of one shape, no two alike, are of as many people.
GIVEN = re.compile(r"(?!\b[ENWSJKLM]\d{8}\b)\b(?=\w*[A-Z])[A-Z]{0,3}\d{6,10}[A-Z]?\b")
FEW = 8
#: What a place has too: a list of these alone is no list of persons.
OF_A_PLACE = {"postcode", "address of a person", "e-mail address or telephone number"}
KEY = re.compile(r"\b(ids?|number|no|ref|reference|key|identifier|uid|uuid|hash)$")
#: Codes and areas of which each stands once in a table of places.
OF_PLACES = re.compile(
    r"\b(area|org|organisation|provider|trust|practice|lsoa\w*|msoa\w*|dz\w*|soa\w*|ward|code|site"
    r"|icb|region|geography|setting|indicator|rank|oseast\w*|osnrth\w*|easting|northing)\b"
)


def records_in(table: Grid, pointing: list[Seen] | None = None) -> str:
    """Why a table looks like a list of records, in words with no value of it; empty where it does not.

    `pointing` is what in it points to persons, where that has been looked for.

    >>> people = Grid("", ["sex", "age", "days_waited"], [["1", "34", "120"], ["2", "71", "12"]])
    >>> records_in(people), records_in(Grid("", ["sex", "patients"], [["1", "340"], ["2", "710"]]))
    ('a table of 2 rows with a row for each person or event (age, days_waited, sex)', '')
    """
    rows = [row for row in table.rows if any(row)]
    headings, size = list(table.headings), count_of(len(rows), "row")
    if not rows:
        return ""
    pointing = in_table(table) if pointing is None else pointing
    columns = {one.at[1] for one in pointing if one.at[1] < len(headings)}
    kinds = sorted({personal(headings[column]) for column in columns} - {""})
    if len(kinds) > 1 or (set(kinds) - OF_A_PLACE and len(rows) > 1):
        return f"a table of {size} with a row for each person ({', '.join(kinds)})"
    for at in range(max(map(len, rows))):
        if len(given_numbers("\n".join(table.column(at)))) >= max(FEW, len(rows) / 2):
            return f"a table of {size}, each with what looks like a number of a person"
    if aggregated(headings):
        return _long(table, len(rows))
    told = sorted({name for one in headings if (name := of_one(one))})
    if (len(told) > 1 and set(told) - OF_AREAS) or len(set(told) - {"imd_decile", "lsoa"}) > 2:
        return f"a table of {size} with a row for each person or event ({', '.join(told)})"
    if len(headings) > 1 and len(rows) >= MANY and any(_tells_apart(table, at) for at in range(len(headings))):
        return f"a table of {size}, each with a number of its own"
    return _long(table, len(rows))


def _long(table: Grid, rows: int) -> str:
    many = f"a table of {count_of(rows, 'row')}, which looks like a list of records"
    most = MOST_SHOWN if any(table.headings) else MOST_CUT
    return many if table.shown and rows > most else ""


def given_numbers(text: str) -> list[str]:
    """Numbers in a text that look as if each were given to a person: of one shape, and no two alike.

    >>> len(given_numbers(" ".join(f"K{7804993 + 11 * at}" for at in range(9)))), given_numbers("E01000001 Y02504")
    (9, [])
    """
    found = GIVEN.findall(text)
    shapes = {re.sub(r"\d", "9", re.sub(r"[A-Z]", "A", one)) for one in found}
    return found if len(shapes) == 1 and len(set(found)) == len(found) else []


def size_in(text: str) -> str:
    """Why a frame in plain text looks like a list of records: the size it says below; empty where it does not."""
    for found in SIZE.finditer(text):
        size = next(filter(None, found.groups()))
        if int(re.sub(r"[,_]", "", size)) > MOST_CUT:
            return f"a table of {size} rows, which looks like a list of records"
    return ""


def _tells_apart(table: Grid, column: int) -> bool:
    words = words_of(table.headings[column])
    if OF_PLACES.search(words) and not KEY.search(words):
        return False
    cells = [cell for cell in table.column(column) if cell]
    if len(cells) < MANY or len(set(cells)) < len(cells):
        return False
    if all(re.fullmatch(r"[ENWSJKLM]\d{8}|[SW]\d{8}|95[A-Z]{2}\d{2}[A-Z]\d", cell) for cell in cells[:50]):
        return False
    return bool(KEY.search(words)) or all(re.fullmatch(r"\d{7,}|[0-9a-f]{16,}", cell) for cell in cells)
