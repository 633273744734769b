"""The time a period stands for, so that periods that share some of it can be told."""

from __future__ import annotations

import re

Months = tuple[int, int]
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def months_of(period: str) -> Months | None:
    """The first and the last month of a period, counted from the year 0; None where it is written in another way.

    >>> [months_of(one) == months_of(other) for one, other in [("2023/24", "2023-04 to 2024-03"), ("2023", "2023/24")]]
    [True, False]
    >>> months_of("2022 to 2024") == (12 * 2022, 12 * 2024 + 11), months_of("some time")
    (True, None)
    """
    low = re.sub(r"\s+", " ", period.lower().strip())
    if found := re.fullmatch(r"(?:fy ?)?(\d{4}) ?[/-] ?(\d{2}|\d{4})", low):
        first, last = int(found[1]), int(found[2][-2:])
        if last == (first + 1) % 100:
            return 12 * first + 3, 12 * first + 14
        if len(found[2]) == 2 and "/" not in low and 1 <= last <= 12:
            return 12 * first + last - 1, 12 * first + last - 1
    if re.fullmatch(r"\d{4}", low):
        return 12 * int(low), 12 * int(low) + 11
    if found := re.fullmatch(r"(\d{4})-(\d{2})-\d{2}(?:[ t].*)?", low):
        month = 12 * int(found[1]) + int(found[2]) - 1
        return (month, month) if 1 <= int(found[2]) <= 12 else None
    if found := re.fullmatch(r"([a-z]{3})[a-z]*[ -](\d{4})", low):
        return (at := 12 * int(found[2]) + NAMES.index(found[1]), at) if found[1] in NAMES else None
    if found := re.fullmatch(r"(.+?) ?(?: to |\u2013| - )(.+)", low):
        start, end = months_of(found[1].strip()), months_of(found[2].strip())
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None
    return None


def overlapping(periods: list[str]) -> list[tuple[str, str]]:
    """Pairs of periods that share some time and are not the same.

    >>> overlapping(["2023", "2023/24", "2024/25"])
    [('2023', '2023/24')]
    >>> overlapping(["2023/24", "2022/23", "2024-06"])
    []
    """
    known = [(months, period) for period in dict.fromkeys(periods) if (months := months_of(period))]
    return [
        (one, other)
        for at, (first, one) in enumerate(known)
        for second, other in known[at + 1 :]
        if first != second and first[0] <= second[1] and second[0] <= first[1]
    ]
