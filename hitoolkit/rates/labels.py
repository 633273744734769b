"""What the label of a stratum says: its parts by name and value, and what to standardise by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.rates.ages import spans_of
from hitoolkit.table import UNKNOWN, WHOLE

#: A part of a stratum that says how many events each person had; the numerator then counts people.
EVENTS_EACH = "events_each"
#: How many strata one sentence names.
NAMED = 3

Flags = npt.NDArray[np.bool_]


def parts_of(stratum: str) -> dict[str, str]:
    """What a stratum is, by name and value.

    >>> parts_of("age_band=40-44; sex=1"), parts_of("40-44"), parts_of("All")
    ({'age_band': '40-44', 'sex': '1'}, {'': '40-44'}, {})
    """
    if stratum in (WHOLE, ""):
        return {}
    found: dict[str, str] = {}
    for part in stratum.split(";"):
        name, sign, value = part.strip().partition("=")
        found |= {name.strip(): value.strip()} if sign else {"": part.strip()}
    return found


class Labels(NamedTuple):
    """What each stratum of a table is, one entry for each."""

    by: list[str]
    cells: list[str]
    rests: list[str]
    each: list[float]
    full: Flags
    unknown: Flags
    whole: Flags


def read_labels(strata: list[dict[str, str]], by: str | Sequence[str] | None) -> Labels:
    """Read the strata of a table, each given by name and value; `by` names the parts to standardise by."""
    names = list(dict.fromkeys(name for parts in strata for name in parts if name != EVENTS_EACH))
    if not names:
        raise InputError(
            "The table has no strata: no row says which age band (or other part) of a group it counts. Count with "
            'stratum="age_band", or write the column stratum as age_band=40-44.'
        )
    asked = names if by is None else [by] if isinstance(by, str) else [str(name) for name in by]
    for name in asked or ["(nothing)"]:
        if name not in names:
            raise ParameterError(unknown_name("part of the strata", name, names))
    asked = [name for name in names if name in asked]
    repeated = any(EVENTS_EACH in parts for parts in strata)
    full = [all(name in parts for name in asked) and (EVENTS_EACH in parts or not repeated) for parts in strata]
    if not any(full):
        raise InputError(
            f"No row of the table is split by all of {', '.join(asked)}. Name what to standardise by: "
            f'by="{asked[0]}".'
        )
    away = {*asked, EVENTS_EACH}
    rests = [_label({name: value for name, value in parts.items() if name not in away}) for parts in strata]
    # A row for everybody is a group's whole only beside strata that leave the same part out.
    beside = {rest for rest, one in zip(rests, full, strict=True) if one}
    return Labels(
        by=asked,
        cells=[_label({name: parts.get(name, "") for name in asked}) for parts in strata],
        rests=rests,
        each=[_each(parts) for parts in strata],
        full=np.array(full),
        unknown=np.array([
            one and any(parts[name] in UNKNOWN for name in asked) for parts, one in zip(strata, full, strict=True)
        ]),
        whole=np.array([rest in beside and not away & set(parts) for rest, parts in zip(rests, strata, strict=True)]),
    )


def age_part(told: Sequence[dict[str, str]]) -> str:
    """The part of strata, each given by name and value, that holds ages. Raises InputError where none does.

    >>> age_part([{"sex": "1", "age_band": "0-4"}, {"specialty": "100"}])
    'age_band'
    """
    names = dict.fromkeys(name for parts in told for name in parts)
    for name in names:
        if name.lower().startswith("age"):
            return name
    for name in names:
        values = {parts[name] for parts in told if name in parts} - set(UNKNOWN)
        # Plain numbers are ages only where nothing says what else they are: 100 is a specialty, 1 a sex.
        if values and (not name or not any(value.isdigit() for value in values)) and all(spans_of(values).values()):
            return name
    raise InputError(
        f"The strata ({', '.join(names) or 'none'}) hold no ages. Write them as age_band=40-44. To standardise by "
        'anything else give standard="all", or a weight for each stratum.'
    )


def name_some(labels: Sequence[str]) -> str:
    """The first few of a list, and how many more there are.

    >>> name_some(["a", "b", "c", "d"])
    'a, b, c and 1 more'
    """
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    return ", ".join(labels[:NAMED]) + more


def _label(parts: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" if name else value for name, value in parts.items()) or WHOLE


def _each(parts: dict[str, str]) -> float:
    text = parts.get(EVENTS_EACH, "1")
    try:
        each = float(text)
    except ValueError:
        each = np.nan
    if not 0 < each < np.inf:
        raise InputError(f'A stratum says {EVENTS_EACH}={text}, which is no number of events. Write 1, 2, 3 ...')
    return each
