"""NHS outpatient attendances by main specialty and age (HES): a row a specialty, a column for each band of ages."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError
from hitoolkit.groups import name_groups
from hitoolkit.groups.sex import name_sex
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import numbers, whole_sum
from hitoolkit.readers.layouts.hospital_activity import NATIONAL, period_of
from hitoolkit.readers.published import with_source
from hitoolkit.readers.whole_table import SHEET, TITLES

NAME = "attendances_by_age"
ABOUT = "NHS outpatient attendances by age: Main Specialty Code, its description, 0, 1-4 ... 90-120, Total"
CODE, DESCRIPTION = "mainspecialtycode", "mainspecialtycodedescription"
AGE = re.compile(r"^\d{1,3}(\s*[-\u2013]\s*\d{1,3}|\+)?$")


def matches(headings: list[str]) -> bool:
    """Told by the specialty's code and name, and at least five columns of ages."""
    keys = [heading_key(heading) for heading in headings]
    return keys[:2] == [CODE, DESCRIPTION] and "total" in keys and sum(map(_is_age, headings)) >= 5


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """The share of all attendances of each band of ages, and of each specialty; the sheet's name says which sex's.

    Ages are not given within each specialty here: many of those counts are below ten.
    """
    total = frame.iloc[:, 0].isin(["All", "Total"]) | (frame.iloc[:, 1] == "Total Activity")
    if total.sum() != 1:
        raise InputError(f'{file} has {total.sum()} rows of all specialties, and needs one ("All", "Total Activity").')
    frame = leave_out(frame, ~total & frame.iloc[:, 2:].isna().all(axis=1), "a row without figures")
    total = total[frame.index]
    heading = next(one for one in frame.columns if heading_key(one) == "total")
    counts, _ = numbers(frame[heading], heading, file, count=True)
    whole = float(counts[total].iloc[0])
    specialties = _rows("specialty", frame.loc[~total].iloc[:, 1].fillna("Not known"), counts[~total], whole)
    table = pd.concat([_ages(frame[total], whole, file), specialties], ignore_index=True)
    adds_up = counts[~total].sum() == whole and table.loc[table["dimension"] == "age_band", "numerator"].sum() == whole
    # Each row for itself: specialties that few attend are protected like any other small count.
    parts = [with_source(table.iloc[[at]], "hes_outpatients", NATIONAL) for at in range(len(table))]
    table = pd.concat(parts) if adds_up else table
    sheet = str(frame.attrs.get(SHEET, ""))
    sex = list(name_sex([sheet.rsplit("-", 1)[-1].strip()]).group.values())
    table["stratum"] = f"sex={sex[0]}" if sex and sex[0] in ("Female", "Male") else "All"
    period = period_of([*frame.attrs.get(TITLES, []), file])
    if period:
        table["period"] = period
    if whole >= NATIONAL:
        table["area"] = "England"
    return account(table, frame)


def _ages(row: pd.DataFrame, whole: float, file: str) -> pd.DataFrame:
    block = catalogue.dimension("age_band")
    headings = [one for one in row.columns if _is_age(one) or heading_key(one) == "unknown"]
    naming = name_groups(block, "age_group", headings)
    if naming.refused:
        raise InputError(f"{file}: its bands of ages reach over two of {', '.join(block.groups)}. Regroup them.")
    counts = pd.Series({one: float(numbers(row[one], one, file, count=True)[0].iloc[0]) for one in headings})
    sums = counts.groupby(naming.group).agg(whole_sum)
    return _rows("age_band", pd.Series(sums.index), sums, whole)


def _rows(dimension: str, groups: pd.Series, counts: pd.Series, whole: float) -> pd.DataFrame:
    flag = counts.isna().map({True: "suppressed", False: ""}).to_numpy()
    return pd.DataFrame({"indicator": "share_of_attendances", "dimension": dimension, "group": groups.to_numpy(),
                         "numerator": counts.to_numpy(), "denominator": whole, "flag": flag})  # fmt: skip


def _is_age(heading: str) -> bool:
    return bool(AGE.match(str(heading)))
