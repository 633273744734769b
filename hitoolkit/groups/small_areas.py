"""Small areas (LSOA): which year's areas a set of codes belongs to, and where a code lies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from hitoolkit.groups.naming import is_blank

ENGLISH = re.compile(r"E01\d{6}")
NATIONS = {"W": "Welsh", "S": "Scottish", "9": "Northern Irish", "N": "Northern Irish"}
PSEUDO = re.compile(r"[A-Z]9{8}")


def exclusive(codes: Iterable[str]) -> tuple[int, int]:
    """How many of these codes exist only among the areas of 2011, and only among those of 2021.

    Most codes (31,810) exist in both. The check needs no lookup file: areas new in 2021 have the numbers from
    E01033769 on, and the 1,034 that were given up are listed in small_areas.toml.

    >>> exclusive(["E01000010", "E01033769", "E01033770", "E01000001", "W01000001"])
    (1, 2)
    """
    first, gone = _told()
    numbers = {int(code[3:]) for code in codes if ENGLISH.fullmatch(code)}
    return len(numbers & gone), sum(1 for number in numbers if number >= first)


def whereabouts(code: str) -> str:
    """Why a code can have no English deprivation group, or nothing where it is the code of an English area.

    >>> whereabouts("W01001234"), whereabouts("E99999999"), whereabouts(""), whereabouts("E01000001")
    ('Welsh small area', 'no English address (code E99999999 and the like)', 'small area blank or not known', '')
    """
    if is_blank(code):
        return "small area blank or not known"
    if ENGLISH.fullmatch(code):
        return ""
    if PSEUDO.fullmatch(code):
        return "no English address (code E99999999 and the like)"
    if re.fullmatch(r"(W01|S01)\d{6}|N\d{8}|95\w{6,7}", code):
        return f"{NATIONS[code[0]]} small area"
    return "not the code of a small area"


@lru_cache(maxsize=1)
def _told() -> tuple[int, frozenset[int]]:
    text = resources.files("hitoolkit.groups").joinpath("small_areas.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    gone: set[int] = set()
    for word in raw["only_2011"].split():
        first, _, last = word.partition("-")
        gone |= set(range(int(first), int(last or first) + 1))
    return raw["first_of_2021"], frozenset(gone)
