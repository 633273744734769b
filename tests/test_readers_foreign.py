"""Records that lie in another engine: read by the same rules, never fetched, and its faults told in plain words."""

from __future__ import annotations

import datetime
import subprocess
import sys
from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.readers.columns import Column
from tests.engines import FOREIGN, Engine, Made

#: Cells that programs write and read differently.
TEXTS = [
    None, "", " ", "\u00a0", "\t", "0", "5", " 5 ", "\u00a05\u00a0", "5\n", "5.0", "5.00", "05", "005", "-5", "+5",
    "5.", ".5", "5.25", "1,234", "1.200", "12,5", "1_000", "1e2", "1E+2", "1e", "inf", "-Infinity", "nan", "NaN",
    "NULL", "null", "None", "n/a", "N/A", "#N/A", "-", "--", ".", "..", "?", "unknown", "Not Known", "TRUE", "false",
    "yes",
    "2025-01-31", "31/01/2025", "01 - Most deprived", "131", "-1", "7001", "7001.0", "9998", "9999", "99999999999",
    "3", "3.0", " 3", "03", "DNA", "Did not attend", "did-not_attend", "Seen", "ATTENDED", "8", "10", "smoker",
    "Non-Smoker", "ex smoker", "Never smoked", "110", "110.0", "-110.0", "O'Hara", 'say "x"', "a; b", "100%", "\u0663",
    "5\u2028", "5\u0085", "5 000", "Caf\u00e9", "1" * 39, "<b>", "\\", "%", "$1", "x" * 300,
]  # fmt: skip
DAY = datetime.date(2025, 1, 31)
TYPED: dict[str, tuple[str, list[Any]]] = {
    "int": ("int", [None, 0, 5, -5, 131, 7001, 9999, 2_000_000_000]),
    "float": ("float", [None, 0.0, 5.0, 5.25, -0.5, float("nan"), float("inf"), 123456789.0]),
    "decimal": ("decimal", [None, *(Decimal(one) for one in ("0", "5.00", "5.25", "-5.5", "131", "7001", "0.01"))]),
    "bool": ("bool", [None, True, False, True, None, True, False, True]),
    "date": ("date", [None, DAY, *[datetime.date(1999, 12, 1)] * 6]),
    "time": ("time", [None, datetime.datetime(2025, 1, 31, 12, 30), *[datetime.datetime(1999, 12, 1)] * 6]),
}
#: What a column may be taken for, and how it is then read.
READINGS = [
    ("weeks_waited", "number"), ("days_waited", "number"), ("age", "number"), ("birthweight", "number"),
    ("attended", "code"), ("smoking_status", "code"), ("own", "number"), ("own", "text"), ("own", "raw"),
    ("person_id", "id"),
]  # fmt: skip
SPARK, POSTGRES = (pytest.mark.parametrize("engine", [name], indirect=True) for name in ("spark", "postgres"))


def read(source: Any) -> dict[str, list[tuple[Any, int]]]:
    """The cells of a column and their states, for each way to read it, in the order of the column `place`."""
    records = hi.open_records(source, columns={"age": "place"})
    wanted = {
        f"{concept} as {kind}": (Column(concept, "cell", 1, "own", kind), kind) for concept, kind in READINGS
    }  # fmt: skip
    frame: Any = nw.from_native(records.relation({**wanted, "place": (Column("own", "place", 0, "own", ""), "raw")}))
    found = records.scan.fetch(frame).sort_values("place")
    alike = {}
    for name in wanted:
        values = [None if empty else one for one, empty in zip(found[name], found[name].isna(), strict=True)]
        if name.endswith("id"):
            # One engine keeps a number in the place of an id: only who is the same as whom can be compared.
            values = [None if one is None else values.index(one) for one in values]
        if name.endswith("raw"):
            values = [one if one is None or isinstance(one, str) else float(one) for one in values]
        alike[name] = list(zip(values, map(int, found[f"{name} state"]), strict=True))
    return alike


def both(engine: Engine, kind: str, cells: list[Any]) -> tuple[Any, Any]:
    made = Made({"place": ("int", list(range(len(cells)))), "cell": (kind, cells)})
    connection = duckdb.connect()
    made.into_duckdb(connection, "made")
    return engine.put(made), connection.table("made")


