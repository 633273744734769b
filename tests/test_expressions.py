"""The small language of conditions: what it understands, and how it refuses the rest."""

from __future__ import annotations

import pytest

from hitoolkit.catalogue.expressions import Among, Both, Compare, Either, Missing, Not, columns_of, parse
from hitoolkit.errors import CatalogueError


def test_and_binds_tighter_than_or_and_not_tighter_than_and() -> None:
    assert parse("a > 1 or b < 2 and not c == 'x'") == Either(
        Compare("a", ">", 1.0), Both(Compare("b", "<", 2.0), Not(Compare("c", "==", "x")))
    )


def test_brackets_lists_and_missing() -> None:
    tree = parse("(a in ('3', '7',) or a is missing) and b is not missing and c not in (1, -2.5)")
    assert columns_of(tree) == {"a", "b", "c"}
    assert tree == Both(
        Both(Either(Among("a", ("3", "7")), Missing("a")), Not(Missing("b"))), Not(Among("c", (1.0, -2.5)))
    )


@pytest.mark.parametrize(
    "text",
    ["", "a", "a >", "a > b", "> 3", "a > 3 b", "(a > 3", "a in ()", "a in 3", "a = 3", "a > 3; import os",
     "__import__('os')", "a > 3 or", "not", "a is", "a is missing missing", "(" * 600, "not " * 400 + "a > 1",
     "a == 'unclosed", "a.b > 3", "lambda: 1"],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(CatalogueError, match="cannot be understood"):
        parse(text, "own.toml [indicator.x] numerator_where")
