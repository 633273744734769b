"""Whatever a learner hands in is read, asked about or passed by; it never ends in a fault."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import hitoolkit as hi
from hitoolkit import practice
from hitoolkit.practice.feedback import STATES
from hitoolkit.practice.marking import mark
from hitoolkit.practice.model import Question, Trap
from hitoolkit.practice.numbers import Number, Which, read_number
from hitoolkit.practice.received import Nothing, simple
from hitoolkit.practice.units import plain, said
from tests.practice_tools import draft

QUESTIONS = [one._question for name in ("01", "04") for one in draft(name).questions.values()]


def number(answer: float, unit: str, tolerance: float = 0.05, **more: Any) -> Question:
    hints = ("one", "two", "three")
    return Question("q", "How many?", "number", hints, "So.", unit, answer, tolerance, places=1, **more)


TWELVE = number(12.0, "%")


class Hostile:
    """A thing that does its worst wherever it is touched."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("touched")

    def __repr__(self) -> str:
        raise RuntimeError("printed")

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    def __hash__(self) -> int:
        raise RuntimeError("hashed")

    def __len__(self) -> int:
        raise RuntimeError("counted")

    def __bool__(self) -> bool:
        raise RuntimeError("asked")

    def __float__(self) -> float:
        raise RuntimeError("turned into a number")

    def __iter__(self) -> Any:
        raise RuntimeError("walked through")


class HostileText(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError("printed")

    def strip(self, *_: Any) -> str:
        raise RuntimeError("stripped")


ITSELF: list[Any] = []
ITSELF.append(ITSELF)
DEEP: Any = 12
for _ in range(2_000):
    DEEP = [DEEP]

ODD = [
    *(True, False, b"12", bytearray(b"12"), 12j, object(), Hostile(), [Hostile()], {"a": Hostile()}, HostileText("12")),
    *(float("inf"), -float("inf"), 10**400, -(10**400), 1e308, 1e-320, "1e999", "9" * 5_000, "a" * 100_000),
    *(
        dt.date(2025, 6, 29),
        dt.datetime.now(),
        pd.Timestamp("2025-06-29"),
        pd.Timedelta("1D"),
        np.datetime64("2025-06-29"),
    ),
    *(np.array([[1, 2], [3, 4]]), np.array([]), np.arange(10_000), np.array(12), np.array(["x"], dtype=object)),
    *(pd.DataFrame(), pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"value": [1, 2]}), pd.Series(range(1_000)), pd.NaT),
    *(pd.Series(["x", None]), pd.Index([1]), pd.Categorical(["a"]), pd.Interval(1, 2), range(3), iter([1]), lambda: 12),
    *(
        ITSELF,
        DEEP,
        {},
        {"x": {}},
        {1: 2},
        {None: None},
        {"lower": 1},
        {"lower": 1, "upper": None},
        {"lower": [], "upper": {}},
    ),
    *(set(), {1, "a"}, frozenset({12}), (None, None), [..., ...], (12,), [[12]], [12, None], ["", "..."]),
    *(
        "\x00",
        "\x1b[31m12",
        "\u202e12",
        "\ud800",
        "<script>alert(1)</script>",
        "12 <b>",
        "{fact.x}",
        "%s %d {0}",
        "12\n13",
    ),
    *(
        "--12",
        "+-1",
        "1.2.3",
        "1,2,3",
        "12%%",
        "%",
        "in 100",
        "1 in 0",
        "0/0",
        "1 in 8 in 8",
        "\u0663\u066b\u0661\u0664",
        "twelve",
        "½",
        "12²",
    ),
    *(
        "1_000",
        "0x12",
        "nan",
        "inf",
        "-inf",
        "None",
        "True",
        "12e",
        "e12",
        ".",
        "-",
        "1/2/2025",
        "12:30",
        "£12",
        "12 or 13",
    ),
    *(decimal.Decimal("sNaN"), decimal.Decimal("NaN"), decimal.Decimal("12"), fractions.Fraction(1, 8), np.ma.masked),
    *(
        Exception("x"),
        Exception,
        type,
        hi,
        practice,
        NotImplemented,
        slice(1),
        memoryview(b"1"),
        "to",
        "12 to",
        "to 12",
    ),
]


def answered(question: Question, given: Any) -> None:
    feedback = mark(question, given)
    assert feedback.state in STATES
    text, html = str(feedback), feedback.html()
    assert text and len(text) < 5_000
    assert "<script" not in html and "<b>" not in html and "\x1b" not in text
    assert html.count("<div") == html.count("</div>") == 1


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_odd_things_get_an_answer(question: Question) -> None:
    for given_one in ODD:
        answered(question, given_one)


