"""Where remains would rather be, and whom families would rather have: what the bounds of `dropping` need.

All in natural logarithms of weights divided by the odds of "none". Only strong placements are looked at: sums
over the others are taken whole, which can only weaken a bound.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.identify.problem import Floats, Ints, JointProblem

LOOKED_AT = 4
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TwoBest:
    """For each owner its best score and its kind (-1: none), and the best of any other kind."""

    kind: Ints
    score: Floats
    second_kind: Ints
    second: Floats

    @classmethod
    def of(cls, owners: int, owner: Ints, kind: Ints, score: Floats) -> TwoBest:
        """From rows of (owner, kind, score)."""
        kinds, second_kinds = np.full(owners, -1), np.full(owners, -1)
        best, second = np.full(owners, -np.inf), np.full(owners, -np.inf)
        for i in np.argsort(-score, kind="stable").tolist():
            o = int(owner[i])
            if kinds[o] < 0:
                kinds[o], best[o] = kind[i], score[i]
            elif kinds[o] != kind[i] and second_kinds[o] < 0:
                second_kinds[o], second[o] = kind[i], score[i]
        return cls(kinds, best, second_kinds, second)

    def other_than(self, owner: Ints, kind: Ints) -> Floats:
        """The best score of each owner that is not of this kind, -inf for none."""
        return np.where(self.kind[owner] == kind, self.second[owner], self.score[owner])

    def outside(self, owner: int, kinds: Collection[int]) -> float:
        """The best score known of an owner that is of none of these kinds, -inf for none."""
        if int(self.kind[owner]) not in kinds:
            return float(self.score[owner])
        return float(self.second[owner]) if int(self.second_kind[owner]) not in kinds else -np.inf


def best_homes(problem: JointProblem, weight: Floats, closed: Flags) -> TwoBest:
    """For remains v, by family: ln of w(v as y) / (sum over the placements of y's family without v)."""
    families = len(problem.families)
    first = problem.body[problem.start[:-1]]
    leading = _leading(problem.family, weight, problem.size == 1)
    # Undoing a placement of remains that must be placed is not allowed.
    undone = np.where(touches(problem, closed), np.inf, weight)
    rest = log_sums(np.delete(undone, leading), np.delete(problem.family, leading), families)
    rest = np.logaddexp(rest, 0.0)
    scores = np.empty(len(leading))
    for i, p in enumerate(leading.tolist()):
        rivals = leading[(problem.family[leading] == problem.family[p]) & (first[leading] != first[p])]
        scores[i] = weight[p] - np.logaddexp.reduce(np.append(undone[rivals], rest[problem.family[p]]))
    return TwoBest.of(len(problem.remains), first[leading], problem.family[leading], scores)


def best_finds(problem: JointProblem, weight: Floats, closed: Flags) -> TwoBest:
    """For families, by remains u: ln of w(u in F) / (1 + the most that all of u's places elsewhere add)."""
    first = problem.body[problem.start[:-1]]
    leading = _leading(first, weight, problem.size == 1)
    body, family, added, row = _most_added(problem, weight)
    led = np.zeros(len(weight), dtype=bool)
    led[leading] = True
    others = (row < 0) | ~led[row]
    rest = log_sums(added[others], body[others], len(problem.remains))
    rest = np.where(closed, rest, np.logaddexp(rest, 0.0))
    scores = np.empty(len(leading))
    by_row = np.full(len(weight), -np.inf)
    by_row[row[~others]] = added[~others]
    for i, p in enumerate(leading.tolist()):
        places = leading[(first[leading] == first[p]) & (problem.family[leading] != problem.family[p])]
        scores[i] = weight[p] - np.logaddexp.reduce(np.append(by_row[places], rest[first[p]]))
    return TwoBest.of(len(problem.families), problem.family[leading], first[leading], scores)


def touches(problem: JointProblem, chosen: Flags) -> Flags:
    """Which placements place any of the chosen remains."""
    if not chosen.any() or not len(problem.family):
        return np.zeros(len(problem.family), dtype=bool)
    return np.asarray(np.logical_or.reduceat(chosen[problem.body], problem.start[:-1]))


def log_sums(values: Floats, group: Ints, groups: int) -> Floats:
    """ln of the sums of exp(values) by group, -inf for empty groups."""
    top = np.full(groups, -np.inf)
    np.maximum.at(top, group, values)
    with np.errstate(invalid="ignore", divide="ignore"):
        shifted = np.where(np.isfinite(top[group]), np.exp(values - top[group]), 1.0)
        sums = np.log(np.bincount(group, weights=shifted, minlength=groups))
        return np.where(np.isfinite(top), top + sums, top)


def _leading(owner: Ints, weight: Floats, use: Flags) -> Ints:
    """The rows of `use` that outweigh "none", of each owner the few heaviest; owner by owner."""
    rows = np.flatnonzero(use & (weight > 0.0))
    rows = rows[np.lexsort((-weight[rows], owner[rows]))]
    place = np.arange(len(rows)) - np.searchsorted(owner[rows], owner[rows])
    return rows[place < LOOKED_AT]


def _most_added(problem: JointProblem, weight: Floats) -> tuple[Ints, Ints, Floats, Ints]:
    """(remains, family, ln of the most the remains add there, placement of them alone or -1) a pair."""
    single = problem.size == 1
    rows = np.flatnonzero(single)
    first = problem.body[problem.start[:-1]]
    several = np.unique(problem.family[~single])
    if not len(several):
        return first, problem.family, weight, rows
    most: dict[tuple[int, int], float] = {}
    alone: dict[tuple[int, int], int] = {}
    in_several = np.isin(problem.family, several)
    known = {frozenset(problem.pairs_of(p)): float(weight[p]) for p in np.flatnonzero(in_several).tolist()}
    for p in np.flatnonzero(in_several).tolist():
        pairs = problem.pairs_of(p)
        for pair in pairs:
            before = known.get(frozenset(pairs) - {pair}, -np.inf) if len(pairs) > 1 else 0.0
            most[pair] = max(most.get(pair, -np.inf), float(weight[p]) - before)
            if len(pairs) == 1:
                alone[pair] = p
    plain = np.flatnonzero(~in_several)
    return (
        np.concatenate((first[plain], np.array([v for v, _ in most], dtype=np.int64))),
        np.concatenate((problem.family[plain], problem.home[[x for _, x in most]])),
        np.concatenate((weight[plain], np.array(list(most.values())))),
        np.concatenate((plain, np.array([alone.get(pair, -1) for pair in most], dtype=np.int64))),
    )
