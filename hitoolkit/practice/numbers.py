"""A number as people write it: read where it can mean one thing only, asked about where it can mean two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log10
from typing import Any

from hitoolkit.practice.received import LONGEST, FromTable, Nothing, Unreadable, shown
from hitoolkit.practice.units import MORE, OUT_OF, PERCENT, POINTS, TIMES, decimals, is_points, is_times, out_of, said

#: How far from any likely answer, as a multiple, a reading may be and still be meant; and beyond which it never is.
FAR, FARTHER = 5, 100
#: No ratio between two groups of people is taken to be this large unless it says so.
LARGE = 30
#: As many decimals as no figure is rounded to.
MANY = 12
FIGURE = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?"
WRITTEN = re.compile(rf"({FIGURE})(.*)", re.DOTALL)
THOUSANDS = re.compile(r"(?<![\d.,])([-+]?[1-9]\d{0,2}(?:[, ]\d{3})+)(?![\d,])")
ONE_IN = re.compile(rf"({FIGURE}) ?(?:in|out of|/|÷|divided by) ?({FIGURE})")
MINUS = re.compile(r"^(?:minus|negative) ?")
#: In a ratio or a percentage 1,500 is as likely one and a half; in a count it is fifteen hundred.
HALF_THOUSANDS = re.compile(r"[-+]?\d{1,3},\d{3}[^\d,.]*")
#: Words after a figure that would turn its sign.
FEWER = re.compile(r"\b(fewer|less|lower|smaller|below|under|fall|fell|down|decrease)\b")
#: Full-width figures and signs, as some keyboards write them.
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
ABOUT = re.compile(r"^(?:about|around|roughly|approx(?:imately)?\.?|c\.|~|≈|=) ?| ?(?:or so|approx(?:imately)?\.?)$")
#: Words that only say a difference is one: "3 more in every 100".
ONLY_MORE = re.compile(r"^(?:more|higher|extra)\b ?")


@dataclass(frozen=True)
class Number:
    """A number that was read: its value in the unit of the question, its decimals as written, any remark on that."""

    value: float
    places: int = MANY
    remark: str = ""
    unit: str | None = None

    def said(self, unit: str) -> str:
        """The number as it was read, with the unit of the question unless it was read in another."""
        return said(self.value, unit if self.unit is None else self.unit)


@dataclass(frozen=True)
class Which:
    """What could mean two things, or nothing: what to type instead."""

    ask: str


def read_number(given: Any, unit: str, targets: tuple[float, ...] = (), share: bool = True) -> Number | Which | Nothing:
    """Read one answer as a number in the unit of a question.

    Takes what `simple` returned, the unit, and the figures an answer may be meant to be: they tell only which of two
    readings, 0.12 or 12 in a hundred, is out of the question. Without `share`, a number is never one of one.
    Returns a Number; or Which, with what to type, where it could be two things or none; or Nothing.

    >>> read_number(0.12, "%", (12.0,)).value, read_number("12 per cent", "%").value, read_number("1 in 8", "%").value
    (12.0, 12.0, 12.5)
    >>> print(read_number(0.7, "%", (3.0, 60.0)).ask)
    0.7 could be 0.7% or 70%. Type "0.7%" or "70%".
    >>> print(read_number("1,5", "times").ask)
    I cannot tell whether the comma in 1,5 stands for a decimal point. Type 1.5 with a point, or 15.
    """
    if isinstance(given, Nothing):
        return given
    if isinstance(given, FromTable):
        return Number(given.value)
    if isinstance(given, list) and given:
        return Which(f"This question asks for one number, and there are {len(given)} here. Give just one.")
    if isinstance(given, bool | dict | list | Unreadable):
        what = "names with values" if isinstance(given, dict) else shown(given)
        told = f"{what[:1].upper()}{what[1:]} {'are' if isinstance(given, dict) else 'is'} not a number."
        rows = " Take one figure out of it." if what.startswith("a table") else ""
        return Which(f"{told}{rows} Type figures, {_such_as(unit, targets)}.")
    if isinstance(given, int | float):
        if abs(given) == float("inf"):
            return Which("That is infinity: something was divided by zero. Look at what stands below the line.")
        return _bare(float(given), decimals(f"{given:.12g}") if abs(given) >= 1e-4 else MANY, unit, targets, share)
    return _of_text(str(given), unit, targets, share)


def _of_text(text: str, unit: str, targets: tuple[float, ...], share: bool) -> Number | Which:
    if len(text) > LONGEST:
        return Which(f'I cannot read "{shown(text)}" as a number. Type figures, {_such_as(unit, targets)}.')
    low = " ".join(text.translate(WIDE).lower().replace("\u2212", "-").replace("\u2013", "-").split())
    low = MINUS.sub("-", ABOUT.sub("", low))
    if HALF_THOUSANDS.fullmatch(low) and (is_times(unit) or unit == "%" or is_points(unit)):
        return _comma(*low.split(",", 1))
    low = THOUSANDS.sub(lambda found: found.group(1).replace(",", "").replace(" ", ""), low)
    comma = re.fullmatch(r"([-+]?\d+),(\d+)(?![\d,])(.*)", low)
    if comma:
        return _comma(comma.group(1), comma.group(2))
    size = out_of(unit)
    one_in = ONE_IN.fullmatch(low)
    if one_in and one_in.group(2).strip("0.+-e") and not OUT_OF.fullmatch(low[len(one_in.group(1)) :].strip()):
        top, bottom = float(one_in.group(1)), float(one_in.group(2))
        if size or is_times(unit) or not unit:
            return Number(top / bottom * (size or 1), remark="" if "/" not in low else "worked out as a division")
    found = WRITTEN.fullmatch(low)
    if not found:
        return Which(f'I cannot read "{shown(text)}" as a number. Type figures, {_such_as(unit, targets)}.')
    value, words = float(found.group(1)), found.group(2).strip(" .")
    if abs(value) == float("inf"):
        return Which("That number is too large to read. Count its noughts.")
    places = decimals(found.group(1)) if "e" not in found.group(1) else MANY
    if words:
        return _with_words(value, places, words, unit, targets)
    return _bare(value, places, unit, targets, share)


def _comma(whole: str, part: str) -> Which:
    part = re.match(r"\d*", part)[0]  # type: ignore[index]
    return Which(
        f"I cannot tell whether the comma in {whole},{part} stands for a decimal point. "
        f"Type {whole}.{part} with a point, or {whole}{part}."
    )


def _bare(value: float, places: int, unit: str, targets: tuple[float, ...], share: bool) -> Number | Which:
    """A number without a unit: as it stands, or as a share of one, whichever is not out of the question."""
    size = out_of(unit)
    if share and size and 0 < abs(value) <= 1 and not (is_points(unit) and abs(value) == 1):
        meant = _meant(value, value * size, targets)
        if meant is None and size > 100:  # nobody gives more than a few in a thousand as a share of one
            meant = value
        if meant is None:
            one, other = said(value, unit), said(value * size, unit)
            return Which(f'{shown(value)} could be {one} or {other}. Type "{one}" or "{other}".')
        return Number(value, places) if meant == value else Number(meant, places - _tens(size))
    if is_times(unit) and abs(value) >= FAR:
        if _near(value, targets):
            return Number(value, places, unit="")
        if not _likely(value, tuple(one for one in targets if abs(one) < LARGE), FAR):
            one, other = said(value, "times"), f"{shown(value)}% more"
            return Which(f'{shown(value)} could be {one} or {other}. Type "{one}" or "{other}".')
    return Number(value, places)


def _of_hundred(value: float, targets: tuple[float, ...]) -> Number | None:
    """A percentage in the place of a ratio, read as the one of "130% of it" and "30% more" that somebody would get."""
    readings = {value / 100: f"{said(value, '%')} of it", 1 + value / 100: f"{said(value, '%')} more"}
    found = [(one, remark) for one, remark in readings.items() if _hits(one, targets)]
    return Number(found[0][0], remark=found[0][1]) if len(found) == 1 else None


def _hits(value: float, targets: tuple[float, ...]) -> bool:
    """Whether a figure is one of those an answer may be meant to be, to within a hundredth of it."""
    return any(abs(value - one) <= abs(one) / 100 for one in targets)


def _meant(one: float, other: float, targets: tuple[float, ...]) -> float | None:
    """Which of two readings is meant: the one somebody would get, else where the other is out of the question."""
    if _hits(one, targets) != _hits(other, targets):
        return one if _hits(one, targets) else other
    for far in (FAR, FARTHER):
        first, second = _likely(one, targets, far), _likely(other, targets, far)
        if first != second:
            return one if first else other
        if first:
            return None
    return None


def _likely(value: float, targets: tuple[float, ...], far: float) -> bool:
    return any(one and 1 / far <= abs(value / one) <= far for one in targets)


def _tens(times: float) -> int:
    """How many places the point moves when a figure is multiplied."""
    return round(log10(times))


def _near(value: float, targets: tuple[float, ...]) -> bool:
    """Whether a figure is one of those an answer may be meant to be, or that figure rounded."""
    return any(abs(value - one) <= max(0.05, abs(one) * 0.01) for one in targets)


def _with_words(value: float, places: int, words: str, unit: str, targets: tuple[float, ...]) -> Number | Which:
    """A number with a unit of its own: the question's, one that can be turned into it, or another one."""
    size, times = out_of(unit), is_times(unit)
    if not times:
        words = ONLY_MORE.sub("", words)
        if not words:
            return Number(value, places)
    if FEWER.search(words):
        return Which(f'If "{shown(words)}" means that it is below, write the figure with a minus sign and its unit.')
    if words == unit.lower() or _same(words, unit):
        return Number(value, places)
    if size:
        if POINTS.fullmatch(words) and size == 100:
            return Number(value, places)
        if PERCENT.fullmatch(words):
            remark = "the difference between two percentages is in percentage points" if is_points(unit) else ""
            return Number(value * size / 100, places if size == 100 else places - _tens(size / 100), remark)
        other = out_of(words) if OUT_OF.fullmatch(words) else 0
        if other:
            return Number(value * size / other, places - _tens(size / other))
    if times and TIMES.fullmatch(words):
        return Number(value, places)
    if times and (MORE.fullmatch(words) or PERCENT.fullmatch(words)):
        if abs(value) >= FAR and _near(value, targets):
            return Number(value, places, unit="% more")
        if MORE.fullmatch(words):
            return Number(1 + value / 100)
        found = _of_hundred(value, targets)
        if found:
            return found
        return Which(
            f"{said(value, '%')} could mean that one is {said(value / 100, 'times')} the other, or {said(value, '%')} "
            f'more. Type "{said(value / 100, "times")}" or "{said(1 + value / 100, "times")}".'
        )
    return Which(
        f'I cannot turn "{shown(words)}" into the unit of this question. Type figures, {_such_as(unit, targets)}.'
    )


def _same(words: str, unit: str) -> bool:
    """Whether words name the unit: its first word, in the singular or the plural."""
    first = re.split(r"[ ,;(]", words)[0].rstrip("s")
    known = {word.rstrip("s") for word in unit.lower().split()}
    return (
        bool(unit)
        and not out_of(unit)
        and not is_times(unit)
        and len(first) > 1
        and first in (known | {"person" if "people" in known else first[:0]})
    )


def _such_as(unit: str, targets: tuple[float, ...]) -> str:
    """An example of how to type an answer, which is none."""
    example = next(one for one in (7, 25, 60, 3, 0) if not any(abs(one - target) <= 1 for target in targets) or not one)
    return f"in the form of {said(example, unit)}"
