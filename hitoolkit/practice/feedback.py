"""What a learner gets back: what was received, how it stands, and what to try; in words, never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from hitoolkit.practice.model import Trap

#: Each state and what it is called; the words carry it, no colour does.
STATES = {
    "not_attempted": "Not attempted yet",
    "correct": "Correct",
    "close": "Close",
    "trap": "A known wrong turn",
    "incorrect": "Not this",
    "which": "Which do you mean?",
    "compare": "To compare",
    "complete": "All parts are there",
    "incomplete": "Parts are missing",
}
#: A bar at the side: another pattern for each kind of state, in the colour of the text.
BARS = {
    "correct": "solid",
    "complete": "solid",
    "close": "double",
    "compare": "double",
    "which": "dotted",
    "not_attempted": "dotted",
}


@dataclass(frozen=True)
class Feedback:
    """One answer to one answer: its `state`, what was `received`, and `notes`, each with a label that may be empty."""

    state: str
    received: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    name: str = ""

    @property
    def heading(self) -> str:
        """The state in words, and the name of the wrong turn where it has one."""
        return f"{STATES[self.state]}: {self.name}" if self.name else STATES[self.state]

    def __str__(self) -> str:
        notes = [f"{label}: {text}" if label else text for label, text in self.notes]
        return "\n".join([*([self.received] if self.received else []), f"{self.heading}.".replace("?.", "?"), *notes])

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": str(self), "text/html": self.html()}

    def html(self) -> str:
        """The feedback as a status message that a screen reader says by itself."""
        notes = "".join(
            f"<p>{f'<strong>{escape(label)}:</strong> ' if label else ''}{escape(text)}</p>"
            for label, text in self.notes
        )
        received = f"<p>{escape(self.received)}</p>" if self.received else ""
        bar = BARS.get(self.state, "dashed")
        return (
            f'<div role="status" lang="en-GB" data-state="{self.state}" style="max-width:40em;line-height:1.5;'
            f'overflow-wrap:anywhere;border-left:6px {bar} currentColor;padding-left:1em;margin:.5em 0">'
            f"{received}<p><strong>{escape(self.heading)}</strong></p>{notes}</div>"
        )


def not_attempted() -> Feedback:
    """The feedback on a blank: it says what to do and no more.

    >>> print(not_attempted())
    Not attempted yet.
    Put your answer in the place of the dots, and run the cell again.
    """
    return Feedback("not_attempted", notes=(("", "Put your answer in the place of the dots, and run the cell again."),))


def wrong_turn(trap: Trap, received: str) -> Feedback:
    """The feedback on a known wrong turn: why it tempts, what to try."""
    return Feedback("trap", received, (("Why it tempts", trap.why), ("What to try", trap.suggest)), trap.name)
