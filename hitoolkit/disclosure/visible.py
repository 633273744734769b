"""What a single row gives away: a small count shown, left over, or worked back from the figure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.disclosure.adjusted import unsteady
from hitoolkit.disclosure.claims import as_published, from_sample
from hitoolkit.disclosure.figures import few_people, last_decimal, of_numbers, points_at_few, small_sums
from hitoolkit.disclosure.ranges import small_by_range
from hitoolkit.errors import DisclosureError, count_of
from hitoolkit.table import COUNTS, NUMBERS, check_table


def visible_small_counts(table: pd.DataFrame, policy: str | None = None) -> pd.DataFrame:
    """The rows of a table from which somebody can read a count that is too small to be shown.

    Takes an inequality table, and a rule on small numbers by its id (default: the one the table was protected with,
    else the catalogue's default). A count is visible where it is printed, where it is the rest (denominator less
    numerator, for proportions), or where it follows from a figure and the other count (`value x denominator`); a
    printed figure is read as exact to its last decimal. So is a figure without counts whose range is so wide that
    only a small count can be behind it, and a percentile or a limit of one that points at so few people. An adjusted
    figure may hang on a stratum that no row shows, so only `protect` can tell. Zeros may be shown.

    Returns those rows, unchanged; none where all is well. It looks at each row alone: what follows from several rows
    together is the work of `protect`.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"group": ["1", "5"], "numerator": [30, 3], "denominator": [200, 200]})
    >>> table = check_table(counts, indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> visible_small_counts(table)["group"].tolist()
    ['5']
    """
    rule = catalogue.policy(policy or table.attrs.get("policy"))
    lacking = [name for name in ("indicator", *NUMBERS) if name not in table]
    rows = check_table(table) if lacking else table
    if rows.empty:
        return rows.copy()
    shown = implied_counts(rows)
    n, d = shown["numerator"], shown["denominator"]
    small = _small(n, shown["numerator_give"], rule) | _small(d, shown["denominator_give"], rule)
    give = shown["numerator_give"] + shown["denominator_give"]
    small |= shown["proportion"] & _small(d - n, give, rule)
    small |= small_by_range(rows, rule)
    few = points_at_few(rows, d.where(of_numbers(rows) != ""), rule)
    small |= (few & rows[["value", "lower", "upper"]].notna()).any(axis=1)
    small |= small_sums(rows, d, rule) | (few_people(rows, d, rule) & rows["value"].notna())
    if not table.attrs.get("policy"):
        small |= unsteady(rows, rule)
    return rows[small.to_numpy()].copy()


def refuse_unprotected(table: pd.DataFrame) -> None:
    """Refuse a table that would show a small count, unless it is shown as a publisher or a sample gives it.

    Takes an inequality table. Rows whose source is a publisher that protects what it prints pass where they are as it
    prints them, and those of a synthetic sample where the sample, counted again, gives them; the name of the source
    alone does nothing. The rule is the one the table was protected with, else the catalogue's default.
    Returns nothing. Raises DisclosureError that says how many rows, and never a value.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"group": ["1", "5"], "numerator": [30, 20], "denominator": [200, 200]})
    >>> table = check_table(counts, indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> refuse_unprotected(table)
    """
    own = table[~as_published(table).to_numpy()]
    rule = catalogue.policy(table.attrs.get("policy"))
    small = visible_small_counts(own, rule.id)
    rows = int((~from_sample(small)).sum())
    if rows:
        raise DisclosureError(
            f"{count_of(rows, 'row')} of this table would show a count from {max(rule.hide_from, 1)} to {rule.limit}, "
            f"or let one be worked out ({rule.name}). Call protect(table) first, and show what it returns."
        )
    said = bool(table.attrs.get("policy")) or ("flag" in own and own["flag"].eq("rounded").any())
    exact = own[unrounded(own, rule).to_numpy()] if said else own.head(0)
    rows = int((~from_sample(exact)).sum())
    if rows:
        raise DisclosureError(
            f"This table says that it was protected, but {count_of(rows, 'row')} of it would show an exact count "
            f"({rule.name}). Call protect(table) again on the true counts, and show what it returns unchanged."
        )


def unrounded(table: pd.DataFrame, rule: catalogue.Policy) -> pd.Series:
    """Rows with a count that the rule would have rounded; beside exact counts a hidden one can be worked out.

    >>> unrounded(pd.DataFrame({"numerator": [30, 31], "denominator": [200, None]}), catalogue.policy()).tolist()
    [False, True]
    """
    counts = table.reindex(columns=COUNTS).apply(pd.to_numeric, errors="coerce")
    return (counts % max(rule.round_to, 1) > 1e-6).any(axis=1)


def implied_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Both counts of each row as printed, or as the printed figure gives them away, and how far off they may be.

    Returns `numerator`, `denominator`, `numerator_give`, `denominator_give` (0 where printed) and `proportion`, with
    the index of the table. Figures that are not one count out of another (means, life expectancy) give none away.
    """
    block = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    kind = table["indicator"].map({name: item.kind for name, item in block.items()})
    per = table["indicator"].map({name: item.per for name, item in block.items()}).astype(float)
    counted = kind.isin(["proportion", "rate"])
    n, d, value = (table[name].astype(float) for name in ("numerator", "denominator", "value"))
    value = value.where(counted)
    give = value.map(last_decimal)
    with np.errstate(divide="ignore", invalid="ignore"):
        n_implied = (value * d / per).round(6)
        n_give = (give * d / per).where(n.isna(), 0).fillna(0)
        d_implied = (n * per / value).where(value > 0).round(6)
        d_give = (d_implied * give / value).where(d.isna(), 0).fillna(0)
    return pd.DataFrame({
        "numerator": n.fillna(n_implied), "denominator": d.fillna(d_implied),
        "numerator_give": n_give, "denominator_give": d_give, "proportion": kind == "proportion",
    })


def _small(count: pd.Series, give: pd.Series, rule: catalogue.Policy) -> pd.Series:
    """Whether a count is small, or can only be a small one given how exactly it is known."""
    whole = count.round().where(give > 0, count.round(6))
    near = (whole > rule.hide_from - 1) & (whole < rule.limit + 1) & (whole > 0)
    most = np.floor(count + give + 1e-9)
    near |= (give > 0) & (count > 0) & (most >= max(rule.hide_from, 1)) & (most <= rule.limit)
    # A rule that only rounds shows small counts as the smallest multiple, and no other figure as low as these.
    return (near & (rule.hides | (whole % max(rule.round_to, 1) != 0))).fillna(False)
