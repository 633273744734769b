"""Findings of a change: both sizes, how sure, who moved, and never what made it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from plain_words import banned, grade
from test_charts_slope import AFTER, BEFORE, SIZES, at, ethnic, hidden, lives, two, waits

import hitoolkit as hi
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.finding import Finding

FALLEN = [400, 350, 300, 250, 200], [200, 170, 140, 110, 80]
RARER = FALLEN[0], [120, 100, 80, 60, 30]
WEAK = [300, 280, 260, 240, 200], [250, 240, 230, 210, 190]


def first(table: pd.DataFrame, **names: object) -> Finding:
    return hi.findings(table, hi.change(table, **names))[0]


def places(treated_gain: float = 0.0, seed: int = 1, many: int = 60) -> tuple[pd.DataFrame, list[str]]:
    """Practices in two years, and the twenty with the highest figure in the first."""
    rng = np.random.default_rng(seed)
    true = rng.normal(20, 3, many)
    start = rng.binomial(500, true / 100)
    worst = list(np.argsort(-start, kind="stable")[:20])
    moved = true.copy()
    moved[worst[::2]] -= treated_gain
    rows = [(period, f"Practice {n:02d}", count) for period, counts in
            (("2023", start), ("2024", rng.binomial(500, moved / 100))) for n, count in enumerate(counts)]
    frame = pd.DataFrame(rows, columns=["period", "area", "numerator"])
    table = hi.check_table(frame, denominator=500, indicator="waits_over_52_weeks", dimension="imd_quintile",
                           group="All", source="sample_elective_waits")
    return hi.add_rates(table), [f"Practice {n:02d}" for n in worst]


def many() -> dict[str, Finding]:
    beside = pd.concat([two(*FALLEN), two(FALLEN[0], [380, 340, 290, 250, 200], area="Elsewhere")])
    table, worst = places()
    return {
        "clear": first(waits()), "disagree": first(two(*RARER)), "perhaps": first(two(*FALLEN)),
        "cannot tell": first(two(*WEAK)),
        "levelled down": first(two([300, 280, 260, 240, 200], [305, 280, 260, 250, 270])),
        "wider": first(two(AFTER, BEFORE, sizes=SIZES)), "turned": first(two(WEAK[0], WEAK[0][::-1])),
        "ethnic": first(ethnic()), "no range": first(lives()), "as it was": first(two(WEAK[0], WEAK[0])),
        "elsewhere": first(beside, comparator="Elsewhere"),
        "areas": hi.findings(beside, hi.change(beside[beside["period"] == "2024/25"], between="area",
                                               first="Wessington Vale", second="Elsewhere"))[0],
        "drift": hi.findings(table, hi.drift(table, worst, treated=worst[::2]))[0],
        "no comparison": hi.findings(table, hi.drift(table, 20))[0],
    }


@pytest.fixture(scope="module")
def made() -> dict[str, Finding]:
    return many()


def test_every_finding_reads_easily_names_no_cause_and_fits_the_page(made: dict[str, Finding]) -> None:
    for name, one in made.items():
        texts = [one.headline, one.sure, *(line["start"] + line["text"] for line in one.limits)]
        assert not any(banned(text) for text in texts), (name, [banned(text) for text in texts])
        assert grade(one.sure) < 10, (name, grade(one.sure))
        assert not one.headline.endswith(".") and len(one.headline) < 260 and len(one.limits) == 3
        payload = one.payload()
        assert json.loads(json.dumps(payload, allow_nan=False)) == payload and payload["about"] == "change"
        assert one.headline in one._repr_mimebundle_()["text/html"] and one.synthetic
        asked = hi.board_questions(one)
        assert len(asked) == 3 and all("gap of" not in question.question for question in asked)


ABOUT = "he gap in waiting over 18 weeks for planned care"
WHEN = "from 2023/24 to 2024/25"


@pytest.mark.parametrize(("name", "certainty", "headline"), [
    ("clear", "clear", f"T{ABOUT} narrowed {WHEN}: the difference went from 14.2 to 7.8 in every 100, the ratio from "
                       "1.4 to 1.2"),
    ("disagree", "clear", f"T{ABOUT} is narrower as a difference (from 20 to 9 in every 100), but wider as a ratio "
                          "(from 2.0 to 4.0)"),
    ("perhaps", "clear", f"T{ABOUT} is narrower as a difference (from 20 to 12 in every 100), but may be wider as a "
                         "ratio (from 2.0 to 2.5)"),
    ("cannot tell", "cannot_tell", f"We cannot tell whether t{ABOUT} moved {WHEN}: the difference went from 10 to 6 in "
                                   "every 100, the ratio from 1.5 to 1.3"),
    ("turned", "clear", f"T{ABOUT} turned round {WHEN}: the difference went from 10 more to 10 fewer in every 100, the "
                        "ratio from 1.5 to 0.7"),
    ("areas", "clear", f"T{ABOUT} is wider in Elsewhere than in Wessington Vale as a difference, but may be "
                       "narrower as a ratio: the difference is 18 and 12 in every 100, the ratio 1.9 and 2.5"),
])
def test_the_headline_gives_both_sizes(made: dict[str, Finding], name: str, certainty: str, headline: str) -> None:
    assert (made[name].certainty, made[name].headline) == (certainty, headline)


def test_the_sizes_are_those_of_the_change(made: dict[str, Finding]) -> None:
    found = hi.change(waits()).set_index("measure")
    for size, name in ((made["clear"].difference, "gap"), (made["clear"].ratio, "ratio")):
        assert [size[part] for part in ("value", "lower", "upper")] == found.loc[name, ["value", "lower", "upper"]
                                                                                 ].tolist()
    assert made["clear"].difference["big"] == "6.4 narrower"
    assert made["clear"].difference["range"] == "2.9 to 9.8 narrower"
    assert made["cannot tell"].difference["range"] == "9 narrower to 1 wider"
    assert made["wider"].difference["big"].endswith("wider")
    assert made["clear"].ratio["unit"] == "the ratio of 2023/24"


def test_who_moved_is_said(made: dict[str, Finding]) -> None:
    said = made["clear"].sure
    assert "People from the most deprived areas went from 52.7 to 46.1 in every 100" in said
    assert "Both true" not in said and "both are better off than before, the worse-off group more" in said
    assert "Both are true: report both." in made["disagree"].sure
    assert "In these figures, from 2023/24 to 2024/25 the difference is smaller" in made["perhaps"].sure
    assert "Both are true" not in made["perhaps"].sure and "there we cannot be sure" in made["perhaps"].sure
    assert "did not gain: the two are nearer since the other one lost" in made["levelled down"].sure
    assert "better off" not in made["levelled down"].sure
    assert "worse off than before" in made["wider"].sure
    assert "the other way round in 2024/25" in made["turned"].sure
    for name in ("clear", "disagree", "levelled down"):
        assert made[name].sure.endswith("What made the change is not in these numbers.")


def test_what_cannot_be_told_is_said(made: dict[str, Finding]) -> None:
    assert made["cannot tell"].sure.startswith(
        "These numbers cannot tell us. The difference could be anything from 9 narrower to 1 wider.")
    assert made["no range"].certainty == "no_range" and made["no range"].difference["lower"] is None
    assert made["no range"].headline.startswith("In these figures, the gap in life expectancy at birth")
    assert made["as it was"].certainty == "cannot_tell"
    gone = hidden()
    ends = gone["group"].eq("5") & gone["period"].eq("2024/25")
    gone.loc[ends, ["numerator", "value", "se", "lower", "upper"]] = np.nan
    few = first(gone.assign(flag=gone["flag"].mask(ends, "suppressed")))
    assert few.certainty == "too_few" and few.difference is None and few.ratio is None
    assert few.headline == "Too few cases to tell how the gap moved: waiting over 18 weeks for planned care"
    assert not any(sign.isdigit() for sign in few.sure)
    mixed = pd.concat([at("2023/24", BEFORE, SIZES), at("2024/25", AFTER, SIZES, edition="IMD 2025")])
    unlike = first(mixed)
    assert unlike.certainty == "not_comparable" and "another" in unlike.sure and unlike.difference is None


def test_a_change_beside_the_same_elsewhere_says_what_is_left(made: dict[str, Finding]) -> None:
    one = made["elsewhere"]
    assert one.headline.startswith("The gap in waiting over 18 weeks for planned care in Wessington Vale narrowed by 8 "
                                   "in every 100, and in Elsewhere it narrowed by 2.")
    assert "same path before" in one.sure and "difference in differences" in str(one.method)
    assert one.difference["unit"] == "in every 100, beyond the move in Elsewhere"


def test_did_it_work_says_both_moves_and_what_is_left(made: dict[str, Finding]) -> None:
    one = made["drift"]
    table, worst = places()
    rows = hi.drift(table, worst, treated=worst[::2]).set_index("who")
    helped, others = (abs(rows.loc[name, "change"]) for name in ("with the programme", "picked, without it"))
    assert one.headline == ("Waiting over 52 weeks for planned care: the places with the programme fell by "
                            f"{helped:.1f} in every 100; the others as bad fell by {others:.1f} with no programme")
    assert one.certainty == "cannot_tell" and "cannot tell whether the programme did anything" in one.sure
    assert "with no help at all" in one.sure and one.ratio is None
    strong, picked = places(treated_gain=10)
    clear = hi.findings(strong, hi.drift(strong, picked, treated=picked[::2]))[0]
    assert clear.certainty == "clear" and "How the places for the programme were chosen" in clear.sure
    assert "cannot tell what a programme did" in made["no comparison"].sure
    assert made["no comparison"].difference is None


def test_every_group_without_order_has_a_finding_clear_ones_first() -> None:
    found = hi.findings(ethnic(), hi.change(ethnic()))
    assert len(found) == 5 and found[0].group == "Black or Black British" and found[0].certainty == "clear"
    assert [one.certainty for one in found] == sorted((one.certainty for one in found), key=["clear",
                                                                                            "cannot_tell"].index)
    assert "Five changes were looked at" in found[0].sure


def test_foreign_changes_and_unprotected_tables_are_refused() -> None:
    with pytest.raises(InputError, match="not worked out from this table"):
        hi.findings(waits(), hi.change(two(*FALLEN)))
    with pytest.raises(InputError, match="does not hold both sides"):
        hi.findings(at("2024/25", AFTER, SIZES), hi.change(waits()))
    table = waits().assign(source="own_records")
    table.loc[0, "numerator"] = 3
    table = hi.add_rates(table)
    with pytest.raises(DisclosureError):
        hi.findings(table, hi.change(table))


def test_the_input_stays() -> None:
    table, found = waits(), hi.change(waits())
    copies = table.copy(deep=True), found.copy(deep=True)
    hi.findings(table, found)
    pd.testing.assert_frame_equal(table, copies[0])
    pd.testing.assert_frame_equal(found, copies[1])
