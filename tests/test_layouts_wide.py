"""Wide tables: a column a group, or a year; which figures are numerators is said, never guessed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

FIFTHS = [f"Quintile {n}" for n in range(1, 6)]


def table_of(tmp_path: Path, *lines: str, **constants: str) -> object:
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return hi.read_table(path, **{"indicator": "preterm_births", **constants})


def test_numerators_and_denominators_side_by_side(tmp_path: Path) -> None:
    heads = ",".join(f"{one} numerator,{one} denominator" for one in FIFTHS)
    own = ",".join(f"{n},{n + 90}" for n in range(1, 6))
    table = table_of(tmp_path, f"Trust,{heads}", f"A,{own}", "B" + ",9,99" * 5)
    a = table[table["area"] == "A"].set_index("group")
    assert a.loc["3", ["numerator", "denominator"]].tolist() == [3, 93] and a.loc["All", "numerator"] == 15
    assert table.attrs["read"] == {"rows": 2, "used": 2, "left_out": []}


@pytest.mark.parametrize("heads", [
    ["IMD 1 (most deprived)", "IMD 2", "IMD 3", "IMD 4", "IMD 5 (least deprived)"],
    ["Most deprived 20%", "More deprived 20-40%", "Average deprived quintile", "Fourth fifth", "Least deprived 20%"],
    FIFTHS,
])  # fmt: skip
def test_numerators_and_denominators_in_rows(tmp_path: Path, heads: list[str]) -> None:
    heads = [one if one != "Fourth fifth" else "Quintile 4" for one in heads]
    table = table_of(tmp_path, "Month,Measure," + ",".join(heads), "2024/25,Numerator,11,12,13,14,*",
                     "2024/25,Denominator,101,102,103,104,105").set_index("group")  # fmt: skip
    assert table.loc["2", ["numerator", "denominator"]].tolist() == [12, 102]
    assert table.loc["5", "flag"] == "suppressed" and "All" not in table.index
    assert table.attrs["read"]["used"] == 2


def test_two_blocks_one_under_the_other(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Trust,White,Mixed,Asian,Black,Other,Not known", "Numerator,,,,,,", "X,1,2,3,4,5,6",
                     "Denominator,,,,,,", "X,10,20,30,40,50,60").set_index("group")  # fmt: skip
    assert table.loc["Black or Black British", ["numerator", "denominator"]].tolist() == [4, 40]
    assert table.loc["Not known", "denominator"] == 60 and table.loc["All", "denominator"] == 210
    assert table.attrs["read"]["left_out"] == [{"reason": "a heading between the rows", "rows": 2, "first": 2}]


def test_the_rows_name_their_indicators(tmp_path: Path) -> None:
    rows = [f"{name} {role},{','.join([number] * 10)}" for name in ("Babies born before 37 weeks", "smoking_at_booking")
            for role, number in (("numerator", "5"), ("denominator", "50"))]  # fmt: skip
    table = table_of(tmp_path, "Indicator," + ",".join(f"Decile {n}" for n in range(1, 11)), *rows)
    assert set(table["indicator"]) == {"preterm_births", "smoking_at_booking"} and len(table) == 22


def test_percentages_are_values_without_counts(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Area,White,Mixed,Asian,Black,Other", "X,7.7%,7.5%,8.1%,8.5%,*").set_index("group")
    assert table.loc["White", "value"] == 7.7 and table["numerator"].isna().all() and table["lower"].isna().all()
    assert table.loc["Any other ethnic group", "flag"] == "suppressed"
    with pytest.raises(InputError, match="not out of 100"):
        table_of(tmp_path, "Area,Male,Female", "X,77.5%,81%", indicator="life_expectancy")


def test_shares_a_sheet_shows_as_percentages_are_read_as_it_shows_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Area", *FIFTHS])
    book.active.append(["X", 0.12, 0.115, 0.1, 0.09, 0.08])
    for cell in book.active[2][1:]:
        cell.number_format = "0%"
    book.save(tmp_path / "shares.xlsx")
    table = hi.read_table(tmp_path / "shares.xlsx", indicator="preterm_births")
    assert table["value"].tolist() == [12, 11.5, 10, 9, 8]


def test_years_over_two_rows_of_headings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [["Early births, invented"], [None, "2023/24", None, "2024/25", None],
            ["IMD quintile", "Numerator", "Denominator", "Numerator", "Denominator"],
            *([n, n + 9, n + 90, n + 8, n + 80] for n in range(1, 6)), ["Average", 12, 93, 11, 83], [None],
            ["Source: invented, small numbers included"]]  # fmt: skip
    for row in rows:
        sheet.append(row)
    for cells in ("A1:E1", "B2:C2", "D2:E2"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "years.xlsx")
    table = hi.read_table(tmp_path / "years.xlsx", indicator="preterm_births")
    got = table.set_index(["period", "group"])
    assert got.loc[("2023/24", "2"), ["numerator", "denominator"]].tolist() == [11, 92]
    assert got.loc[("2024/25", "5"), ["numerator", "denominator"]].tolist() == [13, 85]
    assert [(one["rows"], one["first"]) for one in table.attrs["read"]["left_out"]] == [(1, 11), (1, 9)]


@pytest.mark.parametrize(
    ("heads", "rows", "said"),
    [
        ("Area,White,Mixed,Asian,Black,Other", ["X,1,2,3,4,5"], "does not say which figures are numerators"),
        ("Area,Most deprived numerator,Least deprived numerator", ["X,1,2"], "fifths or tenths"),
        ("Item,1,2,3,4,5", ["Numerator,1,2,3,4,5", "Denominator,9,9,9,9,9"], "numbers only"),
        ("Area,Male %,Female %", ["X,0.12,0.13"], "between 0 and 1"),
        ("Area,Male numerator,Female numerator", ["X,12,13"], "no denominators"),
        ("Area,Male,Female", ["Numerator,12%,13%", "Denominator,50,60"], "percentages stand where counts"),
        ("Area,Male numerator,Male denominator,Female numerator,Female denominator", ["X,1,9,1,9", "X,2,9,2,9"],
         "two rows give the numerator"),
        ("Area,Male numerator,Male denominator,Female numerator,Female denominator", ["X,#N/A,9,1,9"],
         "an error of the spreadsheet"),
        ("Area,Male numerator,Male denominator,Female numerator,Female denominator", ["X,10,9,1,9"],
         "larger than the denominator"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_refused_with_the_reason(tmp_path: Path, heads: str, rows: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        table_of(tmp_path, heads, *rows)
    assert "wide.csv" in str(refused.value) and "\n" not in str(refused.value)


def test_records_are_not_taken_for_a_wide_table(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sex,imd_decile,weeks_waited,White,Other\nM,1,20,1,0\nF,2,30,0,1\n")
    assert hi.open_data(path).rows == 2
