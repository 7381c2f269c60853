"""The N best assignments of a component, exactly, from the tables of its exact sum.

Best scores pass forward through the steps; then derivations are unfolded from the total, best first,
with the exact best score as the bound of each (k-best parsing, Huang & Chiang 2005; A* with a perfect
heuristic). Scores are ln weights in whole multiples of 2^-40, so that equal ones are equal whatever the
order of addition. Among equals the greater Σ (number of the remains · number of the person) comes first,
both numbered from 1 in the order of the problem: so like order comes before unlike.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

import numpy as np

from antigone.identify.exact import Trace
from antigone.identify.scaled import Floats, Ints
from antigone.identify.steps import LOWEST_SCORE, Best, Forget, Join, Leaf, best_of

FINEST = 40


@dataclass(frozen=True, slots=True)
class Ranked:
    """An assignment of a component: its score and tie number, and its (remains, person) positions."""

    score: float
    tie: int
    pairs: tuple[tuple[int, int], ...]


Chain: TypeAlias = "tuple[tuple[int, int], Chain] | None"


@dataclass(frozen=True, slots=True)
class _Open:
    """A derivation in part: the (step, state) still to unfold, and the leaves' states found so far."""

    goals: Chain
    found: Chain


_Ways = list[tuple[int, int, tuple[tuple[int, int], ...]]]


def best_assignments(trace: Trace, top: int) -> tuple[Ranked, ...]:
    """The `top` assignments of greatest weight, fewer where fewer are possible."""
    finest = _resolution(trace)
    best = _forward(trace, finest)
    if not len(trace.tables[-1]):
        return ()
    order = count()
    root = len(trace.steps) - 1
    first = (int(best[root].score[0]), int(best[root].tie[0]))
    heap = [(-first[0], -first[1], next(order), _Open(((root, 0), None), None))]
    known: dict[tuple[int, int], _Ways] = {}
    results: list[Ranked] = []
    groups: dict[int, tuple[Ints, Ints]] = {}
    while heap and len(results) < top:
        score, tie, _, part = heapq.heappop(heap)
        while part.goals is not None:
            goal, rest = part.goals
            if goal not in known:
                known[goal] = _ways(trace, best, goal, top, finest, groups)
            found = part.found
            step = trace.steps[goal[0]]
            if isinstance(step, Leaf):
                found = ((goal[0], goal[1]), found)
            options = known[goal]
            for s, t, next_goals in options[1:]:
                lost = (options[0][0] - s, options[0][1] - t)
                entry = (score + lost[0], tie + lost[1], next(order), _Open(_stack(next_goals, rest), found))
                heapq.heappush(heap, entry)
            part = _Open(_stack(options[0][2], rest), found)
        results.append(Ranked(-score / 2.0**finest, -tie, _pairs(trace, part.found)))
    return tuple(sorted(results, key=lambda r: (-r.score, -r.tie, r.pairs)))


def _resolution(trace: Trace) -> int:
    """The most binary digits after the point with which no sum of scores overflows."""
    problem = trace.layout.problem
    none = problem.log_none[np.isfinite(problem.log_none)]
    reach = float(np.abs(problem.log_weight).sum() + np.abs(none).sum()) + 1.0
    return min(FINEST, 60 - int(np.ceil(np.log2(reach))))


def _fixed(values: Floats, finest: int) -> Ints:
    return np.rint(values * 2.0**finest).astype(np.int64)


def _forward(trace: Trace, finest: int) -> list[Best]:
    best: list[Best] = []
    for number, step in enumerate(trace.steps):
        table = trace.tables[number]
        if isinstance(step, Leaf):
            ties = (step.body + 1) * (step.person + 1)
            sums = np.concatenate(([0], np.cumsum(ties)))
            best.append(Best(_fixed(step.log_weight, finest), np.diff(sums[step.start])))
        elif isinstance(step, Forget):
            source = best[step.source]
            score = source.score[step.rows] + _fixed(step.log_gain, finest)
            best.append(best_of(score, source.tie[step.rows], step.target, len(table)))
        else:
            best.append(_join_best(trace, number, step, best[step.left], best[step.right]))
    return best


def _join_best(trace: Trace, number: int, step: Join, a: Best, b: Best) -> Best:
    table = trace.tables[number]
    if step.pairs is not None:
        i, j, target = step.pairs
        return best_of(a.score[i] + b.score[j], a.tie[i] + b.tie[j], target, len(table))
    from antigone.identify.kernels import join_best

    left, right = trace.tables[step.left].keys, trace.tables[step.right].keys
    return Best(*join_best(left, a.score, a.tie, right, b.score, b.tie, table.keys, LOWEST_SCORE))


def _ways(
    trace: Trace,
    best: list[Best],
    goal: tuple[int, int],
    top: int,
    finest: int,
    groups: dict[int, tuple[Ints, Ints]],
) -> _Ways:
    """The `top` best ways to reach a state: (score, tie, states they come from), best first."""
    number, row = goal
    step = trace.steps[number]
    if isinstance(step, Leaf):
        return [(int(best[number].score[row]), int(best[number].tie[row]), ())]
    if isinstance(step, Forget):
        if number not in groups:
            by_target = np.argsort(step.target, kind="stable")
            groups[number] = by_target, step.target[by_target]
        by_target, targets = groups[number]
        some = by_target[np.searchsorted(targets, row) : np.searchsorted(targets, row, "right")]
        rows = step.rows[some]
        # The gain is what the state's best score adds to its source's best, whichever source it is.
        score = best[step.source].score[rows] + _fixed(step.log_gain[some], finest)
        tie = best[step.source].tie[rows]
        return [(int(score[k]), int(tie[k]), ((step.source, int(rows[k])),)) for k in _first(score, tie, top)]
    key = trace.tables[number].keys[row]
    left, right = _join_sources(trace, step, int(key))
    score = best[step.left].score[left] + best[step.right].score[right]
    tie = best[step.left].tie[left] + best[step.right].tie[right]
    return [
        (int(score[k]), int(tie[k]), ((step.left, int(left[k])), (step.right, int(right[k]))))
        for k in _first(score, tie, top)
    ]


def _join_sources(trace: Trace, step: Join, key: int) -> tuple[Ints, Ints]:
    """The rows of both tables whose states make up `key`."""
    tables = trace.tables[step.left], trace.tables[step.right]
    small, large = (0, 1) if len(tables[0]) < len(tables[1]) else (1, 0)
    within = np.flatnonzero((tables[small].keys & ~key) == 0)
    other = key ^ tables[small].keys[within]
    at = np.minimum(np.searchsorted(tables[large].keys, other), len(tables[large]) - 1)
    fits = tables[large].keys[at] == other
    rows = (within[fits], at[fits])
    return rows if small == 0 else rows[::-1]


def _first(score: Ints, tie: Ints, top: int) -> list[int]:
    chosen: list[int] = np.lexsort((np.arange(len(score)), -tie, -score))[:top].tolist()
    return chosen


def _stack(goals: tuple[tuple[int, int], ...], rest: Chain) -> Chain:
    for goal in reversed(goals):
        rest = (goal, rest)
    return rest


def _pairs(trace: Trace, found: Chain) -> tuple[tuple[int, int], ...]:
    pairs: list[tuple[int, int]] = []
    while found is not None:
        (number, row), found = found
        leaf = trace.steps[number]
        assert isinstance(leaf, Leaf)
        rows = slice(int(leaf.start[row]), int(leaf.start[row + 1]))
        pairs += zip(leaf.body[rows].tolist(), leaf.person[rows].tolist(), strict=True)
    return tuple(sorted(pairs))
