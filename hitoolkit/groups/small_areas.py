"""Small areas (LSOA): which year's areas a set of codes belongs to, and where a code lies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from hitoolkit.groups.naming import is_blank

ENGLISH = re.compile(r"E01\d{6}")
NATIONS = {
    "English": ENGLISH,
    "Welsh": re.compile(r"W01\d{6}"),
    "Scottish": re.compile(r"S01\d{6}"),
    "Northern Irish": re.compile(r"N\d{8}|95\w{6,7}"),
}
PSEUDO = re.compile(r"[A-Z]9{8}")
PSEUDO_OF = {
    "L": "Channel Islands", "M": "Isle of Man", "S": "Scotland, area not known", "W": "Wales, area not known",
    "N": "Northern Ireland, area not known",
}  # fmt: skip


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


def nation_of(code: str) -> str:
    """Whose small area a code is, or nothing where it is the code of none.

    >>> nation_of("E01000001"), nation_of("W01001234"), nation_of("S01006506"), nation_of("95AA01S1"), nation_of("R1K")
    ('English', 'Welsh', 'Scottish', 'Northern Irish', '')
    """
    return next((nation for nation, form in NATIONS.items() if form.fullmatch(code)), "")


def whereabouts(code: str, home: str = "English") -> str:
    """Why a code can have no group of one nation's index, or nothing where it is the code of an area there.

    Each kind of pseudo code has its own reason, so that a report counts it apart.

    >>> whereabouts("W01001234"), whereabouts("M99999999"), whereabouts(""), whereabouts("E01000001")
    ('Welsh small area', 'Isle of Man (code M99999999)', 'small area blank or not known', '')
    """
    if is_blank(code):
        return "small area blank or not known"
    if PSEUDO.fullmatch(code):
        return f"{PSEUDO_OF.get(code[0], 'no small area')} (code {code})"
    nation = nation_of(code)
    if not nation:
        return "not the code of a small area"
    return "" if nation == home else f"{nation} small area"


@lru_cache(maxsize=1)
def _told() -> tuple[int, frozenset[int]]:
    text = resources.files("hitoolkit.groups").joinpath("small_areas.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    gone: set[int] = set()
    for word in raw["only_2011"].split():
        first, _, last = word.partition("-")
        gone |= set(range(int(first), int(last or first) + 1))
    return raw["first_of_2021"], frozenset(gone)
