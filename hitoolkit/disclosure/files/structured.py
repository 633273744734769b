"""JSON, TOML and YAML: lists of records and columns as tables, all else as texts; the data of Vega charts too."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from hitoolkit.disclosure.files.pieces import Grid, Pieces, Text, Unread, cell_text, within

#: Deeper than this is nobody's data.
DEEPEST = 60
SIMPLE = (str, int, float, bool, type(None))
#: A text that may hold something: a figure or an address; what has neither points to nobody.
TELLING = re.compile(r"\d|@|<table", re.IGNORECASE)
#: A line of YAML or of settings: a name and a value.
PAIR = re.compile(r"^\s*(?:-\s+)?([\w .'\"-]+?)['\"]?\s*[:=]\s+(.+?)\s*$")


def read_json(text: str, where: str) -> Pieces:
    """A JSON text, or several, one a line."""
    try:
        yield from walk(json.loads(text), where)
        return
    except (ValueError, RecursionError):
        pass
    try:
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        yield Unread(where, "it is not JSON that can be read")
        yield Text(where, text)
        return
    yield from walk(lines, where)


def read_toml(text: str, where: str) -> Pieces:
    try:
        yield from walk(tomllib.loads(text), where)
    except tomllib.TOMLDecodeError:
        yield from read_yaml(text, where)
        return
    yield Text(within(where, "comments"), "\n".join(line for line in text.splitlines() if "#" in line))


def read_yaml(text: str, where: str) -> Pieces:
    """Settings, a pair of name and value on a line; a list of such pairs with the same names is a table."""
    pairs = [found.groups() for line in text.splitlines() if (found := PAIR.match(line))]
    names = list(dict.fromkeys(name for name, _ in pairs))
    columns = {name: [value.strip("'\"") for key, value in pairs if key == name] for name in names}
    for many in sorted({len(cells) for cells in columns.values()}):
        told = [name for name in names if len(columns[name]) == many]
        rows = [list(row) for row in zip(*(columns[name] for name in told), strict=True)]
        yield Grid(where, [name.strip("'\" ") for name in told], rows, counts=many > 1)
    yield Text(where, text)


def walk(value: Any, where: str = "", shown: bool = False) -> Pieces:
    """Everything in a structure of dictionaries and lists."""
    yield from _walk(value, where, _titles(value, {}, 0), 0, shown)


def _walk(value: Any, where: str, titles: dict[str, str], deep: int, shown: bool) -> Pieces:
    if deep > DEEPEST:
        yield Unread(where, "it is nested too deeply")
        return
    if isinstance(value, str):
        yield from _text(value, where)
    elif isinstance(value, Mapping):
        yield from _mapping(value, where, titles, deep, shown)
    elif isinstance(value, list):
        yield from _list(value, where, titles, deep, shown)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 1e8:
        yield Text(where, cell_text(value))


def _text(text: str, where: str) -> Pieces:
    """A text in a structure; it may be a page or a structure itself."""
    start = text.lstrip()[:1]
    if start == "<" and "</" in text:
        from hitoolkit.disclosure.files.web import read_html

        yield from read_html(text, where)
    elif start in ("{", "[") and len(text) > 20:
        try:
            yield from walk(json.loads(text), where)
        except (ValueError, RecursionError):
            yield Text(where, text)
    elif TELLING.search(text):
        from hitoolkit.disclosure.files.plain import read_plain

        yield from read_plain(text, where)


def _mapping(value: Mapping[str, Any], where: str, titles: dict[str, str], deep: int, shown: bool) -> Pieces:
    columns = {str(name): cells for name, cells in value.items() if _is_column(cells)}
    sizes = {len(cells) for cells in columns.values()}
    if _is_table(value):
        rows = [_cells(row) for row in value.get("rows", value.get("data"))]
        yield Grid(where, [_heading(one, titles) for one in value["columns"]], rows, shown=shown)
        value = {name: part for name, part in value.items() if name not in ("columns", "rows", "data", "index")}
    elif len(columns) > 1 and len(sizes) == 1 and sizes != {0} and len(columns) == len(value):
        lists = [list(map(cell_text, _values(cells))) for cells in columns.values()]
        rows = [list(row) for row in zip(*lists, strict=True)]
        yield Grid(where, [titles.get(name, name) for name in columns], rows, shown=shown)
        return
    elif len(value) > 1 and all(isinstance(one, Mapping) and _is_flat(one) for one in value.values()):
        yield from _records(list(value.values()), where, titles, deep, shown)
        return
    flat = {str(name): part for name, part in value.items() if isinstance(part, SIMPLE)}
    if flat:
        yield Grid(where, list(flat), [[cell_text(part) for part in flat.values()]], counts=False)
    for name, part in value.items():
        if not isinstance(part, SIMPLE) or (isinstance(part, str) and len(part) > 60):
            yield from _walk(part, within(where, f"key {_key(name)}"), titles, deep + 1, shown)


def _list(value: list[Any], where: str, titles: dict[str, str], deep: int, shown: bool) -> Pieces:
    if value and all(isinstance(one, Mapping) and _is_flat(one) for one in value):
        yield from _records(value, where, titles, deep, shown)
    elif len(value) > 1 and all(isinstance(one, list) and one and _is_flat(dict(enumerate(one))) for one in value):
        yield Grid(where, list(map(cell_text, value[0])), [_cells(row) for row in value[1:]], shown=shown)
    elif value and all(isinstance(one, str) for one in value):
        yield from _text("\n".join(value), where)
    else:
        for number, part in enumerate(value, start=1):
            yield from _walk(part, within(where, f"entry {number}"), titles, deep + 1, shown)


def _records(records: list[Any], where: str, titles: dict[str, str], deep: int, shown: bool) -> Pieces:
    """A list of dictionaries as a table; a single one is an object and no table of counts."""
    names = list(dict.fromkeys(str(name) for one in records for name in one))
    rows = [[cell_text(one.get(name)) if isinstance(one.get(name), SIMPLE) else "" for name in names]
            for one in ({str(name): part for name, part in one.items()} for one in records)]
    yield Grid(where, [titles.get(name, name) for name in names], rows, counts=len(records) > 1, shown=shown)
    for number, one in enumerate(records, start=1):
        for part in one.values():
            if not isinstance(part, SIMPLE) or (isinstance(part, str) and len(part) > 200):
                yield from _walk(part, within(where, f"entry {number}"), titles, deep + 1, shown)


def _is_table(value: Mapping[str, Any]) -> bool:
    rows = value.get("rows", value.get("data"))
    return (
        isinstance(value.get("columns"), list) and isinstance(rows, list) and bool(rows)
        and all(isinstance(row, list) or (isinstance(row, Mapping) and isinstance(row.get("cells"), list))
                for row in rows)
    )


def _cells(row: Any) -> list[str]:
    return [cell_text(cell) for cell in (row["cells"] if isinstance(row, Mapping) else row)]


def _is_flat(one: Mapping[Any, Any]) -> bool:
    return bool(one) and sum(isinstance(part, SIMPLE) for part in one.values()) >= len(one) - 1


def _is_column(cells: Any) -> bool:
    values = _values(cells)
    return values is not None and all(isinstance(cell, SIMPLE) for cell in values)


def _values(cells: Any) -> Any:
    """The cells of a column, written as a list or as a dictionary by row."""
    if isinstance(cells, Mapping):
        return list(cells.values()) if all(str(name).isdigit() for name in cells) else None
    return cells if isinstance(cells, list) else None


def _heading(one: Any, titles: dict[str, str]) -> str:
    name = cell_text(one.get("name", one.get("field", ""))) if isinstance(one, Mapping) else cell_text(one)
    return titles.get(name, name)


def _titles(value: Any, found: dict[str, str], deep: int) -> dict[str, str]:
    """What a chart calls its fields: `{"field": "y", "title": "Patients"}`, or the title of its axis."""
    if deep > DEEPEST:
        return found
    if isinstance(value, Mapping):
        axis = value.get("axis")
        title = value.get("title") or (axis.get("title") if isinstance(axis, Mapping) else None)
        if isinstance(value.get("field"), str) and isinstance(title, str):
            found.setdefault(value["field"], title)
        for part in value.values():
            if isinstance(part, (Mapping, list)):
                _titles(part, found, deep + 1)
    elif isinstance(value, list) and len(value) < 1000:
        for part in value:
            if isinstance(part, (Mapping, list)):
                _titles(part, found, deep + 1)
    return found


def _key(name: Any) -> str:
    """A name of a structure as it may be said: a word of a programmer, never a value in its place."""
    text = str(name)
    return text if re.fullmatch(r"[A-Za-z_$][\w$.-]{0,40}", text) and not re.search(r"\d{4}", text) else "of a name"
