"""Predict, then look: the learner says what they expect of each group, and the data answer."""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

import hitoolkit as hi
from hitoolkit.widgets import markup
from hitoolkit.widgets.asked import Asked, Unfit, read_asked
from hitoolkit.widgets.base import PAYLOAD, Widget
from hitoolkit.widgets.guesses import check_guesses, compared, spread
from hitoolkit.widgets.note import Note

TELLS = "Your numbers stay on this machine. Nobody's name is asked for, and nothing is marked."


class Predict(Widget):
    """A prediction; see `predict`."""

    file = "predict"
    #: The guess that is being made, one number or None for each group, and those that were added.
    mine: traitlets.List[Any] = traitlets.List().tag(sync=True)
    room: traitlets.List[Any] = traitlets.List().tag(sync=True)
    #: The figures and what they say of the guesses; empty until they are asked for.
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, table: pd.DataFrame, guess: Any, question: str) -> None:
        self._table, self._asked = table, read_asked(table)
        self._given = check_guesses(guess, self._asked)
        self._bundle: dict[str, Any] = {}
        super().__init__(view=_view(self._asked, question), mine=[None] * len(self._asked.groups), room=self._given)

    def on_add(self, message: dict[str, Any]) -> None:
        """Add one guess to the room."""
        added = check_guesses([message.get("guess")], self._asked)
        if not any(number is not None for number in added[0]):
            self.said = "Guess at least one group first."
            return
        with self.hold_sync():
            self.room = check_guesses([*self.room, *added], self._asked)
            self.mine = [None] * len(self._asked.groups)
        self.said = (f"Added. {len(self.room)} {'guess' if len(self.room) == 1 else 'guesses'} so far; "
                     "the next person can begin.")

    def on_reveal(self, message: dict[str, Any]) -> None:
        """Show the figures beside the guesses: those that were added, and the one being made."""
        mine = check_guesses([message.get("guess")], self._asked)
        room = check_guesses(self.room, self._asked)
        room += [guess for guess in mine if any(number is not None for number in guess)]
        found = compared(self._asked, room)
        self.answer = {
            "rows": [{"value": group.value, "lower": group.lower, "upper": group.upper, "text": group.text,
                      "guess": spread(room, at)} for at, group in enumerate(self._asked.groups)],
            "html": answer_html(found, bool(room)), "room": len(room),
        }
        self.said = " ".join(["The data are shown.", *(found["sentences"] if room else [])])

    def on_again(self, message: dict[str, Any]) -> None:
        """Take every guess and the answer away."""
        with self.hold_sync():
            self.answer, self.room, self.mine = {}, [], [None] * len(self._asked.groups)
        self.said = "Started again. No guess is kept."

    def payload(self) -> dict[str, Any]:
        figure = self._figure()[PAYLOAD]
        found = hi.findings(self._table)
        return {"kind": "predict", "question": self.view["question"], "groups": self._asked.labels,
                "unit": self._asked.unit, "figure": figure, "finding": found[0].payload() if found else None,
                "compared": compared(self._asked, self._given) if self._given else None,
                "synthetic": self._asked.synthetic}

    def still(self) -> str:
        found = compared(self._asked, self._given)
        boxes = markup.table(f"What do you expect, {self._asked.unit}?", ["Group", "I expect"],
                             [[label, ""] for label in self._asked.labels])
        before = paragraph = ""
        if self._given:
            paragraph = "<h4>The guess beside the data</h4>" + answer_html(found, True)
        else:
            before = boxes
        answer = markup.fold("Show the data", paragraph + self._figure()["text/html"])
        return markup.section("Predict, then look",
                              f"<h3>{markup.escape(self.view['question'])}</h3>{before}{answer}")

    def _figure(self) -> dict[str, Any]:
        if not self._bundle:
            figure = hi.inequality_chart(self._table)
            self._bundle = figure._repr_mimebundle_() if figure is not None else {}
        return self._bundle


def predict(table: pd.DataFrame, guess: Any = (), question: str = "") -> Predict | Note | None:
    """Ask what is expected of each group before the data are seen, and then show both.

    Takes a protected inequality table with one indicator, dimension, edition, period, area and stratum, and two to 18
    known groups. `guess` is what was written down already: a list of numbers, one for each group from the most to the
    least disadvantaged, or a list of such lists from several people (None is a group left blank); `question` replaces
    the usual one.

    Returns a widget. Live, each group has a line to click or draw on, a box to type in, and steps by the arrow keys;
    guesses of several people can be added and are shown as lowest, middle and highest, never by name. The figures are
    sent to the widget only when they are asked for, together with how far off each guess was, group by group and on the
    gap, as a difference and as a ratio. Where nothing runs, it is a form to write on, with the answer to open, and
    where `guess` was given, the two side by side. An empty table shows nothing, and one
    with a single group, or with more than 18, says that there is nothing to predict.

    People who predict before they look remember more of what they see (Kim and others 2017). It is no test: nothing is
    scored. Not for a figure that the page has already told.
    Raises DisclosureError where the table is not protected, InputError where it cannot be asked about, ParameterError
    where a guess cannot be meant.

    >>> import pandas as pd, hitoolkit as hi
    >>> frame = pd.DataFrame({"group": [1, 2, 3, 4, 5], "value": [73.9, 77.0, 79.6, 81.5, 83.3]})
    >>> table = hi.check_table(frame, indicator="life_expectancy", period="2021", area="Wessington Vale",
    ...                        dimension="imd_quintile", source="sample_life_expectancy")
    >>> shown = predict(table, guess=[75, 76, 78, 80, 82])
    >>> shown.answer
    {}
    >>> shown.payload()["compared"]["rows"][0]
    ['Most deprived fifth', '75', '73.9', '1.1 too high']
    """
    if isinstance(table, pd.DataFrame) and table.empty:
        return None
    try:
        return Predict(table, guess, question)
    except Unfit as fault:
        if len(list(guess)):
            raise
        return Note("Nothing to predict here", str(fault))


def answer_html(found: dict[str, Any], guessed: bool) -> str:
    """The answer: sentences first, then the table; without a guess the figures alone."""
    if guessed:
        return markup.listed(found["sentences"]) + markup.table(found["caption"], found["columns"], found["rows"])
    return markup.table("The data", [found["columns"][0], found["columns"][2]],
                        [[row[0], row[2]] for row in found["rows"]])


def _view(asked: Asked, question: str) -> dict[str, Any]:
    """What the browser is given at the start: names, unit and scale, and no figure."""
    usual = f"{asked.measure}, {asked.unit}: what do you expect in each group?"
    return {"question": question or usual, "groups": asked.labels, "unit": asked.unit, "top": asked.top,
            "most": 100 if asked.percent else None, "synthetic": asked.synthetic, "tells": TELLS,
            "ends": list(asked.ends) if asked.ends else []}
