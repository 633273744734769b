"""Read the bank of board questions, and refuse a question that lacks a part."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources
from typing import Any

from hitoolkit.errors import CatalogueError, ParameterError, unknown_name

SITUATIONS = ("clear", "cannot_tell", "too_few", "not_comparable", "no_range", "unknown", "places", "mix",
              "change")
FIELDS = ("gap", "ratio", "groups", "unknown", "unknown_of", "goal")


@dataclass(frozen=True)
class Asked:
    """One question of the bank, its figures not yet filled in."""

    id: str
    theme: str
    head: str
    when: tuple[str, ...]
    asks: str
    answers: str
    question: str
    reassure: str
    would_not: str
    objective: str
    lead: str = ""

    def needs(self) -> set[str]:
        """The fields a finding must be able to fill before the question can be asked."""
        text = " ".join([self.question, self.lead, self.reassure, self.would_not])
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@dataclass(frozen=True)
class Bank:
    """All questions, the heads they stand under, the roles that ask, and when records come first."""

    questions: tuple[Asked, ...]
    heads: dict[str, str]
    roles: dict[str, str]
    names: dict[str, str]
    often_unknown: float

    def role(self, name: str) -> str:
        """The id of a role from any plain name for it; an unknown one is refused with those that are known.

        >>> bank().role("Non-executive"), bank().role("CEO")
        ('non_executive', 'chief_executive')
        """
        known = self.names.get(" ".join(str(name).lower().split()))
        if known is None:
            raise ParameterError(unknown_name("role", name, [text.lower() for text in self.roles.values()]))
        return known


@lru_cache(maxsize=1)
def bank() -> Bank:
    """The package's own bank of questions.

    >>> sorted(bank().heads)
    ['improves', 'measured', 'why']
    """
    text = resources.files("hitoolkit.catalogue").joinpath("questions.toml").read_text(encoding="utf-8")
    return _bank(tomllib.loads(text))


def _bank(raw: dict[str, Any]) -> Bank:
    heads = {name: block["name"] for name, block in raw["head"].items()}
    roles = {name: block["name"] for name, block in raw["role"].items()}
    names = {
        plain.lower(): name
        for name, block in raw["role"].items()
        for plain in [name, name.replace("_", " "), name.replace("_", "-"), block["name"], *block.get("also", [])]
    }
    questions = tuple(_question(name, block, heads, roles) for name, block in raw["question"].items())
    return Bank(questions, heads, roles, names, float(raw["asking"]["often_unknown"]))


def _question(name: str, raw: dict[str, Any], heads: dict[str, str], roles: dict[str, str]) -> Asked:
    where = f"questions.toml [question.{name}]"
    wanted = {field.name for field in fields(Asked)} - {"id"}
    for key in raw:
        if key not in wanted:
            raise CatalogueError(f"{where}: {unknown_name('line', key, sorted(wanted))}")
    for key in sorted(wanted - {"lead"}):
        if not raw.get(key):
            raise CatalogueError(f'{where} lacks the line "{key} = ...". Add it.')
    asked = Asked(id=name, **{**raw, "when": tuple(raw["when"])})
    for kind, value, known in [
        ("head", asked.head, heads),
        ("role", asked.asks, roles),
        *(("situation", one, SITUATIONS) for one in asked.when),
        *(("field", one, FIELDS) for one in asked.needs()),
    ]:
        if value not in known:
            raise CatalogueError(f"{where}: {unknown_name(kind, value, known)}")
    return asked
