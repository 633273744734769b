"""What an executed notebook has to say, gathered from its outputs and its tagged cells in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hitoolkit.pack.parameters import title_of
from hitoolkit.pack.tidy import PAYLOAD

MOST_LIMITS = 6
#: What people take part in; each has its own layout in taking_part.html.j2.
TAKING_PART = ("predict", "vote", "switch", "game")


@dataclass
class Story:
    """Everything the page is laid out from; every part may be empty."""

    title: str = ""
    headline: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    questions: dict[str, Any] | None = None
    chart: dict[str, Any] | None = None
    table: dict[str, Any] | None = None
    opening: list[str] = field(default_factory=list)
    more: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    predict: dict[str, Any] | None = None
    #: The figures that answer what the page asks people to predict, for the printed page.
    answers: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)
    limits: list[dict[str, Any]] = field(default_factory=list)
    method: list[dict[str, Any]] = field(default_factory=list)
    synthetic: bool = False
    audience: str = ""

    @property
    def finding(self) -> dict[str, Any] | None:
        return self.findings[0] if self.findings else None

    @property
    def quotes(self) -> bool:
        """Whether it quotes published figures, which are about real people even where the rest is made up."""
        return bool(self.facts) or any(block["kind"] == "facts" for block in self.more)

    @property
    def place(self) -> str:
        area = str((self.finding or {}).get("area") or "")
        return "" if area == "All" else area


def read_story(notebook: Any) -> Story:
    """Gather the story of an executed notebook.

    Takes the notebook; reads its outputs of the payload kind and its cells tagged `reader` (prose for the page),
    `predict` (a question in prose, and the figure that answers it) and `care` (folded away until somebody opens it).
    The first finding is the headline; the first figure is the chart of the page, later ones follow in order, each with
    the prose that stands before it. Nothing is shown twice, and nothing is asked that the top of the page has told.
    A page is made up where what it finds is: a made-up figure set beside real ones says so itself.
    """
    story = Story(title=title_of(notebook.cells), audience=_audience(notebook))
    prose: list[str] = []
    made_up = False
    guess: dict[str, Any] = {"question": "", "figure": None, "finding": None}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            if "predict" in tags:
                guess["question"] = cell.source
            elif "reader" in tags:
                prose.append(cell.source)
        elif cell.cell_type == "code":
            for payload in _payloads(cell):
                made_up |= bool(payload.get("synthetic"))
                if "predict" in tags:
                    _to_predict(guess, payload)
                elif _place(story, payload, prose):
                    prose = []
                    if "care" in tags and story.more:
                        story.more[-1]["care"] = True
    if prose:
        story.more.append({"kind": "prose", "prose": prose}) if story.chart else story.opening.extend(prose)
    told = story.findings or [story.chart or {}]
    story.synthetic = any(one.get("synthetic") for one in told) or (made_up and not (story.findings or story.chart))
    _drop_what_is_told(story)
    story.more = [block for one in story.more for block in _only_new(story, one)]
    story.predict = guess if guess["figure"] else None
    asked = [block["asked"] for block in story.more if block["kind"] == "predict" and not block["asked"]["compared"]]
    story.answers = [one["figure"] for one in [story.predict, *asked] if one]
    _gather(story)
    story.headline = (story.finding or {}).get("headline") or story.title or _first_title(story) or "What the data say"
    return story


def _payloads(cell: Any) -> list[dict[str, Any]]:
    found = [output.get("data", {}).get(PAYLOAD) for output in cell.outputs]
    return [payload for payload in found if isinstance(payload, dict) and payload.get("kind")]


def _place(story: Story, payload: dict[str, Any], prose: list[str]) -> bool:
    """Put one payload where it belongs; whether the prose gathered so far went along with it."""
    kind = payload["kind"]
    if kind == "findings":
        known = {item["headline"] for item in story.findings}
        story.findings += [item for item in payload["items"] if item["headline"] not in known]
    elif kind == "questions" and story.questions is None:
        story.questions = payload
    elif kind == "figure" and story.chart is None:
        story.chart, story.opening = payload, [*story.opening, *prose]
        return True
    elif kind == "figure" and not _drawn(story, payload):
        story.more.append({"kind": "figure", "figure": payload, "prose": list(prose)})
        return True
    elif kind == "fact":
        return _place_fact(story, payload, prose)
    elif kind == "glossary":
        story.terms += [item for item in payload["items"] if item not in story.terms]
    elif kind in TAKING_PART:
        early = story.chart is None  # on the page the chart comes first, whatever was asked before it
        story.more.append({"kind": kind, "asked": _asked(payload), "prose": list(prose), "early": early})
        return True
    elif kind == "nothing":
        story.more.append({"kind": "prose", "prose": [*prose, f"**{payload['title']}** {payload['reason']}"]})
        return True
    elif kind == "table" and not _shown(story, payload):
        story.more.append({"kind": "table", "table": payload, "prose": list(prose)})
        return True
    return False


def _place_fact(story: Story, fact: dict[str, Any], prose: list[str]) -> bool:
    """A published figure goes with the prose before it, or with the figure before it; else it waits at the end."""
    last = story.more[-1] if story.more else {}
    if prose and story.chart:
        story.more.append({"kind": "facts", "facts": [fact], "prose": list(prose)})
        return True
    if prose and prose[-1].startswith("## "):  # a part of its own; what stands before it opens the page
        story.more.append({"kind": "facts", "facts": [fact], "prose": [prose.pop()]})
    elif last.get("kind") == "facts":
        last["facts"].append(fact)
    elif fact not in story.facts:
        story.facts.append(fact)
    return False


def _drawn(story: Story, figure: dict[str, Any]) -> bool:
    """Whether the very same chart stands on the page, such as the one that people start from when they look around."""
    figures = [story.chart, *(block.get("figure") for block in story.more)]
    return any(other and other["title"] == figure["title"] and other["table"] == figure["table"] for other in figures)


def _shown(story: Story, table: dict[str, Any]) -> bool:
    """Whether the same figures already stand on the page, under a chart or as a table of their own."""
    figures = [story.chart, *(block.get("figure") for block in story.more)]
    tables = [figure.get("table") for figure in figures if figure] + [block.get("table") for block in story.more]
    return any(other and (other["columns"], other["rows"]) == (table["columns"], table["rows"]) for other in tables)


def _only_new(story: Story, block: dict[str, Any]) -> list[dict[str, Any]]:
    """A switch without the views that the page shows anyway, and without its guess where one of them is told."""
    views = block["asked"]["views"] if block["kind"] == "switch" else []
    new = [view for view in views if not _stands(story, view["shown"])]
    if len(new) == len(views):
        return [block]
    title = "Another way to see it" if len(new) == 1 else "Other ways to see it"
    asked = {**block["asked"], "question": "", "options": [], "title": title, "views": new}
    return [{**block, "asked": asked}] if new else []


def _stands(story: Story, shown: dict[str, Any]) -> bool:
    return _drawn(story, shown) if shown["kind"] == "figure" else _shown(story, shown)


def _drop_what_is_told(story: Story) -> None:
    """Leave out what a page asks after it has told it; the words before it are of what comes next as well."""
    told = [block for at, block in enumerate(story.more) if _answered(story, at)]
    for block in reversed(told):
        story.more.remove(block)
        story.opening = [*block["prose"], *story.opening]


def _answered(story: Story, at: int) -> bool:
    """Whether the page has told what a block asks: a prediction of figures shown above it, or a vote on its headline.

    What a room did is kept: numbers it guessed, and votes that were counted.
    """
    block = story.more[at]
    asked = block.get("asked", {})
    if block["kind"] == "predict":
        above = [story.chart, *(one.get("figure") for one in story.more[:at])]
        return not asked["compared"] and any(_holds(one, asked["figure"]["table"]) for one in above if one)
    counted = asked.get("first") or asked.get("second")
    return block["kind"] == "vote" and bool(block["early"] and story.findings and not counted)


def _holds(figure: dict[str, Any], table: dict[str, Any]) -> bool:
    """Whether a figure, such as one of two dates, holds each number of a table beside its group."""
    held = (figure.get("table") or {}).get("rows", [])
    return bool(table["rows"]) and all(
        any(row["cells"][0] == other["cells"][0] and row["cells"][-1] in other["cells"] for other in held)
        for row in table["rows"]
    )


def _asked(payload: dict[str, Any]) -> dict[str, Any]:
    """What people take part in, with the words over its boxes."""
    if payload["kind"] != "predict":
        return payload
    return {**payload, "title": payload["question"], "legend": f"Your guess, {payload['unit']}"}


def _to_predict(guess: dict[str, Any], payload: dict[str, Any]) -> None:
    if payload["kind"] == "predict" and guess["figure"] is None:
        guess.update(figure=payload["figure"], finding=payload["finding"], compared=payload["compared"])
    if payload["kind"] == "figure" and guess["figure"] is None:
        guess["figure"] = payload
    if payload["kind"] == "findings" and payload["items"] and guess["finding"] is None:
        guess["finding"] = payload["items"][0]


def _gather(story: Story) -> None:
    """What belongs to all findings together, each thing once."""
    story.table = (story.chart or {}).get("table")
    if story.table is None:
        first = next((block for block in story.more if block["kind"] == "table" and not block["prose"]), None)
        if first:
            story.table = first["table"]
            story.more.remove(first)
    for item in story.findings:
        for name, by in (("missing", "title"), ("limits", "start"), ("method", "term")):
            kept = getattr(story, name)
            for one in item.get(name) or []:
                same = [other for other in kept if other[by] == one[by]]
                if not same or (name == "method" and one not in kept):
                    kept.append(one)
        if item.get("leaves") and item["leaves"] not in story.leaves:
            story.leaves.append(item["leaves"])
    story.limits = story.limits[:MOST_LIMITS]


def _first_title(story: Story) -> str:
    return str((story.chart or {}).get("title") or "")


def _audience(notebook: Any) -> str:
    """For whom the notebook is, as its metadata say: `{"hitoolkit": {"audience": "board, analyst"}}`."""
    said = notebook.metadata.get("hitoolkit", {}).get("audience", "")
    names = [name.strip() for name in said.split(",")] if isinstance(said, str) else list(said)
    names = [{"board": "board members", "analyst": "analysts"}.get(name, name) for name in names]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
