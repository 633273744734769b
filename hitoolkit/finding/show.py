"""Findings as HTML that reads in order with no styles, for JupyterLab and wherever else a page is not built."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from hitoolkit.catalogue.wording import period_text
from hitoolkit.finding.model import Finding, said

#: Findings shown in full; of the others the sentence and the sizes.
IN_FULL = 1


def html(items: Sequence[Finding]) -> str:
    """The findings as one section; the first in full, further ones in a list."""
    if not items:
        return "<p>No finding: the table holds no group to compare.</p>"
    parts = [_full(item) for item in items[:IN_FULL]]
    if len(items) > IN_FULL:
        rows = "".join(f"<li>{escape(item.headline)}. {escape(_sizes(item))}</li>" for item in items[IN_FULL:])
        parts.append(f"<h4>Further findings</h4><ul>{rows}</ul>")
    start = '<section lang="en-GB" aria-label="Findings" style="max-width:46em;line-height:1.5">'
    return f"{start}{''.join(parts)}</section>"


def _full(item: Finding) -> str:
    where = " · ".join(escape(text) for text in (item.area, period_text(item.period)) if text and text != "All")
    synthetic = "<strong>Synthetic data.</strong> " if item.synthetic else ""
    return "".join([
        f"<p>{synthetic}{where}</p>" if synthetic or where else "",
        f"<h3>{escape(item.headline)}</h3>",
        _size("The difference", item.difference),
        _size("The ratio", item.ratio),
        f"<p>{escape(item.sure)}</p>",
        "<h4>Who is missing</h4>",
        *(f"<p><strong>{escape(entry['title'])}</strong><br>{escape(entry['text'])}</p>" for entry in item.missing),
        f"<p>{escape(item.leaves)}</p>" if item.leaves else "",
        "<h4>What this cannot tell you</h4><ul>",
        *(f"<li><strong>{escape(line['start'])}</strong> {escape(line['text'])}</li>" for line in item.limits),
        "</ul><details><summary>Method and sources</summary><dl>",
        *(f"<dt>{escape(line['term'])}</dt><dd>{escape(line['text'])}</dd>" for line in item.method),
        "</dl></details>",
    ])


def _size(name: str, size: dict[str, Any] | None) -> str:
    if size is None:
        return ""
    return (
        f"<p>{name}: <strong>{escape(size['big'])}</strong> {escape(size['unit'])} ({escape(said(size))})</p>"
    )


def _sizes(item: Finding) -> str:
    sizes = [size for size in (item.difference, item.ratio) if size]
    return "; ".join(f"{size['big']} {size['unit']} ({said(size)})" for size in sizes) + ("." if sizes else "")
