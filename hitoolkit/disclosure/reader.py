"""What a reader can work out who has the whole page before them, knows the rule, and can add up.

For a shown count such a reader knows the few numbers that round to it; for a hidden one, that it is not below zero; and
all the sums that hold between counts. What follows is a system of equations in whole numbers, and the question about a
hidden count is which values it can still take.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy
from typing import Any

import numpy as np

from hitoolkit.disclosure.page import Page
from hitoolkit.disclosure.rule import NO_LIMIT, Range, meet

#: Branches the solver may look at for one question; beyond it the count is taken as given away, and more is hidden.
NODES = 200
LOW, HIGH = -1, 1
Question = tuple[int, int]


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
        found = []
        for at, count in enumerate(self.page.counts):
            small = count.true is not None and self.first <= count.true <= self.last
            if (small or (count.true is None and count.doubtful)) and self.page.is_hidden(at):
                found.append(at)
        return found

    def is_safe(self, at: int, known: Range) -> bool:
        """Whether what is known of a count leaves every value that the rule hides."""
        low, high = known
        return (low <= self.first and high >= self.last) or (self.page.counts[at].true is None and low > self.last)

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
            bad |= _System(self, part, known).answer(mine, one_is_enough)
            if bad and one_is_enough:
                break
        return sorted(bad)

    def ranges(self, counts: Iterable[int]) -> dict[int, Range | None]:
        """What each count can be, to one who puts all of the page together; None where the page contradicts itself."""
        found: dict[int, Range | None] = {}
        known: dict[int, Range] = {}
        systems: dict[int, _System] = {}
        for at in counts:
            if at not in systems:
                part = self._around(at, known)
                systems.update(dict.fromkeys(part, _System(self, part, known)))
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


class _System:
    """The sums of one component as a mixed-integer programme (HiGHS, through scipy)."""

    def __init__(self, reader: Reader, part: set[int], known: dict[int, Range]) -> None:
        from scipy.sparse import csr_array

        self.reader, page = reader, reader.page
        self.numbers = sorted(part)
        self.column = {at: place for place, at in enumerate(self.numbers)}
        own = [page.known(at) for at in self.numbers]
        # No count need be far above all true ones for any question that is asked; a bound keeps the solver quick.
        told = [high for count in page.counts for high in (count.true or 0, count.seen[1]) if high < NO_LIMIT]
        self.most_of_all = most = 4 * max([*told, 1000])
        self.low = np.array([low for low, _ in own], dtype=float)
        self.high = np.array([min(high, most) for _, high in own], dtype=float)
        rows: list[int] = []
        columns: list[int] = []
        factors: list[float] = []
        self.least: list[float] = []
        self.most: list[float] = []
        seen = {number for at in self.numbers for number in reader.sums_of[at]}
        lines = [(page.sums[number], True) for number in sorted(seen)]
        pairs = {pair for at in self.numbers for pair in reader.pairs_of[at]}
        lines += [({small: 1, big: -1}, False) for small, big in sorted(pairs)]
        for line, equal in lines:
            rest = 0.0
            for at, factor in line.items():
                if at in self.column:
                    rows.append(len(self.most))
                    columns.append(self.column[at])
                    factors.append(factor)
                else:
                    rest += factor * known[at][0]
            self.most.append(-rest)
            self.least.append(-rest if equal else -np.inf)
        self.matrix = csr_array((factors, (rows, columns)), shape=(len(self.most), len(self.numbers)))
        self._try_truth()

    def answer(self, questions: list[Question], one_is_enough: bool) -> set[int]:
        """Settle each question: note what is possible, return the counts for which something is not."""
        for side in (HIGH, LOW):
            while len(left := [one for one in questions if one[1] == side and one not in self.reader.possible]) > 1:
                found = self._many(left)
                if isinstance(found, np.ndarray):
                    self._note(found[: len(self.numbers)])
                if all(one not in self.reader.possible for one in left):
                    break
        bad = set()
        for at, side in questions:
            if (at, side) not in self.reader.possible and not self.can_be(at, side):
                bad.add(at)
                if one_is_enough:
                    break
        return bad

    def range_of(self, at: int) -> Range | None:
        """The least and the most that a count can be; None where nothing fits what is known."""
        ends = []
        for side in (LOW, HIGH):
            cost = np.zeros(len(self.numbers))
            cost[self.column[at]] = -side
            given = (cost, self.matrix, np.array(self.least), np.array(self.most), self.low, self.high)
            found = _milp(*given, whole=False)
            # Mostly the end found in fractions is whole, and then it is the end in whole numbers too.
            if isinstance(found, np.ndarray) and np.abs(found - np.round(found)).max() > 1e-6:
                found = _milp(*given, gap=0)
            if not isinstance(found, np.ndarray):
                return None
            ends.append(round(found[self.column[at]]))
        return ends[0], (NO_LIMIT if ends[1] >= self.most_of_all else ends[1])

    def can_be(self, at: int, side: int) -> bool:
        """Whether a count can be as low as the first hidden value, or as high as the last."""
        place = self.column[at]
        low, high = self.low.copy(), self.high.copy()
        if side == HIGH:
            low[place] = max(low[place], self.reader.last)
        else:
            high[place] = min(high[place], self.reader.first)
        found = self._solve(low, high)
        if isinstance(found, np.ndarray):
            self._note(found)
            return True
        return self.reader.page.counts[at].true is None and self._is_above(at)

    def _is_above(self, at: int) -> bool:
        """For a count nobody told us: whether it cannot be small at all."""
        high = self.high.copy()
        high[self.column[at]] = min(high[self.column[at]], self.reader.last)
        return self._solve(self.low, high) is False

    def _many(self, questions: list[Question]) -> Any:
        """One solution that answers as many questions of one side as it can: each may add up to its goal, no more."""
        from scipy.sparse import block_array, csr_array, eye_array

        places = [self.column[at] for at, _ in questions]
        size, extra = len(self.numbers), len(places)
        side = questions[0][1]
        # helper h_i <= x_i (or >= for the low side), held at the goal, so that no single count can take all the gain
        pick = csr_array((np.ones(extra), (range(extra), places)), shape=(extra, size))
        matrix = block_array([[self.matrix, None], [-side * pick, side * eye_array(extra)]], format="csr")
        goal = float(self.reader.last if side == HIGH else self.reader.first)
        low = np.concatenate([self.low, np.full(extra, 0.0 if side == HIGH else goal)])
        high = np.concatenate([self.high, np.full(extra, goal if side == HIGH else self.high.max())])
        cost = np.concatenate([np.zeros(size), np.full(extra, -float(side))])
        least = np.concatenate([self.least, np.full(extra, -np.inf)])
        most = np.concatenate([self.most, np.zeros(extra)])
        return _milp(cost, matrix, least, most, low, high)

    def _solve(self, low: np.ndarray, high: np.ndarray) -> Any:
        size = len(self.numbers)
        return _milp(np.zeros(size), self.matrix, np.array(self.least), np.array(self.most), low, high)

    def _note(self, found: np.ndarray) -> None:
        self.reader.learn({at: int(value) for at, value in zip(self.numbers, np.round(found), strict=True)})

    def _try_truth(self) -> None:
        """The true counts are one solution, where all of them are known exactly."""
        true = [self.reader.page.counts[at].true for at in self.numbers]
        if None in true:
            return
        point = np.array(true, dtype=float)
        sums = self.matrix @ point
        fits = np.all((point >= self.low) & (point <= self.high)) and np.all((sums >= self.least) & (sums <= self.most))
        if fits:
            self._note(point)


def _milp(
    cost: np.ndarray, matrix: Any, least: Any, most: Any, low: Any, high: Any, gap: float = 0.02,
    whole: bool = True,
) -> Any:
    """Returns a solution, False where it is proved that there is none, None where neither was found in time."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if np.any(low > high):
        return False
    result = milp(
        cost, constraints=LinearConstraint(matrix, least, most), bounds=Bounds(low, high),
        integrality=np.full(len(cost), int(whole)), options={"node_limit": NODES, "mip_rel_gap": gap},
    )
    if result.x is not None:
        return np.asarray(result.x)
    return False if result.status == 2 else None
