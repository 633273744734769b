"""The ages that the labels of strata stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hitoolkit.groups.age import OLDEST, band_of

#: From an age, and below an age; the last band is open.
Span = tuple[float, float]


def spans_of(labels: Iterable[str]) -> dict[str, Span | None]:
    """The ages that each label holds, or None where it names no ages.

    Where every label is a plain number, the numbers are taken as the first ages of bands: each lasts until the next,
    and the last is open. Among written bands a plain number is that one year of life.

    >>> spans_of(["0", "5", "90"])
    {'0': (0.0, 5.0), '5': (5.0, 90.0), '90': (90.0, 200.0)}
    >>> spans_of(["0", "1-4", "85+", "North"])
    {'0': (0.0, 1.0), '1-4': (1.0, 5.0), '85+': (85.0, 200.0), 'North': None}
    """
    labels = list(labels)
    numbers = {label: float(label) for label in labels if re.fullmatch(r"\d+(\.0+)?", label.strip())}
    if numbers and len(numbers) == len(labels):
        starts = sorted({*numbers.values()})
        ends = dict(zip(starts, [*starts[1:], OLDEST], strict=True))
        return {label: (start, ends[start]) for label, start in numbers.items()}
    return {label: (numbers[label], numbers[label] + 1) if label in numbers else band_of(label) for label in labels}


def span_text(span: Span) -> str:
    """A span as a band is written.

    >>> span_text((0, 1)), span_text((5, 10)), span_text((90, 200))
    ('0', '5-9', '90+')
    """
    first, end = int(span[0]), int(span[1])
    if end >= OLDEST:
        return f"{first}+"
    return f"{first}" if end == first + 1 else f"{first}-{end - 1}"


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, with those that touch made into one.

    >>> joined([(5, 10), (0, 5), (20, 25)])
    [(0, 10), (20, 25)]
    """
    found: list[Span] = []
    for first, end in sorted(spans):
        if found and found[-1][1] >= first:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    return found
