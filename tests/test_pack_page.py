"""The reader page, laid out from notebooks made by hand: what stands on it, what never may, and how it degrades."""

from __future__ import annotations

import copy
import datetime
import re
from html.parser import HTMLParser
from typing import Any

import nbformat
import pytest

from hitoolkit.errors import OutputError
from hitoolkit.pack import index, make_page
from hitoolkit.pack.tidy import PAYLOAD

DAY = datetime.date(2026, 10, 12)
ROWS = [
    ("Most deprived fifth", "4,930", "2,275", 46.1, 44.8, 47.5, "end"),
    ("Second fifth", "4,120", "1,800", 43.7, 42.2, 45.2, ""),
    ("Middle fifth", "3,555", "1,465", 41.2, 39.6, 42.8, ""),
    ("Fourth fifth", "2,965", "1,170", 39.5, 37.7, 41.2, ""),
    ("Least deprived fifth", "2,310", "885", 38.3, 36.4, 40.3, "end"),
    ("Group not known", "360", "190", 52.8, 47.6, 57.9, "off"),
    ("Whole list", "18,240", "7,785", 42.7, 42.0, 43.4, "total"),
]


def drawing(key: str, kind: str) -> str:
    """A dot chart with ranges, as plain as it can be while being about as large as a real one."""
    wide = kind == "wide"
    width, height = (640, 392) if wide else (288, 480)
    marks = []
    for number, (label, _, _, value, lower, upper, role) in enumerate(ROWS[:6]):
        y = 78 + number * (42 if wide else 56)
        spot = [(168 if wide else 8) + (x - 30) * (10.2 if wide else 8.9) for x in (lower, value, upper)]
        line = y if wide else y + 22
        marks += [
            f'<text x="0" y="{y + 5}" font-size="16" fill="#1B2733">{label}</text>',
            f'<text x="{width}" y="{y + 5}" font-size="16" fill="#1B2733" text-anchor="end">{value:.0f}</text>',
            f'<line x1="{spot[0]:.1f}" y1="{line}" x2="{spot[2]:.1f}" y2="{line}" stroke="#12436D" stroke-width="3"/>',
            f'<circle cx="{spot[1]:.1f}" cy="{line}" r="7" fill="{"#F46A25" if role else "#fff"}" stroke="#12436D"/>',
        ]
    said = "; ".join(f"{row[0]} {row[3]:.0f} (plausible range {row[4]:.0f} to {row[5]:.0f})" for row in ROWS[:6])
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}{kind}-t {key}{kind}-d">'
        f'<title id="{key}{kind}-t">Dot chart with ranges: people who have waited over 18 weeks</title>'
        f'<desc id="{key}{kind}-d">In every 100 people: {said}. Higher is worse. Synthetic data.</desc>{"".join(marks)}'
        f'<text x="0" y="{height - 8}" font-size="15" fill="#4A5763">Synthetic data</text></svg>'
    )


def figure(key: str = "a", title: str = "With each step towards deprivation, a larger share has waited") -> Any:
    cells = [[row[0], row[1], row[2], f"{row[3]} ({row[4]} to {row[5]})"] for row in ROWS]
    table = {
        "kind": "table",
        "title": "People waiting",
        "caption": "People waiting for planned care, and how many of them have waited over 18 weeks",
        "columns": ["Group", "People waiting", "Over 18 weeks", "In every 100 (plausible range)"],
        "rows": [{"cells": line, "role": row[6]} for line, row in zip(cells, ROWS, strict=True)],
        "notes": [],
        "synthetic": True,
    }
    return {
        "kind": "figure",
        "type": "gradient",
        "title": title,
        "subtitle": "People on the list, in five groups by how deprived their neighbourhood is.",
        "alt_title": "Dot chart",
        "alt": "",
        "svg": {"wide": drawing(key, "wide"), "narrow": drawing(key, "narrow")},
        "caption": "The difference is 8 in every 100 (plausible range 5 to 10); the ratio is 1.2 (1.1 to 1.3).",
        "source": "Source: synthetic waiting list, made for teaching.",
        "reading": [
            {"icon": "dots", "text": "Each dot is one group. Further right is worse."},
            {"icon": "bar", "text": "The thin bar is its plausible range: where the true share could well be."},
            {"icon": "band", "text": "The shaded band is the gap between the two ends."},
        ],
        "twin": {
            "label": "See the same as bars",
            "svg": {"wide": drawing(f"{key}b", "wide"), "narrow": drawing(f"{key}b", "narrow")},
        },
        "table": table,
        "synthetic": True,
    }


