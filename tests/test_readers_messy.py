"""Messy files as analysts have them: what must never become a wrong number, and what must do no harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError


def counted(source: Any, **options: Any) -> dict[str, tuple[float, float]]:
    table = hi.count_by(hi.open_records(source, **options), "imd_quintile", "waits_over_18_weeks")
    return {row.group: (row.numerator, row.denominator) for row in table.itertuples()}



def test_hes_codes_for_not_known_are_no_days(tmp_path: Path) -> None:
    # 9999 lies within what can be right for days waited, and must not become 1,428 weeks.
    text = "APPTDATE,WAITING,imd_decile\n2024-01-01,9999,1\n2024-01-01,9998.0,1\n2024-01-01,127,1\n2024-01-01,3,1\n"
    path = tmp_path / "op.csv"
    path.write_text(text, encoding="utf-8")
    for source in (path, pd.read_csv(path)):
        table = hi.count_by(hi.open_records(source), "imd_quintile", "waits_over_18_weeks")
        assert table[["numerator", "denominator"]].iloc[-1].tolist() == [1, 2]
        assert table.attrs["ledger"][0]["rows"] == 2


@pytest.mark.parametrize(
    ("cell", "said"),
    [("1_9", "Put a number there"), ("1.200", "thousands without a sign"), ("12,5", "decimals with a point")],
)
def test_numbers_that_could_be_read_in_two_ways_are_refused(tmp_path: Path, cell: str, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"imd_decile;days_waited\n1;300\n2;{cell}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"row 3\).*{said}"):
        hi.count_by(hi.open_records(path), "imd_quintile", "waits_over_18_weeks")


def test_rows_of_spaces_and_a_long_first_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("imd_decile,weeks_waited\n1,20\n  \n2,3\n \n", encoding="utf-8")
    assert counted(path) == {"1": (1, 2), "All": (1, 2)}
    path.write_text("imd_decile,weeks_waited\n1,20\n  \n2,soon\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"first: row 4\)"):
        counted(path)
    path.write_text("x" * 300_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"list.csv(: a heading in its first row is longer| has no column that)"):
        counted(path)
    path.write_bytes("imd_decile,weeks_waited\n1,20\n2,3\n".encode("utf-32"))
    assert counted(path) == {"1": (1, 2), "All": (1, 2)}


def test_columns_of_types_that_are_not_asked_for_do_no_harm(tmp_path: Path) -> None:
    # A time with its zone needs a library to fetch, and is never fetched.
    path = tmp_path / "list.parquet"
    duckdb.sql(
        f"COPY (SELECT 1 AS imd_decile, 20.5 AS weeks_waited, now() AS at, [1] AS many) TO '{path}' (FORMAT parquet)"
    )
    assert counted(path) == {"1": (1, 1), "All": (1, 1)}
    frame = pd.DataFrame({"imd_decile": [1.0, None], "weeks_waited": [20, 3]})
    odd = frame.assign(at=pd.Timestamp("2024-01-01", tz="UTC"), zero=pd.arrays.SparseArray([0, 1]), pair=[1j, 2j])
    assert counted(odd) == counted(frame)
    duckdb.sql(f"COPY (SELECT 1 AS imd_decile, true AS weeks_waited) TO '{path}' (FORMAT parquet)")
    with pytest.raises(InputError, match="not a number"):
        counted(path)


def test_a_relation_whose_connection_is_closed(tmp_path: Path) -> None:
    connection = duckdb.connect()
    relation = connection.sql("SELECT 1 AS imd_decile, 20 AS weeks_waited")
    connection.close()
    with pytest.raises(InputError, match="connection was closed"):
        hi.open_records(relation)
    with pytest.raises(InputError, match="No file was named"):
        hi.open_records("")


@pytest.mark.parametrize("heading", ["count", "Number of patients", "n", "Denominator"])
def test_rows_that_stand_for_several_people_are_no_records(heading: str) -> None:
    frame = pd.DataFrame({"imd_quintile": [1, 5], "weeks_waited": [20, 3], heading: [100, 90]})
    with pytest.raises(InputError, match=r"above 1.*numerator and denominator"):
        hi.open_records(frame)
    assert counted(frame.assign(**{heading: 1})) == {"1": (1, 1), "5": (0, 1), "All": (1, 2)}


def test_formulas_whose_results_were_not_saved_are_told(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["imd_decile", "weeks_waited"], [1, 20], [2, "=10+10"], [10, "=A2*3"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    records = hi.open_records(tmp_path / "list.xlsx")
    assert records.notes[0].startswith("2 cells hold formulas")
    assert counted(tmp_path / "list.xlsx") == {"1": (1, 1), "All": (1, 1)}
