"""Beside the place: who writes there waits for their turn, and first mends what a crash left."""

from __future__ import annotations

import hashlib
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hitoolkit.errors import OutputError
from hitoolkit.writing import lock

#: Seconds to wait for another who is writing to the same place; writing itself takes a second or two.
PATIENCE = 60.0
DAY = 24 * 60 * 60


@contextmanager
def turn(place: Path, patience: float = PATIENCE) -> Iterator[Path]:
    """Wait until nobody else writes to a place, and give a free name beside it to write under first.

    Whatever stands under such a name when the turn comes was left by a crash, and is mended: a folder that had been
    moved away is put back, the rest removed. So is what is left under the name at the end.
    Raises OutputError where another does not finish.
    """
    held = _wait(place, patience)
    staging = name_beside(place, "new")
    try:
        _mend(place, sure=held is not None)
        yield staging
    finally:
        _remove(staging)
        if held is not None:
            lock.give_back(_lock_file(place), held)


def name_beside(place: Path, kind: str) -> Path:
    """A hidden name that nothing has, in the folder of the place."""
    return place.parent / f"{_start(place)}{kind}-{_digest(place)}-{uuid.uuid4().hex[:8]}"


def _start(place: Path) -> str:
    return f".{place.name[:40]}-hitoolkit-"


def _digest(place: Path) -> str:
    """Tells long names apart that begin alike."""
    return hashlib.sha256(place.name.encode(errors="surrogatepass")).hexdigest()[:8]


def _lock_file(place: Path) -> Path:
    return place.parent / f"{_start(place)}lock-{_digest(place)}"


def _wait(place: Path, patience: float) -> int | None:
    """The lock of the place; nothing where the file system knows no locks."""
    until = time.monotonic() + patience
    while True:
        try:
            held = lock.take(_lock_file(place))
        except lock.Unlockable:
            return None
        if held is not None:
            return held
        if time.monotonic() > until:
            raise OutputError(
                f"Another run is still writing to {place.name}, so this one wrote nothing. Wait until that one has "
                "ended, or choose another name."
            )
        time.sleep(0.02)


def _mend(place: Path, sure: bool) -> None:
    """Remove what a crash left; without a lock only what is a day old, for another may be writing it."""
    kinds = tuple(f"{_start(place)}{kind}-{_digest(place)}-" for kind in ("new", "old"))
    left = [entry for entry in place.parent.iterdir() if entry.name.startswith(kinds)]
    for entry in sorted(left, key=_age):
        if entry.name.startswith(kinds[1]) and not place.exists():
            entry.rename(place)
        elif sure or _age(entry) > DAY:
            _remove(entry)


def _age(entry: Path) -> float:
    try:
        return time.time() - entry.lstat().st_mtime
    except OSError:
        return 0.0


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        with suppress(OSError):
            entry.unlink(missing_ok=True)
