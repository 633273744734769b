"""Small areas to tenths by a lookup: headings of all kinds, the edition, the match report, and wrong pairs refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.readers.imd_lookup import read_lookup

GOV = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOA"
BOTH = [f"E01{number:06}" for number in (1, 2, 3, 4, 5, 6)]
ONLY_2011 = ["E01000010", "E01000023"]
ONLY_2021 = ["E01033769", "E01033770"]


def lookup(path: Path, codes: list[str], area: str = "lsoa11cd", tenth: str = "IMD_decile", **more: Any) -> Path:
    pd.DataFrame(
        {
            area: codes,
            "Income Decile (where 1 is most deprived 10% of LSOAs)": 5,
            **more,
            tenth: [1 + number % 10 for number in range(len(codes))],
        }
    ).to_csv(path, index=False)
    return path


def records(codes: list[str], heading: str = "LSOA") -> pd.DataFrame:
    return pd.DataFrame({heading: codes, "weeks_waited": 20})


@pytest.mark.parametrize(
    ("area", "tenth", "edition"),
    [
        ("LSOA code (2011)", GOV + "s)", "IMD 2019 national"), ("LSOA code (2021)", GOV, "IMD 2025 national"),
        ("lsoa11_code", "IMD_decile", "IMD 2019 national"), ("LSOA21CD", "IMD Decile", "IMD 2025 national"),
        ("lsoa11cd", "IMD2015 decile", "IMD 2015 national"), ("LSOA code", "IMD 2019 Decile", "IMD 2019 national"),
    ],
)  # fmt: skip
def test_headings_tell_the_edition(tmp_path: Path, area: str, tenth: str, edition: str) -> None:
    found = read_lookup(lookup(tmp_path / "areas.csv", BOTH, area, tenth))
    assert found.edition == edition and found.deciles["E01000003"] == 3


def test_gov_uk_workbook_with_notes_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["The English Indices of Deprivation 2019"])
    page = book.create_sheet("IMD2019")
    page.append(
        [
            "LSOA code (2011)",
            "LSOA name (2011)",
            "Index of Multiple Deprivation (IMD) Rank",
            "Index of Multiple Deprivation (IMD) Decile",
        ]
    )
    page.append(["E01000001", "City of London 001A", 29199, 9])
    book.save(tmp_path / "File_1_-_IMD2019.xlsx")
    assert read_lookup(tmp_path / "File_1_-_IMD2019.xlsx").deciles == {"E01000001": 9}


def test_an_edition_that_is_not_said_is_asked_for(tmp_path: Path) -> None:
    path = lookup(tmp_path / "areas.csv", BOTH, "LSOA code")
    with pytest.raises(InputError, match=r"does not say which edition.*imd_edition.*--edition 2019"):
        read_lookup(path)
    assert read_lookup(path, "IMD 2025 national").vintage == "2021"
    with pytest.raises(InputError, match=r"areas \(LSOA\) of 2011, but IMD 2025 is published for areas of 2021"):
        read_lookup(lookup(tmp_path / "old.csv", BOTH), "IMD 2025 national")


def test_match_report_and_groups(tmp_path: Path) -> None:
    codes = ["E01000001", "e01000002 ", "E01000010", "W01001234", "S99999999", "Z99999999", "", "E01012345", "oops"]
    own = hi.open_records(records(codes), imd_lookup=lookup(tmp_path / "areas.csv", BOTH + ONLY_2011))
    assert own.match.found[""] == 3
    assert {reason for reason in own.match.found if reason} == {
        "Welsh small area",
        "Scotland, area not known (code S99999999)",
        "no small area (code Z99999999)",
        "small area blank or not known",
        "small area not in areas.csv",
        "not the code of a small area",
    }
    table = hi.count_by(own, "imd_decile", "waits_over_18_weeks").set_index("group")["denominator"]
    assert table.to_dict() == {"1": 1, "2": 1, "7": 1, "Not known": 6, "All": 9}
    assert "fewer than 8 of about 10 records found their area" in repr(own), "what is shown is protected"


@pytest.mark.parametrize(
    ("codes", "heading", "vintage", "fits"),
    [
        (BOTH + ONLY_2011, "LSOA", "2011", True),
        (BOTH + ONLY_2021, "LSOA", "2011", False),
        (BOTH + ONLY_2011, "LSOA", "2021", False),
        (BOTH + ONLY_2021, "LSOA", "2021", True),
        (BOTH + ONLY_2021 + ONLY_2011[:1], "LSOA", "2021", True),  # a stale code is normal
        (BOTH + ONLY_2021[:1] + ONLY_2011[:1], "LSOA", "2021", True),
        (BOTH, "LSOA", "2021", True),  # nothing says otherwise
        (BOTH, "LSOA11", "2021", False),  # the heading does
        (BOTH, "lsoa21cd", "2011", False),
        (BOTH + ONLY_2021, "LSOA11", "2021", True),  # the codes know better than the heading
        (BOTH, "LSOA01", "2011", False),
    ],
)  # fmt: skip
def test_years_of_areas_and_lookup_must_fit(
    tmp_path: Path, codes: list[str], heading: str, vintage: str, fits: bool
) -> None:
    area = {"2011": "LSOA code (2011)", "2021": "LSOA code (2021)"}[vintage]
    path = lookup(tmp_path / "areas.csv", BOTH + (ONLY_2011 if vintage == "2011" else ONLY_2021), area)
    if fits:
        assert hi.open_records(records(codes, heading), imd_lookup=path).match.found[""] >= len(BOTH)
    else:
        with pytest.raises(InputError, match=rf"areas of {vintage}\. Most codes would still match.*Use the lookup"):
            hi.open_records(records(codes, heading), imd_lookup=path)


def test_among_several_columns_the_lookups_year_decides(tmp_path: Path) -> None:
    both = pd.DataFrame({"LSOA11": ["E01000001"], "LSOA21": ["E01000002"], "weeks_waited": [1]})
    path = lookup(tmp_path / "areas.csv", BOTH, "LSOA code (2021)")
    assert hi.open_records(both, imd_lookup=path).match.column.heading == "LSOA21"
    unclear = both.rename(columns={"LSOA11": "LSOA code", "LSOA21": "LSOA"})
    with pytest.raises(InputError, match=r"several columns that could be lsoa"):
        hi.open_records(unclear, imd_lookup=path)
    assert hi.open_records(unclear, imd_lookup=path, columns={"lsoa": "LSOA"}).match.column.heading == "LSOA"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("lsoa11cd,IMD_decile\nE01000001,1\nE01000001,2\n", "two different tenths"),
        ("lsoa11cd,IMD_decile\nE01000001,14\n", 'column "IMD_decile": cells hold 14'),
        ("lsoa11cd,IMD_rank\nE01000001,14\n", "not the ranks of all areas of an edition"),
        ("area,IMD_decile\nE01000001,1\n", "no column that is known to be lsoa"),
        ("lsoa11cd,IMD_decile\nE01099998,1\n", "not one code is found"),
    ],
)
def test_lookups_that_cannot_be_used(tmp_path: Path, rows: str, words: str) -> None:
    (tmp_path / "areas.csv").write_text(rows)
    with pytest.raises(InputError, match=words):
        hi.open_records(records(BOTH), imd_lookup=tmp_path / "areas.csv")


def test_the_two_real_editions_and_a_wrong_pair(shared: Path) -> None:
    folder = shared / "realdata" / "deprivation"
    old, new = folder / "imd2019_england_lsoa11.csv.gz", folder / "imd2025_england_lsoa21.csv.gz"
    assert read_lookup(old).edition == "IMD 2019 national" and len(read_lookup(old).deciles) == 32_844
    assert read_lookup(new).edition == "IMD 2025 national" and len(read_lookup(new).deciles) == 33_755
    newest = pd.DataFrame({"area": sorted(read_lookup(new).deciles), "weeks_waited": 1})
    with pytest.raises(InputError, match=r"1,945 codes that exist only in 2021.*IMD 2019"):
        hi.open_records(newest, columns={"lsoa": "area"}, imd_lookup=old)


def test_a_broken_lookup_and_an_edition_its_name_denies(tmp_path: Path) -> None:
    lookup = tmp_path / "imd2019.csv"
    lookup.write_text("lsoa11cd,imd_decile\nE01000001,1\nE01000002\n", encoding="utf-8")
    records = pd.DataFrame({"LSOA11": ["E01000001"], "weeks_waited": [20]})
    with pytest.raises(InputError, match=r"imd2019.csv, row 3: 1 cell") as told:
        hi.open_records(records, imd_lookup=lookup)
    assert "E01000002" not in str(told.value)
    lookup.write_text("lsoa11cd,imd_decile\nE01000001,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"states IMD 2019.*IMD 2015 national was given"):
        hi.open_records(records, imd_lookup=lookup, imd_edition="2015")
