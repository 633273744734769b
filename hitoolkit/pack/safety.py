"""What may stand on a page: drawings without scripts or outside references, and prose turned into plain HTML."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from xml.etree import ElementTree

import mistune
from markupsafe import Markup

from hitoolkit.errors import OutputError

#: Everything a chart is drawn with. What is not here (script, foreignObject, image, animate ...) is refused.
SHAPES = {
    *("svg", "g", "title", "desc", "defs", "pattern", "clipPath", "mask", "marker", "linearGradient", "radialGradient"),
    *("stop", "symbol", "use", "rect", "line", "circle", "ellipse", "path", "polygon", "polyline", "text", "tspan"),
}
MEND = "Make it with hitoolkit's own functions."
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|expression\(|@import|data:", re.IGNORECASE)


def drawing(svg: str) -> Markup:
    """An SVG text as safe to put on a page. Raises OutputError where it holds a script or reaches outside."""
    if "<!" in svg.replace("<!--", ""):
        raise OutputError(f"A chart holds a document type, which a page must not. {MEND}")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as fault:
        raise OutputError(f"A chart is not a drawing that can be read ({fault}). Run the notebook again.") from fault
    for element in root.iter():
        name = str(element.tag).rsplit("}", 1)[-1]
        if name not in SHAPES:
            raise OutputError(f'A chart holds a part "{name}", which a page must not. {MEND}')
        for key, value in element.attrib.items():
            key = key.rsplit("}", 1)[-1].lower()
            if key.startswith("on") or (key == "href" and not value.startswith("#")) or OUTSIDE.search(value):
                raise OutputError(f'A chart refers to something outside the page ("{key}"). {MEND}')
    return Markup(svg)


def with_class(svg: str, name: str) -> str:
    """The drawing with its class set to this one, whatever it had."""
    bare = re.sub(r"^(\s*<svg\b[^>]*?)\s+class=(?:\"[^\"]*\"|'[^']*')", r"\1", svg, count=1)
    return re.sub(r"^\s*<svg\b", f'<svg class="{name}"', bare, count=1)


class _Prose(mistune.HTMLRenderer):
    """Headings from `top` down, raw HTML shown as text, pictures as their words, links as words with their address."""

    def __init__(self, top: int) -> None:
        super().__init__(escape=True)
        self.top = top

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        level = min(6, self.top + max(0, level - 2))
        return f"<h{level}>{text}</h{level}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        shown = url.removeprefix("https://").removeprefix("http://").removeprefix("mailto:")
        return text if url.startswith("#") or text == url else f"{text} ({escape(shown)})"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        return f'<th scope="col">{text}</th>' if head else f"<td>{text}</td>"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


def prose(markdown: str, top: int = 3) -> Markup:
    """Markdown as HTML that refers to nothing; second-level headings become level `top`.

    >>> prose("## Why\\n\\nSee *this* <b>x</b>.")
    Markup('<h3>Why</h3>\\n<p>See <em>this</em> &lt;b&gt;x&lt;/b&gt;.</p>\\n')
    """
    render = mistune.create_markdown(renderer=_Prose(top), plugins=["table"])
    return Markup(str(render(markdown)))


def worded(text: str) -> Markup:
    """Plain text for the page: `**bold**` is bold, and a figure does not part from its unit at the end of a line.

    >>> worded("about **745 fewer**, 46 in every 100 <b>")
    Markup('about <strong>745 fewer</strong>, 46\\xa0in\\xa0every\\xa0100 &lt;b&gt;')
    """
    safe = escape(text or "", quote=False)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    safe = re.sub(r"(\d) in every (\d)", "\\1\u00a0in\u00a0every\u00a0\\2", safe)
    return Markup(re.sub(r"(\d) (weeks?|days?|years?|times)\b", "\\1\u00a0\\2", safe))
