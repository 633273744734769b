"""Write files whole: beside their place first, then swapped in by one rename."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from hitoolkit.writing.staging import turn


def write_files(files: Mapping[Path, str | bytes]) -> None:
    """Write some files, each whole or not at all, and none unless all could be written beside their places.

    Takes what is to stand at each path; text becomes UTF-8 as it is. Folders are made as needed. What stood there
    before is replaced. Raises OSError as the system does.
    """
    with ExitStack() as turns:
        ready = []
        # In one order everywhere, so that two who write the same files never wait for each other.
        for file in sorted(files):
            file.parent.mkdir(parents=True, exist_ok=True)
            staging = turns.enter_context(turn(file))
            content = files[file]
            staging.write_bytes(content.encode() if isinstance(content, str) else content)
            ready.append((staging, file))
        for staging, file in ready:
            staging.replace(file)
