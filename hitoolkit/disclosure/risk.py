"""disclosure_risk(): what each hidden count could be, to a reader with everything that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Policy
from hitoolkit.disclosure.derived import told_with_figures
from hitoolkit.disclosure.measured import narrow_by_measures
from hitoolkit.disclosure.page import Page
from hitoolkit.disclosure.reader import Reader
from hitoolkit.disclosure.reading import own_rows, page_as_shown
from hitoolkit.disclosure.rule import NO_LIMIT, Range, looks_rounded, meet
from hitoolkit.errors import InputError
from hitoolkit.table import COUNTS, KEY, check_table

COLUMNS = [*KEY, "count", "least", "most", "is_safe", "told_by"]
CONTRADICTION = "contradiction"


def disclosure_risk(
    table: pd.DataFrame | Sequence[pd.DataFrame],
    policy: str | None = None,
    released: pd.DataFrame | Sequence[pd.DataFrame] | None = None,
    measures: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Work out what each hidden count could be, from all that is shown.

    Takes an inequality table as it would be seen, or a list of all the tables of one page; a rule on small numbers by
    its id (`policy`, default: the one the table was protected with, else the catalogue's); what was shown before
    (`released`); and what `measure` made of the tables, where it stands beside them (`measures`).

    Returns a row for each count that is hidden or may be small: the key, which `count` it is (numerator, denominator or
    rest: denominator less numerator), the `least` and the `most` it could be (infinite where nothing bounds it),
    `is_safe`, and `told_by`. A count is safe where it could be anything from 1 to the last small one, or cannot be
    small at all. `told_by` says what gives an unsafe one away: `itself` (it is shown), `figure` (a value with the other
    count), `range` (limits or a standard error), `measure`, `sums` (only all of it together) or `contradiction`
    (what is shown cannot all be true, so nothing could be worked out). Under a rule that only rounds, small counts are
    those shown as the smallest figure. After `protect` every small count is safe; seldom, a larger hidden one may be
    known to be at least so many, and is told here as unsafe, since a table does not say which is which.

    Method: a linear programme in whole numbers (HiGHS, through scipy), as in Fischetti and Salazar-Gonzalez 2001. The
    reader knows the rule, how figures are rounded, that no count is below zero, and which rows add up to which; a mark
    tells nothing, since small counts and those hidden to protect them have the same.
    Not seen: means, percentiles and years of life, a stratum behind an adjusted figure, a measure that lacks several
    groups, and what somebody knows from elsewhere. Rows that their publisher protected are passed over.
    Raises InputError where a table breaks the contract, CatalogueError where the rule is not known.

    >>> counts = pd.DataFrame({"group": list("12345"), "numerator": [31, 14, 9, None, 3], "denominator": 200})
    >>> counts.loc[5] = ["All", 61, 1000]
    >>> table = check_table(counts, indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> disclosure_risk(table).query("not is_safe")[["group", "count", "least", "most", "told_by"]]
      group      count  least  most told_by
    0     4  numerator    4.0   4.0    sums
    2     5  numerator    3.0   3.0  itself
    >>> from hitoolkit.disclosure import protect
    >>> bool(disclosure_risk(protect(table))["is_safe"].all())
    True
    """
    given = [table] if isinstance(table, pd.DataFrame) else list(table)
    before = [] if released is None else [released] if isinstance(released, pd.DataFrame) else list(released)
    tables = [own_rows(check_table(one)) for one in given]
    tables = [one.reset_index(drop=True) for one in tables if len(one)]
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    rule = catalogue.policy(policy or next((said for one in tables if (said := one.attrs.get("policy"))), None))
    rows = pd.concat([told_with_figures(one, rule) for one in tables], ignore_index=True)
    if measures is not None:
        rows = narrow_by_measures(rows, _checked(measures), rule)
    shown = pd.concat([one[COUNTS] for one in tables], ignore_index=True)
    page = page_as_shown(rows.assign(d_shown=shown["denominator"]), [check_table(one) for one in before], rule)
    _tell_rests(page, tables)
    return _answered(page, rows, shown)


def _checked(measures: pd.DataFrame) -> pd.DataFrame:
    lacking = [name for name in (*KEY, "measure", "value", "reference") if name not in measures]
    if lacking:
        raise InputError(f'The measures have no column "{lacking[0]}". Give what measure(table) returns.')
    return measures.astype(dict.fromkeys([*KEY, "measure", "reference"], str))


def _tell_rests(page: Page, tables: list[pd.DataFrame]) -> None:
    """Where `protect` shows both counts of a row nobody is left, or more than few: else it would have hidden one."""
    first = 0
    for one in tables:
        rule = catalogue.policy(one.attrs.get("policy"))
        if one.attrs.get("policy") and rule.hides and looks_rounded(one, rule):
            for number, n, d in zip(range(first, first + len(one)), one["numerator"], one["denominator"], strict=True):
                rest = page.cells[page.cell_of_row[number]].rest if number in page.cell_of_row else None
                if rest is not None and n == n and d == d:
                    told = (0, 0) if n == d else (rule.hide_to + 1, NO_LIMIT)
                    page.counts[rest].seen = meet([page.counts[rest].seen, told])
        first += len(one)


def _answered(page: Page, rows: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The counts that are hidden or may be small, each with the range that the whole page leaves it."""
    reader = Reader(page)
    asked: list[tuple[int, str, int, bool]] = []
    for number in rows.index[rows.index.isin(page.cell_of_row)]:
        cell = page.cells[page.cell_of_row[number]]
        unsaid = shown.loc[number].isna()
        for name, at in (("numerator", cell.numerator), ("denominator", cell.denominator), ("rest", cell.rest)):
            if at is None:
                continue
            hidden = bool(unsaid.any() if name == "rest" else unsaid[name])
            low, high = _by_itself(page, cell.numerator, cell.denominator) if name == "rest" else page.known(at)
            if hidden or (low <= page.policy.limit and high >= 1):
                asked.append((number, name, at, hidden))
    ranges = reader.ranges(dict.fromkeys(at for _, _, at, _ in asked))
    found: list[dict[str, Any]] = []
    for number, name, at, hidden in asked:
        row, together = rows.loc[number], ranges[at]
        least, most = together or page.known(at)
        safe = together is not None and _is_safe((least, most), page.policy)
        by = ""
        if together is None:
            by = CONTRADICTION
        elif not safe:
            told = {"numerator": row["n_by"], "denominator": row["d_by"], "rest": row["n_by"] or row["d_by"]}[name]
            by = told or ("sums" if hidden else "itself")
        found.append({**row[KEY], "count": name, "least": least, "most": float("inf") if most >= NO_LIMIT else most,
                      "is_safe": safe, "told_by": by})
    result = pd.DataFrame(found, columns=COLUMNS)
    return result.astype({"least": float, "most": float, "is_safe": bool})


def _by_itself(page: Page, numerator: int | None, denominator: int | None) -> Range:
    """What the two counts of a row tell of its rest."""
    assert numerator is not None and denominator is not None
    n, d = page.known(numerator), page.known(denominator)
    return max(d[0] - n[1], 0), d[1] - n[0]


def _is_safe(known: Range, rule: Policy) -> bool:
    """Whether a count could be anything from 1 to the last small one, or cannot be small at all."""
    least, most = known
    return (least <= 1 and most >= rule.limit) or least > rule.limit or most < 1
