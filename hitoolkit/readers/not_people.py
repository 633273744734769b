"""Files that hold neither records nor counts of people by group, told by their headings: what they are, what to do."""

from __future__ import annotations

import re

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError

#: The words that headings of a list of places or organisations are made of.
PLACES = {
    "lsoa", "msoa", "oa", "ltla", "utla", "lad", "la", "icb", "icbs", "sicbl", "stp", "ccg", "region", "rgn", "country",
    "ctry", "nation", "nhs", "trust", "provider", "org", "organisation", "site", "area", "ward", "parish", "cd", "code",
    "nm", "name", "change", "mbrrace", "group", "description", "proportion", "share", "percent", "came", "from", "of",
    "to", "the", "type",
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
    words = [set(re.findall(r"[a-z]+", heading.lower())) for heading in headings if heading]
    places = len(words) > 1 and all(one and one <= PLACES for one in words)
    if places and any("code" in one or "cd" in one for one in words):
        raise InputError(
            f"{file} is a list that matches places or trusts with one another: nobody is counted in it. Join it to "
            "your records where you need its columns, and give the records; for deprivation give a list of small areas "
            'with their tenth: imd_lookup="FILE" (on the command line: --imd FILE).'
        )
