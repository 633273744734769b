"""What goes with exported tables in words: what they are, from where and when, by which rule, and what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import in_every, lower_first, period_text, policy_text, rows_text, upper_first
from hitoolkit.errors import count_of
from hitoolkit.table import COUNTS, WHOLE

Line = tuple[str, str]
HEADINGS: Line = ("About", "Note")
WHOLE_PLACE = "All (everything in the file together)"


@dataclass(frozen=True)
class Notes:
    """The notes of one export: on the whole, on each table, on each column."""

    title: str
    made: datetime.date
    whole: tuple[Line, ...]
    tables: tuple[tuple[Line, ...], ...]
    columns: tuple[Line, ...]

    def lines(self, names: Sequence[str]) -> list[Line]:
        """All notes, a term and a text each, with the name that each table has in the file."""
        found = [HEADINGS, ("Title", self.title), *self.whole]
        for name, lines in zip(names, self.tables, strict=True):
            found += [("Table", name), *lines]
        return [*found, *((f"Column {name}", text) for name, text in self.columns)]

    def text(self, names: Sequence[str]) -> str:
        """All notes as plain text."""
        return "".join(f"{term}: {text}\r\n" for term, text in self.lines(names)[1:])


def notes_on(
    tables: Sequence[pd.DataFrame], about: Sequence[Sequence[Line]], columns: dict[str, str], more: Sequence[Line] = ()
) -> Notes:
    """The notes of an export of some tables.

    Takes the tables, what is to be said of each sheet (`about_table`, `about_measures`), what each column means, and
    further lines on the whole.
    """
    made = datetime.date.today()
    names = _each([catalogue.indicator(name).name for table in tables for name in table["indicator"]])
    whole: list[Line] = [("Made", f"with hitoolkit on {period_text(made.isoformat())}.")]
    if any(catalogue.source(name).synthetic for table in tables for name in table["source"].unique() if name):
        whole.append(("Synthetic data", "These figures are made up for teaching. They are about nobody."))
    whole.append(("Sharing", "Please pass these figures on with their notes. A gap shows where to look, and not why."))
    return Notes("; ".join(names), made, (*whole, *more), tuple(map(tuple, about)), tuple(columns.items()))


def about_table(table: pd.DataFrame) -> list[Line]:
    """What one table is, in words."""
    said: list[Line] = []
    for name in _each(table["indicator"]):
        block = catalogue.indicator(name)
        what = f"{block.name} ({name}), {in_every(block) or 'as a number'}."
        if block.counted and block.denominator != "denominator":
            what += f" {upper_first(block.numerator)}, out of {block.denominator}."
        better = {"lower": " Lower is better.", "higher": " Higher is better."}.get(block.better, "")
        said.append(("Measured", f"{what}{better}"))
    for name in _each(table["dimension"]):
        editions = _each(table.loc[table["dimension"] == name, "edition"])
        block_of = catalogue.dimension(name)
        order = " Groups run from the most to the least disadvantaged." if block_of.ordered else ""
        said.append(("Grouped by", f"{block_of.name} ({name}). Edition: {', '.join(editions)}.{order}"))
    places = [WHOLE_PLACE if place == WHOLE else place for place in _each(table["area"])]
    said.append(("Place", ", ".join(places)))
    said.append(("Period", ", ".join(_each(table["period"]))))
    sources = [catalogue.source(name).name if name else "not stated" for name in _each(table["source"])]
    said.append(("Source", "; ".join(sources)))
    said.append(("Small numbers", _rule(table)))
    if note := str(table.attrs.get("note", "")):
        said.append(("Adjusted", note))
    if table[["lower", "upper"]].notna().any(axis=None):
        said.append(("Ranges", f"{100 * float(table.attrs.get('confidence', 0.95)):g}% plausible ranges."))
    return said + _missing(table)


def about_measures(found: pd.DataFrame) -> list[Line]:
    """What a table of measures is, in words."""
    return [
        ("Measures", f"{', '.join(_each(found['measure']))}: how unequal the groups of the tables here are."),
        ("Direction", "A positive difference and a ratio above 1 mean that the disadvantaged are worse off."),
    ]


def _rule(table: pd.DataFrame) -> str:
    given = [catalogue.source(name) for name in table["source"].unique() if name]
    hidden = int((table["flag"].eq("suppressed") & table[[*COUNTS, "value"]].isna().any(axis=1)).sum())
    nothing = "Nothing was hidden here." if not hidden else f"{count_of(hidden, 'row')} hidden here."
    if table.attrs.get("policy"):
        return f"{policy_text(catalogue.policy(table.attrs['policy']))}, before anything is worked out. {nothing}"
    if given and all(source.protected for source in given):
        return f"As published: whoever published these figures had already protected them. {nothing}"
    if given and all(source.synthetic for source in given):
        return f"No rule was needed: no figure here is about real people. {nothing}"
    return f"No count here is small enough to be hidden. {nothing}"


def _missing(table: pd.DataFrame) -> list[Line]:
    """Records that are in no figure, and those in Not known, each with the reason; numbers only under the rule."""
    names, ways = set(table["indicator"]), set(table["dimension"])
    said: list[Line] = []
    for entry in table.attrs.get("ledger", []):
        if entry.get("indicator") in names and entry.get("rows") != 0:
            said.append(("Left out", f"{catalogue.indicator(entry['indicator']).name}: {_told(entry, table)}"))
    for entry in table.attrs.get("not_known", []):
        if entry.get("indicator") in names and entry.get("dimension") in ways and entry.get("rows") != 0:
            way = lower_first(catalogue.dimension(entry["dimension"]).name)
            what = f"{catalogue.indicator(entry['indicator']).name}, by {way}"
            said.append((str(entry.get("group", "Not known")), f"{what}: {_told(entry, table)}"))
    reasons = [entry for entry in table.attrs.get("reasons", []) if entry.get("indicator") in names]
    said += [("No figure", str(entry["reason"])) for entry in reasons if entry.get("reason")]
    return list(dict.fromkeys(said))


def _told(entry: dict[str, object], table: pd.DataFrame) -> str:
    rows, why = entry.get("rows"), entry.get("plain") or entry["reason"]
    if not table.attrs.get("policy") or not isinstance(rows, int | float) or rows != rows:
        return f"{why} (number not shown)."
    return f"{why} ({rows_text(int(rows))} records)."


def _each(texts: pd.Series | list[str]) -> list[str]:
    return [text for text in dict.fromkeys(map(str, texts)) if text]
