"""Placements that cannot matter are dropped, with a proven bound on what that costs the posterior.

Let w be weights divided by the odds of "none" of the remains placed, and F = S the event that family F
makes placement S. Each bound moves every assignment with F = S to others of known relative weight:

1. Within the family: its remains are placed otherwise in F, or not at all:
   P(F = S) <= w(S) / (sum of w(T) over T of F that use no remains outside S).
2. A better home: remains v of S go to a person y of another family G, whose own placement T is undone. With
   home(v) = w(v as y) / (sum of w(T) over T of G without v), P(F = S) <= w(S) / home(v).
3. A better find: the remains of S are unplaced and others, u, come to F from wherever they are. With
   find(F) = w(u in F) / (1 + sum over u's places elsewhere of the most that u adds there),
   P(F = S) <= w(S) / find(F).
4. Both at once: P(F = S) <= w(S) / (home(v) · find(F)).

Where S has other remains than v, 2 may also place them otherwise in F, as in 1. Undoing placements needs
"none" to be possible for the remains concerned. Dropping a set of placements changes the probability of no
event by more than the sum of their bounds (total variation), and the errors of repeated rounds add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from antigone.identify.components import restrict
from antigone.identify.elsewhere import TwoBest, best_finds, best_homes, touches
from antigone.identify.problem import Floats, Ints, JointProblem

BUDGET = 1e-9
MOST_ROUNDS = 12
WORTH_A_ROUND = 0.01


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
    kept |= touches(problem, np.isneginf(problem.log_none))
    if not kept.all():
        error = float(np.exp(_log_weights(problem)[~kept]).sum())
        problem = restrict(problem, everyone, np.flatnonzero(kept))
    for _ in range(MOST_ROUNDS):
        bound = np.exp(np.minimum(log_bounds(problem), 0.0))
        order = np.argsort(bound, kind="stable")
        spent = np.cumsum(bound[order])
        k = int(np.searchsorted(spent, (budget - error) / 2, "right"))
        if k == 0 or k < WORTH_A_ROUND * len(bound):
            break
        error += float(spent[k - 1])
        problem = restrict(problem, everyone, np.sort(order[k:]))
    return Dropped(problem, before - len(problem.family), error)


def log_bounds(problem: JointProblem) -> Floats:
    """ln of an upper bound on the posterior probability of each placement (P,)."""
    weight = _log_weights(problem)
    closed = np.isneginf(problem.log_none)
    homes, finds = best_homes(problem, weight, closed), best_finds(problem, weight, closed)
    first = problem.body[problem.start[:-1]]
    home = homes.other_than(first, problem.family)
    find = np.maximum(finds.other_than(problem.family, first), 0.0)
    gone = np.where(closed[first], home, np.maximum(home, 0.0))
    # Remains that must be placed and have no other home are bounded by nothing.
    bound = np.minimum(weight - gone - np.where(np.isneginf(gone), 0.0, find), 0.0)
    bound = np.where(closed[first], bound, np.minimum(bound, weight - np.logaddexp(0.0, weight)))
    alone = np.bincount(problem.home, minlength=len(problem.families)) == 1
    edges = np.searchsorted(problem.family, np.arange(len(problem.families) + 1))
    for f in np.flatnonzero(~alone).tolist():
        rows = np.arange(edges[f], edges[f + 1])
        bound[rows] = _several(problem, f, rows, weight, closed, homes, finds)
    return np.asarray(bound)


def _log_weights(problem: JointProblem) -> Floats:
    none = np.where(np.isneginf(problem.log_none), 0.0, problem.log_none)
    placed = np.concatenate(([0.0], np.cumsum(none[problem.body])))
    if none.any():
        return np.asarray(problem.log_weight - (placed[problem.start[1:]] - placed[problem.start[:-1]]))
    return problem.log_weight


def _several(
    problem: JointProblem,
    family: int,
    rows: Ints,
    weight: Floats,
    closed: NDArray[np.bool_],
    homes: TwoBest,
    finds: TwoBest,
) -> list[float]:
    """The bounds for a family of several missing persons."""
    sets = [frozenset(v for v, _ in problem.pairs_of(p)) for p in rows.tolist()]
    total: dict[frozenset[int], float] = {frozenset(): 0.0}
    for bodies, p in zip(sets, rows.tolist(), strict=True):
        total[bodies] = float(np.logaddexp(total.get(bodies, -np.inf), weight[p]))

    @cache
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

    bounds = []
    for bodies, p in zip(sets, rows.tolist(), strict=True):
        find = finds.outside(family, bodies)
        gains = [allowed(bodies)]
        if not any(closed[v] for v in bodies):
            gains.append(find)
        for v in bodies:
            home = homes.outside(v, {family})
            gains.append(home + allowed(bodies - {v}))
            if not any(closed[u] for u in bodies - {v}):
                gains.append(home + max(find, 0.0))
        bounds.append(min(float(weight[p]) - max(gains), 0.0))
    return bounds
