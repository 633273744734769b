"""The headings of national postcode directories (ONSPD, NSPL), whose `imd` columns hold ranks and no tenths."""

from __future__ import annotations

import re

from hitoolkit.catalogue.columns import heading_key

#: Headings of the national postcode directories, of all years.
DIRECTORY = {"pcd", "pcd2", "pcd7", "pcd8", "pcds", "dointr", "doterm"}
#: What those call the national rank of an area, which is no tenth.
RANK_OF_POSTCODE = re.compile(r"imd(?:\d\d(?:\d\d)?)?(?:ind)?")


def ranks_of_postcodes(headings: list[str]) -> list[str]:
    """The columns of a postcode directory that hold national ranks, told by its headings and not by the values.

    >>> ranks_of_postcodes(["pcds", "lsoa21cd", "imd20ind"]), ranks_of_postcodes(["patient", "imd"])
    (['imd20ind'], [])
    """
    if not DIRECTORY & {heading_key(one) for one in headings}:
        return []
    return [one for one in headings if RANK_OF_POSTCODE.fullmatch(heading_key(one))]
