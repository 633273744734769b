"""Conditions of the catalogue as narwhals expressions for any engine, with three answers: yes, no, cannot tell."""

from __future__ import annotations

import operator
from functools import reduce
from typing import Any

import narwhals as nw

from hitoolkit.catalogue import Indicator
from hitoolkit.catalogue.columns import concepts
from hitoolkit.catalogue.expressions import Among, Both, Compare, Either, Grouped, Missing, Not, Tree, parse
from hitoolkit.errors import CatalogueError

Kind = tuple[str, str]
#: How a dimension is read of which it is asked whether a record has a group.
GROUPED = "grouped"


def condition(text: str) -> Tree | None:
    """A condition as a tree, or None where there is none."""
    return parse(text) if text else None


def columns_needed(tree: Tree) -> list[Kind]:
    """The columns a condition looks at, and how each must be read, in the order they occur.

    >>> columns_needed(parse("attended in ('3', '7') and weeks_waited > 18"))
    [('attended', 'code'), ('weeks_waited', 'number')]
    """
    match tree:
        case Compare(column=name, value=value):
            return [(name, reading(name, value))]
        case Among(column=name, values=values):
            return list(dict.fromkeys((name, reading(name, value)) for value in values))
        case Missing(column=name):
            return [(name, reading(name, None))]
        case Grouped(dimension=name):
            return [(name, GROUPED)]
        case Not(part=part):
            return columns_needed(part)
        case Both(left=left, right=right) | Either(left=left, right=right):
            return list(dict.fromkeys([*columns_needed(left), *columns_needed(right)]))


def reading(name: str, value: float | str | None) -> str:
    """How a column is read: as told for what it holds, else as the value it is compared with."""
    concept = concepts().get(name)
    if concept is not None:
        return {"group": "text"}.get(concept.kind, concept.kind)
    return "number" if isinstance(value, float) else "text"


def alias(name: str, kind: str) -> str:
    """The name a column has in the query; one column may be read in two ways.

    A dot would be taken for a table's name by some engines.
    """
    plain = name.replace(".", "\N{MIDDLE DOT}")
    return f"{plain} as {kind}"


def expression(tree: Tree) -> Any:
    """A condition as a narwhals expression; where a column it rests on is missing, the answer is missing.

    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"weeks_waited as number": [20.0, 3.0, None]}))
    >>> frame.select(over=expression(parse("weeks_waited > 18")))["over"].is_null().to_list()
    [False, False, True]
    """
    match tree:
        case Compare(column=name, operator=sign, value=value):
            return _compare(name, sign, value)
        case Among(column=name, values=values):
            kinds = dict.fromkeys(reading(name, value) for value in values)
            each = [_among(name, kind, [one for one in values if reading(name, one) == kind]) for kind in kinds]
            return reduce(operator.or_, each)
        case Missing(column=name):
            return nw.col(alias(name, reading(name, None))).is_null()
        case Grouped(dimension=name, state=state):
            return nw.col(alias(name, GROUPED)) == state
        case Not(part=part):
            return ~expression(part)
        case Both(left=left, right=right):
            return expression(left) & expression(right)
        case Either(left=left, right=right):
            return expression(left) | expression(right)


def but_for_blanks(tree: Tree | None) -> Tree | None:
    """What a condition asks beside that something is not missing; None where it asks nothing else.

    >>> but_for_blanks(parse("day_case == 'no' and age is not missing"))
    Compare(column='day_case', operator='==', value='no')
    """
    match tree:
        case Not(part=Missing()):
            return None
        case Both(left=left, right=right):
            asked = [part for part in (but_for_blanks(left), but_for_blanks(right)) if part is not None]
            return Both(*asked) if len(asked) == 2 else (asked[0] if asked else None)
    return tree


def in_words(indicator: Indicator) -> str:
    """What a record must be to count at all, for the report of those left out."""
    return f"not among “{indicator.denominator}” ({indicator.denominator_where})"


def _compare(name: str, sign: str, value: float | str) -> Any:
    kind = reading(name, value)
    column = nw.col(alias(name, kind))
    other = _as(name, kind, value)
    answer = {
        "==": column == other, "!=": column != other, "<": column < other,
        "<=": column <= other, ">": column > other, ">=": column >= other,
    }[sign]  # fmt: skip
    # Said outright, because engines differ in what a comparison with nothing gives.
    return nw.when(~column.is_null()).then(answer)


def _among(name: str, kind: str, values: list[float | str]) -> Any:
    column = nw.col(alias(name, kind))
    return nw.when(~column.is_null()).then(column.is_in([_as(name, kind, value) for value in values]))


def _as(name: str, kind: str, value: float | str) -> Any:
    """A value of a condition as what the column it is compared with is read as."""
    if kind == "number" and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise CatalogueError(
                f'A condition compares {name}, which holds numbers, with the text "{value}". Write a number there.'
            ) from None
    return f"{value:g}" if kind != "number" and isinstance(value, float) else value


def needed(one: Indicator) -> list[Kind]:
    """The columns that an indicator looks at, and how each is read."""
    trees = [condition(one.denominator_where), condition(one.numerator_where)]
    found = [pair for tree in trees if tree is not None for pair in columns_needed(tree)]
    found += [(one.value_of, "number")] if one.value_of else []
    found += [(one.count_of, "id")] if one.count_of else []
    return list(dict.fromkeys(found))


def from_records(one: Indicator) -> bool:
    """Whether the catalogue says how an indicator is counted from records."""
    return bool(one.numerator_where or one.value_of)
