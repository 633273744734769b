"""What a finding says in each kind of certainty, and what it never says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from plain_words import banned, grade

from hitoolkit import catalogue
from hitoolkit.disclosure import protect
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.finding import Finding, Findings, findings
from hitoolkit.measures import measure
from hitoolkit.rates import add_rates
from hitoolkit.table import check_table

Rows = list[tuple[str, float, float]]
#: The waiting list of the design mock.
WAITS: Rows = [
    ("1", 2275, 4930), ("2", 1800, 4120), ("3", 1465, 3555), ("4", 1170, 2965), ("5", 885, 2310),
    ("Not known", 190, 360), ("All", 7785, 18240),
]
ETHNIC: Rows = [
    ("White", 4000, 10000), ("Mixed", 60, 130), ("Asian or Asian British", 500, 1000),
    ("Black or Black British", 260, 500), ("Any other ethnic group", 45, 100), ("Not known", 800, 1700),
    ("Not stated", 500, 1300),
]
UNSURE = [("White", 4000, 10000), ("Mixed", 55, 130), ("Asian or Asian British", 410, 1000),
          ("Black or Black British", 205, 500), ("Any other ethnic group", 45, 100)]
UPTAKE = """
[indicator.jab]
name = "Flu vaccine taken up"
kind = "proportion"
per = 100
unit = "%"
better = "higher"
{words}
[dimension.site]
name = "Hospital site"
ordered = false
groups = ["North", "South", "West"]

