"""The posterior of a joint problem: each component solved by itself, and the answers put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from antigone.identify.component import (
    ComponentSolution,
    plan_component,
    solve_by_sampling,
    solve_exactly,
)
from antigone.identify.components import component_key, split
from antigone.identify.dropping import BUDGET, drop
from antigone.identify.merging import Listed, merge_best
from antigone.identify.problem import Floats, JointProblem
from antigone.identify.store import ComponentStore

MOST_PAIRS_KEPT = 5_000
MOST_ERROR = 1e-5
WIDER = 100.0

Watch = Callable[[int, int], None]


def unwatched(done: int, everything: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class JointSolution:
    """The posterior of a whole problem.

    `pair` (R, M) and `none` (R,) are marginals. `error` bounds what the placements left out (`dropped` of
    them) can add to or take from the probability of any event. `components` are the solutions by key, to
    be handed to the next `solve`; `reused` says how many came from the previous one.
    """

    problem: JointProblem
    pair: Floats
    none: Floats
    best: tuple[Listed, ...]
    dropped: int
    error: float
    components: Mapping[str, ComponentSolution]
    reused: int

    @property
    def sampled(self) -> tuple[ComponentSolution, ...]:
        """The components beyond exact reach."""
        return tuple(c for c in self.components.values() if c.sampling is not None)

    @property
    def method(self) -> str:
        """exact; bounded where `error` exceeds 1e-9; sampled where any component was."""
        return "sampled" if self.sampled else "exact" if self.error <= BUDGET else "bounded"


def solve(
    problem: JointProblem,
    top: int = 10,
    *,
    previous: JointSolution | None = None,
    store: ComponentStore | None = None,
    budget: float = BUDGET,
    most: float = MOST_ERROR,
    seed: int = 1,
    watch: Watch = unwatched,
) -> JointSolution:
    """The joint posterior, its `top` best assignments listed.

    Components that `previous` solved from the same numbers, seed and number of assignments are taken from
    it, or from the `store`: after adding a family or a sample only what it touches is solved, and the answer
    has the same bits as if all was. Placements are dropped only in
    components too wide to be summed whole: with a total `error` of `budget`, then of a hundred times that, up
    to `most`; what is too wide even so is sampled with `seed`. `watch(done, all)` is called with counts of
    remains. Raises ModelError where the prior leaves no possible assignment.
    """
    known = previous.components if previous is not None else {}
    run = _Run(top, seed, known, store, len(problem.remains), watch)
    waiting = [(part, 0.0) for part in reversed(split(problem))]
    while waiting:
        part, spent = waiting.pop()
        allowed = budget if spent == 0.0 else spent * WIDER
        last = allowed > most
        key = _key(part, spent, last)
        if run.take(part, key) or run.solve(part, key, easily=spent == 0.0):
            continue
        if last:
            run.add(part, key, solve_by_sampling(part, top, seed))
            continue
        left = drop(part, allowed * len(part.remains) / len(problem.remains))
        run.dropped += left.count
        run.error += left.error
        waiting += [(smaller, allowed) for smaller in reversed(split(left.problem))]
    pair, none = _marginals(problem, run.solved)
    best = merge_best(problem, list(run.solved.values()), top)
    return JointSolution(problem, pair, none, best, run.dropped, run.error, run.solved, run.reused)


class _Run:
    """The components solved so far, and those known from before."""

    __slots__ = (
        "top", "seed", "known", "store", "size", "watch", "solved", "reused", "done", "dropped", "error",
    )  # fmt: skip

    def __init__(
        self,
        top: int,
        seed: int,
        known: Mapping[str, ComponentSolution],
        store: ComponentStore | None,
        size: int,
        watch: Watch,
    ) -> None:
        self.top, self.seed, self.known, self.store = top, seed, known, store
        self.size, self.watch = size, watch
        self.solved: dict[str, ComponentSolution] = {}
        self.reused = self.done = self.dropped = 0
        self.error = 0.0

    def take(self, part: JointProblem, key: str) -> bool:
        """Takes the part's solution from before, if there is one."""
        found = self.known.get(key)
        if found is None and self.store is not None:
            found = self.store.get(f"{key} {self.top} {self.seed}", part)
        if found is None or not found.serves(self.top, self.seed):
            return False
        self.reused += 1
        self._enter(part, key, found)
        return True

    def solve(self, part: JointProblem, key: str, easily: bool) -> bool:
        """Solves the part exactly if it can, or if it `easily` can."""
        if easily and len(part.body) > MOST_PAIRS_KEPT:
            return False
        plan = plan_component(part)
        found = solve_exactly(plan, self.top) if plan.easy or not easily else None
        if found is not None:
            self.add(part, key, found)
        return found is not None

    def add(self, part: JointProblem, key: str, solution: ComponentSolution) -> None:
        """Keeps a new solution."""
        if self.store is not None:
            self.store.put(f"{key} {self.top} {self.seed}", solution)
        self._enter(part, key, solution)

    def _enter(self, part: JointProblem, key: str, solution: ComponentSolution) -> None:
        self.solved[key] = solution
        self.done += len(part.remains)
        self.watch(self.done, self.size)


def _key(part: JointProblem, spent: float, last: bool) -> str:
    """All that decides how a part is solved: its numbers, and whether more might still be dropped from it."""
    stage = "whole" if spent == 0.0 else "last" if last else "dropped"
    return f"{component_key(part)} {stage}"


def _marginals(problem: JointProblem, components: Mapping[str, ComponentSolution]) -> tuple[Floats, Floats]:
    bodies = {v: i for i, v in enumerate(problem.remains)}
    persons = {x: i for i, x in enumerate(problem.missing)}
    pair = np.zeros((len(bodies), len(persons)))
    none = np.zeros(len(bodies))
    for solution in components.values():
        rows = [bodies[v] for v in solution.problem.remains]
        columns = [persons[x] for x in solution.problem.missing]
        pair[np.ix_(rows, columns)] = solution.pair
        none[rows] = solution.none
    return pair, none
