"""An exercise as a learner meets it: its states, hints, progress, cards, and the exercises made from solutions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hitoolkit import practice
from hitoolkit.errors import InputError, ParameterError
from hitoolkit.practice.feedback import STATES
from hitoolkit.practice.making import as_text, blanked, exercises_from, make_exercise, make_exercises
from hitoolkit.practice.paper import PAGE, card
from hitoolkit.practice.samples import tables_of
from hitoolkit.practice.sheets import facilitator
from tests.practice_tools import draft, words

FRAMED = {
    "measure": "Waits over 52 weeks",
    "sure": "The range runs from 1 to 5 more in every 100; one in six people has no group on record.",
    "ask": "What is the chief operating officer changing, and when in May do we see it?",
}
#: One answer for each state there is.
EACH_STATE = {
    "not_attempted": ("04", "rate", ...),
    "correct": ("04", "rate", 12.67),
    "close": ("04", "rate", 12.7),
    "trap": ("04", "rate", 1.27),
    "incorrect": ("04", "rate", 15),
    "which": ("04", "rate", "12,7"),
    "compare": ("01", "fair", "Who counted, and how?"),
    "complete": ("04", "question", FRAMED),
    "incomplete": ("04", "question", {"measure": "Waits"}),
}


@pytest.mark.parametrize("state", EACH_STATE)
def test_each_state_says_itself_in_words(state: str) -> None:
    number, name, given = EACH_STATE[state]
    feedback = getattr(draft(number), name).check(given)
    assert feedback.state == state
    assert STATES[state] in str(feedback) and STATES[state] in words(feedback.html())
    assert 'role="status"' in feedback.html()
    assert not re.search(r"#[0-9a-f]{3,6}\b|\b(red|green)\b", feedback.html())
    shown = feedback._repr_mimebundle_()
    assert shown["text/plain"] == str(feedback) and shown["text/html"] == feedback.html()


def test_all_states_are_tried() -> None:
    assert set(EACH_STATE) == set(STATES)


@pytest.mark.parametrize(("given", "starts"), [
    (0.0001267, "You wrote 0.0001267, read as 12.67 in every 100,000."),
    ("12.67 per 100,000", "You wrote 12.67 per 100,000, read as 12.67 in every 100,000."),
    ("1.267%", "You wrote 1.267%, read as 1,267 in every 100,000."),
    (15, "You wrote 15, read as 15 in every 100,000."),
    ("254/2,004,184", "You wrote 254/2,004,184, read as 12.67348707 in every 100,000 (worked out as a division)."),
    ("x" * 200, "You wrote xxxx"),
    ([1, 2], "You wrote 1 and 2."),
])  # fmt: skip
def test_an_answer_begins_with_what_was_received(given: Any, starts: str) -> None:
    assert str(draft("04").rate.check(given)).startswith(starts)


def test_made_up_figures_say_so_wherever_they_are_shown() -> None:
    exercise = draft("04")
    for shown in (exercise, exercise.paper(), exercise.rate.paper(), facilitator(exercise._task)):
        assert "Made-up figures" in words(shown.html())
    assert "Made-up figures" in str(exercise)


def test_no_praise_and_no_total() -> None:
    exercise = draft("04")
    exercise.rate.check(12.67)
    exercise.limits.check(11.16, 14.33)
    for text in (str(exercise.progress()), str(exercise.rate.check(12.67)), str(exercise)):
        assert not re.search(r"well done|great|perfect|excellent|passed|score|\d+ (of|out of) \d+ correct|!", text)
    assert str(exercise.progress()).splitlines() == [
        "rate: correct", "limits: correct", "hide: not attempted yet", "question: not attempted yet",
    ]  # fmt: skip


def test_a_blank_does_not_undo_an_answer() -> None:
    exercise = draft("04")
    exercise.rate.check(12.67)
    assert exercise.rate.check(...).state == "not_attempted"
    assert "rate: correct" in str(exercise.progress())


def test_a_figure_rounded_too_far_is_not_close() -> None:
    feedback = draft("04").rate.check(13)
    assert feedback.state == "incorrect" and "rounded too far to tell. Give 2 decimal places." in str(feedback)


def test_a_long_sample_is_not_shown_on_a_card() -> None:
    task = replace(draft("01")._task, tables=(), data=("elective_waits", "life_expectancy", "no_such_sample"))
    assert tables_of(task) == () and "Specialty" not in str(card(task, task.questions))


def test_progress_is_of_this_object_only_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    first = draft("04")
    first.rate.check(12.67)
    first.rate.hint()
    assert "rate: correct (after 1 hint)" in str(first.progress())
    assert "rate: not attempted yet" in str(draft("04").progress())
    assert list(tmp_path.iterdir()) == []


def test_hints_come_one_by_one_and_say_how_many_there_are() -> None:
    rate = draft("04").rate
    told = [str(rate.hint()) for _ in range(4)]
    assert [text.split(":")[0] for text in told] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"]
    assert "solution()" in told[2] and "solution()" not in told[1]


def test_a_range_is_read_in_all_its_forms() -> None:
    limits = draft("04").limits
    for form in ([11.16, 14.33], (11.16, 14.33), "11.16 to 14.33", "11.16-14.33", "between 11.16 and 14.33",
                 "(11.16, 14.33)", "[11.16; 14.33]", "11.16 to 14.33 per 100,000", {"lower": 11.16, "upper": 14.33},
                 "11.16\u201314.33", "11.16 per 100,000 to 14.33 per 100,000", "11.16, 14.33"):  # fmt: skip
        assert limits.check(form).state == "correct", form
    assert limits.check([14.33, 11.16]).state == limits.check("11,16").state == "which"
    for form in ("-2.7 to 3.2", "\u22122.7\u20133.2", "-2.7 - 3.2"):
        assert "read as -2.7 to 3.2 in every 100,000" in limits.check(form).received
    assert "read as -3 to -1 in" in limits.check("-3 to -1").received
    assert "read as 1,500 to 2,000 in" in limits.check("1,500 to 2,000").received
    assert "lower end fits" in str(limits.check([11.16, 20]))
    assert limits.check([11.2, 14.3]).state == "close"
    assert limits.check([-1, 15]).name == "below zero"


def test_choices_are_read_by_name_or_by_text() -> None:
    headline, hide = draft("01").headline, draft("04").hide
    for form in ("both", "BOTH", " both ", ["both"], headline._question.options[1].text):
        assert headline.check(form).state == "correct", form
    for form in ([4, 3], "3, 4", "3 and 4", {3, 4}, ("4", "3", "3"), {"4": True, "3": True, "9": False}):
        assert hide.check(form).state == "correct", form
    assert hide.check("3").name == "one cell alone"
    assert hide.check([31, 3, 4]).name == "a large count"
    assert "One of those you chose belongs here, and something is still missing." in str(hide.check([9, 3]))
    assert '"31", "9", "4" or "3"' in str(hide.check("7"))


@pytest.mark.parametrize(("part", "text", "found"), [
    ("ask", "Why don't they attend? The medical director, in May.", "points at people"),
    ("ask", "Who makes non-compliant patients come, and when?", "points at people"),
    ("measure", "Waits are long because of poor diet", "A cause is claimed"),
    ("sure", "Is it significant?", "significant"),
    ("ask", "The board is asked to note this in May.", "for noting"),
    ("ask", "Can we have more data?", "More data, and nothing else"),
    ("ask", "What will change by March?", "No owner"),
    ("ask", "Who leads on this?", "No month"),
])  # fmt: skip
def test_weak_parts_are_pointed_at(part: str, text: str, found: str) -> None:
    feedback = draft("04").question.check({**FRAMED, part: text})
    assert feedback.state == "trap" and found in str(feedback)


@pytest.mark.parametrize("ask", [
    "Who leads, and when will we see it move?", "The chief nurse reports in September.", "COO, by 30 June",
    "The analyst brings more data by March, and the chief nurse what she changes meanwhile",
    "What is our elective lead doing, and what comes to the May meeting?",
])  # fmt: skip
def test_a_good_part_is_not_pointed_at(ask: str) -> None:
    feedback = draft("04").question.check({**FRAMED, "ask": ask})
    assert feedback.state == "complete" and "A machine can see only that" in str(feedback)


def test_weak_and_missing_parts_are_told_together() -> None:
    text = str(draft("04").question.check({"ask": "Why don't they come? The COO, in May."}))
    assert "points at people" in text and text.count("Still to write") == 2


def test_a_missing_part_is_named() -> None:
    feedback = draft("04").question.check({**FRAMED, "sure": "..."})
    assert feedback.state == "incomplete" and "Still to write: How sure, and what is missing?" in str(feedback)


def test_a_judgement_has_a_model_answer_and_no_mark() -> None:
    fair = draft("01").fair
    text = str(fair.check("How the groups were made"))
    assert fair._question.solution in text and "no mark" in text and "Correct" not in text
    assert fair.check("Is it significant?").name == "is it significant"


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(ParameterError, match='no exercise called "99"'):
        practice.exercise("99")
    for odd in (None, 4.5, ["04"], True, b"04"):
        with pytest.raises(ParameterError, match=r"practice\.exercise"):
            practice.exercise(odd)  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match="Did you mean rate"):
        _ = draft("04").rates
    assert {"rate", "limits", "progress", "paper"} <= set(dir(draft("04")))


def test_a_page_is_written_whole(tmp_path: Path) -> None:
    draft("04").rate.paper().write(tmp_path / "cards" / "rate.html")
    page = (tmp_path / "cards" / "rate.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and page.count("<h1>") == 1 and "<script" not in page
    assert not re.search(r"https?://|src=|url\(", page)


def test_the_facilitators_sheet_says_what_to_say() -> None:
    task = draft("01")._task
    text = str(facilitator(task))
    for part in ("3.28 percentage points (give or take 0.05)", "81.6 (per cent more)",
                 "about 15 minutes", "So it has been solved?", "Ask for both years from one source."):  # fmt: skip
        assert part in text, part
    for question in task.questions:
        assert all(trap.why in text and trap.suggest in text for trap in question.traps)


# Making exercises from solutions


def cell(kind: str, source: str, *tags: str, **more: Any) -> dict[str, Any]:
    made = {"cell_type": kind, "id": "x", "metadata": {"tags": list(tags)} if tags else {}}
    made["source"] = source.splitlines(keepends=True)
    return {**made, **({"execution_count": 3, "outputs": [{"x": 1}]} if kind == "code" else {}), **more}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize(("code", "blank"), [
    ("x = 1", "x = ..."),
    ("x=1", "x= ..."),
    ("x: float = 254 / 3  # a rate", "x: float = ...  # a rate"),
    ("a, b = 1, 2", "a, b = ..., ..."),
    ("a = b = 5", "a = b = ..."),
    ('t = """one\ntwo = 2\n"""\nq.t.check(t)', "t = ...\nq.t.check(t)"),
    ("x = (\n    1  # = one\n    + 2\n)\ny = x == 3", "x = ...\ny = ..."),
    ("d = {\n    'measure': 'Waits',\n}\n", "d = ...\n"),
    ("é = 'ü'; z = 'x'", "é = ...; z = ..."),
    ("# keep = this\nx = f(a=1, b=2)", "# keep = this\nx = ..."),
    ('row["a"] = 5', 'row["a"] = ...'),
])  # fmt: skip
def test_every_assigned_value_becomes_dots(code: str, blank: str) -> None:
    assert blanked(code) == blank


def test_an_exercise_holds_no_answer_no_output_and_no_tag_of_a_solution() -> None:
    solution = notebook(
        cell("markdown", "# Three events"), cell("code", "q.rate.hint()", "for_board"),
        cell("code", "rate = 254 / 2_004_184\nq.rate.check(rate)", "solution", "for_board"),
        cell("code", "q.rate.solution()", "solution_only"), cell("markdown", "The answer is 12.67", "solution_only"),
    )  # fmt: skip
    before = json.dumps(solution)
    made = make_exercise(solution)
    assert json.dumps(solution) == before
    assert [one["cell_type"] for one in made["cells"]] == ["markdown", "code", "code"]
    assert made["cells"][2]["source"] == ["rate = ...\n", "q.rate.check(rate)"]
    assert made["cells"][2]["metadata"] == {"tags": ["for_board"]}
    assert all(one["outputs"] == [] and one["execution_count"] is None for one in made["cells"][1:])
    assert make_exercise(made) == made and as_text(made) == as_text(make_exercise(solution))


@pytest.mark.parametrize("bad", [
    cell("code", "q.rate.check(12.67)", "solution"), cell("code", "x = ", "solution"),
    cell("markdown", "12.67", "solution"),
])  # fmt: skip
def test_a_cell_that_would_show_its_answer_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"04_three_events\.ipynb"):
        make_exercise(notebook(bad), "04_three_events.ipynb")


def test_exercises_are_written_once_and_only_where_they_changed(tmp_path: Path) -> None:
    (tmp_path / "solutions").mkdir()
    text = as_text(notebook(cell("markdown", "# é"), cell("code", "x = 1", "solution")))
    (tmp_path / "solutions" / "04_three_events.ipynb").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "hitoolkit.practice", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == "1 exercise made: 04_three_events.ipynb.\n"
    written = (tmp_path / "04_three_events.ipynb").read_text(encoding="utf-8")
    assert written == json.dumps(json.loads(written), indent=1, ensure_ascii=False) + "\n" and "é" in written
    assert make_exercises(tmp_path) == []
    (tmp_path / "solutions" / "05_broken.ipynb").write_text("{", encoding="utf-8")
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 1 and "05_broken.ipynb is no notebook" in run.stderr and "Traceback" not in run.stderr
    with pytest.raises(InputError, match="no solutions"):
        exercises_from(tmp_path / "nowhere")


# In a real browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("practice")
    three, twice = draft("04"), draft("01")
    shown = [getattr(draft(number), name).check(given) for number, name, given in EACH_STATE.values()]
    shown += [three.rate.hint(), three.rate.solution(), three.progress()]
    made = {
        "card": three.paper().page(),
        "answers": twice.paper(answers=True).page(),
        "facilitator": facilitator(twice._task).page(),
        "feedback": PAGE.format(title="Feedback", body="<h1>Feedback</h1>" + "".join(one.html() for one in shown)),
        "exercise": PAGE.format(title="Exercise", body=f"<h1>One</h1><h2>Two</h2>{three.html()}{twice.html()}"),
        "quiz": PAGE.format(title="Quiz", body=f"<h1>One</h1><h2>Two</h2>{practice.quiz('before').html()}"),
        "quiz_card": practice.quiz("after").paper(answers=True).page(),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


NAMES = ["card", "answers", "facilitator", "feedback", "exercise", "quiz", "quiz_card"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_anybodys_way(browser: Any, pages: dict[str, Path], name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in (1280, 320):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(pages[name].as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        found = axe.run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


def test_a_quiz_is_answered_by_keyboard(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["quiz"].as_uri())
    page.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelector('fieldset input:checked').value") == "b"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.locator("details p").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator("details p").first.is_visible()
    sizes = page.evaluate(
        "[...document.querySelectorAll('label, summary')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 24
    page.close()


def test_on_paper_the_hints_are_on_the_back(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["card"].as_uri())
    assert not page.locator(".back").is_visible() and page.locator("details").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".back").is_visible() and not page.locator("details").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.back')).breakBefore") == "page"
    page.close()