[dimension.ward]
name = "Ward"
ordered = true
groups = ["A", "B"]
"""


def table(rows: Rows, **constants: str) -> pd.DataFrame:
    same = {
        "indicator": "waits_over_18_weeks", "period": "2026-09-30", "area": "Wessington Vale",
        "dimension": "imd_quintile", "edition": "IMD 2025 national", "source": "sample_elective_waits", **constants,
    }
    return add_rates(check_table(pd.DataFrame(rows, columns=["group", "numerator", "denominator"]), **same))


def by_ethnic_group(rows: Rows, **constants: str) -> pd.DataFrame:
    return table(rows, dimension="ethnic_group", edition="2001 codes", **constants)


def values(numbers: list[float], **constants: str) -> pd.DataFrame:
    frame = pd.DataFrame({"group": [str(at + 1) for at in range(len(numbers))], "value": numbers})
    same = {"indicator": "life_expectancy", "dimension": "imd_decile", "area": "England", "period": "2013",
            "source": "life_expectancy_by_decile", **constants}
    return check_table(frame, **same)


YEARS = [70.0, 71.5, 72.0, 73.0, 74.0, 74.5, 75.0, 76.0, 77.0, 78.5]


@pytest.fixture
def own(tmp_path: Path):
    """Add an own catalogue whose vaccine indicator has, or lacks, words for sentences."""

    def add(words: str = "") -> None:
        path = tmp_path / "own.toml"
        path.write_text(UPTAKE.format(words=words), encoding="utf-8")
        catalogue.use_catalogue(path)

    yield add
    catalogue.use_catalogue(None)


def every_text(finding: Finding) -> str:
    """All that a reader sees of a finding, without the labels of the axis."""
    payload = finding.payload()
    texts = [payload["headline"], payload["sure"], payload["leaves"]]
    texts += [size[name] for size in (payload["difference"], payload["ratio"]) if size
              for name in ("big", "unit", "range", "alt", "lower_label", "upper_label")]
    for part, names in (("missing", ("title", "text")), ("limits", ("start", "text")), ("method", ("term", "text"))):
        texts += [line[name] for line in payload[part] for name in names]
    return " . ".join(texts)


def many() -> dict[str, Findings]:
    """A finding of each kind."""
    return {
        "clear": findings(table(WAITS)),
        "other_way": findings(table([("1", 290, 1000), ("2", 328, 1000), ("3", 385, 1000), ("4", 380, 1000),
                                     ("5", 435, 1000)], indicator="late_booking")),
        "unsure": findings(table([("1", 90, 1000), ("2", 88, 1000), ("3", 75, 1000), ("4", 80, 1000),
                                  ("5", 70, 1000)], indicator="preterm_births", source="sample_maternity")),
        "few": findings(table([("1", 5, 400), ("2", 5, 300), ("3", 5, 300), ("4", 5, 300), ("5", 5, 300)],
                              source="msds_annual")),
        "years": findings(values(YEARS)),
        "ethnic": findings(by_ethnic_group(ETHNIC)),
        "ethnic_unsure": findings(by_ethnic_group(UNSURE)),
        "partial": findings(table(WAITS[:4])),
    }


def test_the_mock_is_said_as_the_mock_says_it() -> None:
    finding = findings(table(WAITS))[0]
    assert finding.headline == (
        "More people from the most deprived areas have waited over 18 weeks: 46 in every 100, "
        "against 38 from the least deprived"
    )
    assert finding.certainty == "clear"
    difference, ratio = finding.difference, finding.ratio
    assert (difference["big"], difference["unit"], difference["range"]) == ("8 more", "in every 100", "5 to 10 more")
    assert (difference["lower_label"], difference["upper_label"], difference["none"]) == ("5", "10", 0)
    assert (ratio["big"], ratio["unit"], ratio["range"], ratio["none"]) == (
        "1.2 times", "as likely", "1.1 to 1.3 times", 1)
    assert finding.sure == (
        "Chance alone is an unlikely explanation. If every group had the share of the least deprived fifth, about 745 "
        "fewer of these 17,880 people would have waited over 18 weeks."
    )
    assert finding.missing[0]["title"] == "Deprivation: known for 98 in 100"
    assert finding.missing[0]["text"] == (
        "Missing: 360 people. 53 in every 100 have waited over 18 weeks, more than in any of the five groups."
    )
    assert finding.leaves == (
        "If all 360 were from the most deprived areas the difference would be 8 more in every 100; if all were from "
        "the least deprived, 6. The gap is there either way."
    )
    assert len(finding.limits) == 3
    assert [line["term"] for line in finding.method] == [
        "Groups", "Measure", "Ranges", "Small numbers", "Sources", "Version"]


def test_no_number_is_shown_that_the_table_does_not_give() -> None:
    finding = findings(table(WAITS))[0]
    shown = set(re.findall(r"\d[\d,.]*\d|\d", every_text(finding)))
    named = {"18", "100", "2025", "95", "0", "1", *re.findall(r"\d[\d.]*\d|\d", finding.method[-1]["text"])}
    worked_out = {"46", "38", "8", "5", "10", "1.2", "1.1", "1.3", "745", "17,880", "98", "360", "53", "6"}
    assert shown <= named | worked_out


def test_fewer_is_said_where_fewer_are_worse_off_and_no_excess_is_claimed() -> None:
    finding = many()["other_way"][0]
    assert finding.headline.startswith("Fewer pregnant women from the most deprived areas had their first")
    assert finding.certainty == "clear"
    assert finding.difference["big"] == "15 fewer" and finding.difference["range"] == "10 to 19 fewer"
    assert finding.difference["value"] < 0 and finding.ratio["big"] == "0.7 times"
    assert "If every group" not in finding.sure


def test_higher_is_better_keeps_the_sign_rule_and_the_plain_words(own) -> None:
    own('who = "people"\ndid = "had their flu vaccine"\nwould = "have had their flu vaccine"')
    rows = [("1", 800, 1000), ("2", 820, 1000), ("3", 850, 1000), ("4", 880, 1000), ("5", 900, 1000)]
    finding = findings(table(rows, indicator="jab"))[0]
    assert finding.headline == (
        "Fewer people from the most deprived areas had their flu vaccine: 80 in every 100, "
        "against 90 from the least deprived"
    )
    assert finding.difference["value"] == pytest.approx(10) and finding.difference["big"] == "10 fewer"
    assert finding.ratio["value"] == pytest.approx(1.125)
    assert finding.ratio["unit"] == "as likely for people from the least deprived"
    assert "about 250 more of these 5,000 people would have had their flu vaccine" in finding.sure


def test_cannot_tell_names_both_ways_and_never_comforts() -> None:
    finding = many()["unsure"][0]
    assert finding.certainty == "cannot_tell"
    assert finding.headline.startswith("We cannot tell whether more babies of mothers from the most deprived areas")
    assert finding.sure == (
        "These numbers cannot tell us. The gap could be 0.4 in every 100 one way or 4.4 in every 100 the other."
    )
    assert finding.difference["lower_label"] == "0.4 fewer" and finding.difference["upper_label"] == "4.4 more"
    assert "reaches 0" in finding.difference["alt"]


def test_too_few_gives_no_figure() -> None:
    finding = many()["few"][0]
    assert finding.certainty == "too_few"
    assert finding.difference is None and finding.ratio is None and finding.leaves == ""
    assert "We do not show a rate" in finding.sure and "review each case" in finding.sure
    assert not re.search(r"\d", finding.headline.replace("18", ""))


def test_a_hidden_end_is_too_few_and_its_count_is_nowhere() -> None:
    true = table([("1", 300, 1000), ("2", 200, 1000), ("3", 150, 1000), ("4", 160, 1000), ("5", 6, 100)],
                 source="own_records")
    with pytest.raises(DisclosureError):
        findings(true)
    safe = protect(true)
    finding = findings(safe)[0]
    assert finding.certainty == "too_few" and finding.difference is None
    # Measured before hiding: the gap is known to whoever measured, and must not come out here either.
    with pytest.raises(InputError, match="not worked out from this table"):
        findings(safe, measure(true))
    small = next(line["text"] for line in finding.method if line["term"] == "Small numbers")
    policy = catalogue.policy()
    assert policy.name in small and f"rounded to {policy.round_to}" in small and "hidden here" in small


def test_a_hidden_middle_group_leaves_the_gap_but_no_excess() -> None:
    safe = protect(table([("1", 300, 1000), ("2", 200, 1000), ("3", 6, 90), ("4", 160, 1000), ("5", 100, 1000)],
                         source="own_records"))
    finding = findings(safe)[0]
    assert finding.certainty == "clear" and "If every group" not in finding.sure


def test_a_hidden_number_of_unknown_people_is_said_and_not_guessed() -> None:
    safe = protect(table([*WAITS[:5], ("Not known", 4, 6)], source="own_records"))
    finding = findings(safe)[0]
    assert finding.missing[0]["known"] is None
    assert "too few to show" in finding.missing[0]["text"]
    assert finding.leaves == ""


def test_no_range_is_said() -> None:
    finding = many()["years"][0]
    assert finding.certainty == "no_range"
    assert finding.headline == (
        "People from the most deprived areas can expect to live for 8.5 fewer years: 70.0, "
        "against 78.5 from the least deprived"
    )
    assert finding.difference["range"] == "no range given" and finding.difference["lower"] is None
    assert "No range was given with these figures" in finding.sure
    assert finding.ratio["unit"] == "as long for people from the least deprived"
    healthy = findings(values(YEARS, indicator="healthy_life_expectancy", stratum="sex=Male"))[0]
    assert healthy.headline.startswith("People from the most deprived areas can expect to live in good health for 8.5")
    assert healthy.headline.endswith("(male)") and healthy.stratum == "sex=Male"


def test_not_comparable_says_why() -> None:
    finding = many()["partial"][0]
    assert finding.certainty == "not_comparable" and finding.difference is None
    assert "Least deprived fifth" in finding.sure
    mixed = pd.concat([table(WAITS[:3]), table(WAITS[3:5], edition="IMD 2019 national")])
    finding, = findings(mixed)
    assert finding.certainty == "not_comparable"
    assert "IMD 2019 national" in finding.sure and "IMD 2025 national" in finding.sure


def test_two_whole_editions_are_two_findings() -> None:
    both = pd.concat([table(WAITS), table(WAITS, edition="IMD 2019 national")])
    made = findings(both)
    assert [item.certainty for item in made] == ["clear", "clear"]
    assert "IMD 2019 national" in made[0].method[0]["text"] and "IMD 2025 national" in made[1].method[0]["text"]


def test_an_edition_nobody_stated_is_said_to_be_so() -> None:
    finding = findings(table(WAITS, edition="not stated"))[0]
    assert "The edition is not stated." in finding.method[0]["text"]


def test_groups_without_order_say_the_gravest_clear_gap_first() -> None:
    made = many()["ethnic"]
    assert [item.group for item in made[:3]] == ["Black or Black British", "Asian or Asian British", "White"]
    assert made[0].headline == (
        "More Black or Black British people have waited over 18 weeks: 52 in every 100, "
        "against 41 for the other groups together"
    )
    assert made[2].headline.startswith("Fewer White people")
    assert [item.certainty for item in made[3:]] == ["cannot_tell", "cannot_tell"]
    assert "Five comparisons were made; one in twenty would look clear by luck alone." in made[0].sure
    assert [part["title"] for part in made[0].missing] == ["Ethnicity: known for 80 in 100"]
    assert made[0].missing[0]["text"].startswith("Not known: 1,700 people.")
    assert "Not stated: 1,300 people." in made[0].missing[0]["text"]


def test_where_no_group_stands_out_the_headline_says_so_with_how_many_were_compared() -> None:
    made = many()["ethnic_unsure"]
    assert made[0].certainty == "cannot_tell"
    assert "we cannot tell whether any of five groups stands apart" in made[0].headline
    assert "Five comparisons were made" in made[0].sure
    assert "any of five" not in made[1].headline


def test_a_reference_that_fares_worst_leaves_the_widest_gap_first() -> None:
    rows = [("Dermatology", 100, 2000), ("Cardiology", 200, 2000), ("Orthopaedics", 400, 4000), ("Urology", 290, 2000)]
    rows = table(rows, dimension="specialty", edition="as recorded")
    made = findings(rows, measure(rows, reference="Urology"))
    assert made[0].group == "Dermatology"
    assert made[0].headline.startswith("Fewer people in Dermatology have waited")
    assert made[0].leaves == "" and len({len(item.missing) for item in made}) == 1


def test_unknown_people_of_a_group_without_order_leave_a_range_too() -> None:
    assert many()["ethnic"][0].leaves.startswith("If all 3,000 were Black or Black British people the difference")


def test_many_groups_are_said() -> None:
    rows = [(f"T{number:03}", 100 + number, 1000) for number in range(100)] + [("Not known", 50, 400)]
    assert len(findings(table(rows, dimension="specialty", edition="as recorded"))) == 100


def test_two_groups_are_compared_once_and_by_name() -> None:
    rows = [("Female", 400, 1000), ("Male", 300, 1000)]
    made = findings(table(rows, dimension="sex", edition="as recorded"))
    assert len(made) == 1 and "comparisons" not in made[0].sure
    assert made[0].headline == (
        "More people recorded as female have waited over 18 weeks: 40 in every 100, "
        "against 30 for people recorded as male"
    )


def test_a_hidden_group_does_not_silence_the_others() -> None:
    rows = [*ETHNIC[:4], ("Any other ethnic group", 4, 15)]
    made = findings(protect(by_ethnic_group(rows, source="own_records")))
    assert made[0].certainty == "clear"
    assert "for White people" in made[0].headline
    assert made[-1].certainty == "too_few"


def test_a_reference_asked_for_is_kept_and_extremes_carry_their_caveat() -> None:
    rows = by_ethnic_group(ETHNIC)
    named = findings(rows, measure(rows, reference="White"))
    assert len(named) == 4 and all("White people" in item.headline for item in named)
    extremes, = findings(rows, measure(rows, reference="extremes"))
    assert "lie furthest apart" in extremes.sure


def test_each_dimension_beside_is_told_of_in_who_is_missing() -> None:
    both = pd.concat([table(WAITS), by_ethnic_group(ETHNIC)])
    made = findings(both)
    assert [item.dimension for item in made] == ["imd_quintile"] + ["ethnic_group"] * 5, "the gradient comes first"
    deprivation = made[0]
    assert [part["title"] for part in deprivation.missing] == [
        "Deprivation: known for 98 in 100", "Ethnicity: known for 80 in 100"]
    assert deprivation.missing[1]["text"].startswith("Missing: 3,000 people, 20 in every 100.")
    assert made[1].missing[1]["text"] == "Missing: 360 people, 2 in every 100."
    assert deprivation.unknown_of == "Ethnicity" and deprivation.share_unknown == pytest.approx(3000 / 14730)


def test_everyone_known_is_said_only_where_the_whole_was_counted() -> None:
    known = [*WAITS[:5], ("All", 7595, 17880)]
    assert findings(table(known))[0].missing[0]["known"] == 1
    assert findings(table(WAITS[:5]))[0].missing[0]["known"] is None


def test_the_slope_is_put_in_plain_words() -> None:
    rows = table(WAITS)
    said = findings(rows, measure(rows, ["gap", "ratio", "sii", "rii"], draws=2000))[0]
    told = {part["term"]: part["text"] for part in said.method}["All groups together"]
    assert "SII" not in said.sure, "the first lines of a page hold no abbreviation a board would have to ask about"
    assert "Across all five groups, the slope index of inequality (SII) is 10.1 more in every 100 (plausible" in told
    assert re.search(r"the relative index \(RII\) is 1\.\d+ \(plausible range", told)
    alone = findings(rows, measure(rows, ["sii"], draws=2000))[0]
    assert alone.difference["big"] == "8 more" and "SII" in str(alone.method)


def test_a_bent_gradient_is_told_beside_its_slope() -> None:
    rows = table([("1", 2000, 10000), ("2", 1100, 10000), ("3", 1000, 10000), ("4", 900, 10000), ("5", 850, 10000)])
    said = findings(rows, measure(rows, ["gap", "ratio", "sii", "rii"], draws=2000))[0]
    told = {part["term"]: part["text"] for part in said.method}["All groups together"]
    assert told.endswith("is furthest from it), so look at all of them before one number.")


def test_groups_that_are_all_too_few_are_said_once() -> None:
    counts = pd.DataFrame({"group": ["White", "Mixed", "Any other ethnic group"], "numerator": [15, None, None],
                           "denominator": [135, None, 15], "flag": ["rounded", "suppressed", "suppressed"]})
    rows = add_rates(check_table(counts, indicator="missed_appointments", period="2025", area="A",
                                 dimension="ethnic_group", edition="2001 codes", source="own_records"))
    said = findings(rows)
    assert [one.headline for one in said] == [
        "Too few cases to compare people by ethnic group: missed outpatient appointments"]
    assert said[0].certainty == "too_few" and said[0].difference is None


def test_a_mix_says_who_is_here_and_has_no_gap() -> None:
    counts = pd.DataFrame({"group": ["1", "2", "3", "4", "5", "Not known"], "numerator": [300, 250, 200, 150, 80, 20]})
    rows = add_rates(check_table(counts.assign(denominator=1000), indicator="share_of_deliveries", period="2025",
                                 area="England", dimension="imd_quintile", source="msds_annual"))
    said = findings(rows)[0]
    assert said.headline == (
        "Share of all deliveries: 30 in every 100 from the most deprived areas, and 8 from the least deprived"
    )
    assert said.difference is None and said.shape == "mix" and "fared" in said.sure
    assert said.missing[0]["text"] == "Missing: 20 deliveries." and said.missing[0]["known"] == pytest.approx(0.98)
    assert measure(rows)["value"].isna().all() and "who is here" in measure(rows)["reason"].iloc[0]


def test_places_are_never_ranked_and_none_is_named_as_the_worst() -> None:
    counts = pd.DataFrame({"group": ["North", "South", "East"], "numerator": [900, 700, 750], "denominator": 10_000})
    rows = add_rates(check_table(counts, indicator="preterm_births", period="2025", area="England",
                                 dimension="region", source="msds_annual"))
    said = findings(rows)
    assert len(said) == 1 and said[0].difference is None
    assert said[0].headline == "Babies born before 37 weeks: from 7 to 9 in every 100 across three places; " \
        "chance moves the small ones most"
    assert "North" not in str(said) and "worst and the best" in said[0].sure


def test_a_slope_that_points_the_other_way_is_reported() -> None:
    rows = table([("1", 400, 1000), ("2", 100, 1000), ("3", 300, 1000), ("4", 900, 1000), ("5", 300, 1000)])
    sure = findings(rows, measure(rows, ["gap", "ratio", "sii"], draws=2000))[0].sure
    assert "points the other way" in sure


def test_an_own_indicator_without_words_falls_back_to_its_name(own) -> None:
    own()
    rows = [("1", 800, 1000), ("2", 820, 1000), ("3", 850, 1000), ("4", 880, 1000), ("5", 900, 1000)]
    finding = findings(table(rows, indicator="jab"))[0]
    assert finding.headline == (
        "Flu vaccine taken up: 80 in every 100 from the most deprived areas, against 90 from the least deprived"
    )
    assert "would" not in finding.sure and len(finding.limits) == 3
    sites = [("North", 800, 1000), ("South", 900, 1000), ("West", 905, 1000)]
    made = findings(table(sites, indicator="jab", dimension="site"))
    assert made[0].headline == (
        "Flu vaccine taken up: 80 in every 100 for people in the group North, against 90 for the other groups together"
    )
    wards = findings(table([("A", 800, 1000), ("B", 900, 1000)], indicator="jab", dimension="ward"))
    assert wards[0].headline == "Flu vaccine taken up: 80 in every 100 in the group A, against 90 in the group B"


def test_measures_of_another_table_are_refused() -> None:
    other = table([("1", 2000, 4930), *WAITS[1:]])
    with pytest.raises(InputError, match="not worked out from this table"):
        findings(table(WAITS), measure(other))


def test_every_packaged_indicator_reads_as_a_sentence() -> None:
    groups = {"imd_quintile": list("12345"), "ethnic_group": list(catalogue.dimension("ethnic_group").groups)}
    for name, block in catalogue.blocks("indicator").items():
        for dimension, ids in groups.items():
            rows = [(group, 400 - 40 * at, 1000) for at, group in enumerate(ids)]
            one = table(rows, indicator=name, dimension=dimension)
            if block.kind == "life_expectancy":
                one = one.assign(value=[70.0 + at for at in range(5)], numerator=None, denominator=None)
            if block.value_of:
                one = one.assign(value=[20.0 - at for at in range(5)], numerator=None)
            for item in findings(one):
                assert re.match(r"(More|Fewer|We cannot tell|People|[A-Z])", item.headline)
                assert "  " not in item.headline and "{" not in item.headline and " ." not in item.headline
                assert len(item.headline) < 190 and not item.headline.endswith(".")
        for caveat in block.caveats:
            assert 3 <= len(caveat.split(". ")[0].split()) <= 7, caveat


@pytest.mark.parametrize("kind", list(many()))
def test_no_banned_word_is_said(kind: str) -> None:
    for item in many()[kind]:
        assert banned(every_text(item)) == []


def test_findings_are_easy_to_read() -> None:
    grades = []
    for made in many().values():
        for item in made:
            texts = [item.headline, item.sure, item.leaves, *(part["text"] for part in item.missing)]
            texts += [f"{line['start']} {line['text']}" for line in item.limits]
            grades += [grade(text) for text in texts if text]
    assert sum(grades) / len(grades) < 9


@pytest.mark.parametrize("kind", list(many()))
def test_it_shows_itself_as_text_page_and_payload(kind: str) -> None:
    made = many()[kind]
    bundle = made._repr_mimebundle_()
    payload = bundle["application/vnd.hitoolkit.v1+json"]
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload
    assert payload["kind"] == "findings" and len(payload["items"]) == len(made)
    assert set(payload["items"][0]) == {
        "headline", "certainty", "difference", "ratio", "sure", "missing", "leaves", "limits", "method",
        "indicator", "dimension", "area", "period", "stratum", "synthetic", "source",
        "shape", "about",
    }
    assert bundle["text/plain"].startswith(made[0].headline)
    html = bundle["text/html"]
    assert made[0].headline in html and "<script" not in html and "http" not in html
    assert ("Synthetic data" in html) == made[0].synthetic
    assert made[0]._repr_mimebundle_()["text/plain"].startswith(made[0].headline)


def test_nothing_given_is_changed() -> None:
    rows = table(WAITS)
    gaps = measure(rows)
    before = rows.copy(), gaps.copy()
    findings(rows, gaps)
    pd.testing.assert_frame_equal(rows, before[0])
    pd.testing.assert_frame_equal(gaps, before[1])


def test_an_empty_table_gives_no_finding() -> None:
    made = findings(table(WAITS).iloc[0:0])
    assert list(made) == [] and "No finding" in str(made)
