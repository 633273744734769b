"""One at a time: a lock that the system takes back when the process that holds it ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Unlockable(OSError):
    """The file system knows no locks."""


def take(file: Path) -> int | None:
    """Take the lock that a file stands for, which is made if need be.

    Returns what holds it, to be given to `give_back`, or nothing where another holds it. Raises Unlockable where the
    file system knows no locks.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle)
        # Who held it before may have taken the file away between our opening and our locking it.
        if os.path.samestat(os.fstat(handle), os.stat(file)):
            return handle
    except (BlockingIOError, PermissionError, FileNotFoundError):
        pass
    except OSError as fault:
        os.close(handle)
        raise Unlockable(*fault.args) from fault
    os.close(handle)
    return None


def give_back(file: Path, handle: int) -> None:
    """Give the lock back, and take its file away."""
    if sys.platform == "win32":  # an open file cannot be taken away there
        os.close(handle)
        with suppress(OSError):
            file.unlink()
    else:
        with suppress(OSError):
            file.unlink()
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
