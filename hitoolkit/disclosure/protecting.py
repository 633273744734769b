"""protect(): hide small counts and what gives them away, round the rest, and work the figures again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.disclosure.adjusted import coarsen_adjusted, shorten
from hitoolkit.disclosure.beside import protected_beside, told_account
from hitoolkit.disclosure.claims import as_published
from hitoolkit.disclosure.figures import coarse, hide_few, of_numbers, without_deaths
from hitoolkit.disclosure.means import means_given_away
from hitoolkit.disclosure.page import Page
from hitoolkit.disclosure.ranges import small_by_range
from hitoolkit.disclosure.reading import counts_of, hide_corrections, is_protected, page_of
from hitoolkit.disclosure.secondary import hide_what_gives_away
from hitoolkit.table import COUNTS, KEY, ONE_MORE, RESULTS, check_keeping, check_table, is_adjusted

Released = pd.DataFrame | Sequence[pd.DataFrame] | None


@overload
def protect(table: pd.DataFrame, policy: str | None = None, released: Released = None) -> pd.DataFrame: ...
@overload
def protect(
    table: Sequence[pd.DataFrame], policy: str | None = None, released: Released = None
) -> list[pd.DataFrame]: ...
def protect(
    table: pd.DataFrame | Sequence[pd.DataFrame], policy: str | None = None, released: Released = None
) -> pd.DataFrame | list[pd.DataFrame]:
    """Make a table fit to be seen: small counts hidden, the others rounded, every figure worked again from those.

    Takes an inequality table, or a list of all the tables of one page (give them together: two tables that are each
    safe can give a count away between them); a rule on small numbers by its id (`policy`, default: the catalogue's);
    and what was shown before (`released`, protected tables).

    Returns the table or tables with the same rows, and the rule's id in `attrs["policy"]` where it was applied.
    - A numerator, a denominator or the rest (denominator less numerator) that the rule hides is hidden: the numerator
      with its figure and limits, and with a small denominator the whole row. Such rows are flagged `suppressed` and
      stay unknown, never zero.
    - A further count is hidden where a reader could otherwise work a hidden one out from totals, strata, nested groups,
      areas, or indicators out of the same people. A hidden small count counts as protected when all values that the
      rule hides remain possible. Where one or two more suffice, a larger hidden count is not left to look like a small
      one that was narrowed down.
    - A mean or percentile goes with its people; a mean whose sum is a small count (of ones and noughts, of falls) goes
      too. A percentile is hidden too where so few people lie at or beyond it that
      the rule would hide their number, and a limit of it that is one of the first or last of those records. A further
      mean is hidden where a hidden group's could otherwise be worked out closely from the whole and the other groups.
      Figures are shown with one decimal, or two figures where all are below 1; so are years of life, without deaths.
    - An adjusted figure is written in steps of counts, its error with two figures. It is hidden where what the rule
      hides of one stratum could move it by more than two standard errors (told by `one_more`, which must be kept).
    - All other counts are rounded and flagged `rounded`; value, se and limits are worked again from what is shown.
    - Zeros are shown, as the rule of NHS England has it. "None of this group" and "all of this group" are true of
      everybody in the group: think before showing one about a small group.
    Tables without counts, and tables that their publisher protected, come back as they are. So does a table that was
    protected before by the same rule (with `released`, give the true counts).

    A rule that only rounds (`msds_rounding`) hides no count: it shows the small ones as the smallest figure, and many
    of them beside a small total can still be told apart. `disclosure_risk` says where.

    Not seen: a stratum behind an adjusted figure, to one who knows the counts of all others and the standard's weights
    (a table does not carry these); rows left out of all tables together with their total; counts between two
    thresholds; an area and a part of it when the other parts are not on the page (give the rest as a row too); periods
    that overlap; means of an earlier release, which are not set against new ones: give out a mean once for each period.
    A correction of a count that was shown before is hidden where the step from the earlier figure may be one that the
    rule hides. What an earlier showing gives away by itself cannot be taken back. A reader is taken to know the rule,
    not how this function chooses among counts.
    Method: audit of feasible values, as in Fischetti and Salazar-Gonzalez 2001, with rounded figures as ranges.
    Raises InputError where a table breaks the contract, CatalogueError where the rule is not known.

    >>> import pandas as pd
    >>> counts = pd.DataFrame({"group": ["1", "5"], "numerator": [31, 3], "denominator": [202, 198]})
    >>> table = check_table(counts, indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> protect(table)[["group", "numerator", "denominator", "value", "flag"]]
      group  numerator  denominator  value        flag
    0     1       30.0        200.0   15.0     rounded
    1     5        NaN        200.0    NaN  suppressed
    """
    rule = catalogue.policy(policy)
    given = [table] if isinstance(table, pd.DataFrame) else list(table)
    before = [] if released is None else [released] if isinstance(released, pd.DataFrame) else list(released)
    # The columns of the contract and no others: what else a frame carries might give a count away.
    tables = [check_table(one) for one in given]
    done = {number for number, one in enumerate(tables) if is_protected(one, rule)}
    ruled = set(done)
    rows = counts_of({number: one for number, one in enumerate(tables) if number not in done}, rule)
    if len(rows) and rows[["n", "d"]].notna().any(axis=None):
        before = [check_table(one) for one in before]
        page = page_of(rows, [*before, *(tables[number] for number in sorted(done))], rule)
        hide_corrections(page, rows, before)
        hide_what_gives_away(page)
        lost = means_given_away(page, rows)
        for number in sorted(set(rows.loc[rows[["n", "d"]].notna().any(axis=1), "table"])):
            moves = _one_more(given[number])
            tables[number] = _written(tables[number], rows[rows["table"] == number], page, lost, moves)
            ruled.add(number)
    account = told_account(tables)
    for number, one in enumerate(tables):
        wide = small_by_range(one, rule) & ~as_published(one)
        if wide.any():
            one.loc[wide, RESULTS], one.loc[wide, "flag"] = np.nan, "suppressed"
            ruled.add(number)
        if number in ruled:
            one.attrs = {**protected_beside(one, rule, account), "policy": rule.id}
    return tables[0] if isinstance(table, pd.DataFrame) else tables


def _written(
    table: pd.DataFrame, rows: pd.DataFrame, page: Page, lost: set[int], moves: np.ndarray
) -> pd.DataFrame:
    """The table as it may be seen: hidden counts missing, others rounded, figures worked again."""
    result = table.copy()
    numbers = {name: np.full(len(table), np.nan) for name in COUNTS}
    hidden = np.zeros(len(table), dtype=bool)
    counted = np.zeros(len(table), dtype=bool)
    for number, at, n, d in zip(rows.index, rows["row"], rows["n"], rows["d"], strict=True):
        cell = page.cells[page.cell_of_row[number]]
        hidden[at] |= page.cell_of_row[number] in lost
        for name, count, true in (("numerator", cell.numerator, n), ("denominator", cell.denominator, d)):
            if count is None or np.isnan(true):
                continue
            counted[at] = True
            shown = page.shown(count)
            hidden[at] |= shown is None
            numbers[name][at] = np.nan if shown is None else shown
    lacking = {name: table[name].isna().to_numpy() for name in COUNTS}
    kept = table["flag"].isin(["incomplete", "suppressed"]).to_numpy()
    for name in COUNTS:
        result.loc[counted, name] = numbers[name][counted]
    result.loc[hidden, RESULTS] = np.nan
    result.loc[hidden, "flag"] = "suppressed"
    result.loc[counted & ~hidden & ~kept, "flag"] = "rounded"
    both = ~np.isnan(numbers["numerator"]) & ~np.isnan(numbers["denominator"])
    result = hide_few(coarse(result), table["denominator"], page.policy)
    mean = (of_numbers(result) == "mean").to_numpy() & result["se"].notna().to_numpy()
    adjusted, elsewhere = is_adjusted(table).to_numpy() | ~np.isnan(moves), _otherwise_made(table)
    _work_again(result, (both & ~hidden & ~adjusted & ~elsewhere) | mean)
    coarsen_adjusted(result, table, both & ~hidden & adjusted, moves, page.policy)
    shorten(result, both & ~hidden & elsewhere & ~adjusted)
    for name in COUNTS:
        result.loc[lacking[name], name] = np.nan
    return without_deaths(result)


def _work_again(result: pd.DataFrame, rows: np.ndarray) -> None:
    """Value, se and limits from the counts that are shown."""
    if not rows.any():
        return
    from hitoolkit.rates import add_rates

    worked = add_rates(result[rows], confidence=result.attrs.get("confidence", 0.95)).set_index(KEY)
    worked = worked.reindex(pd.MultiIndex.from_frame(result.loc[rows, KEY]))
    result.loc[rows, RESULTS] = worked[RESULTS].to_numpy()


def _one_more(given: pd.DataFrame) -> np.ndarray:
    """For each row, how far one more case in a stratum of few would move it, where `standardise` said so."""
    kept = check_keeping(given, [ONE_MORE])
    return pd.to_numeric(kept.get(ONE_MORE, pd.Series(np.nan, kept.index)), errors="coerce").to_numpy(dtype=float)


def _otherwise_made(table: pd.DataFrame) -> np.ndarray:
    """Figures that are not numerator over denominator (adjusted for age, say) cannot be worked from the two.

    What a value is made of nobody here knows, so it may be a quotient of its counts to the last figure.
    A proportion is taken for one only where it comes with an error of its own, as those of `standardise` do.
    """
    blocks = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    kind, per = (table["indicator"].map({name: getattr(block, what) for name, block in blocks.items()}).to_numpy()
                 for what in ("kind", "per"))
    own = (kind == "rate") | ((kind == "proportion") & table["se"].notna().to_numpy())
    value, n, d = (table[name].to_numpy(dtype=float) for name in ("value", *COUNTS))
    with np.errstate(divide="ignore", invalid="ignore"):
        crude = per * n / d
    known = ~np.isnan(value) & ~np.isnan(crude)
    return (kind == "value") | own & known & (np.abs(value - crude) > 0.02 * np.abs(crude) + 0.05)
