"""What must be true of a question before anybody sees it: wrong turns apart from the answer, hints that only hint."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from hitoolkit.errors import CatalogueError, unknown_name
from hitoolkit.practice.model import Question, Trap
from hitoolkit.practice.units import is_points, out_of, plain

#: Names an exercise has for itself.
TAKEN = {"progress", "paper", "questions", "text", "html"}
HINTS = 3
#: Which lines belong to which kind; the rest of a question has the same lines everywhere.
LINES = {
    "number": {"answer", "tolerance", "close", "places", "unit"},
    "range": {"answer", "tolerance", "close", "places", "unit"},
    "choice": {"option"},
    "several": {"option"},
    "judgement": {"reasons"},
    "parts": {"part"},
}
EVERYWHERE = {"id", "ask", "kind", "hints", "solution", "trap", "computer"}
TELLS = {
    "number": ("values", "below", "above"),
    "range": ("values", "below", "above"),
    "choice": ("choice",),
    "several": ("choice",),
    "judgement": ("pattern",),
    "parts": ("pattern",),
}
WORDS = (
    *("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
FIGURES = re.compile(r"(?<![\w.])[-+\u2212]?\d[\d,]*(?:\.\d+)?")


def check_question(question: Question, lines: set[str], where: str) -> None:
    """Check one question, given the lines its block has. Raises CatalogueError, with what to mend."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", question.id) or keyword.iskeyword(question.id) or question.id in TAKEN:
        raise CatalogueError(
            f'{where}: "id" should be a name in lower case that Python can use, and none of {_list(TAKEN)}.'
        )
    for line in lines - EVERYWHERE - LINES[question.kind]:
        raise CatalogueError(
            f'{where}: "{line}" does not belong to a question of the kind "{question.kind}". Take it out.'
        )
    if len(question.hints) != HINTS:
        raise CatalogueError(
            f'{where}: "hints" should be three, from gentle to explicit, and there are {len(question.hints)}.'
        )
    {
        "number": _check_figures,
        "range": _check_figures,
        "choice": _check_options,
        "several": _check_options,
        "judgement": _check_words,
        "parts": _check_words,
    }[question.kind](question, lines, where)
    _check_hints(question, where)


def _check_figures(question: Question, lines: set[str], where: str) -> None:
    pair = question.kind == "range"
    if (
        not {"answer", "tolerance"} <= lines
        or isinstance(question.answer, tuple) != pair
        or (pair and (len(question.answer) != 2 or question.answer[0] > question.answer[1]))
    ):
        form = "[low, high]" if pair else "a number"
        raise CatalogueError(f'{where}: a {question.kind} needs "answer", {form}, and "tolerance". Mend those lines.')
    if question.tolerance < 0 or ("close" in lines and question.close <= question.tolerance):
        raise CatalogueError(f'{where}: "tolerance" should not be below zero, and "close" should be wider than it.')
    answers = question.answer if pair else (question.answer,)
    told: list[tuple[Trap, Any]] = []
    for trap in question.traps:
        _check_tells(question, trap, where)
        allowed = max(2 * question.tolerance, question.tolerance + (trap.tolerance or question.tolerance))
        if (trap.below is not None and answers[0] - allowed < trap.below) or (
            trap.above is not None and answers[-1] + allowed > trap.above
        ):
            raise CatalogueError(
                f'{where}, trap {trap.name}: the answer falls into it, or nearly. Move "below" or "above".'
            )
        for value in trap.values:
            figures = value if isinstance(value, tuple) else (value,)
            if len(figures) != len(answers):
                raise CatalogueError(f'{where}, trap {trap.name}: "value" should have the form of the answer. Mend it.')
            if _apart(figures, answers) <= allowed + 1e-12:
                raise CatalogueError(
                    f"{where}, trap {trap.name}: {_said(figures)} is not further from the answer {_said(answers)} than "
                    f"twice the tolerance of {plain(question.tolerance)}. Make the tolerance smaller, or drop the trap."
                )
            size = 0 if pair or is_points(question.unit) else out_of(question.unit)
            if size and abs(figures[0] * size - answers[0]) <= max(question.tolerance, 1e-9):
                raise CatalogueError(
                    f"{where}, trap {trap.name}: {_said(figures)} is the answer as a share, so it is right."
                )
            told.append((trap, figures))
    for (one, first), (other, second) in combinations(told, 2):
        allowed = (one.tolerance or question.tolerance) + (other.tolerance or question.tolerance)
        if one is not other and _apart(first, second) <= allowed:
            raise CatalogueError(f"{where}: the traps {one.name} and {other.name} catch the same answer. Keep one.")


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How far apart two numbers are, or two ranges at the end where they differ most."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _check_options(question: Question, lines: set[str], where: str) -> None:
    ids = [option.id for option in question.options]
    if len(ids) < 2 or len(set(ids)) != len(ids) or not all(re.fullmatch(r"[a-z0-9_]+", one) for one in ids):
        raise CatalogueError(f'{where}: give two or more [[question.option]], each with its own "id" in lower case.')
    if not question.right or (question.kind == "choice" and len(question.right) != 1):
        needed = "one option" if question.kind == "choice" else "each option that belongs"
        raise CatalogueError(f'{where}: write "right = true" on {needed}.')
    known: list[Any] = []
    for trap in question.traps:
        _check_tells(question, trap, where)
        chosen = (trap.choice,) if isinstance(trap.choice, str) else trap.choice
        for one in chosen:
            if one not in ids:
                raise CatalogueError(f"{where}, trap {trap.name}: {unknown_name('option', one, ids)}")
        if question.kind == "choice" and not isinstance(trap.choice, str):
            raise CatalogueError(f'{where}, trap {trap.name}: "choice" should be the id of one option.')
        if set(chosen) == set(question.right) or (isinstance(trap.choice, str) and trap.choice in question.right):
            raise CatalogueError(f"{where}, trap {trap.name}: that is the right answer. Name a wrong one.")
        key = trap.choice if isinstance(trap.choice, str) else frozenset(trap.choice)
        if key in known:
            raise CatalogueError(f"{where}, trap {trap.name}: another trap catches the same choice. Keep one.")
        known.append(key)


