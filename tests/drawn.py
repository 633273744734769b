"""What every chart must keep: texts inside the drawing and apart, the same words at both widths, nothing banned."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any
from xml.etree import ElementTree as Xml

from plain_words import banned
from test_charts import texts

from hitoolkit.charts import Figure


def legible(figure: Figure) -> dict[str, Any]:
    """The payload of a chart, once it is found to be legible and to speak."""
    payload = figure.payload()
    assert json.loads(json.dumps(payload)) == payload
    for name, svg in payload["svg"].items():
        width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
        assert width == (288 if name == "narrow" else 640)
        boxes = texts(svg)
        for text, left, top, right, bottom in boxes:
            assert left >= -0.5 and right <= width + 0.5 and top >= 0 and bottom <= height, f"{name}: {text!r} leaves"
        for one, two in itertools.combinations(boxes, 2):
            apart = one[3] <= two[1] or two[3] <= one[1] or one[4] <= two[2] or two[4] <= one[2]
            assert apart, f"{name}: {one[0]!r} meets {two[0]!r}"
        assert ("Synthetic data" in [text for text, *_ in boxes]) == payload["synthetic"]
        assert "<desc" in svg and 'role="img"' in svg
    said = [payload["title"], payload["caption"].replace("None were", "No one was"), payload["alt"],
            *(note["text"] for note in payload["reading"])]
    assert all(said) and not [word for text in said for word in banned(text)]
    assert not any(sign in " ".join(said) for sign in ("nan ", "None ", "  ", "..", " ."))
    columns = len(payload["table"]["columns"])
    assert payload["table"]["rows"] and all(len(row["cells"]) == columns for row in payload["table"]["rows"])
    return payload


def drawn(figure: Figure, name: str = "wide") -> list[str]:
    """The texts of a drawing."""
    return [text for text, *_ in texts(figure.payload()["svg"][name])]


def check(payload: dict[str, Any], least: int = 6) -> None:
    """Refuse a payload whose drawings cannot be read at either width."""
    assert payload["twin"] is None and json.loads(json.dumps(payload, allow_nan=False)) == payload
    for svg in payload["svg"].values():
        width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())  # type: ignore[union-attr]
        boxes = texts(svg)
        assert len(boxes) > least and min(float(size) for size in re.findall(r'font-size="([\d.]+)', svg)) >= 15
        for text, left, top, right, bottom in boxes:
            assert left >= -0.5 and right <= width + 0.5 and top >= 0 and bottom <= height, f"{text!r} leaves"
        for one, two in itertools.combinations(boxes, 2):
            apart = one[3] <= two[1] or two[3] <= one[1] or one[4] <= two[2] or two[4] <= one[2]
            assert apart, f"{one[0]!r} meets {two[0]!r}"
        root = Xml.fromstring(svg)
        assert root.get("role") == "img" and len(root[0].text or "") > 20 and len(root[1].text or "") > 60
    said = [payload["title"], payload["caption"], payload["alt"], *(note["text"] for note in payload["reading"])]
    assert not any(banned(text) for text in said), [banned(text) for text in said]
    assert payload["table"]["rows"] and payload["source"].startswith("Source:") and not payload["title"].endswith(".")
