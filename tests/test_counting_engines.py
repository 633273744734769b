"""The same table from every engine: DuckDB, pandas, Spark, and ibis on DuckDB and on Postgres."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from tests.engines import ALL, FOREIGN, Engine, Made

OWN = """
[indicator.people_with_a_miss]
name = "People who missed an appointment"
kind = "proportion"
per = 100
better = "lower"
numerator_where = "attended in ('3', '7')"
denominator_where = "attended in ('3', '5', '6', '7')"
count_of = "person_id"

[indicator.mean_score]
name = "Mean score"
kind = "mean"
better = "lower"
value_of = "score"
"""
ASKED = ["waits_over_18_weeks", "median_wait", "mean_wait", "people_with_a_miss", "mean_score"]
BY = ["imd_quintile", "age_band"]
SIZE = 900


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    hi.use_catalogue(path)


def made() -> Made:
    """A list of appointments with blanks, spellings and codes as real ones have them."""
    rng = np.random.default_rng(11)

    def some(values: list[Any]) -> list[Any]:
        return [values[place] for place in rng.integers(0, len(values), SIZE)]

    return Made({
        "IMD decile": ("int", some([*range(1, 11), None])),
        "Ethnic category": ("text", some(["A", "Z", "R ", "99", "", None])),
        "Sex": ("text", some(["1", "2", "2", "9", None])), "Age": ("int", some([*range(18, 95), 7003, None])),
        "days waited": ("text", some([*map(str, range(0, 300, 10)), "12.0", " 140 ", "", "NULL", None, "9999"])),
        "attended": ("text", some(["3", "5", "5.0", "06", "7", "DNA", "seen", "2", "", None, "unknown"])),
        "person_id": ("text", some([*(f"p{one}" for one in range(400)), "NULL", None])),
        "score": ("float", some([1e6 + 0.25, 1e6 - 3.0, 1e6, float("nan"), None])),
        "clinic.of.care": ("text", some(["Eyes", "Feet ", "Knees", "\u00a0Feet", None])),
        "lsoa11": ("text", some(["E01000001", "e01000002", "E01000003 ", "W01001234", "E99999999", None])),
    })  # fmt: skip


def compare(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(left, right, rtol=1e-9, check_like=False)
    for name in ("counted", "ledger", "not_known"):
        assert sorted(map(str, left.attrs[name])) == sorted(map(str, right.attrs[name])), name


def expected(**options: Any) -> pd.DataFrame:
    engine = Engine("duckdb", None)  # type: ignore[arg-type]
    return hi.count_by(hi.open_records(engine.put(made())), BY, ASKED, **options)


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_every_engine_gives_the_same_table(engine: Engine) -> None:
    records = hi.open_records(engine.put(made()))
    options = {"stratum": "sex", "area": "clinic.of.care"}
    table = hi.count_by(records, BY, ASKED, **options)
    compare(table, expected(**options))
    assert len(table) > 400 and {"Eyes", "Feet", "Knees", "Not known"} == set(table["area"])
    for name in ASKED:
        lines = [*table.attrs["counted"], *table.attrs["ledger"]]
        rows = sum(line["rows"] for line in lines if line["indicator"] == name)
        assert rows == SIZE == records.rows, f"{name}: read = used + left out"


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_every_engine_gives_the_same_report(engine: Engine) -> None:
    other = Engine("duckdb", None)  # type: ignore[arg-type]
    records, known = (hi.open_records(one.put(made())) for one in (engine, other))
    left, right = (hi.check_records(one, "imd_quintile", ASKED) for one in (records, known))
    # Only a file has rows in an order, so only of one can the first be told.
    pd.testing.assert_frame_equal(left.iloc[1:].drop(columns="first"), right.iloc[1:].drop(columns="first"))
    assert left.attrs == right.attrs
    assert hi.follow_on(records, "imd_quintile", ASKED[0]) == hi.follow_on(known, "imd_quintile", ASKED[0])
    if engine.name in ("pandas", "ibis"):
        left, right = (hi.check_records(one).iloc[1:].drop(columns="first") for one in (records, known))
        # Rows that stand twice, and people with several, are looked for in files alone.
        left, right = (one[~one["why"].str.contains("earlier row")].reset_index(drop=True) for one in (left, right))
        pd.testing.assert_frame_equal(left, right)


@pytest.mark.parametrize("engine", ALL, indirect=True)
def test_small_areas_are_matched_by_a_lookup_on_every_engine(engine: Engine, tmp_path: Path) -> None:
    lookup = tmp_path / "imd.csv"
    lookup.write_text("lsoa11,imd_decile\nE01000001,1\nE01000002,4\nE01000003,10\n", encoding="utf-8")
    other = Engine("duckdb", None)  # type: ignore[arg-type]
    found = [
        hi.open_records(one.put(made()), imd_lookup=lookup, imd_edition="2019", columns={"lsoa": "lsoa11"})
        for one in (engine, other)
    ]
    assert found[0].match.found == found[1].match.found and found[0].match.found[""] > 0
    compare(*(hi.count_by(one, "imd_quintile", ["waits_over_18_weeks", "people_with_a_miss"]) for one in found))


def reached_spark(spark: Any) -> int:
    """How many queries the session has run so far, by its own book."""
    shared = spark._jsparkSession.sharedState()
    spark.sparkContext._jsc.sc().listenerBus().waitUntilEmpty()
    return int(shared.statusStore().executionsCount())


@pytest.mark.parametrize("engine", ["spark"], indirect=True)
def test_spark_groups_where_the_records_are(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = engine.put(made())
    records = hi.open_records(frame)
    came: list[int] = []
    plans: list[str] = []
    kind = type(frame)
    fetch = kind.toPandas

    def watched(self: Any) -> pd.DataFrame:
        plans.append(self._jdf.queryExecution().optimizedPlan().toString())
        found = fetch(self)
        came.append(len(found))
        return found

    monkeypatch.setattr(kind, "toPandas", watched)
    before = reached_spark(engine.spark)
    table = hi.count_by(records, ["imd_quintile", "ethnic_group"], ["waits_over_18_weeks", "mean_wait"])
    assert reached_spark(engine.spark) - before == 1 == len(came), "one query for all dimensions and indicators"
    assert came[0] <= 11 * 6 and table["denominator"].max() > 10 * came[0]
    assert "Aggregate" in plans[0].splitlines()[0] + plans[0].splitlines()[2], plans[0]
    whole = hi.count_by(records, "imd_quintile", ["median_wait", "people_with_a_miss"])
    assert whole["denominator"].max() > 200 and max(came) < SIZE / 2 and all("Aggregate" in plan for plan in plans)
    assert frame.storageLevel.useMemory is False, "the frame of the user is left as it was"


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_server_sends_groups_and_is_only_read(engine: Engine) -> None:
    source = engine.put(made())
    engine.postgres.forget()
    records = hi.open_records(source)
    hi.count_by(records, ["imd_quintile", "ethnic_group"], ["waits_over_18_weeks", "mean_wait"])
    (counted,) = [(text, rows) for text, rows in engine.postgres.answered() if "GROUP BY" in text]
    assert counted[1] <= 11 * 6 and "AVG(" not in counted[0].upper()
    hi.count_by(records, "imd_quintile", ["median_wait", "people_with_a_miss"])
    hi.check_records(records, "imd_quintile", ASKED)
    for text, rows in engine.postgres.answered():
        assert "GROUP BY" in text or (("COUNT(*)" in text or "SUM(" in text) and rows <= 3), text
        assert rows < SIZE / 2, text
    writes = "SELECT query FROM pg_stat_statements WHERE query ~* '^\\s*(create|insert|update|delete|drop|alter|copy)'"
    assert engine.postgres.admin.execute(writes).fetchall() == [], "nothing is written"


@pytest.mark.parametrize("engine", ["ibis"], indirect=True)
def test_the_statement_for_a_warehouse_groups_and_takes_no_average(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ibis

    whole = made()
    for name in ("days waited", "attended", "score"):
        # SQL Server cannot tell numbers among texts: there, numbers are numbers.
        whole.columns[name] = ("int", list(range(SIZE)))
    records = hi.open_records(engine.put(whole))
    said: list[str] = []

    def told(query: Any) -> pd.DataFrame:
        said.extend(str(ibis.to_sql(query.to_native(), dialect=one)) for one in ("mssql", "snowflake", "postgres"))
        raise InputError("enough")

    monkeypatch.setattr(records.scan, "fetch", told)
    with pytest.raises(InputError, match="enough"):
        hi.count_by(records, "imd_quintile", ["waits_over_18_weeks", "mean_wait"], stratum="sex")
    assert len(said) == 3
    for text in said:
        assert "GROUP BY" in text and "AVG(" not in text.upper() and "SUM(" in text


@pytest.mark.parametrize("engine", FOREIGN, indirect=True)
def test_more_groups_than_may_come_back_are_refused(engine: Engine) -> None:
    records = hi.open_records(engine.put(made()))
    frame: Any = nw.from_native(records.relation({"who": (records.column("person_id"), "raw")}))
    with pytest.raises(InputError, match="more than 100 different combinations of values"):
        records.collect(frame, 100)
