"""The monthly full extract of RTT waiting times: invented counts under the real headings."""

from __future__ import annotations

from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

KEYS = (
    "Period,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name,Commissioner Parent Org "
    "Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name,RTT Part Type,RTT Part Description,"
    "Treatment Function Code,Treatment Function Name"
)
ENDS = "Total,Patients with unknown clock start date,Total All"


def headings(last: int = 104) -> str:
    bands = [f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(last)] + [f"Gt {last:02d} Weeks SUM 1"]
    return f"{KEYS},{','.join(bands)},{ENDS}\n"


def row(
    waits: dict[int, int], provider: str = "RXX", commissioner: str = "X1", part: str = "Part_2",
    specialty: tuple[str, str] = ("C_110", "Trauma and Orthopaedic Service"), last: int = 104, unknown: int = 0,
    total: int | None = None, period: str = "RTT-June-2026",
) -> str:  # fmt: skip
    bands = [str(waits[week]) if week in waits else "" for week in range(last + 1)]
    all_ = sum(waits.values()) + unknown if total is None else total
    keys = [period, "QXX", "NHS WESSINGTON ICB", provider, f"{provider} NHS TRUST", "QXX", "ICB", commissioner, "SUB",
            part, "Incomplete Pathways", *specialty]  # fmt: skip
    return ",".join([*keys, *bands, "", str(unknown or ""), str(all_)]) + "\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rtt.csv"
    path.write_text(text, encoding="utf-8")
    return path


EYES = ("C_130", "Ophthalmology Service")
ROWS = [
    row({0: 500, 17: 100, 18: 200, 51: 50, 52: 60, 65: 40, 104: 50}),
    row({0: 500, 18: 300}, commissioner="X2", unknown=7),
    row({3: 800, 70: 200}, specialty=EYES),
    row({3: 800, 70: 200, 0: 1000, 17: 100, 18: 500, 51: 50, 52: 60, 65: 40, 104: 50}, specialty=("C_999", "Total")),
    row({0: 100, 52: 100}, provider="RYY", specialty=EYES),
    row({0: 90, 52: 100}, part="Part_2A"),
    row({0: 70}, part="Part_1A"),
]


def counts(table: object, indicator: str, dimension: str, group: str, stratum: str = "All") -> tuple[float, float]:
    part = table[(table["indicator"] == indicator) & (table["dimension"] == dimension) & (table["stratum"] == stratum)]
    one = part[part["group"] == group].iloc[0]
    return one["numerator"], one["denominator"]


def test_waits_by_specialty_provider_and_both(tmp_path: Path) -> None:
    table = hi.read_table(write(tmp_path, headings() + "".join(ROWS)))
    joints = "Trauma and Orthopaedic Service"
    # Up to 18 weeks is the band 17 to 18; a provider has a row for each commissioner, and they add up.
    assert counts(table, "waits_over_18_weeks", "specialty", joints) == (700, 1800)
    assert counts(table, "waits_over_52_weeks", "specialty", joints) == (150, 1800)
    assert counts(table, "waits_over_65_weeks", "specialty", joints) == (90, 1800)
    assert counts(table, "waits_over_65_weeks", "specialty", "All") == (290, 3000)
    assert counts(table, "waits_over_52_weeks", "provider", "Ryy NHS Trust") == (100, 200)
    assert counts(table, "waits_over_52_weeks", "specialty", EYES[1], "provider=Ryy NHS Trust") == (100, 200)
    assert set(table["period"]) == {"2026-06"}
    told = table.attrs["read"]
    assert told["rows"] == 7 and told["used"] == 4
    assert [one["rows"] for one in told["left_out"]] == [1, 1, 1]


def test_titles_above_and_an_old_open_band(tmp_path: Path) -> None:
    text = headings(52) + row({0: 500, 18: 300, 52: 200}, last=52, period="RTT-APRIL-2017")
    table = hi.read_table(write(tmp_path, "Referral to Treatment\n\n" + text))
    assert counts(table, "waits_over_52_weeks", "specialty", "All") == (200, 1000)
    assert "waits_over_65_weeks" not in set(table["indicator"]), "over 52 is all that an open band of 52 tells"
    assert set(table["period"]) == {"2017-04"}


def test_ethnicity_and_deprivation_are_not_in_it(tmp_path: Path) -> None:
    table = hi.read_table(write(tmp_path, headings() + "".join(ROWS)))
    for dimension in ("ethnic_group", "imd_quintile"):
        with pytest.raises(InputError, match="no ethnicity, deprivation"):
            hi.count_by(table, dimension, "waits_over_18_weeks")


def test_a_total_that_is_not_the_sum_and_a_file_without_waits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not the sum of the weekly bands \\(first: row 1"):
        hi.read_table(write(tmp_path, headings() + row({0: 500}, total=700)))
    with pytest.raises(InputError, match="no rows of incomplete pathways"):
        hi.read_table(write(tmp_path, headings() + row({0: 70}, part="Part_1A")))


def test_small_counts_are_protected_like_any(tmp_path: Path) -> None:
    table = hi.read_table(write(tmp_path, headings() + row({0: 500, 52: 3}) + row({0: 400, 52: 90}, specialty=EYES)))
    part = hi.count_by(table, "specialty", "waits_over_52_weeks", area="England")
    safe = hi.protect(part.pipe(hi.add_rates))
    assert 3 not in safe["numerator"].tolist() and "suppressed" in set(safe["flag"])
