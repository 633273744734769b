"""The widgets without a browser: what they ask, refuse, answer and hold, and their twins where nothing runs."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit import widgets
from hitoolkit.errors import DisclosureError, InputError, ParameterError
from hitoolkit.pack import make_page
from hitoolkit.pack.runner import Job, run_notebooks
from hitoolkit.widgets import guesses, luck
from hitoolkit.widgets.asked import read_asked
from hitoolkit.widgets.base import BROWSER, PAYLOAD

WAITS = "waits_over_18_weeks"
ROOM = [[60, 55, 50, 45, 40], [50, 45, 40, 35, 30], [70, None, 60, 50, 45]]


@pytest.fixture(scope="module")
def safe() -> pd.DataFrame:
    records = hi.open_records(hi.read_sample("elective_waits"))
    counted = hi.count_by(records, ["imd_quintile", "ethnic_group"], [WAITS, "waits_over_52_weeks"], period="2026")
    return hi.protect(hi.add_rates(counted))


@pytest.fixture(scope="module")
def fifths(safe: pd.DataFrame) -> pd.DataFrame:
    return safe[(safe["indicator"] == WAITS) & (safe["dimension"] == "imd_quintile")]


@pytest.fixture(scope="module")
def ethnic(safe: pd.DataFrame) -> pd.DataFrame:
    return safe[(safe["indicator"] == WAITS) & (safe["dimension"] == "ethnic_group")]


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    """Twenty services that are all the same but for luck, in two years."""
    sizes = [150, 180, 220, 260, 300, 350, 400, 450, 520, 600, 700, 800, 900, 1000, 1200, 1400, 1700, 2000, 2500, 3000]
    years = {
        "2024": [10, 20, 20, 20, 40, 35, 35, 35, 45, 45, 70, 80, 75, 100, 120, 155, 205, 220, 225, 310],
        "2025": [20, 15, 25, 20, 25, 35, 45, 40, 50, 60, 70, 85, 85, 100, 140, 135, 180, 210, 255, 305],
    }
    rows = [(f"Service {chr(65 + at)}", year, events, size)
            for year, counts in years.items() for at, (events, size) in enumerate(zip(counts, sizes, strict=True))]
    frame = pd.DataFrame(rows, columns=["group", "period", "numerator", "denominator"])
    table = hi.check_table(frame, indicator="waits_over_52_weeks", area="England", dimension="provider")
    return hi.protect(hi.add_rates(table))


def hidden_table() -> pd.DataFrame:
    frame = pd.DataFrame({"group": ["White", "Mixed", "Asian or Asian British", "Black or Black British"],
                          "numerator": [400, 3, 90, 4], "denominator": [2000, 40, 500, 45]})
    table = hi.check_table(frame, indicator=WAITS, period="2026", area="Wessington Vale", dimension="ethnic_group")
    return hi.protect(hi.add_rates(table))


def shown(thing: Any) -> dict[str, Any]:
    bundle = thing._repr_mimebundle_()
    return dict(bundle[0] if isinstance(bundle, tuple) else bundle)


def every(fifths: pd.DataFrame, ethnic: pd.DataFrame, places: pd.DataFrame) -> dict[str, Any]:
    return {
        "predict": widgets.predict(fifths),
        "predict_room": widgets.predict(fifths, ROOM),
        "vote": widgets.vote("Has the gap closed?", ["Yes", "No"], [10, 4], [3, 11]),
        "vote_form": widgets.vote("Has the gap closed?", ["Yes", "No"]),
        "explore": widgets.explore([fifths, ethnic]),
        "share": widgets.share(ethnic, "White"),
        "switch": widgets.switch({"Fifths": hi.inequality_chart(fifths), "Ethnic": ethnic}, "Which gap is larger?"),
        "funnel_game": widgets.funnel_game(places),
    }


# Predict


def test_no_figure_is_held_before_it_is_asked_for(fifths: pd.DataFrame) -> None:
    asked = widgets.predict(fifths)
    state = json.dumps({name: value for name, value in asked.get_state().items() if not name.startswith("_")})
    for value in fifths["value"]:
        assert f"{value:.1f}" not in state and f"{value:.0f}." not in state
    assert asked.answer == {} and asked.view["top"] == 100
    asked.on_reveal({"guess": [60, 55, 50, 45, 40]})
    assert [row["value"] for row in asked.answer["rows"]] == fifths[~fifths["group"].isin(["All", "Not known"])][
        "value"].tolist()


def test_a_guess_is_set_beside_the_data_in_words(fifths: pd.DataFrame) -> None:
    told = shown(widgets.predict(fifths, [60, 55, 50, 45, 39]))[PAYLOAD]["compared"]
    gap = hi.measure(fifths, ["gap", "ratio"]).set_index("measure")["value"]
    first = fifths[fifths["group"] == "1"]["value"].iloc[0]
    assert told["rows"][0][0] == "Most deprived fifth" and told["rows"][0][1] == "60"
    assert told["rows"][0][3] == f"{60 - first:.0f} too high"
    assert told["rows"][4][3].endswith("inside the plausible range") or told["rows"][4][3] == "the same"
    difference, ratio = told["sentences"][1:3]
    assert f"guessed 21, found {gap['gap']:.1f} (plausible range" in difference and "too large" in difference
    assert f"guessed 1.54, found {gap['ratio']:.2f}" in ratio


def test_a_room_is_lowest_middle_and_highest(fifths: pd.DataFrame) -> None:
    asked = read_asked(fifths)
    room = guesses.check_guesses(ROOM, asked)
    told = guesses.compared(asked, room)
    assert told["rows"][0][1] == "60 (50 to 70)" and told["rows"][1][1] == "50 (45 to 55)"
    assert "guessed 20 (from 20 to 25)" in told["sentences"][1]
    assert "The middle guess of the room" in told["sentences"][0]


def test_where_more_is_better_the_signs_turn() -> None:
    frame = pd.DataFrame({"group": [1, 2, 3, 4, 5], "value": [73.9, 77.0, 79.6, 81.5, 83.3]})
    table = hi.check_table(frame, indicator="life_expectancy", period="2021", area="Wessington Vale",
                           dimension="imd_quintile", source="sample_life_expectancy")
    told = guesses.compared(read_asked(table), [[70.0, 75.0, 78.0, 80.0, 84.0]])
    assert "guessed 14, found 9.4" in told["sentences"][1] and "guessed 1.2, found 1.13" in told["sentences"][2]
    assert "worse off" in told["sentences"][3]


def test_a_hidden_group_can_be_guessed_and_is_said_to_be_hidden() -> None:
    table = hidden_table()
    assert (table["flag"] == "suppressed").any()
    asked = widgets.predict(table, [20, 10, 20, 15])
    assert any("hidden in the data" in row[3] for row in shown(asked)[PAYLOAD]["compared"]["rows"])
    asked.on_reveal({"guess": [None, 10, None, None]})
    assert None in [row["value"] for row in asked.answer["rows"]]


@pytest.mark.parametrize("guess, said", [
    ([1, 2, 3], "holds 3 numbers"), (["sixty", 5, 5, 5, 5], "not a number"), ([101, 5, 5, 5, 5], "between 0 and 100"),
    ([-1, 5, 5, 5, 5], "between 0 and 100"), (7, "a list of 5 numbers"), ("12345", "a list of 5 numbers"),
    ([[1, 2, 3, 4, 5], [1, 2]], "Guess 2 holds 2 numbers"), ([float("nan"), 1, 1, 1, 1], "not a number"),
    ([[1] * 5] * 501, "at most"), ([True, 1, 1, 1, 1], "not a number"),
])
def test_guesses_that_cannot_be_meant_are_refused_in_a_sentence(fifths: pd.DataFrame, guess: Any, said: str) -> None:
    with pytest.raises(ParameterError, match=said) as fault:
        widgets.predict(fifths, guess)
    assert "\n" not in str(fault.value) and len(str(fault.value)) < 200


def test_a_message_that_no_browser_sends_is_answered_in_words(fifths: pd.DataFrame) -> None:
    asked = widgets.predict(fifths)
    for message in ({"do": "add", "guess": ["<b>"] * 5}, {"do": "reveal", "guess": [999] * 5}, {"do": "add"}):
        asked._hear(asked, message, [])
        assert asked.said and asked.answer == {} and asked.room == []
    asked._hear(asked, {"do": "nothing"}, [])
    asked._hear(asked, "words", [])


def test_adding_and_starting_again(fifths: pd.DataFrame) -> None:
    asked = widgets.predict(fifths)
    for guess in ROOM:
        asked._hear(asked, {"do": "add", "guess": guess}, [])
    assert len(asked.room) == 3 and asked.said.startswith("Added. 3 guesses") and asked.mine == [None] * 5
    asked._hear(asked, {"do": "reveal", "guess": [None] * 5}, [])
    assert asked.answer["room"] == 3 and asked.answer["rows"][0]["guess"] == (50.0, 60.0, 70.0)
    asked._hear(asked, {"do": "again"}, [])
    assert (asked.room, asked.answer) == ([], {})


def test_an_empty_table_asks_nothing_and_a_long_one_is_refused(fifths: pd.DataFrame, places: pd.DataFrame) -> None:
    assert widgets.predict(fifths.iloc[:0]) is None
    year = places[places["period"] == "2024"]
    said = widgets.predict(year)
    assert type(said).__name__ == "Note" and "20 known groups" in said._repr_mimebundle_()["text/html"]
    with pytest.raises(InputError, match="20 known groups"):
        widgets.predict(year, [1] * 20)


# The others


def test_votes_are_refused_where_they_cannot_be_counted() -> None:
    for options, first, second in ((["Yes"], None, None), (["Yes", "Yes"], None, None), (["Yes", "No"], [1], None),
                                   (["Yes", "No"], [1, -1], None), (["Yes", "No"], None, [1, 2]),
                                   (["Yes", "No"], ["a", 1], None)):
        with pytest.raises(ParameterError):
            widgets.vote("Closed?", options, first, second)


def test_explore_shows_what_is_picked_and_hides_lists_of_one(fifths: pd.DataFrame, ethnic: pd.DataFrame) -> None:
    looked = widgets.explore([fifths, ethnic])
    assert [one["name"] for one in looked.view["controls"]] == ["dimension", "chart"]
    assert "deprived" in looked.answer["finding"]
    looked._hear(looked, {"do": "pick", "name": "dimension", "value": "ethnic_group"}, [])
    assert "Black or Black British" in looked.answer["html"] and "Black" in looked.answer["finding"]
    assert looked.answer["html"].count("<svg") == 1
    looked._hear(looked, {"do": "pick", "name": "chart", "value": "table"}, [])
    assert "<svg" not in looked.answer["html"] and "<table" in looked.answer["html"]
    looked._hear(looked, {"do": "pick", "name": "chart", "value": "pie"}, [])
    assert "<table" in looked.answer["html"]


def test_explore_offers_only_what_is_there(fifths: pd.DataFrame, ethnic: pd.DataFrame) -> None:
    later = fifths.assign(period="2099")
    looked = widgets.explore([fifths, later, ethnic])

    def controls() -> dict[str, list[str]]:
        return {one["name"]: [value for value, _ in one["options"]] for one in looked.view["controls"]}

    assert controls()["period"] == [fifths["period"].iloc[0], "2099"] and "area" not in controls()
    looked._hear(looked, {"do": "pick", "name": "period", "value": "2099"}, [])
    assert "2099" in looked.answer["html"]
    looked._hear(looked, {"do": "pick", "name": "dimension", "value": "ethnic_group"}, [])
    assert "period" not in controls()  # only one is left, so there is nothing to choose
    assert "2099" not in looked.answer["html"] and "Black" in looked.answer["html"]


def test_explore_redraws_in_little_work(fifths: pd.DataFrame, ethnic: pd.DataFrame) -> None:
    looked, took = widgets.explore([fifths, ethnic]), []
    for name, value in (("dimension", "ethnic_group"), ("chart", "bars"), ("dimension", "imd_quintile")):
        began = time.process_time()  # the work itself: what else the machine does is not counted
        looked._picked[name] = value
        looked._settle()
        looked._controls()
        assert "<svg" in looked._html("wide")
        took.append(time.process_time() - began)
    assert sorted(took)[1] < 0.3, took


def test_share_follows_unknown_range(ethnic: pd.DataFrame) -> None:
    moved = widgets.share(ethnic, "White", most=0.2)
    moved._hear(moved, {"do": "share", "share": 10}, [])
    exact = hi.unknown_range(ethnic, "ratio", "White", (0.1, 0.1))["lower"].iloc[0]
    assert moved.answer["big"] == f"{exact:.2f}" and "10 in every 100" in moved.answer["text"] and moved.at == 10
    moved._hear(moved, {"do": "share", "share": 21}, [])
    assert moved.said == "Write a share between 0 and 20 in every 100." and moved.at == 10
    for wrong in (0, 1.5, True, "half"):
        with pytest.raises(ParameterError):
            widgets.share(ethnic, "White", most=wrong)  # type: ignore[arg-type]
    with pytest.raises(ParameterError):
        widgets.share(ethnic, "Martian")


def test_switch_shows_nothing_before_the_guess(fifths: pd.DataFrame) -> None:
    asked = widgets.switch({"A": fifths, "B": hi.summary_table(fifths)}, "Which is steeper?")
    assert asked.answer == {} and "svg" not in json.dumps(asked.view)
    asked._hear(asked, {"do": "show", "name": "B"}, [])
    assert "<table" in asked.answer["html"] and asked.said.startswith("Shown: B")
    for wrong in ({"A": fifths}, {"A": fifths, "B": "text"}, [fifths, fifths]):
        with pytest.raises(ParameterError):
            widgets.switch(wrong)  # type: ignore[arg-type]


def test_the_game_knows_where_a_service_came(places: pd.DataFrame) -> None:
    game = widgets.funnel_game(places, seed=3)
    assert "2025" not in json.dumps(game.view)
    game._hear(game, {"do": "reveal", "pick": "Service E"}, [])
    assert game.said.startswith("You picked Service E. In 2025 it came 18th of 20")
    assert "<svg" in game.answer["html"]
    game._hear(game, {"do": "again"}, [])
    first = game.view["html"]
    assert "every service has the same true rate" in first and game.answer == {} and game.pick == ""
    game._hear(game, {"do": "reveal", "pick": "Service A"}, [])
    assert "<svg" not in game.answer["html"] and "made-up year 2" in game.answer["html"]
    other = widgets.funnel_game(places, seed=3)
    other._hear(other, {"do": "again"}, [])
    assert other.view["html"] == first  # the same seed, the same luck


def test_luck_alone_puts_small_services_at_the_end(places: pd.DataFrame) -> None:
    """The brief exercise on league tables found the worst among the five smallest in 58 of every 100 runs."""
    said = luck.noise(luck.read_places(places)[0], seed=0)
    found = re.search(r"five smallest in (\d+) of every 100", said)
    assert found and abs(int(found[1]) - 58) <= 4


def test_a_game_needs_two_periods_and_a_direction(places: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="two periods"):
        widgets.funnel_game(places[places["period"] == "2024"])
    with pytest.raises(ParameterError, match="seed"):
        widgets.funnel_game(places, seed=-1)


# All of them


def test_unprotected_tables_are_refused() -> None:
    frame = pd.DataFrame({"group": ["White", "Mixed", "Not known"], "numerator": [400, 3, 50],
                          "denominator": [2000, 40, 200]})
    table = hi.add_rates(hi.check_table(frame, indicator=WAITS, period="2026", area="Here", dimension="ethnic_group"))
    years = pd.concat([table.assign(period=year, dimension="provider") for year in ("2024", "2025")])
    for make in (lambda: widgets.predict(table), lambda: widgets.explore(table), lambda: widgets.share(table, "White"),
                 lambda: widgets.switch({"A": table, "B": table}), lambda: widgets.funnel_game(years)):
        with pytest.raises(DisclosureError):
            make()


def test_state_holds_no_record_and_no_true_count(fifths: pd.DataFrame, ethnic: pd.DataFrame,
                                                 places: pd.DataFrame) -> None:
    records = hi.read_sample("elective_waits")
    true = hi.count_by(hi.open_records(records), ["imd_quintile"], [WAITS], period="2026")
    counts = {f"{one:,.0f}" for one in true["numerator"].dropna()} - {f"{one:,.0f}" for one in fifths["numerator"]}
    assert len(counts) >= 3  # otherwise nothing is tried here
    for name, one in every(fifths, ethnic, places).items():
        for message in ({"do": "reveal", "guess": [50] * 5, "pick": "Service A"}, {"do": "show", "name": "Fifths"}):
            one._hear(one, message, [])
        state = {key: value for key, value in one.get_state().items() if key not in ("_esm", "_css")}
        text = json.dumps([state, shown(one)], default=str)
        assert not any(re.search(rf"(?<![\d,.]){count}(?![\d,.])", text) for count in counts), name
        assert not [column for column in ("days_waited", "ethnic_code") if column in json.dumps(state)], name


def test_every_twin_reads_without_a_script(fifths: pd.DataFrame, ethnic: pd.DataFrame, places: pd.DataFrame) -> None:
    for name, one in every(fifths, ethnic, places).items():
        bundle = shown(one)
        assert "application/vnd.jupyter.widget-view+json" in bundle, name
        assert "<script" not in bundle["text/html"] and "http" not in re.sub(r'xmlns="[^"]+"', "", bundle["text/html"])
        assert bundle["text/plain"] and bundle[PAYLOAD]["kind"]
        assert "nan" not in re.sub(r"[a-z]nan|nan[a-z]", "", bundle["text/html"].lower()), name


def test_nothing_in_the_browser_files_reaches_outside() -> None:
    for file in BROWSER.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]|import\s*\(|@import|fetch\(|XMLHttp|localStorage|url\(", text), file.name


def notebook(*outputs: Any) -> Any:
    cells = [nbformat.v4.new_markdown_cell("# A page")]
    for one in outputs:
        data = {kind: content for kind, content in shown(one).items() if kind != "text/plain"}
        cells.append(nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", data)]))
    return nbformat.v4.new_notebook(cells=cells)


def test_the_reader_page_lays_them_out(fifths: pd.DataFrame, ethnic: pd.DataFrame, places: pd.DataFrame) -> None:
    shown = every(fifths, ethnic, places)
    page = make_page(notebook(*(one for name, one in shown.items() if name != "explore")))
    assert page.count('type="number"') == 5 + 4  # one prediction, and a vote in two rounds
    for words in ("Has the gap closed?", "Which gap is larger?", "Which service will be worst next year?",
                  "60 (50 to 70)", 'Most moved to "No"'):
        assert words in page, words
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})


def test_a_prediction_of_what_the_page_tells_is_left_out(fifths: pd.DataFrame) -> None:
    chart = hi.inequality_chart(fifths)
    for order in ([chart, widgets.predict(fifths)], [widgets.predict(fifths), chart]):
        told = make_page(notebook(*order))
        assert 'type="number"' not in told and "What was expected" not in told
    assert "too high" in make_page(notebook(chart, widgets.predict(fifths, [99] * 5)))


def test_a_vote_on_what_the_headline_tells_is_left_out_unless_it_was_counted(fifths: pd.DataFrame) -> None:
    asked, said = ("Has the gap closed?", ["Yes", "No"]), hi.findings(fifths)
    assert "Has the gap closed?" in make_page(notebook(widgets.vote(*asked)))
    assert "Has the gap closed?" not in make_page(notebook(widgets.vote(*asked), said))
    counted = make_page(notebook(widgets.vote(*asked, [10, 4], [3, 11]), said))
    assert 'Most moved to "No"' in counted and 'type="number"' not in counted


def test_a_chart_that_stands_on_the_page_is_not_drawn_again(fifths: pd.DataFrame) -> None:
    chart = hi.inequality_chart(fifths)
    assert make_page(notebook(chart, chart)).count("<figure") == make_page(notebook(chart)).count("<figure")


def test_a_run_without_a_browser_keeps_payload_and_words(tmp_path: Path) -> None:
    code = """import hitoolkit as hi
