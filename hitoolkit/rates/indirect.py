"""Indirectly standardised figures: events observed, set against those expected at the rates of a reference."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.errors import InputError
from hitoolkit.rates.labels import name_some
from hitoolkit.rates.reference import Reference
from hitoolkit.rates.results import Reasons, is_share, per_of, written
from hitoolkit.rates.strata import Matrix, Strata
from hitoolkit.table import ONE_MORE


def indirect(
    strata: Strata, reference: Reference, blocks: dict[str, catalogue.Indicator], confidence: float
) -> pd.DataFrame:
    """The figure of each group at the reference's rates, the events expected, and their ratio x 100."""
    share, per = is_share(strata, blocks), per_of(strata, blocks)
    reasons = Reasons(len(strata.groups))
    if (strata.each != 1).any():
        raise InputError(
            "Several events of one person are for the direct method. Give the events in one row for each stratum."
        )
    people, at_rate = strata.people, reference.rates[strata.group, strata.cell]
    _refuse_strata(strata, people, at_rate, reasons)

    expected = strata.sums(np.where(people == 0, 0.0, people * at_rate))
    observed = _observed(strata, reference, reasons)
    n = strata.sums(people)
    reasons.add(~(expected > 0), lambda at: "No events are expected at the reference's rates, so there is no ratio.")
    reasons.add(share & (observed > n), lambda at: "More events than people: check that the two are not swapped.")

    good = ~reasons.refused
    lower, upper = np.full((2, len(good)), np.nan)
    rates = good & ~share
    lower[rates], upper[rates] = intervals.poisson(observed[rates], confidence)
    parts = good & share
    lower[parts], upper[parts] = (limit * n[parts] for limit in intervals.wilson(observed[parts], n[parts], confidence))
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = reference.crude / expected
        chance = np.where(share, 1 - observed / n, 1.0)
        beyond = good & share & (scale * observed > 1)
        ratio = 100 * observed / expected
        ratios = {"ratio_lower": 100 * lower / expected, "ratio_upper": 100 * upper / expected}
        most = np.where(share, per, np.inf)
        figures = {
            "value": per * scale * observed, "se": per * scale * np.sqrt(observed * chance),
            "lower": per * scale * lower, "upper": np.minimum(per * scale * upper, most), ONE_MORE: per * scale,
        }
    few = good & intervals.few_cases(observed, n)
    counts = {name: reasons.whole(numbers, few)
              for name, numbers in (("numerator", observed), ("denominator", n), ("expected", expected))}
    rows = written(strata, reasons, few, **counts, **figures, ratio=ratio, **ratios)
    # The ratio stands; the proportion it would make of the reference's is none.
    rows.loc[beyond, [*figures]] = np.nan
    rows.loc[beyond, "flag"] = "incomplete"
    rows.loc[beyond, "reason"] = "The reference's figure times the ratio is more than the whole; only the ratio stands."
    return rows


def _observed(strata: Strata, reference: Reference, reasons: Reasons) -> Matrix:
    """Events of the strata together, or of the whole where those of the strata are not known."""
    observed = strata.sums(strata.events)
    whole = strata.whole["numerator"].to_numpy()
    total_only = np.isnan(observed) & ~np.isnan(whole)
    # Events of a stratum whose people are not there would have nobody to be expected from.
    missing = ~strata.mark(strata.once) & ~np.isnan(reference.rates) & total_only[:, None]
    gone = missing.any(axis=1) | (total_only & bool(reference.others))

    def say(at: int) -> str:
        labels = [label for label, one in zip(strata.labels, missing[at], strict=True) if one]
        named = name_some([*labels, *reference.others])
        return f"There is no row for {named}, whose events may be in the total. Give the people of every stratum."

    reasons.add(gone, say)
    observed = np.where(total_only, whole, observed)
    reasons.add(np.isnan(observed), lambda at: "Its events are not known, neither by stratum nor as a whole.")
    return observed


def _refuse_strata(strata: Strata, people: Matrix, rates: Matrix, reasons: Reasons) -> None:
    unknown, without = strata.mark(np.isnan(people)), strata.mark(np.isnan(rates) & ~(people == 0))
    empty = strata.sums(np.ones(len(people))) == 0
    reasons.add(empty, lambda at: "There is no row for any stratum, so nothing says how many events to expect.")
    reasons.add(
        unknown.any(axis=1), lambda at: f"A number of people is not known: {strata.named(unknown[at])}."
    )
    reasons.add(
        without.any(axis=1), lambda at: f"The reference has no rate for {strata.named(without[at])}."
    )

