"""The table beside small multiples: a row for each group of each panel, then its difference and ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import NO_RANGE, in_every, number, range_text, ratio_decimals, upper_first
from hitoolkit.charts import words
from hitoolkit.charts.multiples_words import lead, other, size_text
from hitoolkit.charts.view import Gap

if TYPE_CHECKING:
    from hitoolkit.charts.multiples_picture import Told


def table(told: Told) -> dict[str, Any]:
    """The same figures as texts, a row for each group of each panel, then its difference and ratio."""
    ranged = any(one.ranges for one in told.views)
    unit = upper_first(in_every(told.first.indicator)) if told.one_scale else ""
    rows: list[dict[str, Any]] = []
    roles = {"most": "end", "least": "end", "unknown": "off", "whole": ""}
    for label, one in zip(told.labels, told.views, strict=True):
        unit_of = in_every(one.indicator)
        own = "" if told.one_scale or not unit_of or unit_of in label else f", {unit_of}"
        for row in (*one.rows, *([one.whole] if one.whole else [])):
            text = row.text if row.value is not None else row.text.split(":")[0]
            rows.append({"cells": [f"{label}{own}", row.label, f"{text} ({row.range})" if row.has_range else text],
                         "role": roles.get(row.role, "")})
        group, found = lead(one)
        who = ""
        if found is not None and not one.dimension.ordered:
            who = f", {one.dimension.label(group)} and {other(one, found)}"
        ratio = one.gaps.get((group, "ratio"))
        rows.append({"cells": [f"{label}{own}", f"The difference{who}", "not known" if found is None or
                               found.value is None else size_text(one, found)], "role": "total"})
        rows.append({"cells": [f"{label}{own}", f"The ratio (times){who}", _ratio(ratio)], "role": ""})
    heads = [upper_first({"specialties": "specialty", "sexes": "sex"}.get(told.things, told.things.removesuffix("s"))),
             "Group", f"{unit or 'Value'}{' (plausible range)' if ranged else ''}"]
    said = [row for one in told.views for row in one.rows]
    hints = ['Figures marked "hidden" are too small to be shown, or would give such a number away.'] \
        if any("hidden" in row.text for row in said) else []
    hints += [f"{upper_first(NO_RANGE)}."] if not ranged and any(row.value is not None for row in said) else []
    hints += [words.ROUNDED] if ranged else []
    name = "Several measures" if told.by == "indicator" else told.first.indicator.name
    return {"kind": "table", "title": "The same figures as a table", "columns": heads, "rows": rows,
            "caption": f"{name}, {told.first.dimension.grouped}",
            "notes": hints + (["Synthetic data."] if told.first.synthetic else []), "synthetic": told.first.synthetic}


def _ratio(found: Gap | None) -> str:
    if found is None or found.value is None:
        return "not known"
    places = ratio_decimals(found.value, found.lower, found.upper)
    span = range_text(found.lower, found.upper, places)
    return number(found.value, places) + ("" if span == NO_RANGE else f" ({span})")
