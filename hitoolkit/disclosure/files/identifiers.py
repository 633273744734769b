"""What points to one person, in texts and in columns: NHS numbers, postcodes, dates of birth, local numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hitoolkit.disclosure.files.headings import personal
from hitoolkit.disclosure.files.pieces import Grid

#: Spaces and dashes of every width may part the digits. The letters before and after are looked at so that colours,
#: decimals and ids of drawings are not taken for one.
_PARTS = r" \u00a0\u2007\u2009\u202f\u2010-\u2013-"
NHS_NUMBER = re.compile(rf"(?<![\w.#+-])(?<!\+44 )(\d{{3}})([{_PARTS}]?)(\d{{3}})\2(\d{{4}})(?![\w-]|\.\d)")
#: Numbers on both sides: a list of numbers, of which any ten digits may be three together.
IN_A_LIST = re.compile(r"\d[ \u00a0]$"), re.compile(r"[ \u00a0]\d")
#: The address of an organisation before a postcode.
ORGANISATION = re.compile(
    r"\b(?:NHS|Trust|Hospital|Archives|Office|Department|Agency|University|Council|Ltd|Limited|Infirmary|Institute)\b"
    r"[\w ]*(?:, ?[A-Z\d][\w' -]*)+,? $"
)
#: The postcode areas of the Royal Mail.
AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|B|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|E|FK|FY"
    "|GL|GU|GY|G|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|L|ME|MK|ML|M|NE|NG|NN|NP|NR"
    "|NW|N|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|S|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA"
    "|WC|WD|WF|WN|WR|WS|WV|W|YO|ZE"
)
#: With a space any last two letters; run together only those that the Royal Mail gives.
POSTCODE = re.compile(
    rf"(?<![\w#.&/-])(?:{AREAS})\d[A-Z\d]?(?:[ \u00a0]\d[A-Z]{{2}}|\d[ABD-HJLNP-UW-Z]{{2}})(?![\w-])"
)
IN_COLUMN = re.compile(r"(?!ZZ99)[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = rf"(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th)?[ -](?:{_MONTH})[a-z]*,?[ -]\d{{2,4}})"
BORN = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date[ _]of[ _]birth|birth[ _]?date|born(?: on)?)\b\W{{0,9}}{DATE}", re.IGNORECASE
)
IS_DATE = re.compile(rf"{DATE}(?:[ T][\d:.]+)?|\d{{8}}|\d{{5}}", re.IGNORECASE)
LOCAL = re.compile(
    r"\b(?:mrn|hospital (?:number|no)|patient (?:id|number|no)|case ?note (?:number|no)|unit number)\b"
    r"\W{0,5}(?=[A-Z\d-]*\d)[A-Z]{0,3}\d[A-Z\d-]{3,}", re.IGNORECASE)
EMAIL = re.compile(
    r"(?<![\w.%+-])([a-z]+(?:\.[a-z]+)+\d*|[\w.%+-]+(?=@(?:gmail|hotmail|outlook|yahoo|icloud|btinternet)))"
    r"@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
#: Addresses of an office, not of a person.
OFFICE = re.compile(r"enquir|info|team|england|contact|office|support|data|statistic|press|media|help|admin|analy|nhs",
                    re.IGNORECASE)
MOBILE = re.compile(r"(?<![\w.+-])(?:\+44 ?|0)7\d{3} ?\d{3} ?\d{3}(?![\w-]|\.\d)")
#: What `kind` is called in the list of findings.
TEST_NUMBER = "test NHS number"
HIDDEN = re.compile(r"|[-*.\s]+|x+|nan|none|null|n/?a|hidden|redacted|removed|suppressed|\[?c\]?", re.IGNORECASE)


class Seen(NamedTuple):
    """One thing that points to a person: what it is, and where in the text or table (row, column) it stands."""

    kind: str
    at: tuple[int, int]


def is_nhs_number(digits: str) -> bool:
    """Whether the last of ten digits is what the first nine ask for (weights 10 to 2, modulus 11).

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918"), is_nhs_number("0000000000")
    (True, False, False)
    """
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return len(set(digits)) > 1 and digits not in "01234567890123456789" and (11 - rest % 11) % 11 == int(digits[-1])


def in_text(text: str) -> Iterator[Seen]:
    """Everything in a stretch of text that points to a person; `at` is the line and the place in it."""
    found: list[tuple[str, int]] = []
    for number in NHS_NUMBER.finditer(text):
        digits = number[1] + number[3] + number[4]
        start = number.start()
        listed = IN_A_LIST[0].search(text, max(0, start - 2), start) and IN_A_LIST[1].match(text, number.end())
        if is_nhs_number(digits) and not (number[2] and listed):
            found.append((TEST_NUMBER if digits.startswith("999") else "NHS number", number.start()))
    found += [("postcode", one.start()) for one in POSTCODE.finditer(text)
              if not ORGANISATION.search(text, max(0, one.start() - 150), one.start())]
    found += [("date of birth", one.start()) for one in BORN.finditer(text)]
    found += [("local number of a patient", one.start()) for one in LOCAL.finditer(text)]
    found += [("e-mail address or telephone number", one.start()) for one in EMAIL.finditer(text)
              if not OFFICE.search(one[0].split("@")[0])]
    found += [("e-mail address or telephone number", one.start()) for one in MOBILE.finditer(text)]
    for kind, start in found:
        line = text.count("\n", 0, start)
        yield Seen(kind, (line, start))


def in_table(table: Grid) -> list[Seen]:
    """Everything in a table that points to a person: by the heading of a column, or by what all its cells look like."""
    found: list[Seen] = []
    wide = max([len(table.headings), *(len(row) for row in table.rows)], default=0)
    for number in range(wide):
        heading = table.headings[number] if number < len(table.headings) else ""
        kind, cells = personal(heading), table.column(number)
        if kind:
            found += (Seen(_kind(kind, cell), (row, number)) for row, cell in enumerate(cells) if _fits(kind, cell))
        elif next(in_text("\n".join([heading, *cells])), None):  # one look at all, and at each only where that finds
            by_chance = _by_chance(cells)
            for row, cell in enumerate([heading, *cells], start=-1):
                found += (Seen(seen.kind, (max(row, 0), number)) for seen in in_text(cell)
                          if not (by_chance and seen.kind in ("NHS number", TEST_NUMBER)))
    return found


def _kind(kind: str, cell: str) -> str:
    digits = re.sub(r"\D", "", cell)
    return TEST_NUMBER if kind == "NHS number" and len(digits) == 10 and digits.startswith("999") else kind


def _fits(kind: str, cell: str) -> bool:
    """Whether a cell under a personal heading holds such a thing, and no blank, mark or sentence in its place."""
    cell = cell.strip()
    if HIDDEN.fullmatch(cell):
        return False
    if kind == "postcode":
        return bool(IN_COLUMN.fullmatch(cell))
    if kind == "date of birth":
        return bool(IS_DATE.fullmatch(cell))
    if kind == "NHS number":
        return len(re.sub(r"\D", "", cell)) >= 9
    if kind == "local number of a patient":
        return bool(re.search(r"\d", cell)) or bool(re.fullmatch(r"[0-9a-fA-F]{8,}", cell))
    if kind == "e-mail address or telephone number":
        return "@" in cell or len(re.sub(r"\D", "", cell)) >= 9
    return len(cell) > 1


def _by_chance(cells: list[str]) -> bool:
    """Whether ten-digit numbers of a column are no NHS numbers: one in eleven of any such passes by chance."""
    numbers = [found[1] + found[3] + found[4] for cell in cells if (found := NHS_NUMBER.fullmatch(cell.strip()))]
    return len(numbers) >= 5 and sum(map(is_nhs_number, numbers)) < len(numbers) / 2
