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
        ("deprivation/imd2019_england_lsoa11.csv.gz", "areas and not people.*imd_lookup"),
        ("deprivation/imd2025_england_lsoa21.csv.gz", "areas and not people"),
        ("deprivation/wimd2019_wales_lsoa11.csv", "areas and not people"),
        ("deprivation/simd2020_scotland_dz11.csv", "areas and not people"),
        ("deprivation/nimdm2017_northern_ireland_soa01.csv", "areas and not people"),
        ("lookups/onspd_may2018_layout_sample.csv", "postcode directory.*imd_lookup"),
        ("lookups/onspd_aug2024_layout_sample.csv", "postcode directory"),
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


FILE_7 = (
    "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),Local Authority District name (2019),"
    "Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),Income Score (rate),"
    '"Education, Skills and Training Score",Crime Score,Outdoors Sub-domain Score,'
    "Total population: mid 2015 (excluding prisoners),Dependent Children aged 0-15: mid 2015 (excluding prisoners)"
)
FILE_1 = (
    "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority District name (2024),"
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOA"
)


@pytest.mark.parametrize("headings", [FILE_7, FILE_1, "lsoa11cd,imd_decile", "DZ,DZname,SIMD2020v2_Rank"])
def test_the_indices_themselves_are_no_records(tmp_path: Path, headings: str) -> None:
    path = tmp_path / "indices.csv"
    path.write_text(headings + "\n" + ",".join(["1"] * (headings.replace(", S", "").count(",") + 1)) + "\n")
    with pytest.raises(InputError, match="areas and not people"):
        hi.open_data(path)


def test_records_of_people_with_areas_and_tenths_are_records(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("provider,lsoa_code,imd_decile\nRF4,E01000001,1\nRF4,E01000002,2\n")
    assert hi.open_data(path).rows == 2
