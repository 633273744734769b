"""Switch: the same thing seen in two or more ways, one at a time, after a guess which is which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from hitoolkit.errors import ParameterError
from hitoolkit.widgets import markup
from hitoolkit.widgets.base import PAYLOAD, Widget
from hitoolkit.widgets.bundles import bundle_of

MOST_VIEWS = 6
SAME = "About the same"


class Switch(Widget):
    """Figures to switch between; see `switch`."""

    file = "switch"
    #: What was expected before anything was shown.
    guess = traitlets.Unicode().tag(sync=True)
    #: The view on show, and its HTML; empty until it is asked for.
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, views: Mapping[str, Any], question: str) -> None:
        if not isinstance(views, Mapping) or not 2 <= len(views) <= MOST_VIEWS:
            raise ParameterError(f"Give two to {MOST_VIEWS} figures with their names: "
                                 'widgets.switch({"National fifths": figure, "Local fifths": other}).')
        self._bundles = {str(name): bundle_of(thing, str(name)) for name, thing in views.items()}
        names = list(self._bundles)
        synthetic = any(bundle[PAYLOAD].get("synthetic") for bundle in self._bundles.values())
        super().__init__(
            view={"question": question, "names": names, "options": [*names, SAME] if question else [],
                  "title": "Two ways to see it" if len(names) == 2 else "Ways to see it", "synthetic": synthetic},
            answer={} if question else self._shown(names[0]))

    def on_show(self, message: dict[str, Any]) -> None:
        """Show one of the figures."""
        name = str(message.get("name"))
        if name in self._bundles:
            self.answer = self._shown(name)
            title = self._bundles[name][PAYLOAD].get("title", "")
            self.said = f"Shown: {name}. {title}".strip()

    def on_again(self, message: dict[str, Any]) -> None:
        """Ask for the guess again."""
        with self.hold_sync():
            self.guess, self.answer, self.said = "", {} if self.view["question"] else self.answer, "Started again."

    def payload(self) -> dict[str, Any]:
        return {"kind": "switch", "question": self.view["question"], "options": self.view["options"],
                "title": self.view["title"], "synthetic": self.view["synthetic"],
                "views": [{"label": name, "shown": bundle[PAYLOAD]} for name, bundle in self._bundles.items()]}

    def still(self) -> str:
        shown = "".join(f"<h4>{markup.escape(name)}</h4>{bundle['text/html']}"
                        for name, bundle in self._bundles.items())
        if not self.view["question"]:
            return markup.section(self.view["title"], shown)
        return markup.section(self.view["title"], f"<h3>{markup.escape(self.view['question'])}</h3>"
                              + markup.listed(self.view["options"]) + markup.fold("Show them", shown))

    def _shown(self, name: str) -> dict[str, Any]:
        return {"name": name, "html": self._bundles[name]["text/html"]}


def switch(views: Mapping[str, Any], question: str = "") -> Switch:
    """Switch between figures of the same thing, such as national and local fifths.

    Takes two to six figures, or protected tables, with their names; and a `question` to answer before anything is
    shown ("Which is steeper?"), where one is wanted. Returns a widget: live, a choice for each, after the guess where
    there is a question; where nothing runs, the question, and the figures one below the other.
    Not for places or groups to compare: those belong into one figure.
    Raises ParameterError where what was given is no figure, DisclosureError where a table is not protected.

    >>> import pandas as pd, hitoolkit as hi
    >>> frame = pd.DataFrame({"group": ["Female", "Male"], "value": [81.2, 77.5]})
    >>> table = hi.check_table(frame, indicator="life_expectancy", period="2021", area="Wessington Vale",
    ...                        dimension="sex", source="sample_life_expectancy")
    >>> shown = switch({"Dots": table, "Table": hi.summary_table(table)}, "Which is easier to read?")
    >>> shown.answer, shown.view["options"]
    ({}, ['Dots', 'Table', 'About the same'])
    """
    return Switch(views, question)
