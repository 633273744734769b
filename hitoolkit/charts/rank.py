"""The chart of plausible ranks: how little a league table of places would tell."""

from __future__ import annotations

import pandas as pd

from hitoolkit.charts.figure import Figure
from hitoolkit.charts.rank_picture import RankPicture, rank_picture
from hitoolkit.charts.view import one_of_each
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.measures import ranks
from hitoolkit.measures.units import compared_over

ORDERS = ("size", "name")
#: More bars than this are no picture.
MOST = 300


def rank_chart(table: pd.DataFrame, *, order: str = "size", confidence: float = 0.95, draws: int = 10_000,
               seed: int | None = 0, narrow: bool = False) -> Figure:
    """Draw the ranks that each place could well have, to show how much of a league table is chance.

    Takes what `funnel` takes or returns, protected: a row with counts for each place of one indicator, period and
    stratum. `order`: places are listed by "size", the largest first, or by "name"; never by their figures.
    `confidence`, `draws` and `seed` as in `ranks`, which is worked out here from the counts that are shown. `narrow`
    draws for a phone. Returns an Altair chart with a table of the same figures; its title says how many places could be
    anywhere across half of all ranks. Method: `ranks` (Goldstein and Spiegelhalter 1996).

    Not for finding the best and the worst: a place to ask about is found with `funnel_chart`.
    Raises DisclosureError where a small number would be seen, InputError where the table holds more than one of a
    thing or too many places, ParameterError where an argument cannot be used.

    >>> import pandas as pd
    >>> places = pd.DataFrame({"group": ["North", "South", "West"], "numerator": [20, 50, 150],
    ...     "denominator": [200, 500, 1000]})
    >>> places = places.assign(indicator="waits_over_52_weeks", period="2025", area="England", dimension="provider")
    >>> rank_chart(places).title
    'All three places could stand anywhere across half of all ranks or more'
    """
    return Figure.of(_picture(table, order, confidence, draws, seed), narrow=narrow)


def _picture(table: pd.DataFrame, order: str, confidence: float, draws: int, seed: int | None) -> RankPicture:
    if order not in ORDERS:
        raise ParameterError(unknown_name("order", order, ORDERS))
    over = "area" if "area" in table and "group" in table and table["group"].nunique() == 1 else "group"
    rows = one_of_each(table, several=over)
    if len(rows) > MOST:
        raise InputError(f"The table has {len(rows)} places, too many for one chart. Pick at most {MOST}, such as "
                         "those of one region.")
    refuse_unprotected(rows)
    rows.loc[rows["flag"] == "suppressed", ["numerator", "value", "lower", "upper"]] = float("nan")
    ranked = ranks(rows, confidence, draws, seed, over=compared_over(rows, over))
    return rank_picture(ranked, over, order, confidence)
