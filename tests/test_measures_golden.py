"""All measures against figures worked outside this package (tests/golden/README.md says by whom)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from measure_tables import CATALOGUE, golden

import hitoolkit as hi

INPUT, EXPECTED = golden("who_input"), golden("who_expected")
IDS = {
    "difference": "gap", "cov_pct": "cov", "theil_x1000": "theil", "mld_x1000": "mld", "mdmw": "mdm", "mdbw": "mdb",
    "mdrw": "mdr", "idisw": "idis", "mdmu": "mdm_unweighted", "mdbu": "mdb_unweighted", "mdru": "mdr_unweighted",
    "idisu": "idis_unweighted",
}
#: Measures whose sign turns with the direction of the indicator in this package, and not in the peer.
TURNED = {"sii", "aci", "rci", "rci_wagstaff", "rci_erreygers", "par", "paf"}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def contract(case: str) -> pd.DataFrame:
    rows = INPUT[INPUT["case"] == case]
    first = rows.iloc[0]
    kind = "proportion" if first["scale"] <= 1000 else "rate"
    dimension = "ward" if not first["ordered"] else "imd_quintile" if len(rows) == 5 else "imd_decile"
    frame = pd.DataFrame({"group": rows["order"] if first["ordered"] else rows["subgroup"], "value": rows["estimate"],
                          "se": rows["se"], "denominator": rows["population"]})
    return frame.assign(indicator=f"{kind}_{'higher' if first['favourable'] else 'lower'}_{first['scale']}",
                        dimension=dimension, period="2025", area="A")


def found(case: str, measure: str, variant: str) -> tuple[pd.Series, str, bool]:
    """The row of ours that stands for one of theirs, its id, and whether lower is better."""
    rows = INPUT[INPUT["case"] == case]
    flagged = rows.loc[rows["reference"] == 1, "subgroup"]
    name = IDS.get(measure, measure) + (f"_{variant}" if variant in ("wagstaff", "erreygers") else "")
    reference = flagged.iloc[0] if variant == "reference" or measure.startswith("mdr") else None
    pair = name in ("gap", "ratio")
    if pair and reference is None and not rows["ordered"].iloc[0]:
        reference = "extremes"
    answer = hi.measure(contract(case), name, reference=reference, model="binomial" if variant == "logit" else "linear")
    if pair and variant == "reference":
        best_first = rows.sort_values("estimate", ascending=bool(rows["favourable"].iloc[0]))
        answer = answer[answer["group"] == best_first["subgroup"].iloc[0]]
    assert len(answer) == 1
    return answer.iloc[0], name, not rows["favourable"].iloc[0]


def of_ours(value: float, name: str, lower_is_better: bool) -> float:
    if lower_is_better and name in TURNED:
        return -value
    return 1 / value if lower_is_better and name == "rii" else value


@pytest.mark.parametrize("row", EXPECTED.to_dict("records"), ids=lambda row: "-".join(
    [row["case"], row["measure"], row["variant"]]))
def test_who_measures(row: dict) -> None:
    mine, name, lower_is_better = found(row["case"], row["measure"], row["variant"])
    assert mine["value"] == pytest.approx(of_ours(row["reference_estimate"], name, lower_is_better), rel=1e-9)
    assert mine["lower"] < mine["value"] < mine["upper"]
    if not np.isnan(row["mc_lower"]):
        assert mine["method"].startswith("simulated, 100,000 draws")
        width = row["mc_upper"] - row["mc_lower"]
        assert [mine["lower"], mine["upper"]] == pytest.approx([row["mc_lower"], row["mc_upper"]], abs=0.01 * width)
        assert mine["se"] == pytest.approx(row["mc_se"], rel=0.01)
    elif not np.isnan(row["mc_se"]):
        # A formula of the first order, against a simulation; it differs by more where groups are few and small.
        few = row["case"] in ("ethnicity_rate_adverse", "decile_rate_adverse")
        assert mine["se"] == pytest.approx(row["mc_se"], rel=0.14 if few else 0.01)
    if row["peer_ci_usable"] and row["ci_kind"] == "formula" and name in ("gap", "bgv"):
        limits = [row["peer_lower"], row["peer_upper"]]
        assert mine["se"] == pytest.approx(row["peer_se"], rel=1e-9)
        assert [mine["lower"], mine["upper"]] == pytest.approx([max(limits[0], 0) if name == "bgv" else limits[0],
                                                                limits[1]], rel=1e-9)


def test_errors_of_theil_mld_and_paf_are_in_the_printed_unit() -> None:
    # The peer prints estimates x 1000 or x 100 with errors of the plain unit: ranges 1,000 and 100 times too narrow.
    for measure, width in (("theil_x1000", 4.8), ("mld_x1000", 4.8), ("paf", 4)):
        mine, _, _ = found("quintile_pct_favourable", measure, "default")
        assert mine["upper"] - mine["lower"] > width


def test_scale_is_taken_from_the_catalogue_and_never_guessed() -> None:
    # 0.2 to 0.6%: the peer's logit fit takes the largest value below 1 for a share and models 20 to 60%.
    values = {"1": 0.6, "2": 0.5, "3": 0.4, "4": 0.3, "5": 0.2}
    frame = pd.DataFrame({"group": list(values), "value": list(values.values()), "se": 0.02, "denominator": 10_000})
    frame = frame.assign(indicator="proportion_lower_100", dimension="imd_quintile", period="1", area="A")
    slope = hi.measure(frame, "sii", model="binomial").iloc[0]
    thousands = frame.assign(value=frame["value"] * 10, se=0.2, indicator="proportion_lower_1000")
    assert slope["value"] == pytest.approx(hi.measure(thousands, "sii", model="binomial")["value"][0] / 10, rel=1e-9)
    assert slope["value"] == pytest.approx(0.51, abs=0.02)
    assert slope["se"] == pytest.approx(hi.measure(thousands, "sii", model="binomial")["se"][0] / 10, rel=1e-9)


def test_the_binomial_fit_counts_each_person_once() -> None:
    # The peer weighs counts by population again: 37.98 instead of 38.97 on a table of its kind. Ours is the plain fit.
    frame = contract("quintile_pct_favourable")
    people, share = frame["denominator"].to_numpy(float), frame["value"].to_numpy() / 100
    x = (np.cumsum(people) - people / 2) / people.sum()
    beta = np.zeros(2)
    design = np.column_stack([np.ones(5), x])
    for _ in range(50):
        mean = 1 / (1 + np.exp(-design @ beta))
        beta += np.linalg.solve(design.T @ (design * (people * mean * (1 - mean))[:, None]),
                                design.T @ (people * (share - mean)))
    ends = 1 / (1 + np.exp(-np.array([beta[0], beta.sum()])))
    assert hi.measure(frame, "sii", model="binomial")["value"][0] == pytest.approx(100 * (ends[1] - ends[0]), rel=1e-9)
