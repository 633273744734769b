"""The figures behind a page, as tables for Excel and for those who go on working with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

import hitoolkit as hi
from hitoolkit.pack.tidy import PAYLOAD

FOLDER = "tables"
KEY = ["indicator", "period", "area", "dimension", "edition", "group", "stratum"]


def write_tables(folder: Path, name: str, executed_notebook: Any) -> list[str]:
    """Write the protected tables that an executed notebook showed, as one table for Excel and one as CSV.

    Takes the folder of the pages, the name of the page, and the notebook. Returns the files written, by their names in
    the folder; none where no chart or summary table was shown. Raises DisclosureError where a table would show a small
    count.
    """
    table = shown_table(executed_notebook)
    if table is None:
        return []
    files = [file for ending in ("xlsx", "csv") for file in hi.export(table, folder / FOLDER / f"{name}.{ending}")]
    return [file.relative_to(folder.resolve()).as_posix() for file in files]


def shown_table(executed_notebook: Any) -> pd.DataFrame | None:
    """All rows that the charts and summary tables of a notebook were made from, each once; nothing where none was."""
    parts = []
    said: dict[str, Any] = {}
    for cell in executed_notebook.cells:
        for output in cell.get("outputs", []):
            payload = output.get("data", {}).get(PAYLOAD) or {}
            for data in _held(payload):
                parts.append(pd.DataFrame(data["rows"]))
                said = _joined(said, data["said"])
    if not parts:
        return None
    table = hi.check_table(pd.concat(parts, ignore_index=True).drop_duplicates(KEY))
    table.attrs = said
    return table


def _held(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows behind a figure or a table, and behind those that a prediction or a switch shows."""
    inner = [payload.get("figure"), *(view.get("shown") for view in payload.get("views") or [])]
    datas = [(one.get("table") or one).get("data") for one in (payload, *inner) if one]
    return [data for data in datas if data and data["rows"]]


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What two tables say of themselves: of lists every entry once, else what was said first."""
    found = {**other, **one}
    for name in found:
        if isinstance(found[name], list):
            both = [*one.get(name, []), *other.get(name, [])]
            found[name] = [entry for at, entry in enumerate(both) if entry not in both[:at]]
    return found
