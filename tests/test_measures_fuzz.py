"""Any table at all: every row is answered with a figure and its range, or says in words why not."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measure_tables import CATALOGUE

import hitoolkit as hi
from hitoolkit.errors import HitoolkitError
from hitoolkit.measures import MEASURES
from hitoolkit.measures.slope import MODELS
from hitoolkit.table import FLAGS

KINDS = ["proportion_lower_100", "proportion_higher_1000", "proportion_neither_100", "rate_lower_100000",
         "rate_higher_1000", "value_lower_1", "mean_higher_1", "life_expectancy", "share_of_deliveries"]
GROUPS = {"imd_quintile": list("12345"), "band": ["low", "high"], "site": ["North", "South", "East"],
          "ward": ["a", "b", "c", "d"], "ethnic_group": ["White", "Asian or Asian British"]}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def cell(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[float]:
    return st.one_of(st.just(np.nan), st.just(0.0), numbers)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    rows = []
    for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True)):
        dimension = draw(st.sampled_from(list(GROUPS)))
        groups = draw(st.lists(st.sampled_from([*GROUPS[dimension], "All", "Not known"]), min_size=1, unique=True))
        shape = draw(st.sampled_from(["counts", "value", "se", "limits", "anything"]))
        for area in draw(st.sampled_from([["A"], ["A", "B"]])):
            for group in groups:
                row = {"indicator": kind, "dimension": dimension, "area": area, "group": group, "period": "1",
                       "flag": draw(st.sampled_from(FLAGS))}
                if shape in ("counts", "anything"):
                    row["denominator"] = draw(cell(st.integers(1, 10_000).map(float)))
                    row["numerator"] = draw(cell(st.integers(0, 60).map(float)))
                if shape != "counts":
                    row["value"] = draw(cell(st.floats(-5 if kind == "value_lower_1" else 0, 100)))
                if shape in ("se", "anything"):
                    row["se"] = draw(cell(st.floats(0, 30)))
                if shape in ("limits", "anything"):
                    row["lower"], row["upper"] = (row["value"] - draw(cell(st.floats(0, 30))),
                                                  row["value"] + draw(cell(st.floats(0, 30))))
                rows.append(row)
    return pd.DataFrame(rows)


@given(tables(), st.sampled_from([0, 100]), st.sampled_from(list(MODELS)), st.sampled_from([None, "rest", "extremes"]))
@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
def test_every_row_is_answered_or_says_why(frame: pd.DataFrame, draws: int, model: str, reference: str | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            checked = hi.check_table(frame)
        except HitoolkitError:
            return
        found = hi.measure(checked, list(MEASURES), reference=reference, model=model, draws=draws)
    number = found[["value", "se", "lower", "upper"]].to_numpy()
    assert not np.isinf(number).any()
    lacking = found["value"].isna() | found["lower"].isna() | found["upper"].isna()
    assert (found.loc[lacking, "reason"] != "").all(), found[lacking & (found["reason"] == "")].to_string()
    assert (found["value"].notna() | found[["se", "lower", "upper"]].isna().all(axis=1)).all()
    assert (found["lower"].isna() == found["upper"].isna()).all()
    assert (found["lower"].fillna(0) <= found["upper"].fillna(0)).all()
    areas = found.groupby(["indicator", "measure"])["area"].nunique()
    assert (areas == checked.groupby("indicator")["area"].nunique().reindex(areas.index, level=0)).all()


def test_figures_at_the_edge_of_arithmetic() -> None:
    tiny = pd.DataFrame({"group": list("12345"), "value": [1.1e-308, 2.0, 3.0, 2.0, 1.0], "se": 2.0, "area": "A",
                         "period": "1", "indicator": "proportion_lower_100", "dimension": "imd_quintile"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = hi.measure(tiny, list(MEASURES), draws=100)
    lacking = found["value"].isna() | found["lower"].isna()
    assert (found.loc[lacking, "reason"] != "").all() and not np.isinf(found[["value", "upper"]]).any(axis=None)
