"""Contrast as WCAG 2.2 measures it, of the colours that a style sheet, a piece of HTML or a drawing puts together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as Xml

WHITE, BLACK = "#ffffff", "#000000"
TEXT, MARK = 4.5, 3.0
COLOUR = r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b"
#: What a reader operates, whose edge must be seen.
CONTROLS = re.compile(r"\b(button|input|select|textarea|summary\.button)\b")
Fault = str


def full(colour: str) -> str:
    colour = colour.strip().lower()
    return "#" + "".join(2 * one for one in colour[1:]) if len(colour) == 4 else colour


def luminance(colour: str) -> float:
    parts = [int(full(colour)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, ground: str, part: float) -> str:
    """A colour that lets its ground through."""
    mixed = [round(part * int(full(colour)[at : at + 2], 16) + (1 - part) * int(full(ground)[at : at + 2], 16))
             for at in (1, 3, 5)]
    return "#" + "".join(f"{one:02x}" for one in mixed)


def rules(css: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each rule of a style sheet with its declarations, names of colours replaced by what they stand for."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    names = dict(re.findall(rf"(--[a-z]+):({COLOUR})", css))
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        body = re.sub(r"var\((--[a-z]+)\)", lambda found: names[found[1]], body)
        yield selector.strip(), dict(part.split(":", 1) for part in body.split(";") if ":" in part)


def first_colour(declaration: str) -> str | None:
    found = re.search(COLOUR, declaration)
    return full(found[0]) if found else None


def sheet_faults(css: str, name: str) -> list[Fault]:
    """Where text or the edge of a control of this sheet could not be told from what it stands on.

    A rule with a ground of its own is measured on that; any other on each ground of the sheet that is light, or, where
    its colour is light, that is dark.
    """
    found = list(rules(css))
    grounds = {WHITE} | {colour for _, said in found if (colour := _ground(said))}
    light = {one for one in grounds if luminance(one) > 0.5}
    faults = []

    def hold(what: str, colour: str, own: str | None, least: float, dark: bool = True) -> None:
        pale = dark and luminance(colour) > 0.5
        for ground in [own] if own else sorted(grounds - light if pale else light):
            if contrast(colour, ground) < least:
                faults.append(f"{name}: {what} {colour} on {ground} is {contrast(colour, ground):.2f}, under {least}")

    for selector, said in found:
        own = _ground(said)
        if colour := first_colour(said.get("color", "")):
            hold(f"text of {selector}", colour, own, TEXT)
        if colour := first_colour(said.get("outline", "") + said.get("outline-color", "")):
            hold(f"focus of {selector}", colour, None, MARK, dark=colour == WHITE)
        for edge in (one for kind, one in said.items() if kind.startswith("border") and CONTROLS.search(selector)):
            if colour := first_colour(edge):
                hold(f"edge of {selector}", colour, None, MARK, dark=False)
    return faults


def _ground(said: dict[str, str]) -> str | None:
    """The colour that texts stand on; stripes are an ornament with no text on it."""
    ground = said.get("background", "") + said.get("background-color", "")
    return None if "gradient" in ground else first_colour(ground)


class _Inline(HTMLParser):
    """Each text of a piece of HTML with the colour and the ground that its styles give it."""

    VOID = ("input", "br", "img", "hr", "meta", "link", "col", "wbr")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, str | None, str | None]] = []
        self.texts: list[tuple[str, str | None, str | None]] = []
        self.feed(re.sub(r"<(svg|style|script)\b.*?</\1>", "", html, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        said = dict(part.split(":", 1) for part in (dict(attrs).get("style") or "").split(";") if ":" in part)
        said = {name.strip(): value for name, value in said.items()}
        _, colour, ground = self.stack[-1] if self.stack else ("", None, None)
        self.stack.append((tag, first_colour(said.get("color", "")) or colour, _ground(said) or ground))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data.strip(), *(self.stack[-1][1:] if self.stack else (None, None))))


def inline_faults(html: str, name: str) -> list[Fault]:
    """Texts that cannot be read on their ground, and colours that trust in a ground which a dark theme changes."""
    faults = []
    for text, colour, ground in _Inline(html).texts:
        if (colour is None) != (ground is None):
            faults.append(f"{name}: {text[:40]!r} has {'no colour' if colour is None else 'no ground'} of its own")
        elif colour and ground and contrast(colour, ground) < TEXT:
            faults.append(f"{name}: {text[:40]!r}, {colour} on {ground}, is {contrast(colour, ground):.2f}")
    return faults


def drawing_faults(svg: str, name: str, idle: set[str]) -> list[Fault]:
    """Texts and marks of a drawing that do not stand out from the paper, but for colours that carry nothing."""
    faults: list[Fault] = []
    fills = {full(one) for one in re.findall(rf'fill="({COLOUR})"', svg)}
    start = {"fill": BLACK, "stroke": "none", "width": 1.0, "dark": {one for one in fills if luminance(one) < 0.2}}
    _walk(Xml.fromstring(svg), start, faults, name, {full(one) for one in idle})
    return list(dict.fromkeys(faults))


def _walk(node: Xml.Element, given: dict, faults: list[Fault], name: str, idle: set[str]) -> None:  # type: ignore[type-arg]
    now = dict(given)
    now.update({kind: node.get(kind) for kind in ("fill", "stroke") if node.get(kind)})
    now["width"] = float(node.get("stroke-width") or now["width"])
    tag = node.tag.rpartition("}")[2]
    part = float(node.get("opacity", 1))
    seen = {kind: over(now[kind], WHITE, part * float(node.get(f"{kind}-opacity", 1)))
            for kind in ("fill", "stroke") if str(now[kind]).startswith("#")}  # fmt: skip
    if now["width"] == 0:
        seen.pop("stroke", None)
    if tag in ("line", "polyline"):
        seen.pop("fill", None)
    if tag == "text":
        colour = seen.get("fill", WHITE)
        # A pale text stands inside a dark bar.
        grounds = now["dark"] if luminance(colour) > 0.5 else {WHITE}
        if not grounds or min(contrast(colour, ground) for ground in grounds) < TEXT:
            faults.append(f"{name}: the text {''.join(node.itertext())!r} in {colour}")
    if tag in ("path", "rect", "circle", "line", "polygon", "polyline") and seen:
        strongest = max(contrast(one, WHITE) for one in seen.values())
        if strongest < MARK and not set(seen.values()) <= idle:
            faults.append(f"{name}: a mark in {', '.join(sorted(seen.values()))} is {strongest:.2f}, under {MARK}")
    for child in node:
        if child.tag.rpartition("}")[2] not in ("defs", "title", "desc"):
            _walk(child, now, faults, name, idle)
