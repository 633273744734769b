"""Rows of a counted table that contradict each other or themselves: told, and never resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.counting.report import line
from hitoolkit.counting.spans import overlapping
from hitoolkit.table import ADJUSTED, COUNTS, KEY, UNKNOWN, WHOLE

#: Publishers round to 5, each count for itself, so that a sum may miss its total by half of that for each part.
BASE = 5
#: A value may have been rounded to one decimal, or to none.
ROUNDED = 0.51
#: Some people were in several places in a year, and are counted in each.
IN_SEVERAL, SEVERAL = 0.05, ", as where people are counted in each place they were in"
Lines = list[dict[str, Any]]


def table_contradictions(table: pd.DataFrame) -> Lines:
    """Lines on a checked table: totals, wholes of several dimensions, values and their counts, limits, periods."""
    parts = (_totals, _wholes, _values, _limits, _parts_of_people, _periods)
    return [found for part in parts for found in part(table)]


def _said(rows: int, column: str, why: str, mend: str) -> dict[str, Any]:
    return line("contradiction", column, rows, why, mend)


def _room(counts: pd.Series, parts: int) -> float:
    """How far a sum of counts may miss its total: what rounding leaves, where all of them look rounded."""
    known = counts.dropna()
    return BASE / 2 * (parts + 1) if len(known) and (known % BASE == 0).all() else 0.5


def _totals(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """All against its groups together, which holds for places (England and its regions) as for groups of people."""
    times: Counter[tuple[str, str, str]] = Counter()
    for key, rows in table.groupby(["indicator", "dimension", *_others("indicator", "dimension")]):
        one, dimension = map(str, key[:2])
        indicator = catalogue.indicator(one)
        whole, groups = rows[rows["group"] == WHOLE], rows[rows["group"] != WHOLE]
        # A person may be in several groups, and in a mix each group is set against the whole.
        if len(whole) != 1 or groups.empty or indicator.count_of:
            continue
        for name in COUNTS if not indicator.mix else COUNTS[:1]:
            why = _apart(whole[name].iloc[0], groups, name, _room(table[name], len(groups)))
            times.update([(one, dimension, f"the {name} of All {why}")] if why else [])
    for (one, dimension, why), some in times.items():
        what = "note" if why.endswith(SEVERAL) else "contradiction"
        mend = "" if what == "note" else "Mend the total or the groups, or leave the row of the total out."
        yield line(what, "", some, f"{one} by {dimension}: {why}", mend)


def _apart(total: float, groups: pd.DataFrame, name: str, room: float) -> str:
    """How a total and its groups together contradict each other; nothing where they do not, or it cannot be told."""
    block, together = catalogue.dimension(groups["dimension"].iloc[0]), groups[name].sum()
    if together > total + room:
        few = block.places and together <= total * (1 + IN_SEVERAL)
        return f"is smaller than its groups together{SEVERAL if few else ''}"
    lacking = groups[name].isna().any() or not block.groups or not set(block.groups) <= set(groups["group"])
    if together < total - room and not lacking:
        unknown = "" if groups["group"].isin(UNKNOWN).any() else ": people without a group may be in it"
        return f"is larger than its groups together{unknown}"
    return ""


def _wholes(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The same people split in two ways are as many."""
    wholes = table[(table["group"] == WHOLE) & table["denominator"].notna()]
    mixes = [one for one in set(wholes["indicator"]) if catalogue.indicator(one).mix]
    wholes = wholes[~wholes["indicator"].isin(mixes)]
    room = _room(table["denominator"], 1)
    for one, rows in wholes.groupby("indicator"):
        apart = rows.groupby(["period", "area", "stratum"])["denominator"].agg(lambda some: some.max() - some.min())
        if (apart > room).any():
            dimensions = ", ".join(dict.fromkeys(rows["dimension"]))
            yield _said(
                int((apart > room).sum()), "denominator",
                f"{one}: All by one dimension ({dimensions}) is not as many as All by another, so some people are in "
                "one and not in the other",
                "Add those whose group is not known to each dimension, or find out who is missing.",
            )  # fmt: skip


def _values(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Percentages that may be shares of one, and values that their counts do not give."""
    adjusted = table["stratum"].str.startswith(ADJUSTED)
    for one, rows in table[~adjusted & table["value"].notna()].groupby("indicator"):
        block = catalogue.indicator(str(one))
        if block.kind != "proportion":
            continue
        counted = rows[rows[COUNTS].notna().all(axis=1) & (rows["denominator"] > 0)]
        share = counted["numerator"] / counted["denominator"]
        # What rounding of the counts could have moved the share by.
        room = BASE / 2 / counted["denominator"] * (1 + share)
        apart = (counted["value"] - block.per * share).abs() > ROUNDED + block.per * room
        shares = ((counted["value"] - share).abs() <= 0.006 + room).all() and len(counted) > 0
        if block.per > 1 and ((shares and apart.any()) or (counted.empty and _below_one(rows["value"]))):
            certain = "are" if shares else "may be"
            yield _said(
                len(rows), "value", f"{one}: the values {certain} shares of 1, and its unit is {block.unit}",
                f"Multiply them by {block.per:g}, or leave the column out where counts are given.",
            )  # fmt: skip
        elif apart.any():
            yield _said(
                int(apart.sum()), "value", f"{one}: the value is not numerator / denominator x {block.per:g}",
                "Find out which of the three is right; an adjusted value has a stratum that says so.",
            )  # fmt: skip


def _below_one(values: pd.Series) -> bool:
    """Whether several values lie between 0 and 1 with decimals, as shares of one do."""
    return len(values) > 2 and bool(values.between(0, 1).all()) and bool((values % 1 != 0).any())


def _limits(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    wrong = table["lower"] > table["upper"]
    if wrong.any():
        yield _said(int(wrong.sum()), "lower, upper", "the lower limit is above the upper one",
                    "Check that the columns are not swapped.")  # fmt: skip
    beyond = pd.Series([_beyond(row) for row in table[["indicator", "lower", "upper"]].itertuples(index=False)],
                       index=table.index, dtype=bool)  # fmt: skip
    if beyond.any():
        yield _said(int(beyond.sum()), "lower, upper", "a limit is below 0, or above what the unit allows",
                    "Check the unit of the limits, or work them out from the counts (add_rates).")  # fmt: skip


def _beyond(row: Any) -> bool:
    block = catalogue.indicator(row.indicator)
    most = block.per if block.kind == "proportion" else np.inf
    return bool(row.lower < -0.05 or row.upper > most * 1.0005)


def _parts_of_people(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for name in COUNTS:
        # A population between two censuses may be an average of years; people who had something are whole.
        rate = table["indicator"].map(lambda one: catalogue.indicator(one).kind == "rate")
        broken = (table[name] % 1 != 0) & table[name].notna() & ~(rate & (name == "denominator"))
        if broken.any():
            yield _said(int(broken.sum()), name, "the count is not a whole number",
                        "Check that the column holds counts, not percentages or weighted figures.")  # fmt: skip


def _periods(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for (one, dimension), rows in table.groupby(["indicator", "dimension"]):
        pairs = overlapping([str(period) for period in dict.fromkeys(rows["period"])])
        if pairs:
            mixed = {period for pair in pairs for period in pair}
            yield _said(
                int(rows["period"].isin(mixed).sum()), "period",
                f"{one} by {dimension}: periods share some of their time ({pairs[0][0]} and {pairs[0][1]})",
                "Keep one kind of period, or name one: period=\"...\" (on the command line: -p period=...).",
            )  # fmt: skip


def _others(*names: str) -> list[str]:
    return [name for name in KEY if name not in (*names, "group")]