def finding(**changes: Any) -> dict[str, Any]:
    size = {"value": 8.1, "lower": 5.2, "upper": 10.4, "lower_label": "5", "upper_label": "10"}
    times = {"value": 1.2, "lower": 1.13, "upper": 1.28, "lower_label": "1.1", "upper_label": "1.3"}
    made = {
        "headline": "More people from the most deprived areas have waited over 18 weeks: "
        "46 in every 100, against 38 from the least deprived",
        "certainty": "clear",
        "difference": size
        | {"big": "8 more", "unit": "in every 100", "range": "5 to 10 more", "none": 0, "none_label": "0, no gap"}
        | {"alt": "The difference is 8 more in every 100; the plausible range runs from 5 to 10."},
        "ratio": times
        | {"big": "1.2 times", "unit": "as likely", "range": "1.1 to 1.3 times", "none": 1, "none_label": "1, no gap"}
        | {"alt": "The ratio is 1.2; the plausible range runs from 1.1 to 1.3."},
        "sure": "Chance alone is an unlikely explanation. If every group had the share of the least deprived fifth, "
        "about **745 fewer** of these 17,880 people would have waited over 18 weeks.",
        "missing": [
            {
                "title": "Deprivation: known for 98 in 100",
                "known": 0.98,
                "text": "Missing: 360 people. 53 in every 100 have waited over 18 weeks, more than in any group.",
            },
            {
                "title": "Ethnicity: known for 83 in 100",
                "known": 0.83,
                "text": "Missing: 3,040 people, one in six. That is enough to hide a gap, or to make one appear.",
            },
        ],
        "leaves": "If all 360 lived in the least deprived areas the difference would be 6 in every 100; if not, 8.",
        "limits": [
            {"start": "Why the gap is there.", "text": "Some specialties have longer queues than others."},
            {"start": "Who never joined the list.", "text": "It counts people still waiting on one day."},
            {"start": "Which people are poor.", "text": "The groups describe neighbourhoods, not households."},
        ],
        "method": [
            {"term": "Groups", "text": "National fifths of neighbourhoods by the Index of Multiple Deprivation."},
            {"term": "Measure", "text": "People waiting over 18 weeks, out of all on the list."},
            {"term": "Ranges", "text": "95%. Groups: Wilson. Difference: Newcombe. Ratio: log scale."},
            {"term": "Small numbers", "text": "Counts of 1 to 7 are hidden. Nothing was hidden here."},
            {"term": "Sources", "text": "Waiting list: synthetic, fixed seed."},
        ],
        "indicator": "Planned care waiting list",
        "dimension": "imd_quintile",
        "area": "Wessington Vale",
        "period": "30 September 2026",
        "stratum": "All",
        "synthetic": True,
        "source": "Synthetic waiting list",
    }
    return made | changes


def questions() -> dict[str, Any]:
    heads = ["How is it measured?", "Do we know why?", "How will we know it improves?"]
    item = {
        "question": "Which two steps from referral to treatment explain most of this gap, and who owns each?",
        "asks": "Non-executive director",
        "answers": "Chief operating officer",
        "reassure": "The same gap, step by step and by specialty, each with an owner.",
        "would_not": "“These patients cancel more.” Ask what our offer makes hard.",
        "theme": "any",
    }
    lead = "Which two steps from referral explain most of this gap, who owns them, and when shall we see it move?"
    return {"kind": "questions", "lead": lead, "items": [item | {"head": head} for head in heads]}


