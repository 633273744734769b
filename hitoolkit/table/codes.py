"""Texts told once: a column as a short list of its texts and a place in it for each row, for quick looks and sums."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.table.contract import UNKNOWN, WHOLE


class Coded(NamedTuple):
    """A column of texts, each told once: `texts` in sorted order, and for each row the place of its text in them."""

    codes: npt.NDArray[np.intp]
    texts: npt.NDArray[np.object_]

    def told(self, of: Any) -> Any:
        """For each row what `of` tells of its text; asked once for each text, not once for each row."""
        return np.array([of(text) for text in self.texts])[self.codes]


def same_text(column: pd.Series) -> str | None:
    """The text that every cell of a column holds, ready as it is; most columns of a key are like that."""
    if column.dtype != "str" or not len(column):
        return None
    cells = column.to_numpy(dtype=object)
    first = cells[0]
    if not isinstance(first, str) or first != first.strip() or not first or cells[-1] != first:
        return None
    return first if (cells == first).all() else None


def coded_texts(column: pd.Series, lacking: str) -> tuple[Coded, bool]:
    """Text for every cell; 5.0 is written 5, as a spreadsheet would show it, and an empty cell is `lacking`.

    And whether the column holds just these texts already.
    """
    plain = column.dtype == "str"
    if column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) not in ("string", "empty"):
        # 1 and True are one cell to pandas, but not one text.
        column = column.map(plain_text, na_action="ignore")
    codes, cells = pd.factorize(column)
    told = cells.astype(object).tolist()
    texts = [*(map(str.strip, told) if column.dtype == "str" else map(plain_text, told)), lacking]
    if not len(codes) or codes.min() >= 0:
        texts.pop()
    ready = plain and texts == told
    ordered = sorted(set(texts))
    place = {text: number for number, text in enumerate(ordered)}
    # The code of an empty cell is -1, so it takes the last place.
    places = np.array([place[text] for text in texts], dtype=np.intp)
    return Coded(places[codes], np.array(ordered, dtype=object)), ready


def plain_text(cell: object) -> str:
    """A cell as a spreadsheet would show it; nothing for an empty one."""
    if cell is None or (isinstance(cell, float) and cell != cell) or cell is pd.NA:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def in_order(table: pd.DataFrame, coded: dict[str, Coded]) -> npt.NDArray[np.intp] | None:
    """Rows by key, but groups from most to least disadvantaged, then the unknown ones, then the whole.

    Nothing where they are in that order.
    """
    groups, dimensions = coded["group"], coded["dimension"]
    order = np.zeros(len(table), dtype=np.intp)
    for number, name in enumerate(dimensions.texts):
        rows = dimensions.codes == number
        last = [*UNKNOWN, WHOLE]
        listed = [group for group in catalogue.dimension(name).groups or groups.texts if group not in last]
        place = {group: rank for rank, group in enumerate([*listed, *last])}
        order[rows] = groups.told(lambda group, place=place: place.get(group, -1))[rows]
    by = ["indicator", "area", "period", "dimension", "edition", "stratum"]
    columns = [(coded[name].codes, len(coded[name].texts)) for name in by]
    rank = joint_codes([*columns, (order, int(order.max(initial=0)) + 1)])
    return None if (rank[1:] >= rank[:-1]).all() else np.argsort(rank, kind="stable")


def joint_codes(columns: list[tuple[npt.NDArray[np.intp], int]]) -> npt.NDArray[np.int64]:
    """One number for each row, from the codes of several columns: equal where all are, and in the order of the columns.

    Takes for each column its codes, from 0, and how many there can be.

    >>> joint_codes([(np.array([0, 1, 1]), 2), (np.array([2, 0, 2]), 3)]).tolist()
    [2, 3, 5]
    """
    joint, size = np.zeros(len(columns[0][0]), dtype=np.int64), 1
    for codes, count in columns:
        if size * count >= 2**62:
            joint = np.unique(joint, return_inverse=True)[1].astype(np.int64)
            size = len(joint)
        joint, size = joint * count + codes, size * count
    return joint
