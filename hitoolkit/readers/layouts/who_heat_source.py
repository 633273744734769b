"""What the source column of a HEAT table tells, where this package wrote it: the source, the period and the edition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hitoolkit import catalogue

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
EDITION = re.compile(r"IMD (\d{4}|trend) (national|local)\b.*|2001 codes|2021 census groups|as (published|recorded)")


@dataclass(frozen=True)
class Origin:
    """A source of the catalogue, and what else was written beside it; empty where the text is somebody else's."""

    source: str = "own_table"
    period: str = ""
    edition: str = ""
    stratum: str = ""


def origin(said: str) -> Origin:
    """Read "source; period; edition". A source that would exempt the file from protection is not believed.

    >>> origin("Your own records; 2024/25; IMD 2019 national")
    Origin(source='own_records', period='2024/25', edition='IMD 2019 national', stratum='')
    >>> origin("Demographic and Health Survey; 2012")
    Origin(source='own_table', period='', edition='', stratum='')
    """
    name, *rest = (part.strip() for part in said.split(";"))
    block = next((one for key, one in catalogue.blocks("source").items() if name in (key, one.name)), None)
    if block is None:
        return Origin()
    edition = next((part for part in rest if EDITION.fullmatch(part)), "")
    period = next((part for part in rest if part != edition and YEAR.search(part)), "")
    return Origin("own_table" if block.protected or block.synthetic else block.id, period, edition)
