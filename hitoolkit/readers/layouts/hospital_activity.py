"""NHS hospital activity (HES) by ethnic category or deprivation: groups in the first columns, then activity."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import numbers, whole_sum
from hitoolkit.readers.labels import WHOLES, dimension_of, group_labels
from hitoolkit.readers.published import with_source
from hitoolkit.readers.whole_table import TITLES
from hitoolkit.table import WHOLE

NAME = "hospital_activity"
ABOUT = "NHS hospital activity by ethnic category or deprivation: All Attendances, Attended first appointment ..."


@dataclass(frozen=True)
class Activity:
    """One of the publications: the column of the whole, and which share of the whole is an indicator."""

    source: str
    whole: tuple[str, ...]
    #: Without one of these a heading like `Attendances` could be of anything.
    beside: tuple[str, ...]
    mix: str
    share: str = ""
    top: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


ACTIVITIES = (
    Activity("hes_outpatients", ("allattendances",), ("attendedfirstappointment", "attendedfirstteleconsultation"),
             "share_of_attendances", "tele_consultations",
             ("attendedfirstteleconsultation", "attendedsubsequentteleconsultation"),
             ("attendedfirstappointment", "attendedsubsequentappointment")),
    Activity("hes_admitted_patients", ("finishedadmissionepisodes", "admissions", "alladmissions"),
             ("emergency", "waitinglist", "daycase", "meanlengthofstay", "finishedconsultantepisodes"),
             "share_of_admissions"),
    Activity("hes_emergency_care", ("attendances", "totalattendances", "allattendances", "aeattendances"),
             ("percentageofallattendances", "percentageofattendances", "percentage"), "share_of_emergency_attendances"),
)  # fmt: skip
ETHNIC = ("ethnic_group", "ethnic_category")
DIMENSIONS = (*ETHNIC, "imd_decile", "imd_quintile", "sex", "age_band")
#: No trust or system reaches it: the largest have about a tenth of it.
NATIONAL = 10_000_000
YEAR = re.compile(r"(?<!\d)(20\d\d)[-/\u2013](\d\d)(?!\d)")


def matches(headings: list[str]) -> bool:
    """Told by a column of ethnic categories or deprivation first, and the columns of one of the publications."""
    return len(headings) > 2 and dimension_of(_key(headings[0])) in DIMENSIONS and _activity(headings) is not None


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Each group's share of all activity, and for outpatients the share of its attendances by tele consultation."""
    keys = [_key(heading) for heading in frame.columns]
    activity = _activity(list(frame.columns))
    assert activity is not None
    codes = frame.iloc[:, 0].map(_said)
    names = frame.iloc[:, 1].map(_said) if not keys[1] or "description" in keys[1] or keys[1] == "name" else codes
    total = codes.str.lower().isin(WHOLES) | names.str.lower().isin(WHOLES)
    wanted = [*activity.top, *activity.rest, next(key for key in activity.whole if key in keys)]
    figures = {}
    for key in wanted:
        place = keys.index(key)
        heading = frame.columns[place]
        figures[key], _ = numbers(frame.iloc[:, place].set_axis(frame.index), heading, file, count=True)
    counts = pd.DataFrame(figures).assign(whole=lambda found: found[wanted[-1]])
    counts["label"] = codes.mask(codes == "", names)
    counts.attrs = frame.attrs
    counts = leave_out(counts, total & counts["whole"].isna(), "a total without a figure (a formula not saved)")
    counts["total"] = total[counts.index]
    if counts["total"].sum() > 1:
        raise InputError(f"{file}: {counts['total'].sum()} rows are totals of all groups. Keep one.")
    dimension = dimension_of(_key(str(frame.columns[0])))
    assert dimension is not None
    tables = [
        _of(counts, name, activity, str(frame.columns[0]), file)
        for name in (ETHNIC if dimension in ETHNIC else (dimension,))
    ]
    table = pd.concat(tables, ignore_index=True)
    table = with_source(table, activity.source, NATIONAL) if _adds_up(counts) else table
    period = period_of([*frame.attrs.get(TITLES, []), file])
    if period:
        table["period"] = period
    if "source" in table and (table["source"] != "").all():
        table["area"] = "England"
    return account(table, counts)


def _of(counts: pd.DataFrame, dimension: str, activity: Activity, heading: str, file: str) -> pd.DataFrame:
    """The rows of one dimension: codes that make one group added up; a sum with a hidden part is not known."""
    groups = pd.Series(WHOLE, index=counts.index, dtype=object)
    rows = ~counts["total"]
    groups[rows] = group_labels(dimension, counts.loc[rows, "label"], heading, file)
    columns = ["whole", *activity.top, *activity.rest]
    sums = counts[columns].groupby(groups, sort=False).agg(whole_sum)
    parts = []
    everyone = sums.loc[WHOLE, "whole"] if WHOLE in sums.index else sums["whole"].sum(skipna=False)
    mix = sums.drop(index=WHOLE, errors="ignore")
    parts.append(_rows(activity.mix, mix["whole"], pd.Series(everyone, index=mix.index)))
    if activity.share:
        # Attendances of which the kind is not known are on neither side.
        top, rest = (sums[list(columns)].sum(axis=1, skipna=False) for columns in (activity.top, activity.rest))
        parts.append(_rows(activity.share, top, top + rest))
    edition = "2001 codes" if dimension in ETHNIC else "not stated"
    return pd.concat(parts).assign(dimension=dimension, edition=edition)


def _rows(indicator: str, top: pd.Series, bottom: pd.Series) -> pd.DataFrame:
    flag = (top.isna() | bottom.isna()).map({True: "suppressed", False: ""})
    table = {"indicator": indicator, "group": top.index, "numerator": top.to_numpy(), "denominator": bottom.to_numpy()}
    return pd.DataFrame({**table, "flag": flag.to_numpy()})


def _adds_up(counts: pd.DataFrame) -> bool:
    """Whether the groups add up to the total of the file, to the last one: a copy somebody changed does not."""
    whole = counts.loc[counts["total"], "whole"]
    groups = counts.loc[~counts["total"], "whole"]
    return bool(groups.notna().all()) and (whole.empty or bool(np.isclose(whole.iloc[0], groups.sum(), atol=0.5)))


def _activity(headings: list[str]) -> Activity | None:
    keys = {_key(heading) for heading in headings}
    return next((one for one in ACTIVITIES if keys & {*one.whole} and keys & {*one.beside} and
                 {*one.top, *one.rest} <= keys), None)  # fmt: skip


def _key(heading: object) -> str:
    """A heading without what makes no difference, nor the digit of a footnote glued to its end (`unknown1`)."""
    return re.sub(r"(?<=[a-z)%])\d{1,2}$", "", re.sub(r"[&/(),]", "", heading_key(heading)))


def _said(cell: object) -> str:
    return "" if cell is None or cell != cell else re.sub(r"[\s\u00a0]+", " ", str(cell)).strip()


def period_of(texts: list[str]) -> str:
    """The year that a title or the name of a file states.

    >>> period_of(["Hospital Outpatient Activity 2024-25"])
    '2024/25'
    """
    found = next((year for text in texts if (year := YEAR.search(text))), None)
    return f"{found[1]}/{found[2]}" if found else ""
