"""What goes wrong around a run: each is met with a sentence and exit 1, or works. Real processes, disks and signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hitoolkit.__main__ import main
from hitoolkit.errors import OutputError
from hitoolkit.writing import place

CANARY = "Quillfeather"
HITOOLKIT = [sys.executable, "-m", "hitoolkit"]
Capture = pytest.CaptureFixture[str]

posix = pytest.mark.skipif(os.name == "nt", reason="signals and mounts of this kind are not to be had on Windows")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with spaces and letters of other alphabets in its name: records that must be copied, and a notebook."""
    folder = tmp_path / "Łódź, list of May"
    folder.mkdir()
    rows = "".join(f"{n % 10 + 1},{n},{CANARY} caf\u00e9\n" for n in range(400))
    (folder / "list.csv").write_bytes(("imd_decile,weeks_waited,notes\n" + rows).encode("cp1252"))
    for name, wait in (("quick", 0), ("other", 0), ("slow", 120)):
        notebook(folder / f"{name}.ipynb", f"import time\nprint('open', records.rows, flush=True)\ntime.sleep({wait})")
    (tmp_path / "temp").mkdir()
    return folder


def notebook(file: Path, last: str) -> None:
    cells = [
        ("markdown", [], f"# About {file.stem}"),
        ("code", ["parameters"], 'data: str = ""  # your own file'),
        ("code", [], "import hitoolkit as hi\nrecords = hi.open_records(data)"),
        ("code", [], last),
    ]
    made = [
        {"cell_type": kind, "id": f"c{number}", "metadata": {"tags": tags}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, (kind, tags, source) in enumerate(cells)
    ]
    file.write_text(json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


def as_usual() -> None:
    """A test run in the background may have been told to pass Ctrl-C by, and what it starts would be too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(here: Path, *typed: str, **more: Any) -> subprocess.Popen[str]:
    env = {**os.environ, "TMPDIR": str(here.parent / "temp"), **more.pop("env", {})}
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE} | more
    return subprocess.Popen([*HITOOLKIT, *typed], cwd=here, env=env, text=True, preexec_fn=as_usual, **streams)


def one_sentence(said: str) -> bool:
    return len(said.strip().splitlines()) == 1 and "Traceback" not in said and said.strip().endswith(".")


def wait_for(found: Any, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)


def copies(here: Path) -> list[Path]:
    """Files that hold records, outside the user's own."""
    files = [file for file in (here.parent / "temp").rglob("*") if file.is_file()]
    return [file for file in files if CANARY.encode() in file.read_bytes()]


@posix
def test_strange_places_work(here: Path) -> None:
    """No home, no screen, a link as the target, temporary files on another disk: all at once."""
    (here / "really there").mkdir()
    os.symlink("really there", here / "out")
    other = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else here.parent / "temp"
    before = set(other.iterdir())
    closed = f'exec "{sys.executable}" -m hitoolkit run quick.ipynb --data list.csv --to out <&- >&- 2>&-'
    env = {name: value for name, value in os.environ.items() if name != "HOME"} | {"TMPDIR": str(other)}
    assert subprocess.run(["sh", "-c", closed], cwd=here, env=env).returncode == 0
    assert (here / "out").is_symlink() and (here / "really there" / "quick.html").is_file()
    assert not [entry for entry in set(other.iterdir()) - before if entry.name.startswith("hi-")]


@posix
def test_a_folder_for_temporary_files_that_is_gone_is_passed_over(here: Path) -> None:
    run = start(here, "check", "list.csv", env={"TMPDIR": str(here / "nowhere")})
    assert run.wait(60) == 0


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_asked_to_end_leaves_nothing(number: signal.Signals, here: Path) -> None:
    run = start(here, "run", "slow.ipynb", "--data", "list.csv", "--to", "out", "--debug")
    wait_for(lambda: copies(here))
    run.send_signal(number)
    assert run.wait(60) == {signal.SIGTERM: 143, signal.SIGINT: 130}[number]
    assert not list((here.parent / "temp").iterdir())
    assert sorted(entry.name for entry in here.iterdir() if not entry.suffix) == []


@posix
def test_after_a_kill_the_next_command_clears_the_records(here: Path) -> None:
    run = start(here, "run", "slow.ipynb", "--data", "list.csv", "--to", "out")
    wait_for(lambda: copies(here))
    run.kill()
    run.wait()
    assert copies(here) and not (here / "out").exists()
    assert start(here, "check", "list.csv").wait(60) == 0
    assert not copies(here) and not list((here.parent / "temp").glob("hi-*"))


def test_two_runs_to_one_folder_keep_both(here: Path) -> None:
    """At the same time, in two processes: each page is whole, and the index knows of both."""
    runs = [start(here, "run", f"{name}.ipynb", "--data", "list.csv", "--to", "out") for name in ("quick", "other")]
    assert [run.wait(180) for run in runs] == [0, 0]
    index = (here / "out" / "index.html").read_text(encoding="utf-8")
    for name in ("quick", "other"):
        assert (here / "out" / f"{name}.html").is_file() and (here / "out" / "notebooks" / f"{name}.ipynb").is_file()
        assert f'href="{name}.html"' in index
    assert [entry.name for entry in here.iterdir() if entry.name.startswith(".")] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if sys.platform != "linux" or subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True
    ).returncode:
        pytest.skip("only a superuser of Linux can make a small disk to try this with")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_and_a_read_only_disk_are_told_before_any_work(
    small_disk: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from hitoolkit.pack import kernel

    monkeypatch.chdir(here)
    monkeypatch.setattr(kernel, "kernel_class", lambda *_: pytest.fail("a kernel was started"))
    run = ["run", "quick.ipynb", "--data", "list.csv", "--to", str(small_disk / "out")]
    assert main(run) == 1
    said = capsys.readouterr().err
    assert "the disk is full. Make room, or choose another folder" in said and one_sentence(said)
    assert main(["demo", "--to", str(small_disk / "out")]) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert main(["copy", str(small_disk / "mine")]) == 1
    said = capsys.readouterr().err
    assert "the disk is full" in said and one_sentence(said)
    assert not [file for file in small_disk.rglob("*") if "hitoolkit-new" in file.name], "nothing half-made"
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for typed in (run, ["copy", str(small_disk / "other")]):
        assert main(typed) == 1
        said = capsys.readouterr().err
        assert "the disk is read-only" in said and one_sentence(said)


@pytest.mark.parametrize(
    ("name", "words"),
    [("CON", "keeps that name"), ("nul", "keeps that name"), ("lpt1.pages", "keeps that name"), ("a:b", "sign :"),
     ("out.", "dot or a space"), ("out ", "dot or a space"), ("x" * 300, "too long"), ("a/NUL/b", "keeps that name"),
     ("", "name that can be read"), ("tab\there", "cannot be seen")],
)  # fmt: skip
def test_names_that_some_system_cannot_keep_are_refused(
    name: str, words: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(here)
    before = sorted(here.iterdir())
    for typed in (["run", "quick.ipynb", "--to", name], ["copy", name], ["lab", "--no-browser", "--to", name]):
        assert main(typed) == 1
        said = capsys.readouterr().err
        assert words in said and one_sentence(said)
    assert sorted(here.iterdir()) == before


@posix
def test_a_folder_that_was_taken_away_is_said_so(tmp_path: Path) -> None:
    code = 'mkdir gone && cd gone && rmdir "$PWD" && exec "$0" -m hitoolkit run 01 --to out'
    run = subprocess.run(["sh", "-c", code, sys.executable], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1 and "The folder you stand in is gone" in run.stderr and one_sentence(run.stderr)


def test_a_file_open_in_excel_is_said_so_and_the_old_pages_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows answers; injected, for no other system locks a file in this way."""
    with place.beside(tmp_path / "out") as folder:
        place.write(folder / "one.html", "old")
        place.write_list(folder, [], "hitoolkit 0")

    def locked(self: Path, target: Path) -> Path:
        fault = PermissionError(13, "Permission denied")
        fault.winerror = 32  # type: ignore[attr-defined]
        raise fault

    monkeypatch.setattr(place, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", locked)
    told = pytest.raises(OutputError, match=r"open in another program, such as Excel\. Close it there, or choose")
    with told, place.beside(tmp_path / "out") as folder:
        place.write(folder / "one.html", "new")
        place.write_list(folder, [], "hitoolkit 0")
    assert (tmp_path / "out" / "one.html").read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@posix
def test_jupyterlab_saves_nothing_that_a_cell_showed(here: Path) -> None:
    """A real server: saved, checkpointed and downloaded by its own interface, a notebook keeps no output."""
    lab = start(here, "lab", "--no-browser", "--to", "my lab", "--port", "8950", stdout=subprocess.PIPE)
    try:
        assert lab.stdout is not None
        address = next(line.strip() for line in lab.stdout if "http://127.0.0.1" in line)
        root, token = address.split("/lab?token=")

        def ask(path: str, method: str = "GET", body: Any = None) -> Any:
            asked = urllib.request.Request(
                root + path, method=method, data=None if body is None else json.dumps(body).encode(),
                headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
            )
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return json.loads(answer.read() or b"null")

        def ready() -> bool:
            try:
                return bool(ask("/api/status"))
            except OSError:
                return False

        wait_for(ready)
        with pytest.raises(OSError):
            urllib.request.urlopen(f"{root}/api/contents", timeout=20)
        path = "/api/contents/notebooks/mine.ipynb"
        shown = {"output_type": "stream", "name": "stdout", "text": CANARY}
        cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "outputs": [shown], "execution_count": 7}
        content = {"cells": [cell], "metadata": {"widgets": {"x": CANARY}}, "nbformat": 4, "nbformat_minor": 5}
        ask(path, "PUT", {"type": "notebook", "format": "json", "content": content})
        ask(f"{path}/checkpoints", "POST")
        kept = [file for file in (here / "my lab").rglob("*mine*") if file.is_file()]
        assert len(kept) == 2 and any(".ipynb_checkpoints" in str(file) for file in kept)
        assert all('"source": "1"' in file.read_text() or '"1"' in file.read_text() for file in kept)
        assert not [file for file in kept if CANARY in file.read_text()]
        assert CANARY not in json.dumps(ask("/files/notebooks/mine.ipynb?download=1"))
        assert "*" in (here / "my lab" / ".gitignore").read_text().splitlines()
        subprocess.run(["git", "init", "-q"], cwd=here, check=True)
        seen = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=here, capture_output=True, text=True)
        assert "my lab" not in seen.stdout and "list.csv" in seen.stdout
    finally:
        lab.send_signal(signal.SIGTERM)
        assert lab.wait(40) == 143
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{root}/api", timeout=5)
    assert not list((here.parent / "temp").glob("hi-*"))
