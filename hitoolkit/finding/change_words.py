"""The words of a change: both sizes in one sentence, how sure, who moved, and what two times cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hitoolkit.catalogue.wording import (
    amount,
    difference_decimals,
    lower_first,
    number,
    ratio_decimals,
    rounded,
    spelt,
    upper_first,
)
from hitoolkit.finding.change_sizes import decimals, span
from hitoolkit.finding.headlines import stratum_words
from hitoolkit.finding.sure import LUCK
from hitoolkit.measures.both_ways import IS, both_ways
from hitoolkit.measures.change_notes import NOBODY
from hitoolkit.measures.moved import Move, Shift
from hitoolkit.measures.reference import REST

if TYPE_CHECKING:
    from hitoolkit.finding.change import Changed

DID = {-1: "narrowed", 0: "stayed", 1: "widened"}
NOT_WHAT = {"start": "What moved the gap.", "text": "Two times show whether it moved. They do not show what moved it."}
NOT_WHY = {"start": "Why they differ.", "text": "Two sides show that a gap is wider on one. They do not show why."}
OVER_TIME = "What changes over time."


def headline(item: Changed) -> str:
    """The finding as one sentence, without its full stop."""
    stratum = stratum_words(item.one.key["stratum"]) if item.column != "stratum" else ""
    return f"{_headline(item)}{stratum}"


def _headline(item: Changed) -> str:
    gap, ratio, certainty = item.gap, item.ratio, item.certainty
    if certainty == "too_few":
        return f"Too few cases to tell {'how the gap moved' if _time(item) else 'the two gaps apart'}: " \
               f"{item.one.voice.about}"
    if certainty == "not_comparable":
        return f"{item.one.voice.name}: {'the two times' if _time(item) else 'the two gaps'} cannot be compared"
    if item.elsewhere:
        return _beside(item)
    who = _gap(item)
    if not _time(item):
        return _two_places(item, who)
    when = f"from {item.said(item.first)} to {item.said(item.second)}"
    sizes = f"the difference went {_difference(item)}" + (f", the ratio {_ratio(item)}" if ratio.known else "")
    opposed = both_ways(gap, ratio, (f" ({_difference(item)})", f" ({_ratio(item)})" if ratio.known else ""))
    if certainty == "cannot_tell" and not opposed:
        return f"We cannot tell whether {who} moved {when}: {sizes}"
    opening = f"In these figures, {who}" if certainty == "no_range" else upper_first(who)
    if gap.turned:
        return f"{opening} turned round {when}: {sizes}"
    if opposed:
        return f"{opening} {opposed}"
    did = DID[gap.way] if gap.way else "is as it was"
    return f"{opening} {did} {when}: {sizes}"


def _two_places(item: Changed, who: str) -> str:
    here, there = (_side(item, label) for label in (item.second, item.first))
    sizes = f"the difference is {_difference(item, ' and ')}" + (
        f", the ratio {_ratio(item, ' and ')}" if item.ratio.known else "")
    opposed = both_ways(item.gap, item.ratio, than=f"in {here} than in {there} ")
    if not opposed and (item.certainty == "cannot_tell" or not item.gap.way):
        return f"We cannot tell whether {who} differs between {there} and {here}: {sizes}"
    opening = f"In these figures, {who}" if item.certainty == "no_range" else upper_first(who)
    if item.gap.turned:
        return f"{opening} is the other way round in {here} than in {there}: {sizes}"
    if opposed:
        return f"{opening} {opposed}: {sizes}"
    return f"{opening} is {IS[item.gap.way]} in {here} than in {there}: {sizes}"


def _beside(item: Changed) -> str:
    """A change beside the same change elsewhere, and what is left between the two."""
    gap, voice = item.gap, item.one.voice
    own, places = gap.second - gap.first, max(decimals(item), voice.decimals)
    places = difference_decimals(own, gap.elsewhere, gap.value, places)
    area = f" in {item.one.key['area']}" if item.one.key["area"] != "All" else ""

    def moved(value: float) -> str:
        size = number(abs(value), places)
        return "did not move" if float(size.replace(",", "")) == 0 else \
            f"{'widened' if (value > 0) == (gap.first >= 0) else 'narrowed'} by {size}"

    left = number(abs(gap.value), places)
    tail = {"clear": f"That leaves {left}", "no_range": f"In these figures that leaves {left}"}.get(
        item.certainty, f"We cannot tell whether the {left} between them is more than chance")
    return (f"{upper_first(_gap(item))}{area} {moved(own)} {voice.unit}, and in {item.elsewhere} it "
            f"{moved(gap.elsewhere)}. {tail}")


def _gap(item: Changed) -> str:
    one = item.one
    if one.voice.dimension.ordered:
        return f"the gap in {one.voice.about}"
    return f"the gap in {one.voice.about} between {one.voice.of_group(one.group)} and {one.others}"


def _time(item: Changed) -> bool:
    return item.column == "period"


def _side(item: Changed, label: str) -> str:
    return stratum_words(label).strip(" ()") or "all together" if item.column == "stratum" else label


def _difference(item: Changed, join: str = "") -> str:
    """`from 14 to 8 in every 100`; each with more or fewer where the gap turned round."""
    gap, voice = item.gap, item.one.voice
    sides = (gap.first, gap.second) if _time(item) or not join else (gap.second, gap.first)
    places = max(difference_decimals(one, None, None, voice.decimals) for one in sides)
    if not gap.turned and not item.elsewhere:
        # A reader who takes one from the other must find the move as it is written.
        same = rounded(abs(sides[0]), places) == rounded(abs(sides[1]), places) and sides[0] != sides[1]
        taken = abs(rounded(abs(sides[0]), places) - rounded(abs(sides[1]), places))
        places += same or taken != rounded(abs(gap.value), decimals(item))
    said = [number(abs(side), places) + (f" {voice.direction(side)}" if gap.turned else "") for side in sides]
    if join:
        return f"{said[0]}{join}{said[1]} {voice.unit}".strip()
    last = f"{said[1]} {voice.unit}" if gap.turned else amount(abs(sides[1]), voice.indicator, places)
    return f"from {said[0]} to {last}".strip()


def _ratio(item: Changed, join: str = "") -> str:
    sides = (item.ratio.first, item.ratio.second) if not join else (item.ratio.second, item.ratio.first)
    places = ratio_decimals(*sides)
    if rounded(sides[0], places) == rounded(sides[1], places) and sides[0] != sides[1]:
        places = 2
    first, second = (number(side, places) for side in sides)
    return f"{first}{join}{second}" if join else f"from {first} to {second}"


def sure(item: Changed) -> str:
    """How far the change can be trusted, who moved, and what it does not say."""
    parts = [_sure(item), _ratio_sure(item)]
    if item.certainty not in ("too_few", "not_comparable"):
        parts += [_who_moved(item), item.gap.note or item.ratio.note]
    if item.elsewhere and item.certainty not in ("too_few", "not_comparable"):
        parts.append(f"What happened in {item.elsewhere} is taken away. That is fair only if both were on the same "
                     "path before.")
    if item.number > 1 and item.certainty in ("clear", "cannot_tell"):
        parts.append(f"{upper_first(spelt(item.number))} changes were looked at; {LUCK}.")
    if item.certainty == "clear":
        parts.append("What made the change is not in these numbers." if _time(item) else
                     "Why the two differ is not in these numbers.")
    return " ".join(part for part in parts if part)


def _sure(item: Changed) -> str:
    certainty = item.certainty
    if certainty == "clear":
        return f"The difference is {span(item)}. Chance alone is an unlikely explanation."
    if certainty == "cannot_tell":
        only = "Of the difference, these numbers" if item.ratio.clear else "These numbers"
        return f"{only} cannot tell us. {'It' if item.ratio.clear else 'The difference'} could be anything from " \
               f"{span(item)}."
    if certainty == "too_few":
        return "Too few to tell. A few cases more or fewer at one time would change this a lot."
    if certainty == "not_comparable":
        return f"These figures cannot be compared. {item.gap.reason}".strip()
    return f"{item.gap.reason} So we cannot say how far chance could move them.".strip()


def _ratio_sure(item: Changed) -> str:
    if item.certainty == "clear" and item.ratio.ranged and not item.ratio.clear:
        return "For the ratio the range reaches no move, so there we cannot be sure."
    if item.certainty == "cannot_tell" and item.ratio.clear:
        return "For the ratio alone, chance is an unlikely explanation."
    return ""


def _who_moved(item: Changed) -> str:
    """Where the two groups stood at both times, and which of them gained or lost."""
    one, voice = item.one, item.one.voice
    here, there = item.moved.get(one.group), item.moved.get(one.reference)
    if here is None or not here.known:
        return ""

    def went(who: str, move: Move) -> str:
        places = max(voice.decimals, difference_decimals(move.value, None, None, voice.decimals))
        if number(move.first, places) == number(move.second, places):
            return f"{who} stayed at {amount(move.second, voice.indicator, places)}"
        return f"{who} went from {number(move.first, places)} to {amount(move.second, voice.indicator, places)}"

    text = went(upper_first(voice.of_group(one.group)), here)
    if one.reference == REST or there is None or not there.known:
        return f"{text}."
    text += f"; {went(voice.of_group(one.reference), there)}."
    return f"{text} {_verdict(item.gap, here, there)}".strip()


def _verdict(gap: Shift, here: Move, there: Move) -> str:
    """Levelling up, or down: said of the figures, and only where there is a worse direction."""
    if here.better == "neither" or gap.turned or gap.way == 0 or NOBODY in gap.note:
        return ""
    worse, other = (here, there) if gap.first > 0 else (there, here)
    if gap.way < 0 and worse.gained > 0:
        text = {1: "Both are better off than before, the worse-off group more",
                0: "The worse-off group is better off than before",
                -1: "The worse-off group is better off than before, the other is worse off"}[other.gained]
    elif gap.way < 0:
        return ""
    elif worse.gained > 0:
        text = "Both are better off than before, the better-off group more"
    else:
        text = {1: "The better-off group gained and the worse-off group did not",
                0: "The worse-off group is worse off than before",
                -1: "Both are worse off than before, the worse-off group more"}[other.gained]
    unsure = worse.ranged and not worse.clear and worse.gained != 0
    return f"In these figures: {lower_first(text)}." + (
        " Chance alone could move the worse-off group as far." if unsure else "")


def limits(usual: list[dict[str, str]]) -> list[dict[str, str]]:
    """What two times cannot tell: first what moved the gap, then what one time cannot tell either."""
    kept = [line for line in usual if line["start"] not in (OVER_TIME, "Why the gap is there.")]
    return [NOT_WHAT, *kept][:3]


def method(item: Changed, usual: list[dict[str, str]]) -> list[dict[str, str]]:
    """How it was made: as for one time, with how the two are set side by side."""
    level = f"{100 * float(item.both.attrs.get('confidence', 0.95)):g}%"
    ranges = (f"{level}. Of the change: from the limits of the two sides (MOVER, Zou and Donner 2008); of the ratio "
              "the same on the log scale. The two sides are taken as different people: of mostly the same people, the "
              "range is too wide.") if item.gap.ranged else f"None. {item.gap.reason}".strip()
    first, second = item.said(item.first), item.said(item.second)
    sides = f"{second} less {first}; the ratio of {second} over that of {first}."
    if item.elsewhere:
        sides += f" The same change of {item.elsewhere} is taken away (difference in differences)."
    terms = [({"term": "Ranges", "text": ranges} if line["term"] == "Ranges" else line) for line in usual]
    return [*terms[:2], {"term": "Change", "text": sides}, *terms[2:]]
