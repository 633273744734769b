"""What a reader can work out who has the whole page before them, knows the rule, and can add up.

For a shown count such a reader knows the few numbers that round to it; for a hidden one, that it is not below zero; and
all the sums that hold between counts. What follows is a system of equations in whole numbers, and the question about a
hidden count is which values it can still take.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy

from hitoolkit.disclosure.page import Page
from hitoolkit.disclosure.rule import Range, meet
from hitoolkit.disclosure.system import HIGH, LOW, Question, System


class Reader:
    """A reader of one page; what it has found possible stays possible when more is hidden."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.first, self.last = max(page.policy.hide_from, 1), page.policy.hide_to
        self.sums_of: dict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(page.sums):
            for at in one:
                self.sums_of[at].append(number)
        self.pairs_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for pair in page.at_most:
            for at in pair:
                self.pairs_of[at].append(pair)
        self.solutions: list[dict[int, int]] = []
        self.possible: set[Question] = set()
        self.beyond_help: set[Question] = set()

    def copy(self) -> Reader:
        """The same reader, to try something on: what it finds is its own."""
        other = copy(self)
        other.solutions, other.possible = list(self.solutions), set(self.possible)
        return other

    def learn(self, solution: dict[int, int]) -> None:
        """Note counts that could all be true together, where that answers a question."""
        found = {(at, HIGH) for at, value in solution.items() if value >= self.last}
        found |= {(at, LOW) for at, value in solution.items() if value <= self.first}
        if found - self.possible:
            self.solutions.append(solution)
            self.possible |= found

    def look_again(self, shown: Iterable[int]) -> None:
        """Forget what can no longer be, now that some counts are shown that were hidden."""
        known = {at: self.page.known(at) for at in shown}
        kept, self.solutions, self.possible = self.solutions, [], set()
        for one in kept:
            if all(low <= one[at] <= high for at, (low, high) in known.items() if at in one):
                self.learn(one)

    def guarded(self) -> list[int]:
        """The counts that a reader must not learn: hidden ones that the rule hides, and those that may be such."""
        return [at for at, count in enumerate(self.page.counts)
                if (self.is_small(at) or (count.true is None and count.doubtful)) and self.page.is_hidden(at)]

    def all_hidden(self) -> list[int]:
        """Every hidden count: one that is not small must not look like a small one that is narrowed down."""
        return [at for at, count in enumerate(self.page.counts)
                if count.here and (count.true is not None or count.doubtful) and self.page.is_hidden(at)]

    def is_small(self, at: int) -> bool:
        true = self.page.counts[at].true
        return true is not None and self.first <= true <= self.last

    def is_safe(self, at: int, known: Range) -> bool:
        """Whether what is known of a count leaves every value that the rule hides, or none."""
        low, high = known
        return (low <= self.first and high >= self.last) or (
            not self.is_small(at) and (low > self.last or high < self.first)
        )

    def from_one_sum(self, number: int, at: int, also_hidden: Collection[int] = ()) -> Range:
        """What a single sum tells of one of its counts."""
        one = self.page.sums[number]
        sign = one[at]
        low = high = 0
        for other, factor in one.items():
            if other == at:
                continue
            known = self.page.known(other, also_hidden)
            a, b = (-sign * factor * known[0], -sign * factor * known[1])
            low, high = low + min(a, b), high + max(a, b)
        return meet([(low, high), self.page.known(at, also_hidden)])

    def given_away(self, counts: Iterable[int], one_is_enough: bool = False) -> list[int]:
        """Those of the given counts that a reader can narrow down to less than the rule hides, in order."""
        open_ = [
            (at, side) for at in counts for side in (LOW, HIGH)
            if (at, side) not in self.possible and (at, side) not in self.beyond_help
        ]
        if not open_:
            return []
        bad: set[int] = set()
        known: dict[int, Range] = {}
        done: set[int] = set()
        for at, _ in open_:
            if at in done:
                continue
            part = self._around(at, known)
            done |= part
            mine = [question for question in open_ if question[0] in part]
            bad |= System(self, part, known).answer(mine, one_is_enough)
            if bad and one_is_enough:
                break
        return sorted(bad)

    def ranges(self, counts: Iterable[int]) -> dict[int, Range | None]:
        """What each count can be, to one who puts all of the page together; None where the page contradicts itself."""
        found: dict[int, Range | None] = {}
        known: dict[int, Range] = {}
        systems: dict[int, System] = {}
        for at in counts:
            if at not in systems:
                part = self._around(at, known)
                systems.update(dict.fromkeys(part, System(self, part, known)))
            found[at] = systems[at].range_of(at)
        return found

    def _around(self, at: int, known: dict[int, Range]) -> set[int]:
        """The counts that hang together with one, through others that are not known for certain."""
        part, edge = {at}, [at]
        while edge:
            one = edge.pop()
            for link in (*(self.page.sums[number] for number in self.sums_of[one]), *self.pairs_of[one]):
                for other in link:
                    if other in part:
                        continue
                    if other not in known:
                        known[other] = self.page.known(other)
                    if known[other][0] != known[other][1]:
                        part.add(other)
                        edge.append(other)
        return part
