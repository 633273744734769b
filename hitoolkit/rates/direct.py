"""Directly standardised rates and proportions: each stratum's own rate, weighted as in a standard population."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.rates.labels import Flags, name_some
from hitoolkit.rates.results import Reasons, is_share, per_of, written
from hitoolkit.rates.standards import Standard
from hitoolkit.rates.strata import Matrix, Strata
from hitoolkit.table import ONE_MORE


def direct(
    strata: Strata, standard: Standard, blocks: dict[str, catalogue.Indicator], confidence: float
) -> pd.DataFrame:
    """The standardised figure of each group, or why there is none."""
    share, per = is_share(strata, blocks), per_of(strata, blocks)
    reasons = Reasons(len(strata.groups))
    _refuse_gaps(strata, standard, reasons)
    _refuse_repeats(strata, share, reasons)

    events = _by_target(strata, standard, strata.events)
    n = _by_target(strata, standard, strata.people)
    weights = np.broadcast_to(standard.weights, events.shape)
    there = (_by_target(strata, standard, np.ones(len(strata.rows))) > 0) & (weights > 0)
    names = _target_names(strata, standard)
    _refuse_counts(events, n, there, names, reasons)

    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(there, events / n, 0.0)
        whole = np.where(there, weights, 0.0).sum(axis=1)
        value = (weights * rate).sum(axis=1) / whole
        # People with f events each: the variance of f events from one person is f times that of f people's.
        squares = _by_target(strata, standard, strata.events * strata.each)
        of_rates = np.where(there, weights**2 * squares / n**2, 0.0)
        of_shares = np.where(there, weights**2 * rate * (1 - rate) / n, 0.0)
        se = np.sqrt(np.where(share, of_shares.sum(axis=1), of_rates.sum(axis=1))) / whole
        rare = there & (events > 0) & (events < intervals.FEW_CASES)
        one_more = np.where(rare, weights / n, 0.0).max(axis=1, initial=0) / whole
        worth = whole**2 / np.where(there, weights**2 / n, 0.0).sum(axis=1)
    total, people = (np.where(there, counts, 0.0).sum(axis=1) for counts in (events, n))
    few = ~reasons.refused & (total < intervals.FEW_CASES)
    reasons.add(few, lambda at: f"Fewer than {intervals.FEW_CASES} events: too few to standardise.")

    good = ~reasons.refused
    lower, upper = np.full((2, len(good)), np.nan)
    for rows, limits, basis in ((~share, intervals.dobson, total), (share, intervals.wilson_weighted, worth)):
        rows = rows & good
        lower[rows], upper[rows] = limits(value[rows], se[rows], basis[rows], confidence)
    return written(
        strata, reasons, few, numerator=reasons.whole(total, few), denominator=reasons.whole(people, few),
        value=per * value, se=per * se, lower=per * lower, upper=per * upper,
        **{ONE_MORE: per * one_more},
    )


def _by_target(strata: Strata, standard: Standard, numbers: Matrix) -> Matrix:
    """Numbers of the rows added up: a line for each group, a column for each target of the standard."""
    target, size = standard.target[strata.cell], standard.weights.shape[1]
    fits = target >= 0
    at = strata.group[fits] * size + target[fits]
    total = np.bincount(at, weights=numbers[fits], minlength=len(strata.groups) * size)
    return total.astype(np.float64).reshape(-1, size)


def _refuse_gaps(strata: Strata, standard: Standard, reasons: Reasons) -> None:
    """A group must have all of the standard: without a stratum it would be measured against another one."""
    present = strata.mark(strata.once)
    unfit = present & (standard.target < 0)
    reasons.add(unfit.any(axis=1), lambda at: f"{strata.named(unfit[at])} {standard.unfit}.")
    covered = present @ standard.covers
    missing = (covered == 0) & standard.needed
    twice = covered > 1
    reasons.add(
        missing.any(axis=1),
        lambda at: f"There is no row for {name_some(standard.piece_names(missing[at]))}. Leaving it out would measure "
        "this group against another standard than the rest; the indirect method can do without it.",
    )
    reasons.add(
        twice.any(axis=1),
        lambda at: f"Two rows hold {name_some(standard.piece_names(twice[at]))}. Keep bands that do not overlap.",
    )


def _refuse_repeats(strata: Strata, share: Flags, reasons: Reasons) -> None:
    """Rows of one stratum that differ in events each are about the same people."""
    repeated = strata.sums(strata.each != 1) > 0
    reasons.add(repeated & share, lambda at: "A proportion counts people once, and cannot have several events each.")
    if strata.once.all():
        return
    at, people = strata.group * len(strata.labels) + strata.cell, strata.rows["denominator"].to_numpy()
    told = np.zeros(len(strata.groups) * len(strata.labels))
    told[at[strata.once]] = people[strata.once]
    known = ~np.isnan(people) & ~np.isnan(told[at])
    differ = strata.sums(known & (people != told[at])) > 0
    reasons.add(differ, lambda at: "Rows of one stratum, for people with one, two or more events, differ in people.")


def _refuse_counts(events: Matrix, n: Matrix, there: Flags, names: list[str], reasons: Reasons) -> None:
    def some(which: Flags, at: int) -> str:
        return name_some([name for name, one in zip(names, which[at], strict=True) if one])

    unknown = there & (np.isnan(events) | np.isnan(n))
    nobody = there & (n == 0)
    reasons.add(unknown.any(axis=1), lambda at: f"A count is not known or hidden: {some(unknown, at)}.")
    reasons.add(nobody.any(axis=1), lambda at: f"Nobody is counted in {some(nobody, at)}, so it has no rate to weigh.")


def _target_names(strata: Strata, standard: Standard) -> list[str]:
    """What to call the targets: the first cell of each."""
    names = [""] * standard.weights.shape[1]
    for label, target in zip(reversed(strata.labels), reversed(standard.target.tolist()), strict=True):
        if target >= 0:
            names[target] = label
    return names
