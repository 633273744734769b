"""Why the system refused to write, in words."""

from __future__ import annotations

import errno

FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the disk takes no file of this size",
}
REASONS = {
    **FULL,
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "it may not be written to",
    errno.EPERM: "it may not be written to",
    errno.EBUSY: "it is in use, or is the top of a drive",
    errno.ENOTDIR: "a part of that path is a file",
    errno.EEXIST: "a part of that path is a file",
    errno.ENOENT: "a folder of that path is gone",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ELOOP: "its links run in a circle",
    errno.EXDEV: "it lies on two disks",
    errno.EIO: "the disk does not answer",
    errno.ESTALE: "the network drive has gone",
}
#: What Windows says of a file that Excel, Word or a preview holds open.
OPEN_ELSEWHERE = {5, 32, 33}


def reason(fault: OSError) -> str:
    """Why, as the end of a sentence."""
    if getattr(fault, "winerror", None) in OPEN_ELSEWHERE:
        return "it may not be written to, or a file in it is open in another program, such as Excel"
    return REASONS.get(fault.errno or 0, (fault.strerror or "the system refused").lower())


def mend(fault: OSError) -> str:
    """What to do first, as the beginning of a sentence that ends in another place to write to."""
    if getattr(fault, "winerror", None) in OPEN_ELSEWHERE:
        return "Close it there, or"
    return "Make room, or" if fault.errno in FULL else "Please"
