"""What is read of NHS Maternity Statistics: outcomes, mixes, levels and periods in the words of all its editions."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from hitoolkit.errors import InputError


@dataclass(frozen=True)
class Outcome:
    """How an indicator is made from the categories of one of the file's dimensions."""

    indicator: str
    dimensions: tuple[str, ...]
    top: tuple[str, ...]
    rest: tuple[str, ...]


OUTCOMES = (
    Outcome("preterm_births", ("gestationlengthbirthgroup37",), ("<37 weeks",), (">=37 weeks",)),
    Outcome("smoking_at_booking", ("smokingstatusgroupbooking", "smokingatbooking"), ("smoker",),
            ("non-smoker / ex-smoker", "non-smoker/ex-smoker", "non-smoker", "ex-smoker")),
    Outcome("late_booking", ("gestageformalantenatalbookinggroup",),
            ("71 to 90 days", "91 to 140 days", "141+ days"), ("0 to 70 days",)),
    Outcome("low_birth_weight_at_term", ("birthweighttermgroup2500",), ("under 2500g",), ("2500g and over",)),
    Outcome("low_apgar_at_term", ("apgarscore5termgroup7",), ("0 to 6",), ("7 to 10",)),
    Outcome("breast_milk_at_first_feed", ("babyfirstfeedbreastmilkstatus",), ("maternal or donor breast milk",),
            ("not breast milk",)),
)  # fmt: skip
MIXES = {
    "deprivationdecileatbooking": "imd_decile",
    "ethniccategorymothergroup": "ethnic_group",
    "ageatbookingmothergroup": "age_at_booking",
}
EDITIONS = {"ethnic_group": "2001 codes", "age_at_booking": "as published"}
LEVELS = {"national": "national", "nhs england (region)": "region", "region": "region", "provider": "provider",
          "trust": "provider"}  # fmt: skip
MONTHS = [name.lower() for name in calendar.month_abbr]


def tidy_label(label: str) -> str:
    """A category in one spelling: small letters, no space after < or >=, ranges with `to`.

    >>> tidy_label("< 37 Weeks"), tidy_label("7-10"), tidy_label("45 or Over")
    ('<37 weeks', '7 to 10', '45 or over')
    """
    low = re.sub(r"(?<=[<=])\s+(?=\d)", "", " ".join(label.lower().split()))
    return re.sub(r"^(\d+)\s*[-\u2013]\s*(\d+)", r"\1 to \2", low)


def year_or_month(period: str) -> str:
    """A period as the table writes it.

    >>> year_or_month("2022-23"), year_or_month("Dec-18"), year_or_month("December 2018"), year_or_month("Q1")
    ('2022/23', '2018-12', '2018-12', 'Q1')
    """
    if re.fullmatch(r"\d{4}[-/]\d\d", period):
        first, second = int(period[2:4]), int(period[5:])
        return f"{period[:4]}/{period[5:]}" if second == (first + 1) % 100 else period
    named = re.fullmatch(r"([A-Za-z]{3})[a-z]*[- ](\d\d|\d{4})", period)
    if named and named[1].lower() in MONTHS:
        year = named[2] if len(named[2]) == 4 else f"20{named[2]}"
        return f"{year}-{MONTHS.index(named[1].lower()):02d}"
    return period


def span(first: pd.Series, last: pd.Series, file: str) -> pd.Series:
    """Periods from their first and last days, as 2018-12-01 or 01/12/2018: a month, a year, or both days."""
    pairs = list(zip(first, last, strict=True))
    told = {(one, other): _span(one, other, file) for one, other in dict.fromkeys(pairs)}
    return pd.Series([told[pair] for pair in pairs], index=first.index, dtype=object)


def _span(first: str, last: str, file: str) -> str:
    start, end = _day(first, file), _day(last, file)
    ends = calendar.monthrange(end.year, end.month)[1] == end.day
    if start.day == 1 and ends and (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    if (start.day, start.month, end.day, end.month, end.year) == (1, 4, 31, 3, start.year + 1):
        return f"{start.year}/{end:%y}"
    if (start.day, start.month, end.day, end.month) == (1, 1, 31, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    return f"{start} to {end}"


def _day(text: str, file: str) -> date:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[ T].*)?|(\d\d?)/(\d\d?)/(\d{4})(?: .*)?", text)
    try:
        if found and found[1]:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found:
            return date(int(found[6]), int(found[5]), int(found[4]))
    except ValueError:
        pass
    raise InputError(
        f"{file}: a reporting period begins or ends on something that is not a day. Write days as 2024-04-30 or "
        "30/04/2024."
    )


def place_name(name: str) -> str:
    """Names as people write them: capitals only where they belong, and no `COMMISSIONING REGION`.

    >>> place_name("EAST OF ENGLAND COMMISSIONING REGION"), place_name("KING'S COLLEGE HOSPITAL NHS TRUST")
    ('East of England', "King's College Hospital NHS Trust")
    """
    text = re.sub(r"\s+COMMISSIONING REGION$", "", name)
    small = {"And": "and", "Of": "of", "The": "the", "For": "for", "On": "on", "Nhs": "NHS", "Nhs,": "NHS,"}
    if not text.isupper():
        return text
    words = [small.get(word.capitalize(), word.capitalize()) for word in text.split()]
    joined = re.sub(r"(['-])([a-z])(?=[a-z]{2})", lambda m: m[1] + m[2].upper(), " ".join(words))
    return joined[:1].upper() + joined[1:]
