"""The catalogue: what it holds, and how an own file beside the data joins it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.errors import CatalogueError
from hitoolkit.groups.age import OLDEST, band_of

OWN = """
[indicator.seen_late]
name = "Seen more than 15 minutes late"
kind = "proportion"
per = 100
unit = "%"
better = "lower"
numerator_where = "minutes_late > 15"

[dimension.site]
name = "Hospital site"
ordered = false
groups = ["North", "South"]
reference = "South"

[source.our_warehouse]
name = "Trust data warehouse, extract of 1 June 2025"
"""

POLICY = '\n[policy.mine]\nname = "Our rule"\nhide_from = {}\nhide_to = {}\nround_to = {}\n'


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_catalogue_works_from_the_first_day(tmp_path: Path) -> None:
    path = own(tmp_path, OWN)
    hi.use_catalogue(path)
    assert "seen_late" in set(hi.indicators()["indicator"])
    assert catalogue.dimension("site").label("North") == "North"
    assert catalogue.own_source() == "our_warehouse"
    path.write_text(OWN.replace("15 minutes", "20 minutes"), encoding="utf-8")
    assert catalogue.indicator("seen_late").name == "Seen more than 20 minutes late", "read afresh at each call"
    hi.use_catalogue(None)
    with pytest.raises(CatalogueError, match="no indicator"):
        catalogue.indicator("seen_late")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace("indicator.seen_late", "indicator.preterm_births"), "id of the package's own"),
        (OWN.replace('name = "Trust', 'protected = true\nname = "Trust'), "Only the package's own catalogue may"),
        (OWN.replace('name = "Trust', 'synthetic = true\nname = "Trust'), "Only the package's own catalogue may"),
        (OWN + POLICY.format(1, 0, 1), "neither hides nor rounds"),
        (OWN + POLICY.format(3, 7, 5), "hides a count and shows a smaller one"),
        (OWN + POLICY.format(1, -1, 5), "below that"),
        (OWN + POLICY.format(1, 7, 0), "below that"),
        (OWN + POLICY.format(1, '"7"', 5), "should be a whole number"),
        (OWN + POLICY.format(1, 7, 5).replace("round_to", "round"), "Did you mean round_to"),
        (OWN + POLICY.format(1, 7, 5).replace("mine", "under_5"), "id of the package's own"),
        (OWN + POLICY.format(1, 5, 5) + "default = true\n", "is lighter than NHS England secondary care rule"),
        (OWN + POLICY.format(1, 7, 1) + "default = true\n", "is lighter than"),
        (OWN + POLICY.format(1, 9, 10) + "default = true\n"
         + POLICY.format(1, 9, 5).replace("mine", "two") + "default = true\n", "another rule of this file is the"),
        (OWN + '\n[standard.mine]\nname = "no"\n', "cannot hold"),
        (OWN.replace('better = "lower"', 'better = "down"'), "no direction"),
        (OWN.replace('better = "lower"\n', ""), 'lacks the line "better'),
        (OWN.replace('kind = "proportion"', 'kind = "percent"'), "no kind of indicator"),
        (OWN.replace("per = 100", "per = 0"), "above zero"),
        (OWN.replace("per = 100", 'per = "100"'), "should be a number"),
        (OWN.replace("unit =", "units ="), "Did you mean unit"),
        (OWN.replace("> 15", "=> 15"), "cannot be understood"),
        (OWN.replace('"South"]', '"All"]'), "kept for the whole"),
        (OWN.replace('reference = "South"', 'reference = "Suoth"'), "Did you mean South"),
        (OWN.replace("ordered = false", "ordered = true").replace('"North", "South"', '"North"'), "most to least"),
        (OWN.replace("per = 100", 'value_of = "minutes"'), '"value_of" belongs to a mean or a percentile'),
        (OWN.replace("per = 100", "q = 50"), '"q" belongs to a percentile'),
        (OWN.replace("numerator_where", "q = 0\nvalue_of").replace("proportion", "percentile"), "be above 0"),
        (OWN.replace("numerator_where", "q = 100\nvalue_of").replace("proportion", "percentile"), "below 100"),
        (OWN.replace("proportion", "mean"), '"numerator_where" belongs to counts'),
        (OWN.replace("numerator_where", "count_of").replace("proportion", "mean"), '"count_of" belongs to counts'),
        (OWN.replace("proportion", "value").replace("numerator_where", "count_of"), '"count_of" belongs to counts'),
        ("[indicator.x", "not valid TOML"),
        ("indicator = 3", "cannot hold"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=r"own\.toml") as refused:
        hi.use_catalogue(own(tmp_path, text))
    assert said in str(refused.value)


def test_an_own_rule_is_chosen_by_name_and_a_stricter_one_may_be_the_usual_one(tmp_path: Path) -> None:
    hi.use_catalogue(own(tmp_path, POLICY.format(1, 3, 5)))
    assert catalogue.policy("mine").limit == 3 and catalogue.policy().id == "nhs_secondary_care"
    hi.use_catalogue(own(tmp_path, POLICY.format(1, 9, 10) + "default = true\n"))
    assert catalogue.policy().id == "mine"
    hi.use_catalogue(None)
    assert catalogue.policy().id == "nhs_secondary_care"


def test_a_missing_or_unreadable_catalogue_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.toml cannot be read"):
        hi.use_catalogue(tmp_path / "none.toml")
    (tmp_path / "utf16.toml").write_bytes(OWN.encode("utf-16"))
    with pytest.raises(CatalogueError, match="not UTF-8"):
        hi.use_catalogue(tmp_path / "utf16.toml")


def test_every_indicator_and_dimension_is_whole() -> None:
    for name in catalogue.blocks("indicator"):
        one = catalogue.indicator(name)
        assert one.name and one.caveats, name
        assert bool(one.value_of) == (one.kind in ("mean", "percentile")), name
        assert bool(one.would) <= bool(one.did), name
    for name in catalogue.blocks("dimension"):
        one = catalogue.dimension(name)
        assert len(one.labels) == len(one.groups), name
        assert bool(one.most and one.least) == one.ordered, name
    assert [one.default for one in catalogue.blocks("policy").values()].count(True) == 1


def test_standard_populations_hold_every_age_and_a_hundred_thousand_people() -> None:
    for name in catalogue.blocks("standard"):
        one = catalogue.standard(name)
        spans = [band_of(f"{band}-{band}" if band.isdigit() else band) for band in one.weights]
        assert one.source and sum(one.weights.values()) == 100_000, name
        assert all(spans) and spans[0][0] == 0 and spans[-1][1] == OLDEST, name
        assert all(before[1] == after[0] for before, after in pairwise(spans)), name


def test_an_own_catalogue_is_read_afresh_but_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Thousands of look-ups in one call took minutes while each of them parsed the file again.
    path = tmp_path / "own.toml"
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))
    for name in ("First", "Second"):
        path.write_text(f'[source.mine]\nname = "{name}"\n', encoding="utf-8")
        one, other = catalogue.source("mine"), catalogue.source("mine")
        assert one is other and one.name == name
