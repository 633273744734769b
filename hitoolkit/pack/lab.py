"""JupyterLab on a copy of the notebooks: for this machine only, and nothing a notebook shows is ever saved."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from hitoolkit.errors import OutputError
from hitoolkit.pack.copying import copy_to
from hitoolkit.writing.names import full_path
from hitoolkit.writing.private import private_folder

#: Seconds for JupyterLab to end in good order.
PATIENCE = 20
#: The part of JupyterLab that asks whether it may fetch news.
NEWS = "@jupyterlab/apputils-extension:announcements"
CONFIG = """from hitoolkit.pack.lab import strip_before_saving

c.FileContentsManager.pre_save_hook = strip_before_saving
c.IdentityProvider.token = {token!r}
c.PasswordIdentityProvider.hashed_password = ""
c.ServerApp.root_dir = {folder!r}
"""


def open_lab(folder: str | Path, browser: bool = True, port: int = 8888) -> int:
    """Open JupyterLab on a copy of the notebooks and stay until it is stopped.

    Takes the folder of the copy, which is made if it is not there and keeps every change to the notebooks; whether to
    open a browser; and the port to begin with (the next free one is taken). The server answers this machine alone, and
    only with the token of its address. What cells show is taken out of each notebook as it is saved, whatever its data,
    so that no record and no small count can stay in a file; running the notebook again brings it back.
    Returns the exit code of JupyterLab. Raises OutputError where the copy cannot be made.
    """
    place = full_path(folder)
    copy_to(place, private=True)
    port, token = free_port(port), secrets.token_hex(24)
    with private_folder() as own:
        config = own / "lab_config.py"
        config.write_text(CONFIG.format(token=token, folder=str(place)), encoding="utf-8")
        print(f"JupyterLab opens on {place}, at this address and for this machine only (Ctrl-C stops it):")
        print(f"  http://127.0.0.1:{port}/lab?token={token}")
        print("What cells show is not saved with a notebook; run it again to see it.", flush=True)
        return wait_for(subprocess.Popen(lab_command(config, browser, port), cwd=place, env=lab_environment(own)))


def lab_environment(own: Path) -> dict[str, str]:
    """The variables JupyterLab starts with: settings that fail stop it, and it does not ask for news from outside."""
    (own / "labconfig").mkdir()
    (own / "labconfig" / "page_config.json").write_text(json.dumps({"disabledExtensions": {NEWS: True}}), "utf-8")
    paths = os.pathsep.join(filter(None, [str(own), os.environ.get("JUPYTER_CONFIG_PATH", "")]))
    # Without its file of settings it must not start at all.
    return {**os.environ, "JUPYTER_CONFIG_PATH": paths, "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1"}


def free_port(first: int) -> int:
    """The first port from `first` on that nothing on this machine uses."""
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise OutputError(f"No port from {first} on is free. Close a program, or name another port with --port.")


def lab_command(config: Path, browser: bool, port: int) -> list[str]:
    """The command that starts JupyterLab; a setting given here wins over any file of settings on the machine."""
    settings: dict[str, Any] = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": browser,
        "ServerApp.allow_remote_access": False,
        "ServerApp.answer_yes": True,
        "Application.log_level": "ERROR",
        "LabApp.default_url": "/lab/tree/notebooks",
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        settings["ServerApp.allow_root"] = True
    given = [f"--{name}={value}" for name, value in settings.items()]
    return [sys.executable, "-W", "ignore", "-m", "jupyterlab", f"--config={config}", *given]


def strip_before_saving(model: dict[str, Any], **_: Any) -> None:
    """Take what cells show out of a notebook that is about to be saved; the notebook in the browser keeps it.

    >>> cell = {"cell_type": "code", "source": "1", "outputs": ["1"], "execution_count": 3, "metadata": {}}
    >>> model = {"type": "notebook", "content": {"cells": [cell], "metadata": {"widgets": {}}}}
    >>> strip_before_saving(model)
    >>> cell["outputs"], cell["execution_count"], model["content"]["metadata"]
    ([], None, {})
    """
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    content.get("metadata", {}).pop("widgets", None)
    for cell in content.get("cells", []):
        if cell.get("cell_type") == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
            cell.get("metadata", {}).pop("execution", None)


def wait_for(child: subprocess.Popen[bytes]) -> int:
    """Wait until it ends; Ctrl-C reaches it too, and it is left the time to end in good order."""
    try:
        while True:
            try:
                return max(child.wait(), 0)
            except KeyboardInterrupt:
                continue
    finally:  # nobody is left to stop it otherwise
        if child.poll() is None:
            child.terminate()
            child.wait(PATIENCE)
