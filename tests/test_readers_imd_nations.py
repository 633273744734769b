"""Lookups of the real layouts: gov.uk's files, four nations kept apart, ranks of whole editions, local groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.groups.small_areas import whereabouts
from hitoolkit.readers.imd_lookup import read_lookup

DOMAINS = [
    "Index of Multiple Deprivation (IMD)", "Income", "Employment", "Education, Skills and Training",
    "Health Deprivation and Disability", "Crime", "Barriers to Housing and Services", "Living Environment",
    "Income Deprivation Affecting Children Index (IDACI)", "Income Deprivation Affecting Older People (IDAOPI)",
    "Children and Young People Sub-domain", "Adult Skills Sub-domain", "Geographical Barriers Sub-domain",
    "Wider Barriers Sub-domain", "Indoors Sub-domain", "Outdoors Sub-domain",
]  # fmt: skip
NATIONS = {
    "wimd2019_wales_lsoa11.csv": ("WIMD 2019 national", 1_909),
    "simd2020_scotland_dz11.csv": ("SIMD 2020 national", 6_976),
    "nimdm2017_northern_ireland_soa01.csv": ("NIMDM 2017 national", 890),
}


def file_7(path: Path, areas: str, districts: str, year: str) -> Path:
    """The heading row of gov.uk's File 7, every domain with score, rank and tenth, and two areas under it."""
    row: dict[str, list[Any]] = {f"LSOA code ({areas})": ["E01000001", "E01000002"]}
    row |= {f"LSOA name ({areas})": ["A 001A", "A 001B"]}
    row |= {f"Local Authority District code ({districts})": ["E09000001", "E09000001"]}
    for place, domain in enumerate(DOMAINS):
        scored = " (rate)" if domain in ("Income", "Employment") or "Affecting" in domain else ""
        row[f"{domain} Score{scored}"] = [0.012, 6.208]
        row[f"{domain} Rank (where 1 is most deprived)"] = [29_199, 30_379]
        tenths = [9, 10] if place == 0 else [1, 2]
        row[f"{domain} Decile (where 1 is most deprived 10% of LSOAs)"] = tenths
    row[f"Total population: mid {year} (excluding prisoners)"] = [1_296, 1_156]
    pd.DataFrame(row).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    ("areas", "districts", "year", "edition"),
    [
        ("2011", "2013", "2012", "IMD 2015 national"), ("2011", "2019", "2015", "IMD 2019 national"),
        ("2021", "2024", "2022", "IMD 2025 national"),
    ],
)  # fmt: skip
def test_of_the_many_tenths_of_file_7_the_overall_one_is_taken(
    tmp_path: Path, areas: str, districts: str, year: str, edition: str
) -> None:
    found = read_lookup(file_7(tmp_path / "File_7.csv", areas, districts, year))
    assert found.deciles == {"E01000001": 9, "E01000002": 10} and found.edition == edition


def test_the_heading_cut_short_in_file_1_of_2025(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["English Indices of Deprivation 2025"])
    page = book.create_sheet("IMD25")
    page.append(
        [
            "LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
            "Local Authority District name (2024)",
            "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
            "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOA",
        ]
    )  # fmt: skip
    page.append(["E01000001", "City of London 001A", "E09000001", "City of London", 26525, 8])
    book.save(tmp_path / "File_1_IoD2025.xlsx")
    found = read_lookup(tmp_path / "File_1_IoD2025.xlsx")
    assert found.deciles == {"E01000001": 8} and found.edition == "IMD 2025 national"


@pytest.mark.parametrize("file", NATIONS)
def test_each_nation_is_an_edition_of_its_own(shared: Path, file: str) -> None:
    found = read_lookup(shared / "realdata" / "deprivation" / file)
    assert (found.edition, len(found.deciles)) == NATIONS[file]


def test_areas_of_other_nations_are_not_known_with_the_reason(shared: Path) -> None:
    folder = shared / "realdata" / "deprivation"
    own = pd.DataFrame({"lsoa11": ["W01000001"] * 20 + ["E01000001", "S01006506", "95AA01S1"], "weeks_waited": 20})
    welsh = hi.open_records(own, imd_lookup=folder / "wimd2019_wales_lsoa11.csv").match
    assert welsh.found == {"": 20, "English small area": 1, "Scottish small area": 1, "Northern Irish small area": 1}
    english = hi.open_records(own, imd_lookup=folder / "imd2019_england_lsoa11.csv.gz").match
    assert english.found == {"Welsh small area": 20, "": 1, "Scottish small area": 1, "Northern Irish small area": 1}
    with pytest.raises(InputError, match=r"codes are of Scottish small areas, and IMD 2019 national is for English"):
        scottish = pd.DataFrame({"lsoa11": ["S01006506"] * 9, "weeks_waited": 20})
        hi.open_records(scottish, imd_lookup=folder / "imd2019_england_lsoa11.csv.gz")


