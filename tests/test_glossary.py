"""The glossary: each word explained in plain words, found by any of its names, and folded at the end of a page."""

from __future__ import annotations

import re

import pytest
from plain_words import banned, grade
from test_pack_page import DAY, notebook, standard

import hitoolkit as hi
from hitoolkit.errors import ParameterError
from hitoolkit.pack import make_page
from hitoolkit.register.facts import PAYLOAD

TERMS = list(hi.glossary())
NEEDED = (
    "health inequality", "deprivation", "fifth", "gradient", "difference", "ratio", "plausible range", "out of whom",
    "missing", "not stated", "suppressed", "rounding", "standardised", "SII", "RII", "funnel plot", "run chart",
    "Simpson's paradox", "regression to the mean", "ecological fallacy", "Core20PLUS5", "IMD", "LSOA", "quintile",
)  # fmt: skip


def test_it_holds_the_words_a_reader_may_meet() -> None:
    assert 25 <= len(TERMS) <= 40
    for word in NEEDED:
        assert len(hi.glossary(word)) == 1, word
    names = [name.lower() for one in TERMS for name in (one.term, *one.also)]
    assert len(names) == len(set(names)), "one word has one meaning"
    assert [one.term.lower() for one in TERMS] == sorted(one.term.lower() for one in TERMS)


@pytest.mark.parametrize("one", TERMS, ids=lambda one: one.id)
def test_each_is_plain_and_has_an_example(one: object) -> None:
    text = f"{one.plain} {one.example}"
    assert grade(text) <= 8 and banned(text) == []
    assert one.plain.endswith(".") and one.example.endswith((".", "?")) and one.used.endswith(".")
    assert not re.search(r"\d", text.replace("Core20PLUS5", "")), "a figure belongs in facts.toml"
    assert len(one.plain.split()) <= 45


def test_an_unknown_word_is_refused_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match="Did you mean Gradient"):
        hi.glossary("gradent")


def test_it_shows_itself_as_a_list_of_definitions() -> None:
    bundle = hi.glossary()._repr_mimebundle_()
    assert bundle["text/html"].count("<dt") == bundle["text/html"].count("<dd") == len(TERMS)
    assert 'aria-label="Words and what they mean"' in bundle["text/html"]
    assert bundle[PAYLOAD]["kind"] == "glossary" and len(bundle[PAYLOAD]["items"]) == len(TERMS)


def test_a_page_folds_it_at_its_end_and_says_no_word_twice() -> None:
    told = hi.glossary("gradient").payload()
    page = make_page(standard(told, told), made=DAY)
    assert page.count("<dt>Gradient") == 1
    assert page.index('id="words"') > page.index('id="method"')


def test_a_fact_stands_with_the_prose_before_it_or_at_the_end() -> None:
    one, other = (hi.fact(name).payload() for name in ("clinical_staff_trained", "cost_of_living"))
    beside = make_page(standard("## Trained?\n\nSet this beside it.", one), made=DAY)
    assert beside.index("Trained?") < beside.index(one["sentence"]) and 'id="facts"' not in beside
    late = make_page(notebook(one, other, one), made=DAY)
    assert late.count(one["sentence"]) == 1 and late.index('id="facts"') < late.index(one["sentence"])
    assert one["source"] in late and one["range"] in late


def test_the_opening_of_a_page_is_not_taken_by_a_fact_before_the_chart() -> None:
    fact = hi.fact("clinical_staff_trained").payload()
    page = make_page(notebook("Before you read on.", fact, *standard_outputs()), made=DAY)
    assert page.index("Before you read on.") < page.index('<h2 id="chart">') < page.index(fact["sentence"])


def standard_outputs() -> list[dict[str, object]]:
    return [
        output.data[PAYLOAD] for cell in standard().cells if cell.cell_type == "code" for output in cell.outputs
        if output.get("data", {}).get(PAYLOAD)
    ]  # fmt: skip
