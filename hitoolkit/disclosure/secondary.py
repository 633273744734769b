"""Which further counts to hide, so that what is hidden cannot be worked out from what is shown.

The rule that decides: **a hidden small count is protected when every value the policy hides is still possible** for a
reader with the whole page. Under the default rule each must be able to be 1 and to be 7, so the page adds nothing to
what "hidden" says. Rounding often does this by itself; where it does not, the cheapest further count is hidden that
makes it so: a middle or unknown group first (the one with the smallest count), then an end of the gradient, then a
total of a part, and the whole last. A shown zero is never hidden for this.
"""

from __future__ import annotations

from hitoolkit.disclosure.page import Page
from hitoolkit.disclosure.reader import HIGH, LOW, Reader

#: Single further counts tried for one that is given away, before several are hidden together.
TRIALS = 12


def hide_what_gives_away(page: Page) -> None:
    """Hide further counts of a page until no hidden small count is given away, then show again what was not needed.

    A count that stays given away with everything on this page hidden was given away before it; it is left alone.
    """
    reader = Reader(page)
    guarded = reader.guarded()
    by_rule = _hidden(page)
    while guarded:
        for at in guarded:
            while _hide_in_one_sum(reader, at):
                pass
        bad = reader.given_away(guarded)
        if not bad:
            break
        _hide_for(reader, bad[0])
    if guarded:
        reader = _show_again(reader, guarded, by_rule)
        while bad := reader.given_away(reader.all_hidden()):
            _hide_for(reader, bad[0], at_most=2)


def _hide_in_one_sum(reader: Reader, at: int) -> bool:
    """Where one sum alone gives a count away, hide a partner in it; says whether it hid one."""
    page = reader.page
    if not reader.is_safe(at, page.known(at)):
        return False
    for number in reader.sums_of[at]:
        if reader.is_safe(at, reader.from_one_sum(number, at)):
            continue
        partners = _partners(page, page.sums[number])
        if not partners:
            continue
        helps = [one for one in partners if reader.is_safe(at, reader.from_one_sum(number, at, {one}))]
        page.hide(_to_hide(page, (helps or partners)[0]))
        return True
    return False


def _hide_for(reader: Reader, at: int, at_most: int | None = None) -> None:
    """Several sums together give a count away: hide the nearest, cheapest count that ends it, or the fewest nearest.

    `at_most` so many, or none.
    """
    page, before = reader.page, _hidden(reader.page)
    near = _by_nearness(reader, at)

    def ends_it(hide: list[int]) -> bool:
        _restore(page, before)
        for one in hide:
            page.hide(one)
        # What is found possible holds only if the page stays as it is now.
        trial = reader.copy()
        if trial.given_away([at]):
            return False
        found[:] = [trial]
        return True

    found: list[Reader] = []
    for one in near[:TRIALS]:
        if ends_it([one]):
            _learn_from(reader, found[0])
            return
    if not ends_it(near if at_most is None else near[:at_most]):
        _restore(page, before)
        reader.beyond_help |= {(at, LOW), (at, HIGH)}
        return
    few, enough = 1, len(near) if at_most is None else at_most
    while few < enough:
        middle = (few + enough) // 2
        few, enough = (few, middle) if ends_it(near[:middle]) else (middle + 1, enough)
    ends_it(near[:enough])
    _learn_from(reader, found[0])


def _learn_from(reader: Reader, other: Reader) -> None:
    for one in other.solutions:
        reader.learn(one)


def _show_again(reader: Reader, guarded: list[int], by_rule: list[bool]) -> Reader:
    """Show each further hidden count that the page can do without hiding, the dearest first."""
    page = reader.page

    def dear(at: int) -> tuple[bool, int, int, int]:
        return page.counts[at].kind == "denominator", *_cost(page, at), at

    further = [at for at, hidden in enumerate(_hidden(page)) if hidden and not by_rule[at]]
    for at in sorted(further, key=dear, reverse=True):
        before = _hidden(page)
        if not _show(page, at):
            continue
        trial = reader.copy()
        trial.look_again({at, *(rest for cell in page.counts[at].cells if (rest := page.cells[cell].rest) is not None)})
        if _seen_in_one_sum(trial, guarded) or trial.given_away(guarded, one_is_enough=True):
            _restore(page, before)
        else:
            reader = trial
    return reader


def _seen_in_one_sum(reader: Reader, guarded: list[int]) -> bool:
    return any(
        not reader.is_safe(at, reader.from_one_sum(number, at))
        for at in guarded if (at, LOW) not in reader.beyond_help for number in reader.sums_of[at]
    )


def _show(page: Page, at: int) -> bool:
    """Show a numerator, or a denominator with the numerators that were hidden with it, where nothing forbids it."""
    count = page.counts[at]
    out_of = [page.cells[cell].denominator for cell in count.cells]
    if count.kind == "numerator" and any(one is not None and page.counts[one].hidden for one in out_of):
        return False
    count.hidden = False
    return True


def _hidden(page: Page) -> list[bool]:
    return [count.hidden for count in page.counts]


def _restore(page: Page, before: list[bool]) -> None:
    for count, hidden in zip(page.counts, before, strict=True):
        count.hidden = hidden


def _partners(page: Page, one: dict[int, int]) -> list[int]:
    """The shown counts of a sum that may be hidden to protect one of its counts, cheapest first."""
    kinds = {page.counts[other].kind for other in one}
    if len(kinds) > 1:
        return []
    found = [other for other in one if not page.is_hidden(other) and _may_hide(page, _to_hide(page, other))]
    return sorted(found, key=lambda other: (*_cost(page, _to_hide(page, other)), other))


def _to_hide(page: Page, at: int) -> int:
    """The rest of a cell is hidden by hiding its numerator."""
    count = page.counts[at]
    numerator = page.cells[count.cells[0]].numerator if count.kind == "rest" else at
    assert numerator is not None
    return numerator


def _may_hide(page: Page, at: int) -> bool:
    count = page.counts[at]
    return count.here and not count.hidden and count.kind != "rest" and bool(count.true)


def _cost(page: Page, at: int) -> tuple[int, int]:
    count = page.counts[at]
    return max(page.cells[cell].cost for cell in count.cells), count.true or 0


def _by_nearness(reader: Reader, at: int) -> list[int]:
    """All counts that may be hidden, by how many sums away they are, then by cost."""
    page = reader.page
    found: list[int] = []
    reached, edge = {at}, [at]
    while edge:
        links = {other for one in edge for number in reader.sums_of[one] for other in page.sums[number]}
        links |= {other for pair in page.at_most for other in pair if set(pair) & set(edge)}
        edge = sorted(links - reached)
        reached |= links
        hide = {_to_hide(page, one) for one in edge}
        fresh = [one for one in hide - set(found) if _may_hide(page, one)]
        found += sorted(fresh, key=lambda one: (*_cost(page, one), one))
    return found
