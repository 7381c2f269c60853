"""Placements that cannot matter are dropped, with a proven bound on what that costs the posterior.

Let w be weights divided by the odds of "none" of the remains placed, and F = S the event that family F
makes placement S. Each bound moves every assignment with F = S to others of known relative weight:

1. Within the family: its remains are placed otherwise in F, or not at all:
   P(F = S) <= w(S) / sum of w(T) over T of F that use no remains outside S.
2. A better home: remains v of S go to a person y of another family G, whose own placement T is undone:
   P(F = S) <= w(S) · (sum of w(T) over T of G without v) / (w(v as y) · what S without v allows in F).
3. A better find: the remains of S are unplaced and others, u, come to F from wherever they are:
   P(F = S) <= w(S) · (1 + sum over u's places elsewhere of the most that u adds there) / w(u in F).

Undoing placements needs "none" to be possible for the remains concerned. Dropping a set of placements
changes the probability of no event by more than the sum of their bounds (total variation), and the errors
of repeated rounds add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from antigone.identify.components import restrict
from antigone.identify.problem import Floats, Ints, JointProblem

BUDGET = 1e-9
MOST_ROUNDS = 12
LOOKED_AT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Dropped:
    """The problem that is left, the number of placements dropped and the bound on the error of any event."""

    problem: JointProblem
    count: int
    error: float


def drop(problem: JointProblem, budget: float = BUDGET) -> Dropped:
    """Drops placements, least probable first, while their bounds sum to at most `budget`."""
    everyone = np.arange(len(problem.remains))
    before, error = len(problem.family), 0.0
    # Most pairs of a large case fall to the cheapest bound: the others then look at few.
    kept = _log_weights(problem) > np.log(budget / 4) - np.log(max(before, 1))
    kept |= _touches(problem, np.isneginf(problem.log_none))
    if not kept.all():
        error = float(np.exp(_log_weights(problem)[~kept]).sum())
        problem = restrict(problem, everyone, np.flatnonzero(kept))
    for _ in range(MOST_ROUNDS):
        bound = np.exp(np.minimum(log_bounds(problem), 0.0))
        order = np.argsort(bound, kind="stable")
        spent = np.cumsum(bound[order])
        k = int(np.searchsorted(spent, (budget - error) / 2, "right"))
        if k == 0:
            break
        error += float(spent[k - 1])
        problem = restrict(problem, everyone, np.sort(order[k:]))
    return Dropped(problem, before - len(problem.family), error)


def log_bounds(problem: JointProblem) -> Floats:
    """ln of an upper bound on the posterior probability of each placement (P,)."""
    weight = _log_weights(problem)
    closed = np.isneginf(problem.log_none)
    size = problem.size
    first = problem.body[problem.start[:-1]]
    homes = _Best.of(first, problem.family, _home_scores(problem, weight, closed), size == 1)
    gains = _most_added(problem, weight)
    finds = _Best.of(problem.family, first, _find_scores(problem, weight, closed, gains), size == 1)
    alone = np.bincount(problem.home, minlength=len(problem.families)) == 1
    simple = alone[problem.family]
    bound = np.where(closed[first], 0.0, weight - np.logaddexp(0.0, weight))
    bound = np.minimum(bound, weight - homes.other_than(first, problem.family))
    found = weight - finds.other_than(problem.family, first)
    bound = np.where(closed[first], bound, np.minimum(bound, found))
    for f in np.unique(problem.family[~simple]).tolist():
        rows = np.flatnonzero(problem.family == f)
        bound[rows] = _several(problem, rows, weight, closed, homes, finds)
    return np.asarray(bound)


def _log_weights(problem: JointProblem) -> Floats:
    none = np.where(np.isneginf(problem.log_none), 0.0, problem.log_none)
    placed = np.concatenate(([0.0], np.cumsum(none[problem.body])))
    if none.any():
        return np.asarray(problem.log_weight - (placed[problem.start[1:]] - placed[problem.start[:-1]]))
    return problem.log_weight


def _touches(problem: JointProblem, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which placements place any of the chosen remains."""
    if not chosen.any() or not len(problem.family):
        return np.zeros(len(problem.family), dtype=bool)
    return np.asarray(np.logical_or.reduceat(chosen[problem.body], problem.start[:-1]))


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """For each owner its two best scores of different kinds: (owners,) each."""

    kind: Ints
    score: Floats
    second: Floats

    @classmethod
    def of(cls, owner: Ints, kind: Ints, score: Floats, use: NDArray[np.bool_]) -> _Best:
        n = int(owner.max(initial=-1)) + 1
        kinds = np.full(n, -1, dtype=np.int64)
        best, second = np.full(n, -np.inf), np.full(n, -np.inf)
        rows = np.flatnonzero(use & (score > -np.inf))
        for i in rows[np.argsort(-score[rows], kind="stable")].tolist():
            o = int(owner[i])
            if kinds[o] < 0:
                kinds[o], best[o] = kind[i], score[i]
            elif kinds[o] != kind[i] and second[o] == -np.inf:
                second[o] = score[i]
        return cls(kinds, best, second)

    def other_than(self, owner: Ints, kind: Ints) -> Floats:
        """The best score of each owner that is not of this kind, -inf for none."""
        return np.where(self.kind[owner] == kind, self.second[owner], self.score[owner])


