"""What a figure's range gives away: limits are wide where counts are small, and can be worked back to them."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd

from hitoolkit import catalogue


def small_by_range(table: pd.DataFrame, rule: catalogue.Policy) -> pd.Series:
    """Rows without counts whose value and limits (or se) could only come from a count too small to be shown.

    For a proportion Wilson's formula is solved for the number of people; for a rate the upper limit over the value
    says how many events there were. Figures of other kinds give no count away.

    >>> row = {"indicator": "waits_over_52_weeks", "numerator": None, "denominator": None, "value": 1.5, "se": None}
    >>> rows = pd.DataFrame([{**row, "lower": 0.5, "upper": 4.3}, {**row, "lower": 1.4, "upper": 1.6}])
    >>> small_by_range(rows, catalogue.policy()).tolist()
    [True, False]
    """
    blocks = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    kind = table["indicator"].map({name: one.kind for name, one in blocks.items()})
    per = table["indicator"].map({name: one.per for name, one in blocks.items()}).astype(float)
    z = NormalDist().inv_cdf(0.5 + float(table.attrs.get("confidence", 0.95)) / 2)
    names = ("value", "lower", "upper", "se")
    p, low, high, se = (pd.to_numeric(table[name], errors="coerce").astype(float) / per for name in names)
    bare = table["numerator"].isna() & table["denominator"].isna() & p.notna()
    with np.errstate(divide="ignore", invalid="ignore"):
        share = kind.eq("proportion")
        people = _people(p, (high - low), z).fillna(p * (1 - p) / se**2)
        events = people * p
        few = _within(events, rule) | _within(people - events, rule) | (people < rule.limit + 0.5)
        edge = rule.limit + 0.5
        # Byar's upper limit, as it stands to a count at the edge of the rule.
        widest = (edge + 1) / edge * (1 - 1 / (9 * (edge + 1)) + z / (3 * np.sqrt(edge + 1))) ** 3
        rare = (high / p > widest) | (high.isna() & ((p / se) ** 2 < edge))
    return bare & (p > 0) & ((share & few) | (kind.eq("rate") & rare))


def _people(p: pd.Series, width: pd.Series, z: float) -> pd.Series:
    """The n of Wilson's interval of this width round p: the positive root of w^2 (n + z^2)^2 = z^2 (z^2 + 4 n p q)."""
    a = width**2
    b = 2 * width**2 * z**2 - 4 * z**2 * p * (1 - p)
    c = width**2 * z**4 - z**4
    return (-b + np.sqrt(b**2 - 4 * a * c)) / (2 * a)


def _within(count: pd.Series, rule: catalogue.Policy) -> pd.Series:
    return (count > rule.hide_from - 0.5) & (count < rule.limit + 0.5)
