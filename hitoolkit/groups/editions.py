"""Editions of the deprivation indices of the four nations: their years, their small areas, and how a table states them.

Each nation ranks its own areas by its own index, so that tenths of two nations, or of two editions, are other people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hitoolkit.errors import InputError

LOCAL, NATIONAL = "local", "national"
UNDATED = f"IMD, year not stated, {LOCAL}"


@dataclass(frozen=True)
class Index:
    """One nation's index: what its people are called, and for each year the year of its small areas."""

    name: str
    nation: str
    years: dict[str, str]
    #: How many areas each year's map has, for a lookup whose headings do not say.
    sizes: dict[int, str]
    #: Whether tenth = 10 x rank / areas, rounded up, gives each published tenth; of Wales and Scotland it misses some.
    from_ranks: bool = False


INDICES = {
    one.name: one
    for one in (
        Index(
            "IMD", "English",
            {"2004": "2001", "2007": "2001", "2010": "2001", "2015": "2011", "2019": "2011", "2025": "2021"},
            {32_482: "2001", 32_844: "2011", 33_755: "2021"}, from_ranks=True,
        ),
        Index(
            "WIMD", "Welsh", {"2008": "2001", "2011": "2001", "2014": "2011", "2019": "2011", "2025": "2021"},
            {1_896: "2001", 1_909: "2011", 1_917: "2021"},
        ),
        Index(
            "SIMD", "Scottish", {"2009": "2001", "2012": "2001", "2016": "2011", "2020": "2011"},
            {6_505: "2001", 6_976: "2011"},
        ),
        Index("NIMDM", "Northern Irish", {"2010": "2001", "2017": "2001"}, {890: "2001"}, from_ranks=True),
    )
}  # fmt: skip
SHORT_YEARS = {"04": "2004", "15": "2015", "19": "2019", "25": "2025"}


def index_of(edition: str) -> Index:
    """The index of an edition as tables state it.

    >>> index_of("SIMD 2020 national").nation, index_of("IMD 2019 local").nation
    ('Scottish', 'English')
    """
    return INDICES.get(edition.split(" ")[0].strip(","), INDICES["IMD"])


def edition_text(given: object) -> str:
    """The edition as the table states it.

    >>> edition_text("2019"), edition_text("IMD 2025 local"), edition_text("SIMD 2020v2"), edition_text("")
    ('IMD 2019 national', 'IMD 2025 local', 'SIMD 2020 national', '')
    """
    text = str(given or "").strip()
    if not text:
        return ""
    if text in (LOCAL, UNDATED):
        return UNDATED
    found = re.search(r"(?:\b(WIMD|SIMD|NIMDM|IMD|IoD)\s*)?(\d{4})(?!\d)", text, re.IGNORECASE)
    index = INDICES.get((found.group(1) or "IMD").upper().replace("IOD", "IMD")) if found else None
    if found is None or index is None or found.group(2) not in index.years:
        known = "; ".join(f"{one.name} {', '.join(one.years)}" for one in INDICES.values())
        raise InputError(
            f'"{text}" is not an edition of the deprivation index. Known: {known}, each "national" unless you write '
            f'"{text if found else "2025"} local".'
        )
    return f"{index.name} {found.group(2)} {LOCAL if LOCAL in text.lower() else NATIONAL}"


def edition_in(key: str) -> str:
    """The index and year that a heading or name states, in small letters without signs, or nothing.

    >>> edition_in("imd2019decile"), edition_in("imd19"), edition_in("simd2020v2decile"), edition_in("imddecile")
    ('IMD 2019', 'IMD 2019', 'SIMD 2020', '')
    """
    index = next((one for one in INDICES.values() if one.name != "IMD" and one.name.lower() in key), INDICES["IMD"])
    for year in index.years:
        if year in key:
            return f"{index.name} {year}"
    short = re.search(r"(?<![wsn])i[mo]d(04|15|19|25)(?!\d)", key)
    return f"IMD {SHORT_YEARS[short.group(1)]}" if short else ""


def edition_of_heading(key: str) -> str:
    """The edition as the table states it, with its basis, from a heading in small letters; nothing where it says none.

    >>> edition_of_heading("imdquintile2019local"), edition_of_heading("imd19decile"), edition_of_heading("imddecile")
    ('IMD 2019 local', 'IMD 2019 national', '')
    """
    basis = LOCAL if basis_in(key) == LOCAL else ""
    return edition_text(f"{edition_in(key)} {basis}".strip())


def basis_in(key: str) -> str:
    """Whether a heading says that its groups were cut from one area (local) or the nation; nothing where it does not.

    >>> basis_in("imdquintile(local)"), basis_in("lsoa11deprivationquintilewithinarea"), basis_in("imdnationalquintile")
    ('local', 'local', 'national')
    >>> basis_in("localauthoritydistrictcode(2019)"), basis_in("imddecile")
    ('', '')
    """
    if re.search(r"local(?!auth)", key) or re.search(r"(decile|quintile|tenth|fifth)s?\(?(within|by)", key):
        return LOCAL
    return NATIONAL if "national" in key else ""


def without_basis(key: str) -> str:
    """A heading without what it says of local or national groups, so that the rest tells what it holds.

    >>> without_basis("imdquintile(local)"), without_basis("lsoa11deprivationquintilewithinarea")
    ('imdquintile', 'deprivationquintile')
    """
    key = re.sub(r"\(?(local(?!auth)|national)\)?|\(?within.*$", "", key)
    return re.sub(r"^lsoa(20)?(01|11|21)?(?=imd|deprivation)", "", key)
