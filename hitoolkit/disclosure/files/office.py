"""Word and PowerPoint files and those of OpenDocument: tables, texts, notes, comments, properties, what is embedded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from hitoolkit.disclosure.files.pieces import Pieces, Text, Unread, tables_of, within

#: What the parts of a file are called in words.
NAMES = [
    (r"ppt/slides/slide(\d+)\.xml", "slide {}"), (r"ppt/notesSlides/notesSlide(\d+)\.xml", "notes {}"),
    (r"ppt/comments/.*", "comments"), (r"word/document\.xml", "text"), (r"word/comments.*", "comments"),
    (r"word/(foot|end)notes\.xml", "notes"), (r"word/(header|footer)(\d*)\.xml", "head or foot of the page"),
    (r"docProps/.*", "properties"), (r"(?:word|ppt|xl)/charts/chart(\d+)\.xml", "chart {}"),
    (r"customXml/.*", "custom data"),    (r"content\.xml", "text"), (r"meta\.xml", "properties"),
]
PARAGRAPHS = {"p", "h"}
#: What a workbook has in their place.
REMARKS = {"comment", "text"}
ROWS, CELLS, TABLES = {"tr", "table-row"}, {"tc", "table-cell"}, {"tbl", "table"}


def read_part(name: str, content: bytes, where: str) -> Pieces:
    """One XML part of a file."""
    place = within(where, said(name))
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        yield Unread(place, "this part cannot be read")
        return
    yield from xml_pieces(root, place)


def links(content: bytes, where: str) -> Pieces:
    """The addresses that a part links to; those of files may hold the name of a person."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        yield Unread(within(where, "links"), "this part cannot be read")
        return
    for element in root:
        if element.get("TargetMode") == "External":
            yield Text(within(where, "links"), unquote(element.get("Target") or ""))


def xml_pieces(root: Any, place: str) -> Pieces:
    """The tables, paragraphs, charts and attributes of an XML tree."""
    number = 0
    for element in root.iter():
        tag = _tag(element)
        if tag in TABLES:
            number += 1
            lines = [row for row in element.iter() if _tag(row) in ROWS]
            rows = [[_words(cell) for cell in row if _tag(cell) in CELLS] for row in lines]
            yield from tables_of(rows, within(place, f"table {number}"), lambda r, c: f"row {r + 1}, column {c + 1}")
        elif tag == "chartSpace":
            yield from _chart(element, place)
        elif tag in PARAGRAPHS or tag in REMARKS:
            if text := _words(element):
                yield Text(place, text)
        elif element.text and element.text.strip() and tag not in ("t", "span", "v", "f", *REMARKS):
            yield Text(place, element.text)
        for name, value in element.attrib.items():
            if name.rsplit("}", 1)[-1] in ("descr", "title", "name", "tooltip", "alt", "author", "text", "val"):
                yield Text(place, value)


def _chart(chart: Any, place: str) -> Pieces:
    """The cached data of a chart: a column of categories and one for each series."""
    columns: list[tuple[str, list[str]]] = []
    for series in (one for one in chart.iter() if _tag(one) == "ser"):
        parts = {_tag(part): [_words(point) for point in part.iter() if _tag(point) == "pt"] for part in series}
        if not columns and parts.get("cat"):
            columns.append(("", parts["cat"]))
        columns.append((" ".join(parts.get("tx") or []), parts.get("val") or parts.get("yVal") or []))
    titles = " ".join(_words(one) for one in chart.iter() if _tag(one) == "title")
    headings = [f"{name} {titles}".strip() if at else name for at, (name, _) in enumerate(columns)]
    long = max((len(cells) for _, cells in columns), default=0)
    rows = [[cells[at] if at < len(cells) else "" for _, cells in columns] for at in range(long)]
    if rows:
        yield from tables_of([[name or "group" for name in headings], *rows], within(place, "data of the chart"),
                             lambda r, c: f"point {r}, series {c}")


def said(name: str) -> str:
    """What a part of a file is called.

    >>> said("ppt/notesSlides/notesSlide3.xml"), said("word/theme/theme1.xml")
    ('notes 3', 'part theme1.xml')
    """
    for pattern, words in NAMES:
        if found := re.fullmatch(pattern, name):
            return words.format(*found.groups())
    return f"part {name.rsplit('/', 1)[-1]}"


def _words(element: Any) -> str:
    """All text of an element, its runs joined without a space, its paragraphs with one."""
    return " ".join("".join(_runs(element)).split())


def _runs(element: Any) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        yield from _runs(child)
        if _tag(child) in (*PARAGRAPHS, "br", "tab", "cr", "s"):
            yield " "
        if child.tail:
            yield child.tail


def _tag(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
