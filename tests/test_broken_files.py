"""Every file of the corpus is read right or refused in one plain sentence, in Python and on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from broken_files import CASES, COUNTS, Case

import hitoolkit as hi
from hitoolkit.__main__ import main
from hitoolkit.errors import HitoolkitError

#: Sentences end with a stop that a space and a capital follow; two or three at most are one message.
MOST_SENTENCES = 4


def written(case: Case, folder: Path) -> Path:
    path = folder / case.file
    path.write_bytes(case.content.encode() if isinstance(case.content, str) else case.content)
    return path


def test_the_corpus_is_large_enough_and_names_each_file_once() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name[:60])
def test_a_file_is_read_right_or_refused_in_a_sentence(case: Case, tmp_path: Path) -> None:
    path = written(case, tmp_path)
    try:
        records = hi.open_records(path)
        table = hi.count_by(records, "imd_quintile", "waits_over_18_weeks")
    except HitoolkitError as error:
        said = str(error)
        assert case.says, f"refused: {said}"
        assert re.search(case.says, said), said
        assert "\n" not in said and "Traceback" not in said and not re.search(r"duckdb\.|Exception|Error:", said)
        assert len(re.findall(r"[.!?](?= [A-Z]|$)", said)) <= MOST_SENTENCES, said
        assert str(tmp_path) not in said
        assert "Quill" not in said and "Plum" not in said
        return
    assert not case.says, "read, where it should have been refused"
    assert {row.group: (row.numerator, row.denominator) for row in table.itertuples()} == (case.counts or COUNTS)
    left_out = sum(entry["rows"] for entry in table.attrs["ledger"])
    used = table.attrs["counted"][0]["rows"]
    assert used + left_out == records.rows == case.read


@pytest.mark.parametrize(
    "case", [case for case in CASES if len(case.content) < 1_000_000], ids=lambda case: case.name[:60]
)
def test_the_command_line_says_so_too(case: Case, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(written(case, tmp_path))])
    out, err = capfd.readouterr()
    assert code in (0, 1)
    assert "Traceback" not in out + err and "unexpectedly" not in err and "Something unexpected" not in err
    if not case.says:
        assert code == 0, out + err
    if code == 1:
        assert out.strip() or err.strip()
        assert err.count("\n") <= 1, err
