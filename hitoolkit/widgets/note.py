"""What stands in the place of a widget that has nothing to ask: a line that says why."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from hitoolkit.widgets.base import PAYLOAD


@dataclass(frozen=True)
class Note:
    """A title and a reason, shown in a notebook and on the page."""

    title: str
    reason: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        payload = {"kind": "nothing", "title": self.title, "reason": self.reason, "synthetic": False}
        html = f"<p><strong>{escape(self.title)}.</strong> {escape(self.reason)}</p>"
        return {"text/plain": f"{self.title}. {self.reason}", "text/html": html, PAYLOAD: payload}
