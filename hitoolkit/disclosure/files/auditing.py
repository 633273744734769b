"""audit(): a file or folder searched for what must not leave the house, and a line for each thing found."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from hitoolkit.catalogue import Policy
from hitoolkit.disclosure.files import identifiers, records, small
from hitoolkit.disclosure.files.identifiers import TEST_NUMBER
from hitoolkit.disclosure.files.opening import DEEPEST, embedded, take_apart
from hitoolkit.disclosure.files.pieces import Grid, Piece, Pieces, Text, Unread, names
from hitoolkit.errors import InputError, count_of, readable

COLUMNS = ["file", "where", "kind", "what", "found"]
RECORDS, SMALL, UNREAD = "records", "small count", "not looked into"
MOST_BYTES = 1_000_000_000
#: Kinds by which findings are ordered, the gravest first.
ORDER = [RECORDS, "NHS number", "name of a person", "date of birth", "local number of a patient", "postcode",
         "address of a person", "e-mail address or telephone number", SMALL, UNREAD, TEST_NUMBER]


def audit(path: str | os.PathLike[str], policy: str | None = None, strict: bool = False) -> pd.DataFrame:
    """Search a file or folder for records of people, what points to a person, and counts too small to be shown.

    Takes the path of a file (notebook, HTML, SVG, PNG, JPEG, PDF, PowerPoint, Word, Excel, CSV, text, JSON, TOML, YAML,
    zip, gzip, tar) or of a folder, looked through with all folders and hidden files in it; a rule on small numbers by
    its id (`policy`, default: the one the file says it follows, else the catalogue's); and whether NHS numbers of the
    range kept for tests (999 000 0000 to 999 999 9999) count too (`strict`).

    Returns a frame with a line for each thing found: `file`, `where` in it (a cell, line or slide), `kind`, `what` in
    words without its value, and `found`: False for what is only told, such as numbers of the test range. No line where
    all is well. `kind` is "records" for a table with a row for each person or event, "small count" for a count that the
    rule hides (in a column of counts, a table that hides others, the data of a chart), what points to a person (an NHS
    number, a full postcode, a date of birth under such a heading ...), or "not looked into".

    Method: NHS numbers by their check digit (modulus 11, NHS Data Dictionary) together with the column they stand in,
    since one in eleven of any ten digits passes by chance. Not seen: what is drawn as a picture, names and free text
    without a heading that says so, counts that follow from several others (`protect` sees to those), and records with
    neither a known heading nor a number of their own. Parquet and database files are told as not looked into.
    Raises InputError where there is nothing at that path.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "list.csv"
    ...     _ = file.write_text("site,patients\\nNorth,120\\nSouth,3\\n")
    ...     audit(file)[["file", "where", "kind"]]
           file             where         kind
    0  list.csv  line 3, column 2  small count
    """
    top = Path(path).expanduser()
    if not top.exists():
        raise InputError(f"There is nothing at {readable(str(path))}. Check the path.")
    lines = []
    for file in _files(top):
        name = file.name if file == top else file.relative_to(top).as_posix()
        lines += [{"file": readable(name), **line} for line in _findings(file, name, policy, strict)]
    return pd.DataFrame(lines, columns=COLUMNS).astype({"found": bool})


def _files(top: Path) -> Iterator[Path]:
    if not top.is_dir():
        yield top
        return
    for folder, folders, files in os.walk(top):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(files))


def _findings(file: Path, name: str, policy: str | None, strict: bool) -> list[dict[str, object]]:
    """The lines of one file, those of one kind and one table or text told once with their number."""
    pieces = list(_pieces(file, name))
    texts = [piece.text for piece in pieces if isinstance(piece, Text)]
    cells = [cell for piece in pieces if isinstance(piece, Grid) for row in piece.rows for cell in row if len(cell) > 5]
    rule = small.rule_of([*texts, *cells], policy)
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    said: dict[tuple[str, str], str] = {}
    for piece in pieces:
        if isinstance(piece, Unread):
            seen[(UNREAD, piece.where)].append(piece.where)
            said[(UNREAD, piece.where)] = f"This part was not looked into: {piece.why}."
        elif isinstance(piece, Text):
            for one in identifiers.in_text(piece.text):
                seen[(one.kind, piece.where)].append(piece.where)
            if why := records.size_in(piece.text):
                said[(RECORDS, piece.where)] = f"It shows {why}."
                seen[(RECORDS, piece.where)].append(piece.where)
        else:
            pointing = identifiers.in_table(piece)
            for one in pointing:
                seen[(one.kind, piece.where)].append(piece.at(*one.at))
            if why := records.records_in(piece, pointing):
                said[(RECORDS, piece.where)] = f"It shows {why}."
                seen[(RECORDS, piece.where)].append(piece.where)
            elif rule is not None:
                for at in small.small_counts(piece, rule):
                    seen[(SMALL, piece.where)].append(piece.at(*at))
    order = sorted(seen, key=lambda one: ORDER.index(one[0]))
    return [_line(kind, seen[(kind, where)], said.get((kind, where), ""), rule, strict) for kind, where in order]


def _line(kind: str, places: list[str], said: str, rule: Policy | None, strict: bool) -> dict[str, object]:
    many = len(places)
    if kind == SMALL and rule is not None:
        least, most = max(rule.hide_from, 1), rule.limit
        what = f"It shows {count_of(many, 'count')} from {least} to {most}, too small for the rule on small numbers."
    elif kind == TEST_NUMBER:
        what = f"It shows {count_of(many, 'NHS number')} of the range that is kept for tests (999 000 0000 and on)."
    else:
        what = said or f"It shows what looks like {_a(kind)}{f', in {many:,} places' if many > 1 else ''}."
    return {"where": readable(places[0]), "kind": kind, "what": what, "found": kind != TEST_NUMBER or strict}


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeN" else f"a {kind}"


def _pieces(file: Path, name: str) -> Pieces:
    """Everything in a file, and in the files its texts carry."""
    try:
        size = file.stat().st_size if file.is_file() else -1
        content = file.read_bytes() if 0 <= size <= MOST_BYTES else b""
    except OSError as fault:
        yield Unread("", f"it cannot be opened ({(fault.strerror or 'the system refused').lower()})")
        return
    yield from names(name, "its name")
    if size > MOST_BYTES or size < 0:
        yield Unread("", "it is too large" if size > 0 else "it is no file that can be opened")
        return
    yield from _opened(content, file.name, "", 0)


def _opened(content: bytes, name: str, where: str, deep: int) -> Iterator[Piece]:
    for piece in take_apart(content, name, where, deep):
        if not isinstance(piece, Text):
            yield piece
            continue
        text, carried = embedded(piece)
        yield Text(piece.where, text)
        for inner, called, place in carried if deep < DEEPEST else []:
            yield from _opened(inner, called, place, deep + 1)