def notebook(*payloads: Any) -> Any:
    """An executed notebook: payloads become outputs, text becomes prose, a pair adds its tag."""
    cells = [nbformat.v4.new_markdown_cell("# 01 How steep is our gradient?\n\nThis prose is for analysts only.")]
    cells.append(nbformat.v4.new_code_cell("secret_code = 1"))
    for payload in payloads:
        tags = ["reader"] if isinstance(payload, str) else []
        if isinstance(payload, tuple):
            payload, tags = payload[0], [payload[1]]
        if isinstance(payload, str):
            cells.append(nbformat.v4.new_markdown_cell(payload, metadata={"tags": tags}))
            continue
        data = {PAYLOAD: payload, "text/plain": "plain words", "text/html": "<p>html</p>"}
        output = nbformat.v4.new_output("display_data", data=data)
        cells.append(nbformat.v4.new_code_cell("hidden_call()", outputs=[output], metadata={"tags": tags}))
    return nbformat.v4.new_notebook(cells=cells, metadata={"hitoolkit": {"audience": ["board", "analyst"]}})


def findings(*items: Any) -> dict[str, Any]:
    return {"kind": "findings", "items": list(items)}


def standard(*more: Any) -> Any:
    return notebook(figure(), findings(finding()), questions(), *more, *predicting())


def predicting() -> list[Any]:
    asked = "## Predict, then look: a longer wait\n\nOf every 100 people, how many have waited over 52 weeks?"
    return [(asked, "predict"), (figure("p", "Few have waited over 52 weeks"), "predict")]


