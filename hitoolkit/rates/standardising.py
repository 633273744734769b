"""Standardise: what a group's figure would be if its ages, or other strata, were those of a standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from hitoolkit import intervals
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.rates.direct import direct
from hitoolkit.rates.indirect import indirect
from hitoolkit.rates.reference import reference_of
from hitoolkit.rates.results import finished
from hitoolkit.rates.standards import standard_of
from hitoolkit.rates.strata import Strata, counted_kinds, split
from hitoolkit.table import STANDARDISED, check_coded

METHODS = ("direct", "indirect")


def standardise(
    table: pd.DataFrame,
    standard: str | Mapping[str, float] = "esp2013",
    reference: pd.DataFrame | str | None = None,
    method: str = "direct",
    confidence: float = 0.95,
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Standardise proportions or rates by age, or by any other stratum, so that groups of unlike make-up compare.

    Takes an inequality table with a row for each stratum of each group (`stratum` such as `age_band=40-44; sex=1`, or
    `specialty=100`), with numerator and denominator. `by`: the parts of the stratum to standardise by, one or a list,
    by default all; with `by="age_band"` the others stay, and each sex, say, gets figures of its own.

    `method="direct"`: the rate of each stratum, weighted by the people of a standard population. `standard`:
    - "esp2013", the European Standard Population of 2013, by age. Bands may be those of the standard, several taken
      together (20-29, 85+), or finer ones, which are added up. Other parts (sex) weigh the same each.
    - a weight for each stratum: {"0-64": 80, "65+": 20}, with labels as in the table;
    - "all", the table's own people: those of the group All, else all groups of one place and period together.
    `method="indirect"`: events observed, set against those expected at the rates of a reference. `reference`: a table
    with the reference's counts for each stratum, or the name of a group of this table, by default All, else all groups
    together. Where the events of the strata are not known, those of a row with stratum All do.
    With a part `events_each=2` in the stratum, the numerator is the people who had two events each (rates only).

    Returns rows of the contract, one for each group: stratum All (or the parts not standardised by), the events and
    people counted, value, se, lower and upper in the indicator's unit, and `one_more`: how far one more event in a
    stratum of few would move the figure, which `protect` needs to know and takes away. Indirect rows also have
    `expected`, and `ratio`, `ratio_lower`, `ratio_upper`: 100 x observed / expected. A group that cannot be measured
    has no value, a flag (`few_cases`, `incomplete`), and its reason in words in `attrs["reasons"]`, a list of one dict
    for each: a stratum of the standard that it lacks, a count not known, nobody in a stratum, or fewer than 10 events
    (direct).
    Nothing is ever left out of the standard for one group. People whose age (or other part) is not known are left out;
    `attrs["note"]` says so, and `attrs["standardised"]` by what.

    With events x and people n of stratum i and weight w: D = sum(w x / n) / sum(w). Rates: V = sum(w^2 x / n^2) /
    sum(w)^2 (with f events each: the sum over f of f^2 times that of people), limits by Dobson 1991 from Byar's limits
    of the events, never below 0. Proportions: V = sum(w^2 p (1 - p) / n) / sum(w)^2, limits by Wilson 1927 for a plain
    proportion as well known as this. Indirect: ratio = O / E, E = sum(n X / N) at the reference's rates X / N; limits
    of O by Byar, exact under 10 events (Breslow and Day 1987), for proportions by Wilson; the figure is the ratio times
    the reference's crude figure.
    Not for a comparison of two groups by indirect figures: each has its own standard, so compare each with the
    reference only. Not where strata differ in direction between groups: then show the strata.
    Raises InputError where the table has no strata or breaks the contract, ParameterError for an unknown argument.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> ages = pd.DataFrame({"group": ["1", "1", "5", "5"], "stratum": ["0-64", "65+"] * 2,
    ...                      "numerator": [20, 60, 20, 180], "denominator": [2000, 1000, 4000, 6000]})
    >>> table = check_table(ages, indicator="deaths", period="2025", area="A", dimension="imd_quintile")
    >>> standardise(table, {"0-64": 80, "65+": 20})[["group", "value", "lower", "upper"]].round()
      group   value   lower   upper
    0     1  2000.0  1562.0  2518.0
    1     5  1000.0   811.0  1210.0
    """
    intervals.z_value(confidence)
    if method not in METHODS:
        raise ParameterError(unknown_name("method of standardising", method, METHODS))
    checked, coded = check_coded(table)
    blocks = counted_kinds(checked)
    strata = split(checked, coded, by)
    if method == "direct":
        weights = standard_of(strata, standard)
        found = direct(strata, weights, blocks, confidence)
        _refuse_unfit(found, weights.unfit)
    else:
        found = indirect(strata, reference_of(strata, reference), blocks, confidence)
    told = {"confidence": confidence, STANDARDISED: strata.by, "note": note_of(strata, method)}
    return finished(found, {**checked.attrs, **told})


def _refuse_unfit(found: pd.DataFrame, unfit: str) -> None:
    """Raise ParameterError where the standard fits no group at all: that is no matter of one group."""
    if unfit and len(found) and found["reason"].str.contains(unfit, regex=False).all():
        raise ParameterError(f'{found["reason"].iloc[0]} Or take the table\'s own people: standard="all".')


def note_of(strata: Strata, method: str) -> str:
    """What was standardised by, and who was left out."""
    text = f"{method.capitalize()}ly standardised by {strata.what}."
    return text + (f" People whose {strata.what} is not known are left out." if strata.unknown else "")
