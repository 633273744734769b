"""Published figures: each can be read, traced and found out of date."""

from __future__ import annotations

import csv
import re
import string
from datetime import date, timedelta
from pathlib import Path

import pytest
from plain_words import banned, grade

from hitoolkit import catalogue
from hitoolkit.errors import CatalogueError

FACTS = catalogue.blocks("fact")
#: Where each figure stands in the shared list of published figures: fact, value -> its value there.
LISTED = {
    ("board_confidence_and_response", "confident"): "65",
    ("board_confidence_and_response", "developed"): "45",
    ("data_as_a_barrier", "barrier"): "48",
    ("data_as_a_barrier_later", "barrier"): "38",
    ("data_as_a_barrier_later", "before"): "49",
    ("year_long_waits_in_2021", "most"): "7",
    ("year_long_waits_in_2021", "least"): "4",
    ("year_long_waits_in_2025", "most"): "3.1",
    ("year_long_waits_in_2025", "least"): "2.7",
    ("eighteen_week_waits_in_one_region", "most"): "46.9",
    ("eighteen_week_waits_in_one_region", "least"): "43.0",
    ("year_long_waits_in_the_reform_plan", "ratio"): "1.8",
    ("maternal_deaths", "rate"): "12.8",
    ("maternal_deaths_2020_to_2022", "rate"): "13.41",
    ("maternal_deaths_2021_to_2023", "rate"): "12.67",
    ("maternal_deaths_revised", "first"): "12.67",
    ("maternal_deaths_revised", "later"): "12.82",
    ("maternal_deaths_by_ethnic_group", "black"): "3.7",
    ("maternal_deaths_by_ethnic_group", "asian"): "1.8",
    ("smoking_with_unknowns_left_out", "before"): "13.21",
    ("smoking_with_unknowns_left_out", "after"): "11.42",
    ("smoking_with_unknowns_kept_in", "before"): "9.63",
    ("smoking_with_unknowns_kept_in", "after"): "10.5",
    ("smoking_with_unknowns_kept_in", "missing_before"): "27.13",
    ("smoking_with_unknowns_kept_in", "missing_after"): "8.06",
    ("babies_born_early", "early"): "7.97",
    ("booked_by_ten_weeks", "booked"): "62.41",
    ("early_deaths_of_babies_gap", "most_before"): "2.07",
    ("early_deaths_of_babies_gap", "most_after"): "2.5",
    ("early_deaths_of_babies_gap", "least_before"): "1.2",
    ("early_deaths_of_babies_gap", "least_after"): "1.03",
    ("missed_appointments_two_rates", "narrow"): "7.6",
    ("missed_appointments_two_rates", "wide"): "6.4",
    ("ethnic_group_unknown_at_outpatients", "unknown"): "19.24",
    ("years_of_life_men", "life"): "9.4",
    ("years_of_life_men", "healthy"): "19.1",
    ("years_of_life_later", "men"): "9.7",
    ("years_of_life_later", "women"): "7.9",
    ("deprivation_index_changed", "same"): "82",
}


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_reads_and_can_be_traced(name: str) -> None:
    fact = catalogue.fact(name)
    text = str(fact)
    assert "{" not in text and fact.source in text and fact.period in text and fact.place in text
    used = {field for _, field, _, _ in string.Formatter().parse(fact.sentence) if field}
    assert used == set(fact.values), "every value is said, and every field has a value"
    said = re.sub(r"\b(10 weeks|18 weeks|37 weeks|52 weeks|every 1(00,000|,000|00))\b", "", fact.sentence)
    assert not re.search(r"\d", said), "a figure belongs in values, not in the sentence"
    assert re.fullmatch(r"[a-z][a-z0-9_]+", name)


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_is_looked_at_again_within_a_year(name: str) -> None:
    fact = catalogue.fact(name)
    seen, review = date.fromisoformat(fact.seen), date.fromisoformat(fact.review)
    assert seen < review <= seen + timedelta(days=366)


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_is_plain_and_names_no_culprit(name: str) -> None:
    sentence = catalogue.fact(name).sentence
    assert banned(sentence) == []
    assert grade(sentence.format(**catalogue.fact(name).values)) < 16


def test_the_facts_the_first_notebooks_need_are_there() -> None:
    assert 12 <= len(FACTS) <= 24
    assert (FACTS["years_of_life_men"].values["life"], FACTS["years_of_life_men"].values["healthy"]) == (9.4, 19.1)


def test_an_unknown_fact_is_refused_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="Did you mean maternal_deaths"):
        catalogue.fact("maternal_death")


def test_each_figure_is_in_the_list_of_published_figures(shared: Path) -> None:
    with (shared / "reference" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["value"] for row in csv.DictReader(file) if row["verified"] == "yes"}
    for (name, key), value in LISTED.items():
        assert value in listed, f"{value} of {name} is not a verified figure"
        figure = FACTS[name].values[key]
        decimals = len(str(figure).split(".")[1]) if "." in str(figure) else 0
        assert figure == pytest.approx(float(value), abs=0.5 * 10**-decimals + 1e-9), (name, key)
    counts = {(name, key) for name in FACTS for key in ("deaths", "maternities")
              if name in ("maternal_deaths", "maternal_deaths_2020_to_2022", "maternal_deaths_2021_to_2023")}
    # The list has these two rounded to whole numbers; the trade press printed them in full.
    counts |= {("year_long_waits_in_2021_in_full", end) for end in ("most", "least")}
    for end in ("most", "least"):
        rounded = FACTS["year_long_waits_in_2021"].values[end]
        assert round(FACTS["year_long_waits_in_2021_in_full"].values[end]) == rounded
    assert {(name, key) for name, fact in FACTS.items() for key in fact.values} == set(LISTED) | counts
