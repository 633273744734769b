"""Excel workbooks: every sheet, hidden ones too, with cells, comments, names, what pivots and charts remember."""

from __future__ import annotations

import re
import zipfile
from typing import Any
from xml.etree import ElementTree

from hitoolkit.disclosure.files.office import _tag, _words, xml_pieces
from hitoolkit.disclosure.files.pieces import MOST_ROWS, Grid, Pieces, Text, Unread, cell_text, tables_of, within

#: Numbers that only format a sheet.
IDLE = re.compile(r"xl/(styles|theme/.*|calcChain|printerSettings/.*|sharedStrings|workbook)\.xml|.*\.rels|\[Content.*")


def read_workbook(book: zipfile.ZipFile, where: str, read: Any) -> Pieces:
    """All of a workbook. `read` gives the bytes of one part, within the limits on size."""
    shared = _shared(book, read)
    sheets = _sheets(book, read)
    for name in book.namelist():
        if name in sheets:
            title, hidden = sheets[name]
            place = within(where, f"sheet {title}{' (hidden)' if hidden else ''}")
            yield from _sheet(read(name), place, shared)
            yield Text(place, title)
        elif "pivotCache/pivotCacheDefinition" in name:
            yield from _pivot(book, name, read, where)
        elif name.endswith(".xml") and not IDLE.fullmatch(name) and "pivotCacheRecords" not in name:
            yield from _part(name, read(name), where)
    yield from _names(book, read, where)


def _sheets(book: zipfile.ZipFile, read: Any) -> dict[str, tuple[str, bool]]:
    """The file of each sheet, with its title and whether it is hidden."""
    if "xl/workbook.xml" not in book.namelist():
        return {}
    links: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in book.namelist():
        for link in ElementTree.fromstring(read("xl/_rels/workbook.xml.rels")):
            target = link.get("Target", "")
            links[link.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found: dict[str, tuple[str, bool]] = {}
    for sheet in (one for one in ElementTree.fromstring(read("xl/workbook.xml")).iter() if _tag(one) == "sheet"):
        file = next((sheet.attrib[name] for name in sheet.attrib if name.endswith("}id")), "")
        found[links.get(file, "")] = (sheet.get("name", "?"), sheet.get("state", "visible") != "visible")
    for name in book.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            found.setdefault(name, (name.rsplit("/", 1)[-1], True))
    return found


def _shared(book: zipfile.ZipFile, read: Any) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_words(one) for one in ElementTree.fromstring(read("xl/sharedStrings.xml")) if _tag(one) == "si"]


def _sheet(content: bytes, place: str, shared: list[str]) -> Pieces:
    rows: dict[int, dict[int, str]] = {}
    try:
        tree = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        yield Unread(place, "this sheet cannot be read")
        return
    for element in tree.iter():
        tag = _tag(element)
        if tag == "c":
            row, column = _at(element.get("r", ""))
            if row <= MOST_ROWS and (text := _cell(element, shared)):
                rows.setdefault(row, {})[column] = text
            elif row > MOST_ROWS:
                yield Unread(place, f"it has more than {MOST_ROWS:,} rows, and those beyond were not read")
                break
        elif tag in ("oddHeader", "oddFooter", "formula1", "formula2", "f") and element.text:
            yield Text(place, element.text)
        elif tag in ("dataValidation", "hyperlink"):
            yield Text(place, " ".join(element.attrib.values()))
    if rows:
        first, wide = min(rows), max(max(cells) for cells in rows.values()) + 1
        lines = [[rows.get(row, {}).get(column, "") for column in range(wide)] for row in range(first, max(rows) + 1)]
        yield from tables_of(lines, place, lambda row, column: f"cell {_letters(column)}{first + row}")


def _cell(element: Any, shared: list[str]) -> str:
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return _words(element)
    value = next((child.text or "" for child in element if _tag(child) == "v"), "")
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    if kind == "n" and value:
        try:
            return cell_text(float(value))
        except ValueError:
            return value
    return value.strip()


def _at(name: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)", name)
    if not found:
        return 1, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def _letters(column: int) -> str:
    """The letters of a column, from 0.

    >>> _letters(1), _letters(27)
    ('B', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _pivot(book: zipfile.ZipFile, name: str, read: Any, where: str) -> Pieces:
    """What a pivot table remembers of the rows it was made from, whether or not the sheet is still there."""
    place = within(where, "what a pivot table remembers")
    fields: list[tuple[str, list[str]]] = []
    for field in (one for one in ElementTree.fromstring(read(name)).iter() if _tag(one) == "cacheField"):
        items = [one.get("v", "") for one in field.iter() if _tag(one) in ("s", "n", "d", "b", "e", "m")]
        fields.append((field.get("name", ""), items))
        yield Grid(place, [field.get("name", "")], [[item] for item in items], counts=False)
    records = name.replace("Definition", "Records")
    if records not in book.namelist():
        return
    rows = []
    for record in ElementTree.fromstring(read(records)):
        cells = []
        for (_, items), cell in zip(fields, record, strict=False):
            value = cell.get("v", "")
            indexed = _tag(cell) == "x" and value.isdigit() and int(value) < len(items)
            cells.append(items[int(value)] if indexed else value)
        rows.append(cells)
    yield Grid(place, [heading for heading, _ in fields], rows)


def _names(book: zipfile.ZipFile, read: Any, where: str) -> Pieces:
    """Named cells and constants."""
    if "xl/workbook.xml" in book.namelist():
        for one in ElementTree.fromstring(read("xl/workbook.xml")).iter():
            if _tag(one) == "definedName" and one.text:
                yield Text(within(where, "names"), one.text)


def _part(name: str, content: bytes, where: str) -> Pieces:
    kind = "comments" if "omment" in name else "properties" if name.startswith("docProps") else name.rsplit("/", 1)[-1]
    try:
        yield from xml_pieces(ElementTree.fromstring(content), within(where, kind))
    except ElementTree.ParseError:
        yield Unread(within(where, kind), "this part cannot be read")