from hitoolkit import widgets

records = hi.open_data("elective_waits")
safe = hi.protect(hi.count_by(records, ["imd_quintile", "ethnic_group"], "waits_over_18_weeks").pipe(hi.add_rates))
fifths, ethnic = safe[safe["dimension"] == "imd_quintile"], safe[safe["dimension"] == "ethnic_group"]"""
    shows = ["widgets.predict(fifths, guess)", 'widgets.vote("Closed?", ["Yes", "No"])', "widgets.explore(safe)",
             'widgets.share(ethnic, "White")', 'widgets.switch({"A": fifths, "B": ethnic})']
    setting = nbformat.v4.new_code_cell("guess: list = []  # what was guessed", metadata={"tags": ["parameters"]})
    cells = [nbformat.v4.new_markdown_cell("# Taking part"), setting,
             *(nbformat.v4.new_code_cell(one) for one in [code, *shows])]
    file = tmp_path / "taking_part.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
    index = run_notebooks([Job(file, {"guess": [60, 55, 50, 45, 40]})], tmp_path / "out")
    made = nbformat.read(index.parent / "notebooks" / "taking_part.ipynb", 4)
    outputs = [output for cell in made.cells if cell.cell_type == "code" for output in cell.outputs]
    kinds = [output["data"][PAYLOAD]["kind"] for output in outputs if "data" in output]
    assert kinds[0] == "predict" and kinds[1] == "vote" and kinds[-1] == "switch" and len(kinds) == 5
    assert all({"text/html", "text/plain"} <= set(output["data"]) for output in outputs)
    assert "widgets" not in made.metadata and "widget-view" not in json.dumps(made)
    assert "the guess beside the data" in (index.parent / "taking_part.html").read_text(encoding="utf-8")
