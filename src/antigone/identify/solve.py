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
    budget: float = BUDGET,
    most: float = MOST_ERROR,
    seed: int = 1,
    watch: Watch = unwatched,
) -> JointSolution:
    """The joint posterior, its `top` best assignments listed.

    Components that `previous` solved from the same numbers, seed and number of assignments are taken from
    it: after adding a family or a sample only what it touches is solved. Placements are dropped only in
    components too wide to be summed whole: with a total `error` of `budget`, then of a hundred times that, up
    to `most`; what is too wide even so is sampled with `seed`. `watch(done, all)` is called with counts of
    remains. Raises ModelError where the prior leaves no possible assignment.
    """
    known = previous.components if previous is not None else {}
    run = _Run(top, seed, known, len(problem.remains), watch)
    waiting = [(part, 0.0) for part in reversed(split(problem))]
    while waiting:
        part, spent = waiting.pop()
        if run.take(part) or run.solve(part, easily=spent == 0.0):
            continue
        allowed = budget if spent == 0.0 else spent * WIDER
        if allowed > most:
            run.add(part, solve_by_sampling(part, top, seed))
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

    __slots__ = ("top", "seed", "known", "size", "watch", "solved", "reused", "done", "dropped", "error")

    def __init__(
        self, top: int, seed: int, known: Mapping[str, ComponentSolution], size: int, watch: Watch
    ) -> None:
        self.top, self.seed, self.known, self.size, self.watch = top, seed, known, size, watch
        self.solved: dict[str, ComponentSolution] = {}
        self.reused = self.done = self.dropped = 0
        self.error = 0.0

    def take(self, part: JointProblem) -> bool:
        """Takes the part's solution from before, if there is one."""
        found = self.known.get(component_key(part)) if self.known else None
        if found is None or not found.serves(self.top, self.seed):
            return False
        self.reused += 1
        self.add(part, found)
        return True

    def solve(self, part: JointProblem, easily: bool) -> bool:
        """Solves the part exactly if it can, or if it `easily` can."""
        if easily and len(part.body) > MOST_PAIRS_KEPT:
            return False
        plan = plan_component(part)
        found = solve_exactly(plan, self.top) if plan.easy or not easily else None
        if found is not None:
            self.add(part, found)
        return found is not None

    def add(self, part: JointProblem, solution: ComponentSolution) -> None:
        """Keeps a solution."""
        self.solved[component_key(part)] = solution
        self.done += len(part.remains)
        self.watch(self.done, self.size)


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
