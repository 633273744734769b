"""HTML and SVG: tables, texts, attributes, comments, and the data that scripts carry."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from hitoolkit.disclosure.files.pieces import Grid, Piece, Pieces, Text, tables_of, within

#: Attributes that hold numbers of a drawing or of a layout and nothing a person wrote.
GEOMETRY = {
    *("d", "points", "transform", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width"),
    *("height", "dx", "dy", "style", "fill", "stroke", "integrity", "nonce", "class", "colspan", "rowspan"),
}
QUIET = {"style"}
#: A letter as a script may write it.
ESCAPED = re.compile(r"\\u([\da-fA-F]{4})|\\x([\da-fA-F]{2})")
#: Tags that end a line of text.
BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "text", "title", "desc", "pre",
          "option", "summary", "figcaption", "section", "td", "th"}


def read_html(text: str, where: str, shown: bool = False) -> Pieces:
    """A page, a part of one, or a drawing."""
    page = _Page(where, shown)
    page.feed(text)
    page.close()
    page.end()
    yield from page.found
    for number, script in enumerate(page.scripts, start=1):
        yield from _script(script, within(where, f"script {number}"))


def _script(text: str, where: str) -> Pieces:
    """A script: every structure of data in it that JSON can read, and its text."""
    from hitoolkit.disclosure.files.structured import walk

    decoder = json.JSONDecoder()
    at = 0
    for start in re.finditer(r"[\[{]\s*[\"\[{\d-]", text):
        if start.start() < at:
            continue
        try:
            value, at = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, (dict, list)) and value:
            yield from walk(value, within(where, f"line {text.count(chr(10), 0, start.start()) + 1}"))
    yield Text(where, ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text))


class _Page(HTMLParser):
    """Gathers what a page holds, each table with its number and each text with its line."""

    def __init__(self, where: str, shown: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.where, self.shown = where, shown
        self.found: list[Piece] = []
        self.scripts: list[str] = []
        self.tables: list[tuple[int, list[list[str]], list[bool]]] = []
        self.count, self.inside = 0, ""
        self.words: list[str] = []
        self.line = 1

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        self._attributes(tag, attrs)
        if tag in BREAKS:
            self._flush()
        if tag == "script":
            self.scripts.append("")
        elif tag == "table":
            self.count += 1
            self.tables.append((self.count, [], []))
        elif self.tables and tag == "tr":
            self.tables[-1][1].append([])
            self.tables[-1][2].append(True)
        elif self.tables and tag in ("td", "th"):
            _, rows, heads = self.tables[-1]
            if not rows:
                rows.append([])
                heads.append(True)
            rows[-1].append("")
            heads[-1] &= tag == "th"
            wide = str(dict(attrs).get("colspan") or "1")
            rows[-1].extend([""] * (min(int(wide), 200) - 1 if wide.isdigit() else 0))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        if tag in BREAKS:
            self._flush()
        if tag == "table" and self.tables:
            self._table(*self.tables.pop())

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        elif self.inside in QUIET:
            self.found.append(Text(within(self.where, "style"), data))
        elif self.tables and self.tables[-1][1] and self.tables[-1][1][-1]:
            cells = self.tables[-1][1][-1]
            last = max((at for at, cell in enumerate(cells) if cell), default=len(cells) - 1)
            cells[-1 if not cells[-1] else last] += data
        else:
            if not self.words:
                self.line = self.getpos()[0]
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self._say("a comment", data)

    def handle_pi(self, data: str) -> None:
        self._say("a comment", data)

    def unknown_decl(self, data: str) -> None:
        self._say("a hidden part", data)

    def end(self) -> None:
        """What is still open when the text ends."""
        while self.tables:
            self._table(*self.tables.pop())
        self._flush()

    def _attributes(self, tag: str, attrs: Any) -> None:
        for name, value in attrs:
            if (value and name.lower() not in GEOMETRY) or (value and "data:" in value):
                self._say(f"attribute {name} of <{tag}>", value)

    def _say(self, what: str, text: str) -> None:
        from hitoolkit.disclosure.files.structured import _text

        place = within(within(self.where, f"line {self.getpos()[0]}"), what)
        if text.lstrip()[:1] in ("{", "["):
            self.found += _text(text, place)
        self.found.append(Text(place, text))
        if "%" in text and "data:" not in text and (plain := unquote(text)) != text:
            self.found.append(Text(place, plain))

    def _flush(self) -> None:
        text = "".join(self.words).strip()
        if text:
            self.found.append(Text(within(self.where, f"line {self.line}"), text))
        self.words = []

    def _table(self, number: int, rows: list[list[str]], heads: list[bool]) -> None:
        where = within(self.where, f"table {number}")
        rows = [[" ".join(cell.split()) for cell in row] for row in rows]
        top = 0
        while top < len(rows) and heads[top] and rows[top]:
            top += 1
        if not top:
            self.found += tables_of(rows, where, lambda r, c: f"row {r + 1}, column {c + 1}", shown=self.shown)
            return
        wide = max(map(len, rows[:top]))
        headings = [" ".join(row[at] for row in rows[:top] if at < len(row) and row[at]) for at in range(wide)]
        self.found.append(Grid(where, headings, rows[top:], shown=self.shown))
