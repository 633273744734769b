"""Where pages are written: whole or not at all, never over somebody else's files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import skip_or_fail

from hitoolkit.errors import OutputError
from hitoolkit.writing import place, staging


def fill(to: Path, **files: str) -> None:
    with place.beside(to) as folder:
        for name, text in files.items():
            place.write(folder / f"{name}.html", text)
        place.write_list(folder, [{"name": name} for name in files], "hitoolkit 0")


def names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_a_folder_appears_whole_and_its_parents_with_it(tmp_path: Path) -> None:
    to = tmp_path / "a" / "b" / "out"
    fill(to, one="1")
    assert names(to) == {"one.html", place.LIST}
    assert [entry.name for entry in to.parent.iterdir()] == ["out"]


def test_an_error_leaves_nothing_and_changes_nothing(tmp_path: Path) -> None:
    to = tmp_path / "a" / "out"
    with pytest.raises(ValueError), place.beside(to) as folder:
        place.write(folder / "half.html", "1")
        raise ValueError
    assert not list(tmp_path.iterdir())
    fill(to, one="1")
    with pytest.raises(KeyboardInterrupt), place.beside(to) as folder:
        place.write(folder / "one.html", "2")
        raise KeyboardInterrupt
    assert (to / "one.html").read_text() == "1"
    assert [entry.name for entry in to.parent.iterdir()] == ["out"]


def test_a_second_run_replaces_its_own_files_and_keeps_all_others(tmp_path: Path) -> None:
    to = tmp_path / "out"
    fill(to, one="1", two="1")
    (to / "notes").mkdir()
    (to / "notes" / "mine.txt").write_text("mine")
    fill(to, one="2")
    assert (to / "one.html").read_text() == "2"
    assert (to / "two.html").read_text() == "1"
    assert (to / "notes" / "mine.txt").read_text() == "mine"
    fill(to, one="3", two="3")
    assert (to / "two.html").read_text() == "3", "a page of an earlier run is still ours"


def test_somebody_elses_files_are_never_overwritten(tmp_path: Path) -> None:
    to = tmp_path / "out"
    to.mkdir()
    (to / ".DS_Store").write_text("")
    fill(to, one="1")
    (to / "two.html").write_text("mine")
    with pytest.raises(OutputError, match=r"two\.html that hitoolkit did not make"):
        fill(to, one="2", two="2")
    assert (to / "two.html").read_text() == "mine" and (to / "one.html").read_text() == "1"
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").write_text("years of work")
    with pytest.raises(OutputError, match=r"holds 1 file that hitoolkit did not make \(first: thesis\.docx\)"):
        fill(other, one="1")
    assert names(other) == {"thesis.docx"}


def test_places_that_cannot_be_a_folder_are_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page").write_text("")
    with pytest.raises(OutputError, match="page is a file, and the pages need a folder"):
        fill(tmp_path / "page", one="1")
    with pytest.raises(OutputError, match=r"Cannot write to .*: a part of that path is a file"):
        fill(tmp_path / "page" / "out", one="1")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="a folder of their own"):
        fill(Path("."), one="1")


def test_what_a_crash_left_is_mended_at_the_next_run(tmp_path: Path) -> None:
    to = tmp_path / "out"
    code = "import os; from hitoolkit.writing import place\nwith place.beside('out') as folder:\n os._exit(9)"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    left = list(tmp_path.glob(".out-hitoolkit-new-*"))
    assert len(left) == 1 and not (tmp_path / "out").exists()
    old = tmp_path / left[0].name.replace("-new-", "-old-")
    old.mkdir()  # as if the crash had come between the two renames
    place.write(old / "two.html", "1")
    place.write_list(old, [{"name": "two"}], "hitoolkit 0")
    fill(to, one="2")
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    assert names(to) == {"one.html", "two.html", place.LIST}


def test_another_run_waits_for_its_turn_and_both_are_kept(tmp_path: Path) -> None:
    """Real processes: the second comes while the first is still writing, and takes nothing of it away."""
    code = (
        "import sys, time; from hitoolkit.writing import place, staging\n"
        "with place.beside('out') as folder:\n"
        " place.write(folder / f'{sys.argv[1]}.html', sys.argv[1]); print('in', flush=True); time.sleep(0.5)\n"
        " place.write_list(folder, [{'name': sys.argv[1]}], 'hitoolkit 0')"
    )
    first = subprocess.Popen([sys.executable, "-c", code, "one"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None and first.stdout.readline() == "in\n"
    second = subprocess.Popen([sys.executable, "-c", code, "two"], cwd=tmp_path, stdout=subprocess.PIPE)
    assert (first.wait(30), second.wait(30)) == (0, 0)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    assert names(tmp_path / "out") == {"one.html", "two.html", place.LIST}


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    told = pytest.raises(OutputError, match="Another run is still writing to out")
    with staging.turn(tmp_path / "out"), told, staging.turn(tmp_path / "out", patience=0.1):
        pass
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_said_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    if os.name == "nt":
        skip_or_fail("Windows has no limit on the size of a file to try this with")
    code = (
        "import resource, signal, sys\nfrom hitoolkit.errors import OutputError\nfrom hitoolkit.writing import place\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n with place.beside('out') as folder:\n  place.write(folder / 'a.html', 'x' * 5000)\n"
        "except OutputError as fault:\n print(fault)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("Cannot write to out: the disk takes no file of this size.")
    assert not list(tmp_path.iterdir())


def test_a_read_only_place_is_said_in_words() -> None:
    if not Path("/proc/self").is_dir():
        skip_or_fail("this system has no /proc, which nobody may write to")
    with pytest.raises(OutputError, match="Cannot write to /proc/out"):
        fill(Path("/proc/out"), one="1")
