"""How complete the records are, by site and by deprivation: from the records to the question for a board."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.catalogue.expressions import Grouped, Not, parse
from hitoolkit.errors import CatalogueError, InputError

CODES = ["A", "A ", "White British", "H", "Z", "99", "X", "", "Q", "not stated"]
STATES = ["ethnicity_recorded", "ethnicity_not_stated", "ethnicity_not_known"]


def frame(times: int = 40) -> pd.DataFrame:
    """Two sites; at South every second code is lost, and at both some have no deprivation tenth."""
    rows = [
        {"imd_decile": tenth, "ethnic_code": "" if site == "South" and at % 2 else code, "provider": site}
        for site in ("North", "South")
        for at, (code, tenth) in enumerate(zip(CODES, ["1", "2", "3", "4", "5", "6", "7", "8", "9", ""], strict=True))
    ]
    return pd.DataFrame(rows * times)


def counts(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return {row.group: (row.numerator, row.denominator) for row in table.itertuples()}


def test_a_condition_can_ask_whether_a_record_has_a_group() -> None:
    assert parse("ethnic_group is known") == Grouped("ethnic_group", "known")
    assert parse("ethnic_group is not known") == Grouped("ethnic_group", "not known")
    assert parse("not ethnic_group is not stated") == Not(Grouped("ethnic_group", "not stated"))
    with pytest.raises(CatalogueError, match='"missing" is missing'):
        parse("ethnic_group is stated")


def test_recorded_not_stated_and_not_known_by_site() -> None:
    table = hi.count_by(hi.open_records(frame()), "provider", STATES)
    by = {name: counts(rows) for name, rows in table.groupby("indicator")}
    assert by["ethnicity_recorded"] == {"North": (160, 400), "South": (80, 400), "All": (240, 800)}
    assert by["ethnicity_not_stated"] == {"North": (80, 400), "South": (40, 400), "All": (120, 800)}
    assert by["ethnicity_not_known"] == {"North": (160, 400), "South": (280, 400), "All": (440, 800)}
    assert table.attrs["ledger"] == [], "every record is in the denominator"


def test_every_record_is_in_exactly_one_of_the_three_states() -> None:
    table = hi.count_by(hi.open_records(frame()), "imd_quintile", STATES)
    sums = table.groupby("group")["numerator"].sum()
    whole = table[table["indicator"] == STATES[0]].set_index("group")["denominator"]
    assert sums.to_dict() == whole.to_dict() and whole["All"] == 800 and whole["Not known"] == 80


def test_deprivation_known_by_decile_column_and_by_lookup(tmp_path: Path) -> None:
    table = hi.count_by(hi.open_records(frame()), "provider", "deprivation_known")
    assert counts(table)["North"] == (360, 400)
    (tmp_path / "imd2019.csv").write_text("lsoa11cd,imd_decile\nE01000001,1\nE01000002,9\n")
    codes = ["E01000001", "E01000002", "W01000001", None]
    areas = pd.DataFrame({"lsoa11": codes, "ethnic_code": ["A", "H", "Z", "99"]})
    own = hi.open_records(areas, imd_lookup=tmp_path / "imd2019.csv")
    assert counts(hi.count_by(own, "ethnic_group", "deprivation_known"))["All"] == (2, 4)


def test_codes_of_numbers_and_columns_with_a_refused_code() -> None:
    assert counts(
        hi.count_by(hi.open_records(frame().assign(imd_decile=[1, None] * 400)), "provider", "deprivation_known")
    )["All"] == (400, 800)
    with pytest.raises(InputError, match="before 2001"):
        hi.count_by(hi.open_records(frame().assign(ethnic_code="4")), "provider", "ethnicity_recorded")


def test_what_is_needed_is_told_by_the_check() -> None:
    report = hi.check_records(hi.open_records(frame().drop(columns="ethnic_code")))
    lacking = report[report["what"] == "indicator not usable"]["why"].tolist()
    assert "ethnicity_recorded: needs ethnic_code" in lacking
    usable = hi.check_records(hi.open_records(frame()), "provider", "ethnicity_recorded")
    assert usable.attrs["usable"] and usable.set_index("what").loc["counted", "rows"] == 800


def test_sites_are_set_side_by_side_and_never_ranked() -> None:
    safe = hi.protect(hi.count_by(hi.open_records(frame()), "provider", "ethnicity_recorded").pipe(hi.add_rates))
    said = hi.findings(safe)
    assert "from 20 to 40 in every 100 across two places; chance moves the small ones most" in str(said)
    asked = hi.board_questions(said)
    assert "What can we not conclude from records that lack the answer" in asked.lead
    assert hi.comparison_chart(safe) is not None


def test_a_gap_in_recording_reads_well() -> None:
    rows = [(tenth, "A" if at < 50 + 4 * tenth else "99") for tenth in range(1, 11) for at in range(100)]
    own = hi.open_records(pd.DataFrame(rows, columns=["imd_decile", "ethnic_code"]))
    safe = hi.protect(hi.count_by(own, "imd_quintile", "ethnicity_recorded").pipe(hi.add_rates))
    said = hi.findings(safe)
    assert said[0].headline == (
        "Fewer records of people from the most deprived areas hold an ethnic group: 55 in every 100, against 88 from "
        "the least deprived"
    )
    asked = hi.board_questions(said, role="non-executive")
    assert asked[1].question == "At which step is the answer not asked for, or not kept, and who owns that step?"
    assert hi.gradient_chart(safe) is not None
