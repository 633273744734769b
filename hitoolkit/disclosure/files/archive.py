"""Packed files: zip (and the office files that are zips), gzip and tar, each within limits on size."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib

from hitoolkit.disclosure.files import office, workbook
from hitoolkit.disclosure.files.pieces import Pieces, Text, Unread, names, within

#: More than this unpacked, in one part or all together, is not looked into.
MOST_BYTES = 300_000_000
OFFICE = ("word/", "ppt/", "xl/")


class TooLarge(ValueError):
    """A part that unpacks to more than is looked into."""


def read_zip(content: bytes, where: str, deep: int) -> Pieces:
    """A zip: an office file part by part, any other file by file."""
    from hitoolkit.disclosure.files.opening import take_apart

    left = MOST_BYTES

    def read(name: str) -> bytes:
        nonlocal left
        with book.open(name) as stream:
            part = stream.read(left + 1)
        if len(part) > left:
            raise TooLarge
        left -= len(part)
        return part

    try:
        book = zipfile.ZipFile(io.BytesIO(content))
        inside = book.namelist()
        is_office = any(name.startswith(OFFICE) for name in inside) or "content.xml" in inside
        if any(name.startswith("xl/") for name in inside):
            yield from workbook.read_workbook(book, where, read)
        for entry in book.infolist():
            name = entry.filename
            yield from names(name, within(where, "a name in it"))
            if entry.is_dir():
                continue
            if entry.flag_bits & 1:
                yield Unread(within(where, _entry(name)), "it is locked with a password")
            elif is_office and name.endswith(".rels"):
                yield from office.links(read(name), where)
            elif is_office and name.endswith((".xml", ".vml")):
                if not name.startswith(("xl/", "[")) and name.endswith(".xml"):
                    yield from office.read_part(name, read(name), where)
            elif is_office and name.endswith((".fntdata", ".odttf", ".emf", ".wmf")):
                continue
            else:
                yield from take_apart(read(name), name, within(where, _entry(name)), deep + 1)
        if book.comment:
            yield Text(within(where, "comment"), book.comment.decode("utf-8", errors="replace"))
    except TooLarge:
        yield Unread(where, "it unpacks to more than can be looked into")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, SyntaxError):
        yield Unread(where, "it is damaged, or packed in a way that is not followed here")


def read_gzip(content: bytes, name: str, where: str, deep: int) -> Pieces:
    from hitoolkit.disclosure.files.opening import take_apart

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            inside = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        yield Unread(where, "it is damaged, or packed in a way that is not followed here")
        return
    if len(inside) > MOST_BYTES:
        yield Unread(where, "it unpacks to more than can be looked into")
        return
    yield from take_apart(inside, name.removesuffix(".gz").removesuffix(".svgz") or "packed", where, deep + 1)


def read_tar(content: bytes, where: str, deep: int) -> Pieces:
    from hitoolkit.disclosure.files.opening import take_apart

    left = MOST_BYTES
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as book:
            for entry in book:
                yield from names(entry.name, within(where, "a name in it"))
                stream = book.extractfile(entry) if entry.isfile() else None
                if stream is None:
                    continue
                if entry.size > left:
                    yield Unread(within(where, _entry(entry.name)), "it unpacks to more than can be looked into")
                    return
                left -= entry.size
                yield from take_apart(stream.read(), entry.name, within(where, _entry(entry.name)), deep + 1)
    except (tarfile.TarError, OSError, EOFError, zlib.error):
        yield Unread(where, "it is damaged, or packed in a way that is not followed here")


def _entry(name: str) -> str:
    return f"file {name.replace(chr(92), '/').rsplit('/', 1)[-1]}"
