"""Tables in the template of WHO's Health Equity Assessment Toolkit (HEAT Plus), one row for each subgroup."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.exports.sheets import Sheet, as_cell
from hitoolkit.table import UNKNOWN, WHOLE, comparator, known_groups
from hitoolkit.table.cells import without_formulas

#: The columns of WHO's template, and what each means.
MEANING = {
    "setting": "The place or organisation.",
    "date": "The year; of a year that runs over two, the first.",
    "source": "Where the figures come from, the whole period, and which edition of the grouping was used.",
    "indicator_abbr": "What is measured, by its id.",
    "indicator_name": "What is measured, in words.",
    "dimension": "How people are grouped.",
    "subgroup": "The group.",
    "estimate": "The figure; empty where it is hidden or not known.",
    "se": "Standard error of the estimate, where it was given with it.",
    "ci_lb": "Lower limit of the plausible range.",
    "ci_ub": "Upper limit of the plausible range.",
    "population": "How many people are in the group.",
    "flag": "suppressed: hidden, because it or another count is too small to be shown; rounded; few_cases; incomplete.",
    "setting_average": "The figure of everybody together.",
    "iso3": "The code of a country; not used.",
    "favourable_indicator": "1 where more is better, 0 where less is better.",
    "indicator_scale": "Per how many the figure is.",
    "ordered_dimension": "1 where the groups have an order, 0 where they have none.",
    "subgroup_order": "Place in the order, 1 the most disadvantaged; 0 where there is no order.",
    "reference_subgroup": "1 for the group that others are compared with, where there is no order.",
}
#: What HEAT has no place for, and so what is told beside the file.
NOT_HELD = (
    "HEAT has no place for these",
    "people whose group is not known or not stated, numerators, and more of the period than a year. Hidden groups "
    "stand with an empty estimate and the flag suppressed: HEAT works out nothing across them.",
)
#: One series of HEAT: its subgroups are compared with each other.
SERIES = ["area", "period", "indicator", "dimension", "edition", "source"]


def heat_sheet(name: str, table: pd.DataFrame) -> Sheet:
    """An inequality table as WHO's template, by the rules of its validator.

    Raises InputError where the template has no place for a thing: parts of the people (strata), indicators of which
    neither more nor less is better, two editions of a grouping or two periods of one year, a period without a year.
    """
    _refuse_unfit(table)
    rows = []
    for _, series in table.groupby(SERIES, sort=False, dropna=False):
        rows += _series(series)
    if not rows:
        raise InputError("The table has no known groups, and HEAT takes nothing else. Export it without layout.")
    return Sheet(name, tuple(MEANING), tuple(tuple(as_cell(row[column]) for column in MEANING) for row in rows))


def _series(rows: pd.DataFrame) -> list[dict[str, object]]:
    known, first = known_groups(rows), rows.iloc[0]
    indicator, dimension = catalogue.indicator(first["indicator"]), catalogue.dimension(first["dimension"])
    whole = rows.loc[rows["group"] == WHOLE, "value"]
    reference = "" if dimension.ordered else _reference(rows)
    origin = [catalogue.source(first["source"]).name if first["source"] else "", first["period"]]
    origin += [first["edition"]] if first["edition"] != "not stated" else []
    made: list[dict[str, object]] = []
    for place, (_, row) in enumerate(known.iterrows(), start=1):
        made.append({
            "setting": first["area"], "date": _year(first["period"]), "source": "; ".join(filter(None, origin)),
            "indicator_abbr": indicator.id, "indicator_name": indicator.name, "dimension": dimension.name,
            "subgroup": dimension.label(row["group"]), "estimate": row["value"], "se": row["se"],
            "ci_lb": row["lower"], "ci_ub": row["upper"], "population": row["denominator"], "flag": row["flag"],
            "setting_average": whole.iloc[0] if len(whole) else None, "iso3": "",
            "favourable_indicator": int(indicator.better == "higher"), "indicator_scale": indicator.per,
            "ordered_dimension": int(dimension.ordered), "subgroup_order": place if dimension.ordered else 0,
            "reference_subgroup": int(row["group"] == reference),
        })
    return made


def _reference(rows: pd.DataFrame) -> str:
    """The group others are compared with: the catalogue's, else the largest that has a figure, else the first."""
    known = list(known_groups(rows)["group"])
    named = catalogue.dimension(rows["dimension"].iloc[0]).reference
    return named if named in known else comparator(rows) or (known[0] if known else "")


def _year(period: str) -> int:
    """The first year that a period names.

    >>> _year("2024/25"), _year("30 September 2026"), _year("2022 to 2024")
    (2024, 2026, 2022)
    """
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", period)
    if found is None:
        raise InputError(
            f'HEAT asks for a year, and the period "{without_formulas(period)}" names none. Give the period when you '
            'count or read: period="2024/25".'
        )
    return int(found[0])


def _refuse_unfit(table: pd.DataFrame) -> None:
    if (table["stratum"] != WHOLE).any():
        raise InputError(
            "HEAT has no place for parts of the people (strata). Export everybody together: "
            'table[table["stratum"] == "All"].'
        )
    for name in table["indicator"].unique().tolist():
        if catalogue.indicator(name).better == "neither":
            raise InputError(
                f"HEAT asks whether more or less is better, and of {name} the catalogue says neither. Leave it out, or "
                "export without layout."
            )
    for name in table["dimension"].unique().tolist():
        rows = table[table["dimension"] == name]
        if rows["edition"].nunique() > 1:
            raise InputError(
                f"The table has {name} in {rows['edition'].nunique()} editions, and HEAT cannot tell them apart. Pick "
                'one: table[table["edition"] == "..."].'
            )
    groups = table[~table["group"].isin([WHOLE, *UNKNOWN])]
    key = ["indicator", "area", "dimension", "group"]
    if groups.assign(year=groups["period"].map(_year)).duplicated([*key, "year"]).any():
        raise InputError("The table has two periods that begin in one year, and HEAT tells years apart. Pick one.")
