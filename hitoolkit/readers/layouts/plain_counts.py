"""The commonest local file: one column of groups, a numerator and a denominator."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts
from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.groups.editions import edition_of_heading
from hitoolkit.readers.cells import numbers
from hitoolkit.readers.labels import dimension_in, dimension_of, group_labels
from hitoolkit.readers.roles import DENOMINATOR, NUMERATOR
from hitoolkit.table import COUNTS, WHOLE

NAME = "plain_counts"
ABOUT = "a column of groups (such as imd_decile), numerator, denominator"

KEPT = ("indicator", "period", "area", "edition", "stratum")
AGES = concepts()["age_group"].headings
#: How far a whole may lie below the sum of its groups, for each of them: counts may have been rounded to 5.
ROUNDED = 2.5


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
    dimension = dimension_in(groups[0], frame[groups[0]])
    assert dimension is not None
    table = pd.DataFrame({"dimension": dimension, "group": group_labels(dimension, frame[groups[0]], groups[0], file)})
    _refuse_finer(table, frame, groups[0], file)
    table["numerator"], hidden_top = numbers(frame[top[0]], top[0], file, count=True)
    table["denominator"], hidden_bottom = numbers(frame[bottom[0]], bottom[0], file, count=True)
    table["flag"] = (hidden_top | hidden_bottom).map({True: "suppressed", False: ""})
    for heading in frame.columns:
        name = "period" if plain(heading) in concepts()["period"].headings else plain(heading)
        if name in KEPT and name not in table:
            table[name] = frame[heading]
    if "edition" not in table and dimension in ("imd_decile", "imd_quintile"):
        table["edition"] = edition_of_heading(plain(groups[0])) or "not stated"
    used = {groups[0], top[0], bottom[0]}
    for heading in frame.columns:
        # Not read, but a refusal of rows that look alike can name it.
        if heading and heading not in table and heading not in used and frame[heading].nunique() > 1:
            table[heading] = ""
    if not catalogue.dimension(dimension).places:
        _refuse_small_whole(table, file)
    return table


def _refuse_finer(table: pd.DataFrame, frame: pd.DataFrame, heading: str, file: str) -> None:
    """Labels that share a group are parts of it, or groups that overlap: which of the two, the user must say."""
    beside = frame.drop(columns=[heading, *(one for one in frame if plain(one) in (*NUMERATOR, *DENOMINATOR))])
    labels = frame[heading].map(lambda cell: "" if cell is None else str(cell).strip().lower())
    key = beside.assign(**{"the group": table["group"]})
    again = key.duplicated() & ~key.assign(label=labels).duplicated()
    if again.any():
        row = int(list(frame.index)[int(again.to_numpy().argmax())]) + 1
        group = table["group"][again].iloc[0]
        raise InputError(
            f'{file}, column "{heading}": the label of row {row} below the heading is read as {group}, and so is that '
            "of a row above it. Where both are parts of that group, add their counts up and keep one row; else leave "
            "one of them out."
        )


def _refuse_small_whole(table: pd.DataFrame, file: str) -> None:
    """A whole that is smaller than its groups together is the whole of something else."""
    key = [name for name in KEPT if name in table]
    for _, rows in table.groupby(key, dropna=False) if key else [("", table)]:
        whole = rows[rows["group"] == WHOLE]
        if len(whole) != 1:
            continue
        for name in COUNTS:
            if rows.drop(whole.index)[name].sum() > whole[name].iloc[0] + ROUNDED * len(rows):
                raise InputError(
                    f"{file}: the {name} of the total (row {whole.index[0] + 1} below the heading) is smaller than "
                    "those of its groups together. Mend the total, or leave that row out."
                )


def _looks_like_records(names: set[str]) -> bool:
    return bool(names & {"personid", "patientid", "nhsnumber", "attendkey"})