def test_tenths_of_several_nations_in_one_lookup_are_refused(tmp_path: Path) -> None:
    (tmp_path / "uk.csv").write_text("lsoa11cd,imd_decile\nE01000001,1\nW01000001,2\nS01006506,3\n")
    with pytest.raises(InputError, match=r"several nations: English \(1\), Welsh \(1\), Scottish \(1\).*one nation"):
        read_lookup(tmp_path / "uk.csv")
    (tmp_path / "wales.csv").write_text("lsoa11cd,imd_decile\nW01000001,2\n")
    with pytest.raises(InputError, match=r"holds Welsh small areas, whose index is the WIMD, but IMD 2019 national"):
        read_lookup(tmp_path / "wales.csv", "IMD 2019 national")


def test_own_columns_of_scottish_tenths_and_fifths() -> None:
    own = hi.open_records(pd.DataFrame({"SIMD2020v2_Decile": [1, 10], "weeks_waited": 20}))
    assert set(hi.count_by(own, "imd_quintile", "waits_over_18_weeks")["edition"]) == {"SIMD 2020 national"}
    own = hi.open_records(pd.DataFrame({"simd2020v2_quintile": [1, 5], "weeks_waited": 20}))
    assert set(hi.count_by(own, "imd_quintile", "waits_over_18_weeks")["edition"]) == {"SIMD 2020 national"}


@pytest.mark.parametrize("file", ["imd2019_england_lsoa11.csv.gz", "imd2025_england_lsoa21.csv.gz"])
def test_ranks_of_a_whole_edition_give_its_published_tenths(shared: Path, tmp_path: Path, file: str) -> None:
    frame = pd.read_csv(shared / "realdata" / "deprivation" / file)
    frame.iloc[:, :1].assign(IMD_rank=frame["IMD_rank"]).to_csv(tmp_path / "ranks.csv", index=False)
    found = read_lookup(tmp_path / "ranks.csv")
    assert list(found.deciles.values()) == frame["IMD_decile"].tolist()
    assert any("worked out from the ranks of all" in note for note in found.notes)


def test_ranks_of_a_part_or_of_other_nations_are_refused(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "part.csv").write_text("lsoa11cd,imd_rank\nE01000001,1\nE01000002,2\nE01000003,3\n")
    with pytest.raises(InputError, match=r"ranks \(.imd_rank.\) and no tenths, and not the ranks of all areas"):
        read_lookup(tmp_path / "part.csv")
    welsh = pd.read_csv(shared / "realdata" / "deprivation" / "wimd2019_wales_lsoa11.csv")
    welsh[["lsoa11_code", "IMD_rank"]].to_csv(tmp_path / "welsh.csv", index=False)
    with pytest.raises(InputError, match="Welsh tenths do not all follow from ranks"):
        read_lookup(tmp_path / "welsh.csv")


def test_tenths_that_count_the_other_way_than_the_ranks_are_refused(tmp_path: Path) -> None:
    (tmp_path / "imd2019.csv").write_text("lsoa11cd,imd_rank,imd_decile\nE01000001,1,10\nE01000002,30000,1\n")
    with pytest.raises(InputError, match="counts from the least deprived"):
        read_lookup(tmp_path / "imd2019.csv")


def test_pseudo_codes_are_counted_by_kind() -> None:
    codes = ["E99999999", "L99999999", "M99999999", "S99999999", "W99999999", "N99999999", "Z99999999", "", "oops"]
    assert len({whereabouts(code) for code in codes}) == len(codes)


def test_mixed_years_in_one_column_are_noted_and_counted(tmp_path: Path) -> None:
    (tmp_path / "imd2019.csv").write_text(
        "lsoa11cd,imd_decile\n" + "".join(f"E010000{number:02},1\n" for number in (1, 2, 10, 23, 48))
    )
    codes = ["E01000001", "E01000010", "E01000023", "E01000048", "E01033769", "E01033770"]
    own = pd.DataFrame({"lsoa": codes, "weeks_waited": 20})
    match = hi.open_records(own, imd_lookup=tmp_path / "imd2019.csv").match
    assert match.found == {"": 4, "small area of 2021 only, and imd2019.csv is for areas of 2011": 2}
    assert any("mixes areas of two years" in note for note in match.notes)


