"""Is this machine ready, and what to mend: each check in plain words."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import hitoolkit as hi
from hitoolkit.pack.parameters import notebooks, papermill
from hitoolkit.writing.private import private_folder

PYTHON = (3, 11, 5)
#: What a run of every notebook needs at most, with room to spare.
DISK, MEMORY = 500 * 1024**2, 2 * 1024**3
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge", "chrome")


@dataclass(frozen=True)
class Check:
    """One thing looked at: `state` is "ok", "mend" (it must be) or "note" (nice to know); `said` is what to do."""

    state: str
    what: str
    said: str


def examine(folder: str | Path = ".") -> list[Check]:
    """Look at this machine, and at a folder that results would be written to.

    Returns one Check for each thing looked at; none of them changes anything, or asks a network.
    """
    looks: list[Callable[[Path], Check]] = [_python, _packages, _notebooks, _kernel, _disk, _writing, _memory, _browser]
    return [look(Path(folder).resolve()) for look in looks]


def _python(folder: Path) -> Check:
    have = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:3] < PYTHON:
        return Check("mend", "Python", f"{have} is too old: install {'.'.join(map(str, PYTHON))} or newer.")
    return Check("ok", "Python", have)


def _packages(folder: Path) -> Check:
    """Every package that hitoolkit asks for is there, in the version that was tested where that is known."""
    lacking = [name for name in _needed() if _version(name) is None]
    if lacking:
        return Check("mend", "Packages", f"{', '.join(lacking)} missing: delete the folder .venv and start again.")
    pins = _pins()
    others = [name for name, pin in pins.items() if _version(name) not in (None, pin)]
    if others:
        some = ", ".join(others[:4]) + (" and more" if len(others) > 4 else "")
        return Check("note", "Packages", f"all there, but {some} in another version than was tested.")
    return Check("ok", "Packages", "all there, in the versions that were tested" if pins else "all there")


def _needed() -> list[str]:
    try:
        asked = metadata.requires("hitoolkit") or []
    except metadata.PackageNotFoundError:
        return ["hitoolkit"]
    return [re.split(r"[^\w.-]", line)[0] for line in asked if "extra ==" not in line]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _pins() -> dict[str, str]:
    file = Path(hi.__file__).parent.parent / "constraints.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return dict(line.split("==", 1) for line in lines if "==" in line and not line.startswith("#"))


def _notebooks(folder: Path) -> Check:
    found = notebooks()
    if not found:
        return Check("mend", "Notebooks", "none found: get hitoolkit again.")
    return Check("ok", "Notebooks", f"{len(found)} found")


def _kernel(folder: Path) -> Check:
    """A notebook's kernel really starts and works something out."""
    papermill()
    import nbformat.v4 as make
    from nbclient import NotebookClient

    from hitoolkit.pack.kernel import kernel_class

    notebook = make.new_notebook(cells=[make.new_code_cell("print(6 * 7)")])
    try:
        with private_folder() as own:
            client = NotebookClient(notebook, kernel_manager_class=kernel_class(own, []), startup_timeout=60)
            client.execute()
        answered = "42" in str(notebook.cells[0].outputs)
    except Exception as fault:  # whatever keeps a kernel from starting, the mend is the same
        return Check("mend", "Kernel", f"no notebook can run ({type(fault).__name__}): delete .venv and start again.")
    if not answered:
        return Check("mend", "Kernel", "it starts but does not answer: delete the folder .venv and start again.")
    return Check("ok", "Kernel", "a notebook runs")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    if free < DISK:
        return Check("mend", "Disk", f"only {_size(free)} free: make room for {_size(DISK)}.")
    return Check("ok", "Disk", f"{_size(free)} free")


def _writing(folder: Path) -> Check:
    for place, name in ((folder, "this folder"), (Path(tempfile.gettempdir()), "the folder for temporary files")):
        try:
            with tempfile.TemporaryFile(dir=place) as file:
                file.write(b"hitoolkit")
        except OSError as fault:
            why = (fault.strerror or "refused").lower()
            return Check("mend", "Writing", f"{name} cannot be written to ({why}): work in a folder of your own.")
    return Check("ok", "Writing", "this folder and the one for temporary files can be written to")


def _memory(folder: Path) -> Check:
    import psutil

    free = int(psutil.virtual_memory().available)
    if free < MEMORY:
        return Check("note", "Memory", f"{_size(free)} free, and {_size(MEMORY)} are better: close other programs.")
    return Check("ok", "Memory", f"{_size(free)} free")


def _browser(folder: Path) -> Check:
    """Only tests need one that can be steered; pages open in any browser."""
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    if not found:
        return Check("note", "Browser", "no Chromium: tests that need it are skipped; pages open in any browser")
    try:
        subprocess.run([found, "--version"], capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return Check("note", "Browser", f"{found} does not start; only tests need it")
    return Check("ok", "Browser", f"{found}, for tests; pages open in any browser")


def _size(count: float) -> str:
    """Bytes as people say them.

    >>> _size(500 * 1024**2), _size(24 * 1024**3)
    ('500 MB', '24.0 GB')
    """
    return f"{count / 1024**2:.0f} MB" if count < 1024**3 else f"{count / 1024**3:.1f} GB"


