"""What a command stands on: somewhere to print to, and a request to end that leaves nothing behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

from hitoolkit.errors import OutputError


def prepare() -> None:
    """Make ready to print and to be ended, however the command was started.

    A stream that was closed swallows what is printed; an old terminal shows "?" for a letter it lacks. A request to end
    (SIGTERM, a terminal that closes) unwinds as Ctrl-C does, so that half-made results and copies of records go.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the next file to be opened would be taken for the screen by every child
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        wish = getattr(signal, name, None)
        if wish is not None and signal.getsignal(wish) is signal.SIG_DFL:
            signal.signal(wish, _end)


def refuse_gone_folder() -> None:
    """Raise OutputError where the folder that the user stands in was taken away."""
    try:
        os.getcwd()
    except FileNotFoundError as fault:
        raise OutputError("The folder you stand in is gone. Go to another one (cd), and try again.") from fault


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)
