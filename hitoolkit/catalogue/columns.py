"""What the columns of a file can hold, and how real tables call it (columns.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True)
class Concept:
    """One thing a column can hold; columns.toml says what every line means."""

    id: str
    kind: str
    says: str
    headings: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    only_with: dict[str, list[str]] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    source: str = ""
    divide: float = 1
    lowest: float | None = None
    highest: float | None = None
    codes: tuple[str, ...] = ()
    recode: dict[str, str] = field(default_factory=dict)
    mend: str = ""
    years: bool = False


def heading_key(heading: object) -> str:
    """A heading without what makes no difference: case, spaces, underscores, hyphens, dots, byte order marks.

    >>> heading_key("\\ufeffIMD_Decile\\u00a0"), heading_key("imd.decile")
    ('imddecile', 'imddecile')
    """
    return re.sub(r"[\s_.\-\u00a0\u200b\ufeff]+", "", str(heading)).lower()


@lru_cache(maxsize=1)
def concepts() -> dict[str, Concept]:
    """Everything a column can hold, by its name.

    >>> concepts()["weeks_waited"].source, concepts()["weeks_waited"].divide
    ('days_waited', 7)
    """
    text = resources.files("hitoolkit.catalogue").joinpath("columns.toml").read_text(encoding="utf-8")
    found = {}
    for name, raw in tomllib.loads(text).items():
        raw["source"] = raw.pop("from", "")
        for key in ("headings", "weaker", "starts", "ask"):
            raw[key] = tuple(heading_key(one) for one in raw.get(key, ()))
        raw["only_with"] = {
            heading_key(one): [heading_key(other) for other in others]
            for one, others in raw.get("only_with", {}).items()
        }
        raw["codes"] = tuple(raw.get("codes", ()))
        raw["recode"] = {heading_key(one): code for one, code in raw.get("recode", {}).items()}
        found[name] = Concept(id=name, **raw)
    return found
