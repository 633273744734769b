"""The folder for temporary copies of records: nobody else can look into it, and it goes however the session ends."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from hitoolkit.errors import OutputError
from hitoolkit.writing import lock
from hitoolkit.writing.faults import reason

#: Short, for a kernel's sockets lie in it and their paths must not be long.
PREFIX = "hi-"
#: Stands in every folder made here; its lock is held as long as the session lasts.
MARK = ".hitoolkit-session"

#: The folders of this session, each with what holds its lock and the process that made it.
_folders: dict[Path, tuple[int | None, int]] = {}


def make_private_folder() -> Path:
    """Make a folder that only this user can open, and remove those of sessions that were killed.

    It is removed when the session ends: by itself, by an error, by Ctrl-C or by a request to end (SIGTERM). After a
    kill that no process can answer, the next call, by whatever session, removes it.
    Raises OutputError where there is no place for temporary files.
    """
    try:
        clear_dead_sessions()
        folder, held = _made()
    except OSError as fault:
        raise OutputError(
            f"There is no place for temporary files: {reason(fault)}. Free some space there, or name a folder of your "
            "own in the setting TMPDIR (on Windows TEMP)."
        ) from fault
    if not _folders:
        atexit.register(_remove_all)
        _answer_requests_to_end()
    _folders[folder] = (held, os.getpid())
    return folder


def _made() -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        try:
            held = lock.take(folder / MARK)
        except lock.Unlockable:
            return folder, None
        if held is not None:
            return folder, held
        # Another session cleared up just now, and took a folder without a lock for a dead one.


def remove_private_folder(folder: Path) -> None:
    """Remove a folder of this session, with all that is in it."""
    held, process = _folders.pop(folder, (None, os.getpid()))
    if process != os.getpid():  # made by the process that this one was split from, which still needs it
        return
    if held is not None:
        os.close(held)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def private_folder() -> Iterator[Path]:
    """A private folder for the length of a block."""
    folder = make_private_folder()
    try:
        yield folder
    finally:
        remove_private_folder(folder)


def clear_dead_sessions() -> None:
    """Remove the folders of this user's sessions that no process holds any more."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            mine = not hasattr(os, "getuid") or left.lstat().st_uid == os.getuid()
            if mine and left.is_dir() and not left.is_symlink() and (left / MARK).is_file():
                held = lock.take(left / MARK)
                if held is not None:
                    os.close(held)
                    shutil.rmtree(left, ignore_errors=True)


def _remove_all() -> None:
    for folder in list(_folders):
        remove_private_folder(folder)


def _answer_requests_to_end() -> None:
    """Tidy up on a request to end, where nobody else answers it; then end as was asked."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> None:
    _remove_all()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
