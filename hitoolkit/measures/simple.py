"""Two groups side by side: how far apart (gap), and how many times as much (ratio)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from hitoolkit import intervals
from hitoolkit.measures.comparison import EXTREMES, REST, Comparison, Refused, joint_flag
from hitoolkit.measures.figures import Figure
from hitoolkit.table import WHOLE

Row = dict[str, Any]


def gap(comparison: Comparison) -> list[Row]:
    """Difference between a group and its reference, in the indicator's unit; positive where the group is worse off.

    Ranges: Newcombe's hybrid for proportions (Newcombe 1998), MOVER for rates and given limits (Zou and Donner 2008),
    Wald for values with se. Where the catalogue says `neither`: the group minus its reference.
    """
    return [_row(comparison, group, reference, _gap) for group, reference in pairs(comparison)]


def ratio(comparison: Comparison) -> list[Row]:
    """Quotient of a group and its reference; above 1 where the group is worse off. `se` is on the log scale.

    Range: on the log scale, by the delta method (Katz and others 1978). A zero in either place is refused.
    """
    return [_row(comparison, group, reference, _ratio) for group, reference in pairs(comparison)]


def pairs(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Which group is compared with which.

    With the reference asked for, else the catalogue's; else ordered groups end against end, others each with the rest.
    """
    dimension, wanted = comparison.dimension, comparison.settings.reference
    if wanted == EXTREMES:
        yield EXTREMES, EXTREMES
        return
    if wanted != REST and wanted not in comparison.possible:
        wanted = dimension.reference
    if dimension.ordered:
        yield dimension.groups[0], wanted or dimension.groups[-1]
        return
    for group in comparison.groups or (WHOLE,):
        if group != wanted:
            yield group, wanted or REST


def _row(
    comparison: Comparison, group: str, reference: str, work: Callable[[Comparison, Figure, Figure], Row]
) -> Row:
    row: Row = {"group": group, "reference": reference}
    note = ""
    try:
        if not comparison.groups:
            raise Refused("The table has no groups to compare.")
        if group == reference == EXTREMES:
            row.update(group=WHOLE)
            group, reference = _extremes(comparison)
            row.update(group=group, reference=reference)
            note = ", the two furthest apart (picked after looking, so likely too large)"
        elif group == reference:
            raise Refused(f"{comparison.label(group)} cannot be compared with itself. Name another reference.")
        here = comparison.figure(group)
        there = comparison.rest(group) if reference == REST else comparison.figure(reference)
        worse, better = (there, here) if comparison.indicator.better == "higher" else (here, there)
        row.update(flag=joint_flag([here, there]), reason="")
        row.update(work(comparison, worse, better))
        row["method"] += note
    except Refused as refused:
        row.update(value=np.nan, se=np.nan, lower=np.nan, upper=np.nan, method="")
        row.update(reason=refused.reason, flag=refused.flag)
    return row


def _gap(comparison: Comparison, worse: Figure, better: Figure) -> Row:
    lower, upper = intervals.mover(worse.value, (worse.lower, worse.upper), better.value, (better.lower, better.upper))
    row = {"value": worse.value - better.value, "lower": float(lower), "upper": float(upper),
           "se": float(np.hypot(worse.se, better.se))}
    bases = {worse.basis, better.basis}
    if np.isnan([lower, upper]).any():
        return {**row, **_no_range(comparison, "difference", bases)}
    if bases == {"counts"} and comparison.indicator.kind == "proportion":
        return {**row, "method": "Newcombe"}
    return {**row, "method": "Wald" if bases == {"se"} else "MOVER"}


def _ratio(comparison: Comparison, worse: Figure, better: Figure) -> Row:
    if worse.value == 0 or better.value == 0:
        raise Refused("One of the two figures is zero, and nothing can be so many times zero. Use the gap.",
                      joint_flag([worse, better]))
    if worse.value < 0 or better.value < 0:
        raise Refused("One of the two figures is below zero, so a ratio has no meaning. Use the gap.")
    value, log_se = worse.value / better.value, float(np.hypot(worse.log_se, better.log_se))
    row = {"value": value, "se": log_se, "lower": np.nan, "upper": np.nan}
    if np.isnan(log_se):
        return {**row, **_no_range(comparison, "quotient", {worse.basis, better.basis})}
    if log_se == 0:
        return {**row, "se": np.nan, "method": "quotient, no range",
                "reason": "Both figures are at their ceiling, where this method has no range."}
    lower, upper = intervals.log_range(value, log_se, comparison.settings.confidence)
    return {**row, "lower": float(lower), "upper": float(upper), "method": "log scale, delta"}


def _extremes(comparison: Comparison) -> tuple[str, str]:
    """The worst and the best group; the largest and the smallest where neither direction is better."""
    values = {group: comparison.figure(group).value for group in comparison.groups if not comparison.empty(group)}
    if len(values) < 2:
        raise Refused("There is no other group to compare with.")
    largest, smallest = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    if largest == smallest:
        largest, smallest = list(values)[:2]
    return (smallest, largest) if comparison.indicator.better == "higher" else (largest, smallest)


def _no_range(comparison: Comparison, what: str, bases: set[str]) -> Row:
    if "" not in bases:
        return {"method": f"{what}, no range", "reason": "The limits of one figure are at zero or at the ceiling, "
                                                         "so no range can be made from them."}
    bare = [comparison.label(group) for group, figure in comparison.figures.items()
            if not figure.basis and figure.value == figure.value]
    some = " or ".join(bare[:2]) + (" and others" if len(bare) > 2 else "")
    return {"method": f"{what}, no range published", "reason": f"No range was published for {some or 'a group'}."}