@pytest.mark.parametrize(
    ("heading", "given", "edition"),
    [
        ("local quintile", "", "IMD, year not stated, local"), ("IMD quintile (local)", "2019", "IMD 2019 local"),
        ("LSOA11 deprivation quintile within area", "", "IMD, year not stated, local"),
        ("IMD 2019 local quintile", "", "IMD 2019 local"), ("IMD Quintile", "2019 local", "IMD 2019 local"),
        ("IMD quintile", "2019", "IMD 2019 national"), ("IMD National Quintile", "2025", "IMD 2025 national"),
        ("IMD quintile", "", "not stated"),
    ],
)  # fmt: skip
def test_local_fifths_are_never_national_ones(heading: str, given: str, edition: str) -> None:
    own = hi.open_records(pd.DataFrame({heading: [1, 2, 3, 4, 5], "weeks_waited": 20}), imd_edition=given or None)
    table = hi.count_by(own, "imd_quintile", "waits_over_18_weeks")
    assert set(table["edition"]) == {edition}


@pytest.mark.parametrize(
    ("heading", "given"), [("local quintile", "2019 national"), ("IMD national quintile", "local")]
)
def test_a_basis_that_the_heading_denies_is_refused(heading: str, given: str) -> None:
    own = hi.open_records(pd.DataFrame({heading: [1, 2, 3, 4, 5], "weeks_waited": 20}), imd_edition=given)
    with pytest.raises(InputError, match=r"states groups that are (local|national), but .* was given"):
        hi.count_by(own, "imd_quintile", "waits_over_18_weeks")


def test_a_page_says_that_local_groups_are_not_the_national_ones() -> None:
    frame = pd.DataFrame({"local quintile": [1, 2, 3, 4, 5] * 100, "weeks_waited": [20, 20, 20, 3, 3] * 100})
    own = hi.open_records(frame, imd_edition="2019")
    safe = hi.protect(hi.count_by(own, "imd_quintile", "waits_over_18_weeks").pipe(hi.add_rates))
    said = str(hi.findings(safe).payload())
    assert "Edition: IMD 2019 local." in said and "not the national ones" in said
    assert "Core20" not in said and "20%" not in said


def test_edition_areas_and_match_rate_reach_findings_and_charts(tmp_path: Path) -> None:
    rows = "".join(f"E01{number:06},{1 + number % 10}\n" for number in range(1, 9))
    (tmp_path / "imd2019.csv").write_text(f"lsoa11cd,imd_decile\n{rows}")
    codes = [f"E01{1 + number % 8:06}" for number in range(400)] + ["W01000001"] * 40
    frame = pd.DataFrame({"LSOA11": codes, "weeks_waited": [20, 3] * 220})
    own = hi.open_records(frame, imd_lookup=tmp_path / "imd2019.csv")
    safe = hi.protect(hi.count_by(own, "imd_quintile", "waits_over_18_weeks").pipe(hi.add_rates))
    method = {one["term"]: one["text"] for one in hi.findings(safe)[0].method}
    assert "IMD 2019 national" in method["Groups"] and "areas of 2011" in method["Groups"]
    assert "91 in every 100 records found their small area" in method["Groups"]
    assert "The others: Welsh small area: 40." in method["Groups"]
    assert "91 in every 100 records found their small area (areas of 2011)" in str(hi.gradient_chart(safe).to_html())


def test_a_match_rate_that_would_give_a_small_count_away_is_not_shown(tmp_path: Path) -> None:
    rows = "".join(f"E01{number:06},{1 + number % 10}\n" for number in range(1, 9))
    (tmp_path / "imd2019.csv").write_text(f"lsoa11cd,imd_decile\n{rows}")
    codes = [f"E01{1 + number % 8:06}" for number in range(400)] + ["W01000001"] * 3
    own = hi.open_records(pd.DataFrame({"LSOA11": codes, "weeks_waited": 20}), imd_lookup=tmp_path / "imd2019.csv")
    safe = hi.protect(hi.count_by(own, "imd_quintile", "waits_over_18_weeks").pipe(hi.add_rates))
    said = str(hi.findings(safe).payload())
    assert "is not shown, for a count is too small" in said and "Welsh small area" not in said
