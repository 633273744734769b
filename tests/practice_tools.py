"""What the tests of exercises share: drafts to try the checker on, and the answers a file says are right or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from hitoolkit.practice.asking import Exercise
from hitoolkit.practice.files import read_task
from hitoolkit.practice.model import Question, Trap

DRAFTS = Path(__file__).parent / "practice_drafts"
DONE = {"judgement": "compare", "parts": "complete"}


def draft(name: str) -> Exercise:
    """A draft of an exercise, by its two figures."""
    return Exercise(read_task(next(DRAFTS.glob(f"{name}_*.toml"))))


def right_answer(question: Question) -> Any:
    """What the file of an exercise says is right, in the form a learner hands in; words are not made up."""
    if question.kind in ("number", "range"):
        return list(question.answer) if isinstance(question.answer, tuple) else question.answer
    if question.kind == "choice":
        return question.right[0]
    return list(question.right) if question.kind == "several" else question.solution


def wrong_answers(question: Question) -> Iterator[tuple[Trap, Any]]:
    """Each known wrong answer, beside the trap it should meet; of patterns there is none to hand in."""
    for trap in question.traps:
        for value in trap.values:
            yield trap, list(value) if isinstance(value, tuple) else value
        if trap.below is not None:
            yield trap, [trap.below - 1, question.answer[1]] if question.kind == "range" else trap.below - 1
        if trap.above is not None:
            yield trap, [question.answer[0], trap.above + 1] if question.kind == "range" else trap.above + 1
        if trap.choice:
            yield trap, trap.choice if isinstance(trap.choice, str) else list(trap.choice)


def words(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())