def _leading(owner: Ints, weight: Floats, use: NDArray[np.bool_]) -> Ints:
    """The rows among `use` with the greatest weights, a few for each owner."""
    rows = np.flatnonzero(use)
    rows = rows[np.lexsort((-weight[rows], owner[rows]))]
    place = np.arange(len(rows)) - np.searchsorted(owner[rows], owner[rows])
    return rows[place < LOOKED_AT]


def _home_scores(problem: JointProblem, weight: Floats, closed: NDArray[np.bool_]) -> Floats:
    """ln of w(v as y) over the sum of what else y's family may be, for the best places of each remains."""
    scores = np.full(len(weight), -np.inf)
    first = problem.body[problem.start[:-1]]
    shut = _touches(problem, closed)
    bounds = np.searchsorted(problem.family, np.arange(len(problem.families) + 1))
    for p in _leading(first, weight, problem.size == 1).tolist():
        rows = np.arange(bounds[problem.family[p]], bounds[problem.family[p] + 1])
        others = rows[~_contains(problem, rows, int(first[p]))]
        if not shut[others].any():
            scores[p] = weight[p] - np.logaddexp.reduce(np.append(weight[others], 0.0))
    return scores


def _contains(problem: JointProblem, rows: Ints, body: int) -> NDArray[np.bool_]:
    """Which of consecutive placements `rows` place `body`."""
    if not len(rows):
        return np.zeros(0, dtype=bool)
    start = problem.start[rows[0]]
    hits = problem.body[start : problem.start[rows[-1] + 1]] == body
    return np.asarray(np.logical_or.reduceat(hits, problem.start[rows] - start))


def _most_added(problem: JointProblem, weight: Floats) -> Floats:
    """For each pair (Q,): ln of the factor by which it makes its placement heavier, inf where unknown."""
    added = np.repeat(weight, problem.size)
    several = np.flatnonzero(problem.size > 1)
    if not len(several):
        return added
    for f in np.unique(problem.family[several]).tolist():
        rows = range(*np.searchsorted(problem.family, [f, f + 1]).tolist())
        known = {frozenset(problem.pairs_of(p)): float(weight[p]) for p in rows}
        for p in rows:
            pairs = problem.pairs_of(p)
            for q, pair in enumerate(pairs):
                if len(pairs) > 1:
                    rest = known.get(frozenset(pairs) - {pair}, -np.inf)
                    added[int(problem.start[p]) + q] = weight[p] - rest
    return added


def _find_scores(problem: JointProblem, weight: Floats, closed: NDArray[np.bool_], added: Floats) -> Floats:
    """ln of w(u in F) over the most that all of u's places elsewhere weigh, for each family's best u."""
    scores = np.full(len(weight), -np.inf)
    first = problem.body[problem.start[:-1]]
    home = np.repeat(problem.family, problem.size)
    by_body = np.argsort(problem.body, kind="stable")
    bounds = np.searchsorted(problem.body[by_body], np.arange(len(problem.remains) + 1))
    for p in _leading(problem.family, weight, problem.size == 1).tolist():
        u = int(first[p])
        pairs = by_body[bounds[u] : bounds[u + 1]]
        elsewhere = _largest_each(problem, pairs[home[pairs] != problem.family[p]], added)
        total = np.logaddexp.reduce(np.append(elsewhere, -np.inf if closed[u] else 0.0))
        scores[p] = weight[p] - total if total < np.inf else -np.inf
    return scores


def _largest_each(problem: JointProblem, pairs: Ints, added: Floats) -> Floats:
    """The largest addition of each person among `pairs`."""
    persons, group = np.unique(problem.person[pairs], return_inverse=True)
    largest = np.full(len(persons), -np.inf)
    np.maximum.at(largest, group, added[pairs])
    return largest


def _several(
    problem: JointProblem, rows: Ints, weight: Floats, closed: NDArray[np.bool_], homes: _Best, finds: _Best
) -> list[float]:
    """The bounds for a family of several missing persons."""
    f = int(problem.family[rows[0]])
    sets = [frozenset(v for v, _ in problem.pairs_of(p)) for p in rows.tolist()]
    total: dict[frozenset[int], float] = {frozenset(): 0.0}
    for bodies, p in zip(sets, rows.tolist(), strict=True):
        total[bodies] = float(np.logaddexp(total.get(bodies, -np.inf), weight[p]))

    def allowed(bodies: frozenset[int]) -> float:
        """ln of the sum of w over placements within `bodies` that leave out none that must be placed."""
        fixed = {v for v in bodies if closed[v]}
        within = [
            total.get(frozenset(some), -np.inf)
            for n in range(len(bodies) + 1)
            for some in combinations(bodies, n)
            if fixed <= set(some)
        ]
        return float(np.logaddexp.reduce(within))

    known = {bodies: allowed(bodies) for bodies in set(sets)}
    bounds = []
    for bodies, p in zip(sets, rows.tolist(), strict=True):
        best = float(weight[p]) - known[bodies]
        for v in bodies:
            home = (
                float(homes.other_than(np.array([v]), np.array([f]))[0]) if v < len(homes.kind) else -np.inf
            )
            if home > -np.inf:
                best = min(best, float(weight[p]) - home - allowed(bodies - {v}))
        if not any(closed[v] for v in bodies) and f < len(finds.kind):
            find = finds.score[f] if int(finds.kind[f]) not in bodies else finds.second[f]
            if len(bodies) == 1 or int(finds.kind[f]) not in bodies:
                best = min(best, float(weight[p]) - float(find))
        bounds.append(best)
    return bounds
