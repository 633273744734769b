"""The reader page: one file, no code, no network, made from what an executed notebook shows."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

import hitoolkit as hi
from hitoolkit.pack import safety, strips
from hitoolkit.pack.story import Story, read_story

TEMPLATES = Path(__file__).parent / "templates"
COUNTRIES = {"England", "Wales", "Scotland", "Northern Ireland", "United Kingdom", "Great Britain"}
#: What stands in the place of a figure that could not be worked out, by the certainty of the finding.
NO_FIGURE = {
    "too_few": "Too few people to give a figure",
    "not_comparable": "These groups cannot be compared",
    "cannot_tell": "These numbers cannot tell us",
    "no_range": "No figure could be worked out",
}
CLOSED = "base-uri 'none'; form-action 'none'"
MOST_GUESSES = 10
RANGE = re.compile(r"^(.+?) (\(.+ to .+\))$")


def make_page(executed_notebook: Any, made: datetime.date | None = None) -> str:
    """Make the reader page of an executed notebook, as one HTML text.

    Takes the notebook after its run, and the day that is printed as the day it was made (today where not given). The
    page lays out the payloads found in the outputs; it works nothing out, holds no code, and asks no network.
    Raises OutputError where a chart holds something a page must not.
    """
    story = read_story(executed_notebook)
    day = uk_date(made or datetime.date.today())
    return _apart(render("page.html.j2", _margin(story), story=story, made=day, **_words(story)))


def render(template: str, margin: str, **values: Any) -> str:
    """Fill a template, with style and script in the page itself and a policy that lets nothing else load."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8").replace('"MARGIN"', _css_text(margin))
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(f"\n{script}\n".encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; {CLOSED}"
    page = _environment().get_template(template)
    return page.render(style=Markup(style), script=Markup(script), policy=policy, version=hi.__version__, **values)


def uk_date(day: datetime.date) -> str:
    """A day as people write it.

    >>> uk_date(datetime.date(2026, 10, 2))
    '2 October 2026'
    """
    return f"{day.day} {day:%B} {day.year}"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.ChainableUndefined,
    )
    made.filters.update(worded=safety.worded, prose=_prose, cell=_cell, weighed=_weighed)
    made.globals.update(svgs=_svgs, strip=_strip, shares=_groups, asked=_asked)
    return made


def when(period: Any) -> str:
    """A period as people write it, where it is a day or a month, or two of them; any other as it is.

    >>> when("2026-09-30"), when("2026-09"), when("2024/25")
    ('30 September 2026', 'September 2026', '2024/25')
    >>> when("2021-07-31 to 2025-06-30")
    '31 July 2021 to 30 June 2025'
    """
    if " to " in str(period):
        return " to ".join(map(when, str(period).split(" to ")))
    text = "period not stated" if period == "not stated" else str(period or "")
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):
        return text
    try:
        day = datetime.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return text
    return uk_date(day) if len(text) > 7 else f"{day:%B} {day.year}"


def _words(story: Story) -> dict[str, Any]:
    finding = story.finding or {}
    place = f"{story.place} (synthetic)" if story.place and story.synthetic else story.place
    what = _name(str(finding.get("indicator") or ""))
    policy = next((item["text"] for item in story.method if item["term"] == "Small numbers"), "")
    return {
        "meta": [part for part in (place, what, when(finding.get("period"))) if part],
        "name": ", ".join(part for part in (story.title or story.headline, place) if part),
        "invented": f"{story.place} is invented." if story.place not in {"", *COUNTRIES} else "Made for teaching.",
        "policy_line": re.split(r"(?<=\.)\s", policy)[0],
        "no_figure": NO_FIGURE.get(str(finding.get("certainty")), "No figure could be worked out"),
        "ranges": any(RANGE.match(str(row["cells"][-1])) for row in (story.table or {}).get("rows", [])),
    }


def _name(indicator: str) -> str:
    """An indicator in words; a text that is not an id is words already."""
    if not re.fullmatch(r"[a-z0-9_]+", indicator):
        return indicator
    listed = hi.indicators()
    names = dict(zip(listed["indicator"], listed["name"], strict=True))
    return str(names.get(indicator, indicator.replace("_", " ")))


def _apart(page: str) -> str:
    """A page on which a drawing that is shown again has names of its own, so that each is described by its words."""
    seen: dict[str, int] = {}

    def named(match: re.Match[str]) -> str:
        found = re.search(r'\bid="(hi[0-9a-f]{8}-[a-z-]+)-t"', match.group())
        if found is None:
            return match.group()
        seen[found[1]] = seen.get(found[1], 0) + 1
        return match.group().replace(found[1], f"{found[1]}-{seen[found[1]]}") if seen[found[1]] > 1 else match.group()

    return re.sub(r"<svg\b.*?</svg>", named, page, flags=re.DOTALL)


def _margin(story: Story) -> str:
    """What stands at the foot of every printed side."""
    if story.synthetic:
        return f"Synthetic data. {_words(story)['invented']}"
    return ", ".join(part for part in (story.place, when((story.finding or {}).get("period"))) if part)


def _css_text(text: str) -> str:
    return '"' + re.sub(r"[\"\\<>\n\r]", lambda match: f"\\{ord(match.group()):x} ", text) + '"'


def _svgs(drawn: dict[str, Any] | None) -> Markup:
    """The drawings of one chart: the wide and the narrow one, of which the page shows that which fits."""
    pair = [(name, (drawn or {}).get(name)) for name in ("wide", "narrow")]
    there = [(name, svg) for name, svg in pair if svg]
    if len(there) == 1:
        there = [("only", there[0][1])]
    return Markup("\n").join(safety.drawing(safety.with_class(svg, name)) for name, svg in there)


def _strip(size: dict[str, Any], name: str, key: str) -> Markup:
    return safety.drawing(strips.strip(size, name, key))


def _cell(text: Any) -> Markup:
    """A cell of a table; a range behind a figure is set apart."""
    found = RANGE.match(str(text))
    if not found:
        return safety.worded(str(text))
    return safety.worded(found.group(1)) + Markup(' <span class="r">{}</span>').format(found.group(2))


def _weighed(sure: str) -> str:
    """The sentence on how sure it is, with the number of people in it made bold."""
    return re.sub(r"\babout (\d[\d,]* (?:fewer|more))\b", r"about **\1**", sure or "")


def _asked(guess: dict[str, Any]) -> str:
    """What a reader is asked to guess, which must not give the answer away: the measure and its unit, in each group."""
    finding = guess["finding"] or {}
    measure = _name(str(finding.get("indicator") or "")) or str(guess["figure"].get("alt_title") or "").split(": ")[-1]
    unit = str((finding.get("difference") or {}).get("unit") or "")
    named = ", ".join(part for part in (measure[:1].upper() + measure[1:], unit) if part)
    return f"{named}: what do you expect in each group?" if named else "What do you expect in each group?"


def _prose(texts: list[str] | str, top: int = 3) -> Markup:
    return safety.prose("\n\n".join([texts] if isinstance(texts, str) else texts), top)


def _groups(figure: dict[str, Any]) -> list[tuple[str, str]]:
    """The groups of a figure with their values, most disadvantaged first, without unknown ones and the whole."""
    rows = [row for row in (figure.get("table") or {}).get("rows", []) if row.get("role") not in ("off", "total")]
    pairs = [(str(row["cells"][0]), RANGE.sub(r"\1", str(row["cells"][-1]))) for row in rows]
    return pairs if len(pairs) <= MOST_GUESSES else []
