"""Mental Health Services Monthly Statistics, the long CSV of the Mental Health Services Data Set: a measure a row."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import Headings, numbers, texts
from hitoolkit.readers.labels import group_labels
from hitoolkit.readers.layouts.msds_parts import span
from hitoolkit.readers.published_names import block_to_paste, how_to_add, id_of, indicator_called
from hitoolkit.table import WHOLE

NAME = "mhsds"
ABOUT = "MHSDS monthly CSV: REPORTING_PERIOD_START, BREAKDOWN, PRIMARY_LEVEL, MEASURE_ID, MEASURE_VALUE"
SOURCE = "mhsds_monthly"
COLUMNS = ("reportingperiodstart", "reportingperiodend", "breakdown", "primarylevel", "measureid", "measurevalue")
LEVELS = ("primarylevel", "primaryleveldescription", "secondarylevel", "secondaryleveldescription")
#: How a breakdown's words tell the dimension, the surest first.
BREAKDOWNS = (
    (r"core20", ""),
    (r"quintile", "imd_quintile"),
    (r"deprivation|imd|decile", "imd_decile"),
    (r"lower ethnic", "ethnic_category"),
    (r"upper ethnic|^ethnic", "ethnic_group"),
    (r"gender|^sex", "sex"),
    (r"^age", "age_band"),
)
EDITIONS = {"ethnic_group": "2001 codes", "ethnic_category": "2001 codes", "sex": "as published"}
FINAL = ("final", "performance", "provisional", "primary")
NONE = {"", "none", "null"}


def matches(headings: list[str]) -> bool:
    """Told by the levels and the measure's id and value."""
    return set(COLUMNS) <= {plain(heading) for heading in headings}


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Measures that the catalogue knows (`known_as = ["MHSDS MHS01"]`), by deprivation, ethnicity or sex of each area.

    A measure that is a mix (`mix = true`) is read as counts, each group out of all; any other as a value as published.
    """
    named = Headings(frame, file)
    wanted = [name for name in (*COLUMNS, *LEVELS, "status", "measurename") if name in named]
    tidy = texts(frame, {name: named[name] for name in wanted})
    tidy["figure"], hidden = numbers(frame[named["measurevalue"]], named["measurevalue"], file)
    tidy["flag"] = hidden.map({True: "suppressed", False: ""})
    tidy = _known_measures(tidy, file)
    tidy = _latest_status(tidy)
    tidy["period"] = span(tidy["reportingperiodstart"], tidy["reportingperiodend"], file)
    tidy = tidy.join(tidy.apply(_place, axis=1, result_type="expand"))
    tidy = leave_out(tidy, tidy["dimension"] == "", "a breakdown that is not read")
    grouped = tidy[tidy["dimension"] != WHOLE]
    parts = [_by_dimension(rows, str(name), file) for name, rows in grouped.groupby("dimension", sort=False)]
    if not parts:
        raise InputError(f"{file} has no breakdown by deprivation, ethnicity or sex. Give a file with one, such as "
                         "England; IMD Decile.")  # fmt: skip
    table = pd.concat([*parts, _wholes(pd.concat(parts), tidy)], ignore_index=True)
    table = account(_counts_of_mixes(table), tidy)
    table["source"] = SOURCE
    return table


def _known_measures(tidy: pd.DataFrame, file: str) -> pd.DataFrame:
    ids = {one: indicator_called(f"MHSDS {one}", one) for one in tidy["measureid"].unique()}
    if not any(ids.values()):
        one = tidy.iloc[0]
        name = one.get("measurename", "") or one["measureid"]
        block = {"name": name, "kind": "value", "better": "lower, higher or neither", "unit": "",
                 "known_as": [f"MHSDS {one['measureid']}"]}  # fmt: skip
        raise InputError(
            f"{file} holds measures that the catalogue does not have (first: {one['measureid']}), and does not say "
            f"which direction is better. {how_to_add([block_to_paste('indicator', id_of(name), block)])}"
        )
    tidy = leave_out(tidy, tidy["measureid"].map(ids).isna(), "a measure that the catalogue does not have")
    tidy["indicator"] = tidy["measureid"].map(ids)
    return tidy


def _latest_status(tidy: pd.DataFrame) -> pd.DataFrame:
    """One state of the figures for each period: final before performance before provisional."""
    if "status" not in tidy:
        return tidy
    order = {name: place for place, name in enumerate(FINAL)}
    rank = tidy["status"].str.lower().map(lambda one: order.get(one.split(" ")[0], len(order)))
    best = rank.groupby(tidy["reportingperiodstart"] + tidy["reportingperiodend"]).transform("min")
    return leave_out(tidy, rank > best, "figures of an earlier status than others of the same period")


def _place(row: pd.Series) -> dict[str, str]:
    """Area, dimension and label of a row, from its breakdown and its two levels."""
    parts = [one.strip() for one in re.split(r"[;/]", row["breakdown"])]
    label = row.get("secondarylevel", "")
    split = parts[1] if len(parts) > 1 else parts[0]
    dimension = next((name for sign, name in BREAKDOWNS if re.search(sign, split.lower())), None)
    first = row.get("primaryleveldescription", "")
    area = row["primarylevel"] if first.lower() in NONE else first
    if len(parts) > 2 or dimension == "":
        return {"dimension": "", "area": "", "label": ""}
    if len(parts) == 2 and dimension and label.lower() not in NONE:
        second = row.get("secondaryleveldescription", "")
        return {"dimension": dimension, "area": area, "label": label if second.lower() in NONE else second}
    if len(parts) == 1 and dimension:
        return {"dimension": dimension, "area": "England", "label": area}
    if len(parts) == 1 and label.lower() in NONE:
        return {"dimension": WHOLE, "area": area, "label": ""}
    return {"dimension": "", "area": "", "label": ""}


def _by_dimension(rows: pd.DataFrame, dimension: str, file: str) -> pd.DataFrame:
    return pd.DataFrame({
        "indicator": rows["indicator"], "period": rows["period"], "area": rows["area"], "dimension": dimension,
        "edition": EDITIONS.get(dimension, "not stated"),
        "group": group_labels(dimension, rows["label"], "SECONDARY_LEVEL", file),
        "value": rows["figure"], "flag": rows["flag"],
    })  # fmt: skip


def _wholes(table: pd.DataFrame, tidy: pd.DataFrame) -> pd.DataFrame:
    """The figure of each area as the whole of every dimension it is split by."""
    key = ["indicator", "period", "area"]
    whole = tidy.loc[tidy["dimension"] == WHOLE, [*key, "figure", "flag"]].drop_duplicates(key)
    by = table[[*key, "dimension", "edition"]].drop_duplicates()
    return by.merge(whole, on=key).rename(columns={"figure": "value"}).assign(group=WHOLE)


def _counts_of_mixes(table: pd.DataFrame) -> pd.DataFrame:
    """Counts of a mix as shares of the printed whole, else of all groups together where none is hidden."""
    mix = table["indicator"].map(lambda name: catalogue.indicator(name).mix).astype(bool)
    key = [table[name] for name in ("indicator", "period", "area", "dimension", "edition")]
    whole = table["value"].where(table["group"] == WHOLE).groupby(key).transform("max")
    parts = table["value"].where(table["group"] != WHOLE, 0).groupby(key).transform(lambda some: some.sum(skipna=False))
    table["numerator"] = table["value"].where(mix)
    table["denominator"] = whole.fillna(parts).where(mix)
    table["value"] = table["value"].mask(mix)
    return table[~(mix & (table["group"] == WHOLE))]
