"""Vote, talk, vote again: how many chose each option, before and after people talked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from hitoolkit.errors import ParameterError, count_of
from hitoolkit.widgets import markup
from hitoolkit.widgets.base import Widget

ROUNDS = ("First vote", "Second vote")
TALK = ("Now talk with the person beside you: what made you choose? What would change your mind? "
        "Then everybody votes again.")
MOST_OPTIONS, MOST_VOTES = 8, 9_999


class Vote(Widget):
    """A vote in two rounds; see `vote`."""

    file = "vote"
    #: How many chose each option, in each round.
    first: traitlets.List[int] = traitlets.List().tag(sync=True)
    second: traitlets.List[int] = traitlets.List().tag(sync=True)
    #: first, talk, second or done.
    step = traitlets.Unicode("first").tag(sync=True)

    def __init__(self, question: str, options: Sequence[str], first: Any, second: Any) -> None:
        options = [str(option).strip() for option in options] if isinstance(options, list | tuple) else []
        if not 2 <= len(options) <= MOST_OPTIONS or not all(options) or len(set(options)) < len(options):
            raise ParameterError(f"A vote needs two to {MOST_OPTIONS} options, each a text of its own: "
                                 'options=["Yes", "No"].')
        counts = [_counts(given, options, name) for given, name in ((first, "first"), (second, "second"))]
        if counts[1] and not counts[0]:
            raise ParameterError("There are counts of the second vote and none of the first. Give both, or none.")
        self._given = counts
        none = [0] * len(options)
        super().__init__(view={"question": str(question).strip() or "What do you think?", "options": options,
                               "rounds": list(ROUNDS), "talk": TALK, "most": MOST_VOTES},
                         first=counts[0] or none, second=counts[1] or none,
                         step="done" if counts[1] else "talk" if counts[0] else "first")

    def payload(self) -> dict[str, Any]:
        first, second = self._given
        return {"kind": "vote", "question": self.view["question"], "options": self.view["options"],
                "rounds": list(ROUNDS), "first": first, "second": second, "talk": TALK,
                "sentence": moved(self.view["options"], first, second)}

    def still(self) -> str:
        first, second = self._given
        rows = [[option, str(first[at]) if first else "", str(second[at]) if second else ""]
                for at, option in enumerate(self.view["options"])]
        question = self.view["question"]
        return markup.section("Vote, talk, vote again", f"<h3>{markup.escape(question)}</h3>"
                              + markup.table("How many chose each answer", ["Answer", *ROUNDS], rows)
                              + markup.paragraphs([moved(self.view["options"], first, second) or TALK]))


def vote(question: str, options: Sequence[str], first: Any = None, second: Any = None) -> Vote:
    """Count a vote in two rounds with a talk between them.

    Takes the question, two to eight options, and where votes were counted already, `first` and `second`: how many chose
    each option, as lists in the order of the options.
    Returns a widget. Live, a number box for each option with a button for one more and one fewer; after the second
    round both are shown side by side, as bars with their numbers. Where nothing runs it is a table with both rounds,
    or a form to write on.
    Talking between two votes brings more people to the better argument, even where nobody knew the answer (Smith and
    others 2009). Not for votes that decide something: nobody is asked for a name, and hands are counted by eye.
    Raises ParameterError where options or counts cannot be used.

    >>> shown = vote("Has the gap closed?", ["Yes", "No", "Cannot tell"], first=[12, 5, 3], second=[4, 4, 12])
    >>> print(shown.payload()["sentence"])
    First vote: Yes 12, No 5, Cannot tell 3. Second vote: Yes 4, No 4, Cannot tell 12. Most moved to "Cannot tell".
    """
    return Vote(question, options, first, second)


def moved(options: Sequence[str], first: list[int], second: list[int]) -> str:
    """Both rounds in words, and where people moved to."""
    if not first or not second:
        return ""
    said = [f"{name}: {', '.join(f'{option} {count}' for option, count in zip(options, counts, strict=True))}."
            for name, counts in zip(ROUNDS, (first, second), strict=True)]
    rise = [after - before for before, after in zip(first, second, strict=True)]
    most = max(rise)
    if most <= 0:
        return " ".join([*said, "No answer gained votes."])
    gained = [option for option, change in zip(options, rise, strict=True) if change == most]
    if len(gained) == 1:
        return " ".join([*said, f'Most moved to "{gained[0]}".'])
    return " ".join([*said, "Several answers gained equally."])


def _counts(given: Any, options: Sequence[str], name: str) -> list[int]:
    if given is None or (isinstance(given, list | tuple) and not len(given)):
        return []
    if not isinstance(given, list | tuple) or len(given) != len(options):
        wanted = count_of(len(options), "count")
        raise ParameterError(f"The {name} vote should be a list of {wanted}, one for each option.")
    for count, option in zip(given, options, strict=True):
        number = isinstance(count, int | float) and not isinstance(count, bool) and 0 <= count <= MOST_VOTES
        if not number or count != int(count):
            raise ParameterError(f'The {name} vote for "{option}" should be a whole number from 0 to {MOST_VOTES:,}.')
    return [int(count) for count in given]
