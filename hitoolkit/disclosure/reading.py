"""Tables to the rows of a page: what their counts are, and what an earlier showing told of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Policy
from hitoolkit.disclosure.claims import as_published
from hitoolkit.disclosure.links import lay_links, only_editions
from hitoolkit.disclosure.page import Page, hide_small
from hitoolkit.disclosure.rule import NO_LIMIT, Range, behind, looks_rounded
from hitoolkit.disclosure.together import shared_denominators
from hitoolkit.disclosure.visible import implied_counts, visible_small_counts
from hitoolkit.table import COUNTS, KEY


def own_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that their publisher has not protected."""
    return table[~as_published(table).to_numpy()]


def is_protected(table: pd.DataFrame, rule: Policy) -> bool:
    """Whether a table shows only what this rule lets through: it says so, all is rounded, nothing small is visible."""
    own = own_rows(table)
    counted = own[own[COUNTS].notna().any(axis=1)]
    said = table.attrs.get("policy") == rule.id or bool(counted["flag"].isin(["rounded", "suppressed"]).all())
    return said and looks_rounded(own, rule) and visible_small_counts(own, rule.id).empty


def counts_of(tables: dict[int, pd.DataFrame], rule: Policy) -> pd.DataFrame:
    """The rows of the tables of this page that are to be protected, with their true counts in `n` and `d`."""
    found = []
    for number, table in tables.items():
        own = own_rows(table)
        if own.empty:
            continue
        counts = implied_counts(own)
        exact = not looks_rounded(own, rule)
        rows = own[KEY].assign(
            table=number, row=np.flatnonzero(table.index.isin(own.index)),
            n=counts["numerator"], d=counts["denominator"], proportion=counts["proportion"],
            here=True, doubtful=own["flag"] == "suppressed", n_seen=None, d_seen=None, value=own["value"], se=own["se"],
        )
        for name, long in (("n", "numerator"), ("d", "denominator")):
            whole = (rows[name] % 1 == 0) | rows[name].isna()
            rows[f"{name}_exact"] = exact & whole & (counts[f"{long}_give"] == 0)
        found.append(rows)
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def page_of(rows: pd.DataFrame, shown_before: Sequence[pd.DataFrame], rule: Policy) -> Page:
    """A page with all its counts and links, and hidden on it what the rule hides by itself."""
    has = {name: (rows.groupby("indicator")[name].count() > 0).to_dict() for name in ("n", "d")}
    page = _laid_out(rows, shown_before, rule, has, shared_denominators(rows))
    hide_small(page)
    lay_links(page)
    return page


def page_as_shown(rows: pd.DataFrame, shown_before: Sequence[pd.DataFrame], rule: Policy) -> Page:
    """A page as its reader has it: what its figures tell (`told_by`), and no count behind them.

    `d_shown` are the denominators as they are printed.
    """
    counted = {name: catalogue.indicator(name).counted for name in rows["indicator"].unique()}
    known = {name: rows[f"{name}_seen"].map(lambda seen: seen[1] < NO_LIMIT) for name in ("n", "d")}
    has = {name: {one: counted[one] or bool(known[name][rows["indicator"] == one].any()) for one in counted}
           for name in known}
    page = _laid_out(rows, shown_before, rule, has, shared_denominators(rows.assign(d=rows["d_shown"])))
    lay_links(page)
    return page


def _laid_out(
    rows: pd.DataFrame, shown_before: Sequence[pd.DataFrame], rule: Policy, has: dict[str, Any], shared: dict[str, str]
) -> Page:
    """The cells and counts of all showings; `has` says which indicators have a numerator (n) and a denominator (d)."""
    page = Page(rule)
    showings = [rows, *(told_by(table, rule) for table in shown_before)]
    everything = pd.concat([one[[*KEY, "d"]] for one in showings])
    editions = only_editions(everything)
    for number, one in enumerate(showings):
        one = one[one["indicator"].isin(has["n"])]
        one = one.assign(**{f"has_{name}": one["indicator"].map(has[name]).astype(bool) for name in has})
        page.add_rows(one, editions, shared, number)
    return page


def hide_corrections(page: Page, rows: pd.DataFrame, shown_before: Sequence[pd.DataFrame]) -> None:
    """Hide a count that was shown before as another, near enough for the step itself to be a small count.

    A rule that only rounds has no mark to hide behind: there the step is as coarse as the counts are.
    """
    if not page.policy.hides:
        return
    numbers = {key: number for number, key in enumerate(rows[KEY].itertuples(index=False, name=None))}
    for table in shown_before:
        keys = table[KEY].itertuples(index=False, name=None)
        for key, *then in zip(keys, table["numerator"], table["denominator"], strict=True):
            if key not in numbers:
                continue
            cell = page.cells[page.cell_of_row[numbers[key]]]
            for at, old in zip((cell.numerator, cell.denominator), then, strict=True):
                new = page.shown(at)
                if at is None or new is None or np.isnan(old) or new == old:
                    continue
                # The true count against all that the old figure may have stood for: rounding can widen a step of few.
                low, high = behind(round(old), page.policy)
                true = page.counts[at].true or 0
                if max(true - high, low - true) <= page.policy.hide_to:
                    page.hide(at)


def told_by(table: pd.DataFrame, rule: Policy) -> pd.DataFrame:
    """The rows of a table shown before: what each figure told, to a reader who knew the rule."""
    rule = catalogue.policy(table.attrs.get("policy") or rule.id)
    by_rule = bool(table.attrs.get("policy")) or bool(table["flag"].isin(["rounded", "suppressed"]).any())
    was_rounded = looks_rounded(table, rule)

    def told(count: float) -> Range:
        if np.isnan(count):
            return 0, NO_LIMIT
        shown = round(count)
        if not was_rounded:
            return shown, shown
        if by_rule and (shown == 0 or shown > rule.hide_to):
            return behind(shown, rule)
        return max(shown - rule.round_to // 2, 0), shown + rule.round_to // 2

    counts = implied_counts(table)
    told_of = {name: pd.Series([told(one) for one in counts[name]], dtype=object).to_numpy() for name in COUNTS}
    return table[KEY].reset_index(drop=True).assign(
        n=np.nan, d=np.nan, n_exact=True, d_exact=True, proportion=counts["proportion"].to_numpy(), here=False,
        doubtful=(table["flag"] == "suppressed").to_numpy(),
        n_seen=told_of["numerator"], d_seen=told_of["denominator"],
    )
