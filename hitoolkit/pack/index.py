"""The first thing to open: every page's finding as a link, for whom it is, and whether its data are made up."""

from __future__ import annotations

import datetime
from typing import Any

from markupsafe import Markup, escape

from hitoolkit.pack import page
from hitoolkit.pack.story import read_story

#: What is kept of each page from one run to the next.
KEYS = ("name", "title", "headline", "place", "period", "audience", "synthetic", "made")


def entry(name: str, executed_notebook: Any, made: datetime.date) -> dict[str, Any]:
    """What the index says of one page, as plain values that can be kept in a file."""
    story = read_story(executed_notebook)
    return {
        "name": name,
        "title": story.title or name.replace("_", " "),
        "headline": story.headline,
        "place": story.place,
        "period": page.when((story.finding or {}).get("period")),
        "audience": story.audience,
        "synthetic": story.synthetic,
        "made": page.uk_date(made),
    }


def make_index(entries: list[dict[str, Any]], made: datetime.date | None = None) -> str:
    """Make the index of a folder of pages, as one HTML text; the first entry is the one to open first."""
    made = made or datetime.date.today()
    synthetic = [item["synthetic"] for item in entries]
    margin = "Synthetic data." if all(synthetic) else ""
    values = {"entries": entries, "made": page.uk_date(made), "all_synthetic": all(synthetic), "said": _said}
    values["with_tables"] = [item for item in entries if item.get("tables")]
    return page.render("index.html.j2", margin, **values)


def _said(entry: dict[str, Any], all_synthetic: bool) -> Markup:
    """Where, when, for whom and of what kind, in one line."""
    parts = [Markup('<span class="mark">Synthetic data</span>')] if entry["synthetic"] and not all_synthetic else []
    place = f"{entry['place']} (synthetic)" if entry["place"] and entry["synthetic"] else entry["place"]
    parts += [escape(part) for part in (place, entry["period"]) if part]
    parts += [escape(f"for {entry['audience']}")] if entry["audience"] else []
    return Markup(" &middot; ").join([*parts, escape(f"made {entry['made']}")])
