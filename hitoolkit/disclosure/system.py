"""The sums of counts that hang together as a programme in whole numbers, and what it says of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hitoolkit.disclosure.rule import NO_LIMIT, Range

if TYPE_CHECKING:
    from hitoolkit.disclosure.reader import Reader

#: Branches the solver may look at for one question; beyond it the count is taken as given away, and more is hidden.
NODES = 200
#: How often the bounds of counts are passed on from sum to sum before the solver is asked.
PASSES = 4
LOW, HIGH = -1, 1
Question = tuple[int, int]


class System:
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
        first, last = self.reader.first, self.reader.last
        low, high = self._simple_bounds()
        far = {one for one in questions if not self.reader.is_small(one[0])
               and (low[self.column[one[0]]] > last or high[self.column[one[0]]] < first)}
        questions = [one for one in questions if one not in far]
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

    def _simple_bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """What each sum by itself tells of its counts, passed on a few times: quick, and never too close."""
        from scipy.sparse import coo_array

        low, high, lines = self.low.copy(), self.high.copy(), coo_array(self.matrix)
        (row, column), factor = lines.coords, lines.data
        least, most = np.array(self.least), np.array(self.most)
        for _ in range(PASSES):
            ends = factor * low[column], factor * high[column]
            small, big = np.minimum(*ends), np.maximum(*ends)
            sums = [np.bincount(row, weights=one, minlength=len(most)) for one in (small, big)]
            # factors are 1 and -1: what is left for one count is the sum less all the others
            up, down = (most - sums[0])[row] + small, (least - sums[1])[row] + big
            np.minimum.at(high, column, np.where(factor > 0, up, -down))
            np.maximum.at(low, column, np.where(factor > 0, down, -up))
        return low, high

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
        return not self.reader.is_small(at) and self._is_beyond(at, side)

    def _is_beyond(self, at: int, side: int) -> bool:
        """For a count that is not small: whether it cannot look small at all."""
        low, high, place = self.low.copy(), self.high.copy(), self.column[at]
        if side == LOW:
            high[place] = min(high[place], self.reader.last)
        else:
            low[place] = max(low[place], self.reader.first)
        return self._solve(low, high) is False

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
