"""Guesses: refused where they cannot be meant, gathered without names, and set beside the figures in words."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from hitoolkit.errors import ParameterError, count_of
from hitoolkit.widgets.asked import Asked, Group, Size

#: More people than any room holds, and few enough to send.
MOST_GUESSES = 500
#: No figure of any indicator is larger; neither is it infinite, nor not a number.
MOST = 1e12
Guess = list[float | None]


def check_guesses(guess: Any, asked: Asked) -> list[Guess]:
    """One guess, or a list of them, as lists of numbers. Raises ParameterError that says in one sentence what is wrong.

    A list of numbers is one guess; a list of lists is a room. None is a group that was left blank.
    """
    if guess is None or (isinstance(guess, list | tuple) and not len(guess)):
        return []
    if not isinstance(guess, list | tuple):
        raise ParameterError(f"The guess should be a list of {len(asked.groups)} numbers, one for each group.")
    room = list(guess) if any(isinstance(one, list | tuple) for one in guess) else [guess]
    if len(room) > MOST_GUESSES:
        raise ParameterError(f"There are {len(room):,} guesses, and at most {MOST_GUESSES} can be shown together.")
    return [_one(one, asked, f"Guess {at}" if len(room) > 1 else "The guess") for at, one in enumerate(room, 1)]


def _one(guess: Any, asked: Asked, name: str) -> Guess:
    count = len(asked.groups)
    if not isinstance(guess, list | tuple) or len(guess) != count:
        held = count_of(len(guess), "number") if isinstance(guess, list | tuple) else "something else"
        raise ParameterError(f"{name} holds {held}, and the table has {count} groups: give one number for each, "
                             f"from {asked.labels[0]} to {asked.labels[-1]}.")
    for number, label in zip(guess, asked.labels, strict=True):
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) < MOST:
            raise ParameterError(f'{name} for "{label}" is not a number: write digits only, such as 25.')
        if number < 0 or (asked.percent and number > 100):
            where = "between 0 and 100, as a share of every hundred" if asked.percent else "zero or more"
            raise ParameterError(f'{name} for "{label}" is {number:g}, and it should be {where}.')
    return [None if number is None else float(number) for number in guess]


def spread(guesses: list[Guess], at: int) -> tuple[float, float, float] | None:
    """Lowest, middle and highest guess of one group; None where nobody guessed.

    >>> spread([[30.0], [50.0], [None], [35.0]], 0)
    (30.0, 35.0, 50.0)
    """
    known = [number for guess in guesses if (number := guess[at]) is not None]
    return (min(known), median(known), max(known)) if known else None


def compared(asked: Asked, guesses: list[Guess]) -> dict[str, Any]:
    """The guesses beside the figures: a table, and sentences on the groups and on the gap."""
    room = len(guesses) > 1
    spreads = [spread(guesses, at) for at in range(len(asked.groups))]
    columns = ["Group", f"Guess, {asked.unit}" + (" (lowest to highest)" if room else ""),
               f"Data, {asked.unit} (plausible range)", "How far off"]
    rows = []
    for group, found in zip(asked.groups, spreads, strict=True):
        rows.append([group.label, _guessed(found, room), group.text, _off(group, found[1] if found else None)])
    return {"columns": columns, "rows": rows,
            "caption": f"{asked.measure}: {'the guesses' if room else 'the guess'} beside the data",
            "sentences": [line for line in (_overall(asked, spreads, room), *_gap(asked, guesses)) if line]}


def _guessed(found: tuple[float, float, float] | None, room: bool) -> str:
    if found is None:
        return "no guess"
    low, middle, high = map(plain, found)
    return f"{middle} ({low} to {high})" if room and low != high else middle


def _off(group: Group, guess: float | None) -> str:
    """How far one group was off, in words."""
    if group.value is None:
        return "hidden in the data, because the number is small" if group.text == "hidden" else "not known in the data"
    if guess is None:
        return ""
    off = guess - group.value
    if plain(abs(off)) == "0":
        return "the same"
    inside = group.lower is not None and group.upper is not None and group.lower <= guess <= group.upper
    return f"{plain(abs(off))} too {'high' if off > 0 else 'low'}" + (", inside the plausible range" if inside else "")


def _overall(asked: Asked, spreads: Sequence[tuple[float, float, float] | None], room: bool) -> str:
    off = [found[1] - group.value for group, found in zip(asked.groups, spreads, strict=True)
           if found is not None and group.value is not None]
    if not off:
        return ""
    high, low = sum(one > 0 for one in off), sum(one < 0 for one in off)
    way = "too high" if high == len(off) else "too low" if low == len(off) else f"too high in {high}, too low in {low}"
    who = "The middle guess of the room" if room else "The guess"
    return (f"{who} was {plain(sum(map(abs, off)) / len(off))} away from the data on average, {asked.unit}: "
            f"{way}{' in every group' if len(off) > 1 and way in ('too high', 'too low') else ''}.")


def _gap(asked: Asked, guesses: list[Guess]) -> list[str]:
    """The gap as it was guessed and as it was found, as a difference and as a ratio."""
    if not guesses:
        return []
    pairs = [pair for guess in guesses if (pair := _ends(asked, guess))]
    if not pairs:
        return ["No guess has both ends, so no gap was guessed."]
    named = (f"between {_the(asked.labels[asked.ends[0]])} and {_the(asked.labels[asked.ends[1]])}" if asked.ends
             else "between the highest and the lowest group")
    unit = asked.unit if asked.unit.startswith("in every") else f"({asked.unit})"
    said = [
        _gap_line(f"The difference {named}, {unit}", asked.gap, [one - other for one, other in pairs]),
        _gap_line("The ratio of the two", asked.ratio, [one / other for one, other in pairs if other > 0]),
    ]
    if asked.ends and asked.better != "neither":
        worse = _the(asked.labels[asked.ends[0]])
        said.append(f"A difference above 0, and a ratio above 1, mean that {worse} is worse off.")
    if not asked.ends:
        said.append("Which group is highest and which is lowest can be luck, above all where groups are small.")
    return said


def _the(label: str) -> str:
    """A group inside a sentence.

    >>> _the("Most deprived fifth"), _the("0 to 17")
    ('the most deprived fifth', '0 to 17')
    """
    return f"the {label[0].lower()}{label[1:]}" if label[:1].isupper() and label[1:2].islower() else label


def _ends(asked: Asked, guess: Guess) -> tuple[float, float] | None:
    """The two guesses whose gap is meant, the larger sign on the side of those worse off."""
    if asked.ends is None:
        known = [one for one in guess if one is not None]
        return (max(known), min(known)) if len(known) > 1 else None
    first, last = (guess[at] for at in asked.ends)
    if first is None or last is None:
        return None
    return (last, first) if asked.better == "higher" else (first, last)


def _gap_line(name: str, size: Size, guessed: list[float]) -> str:
    if not guessed:
        return f"{name}: no ratio can be made of a guess of 0."
    middle = median(guessed)
    said = f"guessed {signed(middle)}"
    if len(guessed) > 1 and plain(min(guessed)) != plain(max(guessed)):
        said += f" (from {signed(min(guessed))} to {signed(max(guessed))})"
    if size.value is None:
        why = size.reason.split(". ")[0].rstrip(".")
        return f"{name}: {said}. The data cannot tell" + (f": {why[:1].lower()}{why[1:]}." if why else ".")
    ranged = size.lower is not None and size.upper is not None
    found = signed(size.value) + (f" (plausible range {signed(size.lower)} to {signed(size.upper)})" if ranged else "")
    inside = ranged and size.lower <= middle <= size.upper  # type: ignore[operator]
    if inside:
        verdict = "The guess lies inside the plausible range."
    elif ranged or signed(middle) != signed(size.value):
        verdict = f"The guess was too {'large' if middle > size.value else 'small'}."
    else:
        verdict = "The guess and the data agree."
    return f"{name}: {said}, found {found}. {verdict}"


def plain(number: float) -> str:
    """A number for the room: whole from ten on, one decimal below, two where it is tiny.

    >>> plain(46.3), plain(7.04), plain(9.96), plain(0.04), plain(1300)
    ('46', '7', '10', '0.04', '1,300')
    """
    places = 0 if abs(number) >= 9.95 else 1 if abs(number) >= 0.1 else 2
    text = f"{number:,.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def signed(number: float | None) -> str:
    r"""A number of a gap: two decimals where it is near one, as ratios are, and a true minus.

    >>> signed(1.187), signed(-5.2) == "\N{MINUS SIGN}5.2", signed(14)
    ('1.19', True, '14')
    """
    if number is None:
        return ""
    size = abs(number)
    text = f"{size:.2f}".rstrip("0").rstrip(".") if size < 2 else plain(size)
    return ("\N{MINUS SIGN}" if number < 0 and text != "0" else "") + text
