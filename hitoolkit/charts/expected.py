"""The chart of chance in small numbers: how often 0, 1, 2, ... events would be seen at one common rate."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.charts.expected_picture import ExpectedPicture, expected_picture
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.view import one_of_each
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.measures import expected_counts
from hitoolkit.measures.units import compared_over
from hitoolkit.table import KEY, RESULTS

#: What expected_counts(table) adds.
FOUND = ("expected", "observed", "people", "rate", "rate_from")
#: More expected events than this are not rare.
MOST = 12.0


def expected_chart(
    table: pd.DataFrame, group: str | None = None, rate: float | None = None, *, narrow: bool = False
) -> Figure | None:
    """Draw how often a group or place would see no event, one, two, ... by chance alone, at one common rate.

    Takes what `expected_counts` returns, or a protected inequality table of one indicator, period and stratum, of which
    the same is worked out with `rate` (in the indicator's unit, a national one for instance; by default that of all
    known groups together). `group`: which group, or which area where areas are compared; needed where there are
    several. `narrow` draws for a phone. Returns an Altair chart with a table of the same figures. The number seen is
    marked where it may be shown, and where it was hidden nothing tells of it. From a dashed line on, more events would
    be hard to put down to chance. Method: Poisson chances (`expected_counts`; Garwood 1936).

    Not for events that come in clusters, nor for common ones: use `funnel_chart`. A zero is no proof of safe care.
    Raises DisclosureError where a small number would be seen, InputError where the table holds more than one of a thing
    or too many events are expected, ParameterError where a name or the rate cannot be used. An empty table
    draws nothing.

    >>> import pandas as pd
    >>> births = pd.DataFrame({"group": ["All"], "numerator": [0], "denominator": [4000]})
    >>> births = births.assign(indicator="preterm_births", period="2025", area="A", dimension="sex")
    >>> expected_chart(births, rate=0.05).title
    'A place like this would see none in about one of seven such years, by chance alone'
    """
    if isinstance(table, pd.DataFrame) and table.empty:
        return None
    return Figure.of(_picture(table, group, rate), narrow=narrow)


def _picture(table: pd.DataFrame, group: str | None, rate: float | None) -> ExpectedPicture:
    if "measure" in table:
        raise InputError("This is a table of gaps and ratios, which hold no expected number. Give expected_chart the "
                         "counts: expected_chart(hi.expected_counts(table)).")
    if all(name in table for name in FOUND):
        table, rate = _counts_of(table, rate)
    over = compared_over(table if "dimension" in table else one_of_each(table), None)
    rows = one_of_each(table, several=over)
    refuse_unprotected(rows)
    rows.loc[rows["flag"] == "suppressed", ["numerator", *RESULTS]] = float("nan")
    found = expected_counts(rows, rate, over=over)
    chosen = found[found["expected"].notna()]
    names = list(found[over])
    if group is not None:
        if str(group) not in names:
            raise ParameterError(unknown_name(over, str(group), names))
        chosen = found[found[over] == str(group)]
    elif len(chosen) > 1:
        raise InputError(f"The table has {len(chosen)} {over}s, and one chart shows one. Pick one: "
                         f'expected_chart(table, "{chosen[over].iloc[0]}").')
    if chosen.empty or chosen["expected"].isna().all():
        why = next((one for one in (chosen if len(chosen) else found)["reason"] if one), "There are no counts.")
        raise InputError(f"No number of events can be expected here. {why}")
    row = chosen.iloc[0]
    if row["expected"] > MOST:
        raise InputError(f"About {row['expected']:,.0f} events would be expected, too many for a chart of rare ones. "
                         "Use funnel_chart(hi.funnel(table)), or measure(table).")
    return expected_picture(row, rows[rows[over] == row[over]], catalogue.indicator(str(row["indicator"])),
                            catalogue.dimension(str(row["dimension"])), over)


def _counts_of(found: pd.DataFrame, rate: float | None) -> tuple[pd.DataFrame, float | None]:
    """The counts that expected events came from: what is drawn follows from these, not from what stands beside."""
    given = found.loc[found["rate_from"] == "given", "rate"].dropna().unique()
    if rate is None and len(given) == 1:
        rate = float(given[0])
    kept = [name for name in (*KEY, "flag", "source") if name in found]
    counts = found[kept].assign(numerator=found["observed"], denominator=found["people"])
    counts.attrs = dict(found.attrs)
    return counts, rate
