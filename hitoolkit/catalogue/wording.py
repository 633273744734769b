"""How a number is written for a reader, so that a chart, a sentence and a question can never disagree."""

from __future__ import annotations

import contextlib
import math
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from hitoolkit.catalogue.reader import Indicator, Policy
from hitoolkit.catalogue.reader import indicator as indicator_block
from hitoolkit.catalogue.reader import policy as usual_policy

HALF = "Half"
#: Shares are said in every 100; above 0 and below 1 they are never rounded to none or to all.
HUNDRED = 100
NO_RANGE = "no range given"
#: Why no rule on small numbers was applied; an audit of files goes by these words too.
AS_PUBLISHED = "As published: whoever published these figures had already protected them."
NOT_REAL = "No rule was needed: no figure here is about real people."
YEARS = ("life_expectancy",)
#: Kinds that are a figure of each person's number, not a count of people.
OF_NUMBERS = ("mean", "percentile")
#: Units that a time is told in: more weeks, not higher weeks; longer, not higher.
TIMES = ("minutes", "hours", "days", "weeks", "months", "years")
#: Named here, because a computer's own language may be another.
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")


def decimals_for(
    *values: float | None, indicator: Indicator | str | None = None, ordered: bool = False
) -> int:
    """How many decimals a set of values needs so that a reader can tell them apart.

    Takes the values of the groups; missing ones are passed over. With an indicator, years always keep one decimal, and
    means and percentiles have one below 100 and never two: protect rounds them to that.
    Returns 0 where whole numbers tell the groups apart (or are far enough spread that a tie in the middle does no
    harm), otherwise 1, or 2; a value that is not zero is never written as zero. Where the groups are `ordered`, the
    first and the last take away to the difference as it is written: a reader who checks 47 less 38 must not find 8.

    >>> decimals_for(46.1, 43.7, 41.2, 39.5, 38.3), decimals_for(3.1, 2.7), decimals_for(0.31, 0.28)
    (0, 1, 2)
    >>> decimals_for(73.9, 83.3, indicator="life_expectancy")
    1
    >>> decimals_for(46.6, 42.0, 38.4, ordered=True)
    1
    >>> decimals_for(18, 14, indicator="median_wait"), decimals_for(120.4, 118.1, indicator="median_wait")
    (1, 0)
    """
    known = [float(value) for value in values if value is not None and math.isfinite(value)]
    kind = _block(indicator).kind if indicator is not None else ""
    least = 1 if kind in YEARS else 0
    if not known:
        return least
    largest = max(map(abs, known))
    if kind in OF_NUMBERS and largest >= 1:
        return 1 if largest < 100 else 0
    most = 2 if largest >= 0.1 else 4
    places = max(least, next((places for places in range(most) if _told_apart(known, places)), most))
    ends = (values[0], values[-1]) if ordered and len(known) > 1 else (None, None)
    return places + 1 if places == 0 and not _takes_away(*ends) else places


def difference_decimals(value: float | None, lower: float | None, upper: float | None, decimals: int) -> int:
    """How many decimals a difference needs: as many as its groups, or one more where it would read as none.

    A limit of 0.3 written as 0 would say "perhaps no gap" when the figures say otherwise.

    >>> difference_decimals(8.1, 5.2, 10.4, 0), difference_decimals(3.0, 0.3, 5.7, 0)
    (0, 1)
    """
    known = [float(one) for one in (value, lower, upper) if one is not None and math.isfinite(one)]
    for places in (decimals, decimals + 1):
        if all(one == 0 or rounded(one, places) != 0 for one in known):
            return places
    return decimals + 1


def ratio_decimals(value: float | None, lower: float | None = None, upper: float | None = None) -> int:
    """How many decimals a ratio needs: one, or two where it would read as 1.0, the sign of no gap, or as its own limit.

    >>> ratio_decimals(1.20, 1.13, 1.28), ratio_decimals(1.20, 1.03, 1.39)
    (1, 2)
    """
    known = [float(one) for one in (value, lower, upper) if one is not None and math.isfinite(one)]
    written = [rounded(one, 1) for one in known]
    vague = len(set(written)) < len(set(known)) or any(one < 0.5 for one in known)
    return 2 if vague or any(one != 1 and text == 1 for one, text in zip(known, written, strict=True)) else 1


