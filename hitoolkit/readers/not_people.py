"""Files that hold neither records nor counts of people by group, told by their headings: what they are, what to do."""

from __future__ import annotations

import re

from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError
from hitoolkit.readers.postcode_headings import DIRECTORY

#: The words that headings of a list of places or organisations are made of.
PLACES = {
    "lsoa", "msoa", "oa", "ltla", "utla", "lad", "la", "icb", "icbs", "sicbl", "stp", "ccg", "region", "rgn", "country",
    "ctry", "nation", "nhs", "trust", "provider", "org", "organisation", "site", "area", "ward", "parish", "cd", "code",
    "nm", "name", "change", "mbrrace", "group", "description", "proportion", "share", "percent", "came", "from", "of",
    "to", "the", "type",
}  # fmt: skip
#: Words of a list of small areas and their deprivation, by gov.uk's headings and by short ones, of all four nations.
DEPRIVATION = {
    "imd", "simd", "wimd", "nimdm", "mdm", "index", "multiple", "deprivation", "measure", "rank", "ranks", "decile",
    "deciles", "quintile", "vigintile", "percentile", "score", "income", "employment", "education", "skills",
    "training", "health", "disability", "crime", "barriers", "housing", "services", "living", "environment", "access",
    "and", "idaci", "idaopi", "where", "is", "most", "deprived", "lsoas", "lsoa", "local", "authority", "district",
    "domain", "dz", "dzname", "v", "datazone", "data", "zone", "soa", "iz", "population", "total", "mid", "overall",
    "physical", "community", "safety", "rate", "sub", "excluding", "prisoners",
}  # fmt: skip
#: What some lists of names and tables are told by, and what they are.
OTHERS = (
    (
        {"categoryname", "categorytypename", "sequence"},
        "is a list of the names of deprivation groups, with no figures. Its Sequence runs from the least to the most "
        "deprived, the other way round from the numbers used here. Give the file of figures that goes with it.",
    ),
    (
        {"orgcode", "attendances", "breaches"},
        "counts attendances by trust and month, with no column of groups of people (deprivation, ethnicity, sex or "
        "age), so there is no inequality in it to see. To compare trusts all the same, rename three columns: org_code "
        "to provider, breaches to numerator, attendances to denominator; keep one type, and name an indicator of your "
        "own.",
    ),
)


def refuse_other_files(headings: list[str], file: str) -> None:
    """Raise InputError where a file is a list of places, trusts or names, rather than of people.

    >>> refuse_other_files(["age", "imd_decile"], "list.csv")
    """
    keys = {heading_key(heading) for heading in headings if heading}
    for sign, said in OTHERS:
        if sign <= keys:
            raise InputError(f"{file} {said}")
    if DIRECTORY & keys and keys & {"doterm", "dointr", "oseast1m", "east1m", "oa11", "oa11cd", "oa21", "oa21cd"}:
        raise InputError(
            f"{file} is a postcode directory: postcodes and not people stand in it, and its imd column, where it has "
            "one, holds ranks. Give your records, and with them this file and one of small areas and their tenths: "
            'imd_lookup=["POSTCODES", "DECILES"] (on the command line: --imd "POSTCODES;DECILES").'
        )
    if {"numerator", "denominator"} <= keys:
        raise InputError(
            f"{file} has numerators and denominators, but no heading that is a known way to group people. Call the "
            "column of groups imd_quintile, imd_decile, ethnic_group, sex, age_band, specialty or provider."
        )
    if _of_areas(headings, keys):
        raise InputError(
            f"{file} is a list of small areas and their deprivation: areas and not people stand in it. Give your "
            'records, and this file with them: imd_lookup="FILE" (on the command line: --imd FILE).'
        )
    words = [set(re.findall(r"[a-z]+", heading.lower())) for heading in headings if heading]
    places = len(words) > 1 and all(one and one <= PLACES for one in words)
    if places and any("code" in one or "cd" in one for one in words):
        raise InputError(
            f"{file} is a list that matches places or trusts with one another: nobody is counted in it. Join it to "
            "your records where you need its columns, and give the records; for deprivation give a list of small areas "
            'with their tenth: imd_lookup="FILE" (on the command line: --imd FILE).'
        )


def _of_areas(headings: list[str], keys: set[str]) -> bool:
    """Whether headings name a small area and its deprivation, and nothing that a record of a person would hold."""
    area = keys & {*concepts()["lsoa"].headings}
    words = [set(re.findall(r"[a-z]+", heading.lower())) for heading in headings if heading]
    known = (PLACES | DEPRIVATION) - {"trust", "provider", "org", "organisation", "site"}
    told = [one for one in words if one <= known]
    ranked = any(one & {"decile", "deciles", "rank"} for one in told)
    # Of gov.uk's widest file a few headings are sentences; a list of people has most of its headings of its own.
    return bool(area) and ranked and (len(told) == len(words) or (len(told) > 7 and len(told) > 0.7 * len(words)))
