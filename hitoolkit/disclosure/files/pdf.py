"""PDF: the texts in its parts, unpacked as far as the standard library goes."""

from __future__ import annotations

import re
import zlib

from hitoolkit.disclosure.files.pictures import MOST_INFLATED
from hitoolkit.disclosure.files.pieces import Pieces, Text, Unread, within

STREAM = re.compile(
    rb"<<(?P<about>(?:[^<>]|<(?!<)|>(?!>)|<<[^<>]*>>)*)>>\s*stream\r?\n(?P<body>.*?)\r?\n?endstream", re.DOTALL
)
#: Strings as a page shows them: in brackets or as hexadecimal.
STRING = re.compile(rb"\((?P<text>(?:\\.|[^\\()])*)\)|<(?P<hex>[0-9A-Fa-f\s]+)>", re.DOTALL)
LINE_ENDS = re.compile(rb"\b(?:T\*|Td|TD|Tm|ET)\b|'|\"")
GLYPHS = re.compile(rb"/Identity-H")


def read_pdf(content: bytes, where: str) -> Pieces:
    """The texts of a PDF; what is locked or written with letters of its own is told as not looked into."""
    if b"/Encrypt" in content:
        yield Unread(where, "it is locked with a password")
        return
    yield Text(within(where, "properties"), _shown(STREAM.sub(b"", content)))
    unread = bool(GLYPHS.search(content))
    for number, found in enumerate(STREAM.finditer(content), start=1):
        about, body = found["about"], found["body"]
        if b"/Image" in about or b"/FontFile" in about or b"/Length1" in about:
            continue
        if b"/FlateDecode" in about:
            try:
                body = zlib.decompressobj().decompress(body, MOST_INFLATED)
            except zlib.error:
                yield Unread(within(where, f"part {number}"), "a packed part cannot be unpacked")
                continue
        elif b"/Filter" in about:
            yield Unread(within(where, f"part {number}"), "it is packed in a way that is not followed here")
            continue
        unread |= bool(GLYPHS.search(body))
        place = within(where, f"part {number}")
        if b"<x:xmpmeta" in body or b"/XML" in about:
            yield Text(place, re.sub(r"<[^>]+>", " ", body.decode("utf-8", errors="replace")))
        else:
            yield Text(place, _shown(body))
    if unread:
        yield Unread(where, "some of its text is written with letters of its own, which are not followed here")


def _shown(body: bytes) -> str:
    """The strings in a part, those of one line together."""
    lines: list[str] = []
    for line in LINE_ENDS.split(body):
        said = ""
        for found in STRING.finditer(line):
            said += _plain(found["text"]) if found["text"] is not None else _hexadecimal(found["hex"])
        if said.strip():
            lines.append(said)
    return "\n".join(lines)


def _plain(text: bytes) -> str:
    text = re.sub(rb"\\([0-7]{1,3})", lambda found: bytes([int(found[1], 8) & 255]), text)
    text = re.sub(rb"\\(.)", rb"\1", text)
    return text[2:].decode("utf-16-be", errors="replace") if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def _hexadecimal(digits: bytes) -> str:
    bare = re.sub(rb"\s", b"", digits)
    content = bytes.fromhex((bare + b"0" * (len(bare) % 2)).decode("ascii"))
    wide = content.startswith(b"\xfe\xff") or (content[:1] == b"\0" and len(content) > 1)
    return content.removeprefix(b"\xfe\xff").decode("utf-16-be" if wide else "latin-1", errors="replace")
