"""The table beside two times: every group at both, then the difference and the ratio, and how each moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import (
    NO_RANGE,
    difference_decimals,
    in_every,
    number,
    range_text,
    ratio_decimals,
    rounded,
    upper_first,
)
from hitoolkit.charts import words
from hitoolkit.charts.slope_words import lead, moved, said_text, who_text
from hitoolkit.charts.view import Mark
from hitoolkit.measures.moved import Shift

if TYPE_CHECKING:
    from hitoolkit.charts.slope_picture import Told


def table(told: Told) -> dict[str, Any]:
    """The same figures as texts, ready for a page."""
    view = told.view
    ranged = " (plausible range)" if any(one.ranges for one in told.views) else ""
    unit = in_every(view.indicator)
    heads = ["Area" if told.areas else "Group", *(f"{when}{ranged}" for when in told.times), f"Change{ranged}"]
    roles = {"most": "end", "least": "end", "unknown": "off", "whole": "" if told.areas else "total"}
    rows = [{"cells": [told.label(name), *(_cell(mark) for mark in told.pairs[name]), moved(told, name) or "not known"],
             "role": roles.get(told.mark(name).role, "")} for name in told.pairs]
    if not told.areas and not view.indicator.no_gap:
        rows += _sizes(told)
    written = [rounded(mark.value, told.decimals) if mark and mark.value is not None else None
               for pair in told.pairs.values() for mark in pair]
    notes = ['Figures marked "hidden" are too small to be shown, or would give such a number away.'] \
        if any(mark and "hidden" in mark.text for pair in told.pairs.values() for mark in pair) else []
    notes += [f"{upper_first(NO_RANGE)}."] if not ranged and any(one is not None for one in written) else []
    notes += [words.ROUNDED] if ranged else []
    return {"kind": "table", "title": "The same figures as a table", "columns": heads, "rows": rows,
            "caption": ", ".join(part for part in (view.indicator.name, unit, "" if told.areas else
                                                   view.dimension.grouped) if part),
            "notes": notes + (["Synthetic data."] if view.synthetic else []), "synthetic": view.synthetic}


def _cell(mark: Mark | None) -> str:
    if mark is None:
        return "no figure"
    return mark.text.split(":")[0] if mark.value is None and "hidden" in mark.text else said_text(mark)


def _sizes(told: Told) -> list[dict[str, Any]]:
    """The difference and the ratio at both times, and how each moved."""
    group, reference, gap, ratio = lead(told)
    if not group:
        return []
    named = "" if told.view.dimension.ordered else f", {who_text(told, group, reference)}"
    made = []
    for text, name, shift in (("The difference", "gap", gap), ("The ratio (times)", "ratio", ratio)):
        cells = [f"{text}{named}"]
        for one in told.views:
            size = one.gaps.get((group, name))
            if size is None or size.value is None:
                cells.append("not known")
                continue
            places = (ratio_decimals(size.value, size.lower, size.upper) if name == "ratio"
                      else difference_decimals(size.value, size.lower, size.upper, told.decimals))
            span = range_text(size.lower, size.upper, places)
            cells.append(number(size.value, places) + ("" if span == NO_RANGE else f" ({span})"))
        cells.append(_shift(told, shift))
        made.append({"cells": cells, "role": "total" if name == "gap" else "end"})
    return made


def _shift(told: Told, shift: Shift) -> str:
    if not shift.known:
        return "not known"
    if shift.measure == "ratio":
        places = max(2, ratio_decimals(shift.value, shift.lower, shift.upper))
        text = f"x {number(shift.value, places)}"
    else:
        places = difference_decimals(shift.value, shift.lower, shift.upper, told.decimals)
        text = number(shift.value, places)
        text = f"+{text}" if shift.value > 0 and float(text.replace(",", "")) else text
    return f"{text} ({range_text(shift.lower, shift.upper, places)})" if shift.ranged else text
