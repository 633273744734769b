"""A kernel that is this very Python, quiet, private, and gone when its notebook is done."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

#: What ipykernel_launcher does, without the address grammar that makes importing altair a second slower.
START = (
    "import sys; sys.path[:] = [p for p in sys.path if p]; sys.modules['rfc3987_syntax'] = None; "
    "from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
)


def kernel_class(folder: Path, started: list[Any]) -> type[AsyncKernelManager]:
    """A class of kernel managers for one notebook.

    Takes a private folder for its sockets, settings and temporary copies, and a list to which each kernel is added
    when it starts, so that it can be stopped from outside. The kernel is `sys.executable`, whatever kernels are
    registered on this machine and whether or not an environment is activated; it keeps no history and reads nobody's
    start-up files.
    """

    class OwnKernel(AsyncKernelManager):
        def __init__(self, **settings: Any) -> None:
            # Windows has no sockets in files; elsewhere they keep other users of the machine out.
            transport = "tcp" if os.name == "nt" else "ipc"
            super().__init__(**settings, transport=transport, connection_file=str(folder / "k"))

        @property
        def kernel_spec(self) -> KernelSpec:
            argv = [sys.executable, "-c", START, "-f", "{connection_file}", "--HistoryManager.enabled=False"]
            return KernelSpec(argv=argv, language="python", display_name="Python 3")

        async def start_kernel(self, **settings: Any) -> None:  # type: ignore[override]
            own = {name: str(folder) for name in ("TMPDIR", "TMP", "TEMP")} | {"IPYTHONDIR": str(folder / "ipython")}
            settings["env"] = {**os.environ, **own}
            settings["stderr"] = subprocess.DEVNULL  # what a kernel says there is about kernels, not about the data
            await super().start_kernel(**settings)
            started.append(self)

    return OwnKernel


def stop(kernel: Any) -> None:
    """End a kernel at once, from any thread; its notebook then ends with an error."""
    process = getattr(getattr(kernel, "provisioner", None), "process", None)
    if process is not None:
        with suppress(OSError):
            process.kill()
