"""The table of WHO's Health Equity Assessment Toolkit (HEAT and HEAT Plus), one row for each subgroup."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError, count_of
from hitoolkit.readers.accounting import account
from hitoolkit.readers.cells import Headings, numbers, texts
from hitoolkit.readers.layouts.who_heat_source import Origin, origin
from hitoolkit.readers.layouts.who_heat_words import WORDS, dimension_of_file, indicator_of_file, refuse_other_words
from hitoolkit.readers.published_names import dimension_called, how_to_add, indicator_called
from hitoolkit.table import FLAGS, WHOLE

NAME = "who_heat"
ABOUT = "WHO HEAT template: setting, date, indicator_abbr, dimension, subgroup, estimate"
COLUMNS = ("setting", "date", "indicatorabbr", "indicatorname", "dimension", "subgroup", "estimate")
NUMBERS = {"value": "estimate", "se": "se", "lower": "cilb", "upper": "ciub", "denominator": "population"}
#: What WHO's template has no column for: read from a column of that name, or from the words of the source.
KEPT = ("period", "edition", "stratum")
PLACE = ["indicator", "period", "area", "dimension", "edition", "stratum"]


def matches(headings: list[str]) -> bool:
    """Told by the names of WHO's template."""
    names = {plain(heading) for heading in headings}
    return set(COLUMNS) - {"indicatorname"} <= names


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """One row a subgroup, as estimate and limits; the average of the setting becomes `All`.

    Indicators and dimensions are those of the catalogue, and what the file says of them (which direction is
    favourable, scale, order) must agree with it. Where one is not in the catalogue, the error gives the lines to add.
    """
    named = Headings(frame, file)
    known = {*COLUMNS, "source", "flag", *KEPT, *WORDS}
    tidy = texts(frame, {name: named[name] for name in named if name in known})
    tidy["indicatorname"] = tidy.get("indicatorname", tidy["indicatorabbr"])
    _refuse_unknown(tidy, file)
    refuse_other_words(tidy, file)
    table = pd.DataFrame({
        "indicator": tidy["indicatorabbr"].map(indicator_called), "period": tidy["date"], "area": tidy["setting"],
        "dimension": tidy["dimension"].map(dimension_called), "edition": "not stated", "stratum": WHOLE,
    })  # fmt: skip
    said = tidy["source"].map(origin) if "source" in tidy else pd.Series([Origin()] * len(tidy), tidy.index)
    for name in KEPT:
        table[name] = said.map(lambda one, name=name: getattr(one, name)).replace("", pd.NA).fillna(table[name])
        if name in tidy:
            table[name] = tidy[name].mask(tidy[name] == "", table[name])
    table["group"] = _groups(tidy, table)
    hidden = pd.Series(False, index=frame.index)
    for name, column in NUMBERS.items():
        if column in named:
            # People of a survey are weighted, and need not be whole.
            table[name], marked = numbers(frame[named[column]], named[column], file, count=column == "population")
            hidden |= marked
    table["flag"] = _flags(tidy, table, hidden)
    table["source"] = said.map(lambda one: one.source)
    whole = _wholes(frame, named, table, file)
    return account(pd.concat([table, whole], ignore_index=True), frame)


def _refuse_unknown(tidy: pd.DataFrame, file: str) -> None:
    """Raise InputError with the lines to add where the catalogue lacks an indicator or a dimension of the file."""
    lines = [
        indicator_of_file(rows)
        for name, rows in tidy.groupby("indicatorabbr", sort=False)
        if indicator_called(str(name)) is None
    ]
    lines += [
        dimension_of_file(rows)
        for name, rows in tidy.groupby("dimension", sort=False)
        if dimension_called(str(name)) is None
    ]
    if lines:
        raise InputError(
            f"{file} has {count_of(len(lines), 'indicator or dimension', 'indicators and dimensions')} that the "
            f"catalogue does not have. {how_to_add(lines)}"
        )


def _groups(tidy: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Groups by id, told by their id or by their label."""
    groups = tidy["subgroup"].copy()
    for name in table["dimension"].unique():
        block = catalogue.dimension(name)
        by_label = dict(zip(block.labels, block.groups, strict=False))
        said = {label.casefold(): group for label, group in by_label.items()}
        said |= {group.casefold(): group for group in block.groups}
        said |= {"all": WHOLE, "group not known": "Not known", "not known": "Not known", "not stated": "Not stated"}
        rows = table["dimension"] == name
        groups = groups.mask(rows, tidy["subgroup"].map(lambda one, said=said: said.get(one.casefold(), one)))
    return groups


def _flags(tidy: pd.DataFrame, table: pd.DataFrame, hidden: pd.Series) -> pd.Series:
    flag = tidy["flag"].where(tidy["flag"].isin(FLAGS), "") if "flag" in tidy else pd.Series("", index=tidy.index)
    return flag.astype(object).mask((flag == "") & hidden, "suppressed")


def _wholes(frame: pd.DataFrame, named: dict[str, str], table: pd.DataFrame, file: str) -> pd.DataFrame:
    """The average of each setting, where the file gives it and has no row for the whole itself."""
    if "settingaverage" not in named:
        return table.head(0)
    average, _ = numbers(frame[named["settingaverage"]], named["settingaverage"], file)
    rows = table[PLACE].assign(value=average, source=table["source"])[average.notna()]
    if (rows.groupby(PLACE)["value"].nunique() > 1).any():
        raise InputError(
            f'{file}, column "{named["settingaverage"]}": an indicator has two averages in one setting and year. '
            "Mend that column."
        )
    given = table.loc[table["group"] == WHOLE, PLACE]
    rows = rows.drop_duplicates(PLACE).merge(given, on=PLACE, how="left", indicator="found")
    return rows[rows["found"] == "left_only"].drop(columns="found").assign(group=WHOLE, flag="")
