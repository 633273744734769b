"""The commonest local file: one column of groups, a numerator and a denominator."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError, unknown_name
from hitoolkit.readers.cells import numbers
from hitoolkit.readers.labels import dimension_of, group_labels

NAME = "plain_counts"
ABOUT = "a column of groups (such as imd_decile), numerator, denominator"

NUMERATOR = {"numerator", "num", "count", "events", "cases", "x"}
DENOMINATOR = {"denominator", "den", "denom", "population", "total", "n"}
KEPT = ("indicator", "period", "area", "edition", "stratum")


def matches(headings: list[str]) -> bool:
    """Counts are told by one heading for the top, one for the bottom, and one that is a known way to group people."""
    names = {plain(heading) for heading in headings}
    one_line_each = bool(names & NUMERATOR) and bool(names & DENOMINATOR)
    return one_line_each and any(dimension_of(heading) for heading in headings) and not _looks_like_records(names)


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """One row a group; the group's label is read in any of its known spellings."""
    groups = [heading for heading in frame.columns if dimension_of(heading)]
    top = [heading for heading in frame.columns if plain(heading) in NUMERATOR]
    bottom = [heading for heading in frame.columns if plain(heading) in DENOMINATOR]
    for what, found in (("groups", groups), ("numerators", top), ("denominators", bottom)):
        if len(found) != 1:
            raise InputError(
                f"{file}: {len(found)} columns could hold the {what} ({', '.join(found)}). "
                "Keep one, or rename it: a column of groups, numerator, denominator."
            )
    dimension = dimension_of(groups[0])
    assert dimension is not None
    table = pd.DataFrame({"dimension": dimension, "group": group_labels(dimension, frame[groups[0]], groups[0], file)})
    table["numerator"], hidden_top = numbers(frame[top[0]], top[0], file)
    table["denominator"], hidden_bottom = numbers(frame[bottom[0]], bottom[0], file)
    table["flag"] = (hidden_top | hidden_bottom).map({True: "suppressed", False: ""})
    for heading in frame.columns:
        if plain(heading) in KEPT:
            table[plain(heading)] = frame[heading]
    if "indicator" in table:
        for name in table["indicator"].dropna().unique():
            if name not in catalogue.blocks("indicator"):
                raise InputError(f"{file}: {unknown_name('indicator', name, catalogue.blocks('indicator'))}")
    return table


def _looks_like_records(names: set[str]) -> bool:
    return bool(names & {"personid", "patientid", "nhsnumber", "attendkey"})
