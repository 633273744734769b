"""The two quizzes: a pair for each thing to learn, spread answers, a reason for each option, words for everybody."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import hitoolkit as hi
from hitoolkit import practice
from hitoolkit.errors import CatalogueError, ParameterError
from hitoolkit.practice.quiz_forms import FOLDER, read_quiz
from tests.plain_words import banned, grade
from tests.practice_tools import words

BOTH = [practice.quiz("before"), practice.quiz("after")]
BEFORE = (FOLDER / "before.toml").read_text(encoding="utf-8")
each_form = pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)


def test_the_forms_match_pair_by_pair_with_other_figures() -> None:
    before, after = BOTH
    assert [(one.id, one.objective) for one in before.items] == [(one.id, one.objective) for one in after.items]
    assert 6 <= len(before.items) <= 8
    for one, other in zip(before.items, after.items, strict=True):
        texts = [{choice.text for choice in item.choices} for item in (one, other)]
        assert one.ask != other.ask or texts[0] != texts[1]
        assert one.right.text != other.right.text or one.id == "range"
        assert abs(len(one.ask.split()) - len(other.ask.split())) <= 12
        assert one.right.id != other.right.id, "a letter learnt at the start would be right at the end"


@each_form
def test_right_answers_are_spread_and_not_told_by_their_length(form: Any) -> None:
    counts = Counter(item.right.id for item in form.items)
    assert set(counts) == {"a", "b", "c"} and max(counts.values()) <= 3
    others = [max(len(one.text) for one in item.choices if not one.right) for item in form.items]
    longest = sum(len(item.right.text) > other for item, other in zip(form.items, others, strict=True))
    assert longest <= len(form.items) / 2


@each_form
def test_each_option_has_its_own_reason(form: Any) -> None:
    for item in form.items:
        assert len({choice.why for choice in item.choices}) == 3
        for choice in item.choices:
            feedback = form.check(item.id, choice.id.upper())
            assert feedback.state == ("correct" if choice.right else "incorrect")
            assert choice.why in str(feedback) and str(feedback).startswith(f"You chose {choice.id}:")
            assert form.check(item.id, choice.text).state == feedback.state


@each_form
def test_the_words_are_for_everybody(form: Any) -> None:
    for item in form.items:
        # What a wrong option says is said to be taken apart; its reason is ours.
        ours = [item.ask, item.right.text, item.objective, *(choice.why for choice in item.choices)]
        assert not [word for text in ours for word in banned(text)]
        text = " ".join([item.ask, *(choice.text for choice in item.choices)])
        assert grade(re.sub(r"\(.*?\)", "", text)) <= 9
    assert grade(" ".join(item.ask for item in form.items)) <= 8


def test_published_figures_come_from_the_facts() -> None:
    unknown, smoking = (next(one for one in form.items if one.id == "unknown") for form in BOTH)
    fact = hi.fact("ethnic_group_unknown_at_outpatients")
    assert unknown.right.text == f"About {fact.values['unknown']:.0f}" and str(fact) in unknown.right.why
    missing = hi.fact("smoking_with_unknowns_kept_in").values["missing_before"]
    assert smoking.right.text == f"About {missing:.0f}" and str(missing) in smoking.right.why
    for path in FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert f"{fact.values['unknown']:.0f}" not in re.findall(r"[\d.]+", text) and str(missing) not in text


def test_sums_in_the_quizzes_are_right() -> None:
    """Worked out from the words of the items."""
    for form in BOTH:
        items = {one.id: one for one in form.items}
        low = [int(one) for one in re.findall(r"\d+", items["areas"].ask.split("income:")[1].split(".")[0])]
        assert items["areas"].right.text == str(sum(low[1:])) and f"these {sum(low)} people" in items["areas"].ask
        most, least = (int(one) for one in re.findall(r"(\d+) in every", items["two_ways"].ask))
        times = {2: "twice", 3: "three times"}[most // least]
        assert items["two_ways"].right.text == f"{most - least} more in every 100, and {times} as many."
        counts = [int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", items["per_what"].ask)]
        rates = sorted((100 * counts[0] // counts[1], 100 * counts[2] // counts[3]), reverse=True)
        assert [int(one) for one in re.findall(r"\d+", items["per_what"].right.text) if one != "100"] == rates


@each_form
def test_nothing_a_learner_types_is_a_fault(form: Any) -> None:
    assert form.check("areas").state == form.check("areas", None).state == "not_attempted"
    assert form.check(1, "a").state in ("correct", "incorrect")
    for odd in (0, 99, "x", None, [], {}, b"a", float("nan"), True, form, "a, b"):
        assert form.check(odd, "a").state == "which"
    for odd in ("d", 3, ["a", "b"], {"a": 1}, b"a", True, object()):
        assert form.check("areas", odd).state == "which"


@each_form
def test_on_paper_the_answers_stand_apart(form: Any) -> None:
    plain, full = form.paper(), form.paper(answers=True)
    shown = words(plain.html())
    for item in form.items:
        assert item.ask in plain.text() and item.ask in shown
        assert all(choice.why not in plain.text() and choice.why not in shown for choice in item.choices)
        assert all(choice.why in full.text() for choice in item.choices)
    assert 'class="page"' in full.html() and 'class="page"' not in plain.html()


def test_an_unknown_form_is_named() -> None:
    for odd in ("during", None, ["before"], 1):
        with pytest.raises(ParameterError, match="Known: before, after"):
            practice.quiz(odd)  # type: ignore[arg-type]


@pytest.mark.parametrize(("before", "after", "named"), [
    ('id = "a"', 'id = "z"', "item define: give the options a, b and c"),
    ("right = true\n", "", "item define"),
    ('id = "two_ways"', 'id = "define"', 'its own "id"'),
    ('why = "That is chance.', 'because = "That is chance.', 'item define lacks the line "why'),
    ("{fact.ethnic", "{fact.ethnnic", "There is no fact called"),
])  # fmt: skip
def test_a_fault_in_a_quiz_is_named(tmp_path: Path, before: str, after: str, named: str) -> None:
    assert before in BEFORE
    path = tmp_path / "before.toml"
    path.write_text(BEFORE.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"^before\.toml") as fault:
        read_quiz(path)
    assert named in str(fault.value)
