"""The bank of questions, and which three are asked of which finding."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from plain_words import banned, grade
from test_finding import ETHNIC, WAITS, YEARS, by_ethnic_group, many, table, values

from hitoolkit import catalogue
from hitoolkit.catalogue.questions import SITUATIONS, _bank, bank
from hitoolkit.errors import CatalogueError, InputError, ParameterError
from hitoolkit.finding import Findings, findings
from hitoolkit.questions import board_questions

HEADS = ["How is it measured?", "Do we know why?", "How will we know it improves?"]
FILLED = {"gap": "8 in every 100", "ratio": "1.2 times as likely", "groups": "five", "unknown": "17 in every 100",
          "unknown_of": "ethnicity", "goal": "5 in 100"}
QUESTIONS = {one.id: one for one in bank().questions}
THEMES = sorted({block.theme for block in catalogue.blocks("indicator").values()})


def stand_in(theme: str, certainty: str, unknown: float = 0.0) -> SimpleNamespace:
    """As much of a finding as choosing a question needs."""
    told = certainty not in ("too_few", "not_comparable")
    return SimpleNamespace(
        shape="", headline="", certainty=certainty, theme=theme, groups=5, share_unknown=unknown,
        unknown_of="Ethnicity",
        difference={"big": "8 more", "unit": "in every 100"} if told else None,
        ratio={"big": "1.2 times", "unit": "as likely"} if told else None,
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_is_open_kind_and_ends_in_something_to_do(name: str) -> None:
    one = QUESTIONS[name]
    text = one.question.format(**FILLED)
    assert text.endswith("?") and len(text) < 150
    for asked in (text, one.lead.format(**FILLED)):
        last = asked.rstrip("?").split(". ")[-1]
        assert not asked or re.search(
            r"\b(by when|when|who|what date|which month|whose|month|decided|act|change|do it|settle|no money|step)\b",
            last, re.IGNORECASE), asked
        assert not re.match(r"(Is|Are|Do|Does|Can|Have|Has|Will|Should)\b", asked), "a closed question"
    assert banned(" ".join([text, one.lead, one.reassure, one.would_not])) == []
    weak = re.match(r"\u201c[^\u201d]+[.?]\u201d (.+)$", one.would_not)
    assert weak and len(weak.group(1).split()) >= 3, "the weak answer is quoted, and why it is weak is said"
    assert re.fullmatch(r"\d{1,2}\.\d{1,2}", one.objective)
    assert one.reassure.endswith(".") and one.answers


def test_the_bank_has_a_question_for_every_theme_head_role_and_situation() -> None:
    assert len(QUESTIONS) >= 24
    for theme in [*THEMES, "any"]:
        for head in bank().heads:
            assert any(one.theme == theme and one.head == head for one in QUESTIONS.values()), (theme, head)
    for certainty in [one for one in SITUATIONS if one not in ("unknown", "places", "mix", "change")]:
        for theme in [*THEMES, "nothing of ours"]:
            for role in [None, *bank().roles]:
                for unknown in (0.0, 0.3):
                    made = board_questions([stand_in(theme, certainty, unknown)], role)
                    assert [one.head for one in made] == HEADS and made.lead


@pytest.mark.parametrize("shape", ["places", "mix"])
def test_places_and_mixes_have_questions_of_their_own(shape: str) -> None:
    finding = stand_in("maternity", "not_comparable")
    finding.shape = shape
    named = {one.question for one in QUESTIONS.values() if shape in one.when}
    assert {one.question for one in board_questions([finding])} <= named


def test_questions_are_easy_to_read() -> None:
    asked = [grade(one.question.format(**FILLED)) for one in QUESTIONS.values()]
    rest = [grade(text.format(**FILLED)) for one in QUESTIONS.values() for text in (one.reassure, one.would_not)]
    assert sum(asked) / len(asked) < 8.5 and max(asked) < 12
    assert sum(rest) / len(rest) < 8


def test_the_mock_question_is_asked_of_the_mock_finding() -> None:
    made = board_questions(findings(table(WAITS)))
    assert made.lead == (
        "Which two steps from referral to treatment explain most of this gap, who owns them, and when shall we see it "
        "move?"
    )
    assert made[1].question == (
        "Which two steps from referral to treatment explain most of the gap of 8 in every 100, "
        "and who owns each of them?"
    )
    assert made[1].asks == "Non-executive director" and made[1].answers == "Chief operating officer"
    assert all(one.theme == "waits" for one in made)


def test_what_is_unknown_is_asked_first_where_it_is_much() -> None:
    made = board_questions(findings(by_ethnic_group(ETHNIC)))
    assert made[0].question == (
        "What can we not conclude while ethnicity is unknown for 20 in every 100, "
        "and by when will that be under 5 in 100?"
    )
    assert "ethnicity" not in board_questions(findings(by_ethnic_group(ETHNIC[:5])))[0].question


@pytest.mark.parametrize(
    ("kind", "words"),
    [("unsure", "be able to tell"), ("few", "case reviews|these cases"), ("partial", "compare these groups fairly"),
     ("years", "this gap")],
)
def test_the_lead_fits_how_certain_the_finding_is(kind: str, words: str) -> None:
    made = board_questions(many()[kind])
    assert re.search(words, made.lead), made.lead
    if kind in ("few", "partial"):
        assert not re.search(r"\bgap of\b", " ".join(one.question for one in made))


def test_years_are_asked_about_in_years() -> None:
    made = board_questions(findings(values(YEARS)))
    assert "the gap of 8.5 years" in made[1].question


@pytest.mark.parametrize(
    ("said", "name"),
    [("non-executive", "Non-executive director"), ("NED", "Non-executive director"), ("chair", "Chair"),
     ("Chief Executive", "Chief executive"), ("executive lead", "Executive lead for health inequalities")],
)
def test_a_role_gets_its_own_questions(said: str, name: str) -> None:
    assert [one.asks for one in board_questions(findings(table(WAITS)), role=said)] == [name] * 3


def test_an_unknown_role_is_refused_with_those_known() -> None:
    with pytest.raises(ParameterError, match=r"no role called \"chef\".*chair, non-executive director"):
        board_questions(findings(table(WAITS)), role="chef")


def test_no_finding_no_question() -> None:
    with pytest.raises(InputError, match="no finding to ask about"):
        board_questions(Findings())


def test_one_finding_alone_will_do() -> None:
    made = findings(table(WAITS))
    assert board_questions(made[0]).payload() == board_questions(made).payload()


def test_questions_show_themselves() -> None:
    made = board_questions(findings(table(WAITS)), role="")
    bundle = made._repr_mimebundle_()
    payload = bundle["application/vnd.hitoolkit.v1+json"]
    assert json.loads(json.dumps(payload)) == payload
    assert payload["kind"] == "questions" and payload["lead"] == made.lead and len(payload["items"]) == 3
    needed = {"head", "question", "asks", "answers", "reassure", "would_not", "theme"}
    assert all(needed <= set(item) and all(item.values()) for item in payload["items"])
    assert made.lead in bundle["text/plain"] and made[0].question in bundle["text/html"]
    assert "<script" not in bundle["text/html"] and "{" not in bundle["text/plain"]


def test_a_question_that_lacks_a_part_is_named() -> None:
    one = {"theme": "any", "head": "why", "when": ["clear"], "asks": "chair", "answers": "All", "objective": "1.1",
           "question": "What of {nothing}?", "reassure": "A.", "would_not": "B."}
    raw = {"asking": {"often_unknown": 0.05}, "head": {"why": {"name": "Why?"}}, "role": {"chair": {"name": "Chair"}},
           "question": {"one": one}}
    with pytest.raises(CatalogueError, match=r"question\.one.*no field called \"nothing\""):
        _bank(raw)
    del one["answers"]
    with pytest.raises(CatalogueError, match='lacks the line "answers'):
        _bank(raw)
