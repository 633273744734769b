"""The private copy of a large text file: a report says the same of it, it goes, and the file itself does without."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.readers import at_hand
from hitoolkit.readers.engine import private_folder

HEADINGS = "pathway,imd_decile,age,days_waited,weeks_waited,Ethnic category,referral date,appointment date,note"
ROWS = [
    f"P{n},{1 + n % 10},{n % 90},{7 * n},{n},{'ABZ '[n % 4]},2024-01-{1 + n % 28:02d},{1 + n % 28:02d}/06/2024,"
    + ('"two\nlines"' if n == 3 else "x")
    for n in range(60)
]


def written(folder: Path, rows: list[str]) -> Path:
    (folder / "list.csv").write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    return folder / "list.csv"


def report(path: Path) -> pd.DataFrame:
    return pd.DataFrame(hi.check_records(hi.open_records(path)))


def copies() -> list[Path]:
    return list(private_folder().glob("*.parquet"))


def test_a_report_is_the_same_from_the_copy_which_then_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [*ROWS[:20], ",,,,,,,,", ROWS[5], "Q,11,40,9999,2,A,2024-02-30,01/01/2024,y", *ROWS[20:]]
    path = written(tmp_path, broken)
    before = report(path)
    monkeypatch.setattr(at_hand, "SMALL", 0)
    records = hi.open_records(path)
    quick = records.at_hand()
    assert quick.scan is not records.scan and len(copies()) == 1
    assert [one.stat().st_mode & 0o077 for one in copies()] == [0]
    assert before["first"].notna().sum() > 5 and "contradiction" in set(before["what"])
    pd.testing.assert_frame_equal(before, report(path))
    del quick
    assert not copies()


def test_a_workbook_keeps_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"imd_decile": [1, None, 3, 3], "days_waited": [7, None, 9999, 9999]})
    frame.to_excel(tmp_path / "list.xlsx", index=False)
    before = report(tmp_path / "list.xlsx")
    monkeypatch.setattr(at_hand, "SMALL", 0)
    pd.testing.assert_frame_equal(before, report(tmp_path / "list.xlsx"))
    assert before.set_index("why")["first"]["9999 -> blank"] == 4


@pytest.mark.parametrize("room", [0, 1_000_000_000_000])
def test_what_cannot_be_copied_is_asked_where_it_lies(
    room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "SMALL", 0)
    # No room on the disk; or room, and a row that is cut short.
    monkeypatch.setattr(at_hand, "_room", lambda: room)
    path = written(tmp_path, ROWS)
    records = hi.open_records(path)
    if room:
        written(tmp_path, [*ROWS, "P,1"])
    assert records.at_hand().scan is records.scan and not copies()
