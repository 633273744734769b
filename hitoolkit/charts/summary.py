"""The table beside a chart: the same figures, one decimal finer, for those who would rather read numbers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import chain, repeat
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Dimension, Indicator
from hitoolkit.catalogue.wording import NO_RANGE, OF_NUMBERS, decimals_for, in_every, number, range_text, upper_first
from hitoolkit.charts.view import WHOLE_LABEL, one_of_each, sources_of
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.table import RESULTS, UNKNOWN, WHOLE

KEPT = "hitoolkit_table"
PAYLOAD = "application/vnd.hitoolkit.v1+json"
#: Flags that a reader should hear of.
NOTES = {
    "suppressed": 'Cells marked "hidden" are too small to be shown, or would give such a number away.',
    "rounded": "Counts are rounded; values and ranges are worked out from the rounded counts.",
    "few_cases": "Some groups rest on few cases: their ranges are wide, and one case more or less moves them.",
    "incomplete": "Some figures are incomplete at the source.",
}
#: What "rounded" says of a mean or percentile, which is no count divided by another.
ROUNDED = "Counts are rounded, and so are the values: no finer figure is shown."
#: What a table says of itself that goes with its rows.
SAID = ("policy", "confidence", "note", "ledger", "not_known")
STYLE = {
    "table": "border-collapse:collapse;font-variant-numeric:tabular-nums;color:#1B2733;background:#fff",
    "caption": "text-align:left;color:#4A5763;padding-bottom:.5rem;caption-side:top",
    "cell": "text-align:right;padding:.375rem 0 .375rem 1.25rem;border-bottom:1px solid #C8D0D7;font-weight:400",
    "first": "text-align:left;padding:.375rem 0;border-bottom:1px solid #C8D0D7;font-weight:400",
}


class SummaryTable(pd.DataFrame):
    """A frame of finished texts that shows itself as an accessible table; what is made from it is a plain frame."""

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str:
        """What a notebook asks a frame for, before it asks for anything else."""
        return table_html(self.attrs[KEPT])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        payload = self.attrs[KEPT]
        text = f"{payload['caption']}\n{self.to_string(index=False)}"
        return {"text/plain": text, "text/html": self._repr_html_(), PAYLOAD: payload}


def summary_table(table: pd.DataFrame) -> SummaryTable:
    """Set the figures of one chart as a table that reads well.

    Takes an inequality table with one indicator, dimension, edition, period, area and stratum, protected before it is
    shown. Returns a frame of texts with a row for each group, those not known and the whole: counts where there are
    counts, and the value with its plausible range. A hidden cell says "hidden", an unknown one "not known".
    Raises DisclosureError where a small number would be seen, and InputError where the table holds more than one of a
    thing.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> frame = pd.DataFrame({"group": ["Female", "Male"], "numerator": [275, 1095], "denominator": [3520, 3480],
    ...                       "value": [7.81, 31.47], "lower": [6.97, 29.94], "upper": [8.74, 33.03]})
    >>> table = check_table(frame, indicator="waits_over_18_weeks", period="2026-09-30", area="Wessington Vale",
    ...                     dimension="sex", source="sample_elective_waits")
    >>> print(summary_table(table).to_string(index=False))
     Group People waiting Over 18 weeks In every 100 (plausible range)
    Female          3,520           275                7.8 (7.0 to 8.7)
      Male          3,480         1,095             31.5 (29.9 to 33.0)
    """
    payload = table_payload(table)
    rows = [row["cells"] for row in payload["rows"]]
    summary = SummaryTable(rows, columns=payload["columns"])
    summary.attrs[KEPT] = payload
    return summary


def table_payload(table: pd.DataFrame) -> dict[str, Any]:
    """The table as plain texts, ready for a page."""
    table = one_of_each(table)
    refuse_unprotected(table)
    indicator = catalogue.indicator(table["indicator"].iloc[0])
    dimension = catalogue.dimension(table["dimension"].iloc[0]).of(table["edition"].iloc[0])
    hidden = table["flag"] == "suppressed"
    counts = [name for name in ("denominator", "numerator") if table[name].notna().any()]
    ranged = bool((table["lower"].notna() & table["upper"].notna() & ~hidden).any())
    shown = table.loc[~hidden & (table["group"] != WHOLE), "value"]
    decimals = max(1, decimals_for(*shown, indicator=indicator))
    heads = {"denominator": indicator.denominator, "numerator": indicator.numerator}
    columns = ["Group", *(upper_first(heads[name]) for name in counts), _value_head(indicator, ranged)]
    rows = []
    for (_, row), secret in zip(table.iterrows(), hidden, strict=True):
        empty = "hidden" if secret else "not known"
        cells = [WHOLE_LABEL if row["group"] == WHOLE else dimension.label(row["group"])]
        # Of a hidden group only the denominator may stand, where protect left it.
        cells += [number(row[name]) if pd.notna(row[name]) and not (secret and name == "numerator") else empty
                  for name in counts]
        cells.append(empty if secret or pd.isna(row["value"]) else _value(row, decimals, ranged))
        rows.append({"cells": cells, "role": _role(row["group"], dimension)})
    words = {**NOTES, **({"rounded": ROUNDED} if indicator.kind in OF_NUMBERS else {})}
    notes = [text for flag, text in words.items() if (table["flag"] == flag).any()]
    if not ranged and shown.notna().any():
        notes.append(f"{upper_first(NO_RANGE)}.")
    _, synthetic = sources_of(table)
    return {
        "kind": "table", "title": "The same figures as a table", "caption": _caption(indicator, dimension),
        "columns": columns, "rows": rows, "notes": notes + (["Synthetic data."] if synthetic else []),
        "synthetic": synthetic, "data": _data(table),
    }


def _data(table: pd.DataFrame) -> dict[str, Any]:
    """The same rows as they are, with what the table says of itself, for those who go on working with them."""
    shown = table.copy()
    shown.loc[shown["flag"] == "suppressed", ["numerator", *RESULTS]] = float("nan")
    plain = shown.astype(object).where(shown.notna(), None)
    return {"rows": plain.to_dict("records"), "said": {name: table.attrs[name] for name in SAID if name in table.attrs}}


def table_html(payload: dict[str, Any]) -> str:
    """The table as HTML: a caption, and a scope for every heading."""
    line = "2px solid #1B2733"
    heads = "".join(f'<th scope="col" style="{STYLE[kind]};border-bottom:{line}">{escape(name)}</th>'
                    for kind, name in zip(chain(["first"], repeat("cell")), payload["columns"], strict=False))
    looks = {"end": ";font-weight:700", "off": ";color:#4A5763", "total": f";border-top:{line}"}
    body = []
    for row in payload["rows"]:
        look = looks.get(row["role"], "")
        plain = STYLE["cell"] + ("" if row["role"] == "end" else look)
        first, *rest = row["cells"]
        cells = "".join(f'<td style="{plain}">{escape(cell)}</td>' for cell in rest)
        body.append(f'<tr><th scope="row" style="{STYLE["first"]}{look}">{escape(first)}</th>{cells}</tr>')
    notes = "".join(f'<p style="margin:.5rem 0 0">{escape(note)}</p>' for note in payload["notes"])
    return (f'<div style="color:#1B2733;background:#fff;padding:.5rem"><table style="{STYLE["table"]}">'
            f'<caption style="{STYLE["caption"]}">{escape(payload["caption"])}</caption><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(body)}</tbody></table>{notes}</div>")


def _value_head(indicator: Indicator, ranged: bool) -> str:
    unit = upper_first(in_every(indicator)) or "Value"
    if indicator.kind in OF_NUMBERS and indicator.short:
        unit = f"{indicator.short}, {in_every(indicator)}".rstrip(", ")
    return f"{unit} (plausible range)" if ranged else unit


def _value(row: pd.Series, decimals: int, ranged: bool) -> str:
    text = number(row["value"], decimals)
    return f"{text} ({range_text(row['lower'], row['upper'], decimals)})" if ranged else text


def _role(group: str, dimension: Dimension) -> str:
    if group == WHOLE:
        return "total"
    if group in UNKNOWN:
        return "off"
    return "end" if dimension.ordered and group in (dimension.groups[0], dimension.groups[-1]) else ""


def _caption(indicator: Indicator, dimension: Dimension) -> str:
    if indicator.kind == "rate" and indicator.numerator != "numerator" and indicator.denominator != "denominator":
        return f"{upper_first(indicator.denominator)}, and {indicator.numerator} among them"
    if indicator.kind not in OF_NUMBERS and indicator.did and indicator.denominator != "denominator":
        return f"{upper_first(indicator.denominator)}, and how many of them {indicator.did}"
    return f"{indicator.name}, {dimension.grouped}"
