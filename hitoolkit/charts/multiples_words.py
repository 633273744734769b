"""The words of small multiples: in how many panels there is a clear gap, in how many none that can be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import (
    NO_RANGE,
    difference_decimals,
    lower_first,
    number,
    range_text,
    spelt,
    upper_first,
)
from hitoolkit.charts import words
from hitoolkit.charts.view import Gap, View
from hitoolkit.measures.periods import periods, spoken
from hitoolkit.table import ADJUSTED, WHOLE

if TYPE_CHECKING:
    from hitoolkit.charts.multiples_picture import Told

TOGETHER = "All together"
#: A figure as it was counted, beside the same adjusted for a mix.
COUNTED = "As it was counted"
#: Several of what a stratum is, where the word is not a plain "part".
SEVERAL = {"specialty": "specialties", "sex": "sexes", "age_band": "age bands", "site": "sites",
           "ethnic_group": "ethnic groups", "imd_quintile": "fifths", "imd_decile": "tenths", "provider": "trusts"}
KINDS = {"year": "years", "financial year": "years", "month": "months", "quarter": "quarters"}
LUCK = "one in twenty would look clear by luck alone"
#: What can be told of one panel.
CLEAR, TURNED, UNSURE, HIDDEN, BARE = "clear", "turned round", "cannot tell", "cannot be given", "no range given"


def things(labels: list[str], by: str) -> str:
    """What there are several of: specialties, years, areas, measures."""
    if by == "period":
        return KINDS.get(periods(labels)[0].kind, "periods")
    if by == "stratum" and adjusted(labels):
        return "figures"
    if by == "stratum":
        names = {part.split("=")[0].strip() for label in labels if label != WHOLE for part in label.split(";")}
        return SEVERAL.get(names.pop(), "parts") if len(names) == 1 else "parts"
    return {"area": "areas", "indicator": "measures"}[by]


def adjusted(labels: list[str]) -> str:
    """What the figures were adjusted for, of a pair of crude and adjusted: `adjusted for specialty`; else nothing."""
    found = [label for label in labels if label != WHOLE]
    pair = len(labels) == 2 and len(found) == 1 and found[0].startswith(ADJUSTED) and ";" not in found[0]
    return found[0] if pair else ""


def headings(labels: list[str], by: str, views: list[View]) -> list[str]:
    """The heading of each panel."""
    if by == "indicator":
        return [one.indicator.short or one.indicator.name for one in views]
    if by == "period":
        known = {one.label: spoken(one) for one in periods(labels)}
        return [known[label] for label in labels]
    if by == "stratum" and adjusted(labels):
        return [COUNTED if label == WHOLE else upper_first(label) for label in labels]
    return [TOGETHER if label == WHOLE else stratum(label) if by == "stratum" else label for label in labels]


def stratum(label: str) -> str:
    """A stratum as people say it: `Dermatology`, `Recorded as male, aged 40 to 44`."""
    parts = []
    for part in label.split(";"):
        name, _, value = part.strip().partition("=")
        block = catalogue.blocks("dimension").get(name)
        parts.append(block.label(value) if block and value else (value or name))
    return ", ".join([parts[0], *(lower_first(one) for one in parts[1:])])


def lead(one: View) -> tuple[str, Gap | None]:
    """The gap a panel speaks of: of an order its two ends, else the clearest and widest."""
    if one.dimension.ordered:
        most = one.dimension.groups[0]
        return most, one.gaps.get((most, "gap"))
    found = {group: gap for (group, name), gap in one.gaps.items() if name == "gap" and gap.value is not None}
    group = max(found, key=lambda name: (abs(found[name].clear), abs(found[name].value or 0.0)), default="")
    return group, found.get(group)


def verdict(one: View) -> str:
    """What can be told of one panel."""
    _, gap = lead(one)
    if gap is None or gap.value is None:
        return HIDDEN
    if not gap.has_range:
        return BARE
    if not gap.clear:
        return UNSURE
    return TURNED if gap.clear < 0 and one.dimension.ordered and words.worse(one) else CLEAR


def gap(one: View) -> tuple[str, str]:
    """The gap of a panel in short, and what can be told of it: `gap 8 (5 to 10)`, `clear`."""
    group, found = lead(one)
    if found is None or found.value is None:
        return "gap not shown", "small numbers" if any("hidden" in row.text for row in one.known) else HIDDEN
    text = size_text(one, found)
    if one.dimension.ordered:
        return f"gap {text}", verdict(one)
    label = next((row.label for row in one.known if row.group == group), group)
    return f"{label}: {text}", verdict(one)


def size_text(one: View, found: Gap) -> str:
    """A difference with its range, bare: `8 (5 to 10)`."""
    places = difference_decimals(found.value, found.lower, found.upper, one.decimals)
    span = range_text(found.lower, found.upper, places)
    return number(found.value, places) + (f" ({span})" if span != NO_RANGE else "")


def title(told: Told) -> str:
    """The sentence over the chart."""
    said = Counter(verdict(one) for _, one in told.parts)
    many, clear, turned = len(told.parts), said[CLEAR], said[TURNED]
    on = "on" if told.by == "indicator" else "in"
    every = f"{spelt(many)} {told.things}"
    either = f"either of the two {told.things}" if many == 2 else f"any of {every}"
    ordered = told.first.dimension.ordered
    if not ordered:
        who, does = "A group", "stands clearly apart from the rest"
    else:
        who = upper_first(words.the(told.first.dimension.labels[0]))
        does = "is worse off" if words.worse(told.first) else "clearly differs from the other end"
    if told.mix:
        return _pair_title(told, f"{who} {does}")
    if said[HIDDEN] == many:
        return f"The gap cannot be shown {on} {either}"
    if said[BARE]:
        return _bare_title(told, who, on, every)
    if not clear and not turned:
        return f"These numbers cannot tell whether there is a gap {on} {either}"
    rest = said[UNSURE] + said[HIDDEN]
    if clear == many:
        return f"{who} {does} {on} {'both' if many == 2 else 'all ' + spelt(many)} {told.things}"
    parts = [f"{who} {does} {on} {spelt(clear)} of {every}"] if clear else []
    if turned:
        of = "" if clear else f" of {every}"
        parts.append(f"{on} {spelt(turned)}{of} it is the other way round")
    if rest:
        parts.append(f"{on} the {'other' if rest == 1 else 'others'} these numbers cannot tell")
    return upper_first("; ".join(parts))


def _pair_title(told: Told, worse: str) -> str:
    """What was counted, and whether it stays so once the mix is the same in each group."""
    first, second = (verdict(one) for one in told.views)
    texts = {CLEAR: worse, TURNED: "the gap is the other way round",
             UNSURE: "these numbers cannot tell whether there is a gap", HIDDEN: "the gap cannot be shown",
             BARE: "the gap comes without a range"}
    again = "the same holds" if first == second else lower_first(texts[second])
    return f"{upper_first(texts[first])}; {told.mix}, {again}"


def _bare_title(told: Told, who: str, on: str, every: str) -> str:
    """Without ranges: what the figures say, and that they are only figures."""
    signs = [found.value for _, found in (lead(one) for _, one in told.parts) if found and found.value is not None]
    worse = sum(value > 0 for value in signs)
    if not told.first.dimension.ordered:
        return f"In these figures, the groups differ {on} {spelt(sum(value != 0 for value in signs))} of {every}"
    does = "is worse off" if words.worse(told.first) else "has the higher figure"
    whole = f"both {told.things}" if worse == 2 else f"all {every}"
    count = whole if worse == len(told.parts) else f"{spelt(worse)} of {every}"
    return f"In these figures, {lower_first(who)} {does} {on} {count}"


def summary(told: Told) -> str:
    """For how many panels there is a clear gap, one turned round, none that can be told, and none shown."""
    said = Counter(verdict(one) for _, one in told.parts)
    texts = {CLEAR: "a clear gap in {}", TURNED: "the other way round in {}", UNSURE: "too uncertain to tell in {}",
             BARE: "a gap without a range in {}", HIDDEN: "the gap cannot be shown in {}"}
    many = len(told.parts)
    if len(said) == 1:
        every = told.things if many == 1 else f"{'both' if many == 2 else f'all {spelt(many)}'} {told.things}"
        if HIDDEN in said and many > 1:
            every = every.replace("both", "either of the two").replace("all", "any of", 1)
        return upper_first(f"{texts[next(iter(said))].format(every)}.")
    found = [text.format(spelt(said[what])) for what, text in texts.items() if said[what]]
    return f"Of {spelt(many)} {told.things}: {', '.join(found)}."


def subtitle(told: Told) -> str:
    """Who is counted, how they are grouped, where and when, and what the panels are."""
    first = told.first
    if told.by == "indicator":
        base = words.subtitle(replace(first, indicator=replace(first.indicator, denominator="denominator")))
        base = base.replace(f"{upper_first(first.indicator.name)}, ", "", 1)
        return f"{spelt(len(told.views)).capitalize()} measures {base}"
    if told.by == "period":
        when = told.labels[0] if len(told.labels) == 1 else f"{told.labels[0]} to {told.labels[-1]}"
        return words.subtitle(replace(first, period=when))
    if told.by == "area":
        base = words.subtitle(replace(first, area="All"))
        return f"{base} {upper_first(spelt(len(told.parts)))} areas, largest first."
    base = words.subtitle(replace(first, stratum="All"))
    if told.mix:
        return f"{base} {COUNTED}, and {told.mix}."
    return f"{base} {upper_first(spelt(len(told.parts)))} {told.things}, largest first."


def alt_title(told: Told) -> str:
    """What kind of chart it is, and of what."""
    kind = "Dot chart with a row for each time" if told.by == "period" else "Small multiples: dot charts side by side"
    what = "several measures" if told.by == "indicator" else lower_first(told.first.indicator.name)
    return f"{kind}, {what}, {told.first.dimension.grouped}"


def described(told: Told) -> str:
    """The description for people who do not see the chart."""
    each = []
    for label, one in zip(told.labels, told.views, strict=True):
        shown, what = gap(one)
        ends = [row for row in one.known if row.role in ("most", "least")]
        figures = ", ".join(f"{words.within(row.label)} {row.text}" for row in ends)
        each.append(f"{label}: {figures + ', ' if figures else ''}{shown}, {what}")
    parts = [summary(told), "" if told.by == "indicator" else f"{words.axis_title(told.first)}.",
             f"{'; '.join(each)}.", "Every group is in the table."]
    if words.worse(told.first):
        parts.append(f"{upper_first(words.worse(told.first))} is worse.")
    parts.append("Synthetic data." if told.first.synthetic else "")
    return " ".join(part for part in parts if part)


def caption(told: Told) -> str:
    """Difference and ratio of the first panel (of times, the last), the direction, and a word on many looks."""
    at = -1 if told.by == "period" else 0
    one = told.views[at]
    group, found = lead(one)
    said = []
    if found is not None:
        who = "" if one.dimension.ordered else f"{one.dimension.label(group)} against {other(one, found)}, "
        said.append(f"{told.labels[at]}: {who}{lower_first(words.sizes(one, group))}")
        said.append(_direction(one, group, found))
    said.append(summary(told))
    tested = sum(verdict(view) in (CLEAR, TURNED, UNSURE) for _, view in told.parts)
    if tested > 3 and told.by != "period":
        said.append(f"Of {spelt(tested)} looks, {LUCK}.")
    if not one.dimension.ordered and len(one.known) > 2:
        said.append("Panels name the group furthest from the rest: picked after looking, so it may look too large.")
    if told.by == "area":
        said.append("Areas serve different people, so this is not a ranking.")
    return " ".join(part for part in said if part)


def other(one: View, found: Gap) -> str:
    """Whom a group without order is compared with."""
    return "the rest together" if found.reference in ("", "rest") else one.dimension.label(found.reference)


def _direction(one: View, group: str, found: Gap) -> str:
    if found.value is None or not words.worse(one):
        return ""
    if found.has_range and not found.clear:
        return "These numbers cannot tell which of the two is worse off."
    row = next((mark for mark in one.known if mark.group == group), None)
    spoken = row is not None and not one.dimension.ordered
    who = f"{words.people_of(one, row)} are" if row and spoken else f"{words.the(one.dimension.label(group))} is"
    opening = "" if found.has_range else "In these figures, "
    return upper_first(f"{opening}{who} {'worse' if found.value > 0 else 'better'} off.")


def notes(told: Told, drawn: int, start: float) -> list[str]:
    """What a reader must know under the drawing."""
    made = []
    if told.one_scale and start > 0:
        made.append("All on one scale, which does not start at zero")
    elif told.one_scale and told.by != "period":
        made.append("All on one scale")
    if not told.one_scale:
        made.append("Each panel has a scale of its own: compare the shape, not the length, from one to the next")
    if told.mix:
        made.append("Adjusting asks another question, and the mix itself may be part of the inequality")
    if drawn < len(told.views):
        made.append(f"The {spelt(drawn)} largest of {spelt(len(told.views))}; all are in the table")
    if told.gone:
        more = f" and {len(told.gone) - 4} more" if len(told.gone) > 4 else ""
        made.append(f"No figures for {', '.join(told.gone[:4])}{more}")
    return made


def reading(told: Told) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    side = {"higher": " Further right is worse.", "lower": " Further left is worse.", "": ""}[words.worse(told.first)]
    ordered = told.first.dimension.ordered
    if told.by == "period":
        text = "Each row is one time, each mark one group. The longer the line, the further apart the groups."
        return [{"icon": "dots" if ordered else "dot", "text": text + side}]
    made = [{"icon": "dots" if ordered else "dot", "text": f"Each panel shows the same groups.{side}"}]
    if any(one.ranges for one in told.views):
        made.append({"icon": "bar", "text": "The thin bar is the plausible range of that group."})
    return made
