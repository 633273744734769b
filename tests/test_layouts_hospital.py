"""Published hospital activity: by ethnic category, by deprivation tenth, by specialty and age."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

#: The headings as they are published: no-break spaces at their ends, and the digit of a footnote glued on.
HEADS = [
    "Index of Multiple Deprivation Decile", "All Attendances\u00a0", "Attended first appointment\u00a0",
    "Attended first tele consultation\u00a0", "Attended subsequent appointment\u00a0",
    "Attended subsequent tele consultation\u00a0", "Attended but first / subsequent / tele unknown1",
    "Percentage of all attendances\u00a0",
]  # fmt: skip
TENTHS = [
    "Most deprived 10%", "More deprived 10-20%", "More deprived 20-30%", "More deprived 30-40%", "More deprived 40-50%",
    "Less deprived 40-50%", "Less deprived 30-40%", "Less deprived 20-30%", "Less deprived 10-20%",
    "Least deprived 10%", "Unknown/Non-UK Country",
]  # fmt: skip


def invented(path: Path, size: int = 1, total: Any = None, first: Any = None) -> Path:
    """A workbook of invented numbers in the layout of the deprivation tenths, with its title, formulas and notes."""
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Introduction"
    notes["A2"] = "Invented figures in the layout of a publication"
    sheet = book.create_sheet("IMD Decile")
    sheet["A1"] = "Hospital Outpatient Activity 2024-25"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "Invented"
    rows = []
    for number, label in enumerate(TENTHS, start=1):
        kinds = [300 * size, (40 + number) * size, 500 * size, 60 * size, size]
        rows.append([label, sum(kinds), *kinds, 0.09])
    if first is not None:
        rows[0][1:3] = [first, first]
    total = sum(row[1] for row in rows if isinstance(row[1], int)) if total is None else total
    sums = [sum(row[at] for row in rows if isinstance(row[at], int)) for at in range(2, 7)]
    sheet.append([])
    for row in [HEADS, ["Total Activity", total, *sums, 1], *rows, [None] * 8,
                ["1. Attendances of which the kind is not known."], ["Source: invented for a test"], [None] * 8]:
        sheet.append(row)
    book.save(path)
    return path


def test_the_published_ethnic_categories_give_the_published_shares(shared: Path) -> None:
    path = shared / "realdata" / "published" / "hosp-epis-stat-outp-ethn-cat-2024-25-tab.xlsx"
    table = hi.read_table(path).pipe(hi.add_rates)
    assert set(table["source"]) == {"hes_outpatients"} and set(table["period"]) == {"2024/25"}
    tele = table[(table["indicator"] == "tele_consultations") & (table["dimension"] == "ethnic_category")]
    shares = tele.set_index("group")["value"].round(1)
    assert (shares["A"], shares["K"], shares["J"]) == (18.4, 12.2, 13.9)
    mix = table[(table["indicator"] == "share_of_attendances") & (table["dimension"] == "ethnic_group")]
    mix = mix.set_index("group")
    assert mix.loc["Not stated", "value"].round(1) == 11.2 and mix.loc["Not known", "value"].round(1) == 8.0
    assert mix["numerator"].sum() == 113225153 == mix["denominator"].iloc[0]
    assert table.attrs["read"] == {"rows": 19, "used": 19, "left_out": []}
    hi.protect(table)


def test_tenths_of_deprivation_with_titles_footnotes_and_a_digit_glued_on(tmp_path: Path) -> None:
    table = hi.read_table(invented(tmp_path / "imd.xlsx", 100))
    tele = table[table["indicator"] == "tele_consultations"].set_index("group")
    assert tele.index.tolist() == [*map(str, range(1, 11)), "Not known", "All"]
    assert tele.loc["2", ["numerator", "denominator"]].tolist() == [(42 + 60) * 100, 90200]
    mix = table[table["indicator"] == "share_of_attendances"].set_index("group")
    assert "All" not in mix.index and mix["numerator"].sum() == mix["denominator"].iloc[0]
    assert set(table["period"]) == {"2024/25"}
    read = table.attrs["read"]
    assert read == {"rows": 14, "used": 12, "left_out": [
        {"reason": "a note beside the table, not a row of it", "rows": 2, "first": 18}]}  # fmt: skip


def test_a_total_whose_formula_has_no_result_is_left_out_and_worked_out(tmp_path: Path) -> None:
    table = hi.read_table(invented(tmp_path / "imd.xlsx", 100, total="=SUM(B6:B16)"))
    mix = table[table["indicator"] == "share_of_attendances"]
    assert mix["denominator"].iloc[0] == mix["numerator"].sum()
    reasons = {one["reason"]: one for one in table.attrs["read"]["left_out"]}
    assert reasons["a total without a figure (a formula not saved)"]["first"] == 5


def test_what_a_trust_makes_in_the_same_layout_is_not_taken_for_published(tmp_path: Path) -> None:
    assert set(hi.read_table(invented(tmp_path / "own.xlsx", 100))["source"]) == {"own_table"}
    national = hi.read_table(invented(tmp_path / "large.xlsx", 10_000))
    assert set(national["source"]) == {"hes_outpatients"}
    changed = hi.read_table(invented(tmp_path / "changed.xlsx", 10_000, total=99_999_999))
    assert set(changed["source"]) == {"own_table"}, "rows that do not add up to the total were changed by somebody"
    hidden = hi.read_table(invented(tmp_path / "hidden.xlsx", 10_000, first="*"))
    assert set(hidden["source"]) == {"own_table"}


def test_hidden_counts_stay_unknown_and_nothing_is_added_up_over_them(tmp_path: Path) -> None:
    table = hi.read_table(invented(tmp_path / "imd.xlsx", 100, total="=SUM(B6:B16)", first="*"))
    mix = table[table["indicator"] == "share_of_attendances"].set_index("group")
    assert mix.loc["1", "flag"] == "suppressed" and mix["denominator"].isna().all()


def test_attendances_by_age_and_sex_are_those_of_the_sheet(shared: Path) -> None:
    path = shared / "realdata" / "published" / "hosp-epis-stat-outp-all-atte-2024-25-tab.xlsx"
    with pytest.raises(InputError, match="All Attendances - All, All Attendances - Male") as asked:
        hi.read_table(path)
    assert 'sheet="All Attendances - All"' in str(asked.value), "the sheet to name is not the introduction"
    table = hi.read_table(path, sheet="All Attendances - Female")
    ages = table[table["dimension"] == "age_band"].set_index("group")
    raw = pd.read_excel(path, sheet_name="All Attendances - Female").iloc[0]
    assert ages.loc["30-39", "numerator"] == raw["30-34"] + raw["35-39"]
    assert ages["numerator"].sum() == raw["Total"] and set(table["stratum"]) == {"sex=Female"}
    small = table[(table["numerator"] < 10) & (table["numerator"] > 0)]
    assert len(small) and set(small["source"]) == {"own_table"}, "small counts are protected, published or not"
    assert table.attrs["read"]["rows"] == table.attrs["read"]["used"] == 90


def test_admissions_and_emergency_attendances_have_the_same_kind_of_table(tmp_path: Path) -> None:
    groups = [("A", "British (White)", 4000), ("H", "Indian", 600), ("99/X", "Not Known", 90), ("Z", "Not stated", 80)]
    rows = "".join(f"{code},{name},{n},{n // 2}\n" for code, name, n in groups)
    path = tmp_path / "apc_2023-24.csv"
    path.write_text("Ethnic Category,,Finished Admission Episodes,Emergency2\n,Total,4770,2385\n" + rows)
    table = hi.read_table(path, area="A").query("dimension == 'ethnic_group'").set_index("group")
    assert table.loc["Asian or Asian British", ["numerator", "denominator"]].tolist() == [600, 4770]
    assert table.loc["Not known", "numerator"] == 90 and set(table["indicator"]) == {"share_of_admissions"}
    assert set(table["period"]) == {"2023/24"}
