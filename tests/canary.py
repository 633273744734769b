"""Canaries: values that stand nowhere else, planted in records, and a search for them in every byte of a folder."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

import hitoolkit as hi

SAMPLES = Path(hi.__file__).parents[1] / "data" / "samples"
#: What every planted text begins with; what nobody writes by chance.
MARK = "zqcanary"
#: The folder that the records lie in is nobody's business either.
WARD = "ward of Zqcanary Quillfeather"
#: How often packed parts inside packed parts are opened.
DEEPEST = 4
PACKED = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
CODED = re.compile(rb"base64,([A-Za-z0-9+/=\s]{16,})|\"([A-Za-z0-9+/]{60,}={0,2})\"")


def planted(sample: str, people: int) -> pd.DataFrame:
    """The first rows of a sample with a value of its own for every person in ten columns, and odd codes in the others.

    Whom a column is about stands in each of its values; no number of people is a multiple of five.
    """
    rng = np.random.default_rng(11)
    rows = pd.read_csv(SAMPLES / f"{sample}.csv", dtype=str).sample(people, random_state=11).reset_index(drop=True)
    number = [f"{at:06d}" for at in range(people)]
    born = pd.Timestamp("1871-01-01") + pd.to_timedelta(np.arange(people), unit="D")  # of nobody alive
    extra = {
        "NHS Number": [f"9990{one}" for one in number], "Surname": [f"{MARK}surname{one}" for one in number],
        f"Patient {MARK.title()} Heading": "x", "postcode": [f"ZQ{at % 9 + 1} {at % 9}XJ" for at in range(people)],
        "Date of birth": born.strftime("%d/%m/%Y"), "MRN": [f"ZQ77{one}" for one in number],
        "email": [f"{MARK}{one}@example.org" for one in number], "notes": [f"{MARK} notes {one}" for one in number],
        "GP": [f"{MARK} surgery {at % 3}" for at in range(people)], "score": rng.random(people).round(12),
    }
    planted_ = rows.assign(**extra)
    for name in rows.columns:  # a slip of the pen in every column that is used, one row each
        at = int(rng.integers(people))
        if not re.fullmatch(r"-?\d+(\.\d+)?", str(rows[name].dropna().iloc[0])):
            planted_.loc[at, name] = f"{MARK}{name}"
    return planted_


def secrets(records: pd.DataFrame) -> list[str]:
    """Values to look for: the mark itself, and those planted values that hold no mark."""
    few = [*records["score"].astype(str).str[:10].head(50), *records["Date of birth"].head(50)]
    return [MARK, "ZQ77", "9990000", *few, *records["postcode"].head(9)]


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder by name, and every packed or coded part inside one, as plain bytes."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield from _parts(file.relative_to(folder).as_posix(), file.read_bytes(), 0)
        yield "names", file.name.encode()


def _parts(name: str, content: bytes, deep: int) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if deep > DEEPEST:
        return
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for inner in book.namelist():
                yield from _parts(f"{name}/{inner}", book.read(inner), deep + 1)
    if content.startswith(b"\x1f\x8b"):
        yield from _parts(f"{name}/unpacked", gzip.decompress(content), deep + 1)
    if content.startswith(b"\x89PNG"):
        for at in [found.start() for found in re.finditer(rb"zTXt|iTXt", content)]:
            for start in range(at, min(at + 200, len(content))):
                if content[start : start + 1] == b"\x78":
                    yield from _inflated(name, content[start:], deep)
    for packed in PACKED.finditer(content):
        yield from _inflated(name, packed[1], deep)
    for coded in CODED.finditer(content):
        try:
            yield from _parts(f"{name}/coded", base64.b64decode(coded[1] or coded[2]), deep + 1)
        except ValueError:
            continue


def _inflated(name: str, packed: bytes, deep: int) -> Iterator[tuple[str, bytes]]:
    try:
        yield from _parts(f"{name}/inflated", zlib.decompressobj().decompress(packed), deep + 1)
    except zlib.error:
        return


def found_in(name: str, content: bytes, values: list[str]) -> list[str]:
    """Which values stand in some bytes, in any of the ways in which a text can be written down."""
    text = content.decode("utf-8", errors="ignore")
    wide = content.decode("utf-16-le", errors="ignore")
    said = [one.lower() for one in (text, html.unescape(text), wide, text.replace("\xa0", " "))]
    if "\\u" in text:
        said.append(re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), said[0]))
    forms = {value: {value.lower(), html.escape(value).lower(), json.dumps(value)[1:-1].lower(),
                     base64.b64encode(value.encode())[:-4].decode().lower() if len(value) > 7 else value.lower()}
             for value in values}
    hit = [value for value, written in forms.items() if any(one in part for one in written for part in said)]
    return [f"{name}: {value}" for value in hit]


def leaks(folder: Path, values: list[str]) -> list[str]:
    """Every canary that got into a folder, with the file it sings in."""
    return [one for name, content in contents(folder) for one in found_in(name, content, values)]
