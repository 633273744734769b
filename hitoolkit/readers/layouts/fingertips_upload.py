"""The file in which figures are given to FingertipsNext: one indicator, by areas and their deprivation tenths."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import Headings, numbers, texts
from hitoolkit.readers.labels import group_labels
from hitoolkit.readers.layouts.fingertips_types import category_type, full_label
from hitoolkit.readers.layouts.msds_parts import span
from hitoolkit.table import WHOLE

NAME = "fingertips_upload"
ABOUT = "FingertipsNext upload CSV: area_code, date_from, date_to, deprivation_decile, deprivation_category, value"
SOURCE = "fingertips"
TENTHS = ("deprivationdecile", "deprivationcategory")
COLUMNS = ("areacode", "datefrom", "dateto", "sex", "agefromyearsinclusive", "agetoyearsinclusive", *TENTHS)
NUMBERS = {"value": "value", "numerator": "count", "denominator": "denominator", "lower": "lowerci95",
           "upper": "upperci95"}  # fmt: skip
END = re.compile(r"\b(most|more|less|least)\b", re.IGNORECASE)
PLACE = ["areacode", "datefrom", "dateto", "sex", "agefromyearsinclusive", "agetoyearsinclusive"]
EVERYONE = {"", "persons", "all", "not applicable"}


def matches(headings: list[str]) -> bool:
    """Told by the dates of the period and the two columns of deprivation."""
    return {"areacode", "datefrom", "dateto", *TENTHS, "value"} <= {plain(heading) for heading in headings}


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """A row for each tenth, with the row that has none as `All`; the indicator is named by who reads the file.

    Which end a tenth is at is read from its label: Fingertips numbers its tenths from the least deprived.
    """
    named = Headings(frame, file)
    tidy = texts(frame, {name: named[name] for name in COLUMNS if name in named})
    for name in COLUMNS:
        if name not in tidy:
            tidy[name] = ""
    label, other = _label_column(tidy, file)
    grouped = tidy[label] != ""
    whole = ~grouped & tidy.set_index(PLACE).index.isin(tidy[grouped].set_index(PLACE).index)
    tidy = leave_out(tidy, ~grouped & ~whole, "a whole area of which no groups are given")
    types = tidy[other].map(lambda cell: category_type(cell).edition if "depriv" in cell.lower() else "not stated")
    table = pd.DataFrame({
        "period": span(tidy["datefrom"], tidy["dateto"], file), "area": tidy["areacode"], "dimension": "imd_decile",
        "edition": types.groupby([tidy[name] for name in PLACE]).transform("min"), "stratum": _strata(tidy),
        "group": group_labels("imd_decile", tidy[label].map(full_label).replace("", WHOLE), label, file),
    })  # fmt: skip
    hidden = pd.Series(False, index=tidy.index)
    for name, column in NUMBERS.items():
        if column in named:
            counted = name in ("numerator", "denominator")
            table[name], marked = numbers(frame.loc[tidy.index, named[column]], named[column], file, count=counted)
            hidden |= marked
    table["flag"] = hidden.map({True: "suppressed", False: ""})
    table["source"] = SOURCE
    return account(table, tidy)


def _label_column(tidy: pd.DataFrame, file: str) -> tuple[str, str]:
    """Which of the two columns names the end it counts from; raises InputError where only numbers are there."""
    for label, other in (TENTHS, TENTHS[::-1]):
        cells = tidy.loc[tidy[label] != "", label]
        # A category type names no end; a label does.
        if len(cells) and cells.map(lambda cell: bool(END.search(cell))).all():
            return label, other
    raise InputError(
        f"{file} numbers its deprivation tenths without saying which end is the most deprived, and Fingertips counts "
        "from the least deprived. Write labels such as Most deprived decile in deprivation_category."
    )


def _strata(tidy: pd.DataFrame) -> pd.Series:
    first, last = tidy["agefromyearsinclusive"], tidy["agetoyearsinclusive"]
    ages = ("age=" + first + "-" + last).str.replace(r"-$", "+", regex=True)
    ages = ages.mask(first.isin(["", "0"]) & (last == ""), "")
    sexes = ("sex=" + tidy["sex"]).mask(tidy["sex"].str.lower().isin(EVERYONE), "")
    return (ages + "; " + sexes).str.strip("; ").replace("", WHOLE)
