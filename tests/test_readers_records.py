"""Records in every format an own file may have, and the faults of such files, each told in one plain sentence."""

from __future__ import annotations

import csv
import gzip
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.readers import engine

HEADINGS = ["Decile\u00a0IMD", "Weeks waited", "Ethnic Category", "Clinic"]
ROWS: list[list[Any]] = [
    [1, 20, "A", "Café"],
    [2, 3, "Z", "Züri"],
    [10, 19.5, "99", "a, b; c"],
    [None, 60, "", 'say "x"'],
]
EXPECTED = {"1": (1, 2), "5": (1, 1), "Not known": (1, 1), "All": (3, 4)}


def counted(source: Any, **options: Any) -> dict[str, tuple[float, float]]:
    table = hi.count_by(hi.open_records(source, **options), "imd_quintile", "waits_over_18_weeks")
    return {row.group: (row.numerator, row.denominator) for row in table.itertuples()}


def write_csv(
    path: Path, rows: list[list[Any]], delimiter: str = ",", encoding: str = "utf-8", end: str = "\n"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return path


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_files_in_all_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    assert counted(write_csv(tmp_path / "list.csv", [HEADINGS, *ROWS], delimiter, encoding, end)) == EXPECTED


@pytest.mark.parametrize("end", ["\r", None])
def test_old_and_mixed_line_ends(tmp_path: Path, end: str | None) -> None:
    path = write_csv(tmp_path / "list.csv", [HEADINGS, *ROWS], end=end or "\r\n")
    if end is None:
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n", 2))
    assert counted(path) == EXPECTED


def test_a_letter_of_windows_far_down_the_file(tmp_path: Path) -> None:
    lines = ["imd_decile,weeks_waited,clinic"] + ["1,20,A"] * 200_000 + ["10,3,Caf\u00e9"]
    (tmp_path / "list.csv").write_bytes("\n".join(lines).encode("cp1252"))
    assert counted(tmp_path / "list.csv") == {"1": (200_000, 200_000), "5": (0, 1), "All": (200_000, 200_001)}


def test_packed_text(tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "list.csv", [HEADINGS, *ROWS], encoding="cp1252")
    (tmp_path / "list.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert counted(tmp_path / "list.csv.gz") == EXPECTED


def test_titles_above_the_headings_and_empty_rows_below(tmp_path: Path) -> None:
    rows = [["Waiting list, June"], [], ["Source: the warehouse"], [], HEADINGS, *ROWS, ["", "", "", ""], []]
    path = write_csv(tmp_path / "list.csv", rows)
    records = hi.open_records(path)
    assert records.rows == 4 and "row 5" in records.notes[0]
    assert counted(path) == EXPECTED
    assert counted(write_xlsx(tmp_path / "list.xlsx", {"List": rows})) == EXPECTED


def test_empty_rows_of_delimiters_are_no_records(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", [HEADINGS, *ROWS, ["", "", "", ""], ["", "", "", ""]])
    assert hi.open_records(path).rows == 4


def test_excel_with_headings_of_numbers_and_text(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "list.xlsx", {"List": [[*HEADINGS, 2024, None, 1.5], *[[*row, 7, None, None] for row in ROWS]]}
    )
    records = hi.open_records(path)
    assert counted(path) == EXPECTED
    assert "2024" in records.scan.headings


def test_excel_sheets(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", {"Notes": [["Read me"]], "June": [HEADINGS, *ROWS]})
    assert counted(path) == EXPECTED, "the only sheet whose headings are recognised"
    assert counted(path, sheet="june ") == EXPECTED
    with pytest.raises(InputError, match=r"Known: Notes, June"):
        hi.open_records(path, sheet="July")
    both = write_xlsx(tmp_path / "two.xlsx", {"May": [HEADINGS, *ROWS], "June": [HEADINGS, *ROWS]})
    with pytest.raises(InputError, match=r"several sheets: May, June.*--sheet"):
        hi.open_records(both)


def test_parquet_pattern_folder_and_frame(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS, columns=HEADINGS)
    duckdb.connect().execute(f"COPY (SELECT * FROM frame LIMIT 2) TO '{tmp_path}/a.parquet'")
    duckdb.connect().execute(f"COPY (SELECT * FROM frame OFFSET 2) TO '{tmp_path}/b.parquet'")
    assert counted(f"{tmp_path}/*.parquet") == EXPECTED
    assert counted(tmp_path) == EXPECTED
    before = frame.copy()
    assert counted(frame) == EXPECTED
    pd.testing.assert_frame_equal(frame, before)
    mixed = frame.astype(object)
    mixed.loc[0, HEADINGS[0]] = "01 - Most deprived"
    mixed["odd"] = [1, "x", None, pd.Timestamp("2025-01-01")]
    assert counted(mixed) == EXPECTED


def test_duckdb_relation_table_and_file(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS, columns=HEADINGS)
    path = tmp_path / "own.duckdb"
    connection = duckdb.connect(str(path))
    connection.register("frame", frame)
    connection.execute("CREATE TABLE waits AS SELECT * FROM frame")
    assert counted(connection.sql("SELECT * FROM waits")) == EXPECTED
    assert counted((connection, "waits")) == EXPECTED
    with pytest.raises(InputError, match=r'no table called "wait".*Known: waits'):
        hi.open_records((connection, "wait"))
    connection.execute("CREATE TABLE other AS SELECT 1 AS x")
    connection.close()
    assert counted(path, sheet="waits") == EXPECTED
    with pytest.raises(InputError, match=r"several tables: other, waits.*--sheet"):
        hi.open_records(path)


def test_what_is_shown_is_never_a_value_or_a_path(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "list.csv", [[*HEADINGS, "NHS number"], [*ROWS[0], "943 476 5919"], [*ROWS[1], "943 476 5920"]]
    )
    records = hi.open_records(path)
    for shown in (repr(records), records._repr_html_(), hi.check_records(records).to_csv()):
        assert "943" not in shown and "Caf" not in shown and str(tmp_path) not in shown
        assert "list.csv" in shown and "Weeks waited" in shown
    warned = hi.check_records(records).query("what == 'warning'")
    assert warned["column"].tolist() == ["NHS number"]


def test_temporary_copies_are_private_and_go_with_the_records(tmp_path: Path) -> None:
    records = hi.open_records(write_csv(tmp_path / "list.csv", [HEADINGS, *ROWS], encoding="utf-16"))
    copy = records.scan.text.path
    assert copy.parent == engine.private_folder()
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    del records
    import gc

    gc.collect()
    assert not copy.exists()


def test_the_engine_fetches_nothing() -> None:
    connection = engine.connect()
    asked = "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'"
    settings = dict(connection.sql(asked).fetchall())
    assert set(settings.values()) == {"false"}


ONE = "imd_decile,weeks_waited\n1,20\n"
FAULTS = {
    "empty": ("", r"list.csv is empty"),
    "blank": ("\n\n  \n", r"list.csv is empty"),
    "only headings": ("imd_decile,weeks_waited\n", r"headings but no rows"),
    "no headings": ("1,20,3\n2,21,4\n3,5,6\n", r"no row of headings"),
    "nothing known": ("colour,shape\nred,round\n", r"no column that is recognised.*colour, shape.*columns=.*--column"),
    "twice": ("imd_decile,imd_decile,weeks_waited\n1,2,20\n", r'2 columns called "imd_decile"'),
    "two that could be": (
        "imd_decile,IMD Decile 2019,weeks_waited\n1,2,20\n",
        r"imd_decile, IMD Decile 2019.*--column imd_decile=",
    ),
    "decile 0": (ONE + "0,3\n", r'list.csv, column "imd_decile": cells hold 0.*row 3.*leave those cells empty'),
    "decile 11": (ONE + "2,2\n11,3\n", r"cells hold 11.*row 4"),
    "decile -1": (ONE + "-1,3\n", r"cells hold -1.*row 3"),
    "score": (ONE + "23.4,3\n", r"decimal point, such as scores.*row 3"),
    "rank": (ONE + "31696,3\n7,4\n", r"ranks of areas.*row 3.*column of deciles"),
    "fifths": ("imd_decile,weeks_waited\nIMD quintile 4,20\n", r"row 2.*imd_quintile"),
    "other way round": ("imd_decile,weeks_waited\n10 - most deprived,20\n", r"count from the least deprived.*row 2"),
    "words for deciles": (ONE + "north,3\n", r'column "imd_decile".*row 3'),
    "text for numbers": (
        ONE + "2,soon\n3,x\n",
        r'column "weeks_waited": 2 rows hold something that is not a number \(first: row 3\)',
    ),
    "too many cells": (ONE + "2,3,4\n", r"row 3: 3 cells where there are 2 headings"),
    "too few cells": (ONE + "2\n", r"row 3: 1 cell where there are 2 headings"),
    "open quote": (ONE + '2,"3\n4,5\n', r"row 3: a quotation mark"),
    "no unit": (
        "imd_decile,wait\n1,20\n",
        r'"wait" may be.*columns=\{"weeks_waited": "wait"\} or columns=\{"days_waited": "wait"\}',
    ),
    "lacking": (
        "imd_decile,age\n1,20\n",
        r"no column that is known to be weeks_waited.*Its columns: imd_decile, age.*--column weeks_waited=HEADING",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_plain_sentence(tmp_path: Path, fault: str) -> None:
    text, words = FAULTS[fault]
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as told:
        counted(path)
    assert "list.csv" in str(told.value) and str(tmp_path) not in str(told.value)
    assert "\n" not in str(told.value)


def test_row_numbers_are_those_of_the_file_as_the_user_sees_it(tmp_path: Path) -> None:
    rows = [["A title"], [], ["imd_decile", "weeks_waited"], [1, 20], [], [2, "soon"]]
    for path in (
        write_csv(tmp_path / "l.csv", rows),
        write_csv(tmp_path / "w.csv", rows, encoding="utf-16"),
        write_xlsx(tmp_path / "l.xlsx", {"A": rows}),
    ):
        with pytest.raises(InputError, match=r"first: row 6\)"):
            counted(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.parquet", b"PAR1 and then nothing", "cannot be read as Parquet"),
        ("list.parquet", b"no parquet at all", "cannot be read as Parquet"),
        ("list.xlsx", b"PK\x03\x04 and then nothing", "cannot be read as an Excel workbook"),
        ("list.xlsx", b"no workbook at all", "cannot be read as an Excel workbook"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save it in Excel as .xlsx"),
        ("list.csv.gz", b"\x1f\x8b\x08\x00 cut", "cannot be read"),
        ("list.csv", bytes(range(256)) * 4, "not a text file"),
        ("list.duckdb", b"\0" * 8 + b"DUCK" + b"\0" * 400, "DuckDB database"),
        ("list.zip", b"PK\x03\x04 and then nothing", "Unpack it"),
    ],
)
def test_damaged_files(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=words) as told:
        hi.open_records(tmp_path / name)
    assert name in str(told.value) and "\n" not in str(told.value)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "waits.csv").write_text(ONE)
    with pytest.raises(InputError, match=r'no file "wait.csv".*Did you mean waits.csv'):
        hi.open_records(tmp_path / "wait.csv")
    with pytest.raises(InputError, match="is a folder"):
        hi.open_records(tmp_path)
    with pytest.raises(InputError, match="No file fits"):
        hi.open_records(f"{tmp_path}/*.parquet")
    with pytest.raises(InputError, match="cannot be read from a list"):
        hi.open_records([1, 2])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(ONE)
    path.chmod(0)
    with pytest.raises(InputError, match="may not be opened"):
        hi.open_records(path)


def test_odd_names_and_odd_shapes(tmp_path: Path) -> None:
    assert counted(write_csv(tmp_path / "waits [June] *?.csv", [HEADINGS, *ROWS])) == EXPECTED
    assert counted(write_csv(tmp_path / "o'hara.csv", [["sep=;"], HEADINGS, *ROWS], ";")) == EXPECTED
    assert counted(write_xlsx(tmp_path / "w.xlsx", {"A": [HEADINGS, *ROWS]}).rename(tmp_path / "w.csv")) == EXPECTED
    frame = pd.DataFrame(ROWS, columns=HEADINGS)
    duckdb.connect().register("f", frame).execute(f"COPY f TO '{tmp_path}/p [1].parquet'")
    assert counted(tmp_path / "p [1].parquet") == EXPECTED
    with pytest.raises(InputError, match="headings but no rows"):
        hi.open_records(frame.head(0))
    with pytest.raises(InputError, match="has no columns"):
        hi.open_records(pd.DataFrame())


@pytest.mark.skipif(os.name != "posix", reason="file sizes are limited by a call that only these systems have")
def test_a_full_disk_while_copying_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", [HEADINGS, *ROWS * 5000], encoding="utf-16")
    code = (
        "import resource, sys, hitoolkit as hi\n"
        "from hitoolkit.readers.engine import connect\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try: hi.open_records(sys.argv[1])\n"
        "except hi.errors.OutputError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert run.stdout.startswith("list.csv could not be copied for reading"), run.stderr


def test_samples_are_listed_and_marked() -> None:
    listed = hi.samples().set_index("sample")
    assert listed["synthetic"].all() and "ynthetic" in listed.loc["elective_waits", "what"]
    table = hi.count_by(hi.open_records("elective_waits"), "imd_quintile", "waits_over_18_weeks")
    assert set(table["source"]) == {"sample_elective_waits"}
    with pytest.raises(InputError, match=r'no sample called "elective".*Known: .*elective_waits'):
        hi.read_sample("elective")
