"""The first notebook runs, unchanged, on data of every kind (each with its defaults: test_demo_pages)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hitoolkit.pack.runner import Job, run_notebooks

PAYLOAD = "application/vnd.hitoolkit.v1+json"


def run(notebook: str, to: Path, **parameters: Any) -> tuple[str, dict[str, list[dict[str, Any]]], Any]:
    """The page, the payloads by kind, and the executed notebook."""
    index = run_notebooks([Job(notebook, parameters)], to / "out")
    executed = json.loads((index.parent / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    payloads: dict[str, list[dict[str, Any]]] = {}
    for cell in executed["cells"]:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output
            if PAYLOAD in output.get("data", {}):
                payload = output["data"][PAYLOAD]
                payloads.setdefault(payload["kind"], []).append(payload)
    return (index.parent / f"{notebook}.html").read_text(encoding="utf-8"), payloads, executed


CASES: dict[str, tuple[dict[str, Any], bool]] = {
    # name: parameters, and whether there is something more to predict
    "maternity": ({"data": "maternity", "indicator": "preterm_births"}, True),
    "smoking": ({"data": "maternity", "indicator": "smoking_at_booking", "dimension": "imd_decile"}, False),
    "life": (
        {"data": "life_expectancy", "indicator": "life_expectancy", "dimension": "imd_decile", "stratum": "sex=Male"},
        True,
    ),
    "ethnic": ({"dimension": "ethnic_group"}, True),
    "missed": ({"indicator": "missed_appointments", "dimension": "sex"}, False),
}


@pytest.mark.parametrize("case", CASES)
def test_the_first_notebook_runs_on_every_sample(case: str, tmp_path: Path) -> None:
    parameters, more = CASES[case]
    _, payloads, _ = run("01_deprivation_gradient", tmp_path, **parameters)
    assert payloads["findings"][0]["items"]
    assert len(payloads["figure"]) == 1 + more


def test_the_first_notebook_runs_on_a_plain_file_of_counts(tmp_path: Path) -> None:
    counts = pd.DataFrame(
        {"imd_decile": range(1, 11), "numerator": range(300, 200, -10), "denominator": [1000] * 10},
    )
    counts.to_csv(tmp_path / "counts.csv", index=False)
    page, payloads, executed = run(
        "01_deprivation_gradient", tmp_path, data=str(tmp_path / "counts.csv"), place="Here", period="2024/25"
    )
    assert len(payloads["figure"]) == 1
    assert payloads["findings"][0]["items"][0]["area"] == "Here"
    assert not payloads["figure"][0]["synthetic"]
    assert str(tmp_path) not in page and str(tmp_path) not in json.dumps(executed)


def test_the_first_notebook_runs_on_real_hospital_records(shared: Path, tmp_path: Path) -> None:
    _, payloads, _ = run(
        "01_deprivation_gradient",
        tmp_path,
        data=str(shared / "realdata" / "patient_level" / "artificial_hes_op_0304_truncated.csv"),
        indicator="missed_appointments",
        dimension="imd_quintile",
        imd_lookup=str(shared / "realdata" / "deprivation" / "imd2019_england_lsoa11.csv.gz"),
        imd_edition="2019",
    )
    assert payloads["findings"][0]["items"]


def test_the_first_notebook_runs_on_published_years_of_life(shared: Path, tmp_path: Path) -> None:
    _, payloads, _ = run(
        "01_deprivation_gradient",
        tmp_path,
        data=str(shared / "realdata" / "published" / "ons_le_hle_by_imd_decile_england_2013_2024_reshaped.csv"),
        indicator="healthy_life_expectancy",
        dimension="imd_decile",
        stratum="sex=Male",
    )
    assert payloads["findings"][0]["items"][0]["certainty"] == "no_range"
