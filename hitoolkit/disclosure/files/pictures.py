"""PNG, JPEG, GIF, TIFF and WebP: what is written beside the picture. What is drawn in it is not looked at."""

from __future__ import annotations

import re
import zlib

from hitoolkit.disclosure.files.pieces import Pieces, Text, Unread, within

#: Texts in bytes whose layout is not followed: letters in a row, one or two bytes each.
LETTERS = re.compile(rb"[\x20-\x7e]{5,}")
WIDE_LETTERS = re.compile(rb"(?:[\x20-\x7e]\x00){5,}")
MOST_INFLATED = 50_000_000


def read_png(content: bytes, where: str) -> Pieces:
    """The texts of a PNG: tEXt, zTXt and iTXt, its EXIF, and what stands after its end."""
    at = 8
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        part = content[at + 8 : at + 8 + size]
        inner = within(where, f"part {kind.decode('latin-1')}" if kind.isalpha() else "an unknown part")
        at += 12 + size
        if kind == b"tEXt":
            yield Text(inner, part.replace(b"\0", b"\n").decode("latin-1"))
        elif kind in (b"zTXt", b"iTXt"):
            yield from _packed(kind, part, inner)
        elif kind == b"IEND":
            yield from letters(content[at:], within(where, "after its end"))
            return
        elif kind not in (b"IHDR", b"IDAT", b"PLTE", b"iCCP"):
            yield from letters(part, inner)
    yield Unread(where, "the picture is cut short")


def _packed(kind: bytes, part: bytes, where: str) -> Pieces:
    keyword, _, rest = part.partition(b"\0")
    yield Text(where, keyword.decode("latin-1"))
    if kind == b"zTXt":
        yield from inflated(rest[1:], where)
        return
    packed, tail = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    yield Text(where, b"\n".join(tail[:2]).decode("utf-8", errors="replace"))
    if packed:
        yield from inflated(tail[-1], where)
    else:
        yield Text(where, tail[-1].decode("utf-8", errors="replace"))


def inflated(packed: bytes, where: str) -> Pieces:
    """The text in packed bytes."""
    machine = zlib.decompressobj()
    try:
        text = machine.decompress(packed, MOST_INFLATED)
    except zlib.error:
        yield Unread(where, "a packed text cannot be unpacked")
        return
    if machine.unconsumed_tail:
        yield Unread(where, "a packed text is too large to be unpacked")
    yield Text(where, text.decode("utf-8", errors="replace"))


def read_jpeg(content: bytes, where: str) -> Pieces:
    """The texts of a JPEG: its comments, EXIF, XMP and IPTC, and what stands after its end."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xDA:
            break
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        if kind == 0xFE or 0xE0 <= kind <= 0xEF:
            yield from letters(content[at + 4 : at + 2 + size], within(where, "what is written beside the picture"))
        at += 2 + size
    end = content.rfind(b"\xff\xd9")
    yield from letters(content[end + 2 :] if end > 0 else b"", within(where, "after its end"))


def letters(content: bytes, where: str) -> Pieces:
    """Whatever reads as text in some bytes."""
    for found in LETTERS.finditer(content):
        yield Text(where, found.group().decode("ascii"))
    for found in WIDE_LETTERS.finditer(content):
        yield Text(where, found.group().decode("utf-16-le"))
