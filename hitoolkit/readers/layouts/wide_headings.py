"""Which headings of a wide table are groups of people or years, and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hitoolkit import catalogue
from hitoolkit.groups.age import band_of
from hitoolkit.groups.ethnicity import name_ethnic
from hitoolkit.groups.imd import decile_of, quintile_of
from hitoolkit.readers.labels import WHOLES
from hitoolkit.readers.roles import split_role
from hitoolkit.table import UNKNOWN, WHOLE

PERIOD = re.compile(r"^(19|20)\d\d(\s*(/|-|\u2013|to)\s*(\d\d|\d{4}))?$", re.IGNORECASE)
ENDS = re.compile(r"^(imd\s*)?(most|least) deprived$", re.IGNORECASE)
NOUN = re.compile(r"quintile|decile|fifth|tenth|[12]0\s*%", re.IGNORECASE)
#: Columns beside the groups; a file with more of them is one of records.
BESIDE = 8


@dataclass(frozen=True)
class Column:
    """A column of figures: the group or year it is of, and whether it holds numerators, denominators or values."""

    heading: str
    role: str
    group: str
    dimension: str = ""
    problem: str = ""


def columns_of(headings: list[str], titles: list[str] | None = None) -> list[Column]:
    """The columns of figures of a wide table, or none where it is not one.

    All groups of deprivation must be there (or two that say fifth or tenth), three ethnic groups, or both sexes; a
    column of unknown groups or of a whole may stand beside them. `problem` says why headings that look like groups
    cannot be read.

    >>> [column.group for column in columns_of(["Area", *(f"Quintile {n}" for n in range(1, 6)), "Total"])]
    ['1', '2', '3', '4', '5', 'All']
    >>> columns_of(["nhs_number", "imd_decile", "age"])
    []
    """
    split = {heading: split_role(heading) for heading in headings if heading}
    for dimension, of in NAMES.items():
        found = {heading: group for heading, (label, _) in split.items() if (group := of(label))}
        if not _enough(dimension, found, split, headings):
            continue
        beside = {heading: _beside(label) for heading, (label, _) in split.items() if heading not in found}
        found |= {heading: group for heading, group in beside.items() if group}
        problem = _unsaid(dimension, found, [*headings, *(titles or [])])
        return [Column(one, split[one][1], group, dimension, problem) for one, group in found.items()]
    ends = [heading for heading, (label, _) in split.items() if ENDS.match(label)]
    if len({split[one][0].lower().split()[-2] for one in ends}) == 2:
        problem = (
            "the headings name the most and the least deprived, but not whether these are fifths or tenths. Write "
            "Quintile 1 and Quintile 5, or Decile 1 and Decile 10, and give the groups between them too."
        )
        return [Column(one, split[one][1], "", "", problem) for one in ends]
    years = {one: label for one, (label, role) in split.items() if PERIOD.match(label) and role}
    if {split[one][1] for one in years} >= {"numerator", "denominator"}:
        return [Column(one, split[one][1], label) for one, label in years.items()]
    return []


def _enough(dimension: str, found: dict[str, str], split: dict[str, tuple[str, str]], headings: list[str]) -> bool:
    groups = catalogue.dimension(dimension).groups
    least = len(groups) if catalogue.dimension(dimension).ordered else 3
    if dimension == "sex" or (found and all(NOUN.search(heading) for heading in found)):
        least = 2
    told = {(group, split[heading][1]) for heading, group in found.items()}
    # Two columns of one group and role are finer groups than these.
    return len({*found.values()}) >= least and len(told) == len(found) and len(headings) - len(found) <= BESIDE


def _unsaid(dimension: str, found: dict[str, str], texts: list[str]) -> str:
    bare = all(split_role(heading)[0].isdigit() for heading, group in found.items() if group.isdigit())
    said = " ".join(texts).lower()
    words = {"imd_quintile": ("quintile", "fifth"), "imd_decile": ("decile", "tenth", "imd", "depriv")}
    if dimension not in words or not bare or any(word in said for word in words[dimension]):
        return ""
    parts = "fifths" if dimension == "imd_quintile" else "tenths"
    return f"the headings are numbers only, and nothing says that they are {parts} of deprivation. Write it in them."


def _beside(label: str) -> str:
    low = label.strip().lower()
    if low in WHOLES:
        return WHOLE
    return next((group for group in UNKNOWN if low in (group.lower(), "unknown") or low == group.lower()), "")


def _part(of: Callable[[str], int | str]) -> Callable[[str], str]:
    def named(label: str) -> str:
        part = of(label)
        return str(part) if isinstance(part, int) else ""

    return named


def _ethnic(categories: bool) -> Callable[[str], str]:
    def named(label: str) -> str:
        # One letter is a code, and too little to go by in a heading.
        if len(label) < 3:
            return ""
        naming = name_ethnic([label], categories)
        group = naming.group.get(label, "")
        return "" if group in UNKNOWN or naming.refused else group

    return named


def _sex(label: str) -> str:
    low = label.strip().lower().rstrip("s")
    return {"male": "Male", "men": "Male", "female": "Female", "women": "Female"}.get(low, "")


def _age(label: str) -> str:
    span = band_of(label)
    bands = {group: band_of(group) for group in catalogue.dimension("age_band").groups}
    return next((group for group, band in bands.items() if span and band and span == band), "")


NAMES: dict[str, Callable[[str], str]] = {
    "imd_decile": _part(decile_of),
    "imd_quintile": _part(quintile_of),
    "ethnic_group": _ethnic(False),
    "ethnic_category": _ethnic(True),
    "sex": _sex,
    "age_band": _age,
}
