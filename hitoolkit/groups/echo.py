"""Whether a value of a file may be repeated in a message: only what is a known code, or a known way to write one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.groups.age import band_of
from hitoolkit.groups.ethnicity import name_words
from hitoolkit.groups.naming import BLANKS, raw_text
from hitoolkit.groups.sex import FEMALE, MALE, OTHER

#: No code and no name of a category is longer.
LONGEST = 90
#: What the ways to write a tenth or fifth are made of.
DEPRIVATION = {
    "imd", "d", "q", "st", "nd", "rd", "th", "of", "areas", "deprived", "most", "more", "less", "least", "average",
    "middle", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "decile",
    "deciles", "quintile", "quintiles", "fifths", "tenths", "in", "england", "to",
}  # fmt: skip
#: In a row of headings these show a record: a long number, a date, a postcode, an address of electronic mail.
IN_A_RECORD = re.compile(
    r"\d{3}[ -]?\d{3}[ -]?\d{4}|\d{6,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}([ T].*)?|\S+@\S+\.\S+"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[EWS]0\d{7}",
    re.IGNORECASE,
)


def may_be_told(concept: str, value: Any) -> bool:
    """Whether a value of a column that holds `concept` may be repeated: it is a code, or made of words of codes only.

    What is not may be a name, a number or a postcode typed into the wrong column. Small areas are never repeated, for
    few people live in one.

    >>> may_be_told("attended", "DNA"), may_be_told("attended", "Wren, Jenny"), may_be_told("imd_decile", 4567)
    (True, False, False)
    >>> may_be_told("ethnic_code", "A "), may_be_told("age", 7001), may_be_told("age", 93)
    (True, True, False)
    """
    text = raw_text(value)
    low = text.lower()
    if len(low) > LONGEST or re.search(r"\d\.\d", low):
        return False
    if low in BLANKS:
        return True
    block = concepts().get(concept)
    if block is not None and {heading_key(low), low.lstrip("0") or "0"} & {*block.codes, *block.recode}:
        return True
    if concept in ("imd_decile", "imd_quintile"):
        return _made_of(low, DEPRIVATION)
    if concept == "ethnic_code":
        return bool(re.fullmatch(r"[a-z][a-z0-9*]?", low)) or _made_of(low, name_words())
    if concept == "sex":
        return (low[1:] if re.fullmatch(r"0\d", low) else low) in MALE | FEMALE | {*OTHER}
    return concept == "age_group" and band_of(low) is not None


def told(concept: str, values: Iterable[Any], most: int = 8) -> str:
    """The values that may be repeated, each once and in order, for a message; nothing where none may.

    >>> told("attended", ["DNA", "Wren, Jenny", "seen"])
    'DNA, seen'
    """
    shown = sorted({str(value).strip() for value in values if may_be_told(concept, value)})
    return ", ".join(shown[:most]) + (" and others" if len(shown) > most else "")


def looks_like_a_record(cells: Iterable[str]) -> bool:
    """Whether a row that stands where headings belong is a record: none of its cells may then be repeated.

    >>> looks_like_a_record(["How poor", "How long"]), looks_like_a_record(["Jenny Wren", "943 476 5919"])
    (False, True)
    >>> looks_like_a_record(["Wren", "Female", "3"])
    True
    """
    cells = [cell.strip() for cell in cells if cell.strip()]
    return any(IN_A_RECORD.fullmatch(cell) or cell.lower() in _values() for cell in cells)


def _made_of(text: str, words: Iterable[str]) -> bool:
    parts = re.findall(r"[^\W\d_]+|\d+", text)
    known = set(words)
    return bool(parts) and all(part in known or (len(part) < 3 and part.isdigit()) or part == "100" for part in parts)


@lru_cache(maxsize=1)
def _values() -> frozenset[str]:
    """Words that stand in cells and not in headings."""
    named = {"male", "female", "yes", "true", "false"}
    return frozenset(named | {name for name in name_words(whole=True) if " " in name or name in ("white", "asian")})
