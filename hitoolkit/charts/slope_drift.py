"""The chart of places that were picked for being worst: each set before and after, beside those not helped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.reader import Indicator
from hitoolkit.catalogue.wording import (
    amount,
    decimals_for,
    difference_decimals,
    in_every,
    lower_first,
    number,
    range_text,
    spelt,
    upper_first,
)
from hitoolkit.charts.slope_picture import End, SlopeLine, SlopePicture
from hitoolkit.charts.view import sources_of
from hitoolkit.charts.words import ROUNDED, sources_text
from hitoolkit.errors import count_of
from hitoolkit.measures.drift import refuse_foreign_drift
from hitoolkit.measures.moved import moved_by
from hitoolkit.measures.periods import in_words

#: The sets that are drawn, with the look of each; all places together and all that were picked stay in the table.
SHOWN = {"with the programme": "most", "picked": "most", "picked, without it": "least", "the others": "group"}
NAMES = {"with the programme": "With the programme", "picked": "Picked as worst",
         "picked, without it": "Picked, without it", "the others": "Not picked", "all": "All places"}
BETWEEN = "difference of the two changes"


@dataclass(frozen=True)
class Sets:
    """The sets of places that `drift` returned, and how their figures are written."""

    rows: dict[str, dict[str, Any]]
    indicator: Indicator
    decimals: int
    times: list[str]

    @property
    def helped(self) -> bool:
        """Whether some of the picked got a programme, and others did not."""
        return self.rows.get("picked, without it", {}).get("places", 0) > 0

    @property
    def drawn(self) -> list[str]:
        """The sets that get a line."""
        return [who for who in SHOWN if who in self.rows and self.rows[who]["places"] > 0
                and not (who == "picked" and "with the programme" in self.rows)]

    def many(self, who: str) -> int:
        """How many places are in a set."""
        return int(self.rows[who]["places"])

    def moved(self, who: str, unit: bool = False) -> str:
        """`fell by 1.3`."""
        return moved_by(self.rows[who]["change"], self.indicator, self.decimals, unit)

    def change(self, who: str) -> str:
        """The move of one set with its range, above 0 where it is higher than before."""
        row = self.rows[who]
        if math.isnan(row["change"]):
            return "not known"
        places = difference_decimals(row["change"], row["lower"], row["upper"], self.decimals)
        size = number(row["change"], places)
        text = f"+{size}" if row["change"] > 0 and float(size.replace(",", "")) else size
        return text if math.isnan(row["lower"]) else f"{text} ({range_text(row['lower'], row['upper'], places)})"


def drift_picture(table: pd.DataFrame, found: pd.DataFrame, labels: list[str]) -> SlopePicture:
    """What is drawn of the sets that `drift` made of a checked, protected table of two periods."""
    refuse_foreign_drift(found, table)
    block = catalogue.indicator(table["indicator"].iloc[0])
    rows = {str(row["who"]): {str(name): cell for name, cell in row.items()} for row in found.to_dict("records")}
    means = [row[name] for row in rows.values() for name in ("first", "second") if not math.isnan(row[name])]
    said = in_words(*labels)
    sets = Sets(rows, block, max(1, decimals_for(*means, indicator=block)), [said[label] for label in labels])
    sources, synthetic = sources_of(table)
    lines = [SlopeLine(f"{NAMES[who]} ({sets.many(who)})", SHOWN[who], [
        End(rows[who][side], None, None, number(rows[who][side], sets.decimals), "") for side in ("first", "second")
    ], _plain(sets, who)) for who in sets.drawn]
    ends = [end.value for line in lines for end in line.ends if end.value is not None]
    unit = in_every(block)
    worse = {"lower": "higher", "higher": "lower", "neither": ""}[block.better]
    caption = _caption(sets)
    axis = f"Mean of the places: {lower_first(block.short or block.name)}" + (f", {unit}" if unit else "")
    return SlopePicture(
        type="slope", bars={}, title=_title(sets), subtitle=_subtitle(sets, table),
        alt_title=f"Slope chart of two times: {lower_first(block.name)}, sets of places",
        alt=_described(sets, axis, caption, worse, synthetic), caption=caption,
        source=f"Source: {sources_text(sources)}.", reading=_reading(worse, sets.helped), table=_table(sets, synthetic),
        synthetic=synthetic, lines=lines, times=sets.times, axis=axis, worse=worse,
        ticks=[min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1],
        notes=["The scale does not start at zero"] if min(ends) > 0 else [],
    )


def _plain(sets: Sets, who: str) -> str:
    size = number(sets.rows[who]["change"], sets.decimals)
    return f"+{size}" if sets.rows[who]["change"] > 0 and float(size.replace(",", "")) else size


def _title(sets: Sets) -> str:
    """The sentence over the chart: what the picked did, and in the same breath what those beside them did."""
    if not sets.helped:
        first = "with the programme" if "with the programme" in sets.rows else "picked"
        who = "with the programme" if first != "picked" else "picked as worst"
        return f"The places {who} {sets.moved(first, unit=True)}; the others {sets.moved('the others')}"
    one, two = (sets.moved(who) for who in ("with the programme", "picked, without it"))
    start = f"The places with the programme {sets.moved('with the programme', unit=True)}"
    verb, _, size = two.partition(" by ")
    if size and one.startswith(f"{verb} by "):
        return f"{start}, and so did the others picked, by {size}"
    return f"{start}; the others picked {two}"


def _subtitle(sets: Sets, table: pd.DataFrame) -> str:
    area = str(table["area"].iloc[0])
    where = [area] if table["area"].nunique() == 1 and area != "All" else []
    whole = spelt(int(sets.rows["all"]["places"]))
    return f"{sets.indicator.name}, {whole} places. " + ", ".join([*where, f"{sets.times[0]} and {sets.times[1]}."])


def _caption(sets: Sets) -> str:
    """What is left between the two, how sure that is, and what such places do by themselves."""
    parts, between, unit = [], sets.rows.get(BETWEEN), sets.indicator
    if between is not None and not math.isnan(between["change"]):
        places = difference_decimals(between["change"], between["lower"], between["upper"], sets.decimals)
        text = f"The two changes differ by {amount(abs(between['change']), unit, places)}"
        if math.isnan(between["lower"]):
            parts.append(f"{text}. There are too few places to tell whether that is luck.")
        else:
            ends = [f"{number(abs(end), places)} {'higher' if end > 0 else 'lower'}"
                    for end in (between["lower"], between["upper"])]
            parts.append(f"{text} (plausible range {' to '.join(ends)} with the programme). {between['note']}")
    parts.append(str(sets.rows["picked"]["note"]))
    parts.append("Each place counts once, whatever its size.")
    return " ".join(part for part in parts if part)


def _described(sets: Sets, axis: str, caption: str, worse: str, synthetic: bool) -> str:
    each = [f"{lower_first(NAMES[who])} ({count_of(sets.many(who), 'place')}) from "
            + " to ".join(number(sets.rows[who][side], sets.decimals) for side in ("first", "second"))
            for who in sets.drawn]
    parts = [f"{upper_first(spelt(len(each)))} lines from {sets.times[0]} to {sets.times[1]}.",
             f"{axis}: {'; '.join(each)}.", caption, f"{upper_first(worse)} is worse." if worse else "",
             "Synthetic data." if synthetic else ""]
    return " ".join(part for part in parts if part)


def _reading(worse: str, helped: bool) -> list[dict[str, str]]:
    up = {"higher": " Going up is getting worse.", "lower": " Going down is getting worse.", "": ""}[worse]
    notes = [f"Each line is a set of places, before and after; in brackets, how many.{up}"]
    notes += ["Set those with the programme beside those picked and not helped. The rest started elsewhere."] * helped
    return [{"icon": icon, "text": text} for icon, text in zip(("dots", "dot"), notes, strict=False)]


def _table(sets: Sets, synthetic: bool) -> dict[str, Any]:
    roles = {"with the programme": "end", "picked, without it": "end", "all": "total"}
    rows = [{"cells": [NAMES[who], number(row["places"]), number(row["first"], sets.decimals),
                       number(row["second"], sets.decimals), sets.change(who)], "role": roles.get(who, "")}
            for who, row in sets.rows.items() if who in NAMES and row["places"] > 0]
    if BETWEEN in sets.rows:
        rows.append({"cells": ["With the programme, less without it", number(sets.rows[BETWEEN]["places"]), "", "",
                               sets.change(BETWEEN)], "role": "total"})
    return {"kind": "table", "title": "The same figures as a table", "rows": rows, "synthetic": synthetic,
            "columns": ["Set of places", "Places", *sets.times, "Change (plausible range)"],
            "caption": ", ".join(part for part in (sets.indicator.name, in_every(sets.indicator),
                                                   "mean of the places in each set") if part),
            "notes": [ROUNDED, *(["Synthetic data."] if synthetic else [])]}
