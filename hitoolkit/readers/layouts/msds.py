"""NHS Maternity Statistics, the long CSV of the Maternity Services Data Set: one count a row, one-way margins only."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.readers.cells import numbers
from hitoolkit.readers.labels import group_labels

NAME = "msds"
ABOUT = "NHS Maternity Statistics: Period, Dimension, Org_Level, Org_Code, Org_Name, Measure, Count_Of, Value"
SOURCE, OWN = "msds_annual", "own_table"
ROUNDED_TO = 5
COLUMNS = ("period", "dimension", "orglevel", "orgcode", "orgname", "measure", "countof")
VALUE = ("value", "finalvalue")

WHY_NO_CROSS = (
    "This file of NHS Maternity Statistics holds one-way margins only: each count is split by one thing at a time, "
    "never by two. Use records, or ask the data owner for a cross-table."
)


@dataclass(frozen=True)
class Outcome:
    """How an indicator is made from the categories of one of the file's dimensions."""

    indicator: str
    dimensions: tuple[str, ...]
    top: tuple[str, ...]
    rest: tuple[str, ...]


OUTCOMES = (
    Outcome("preterm_births", ("gestationlengthbirthgroup37",), ("<37 weeks",), (">=37 weeks",)),
    Outcome("smoking_at_booking", ("smokingstatusgroupbooking", "smokingatbooking"), ("smoker",),
            ("non-smoker / ex-smoker", "non-smoker/ex-smoker", "non-smoker", "ex-smoker")),
)
MIXES = {"deprivationdecileatbooking": "imd_decile", "ethniccategorymothergroup": "ethnic_group"}
LEVELS = {"national": "national", "nhs england (region)": "region", "region": "region", "provider": "provider",
          "trust": "provider"}


def matches(headings: list[str]) -> bool:
    """Told by the seven columns that every edition has."""
    names = {plain(heading) for heading in headings}
    return set(COLUMNS) <= names and bool(names & set(VALUE))


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Outcomes by region and by provider, and the mix of deprivation and ethnicity of each area, as shares.

    Published counts are rounded to 5 by the publisher and taken as they are. Levels overlap (England, regions,
    providers), so none is added to another.
    """
    named = {plain(heading): heading for heading in frame.columns}
    tidy = pd.DataFrame({name: frame[named[name]].fillna("").astype(str).str.strip() for name in COLUMNS})
    heading = named[next(name for name in VALUE if name in named)]
    tidy["count"], _ = numbers(frame[heading], heading, file, count=True)
    tidy["split"] = tidy["dimension"].map(plain)
    tidy["level"] = tidy["orglevel"].str.lower().map(LEVELS)
    tidy = tidy[tidy["level"].notna()]
    key = ["period", "split", "level", "orgcode", "measure"]
    if tidy.duplicated(key).any():
        row = int(tidy.duplicated(key).to_numpy().argmax())
        at = tidy.index[row] + 1
        raise InputError(f"{file}: a count is given twice (first: row {at} below the heading). Keep one.")
    tidy["period"] = tidy["period"].str.replace(r"^(\d{4})-(\d\d)$", r"\1/\2", regex=True)
    parts = [_outcome(tidy, outcome) for outcome in OUTCOMES] + [_mix(tidy, *mix, file) for mix in MIXES.items()]
    found = [part for part in parts if len(part)]
    if not found:
        raise InputError(
            f"{file} has the columns of NHS Maternity Statistics but none of the dimensions read here "
            "(GestationLengthBirthGroup37, SmokingStatusGroupBooking, DeprivationDecileAtBooking, "
            "EthnicCategoryMotherGroup). Check that it is the annual data file."
        )
    table = pd.concat(found, ignore_index=True)
    # The publisher rounds every count to 5. A file that does not is somebody's own, and is protected like any other.
    published = bool((tidy["count"].dropna() % ROUNDED_TO == 0).all())
    table["source"] = SOURCE if published else OWN
    table.attrs["why_no_cross"] = WHY_NO_CROSS
    return table


def _outcome(tidy: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    rows = tidy[tidy["split"].isin(outcome.dimensions)]
    said = rows["measure"].str.lower().str.replace(r"(?<=[<=])\s+(?=\d)", "", regex=True)
    # A missing category stays out of both top and bottom: its people were not asked, or not written down.
    rows = rows.assign(top=rows["count"].where(said.isin(outcome.top), 0.0), known=rows["count"])
    rows = rows[said.isin(outcome.top + outcome.rest)]
    place = ["period", "level", "orgcode", "orgname"]
    sums = rows.groupby(place, as_index=False, sort=False)[["top", "known"]].agg(_whole)
    parts = []
    for level in ("region", "provider"):
        part = sums[sums["level"].isin([level, "national"])]
        if not (part["level"] == level).any():
            continue
        group = part["orgname"].map(_place_name).where(part["level"] == level, "All")
        parts.append(pd.DataFrame({"indicator": outcome.indicator, "period": part["period"], "area": "England",
                                   "dimension": level, "edition": "as published", "group": group,
                                   "numerator": part["top"], "denominator": part["known"]}))
    return pd.concat(parts) if parts else sums.head(0)


def _mix(tidy: pd.DataFrame, split: str, dimension: str, file: str) -> pd.DataFrame:
    rows = tidy[tidy["split"] == split]
    if rows.empty:
        return rows
    rows = rows.assign(group=group_labels(dimension, rows["measure"], "Measure", file))
    rows["area"] = rows["orgname"].map(_place_name).where(rows["level"] != "national", "England")
    shares = rows.groupby(["period", "area", "group"], as_index=False, sort=False)["count"].agg(_whole)
    whole = shares.groupby(["period", "area"])["count"].transform(_whole)
    edition = "2001 codes" if dimension == "ethnic_group" else "not stated"
    return pd.DataFrame({"indicator": "share_of_deliveries", "period": shares["period"], "area": shares["area"],
                         "dimension": dimension, "edition": edition, "group": shares["group"],
                         "numerator": shares["count"], "denominator": whole})


def _whole(counts: pd.Series) -> float:
    """A sum of which one part is hidden is not known."""
    return float(counts.sum(skipna=False))


def _place_name(name: str) -> str:
    """Names as people write them: capitals only where they belong, and no `COMMISSIONING REGION`."""
    text = re.sub(r"\s+COMMISSIONING REGION$", "", name)
    small = {"And": "and", "Of": "of", "The": "the", "For": "for", "On": "on", "Nhs": "NHS", "Nhs,": "NHS,"}
    if not text.isupper():
        return text
    words = [small.get(word.capitalize(), word.capitalize()) for word in text.split()]
    joined = re.sub(r"(['-])([a-z])(?=[a-z]{2})", lambda m: m[1] + m[2].upper(), " ".join(words))
    return joined[:1].upper() + joined[1:]
