"""Mental Health Services Monthly Statistics: invented figures under the real headings."""

from __future__ import annotations

from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

HEAD = ("REPORTING_PERIOD_START,REPORTING_PERIOD_END,STATUS,BREAKDOWN,PRIMARY_LEVEL,PRIMARY_LEVEL_DESCRIPTION,"
        "SECONDARY_LEVEL,SECONDARY_LEVEL_DESCRIPTION,MEASURE_ID,MEASURE_NAME,MEASURE_VALUE\n")  # fmt: skip
DECILES = ["01 Most deprived", *(f"0{n} More deprived" for n in range(2, 6)),
           *(f"0{n} Less deprived" for n in range(6, 10)), "10 Least deprived", "UNKNOWN"]  # fmt: skip
OWN = """
[indicator.in_contact]
name = "Share of people in contact with mental health services"
kind = "proportion"
per = 100
unit = "%"
better = "neither"
mix = true
known_as = ["MHSDS MHS01"]

[indicator.restraint]
name = "Restrictive interventions per 1,000 occupied bed days"
kind = "value"
unit = "per 1,000 bed days"
better = "lower"
known_as = ["MHSDS MHS77"]
"""


@pytest.fixture
def own(tmp_path: Path) -> object:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    hi.use_catalogue(path)
    yield path
    hi.use_catalogue(None)


def row(breakdown: str, second: str, value: object, measure: str = "MHS01", status: str = "Performance",
        first: str = "England", dates: str = "2024-04-01,2024-04-30") -> str:  # fmt: skip
    return f"{dates},{status},{breakdown},{first},{first},{second},{second},{measure},Any name,{value}\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mhsds.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def tenths(measure: str = "MHS01", status: str = "Performance") -> str:
    rows = "".join(row("England; IMD Decile", one, 1000 - 50 * n, measure, status) for n, one in enumerate(DECILES))
    return rows + row("England", "NONE", 8255, measure, status)


def test_a_mix_is_counts_out_of_the_printed_whole(tmp_path: Path, own: object) -> None:
    table = hi.read_table(write(tmp_path, tenths() + row("England; IMD Core20", "Core20", 5, "MHS01")))
    assert table["group"].tolist() == [*map(str, range(1, 11)), "Not known"]
    assert table.loc[0, ["numerator", "denominator"]].tolist() == [1000, 8255]
    assert set(table["period"]) == {"2024-04"}
    assert table.attrs["read"]["used"] == 12
    assert table.attrs["read"]["left_out"][0]["reason"] == "a breakdown that is not read"


def test_values_ethnic_groups_marks_and_both_kinds_of_dates(tmp_path: Path, own: object) -> None:
    groups = {"White": 3, "Mixed": "*", "Asian or Asian British": 4, "Black or Black British": 9, "Not Stated": 2}
    text = "".join(row("England; Upper Ethnicity", one, value, "MHS77", dates="01/04/2024,30/04/2024")
                   for one, value in groups.items())  # fmt: skip
    table = hi.read_table(write(tmp_path, text + row("England", "NONE", 5, "MHS77", dates="01/04/2024,30/04/2024")))
    table = table.set_index("group")
    assert table.loc["Black or Black British", "value"] == 9 and table.loc["All", "value"] == 5
    assert table.loc["Mixed", "flag"] == "suppressed" and table["numerator"].isna().all()


def test_final_figures_stand_before_provisional_ones(tmp_path: Path, own: object) -> None:
    table = hi.read_table(write(tmp_path, tenths(status="Provisional") + tenths(status="Final")))
    assert len(table) == 11 and table.attrs["read"]["left_out"][0]["rows"] == 12


def test_a_measure_that_is_not_known_comes_with_its_block(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'known_as = \["MHSDS MHS01"\]'):
        hi.read_table(write(tmp_path, tenths()))


def test_a_file_without_breakdowns_is_refused(tmp_path: Path, own: object) -> None:
    with pytest.raises(InputError, match="no breakdown by deprivation"):
        hi.read_table(write(tmp_path, row("England", "NONE", 8)))
