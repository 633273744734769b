"""What a finding is, and a list of them that shows itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

PAYLOAD = "application/vnd.hitoolkit.v1+json"


@dataclass(frozen=True)
class Finding:
    """One comparison said in words: what was found, how sure it is, who is missing and what it cannot tell.

    `difference` and `ratio` are None where no figure may or can be given. `share_unknown` and `unknown_of` name the
    largest hole in the records beside it; `theme`, `group` and `groups` are what a question needs to know.
    """

    headline: str
    certainty: str
    difference: dict[str, Any] | None
    ratio: dict[str, Any] | None
    sure: str
    missing: list[dict[str, Any]]
    leaves: str
    limits: list[dict[str, str]]
    method: list[dict[str, str]]
    indicator: str
    dimension: str
    area: str
    period: str
    stratum: str
    synthetic: bool
    source: str
    group: str = ""
    theme: str = "any"
    groups: int = 0
    share_unknown: float = 0.0
    unknown_of: str = ""
    edition: str = field(default="", repr=False)
    #: "places" (side by side, never ranked) or "mix" (who is here): both have no gap to give.
    shape: str = ""
    #: What its sizes are of: the "gap" of one time, or its "change" between two.
    about: str = "gap"

    def payload(self) -> dict[str, Any]:
        """Everything a page needs, already worded."""
        names = (
            "headline", "certainty", "difference", "ratio", "sure", "missing", "leaves", "limits", "method",
            "indicator", "dimension", "area", "period", "stratum", "synthetic", "source", "shape",
            "about",
        )
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        sizes = [
            f"{name}: {size['big']} {size['unit']} ({said(size)})."
            for name, size in (("Difference", self.difference), ("Ratio", self.ratio))
            if size
        ]
        return "\n".join([f"{self.headline}.", *sizes, self.sure])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return Findings([self])._repr_mimebundle_()


class Findings(list[Finding]):
    """Findings in the order in which they are worth saying."""

    def __init__(self, items: Iterable[Finding] = ()) -> None:
        super().__init__(items)

    def payload(self) -> dict[str, Any]:
        """The findings as the page builder reads them."""
        return {"kind": "findings", "items": [item.payload() for item in self]}

    def __str__(self) -> str:
        return "\n\n".join(map(str, self)) or "No finding: the table holds no group to compare."

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from hitoolkit.finding.show import html

        return {"text/plain": str(self), "text/html": html(self), PAYLOAD: self.payload()}


def said(size: dict[str, Any]) -> str:
    """The range of a size in words, or that none was published."""
    return str(size["range"]) if size["lower"] is None else f"plausible range {size['range']}"
