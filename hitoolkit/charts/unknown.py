"""The chart of what people of unknown group could hide: a measure over the share of them that belongs to a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.charts.figure import Figure
from hitoolkit.charts.unknown_picture import Moved, UnknownPicture, unknown_picture
from hitoolkit.charts.view import one_of_each, sources_of
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.measures import measure as measured
from hitoolkit.measures import unknown_range
from hitoolkit.table import COUNTS, RESULTS, UNKNOWN, WHOLE

#: What can be drawn, each with the same the other way: a difference beside its ratio.
BOTH = {"gap": "ratio", "ratio": "gap", "sii": "rii", "rii": "sii"}
#: At how many shares the measure is worked out.
POINTS = 31


def unknown_chart(
    table: pd.DataFrame,
    group: str,
    measure: str = "ratio",
    share: Sequence[float] = (0, 0.3),
    *,
    reference: str | None = None,
    narrow: bool = False,
) -> Figure:
    """Draw how far a gap could move, as more of the people whose group is not known belong to one group.

    Takes a protected inequality table with counts, of one indicator, dimension, edition, period, area and stratum, with
    rows for Not known or Not stated. `group`: who is given a share of these people (`"ends"` shares them between the
    two ends of an order). `measure`: ratio, gap, sii or rii. `share`: from which share to which, as in `unknown_range`,
    which works the figures out (bounds in the sense of Manski 1995); `reference` as there. `narrow` draws for a phone.
    Returns an Altair chart with a table of the same figures: the line, what leaving the unknown people out gives, and
    where both sides would fare alike.

    Not a guess at who they are, nor the plausible range: chance comes on top, and the caption says how much.
    Raises DisclosureError where a small number would be seen, InputError where the table holds more than one of a
    thing, ParameterError where a name or the share is not usable.

    >>> import pandas as pd
    >>> rows = [("White", 2000, 20000), ("Black or Black British", 260, 2000), ("Asian or Asian British", 330, 3000),
    ...         ("Not known", 900, 5000)]
    >>> table = pd.DataFrame(rows, columns=["group", "numerator", "denominator"])
    >>> table = table.assign(area="A", period="2025", indicator="waits_over_52_weeks", dimension="ethnic_group")
    >>> unknown_chart(table, "Black or Black British", reference="White").title
    'The ratio could be 1.14 to 1.37, depending on who the people of unknown group are'
    """
    return Figure.of(_picture(table, str(group), measure, share, reference), narrow=narrow)


def _picture(table: pd.DataFrame, group: str, name: str, share: Any,
             reference: str | None) -> UnknownPicture:
    if name not in BOTH:
        raise ParameterError(unknown_name("measure to draw", name, BOTH))
    if isinstance(share, str):
        raise ParameterError(f"The share should be two numbers between 0 and 1, such as (0, 0.3), but is {share!r}.")
    table = one_of_each(table)
    refuse_unprotected(table)
    table.loc[table["flag"] == "suppressed", ["numerator", *RESULTS]] = float("nan")
    whole = unknown_range(table, name, group, share, reference).iloc[0]
    other = unknown_range(table, BOTH[name], group, share, reference).iloc[0]
    low, high = (float(part) for part in share)
    drawn = pd.notna(whole["lower"])
    curve = [] if not drawn else [
        (float(at), float(unknown_range(table, name, group, (at, at), reference)["lower"].iloc[0]))
        for at in np.linspace(low, high, POINTS)]
    first = table.iloc[0]
    sources, synthetic = sources_of(table)
    return unknown_picture(Moved(
        indicator=catalogue.indicator(str(first["indicator"])),
        dimension=catalogue.dimension(str(first["dimension"])), group=group, measure=name,
        reference=str(whole["reference"] or ""), rows=table, share=(low, high), curve=curve,
        left_out=_number(whole["value"]), low=_number(whole["lower"]), high=_number(whole["upper"]),
        other=(BOTH[name], _number(other["lower"]), _number(other["upper"])), chance=_chance(table, whole, name),
        reason=str(whole["reason"] or ""), counts=_counts(table), sources=sources, synthetic=synthetic))


def _chance(table: pd.DataFrame, whole: pd.Series, name: str) -> tuple[float | None, float | None]:
    """The plausible range of the measure among those known."""
    found = measured(table, name, reference=str(whole["reference"]) or None if name in ("gap", "ratio") else None)
    row = found[found["group"] == whole["group"]]
    if len(row) != 1 or pd.isna(row["lower"].iloc[0]) or pd.isna(row["upper"].iloc[0]):
        return None, None
    return float(row["lower"].iloc[0]), float(row["upper"].iloc[0])


def _counts(table: pd.DataFrame) -> dict[str, tuple[float | None, float | None]]:
    """Of events and of people: how many have no known group, and how many there are in all; None where hidden."""
    rows = table[table["group"] != WHOLE]
    unknown = rows["group"].isin(UNKNOWN)
    return {name: (_sum(rows.loc[unknown, name]), _sum(rows[name])) for name in COUNTS}


def _sum(counts: pd.Series) -> float | None:
    return None if counts.isna().any() else float(counts.sum())


def _number(cell: object) -> float | None:
    return None if pd.isna(cell) else float(cell)  # type: ignore[arg-type, call-overload]
