"""One notebook as a page with live controls and no code: for this machine only, and no request leaves it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hitoolkit.errors import OutputError
from hitoolkit.pack.audiences import for_audience
from hitoolkit.pack.lab import free_port, wait_for
from hitoolkit.pack.parameters import check_parameters, papermill, read_notebook, title_of, write_notebook
from hitoolkit.writing.private import private_folder

#: Holds voila/templates/hitoolkit, the look of the page.
LOOK = Path(__file__).parent / "live"
SHORT = 35
CONFIG = """c.Voila.ip = "127.0.0.1"
c.Voila.port = {port}
c.Voila.port_retries = 0
c.Voila.token = {token!r}
c.Voila.open_browser = {browser}
c.Voila.log_level = "CRITICAL"  # below it, what a cell that fails was given is written to the screen
c.VoilaConfiguration.template = "hitoolkit"
c.VoilaConfiguration.strip_sources = True
c.VoilaConfiguration.show_tracebacks = True
c.VoilaConfiguration.file_allowlist = []
c.VoilaExecutor.cell_error_instruction = {fault!r}
c.Voila.tornado_settings = {{"ws_ping_interval": 90000, "ws_ping_timeout": 90000}}
c.ConnectionFileMixin.transport = {transport!r}
"""
#: What a visitor reads where a notebook stopped at a fault of its own; what its data were is not told.
FAULT = (
    "The page stops here. Stop it with Ctrl-C, and type the same with run in place of present: it says what is wrong."
)
#: What the kernel of a page runs first: a fault is said in its own words, and what is no fault of ours without any
#: trace, which could repeat what stands in a record.
STARTUP = f"""FAULT = {FAULT!r}

from hitoolkit.errors import HitoolkitError, readable

def _said(shell, kind, fault, trace, tb_offset=None):
    lines = [FAULT]
    if isinstance(fault, HitoolkitError):
        lines = [readable(str(fault)), "Mend that, stop the page with Ctrl-C, and type the command again."]
    shell._showtraceback(kind, fault, lines)
    return lines

get_ipython().set_custom_exc((Exception,), _said)
"""
#: A page that ended before this many seconds did not get its port: another was started in the same moment.
EARLY = 20


def present_notebook(notebook: Path, parameters: dict[str, Any], browser: bool = True, port: int = 8866) -> int:
    """Show a notebook as a page with live controls, and stay until it is stopped.

    Takes the notebook's file, parameters that differ from their defaults, whether to open a browser, and the port to
    begin with (the next free one is taken). Each visitor gets a kernel of their own; the server answers this machine
    alone, and only with the token of its address. What is shown is written nowhere.
    Returns the exit code of the server. Raises OutputError where Voila is not installed.
    """
    if not find_spec("voila"):
        raise OutputError("Showing a notebook live needs Voila. `python start.py present` installs it and goes on.")
    given = check_parameters(notebook, parameters)
    with private_folder() as own:
        file = own / f"{notebook.stem}.ipynb"
        file.write_text(write_notebook(_made_ready(notebook, given)), encoding="utf-8")
        startup = own / "ipython" / "profile_default" / "startup"
        startup.mkdir(parents=True)
        (startup / "faults.py").write_text(STARTUP, encoding="utf-8")
        token = secrets.token_hex(24)
        # Sockets in files are private to the user; not every system has them, and their paths must be short.
        transport = "ipc" if os.name != "nt" and len(str(own)) < SHORT else "tcp"
        while True:
            port, started = free_port(port), time.monotonic()
            config = CONFIG.format(port=port, token=token, browser=browser, transport=transport, fault=FAULT)
            (own / "voila.py").write_text(config, encoding="utf-8")
            print(f"The page opens at this address, for this machine only (Ctrl-C stops it):\n  {address(port, token)}")
            print("Its first figures take some ten seconds.", flush=True)
            code = wait_for(subprocess.Popen(_command(file), cwd=own, env=_environment(own)))
            if not code or time.monotonic() - started > EARLY or free_port(port) == port:
                return code
            print("Another program took that place in the same moment. Here is the next one:", flush=True)


def address(port: int, token: str) -> str:
    """Where the page is."""
    return f"http://127.0.0.1:{port}/?token={token}"


def _made_ready(notebook: Path, given: dict[str, Any]) -> Any:
    """The notebook with its parameters set, in the form for its audience."""
    content = for_audience(read_notebook(notebook), str(given.get("audience", "")))
    content.metadata["title"] = title_of(content.cells) or notebook.stem
    if not given:
        return content
    papermill()
    from papermill.parameterize import parameterize_notebook

    content.metadata.setdefault("papermill", {})  # where it notes what was given
    return parameterize_notebook(content, given)


def _command(file: Path) -> list[str]:
    # -P, or the file of settings beside the notebook would be taken for Voila itself.
    return [sys.executable, "-P", "-W", "ignore", "-m", "voila", file.name, f"--Voila.config_file_paths={file.parent}"]


def _environment(own: Path) -> dict[str, str]:
    """Our look before any other, our Python's kernel before any other, and copies of records in our own folder."""
    look = os.pathsep.join(filter(None, [str(LOOK), os.environ.get("JUPYTER_PATH", "")]))
    private = {name: str(own) for name in ("TMPDIR", "TMP", "TEMP")} | {"IPYTHONDIR": str(own / "ipython")}
    return {**os.environ, **private, "JUPYTER_PATH": look, "JUPYTER_PREFER_ENV_PATH": "1"}
