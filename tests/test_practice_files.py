"""The files of the exercises: each is valid, its answers pass, its wrong turns are met, its hints only hint."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from hitoolkit.errors import CatalogueError
from hitoolkit.practice import cards
from hitoolkit.practice.asking import Exercise
from hitoolkit.practice.files import FOLDER, read_task
from hitoolkit.practice.model import Question
from hitoolkit.practice.rules import answers_in
from tests.practice_tools import DONE, DRAFTS, right_answer, words, wrong_answers

PATHS = [*sorted(FOLDER.glob("*.toml")), *sorted(DRAFTS.glob("*.toml"))]
QUESTIONS = [(path, question.id) for path in PATHS for question in read_task(path).questions]
NAMES = [f"{path.parent.name}-{path.stem}-{name}" for path, name in QUESTIONS]
each_question = pytest.mark.parametrize(("path", "name"), QUESTIONS, ids=NAMES)
DRAFT = (DRAFTS / "04_three_events.toml").read_text(encoding="utf-8")


def asked(path: Path, name: str) -> tuple[Any, Question]:
    exercise = Exercise(read_task(path))
    return exercise, next(one for one in read_task(path).questions if one.id == name)


@each_question
def test_the_answer_is_right_and_a_blank_is_not_attempted(path: Path, name: str) -> None:
    exercise, question = asked(path, name)
    one = getattr(exercise, name)
    for blank in (..., None, "", "...", float("nan"), []):
        assert one.check(blank).state == "not_attempted"
    assert "not attempted" in str(exercise.progress())
    if question.kind == "parts":
        return
    assert one.check(right_answer(question)).state == DONE.get(question.kind, "correct")


@each_question
def test_each_known_wrong_answer_meets_its_own_words(path: Path, name: str) -> None:
    exercise, question = asked(path, name)
    for trap, given in wrong_answers(question):
        feedback = getattr(exercise, name).check(given)
        assert (feedback.state, feedback.name) == ("trap", trap.name), f"{given}: {feedback}"
        assert trap.why in str(feedback) and trap.suggest in str(feedback)
        assert str(feedback).startswith("You wrote ")


@each_question
def test_each_known_wrong_answer_is_far_from_the_right_one(path: Path, name: str) -> None:
    """Worked out here once more, and not by the reader's own rule."""
    _, question = asked(path, name)
    if question.kind not in ("number", "range"):
        return
    right = question.answer if isinstance(question.answer, tuple) else (question.answer,)
    for trap in question.traps:
        for value in trap.values:
            wrong = value if isinstance(value, tuple) else (value,)
            assert max(abs(a - b) for a, b in zip(wrong, right, strict=True)) > 2 * question.tolerance


@each_question
def test_no_hint_before_the_last_holds_the_answer(path: Path, name: str) -> None:
    _, question = asked(path, name)
    assert len(question.hints) == 3
    for hint in question.hints[:2]:
        assert not list(answers_in(question, hint))


@each_question
def test_a_rounded_answer_is_close_and_says_how_many_places(path: Path, name: str) -> None:
    exercise, question = asked(path, name)
    if question.kind != "number" or question.places < 1:
        return
    rounded = f"{question.answer:.{question.places - 1}f}"
    if abs(float(rounded) - question.answer) <= question.tolerance + 1e-6:
        return
    feedback = getattr(exercise, name).check(rounded + {"%": "%"}.get(question.unit, f" {question.unit}"))
    assert feedback.state in ("close", "trap", "incorrect"), feedback
    if feedback.state == "close":
        assert f"{question.places} decimal place" in str(feedback)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_cards_hold_the_task_and_no_answer(path: Path) -> None:
    task = read_task(path)
    exercise = Exercise(task)
    plain, full = exercise.paper(), exercise.paper(answers=True)
    for question in task.questions:
        assert question.ask in plain.text() and question.ask in words(plain.html())
        assert question.solution not in plain.text() and question.solution in full.text()
        asked, answered = words(plain.html()), words(full.html())
        assert " ".join(question.solution.split()) not in asked and " ".join(question.solution.split()) in answered
        assert all(hint in plain.text() for hint in question.hints)


