"""Write a folder beside its place and swap it in whole, so that nobody ever finds it half-made."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from hitoolkit.errors import OutputError, count_of

#: Stands in every folder made here: which files are ours, and what the index says of them.
LIST = ".hitoolkit.json"
#: What file managers leave behind by themselves; a folder with only these is as good as empty.
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
DAY = 24 * 60 * 60
#: Folders this process is writing into.
_OPEN: set[str] = set()
REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the disk takes no file of this size",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "it may not be written to",
    errno.EPERM: "it may not be written to",
    errno.EBUSY: "it is in use, or is the top of a drive",
    errno.ENOTDIR: "a part of that path is a file",
}


@contextmanager
def beside(to: str | Path) -> Iterator[Path]:
    """Give an empty folder to write into, and on a clean exit put it in the place of `to`.

    Takes the folder wanted; it may be new, empty, or one that was made here before (then files in it that are not made
    again stay, whoever put them there). Nothing is swapped in, and nothing is left over, where the block ends in an
    error. A crash may leave hidden folders beside `to`; the next call mends that first.
    Raises OutputError where `to` is a file, holds somebody else's files, or cannot be written to.
    """
    place = Path(to).expanduser().resolve()
    staging: Path | None = None
    made: list[Path] = []
    try:
        _make_parents(place.parent, made)
        _mend(place)
        _refuse_foreign(place)
        staging = place.parent / f".{place.name}-hitoolkit-new-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        staging.mkdir()
        _OPEN.add(staging.name)
        yield staging
        _refuse_overwriting(place, staging)
        _keep_the_rest(place, staging)
        _swap(place, staging)
        made.clear()
    except OSError as fault:
        raise OutputError(_words(to, fault)) from fault
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
            _OPEN.discard(staging.name)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


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
    old = place.parent / staging.name.replace("-hitoolkit-new-", "-hitoolkit-old-")
    place.rename(old)
    try:
        staging.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _mend(place: Path) -> None:
    """Remove what a crash left, and put back a folder that had been moved away when the crash came."""
    start = f".{place.name}-hitoolkit-"
    left = [entry for entry in place.parent.iterdir() if entry.name.startswith(start) and not _in_use(entry, start)]
    for old in sorted(left, key=lambda entry: entry.stat().st_mtime, reverse=True):
        if old.name.startswith(f"{start}old-") and not place.exists():
            old.rename(place)
        else:
            shutil.rmtree(old, ignore_errors=True)


def _in_use(folder: Path, start: str) -> bool:
    """Whether the process that made the folder still runs; where that cannot be asked, whether the folder is young."""
    if time.time() - folder.stat().st_mtime > DAY:
        return False
    if os.name == "nt":  # asking there would end the process
        return time.time() - folder.stat().st_mtime < DAY / 24
    try:
        number = int(folder.name[len(start) :].split("-")[1])
        os.kill(number, 0)
    except PermissionError:
        return True
    except (ValueError, IndexError, OSError):
        return False
    return number != os.getpid() or folder.name in _OPEN  # in a container each run may have the same number


def _words(to: str | Path, fault: OSError) -> str:
    reason = REASONS.get(fault.errno or 0, (fault.strerror or "the system refused").lower())
    mends = {errno.ENOSPC: "Make room, or", errno.EDQUOT: "Make room, or", errno.EFBIG: "Make room, or"}
    mend = mends.get(fault.errno or 0, "Please")
    return f"Cannot write to {to}: {reason}. {mend} choose another folder after --to; nothing was changed."
