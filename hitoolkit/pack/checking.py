"""What was understood of a file, laid out for somebody who has never seen a line of code."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import Any

import pandas as pd

import hitoolkit as hi
from hitoolkit.errors import count_of, readable

#: Lines of the report under each heading, in the order they are read.
SECTIONS = {
    "Must be mended": ("must be mended",),
    "Take care": ("warning",),
    "Contradictions (told, not resolved)": ("contradiction",),
    "Recognised": ("recognised", "areas matched"),
    "To be named": ("to be named",),
    "Read as": ("recoded",),
    "Not read, or without a group": ("not read", "blank", "no group", "area not matched"),
    "Not used": ("not used",),
    "Note": ("note",),
}
#: What of the rows read is used, and what not: by indicator or dimension, or for a table as a whole.
LEDGER = {
    "Rows used and left out, by indicator": ("used", "left out"),
    "Rows with a group and without, by dimension": ("grouped", "without a group"),
}
#: How many periods or editions are named.
NAMED = 12
#: Dimensions in the order they are offered.
FIRST = ("imd_quintile", "imd_decile", "ethnic_group")
BOTH_FORMS = re.compile(r'\b\w{1,30}=(?:\{[^}]*\}|\[[^\]]*\]|"[^"]*") \(on the command line: (.+?)\)(?=[\s.;,:]|$)')
PYTHON_FORM = re.compile(r'columns=\{"([^"]+)": "([^"]+)"\}')
NEEDS = re.compile(r"^(\S+): needs (\S+)$")


def check_file(source: Any, options: dict[str, Any], constants: dict[str, Any], run: str = "") -> tuple[bool, str]:
    """Open a file and say what was understood of it, as text to print.

    Takes the file (or a sample's name), the options and constants of `open_data`, and the command that would run a
    notebook on this file with these options, to be shown with an indicator and a dimension that fit.
    Returns whether the file can be used as it stands, and the text: columns, counts of rows and reasons, never a value.
    Raises InputError where the file cannot be opened at all.
    """
    opened = hi.open_data(source, **options, **constants)
    report = hi.check_records(opened)
    counted = isinstance(opened, pd.DataFrame)
    name = str(source).replace("\\", "/").rstrip("/").split("/")[-1]
    rows = int(report.loc[report["what"] == "rows read", "rows"].max())
    kind = "a table that is already counted" if counted else "records, one row for each person or event"
    parts = [f"{name}: {kind}. {count_of(rows, 'row')}."]
    for heading, kinds in SECTIONS.items():
        lines = report[report["what"].isin(kinds)]
        if len(lines):
            parts.append("\n".join([heading, *_told(lines, rows)]))
    for heading, (used, left) in LEDGER.items():
        if lines := _ledger(report[report["what"].isin([used, left])], used, rows):
            parts.append("\n".join([heading, *lines]))
    if counted:
        pairs = _pairs(opened)
        parts.insert(1, "\n".join(["Holds", *(f"  {one} by {', '.join(by)}" for one, by in pairs.items())]))
        parts[2:2] = _held(report)
    else:
        pairs = {one: _names(report, "dimension") for one in _names(report, "indicator")}
        parts += _could_be(report)
    usable = bool(report.attrs.get("usable", True))
    if not usable:
        parts.append("Mend what is said above, then check the file again.")
    elif run and pairs:
        parts.append(f"Next, for pages to read:\n  {run}{_wanted(pairs)} --to out")
    return usable, readable("\n\n".join(parts))


def command_form(text: str) -> str:
    """Say as an option of the command line what a message says as Python.

    >>> command_form('Name it: columns={"imd_decile": "IMD Decile"}.')
    'Name it: --column "imd_decile=IMD Decile".'
    >>> command_form('Give one: sheet="May" (on the command line: --sheet May).')
    'Give one: --sheet May.'
    """
    text = BOTH_FORMS.sub(r"\1", text)
    return PYTHON_FORM.sub(lambda found: "--column " + _quoted(f"{found[1]}={found[2]}"), text)


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[^\w=./-]", text) else text


def _told(lines: pd.DataFrame, rows: int) -> list[str]:
    """Lines of one section: the column, what was said of it, and what to do."""
    wide = min(max(len(str(column)) for column in lines["column"]), 30)
    told: list[list[str]] = []
    for line in lines.to_dict("records"):
        part = line["rows"] not in (0, rows) and line["what"] != "must be mended"
        said = f"{line['why']} [{_rows(line)}]" if part or line["what"] == "contradiction" else str(line["why"])
        if line["mend"]:
            said = f"{said.rstrip('.')}. {line['mend']}"
        block = _wrap(command_form(said), f"  {line['column']:{wide}}  " if wide else "  ")
        told += [block] * (block not in told)
    return [one for block in told for one in block]


def _rows(line: dict[Any, Any]) -> str:
    """How many rows, and where the first of them is."""
    first = "" if pd.isna(line["first"]) else f"row {line['first']}"
    if not first:
        return count_of(line["rows"], "row")
    return first if line["rows"] == 1 else f"{count_of(line['rows'], 'row')}, first: {first}"


def _ledger(lines: pd.DataFrame, used: str, rows: int) -> list[str]:
    """For each indicator or dimension the rows used, and why the others are not; together they are those read."""
    told: list[str] = []
    wide = max((len(name) for name in lines["column"]), default=0)
    for name, some in lines.groupby("column", sort=False):
        kept = int(some.loc[some["what"] == used, "rows"].sum())
        left = some[some["what"] != used].to_dict("records")
        words = {"used": ("used", "left out"), "grouped": ("with a group", "without")}[used]
        said = f"{kept:,} {words[0]} + {rows - kept:,} {words[1]} = {rows:,} read"
        lead = f"  {name:{wide}}  " if wide else "  "
        told += _wrap(said, lead)
        for line in left:
            told += _wrap(f"{line['why']} [{_rows(line)}]", " " * (len(lead) + 2))
    return told


def _held(report: pd.DataFrame) -> list[str]:
    """The periods and editions of a counted table."""
    lines = report[report["what"] == "holds"]
    said = {name: list(lines.loc[lines["column"] == name, "why"]) for name in ("period", "edition")}
    told = [f"{name}s: {', '.join(some[:NAMED])}" + (f" and {len(some) - NAMED} more" if len(some) > NAMED else "")
            for name, some in said.items() if some]  # fmt: skip
    return ["\n".join(line for one in told for line in _wrap(one[0].upper() + one[1:], ""))] if told else []


def _pairs(table: pd.DataFrame) -> dict[str, list[str]]:
    """Each indicator of a counted table, with the dimensions it is given by."""
    found: dict[str, list[str]] = {}
    for one, by in table[["indicator", "dimension"]].drop_duplicates().itertuples(index=False):
        found.setdefault(one, []).append(by)
    return found


def _names(report: pd.DataFrame, kind: str) -> list[str]:
    return [why.split(":")[0] for why in report.loc[report["what"] == kind, "why"]]


def _could_be(report: pd.DataFrame) -> list[str]:
    """What the columns allow, and what they would allow with one more column."""
    parts = []
    for kind, heading in (("indicator", "Can be counted"), ("dimension", "People can be grouped by")):
        if names := _names(report, kind):
            parts.append("\n".join([heading, *_wrap(", ".join(names), "  ")]))
    lacking: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    groups = {str(why).split(":")[0] for why in report.loc[report["what"] == "dimension not usable", "why"]}
    for line in report[report["what"].isin(["indicator not usable", "dimension not usable"])].itertuples():
        if found := NEEDS.match(str(line.why)):
            lacking.setdefault(found[2], []).append(found[1])
        else:
            other.setdefault(command_form(str(line.mend)), []).append(str(line.why).split(":")[0])
    if lacking:
        lines = [line for column, names in lacking.items() for line in _wrap(_would(column, names, groups), "  ")]
        parts.append("\n".join(["With one more column (name it with --column NAME=HEADING)", *lines]))
    if other:
        lines = [line for why, names in other.items() for line in _wrap(f"{', '.join(names)}: {why}", "  ")]
        parts.append("\n".join(["Not as it stands", *lines]))
    return parts


def _would(column: str, names: list[str], groups: set[str]) -> str:
    """What a column would allow: groups are things to group by, the others are indicators."""
    lookup = " (or small areas, with a lookup: --imd FILE)" if column == "imd_decile" else ""
    by, counted = [one for one in names if one in groups], [one for one in names if one not in groups]
    told = [f"to group by {' or '.join(by)}"] * bool(by) + [f"for {', '.join(counted)}"] * bool(counted)
    return f"{column}{lookup}, {', and '.join(told)}"


def _wanted(pairs: dict[str, list[str]]) -> str:
    """An indicator and a dimension that go together, deprivation first, as options."""
    for by in FIRST:
        for one, several in pairs.items():
            if by in several:
                return f" -p indicator={one} -p dimension={by}"
    one, several = next(iter(pairs.items()))
    return f" -p indicator={one}" + (f" -p dimension={several[0]}" if several else "")


def _wrap(text: str, lead: str) -> list[str]:
    wide = min(max(shutil.get_terminal_size((100, 24)).columns, 50), 110)
    later = " " * (len(lead) if lead.strip() else len(lead) + 2)
    return textwrap.wrap(
        text, wide, initial_indent=lead, subsequent_indent=later, break_on_hyphens=False, break_long_words=False
    )
