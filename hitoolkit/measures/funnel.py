"""Places beside their average: which lie further from it than their size lets chance explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.intervals import Array, Range
from hitoolkit.measures.figures import otherwise_made
from hitoolkit.measures.units import compared_over, is_unit, refuse_rate, same_set, why_not_counted
from hitoolkit.table import COLUMNS, check_table

SPREADS = ("additive", "multiplicative")
#: Below this many events an adjusted rate is too unsteady to judge (Fingertips), and its limits too rough.
ADJUSTED_FROM = 10
#: Below this many places the spread between them cannot be judged: a tenth is pulled in at either end.
SPREAD_FROM = 10


def funnel(
    table: pd.DataFrame,
    at: float | None = None,
    confidence: float | Sequence[float] = (0.95, 0.998),
    overdispersion: str | bool = False,
    over: str | None = None,
) -> pd.DataFrame:
    """Set each place beside the average of all, and say whether chance alone could put it so far away.

    Takes an inequality table with counts, one row for each place. `over`: whether the places are in `group` or in
    `area`; by default groups that are places, else areas where there are several, else groups without an order. Rows
    that share the rest of the key are compared. `at`: a target in the indicator's unit in place of the average.
    `confidence`: one level or several. `overdispersion`: "additive" or "multiplicative" where places are known to
    differ in ways that do not matter here; the average itself is left as it is. Protect first: `protect` keeps none of
    the columns that are added here.

    Returns the rows of the table with `average`, a `lower_` and `upper_` limit for each level (`lower_95`,
    `upper_998`), `label`, `method` and `reason`. `label` is the outermost limit that a place lies beyond: low_998,
    low_95, within, high_95 or high_998. High and low are places on a scale, not good and bad. Of every 20 places
    that are all the same, one is expected beyond 95% limits. A hidden or missing count, the whole, and people whose
    group is not known have no label, and `reason` says why.
    Limits, at each place's own number of people n: proportions average +/- z sqrt(average (1 - average) / n), which
    inverts Wilson's; rates (and ratios: put the expected events in `denominator`) the counts whose exact Poisson limits
    just touch the average (Spiegelhalter 2005; Fingertips). Labels are those of Fingertips, which draws the same limits
    against events seen. A rate that was adjusted for age counts as one with the same number of events, from 10 on.
    Over-dispersion, on the arcsine or root scale with 10% winsorised at either end: additive, a random effect between
    places (DerSimonian and Laird; Spiegelhalter 2005, the NHS's usual choice), or multiplicative, all variances times
    phi; only where there is more spread than chance gives, and 10 places. The NHS's SHMI works on logs instead, which
    a place without deaths would break.
    Never rank places by this: most of a league table is chance, and its ends are mostly small places. A place outside
    the limits is one to ask about, data first; one inside is not thereby good.
    Raises InputError where the table breaks the contract, ParameterError where an argument cannot be used.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"area": ["A", "B", "C"], "numerator": [20, 12, 90], "denominator": [200, 200, 400]})
    >>> counts = counts.assign(indicator="preterm_births", period="2025", dimension="sex", group="All")
    >>> funnel(counts, at=15)[["area", "value", "average", "lower_95", "upper_95", "label"]].round(1)
      area  value  average  lower_95  upper_95     label
    0    A   10.0     15.0      10.1      19.9    low_95
    1    B    6.0     15.0      10.1      19.9   low_998
    2    C   22.5     15.0      11.5      18.5  high_998
    """
    levels = _levels(confidence)
    if overdispersion is True:
        overdispersion = SPREADS[0]
    if overdispersion and overdispersion not in SPREADS:
        raise ParameterError(unknown_name("way to allow for spread", overdispersion, SPREADS))
    rows = check_table(table)
    given, over = over, compared_over(rows, over)
    if given is None and over == "group":
        _refuse_people(rows)
    limits = [f"{side}_{name}" for name in levels for side in ("lower", "upper")]
    rows = rows.assign(**dict.fromkeys(["average", *limits], np.nan), label="", method="", reason=why_not_counted(rows))
    rows.loc[~is_unit(rows, over), "reason"] = "The whole, and people whose group is not known, are not compared."
    placed = []
    for _, places in rows.groupby(same_set(over), sort=False):
        block = catalogue.indicator(places["indicator"].iloc[0])
        refuse_rate(at, "target", block)
        placed.append(_one_funnel(places, block, at, levels, str(overdispersion or "")))
    rows = pd.concat(placed or [rows]).sort_index()[[*COLUMNS, "average", *limits, "label", "method", "reason"]]
    rows.attrs = dict(table.attrs)
    return rows


def _refuse_people(rows: pd.DataFrame) -> None:
    """Raise ParameterError where the groups are an order of people, which a funnel has nothing to say of."""
    for name in rows["dimension"].unique():
        if catalogue.dimension(name).ordered:
            raise ParameterError(f"The groups of {name} are people in an order, not places, so measure their gap "
                                 'instead: measure(table). To set them beside their average nevertheless: '
                                 'over="group".')


def _one_funnel(
    places: pd.DataFrame, block: catalogue.Indicator, at: float | None, levels: dict[str, float], spread: str
) -> pd.DataFrame:
    places = places.copy()
    value, size, places["reason"] = place_figures(places, block)
    used = (places["reason"] == "").to_numpy()
    value, size = value[used], size[used]
    if not used.any():
        return places
    average = at / block.per if at is not None else float((value * size).sum() / size.sum())
    why = ""
    if at is None and len(value) == 1:
        why = "There is no other place to compare with. Give a target: funnel(table, at=...)."
    elif at is None and average in (0, 1 if block.kind == "proportion" else 0):
        why = "No place differs from another: all had no events, or nothing but events."
    if why:
        places.loc[used, "reason"] = why
        return places
    limits, places.loc[used, "method"] = _limits(value, size, average, block.kind, spread)
    label = np.full(len(value), "within", dtype=object)
    for name, level in levels.items():
        lower, upper = limits(level)
        places.loc[used, f"lower_{name}"] = block.per * lower
        places.loc[used, f"upper_{name}"] = block.per * upper
        label[value < lower] = f"low_{name}"
        label[value > upper] = f"high_{name}"
    places.loc[used, "label"] = label
    places.loc[used, "average"] = block.per * average
    places.loc[used, "value"] = places.loc[used, "value"].fillna(pd.Series(block.per * value, places.index[used]))
    return places


def _limits(
    value: Array, size: Array, average: float, kind: str, spread: str
) -> tuple[Callable[[float], Range], str]:
    """The limits of each place at a level, and how they are found."""
    scale = intervals.ARCSINE if kind == "proportion" else intervals.ROOT
    phi, tau = intervals.overdispersion(value, size, average, scale)
    more = phi > 1 if spread == "multiplicative" else tau > 0
    if spread and more and len(value) >= SPREAD_FROM:
        phi, tau = (phi, 0.0) if spread == "multiplicative" else (1.0, tau)
        size_of_it = f"phi {phi:.3g}" if spread == "multiplicative" else f"tau {tau:.3g}"
        return (lambda level: intervals.overdispersed_limits(size, average, scale, phi, tau, level),
                f"{scale.name} scale, {spread} spread, {size_of_it}")
    why = "no more than chance gives" if len(value) >= SPREAD_FROM else f"not judged in under {SPREAD_FROM} places"
    note = f"; spread {why}" if spread else ""
    if kind == "proportion":
        return lambda level: intervals.funnel_proportion(size, average, level), f"Wilson inverted{note}"

    def rate(level: float) -> Range:
        lower, upper = intervals.funnel_count(average * size, level)
        return lower / size, upper / size

    return rate, f"exact Poisson inverted{note}"


def place_figures(places: pd.DataFrame, block: catalogue.Indicator) -> tuple[Array, Array, pd.Series]:
    """Each place's figure per person, the number of people it stands for, and why it has none."""
    reason = places["reason"].copy()
    used = reason == ""
    x, n, given = (places[name].where(used).to_numpy(dtype=float) for name in ("numerator", "denominator", "value"))
    value, given = x / n, given / block.per
    adjusted = otherwise_made(given, value)
    if block.kind == "proportion":
        return np.where(adjusted, given, value), n, reason
    few = adjusted & ((x < ADJUSTED_FROM) | (given <= 0))
    reason[few] = f"There are fewer than {ADJUSTED_FROM} events, too few to judge a rate that was adjusted."
    whole = adjusted & ~few
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole, given, value), np.where(whole, x / given, n), reason


def _levels(confidence: float | Sequence[float]) -> dict[str, float]:
    """Levels by the name their columns take, the narrowest limits first: 95 for 0.95, 998 for 0.998."""
    asked: list[float] = [confidence] if isinstance(confidence, int | float | str) else list(confidence)
    for level in asked:
        intervals.z_value(level)
    named = {f"{100 * level:.10g}".replace(".", ""): level for level in sorted(asked)}
    if not asked or len(named) < len(asked):
        raise ParameterError(f"Confidence should be one level, or several such as (0.95, 0.998), not {confidence!r}.")
    return named
