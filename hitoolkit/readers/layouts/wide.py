"""Wide tables: a column for each group or year, numerators and denominators side by side or one under the other."""

from __future__ import annotations

from typing import NoReturn

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import ABSENT, HIDDEN, numbers
from hitoolkit.readers.labels import dimension_in, dimension_of, group_labels
from hitoolkit.readers.layouts.wide_headings import Column, columns_of
from hitoolkit.readers.roles import role_of, split_role
from hitoolkit.table import COUNTS

NAME = "wide"
ABOUT = "a column for each group (Quintile 1 ... Quintile 5), numerator and denominator in headings or rows"
KEPT = ("indicator", "period", "area", "edition", "stratum")
AREA = {"areaname", "place", "organisation", "organisationname", "trust", "trustname", "site", "icb", "localauthority"}
#: Set on a table whose values were written with %, which only figures out of 100 can be.
PERCENT = "written as percentages"
ROLES = ("numerator", "denominator", "value")
UNCLEAR = (
    "{file} has a column for each group, but does not say which figures are numerators and which denominators. Say it "
    "in the headings (Quintile 1 numerator, Quintile 1 denominator), or in a column with numerator or denominator in "
    "each row; write % behind figures that are percentages."
)


def matches(headings: list[str]) -> bool:
    """Told by headings that name all groups of a dimension, or years with a numerator and a denominator each."""
    return bool(columns_of(headings))


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """One row for each row of the file and group; what is a numerator is never guessed.

    Percentages alone are values without counts: no interval can be made of them.
    """
    columns = columns_of(list(frame.columns), list(frame.attrs.get("titles", [])))
    unsure = next((column.problem for column in columns if column.problem), "")
    if unsure:
        raise InputError(f"{file}: {unsure}")
    rest = [heading for heading in frame.columns if heading not in {column.heading for column in columns}]
    roles = {column.role for column in columns}
    if roles == {""}:
        frame, said, rest = _roles_of_rows(frame, columns, rest, file)
    else:
        said = None
    long = _melted(frame, columns, rest, said, file)
    dimension = columns[0].dimension
    if not dimension:
        long, dimension = _with_groups(long, rest, file)
    table = long.assign(dimension=dimension)
    percent = bool(table["percent"].any())
    if {*table["role"]} == {"value"}:
        if not percent and table["figure"].dropna().between(0, 1).all():
            raise InputError(
                f"{file}: its figures are all between 0 and 1, and could be proportions or percentages below 1. Write "
                "percentages with % (12.5%)."
            )
        table = table.rename(columns={"figure": "value"}).drop(columns=["role", "percent"])
    elif "value" in roles and {*table["role"]} > {"value"} and not {*COUNTS} <= {*table["role"]}:
        _refuse(file)
    else:
        table = _paired(table[table["role"] != "value"], file)
    table["flag"] = table.pop("hidden").map({True: "suppressed", False: ""})
    account(table, frame)
    table.attrs[PERCENT] = percent
    return table


def _refuse(file: str) -> NoReturn:
    raise InputError(UNCLEAR.format(file=file))


def _roles_of_rows(
    frame: pd.DataFrame, columns: list[Column], rest: list[str], file: str
) -> tuple[pd.DataFrame, pd.Series, list[str]]:
    """What each row holds: by a column of words, by headings between the rows, or by the % in its cells."""
    for heading in rest:
        cells = frame[heading].fillna("").map(str)
        split = cells.map(split_role)
        whole = cells.map(_role)
        said = whole.where(whole != "", split.map(lambda pair: pair[1]))
        if {*said} in ({*COUNTS}, {"value"}):
            frame = frame.assign(**{heading: split.map(lambda pair: pair[0]).where(whole == "", "")})
            return frame, said, rest if (frame[heading] != "").any() else [one for one in rest if one != heading]
    groups = frame[[column.heading for column in columns]]
    first = frame[rest[0]].fillna("").map(str).map(_role) if rest else pd.Series("", index=frame.index)
    blocks = first.where(groups.isna().all(axis=1) & (first != ""))
    if blocks.notna().any() and pd.notna(blocks.iloc[0]):
        return leave_out(frame, blocks.notna(), "a heading between the rows"), blocks.ffill()[blocks.isna()], rest
    cells = groups.stack().dropna().map(str).str.strip().str.lower()
    figures = cells[~cells.isin(HIDDEN | ABSENT)]
    if len(figures) and figures.str.endswith("%").all():
        return frame, pd.Series("value", index=frame.index), rest
    _refuse(file)


