"""Counted tables: the layouts that are read, and how a broken file is refused."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import HitoolkitError, InputError

PLAIN = "imd_decile,numerator,denominator\n" + "".join(f"{n},{20 + n},{200 + n}\n" for n in range(1, 11))
MSDS = "Period,Dimension,Org_Level,Org_Code,Org_Name,Measure,Count_Of,Value\n"


def write(tmp_path: Path, text: str, name: str = "counts.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_plain_counts_in_any_encoding_and_delimiter(tmp_path: Path, encoding: str, sign: str) -> None:
    table = hi.read_table(write(tmp_path, PLAIN.replace(",", sign), encoding=encoding), indicator="preterm_births")
    assert table["group"].tolist() == [*map(str, range(1, 11)), "All"]
    assert table.iloc[-1][["numerator", "denominator"]].tolist() == [255, 2055]


def test_plain_counts_from_excel_parquet_and_a_frame(tmp_path: Path) -> None:
    frame = pd.read_csv(write(tmp_path, PLAIN))
    frame.to_excel(tmp_path / "counts.xlsx", index=False)
    import duckdb

    duckdb.from_df(frame).write_parquet(str(tmp_path / "counts.parquet"))
    read = [hi.read_table(source, indicator="preterm_births")
            for source in (frame, tmp_path / "counts.xlsx", tmp_path / "counts.parquet", tmp_path / "counts.csv")]
    for table in read[1:]:
        pd.testing.assert_frame_equal(table, read[0])


def test_marks_for_hidden_numbers_stay_unknown_and_no_whole_is_made_up(tmp_path: Path) -> None:
    text = "Decile,Numerator,Denominator\n1 (most deprived),*,\"1,200\"\n2,<5,300\n3,12,400\nNot known,,20\n"
    table = hi.read_table(write(tmp_path, text), indicator="preterm_births")
    assert table["group"].tolist() == ["1", "2", "3", "Not known"]
    assert table["numerator"].isna().tolist() == [True, True, False, True]
    assert table["flag"].tolist() == ["suppressed", "suppressed", "", ""]
    assert table["denominator"].tolist() == [1200, 300, 400, 20]


def test_a_file_cannot_exempt_itself_from_protection(tmp_path: Path) -> None:
    text = "indicator,dimension,group,numerator,denominator,source\n" + "".join(
        f"preterm_births,imd_quintile,{n},{n},200,sample_maternity\n" for n in range(1, 6)
    )
    table = hi.read_table(write(tmp_path, text))
    assert set(table["source"]) == {"own_table"}
    rows = "".join(
        f"2022-23,GestationLengthBirthGroup37,{level},{code},{name},{measure},Babies,{count}\n"
        for level, code, name in (("National", "National", "ALL"), ("NHS England (Region)", "Y1", "LONDON"))
        for measure, count in (("<37 weeks", 3), (">=37 weeks", 40))
    )
    assert set(hi.read_table(write(tmp_path, MSDS + rows, "msds.csv"))["source"]) == {"own_table"}
    rounded = rows.replace(",3\n", ",5\n")
    assert set(hi.read_table(write(tmp_path, MSDS + rounded, "msds.csv"))["source"]) == {"msds_annual"}


def test_the_edition_years_of_the_maternity_file_are_all_read(tmp_path: Path) -> None:
    rows = "".join(
        f"2020-21,DeprivationDecileAtBooking,National,National,ALL SUBMITTERS,{decile},Deliveries,{5 * number}\n"
        for number, decile in enumerate(["01 - Most deprived", *"23456789", "10 - Least deprived",
                                         "Missing Value/Value outside reporting parameters"], start=1)
    )
    table = hi.read_table(write(tmp_path, "\ufeff" + MSDS + rows)).set_index("group")
    assert table.loc["1", "numerator"] == 5 and table.loc["10", "numerator"] == 50
    assert table.loc["Not known", "numerator"] == 55 and set(table["denominator"]) == {330}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("imd_decile,numerator,denominator\n", "no rows"),
        (PLAIN.replace("1,21,201", "0,21,201"), "imd_decile"),
        (PLAIN.replace("10,30,210", "11,30,210"), "imd_decile"),
        (PLAIN.replace("3,23,203", "3,many,203"), "not a number (first: row 3"),
        (PLAIN.replace("3,23,203", "3,230,203"), "numerator larger than the denominator (first: row 3"),
        (PLAIN.replace("3,23,203", "2,23,203"), "same key"),
        (PLAIN.replace("3,23,203", "3,-23,203"), "below zero"),
        (PLAIN.replace("3,23,203", "3,inf,203"), "not a number"),
        ("sex,imd_decile,numerator,denominator\nMale,1,3,40\n", "could hold the groups"),
        ("ward,howmany\nA,3\n", "none of the known layouts"),
        ("period,imd_decile,sex,le\n2020,1,Male,740\n", "between 0 and 120"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence_that_names_it(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as refused:
        hi.read_table(path, indicator="preterm_births")
    assert said in str(refused.value) and path.name in str(refused.value)
    assert "\n" not in str(refused.value) and str(tmp_path) not in str(refused.value)


def test_the_indicator_is_asked_for_and_never_guessed(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN)
    with pytest.raises(InputError, match="does not say what is counted"):
        hi.read_table(path)
    with pytest.raises(HitoolkitError, match="Did you mean preterm_births"):
        hi.read_table(path, indicator="preterm_birth")
    with pytest.raises(InputError, match="no layout"):
        hi.read_table(path, layout="sheet", indicator="preterm_births")
    with pytest.raises(InputError, match="layout msds"):
        hi.read_table(path, layout="msds")


def test_limits_that_are_printed_are_taken(tmp_path: Path) -> None:
    text = "period,imd_decile,sex,le,le_lower,le_upper\n" + "".join(
        f"2021 to 2023,{n},Females,{78 + n / 2},{77 + n / 2},{79 + n / 2}\n" for n in range(1, 11)
    )
    table = hi.read_table(write(tmp_path, text))
    assert table["lower"].notna().all() and set(table["stratum"]) == {"sex=Female"}


QUINTILES = "imd_quintile,numerator,denominator\n1,10,100\n2,8,90\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (QUINTILES.replace("8,90", '8,"1,2345"'), "not a number (first: row 2"),
        (QUINTILES.replace(",", ";").replace("8;90", "0,125;90"), "not a number (first: row 2"),
        (QUINTILES.replace(",", ";").replace("10;100", "1.010;10.000"), "not a number (first: row 1"),
        (QUINTILES + "Total,12,150\n", "smaller than those of its groups"),
        (QUINTILES + "3,20\nSource: hospital 7\n", "row 4: 2 cells where there are 3 headings"),
        ("Decile,count,population\n" + "".join(f"{n},3,40\n" for n in range(1, 6)), "may be fifths"),
        ("Sex,numerator,denominator\nMale,1,10\nWomxn,1,10\n", "cannot be read as a group of sex (first: row 2"),
        ("indicator,dimension,group,value\npreterm_births,imd_quintil,1,5\n", "catalogue does not have (first: row 1"),
        ("indicator,dimension,group,value\npreterm_births,imd_quintile,1,1234\n", "outside 0 to 100"),
        ("indicator,dimension,group,value,lower,upper\npreterm_births,imd_quintile,1,5,6,7\n", "outside its own range"),
        ("indicator;dimension;group;value\npreterm_births;imd_quintile;1;12,125\n", "not a number (first: row 1"),
        ("period,imd_decile,sex,age,le\n2020,1,Male,65,12\n", "at birth only"),
    ],
)
def test_what_could_be_read_as_a_wrong_number_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as refused:
        hi.read_table(path, indicator="preterm_births")
    assert said in str(refused.value) and path.name in str(refused.value)
    assert "\n" not in str(refused.value) and "hospital 7" not in str(refused.value)


def test_wholes_ranges_and_years_in_other_words(tmp_path: Path) -> None:
    text = "Sex,Year,Numerator,Denominator\nMales,2024,1-7,100\nFemales,2024,8,90\nPersons,2024,18,190\n"
    table = hi.read_table(write(tmp_path, text), indicator="preterm_births").set_index("group")
    assert table.index.tolist() == ["Female", "Male", "All"] and set(table["period"]) == {"2024"}
    assert table.loc["Male", "flag"] == "suppressed" and table.loc["All", "numerator"] == 18


@pytest.mark.parametrize("limit", ["{}", "{}_ci", "{} 95% confidence limit", "LE {} CI", "{} CI 95.0 limit"])
def test_limits_of_life_expectancy_however_they_are_headed(tmp_path: Path, limit: str) -> None:
    heads = ",".join(limit.format(name) for name in ("lower", "upper"))
    text = f"Period,IMD decile,Sex,Life expectancy (years),{heads}\n2024,1,F,78,77,79\n2024,1,Persons,76,75,77\n"
    table = hi.read_table(write(tmp_path, text)).set_index("stratum")
    assert table.loc["sex=Female", ["lower", "upper"]].tolist() == [77, 79]
    assert table.loc["All", "value"] == 76


def test_a_sum_with_a_hidden_part_is_not_known(tmp_path: Path) -> None:
    rows = "".join(
        f"2022-23,SmokingAtBooking,{level},{code},{name},{measure},Deliveries,{count}\n"
        for level, code, name in (("National", "National", "ALL"), ("NHS England (Region)", "Y1", "LONDON"))
        for measure, count in (("Smoker", 105), ("Non-Smoker / Ex-Smoker", "*" if code == "Y1" else 900))
    )
    table = hi.read_table(write(tmp_path, MSDS + rows)).set_index("group")
    assert table.loc["London", "numerator"] == 105 and pd.isna(table.loc["London", "denominator"])
    assert table.loc["All", "denominator"] == 1005


def test_some_groups_of_an_order_have_no_whole_and_counts_give_no_years(tmp_path: Path) -> None:
    part = write(tmp_path, "imd_quintile,numerator,denominator\n1,10,100\n5,8,90\n")
    assert hi.read_table(part, indicator="preterm_births")["group"].tolist() == ["1", "5"]
    with pytest.raises(InputError, match="which counts cannot give"):
        hi.read_table(part, indicator="life_expectancy")


@pytest.mark.parametrize("claim", ["msds_annual", " sample_maternity", "sample_elective_waits "])
def test_no_spelling_of_a_source_exempts_a_file(tmp_path: Path, claim: str) -> None:
    text = "indicator,dimension,group,numerator,denominator,source\npreterm_births,sex,Female,3,200," + claim + "\n"
    assert set(hi.read_table(write(tmp_path, text))["source"]) == {"own_table"}
