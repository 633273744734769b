"""The same table of made-up records put into every engine that counts, each a real one, started where it is needed."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

#: A type, and what DuckDB, Spark and Postgres call it.
TYPES = {
    "text": ("VARCHAR", "string", "text"),
    "int": ("INTEGER", "int", "integer"),
    "float": ("DOUBLE", "double", "double precision"),
    "decimal": ("DECIMAL(12, 2)", "decimal(12, 2)", "numeric(12, 2)"),
    "bool": ("BOOLEAN", "boolean", "boolean"),
    "date": ("DATE", "date", "date"),
    "time": ("TIMESTAMP", "timestamp_ntz", "timestamp"),
}


@dataclass
class Made:
    """A table by its columns: heading, type and cells."""

    columns: dict[str, tuple[str, list[Any]]]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        return list(zip(*(cells for _, cells in self.columns.values()), strict=True))

    def ddl(self, place: int) -> str:
        quote = "`" if place == 1 else '"'
        return ", ".join(f"{quote}{name}{quote} {TYPES[kind][place]}" for name, (kind, _) in self.columns.items())

    def into_duckdb(self, connection: Any, table: str) -> None:
        connection.execute(f"CREATE TABLE {table} ({self.ddl(0)})")
        if self.rows:
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(self.columns))})", self.rows)

    def into_postgres(self, connection: Any, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {table} ({self.ddl(2)})")
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in self.rows:
                    copy.write_row(row)
        connection.commit()


class Engine:
    """One engine, and how a table is put into it; what comes back is what open_records takes."""

    def __init__(self, name: str, request: pytest.FixtureRequest) -> None:
        self.name = name
        if name == "spark":
            self.spark = request.getfixturevalue("spark")
        elif name == "postgres":
            self.postgres = request.getfixturevalue("postgres")
        elif name == "ibis":
            self.ibis = ibis_or_skip().duckdb.connect()
        else:
            self.duckdb = duckdb.connect()
        self.tables = 0

    def put(self, made: Made) -> Any:
        self.tables += 1
        table = f"made_{self.tables}"
        if self.name == "pandas":
            return pd.DataFrame({name: pd.Series(cells, dtype=object) for name, (_, cells) in made.columns.items()})
        if self.name == "duckdb":
            made.into_duckdb(self.duckdb, table)
            return self.duckdb.table(table)
        if self.name == "ibis":
            made.into_duckdb(self.ibis.con, table)
            return self.ibis.table(table)
        if self.name == "postgres":
            return self.postgres.put(made)
        return self.spark.createDataFrame(made.rows, made.ddl(1))


FOREIGN = ["spark", "ibis", "postgres"]
ALL = ["duckdb", "pandas", *FOREIGN]


def ibis_or_skip() -> Any:
    return pytest.importorskip("ibis", reason="ibis is not installed: python start.py test --full installs it")


def spark_session() -> Iterator[Any]:
    """A real local Spark of two cores, as small as it can be."""
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: python start.py test --full installs it")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("there is no Java on this machine, which Spark needs (17 or later)")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.memory": "700m",
            "spark.sql.shuffle.partitions": "2", "spark.default.parallelism": "2",
            "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
            # Compiling a query takes longer than running it over a few rows.
            "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.warehouse.dir": folder, "spark.sql.session.timeZone": "UTC",
        }  # fmt: skip
        builder = pyspark.sql.SparkSession.builder.master("local[2]").appName("tests")
        for name, value in options.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


class Postgres:
    """A private cluster: made in a temporary folder, reached through a socket in it, gone with the tests."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self.user = "postgres" if os.geteuid() == 0 else os.environ.get("USER", "postgres")
        self.tables = 0
        if os.geteuid() == 0:  # for whom the server refuses to run
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", "data", "-U", self.user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        settings = (
            f"-k {folder} -c listen_addresses= -c fsync=off -c shared_preload_libraries=pg_stat_statements "
            "-c shared_buffers=16MB -c max_connections=20"
        )
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", settings, "start")
        self.admin = self.connect()
        self.admin.execute("CREATE EXTENSION pg_stat_statements")
        self.admin.execute("CREATE ROLE reader LOGIN")
        self.admin.execute("ALTER ROLE reader SET default_transaction_read_only = on")

    def _run(self, program: str, *options: str) -> None:
        before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        with open(self.folder / "said", "a", encoding="utf-8") as said:
            subprocess.run([*before, str(self.programs / program), *options], cwd=self.folder, check=True, stdout=said)

    def connect(self) -> Any:
        import psycopg

        return psycopg.connect(host=str(self.folder), user=self.user, dbname="postgres", autocommit=True)

    def reader(self) -> Any:
        """A connection of ibis by one who may only read."""
        return ibis_or_skip().postgres.connect(host=str(self.folder), user="reader", database="postgres")

    def put(self, made: Made) -> Any:
        self.tables += 1
        table = f"made_{self.tables}"
        made.into_postgres(self.admin, table)
        self.admin.execute(f"GRANT SELECT ON {table} TO reader")
        return self.reader().table(table)

    def forget(self) -> None:
        self.admin.execute("SELECT pg_stat_statements_reset()")

    def answered(self) -> list[tuple[str, int]]:
        """Each statement on a table of records since, and how many rows it sent back each time."""
        asked = (
            "SELECT query, rows / calls FROM pg_stat_statements "
            "WHERE query LIKE '%made\\_%' AND query LIKE 'SELECT%'"
        )
        return self.admin.execute(asked).fetchall()

    def stop(self) -> None:
        self.admin.close()
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")


def postgres_cluster() -> Iterator[Postgres]:
    """A real Postgres server of our own."""
    ibis_or_skip()
    pytest.importorskip("psycopg", reason="psycopg is not installed: python start.py test --full installs it")
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb")]
    if found[-1] is None or os.name != "posix":
        pytest.skip("there is no Postgres server on this machine")
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        cluster = Postgres(Path(folder), Path(found[-1]).parent)
        yield cluster
        cluster.stop()
