"""Files that hold nobody: lists of places and names are refused with what they are, not read as records."""

from __future__ import annotations

from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz", "matches places or trusts"),
        ("lookups/lookup_lsoa21_icb24.csv.gz", "matches places or trusts"),
        ("lookups/lookup_nhs_trusts22_icb22.csv", "matches places or trusts"),
        ("lookups/lookup_nhs_trusts22_ltla21.csv", "matches places or trusts"),
        ("lookups/mbrrace_groups_2018.csv", "matches places or trusts"),
        ("lookups/fingertips_deprivation_categories.csv", "the other way round"),
        ("published/nhsrdatasets_ae_attendances_2016_2019.csv", "no column of groups of people"),
    ],
)
def test_real_files_that_hold_nobody_are_refused_with_the_reason(shared: Path, name: str, said: str) -> None:
    for opened in (hi.open_data, hi.read_table):
        with pytest.raises(InputError, match=said) as refused:
            opened(shared / "realdata" / name)
        assert Path(name).name in str(refused.value) and "\n" not in str(refused.value)


def test_what_the_refusal_advises_can_be_done(tmp_path: Path) -> None:
    path = tmp_path / "trusts.csv"
    path.write_text("period,provider,numerator,denominator\n2019,RF4,2879,21289\n2019,RAX,900,9000\n")
    table = hi.read_table(path, indicator="waits_over_18_weeks")
    assert set(table["group"]) == {"RF4", "RAX", "All"}


def test_records_with_codes_of_places_are_records(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("org_code,lsoa_code,sex\nRF4,E01000001,1\nRF4,E01000002,2\n")
    assert hi.open_data(path).rows == 2
