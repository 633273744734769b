"""Published figures: each can be read, traced and found out of date, and says how sure it is and who told it."""

from __future__ import annotations

import csv
import re
import string
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from plain_words import banned, grade

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.errors import CatalogueError, ParameterError
from hitoolkit.register.facts import PAYLOAD, shown

FACTS = catalogue.blocks("fact")
#: Words that a fact needs though no finding may use them.
ALLOWED = {"race_equality_part_of_board_business": ["equality"]}
#: Whose own pages were read: a first-hand figure comes from here, or from a text by NHS Providers without a link.
PUBLISHERS = {
    "nhsproviders.org", "www.england.nhs.uk", "www.ndph.ox.ac.uk", "npeu.ox.ac.uk", "le.ac.uk", "bmjopen.bmj.com",
    "www.nuffieldtrust.org.uk", "www.redcross.org.uk", "gov.uk", "www.gov.uk", "www.ons.gov.uk",
    "digital.nhs.uk", "pmc.ncbi.nlm.nih.gov", "www.bmj.com", "doi.org", "qualitysafety.bmj.com",
}
#: Figures that stand in the list under another page than the one a fact names.
ELSEWHERE = {
    ("board_confidence_and_response", "confident"), ("board_confidence_and_response", "developed"),
    ("data_as_a_barrier", "barrier"), ("pressure_as_a_barrier_in_2021", "named"),
    ("unclear_accountability_as_a_barrier_in_2021", "named"),
    ("data_as_a_barrier_later", "before"), ("maternal_deaths_revised", "later"),
    ("missed_appointments_two_rates", "wide"), ("trusts_that_answered_in_2021", "answers"),
}  # fmt: skip
#: Figures in the notes (domain.md 2 and 6, teaching.md 0 and 6) or the texts by NHS Providers, and not in the list.
IN_NOTES = {
    "trusts_that_answered_in_2021": {"trusts", "share"},
    "trusts_that_answered_in_2024": {"answers", "trusts", "all", "share"},
    "year_long_waits_in_2021_in_full": {"most", "least"}, "year_long_waits_in_2022": {"ratio"},
    "maternal_deaths_in_the_board_report": {"black", "most"},
    "emergency_visits_in_the_board_report": {"ratio"}, "mothers_ethnic_group_unknown": {"trusts", "middle", "worst"},
    "dementia_found_less_often": {"found", "deaths"}, "papers_with_only_the_ratio": {"papers", "ratio_only", "both"},
    "board_training_feedback": {"good", "better"}, "board_claims_with_a_chart": {"claims", "backed"},
    "charts_in_board_papers_after_training": {"before", "trained", "others_before", "others"},
    "board_sessions_held": {"sessions", "staff"},
}  # fmt: skip
#: Worked out from figures of the list: which, and how.
WORKED = {
    ("trusts_that_answered_in_2024_worked_out", "share"): 100 * 72 / 209,
    ("year_long_waits_between_regions", "gap"): 4.9 - 4.0,
}


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_reads_and_can_be_traced(name: str) -> None:
    fact = hi.fact(name)
    text = str(fact)
    assert "{" not in text and fact.source in text and fact.period in text and fact.place in text
    used = {field for _, field, _, _ in string.Formatter().parse(fact.sentence) if field}
    assert used == set(fact.values), "every value is said, and every field has a value"
    said = re.sub(r"\b(10 weeks|18 weeks|37 weeks|52 weeks|every 1(00,000|,000|00))\b", "", fact.sentence)
    assert not re.search(r"\d", said), "a figure belongs in values, not in the sentence"
    assert re.fullmatch(r"[a-z][a-z0-9_]+", name)
    assert all(fact.unit_of(value) for value in fact.values)


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_is_looked_at_again_within_a_year(name: str) -> None:
    seen, review = date.fromisoformat(FACTS[name].seen), date.fromisoformat(FACTS[name].review)
    assert seen < review <= seen + timedelta(days=366)


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_is_plain_and_names_no_culprit(name: str) -> None:
    fact = hi.fact(name)
    assert banned(f"{fact.text} {fact.range} {fact.moved}") == ALLOWED.get(name, [])
    assert grade(f"{fact.text} {fact.range} {fact.moved}") <= 10


@pytest.mark.parametrize("name", FACTS)
def test_who_told_a_figure_is_said(name: str) -> None:
    fact = hi.fact(name)
    host = urlsplit(fact.link).netloc
    if fact.status == "second_hand":
        assert f"as reported by {fact.reported_by}" in str(fact)
        both = "for the second rate" in fact.reported_by  # one of its two figures was read at the publisher
        assert host not in PUBLISHERS or "NHS Providers" in fact.reported_by or "Nuffield" in fact.reported_by or both
    else:
        assert "as reported by" not in str(fact)
        assert host in PUBLISHERS or (not host and "NHS Providers" in fact.source)
    assert ("worked out here" in str(fact)) == (fact.status == "worked_out")


