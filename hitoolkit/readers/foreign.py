"""Records that lie in another engine: the frame of a Spark session, or a table of a warehouse through ibis.

The session and the connection are the user's own, and are only read from. Neither library is imported here; a frame of
one cannot come from a program that has not imported it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pandas as pd

from hitoolkit.errors import InputError
from hitoolkit.readers.columns import Column
from hitoolkit.readers.foreign_cells import readable, typed
from hitoolkit.readers.foreign_faults import asked
from hitoolkit.readers.heading_row import clean_heading

#: What ibis has a type for and narwhals has none; each is written as the text that stands for it.
WRITTEN = ("is_uuid", "is_unknown", "is_inet", "is_macaddr")


@dataclass(eq=False)
class Foreign:
    """A table of another engine as something to ask: its headings, and a lazy frame of columns c0, c1, ..."""

    name: str
    headings: list[str]
    frame: Any
    #: Whether the engine knows regular expressions, without which it cannot tell numbers among texts.
    patterns: bool = True
    notes: list[str] = field(default_factory=list)
    types: dict[str, Any] = field(default_factory=dict)

    def read(self, wanted: Mapping[str, tuple[Column, str]]) -> Any:
        """The records as a lazy frame: each wanted name, read as its kind, and its state beside it."""
        return self.asked(lambda: self._read(wanted))

    def _read(self, wanted: Mapping[str, tuple[Column, str]]) -> Any:
        steps: list[dict[str, Any]] = [{}, {}, {}]
        for name, (column, kind) in wanted.items():
            self._refuse_type(column, kind)
            first = nw.col(f"{name} first")
            cell, value, state = typed(column, kind, self.types[f"c{column.place}"], first, nw.col(name), self.patterns)
            steps[0][f"{name} first"], steps[1][name], steps[2][f"{name} state"] = cell, value, state
        frame = self.frame
        for step in steps:
            frame = frame.with_columns(**step)
        return frame.select(*(one for name in wanted for one in (name, f"{name} state")))

    def count(self) -> int:
        """How many records there are."""
        return self._number(self.frame)

    def is_empty(self) -> bool:
        """Whether there is not one record; one is looked for, not all counted."""
        return self._number(self.frame.head(1)) == 0

    def above_one(self, place: int) -> bool:
        """Whether a column holds a number above 1."""
        if not readable(self.types[f"c{place}"], "number", self.patterns):
            return False
        found = self.read({"value": (Column("count", self.headings[place], place, "own", "number"), "number")})
        return self._number(found.filter(nw.col("value") > 1).head(1)) > 0

    def row_of(self, place: int, wanted: set[str]) -> int | None:
        """None: the rows of such an engine stand in no order, so none of them has a number."""
        return None

    def fetch(self, query: Any) -> pd.DataFrame:
        """Run a query and return what comes back."""
        with warnings.catch_warnings():
            # Of what the library thinks of the version of pandas, nothing is for the user to mend.
            warnings.simplefilter("ignore")
            frame: pd.DataFrame = self.asked(lambda: query.collect(backend="pandas").to_native())
        return frame

    def asked(self, question: Callable[[], Any]) -> Any:
        """Ask the engine something. Raises InputError in plain words where it cannot answer."""
        return asked(self.name, question)

    def _number(self, frame: Any) -> int:
        return int(self.fetch(frame.select(rows=nw.len()))["rows"].iloc[0])

    def _refuse_type(self, column: Column, kind: str) -> None:
        if readable(self.types[f"c{column.place}"], kind, self.patterns):
            return
        if readable(self.types[f"c{column.place}"], kind, True):
            raise InputError(
                f'{self.name}, column "{column.heading}" is of text, and this engine has no way to read numbers in '
                "texts. Give a view in which the column is one of numbers."
            )
        raise InputError(
            f'{self.name}, column "{column.heading}" holds lists, structures or bytes, not one number, text or date in '
            "each cell. Give a view in which it does, or name another column."
        )


def is_foreign(source: Any) -> bool:
    """Whether a source is a table of an engine that the user has opened."""
    return _is_spark(source) or nw.dependencies.is_ibis_table(source)


def open_foreign(source: Any) -> Foreign:
    """Take a Spark frame or an ibis table as it is. Raises InputError where the engine cannot say what it holds."""
    if _is_spark(source):
        return _spark(source)
    return _warehouse(source)


def _is_spark(source: Any) -> bool:
    # Told by narwhals, which looks only among what is imported already.
    return bool(
        nw.dependencies.is_pyspark_dataframe(source) or nw.dependencies.is_pyspark_connect_dataframe(source)
    )


def _spark(source: Any) -> Foreign:
    name = "Spark table"
    if asked(name, lambda: source.isStreaming):
        raise InputError(f"The {name} is a stream, which has no end to count up to. Give a table it is written to.")
    headings = asked(name, lambda: list(source.columns))
    # By place, so that headings that occur twice, or hold dots, make no difference.
    return _known(Foreign(name, headings, None), lambda: source.toDF(*(f"c{at}" for at in range(len(headings)))))


def _warehouse(source: Any) -> Foreign:
    import ibis.expr.operations as operations

    physical = isinstance(source.op(), operations.PhysicalTable)
    found = Foreign(f"table {source.get_name()}" if physical else "warehouse query", list(source.columns), None)

    def placed() -> Any:
        engine = source.get_backend()
        found.patterns = all(engine.has_operation(one) for one in (operations.RegexSearch, operations.RegexReplace))
        cells = []
        for place, heading in enumerate(source.columns):
            cell = source[heading]
            if any(getattr(cell.type(), one, bool)() for one in WRITTEN):
                cell = cell.cast("string")
            cells.append(cell.name(f"c{place}"))
        return source.select(cells) if cells else source

    return _known(found, placed)


def _known(found: Foreign, placed: Callable[[], Any]) -> Foreign:
    """The table with its columns named by their place, and their types as the engine tells them."""
    found.frame = asked(found.name, lambda: nw.from_native(placed()))
    found.types = asked(found.name, lambda: dict(found.frame.collect_schema()))
    found.headings = [clean_heading(one) for one in found.headings]
    return found