def test_all_cards_and_sheets_can_be_printed_at_once() -> None:
    if not list(FOLDER.glob("*.toml")):
        with pytest.raises(CatalogueError):
            cards()
        return
    assert cards().page().count("<h1>") == len(list(FOLDER.glob("*.toml")))
    assert "What to say" in cards(sheet="facilitator").page()


#: Each a fault somebody may make in a file: what is changed, and what the message must name.
FAULTS = [
    ("answer = 12.67", "answer = 1.29", ["question rate", "twice the tolerance", "1.267"]),
    ('hints = ["What stands on top', 'hints = ["It is 12.67 now', ["hint 1", "12.67"]),
    ('"What stands on top, and what below?"', '"About 0.0001267 of them"', ["hint 1", "0.0001267"]),
    ('"Divide deaths by births, and scale up."', '"It is 12.7 or so"', ["hint 2", "12.7"]),
    ("value = 1.267", "value = 12.64\ntolerance = 0.001", ["twice the tolerance"]),
    ('"What stands on top, and what below?", ', "", ["question rate", '"hints" should be three']),
    ('id = "rate"', 'id = "my rate"', ['"id" should be a name']),
    ('id = "rate"', 'id = "progress"', ['"id" should be a name']),
    ('id = "rate"', 'id = "limits"', ["each with its own"]),
    ("close = 0.1", "close = 0.01", ['"close" should be wider']),
    ("tolerance = 0.02", "tolerence = 0.02", ["tolerence", "Did you mean tolerance?"]),
    ('kind = "number"', 'kind = "figure"', ["kind of question", "number"]),
    ("answer = [11.16, 14.33]", "answer = [14.33, 11.16]", ["question limits", "[low, high]"]),
    ("below = 0", "below = 11.2", ["question limits", "the answer falls into it"]),
    ('choice = ["3"]', 'choice = ["5"]', ["question hide", "trap one cell alone", '"5"']),
    ('choice = ["3"]', 'choice = ["3", "4"]', ["question hide", "that is the right answer"]),
    ('choice = "31"', 'pattern = "31"', ["question hide", "trap a large count", '"choice"']),
    ('why = "Another common scale."\n', "", ["trap in every 10,000", 'lacks the line "why']),
    ('needs = ["owner", "month"]', 'needs = ["name"]', ["part ask", "owner"]),
    ("minutes = 15", 'minutes = "15"', ['"minutes" should be a whole number']),
    ('for = "board, staff, analyst"', 'for = "boards"', ["audience", "board"]),
    ('opening = "Behind', 'opening = "{fact.maternal_death} Behind', ["opening", "maternal_deaths"]),
    ('opening = "Behind', 'opening = "{fact.maternal_deaths.dead} Behind', ["opening", "deaths"]),
    ("value = 1.267", "value = 0.0001267", ["is the answer as a share"]),
    ("value = 1.267", "value = true", ['"value" should be a number']),
    ('title = "Three events"', "title = Three events", ["cannot be read"]),
    ('rows = [["First", 31]', 'rows = [["First"]', ["[[table]]", "columns"]),
]


@pytest.mark.parametrize(("before", "after", "named"), FAULTS, ids=[f"{n}" for n in range(len(FAULTS))])
def test_a_fault_in_a_file_is_named(tmp_path: Path, before: str, after: str, named: list[str]) -> None:
    assert before in DRAFT
    path = tmp_path / "04_three_events.toml"
    path.write_text(DRAFT.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as fault:
        read_task(path)
    text = str(fault.value)
    assert text.startswith("04_three_events.toml") and re.search(r"\.$|\?$", text)
    for part in named:
        assert part in text


def test_two_traps_that_catch_the_same_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "04_three_events.toml"
    second = '[[question.trap]]\nvalue = 1.28\nname = "another"\nwhy = "It is near."\ntry = "Look."\n'
    path.write_text(DRAFT.replace("[[question.trap]]", second + "[[question.trap]]", 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match="catch the same answer"):
        read_task(path)


def test_a_file_is_read_afresh_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "04_three_events.toml"
    path.write_text(DRAFT, encoding="utf-8")
    assert read_task(path).title == "Three events"
    path.write_text(DRAFT.replace("Three events", "Three"), encoding="utf-8")
    assert read_task(path).title == "Three"
