"""The form of a notebook for one audience: what is meant for others is left out before it runs."""

from __future__ import annotations

from typing import Any

from hitoolkit.errors import ParameterError, unknown_name

AUDIENCES = ("board", "staff", "analyst")
TAG = "for_"


def for_audience(notebook: Any, audience: str) -> Any:
    """Leave the cells meant for other audiences out of a notebook, in place, and return it.

    Takes the notebook, and board, staff or analyst; an empty text keeps everything. A cell tagged `for_board`,
    `for_staff` or `for_analyst` (one or more) is for these alone; a cell without such a tag is for everybody.
    Raises ParameterError for any other audience.
    """
    if not audience:
        return notebook
    if audience not in AUDIENCES:
        raise ParameterError(unknown_name("audience", audience, AUDIENCES))
    notebook.cells = [cell for cell in notebook.cells if _meant(cell.metadata.get("tags", []), audience)]
    notebook.metadata.setdefault("hitoolkit", {})["audience"] = audience
    return notebook


def _meant(tags: list[str], audience: str) -> bool:
    named = [tag for tag in tags if tag.startswith(TAG)]
    return not named or TAG + audience in named