@pytest.mark.parametrize("engine", FOREIGN, indirect=True)
@pytest.mark.parametrize(("kind", "cells"), [("text", TEXTS), *TYPED.values()], ids=["text", *TYPED])
def test_a_hard_cell_is_read_alike(engine: Engine, kind: str, cells: list[Any]) -> None:
    theirs, ours = both(engine, kind, cells)
    there, here = read(theirs), read(ours)
    for name, alike in here.items():
        wrong = [
            f"{cell!r}: {left} there, {right} here"
            for cell, left, right in zip(cells, there[name], alike, strict=True)
            if left != right
        ]
        assert not wrong, f"{name}: {wrong}"


def odd(engine: Engine) -> Any:
    """A table with a column that holds lists."""
    made = Made({"imd_decile": ("int", [1, 2, 10]), "weeks_waited": ("int", [20, 3, 4])})
    if engine.name == "spark":
        rows = [(decile, [weeks]) for decile, weeks in made.rows]
        return engine.spark.createDataFrame(rows, "imd_decile int, weeks_waited array<int>")
    if engine.name == "ibis":
        engine.ibis.con.execute("CREATE TABLE odd AS SELECT 1 AS imd_decile, [20, 3] AS weeks_waited")
        return engine.ibis.table("odd")
    admin = engine.postgres.admin
    admin.execute("CREATE TABLE IF NOT EXISTS odd AS SELECT 1 AS imd_decile, ARRAY[20, 3] AS weeks_waited")
    admin.execute("GRANT SELECT ON odd TO reader")
    return engine.postgres.reader().table("odd")


@pytest.mark.parametrize("engine", FOREIGN, indirect=True)
def test_a_column_of_lists_is_refused_only_where_it_is_asked_for(engine: Engine) -> None:
    records = hi.open_records(odd(engine))
    assert hi.check_records(records, "imd_quintile")["what"].tolist()[1] == "recognised"
    with pytest.raises(InputError, match=r'column "weeks_waited" holds lists, structures or bytes.*Give a view'):
        hi.count_by(records, "imd_quintile", "waits_over_18_weeks")


@pytest.mark.parametrize("engine", FOREIGN, indirect=True)
def test_a_fault_of_a_cell_names_its_column_and_no_row_and_no_value(engine: Engine) -> None:
    made = Made({"imd_decile": ("int", [1, 2, 12]), "weeks_waited": ("text", ["20", "Mrs Ash", "3"])})
    records = hi.open_records(engine.put(made))
    words = r'column "weeks_waited": 1 row holds something that is not a number\. Put'
    with pytest.raises(InputError, match=words) as told:
        hi.count_by(records, "imd_quintile", "waits_over_18_weeks")
    assert "Ash" not in str(told.value) and "first" not in str(told.value)
    made.columns["weeks_waited"][1][1] = "21"
    with pytest.raises(InputError, match=r'column "imd_decile": cells hold 12, and'):
        hi.count_by(hi.open_records(engine.put(made)), "imd_quintile", "waits_over_18_weeks")
    shown = repr(records) + records._repr_html_() + hi.check_records(records, "imd_quintile").to_csv()
    assert "3 rows" in shown and "Ash" not in shown


@pytest.mark.parametrize("engine", FOREIGN, indirect=True)
def test_files_of_no_use_are_told_as_they_are_of_files(engine: Engine) -> None:
    one = ("int", [3])
    with pytest.raises(InputError, match="headings but no rows"):
        hi.open_records(engine.put(Made({"imd_decile": ("int", []), "weeks_waited": ("int", [])})))
    with pytest.raises(InputError, match=r"no column that is recognised.*colour"):
        hi.open_records(engine.put(Made({"colour": one})))
    with pytest.raises(InputError, match='column "count" holds numbers above 1'):
        hi.open_records(engine.put(Made({"imd_decile": one, "count": one})))
    assert hi.open_data(engine.put(Made({"imd_decile": one}))).rows == 1


