"""What figures tell of the counts they were made of: a rate beside a denominator, a range's width, an error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.catalogue import Policy
from hitoolkit.disclosure.figures import last_decimal
from hitoolkit.disclosure.reading import told_by
from hitoolkit.disclosure.rule import NO_LIMIT, Range, behind, looks_rounded, meet
from hitoolkit.intervals import Array
from hitoolkit.table import RESULTS, is_adjusted

#: How many people, or events, a range is compared with: one that fits none of these tells of more.
MOST = 20_000


def told_with_figures(table: pd.DataFrame, rule: Policy) -> pd.DataFrame:
    """The rows of a table with what its counts tell (`n_seen`, `d_seen`), and its figures where a count is not shown.

    `n_by` and `d_by` say which figure told it: `figure` (value with the other count) or `range` (limits or error).
    """
    rows = told_by(table.assign(value=np.nan), rule).assign(n_by="", d_by="")
    unsaid = table[["numerator", "denominator"]].isna()
    asked = unsaid.any(axis=1) & table["value"].notna() & ~is_adjusted(table)
    # Figures of a protected table were worked from the counts it shows, so they tell no more than those did.
    reads = behind_shown(rule) if table.attrs.get("policy") and looks_rounded(table, rule) else lambda seen: seen
    n_seen, d_seen = rows["n_seen"].tolist(), rows["d_seen"].tolist()
    for at in np.flatnonzero(asked):
        row = table.iloc[at]
        block = catalogue.indicator(row["indicator"])
        if not block.counted:
            continue
        figures = {name: _printed(row[name], block.per) for name in RESULTS}
        seen: tuple[Range, Range] = (n_seen[at], d_seen[at])
        by = "figure"
        n, d = _with_the_other(figures["value"], *seen)
        if unsaid.iloc[at].all():
            by = "range"
            n, d = _from_range(figures, block, float(table.attrs.get("confidence", 0.95)))
        for name, found, told in (("n", n, n_seen), ("d", d, d_seen)):
            if found is not None and unsaid.iloc[at]["numerator" if name == "n" else "denominator"]:
                told[at] = meet([told[at], reads(found)])
                rows.loc[at, f"{name}_by"] = by
    return rows.assign(n_seen=pd.Series(n_seen, dtype=object), d_seen=pd.Series(d_seen, dtype=object))


def behind_shown(rule: Policy) -> Callable[[Range], Range]:
    """The true counts behind figures that were worked from rounded ones."""
    base = max(rule.round_to, 1)

    def reads(seen: Range) -> Range:
        first, last = -(-seen[0] // base) * base, seen[1] // base * base
        if first > last or seen[1] >= NO_LIMIT:
            return seen
        return behind(first, rule)[0], behind(last, rule)[1]

    return reads


def _printed(figure: float, per: float) -> tuple[float, float]:
    """The least and the most that a printed figure can stand for, for each person."""
    give = last_decimal(figure) or abs(figure) * 1e-9
    return (figure - give) / per, (figure + give) / per


def _with_the_other(value: tuple[float, float], n: Range, d: Range) -> tuple[Range | None, Range | None]:
    """Value times denominator is the numerator; numerator over value is the denominator."""
    low, high = max(value[0], 0.0), value[1]
    from_d = _whole(low * d[0], high * d[1]) if d[1] < NO_LIMIT else None
    from_n = _whole(n[0] / high, n[1] / low) if n[1] < NO_LIMIT and low > 0 else None
    return from_d, from_n


def _from_range(
    figures: dict[str, tuple[float, float]], block: catalogue.Indicator, confidence: float
) -> tuple[Range | None, Range | None]:
    """The counts whose value, limits and error would be printed as these are."""
    p = figures["value"]
    if not (p[0] > 0 and any(figures[name][0] == figures[name][0] for name in ("lower", "upper", "se"))):
        return None, None
    if block.kind == "proportion":
        d = np.arange(1, MOST + 1, dtype=float)
        n = np.clip(np.round(sum(p) / 2 * d), 0, d)
        lower, upper = intervals.wilson(n, d, confidence)
        made = {"value": n / d, "lower": lower, "upper": upper, "se": np.sqrt(n / d * (1 - n / d) / d)}
    else:
        n = np.arange(1, MOST / 10, dtype=float)
        d = n / (sum(p) / 2)
        lower, upper = (limit / d for limit in intervals.poisson(n, confidence))
        made = {"value": n / d, "lower": lower, "upper": upper, "se": np.sqrt(n) / d}
    fits = np.ones(len(n), dtype=bool)
    for name, figure in made.items():
        if figures[name][0] == figures[name][0]:
            fits &= (figure >= figures[name][0] - 1e-9) & (figure <= figures[name][1] + 1e-9)
    if not fits.any() or fits[-1]:
        return None, None
    return _ends(n[fits]), _ends(d[fits])


def _ends(counts: Array) -> Range:
    return _whole(float(counts.min()), float(counts.max())) or (round(counts.min()), round(counts.max()))


def _whole(low: float, high: float) -> Range | None:
    """The whole numbers between two ends, or None where there are none."""
    first, last = int(np.ceil(low - 1e-6)), int(np.floor(high + 1e-6))
    return (first, last) if first <= last else None