def _role(cell: str) -> str:
    """A row's role in full words: `X` is a place and `Total` a row of its own, though they head columns of counts."""
    return role_of(cell) if len(cell.strip()) > 2 and heading_key(cell) != "total" else ""


def _melted(
    frame: pd.DataFrame, columns: list[Column], rest: list[str], said: pd.Series | None, file: str
) -> pd.DataFrame:
    parts = []
    kept = _kept(frame, rest, file)
    for column in columns:
        role = pd.Series(column.role, index=frame.index) if said is None else said
        cells = frame[column.heading]
        written = cells.map(lambda cell: isinstance(cell, str) and cell.strip().endswith("%"))
        if (written & (role != "value")).any():
            raise InputError(
                f'{file}, column "{column.heading}": percentages stand where counts should be. Give the counts.'
            )
        plain = cells.where(~written, cells.map(lambda cell: str(cell).strip().rstrip("%")))
        count = bool((role != "value").all())
        figure, hidden = numbers(plain, column.heading, file, count=count)
        part = kept.assign(role=role, figure=figure, hidden=hidden, percent=written, at=frame.index)
        parts.append(part.assign(**({"group": column.group} if column.dimension else {"period": column.group})))
    return pd.concat(parts, ignore_index=True)


def _kept(frame: pd.DataFrame, rest: list[str], file: str) -> pd.DataFrame:
    """The columns beside the groups that say what a row is of."""
    kept = pd.DataFrame(index=frame.index)
    for heading in rest:
        key = heading_key(heading)
        name = "period" if key in concepts()["period"].headings else "area" if key in AREA else key
        if name in KEPT and name not in kept and frame[heading].fillna("").ne("").any():
            kept[name] = frame[heading]
        elif dimension_of(heading):
            kept[f"by {heading}"] = frame[heading]
    if "indicator" in kept:
        names = {heading_key(block.name): one for one, block in catalogue.blocks("indicator").items()}
        names |= {heading_key(one): one for one in catalogue.blocks("indicator")}
        kept["indicator"] = kept["indicator"].map(lambda cell: names.get(heading_key(cell), cell))
    return kept


def _with_groups(long: pd.DataFrame, rest: list[str], file: str) -> tuple[pd.DataFrame, str]:
    """Years in the headings: the groups stand in one column of the rows."""
    found = [heading for heading in rest if f"by {heading}" in long]
    if len(found) != 1:
        raise InputError(f"{file}: {len(found)} columns could hold the groups of its rows. Keep one.")
    labels = long.pop(f"by {found[0]}").set_axis(pd.Index(long["at"]))
    dimension = dimension_in(found[0], labels)
    assert dimension is not None
    return long.assign(group=group_labels(dimension, labels, found[0], file).to_numpy()), dimension


def _paired(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """Numerator and denominator of each group, period and area in one row."""
    if {*table["role"]} != {*COUNTS}:
        lacking = next(role for role in COUNTS if role not in {*table["role"]})
        raise InputError(f"{file} has no {lacking}s for its groups. Add them, or write % behind percentages.")
    keys = [name for name in table if name in (*KEPT, "group", "dimension") or str(name).startswith("by ")]
    twice = table.duplicated([*keys, "role"], keep=False)
    if twice.any():
        row = int(table.loc[twice, "at"].max()) + 1
        raise InputError(
            f"{file}: two rows give the {table.loc[twice, 'role'].iloc[0]} of the same group (see row {row} below the "
            "headings). Add a column, such as period or area, that tells them apart."
        )
    sides = [
        table[table["role"] == role].set_index(keys)[["figure", "hidden"]].set_axis([role, f"hidden {role}"], axis=1)
        for role in COUNTS
    ]
    both = sides[0].join(sides[1], how="outer")
    hidden = both[[f"hidden {role}" for role in COUNTS]].isin([True]).any(axis=1)
    both = both[COUNTS].assign(hidden=hidden).reset_index()
    return both.drop(columns=[name for name in both if str(name).startswith("by ")])
