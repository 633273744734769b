"""What every picture says, whatever it draws."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Worded:
    """The words of a chart and the table beside it, as plain texts."""

    type: str
    title: str
    subtitle: str
    alt_title: str
    alt: str
    caption: str
    source: str
    reading: list[dict[str, str]]
    table: dict[str, Any]
    synthetic: bool
    #: The words of the same as bars; a chart that has no such twin has none.
    bars: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionaries and lists, fit for JSON."""
        return asdict(self)
