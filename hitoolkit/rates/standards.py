"""Standards: how much each stratum weighs, and which strata a group must have to be measured by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from hitoolkit import catalogue
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.rates.ages import Span, joined, span_text, spans_of
from hitoolkit.rates.labels import Flags, age_part
from hitoolkit.rates.strata import Codes, Matrix, Strata
from hitoolkit.table import WHOLE

#: The table's own people, all groups of a place together.
OWN = "all"


@dataclass(frozen=True)
class Standard:
    """Weights of strata. A cell of the table belongs to one target, or to none (-1).

    `weights` has a row for each group (or one for all) and a column for each target. `pieces` are what the standard is
    made of: a group is whole where its cells cover each piece that weighs something (`needed`) exactly once.
    """

    name: str
    target: Codes
    weights: Matrix
    pieces: list[Any]
    covers: Matrix
    needed: Flags
    unfit: str

    def piece_names(self, which: Flags) -> list[str]:
        """Pieces in words, ages that touch taken together."""
        chosen = [piece for piece, one in zip(self.pieces, which, strict=True) if one]
        if chosen and isinstance(chosen[0], str):
            return chosen
        others = dict.fromkeys(other for _, other in chosen)
        return [f"ages {span_text(span)}{f' ({other})' if other else ''}"
                for other in others for span in joined(span for span, one in chosen if one == other)]


def standard_of(strata: Strata, standard: object) -> Standard:
    """The weights a standard gives to the strata of a table.

    Raises ParameterError where there is no such standard, or the weights are no weights.
    """
    if isinstance(standard, str):
        known = catalogue.blocks("standard")
        if standard == OWN:
            return _own(strata)
        if standard in known:
            return _by_age(strata, known[standard])
        raise ParameterError(unknown_name("standard", standard, [*known, OWN]))
    if hasattr(standard, "items"):
        return _given(strata, dict(standard.items()))  # type: ignore[attr-defined]
    raise ParameterError(
        'The standard should be a name ("esp2013", "all") or the weight of each stratum, as in {"0-64": 80, "65+": 20}.'
    )


def _own(strata: Strata) -> Standard:
    people = strata.rows["denominator"].to_numpy()
    places, count = strata.groups["place"].to_numpy(), len(strata.labels)
    whole = (strata.groups["group"] == WHOLE).to_numpy()
    # Where the whole is there, the groups are its parts, and would be counted twice.
    has_whole = np.isin(places, places[whole])
    chosen = (np.where(has_whole, whole, True)[strata.group]) & ~np.isnan(people)
    at = places[strata.group[chosen]] * count + strata.cell[chosen]
    size = (int(places.max(initial=0)) + 1) * count
    by_place = np.bincount(at, weights=people[chosen], minlength=size).reshape(-1, count)
    weights = by_place[places]
    return Standard(
        name="all groups together", target=np.arange(count), weights=weights, pieces=list(strata.labels),
        covers=np.eye(count), needed=weights > 0, unfit="",
    )


def _given(strata: Strata, standard: Mapping[Any, Any]) -> Standard:
    weights: dict[str, float] = {}
    for label, weight in standard.items():
        number = float(weight) if isinstance(weight, int | float | np.number) else np.nan
        if not 0 <= number < np.inf:
            raise ParameterError(
                f'The standard gives "{label}" the weight {weight!r}. Weights are numbers of 0 or more.'
            )
        weights[str(label).strip()] = number
    if not sum(weights.values()) > 0:
        raise ParameterError(
            "The standard gives no stratum a weight above 0. Give each stratum the people it stands for."
        )
    names = list(weights)
    target = np.full(len(strata.labels), -1)
    for number, (label, parts) in enumerate(zip(strata.labels, strata.parts, strict=True)):
        # "age_band=40-44", and where there is one part only, "40-44" too.
        found = [name for name in (label, "; ".join(parts.values())) if name in weights]
        if found:
            target[number] = names.index(found[0])
    if (target < 0).all():
        raise ParameterError(
            f'The standard has no weight for any stratum of the table (the table: "{strata.labels[0]}"; the standard: '
            f'"{names[0]}"). Write its labels as the table has them.'
        )
    covers = (target[:, None] == np.arange(len(names))).astype(float)
    values = np.array(list(weights.values()))[None, :]
    return Standard("the standard", target, values, names, covers, values > 0, "has no weight in the standard")


def _by_age(strata: Strata, standard: catalogue.Standard) -> Standard:
    age = age_part(strata.parts)
    labels = list(dict.fromkeys(parts[age] for parts in strata.parts))
    spans = spans_of(labels)
    others = ["; ".join(value for name, value in parts.items() if name != age) for parts in strata.parts]
    combined = list(dict.fromkeys(others))
    ends = {age for span in spans.values() if span for age in span}
    bands = _bands(standard, ends)
    # A cell is one or several bands of the standard; or finer than one, and is then added up to it.
    aims: dict[tuple[Span, str], int] = {}
    target = np.full(len(strata.labels), -1)
    weights: list[float] = []
    cuts = sorted({end for band in bands for end in band} | ends)
    steps = list(pairwise(cuts))
    pieces = [(step, other) for other in combined for step in steps]
    covers = np.zeros((len(strata.labels), len(pieces)))
    for number, (parts, other) in enumerate(zip(strata.parts, others, strict=True)):
        span = spans[parts[age]]
        aim = _aim(span, bands)
        if span is None or aim is None:
            continue
        covers[number] = [other == one and span[0] <= step[0] and step[1] <= span[1] for step, one in pieces]
        if (aim, other) not in aims:
            aims[(aim, other)] = len(weights)
            inside = sum(weight for band, weight in bands.items() if aim[0] <= band[0] and band[1] <= aim[1])
            weights.append(inside / len(combined))
        target[number] = aims[(aim, other)]
    needed = np.ones((1, len(pieces)), dtype=bool)
    unfit = (f"cannot be told in the age bands of the {standard.name}; use its five-year bands, or give weights of "
             "your own")
    return Standard(standard.name, target, np.array([weights]), pieces, covers, needed, unfit)


def _bands(standard: catalogue.Standard, ends: set[float]) -> dict[Span, float]:
    """The bands of a standard: its finest ones are kept apart only where the table does so."""
    found: dict[Span, float] = {}
    for span, weight in zip(spans_of(standard.weights).values(), standard.weights.values(), strict=True):
        assert span is not None, "the catalogue's own bands are ages"
        last = max(found) if found else None
        # Five-year bands are the usual ones; 0 with 1-4, and 90-94 with 95+, are given apart for those who have them.
        if last and span[0] not in ends and (span[0] % 5 or span[0] > 90):
            found[(last[0], span[1])] = found.pop(last) + weight
        else:
            found[span] = weight
    return found


def _aim(span: Span | None, bands: dict[Span, float]) -> Span | None:
    """The bands that a span is made of, or the one it lies in."""
    if span is None:
        return None
    for band in bands:
        if band[0] <= span[0] and span[1] <= band[1]:
            return band
    starts, ends = {band[0] for band in bands}, {band[1] for band in bands}
    return span if span[0] in starts and span[1] in ends else None
