"""Counts of small areas, each with its national tenth and its rank or score: added up to groups cut in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hitoolkit.catalogue.columns import concepts
from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.groups.editions import LOCAL, edition_of_heading, edition_text
from hitoolkit.groups.quantiles import assign_quantiles
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import numbers, whole_sum
from hitoolkit.readers.labels import WHOLES, dimension_of, group_labels
from hitoolkit.readers.roles import DENOMINATOR, NUMERATOR
from hitoolkit.table import COUNTS, WHOLE

NAME = "small_areas"
ABOUT = "a row a small area: its name or code, imd_decile, imd_rank or imd_score, numerator, denominator"

#: A code tells areas apart better than a name does, where a file has both.
CODES = {*concepts()["lsoa"].headings, "areacode"}
AREAS = {*CODES, "area", "areaname", "neighbourhood", "smallarea", "lsoaname"}
RANKS = set(concepts()["imd_rank"].headings)
SCORES = {"imdscore", "deprivationscore", "score", "indexofmultipledeprivationscore", "areascore"}
KEPT = ("indicator", "period", "stratum")
FIFTHS = 5


def matches(headings: list[str]) -> bool:
    """Told by an area, its national tenth, a rank or score, and the counts."""
    names = {plain(heading) for heading in headings}
    groups = [dimension_of(heading) for heading in headings]
    told = all(names & wanted for wanted in (AREAS, RANKS | SCORES, NUMERATOR, DENOMINATOR))
    return told and groups.count("imd_decile") == 1


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Add areas up to tenths and fifths of the nation, and to fifths of the areas given; no area stays by itself.

    Local fifths hold about the same number of areas each, ranked by rank (1 = most deprived) or score (highest = most
    deprived), as `assign_quantiles` makes them. They have an edition of their own, `IMD 2025 local`, so that they never
    stand beside the national ones unseen. An area without a tenth, or without a score, is in Not known.
    """
    coded = CODES if {plain(one) for one in frame} & CODES else AREAS
    area = _one(frame, coded, "area", file)
    tenth = next(one for one in map(str, frame.columns) if dimension_of(one) == "imd_decile")
    frame = leave_out(frame, frame[area].fillna("").astype(str).str.strip().str.lower().isin(WHOLES), "a total")
    kept = {plain(one): frame[one] for one in frame if plain(one) in KEPT}
    _refuse_twice(frame, [area, *(str(one) for one in frame if plain(one) in KEPT)], file)
    ranked, highest_first = _ranking(frame, file)
    counts = pd.DataFrame(index=frame.index)
    hidden = pd.Series(False, index=frame.index)
    for name, words in zip(COUNTS, (NUMERATOR, DENOMINATOR), strict=True):
        heading = _one(frame, words, name, file)
        counts[name], marked = numbers(frame[heading], heading, file, count=True)
        hidden |= marked
    counts = counts.assign(**kept, hidden=hidden, missing=counts[COUNTS].isna().any(axis=1))
    tenths = group_labels("imd_decile", frame[tenth], tenth, file)
    national = edition_of_heading(plain(tenth)) or "not stated"
    if national.endswith(LOCAL):
        raise InputError(f'{file}, column "{tenth}" holds local tenths. Give the national tenth of each area.')
    parts = [_added(counts, tenths, "imd_decile", national, list(kept))]
    parts.append(_added(counts, tenths.map(_pair), "imd_quintile", national, list(kept)))
    local = edition_text(f"{national} {LOCAL}" if national != "not stated" else LOCAL)
    parts += [_added(*part, "imd_quintile", local, list(kept)) for part in _local(counts, ranked, highest_first, kept)]
    return account(pd.concat(parts, ignore_index=True), frame)


def _ranking(frame: pd.DataFrame, file: str) -> tuple[pd.Series, bool]:
    """What the areas are ordered by: the rank where there is one, else the score."""
    names = {plain(one) for one in frame}
    words, highest_first = (RANKS, False) if names & RANKS else (SCORES, True)
    heading = _one(frame, words, "rank or score", file)
    ranked, _ = numbers(frame[heading], heading, file)
    return ranked, highest_first


def _local(
    counts: pd.DataFrame, ranked: pd.Series, highest_first: bool, kept: dict[str, pd.Series]
) -> Iterator[tuple[pd.DataFrame, pd.Series]]:
    """The areas with their local fifth, for each period and stratum; nothing where there are fewer areas than fifths.

    Every period and stratum repeats the areas, and each area counts once in a ranking.
    """
    for _, rows in counts.groupby(list(kept), dropna=False) if kept else [((), counts)]:
        fifth = assign_quantiles(ranked[rows.index], FIFTHS, highest_first=highest_first)
        if fifth.notna().any():
            yield rows, fifth.map(lambda one: "Not known" if one != one else str(int(one)))


def _added(
    counts: pd.DataFrame, groups: pd.Series, dimension: str, edition: str, kept: list[str]
) -> pd.DataFrame:
    """The counts of areas in one group together, and of all; a sum with a hidden or missing count is not known."""
    both = pd.concat([counts.assign(group=groups), counts.assign(group=WHOLE)])
    rules: dict[str, Any] = {**dict.fromkeys(COUNTS, whole_sum), "hidden": "any", "missing": "any"}
    table = both.groupby([*kept, "group"], sort=False, dropna=False).agg(rules).reset_index()
    flag = table["hidden"].map({True: "suppressed", False: ""}).mask(table["missing"] & ~table["hidden"], "incomplete")
    table.loc[table["missing"], COUNTS] = float("nan")
    return table.drop(columns=["hidden", "missing"]).assign(flag=flag, dimension=dimension, edition=edition)


def _pair(tenth: str) -> str:
    return str((int(tenth) + 1) // 2) if tenth.isdigit() else tenth


def _one(frame: pd.DataFrame, words: set[str], what: str, file: str) -> str:
    found = [heading for heading in frame.columns if plain(heading) in words]
    if len(found) != 1:
        raise InputError(
            f"{file}: {len(found)} columns could hold the {what} ({', '.join(found)}). Keep one, or rename the others."
        )
    return str(found[0])


def _refuse_twice(frame: pd.DataFrame, key: list[str], file: str) -> None:
    again = frame.duplicated(key)
    if again.any():
        row = int(list(frame.index)[int(again.to_numpy().argmax())]) + 1
        raise InputError(
            f"{file}: the area of row {row} below the heading stands in a row above it too. Keep one row for each area."
        )
