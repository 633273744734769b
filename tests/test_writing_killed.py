"""A run that is killed leaves the old output or the new one, and the next run mends the rest: real kills."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import skip_or_fail

from hitoolkit.writing import exchange, place
from hitoolkit.writing.files import write_files

FILES = 12
#: Writes a folder again and again, each time with a higher number in all its files.
WRITER = """
import sys
from hitoolkit.writing import place
if "two steps" in sys.argv:
    place.exchange = lambda *_: False  # as on Windows, and on file systems that know no such step
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    with place.beside("out") as folder:
        for at in range(12):
            place.write(folder / f"{at}.html", str(number) * 5000)
        place.write_list(folder, [], "hitoolkit 0")
    print(number, flush=True)
"""
#: Ends itself, as by a kill, at one certain thing that it asks of the system while it writes.
AT = """
import os, signal, sys
ASKED = {"open", "os.rename", "os.link", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "ctypes.dlsym",
         "shutil.copyfile", "shutil.rmtree"}
left = int(sys.argv[3])
def hook(event, arguments):
    global left
    if event in ASKED and "out" in os.getcwd() + str(arguments):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a kill of this kind is not to be had on Windows")


def version(folder: Path) -> str:
    """Which version a folder holds; fails where it is not whole, or of two versions."""
    files = [folder / f"{at}.html" for at in range(FILES)]
    texts = {file.read_text() for file in files}
    assert len(texts) == 1 and (folder / place.LIST).is_file(), f"{folder} mixes {len(texts)} versions"
    text = texts.pop()
    assert len(text) % 5000 == 0
    return text[: len(text) // 5000]


def mend(folder: Path) -> None:
    """What the next run does first; then nothing hidden is left beside the folder."""
    subprocess.run([sys.executable, "-c", WRITER, "9000", "9001"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    assert [entry.name for entry in folder.iterdir()] == ["out"]
    assert version(folder / "out") == "9000"


@pytest.mark.parametrize("way", ["one step", "two steps"])
def test_killed_at_any_moment_it_leaves_one_whole_version(way: str, tmp_path: Path) -> None:
    chance = random.Random(4)
    for round_ in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(1000 + round_), "100000", way], cwd=tmp_path, stdout=subprocess.PIPE
        )
        assert writer.stdout is not None and writer.stdout.readline()
        time.sleep(chance.random() * 0.05)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        if way == "one step" or (tmp_path / "out").exists():
            version(tmp_path / "out")
        else:  # between the two steps: whole under a hidden name
            old = list(tmp_path.glob(".out-hitoolkit-old-*"))
            assert [version(folder) for folder in old]
    mend(tmp_path)


@pytest.mark.parametrize("way", ["one step", "two steps"])
def test_killed_at_each_thing_it_asks_of_the_system(way: str, tmp_path: Path) -> None:
    """Every step of writing and swapping in turn; what was there stays whole, or the new one is there whole."""
    seen = set()
    for step in range(400):
        folder = tmp_path / "out of it" / str(step)
        folder.mkdir(parents=True)
        subprocess.run([sys.executable, "-c", WRITER, "1", "2"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        code = AT + WRITER.replace("for number", "sys.addaudithook(hook)\nfor number")
        run = subprocess.run(
            [sys.executable, "-c", code, "2", "3", str(step), way], cwd=folder, stdout=subprocess.DEVNULL
        )
        out = folder / "out"
        if way == "one step" or out.exists():
            seen.add(version(out))
        else:
            old = list(folder.glob(".out-hitoolkit-old-*"))
            assert [version(one) for one in old] == ["1"]
            seen.add("moved away")
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL
        if step % 12 == 0 or not out.exists():
            mend(folder)
    else:
        pytest.fail("it never ended by itself")
    assert seen >= {"1", "2"} and ("moved away" in seen) == (way == "two steps")


def test_who_reads_meanwhile_never_finds_nothing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    if not exchange.exchange(tmp_path / "a", tmp_path / "b"):
        skip_or_fail("this file system cannot exchange two folders in one step")
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, "1", "60"], cwd=tmp_path, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None and writer.stdout.readline()
        looked = 0
        while writer.poll() is None:
            assert (tmp_path / "out" / "3.html").is_file()
            looked += 1
            if looked % 50 == 0:
                time.sleep(0.001)
        assert writer.returncode == 0 and looked > 20


def test_a_file_is_the_old_or_the_new_one_at_every_step(tmp_path: Path) -> None:
    code = AT + (
        "from pathlib import Path\nfrom hitoolkit.writing.files import write_files\nsys.addaudithook(hook)\n"
        "write_files({Path('out.csv'): 'new' * 5000, Path('out.txt'): 'new'})"
    )
    seen = set()
    for step in range(60):
        write_files({tmp_path / "out.csv": "old" * 5000, tmp_path / "out.txt": "old"})
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["out.csv", "out.txt"], "what a kill left is gone"
        run = subprocess.run([sys.executable, "-c", code, "", "", str(step)], cwd=tmp_path)
        text = (tmp_path / "out.csv").read_text()
        assert text in ("old" * 5000, "new" * 5000)
        seen.add(text[:3])
        if run.returncode == 0:
            break
    assert run.returncode == 0 and seen == {"old", "new"}