def rounded(value: float, decimals: int) -> Decimal:
    """A number rounded half up on its decimal digits, as people do it by hand.

    >>> rounded(0.5, 0), rounded(2.5, 0), rounded(2.675, 2)
    (Decimal('1'), Decimal('3'), Decimal('2.68'))
    """
    # Ten places first: 2.675 that came out of a division as 2.67499999999999 is still 2.675 to a reader.
    return Decimal(f"{value:.10f}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float | None, decimals: int = 0) -> str:
    """A number as text: rounded half up, thousands with a comma, a true minus sign, never "-0".

    >>> number(1234.5), number(-0.04, 1), number(2.35, 1), number(None)
    ('1,235', '0.0', '2.4', 'not known')
    """
    if value is None or not math.isfinite(value):
        return "not known"
    exact = rounded(value, decimals)
    return f"{abs(exact):,.{decimals}f}" if exact == 0 else f"{exact:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def in_hundred(share: float) -> str:
    """A share in every 100: whole, but never all or none where it is not.

    >>> in_hundred(0.98), in_hundred(0.9996), in_hundred(1.0), in_hundred(0.0004)
    ('98', 'more than 99', '100', 'fewer than 1')
    """
    if 0 < share * HUNDRED < 1:
        return "fewer than 1"
    if HUNDRED - 1 < share * HUNDRED < HUNDRED:
        return f"more than {HUNDRED - 1}"
    return number(share * HUNDRED)


def in_every(indicator: Indicator | str) -> str:
    """What a value is counted in.

    >>> in_every("waits_over_52_weeks"), in_every("life_expectancy")
    ('in every 100', 'years')
    """
    block = _block(indicator)
    if block.kind == "proportion":
        return f"in every {block.per:,.0f}" if block.per > 1 else "as a share of 1"
    if block.kind == "rate":
        return f"per {block.per:,.0f}"
    return block.unit


def amount(value: float | None, indicator: Indicator | str, decimals: int = 0) -> str:
    """A value with what it is counted in.

    >>> amount(46.15, "waits_over_52_weeks"), amount(73.88, "life_expectancy", 1)
    ('46 in every 100', '73.9 years')
    """
    text, unit = number(value, decimals), in_every(indicator)
    if not unit or text == "not known":
        return text
    if decimals == 0 and text == "1" and unit in TIMES:
        unit = unit.removesuffix("s")
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


def is_time(indicator: Indicator | str) -> bool:
    """Whether a mean or percentile is of a time.

    >>> is_time("median_wait"), is_time("waits_over_52_weeks")
    (True, False)
    """
    block = _block(indicator)
    return block.kind in OF_NUMBERS and block.unit in TIMES


def reached_by(q: float) -> str:
    """How many people have the percentile or more, at the start of a sentence.

    >>> reached_by(50), reached_by(92), reached_by(99.5)
    ('Half', 'Eight in every 100', 'Five in every 1,000')
    """
    if q == 50:
        return HALF
    for of in (100, 1000, 10_000):
        share = of * (100 - q) / 100
        if abs(share - round(share)) < 1e-9:
            return f"{upper_first(spelt(round(share)))} in every {of:,}"
    return f"{100 - q:g} in every 100"


def range_text(lower: float | None, upper: float | None, decimals: int = 0) -> str:
    """A plausible range as text, or that none was given; with finer ends where both would be written alike.

    >>> range_text(44.8, 47.5), range_text(4.6, 5.4), range_text(None, None)
    ('45 to 48', '4.6 to 5.4', 'no range given')
    """
    if lower is None or upper is None or not (math.isfinite(lower) and math.isfinite(upper)):
        return NO_RANGE
    alike = lower != upper and rounded(lower, decimals) == rounded(upper, decimals)
    places = decimals + 1 if alike else decimals
    return f"{number(lower, places)} to {number(upper, places)}"


def _block(indicator: Indicator | str) -> Indicator:
    return indicator_block(indicator) if isinstance(indicator, str) else indicator


def _told_apart(values: list[float], places: int) -> bool:
    written = [rounded(value, places) for value in values]
    if any(text == 0 and value != 0 for text, value in zip(written, values, strict=True)):
        return False
    step = 10.0**-places
    different = len(set(values))
    spread = max(values) - min(values)
    if different == 1:
        return abs(values[0]) >= 10 * step or values[0] == round(values[0], places)
    return spread >= 6 * step or (spread >= 2 * step and len(set(written)) == different)


def _takes_away(first: float | None, last: float | None) -> bool:
    """Whether two whole numbers give their difference, as each of the three is written."""
    if first is None or last is None or not (math.isfinite(first) and math.isfinite(last)):
        return True
    return rounded(first, 0) - rounded(last, 0) == rounded(first - last, 0)


def period_text(period: str) -> str:
    """A period as people write it: a day in words, two as far as both are days, anything else as it stands.

    >>> period_text("2026-09-30"), period_text("2011-12")
    ('30 September 2026', '2011-12')
    >>> period_text("2021-07-31 to 2025-06-30")
    '31 July 2021 to 30 June 2025'
    """
    if " to " in period:
        return " to ".join(map(period_text, period.split(" to ")))
    with contextlib.suppress(ValueError):
        day = datetime.strptime(period, "%Y-%m-%d")
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return period


def at_time(when: str) -> str:
    """A time with the word that goes before it: a day is on, anything longer in.

    >>> at_time("31 July 2021"), at_time("July 2021"), at_time("2023/24")
    ('on 31 July 2021', 'in July 2021', 'in 2023/24')
    """
    day = when.split(" ")
    return f"{'on' if len(day) == 3 and day[1] in MONTHS else 'in'} {when}"


def lower_first(text: str) -> str:
    """A name as it stands inside a sentence: small first letter, but not in an abbreviation.

    >>> lower_first("Most deprived fifth"), lower_first("NHS Maternity Statistics")
    ('most deprived fifth', 'NHS Maternity Statistics')
    """
    first = text.split(" ")[0]
    return text if first[1:] != first[1:].lower() or (len(first) == 1 and first != "A") else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A text as the start of a sentence or a heading.

    >>> upper_first("people waiting")
    'People waiting'
    """
    return text[:1].upper() + text[1:]


SPELT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def spelt(count: int) -> str:
    """A small whole number in letters, a larger one in digits.

    >>> spelt(5), spelt(1600)
    ('five', '1,600')
    """
    return SPELT[count] if 0 <= count < len(SPELT) else f"{count:,}"


def rows_text(rows: int) -> str:
    """A number of records as it may be shown.

    >>> rows_text(3), rows_text(62), rows_text(0)
    ('fewer than 8', 'about 60', '0')
    """
    policy = usual_policy()
    if 0 < rows <= policy.limit:
        return f"fewer than {policy.limit + 1}"
    step = max(policy.round_to, 1)
    return "0" if not rows else f"about {step * ((rows + step // 2) // step):,}"


def policy_text(policy: Policy) -> str:
    """A rule on small numbers in words, to be followed by what it was done before.

    >>> policy_text(usual_policy())
    'NHS England secondary care rule: counts of 1 to 7 hidden, the rest rounded to 5'
    """
    if policy.name.lower().startswith(("counts", "every count")):
        return policy.name
    rule = f"counts of {policy.hide_from} to {policy.hide_to} hidden" if policy.hides else "no count hidden"
    if policy.round_to > 1:
        rule += f", {'the rest' if policy.hides else 'every count'} rounded to {policy.round_to}"
    return f"{policy.name}: {rule}"