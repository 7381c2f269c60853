"""Parts and rules that form a forest: what limits each count, told from every side in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from antigone.accounts.counting import Structure
from antigone.accounts.group import Claim

Limits = tuple[float, float]
"""Least and greatest; infinite where nothing limits."""
MOST_PARTS = 200


class Forest:
    """The rules as a graph of rows and parts without circles.

    Where it has none, the matrix is totally unimodular (each of its square parts has a row or a column with
    at most one entry), so that counts that agree may always be whole.
    """

    def __init__(self, rules: Structure) -> None:
        self.rows: list[list[int]] = []
        """For each rule its parts: of a whole first what it is of, of 'no larger than' the larger one."""
        self.whole: list[bool] = []
        wholes = [r for r in range(len(rules.matrix)) if rules.low[r] == 0]
        for r, row in enumerate(rules.matrix):
            larger, smaller = np.flatnonzero(row < 0), np.flatnonzero(row > 0)
            implied = r not in wholes and any(
                rules.matrix[w][larger[0]] < 0 and rules.matrix[w][smaller[0]] > 0 for w in wholes
            )
            if not implied:
                self.rows.append([int(c) for c in (*larger, *smaller)])
                self.whole.append(r in wholes)
        self.of_part: list[list[int]] = [[] for _ in rules.parts]
        for r, parts in enumerate(self.rows):
            for p in parts:
                self.of_part[p].append(r)
        self.circle_free = len(rules.parts) <= MOST_PARTS and self._without_circles()

    def _without_circles(self) -> bool:
        above = list(range(len(self.of_part) + len(self.rows)))

        def root(node: int) -> int:
            while above[node] != node:
                node = above[node]
            return node

        for r, parts in enumerate(self.rows):
            for p in parts:
                one, other = root(p), root(len(self.of_part) + r)
                if one == other:
                    return False
                above[one] = other
        return True

    def more_than_pairs(self, names: Sequence[str], claims: Sequence[Claim]) -> bool:
        """Whether claims of different parts contradict each other, whatever claims of one part do.

        Each part hears from each of its rules what the others there allow; there is a conflict where one
        side's least is over another side's greatest.
        """
        place = {name: p for p, name in enumerate(names)}
        own: list[Limits] = [(0.0, math.inf)] * len(names)
        for claim in claims:
            least, most = own[place[claim.part]]
            claimed = math.inf if claim.most is None else claim.most
            own[place[claim.part]] = (max(least, claim.least), min(most, claimed))

        def joined(sides: list[Limits]) -> Limits:
            return max(s[0] for s in sides), min(s[1] for s in sides)

        @cache
        def without(p: int, r: int) -> Limits:
            """What limits part `p` save the rule `r`."""
            return joined([own[p], *(heard(p, other) for other in self.of_part[p] if other != r)])

        @cache
        def heard(p: int, r: int) -> Limits:
            """What rule `r` says of its part `p`."""
            first, *rest = self.rows[r]
            if not self.whole[r]:
                return (0.0, without(first, r)[1]) if p != first else (without(rest[0], r)[0], math.inf)
            if p == first:
                sides = [without(q, r) for q in rest]
                return sum(s[0] for s in sides), sum(s[1] for s in sides)
            least, most = without(first, r)
            others = [without(q, r) for q in rest if q != p]
            return least - sum(s[1] for s in others), most - sum(s[0] for s in others)

        for p in range(len(names)):
            sides = [own[p], *(heard(p, r) for r in self.of_part[p])]
            if any(a[0] > b[1] for i, a in enumerate(sides) for j, b in enumerate(sides) if i != j):
                return True
        return False
