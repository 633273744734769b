"""Frames of pandas with all that their columns and index can be: the same table as from plain columns."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

DECILES = [1, 2, 10, 10, None, 3] * 5
WEEKS = [20, 3, 19.5, None, 60, 18] * 5
SEX = ["1", "2", None, "9", "1", "2"] * 5


def plain() -> pd.DataFrame:
    return pd.DataFrame({"imd_decile": DECILES, "weeks_waited": WEEKS, "sex": SEX})


def counted(frame: pd.DataFrame) -> pd.DataFrame:
    before = frame.copy()
    table = hi.count_by(hi.open_records(frame), ["imd_quintile", "sex"], ["waits_over_18_weeks", "median_wait"])
    pd.testing.assert_frame_equal(frame, before)
    return table


def same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(left, right)
    assert left.attrs["ledger"] == right.attrs["ledger"] and left.attrs["not_known"] == right.attrs["not_known"]


def mixed(cells: list[Any], none: list[Any]) -> pd.Series:
    """Whole numbers, texts and decimals in one column, and every way to say nothing."""
    ways = [int, str, float, lambda one: f" {one}\u00a0", np.float64]
    made = [
        none[place % len(none)] if cell is None else ways[place % len(ways)](cell) if cell == int(cell) else cell
        for place, cell in enumerate(cells)
    ]
    return pd.Series(made, dtype=object)


FRAMES = {
    "objects": lambda frame: frame.astype(object),
    "mixed": lambda frame: frame.assign(
        imd_decile=mixed(DECILES, [None, pd.NA, float("nan"), pd.NaT, "NULL", "", np.nan]),
        weeks_waited=mixed(WEEKS, [pd.NaT, "n/a", None, pd.NA, np.float64("nan")]),
    ),
    "categories": lambda frame: frame.astype("category"),
    "nullable": lambda frame: frame.astype({"imd_decile": "Int64", "weeks_waited": "Float64", "sex": "string"}),
    "converted": lambda frame: frame.convert_dtypes(),
    "small": lambda frame: frame.astype({"imd_decile": "float16", "weeks_waited": "float32"}),
    "decimals": lambda frame: frame.assign(weeks_waited=[None if one is None else Decimal(str(one)) for one in WEEKS]),
    "sparse": lambda frame: frame.assign(imd_decile=frame["imd_decile"].astype("Sparse[float64]")),
    "index from elsewhere": lambda frame: frame.set_axis(range(100, 130)),
    "index with doubles": lambda frame: frame.set_axis([1, 2] * 15).astype({"imd_decile": object}),
    "index of dates and areas": lambda frame: frame.set_axis(
        pd.MultiIndex.from_product([["a", "b", "c"], pd.date_range("2025-01-01", periods=10)])
    ),
    "empty rows": lambda frame: pd.concat([frame, pd.DataFrame({"imd_decile": [None] * 3})], ignore_index=True),
    "columns that are no text": lambda frame: frame.assign(
        **{"2024": 1, "lists": [[1], [2]] * 15, "arrays": [np.array([1, 2])] * 30, "dicts": [{"a": 1}] * 30}
    ).rename(columns={"2024": 2024}),
    "column names that occur twice": lambda frame: pd.concat(
        [frame, frame[["sex"]].set_axis(["other"], axis=1), frame[["sex"]].set_axis(["other"], axis=1)], axis=1
    ),
    "dates": lambda frame: frame.assign(
        seen=datetime.date(2025, 1, 1), at=pd.Timestamp("2025-01-01"), zone=pd.Timestamp("2025-01-01", tz="UTC"),
        span=pd.Timedelta("1D"), month=pd.Period("2025-01"), none=pd.NaT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_of_any_make_gives_the_same_table(kind: str) -> None:
    same(counted(FRAMES[kind](plain())), counted(plain()))


def test_arrow_columns_give_the_same_table() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: python start.py test --full installs it")
    arrow = {"imd_decile": "int64[pyarrow]", "weeks_waited": "double[pyarrow]", "sex": "string[pyarrow]"}
    same(counted(plain().astype(arrow)), counted(plain()))


def test_yes_and_no_are_written_as_other_engines_do() -> None:
    frame = plain().assign(kept=[True, False] * 15)
    for made in (frame, frame.astype({"kept": object}), frame.astype({"kept": "boolean"})):
        table = hi.count_by(hi.open_records(made), "imd_quintile", "waits_over_18_weeks", stratum="kept")
        assert set(table["stratum"]) == {"All", "kept=true", "kept=false"}


def test_a_heading_that_occurs_twice_is_told_where_it_is_needed() -> None:
    frame = pd.concat([plain(), plain()[["sex"]]], axis=1)
    assert hi.count_by(hi.open_records(frame), "imd_quintile", "waits_over_18_weeks")["denominator"].max() == 25
    with pytest.raises(InputError, match=r'2 columns called "sex"'):
        hi.count_by(hi.open_records(frame), "sex", "waits_over_18_weeks")
