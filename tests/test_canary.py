"""Canaries planted in every column of the records and in small counts get into no byte of anything that is shown."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from canary import MARK, WARD, leaks, planted, secrets

import hitoolkit as hi
from hitoolkit.pack import notebooks
from hitoolkit.pack.parameters import read_notebook

#: Which records each sample is replaced by, and how many people are in them: no multiple of five, and unlike any other.
PEOPLE = {"elective_waits": 2963, "maternity": 2687}
#: Needs counts that are published, not records.
PASSED_BY: set[str] = set()


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the planted records of each kind."""
    folder = tmp_path_factory.mktemp("canary") / WARD
    folder.mkdir()
    for sample, people in PEOPLE.items():
        planted(sample, people).to_csv(folder / f"{sample}.csv", index=False)
    return folder


def command(*words: object) -> subprocess.CompletedProcess[str]:
    typed = [sys.executable, "-m", "hitoolkit", *map(str, words)]
    return subprocess.run(typed, capture_output=True, text=True, encoding="utf-8", timeout=300)


def jobs() -> list[tuple[str, dict[str, str], str]]:
    """Every notebook and every variant of one: its name, what is set, and the sample it would read."""
    found = []
    for notebook in notebooks():
        content = read_notebook(notebook.path)
        cell = next(cell for cell in content.cells if "parameters" in cell.metadata["tags"])
        told = re.search(r'data: str = "(\w*)"', cell.source)
        if told is None or notebook.name in PASSED_BY:
            continue
        for variant in [{}, *content.metadata.get("hitoolkit", {}).get("variants", [])]:
            given = dict(variant.get("parameters", {}))
            sample = given.pop("data", told[1])
            if sample in PEOPLE:
                found.append((notebook.name, given, sample))
    return found


@pytest.fixture(scope="module")
def shown(ward: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that every notebook made of the planted records, and all that was said meanwhile."""
    folder = tmp_path_factory.mktemp("shown")
    for number, (name, given, sample) in enumerate(jobs()):
        options = [part for key, value in given.items() for part in ("-p", f"{key}={value}")]
        done = command("run", name, "--data", ward / f"{sample}.csv", *options, "--to", folder / f"{number}")
        assert done.returncode == 0, done.stderr
        (folder / f"{number}.said").write_text(done.stdout + done.stderr, encoding="utf-8")
    return folder


def test_no_byte_of_any_output_holds_a_canary_or_the_place_of_the_records(shown: Path, ward: Path) -> None:
    assert len(list(shown.rglob("*.html"))) >= 2 * len(jobs()) and len(list(shown.rglob("*.ipynb"))) == len(jobs())
    values = [value for sample in PEOPLE for value in secrets(pd.read_csv(ward / f"{sample}.csv", dtype=str))]
    assert leaks(shown, [*dict.fromkeys(values), "Quillfeather", str(ward.parent)]) == []


def test_no_output_shows_a_small_count_or_an_exact_one(shown: Path) -> None:
    assert hi.audit(shown).empty, hi.audit(shown).to_string()
    exact = [number - less for number in PEOPLE.values() for less in range(30) if (number - less) % 5]
    for file in shown.rglob("*.ipynb"):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            said = re.sub(r"<[^>]+>", " ", json.dumps(cell.get("outputs", []), ensure_ascii=False))
            for count in exact:
                assert not re.search(rf"(?<![\d.,]){count:,}(?![\d,])|(?<![\d.,]){count}(?![\d.])", said), (file, count)


def test_check_tells_headings_and_numbers_but_no_value(ward: Path) -> None:
    for sample in PEOPLE:
        values = secrets(pd.read_csv(ward / f"{sample}.csv", dtype=str))
        done = command("check", ward / f"{sample}.csv")
        said = without_headings(done)
        assert str(ward) not in said
        assert [value for value in values if value.lower() in said.lower()] == []


def without_headings(done: subprocess.CompletedProcess[str]) -> str:
    """What was said, without the heading that was planted: headings are told, so that a column can be named."""
    return (done.stdout + done.stderr).replace(MARK.title(), "")


def test_no_message_of_a_failing_run_holds_a_canary(ward: Path, tmp_path: Path) -> None:
    records = pd.read_csv(ward / "elective_waits.csv", dtype=str)
    values = [*secrets(records), f"{MARK} notes"]
    broken = {
        "texts where numbers should be": records.assign(days_waited=records["notes"]),
        "no group": records.drop(columns="imd_decile"),
        "names for deciles": records.assign(imd_decile=records["Surname"]),
        "one person": records.head(1),
    }
    for number, (what, frame) in enumerate(broken.items()):
        frame.to_csv(tmp_path / f"{number}.csv", index=False)
        for typed in [["run"], ["--debug", "run"]][: 1 if number else 2]:  # a traceback is long, and one will do
            done = command(*typed, "01", "--data", tmp_path / f"{number}.csv", "--to", tmp_path / f"out{number}")
            said = without_headings(done).lower().replace(str(tmp_path), "")
            assert [value for value in values if value.lower() in said] == [], what
            assert "traceback" not in said or len(typed) == 2, what
        if (tmp_path / f"out{number}").exists():
            assert leaks(tmp_path / f"out{number}", values) == [], what
        assert command("check", tmp_path / f"{number}.csv").returncode in (0, 1)


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    """The search itself: in packed parts, in other encodings, in coded ones."""
    value = f"{MARK} notes 000123"
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/x.xml", value)
    (tmp_path / "b.gz").write_bytes(gzip.compress(value.encode()))
    (tmp_path / "c.txt").write_text(value, encoding="utf-16")
    (tmp_path / "d.json").write_text(json.dumps({"a": value.replace("z", "\\u007a")}).replace("\\\\u", "\\u"))
    (tmp_path / f"e{MARK}.txt").write_text("nothing")
    hit = {one.split(":")[0].split("/")[0] for one in leaks(tmp_path, [MARK])}
    assert hit == {"a.xlsx", "b.gz", "c.txt", "d.json", "names"}
