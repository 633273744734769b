"""How far difference and ratio moved, as a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import NO_RANGE, difference_decimals, number, range_text, ratio_decimals, rounded

if TYPE_CHECKING:
    from hitoolkit.finding.change import Changed


def way(item: Changed, value: float) -> str:
    """The word for a move of the difference: narrower or wider, or more and fewer where the gap turned round."""
    if item.gap.turned:
        return item.one.voice.direction(value)
    return "wider" if (value > 0) == (item.gap.first >= 0) else "narrower"


def decimals(item: Changed) -> int:
    """How many decimals the move of the difference is written with; none that is sure reads as none."""
    gap = item.gap
    places = difference_decimals(gap.value, gap.lower, gap.upper, item.one.voice.decimals)
    ends = [abs(end) for end in (gap.lower, gap.upper) if gap.clear]
    return next((more for more in range(places, places + 3) if all(rounded(end, more) for end in ends)), places)


def span(item: Changed) -> str:
    """The range of the move: `3 to 10 narrower`, `9 narrower to 1 wider`."""
    places, ends = decimals(item), (item.gap.lower, item.gap.upper)
    if item.gap.lower < 0 < item.gap.upper:
        ends = ends if way(item, ends[0]) in ("narrower", "fewer", "lower") else ends[::-1]
        return " to ".join(f"{number(abs(end), places)} {way(item, end)}" for end in ends)
    small, large = sorted(map(abs, ends))
    return f"{range_text(small, large, places)} {way(item, item.gap.value)}"


def difference(item: Changed) -> dict[str, Any] | None:
    """How far the difference moved, or None where no figure may or can be given."""
    gap, places = item.gap, decimals(item)
    if item.certainty in ("too_few", "not_comparable"):
        return None
    size = number(abs(gap.value), places)
    big = size if float(size.replace(",", "")) == 0 else f"{size} {way(item, gap.value)}"
    unit = item.one.voice.unit + (f", beyond the move in {item.elsewhere}" if item.elsewhere else "")
    labels, said = ["", ""], NO_RANGE
    alt = f"The difference moved by {big} {unit}".strip()
    if gap.ranged:
        said = span(item)
        across = gap.lower < 0 < gap.upper
        labels = [number(abs(end), places) + (f" {way(item, end)}" if across else "") for end in (gap.lower, gap.upper)]
        alt += f"; the plausible range runs from {said} and {'does not reach' if gap.clear else 'reaches'} 0."
    else:
        alt += f"; {NO_RANGE}."
    return {"big": big, "unit": unit.strip(", "), "range": said, "value": gap.value,
            "lower": gap.lower if gap.ranged else None, "upper": gap.upper if gap.ranged else None,
            "lower_label": labels[0], "upper_label": labels[1], "none": 0, "none_label": "0, no move", "alt": alt}


def ratio(item: Changed) -> dict[str, Any] | None:
    """How far the ratio moved, as a multiple of what it was, or None where there is none."""
    size = item.ratio
    if item.certainty in ("too_few", "not_comparable") or not size.known:
        return None
    places = max(2, ratio_decimals(size.value, size.lower, size.upper))
    unit = f"the ratio of {item.said(item.first)}"
    unit += (f", beyond the move in {item.elsewhere}" if item.elsewhere else "")
    labels, said = ["", ""], NO_RANGE
    alt = f"The ratio is {number(size.value, places)} times {unit}"
    if size.ranged:
        labels = [number(size.lower, places), number(size.upper, places)]
        said = f"{range_text(size.lower, size.upper, places)} times"
        alt += f"; the plausible range runs from {labels[0]} to {labels[1]} and " \
               f"{'does not reach' if size.clear else 'reaches'} 1."
    else:
        alt += f"; {NO_RANGE}."
    return {"big": f"{number(size.value, places)} times", "unit": unit, "range": said, "value": size.value,
            "lower": size.lower if size.ranged else None, "upper": size.upper if size.ranged else None,
            "lower_label": labels[0], "upper_label": labels[1], "none": 1, "none_label": "1, no move", "alt": alt}


def synthetic(table: pd.DataFrame) -> bool:
    """Whether any row of a table is made up for teaching."""
    return any(catalogue.source(name).synthetic for name in table["source"].unique())
