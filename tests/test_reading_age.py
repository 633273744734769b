"""Everything that boards and staff read is for a reader of about fourteen, and claims, blames and flatters nobody.

Not held to it, since they are for analysts: cells tagged `for_analyst`, docstrings, the method of a finding, other
names of a term in the glossary. Names, links and sources are not sentences.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plain_words import banned, grade

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.catalogue.questions import bank

ROOT = Path(__file__).resolve().parents[1]
#: The school grade that no text may pass: 9 is a reader of about fourteen. Very short texts are read with others.
HIGHEST = 9.0
FEWEST_WORDS = 12
#: Texts that may be harder, or may use a word that no other may, each with its reason.
HARDER: dict[str, str] = {}
WORDS = {
    "fact race_equality_part_of_board_business": {"equality"},  # what the survey asked
}
#: Notebooks about the words themselves: how a question blames, or takes a cause for granted.
ABOUT_WORDS = {
    "10_finding_to_question": {"cause", "causes", "blame", "blames", "fault", "significant"},
    "12_finding_to_question": {"cause", "causes", "blame", "blames", "significant"},
}
#: What only a finding, a figure or a question may not say: prose that explains needs these in their daily sense.
PLAIN_IN_PROSE = re.compile(
    r"percentage points?|because of|equal\w*|about the same|much the same|no gap|refus\w+|fault|leads? to",
    re.IGNORECASE,
)
#: What the audience flinches at; analysts have their own cells.
JARGON = (
    "regression", "confidence interval", "statistically", "quintile", "decile", "stratif", "heterogene", "p-value",
    "standard error", "odds ratio", "null hypothesis",
)  # fmt: skip
#: Saying that something is not so may use the word for it, and so may quoting a weak sentence to take it apart.
NOT_SO = re.compile(r"\b(not|n't|never|no|nor|cannot|nothing|nobody|none|little|without|weak|instead)\b", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d|\*[^*\n]+\*(?!\*)')
FILLED = {
    "gap": "8 in every 100", "ratio": "1.2 times as likely", "groups": "five", "unknown": "17 in every 100",
    "unknown_of": "ethnicity", "goal": "5 in 100",
}  # fmt: skip
#: Lines of an exercise's or a quiz's file that everybody reads, and those for whoever took a wrong turn. The options
#: are left out of the words, for some of them are weak on purpose.
SAID, INSIDE = {"opening", "stretch", "ask", "reason", "feedback"}, {"hints", "solution", "why", "try"}


def as_sentences(markdown: str) -> str:
    """The prose of a cell: no tables, no code, each line and heading a sentence of its own."""
    text = re.sub(r"^\|.*$", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"`[^`]*`", "it", text)
    text = re.sub(r"^(?:#+|-|\d+\.) +", "", text, flags=re.MULTILINE)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(line if re.search(r"[.?!:]\W*$", line) else f"{line}." for line in lines)


def notebook_texts() -> Iterator[tuple[str, str]]:
    for folder in ("notebooks", "exercises/solutions"):
        for path in sorted((ROOT / folder).glob("*.ipynb")):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "markdown" and "for_analyst" not in cell["metadata"].get("tags", []):
                    yield f"{path.stem} {cell['id']}", as_sentences("".join(cell["source"]))


def catalogue_texts() -> Iterator[tuple[str, str]]:
    for one in bank().questions:
        parts = (one.lead, one.question, one.reassure, one.would_not)
        yield f"question {one.id}", " ".join(part.format(**FILLED) for part in parts if part)
    for term in hi.glossary():
        yield f"term {term.id}", f"{term.plain} {term.example}"
    for name in catalogue.blocks("fact"):
        fact = hi.fact(name)
        yield f"fact {name}", " ".join(part for part in (fact.text, fact.range, fact.moved) if part)
    for kind in ("indicator", "dimension"):
        for block in catalogue.blocks(kind).values():
            yield f"{kind} {block.id}", " ".join(block.caveats)


def finding_texts() -> Iterator[tuple[str, str]]:
    tables = {}
    for sample, indicators in {"elective_waits": ["waits_over_18_weeks", "waits_over_52_weeks"],
                               "maternity": ["preterm_births", "smoking_at_booking", "late_booking"]}.items():
        opened = hi.open_data(sample)
        for dimension in ("imd_quintile", "ethnic_group"):
            counted = hi.count_by(opened, dimension, indicators).pipe(hi.add_rates)
            tables[f"{sample} {dimension}"] = hi.protect(counted)
    tables["life_expectancy"] = hi.read_sample("life_expectancy")
    tables["board_survey"] = hi.read_facts("board_survey")
    for name, table in tables.items():
        for at, finding in enumerate(hi.findings(table)):
            parts = [finding.headline, finding.sure, finding.leaves, *(one["text"] for one in finding.missing)]
            parts += [f"{one['start']} {one['text']}" for one in finding.limits]
            yield f"finding {name} {at}", " ".join(part for part in parts if part)


def told(value: Any, lines: set[str], key: str = "") -> Iterator[str]:
    """Every sentence under some lines of an exercise or a quiz, wherever in its file."""
    if isinstance(value, str):
        if key in lines:
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from told(one, lines, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from told(one, lines, name)


def exercise_texts() -> Iterator[tuple[str, str]]:
    for folder in ("hitoolkit/practice", "hitoolkit/quiz", "guides"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            written = tomllib.loads(path.read_text(encoding="utf-8"))
            if str(written.get("for", "")).strip() == "analyst":
                continue
            questions = written.get("question", [])
            parts = [{**written, "question": []}, *(questions if isinstance(questions, list) else [questions])]
            for at, part in enumerate(parts):
                yield f"exercise {path.stem} {at}", as_sentences("\n".join(told(part, SAID)))
                yield f"inside {path.stem} {at}", as_sentences("\n".join(told(part, INSIDE)))


TEXTS = {
    name: text for made in (notebook_texts, catalogue_texts, exercise_texts) for name, text in made() if text.strip()
}


def hard(text: str) -> float:
    """Its grade, where it is long enough to have one."""
    return grade(text) if len(text.split()) >= FEWEST_WORDS else 0.0


def claims(text: str, kind: str = "") -> list[str]:
    """The banned words and the jargon of a text, but for what is quoted or said not to be so.

    `kind`: the first word of its name; prose may use some banned words, and help inside an exercise some jargon.
    """
    found = []
    for sentence in re.split(r"(?<=[.?!:])\s+", QUOTED.sub("it", text)):
        if not NOT_SO.search(sentence):
            found += banned(sentence)
        if kind != "inside":
            found += [word for word in JARGON if re.search(rf"\b{word}", sentence, re.IGNORECASE)]
    prose = kind in ("exercise", "inside") or kind[:2].isdigit()
    return [word for word in found if not (prose and PLAIN_IN_PROSE.fullmatch(word))]


@pytest.mark.parametrize("name", TEXTS)
def test_a_reader_of_fourteen_can_read_it(name: str) -> None:
    if name not in HARDER:
        assert hard(TEXTS[name]) <= HIGHEST, TEXTS[name]


@pytest.mark.parametrize("name", TEXTS)
def test_it_claims_and_blames_nothing_and_has_no_jargon(name: str) -> None:
    kind = name.split(" ")[0]
    allowed = WORDS.get(name, set()) | ABOUT_WORDS.get(kind, set())
    assert set(claims(TEXTS[name], kind)) <= allowed, TEXTS[name]


def test_findings_of_the_samples_read_as_easily() -> None:
    texts = dict(finding_texts())
    assert len(texts) > 12
    for name, text in texts.items():
        assert hard(text) <= HIGHEST, (name, text)
        assert [word for word in claims(text) if word.lower() != "no gap"] == [], (name, text)


def test_exceptions_are_still_needed() -> None:
    assert all(hard(TEXTS[name]) > HIGHEST for name in HARDER)
    assert all(name in TEXTS and set(claims(TEXTS[name])) & words for name, words in WORDS.items())


def test_a_planted_text_is_found_out() -> None:
    heavy = (
        "Subsequent stratification demonstrated substantially heterogeneous utilisation among socioeconomically "
        "disadvantaged populations notwithstanding comprehensive organisational prioritisation initiatives."
    )
    assert hard(heavy) > HIGHEST and "stratif" in claims(heavy)
    assert claims("The gap is significant, due to lifestyle.") == ["significant", "due to", "lifestyle"]
    assert claims("The gap is due to lifestyle.", "05_name") == ["due to", "lifestyle"]
    assert claims('It does not prove that all is well. A weak one is "Why do they refuse?"') == []
    assert as_sentences("## A head\n\n- **One.** Two\n\n| a | b |") == "A head. **One.** Two."
