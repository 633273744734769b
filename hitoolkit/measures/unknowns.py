"""How far a measure could move if the people whose group is not known belonged here or there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.intervals import Array
from hitoolkit.measures.answer import Answer, Refusals, as_frame, as_table, flag_of
from hitoolkit.measures.comparison import (
    NO_ROW,
    SAME,
    Comparisons,
    Settings,
    comparisons,
    with_counts,
)
from hitoolkit.measures.every import MEASURES
from hitoolkit.measures.figures import COUNTS as FROM_COUNTS
from hitoolkit.measures.reference import EXTREMES, last
from hitoolkit.measures.simple import pairs
from hitoolkit.table import COUNTS, UNKNOWN, WHOLE, check_table, known_groups

#: `group` for an ordered dimension: people are shared between its two ends, instead of one group and the others.
ENDS = "ends"
#: `share` for the logical extremes: people with the event, and people without it, may each be in any one group.
ANY = "any"
#: How many ways of sharing out are tried between the two given; a measure need not move evenly between them.
STEPS = 101

AWAY = "However the unknown people are shared out, the figure can only move in one direction."
#: Comparisons worked on at once, each in all its ways.
AT_ONCE = 200


def unknown_range(
    table: pd.DataFrame,
    measure: str,
    group: str,
    share: Sequence[float] | str = (0, 1),
    reference: str | None = None,
) -> pd.DataFrame:
    """Show how far a measure could move, depending on which groups the people of unknown group belong to.

    Takes an inequality table with counts, before or after protect. `measure`: any id that `measure` knows. `group`: who
    is given a `share` of the people (and events) of Not known and Not stated, from the first number to the second; the
    others get what is left, in proportion to their known people. For ordered groups `group="ends"` gives the share to
    the most disadvantaged and all that is left to the least. `share="any"` gives the logical extremes instead: all
    people with the event in one group and all those without it in one, whichever move the measure most. `reference`
    as in `measure`.

    Returns one row for each place, period and stratum, with the columns of `measure`: `value` among those known,
    `lower` and `upper` the smallest and largest value found (values, not plausible ranges: chance comes on top).
    Where counts are hidden or missing `value` is empty and `reason` says why.
    Method: each way of sharing people out makes a table, which is measured (bounds in the sense of Manski 1995).
    Not a guess at the truth: except with "any", people of unknown group are taken to have their own rate together,
    whichever group they are in.
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
    if not isinstance(measure, str) or measure not in MEASURES:
        raise ParameterError(unknown_name("measure", measure, MEASURES))
    shares = None if isinstance(share, str) and share == ANY else _checked(share)
    checked = check_table(table)
    known = list(dict.fromkeys(known_groups(checked)["group"]))
    group, reference = str(group), str(reference) if reference else None
    # A group that nobody here is recorded in is no slip of the pen: the range is refused in words instead.
    named = [one for name in checked["dimension"].unique() for one in catalogue.dimension(name).groups]
    if group not in [*known, *named, ENDS]:
        raise ParameterError(unknown_name("group", group, [*known, ENDS]))
    if reference == EXTREMES:
        raise ParameterError(f'A range over unknown groups needs a fixed reference, not "{EXTREMES}". Name a group.')
    unknown, parts = _lost(checked), []
    with np.errstate(all="ignore"):  # what cannot be divided stays empty, and says why
        each = comparisons(checked, Settings(reference, draws=0))
        for comparison in (piece for block in each for piece in block.pieces(AT_ONCE)):
            lost = _of(unknown, comparison.keys)
            parts.append(as_frame(comparison.keys, [(measure, _answer(comparison, lost, measure, group, shares))]))
    return as_table(parts, table)


def _answer(
    comparison: Comparisons, lost: pd.DataFrame, measure: str, group: str, shares: Array | None
) -> Answer:
    refused = comparison.refusals()
    answer = Answer(refused, group=WHOLE if group == ENDS or measure not in ("gap", "ratio") else group)
    refused.where(not comparison.indicator.counted,
                  "People can be shared out only where events and people are counted.")
    if group == ENDS and not comparison.dimension.ordered:
        refused.where(True, f"The groups of {comparison.dimension.name} have no order, so they have no ends. "
                            "Name a group.")
    if group != ENDS and group not in comparison.groups:
        refused.where(True, f"Nobody here is recorded as {comparison.label(group)}.")
    which = _which(comparison, measure, group, refused, answer)
    used = ~comparison.empty & (comparison.why != NO_ROW if not comparison.dimension.ordered else True)
    comparison.need(refused, used)
    x, n = (np.where(used, getattr(comparison.figures, name), 0) for name in ("numerator", "denominator"))
    counted = (comparison.figures.basis == FROM_COUNTS) | ~used
    refused.where(~counted.all(axis=1), "Some groups have no counts, so nobody can be shared out.", "incomplete")
    _refuse_unknown(lost, refused)
    if refused.any.all():
        return answer
    more_x, more_n = (lost[name].to_numpy()[:, None, None] for name in ("numerator", "denominator"))
    if shares is None:
        add_x, add_n = _every_way(comparison, used, more_x, more_n)
    else:
        given = _given(comparison, group, used, n, shares, refused)
        add_x, add_n = given * more_x, given * more_n
    answer.value = _measured(comparison, measure, which, x[:, None], n[:, None], refused)[:, 0]
    points = _measured(comparison, measure, which, x[:, None] + add_x, n[:, None] + add_n, refused)
    answer.lower, answer.upper = points.min(axis=1), points.max(axis=1)
    away = (answer.value < answer.lower) | (answer.value > answer.upper)
    answer.reason = np.where(away, AWAY, "")
    answer.method = np.where(lost["rows"] == 0, "no unknown groups in the table", _method(comparison, group, shares))
    answer.flag = flag_of(comparison.figures.mark, used)
    return answer