def test_the_register_holds_what_the_notebooks_need() -> None:
    assert len(FACTS) > 60
    assert (FACTS["years_of_life_men"].values["life"], FACTS["years_of_life_men"].values["healthy"]) == (9.4, 19.1)
    assert set(hi.facts()["topic"]) >= {
        "board_survey", "waits", "maternity", "appointments", "recording", "urgent_care", "oral_health",
        "learning_disability", "sickle_cell", "dementia", "length_of_life", "groups", "reporting", "training",
    }  # fmt: skip


def test_an_unknown_fact_or_topic_is_refused_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="Did you mean maternal_deaths"):
        hi.fact("maternal_death")
    with pytest.raises(ParameterError, match="Did you mean waits"):
        hi.facts("wait")
    with pytest.raises(ParameterError, match="topic with figures of groups"):
        hi.read_facts("waits")


def test_a_survey_says_its_range_and_whether_a_change_may_be_luck() -> None:
    """Wilson and Newcombe, worked by hand: 38 of every 100 of 80 is 28.1 to 49.0; 49 of 254 less it is -1.8 to 22.7."""
    fact = hi.fact("data_as_a_barrier_later")
    assert fact.limits("barrier") == pytest.approx((28.15, 48.95), abs=0.01)
    assert "28 to 49 (80 answers) and 43 to 55 (254 answers)" in str(fact)
    assert "a fall of 11, with a plausible range from a rise of 2 to a fall of 23" in str(fact)
    assert "cannot tell a fall from luck" in str(fact)
    small = hi.fact("pain_relief_in_half_an_hour")
    assert small.limits("after") == pytest.approx((7.60, 34.55), abs=0.01), "from the counts, not the rounded share"
    assert "cannot tell" not in str(small) and "range of 27 to 72" in small.moved
    assert hi.fact("years_of_life_men").range == "" and hi.fact("cost_of_living").range == ""


def test_a_fact_past_its_review_date_asks_whether_it_is_still_true() -> None:
    block = FACTS["cost_of_living"]
    old = shown(type(block)(**{**vars(block), "seen": "2020-03-01", "review": "2021-02-28"}))
    asked = "Check: still true? It was last seen on 1 March 2020."
    assert str(old).endswith(asked)
    bundle = old._repr_mimebundle_()
    assert asked in bundle["text/html"] and bundle[PAYLOAD]["check"] == asked
    assert old.check(date(2021, 2, 28)) == "" and old.check(date(2021, 3, 1)) == asked


def test_a_fact_shows_itself_without_markup_of_its_own() -> None:
    block = FACTS["cost_of_living"]
    odd = shown(type(block)(**{**vars(block), "source": "A <b>bold</b> source"}))
    html = odd._repr_mimebundle_()["text/html"]
    assert "&lt;b&gt;" in html and "<b>" not in html and 'aria-label="A published figure"' in html


def test_the_register_as_a_table_has_a_row_for_each_value() -> None:
    listed = hi.facts()
    assert len(listed) == sum(len(fact.values) for fact in FACTS.values())
    assert list(listed.columns) == [
        "id", "topic", "value", "amount", "sentence", "unit", "period", "place", "source", "status", "seen", "review",
        "base", "lower", "upper", "still true?", "link",
    ]  # fmt: skip
    ranged = listed.dropna(subset=["base"]).query("unit == 'in every 100'")
    assert ranged["lower"].notna().all() and (ranged["lower"] < ranged["amount"]).all()
    assert (ranged["amount"] < ranged["upper"]).all()
    assert type(listed[["id"]]).__name__ == "DataFrame" and "<table" in listed._repr_html_()


def test_the_survey_becomes_an_inequality_table() -> None:
    table = hi.read_facts("board_survey")
    of = table.set_index(["period", "group"])
    assert of.loc[("2021", "Data inside the trust"), "value"] == 49
    assert of.loc[("2024", "Data inside the trust"), "denominator"] == 80
    assert len(of.loc["2021"]) == 5 and len(of.loc["2024"]) == 8, "what was not asked has no row, and is no zero"
    assert table["numerator"].isna().all() and table["lower"].notna().all()
    assert hi.comparison_chart(table[table["period"] == "2024"]).payload()["alt"].count("plausible range") == 8


def test_each_figure_is_in_the_list_of_published_figures(shared: Path) -> None:
    """Each value stands in the shared list, under the page that the fact names; what nobody verified is second hand."""
    with (shared / "reference" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    for name, fact in FACTS.items():
        for key, value in fact.values.items():
            if (name, key) in WORKED:
                assert value == pytest.approx(WORKED[name, key], abs=0.05), (name, key)
                continue
            if key in IN_NOTES.get(name, ()):
                continue
            rows = [row for row in listed if row["source_url"] == fact.link or (name, key) in ELSEWHERE]
            held = [row for row in rows if _holds(row, value)]
            assert held, f"{value} of {name} ({key}) is not in the list under {fact.link or 'any page'}"
            assert any(row["verified"] == "yes" for row in held) or fact.status == "second_hand", (name, key)


def _holds(row: dict[str, Any], value: float) -> bool:
    decimals = len(str(value).split(".")[1]) if "." in str(value) else 0
    for column in ("value", "lower", "upper", "numerator", "denominator"):
        try:
            if float(row[column]) == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-9):
                return True
        except ValueError:
            continue
    return False
