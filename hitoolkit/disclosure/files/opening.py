"""Which kind a file is, by what it begins with and how its name ends, and so who takes it apart."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from hitoolkit.disclosure.files import archive, delimited, notebook, pdf, pictures, plain, structured, web
from hitoolkit.disclosure.files.pieces import Pieces, Text, Unread, within

#: A file in a file in a file; deeper is told as not looked into.
DEEPEST = 5
URI = re.compile(r"data:([\w./+-]*)((?:;[\w=.-]+)*),([A-Za-z0-9+/=_%\s.~!*'()-]{16,})")
#: What is known by its first bytes and not read here.
CLOSED = [
    (b"PAR1", "Parquet files are not read here: open it, and look at what it holds"),
    (b"\xd0\xcf\x11\xe0", "files of old Office versions, and those locked with a password, are not read here"),
    (b"SQLite format 3", "databases are not read here"),
    (b"7z\xbc\xaf", "7-Zip files are not read here"),
    (b"Rar!", "RAR files are not read here"),
    (b"BZh", "bzip2 files are not read here"),
    (b"\xfd7zXZ", "xz files are not read here"),
    (b"\x28\xb5\x2f\xfd", "Zstandard files are not read here"),
    (b"ARROW1", "Arrow files are not read here"),
]
MARKED = (".html", ".htm", ".xhtml", ".svg", ".xml", ".xsl", ".rss")
PICTURES = (b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM")


def take_apart(content: bytes, name: str, where: str, deep: int = 0) -> Pieces:
    """Everything in a file, whatever it is called; what cannot be looked into is told, never passed over."""
    ending = "." + name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if deep > DEEPEST:
        yield Unread(where, "it is packed too deeply")
    elif not content:
        return
    elif content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        yield from archive.read_zip(content, where, deep)
    elif content.startswith(b"\x1f\x8b"):
        yield from archive.read_gzip(content, name, where, deep)
    elif content[257:262] == b"ustar":
        yield from archive.read_tar(content, where, deep)
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from pictures.read_png(content, where)
    elif content.startswith(b"\xff\xd8\xff"):
        yield from pictures.read_jpeg(content, where)
    elif b"%PDF-" in content[:1024]:
        yield from pdf.read_pdf(content, where)
    elif content.startswith(PICTURES):
        yield from pictures.letters(content, where)
    elif why := next((said for start, said in CLOSED if content.startswith(start)), ""):
        yield Unread(where, why)
    elif ending in (".eml", ".mht", ".mhtml"):
        yield Unread(where, "messages and pages saved as one are not read here")
    elif ending in (".woff", ".woff2", ".ttf", ".otf", ".ico") or not _is_text(content):
        yield Unread(where, "a file of this kind is not read here")
    else:
        yield from _of_text(delimited.decoded(content), ending, where)


def _of_text(text: str, ending: str, where: str) -> Pieces:
    start = text.lstrip()[:200].lower()
    if ending == ".ipynb":
        yield from notebook.read_notebook(text, where)
    elif ending in (".json", ".geojson", ".ndjson", ".jsonl", ".vl", ".vg", ".topojson"):
        yield from structured.read_json(text, where)
    elif ending == ".toml":
        yield from structured.read_toml(text, where)
    elif ending in (".yaml", ".yml", ".ini", ".cfg"):
        yield from structured.read_yaml(text, where)
    elif ending in MARKED or start.startswith(("<!doctype html", "<html", "<svg", "<?xml")):
        yield from web.read_html(text, where)
    elif ending in (".csv", ".tsv", ".tab", ".psv"):
        yield from delimited.read_delimited(text, where, "\t" if ending in (".tsv", ".tab") else "")
    elif start[:1] in ("{", "[") and ending in ("", ".txt", ".js"):
        yield from structured.read_json(text, where) if _is_json(text) else plain.read_plain(text, where)
    elif ending in ("", ".txt", ".dat", ".log", ".out") and (separator := delimited.separator_of(text)):
        yield from delimited.read_delimited(text, where, separator)
    elif ending in (".js", ".mjs"):
        yield from web.read_html(f"<script>{text}</script>", where)
    else:
        yield from plain.read_plain(text, where)


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_text(content: bytes) -> bool:
    """Whether the bytes are text, in one of the usual encodings: no control codes but line ends and tabs."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = content[:8192]
    if sample.count(0) > len(sample) / 4:  # two bytes a letter, without a mark
        sample = sample[1::2] if sample[:1] == b"\0" else sample[::2]
    return sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample) <= len(sample) / 200


def embedded(text: Text, deep: int = 1) -> tuple[str, list[tuple[bytes, str, str]]]:
    """A text without the files it carries as `data:` addresses, and those files: bytes, name and place."""
    if "data:" not in text.text:
        return text.text, []
    found: list[tuple[bytes, str, str]] = []

    def take(match: re.Match[str]) -> str:
        kind, how, body = match.groups()
        try:
            content = base64.b64decode(unquote_to_bytes(body)) if "base64" in how else unquote_to_bytes(body)
        except (binascii.Error, ValueError):
            return match[0]
        ending = kind.split("/")[-1].split("+")[0] or "txt"
        found.append((content, f"embedded.{ {'plain': 'txt', 'jpeg': 'jpg'}.get(ending, ending)}",
                      within(text.where, "an embedded file")))
        return " "

    return URI.sub(take, text.text), found