def _which(comparison: Comparisons, measure: str, group: str, refused: Refusals, answer: Answer) -> int:
    """Which answer of the measure is asked for: of groups without order, the one with this group in it."""
    if measure not in ("gap", "ratio"):
        return 0
    found = list(pairs(comparison))
    here = 0 if comparison.dimension.ordered else next((i for i, pair in enumerate(found) if pair[0] == group), None)
    if here is None:
        refused.where(True, f"{comparison.label(group)} is not compared with another group here. "
                            "Name another reference.")
        return 0
    if not refused.any.all():
        answer.group, answer.reference = found[here]
    return here


def _measured(
    comparison: Comparisons, measure: str, which: int, x: Array, n: Array, refused: Refusals
) -> Array:
    """The measure of each row of counts (comparisons x ways x groups); a refusal of one way costs the comparison."""
    ways = np.broadcast_shapes(x.shape, n.shape)
    flat = [np.broadcast_to(counts, ways).reshape(-1, ways[2]) for counts in (x, n)]
    found = MEASURES[measure](with_counts(comparison, *flat))[which]
    out = found.refused.any.reshape(ways[:2])
    first = out.argmax(axis=1)
    reasons = found.refused.reason.reshape(ways[:2])[np.arange(len(out)), first]
    flags = found.refused.flag.reshape(ways[:2])[np.arange(len(out)), first]
    refused.where(out.any(axis=1), reasons, flags)
    return np.asarray(np.broadcast_to(found.value, len(flat[0])).reshape(ways[:2]), dtype=float)


def _lost(table: pd.DataFrame) -> pd.DataFrame:
    """Events and people whose group is not known, for each comparison that has some; empty where a count of them is."""
    rows = table[table["group"].isin(UNKNOWN)]
    rows = rows.assign(hidden=rows["flag"] == "suppressed", missing=rows[COUNTS].isna().any(axis=1), rows=1)
    sums = rows.groupby(SAME, sort=False)[[*COUNTS, "hidden", "missing", "rows"]].sum().reset_index()
    sums.loc[sums["missing"] > 0, COUNTS] = np.nan
    return sums


def _of(lost: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """The lost of each comparison, in order; nobody where there are none."""
    wanted = keys.merge(lost, on=SAME, how="left")
    none = wanted["rows"].isna()
    wanted.loc[none, [*COUNTS, "hidden", "rows"]] = 0
    return wanted


def _refuse_unknown(lost: pd.DataFrame, refused: Refusals) -> None:
    missing = (lost["numerator"].isna() | lost["denominator"].isna()).to_numpy()
    hidden = (lost["hidden"] > 0).to_numpy()
    words = "The counts of people whose group is not known are {}, so the range cannot be worked out."
    refused.where(missing & hidden, words.format("hidden to protect people"), "suppressed")
    refused.where(missing, words.format("missing"), "incomplete")


def _given(
    comparison: Comparisons, group: str, used: Array, n: Array, shares: Array, refused: Refusals
) -> Array:
    """What part of the unknown people each group is given: comparisons x ways x groups."""
    columns = np.arange(used.shape[1])
    if group == ENDS:
        taker = columns == used.argmax(axis=1)[:, None]
        others = (columns == last(used)[:, None]).astype(float)
    else:
        place = comparison.column(group) if group in comparison.groups else 0
        taker = columns == np.full((len(used), 1), place)
        comparison.need(refused, taker)
        others = np.where(taker, 0, n)
    refused.where((others.sum(axis=1) == 0) | (used.sum(axis=1) < 2), "There is no other group to share people with.")
    others = others / others.sum(axis=1, keepdims=True)
    return np.asarray((1 - shares)[:, None] * others[:, None] + shares[:, None] * taker[:, None])


def _every_way(comparison: Comparisons, used: Array, more_x: Array, more_n: Array) -> tuple[Array, Array]:
    """Events to one group and all others to one group, in every way; a group with nobody in it is given none."""
    one = used[:, :, None] * np.eye(used.shape[1])
    with_event = np.repeat(one, used.shape[1], axis=1)
    without = np.tile(one, (1, used.shape[1], 1))
    apart = more_n - more_x if comparison.indicator.kind == "proportion" else more_n
    own = more_x if comparison.indicator.kind == "proportion" else 0
    return with_event * more_x, with_event * own + without * apart


def _method(comparison: Comparisons, group: str, shares: Array | None) -> str:
    if shares is None:
        return "unknown people shared out in every way, with and without the event apart"
    low, high = (f"{100 * part:.3g}" for part in (shares[0], shares[-1]))
    if group == ENDS:
        return f"unknown people shared out: {low} to {high} in 100 to the most, the others to the least disadvantaged"
    return f"unknown people shared out: {low} to {high} in 100 to {comparison.label(group)}, the others as known"


def _checked(share: Sequence[float] | str) -> Array:
    try:
        low, high = (float(part) for part in share)
    except (TypeError, ValueError):
        low, high = np.nan, np.nan
    if not 0 <= low <= high <= 1:
        raise ParameterError(
            f"The share should be two numbers between 0 and 1, such as (0, 0.3), or \"{ANY}\", but is {share!r}."
        )
    return np.linspace(low, high, STEPS)
