"""From a Vega-Lite drawing to a small accessible SVG, made here: no network, no script, fonts of the page."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from xml.etree import ElementTree as Xml

import vl_convert

from hitoolkit.errors import readable

SVG = "http://www.w3.org/2000/svg"
#: What Vega writes that a reader does not need, or that would speak in place of our own words.
IDLE = ("class", "role", "aria-roledescription", "aria-label", "aria-hidden", "pointer-events", "font-family")
Xml.register_namespace("", SVG)


def accessible_svg(spec: dict[str, Any], *, name: str, title: str, description: str) -> str:
    """Draw a Vega-Lite specification as an SVG that scales, speaks and asks for nothing from outside.

    Takes the specification, the name of the drawing (`wide`, `narrow`, `twin-wide` ...: its end becomes the class, all
    of it a part of the ids), and the texts for people who do not see it. Returns the SVG as text, with `role="img"`.
    """
    spec = {key: value for key, value in spec.items() if key not in ("title", "description", "usermeta")}
    spec["padding"] = 0
    # A code that steers a terminal is no letter of XML: in a label of a user's file it would end the drawing engine.
    spec, title, description = (_printable(one) for one in (spec, title, description))
    root = Xml.fromstring(vl_convert.vegalite_to_svg(json.dumps(spec)))
    _strip(root)
    width, height = root.get("width", "640"), root.get("height", "400")
    body = list(root)
    root.clear()
    root.attrib.update({"class": name.split("-")[-1], "viewBox": f"0 0 {width} {height}", "role": "img"})
    prefix = "hi" + hashlib.sha1("".join((name, title, description, json.dumps(spec))).encode()).hexdigest()[:8]
    ids = {"title": f"{prefix}-{name}-t", "desc": f"{prefix}-{name}-d"}
    root.set("aria-labelledby", f"{ids['title']} {ids['desc']}")
    root.set("font-family", "inherit")
    for tag, text in (("title", title), ("desc", description)):
        Xml.SubElement(root, f"{{{SVG}}}{tag}", {"id": ids[tag]}).text = text
    root.extend(body)
    return Xml.tostring(root, encoding="unicode", short_empty_elements=True)


def _printable(part: Any) -> Any:
    """A specification whose texts can be printed."""
    if isinstance(part, str):
        return readable(part)
    if isinstance(part, dict):
        return {name: _printable(one) for name, one in part.items()}
    return [_printable(one) for one in part] if isinstance(part, list) else part


def _strip(parent: Xml.Element) -> None:
    """Take out what is idle, and replace a group that does nothing by what it holds."""
    kept: list[Xml.Element] = []
    for child in list(parent):
        if child.get("class") in ("background", "foreground"):
            continue
        _strip(child)
        for name in IDLE:
            child.attrib.pop(name, None)
        for name, value in list(child.attrib.items()):
            child.set(name, re.sub(r"-?\d+\.\d{2,}(e-\d+)?", _short, value))
        if child.get("opacity") == "1":
            del child.attrib["opacity"]
        plain = set(child.attrib) <= {"transform"} and child.get("transform", "translate(0,0)") == "translate(0,0)"
        if child.tag == f"{{{SVG}}}g" and plain:
            kept.extend(child)
        elif child.tag != f"{{{SVG}}}g" or len(child):
            kept.append(child)
    for child in list(parent):
        parent.remove(child)
    parent.extend(kept)


def _short(match: re.Match[str]) -> str:
    text = f"{float(match.group()):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
