"""What every drawing must hold: legible, inside its frame, no text over another, and speaking."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any
from xml.etree import ElementTree as Xml

from plain_words import banned
from test_charts import texts


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
