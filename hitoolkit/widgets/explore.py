"""Explore: choose a measure, groups, place, time and chart, and see the figure with its finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import traitlets

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.widgets import markup
from hitoolkit.widgets.base import PAYLOAD, Widget
from hitoolkit.widgets.bundles import bundle_of

#: What can be chosen, in this order: each offers what is left by those before it.
CONTROLS = {"indicator": "Measure", "dimension": "Groups", "edition": "Made with", "area": "Place", "period": "Period",
            "stratum": "Part of the people"}
CHARTS = {"dots": "Dots", "bars": "Bars", "table": "Table"}
#: What a table says of itself that no drawing shows, and that pandas copies at each step.
SLOW = ("ledger", "counted", "not_known")
#: Drawings that are kept, so that going back is instant.
MOST_KEPT = 200


class Explore(Widget):
    """A table to look around in; see `explore`."""

    file = "explore"
    #: The figure as HTML, with its finding.
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, table: pd.DataFrame, order: dict[str, list[str]]) -> None:
        self._order, self._said = order, dict(table.attrs)
        self._bare = table.copy()
        self._bare.attrs = {}
        #: What each row is, in the order of the controls; and each kind once.
        self._each = list(table[list(CONTROLS)].astype(str).itertuples(index=False, name=None))
        self._kinds = list(dict.fromkeys(self._each))
        self._kept: dict[tuple[str, ...], str] = {}
        self._found: dict[tuple[str, ...], str] = {}
        self._picked = {"chart": "dots"}
        self._settle()
        # The first drawing is made whole: it stands still where nothing runs, and wakes the drawing engine.
        self._bundle = bundle_of(self._figure())
        super().__init__(view=self._controls(), answer={"html": self._bundle["text/html"], "finding": self._finding()})

    def on_pick(self, message: dict[str, Any]) -> None:
        """Show what was picked: the drawing first, then the sentence, which takes as long again to find."""
        name, value = str(message.get("name")), str(message.get("value"))
        if value not in self._options().get(name, []):
            return
        self._picked[name] = value
        self._settle()
        with self.hold_sync():
            self.view = self._controls()
            self.answer = {"html": self._html("narrow" if message.get("narrow") else "wide"), "finding": ""}
        self.answer = {**self.answer, "finding": self._finding()}
        self.said = f"Shown: {self._named()}."

    def payload(self) -> dict[str, Any]:
        return dict(self._bundle[PAYLOAD])

    def still(self) -> str:
        choices = [f"{one['label']}: {', '.join(text for _, text in one['options'])}" for one in self.view["controls"]]
        more = markup.paragraphs(["What can be chosen where this runs:"]) + markup.listed(choices) if choices else ""
        finding = markup.paragraphs(self.answer["finding"].split("\n"))
        return markup.section("Explore", f"{self._bundle['text/html']}{finding}{more}")

    def _options(self) -> dict[str, list[str]]:
        """What each control offers now."""
        left, found = self._kinds, {}
        for at, name in enumerate(CONTROLS):
            here, order = list(dict.fromkeys(kind[at] for kind in left)), self._order.get(name, [])
            found[name] = [*(one for one in order if one in here), *(one for one in here if one not in order)]
            left = [kind for kind in left if kind[at] == self._picked.get(name)] or left
        return {**found, "chart": list(CHARTS)}

    def _settle(self) -> None:
        """Keep what was picked where it is still there, else take the first of what is left."""
        for name in CONTROLS:
            left = self._options()[name]
            if self._picked.get(name) not in left:
                self._picked[name] = "All" if "All" in left else left[0]

    def _slice(self, quick: bool = False) -> pd.DataFrame:
        """The rows that are picked; `quick` leaves out what no drawing shows, which pandas copies at each step."""
        picked = tuple(self._picked[name] for name in CONTROLS)
        chosen = self._bare[[kind == picked for kind in self._each]]
        chosen.attrs = {name: said for name, said in self._said.items() if not (quick and name in SLOW)}
        return chosen

    def _controls(self) -> dict[str, Any]:
        controls = [{"name": name, "label": CONTROLS.get(name, "Show as"), "value": self._picked[name],
                     "options": [[one, _label(name, one)] for one in left]}
                    for name, left in self._options().items() if len(left) > 1]
        return {"controls": controls, "title": "Explore"}

    def _named(self) -> str:
        return ", ".join(_label(one["name"], one["value"]) for one in self._controls()["controls"])

    def _figure(self, quick: bool = False, narrow: bool = False) -> Any:
        """The figure of what is picked; refused where it may not be shown."""
        chosen, chart = self._slice(quick), self._picked["chart"]
        if chart == "table":
            return hi.summary_table(chosen)
        draw = hi.bar_chart if chart == "bars" else hi.inequality_chart
        return draw(chosen, narrow=narrow)

    def _html(self, width: str) -> str:
        key = (*(self._picked[name] for name in CONTROLS), self._picked["chart"], width)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            figure = self._figure(quick=True, narrow=width == "narrow")
            self._kept[key] = bundle_of(figure)["text/html"] if self._picked["chart"] == "table" else figure.html(width)
        return self._kept[key]

    def _finding(self) -> str:
        key = tuple(self._picked[name] for name in CONTROLS)
        if key not in self._found:
            said = hi.findings(self._slice())
            self._found[key] = str(said[0]) if said else "No gap can be said of these groups."
        return self._found[key]


def explore(table: pd.DataFrame | Sequence[pd.DataFrame]) -> Explore:
    """Look around in a protected table, with a real choice list for everything it holds more than one of.

    Takes a protected inequality table, or a list of them, with any number of indicators, dimensions, places, periods
    and strata. Returns a widget: live, lists to choose measure, groups, place, period, part of the people, and dots,
    bars or a table; below, the figure and its finding. Lists with one choice are not shown. Where nothing runs, it is
    the first figure, whole, and what could be chosen.
    Everything is drawn by the functions that a notebook uses; nothing is worked out here. Not for finding the largest
    gap among many: whoever looks through fifty tables will find one that luck made.
    Raises DisclosureError where what is to be shown is not protected, InputError where there is nothing to show.

    >>> import pandas as pd, hitoolkit as hi
    >>> frame = pd.DataFrame({"group": ["Female", "Male"] * 2, "value": [81.2, 77.5, 81.0, 77.9],
    ...                       "period": ["2021", "2021", "2022", "2022"]})
    >>> table = hi.check_table(frame, indicator="life_expectancy", area="Wessington Vale", dimension="sex",
    ...                        source="sample_life_expectancy")
    >>> [control["label"] for control in explore(table).view["controls"]]
    ['Period', 'Show as']
    """
    tables: list[Any] = list(table) if isinstance(table, list | tuple) else [table]
    if not tables or not all(isinstance(one, pd.DataFrame) for one in tables):
        raise InputError("There is no table to explore. Give a protected table, or a list of them: "
                         "widgets.explore(hi.protect(table)).")
    joined = hi.check_table(pd.concat(tables, ignore_index=True)) if len(tables) > 1 else hi.check_table(tables[0])
    if joined.empty:
        raise InputError("The table has no rows to explore. Check what was picked from it.")
    rules = [one.attrs.get("policy") for one in tables]
    if len({rule for rule in rules if rule}) > 1:
        raise InputError("These tables were protected by different rules on small numbers. Protect them together, by "
                         "one rule: widgets.explore(hi.protect(pd.concat([one, other]))).")
    # The rule of one table says nothing for another that was not protected: the usual rule then holds for all.
    joined.attrs = dict(tables[rules.index(None) if None in rules else 0].attrs)
    given = pd.concat([hi.check_table(one) for one in tables]) if len(tables) > 1 else tables[0]
    return Explore(joined, {name: [str(one) for one in given[name].unique()] for name in CONTROLS if name in given})


def _label(name: str, value: str) -> str:
    """A choice in words."""
    if name == "chart":
        return CHARTS[value]
    if name in ("indicator", "dimension"):
        known = (hi.indicators if name == "indicator" else hi.dimensions)().set_index(name)["name"]
        return str(known.get(value, value))
    if value == "All":
        return {"stratum": "Everybody", "area": "All places"}.get(name, value)
    return value.replace("=", ": ") if name == "stratum" else value
