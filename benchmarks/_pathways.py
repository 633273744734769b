"""Make a Parquet file of invented waiting-list pathways, ten million rows by default, to measure counting with.

    python benchmarks/_pathways.py pathways.parquet --rows 10000000

Nobody in it is real, and nothing is calibrated: it is only as wide and as mixed as a real list.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import duckdb

MAKE = """
COPY (
    SELECT
        'P' || lpad(i::VARCHAR, 9, '0') AS person_id,
        (hash(i * 7 + 1) % 420)::INTEGER AS days_waited,
        CASE WHEN hash(i * 7 + 2) % 50 = 0 THEN NULL ELSE 1 + hash(i * 7 + 2) % 10 END::TINYINT AS imd_decile,
        list_extract(['A','A','A','A','A','A','B','C','D','H','J','K','M','N','P','R','S','Z','99',''],
                     (1 + hash(i * 7 + 3) % 20)::INTEGER) AS ethnic_code,
        (hash(i * 7 + 4) % 96)::SMALLINT AS age,
        list_extract(['1','2'], (1 + hash(i * 7 + 5) % 2)::INTEGER) AS sex,
        list_extract(['100','101','110','120','130','140','300','301','320','330','400','410','430','502'],
                     (1 + hash(i * 7 + 6) % 14)::INTEGER) AS specialty,
        list_extract(['5','5','5','5','5','5','6','3','7','2','4'], (1 + hash(i * 7) % 11)::INTEGER) AS attended,
        'E01' || lpad((1 + hash(i * 7 + 8) % 33700)::VARCHAR, 6, '0') AS lsoa11
    FROM range({rows}) AS numbers(i)
) TO '{path}' (FORMAT parquet)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Make invented pathways as a Parquet file.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    given = parser.parse_args()
    make(given.path, given.rows)


def make(path: Path, rows: int = 10_000_000) -> None:
    """Write the file, and say how large it is and how long that took."""
    start = time.perf_counter()
    connection = duckdb.connect(config={"memory_limit": "1GB", "preserve_insertion_order": "false"})
    connection.execute(MAKE.format(rows=rows, path=str(path).replace("'", "''")))
    size = path.stat().st_size / 1e6
    print(f"{rows:,} rows, {size:,.0f} MB, made in {time.perf_counter() - start:.1f} seconds: {path.name}")


if __name__ == "__main__":
    main()
