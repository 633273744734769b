"""What is said of means and percentiles: sentences that are true of the records they come from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from plain_words import banned

import hitoolkit as hi
from hitoolkit import catalogue


def said(indicator: str, dimension: str = "imd_quintile", data: str | pd.DataFrame = "elective_waits") -> pd.DataFrame:
    return hi.protect(hi.count_by(hi.open_records(data), dimension, indicator).pipe(hi.add_rates))


def test_half_and_eight_in_every_hundred_and_on_average() -> None:
    lines = {}
    for name in ("median_wait", "wait_92nd_percentile", "mean_wait"):
        finding = hi.findings(said(name))[0]
        lines[name] = finding.headline
        assert finding.certainty == "clear" and finding.leaves == ""
        assert finding.difference is not None and finding.difference["unit"] == "weeks"
        assert finding.difference["big"].endswith("more") and finding.ratio is not None
        assert finding.ratio["unit"] == "as long"
        text = str(finding) + str(finding.missing) + str(finding.method)
        assert not banned(text) and "% of" not in text and "in every 100 have waited over" not in text
    assert lines == {
        "median_wait": "Half of people from the most deprived areas have waited 16.9 weeks or more, against 15.0 from "
        "the least deprived",
        "wait_92nd_percentile": "Eight in every 100 people from the most deprived areas have waited 48.0 weeks or "
        "more, against 43.0 from the least deprived",
        "mean_wait": "People from the most deprived areas have waited 19.9 weeks on average, against 17.9 from the "
        "least deprived",
    }


def test_the_sentence_is_true_of_the_records() -> None:
    records = hi.open_records("elective_waits")
    raw = pd.read_csv(records.scan.text.path)
    weeks = raw.loc[raw["imd_decile"].isin([1, 2]), "days_waited"].dropna() / 7
    for name, share in (("median_wait", 0.5), ("wait_92nd_percentile", 0.08)):
        table = hi.count_by(records, "imd_quintile", name).set_index("group")
        assert (weeks >= table.loc["1", "value"]).mean() >= share
        assert (weeks > table.loc["1", "value"]).mean() <= share


def test_percentiles_are_never_compared_with_a_rest_that_is_none() -> None:
    table = said("median_wait", "ethnic_group")
    measured = hi.measure(table)
    for finding in hi.findings(table, measured):
        assert finding.headline.endswith("for White people"), "the largest group"
    assert "rest" not in str(hi.comparison_chart(table, measures=measured).title)
    assert "the other groups together" in hi.findings(said("mean_wait", "ethnic_group"))[0].headline


def test_charts_and_tables_speak_of_the_wait() -> None:
    table = said("median_wait")
    assert str(hi.gradient_chart(table).title) == "With each step towards deprivation, the median wait is longer"
    shown = hi.summary_table(table)
    assert shown.columns.tolist() == ["Group", "People waiting", "Median wait, weeks (plausible range)"]
    text = shown._repr_mimebundle_()["text/html"]
    assert "how many of them" not in text and "rounded counts" not in text
    assert "is longer for" in str(hi.comparison_chart(said("mean_wait", "sex")).title) or "cannot tell" in str(
        hi.comparison_chart(said("mean_wait", "sex")).title
    )


def test_where_too_few_people_leave_no_range_it_is_said_so() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"imd_decile": [1] * 500 + [10] * 89, "days_waited": rng.integers(1, 500, 589)})
    finding = hi.findings(said("wait_92nd_percentile", data=frame))[0]
    assert finding.certainty == "no_range" and finding.sure.startswith("Too few people for a plausible range")
    assert "published" not in finding.sure
    questions = hi.board_questions(finding)
    assert len(questions) == 3


@pytest.mark.parametrize("name", ["median_wait", "wait_92nd_percentile", "mean_wait"])
def test_the_catalogue_offers_them_by_name(name: str) -> None:
    block = catalogue.indicator(name)
    assert block.better == "lower" and block.unit == "weeks" and block.value_of == "weeks_waited"
    report = hi.check_records(hi.open_records("elective_waits"))
    assert f"{name}: can be used" in set(report["why"])
