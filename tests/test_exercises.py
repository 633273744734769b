"""The twelve exercises: fixed data, and answers and wrong turns that follow from it, in plain words."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from exercise_answers import EXERCISES, table
from plain_words import banned, grade

import hitoolkit as hi
from hitoolkit import catalogue, practice
from hitoolkit.practice.files import find_task
from hitoolkit.practice.model import Question, Task, Trap

ROOT = Path(__file__).resolve().parents[1]
NUMBERS = sorted(EXERCISES)
TASKS = {number: find_task(number) for number in NUMBERS}
#: Change the data and each answer, hint and solution must be looked at again.
HASHES = {
    "exercise_01": "7d39fd6b17a9f595",
    "exercise_02": "e3c387b6e60e5262",
    "exercise_03": "9c2811487807591c",
    "exercise_04_a": "0bc16d3cac4c305b",
    "exercise_04_b": "9089695cbacd789f",
    "exercise_04_c": "36b42d4f0cb0b07a",
    "exercise_05": "fc82fb521ba7aa1f",
    "exercise_06": "244b4402e8665e08",
    "exercise_07": "0e0f02119e50d0c0",
    "exercise_08_a": "865b7b9288325cb5",
    "exercise_08_b": "4b8f89fd778a888a",
    "exercise_09": "052faea520c06772",
    "exercise_10_a": "f80b86ba5fef6c8c",
    "exercise_10_b": "c74dccc28e36738e",
    "exercise_11": "56445382cac1d71f",
    "exercise_12": "8057718b63b087a3",
}
#: A word taught on purpose, a wrong question quoted to be taken apart, and a promise.
QUOTED = {"percentage points", "percentage point", "cause", "significant", "blamed", "about the same"}
QUESTIONS = [(number, question) for number in NUMBERS for question in TASKS[number].questions]
FIGURES = [(number, question) for number, question in QUESTIONS if question.kind in ("number", "range")]
TURNS = [(number, question, trap) for number, question in QUESTIONS for trap in question.traps]


def ids(value: Any) -> str | None:
    return value if isinstance(value, str) else getattr(value, "id", None)


@cache
def worked_out(number: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    return EXERCISES[number]()


def test_the_data_are_fixed_and_as_their_script_makes_them(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "data" / "generate" / "exercises.py"), str(tmp_path)], check=True,
                   env={"PYTHONPATH": str(ROOT), "PATH": ""})
    shipped = {path.stem: path.read_bytes() for path in (ROOT / "data" / "samples").glob("exercise_*.csv")}
    assert {path.stem: path.read_bytes() for path in tmp_path.iterdir()} == shipped
    assert {name: hashlib.sha256(text).hexdigest()[:16] for name, text in shipped.items()} == HASHES


@pytest.mark.parametrize("name", sorted(HASHES))
def test_a_source_says_whether_figures_are_invented_or_published(name: str) -> None:
    source = catalogue.source(f"sample_{name}")
    published = name in ("exercise_01", "exercise_04_a")
    assert source.synthetic != published and source.protected == published
    assert source.name.startswith("Published" if published else "Synthetic")
    assert not published or re.search(r"20\d\d", source.name)
    assert set(table(name.removeprefix("exercise_"))["source"]) == {f"sample_{name}"}


def test_the_practices_are_those_of_the_golden_table_and_every_other_one_was_helped() -> None:
    golden = pd.read_csv(ROOT / "tests" / "golden" / "practices_two_years.csv")
    given = table("10_a").pivot(index="area", columns="period", values="numerator")
    assert given.to_numpy().tolist() == golden[["first", "second"]].to_numpy().tolist()
    worst = golden.sort_values("first", ascending=False, kind="stable")["practice"][:16]
    assert sorted(table("10_b")["area"]) == sorted(worst[1::2])


def test_every_exercise_is_there_and_names_its_data() -> None:
    assert [task.number for task in TASKS.values()] == NUMBERS and len(NUMBERS) == 12
    assert sorted(name for task in TASKS.values() for name in task.data) == sorted(HASHES)


@pytest.mark.parametrize(("number", "question"), FIGURES, ids=ids)
def test_each_answer_follows_from_the_data(number: str, question: Question) -> None:
    answer = worked_out(number)[0][question.id]
    assert question.answer == pytest.approx(answer, abs=max(question.tolerance / 4, 1e-9))
    state = getattr(practice.exercise(number), question.id).check(answer).state
    assert state == "correct"


@pytest.mark.parametrize(("number", "question"), FIGURES, ids=ids)
def test_each_wrong_figure_is_what_that_wrong_turn_gives(number: str, question: Question) -> None:
    turns = worked_out(number)[1][question.id]
    listed = {trap.name: trap.values[0] for trap in question.traps if trap.values}
    assert set(turns) == set(listed)
    for name, value in turns.items():
        assert listed[name] == pytest.approx(value, abs=max(question.tolerance / 2, 1e-9)), name
        given = list(value) if isinstance(value, tuple) else value
        feedback = getattr(practice.exercise(number), question.id).check(given)
        assert (feedback.state, feedback.name) == ("trap", name)
        right = question.answer if isinstance(question.answer, tuple) else (question.answer,)
        got = value if isinstance(value, tuple) else (value,)
        assert max(abs(a - b) for a, b in zip(got, right, strict=True)) > 2 * question.tolerance


def handed(trap: Trap) -> Any:
    if trap.values:
        return list(trap.values[0]) if isinstance(trap.values[0], tuple) else trap.values[0]
    if trap.below is not None:
        return [trap.below - 1.2, 14.3]
    return list(trap.choice) if isinstance(trap.choice, tuple) else trap.choice


@pytest.mark.parametrize(("number", "question", "trap"), TURNS, ids=ids)
def test_each_wrong_turn_meets_its_own_reply(number: str, question: Question, trap: Trap) -> None:
    feedback = getattr(practice.exercise(number), question.id).check(handed(trap))
    assert (feedback.state, feedback.name) == ("trap", trap.name)
    said = str(feedback)
    assert trap.why in said and trap.suggest in said


def test_wrong_turns_of_the_design_in_words() -> None:
    asked = practice.exercise("12").board_question
    parts = {"measure": "Missed appointments", "groups": "Most and least deprived areas", "time": "2024/25",
             "size": "4.8 more, 1.67 times as many", "sure": "4.1 to 5.5; records are complete",
             "ask": "What will the head of outpatients change by March?"}
    assert asked.check(parts).state == "complete"
    for weak in ("Why don't they attend?", "Is it significant?", "Please note this", "It is because of bus fares",
                 "Can we have more data?"):
        assert asked.check({**parts, "ask": weak}).state == "trap", weak
    assert asked.check({**parts, "ask": "..."}).state != "complete"


def test_hiding_one_count_gives_it_away_and_hiding_two_does_not() -> None:
    row = table("04_c")
    for hidden, safe in ((["5"], False), (["4", "5"], True)):
        shown = row.copy()
        shown.loc[shown["group"].isin(hidden), ["numerator", "flag"]] = [None, "suppressed"]
        risk = hi.disclosure_risk(shown, policy="under_5").query("count == 'numerator'").set_index("group")
        assert bool(risk.loc["5", "is_safe"]) == safe
    assert (risk.loc["5", "least"], risk.loc["5", "most"]) == (0, 7), "their sum is still there to see"


def test_the_rest_of_what_the_texts_say() -> None:
    first, second = hi.add_rates(table("04_a")).itertuples()
    log, spread = (second.value / first.value), (1 / first.numerator + 1 / second.numerator) ** 0.5
    assert [round(log * 2.718281828 ** (sign * 1.96 * spread), 2) for sign in (-1, 0, 1)] == [0.80, 0.95, 1.12]
    assert round(hi.expected_counts(table("04_b"), rate=second.value)["no_events_upper"][0], 1) == 24.6
    three = table("04_b").assign(numerator=3, denominator=100_000)
    assert hi.add_rates(three)[["lower", "upper"]].round(1).iloc[0].tolist() == [0.6, 8.8]
    assert "0.6 to 8.8" in TASKS["04"].stretch
    now = catalogue.fact("year_long_waits_in_2025").values
    rounded = [(now["most"] + side * 0.05) / (now["least"] - side * 0.05) for side in (-1, 1)]
    assert [round(one, 2) for one in rounded] == [1.11, 1.19]
    queues = hi.add_rates(table("06")).set_index(["stratum", "group"])[["lower", "upper"]].round(1)
    assert [queues.loc[("specialty=Slow", group)].tolist() for group in "15"] == [[46.5, 53.5], [45.1, 58.8]]
    effect = hi.drift(table("10_a"), 16, list(table("10_b")["area"])).set_index("who")
    limits = effect.loc["difference of the two changes", ["lower", "upper"]]
    assert [round(-limit, 1) for limit in limits] == [3.7, -3.2]
    assert effect.loc["picked", ["first", "second"]].round(2).tolist() == [15.75, 12.72]
    assert round(effect["correlation"].iloc[0], 2) == 0.40
    shares = hi.add_rates(table("10_a")).pivot(index="area", columns="period", values="value")
    assert shares.nsmallest(16, "2024/25").mean().tolist() == pytest.approx([8.3, 10.15])
    rows = [[int(row[1]), *map(float, row[2:])] for row in TASKS["10"].tables[0].rows]
    sets = effect.loc[["with the programme", "picked, without it", "the others"], ["places", "first", "second"]]
    assert rows == sets.round(2).to_numpy().tolist()


@pytest.mark.parametrize("number", [one for one in NUMBERS if TASKS[one].tables and one not in ("10", "12")])
def test_the_table_on_the_card_is_the_data(number: str) -> None:
    data = pd.concat([table(name.removeprefix("exercise_")) for name in TASKS[number].data])
    known = {f"{one:g}" for column in ("numerator", "denominator", "value") for one in data[column].dropna()}
    known |= {f"{one:g}" for rate in hi.add_rates(data)["value"].dropna() for one in (rate, round(rate, 1))}
    known |= {*data["group"], *(area.removeprefix("Neighbourhood ").lstrip("0") for area in data["area"])}
    cells = [cell.replace(",", "") for one in TASKS[number].tables for row in one.rows for cell in row[1:]]
    figures = [cell for cell in cells if re.fullmatch(r"[\d.]+", cell)]
    assert figures and not [cell for cell in figures if f"{float(cell):g}" not in known]


def test_each_finding_of_exercise_12_is_what_its_counts_say() -> None:
    cards = dict(TASKS["12"].tables[0].rows)
    names = {"A": "waits_over_18_weeks", "B": "missed_appointments", "C": "late_booking", "D": "preterm_births",
             "E": "uptake_of_an_invitation", "F": "waits_over_52_weeks"}
    data = hi.add_rates(table("12")).set_index(["indicator", "group"])
    found = hi.measure(table("12")).set_index(["indicator", "measure"])
    for card, name in names.items():
        text = cards[card]
        if card != "C":
            assert all(f"{data.loc[(name, group), 'value']:.1f}" in text for group in "15"), card
        if "times as many" in text:
            gap, ratio = found.loc[(name, "gap"), "value"], found.loc[(name, "ratio"), "value"]
            assert f"{gap:.1f} more" in text and f"{ratio:.3g} times" in text
    few = data.loc["late_booking"]
    assert "3 of 24" in cards["C"] and few["numerator"].tolist() == [3, 1] and few["denominator"].tolist() == [24, 26]
    ratio = found.loc[("waits_over_52_weeks", "ratio")]
    assert f"{ratio['lower']:.1f} to {ratio['upper']:.1f}" in cards["F"]


def texts(task: Task) -> list[str]:
    said = [task.title, task.opening, task.stretch, *(text for pair in task.comments for text in pair)]
    for one in task.questions:
        said += [one.ask, *one.hints, one.solution, *one.reasons, *(option.text for option in one.options)]
        said += [text for part in one.parts for text in (part.ask, part.example)]
        said += [text for trap in one.traps for text in (trap.name, trap.why, trap.suggest)]
    return [text for text in said if text]


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_the_words_are_plain_and_blame_nobody(task: Task) -> None:
    for text in texts(task):
        assert not set(map(str.lower, banned(text))) - QUOTED, text
        assert len(text.split()) < 8 or grade(text) < 11, text
        assert "\u2014" not in text
    assert grade(". ".join(texts(task))) < 8


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_each_has_hints_wrong_turns_and_a_way_on(task: Task) -> None:
    assert task.stretch and task.opening and len(task.questions) >= 3
    for one in task.questions:
        assert len(one.hints) == 3 and one.solution
        assert one.kind in ("judgement", "parts") or one.traps
        assert one.kind != "judgement" or one.reasons
