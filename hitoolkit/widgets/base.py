"""What all widgets share: one look, one way to hear from the browser and to answer, and a twin that stands still.

A widget's state is what the browser holds: `view`, worded here, and what the learner put in. It never holds a record,
a name, or a figure that was not protected; figures that answer a question are sent when the question was answered.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from hitoolkit.errors import HitoolkitError

PAYLOAD = "application/vnd.hitoolkit.v1+json"
BROWSER = Path(__file__).parent / "browser"


@lru_cache
def browser_file(*names: str) -> str:
    """Files for the browser as one text: nothing is fetched, they go along with the widget."""
    return "\n".join((BROWSER / name).read_text(encoding="utf-8") for name in names)


class Widget(anywidget.AnyWidget):
    """A widget that shows itself live where a browser listens, and as words, tables and drawings everywhere else.

    Each kind of widget names its file in `browser/`, answers messages with methods `on_...`, and gives its still twin
    as `payload()` for the reader page and `still()` as HTML that needs no script.
    """

    file = ""
    #: What is shown, all of it worded.
    view = traitlets.Dict().tag(sync=True)
    #: What is announced to people who listen to the page.
    said = traitlets.Unicode().tag(sync=True)

    def __init__(self, **values: Any) -> None:
        self._esm = browser_file("base.js", f"{self.file}.js")
        self._css = browser_file("base.css")
        super().__init__(**values)
        self.on_msg(self._hear)

    def _hear(self, _: Any, message: Any, buffers: Any) -> None:
        """Answer one message of the browser; a fault is said in its own words and never ends the widget."""
        # Only what this kind of widget answers: a widget has other methods that begin with on_, for Python alone.
        wanted = f"on_{message.get('do', '')}" if isinstance(message, dict) else "on_"
        answer = None if hasattr(Widget, wanted) else getattr(self, wanted, None)
        if answer is None:
            return
        self.said = ""  # so that the same words are read aloud again
        try:
            answer({name: one for name, one in message.items() if name != "do"})
        except HitoolkitError as fault:
            self.said = str(fault)

    def payload(self) -> dict[str, Any]:
        """What the reader page lays out."""
        raise NotImplementedError

    def still(self) -> str:
        """The twin that stands still, as HTML."""
        raise NotImplementedError

    def words(self) -> str:
        """The widget in one line of plain text."""
        return str(self.view.get("question") or self.view.get("title") or "")

    def _repr_mimebundle_(self, **_: Any) -> Any:
        shown = super()._repr_mimebundle_()
        bundle, about = shown if isinstance(shown, tuple) else (shown or {}, {})
        return {**bundle, "text/plain": self.words(), "text/html": self.still(), PAYLOAD: self.payload()}, about
