"""Small multiples: the same drawing for each stratum, indicator, area or period, side by side on one scale."""

from __future__ import annotations

import pandas as pd

from hitoolkit.charts.figure import Figure
from hitoolkit.charts.multiples_picture import MultiplesPicture, multiples_picture
from hitoolkit.charts.view import one_of_each
from hitoolkit.disclosure import disclosure_risk, refuse_unprotected
from hitoolkit.errors import DisclosureError, InputError, ParameterError, unknown_name
from hitoolkit.measures import refuse_foreign
from hitoolkit.table import WHOLE

BY = ("stratum", "indicator", "area", "period")


def small_multiples(table: pd.DataFrame, by: str = "stratum", measures: pd.DataFrame | None = None, *,
                    narrow: bool = False) -> Figure | None:
    """Draw all groups in small panels, one for each stratum, indicator, area or period, and the gap in each.

    Takes an inequality table of one dimension and edition, protected before it is shown. `by` names the column of which
    there is a panel for each label; of all else in the key the table holds one. `measures` are gap and ratio from
    `measure()`, worked out here where they are not given; `narrow` draws for a phone. Returns an Altair chart whose
    title says in how many panels the gap is clear, with a table of the same figures.

    The panels share one scale and stand in the order of their size, all together first; of more than twelve the largest
    are drawn, and the table has them all. Indicators that are counted in another unit, or out of other people, have
    each their own scale, and the chart says so. By period it is the equiplot of the International Center for Equity in
    Health: a row for each time, its groups joined from the lowest to the highest. Not for ranking areas or services,
    and not for judging each panel alone: of many, some look clear by luck.
    Raises DisclosureError where a small number would be seen, InputError where the table holds more than one of another
    thing, ParameterError where `by` is none of the four. An empty table draws nothing.

    >>> import pandas as pd
    >>> from hitoolkit.rates import add_rates
    >>> from hitoolkit.table import check_table
    >>> rows = [("sex=Female", "1", 300), ("sex=Female", "5", 200), ("sex=Male", "1", 250), ("sex=Male", "5", 240)]
    >>> frame = pd.DataFrame(rows, columns=["stratum", "group", "numerator"])
    >>> table = check_table(frame, denominator=1000, indicator="waits_over_52_weeks", area="Wessington Vale",
    ...     period="2025", dimension="imd_quintile", source="sample_elective_waits")
    >>> small_multiples(add_rates(table)).title
    'The most deprived fifth is worse off in one of two sexes; in the other these numbers cannot tell'
    """
    if isinstance(table, pd.DataFrame) and table.empty:
        return None
    return Figure.of(_picture(table, by, measures), narrow=narrow)


def _picture(table: pd.DataFrame, by: str, measures: pd.DataFrame | None) -> MultiplesPicture:
    if by not in BY:
        raise ParameterError(unknown_name("column to draw panels by", by, BY))
    if "measure" in table:
        raise InputError("This is a table of measures. Give small_multiples the protected table of counts, and the "
                         "measures beside it.")
    checked = one_of_each(table, by)
    refuse_unprotected(checked)
    _refuse_left_over(checked, by)
    if measures is not None:
        refuse_foreign(measures, checked)
    return multiples_picture(checked, by, measures)


def _refuse_left_over(table: pd.DataFrame, by: str) -> None:
    """Refuse panels beside the whole of which one could be taken from the other, as of tables protected one by one."""
    whole = (table[by] == WHOLE).any() and table[by].nunique() > 1
    if whole and (table["flag"] == "suppressed").any() and not disclosure_risk(table)["is_safe"].all():
        raise DisclosureError("From the whole and its parts a hidden count of this table can be worked out. Protect "
                              "them together: hi.protect(pd.concat([whole, parts])).")
