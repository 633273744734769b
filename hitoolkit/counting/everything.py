"""All that can be said of records before anyone asks for an indicator: what they hold, allow, lack and contradict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts
from hitoolkit.counting.accounts import accounts
from hitoolkit.counting.conditions import GROUPED, from_records, needed
from hitoolkit.counting.contradictions import contradictions
from hitoolkit.counting.look import Look, among, column_lines, group_account, group_lines, read_as
from hitoolkit.counting.plan import INSTEAD, AnyRecords
from hitoolkit.counting.recoded import recoded_lines
from hitoolkit.counting.repeats import repeat_lines
from hitoolkit.counting.report import MUST, line
from hitoolkit.counting.when import date_lines
from hitoolkit.errors import HitoolkitError, InputError

#: How many headings that are not used are named.
NAMED = 20
#: The dimension by which a column of groups is tried where none is asked for.
NATURAL = {
    "imd_decile": "imd_decile",
    "imd_quintile": "imd_quintile",
    "ethnic_code": "ethnic_group",
    "ethnic_code_before_2001": "ethnic_group",
    "sex": "sex",
    "age_group": "age_band",
}
Lines = list[dict[str, Any]]


def everything(look: Look) -> Lines:
    """Lines on every column, dimension and indicator, what was recoded, and what contradicts itself."""
    records = look.records
    _read_at_once(look)
    lines: Lines = []
    for name, column in records.recognised.found.items():
        kind = concepts()[name].kind if name in concepts() else "text"
        if kind in ("number", "code"):
            lines += tried(records, lambda name=name, kind=kind: column_lines(look, name, kind))  # type: ignore[misc]
        elif name in NATURAL and not _passed_over(records, name):
            lines += tried(records, lambda name=name: group_lines(look, NATURAL[name], True))  # type: ignore[misc]
        else:
            lines.append(line("recognised", column.heading, records.rows, read_as(name, column)))
    lines += _to_be_named(records)
    lines += _matched(look) if records.match is not None else []
    lines += recoded_lines(look)
    lines += _not_used(records)
    dimensions, usable = _usable(records, "dimension", list(catalogue.blocks("dimension")),
                                 lambda name: group_lines(look, name))  # fmt: skip
    countable = [name for name, one in catalogue.blocks("indicator").items() if from_records(one)]
    indicators, counted = _usable(
        records, "indicator", countable,
        lambda name: [column_lines(look, *pair) for pair in needed(catalogue.indicator(name))],
    )  # fmt: skip
    for kind, found, able in (("dimension", dimensions, usable), ("indicator", indicators, counted)):
        lines += found
        if not able:
            lines.append(
                line(
                    MUST,
                    "",
                    records.rows,
                    f"No {kind} of the catalogue can be used with these columns.",
                    f"Name one of the columns listed below with --column, or write your own {kind}.",
                )
            )
    lines += tried(records, lambda: accounts(look, counted))
    for name in usable:
        lines += tried(records, lambda name=name: group_account(look, name))  # type: ignore[misc]
    return lines + tried(records, lambda: [*contradictions(look), *date_lines(look), *repeat_lines(look)])


def tried(records: AnyRecords, ask: Callable[[], Lines]) -> Lines:
    """Some lines, or where they cannot be had the reason as one."""
    try:
        return ask()
    except HitoolkitError as error:
        return [line(MUST, "", records.rows, str(error))]


def _read_at_once(look: Look) -> None:
    """Look at all columns of numbers and codes in one query, those that indicators need under another name too."""
    told = look.records.recognised
    pairs = [(name, concepts()[name].kind) for name in told.found if name in concepts()]
    for one in catalogue.blocks("indicator").values():
        pairs += [pair for pair in needed(one) if from_records(one) and not _lacking(look.records, [pair[0]])]
    look.read(dict.fromkeys(pair for pair in pairs if pair[1] in ("number", "code", "id", "text")
                            and (pair[1] != "text" or pair[0] not in concepts())))  # fmt: skip


def _to_be_named(records: AnyRecords) -> Lines:
    lines = []
    for name, several in records.recognised.unclear.items():
        if name == "lsoa" and records.match is not None:
            continue
        headings = ", ".join(column.heading for column in several)
        mend = f'Name the right one where it is needed: columns={{"{name}": "{several[0].heading}"}}.'
        lines.append(line("to be named", headings, records.rows, f"each could be {name}", mend))
    return lines


def _passed_over(records: AnyRecords, name: str) -> bool:
    """Whether another column is used in place of this one: a lookup before tenths, tenths before fifths, ages first."""
    return (
        (records.match is not None and name.startswith("imd"))
        or (name == "imd_quintile" and "imd_decile" in records.columns)
        or (name == "age_group" and "age" in records.columns)
    )


def _usable(records: AnyRecords, kind: str, names: list[str], ask: Any) -> tuple[Lines, list[str]]:
    """What can be used as it stands, told and named, and what not and why."""
    lines, usable = [], []
    for name in names:
        lacking = _lacking(records, _wanted(records, kind, name))
        try:
            if not lacking:
                ask(name)
                usable.append(name)
                lines.append(line(kind, "", records.rows, f"{name}: can be used"))
                continue
            mend = f'columns={{"{lacking}": "HEADING"}}, where a column holds it'
        except HitoolkitError as error:
            mend = str(error)
        why = f"{name}: needs {lacking}" if lacking else f"{name}: not as it stands"
        lines.append(line(f"{kind} not usable", "", records.rows, why, mend))
    return lines, usable


def _wanted(records: AnyRecords, kind: str, name: str) -> list[str]:
    """The columns that a dimension or indicator needs, or that the dimensions need which an indicator asks about."""
    if kind == "indicator":
        pairs = needed(catalogue.indicator(name))
        grouped = [column for group, how in pairs if how == GROUPED for column in _wanted(records, "dimension", group)]
        return grouped + [column for column, how in pairs if how != GROUPED]
    wanted = [catalogue.dimension(name).column]
    if name in ("imd_decile", "imd_quintile") and (records.match is not None or "imd_quintile" in records.columns):
        return []
    return [column for column in wanted if INSTEAD.get(column) not in records.columns]


def _lacking(records: AnyRecords, wanted: list[str]) -> str:
    """The first of some columns that is not in the file, or not clear."""
    for column in wanted:
        try:
            if records.look(column) is None:
                return column
        except InputError:
            concept = concepts()[column]
            return column if column in records.recognised.unclear else concept.source
    return ""


def _not_used(records: AnyRecords) -> Lines:
    """The headings that say nothing to the reader, so that one needed can be named."""
    told = records.recognised
    several = [column for columns in told.unclear.values() for column in columns]
    used = {column.heading for column in [*told.found.values(), *several]} | set(told.personal)
    rest = [heading for heading in told.headings if heading and heading not in used]
    if not rest:
        return []
    shown = ", ".join(rest[:NAMED]) + (f" and {len(rest) - NAMED} more" if len(rest) > NAMED else "")
    mend = 'If one is needed, say what it holds: columns={"concept": "HEADING"}.'
    return [line("not used", "", records.rows, shown, mend)]


def _matched(look: Look) -> Lines:
    """How many records found their small area in the lookup, and why the others did not."""
    match = look.records.match
    reasons: dict[str, list[Any]] = {}
    for value, why in match.name(look.values(match.column)[0], False).reason.items():
        reasons.setdefault(why, []).append(value)
    heading = match.column.heading
    lines = [line("areas matched", heading, match.found.get("", 0), match.how)]
    return lines + [
        line("area not matched", heading, rows, why, where=among(match.column, reasons.get(why, [])))
        for why, rows in match.found.items()
        if why and rows
    ]
