"""Exercises as a session uses them: sheets of two sides, quizzes of one, names as people say them, nothing to guess."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hitoolkit import practice
from hitoolkit.errors import ParameterError
from hitoolkit.practice.files import tasks


@pytest.mark.parametrize("number", sorted(tasks()))
def test_a_facilitators_sheet_has_two_sides_at_most(browser: Any, number: str) -> None:
    page = browser.new_page()
    page.set_content(practice.cards(number, "facilitator").page())
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
    page.close()


@pytest.mark.parametrize("form", ["before", "after"])
def test_a_quiz_fits_on_one_side(browser: Any, form: str) -> None:
    page = browser.new_page()
    page.set_content(practice.quiz(form).paper().page())
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.close()


@pytest.mark.parametrize("name", ["4", "04", 4, "exercise 4", "Exercise 04", "three events", "04_three_events.toml"])
def test_an_exercise_is_found_by_any_of_its_names(name: Any) -> None:
    assert practice.exercise(name).plausible


@pytest.mark.parametrize("name", ["99", 0, -1, "", None, 4.0, True, ["4"], "exercise"])
def test_what_is_no_exercise_is_said_in_words(name: Any) -> None:
    with pytest.raises(ParameterError, match=r"no exercise called|by its number"):
        practice.exercise(name)


def test_what_needs_a_computer_says_so_on_paper_and_its_last_hint_has_the_answer() -> None:
    asked = [one for number in tasks() for one in practice.exercise(number).questions.values()]
    needed = [one for one in asked if one._question.computer]
    assert needed and all("A computer works this out" in str(one.paper()) for one in needed)
    for one in needed:
        answer = one._question.answer
        figures = [float(text) for text in re.findall(r"-?\d+\.?\d*", one._question.hints[-1])]
        for right in answer if isinstance(answer, tuple) else (answer,):
            allowed = max(one._question.tolerance, one._question.close)
            assert any(abs(figure - right) <= allowed for figure in figures) or right in (0, 1), one._question.id
