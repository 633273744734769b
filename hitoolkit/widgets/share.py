"""Share: how far a measure could move with the share of people of unknown group who belong to one group."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd
import traitlets

import hitoolkit as hi
from hitoolkit.errors import ParameterError
from hitoolkit.widgets import markup
from hitoolkit.widgets.asked import summary, unit_of
from hitoolkit.widgets.base import PAYLOAD, Widget
from hitoolkit.widgets.bundles import bundle_of
from hitoolkit.widgets.guesses import signed

#: Shares shown where nothing runs, as parts of the largest.
STEPS = 4
DRAWN = ("ratio", "gap", "sii", "rii")
MEASURES = {"ratio": "ratio", "gap": "difference"}


class Share(Widget):
    """A measure over shares of the unknown; see `share`."""

    file = "share"
    #: The share in use, in every hundred, and the measure at it in words.
    at = traitlets.Int().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, table: pd.DataFrame, group: str, measure: str, most: float) -> None:
        shown = summary(table)
        if isinstance(most, bool) or not isinstance(most, int | float) or not 0 < most <= 1:
            raise ParameterError(f"The largest share should be above 0 and at most 1, such as 0.3, not {most!r}.")
        self._table, self._group, self._measure, self._most = table, str(group), measure, most
        self._unit = "" if measure == "ratio" else f", {unit_of(shown)}"
        self._synthetic = bool(shown["synthetic"])
        labels = {row["group"]: words["cells"][0]
                  for row, words in zip(shown["data"]["rows"], shown["rows"], strict=True)}
        self._label = str(labels.get(self._group, self._group))
        self._range = self._over(0.0, most)
        against = "all other known groups together" if self._range["reference"] == "rest" else labels.get(
            self._range["reference"], self._range["reference"])
        self._name = f"{MEASURES.get(measure, measure)} of {self._label} against {against}{self._unit}"
        super().__init__(
            view={"title": f"What if people of unknown group were {self._label}?", "label": self._label,
                  "most": round(most * 100), "synthetic": self._synthetic, "leaves": self._leaves()},
            at=0, answer=self._at(0))

    def on_share(self, message: dict[str, Any]) -> None:
        """Show the measure at a share, given in every hundred."""
        share = message.get("share")
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= self._most * 100:
            self.said = f"Write a share between 0 and {round(self._most * 100)} in every 100."
            return
        with self.hold_sync():
            self.at, self.answer = round(share), self._at(round(share))
            self.said = self.answer["text"]

    def payload(self) -> dict[str, Any]:
        if self._chart is not None:
            return dict(bundle_of(self._chart)[PAYLOAD])
        if self._range["lower"] is None:
            return {"kind": "nothing", "title": self.view["title"], "reason": self.view["leaves"],
                    "synthetic": self._synthetic}
        return {"kind": "table", "title": self.view["title"], "caption": self._caption, "columns": self._columns,
                "rows": [{"cells": row, "role": ""} for row in self._rows],
                "notes": [self.view["leaves"], *(["Synthetic data."] if self._synthetic else [])],
                "synthetic": self._synthetic}

    def still(self) -> str:
        if self._range["lower"] is None:
            return markup.section("People of unknown group", f"<h3>{markup.escape(self.view['title'])}</h3>"
                                  + markup.paragraphs([self.view["leaves"]]))
        drawn = bundle_of(self._chart)["text/html"] if self._chart is not None else ""
        return markup.section("People of unknown group", f"<h3>{markup.escape(self.view['title'])}</h3>{drawn}"
                              + markup.table(self._caption, self._columns, self._rows)
                              + markup.paragraphs([self.view["leaves"]]))

    @cached_property
    def _chart(self) -> Any:
        draw = getattr(hi, "unknown_chart", None)
        if draw is None or self._measure not in DRAWN or self._range["lower"] is None:
            return None
        return draw(self._table, self._group, measure=self._measure, share=(0, self._most))

    @property
    def _caption(self) -> str:
        return f"The {self._name}, by the share of people of unknown group who belong to {self._label}"

    @property
    def _columns(self) -> list[str]:
        return ["Of every 100 people of unknown group", f"The {MEASURES.get(self._measure, self._measure)} would be"]

    @property
    def _rows(self) -> list[list[str]]:
        rows = []
        for step in range(STEPS):
            share = round(self._most * step / (STEPS - 1), 2)
            rows.append([f"{share * 100:g}", self._value(share) or "not known"])
        return rows

    def _over(self, low: float, high: float) -> dict[str, Any]:
        found = hi.unknown_range(self._table, self._measure, self._group, (low, high)).iloc[0]
        numbers = {name: float(found[name]) if pd.notna(found[name]) else None for name in ("value", "lower", "upper")}
        return {**numbers, "reason": str(found["reason"] or ""), "reference": str(found["reference"] or "")}

    def _value(self, share: float) -> str:
        return signed(self._over(share, share)["lower"])

    def _at(self, share: int) -> dict[str, Any]:
        """The measure at a share, as a figure and in words."""
        value = self._value(share / 100)
        if not value:
            return {"big": "", "text": self._range["reason"] or "The measure cannot be worked out from this table."}
        known = signed(self._range["value"])
        who = "none" if share == 0 else f"{share} in every 100"
        text = (f"If {who} of the people of unknown group belonged to {self._label}, the {self._name} would be "
                f"{value}. Among people whose group is known it is {known}.")
        return {"big": value, "text": text}

    def _leaves(self) -> str:
        low, high = self._range["lower"], self._range["upper"]
        if low is None or high is None:
            return str(self._range["reason"])
        most = round(self._most * 100)
        return (f"Between none and {most} in every 100, it runs from {signed(low)} to {signed(high)}. "
                "That much is left open by what was not recorded; chance comes on top.")


def share(table: pd.DataFrame, group: str, measure: str = "ratio", most: float = 0.3) -> Share:
    """Show how a measure moves with the share of people of unknown group who could belong to one group.

    Takes a protected inequality table with counts and people of unknown group, one indicator, dimension, edition,
    period, area and stratum; the `group`; the `measure`, as in `hi.measure`; and the largest share, from above 0 to 1.
    Returns a widget: live, a slider and a number box for the share, and the measure at it in words, with the range that
    all shares leave; where nothing runs, a table of four shares. Worked out by `hi.unknown_range`, with its assumption
    that people of unknown group have their own rate together (bounds in the sense of Manski 1995).
    Not a guess at the truth: it shows what would follow, not which share is right.
    Raises DisclosureError where the table is not protected, ParameterError where a name or the share is not usable.

    >>> import pandas as pd, hitoolkit as hi
    >>> rows = [("White", 2000, 20000), ("Black or Black British", 260, 2000), ("Not known", 900, 5000)]
    >>> table = hi.check_table(pd.DataFrame(rows, columns=["group", "numerator", "denominator"]), period="2025",
    ...     area="Wessington Vale", indicator="waits_over_52_weeks", dimension="ethnic_group",
    ...     source="sample_elective_waits").pipe(hi.add_rates)
    >>> shown = share(hi.protect(table), "Black or Black British")
    >>> shown.answer["big"], shown._value(0.3)
    ('1.12', '1.35')
    """
    return Share(table, group, measure, most)
