"""Two short quizzes for a session, one for its start and one for its end, that ask the same with other figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from hitoolkit.errors import CatalogueError, ParameterError, unknown_name
from hitoolkit.practice import show
from hitoolkit.practice.feedback import Feedback, not_attempted
from hitoolkit.practice.files import blocks_of, read_toml, text_of
from hitoolkit.practice.paper import Paper
from hitoolkit.practice.received import Nothing, shown, simple

FOLDER = Path(__file__).parent / "quizzes"
FORMS = ("before", "after")
LETTERS = ("a", "b", "c")


@dataclass(frozen=True)
class Choice:
    """One of the three answers to an item, and what to say to whoever picks it."""

    id: str
    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Item:
    """One item; its twin in the other form has the same `id` and `objective`."""

    id: str
    objective: str
    ask: str
    choices: tuple[Choice, ...]

    @property
    def right(self) -> Choice:
        """The answer."""
        return next(one for one in self.choices if one.right)


class Quiz(show.Shown):
    """A quiz that shows itself; answers are folded away. Nothing is counted, kept or sent."""

    def __init__(self, name: str, title: str, opening: str, items: tuple[Item, ...]) -> None:
        self.name, self.title, self.opening, self.items = name, title, opening, items

    def check(self, item: Any, choice: Any = ...) -> Feedback:
        """Look at one answer.

        Takes the item, by its name or number, and a letter. Returns feedback with the reason, right or wrong; it
        raises nothing, and says what to type where it cannot tell what was meant.

        >>> print(quiz("before").check("areas", "b"))
        You chose b: None: it goes to the poorest area.
        Not this.
        The poorest area has the most, but not all. 20, 10, 10 and 10 live elsewhere.
        """
        found, picked = self._item(item), simple(choice)
        if found is None:
            names = ", ".join(f'"{one.id}"' for one in self.items)
            return Feedback("which", f"You wrote {shown(simple(item))}.", (("", f"Name an item: {names}."),))
        if isinstance(picked, Nothing):
            return not_attempted()
        letter = shown(picked).lower().strip(" .()") if isinstance(picked, str | int) else ""
        chosen = next((one for one in found.choices if letter in (one.id, one.text.lower().strip(" ."))), None)
        if chosen is None:
            return Feedback("which", f"You wrote {shown(picked)}.", (("", 'Type "a", "b" or "c".'),))
        state = "correct" if chosen.right else "incorrect"
        return Feedback(state, f"You chose {chosen.id}: {chosen.text}", (("", chosen.why),))

    def paper(self, answers: bool = False) -> Paper:
        """The quiz on paper; with `answers`, they stand on a side of their own."""
        asked = "".join(
            f'<div class="q"><h4>{number}. {escape(item.ask)}</h4><ul class="boxes">'
            + "".join(
                f'<li><span class="box" aria-hidden="true"></span><span>{one.id}. {escape(one.text)}</span></li>'
                for one in item.choices
            )
            + "</ul></div>"
            for number, item in enumerate(self.items, start=1)
        )
        side = f'<div class="page"><h4>Answers</h4>{self._answers_html()}</div>' if answers else ""
        body = (
            f'<section class="hi-card hi-quiz" lang="en-GB" aria-label="{escape(self.title)}">'
            f"<h3>{escape(self.title)}</h3>"
            f"<p>{escape(self.opening)}</p>{asked}{side}</section>"
        )
        text = self.text() + (f"\n\nAnswers\n{self._answers_text()}" if answers else "")
        return Paper(self.title, text, body)

    def text(self) -> str:
        items = [
            "\n".join([f"{number}. {item.ask}", *(f"   {one.id}. {one.text}" for one in item.choices)])
            for number, item in enumerate(self.items, start=1)
        ]
        return "\n\n".join([self.title, self.opening, *items])

    def html(self) -> str:
        fields = "".join(self._field(number, item) for number, item in enumerate(self.items, start=1))
        return (
            f'<form lang="en-GB" aria-label="{escape(self.title)}" style="{show.STYLE}" onsubmit="return false">'
            f"<h3>{escape(self.title)}</h3><p>{escape(self.opening)}</p>{fields}</form>"
        )

    def _field(self, number: int, item: Item) -> str:
        name = f"hi-quiz-{self.name}-{item.id}"
        choices = "".join(
            f'<label style="display:block;padding:.4em 0;min-height:1.75rem"><input type="radio" name="{name}" '
            f'value="{one.id}" style="width:1.5rem;height:1.5rem;vertical-align:middle;margin:0 .6em 0 0">'
            f"{one.id}. {escape(one.text)}</label>"
            for one in item.choices
        )
        reasons = "".join(f"<li>{one.id}. {escape(one.why)}</li>" for one in item.choices)
        return (
            f'<fieldset style="border:0;margin:0;padding:.75em 0"><legend '
            f'style="font-weight:700;padding:0">{number}. {escape(item.ask)}</legend>{choices}'
            f'<details><summary style="cursor:pointer;min-height:1.75rem">Answer to question {number}</summary>'
            f"<p><strong>{item.right.id}. {escape(item.right.text)}</strong></p><ul>{reasons}</ul></details></fieldset>"
        )

    def _answers_html(self) -> str:
        return "".join(
            f"<p><strong>{number}. {item.right.id}: {escape(item.right.text)}</strong></p>"
            f"<ul>{''.join(f'<li>{one.id}. {escape(one.why)}</li>' for one in item.choices)}</ul>"
            for number, item in enumerate(self.items, start=1)
        )

    def _answers_text(self) -> str:
        return "\n".join(
            "\n".join([f"{number}. {item.right.id}", *(f"   {one.id}. {one.why}" for one in item.choices)])
            for number, item in enumerate(self.items, start=1)
        )

    def _item(self, name: Any) -> Item | None:
        key = simple(name)
        if isinstance(key, int) and not isinstance(key, bool) and 1 <= key <= len(self.items):
            return self.items[key - 1]
        return next((one for one in self.items if isinstance(key, str) and key.lower() == one.id), None)


def quiz(form: str) -> Quiz:
    """Open one of the two quizzes for staff: "before" a session, or "after" it.

    Takes the form. Returns a Quiz that shows itself, with `check(item, letter)` and `paper()`. The two ask for the same
    seven things, item by item, with other figures and settings, so that a change is not one of memory; published
    figures come with their source.
    Not a test of anybody: no answer is kept, and there is no score. Raises ParameterError for another form.

    >>> [item.id for item in quiz("before").items] == [item.id for item in quiz("after").items]
    True
    """
    if not isinstance(form, str) or form not in FORMS:
        raise ParameterError(unknown_name("quiz", form, FORMS))
    path = FOLDER / f"{form}.toml"
    return read_quiz(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def read_quiz(path: Path, changed: int = 0) -> Quiz:
    """Read the file of a quiz. Raises CatalogueError, naming item and line, where it breaks a rule."""
    raw, where = read_toml(path), path.name
    items = []
    for one in blocks_of(raw, "item", where):
        place = f"{where}, item {one.get('id', '(without an id)')}"
        choices = tuple(
            Choice(text_of(option, "id", place), text_of(option, "text", place), text_of(option, "why", place),
                   option.get("right") is True)
            for option in blocks_of(one, "option", place)
        )  # fmt: skip
        if tuple(choice.id for choice in choices) != LETTERS or sum(choice.right for choice in choices) != 1:
            raise CatalogueError(f'{place}: give the options a, b and c, in this order, with "right = true" on one.')
        items.append(
            Item(text_of(one, "id", place), text_of(one, "objective", place), text_of(one, "ask", place), choices)
        )
    if not items or len({one.id for one in items}) != len(items):
        raise CatalogueError(f'{where}: give each [[item]] its own "id".')
    return Quiz(path.stem, text_of(raw, "title", where), text_of(raw, "opening", where), tuple(items))
