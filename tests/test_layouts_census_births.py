"""Census ethnic groups from Nomis, and ONS births by ethnic group and weeks of gestation."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

NOMIS = '''"TS021 - Ethnic group"
"ONS Crown Copyright Reserved [from Nomis on 18 April 2023]"
"Population :","All usual residents"
"Units      :","Persons"
"Date       :","2021"

"{area}","mnemonic","Total: All usual residents",{groups}

{rows}

"","In order to protect against disclosure of personal information, records"
"","have been swapped between areas."
"",""
'''
BROAD = ["Asian, Asian British or Asian Welsh", "Black, Black British, Black Welsh, Caribbean or African",
         "Mixed or Multiple ethnic groups", "White", "Other ethnic group"]  # fmt: skip


def nomis(path: Path, area: str, rows: list[str], groups: list[str] = BROAD) -> Path:
    quoted = ",".join(f'"{group}"' for group in groups)
    path.write_text(NOMIS.format(area=area, groups=quoted, rows="\n".join(rows)), encoding="utf-8")
    return path


def test_the_census_by_small_area_is_the_mix_of_all_of_them(shared: Path) -> None:
    path = shared / "realdata" / "published" / "nomis_TS021_ethnic_group_lsoa21_raw.csv.gz"
    table = hi.read_table(path)
    with gzip.open(path, "rt", encoding="utf-8") as text:
        raw = pd.read_csv(text, skiprows=7, skip_blank_lines=True)
    raw = raw[raw["mnemonic"].astype(str).str.match(r"[EW]01")]
    got = table.set_index("group")["numerator"]
    assert got["White"] == raw["White"].astype(int).sum()
    assert got["Any other ethnic group"] == raw["Other ethnic group"].sum()
    assert set(table["denominator"]) == {raw["Total: All usual residents"].sum()}
    assert set(table["source"]) == {"census_2021"} and set(table["period"]) == {"2021"}
    read = table.attrs["read"]
    assert read["used"] == len(raw) == 35672
    assert read["rows"] == read["used"] + sum(one["rows"] for one in read["left_out"])
    assert read["left_out"][0]["first"] == 35685, "the row of the file where the note begins"


def test_larger_areas_are_kept_apart_and_a_part_of_the_country_is_protected(tmp_path: Path) -> None:
    path = nomis(tmp_path / "towns.csv", "local authority", ['"Wessington","E06000999",1000,100,50,50,780,20',
                                                           '"Vale","E06000998",500,5,5,5,480,5'])  # fmt: skip
    table = hi.read_table(path)
    assert table["area"].unique().tolist() == ["Vale", "Wessington"] and set(table["source"]) == {"own_table"}
    assert set(table["edition"]) == {"2021 census groups"}


def test_finer_categories_are_grouped_as_the_nhs_groups_them(tmp_path: Path) -> None:
    fine = ["Asian, Asian British or Asian Welsh", "Asian, Asian British or Asian Welsh: Indian",
            "Asian, Asian British or Asian Welsh: Chinese", "White", "White: Roma", "White: Irish",
            "Other ethnic group: Arab", "Black, Black British, Black Welsh, Caribbean or African: African"]  # fmt: skip
    path = nomis(tmp_path / "fine.csv", "area", ['"Vale","E06000998",100,30,20,10,60,5,55,4,6'], fine)
    table = hi.read_table(path).set_index("group")["numerator"]
    assert table["Asian or Asian British"] == 20 and table["Any other ethnic group"] == 14 and table["White"] == 60


def test_the_mix_of_a_place_is_the_population_of_a_rate(tmp_path: Path) -> None:
    people = hi.read_table(nomis(tmp_path / "lsoa.csv", "area", ['"001A","E01000001",900,100,100,50,600,50',
                                                               '"001B","E01000002",700,100,0,50,500,50']))  # fmt: skip
    groups = ["White"] * 11 + [BROAD[0]] * 4
    records = hi.open_records(pd.DataFrame({"ethnicity": groups, "died": ["1"] * 15}))
    table = hi.count_by(records, "ethnic_group", "deaths", period="2021", population=people).set_index("group")
    assert table.loc["White", ["numerator", "denominator"]].tolist() == [11, 1100]
    assert table.loc["Asian or Asian British", ["numerator", "denominator"]].tolist() == [4, 200]
    # Codes of 2001 put Chinese elsewhere, so these groups are of other people.
    letters = hi.open_records(pd.DataFrame({"ethnicity": ["A"] * 11 + ["H"] * 4}))
    with pytest.raises(InputError, match="2021 census groups"):
        hi.count_by(letters, "ethnic_group", "deaths", period="2021", population=people)


def test_early_births_are_those_of_the_reshaped_tables(shared: Path) -> None:
    path = shared / "realdata" / "published" / "ons_birth_characteristics_ethnicity_gestation_reshaped.csv"
    table = hi.read_table(path).pipe(hi.add_rates).set_index("group")
    raw = pd.read_csv(path).query("table == 'Table_7' and metric == 'live_births'")
    weeks = raw["category"].str.extract(r"(\d+) weeks")[0].astype(float)
    black = raw["ethnicity_raw"].str.contains("Black")
    known = raw[black & weeks.notna()]
    assert table.loc["Black or Black British", "denominator"] == known["value"].sum()
    assert table.loc["Black or Black British", "numerator"] == known.loc[weeks < 37, "value"].sum()
    assert round(table.loc["All", "value"], 1) == 7.9, "as published for England and Wales, 2022"
    assert set(table["source"]) == {"ons_birth_characteristics"} and set(table["period"]) == {"2022"}
    read = hi.read_table(path).attrs["read"]
    assert read["rows"] == 995 == read["used"] + sum(one["rows"] for one in read["left_out"])


def test_the_wide_form_of_the_publication_is_read_the_same_way(tmp_path: Path) -> None:
    heads = '"Gestational age at birth (weeks)",Total live births,Total stillbirths,' + ",".join(
        f"Live births {group}" for group in ("Bangladeshi", "Pakistani", "White British", "White Other", "Not stated")
    )
    rows = ["22 weeks,15,1,1,2,9,2,1", "36 weeks,150,1,20,30,80,10,10", "40 weeks,1500,1,200,300,800,100,100",
            "All gestational ages,1670,3,222,334,890,113,111", "Gestational age not stated,5,0,1,2,1,1,0"]  # fmt: skip
    path = tmp_path / "births.csv"
    path.write_text("Table 7: Live births by ethnicity, 2022,,\n\n" + heads + "\n" + "\n".join(rows) + "\n")
    table = hi.read_table(path).set_index("group")
    assert table.loc["Asian or Asian British", ["numerator", "denominator"]].tolist() == [53, 553]
    assert table.loc["All", ["numerator", "denominator"]].tolist() == [165, 1665] and set(table["period"]) == {"2022"}
    assert set(table["source"]) == {"own_table"}
    assert table.attrs["read"]["left_out"][0]["rows"] == 2
