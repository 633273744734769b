"""Copies of records are for this user alone, and are gone however the session ends: real processes, real signals."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CANARY = "Quillfeather"
#: Reads a file that must be copied (it is not UTF-8), says where the copy is, and ends as it is told.
READER = """
import sys, time
import hitoolkit as hi
from hitoolkit.readers import engine
records = hi.open_records("list.csv")
connection = engine.connect()
connection.execute("SET memory_limit='40MB'; SET threads=1")
# More than memory holds, so that it spills.
connection.execute("CREATE TEMP TABLE many AS SELECT hash(i) AS a, hash(i + 1) AS b FROM range(6000000) t(i)")
print(engine.private_folder(), flush=True)
how = sys.argv[1]
if how == "error":
    raise ValueError
if how == "wait":
    time.sleep(60)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and rights of this kind are not to be had on Windows")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder with a file of records in an old encoding, and a folder for temporary files of its own."""
    rows = "".join(f"{n % 10 + 1},{n},{CANARY} caf\u00e9\n" for n in range(2000))
    (tmp_path / "list.csv").write_bytes(("imd_decile,weeks_waited,notes\n" + rows).encode("cp1252"))
    (tmp_path / "temp").mkdir()
    return tmp_path


def as_usual() -> None:
    """A test run in the background may have been told to pass these by, and what it starts would be too."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(folder: Path, how: str) -> tuple[subprocess.Popen[str], Path]:
    env = {**os.environ, "TMPDIR": str(folder / "temp")}
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, how], cwd=folder, env=env, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, preexec_fn=as_usual,
    )
    assert reader.stdout is not None
    return reader, Path(reader.stdout.readline().strip())


def left(folder: Path) -> list[str]:
    return [entry.name for entry in (folder / "temp").iterdir()]


def holds(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes())


def test_only_this_user_can_open_the_copy_and_what_spills(records: Path) -> None:
    reader, private = start(records, "wait")
    try:
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        copies = list(holds(private))
        assert copies and all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in copies)
        assert private.parent == records / "temp" and list((private / "spill").iterdir()), "it spilled in there"
    finally:
        reader.kill()
        reader.wait()


@pytest.mark.parametrize("how", ["end", "error"])
def test_it_goes_when_the_session_ends_by_itself(how: str, records: Path) -> None:
    reader, private = start(records, how)
    assert private.name.startswith("hi-")
    assert reader.wait(30) == (1 if how == "error" else 0)
    assert left(records) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)])
def test_it_goes_when_the_session_is_asked_to_end(number: signal.Signals, records: Path) -> None:
    reader, private = start(records, "wait")
    assert list(holds(private))
    reader.send_signal(number)
    assert reader.wait(30) == -number
    assert left(records) == []


def test_after_a_kill_the_next_session_clears_at_once_and_leaves_the_living_alone(records: Path) -> None:
    living, alive = start(records, "wait")
    killed, dead = start(records, "wait")
    killed.kill()
    killed.wait()
    try:
        assert list(holds(dead)), "a kill gives nobody the time to tidy up"
        (records / "temp" / "hi-there").mkdir()  # somebody else's, of the same beginning
        (records / "temp" / "hi-there" / "mine.txt").write_text("mine")
        third, _ = start(records, "end")
        assert third.wait(30) == 0
        assert sorted(left(records)) == sorted([alive.name, "hi-there"])
        assert list(holds(alive))
    finally:
        living.kill()
        living.wait()


def test_a_process_split_off_takes_nothing_with_it(records: Path) -> None:
    code = (
        "import os, sys\nfrom hitoolkit.writing.private import make_private_folder\nfolder = make_private_folder()\n"
        "child = os.fork()\nif not child: sys.exit(0)\nos.waitpid(child, 0)\nprint(folder.is_dir())"
    )
    env = {**os.environ, "TMPDIR": str(records / "temp")}
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True" and left(records) == []


def test_nowhere_to_put_a_copy_is_said_in_words(records: Path) -> None:
    code = (
        "import tempfile; tempfile._candidate_tempdir_list = lambda: ['/proc/none']\nimport hitoolkit as hi\n"
        "from hitoolkit.errors import OutputError\n"
        "try:\n hi.open_records('list.csv')\nexcept OutputError as fault:\n print(fault)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=records, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("There is no place for temporary files"), run.stdout
    assert len(run.stdout.strip().splitlines()) == 1