def _check_words(question: Question, lines: set[str], where: str) -> None:
    ids = [part.id for part in question.parts]
    if question.kind == "parts" and (len(ids) < 2 or len(set(ids)) != len(ids)):
        raise CatalogueError(f'{where}: give two or more [[question.part]], each with its own "id".')
    for part in question.parts:
        for need in part.needs:
            if need not in ("owner", "month"):
                raise CatalogueError(f"{where}, part {part.id}: {unknown_name('need', need, ('owner', 'month'))}")
    for trap in question.traps:
        _check_tells(question, trap, where)
        if trap.part and trap.part not in ids:
            raise CatalogueError(f"{where}, trap {trap.name}: {unknown_name('part', trap.part, ids)}")
        try:
            found = re.search(
                trap.pattern, " ".join([question.solution, *(one.example for one in question.parts)]), re.I
            )
        except re.error as fault:
            raise CatalogueError(f'{where}, trap {trap.name}: "pattern" cannot be read: {fault}. Mend it.') from fault
        if found and question.kind == "judgement":
            raise CatalogueError(f"{where}, trap {trap.name}: its pattern catches the model answer. Make it narrower.")


def _check_tells(question: Question, trap: Trap, where: str) -> None:
    """A trap has the lines by which an answer of this kind is told, and no others."""
    has = [
        name for name in ("values", "below", "above", "choice", "pattern") if getattr(trap, name) not in ((), "", None)
    ]
    if not has or not set(has) <= set(TELLS[question.kind]):
        told = " or ".join(f'"{name}"' for name in TELLS[question.kind]).replace("values", "value")
        raise CatalogueError(
            f"{where}, trap {trap.name}: in a {question.kind} a trap is told by {told}. Give that line."
        )


def _check_hints(question: Question, where: str) -> None:
    for number, hint in enumerate(question.hints[:-1], start=1):
        for form in answers_in(question, hint):
            raise CatalogueError(
                f'{where}, hint {number} holds the answer: "{form}". Only the last hint may; say it in another way.'
            )


def answers_in(question: Question, text: str) -> Iterator[str]:
    """Every form of the answer that a text holds: as a figure, a share, a word, an option's text or its id."""
    low = text.lower()
    if question.kind in ("number", "range"):
        answers = question.answer if isinstance(question.answer, tuple) else (question.answer,)
        size = out_of(question.unit)
        for found in FIGURES.findall(low):
            value = float(found.replace(",", "").replace("\u2212", "-").rstrip(".")) if found.strip("-+,") else 0.0
            forms = (value, value * size) if size else (value,)
            near = (
                max(question.tolerance, 0.5 * 10.0 ** -len(found.partition(".")[2]))
                if "." in found
                else question.tolerance
            )
            if any(abs(form - right) <= near + 1e-9 for form in forms for right in answers):
                yield found
        for word, value in zip(WORDS, range(3, 21), strict=True):
            if value in answers and re.search(rf"\b{word}\b", low):
                yield word
    for option in question.options:
        if not option.right:
            continue
        words = option.text.lower().rstrip(".")
        if len(words) > 4 and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", low):
            yield option.text
        if re.search(rf"[\"'`\u2018\u201c]{re.escape(option.id)}[\"'`\u2019\u201d]", low):
            yield option.id


def _said(figures: tuple[float, ...]) -> str:
    return " to ".join(plain(one) for one in figures)


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))
