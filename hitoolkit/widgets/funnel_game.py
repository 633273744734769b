"""The funnel game: pick the service that will be worst next year, then see where it came, and play again with luck."""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from hitoolkit.errors import ParameterError
from hitoolkit.widgets import luck, markup
from hitoolkit.widgets.base import PAYLOAD, Widget
from hitoolkit.widgets.bundles import bundle_of
from hitoolkit.widgets.luck import Places

QUESTION = "Which service will be worst next year?"
NOT_GOOD = ("Small services come out at both ends of such a list more often, because luck moves them more. "
            "A place in a list says little about who is doing well.")


class FunnelGame(Widget):
    """A game about lists of places; see `funnel_game`."""

    file = "funnel_game"
    #: What the learner picked, and what came of it; empty until it is asked for.
    pick = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, table: pd.DataFrame, seed: int) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise ParameterError(f"The seed should be a whole number, zero or more, not {seed!r}.")
        self._places, self._chart = luck.read_places(table)
        self._now, self._seed, self._round = self._places, seed, 0
        self._noise = luck.noise(self._places, seed)
        super().__init__(view=self._asked())

    def on_reveal(self, message: dict[str, Any]) -> None:
        """Show next year, and where the picked service came."""
        name = str(message.get("pick"))
        if name not in self._now.names:
            self.said = "Pick a service first."
            return
        with self.hold_sync():
            self.pick = name
            drawn = "" if self._round else self._bundle["text/html"]
            said = luck.came(self._now, name)
            self.answer = {"html": markup.paragraphs([*said, self._noise, NOT_GOOD]) + _table(self._now) + drawn}
            self.said = " ".join(said)

    def on_again(self, message: dict[str, Any]) -> None:
        """Play again: two new years in which every service has the same true rate."""
        self._round += 1
        self._now = luck.two_years(self._places, self._seed + self._round)
        with self.hold_sync():
            self.view, self.pick, self.answer = self._asked(), "", {}
            self.said = "New luck. Every service now has the same true rate. Pick again."

    def payload(self) -> dict[str, Any]:
        places = self._places
        return {"kind": "game", "question": QUESTION, "options": list(places.names), "figure": self._bundle[PAYLOAD],
                "columns": _columns(places), "rows": luck.rows(places), "synthetic": places.synthetic,
                "sentences": [*luck.came(places, ""), self._noise, NOT_GOOD]}

    def still(self) -> str:
        places = self._places
        said = luck.came(places, "")
        before = markup.table(f"{places.measure}, {places.unit}, {places.periods[0]}", _columns(places)[:3],
                              [row[:3] for row in luck.rows(places)])
        after = markup.paragraphs([*said, self._noise, NOT_GOOD]) + _table(places) + self._bundle["text/html"]
        return markup.section("Pick the worst", f"<h3>{QUESTION}</h3>{before}<p>I pick: {'.' * 24}</p>"
                              + markup.fold("Show next year", after))

    @property
    def _bundle(self) -> dict[str, Any]:
        if not hasattr(self, "_drawn"):
            self._drawn = bundle_of(self._chart)
        return self._drawn

    def _asked(self) -> dict[str, Any]:
        """This year's figures, and whom one may pick; nothing of next year."""
        now = self._now
        title = (f"{now.measure}, {now.unit}, {now.periods[0]}" if not self._round else
                 f"Made-up luck, game {self._round}: every service has the same true rate")
        return {"question": QUESTION, "names": list(now.names), "synthetic": now.synthetic and not self._round,
                "html": markup.table(title, _columns(now)[:3], [row[:3] for row in luck.rows(now)])}


def funnel_game(table: pd.DataFrame, seed: int = 0) -> FunnelGame:
    """Play at guessing which service will be worst next year, to see how much of a list in order is luck.

    Takes a protected inequality table with counts of places (in `group` or in `area`), of one indicator and two
    periods: this year and next; of more periods the last two are used. `seed` makes the luck of further games.
    Returns a widget: live, a list to pick from, then next year's funnel and where the picked service came; after that,
    new games in which all services have one true rate and only luck differs. Where nothing runs it is a form with the
    answer to open.
    Ends of such lists are mostly small places, and most of a list's order is chance (Spiegelhalter 2005). Not for
    judging a service: a funnel says which to ask about.
    Raises DisclosureError where the table is not protected, InputError where it has too few places or periods.

    >>> import pandas as pd, hitoolkit as hi
    >>> counts = pd.DataFrame({"group": ["A", "B", "C"] * 2, "period": ["2024"] * 3 + ["2025"] * 3,
    ...     "numerator": [30, 40, 95, 25, 60, 100], "denominator": [200, 500, 900, 200, 500, 900]})
    >>> counts = counts.assign(indicator="waits_over_52_weeks", area="England", dimension="provider")
    >>> game = funnel_game(hi.protect(hi.add_rates(hi.check_table(counts))))
    >>> game.on_reveal({"pick": "A"})
    >>> game.said
    'You picked A. In 2025 it came first of 3, counted from the worst: 12.5 in every 100. ...
    """
    return FunnelGame(table, seed)


def _columns(places: Places) -> list[str]:
    return ["Service", "People", *places.periods, "Place, from the worst"]


def _table(places: Places) -> str:
    return markup.table(f"Both years, {places.unit}", _columns(places), luck.rows(places))
