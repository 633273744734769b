"""Every table of the corpus is read right or refused in one plain sentence, in Python and on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from broken_tables import CASES, Case

import hitoolkit as hi
from hitoolkit.__main__ import main
from hitoolkit.errors import HitoolkitError

#: What the file leaves unsaid, if it does.
INDICATOR = "missed_appointments"


def written(case: Case, folder: Path) -> Path:
    path = folder / case.file
    path.write_bytes(case.content.encode() if isinstance(case.content, str) else case.content)
    return path


def test_the_corpus_is_large_enough_and_names_each_table_once() -> None:
    assert len(CASES) >= 25
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_table_is_read_right_or_refused_in_a_sentence(case: Case, tmp_path: Path) -> None:
    path = written(case, tmp_path)
    try:
        table = hi.open_data(path, indicator=INDICATOR)
    except HitoolkitError as error:
        said = str(error)
        assert case.says, f"refused: {said}"
        assert re.search(case.says, said), said
        assert "\n" not in said and str(tmp_path) not in said and "Quill" not in said
        return
    assert not case.says, "read, where it should have been refused"
    assert isinstance(table, pd.DataFrame), "read as records"
    if case.values:
        assert dict(zip(table["group"], table["value"], strict=True)) == case.values
    else:
        wanted = pd.DataFrame(case.counts, index=["numerator", "denominator"]).T.astype(float)
        got = table.set_index("group")[["numerator", "denominator"]].astype(float)
        pd.testing.assert_frame_equal(got.sort_index(), wanted.sort_index(), check_names=False)
    assert set(table["edition"]) == {case.edition}
    read = table.attrs["read"]
    assert (read["rows"], read["used"]) == (case.read, case.used)
    assert read["used"] + sum(one["rows"] for one in read["left_out"]) == read["rows"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_command_line_says_so_too(case: Case, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(written(case, tmp_path)), "-p", f"indicator={INDICATOR}"])
    out, err = capfd.readouterr()
    assert code == (1 if case.says else 0), out + err
    assert "Traceback" not in out + err and "Something unexpected" not in err and "Quill" not in out + err
    assert err.count("\n") == (1 if case.says else 0), err