@SPARK
def test_spark_headings_that_occur_twice_or_hold_dots(engine: Engine) -> None:
    frame = engine.spark.createDataFrame([(1, 20, 5), (10, 3, 6)], "a int, b int, c int")
    frame = frame.toDF("IMD.Decile", "weeks waited", "IMD.Decile")
    with pytest.raises(InputError, match=r'2 columns called "IMD.Decile"'):
        hi.count_by(hi.open_records(frame), "imd_quintile", "waits_over_18_weeks")
    other = frame.toDF("IMD.Decile", "weeks`waited", "weeks waited")
    table = hi.count_by(hi.open_records(other), "imd_quintile", "waits_over_18_weeks")
    assert table.set_index("group").loc["All", "denominator"] == 2


@SPARK
def test_a_stream_is_refused(engine: Engine) -> None:
    with pytest.raises(InputError, match="is a stream"):
        hi.open_records(engine.spark.readStream.format("rate").load())


@SPARK
def test_a_table_that_is_gone_is_told(engine: Engine) -> None:
    spark = engine.spark
    spark.createDataFrame([(1, 20)], "imd_decile int, weeks_waited int").write.saveAsTable("waits")
    records = hi.open_records(spark.table("waits"))
    spark.sql("DROP TABLE waits")
    with pytest.raises(InputError, match=r"^The Spark table is no longer there, or its columns") as told:
        hi.count_by(records, "imd_quintile", "waits_over_18_weeks")
    assert "\n" not in str(told.value) and told.value.__suppress_context__


@POSTGRES
def test_faults_of_a_server_are_told_without_its_words(engine: Engine) -> None:
    postgres = engine.postgres
    made = Made({"imd_decile": ("int", [1, 2]), "weeks_waited": ("int", [20, 3])})
    cases = {
        "REVOKE SELECT ON {} FROM reader": "may not be read by this user",
        "DROP TABLE {}": "is no longer there",
        "ALTER TABLE {} RENAME COLUMN weeks_waited TO other": "is no longer there, or its columns have changed",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader' -- {}": "cannot be reached",
    }
    for statement, words in cases.items():
        source = postgres.put(made)
        records = hi.open_records(source)
        postgres.admin.execute(statement.format(source.get_name()))
        with pytest.raises(InputError, match=words) as told:
            hi.count_by(records, "imd_quintile", "waits_over_18_weeks")
        said = str(told.value)
        assert said.startswith(f"The table {source.get_name()} ") and "\n" not in said and "SELECT" not in said
    source = postgres.put(made)
    source.get_backend().disconnect()
    with pytest.raises(InputError, match="cannot be reached"):
        hi.open_records(source)


@POSTGRES
def test_types_of_a_server_that_others_lack(engine: Engine) -> None:
    postgres = engine.postgres
    postgres.admin.execute("CREATE TYPE kind AS ENUM ('1', '2')")
    postgres.admin.execute(
        "CREATE TABLE made_types AS SELECT 1 AS imd_decile, '1'::kind AS sex, gen_random_uuid() AS person_id, "
        "140::numeric AS days_waited, 'E01000001 '::char(12) AS lsoa, '{}'::jsonb AS notes, '3'::varchar AS attended "
        "FROM generate_series(1, 20)"
    )
    postgres.admin.execute("GRANT SELECT ON made_types TO reader")
    records = hi.open_records(postgres.reader().table("made_types"))
    table = hi.count_by(records, ["imd_quintile", "sex"], ["waits_over_18_weeks", "missed_appointments"])
    assert table.query("dimension == 'sex'")["group"].unique().tolist() == ["Male", "All"]
    assert table.query("group == 'All' and indicator == 'waits_over_18_weeks'")["numerator"].tolist() == [20, 20]


def test_neither_library_is_imported_for_those_who_do_not_use_it() -> None:
    code = (
        "import sys, pandas, hitoolkit as hi\n"
        "own = hi.open_records(pandas.DataFrame({'imd_decile': [1], 'weeks_waited': [20]}))\n"
        "hi.count_by(own, 'imd_quintile', 'waits_over_18_weeks')\n"
        "print([name for name in ('pyspark', 'ibis', 'sqlglot', 'psycopg') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
