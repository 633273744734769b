"""ONS birth characteristics by ethnic group and weeks of gestation: births before 37 weeks, wide or long."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError
from hitoolkit.groups.ethnicity import name_ethnic
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import numbers, whole_sum
from hitoolkit.readers.labels import WHOLES
from hitoolkit.readers.published import with_source
from hitoolkit.readers.whole_table import TITLES
from hitoolkit.table import WHOLE

NAME = "birth_characteristics"
ABOUT = "ONS birth characteristics: Gestational age at birth (weeks), Total live births, Live births Bangladeshi ..."
WEEKS = "gestationalageatbirth"
LONG = ("category", "ethnicityraw", "measureraw", "value")
#: More births than in any place that is not a country.
NATIONAL = 300_000
TERM = 37
LIVE = re.compile(r"^(?:total live births|live births\s*(?P<group>.*))$", re.IGNORECASE)
NO_WEEK = "a total, or births whose weeks are not known or do not fit"
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def matches(headings: list[str]) -> bool:
    """Told by weeks of gestation beside live births of ethnic groups, or by the columns of the long form."""
    keys = {heading_key(heading) for heading in headings}
    wide = any(key.startswith(WEEKS) for key in keys) and sum(bool(LIVE.match(one)) for one in headings) > 2
    return wide or set(LONG) <= keys


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Live births before 37 weeks out of all live births whose weeks are known and fit the baby's weight.

    Births under 22 weeks count among those before 37. Stillbirths are not in it.
    """
    used, births = _long(frame, file) if _named(frame, "measureraw") else _wide(frame, file)
    first = births["weeks"].str.extract(r"^(?:under\s+)?(\d+)\b")[0].astype(float)
    births = births[first.notna()].assign(early=births["births"].where(first < TERM, 0.0))
    if births.empty:
        raise InputError(f"{file} has no rows of weeks of gestation (22 weeks, 23 weeks ...). Give that table.")
    if births.duplicated(["period", "label", "weeks"]).any():
        raise InputError(f"{file} gives the births of one group and week twice. Keep one.")
    naming = name_ethnic([label for label in births["label"].unique() if label != WHOLE])
    for (what, mend), _ in naming.refused.items():
        raise InputError(f"{file}: its ethnic groups {what}. {mend}.")
    births["group"] = births["label"].map({**naming.group, WHOLE: WHOLE})
    sums = births.groupby(["period", "group"], sort=False)[["early", "births"]].agg(whole_sum)
    table = sums.reset_index().rename(columns={"early": "numerator", "births": "denominator"})
    table["flag"] = table["denominator"].isna().map({True: "suppressed", False: ""})
    table = with_source(table, "ons_birth_characteristics", NATIONAL)
    if (table["source"] != "").all():
        table["area"] = "England and Wales"
    edition = "as published"
    return account(table.assign(indicator="preterm_births", dimension="ethnic_group", edition=edition), used)


def _long(frame: pd.DataFrame, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The long form that people make of the tables; of its rows, those of live births by weeks."""
    said = frame[_named(frame, "measureraw")].fillna("").str.strip()
    frame = leave_out(frame, ~said.str.match(LIVE), "not of live births by weeks of gestation (rates, stillbirths)")
    weeks = frame[_named(frame, "category")].fillna("").str.strip()
    frame = leave_out(frame, ~weeks.str.contains(r"\d"), NO_WEEK)
    groups = frame[_named(frame, "measureraw")].map(_group)
    value = _named(frame, "value")
    births = pd.DataFrame({"weeks": frame[_named(frame, "category")].str.strip().str.lower(), "label": groups})
    births["births"], _ = numbers(frame[value].map(_whole_number), value, file, count=True)
    year = _named(frame, "year") or _named(frame, "period")
    births["period"] = frame[year].map(str) if year else "not stated"
    return frame, births


def _wide(frame: pd.DataFrame, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table as it is published: a row for each week, a column for each group."""
    weeks = frame.columns[[heading_key(one).startswith(WEEKS) for one in frame.columns].index(True)]
    frame = leave_out(frame, ~frame[weeks].fillna("").str.contains(r"\d"), NO_WEEK)
    parts = []
    for heading in [one for one in frame.columns if LIVE.match(one)]:
        part = pd.DataFrame({"weeks": frame[weeks].str.strip().str.lower(), "label": _group(heading)})
        part["births"], _ = numbers(frame[heading], heading, file, count=True)
        parts.append(part)
    said = [*frame.attrs.get(TITLES, []), file]
    year = next((found[1] for text in said if (found := YEAR.search(text))), "not stated")
    return frame, pd.concat(parts).assign(period=year)


def _group(measure: str) -> str:
    found = LIVE.match(str(measure).strip())
    text = (found["group"] if found else "") or "total"
    return WHOLE if text.strip().lower() in WHOLES else text.strip()


def _named(frame: pd.DataFrame, key: str) -> str:
    return next((heading for heading in frame.columns if heading_key(heading) == key), "")


def _whole_number(cell: object) -> object:
    """Whole numbers that a program wrote as 9249.0."""
    return re.sub(r"^(\d+)\.0+$", r"\1", cell) if isinstance(cell, str) else cell
