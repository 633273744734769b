"""An exercise as a learner meets it: a name for each question, to check, get a hint, see the solution, print."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.practice import show
from hitoolkit.practice.feedback import STATES, Feedback
from hitoolkit.practice.files import find_task
from hitoolkit.practice.marking import mark
from hitoolkit.practice.model import Question, Task
from hitoolkit.practice.paper import Paper, card
from hitoolkit.practice.samples import tables_of


class Asked(show.Shown):
    """One question. What a learner does with it stays in this object: nothing is written or sent anywhere."""

    def __init__(self, task: Task, question: Question) -> None:
        self._task, self._question = task, question
        self._state, self._hints = "not_attempted", 0

    def check(self, value: Any = ..., *more: Any) -> Feedback:
        """Check an answer.

        Takes the answer: a number, a text, a list, a row of a table; of a range also its two ends one after the other.
        Returns feedback that shows itself: not attempted, correct, close, a known wrong turn with why it tempts and
        what to try, not this, or a question back where the answer can be read in two ways. Raises nothing.

        >>> from hitoolkit.practice.example import example
        >>> print(example().unknown.check(0.1667))
        You wrote 0.1667, read as 16.67%.
        Correct.
        """
        feedback = mark(self._question, [value, *more] if more else value)
        if feedback.state != "not_attempted":
            self._state = feedback.state
        return feedback

    def hint(self) -> show.Note:
        """The next hint; the last may hold the answer, and stays.

        >>> from hitoolkit.practice.example import example
        >>> print(example().unknown.hint())
        Hint 1 of 3: Whom do you divide by: all people, or those whose group is known?
        """
        hints = self._question.hints
        self._hints = min(self._hints + 1, len(hints))
        last = self._hints == len(hints)
        after = f"That was the last hint. q.{self._question.id}.solution() shows the whole way." if last else ""
        return show.Note(f"Hint {self._hints} of {len(hints)}", hints[self._hints - 1], after)

    def solution(self) -> show.Note:
        """How the answer is found, in words."""
        reasons = " ".join(self._question.reasons)
        model = self._question.kind in ("judgement", "parts")
        return show.Note("A model answer" if model else "Solution", self._question.solution, reasons)

    def paper(self, answers: bool = False) -> Paper:
        """A card of this question to print, with room to write and the hints on its back; `answers` adds the answer."""
        return card(self._task, (self._question,), answers)

    def state(self) -> str:
        """How the last attempt stands, in words."""
        return "Asked back" if self._state == "which" else STATES[self._state]

    def text(self) -> str:
        return f"{show.question_text(self._question)}\nSo far: {self.state().lower()}."

    def html(self) -> str:
        question = show.question_html(self._question)
        state = f"<p>So far: {escape(self.state().lower())}.</p>"
        return f'<section lang="en-GB" style="{show.STYLE}">{question}{state}</section>'


class Progress(show.Shown):
    """How each question stands. There is no sum: one question says nothing of another."""

    def __init__(self, rows: list[tuple[str, str, str, int]]) -> None:
        self.rows = rows

    def text(self) -> str:
        return "\n".join(f"{name}: {state.lower()}{_hints(hints)}" for name, _, state, hints in self.rows)

    def html(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" {show.CELL}>{escape(ask)}</th>'
            f"<td {show.CELL}>{escape(state)}{_hints(hints)}</td></tr>"
            for _, ask, state, hints in self.rows
        )
        return (
            f'<section lang="en-GB" style="{show.STYLE}"><table style="border-collapse:collapse">'
            '<caption style="text-align:left">Each question, as your last answer stands. Kept nowhere else.</caption>'
            f'<thead><tr><th scope="col" {show.CELL}>Question</th><th scope="col" {show.CELL}>So far</th></tr></thead>'
            f"<tbody>{rows}</tbody></table></section>"
        )


class Exercise(show.Shown):
    """An exercise; each of its questions is an attribute."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._asked = {one.id: Asked(task, one) for one in task.questions}

    def __getattr__(self, name: str) -> Asked:
        asked = self.__dict__.get("_asked", {})
        if name in asked:
            return asked[name]
        raise AttributeError(unknown_name("question", name, asked))

    def __dir__(self) -> list[str]:
        return [*self._asked, "progress", "paper"]

    @property
    def questions(self) -> Mapping[str, Asked]:
        """The questions by their names."""
        return dict(self._asked)

    def progress(self) -> Progress:
        """How each question stands by your last answer; never a total, and kept nowhere.

        >>> from hitoolkit.practice.example import example
        >>> print(example().progress())
        unknown: not attempted yet
        """
        return Progress([(name, one._question.ask, one.state(), one._hints) for name, one in self._asked.items()])

    def paper(self, answers: bool = False) -> Paper:
        """The whole exercise as a card to print; `answers` adds the answers."""
        return card(self._task, self._task.questions, answers)

    def text(self) -> str:
        task = self._task
        parts = [show.heading(task), f"{show.about(task)} {show.SYNTHETIC}", task.opening]
        parts += [show.table_text(one) for one in tables_of(task)]
        parts += [f"q.{name}: {one.text()}" for name, one in self._asked.items()]
        return "\n\n".join([*parts, *([f"If you have time: {task.stretch}"] if task.stretch else [])])

    def html(self) -> str:
        task = self._task
        tables = "".join(show.table_html(one) for one in tables_of(task))
        items = "".join(
            f"<li>{show.question_html(one._question)}<p>Answer with <code>q.{name}.check(...)</code>. "
            f"So far: {escape(one.state().lower())}.</p></li>"
            for name, one in self._asked.items()
        )
        about = f"{show.about(task)} {show.SYNTHETIC}"
        stretch = f"<p><strong>If you have time:</strong> {escape(task.stretch)}</p>" if task.stretch else ""
        return (
            f'<section lang="en-GB" aria-label="{escape(show.heading(task))}" style="{show.STYLE}">'
            f"<h3>{escape(show.heading(task))}</h3><p>{escape(about)}</p>{show.paragraphs(task.opening)}"
            f"{tables}<ol>{items}</ol>{stretch}</section>"
        )


def _hints(count: int) -> str:
    return "" if not count else f" (after {count} hint{'s' if count > 1 else ''})"


def exercise(name: str | int) -> Exercise:
    """Open an exercise by its number or its name.

    Takes "04", 4, "exercise 4" or "three events". Returns an object that shows the task and has an attribute for each
    question, with `check(value)`, `hint()`, `solution()` and `paper()`; `progress()` says how each stands. It marks by
    the file `questions/NN_name.toml` alone: what is right, what is near, and which wrong turns are known. Nothing is
    tracked.
    Not a test of anybody: there is no score. Raises ParameterError, with those there are, for an unknown name.

    >>> exercise("99")
    Traceback (most recent call last):
    hitoolkit.errors.ParameterError: There is no exercise called "99". Known: ...
    """
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise ParameterError('Name an exercise by its number in quotation marks, such as practice.exercise("04").')
    return Exercise(find_task(name))
