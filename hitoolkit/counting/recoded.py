"""Which codes of a file were read as which: `Smoker` as smoker, 7001 as age 0, `02` as 2; never any other value."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.counting.conditions import alias
from hitoolkit.counting.look import Look, among
from hitoolkit.counting.plan import plain_values
from hitoolkit.counting.report import line
from hitoolkit.errors import HitoolkitError
from hitoolkit.groups import NOT_KNOWN, raw_text
from hitoolkit.groups.echo import may_be_told
from hitoolkit.groups.ethnicity import name_ethnic
from hitoolkit.groups.imd import name_deciles, name_quintiles
from hitoolkit.groups.sex import name_sex

#: More ways to write codes than these in one column are not told one by one.
MOST = 30
#: Columns of groups whose codes are short, and what names them.
NAMED = {
    "imd_decile": lambda values: name_deciles(values, ""),
    "imd_quintile": lambda values: name_quintiles(values, ""),
    "sex": name_sex,
}
Pairs = list[tuple[Any, str, int]]


def recoded_lines(look: Look, names: list[str] | None = None) -> list[dict[str, Any]]:
    """One line for each code that stands in a file in another form than it is counted by, and how it was read.

    Of the recognised columns, or of those named alone.
    """
    lines: list[dict[str, Any]] = []
    for name, column in look.records.recognised.found.items():
        if names is not None and name not in names:
            continue
        concept = concepts().get(name)
        try:
            if concept is not None and (concept.kind == "code" or concept.recode):
                lines += _lines(column, _coded(look, name, column, concept))
            elif name in NAMED or name == "ethnic_code":
                lines += _lines(column, _grouped(look, name, column))
        except HitoolkitError:
            # Said where the column itself is looked at.
            continue
    return lines


def _lines(column: Any, pairs: Pairs) -> list[dict[str, Any]]:
    pairs = sorted(pairs, key=lambda pair: (-pair[2], str(pair[0])))
    told = [pair for pair in pairs if may_be_told(column.concept, pair[0])][:MOST]
    lines = [
        line("recoded", column.heading, rows, f"{_quoted(value)} -> {code}", where=among(column, [value]))
        for value, code, rows in told
    ]
    others = sum(rows for _, _, rows in pairs) - sum(rows for _, _, rows in told)
    if others:
        lines.append(line("recoded", column.heading, others, "other ways to write its codes"))
    return lines


def _coded(look: Look, name: str, column: Any, concept: Any) -> Pairs:
    """The cells of a code, or codes among numbers, that stand for another one; grouped in the engine."""
    read = alias(name, concept.kind)
    frame: Any = nw.from_native(look.records.relation({read: (column, concept.kind), "raw": (column, "raw")}))
    if concept.kind == "code":
        text = nw.col("raw").cast(nw.String)
        blank = (nw.col(f"{read} state") == 0) & ~nw.col("raw").is_null()
        frame = frame.filter(((nw.col(f"{read} state") == 1) & (text != nw.col(read))) | blank)
    else:
        codes = [form for code in concept.recode for form in (code, f"{code}.0")]
        frame = frame.filter(nw.col("raw").cast(nw.String).is_in(codes))
    found = look.records.collect(frame.group_by("raw", read).agg(rows=nw.len()).head(10_000))
    pairs: Pairs = []
    for value, code, rows in zip(plain_values(found["raw"]), plain_values(found[read]), found["rows"], strict=True):
        said = raw_text(code)
        unlike = said != str(value) and not (isinstance(value, int | float) and raw_text(value) == said)
        # That a blank is a blank needs no saying; that `unknown` or 9999 is one does.
        if unlike and (said or heading_key(raw_text(value)) in concept.recode):
            pairs.append((value, said or "blank", int(rows)))
    return pairs


def _grouped(look: Look, name: str, column: Any) -> Pairs:
    values, rows = look.values(column)
    if name == "ethnic_code":
        naming = name_ethnic(values, categories=True)
        if naming.refused:
            naming = name_ethnic(values)
    else:
        naming = NAMED[name](values)
    return [
        (value, naming.group[value], some)
        for value, some in zip(values, rows, strict=True)
        if naming.group.get(value, NOT_KNOWN) != NOT_KNOWN and _unlike(value, naming.group[value])
    ]


def _unlike(value: Any, group: str) -> bool:
    return raw_text(value) != group if isinstance(value, int | float) else str(value) != group


def _quoted(value: Any) -> str:
    """A code as it stands; one with spaces around it in quotation marks, so that they are seen."""
    if not isinstance(value, str):
        return raw_text(value)
    return f'"{value}"' if value != value.strip() else value
