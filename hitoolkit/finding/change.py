"""Findings of a change: how the gap moved both ways, how sure that is, and who moved; never what made it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from hitoolkit.errors import InputError
from hitoolkit.finding import change_sizes, change_words
from hitoolkit.finding.compare import Comparison, Size
from hitoolkit.finding.method import limits, method, sources
from hitoolkit.finding.missing import missing
from hitoolkit.finding.model import Finding
from hitoolkit.finding.pairs import SAME, mixed_editions, voice_of
from hitoolkit.measures import refuse_foreign_change
from hitoolkit.measures.moved import Move, Shift, moves, shifts
from hitoolkit.measures.periods import in_words
from hitoolkit.table import KEY

#: The columns that only `change` gives.
SIDES = ("first", "second", "elsewhere")
BETWEEN = ("period", "area", "stratum")
#: Where the group stands in the key of a move.
GROUP = [name for name in KEY if name != "period"].index("group")
NONE = {name: Shift(name) for name in ("gap", "ratio")}


@dataclass(frozen=True)
class Changed:
    """One gap at two times (or in two areas, or strata): the later comparison, how it moved, and who moved."""

    one: Comparison
    both: pd.DataFrame
    column: str
    first: str
    second: str
    gap: Shift
    ratio: Shift
    moved: dict[str, Move]
    elsewhere: str = ""
    number: int = 1

    def said(self, label: str) -> str:
        """One of the two sides as it stands inside a sentence."""
        if self.column == "period":
            return in_words(self.first, self.second)[label]
        return label

    @property
    def certainty(self) -> str:
        """clear, cannot_tell, too_few, not_comparable or no_range, from the range of the change of the difference."""
        if self.gap.flag in ("suppressed", "few_cases"):
            return "too_few"
        if not self.gap.known:
            return "not_comparable"
        if not self.gap.ranged:
            return "no_range"
        return "clear" if self.gap.clear else "cannot_tell"


def is_change(measures: pd.DataFrame | None) -> bool:
    """Whether measures are what `change` returned."""
    return measures is not None and set(SIDES) <= set(measures)


def changed_findings(table: pd.DataFrame, measures: pd.DataFrame) -> list[Finding]:
    """The findings of a checked table with two sides; the clearest of each set of groups first."""
    made: list[Finding] = []
    for found in _changes(table, measures):
        rank = ["clear", "no_range", "cannot_tell", "not_comparable", "too_few"]
        ordered = sorted(found, key=lambda item: (rank.index(item.certainty),
                                                  -abs(item.gap.value) if item.gap.known else 0.0))
        compared = sum(item.certainty in ("clear", "cannot_tell") for item in ordered)
        made += [_finding(replace(item, number=compared), table) for item in ordered]
    return made


def _finding(item: Changed, table: pd.DataFrame) -> Finding:
    one = item.one
    entries = missing(one, one.rows)
    known = [entry for entry in entries if entry["known"] is not None]
    worst = max(known, key=lambda entry: 1 - entry["known"], default=None)
    return Finding(
        headline=change_words.headline(item), certainty=item.certainty, difference=change_sizes.difference(item),
        ratio=change_sizes.ratio(item), sure=change_words.sure(item),
        missing=[{name: entry[name] for name in ("title", "known", "text")} for entry in entries], leaves="",
        limits=change_words.limits(limits(one)), about="change",
        method=change_words.method(item, method(replace(one, rows=item.both))),
        indicator=one.key["indicator"], dimension=one.key["dimension"], area=one.key["area"],
        period=one.key["period"], stratum=one.key["stratum"],
        synthetic=change_sizes.synthetic(table), source=sources(one.rows).rstrip("."), group=one.group,
        theme=one.voice.indicator.theme, groups=len(one.voice.dimension.groups) or item.number,
        share_unknown=1 - worst["known"] if worst else 0.0, unknown_of=worst["of"] if worst else "",
        edition=one.key["edition"],
    )


def _changes(table: pd.DataFrame, measures: pd.DataFrame) -> Iterator[list[Changed]]:
    column, pairs = _sides(table, measures)
    mixed = mixed_editions(table)
    for key, rows in measures.groupby(SAME, sort=False):
        named = dict(zip(SAME, map(str, key), strict=True))
        first, second = pairs[named[column]]
        same = {name: text for name, text in named.items() if name != column}
        here = table[(table[list(same)] == pd.Series(same)).all(axis=1) & ~mixed]
        later = here[here[column] == second]
        if later.empty:
            continue
        later.attrs = dict(table.attrs)
        refuse_foreign_change(rows, table, column, first, second)
        moved = moves(here, first, second) if column == "period" else {}
        sides = here[here[column].isin([first, second])]
        sides.attrs = dict(table.attrs)
        by_group = {key[GROUP]: move for key, move in moved.items()}
        made = []
        for (group, reference), found in shifts(rows).items():
            gap, ratio = (found.get(name, NONE[name]) for name in ("gap", "ratio"))
            one = Comparison(voice_of(sides), later, named, group, reference, _size(gap), _size(ratio))
            made.append(Changed(one, sides, column, first, second, gap, ratio, by_group, _elsewhere(rows)))
        yield made


def _size(shift: Shift) -> Size:
    """The gap on the second side, as far as the change tells it."""
    return Size(shift.second, reason=shift.reason)


def _sides(table: pd.DataFrame, measures: pd.DataFrame) -> tuple[str, dict[str, tuple[str, str]]]:
    """Which column the two sides stand in, and the two labels behind each that the changes give."""
    for column in BETWEEN:
        labels = list(dict.fromkeys(table[column]))
        joined = {f"{one} to {two}" if column == "period" else f"{two} against {one}": (one, two)
                  for one, two in itertools.permutations(labels, 2)}
        given = set(map(str, measures[column]))
        if given and given <= set(joined):
            return column, joined
    raise InputError("These changes were not worked out from this table: it does not hold both sides. Give the table "
                     "that change(table) was given.")


def _elsewhere(rows: pd.DataFrame) -> str:
    """What the change was compared with, or nothing."""
    found = [re.search(r", (?:less|over) the same for (.+)$", text) for text in rows["method"].dropna()]
    return next((one[1] for one in found if one), "")
