"""Two places change over in one step, where the system has such a step: nobody ever finds neither."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

#: The current folder, to which a path that begins at the top is no relation, and the wish to exchange.
AT_FDCWD, RENAME_EXCHANGE, RENAME_SWAP = -100, 2, 2
#: How systems and file systems say that they have no such step.
UNKNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: Path, other: Path) -> bool:
    """Let two folders that are there change places in one step.

    Returns whether it was done: not on Windows, and not on file systems that know no such step. Raises OSError where
    it is known and was refused.
    """
    if sys.platform not in ("linux", "darwin"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one.absolute()), os.fsencode(other.absolute())
    try:
        if sys.platform == "linux":
            failed = library.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
        else:
            failed = library.renamex_np(first, second, RENAME_SWAP)
    except AttributeError:  # an old library of the system
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
