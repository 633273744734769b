"""How far a measure could move if the people whose group is not known belonged here or there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.intervals import Array
from hitoolkit.measures import line
from hitoolkit.measures.comparison import EXTREMES, REST, RESULT, Comparison, Refused, Settings, comparisons, joint_flag
from hitoolkit.measures.simple import pairs
from hitoolkit.table import KEY, WHOLE, check_table, known_groups

MEASURED = ("gap", "ratio", "sii", "rii")
#: `group` for an ordered dimension: people are shared between its two ends, instead of one group and the others.
ENDS = "ends"
#: How many ways of sharing out are tried between the two given; a measure need not move evenly between them.
STEPS = 101


def unknown_range(
    table: pd.DataFrame,
    measure: str,
    group: str,
    share: Sequence[float] = (0, 1),
    reference: str | None = None,
) -> pd.DataFrame:
    """Show how far a measure could move, depending on which groups the people of unknown group belong to.

    Takes an inequality table with counts, before or after protect. `measure`: gap, ratio, sii or rii. `group`: who is
    given a `share` of the people (and events) of Not known and Not stated, from the first number to the second; the
    others get what is left, in proportion to their known people. For ordered groups `group="ends"` gives the share to
    the most disadvantaged and all that is left to the least: the two furthest cases. `reference` as in `measure`.

    Returns one row for each place, period and stratum, with the columns of `measure`: `value` among those known,
    `lower` and `upper` the smallest and largest value found (values, not plausible ranges: chance comes on top).
    Where counts are hidden or missing `value` is empty and `reason` says why.
    Not a guess at the truth: people of unknown group are taken to have their own rate, whoever they are.
    Raises InputError where editions are mixed, ParameterError where a name or the share is not usable.

    >>> import pandas as pd
    >>> rows = [("White", 2000, 20000), ("Black or Black British", 260, 2000), ("Asian or Asian British", 330, 3000),
    ...         ("Not known", 900, 5000)]
    >>> table = check_table(pd.DataFrame(rows, columns=["group", "numerator", "denominator"]), area="A", period="2025",
    ...                     indicator="waits_over_52_weeks", dimension="ethnic_group")
    >>> unknown_range(table, "ratio", "Black or Black British", (0, 0.3), reference="White")[
    ...     ["value", "lower", "upper"]].round(2)
       value  lower  upper
    0    1.3   1.14   1.37
    """
    if measure not in MEASURED:
        raise ParameterError(unknown_name("measure", measure, MEASURED))
    shares = _checked(share)
    checked = check_table(table)
    known = list(dict.fromkeys(known_groups(checked)["group"]))
    if group not in [*known, ENDS]:
        raise ParameterError(unknown_name("group", group, [*known, ENDS]))
    if reference == EXTREMES:
        raise ParameterError(f'A range over unknown groups needs a fixed reference, not "{EXTREMES}". Name a group.')
    each = comparisons(checked, Settings(reference or None))
    rows = [_row(comparison, measure, group, shares) for comparison in each]
    found = pd.DataFrame(rows, columns=[*KEY, *RESULT])
    found.attrs = dict(table.attrs)
    return found


def _row(comparison: Comparison, measure: str, group: str, shares: Array) -> dict[str, Any]:
    row: dict[str, Any] = {**comparison.key, "measure": measure, "se": np.nan, "reason": ""}
    row["group"], row["reference"] = (WHOLE if measure in ("sii", "rii") or group == ENDS else group), ""
    try:
        if measure in ("gap", "ratio"):
            row["group"], row["reference"] = _pair(comparison, group)
        used, x, n = _counts(comparison, group)
        more_x, more_n = _unknown(comparison)
        given = _given(comparison, group, used, n, shares)
        values = comparison.indicator.per * (x + given * more_x) / (n + given * more_n)
        people = n + given * more_n
        known = _points(comparison, row, used, (comparison.indicator.per * x / n)[None, :], n[None, :])[0]
        points = _points(comparison, row, used, values, people)
        row.update(value=known, lower=points.min(), upper=points.max(), method=_method(comparison, group, shares),
                   flag=joint_flag([comparison.figure(name) for name in used]))
    except Refused as refused:
        row.update(value=np.nan, lower=np.nan, upper=np.nan, method="", flag=refused.flag, reason=refused.reason)
    return row


def _pair(comparison: Comparison, group: str) -> tuple[str, str]:
    """The pair that `measure` would compare: of groups without order, the one with this group in it."""
    found = dict(pairs(comparison))
    if group == ENDS and not comparison.dimension.ordered:
        raise Refused(f"The groups of {comparison.dimension.name} have no order, so they have no ends. Name a group.")
    if comparison.dimension.ordered:
        return next(iter(found.items()))
    if group not in found:
        raise Refused(f"{comparison.label(group)} is not compared with another group here. Name another reference.")
    return group, found[group]


def _counts(comparison: Comparison, group: str) -> tuple[list[str], Array, Array]:
    if comparison.indicator.kind not in ("proportion", "rate"):
        raise Refused("People can be shared out only where events and people are counted.")
    used = [name for name in comparison.groups if not comparison.empty(name)]
    if group != ENDS and group not in used:
        comparison.figure(group)
    parts = [comparison.figure(name) for name in used]
    x, n = (np.array([getattr(part, name) for part in parts]) for name in ("numerator", "denominator"))
    if np.isnan(x).any() or np.isnan(n).any():
        raise Refused("Some groups have no counts, so nobody can be shared out.", "incomplete")
    return used, x, n


def _unknown(comparison: Comparison) -> tuple[float, float]:
    lost = comparison.unknown
    x, n = sum(part.numerator for part in lost), sum(part.denominator for part in lost)
    if np.isnan(x) or np.isnan(n):
        hidden = any(part.flag == "suppressed" for part in lost)
        raise Refused(
            "The counts of people whose group is not known are "
            + ("hidden to protect people" if hidden else "missing") + ", so the range cannot be worked out.",
            "suppressed" if hidden else "incomplete",
        )
    return x, n


def _given(comparison: Comparison, group: str, used: list[str], n: Array, shares: Array) -> Array:
    """What part of the unknown people each group is given, one row for each way of sharing them out."""
    if group == ENDS:
        taker, others = 0, np.eye(len(used))[-1]
    else:
        taker = used.index(group)
        others = np.where(np.arange(len(used)) == taker, 0, n)
    if others.sum() == 0 or len(used) < 2:
        raise Refused("There is no other group to share people with.")
    given = (1 - shares)[:, None] * others / others.sum()
    given[:, taker] += shares
    return np.asarray(given)


def _points(comparison: Comparison, row: dict[str, Any], used: list[str], values: Array, people: Array) -> Array:
    """The measure itself for each row of figures, with the sign rule."""
    higher = comparison.indicator.better == "higher"
    if row["measure"] in ("sii", "rii"):
        if not comparison.dimension.ordered:
            raise Refused(f"The groups of {comparison.dimension.name} have no order, so there is no slope to measure.")
        ends = []
        for y, n in zip(values, people, strict=True):
            x = line.places(n)
            ends.append(line.ends(y, x if higher else 1 - x, n))
        better, worse = np.array(ends).T
    else:
        here, there = row["group"], row["reference"]
        first = values[:, _at(comparison, used, here)]
        if there == REST:
            others = [number for number, name in enumerate(used) if name != here]
            second = (values * people)[:, others].sum(axis=1) / people[:, others].sum(axis=1)
        else:
            second = values[:, _at(comparison, used, there)]
        worse, better = (second, first) if higher else (first, second)
    if row["measure"] in ("gap", "sii"):
        return np.asarray(worse - better)
    if (np.minimum(worse, better) <= 0).any():
        raise Refused("One of the two sides can be zero, and nothing can be so many times zero. Use the gap.")
    return np.asarray(worse / better)


def _at(comparison: Comparison, used: list[str], group: str) -> int:
    if group not in used:
        comparison.figure(group)
        raise Refused(f"There is nobody in {comparison.label(group)}.")
    return used.index(group)


def _method(comparison: Comparison, group: str, shares: Array) -> str:
    if not comparison.unknown:
        return "no unknown groups in the table"
    low, high = (f"{100 * part:.3g}" for part in (shares[0], shares[-1]))
    if group == ENDS:
        return f"unknown people shared out: {low} to {high} in 100 to the most, the others to the least disadvantaged"
    return f"unknown people shared out: {low} to {high} in 100 to {comparison.label(group)}, the others as known"


def _checked(share: Sequence[float]) -> Array:
    try:
        low, high = (float(part) for part in share)
    except (TypeError, ValueError):
        low, high = np.nan, np.nan
    if not 0 <= low <= high <= 1:
        raise ParameterError(f"The share should be two numbers between 0 and 1, such as (0, 0.3), but is {share!r}.")
    return np.linspace(low, high, STEPS)