ATOMS = some.one_of(
    some.none(), some.booleans(), some.integers(), some.floats(), some.text(max_size=30), some.binary(max_size=5),
    some.complex_numbers(), some.dates(), some.decimals(), some.fractions(), some.just(...),
    some.from_regex(r"[-+]?\d{1,4}[.,]?\d{0,3} ?(%|pp|times|in \d{1,4}|to \d|people|x)?", fullmatch=True),
)  # fmt: skip
ANYTHING = some.recursive(
    ATOMS,
    lambda inner: some.one_of(
        some.lists(inner, max_size=4),
        some.tuples(inner, inner),
        some.dictionaries(some.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
def test_anything_at_all_gets_an_answer(thing: Any) -> None:
    for question in QUESTIONS:
        answered(question, thing)


@settings(max_examples=200, deadline=None)
@given(some.lists(some.lists(ATOMS, min_size=2, max_size=2), min_size=1, max_size=3))
def test_any_table_gets_an_answer(rows: list[list[Any]]) -> None:
    frame = pd.DataFrame(
        [[None if one is ... else one for one in row] for row in rows], columns=["value", "upper"], dtype=object
    )
    for question in QUESTIONS[:2]:
        answered(question, frame)
        answered(question, frame["value"])
        answered(question, frame.to_numpy())


@settings(max_examples=300, deadline=None)
@given(
    some.integers(-99_999, 99_999),
    some.integers(0, 4),
    some.sampled_from(["", "%", "people", "times", "in every 1,000"]),
)
def test_every_way_to_write_a_figure_is_read_as_that_figure(digits: int, places: int, unit: str) -> None:
    value = digits / 10**places
    written = f"{value:.{places}f}"
    targets = (value,)
    forms: list[Any] = [
        value,
        written,
        f" {written} ",
        f"+{written}" if value >= 0 else written,
        f"{value:,.{places}f}",
    ]
    forms += [np.float64(value), np.array([value]), pd.Series([value]), [value], decimal.Decimal(written)]
    forms += [pd.DataFrame({"value": [value]}), written.replace("-", "\u2212"), f"about {written}"]
    if unit:
        forms += [said(value, unit), f"{written} {unit}"]
    for form in forms:
        read = read_number(simple(form), unit, targets)
        # Below one, or where a ratio is large, a bare figure may be asked about, as may a comma in a share or a ratio;
        # it is never read as another one.
        assert isinstance(read, Number | Which), form
        if isinstance(read, Number):
            assert read.value == pytest.approx(value, rel=1e-9, abs=1e-12), form
        else:
            comma = unit in ("%", "times") and "," in str(form)
            assert unit and (abs(value) <= 1 or comma or (unit == "times" and abs(value) >= 5)), (form, read)


@pytest.mark.parametrize("form", [
    0.12, 12, 12.0, "12", "12.0", "12%", "12 %", "12 per cent", "12 percent", "0.12", "12 in every 100", "12 in 100",
    "12 out of 100", "120 per 1,000", "3 in 25", "12/100", "= 12%", "about 12", "~12%", np.int64(12), np.float32(12),
    pd.Series([12.0]), pd.DataFrame({"value": [12.0]}), decimal.Decimal("12"), fractions.Fraction(3, 25), [12], (12,),
    "\uff11\uff12", "+12", "12.", np.array(12), np.array([[12]]), pd.Index([12]), {12},
])  # fmt: skip
def test_twelve_per_cent_in_all_its_forms(form: Any) -> None:
    feedback = mark(TWELVE, form)
    assert feedback.state == "correct", feedback
    assert "read as 12%" in feedback.received


@pytest.mark.parametrize(("form", "unit", "targets", "asks"), [
    (0.7, "%", (3.0, 60.0), '"0.7%" or "70%"'),
    (0.7, "%", (), '"0.7%" or "70%"'),
    ("1,5", "%", (), "1.5 with a point, or 15"),
    ("12,3", "", (), "12.3 with a point, or 123"),
    ("0,12", "%", (12.0,), "decimal point"),
    (12, "times", (1.82,), '"12 times" or "12% more"'),
    ("82%", "times", (1.2,), '"0.82 times" or "1.82 times"'),
    ("12 years", "%", (12.0,), "unit of this question"),
    ("1,500", "times", (1.5,), "1.500 with a point, or 1500"),
    ("1,500%", "%", (1.5,), "1.500 with a point, or 1500"),
    ("5 in every 100 fewer", "%", (5.0,), "with a minus sign"),
    ("16% less", "percentage points", (16.0,), "with a minus sign"),
    ("12%", "people", (12.0,), "unit of this question"),
    ("12²", "people", (12.0,), "unit of this question"),
    ("12 or 13", "people", (12.0,), "unit of this question"),
    ([1, 2], "%", (), "one number, and there are 2"),
    (float("inf"), "", (), "divided by zero"),
    ("1e999", "", (), "too large"),
    (True, "", (), "not a number"),
    (b"12", "", (), "Bytes is not a number"),
    (dt.date(2025, 1, 1), "", (), "A date is not a number"),
    (pd.DataFrame({"a": [1, 2]}), "", (), "table with 2 rows"),
])  # fmt: skip
def test_what_can_be_read_in_two_ways_is_asked_about(
    form: Any, unit: str, targets: tuple[float, ...], asks: str
) -> None:
    read = read_number(simple(form), unit, targets)
    assert isinstance(read, Which)
    assert asks in read.ask


@pytest.mark.parametrize(("form", "unit", "value"), [
    ("1 in 8", "%", 12.5), ("12\u00a0%", "%", 12), ("3.28 pp", "percentage points", 3.28),
    ("3.28%", "percentage points", 3.28), ("1.82x", "times", 1.82), ("1.82 times as likely", "times", 1.82),
    ("1.82:1", "times", 1.82), ("82% more", "times", 1.82), ("12.67 per 100,000", "in every 100,000", 12.67),
    ("0.1267 per 1,000", "in every 100,000", 12.67), ("1 person", "people", 1), ("9 year", "years", 9),
    ("9.4 years", "years", 9.4), ("30 per 1000", "in every 1,000", 30), ("3%", "in every 1,000", 30),
    ("2,004,184", "people", 2_004_184), ("2 004 184", "people", 2_004_184), ("1800/15000", "%", 12.0),
    ("1.2e3", "", 1200), ("-3.28", "percentage points", -3.28),
    ("minus 3.28", "percentage points", -3.28), ("1,500", "people", 1500),
    ("1,500 per 100,000", "in every 100,000", 1500), ("1,800/15,000", "%", 12.0), ("1,800 out of 15,000", "%", 12.0),
])  # fmt: skip
def test_units_are_turned_into_that_of_the_question(form: str, unit: str, value: float) -> None:
    read = read_number(simple(form), unit, (value,))
    assert isinstance(read, Number) and read.value == pytest.approx(value)


def test_a_row_of_measures_is_its_value_and_never_a_share() -> None:
    counts = pd.DataFrame({"group": list("12345"), "numerator": [230, 200, 180, 160, 152], "denominator": [500] * 5})
    table = hi.check_table(counts, indicator="waits_over_18_weeks", period="2025", area="Wessington Vale",
                           dimension="imd_quintile", source="sample_elective_waits")  # fmt: skip
    measures = hi.measure(hi.add_rates(table), ["gap", "ratio"])
    gap = measures[measures["measure"] == "gap"]
    question = number(15.6, "percentage points")
    assert mark(question, gap).state == "correct"
    assert mark(question, measures).state == "which"
    small = gap.assign(value=0.7)
    assert "read as 0.7 percentage points" in mark(question, small).received
    limits = Question("r", "?", "range", ("a", "b", "c"), "So.", "percentage points",
                      (float(gap["lower"].iloc[0]), float(gap["upper"].iloc[0])), 0.05, places=1)  # fmt: skip
    assert mark(limits, gap).state == "correct"


def test_a_percentage_for_a_difference_is_read_and_remarked_on() -> None:
    received = mark(number(3.28, "percentage points"), "3.28%").received
    assert "read as 3.28 percentage points (the difference between two percentages is" in received


def test_no_row_of_a_table_is_repeated() -> None:
    people = pd.DataFrame({"NHS number": ["9990123438", "9990123446"], "name": ["Wren", "Jay"]})
    for question in QUESTIONS:
        text = str(mark(question, people))
        assert "9990123438" not in text and "Wren" not in text


def test_a_wrong_turn_is_told_from_one_that_is_rounded_and_from_a_near_miss() -> None:
    trap = Trap("unknown over known", "Why.", "Try.", (20.04,))
    question = number(16.67, "%", 0.1, close=0.5, traps=(trap,))
    assert [mark(question, one).state for one in (16.7, 17, 16.2, 20.04, 20, 21, 16.9)] == [
        "correct", "close", "incorrect", "trap", "trap", "incorrect", "incorrect",
    ]  # fmt: skip
    assert "keep all decimals" in str(mark(question, 16.9))


def test_blanks_are_told_apart_from_answers() -> None:
    for blank in (None, ..., "", "  ", "...", "…", "___", "?", float("nan"), np.nan, pd.NA, pd.NaT, [], {}, (), "nan"):
        assert isinstance(simple(blank), Nothing), blank
        assert mark(TWELVE, blank).state == "not_attempted"
    for answer in (0, "0", "no", False, [0]):
        assert not isinstance(simple(answer), Nothing)


def test_figures_are_written_as_people_write_them() -> None:
    assert [plain(one) for one in (1e6, 0.5, -0.0, 12.30, 1 / 3)] == ["1,000,000", "0.5", "0", "12.3", "0.3333333333"]


def ratio(answer: float, **more: Any) -> Question:
    return number(answer, "times", 0.01, **more)


def trap(name: str, *values: float) -> Trap:
    return Trap(name, "Why.", "Try.", values)


@pytest.mark.parametrize(("form", "state", "read"), [
    ("2%", "which", ""), ("2 per cent", "which", ""), ("102%", "which", ""), (300, "which", ""),
    ("200%", "correct", "2 times (200% of it)"), (200, "which", ""),
    ("100% more", "correct", "2 times"), (50, "which", ""), ("50%", "trap", "0.5 times (50% of it)"),
])  # fmt: skip
def test_a_percentage_is_no_ratio_but_for_what_somebody_would_get(form: Any, state: str, read: str) -> None:
    feedback = mark(ratio(2.0, traps=(trap("the other way up", 0.5),)), form)
    assert feedback.state == state and (not read or feedback.received.endswith(f"read as {read}."))


@pytest.mark.parametrize(("form", "state"), [
    (17, "close"), (17.33, "correct"), (17.3, "correct"), (17.03, "trap"), (17.0, "close"), ("17.03", "trap"),
])  # fmt: skip
def test_a_rounded_right_answer_is_no_wrong_turn(form: Any, state: str) -> None:
    question = number(17.33, "in every 1,000", 0.1, close=0.5, traps=(trap("the other groups", 17.03),))
    assert mark(question, form).state == state


def test_a_figure_that_is_a_wrong_turn_to_the_last_digit_stays_one() -> None:
    assert mark(ratio(1.667, traps=(trap("counts", 2.0),)), 2).name == "counts"
    shortcut = Question("r", "?", "range", ("a", "b", "c"), "So.", "in every 100,000", (11.163, 14.332), 0.02,
                        traps=(trap("the short cut", (11.115, 14.232)),), places=2)  # fmt: skip
    assert mark(shortcut, [11, 14]).state == "incorrect" and "rounded too far" in str(mark(shortcut, [11, 14]))
    assert mark(shortcut, [11.1, 14.2]).name == "the short cut"


@pytest.mark.parametrize(("form", "unit", "said"), [
    (-12.0, "%", "the sign does not"), (1.2, "in every 1,000", "the answer is in every 1,000"),
    (0.0012, "in every 100,000", "the answer is in every 100,000"), (120, "percentage points", "in percentage points"),
])  # fmt: skip
def test_a_sign_or_a_point_out_of_place_is_named(form: float, unit: str, said: str) -> None:
    assert said in str(mark(number(12.0, unit), form))


def test_of_two_readings_the_one_somebody_would_get_is_taken() -> None:
    points = number(3.28, "percentage points", traps=(trap("the later figure", 0.4), trap("a share", 41.0)))
    assert "read as 0.4 percentage points" in mark(points, 0.4).received and mark(points, 0.4).state == "trap"
    assert mark(points, 0.45).state == "which"


@pytest.mark.parametrize("form", ["3.3 more in every 100", "3.3 more", "3.3 or so", "about 3.3", "3.3 approx."])
def test_words_that_change_nothing_are_passed_over(form: str) -> None:
    assert mark(number(3.28, "percentage points"), form).state == "correct"


def test_a_blank_in_a_list_and_one_of_something_read_as_words() -> None:
    limits = Question("r", "?", "range", ("a", "b", "c"), "So.", "%", (11.2, 14.3), 0.05)
    assert mark(limits, [..., 14.3]).received == "You wrote a blank and 14.3."
    assert "read as 1 service." in mark(number(4.0, "services"), 1).received
