"""The small safe language of `numerator_where` and `denominator_where`, parsed to a tree and never run as code.

    weeks_waited > 52
    attended in ('3', '7') and not (age < 18)
    smoking_status is not missing
    ethnic_group is known

Comparisons `== != < <= > >=`, lists with `in` and `not in`, `is missing` and `is not missing`, joined by `and`, `or`,
`not` and brackets. Names are recognised columns; values are numbers or texts in quotes. Of a dimension it can be asked
whether a record has a group: exactly one of `is known`, `is not known` and `is not stated` is true of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hitoolkit.errors import CatalogueError

COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
#: No condition a person writes is longer; it also bounds how deep brackets can nest.
LONGEST = 500
Value = float | str


@dataclass(frozen=True)
class Compare:
    """A column against one value."""

    column: str
    operator: str
    value: Value


@dataclass(frozen=True)
class Among:
    """A column against a list of values."""

    column: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Missing:
    """A column with nothing in it."""

    column: str


@dataclass(frozen=True)
class Grouped:
    """A dimension by which a record has a group, or has none because that is not known, or was not stated."""

    dimension: str
    state: str


@dataclass(frozen=True)
class Not:
    """The opposite of what it holds."""

    part: Tree


@dataclass(frozen=True)
class Both:
    """Two conditions that must both hold."""

    left: Tree
    right: Tree


@dataclass(frozen=True)
class Either:
    """Two conditions of which one must hold."""

    left: Tree
    right: Tree


Tree = Compare | Among | Missing | Grouped | Not | Both | Either

TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")|(?P<name>[A-Za-z_]\w*)|(?P<sign>==|!=|<=|>=|[<>(),]))"
)


def parse(text: str, where: str = "condition") -> Tree:
    """Parse a condition to a tree of the kinds above. Raises CatalogueError that points at the place.

    >>> parse("weeks_waited > 52")
    Compare(column='weeks_waited', operator='>', value=52.0)
    >>> parse("a is missing or not b in ('x', 'y')")
    Either(left=Missing(column='a'), right=Not(part=Among(column='b', values=('x', 'y'))))
    """
    return _Parser(text, where).whole()


def columns_of(tree: Tree) -> set[str]:
    """The columns a condition looks at; dimensions are not columns.

    >>> sorted(columns_of(parse("a > 1 and b is missing")))
    ['a', 'b']
    """
    match tree:
        case Compare(column=name) | Among(column=name) | Missing(column=name):
            return {name}
        case Grouped():
            return set()
        case Not(part=part):
            return columns_of(part)
        case Both(left=left, right=right) | Either(left=left, right=right):
            return columns_of(left) | columns_of(right)


class _Parser:
    """Recursive descent over the tokens: or < and < not < comparison."""

    def __init__(self, text: str, where: str):
        self.text, self.where, self.at = text, where, 0
        self.tokens: list[tuple[str, str]] = []
        if len(text) > LONGEST:
            self._fail(f"it is longer than {LONGEST} characters")
        place = 0
        while text[place:].strip():
            match = TOKEN.match(text, place)
            if not match:
                self._fail(f"{text[place:].strip()[:12]!r} cannot be read")
            assert match is not None and match.lastgroup is not None
            self.tokens.append((match.lastgroup, match.group(match.lastgroup)))
            place = match.end()

    def whole(self) -> Tree:
        tree = self._either()
        if self.at < len(self.tokens):
            self._fail(f'"{self._peek()}" was not expected')
        return tree

    def _either(self) -> Tree:
        tree = self._both()
        while self._take("or"):
            tree = Either(tree, self._both())
        return tree

    def _both(self) -> Tree:
        tree = self._one()
        while self._take("and"):
            tree = Both(tree, self._one())
        return tree

    def _one(self) -> Tree:
        if self._take("not"):
            return Not(self._one())
        if self._take("("):
            tree = self._either()
            self._need(")")
            return tree
        kind, column = self._next("a column")
        if kind != "name":
            self._fail(f'"{column}" stands where a column should')
        if self._take("is"):
            negative = self._take("not")
            if self._take("known"):
                return Grouped(column, "not known" if negative else "known")
            if negative and self._take("stated"):
                return Grouped(column, "not stated")
            self._need("missing")
            return Not(Missing(column)) if negative else Missing(column)
        negative = self._take("not")
        if self._take("in"):
            among = Among(column, self._values())
            return Not(among) if negative else among
        _, sign = self._next("a comparison")
        if sign not in COMPARISONS:
            self._fail(f'"{sign}" stands where a comparison should (use {" ".join(COMPARISONS)}, in, or is missing)')
        return Compare(column, sign, self._value())

    def _values(self) -> tuple[Value, ...]:
        self._need("(")
        values = [self._value()]
        while self._take(","):
            if self._take(")"):
                return tuple(values)
            values.append(self._value())
        self._need(")")
        return tuple(values)

    def _value(self) -> Value:
        kind, text = self._next("a value")
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1]
        self._fail(f'"{text}" stands where a number, or a text in quotes, should')
        raise AssertionError

    def _peek(self) -> str | None:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def _take(self, word: str) -> bool:
        if self._peek() == word and self.tokens[self.at][0] != "text":
            self.at += 1
            return True
        return False

    def _need(self, word: str) -> None:
        if not self._take(word):
            self._fail(f'"{word}" is missing')

    def _next(self, what: str) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            self._fail(f"it ends where {what} should follow")
        self.at += 1
        return self.tokens[self.at - 1]

    def _fail(self, why: str) -> None:
        raise CatalogueError(
            f"{self.where}: the condition {self.text[:80]!r} cannot be understood: {why}. "
            "Write it like: weeks_waited > 52 and attended in ('5', '6')."
        )
