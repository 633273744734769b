"""Write a folder beside its place and swap it in whole, so that nobody ever finds it half-made."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from hitoolkit.errors import OutputError, count_of
from hitoolkit.writing.exchange import exchange
from hitoolkit.writing.faults import mend, reason
from hitoolkit.writing.names import full_path
from hitoolkit.writing.staging import name_beside, turn

#: Stands in every folder made here: which files are ours, and what the index says of them.
LIST = ".hitoolkit.json"
#: What file managers leave behind by themselves; a folder with only these is as good as empty.
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
#: Room for the pages of a run, tried before minutes of work are spent on them.
ROOM = 4_000_000


@contextmanager
def beside(to: str | Path) -> Iterator[Path]:
    """Give an empty folder to write into, and on a clean exit put it in the place of `to`.

    Takes the folder wanted; it may be new, empty, or one that was made here before (then files in it that are not made
    again stay, whoever put them there). Nothing is swapped in, and nothing is left over, where the block ends in an
    error. The swap is one step where the system has such a step; elsewhere a kill between its two leaves the old folder
    under a hidden name. What a kill left is mended by the next call. Who else writes to `to` waits for their turn.
    Raises OutputError where `to` is a file, holds somebody else's files, or cannot be written to.
    """
    place = full_path(to)
    made: list[Path] = []
    try:
        _make_parents(place.parent, made)
        with turn(place) as staging:
            _refuse_foreign(place)
            staging.mkdir()
            yield staging
            _refuse_overwriting(place, staging)
            _keep_the_rest(place, staging)
            _swap(place, staging)
            made.clear()
    except OSError as fault:
        raise OutputError(_words(to, fault)) from fault
    finally:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


def refuse_unfit(to: str | Path) -> None:
    """Raise OutputError where a folder could not be written, before the work is done that it is for.

    Takes the folder wanted. Looks at what stands there, and tries whether there is room for pages beside it.
    """
    place = full_path(to)
    try:
        _refuse_foreign(place)
        there = next(folder for folder in place.parents if folder.exists())
        with tempfile.TemporaryFile(dir=there) as trial:
            trial.write(bytes(ROOM))
            trial.flush()
    except OSError as fault:
        raise OutputError(_words(to, fault)) from fault


def write(file: Path, text: str) -> None:
    """Write text as UTF-8 with plain line ends, making folders as needed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def read_list(folder: Path) -> dict[str, Any]:
    """What the folder's own list says; empty where it has none, or one that cannot be read."""
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_list(folder: Path, pages: list[dict[str, Any]], made_with: str) -> None:
    """Name every file of the folder as ours, and keep what the index says of each page."""
    files = sorted(str(file.relative_to(folder).as_posix()) for file in folder.rglob("*") if file.is_file())
    content = {"made_with": made_with, "files": files, "pages": pages}
    write(folder / LIST, json.dumps(content, indent=1, ensure_ascii=False))


def _make_parents(folder: Path, made: list[Path]) -> None:
    if folder.exists():
        return
    _make_parents(folder.parent, made)
    folder.mkdir()
    made.append(folder)


def _refuse_foreign(place: Path) -> None:
    if place == Path.cwd() or not place.name:
        raise OutputError("The pages need a folder of their own, which the folder you stand in is not: write --to out.")
    if not place.exists():
        return
    if not place.is_dir():
        raise OutputError(f"{place.name} is a file, and the pages need a folder. Choose another name after --to.")
    others = sorted(entry.name for entry in place.iterdir() if entry.name not in LITTER)
    if others and "files" not in read_list(place):
        raise OutputError(
            f"The folder {place.name} holds {count_of(len(others), 'file')} that hitoolkit did not make "
            f"(first: {others[0]}), so nothing was written there. Choose a new or an empty folder after --to."
        )


def _refuse_overwriting(place: Path, staging: Path) -> None:
    """A file of ours may replace one of ours, never one that somebody else put into the folder."""
    ours = {*read_list(place).get("files", []), LIST}
    for file in staging.rglob("*"):
        name = file.relative_to(staging).as_posix()
        if file.is_file() and name not in ours and (place / name).exists():
            raise OutputError(
                f"The folder {place.name} holds a file {name} that hitoolkit did not make, so nothing was written "
                "there. Move that file away, or choose another folder after --to."
            )


def _keep_the_rest(place: Path, staging: Path) -> None:
    if not place.is_dir():
        return
    old, new = read_list(place), read_list(staging)
    for file in place.rglob("*"):
        target = staging / file.relative_to(place)
        if os.path.lexists(target):
            continue
        if file.is_dir() and not file.is_symlink():
            target.mkdir(parents=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, target, follow_symlinks=False)
        except (OSError, NotImplementedError):
            shutil.copy2(file, target, follow_symlinks=False)
    kept = [name for name in old.get("files", []) if (staging / name).is_file()]
    if new:
        # Pages of an earlier run stay ours, so that a later run may replace them.
        listed = {**new, "files": sorted({*new["files"], *kept})}
        write(staging / LIST, json.dumps(listed, indent=1, ensure_ascii=False))


def _swap(place: Path, staging: Path) -> None:
    if not place.exists():
        staging.rename(place)
        return
    shutil.copymode(place, staging)
    if exchange(place, staging):
        return
    old = name_beside(place, "old")
    place.rename(old)
    try:
        staging.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _words(to: str | Path, fault: OSError) -> str:
    do = f"{mend(fault)} choose another folder after --to; nothing was changed."
    return f"Cannot write to {to}: {reason(fault)}. {do}"
