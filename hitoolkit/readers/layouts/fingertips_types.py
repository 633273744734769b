"""What a category type of Fingertips says: the dimension, and the edition and basis of its groups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hitoolkit.groups.editions import INDICES
from hitoolkit.readers.published_names import dimension_called

YEAR = re.compile(r"(?:IMD|Index of Multiple Deprivation)\s*\(?(\d{4})\)?", re.IGNORECASE)
#: Areas that are put into tenths as wholes: the figure of a tenth is then of everybody in those areas, poor or not.
AREAS = (
    (r"count(y|ies)\b", "groups of counties and unitary authorities"),
    (r"districts?\b", "groups of districts and unitary authorities"),
    (r"general practices?\b", "groups of general practices"),
    (r"clinical commissioning groups?\b|ccgs?\b", "groups of clinical commissioning groups"),
    (r"integrated care boards?\b|icbs?\b", "groups of integrated care boards"),
    (r"msoa", "groups of middle layer areas (MSOA)"),
)  # fmt: skip
#: A label that is cut short before its last words; which end it counts from is still said.
SHORT = re.compile(r"^((second|third|fourth|fifth)\s+)?(most|more|less|least)$", re.IGNORECASE)


@dataclass(frozen=True)
class CategoryType:
    """A way to group people; no dimension where it is none that is known."""

    dimension: str
    edition: str


def category_type(name: str) -> CategoryType:
    """Read a category type.

    >>> category_type("County & UA deprivation deciles in England (IMD2015)").edition
    'IMD 2015 national, groups of counties and unitary authorities'
    >>> category_type("LSOA11 deprivation quintile within area (IMD2019)")
    CategoryType(dimension='imd_quintile', edition='IMD 2019 local')
    >>> category_type("LSOA11 deprivation deciles: (Index of Multiple Deprivation trend)").edition
    'IMD trend national'
    """
    low = name.lower()
    if "depriv" in low and re.search(r"decile|quintile", low):
        dimension = "imd_decile" if "decile" in low else "imd_quintile"
        return CategoryType(dimension, _edition(name))
    if low.startswith("ethnic"):
        return CategoryType("ethnic_group", "as published")
    return CategoryType(dimension_called(name) or "", "as published")


def full_label(label: str) -> str:
    """A label with the words it was cut short of.

    >>> full_label("Third more"), full_label("Least deprived decile (IMD2015)")
    ('Third more deprived', 'Least deprived decile (IMD2015)')
    """
    return f"{label.strip()} deprived" if SHORT.match(label.strip()) else label.strip()


def _edition(name: str) -> str:
    year = YEAR.search(name)
    basis = "local" if "within" in name.lower() else "national"
    if year and year.group(1) in INDICES["IMD"].years:
        said = f"IMD {year.group(1)} {basis}"
    elif "trend" in name.lower():
        said = f"IMD trend {basis}"
    else:
        return "not stated"
    areas = next((words for sign, words in AREAS if re.search(sign, name, re.IGNORECASE)), "")
    return f"{said}, {areas}" if areas else said
