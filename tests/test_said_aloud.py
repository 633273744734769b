"""Small things that are read aloud: each page says them as people would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hitoolkit.catalogue.wording import range_text

STAFF = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


def test_a_range_whose_ends_would_be_written_alike_is_written_finer() -> None:
    assert range_text(4.6, 5.4) == "4.6 to 5.4" and range_text(0.97, 1.04, 1) == "0.97 to 1.04"
    assert range_text(5.0, 5.0) == "5 to 5" and range_text(0.0, 0.4) == "0.0 to 0.4"


@pytest.mark.parametrize("path", STAFF, ids=lambda path: path.stem)
def test_what_staff_can_do_stands_on_their_page(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    own = [cell["metadata"]["tags"] for cell in cells if "for_staff" in cell["metadata"].get("tags", [])]
    assert all("reader" in tags for tags in own if tags), "words for staff that no page shows"
