"""An executed notebook made fit to be passed on: no path of this machine, no leftovers; audit sees to the rest."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hitoolkit.pack.parameters import KERNEL

PAYLOAD = "application/vnd.hitoolkit.v1+json"
KEPT = (PAYLOAD, "text/html", "text/markdown", "text/plain")
#: A path starts where no word, tag or longer path goes on, and ends likewise: `/d` is not the one in `</div>`.
BEFORE, AFTER = r"(?<![\w<.-])", r"(?![\w-])"


def tidy(notebook: Any, parameters: dict[str, Any]) -> Any:
    """Clean an executed notebook in place and return it.

    Paths are cut to file names, in the parameters and wherever they appear; what papermill noted, widget state, what
    was written to standard error, and all but the payload, text and HTML of each output go.
    """
    for key in ("papermill", "widgets"):
        notebook.metadata.pop(key, None)
    notebook.metadata["kernelspec"] = dict(KERNEL)
    short = {key: file_name(value) for key, value in parameters.items()}
    cut = _cutter(parameters)
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = "# Parameters of this run\n" + "\n".join(f"{key} = {value!r}" for key, value in short.items())
        if cell.cell_type == "code":
            cell.outputs = [_output(output, cut) for output in cell.outputs if output.get("name") != "stderr"]
        cell.source = cut(cell.source)
    return notebook


def file_name(value: Any) -> Any:
    """A path cut to the name of its file; anything else as it is.

    >>> file_name("/home/me/waits.csv"), file_name("C:\\\\data\\\\waits.csv"), file_name("2024/25"), file_name(5)
    ('waits.csv', 'waits.csv', '2024/25', 5)
    """
    if not is_path(value):
        return value
    # A postcode file and a lookup are two paths in one.
    return ";".join(re.split(r"[\\/]", part.rstrip("\\/"))[-1] for part in value.split(";"))


def is_path(value: Any) -> bool:
    """Whether a parameter is a path: it looks like one from the top of a drive, or a file or folder is there."""
    if not isinstance(value, str) or not re.search(r"[\\/]", value) or "\n" in value or len(value) > 4000:
        return False
    try:
        return bool(re.match(r"([A-Za-z]:)?[\\/]|~|\.\.?[\\/]", value)) or Path(value).exists()
    except (OSError, ValueError):
        return False


def _output(output: Any, cut: Callable[[str], str]) -> Any:
    output = _mapped(output, cut)
    if "data" in output:
        output["data"] = {kind: content for kind, content in output["data"].items() if kind in KEPT}
        output["metadata"] = {}
    return output


def _cutter(parameters: dict[str, Any]) -> Callable[[str], str]:
    """A function that cuts the paths of this machine out of a text: files to their names, folders away."""
    names: dict[str, str] = {}
    for value in [part for one in parameters.values() for part in (one.split(";") if isinstance(one, str) else [one])]:
        if is_path(value):
            full = Path(value).expanduser().resolve()
            names.update({form: file_name(value) for form in (value, str(full), full.as_posix())})
            if full.parent.name:
                names.update({f"{full.parent}{os.sep}": "", str(full.parent): ""})
    folders, others = _any_of(n for n in names if n[-1] in "\\/"), _any_of(n for n in names if n[-1] not in "\\/")
    given = re.compile(rf"{BEFORE}(?:{'|'.join(part for part in (folders, f'(?:{others}){AFTER}') if part)})")
    roots = {str(one) for one in (Path.cwd(), Path(sys.prefix), Path(tempfile.gettempdir()).resolve(), Path.home())}
    private = re.compile(rf"{BEFORE}(?:{_any_of(root for root in roots if Path(root).name)}){AFTER}[^\s\"'<>|;,)]*")

    def cut(text: str) -> str:
        text = given.sub(lambda match: names[match.group()], text) if names else text
        return private.sub(lambda match: "" if match.group() in roots else str(file_name(match.group())), text)

    return cut


def _any_of(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    if isinstance(value, dict):
        return type(value)({key: _mapped(item, change) for key, item in value.items()})
    return value
