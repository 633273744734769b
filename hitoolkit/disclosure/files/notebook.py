"""Jupyter notebooks: sources, everything cells show, attachments, metadata, the state of widgets."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from hitoolkit.disclosure.files.pieces import Pieces, Text, Unread, within
from hitoolkit.disclosure.files.plain import read_plain
from hitoolkit.disclosure.files.structured import walk


def read_notebook(text: str, where: str) -> Pieces:
    """A notebook of any version."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        yield Unread(where, "it is not a notebook that can be read")
        yield Text(where, text)
        return
    if not isinstance(notebook, dict):
        yield from walk(notebook, where)
        return
    sheets = notebook.get("worksheets") or [notebook]  # version 3 has its cells in sheets
    cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells") or []]
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, dict):
            yield from _cell(cell, within(where, f"cell {number}"))
    yield from walk(notebook.get("metadata") or {}, within(where, "metadata"))
    rest = {key: part for key, part in notebook.items() if key not in ("cells", "worksheets", "metadata")}
    yield from walk(rest, within(where, "beside the cells"))


def _cell(cell: dict[str, Any], where: str) -> Pieces:
    yield from read_plain(joined(cell.get("source", cell.get("input", ""))), within(where, "source"))
    for number, output in enumerate(cell.get("outputs") or [], start=1):
        if isinstance(output, dict):
            yield from _output(output, within(where, f"output {number}"))
    for name, parts in (cell.get("attachments") or {}).items():
        yield Text(within(where, "attachment"), str(name))
        for mime, content in (parts or {}).items():
            yield from bundle(mime, content, within(where, "attachment"))
    yield from walk(cell.get("metadata") or {}, within(where, "metadata"))


def _output(output: dict[str, Any], where: str) -> Pieces:
    for name in ("text", "evalue", "traceback"):
        if name in output:
            part = output[name]
            yield from read_plain("\n".join(part) if name == "traceback" else joined(part), where, shown=True)
    shown = output.get("data") or {}
    for mime, content in shown.items():
        yield from bundle(mime, content, within(where, f"({mime})") if len(shown) > 1 else where)
    yield from walk(output.get("metadata") or {}, within(where, "metadata"))
    old = ("output_type", "text", "evalue", "traceback", "data", "metadata", "execution_count", "name", "ename")
    yield from walk({key: part for key, part in output.items() if key not in old}, where)  # versions 2 and 3


def bundle(mime: str, content: Any, where: str) -> Pieces:
    """One thing a cell shows, in one of its forms."""
    from hitoolkit.disclosure.files.opening import take_apart

    if not isinstance(content, (str, list)) or (isinstance(content, list) and not _is_lines(content)):
        yield from walk(content, where, shown=True)
        return
    text = joined(content)
    if mime.startswith(("text/html", "image/svg")):
        from hitoolkit.disclosure.files.web import read_html

        yield from read_html(text, where, shown=True)
    elif mime.startswith("text/") or "javascript" in mime:
        yield from read_plain(text, where, shown=True)
    elif "json" in mime:
        yield from walk(text, where, shown=True)
    else:
        try:
            yield from take_apart(base64.b64decode(text, validate=False), f"x.{mime.split('/')[-1]}", where)
        except (binascii.Error, ValueError):
            yield Text(where, text)


def joined(source: Any) -> str:
    """A text that a notebook keeps as one or as a list of lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source or "")


def _is_lines(content: list[Any]) -> bool:
    return all(isinstance(line, str) for line in content)
