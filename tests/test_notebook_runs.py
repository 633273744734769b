"""The notebooks run, unchanged, on data of every kind and for each audience (with their defaults: test_demo_pages)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
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


def plain(page: str) -> str:
    """The page with plain spaces."""
    return page.replace("\N{NO-BREAK SPACE}", " ")


CASES: dict[str, tuple[dict[str, Any], bool, int]] = {
    # name: parameters, whether there is something more to predict, and how many figures stand on the page: the groups,
    # the line where they have an order, and the years where there is a table of them
    "maternity": ({"data": "maternity", "indicator": "preterm_births"}, True, 3),
    "smoking": ({"data": "maternity", "indicator": "smoking_at_booking", "dimension": "imd_decile"}, False, 2),
    "life": (
        {"data": "life_expectancy", "indicator": "life_expectancy", "dimension": "imd_decile", "stratum": "sex=Male"},
        True, 2,
    ),
    "ethnic": ({"dimension": "ethnic_group"}, True, 1),
    "many groups": ({"dimension": "ethnic_category"}, True, 1),
    "missed": ({"indicator": "missed_appointments", "dimension": "sex"}, False, 1),
    "years": ({"data": "emergency_admissions", "indicator": "emergency_admissions_per_resident", "period": "2025/26"},
              False, 3),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_first_notebook_runs_on_every_sample(case: str, tmp_path: Path) -> None:
    parameters, more, drawn = CASES[case]
    page, payloads, _ = run("01_deprivation_gradient", tmp_path, **parameters)
    assert payloads["findings"][0]["items"]
    titles = [one["title"] for one in payloads["figure"]]
    assert len(payloads["predict"]) == 1 + more and len(set(titles)) == drawn
    assert titles[-1] == titles[0], "the look around opens with the first figure"
    assert plain(page).count(f">{titles[0]}</h2>") == 1, "no figure stands on the page twice"


def test_the_first_notebook_runs_on_a_plain_file_of_counts(tmp_path: Path) -> None:
    counts = pd.DataFrame(
        {"imd_decile": range(1, 11), "numerator": range(300, 200, -10), "denominator": [1000] * 10},
    )
    counts.to_csv(tmp_path / "counts.csv", index=False)
    page, payloads, executed = run(
        "01_deprivation_gradient", tmp_path, data=str(tmp_path / "counts.csv"), place="Here", period="2024/25"
    )
    assert len({one["title"] for one in payloads["figure"]}) == 2, "the groups and the line, and no years of elsewhere"
    assert payloads["findings"][0]["items"][0]["area"] == "Here" and "Wessington" not in page
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


@pytest.mark.parametrize(("audience", "line", "promise"), [("board", 0, 0), ("staff", 0, 1), ("analyst", 1, 0)])
def test_each_audience_gets_its_own_page(audience: str, line: int, promise: int, tmp_path: Path) -> None:
    page, payloads, _ = run("01_deprivation_gradient", tmp_path, audience=audience, guess=[40, 30, 30, 20, 10])
    assert page.count("<h2 id=\"more") and page.count("One thing I could do differently") == promise
    assert sum("line through the groups" in one["title"] for one in payloads["figure"]) == line
    assert payloads["predict"][0]["compared"]["rows"][0][1] == "40" and "too low" in page


def test_waits_are_set_side_by_side_and_at_the_same_mix(tmp_path: Path) -> None:
    page, payloads, _ = run("04_elective_waits", tmp_path)
    titles = [one["title"] for one in payloads["figure"]]
    assert titles[1:3] == [
        "The most deprived fifth is worse off in one of ten specialties; in the others these numbers cannot tell",
        "The most deprived fifth is worse off; adjusted for specialty, "
        "these numbers cannot tell whether there is a gap",
    ]
    assert "(adjusted for specialty)" in payloads["findings"][1]["items"][0]["headline"]
    assert titles[-1].startswith("The ratio could be") and plain(page).count(titles[2]) == 1


def test_a_median_wait_has_no_mix_and_no_unknown_people_to_share_out(tmp_path: Path) -> None:
    page, payloads, _ = run("04_elective_waits", tmp_path, indicator="median_wait")
    assert len(payloads["figure"]) == 3 and payloads["nothing"][0]["reason"]
    assert payloads["predict"][0]["unit"] == "median wait, weeks"
    assert payloads["nothing"][0]["reason"].split(".")[0] in plain(page)


def test_a_page_of_real_records_with_a_made_up_trust_beside_them_says_which_is_which(tmp_path: Path) -> None:
    opened = hi.open_data("maternity")
    parts = [hi.count_by(opened, name, ["preterm_births", "smoking_at_booking"], area="Here", period="2026")
             for name in ("imd_quintile", "ethnic_category")]  # fmt: skip
    pd.concat(parts).drop(columns="source").to_csv(tmp_path / "counts.csv", index=False)
    page, payloads, _ = run("03_maternity", tmp_path, data=str(tmp_path / "counts.csv"))
    assert [one["synthetic"] for one in payloads["figure"]] == [False, False, False, False, True]
    assert "No figure here is about real people" not in page and "Synthetic data" in page
    folded = page.split('<details class="care">')
    assert len(folded) == 3 and "have died" not in folded[0] and "trust was made up" in folded[1]


def test_any_of_several_findings_can_become_a_question_and_a_card_is_checked(tmp_path: Path) -> None:
    card = {"measure": "missed, out of kept or missed", "ask": "they should try harder"}
    told = {"dimension": "ethnic_group", "indicator": "waits_over_18_weeks"}
    _, first, executed = run("10_finding_to_question", tmp_path / "one", finding=1, card=card, **told)
    _, second, _ = run("10_finding_to_question", tmp_path / "two", finding=3, **told)
    assert first["questions"][0] != second["questions"][0]
    said = "".join("".join(output.get("data", {}).get("text/plain", "")) for cell in executed["cells"]
                   for output in cell.get("outputs", []))  # fmt: skip
    assert "You filled 2 of 6 parts." in said and "No owner" in said and "Still to write: The groups" in said