class Seen(HTMLParser):
    """What a page is made of: its tags with their attributes, its ids, and its text outside style and script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text, self.inside = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag if tag in ("style", "script") else ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        self.text += "" if self.inside else data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", Seen(html).text.replace("\u00a0", " "))


def test_page_has_every_part_in_the_order_of_the_mock() -> None:
    text = plain(make_page(standard(), made=DAY))
    order = [
        "Synthetic data", "Wessington Vale is invented", "Wessington Vale (synthetic)", "page made 12 October 2026",
        "46 in every 100, against 38", "The difference", "8 more", "Plausible range: 5 to 10 more.", "The ratio",
        "1.2 times", "The question to ask", "Chance alone", "With each step", "How to read this, in ten seconds",
        "See the same as bars", "The same figures as a table", "46.1 (44.8 to 47.5)", "Who is missing",
        "Ethnicity: known for 83 in 100", "The range this leaves", "What this cannot tell you",
        "Three questions to ask", "By when", "Predict, then look: a longer wait", "Show what the data say",
        "Method and sources", "Groups", "Version",
    ]  # fmt: skip
    at = -1
    for words in order:
        found = text.find(words, at + 1)
        assert found > at, words
        at = found


def test_page_shows_no_code_and_asks_for_nothing_outside() -> None:
    html = make_page(standard(), made=DAY)
    seen = Seen(html)
    for hidden in ("secret_code", "hidden_call", "for analysts only", "plain words"):
        assert hidden not in html
    assert "No description has been provided" not in html
    for tag, attrs in seen.tags:
        for name in ("src", "href", "xlink:href", "action", "data"):
            assert attrs.get(name, "#").startswith("#"), (tag, attrs)
        assert not any(name.startswith("on") for name in attrs), (tag, attrs)
    assert "http" not in re.sub(r'<meta http-equiv="[^"]+"', "", html).replace("http-equiv", "")
    policy = next(meta["content"] for meta in seen.all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert len(html.encode()) < 1_500_000


def test_page_says_what_it_is_to_a_listener() -> None:
    seen = Seen(make_page(standard(), made=DAY))
    assert seen.all("html")[0]["lang"] == "en-GB"
    assert len(seen.all("h1")) == len(seen.all("main")) == len(seen.all("header")) == len(seen.all("footer")) == 1
    ids = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs in seen.all("svg"):
        if attrs.get("aria-hidden") != "true":
            assert attrs["role"] == "img"
            assert set(attrs["aria-labelledby"].split()) <= set(ids)
    for attrs in seen.all("a"):
        assert attrs["href"][1:] in ids
    assert all(attrs.get("scope") for attrs in seen.all("th"))


def test_real_data_carry_no_synthetic_mark_but_the_policy() -> None:
    real = finding(synthetic=False, area="RXX Trust")
    chart = figure() | {"synthetic": False}
    html = make_page(notebook(chart, findings(real)), made=DAY)
    text = plain(html.replace("Synthetic data.", "").replace("Synthetic data<", "<"))
    assert "(synthetic)" not in text and "invented" not in text and "Synthetic data" not in text
    assert "Counts of 1 to 7 are hidden." in text[:400]
    assert 'content:"RXX Trust, 30 September 2026"' in html


@pytest.mark.parametrize(
    "payloads",
    [
        [],
        [figure()],
        [figure(), figure("b", "A second chart")],
        [findings(finding())],
        [questions()],
        [figure()["table"]],
        [findings(finding(difference=None, ratio=None, certainty="too_few", missing=[], leaves="", limits=[]))],
        [figure() | {"table": None, "twin": None, "reading": [], "subtitle": ""}],
        ["Only prose."],
        predicting(),
    ],
)
def test_every_part_may_be_lacking(payloads: list[Any]) -> None:
    seen = Seen(make_page(notebook(*payloads), made=DAY))
    assert len(seen.all("h1")) == 1
    assert "None" not in seen.text and "Undefined" not in seen.text


def test_what_cannot_be_worked_out_is_said_in_words() -> None:
    bare = finding(difference=None, ratio=None, certainty="too_few", headline="Too few people to compare")
    text = plain(make_page(notebook(findings(bare)), made=DAY))
    assert text.count("Too few people to give a figure.") == 2
    open_ended = finding()["difference"] | {"lower": None, "upper": None, "range": ""}
    text = plain(make_page(notebook(findings(finding(difference=open_ended, certainty="no_range"))), made=DAY))
    assert "No range was published" in text


def test_further_findings_and_charts_each_keep_their_place() -> None:
    other = finding(headline="Another group has waited longer")
    last = "## After all\n\nA last word with [a link](https://example.org/x).\n\n| A | Ours |\n|---|---|\n| b | |"
    more = [figure("b", "By specialty the gap is smaller"), last]
    html = make_page(standard(findings(other), "Prose **before** the second chart.", *more), made=DAY)
    text = plain(html)
    assert text.index("Also found") < text.index("Another group has waited longer") < text.index("With each step")
    assert text.index("Three questions") < text.index("By specialty") < text.index("Prose before the second chart.")
    assert text.index("Prose before") < text.index("After all") < text.index("Predict, then look")
    assert "a link (example.org/x)" in text and '<th scope="col">Ours</th>' in html
    assert text.count("Deprivation: known for 98 in 100") == 2  # heading and alt text, not once more for each finding


def test_words_from_data_stay_words() -> None:
    rough = finding(headline="<script>alert(1)</script> & more", area='A"; } body { display:none } </style>')
    html = make_page(notebook(figure(), findings(rough), "<img src=x onerror=alert(1)>"), made=DAY)
    seen = Seen(html)
    assert len(seen.all("script")) == 1 and not seen.all("img")
    assert "<script>alert(1)</script> & more" in seen.text


@pytest.mark.parametrize(
    "part",
    [
        "<script>1</script>", '<rect onclick="x()"/>', '<use href="https://example.org/a.svg#b"/>', "<foreignObject/>",
        '<rect fill="url(https://example.org/x)"/>', '<image href="x.png"/>', "<style>@import 'x'</style>",
    ],
)  # fmt: skip
def test_a_drawing_that_reaches_outside_is_refused(part: str) -> None:
    chart = copy.deepcopy(figure())
    chart["svg"]["wide"] = chart["svg"]["wide"].replace("</svg>", f"{part}</svg>")
    with pytest.raises(OutputError):
        make_page(notebook(chart), made=DAY)


def test_index_names_the_first_page_and_marks_the_synthetic_one() -> None:
    entries = [index.entry("01_gradient", standard(), DAY)]
    entries.append(index.entry("02_own", notebook(findings(finding(synthetic=False, headline="Own data say so"))), DAY))
    html = index.make_index(entries, made=DAY)
    seen, text = Seen(html), plain(html)
    links = [attrs["href"] for attrs in seen.all("a")]
    assert links[:2] == ["01_gradient.html", "02_own.html"]
    assert {"notebooks/01_gradient.ipynb", "notebooks/02_own.ipynb"} <= set(links)
    assert text.index("46 in every 100") < text.index("Own data say so")
    assert text.count("Synthetic data") == 1
    assert "for board members and analysts" in text


def test_a_switch_shows_only_what_the_page_does_not_show_anyway() -> None:
    """Whether the figure comes before the switch or after it; with a view told, there is nothing left to guess."""
    one, other, third = figure("a", "First way"), figure("b", "Second way"), figure("c", "Third way")

    def switched(*shown: Any) -> dict[str, Any]:
        views = [{"label": view["title"].split()[0], "shown": view} for view in shown]
        return {"kind": "switch", "question": "Which is steeper?", "options": ["First", "Second"], "views": views,
                "title": "Ways to see it", "synthetic": True}  # fmt: skip

    def page(*payloads: Any) -> str:
        return make_page(notebook(findings(finding()), *payloads), made=DAY)

    whole = page(third, switched(one, other))
    assert "Which is steeper?" in whole and whole.count("First way") and whole.count("Second way")
    for html in (page(one, switched(one, other)), page(third, switched(one, other), one)):
        assert html.count('id="awide-t"') == 1 and html.count('id="bwide-t"') == 1
        assert "Another way to see it" in html and "Which is steeper?" not in html and "Show them" not in html
    assert "way to see it" not in page(one, switched(one, other), other)


def test_nothing_stands_twice_and_nothing_is_asked_that_the_page_opens_with() -> None:
    chart = figure()
    asked = {"kind": "predict", "question": "What do you expect?", "groups": ["One"], "unit": "in every 100",
             "figure": figure("q"), "finding": None, "compared": None, "synthetic": True}  # fmt: skip
    text = plain(make_page(notebook("Please read slowly.", asked, chart, findings(finding()), figure("b")), made=DAY))
    assert text.count("With each step towards deprivation, a larger share has waited") == 1
    assert "What do you expect?" not in text and text.index("Please read slowly.") < text.index("The difference")
    rows = [row | {"cells": [*row["cells"][:-1], "7.7"]} for row in chart["table"]["rows"]]  # of another year
    other = asked | {"figure": figure("q") | {"table": chart["table"] | {"rows": rows}}}
    assert "What do you expect?" in plain(make_page(notebook(other, chart), made=DAY))


def test_a_figure_about_people_who_died_is_folded_away() -> None:
    html = make_page(notebook(figure(), "Go slowly here.", (figure("c", "A grave figure"), "care")), made=DAY)
    folded = html[html.index('<details class="care">'):]
    assert "A grave figure" in folded and "A grave figure" not in html[: -len(folded)]


def test_a_made_up_figure_beside_real_ones_does_not_make_the_page_made_up() -> None:
    real = notebook(figure() | {"synthetic": False}, findings(finding(synthetic=False, area="RXX Trust")),
                    figure("c", "A made-up trust"))  # fmt: skip
    text = plain(make_page(real, made=DAY))
    assert "No figure here is about real people" not in text and "A made-up trust" in text
