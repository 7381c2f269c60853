"""Which cells of a table of counts must be withheld, so that small numbers cannot be worked out.

Numbers from 1 to below the limit are withheld first. Then an attacker's part is played: from all that is
shown, could each of them still be 1, and still be the greatest that is withheld, or more? While one could
not, the smallest shown number that shares a sum with it is withheld too. Differences that no column shows
(identified and not yet returned, missing without remains, on no line) are numbers as well: 20 beside 19
would tell of one person. For the upper end the attacker also knows the rule: what is withheld is not nought.
Withholding every number but noughts always suffices, so a set is always found. Complementary suppression:
Willenborg and de Waal (2001), chapter 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Cell = tuple[str, str]
Counts = Mapping[str, Mapping[str, int]]

_SUMS = {
    "reported": ("alive", "identified", "missing"),
    "identified": ("returned", "identified, not returned"),
    "missing": ("recovered", "missing, not recovered"),
}
_ON_NO_LINE, _MORE_THAN_ONCE = "\0none", "\0again"


def suppressed(table: Counts, limit: int, groupings: Sequence[Sequence[str]] | None = None) -> set[Cell]:
    """The cells to withhold, of a table line → column → count whose line "" is the total.

    `groupings`: lines that are each all people, seen by place, by event …; without, all lines together.
    """
    lines = [[line for line in table if line]] if groupings is None else groupings
    attacker = _Attacker(*_numbers_and_sums(table, lines), frozenset(table_cells(table)), limit)
    hidden = set(attacker.small)
    while further := {attacker.cheapest(hidden, cell) for cell in attacker.told(hidden)}:
        hidden |= further
    # Several were withheld at a time; what turns out to be needless is shown again, the greatest first.
    needed = set(attacker.small) & attacker.cells
    for cell in sorted((hidden & attacker.cells) - needed, key=lambda c: (-attacker.numbers[c], c)):
        if next(attacker.told(hidden - {cell}), None) is None:
            hidden.discard(cell)
    return hidden & attacker.cells


def table_cells(table: Counts) -> list[Cell]:
    """All cells, line by line."""
    return [(line, c) for line, counts in table.items() for c in counts]


_Sum = tuple[Cell, tuple[Cell, ...]]


def _numbers_and_sums(
    table: Counts, groupings: Sequence[Sequence[str]]
) -> tuple[dict[Cell, int], list[_Sum]]:
    """Every number, shown in a column or not, and which are the sum of which."""
    numbers = {(line, c): n for line, counts in table.items() for c, n in counts.items()}
    sums: list[_Sum] = []
    for line in table:
        for whole, (*known, last) in _SUMS.items():
            numbers.setdefault((line, last), numbers[line, whole] - sum(numbers[line, p] for p in known))
            sums.append(((line, whole), tuple((line, p) for p in (*known, last))))
    columns = list(dict.fromkeys(c for _, c in numbers))
    for number, lines in enumerate(groupings):
        for column in columns if lines else ():
            sums += _over(numbers, lines, column, str(number))
    return numbers, sums


def _over(numbers: dict[Cell, int], lines: Sequence[str], column: str, grouping: str) -> Iterator[_Sum]:
    """How the lines of a grouping make up the total; adds the numbers that this needs."""
    own, total = tuple((line, column) for line in lines), ("", column)
    beyond = numbers[total] - sum(numbers[c] for c in own)
    if beyond == 0:
        yield total, own
    elif beyond > 0:
        rest = (_ON_NO_LINE + grouping, column)
        numbers[rest] = beyond
        yield total, (*own, rest)
    else:
        # People in two groups stand on both lines: all are at most the lines, and a line is at most all.
        again, whole = (f"{_MORE_THAN_ONCE}{grouping}", column), (f"{_MORE_THAN_ONCE}{grouping}\0all", column)
        numbers[again], numbers[whole] = -beyond, numbers[total] - beyond
        yield whole, own
        yield whole, (total, again)
        for line in lines:
            others = (f"{_MORE_THAN_ONCE}{grouping}\0{line}", column)
            numbers[others] = numbers[total] - numbers[line, column]
            yield total, ((line, column), others)


@dataclass(slots=True)
class _Attacker:
    """Seeks worlds, each a count of every cell, that agree with what is shown; keeps those it has found."""

    numbers: dict[Cell, int]
    sums: list[_Sum]
    cells: frozenset[Cell]
    limit: int
    column: dict[Cell, int] = field(init=False)
    truth: NDArray[np.float64] = field(init=False)
    adds_up: LinearConstraint = field(init=False)
    small: tuple[Cell, ...] = field(init=False)
    worlds: list[NDArray[np.float64]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.column = {c: i for i, c in enumerate(self.numbers)}
        self.truth = np.array(list(self.numbers.values()), dtype=float)
        matrix = np.zeros((len(self.sums), len(self.column)))
        for row, (of, parts) in zip(matrix, self.sums, strict=True):
            row[self.column[of]] = -1
            row[[self.column[p] for p in parts]] = 1
        self.adds_up = LinearConstraint(matrix, 0, 0)
        self.small = tuple(
            sorted(
                c
                for c, n in self.numbers.items()
                if 0 < n < self.limit and not c[0].startswith(_MORE_THAN_ONCE)
            )
        )

    def told(self, hidden: set[Cell]) -> Iterator[Cell]:
        """Small numbers of which what is shown tells that they are not 1, or below the greatest withheld."""
        shown = np.array([c in self.cells and c not in hidden for c in self.column])
        nought = np.where(shown, self.truth, 0.0)
        not_nought = np.where([c in self.cells for c in self.column], np.minimum(self.truth, 1), 0.0)
        known = np.where(shown, self.truth, not_nought)
        for cell in self.small:
            i = self.column[cell]
            if not (
                self._possible(shown, nought, i, 0, 1)
                and self._possible(shown, known, i, self.limit - 1, np.inf)
            ):
                yield cell

    def _possible(
        self, shown: NDArray[np.bool_], least: NDArray[np.float64], i: int, low: float, high: float
    ) -> bool:
        """Whether some world shows what is shown and has a number from low to high in column i."""
        for world in self.worlds:
            if low <= world[i] <= high and (world >= least).all() and (world == self.truth)[shown].all():
                return True
        least, most = least.copy(), np.where(shown, self.truth, self.limit * (self.truth + self.limit))
        least[i], most[i] = max(least[i], low), min(most[i], high)
        if (least > most).any():
            return False
        # Among the worlds, one in which other small numbers are small or great as well: it answers for them.
        cost = np.zeros(len(least))
        cost[[self.column[c] for c in self.small]] = 1 if high == 1 else -1
        answer = milp(
            cost, integrality=np.ones(len(least)), bounds=Bounds(least, most), constraints=self.adds_up
        )
        if answer.x is None:
            return False
        self.worlds.append(np.rint(answer.x))
        return True

    def cheapest(self, hidden: set[Cell], cell: Cell) -> Cell:
        """The number to withhold next: the smallest of those nearest to the cell by sums."""
        near = {cell}
        while not (free := {c for c in near & self.cells if c not in hidden and self.numbers[c]}):
            near |= {c for of, parts in self.sums if near & {of, *parts} for c in (of, *parts)}
        return min(free, key=lambda c: (c[0] == "", self.numbers[c], c))
