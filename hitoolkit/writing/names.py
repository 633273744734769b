"""What a file or folder may be called on every system: a name that one of them refuses is met before anything runs."""

from __future__ import annotations

import re
from pathlib import Path

from hitoolkit.errors import OutputError

#: Devices of Windows, whatever ending is put to them.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789")}
#: What Windows takes in no name, and what nobody sees.
REFUSED = re.compile(r'[<>:"|?*\\/\x00-\x1f\x7f]')
#: Bytes of a name that every file system takes.
LONGEST = 255


def fit_name(text: str, otherwise: str) -> str:
    """A text as the name of a file without its ending: letters, digits, dots and hyphens, and no device.

    >>> fit_name("waits of May: part 2", "page"), fit_name("CON", "page"), fit_name(" .. ", "page")
    ('waits_of_May_part_2', 'CON_', 'page')
    """
    name = re.sub(r"[^\w.-]+", "_", text).strip("._") or otherwise
    name = name.encode()[: LONGEST // 2].decode(errors="ignore").rstrip("._")
    return f"{name}_" if name.split(".")[0].lower() in DEVICES else name


def refuse_name(name: str) -> None:
    """Raise OutputError where some system could not keep a file of this name, or would make a device of it.

    >>> refuse_name("waits of May.csv")
    >>> refuse_name("nul.csv")
    Traceback (most recent call last):
    hitoolkit.errors.OutputError: Nothing can be called "nul.csv": Windows keeps that name for a device. Choose another.
    """
    shown = "".join(sign if sign.isprintable() else "?" for sign in name[:60])
    if name.split(".")[0].strip().lower() in DEVICES:
        raise OutputError(f'Nothing can be called "{shown}": Windows keeps that name for a device. Choose another.')
    if found := REFUSED.search(name):
        sign = f"the sign {found[0]}" if found[0].isprintable() else "a sign that cannot be seen"
        raise OutputError(f'Nothing can be called "{shown}": {sign} is not allowed in a name. Choose another.')
    if name != name.rstrip(". "):
        raise OutputError(f'Nothing can be called "{shown}": a name must not end in a dot or a space. Choose another.')
    if len(name.encode(errors="surrogatepass")) > LONGEST:
        raise OutputError(f'The name that begins "{shown[:30]}" is too long. Choose a shorter one.')


def full_path(path: str | Path) -> Path:
    """The whole path that is meant, links followed. Raises OutputError where a part of it that is new has no fit name.
    """
    if "\x00" in str(path) or not str(path).strip():
        raise OutputError("A place to write to needs a name that can be read. Write another.")
    try:
        place = Path(path).expanduser().resolve()
    except (RuntimeError, OSError) as fault:  # a home that nobody knows, or links that run in a circle
        raise OutputError(f"The path {path} leads nowhere. Write it in full, as it is on this machine.") from fault
    for part in (place, *place.parents):
        if _is_there(part):
            break
        if part.name:
            refuse_name(part.name)
    return place


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # a name too long for the system, or a folder that may not be looked into
        return len(path.name.encode(errors="surrogatepass")) <= LONGEST
    return True
