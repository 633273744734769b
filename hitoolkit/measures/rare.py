"""Rare events, such as maternal deaths: gaps and ratios whose limits come from the counts themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.catalogue.wording import upper_first
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.measures.answer import UNTOLD, as_table
from hitoolkit.measures.comparison import NO_ROW, WHY
from hitoolkit.measures.reference import NO_OTHER, REST, reference_of, refuse_unknown, spoken
from hitoolkit.measures.units import same_set, why_not_counted
from hitoolkit.table import KEY, check_table, gravest, known_groups

Record = dict[Any, Any]

LIMITS = ("mid-p", "exact")
#: The largest share that may pass as rare: limits that take a proportion's events as a rate are too long above it.
RARE = 0.1


def rare_events(
    table: pd.DataFrame, reference: str | None = None, limits: str = "mid-p", confidence: float = 0.95
) -> pd.DataFrame:
    """Compare groups in which very few events happen, with limits that hold for any count, zero among them.

    Takes an inequality table with counts. `reference`: the group compared with, or "rest", all other known groups
    together; by default the catalogue's, else the least disadvantaged of an ordered dimension, else the rest.
    `limits`: "mid-p", which miss the truth about as often as they say, or "exact", which never do so more often and
    are longer.

    Returns gap and ratio for each group against its reference, with the columns of `measure`. A positive gap and a
    ratio above 1 mean that the group is worse off than its reference, whichever direction is better; where neither is,
    that its figure is larger. `se` is empty: these limits do not come from one. Where one side has no events the ratio
    keeps the limit it has, and `reason` says which is lacking; it is never infinite. A hidden or missing count stays
    unknown and costs its own rows; All, Not known and Not stated never enter, nor the rest.
    Ratio: given all the events of both sides, those of one are binomial; Clopper-Pearson or mid-P limits of that share
    make those of the ratio (Rothman and Boice 1979). Gap: each rate's own exact or mid-P limits, put together by MOVER
    (Zou and Donner 2008), since a difference has no exact limits but by search. So one may leave out "no difference"
    where the other just holds it.
    Not for proportions above 1 in 10: use `measure`. Not for many groups at once without saying how many were looked
    at, nor as proof of a cause.
    Raises InputError where the table breaks the contract, ParameterError where an argument is unknown.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"group": ["1", "5"], "numerator": [6, 0], "denominator": [9000, 8000]})
    >>> counts = counts.assign(indicator="preterm_births", period="2025", area="A", dimension="imd_quintile")
    >>> rare_events(counts)[["group", "reference", "measure", "value", "lower", "upper"]].round(2)
      group reference measure  value  lower  upper
    0     1         5     gap   0.07   0.01   0.14
    1     1         5   ratio    NaN   1.37    NaN
    """
    if limits not in LIMITS:
        raise ParameterError(unknown_name("kind of limits", limits, LIMITS))
    intervals.z_value(confidence)
    checked = check_table(table)
    known = known_groups(checked)
    reference = None if reference is None else str(reference)
    refuse_unknown(reference, known["group"], words=[REST])
    known = known.assign(why=why_not_counted(known))
    groups = {name: set(rows) for name, rows in known.groupby("dimension", sort=False)["group"]}
    pairs = pd.DataFrame(
        [pair for _, rows in known.groupby(same_set("group"), sort=False)
         for pair in _pairs(rows, reference, groups[rows["dimension"].iloc[0]])],
        columns=[*KEY, "reference", "why", "flag", "x1", "n1", "x2", "n2", "first", "second", "per", "set"],
    )
    gap, ratio = _gap(pairs, limits, confidence), _ratio(pairs, limits, confidence)
    found = pd.concat([gap, ratio]).sort_values(["set", "measure"], kind="stable").reset_index(drop=True)
    return as_table([found], table)


def _pairs(rows: pd.DataFrame, asked: str | None, groups: set[str]) -> Iterator[Record]:
    """Each group of one set with its reference: the two counts that a ratio above 1 sets worse over better."""
    units = rows.to_dict("records")
    block, dimension = catalogue.indicator(units[0]["indicator"]), catalogue.dimension(units[0]["dimension"])
    wanted = reference_of(dimension, asked, dimension.groups or groups)
    theirs = spoken(dimension, wanted)
    for unit in units:
        if unit["group"] == wanted and len(units) > 1:
            continue
        mine = spoken(dimension, unit["group"])
        # A group with nobody in it weighs nothing in the rest, whatever its events.
        others = ([other for other in units if other is not unit and other["denominator"] != 0] if wanted == REST
                  else [other for other in units if other is not unit and other["group"] == wanted])
        x, n = (float(sum(other[name] for other in others)) for name in ("numerator", "denominator"))
        why = _why(unit, others, mine, theirs)
        if not why and block.kind == "proportion" and max(unit["numerator"] / unit["denominator"], x / n) > RARE:
            why = f"More than {RARE:.0%} of people had it, so it is not rare. Use measure."
        few = bool(intervals.few_cases([unit["numerator"], x], [unit["denominator"], n]).any())
        marks = {unit["flag"], *(other["flag"] for other in others), "few_cases" * few, "incomplete" * bool(why)}
        here, there = (unit["numerator"], unit["denominator"], mine), (x, n, theirs)
        worse, better = (there, here) if block.better == "higher" else (here, there)
        yield {
            **{name: unit[name] for name in KEY}, "reference": wanted, "per": block.per, "why": why,
            "set": tuple(unit[name] for name in same_set("group")),
            "flag": gravest(marks),
            **dict(zip(("x1", "n1", "first", "x2", "n2", "second"), (*worse, *better), strict=True)),
        }


def _why(unit: Record, others: list[Record], mine: str, theirs: str) -> str:
    """Why a pair cannot be compared; empty where it can."""
    if unit["why"]:
        return f"{mine}: {unit['why']}"
    if not others:
        return NO_OTHER if theirs in ("the rest", mine) else WHY[NO_ROW].format(theirs)
    lost = [other["why"] for other in others if other["why"]]
    return f"{upper_first(theirs)}: {lost[0]}" if lost else ""


def _counts(pairs: pd.DataFrame) -> list[Any]:
    usable = pairs["why"] == ""
    return [pairs[name].astype(float).where(usable).to_numpy() for name in ("x1", "n1", "x2", "n2")]


def _gap(pairs: pd.DataFrame, limits: str, confidence: float) -> pd.DataFrame:
    x1, n1, x2, n2 = _counts(pairs)
    per = pairs["per"].to_numpy(dtype=float)
    lower, upper = intervals.rare_difference(x1, n1, x2, n2, confidence, limits == "mid-p")
    usable = pairs["why"] == ""
    method = np.where(usable, "MOVER, mid-P limits" if limits == "mid-p" else "MOVER, exact limits", "")
    return pairs.assign(measure="gap", value=per * (x1 / n1 - x2 / n2), se=np.nan, lower=per * lower,
                        upper=per * upper, method=method, reason=pairs["why"])


def _ratio(pairs: pd.DataFrame, limits: str, confidence: float) -> pd.DataFrame:
    x1, n1, x2, n2 = _counts(pairs)
    lower, upper = intervals.rare_ratio(x1, n1, x2, n2, confidence, limits == "mid-p")
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(x2 > 0, (x1 / n1) / (x2 / n2), np.nan)
    neither = (x1 == 0) & (x2 == 0)
    reason = np.select(
        [neither, x2 == 0, x1 == 0],
        ["No events were seen on either side, so the ratio could be anything. See the gap.",
         "No events were seen in " + pairs["second"] + ", so the ratio has no upper limit: it could be any size from "
         "its lower limit up.",
         "No events were seen in " + pairs["first"] + ", so the ratio could be anything from 0 to its upper limit."],
        default=pairs["why"],
    )
    usable = pairs["why"] == ""
    endless = usable & np.isinf(upper)
    reason = np.where(endless & (reason == ""), UNTOLD, reason)
    method = np.where(usable, "conditional, mid-P" if limits == "mid-p" else "conditional, exact", "")
    return pairs.assign(measure="ratio", value=value, se=np.nan, lower=np.where(neither, np.nan, lower),
                        upper=np.where(endless, np.nan, upper), method=method, reason=reason)
