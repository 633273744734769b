"""Rates of a population: events from records, people from a table, matched or told in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

OWN = """
[indicator.admissions]
name = "Emergency admissions"
kind = "rate"
per = 1000
better = "lower"
numerator_where = "urgent == 'yes'"

[indicator.stays]
name = "Stays"
kind = "rate"
per = 1000
better = "lower"

[indicator.people_admitted]
name = "People admitted"
kind = "rate"
per = 1000
better = "lower"
numerator_where = "urgent == 'yes'"
count_of = "person_id"

[dimension.site]
name = "Site"
ordered = false
column = "site"
"""


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    hi.use_catalogue(path)


def people(**more: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"group": list("12345"), "denominator": [1000, 1100, 1200, 1300, 1400]})
    return hi.check_table(
        frame, **{"indicator": "admissions", "period": "not stated", "area": "All", "dimension": "imd_quintile", **more}
    )


EVENTS = pd.DataFrame({
    "imd_decile": [1, 1, 2, 3, 3, 9, None], "urgent": ["yes", "yes", "yes", "yes", "no", "", "yes"],
    "person_id": ["a", "a", "b", "c", "d", "e", "f"], "sex": ["1", "1", "2", "1", "2", "1", "2"],
})  # fmt: skip


def rates(population: pd.DataFrame, indicator: Any = "admissions", frame: pd.DataFrame = EVENTS, **more: Any) -> Any:
    return hi.count_by(hi.open_records(frame), "imd_quintile", indicator, population=population, **more)


def counts(table: pd.DataFrame) -> dict[str, tuple[float, float, str]]:
    return {row.group: (row.numerator, row.denominator, row.flag) for row in table.itertuples()}


def test_people_come_from_the_population_and_events_from_the_records() -> None:
    table = rates(people())
    found = counts(table)
    assert found["1"] == (3, 1000, "") and found["2"] == (1, 1100, "") and found["All"] == (5, 6000, "")
    assert found["3"] == (0, 1200, ""), "the records cover this group, without an event"
    assert found["Not known"][0] == 1 and np.isnan(found["Not known"][1]) and found["Not known"][2] == "incomplete"
    told = {(line["group"], line["reason"], line["rows"]) for line in table.attrs["unmatched"]}
    assert ("Not known", "events, but no population was given", 1) in told
    assert ("3", "a population, and no event in the records: counted as 0", 0) in told
    worked = hi.add_rates(table).set_index("group")
    assert worked.loc["1", "value"] == 3 and np.isnan(worked.loc["Not known", "value"])
    assert worked.loc["Not known", "flag"] == "incomplete"
    parts = [*table.attrs["counted"], *table.attrs["ledger"]]
    assert sum(line["rows"] for line in parts) == len(EVENTS)


def test_every_record_may_be_an_event_and_people_may_be_counted() -> None:
    assert counts(rates(people(), "stays"))["2"] == (2, 1100, "")
    assert counts(rates(people(), "people_admitted"))["1"] == (2, 1000, "")
    with pytest.raises(InputError, match="does not say which records count"):
        hi.count_by(hi.open_records(EVENTS), "imd_quintile", "stays")


def test_a_group_without_its_people_is_unknown_and_the_whole_too() -> None:
    found = counts(rates(people()[lambda table: table["group"] != "2"]))
    assert np.isnan(found["2"][1]) and found["2"][2] == "incomplete" and found["2"][0] == 1
    assert np.isnan(found["All"][1]), "four fifths are not the whole"
    given = pd.concat([people(), people()[:1].assign(group="All", denominator=6100)])
    assert counts(rates(given))["All"] == (5, 6100, "")
    hidden = people()
    hidden.loc[1, "denominator"] = np.nan
    assert np.isnan(counts(rates(hidden))["All"][1])


def test_tenths_of_a_population_serve_fifths() -> None:
    tenths = pd.DataFrame({"group": [str(one) for one in range(1, 11)], "denominator": 500})
    tenths = hi.check_table(tenths, indicator="admissions", period="not stated", area="All", dimension="imd_decile")
    assert counts(rates(tenths))["1"] == (3, 1000, "")


def test_strata_are_matched_and_added_up_only_where_all_are_there() -> None:
    both = pd.concat([people(stratum="sex=Male"), people(stratum="sex=Female")])
    table = rates(both, stratum="sex")
    by = {(row.group, row.stratum): (row.numerator, row.denominator) for row in table.itertuples()}
    assert by[("1", "sex=Male")] == (2, 1000) and by[("1", "All")] == (3, 2000) and by[("All", "All")] == (5, 12000)
    assert by[("5", "sex=Female")] == (0, 1400)
    half = rates(people(stratum="sex=Male"), stratum="sex")
    whole = half[(half["group"] == "1") & (half["stratum"] == "All")]
    assert whole["denominator"].isna().all(), "men alone are not everybody"
    with pytest.raises(InputError, match="split into sex=Male, and the records are counted within All"):
        rates(people(stratum="sex=Male"))


def test_another_place_time_or_edition_is_refused() -> None:
    with pytest.raises(InputError, match=r'of area All, and the population of Wessington.*area="Wessington"'):
        rates(people(area="Wessington"))
    assert set(rates(people(area="Wessington"), area="Wessington")["area"]) == {"Wessington"}
    assert set(rates(people(), area="Wessington")["area"]) == {"Wessington"}, "a population that names no place"
    with pytest.raises(InputError, match=r"of period 2024/25, and the population of 2023/24"):
        rates(people(period="2023/24"), period="2024/25")
    stated = EVENTS.rename(columns={"imd_decile": "IMD 2019 decile"})
    with pytest.raises(InputError, match="of IMD 2019 national, and those of the population of IMD 2025 national"):
        rates(people(edition="IMD 2025 national"), frame=stated)
    assert set(rates(people(edition="IMD 2019 national"), frame=stated)["edition"]) == {"IMD 2019 national"}
    assert set(rates(people(), frame=stated)["edition"]) == {"not stated"}, "what only one of them says is not known"


def test_a_place_the_records_do_not_hold_is_not_zero() -> None:
    both = pd.concat([people(area="A"), people(area="B")])
    frame = pd.concat([EVENTS.assign(Trust="A")] * 10, ignore_index=True)
    table = rates(both, frame=frame, area="provider")
    assert set(table["area"]) == {"A"}
    assert any("may not cover" in line["reason"] and line["area"] == "B" for line in table.attrs["unmatched"])
    sites = hi.check_table(
        pd.DataFrame({"group": ["North", "South"], "denominator": [900, 800]}), indicator="admissions",
        period="not stated", area="All", dimension="site",
    )  # fmt: skip
    own = hi.open_records(pd.DataFrame({"site": ["North"] * 20, "urgent": "yes"}))
    assert set(hi.count_by(own, "site", "admissions", population=sites)["group"]) == {"North", "All"}


def test_a_population_without_use_is_refused() -> None:
    frame = pd.DataFrame({"imd_decile": [1], "weeks_waited": [3]})
    with pytest.raises(InputError, match="none of the indicators asked for is one: median_wait"):
        rates(people(), "median_wait", frame)
    with pytest.raises(InputError, match='no numbers in the column "denominator"'):
        rates(people().assign(denominator=np.nan))
    with pytest.raises(InputError, match="by imd_quintile, but not by sex"):
        hi.count_by(hi.open_records(EVENTS), "sex", "admissions", population=people())
    two = pd.concat([people(indicator="stays"), people(indicator="people_admitted")])
    with pytest.raises(InputError, match="several indicators"):
        rates(two)
    with pytest.raises(InputError, match="with records only"):
        hi.count_by(people(), "imd_quintile", "admissions", population=people())
