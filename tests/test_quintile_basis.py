"""National and local fifths of the same areas: from a table of areas, from records with a lookup, and never mixed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError

TENTHS = [1] * 7 + [2] * 4 + [3] * 2 + [4] * 2 + [5, 6, 7, 8, 9]
EVENTS = [60, 58, 57, 55, 54, 53, 51, 50, 48, 47, 45, 44, 42, 41, 39, 37, 35, 33, 31, 27]
CODES = [f"E010337{number}" for number in range(69, 89)]
RATE, FIFTHS = "emergency_admissions_per_resident", "imd_quintile"


def areas(**columns: Any) -> pd.DataFrame:
    plain = {"LSOA code (2021)": CODES, "IMD 2025 decile": TENTHS, "IMD rank": range(900, 20_900, 1_000)}
    counts = {"numerator": EVENTS, "denominator": [1_500] * 20}
    return pd.DataFrame({**plain, **counts, **columns})


def counted(frame: Any, basis: str | None) -> pd.DataFrame:
    table = hi.open_data(frame, indicator=RATE)
    return hi.add_rates(hi.count_by(table, FIFTHS, RATE, quintile_basis=basis))


def ends(table: pd.DataFrame) -> list[tuple[float, float]]:
    rows = table.set_index("group").loc[["1", "5"]]
    return [(float(n), round(float(value), 1)) for n, value in zip(rows["denominator"], rows["value"], strict=True)]


def test_the_same_areas_give_two_sets_of_fifths() -> None:
    """Worked by hand: 578 of 16,500 and 27 of 1,500 by national fifths; 230 and 126 of 6,000 by local ones."""
    national, local = counted(areas(), "national"), counted(areas(), "local")
    assert ends(national) == [(16_500, 35.0), (1_500, 18.0)]
    assert ends(local) == [(6_000, 38.3), (6_000, 21.0)]
    assert set(national["edition"]) == {"IMD 2025 national"} and set(local["edition"]) == {"IMD 2025 local"}
    five = national[national["group"] == "5"].iloc[0]
    assert (round(five["lower"], 1), round(five["upper"], 1)) == (11.9, 26.2)
    for table, gap, ratio in ((national, 17.0, 1.95), (local, 17.3, 1.83)):
        found = hi.measure(table, ["gap", "ratio"]).set_index("measure")["value"]
        assert round(found["gap"], 1) == gap and round(found["ratio"], 2) == ratio
        assert table.loc[table["group"] == "All", "numerator"].item() == sum(EVENTS)


def test_without_a_basis_the_groups_are_national_and_the_order_of_rows_makes_no_difference() -> None:
    mixed = areas().sample(frac=1, random_state=3)
    assert ends(counted(mixed, None)) == ends(counted(areas(), "national"))
    assert ends(counted(mixed, "local")) == ends(counted(areas(), "local"))


def test_a_score_ranks_from_the_highest_and_a_rank_from_the_lowest() -> None:
    scored = areas(imd_score=[60 - place for place in range(20)]).drop(columns="IMD rank")
    assert ends(counted(scored, "local")) == ends(counted(areas(), "local"))


def test_the_sample_is_the_same_place() -> None:
    assert ends(counted("neighbourhoods", "national")) == [(16_500, 35.0), (1_500, 18.0)]
    assert ends(counted("neighbourhoods", "local")) == [(6_000, 38.3), (6_000, 21.0)]


def test_two_bases_never_stand_in_one_chart_or_one_comparison() -> None:
    both = pd.concat([counted("neighbourhoods", basis) for basis in ("national", "local")], ignore_index=True)
    safe = hi.protect(both)
    with pytest.raises(InputError, match="2 editions"):
        hi.inequality_chart(safe)
    halves = safe[safe["edition"].str.endswith("local") == (safe["group"] == "1")]
    with pytest.raises(InputError, match="Groups of different editions are different people"):
        hi.measure(halves, "gap")
    local = hi.protect(counted("neighbourhoods", "local"))
    said = str([hi.findings(local).payload(), hi.inequality_chart(local).payload()])
    assert "IMD 2025 local" in said and "not the national ones" in said and "Core20" not in said


def test_a_hidden_count_of_one_area_leaves_its_groups_unknown_and_never_zero() -> None:
    hidden = counted(areas(numerator=[*map(str, EVENTS[:-1]), "*"]), "national").set_index("group")
    assert pd.isna(hidden.loc["5", "numerator"]) and hidden.loc["5", "flag"] == "suppressed"
    assert hidden.loc["4", "numerator"] == 64 and pd.isna(hidden.loc["All", "numerator"])


def test_areas_without_a_place_in_the_ranking_are_not_known() -> None:
    table = counted(areas(**{"IMD 2025 decile": [*TENTHS[:-1], ""], "IMD rank": [*range(19), ""]}), "local")
    assert table.set_index("group").loc["Not known", "denominator"] == 1_500
    assert "Not known" in set(counted(areas(**{"IMD 2025 decile": [*TENTHS[:-1], ""]}), "national")["group"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"LSOA code (2021)": [*CODES[:-1], CODES[0]]}, "row 20 below the heading stands in a row above it too"),
        ({"imd_score": 1, "numerator": EVENTS, "events": EVENTS}, "2 columns could hold the numerator"),
    ],
)
def test_areas_that_cannot_be_added_up_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        counted(areas(**change), None)


def test_local_tenths_are_not_taken_for_national_ones() -> None:
    renamed = areas().rename(columns={"IMD 2025 decile": "IMD 2025 decile (local)"})
    with pytest.raises(InputError, match="holds local tenths"):
        counted(renamed, None)


def lookup(path: Path, **columns: Any) -> Path:
    plain = {"LSOA code (2021)": CODES, "IMD 2025 rank": range(900, 20_900, 1_000), "IMD 2025 decile": TENTHS}
    pd.DataFrame({**plain, **columns}).to_csv(path, index=False)
    return path


def records() -> pd.DataFrame:
    """Ten people in each area, of whom as many have waited long as the area has tens of events."""
    both = zip(CODES, EVENTS, strict=True)
    rows = [(code, 20 if n < events // 10 else 3) for code, events in both for n in range(10)]
    return pd.DataFrame([*rows, ("E01999999", 20)], columns=["LSOA21CD", "weeks waited"])


def test_records_with_a_lookup_of_one_place_are_counted_in_local_fifths(tmp_path: Path) -> None:
    own = hi.open_records(records(), imd_lookup=lookup(tmp_path / "ours.csv"))
    national = hi.count_by(own, FIFTHS, "waits_over_18_weeks").set_index("group")
    local = hi.count_by(own, FIFTHS, "waits_over_18_weeks", quintile_basis="local").set_index("group")
    assert national["denominator"].drop(["All", "Not known"]).tolist() == [110, 40, 20, 20, 10]
    assert local["denominator"].drop(["All", "Not known"]).tolist() == [40] * 5
    assert set(national["edition"]) == {"IMD 2025 national"} and set(local["edition"]) == {"IMD 2025 local"}
    assert local.loc["1", "numerator"] == sum(events // 10 for events in EVENTS[:4])
    assert local.loc["Not known", "denominator"] == 1
    assert "Local fifths were cut from the ranks of the 20 areas" in local.attrs["match"]["how"]


def test_local_fifths_are_refused_where_they_cannot_be_cut(tmp_path: Path) -> None:
    plain = hi.open_records(pd.DataFrame({"imd_decile": [1, 10], "weeks waited": [20, 3]}))
    with pytest.raises(InputError, match=r"Local fifths need the small area \(LSOA\) of each record"):
        hi.count_by(plain, FIFTHS, "waits_over_18_weeks", quintile_basis="local")
    bare = lookup(tmp_path / "bare.csv")
    pd.read_csv(bare).drop(columns="IMD 2025 rank").to_csv(bare, index=False)
    with pytest.raises(InputError, match="has no ranks of areas"):
        own = hi.open_records(records(), imd_lookup=bare)
        hi.count_by(own, FIFTHS, "waits_over_18_weeks", quintile_basis="local")
    own = hi.open_records(records(), imd_lookup=lookup(tmp_path / "ours.csv"))
    with pytest.raises(InputError, match="Local groups are made as fifths"):
        hi.count_by(own, "imd_decile", "waits_over_18_weeks", quintile_basis="local")
    with pytest.raises(InputError, match=r"no local groups by imd_quintile; it has: IMD 2025 national"):
        hi.count_by(hi.open_data("people_on_low_income"), FIFTHS, "low_income", quintile_basis="local")
    with pytest.raises(ParameterError, match="quintile_basis"):
        hi.count_by(own, FIFTHS, "waits_over_18_weeks", quintile_basis="ours")


def test_a_lookup_of_the_whole_nation_is_no_place(shared: Path) -> None:
    file = shared / "realdata" / "deprivation" / "imd2019_england_lsoa11.csv.gz"
    code = pd.read_csv(file, nrows=1).iloc[0, 0]
    own = hi.open_records(pd.DataFrame({"LSOA11": [code], "weeks waited": [20]}), imd_lookup=file, imd_edition="2019")
    with pytest.raises(InputError, match="lists the areas of the whole nation"):
        hi.count_by(own, FIFTHS, "waits_over_18_weeks", quintile_basis="local")
