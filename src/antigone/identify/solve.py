"""The posterior of a joint problem: each component solved by itself, and the answers put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from antigone.identify.component import ComponentSolution, plan_component, solve_component
from antigone.identify.components import component_key, split
from antigone.identify.dropping import BUDGET, drop
from antigone.identify.merging import Listed, merge_best
from antigone.identify.problem import Floats, JointProblem

MOST_PAIRS_KEPT = 5_000

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
        """exact, or sampled where any component was."""
        return "sampled" if self.sampled else "exact"


def solve(
    problem: JointProblem,
    top: int = 10,
    *,
    previous: JointSolution | None = None,
    budget: float = BUDGET,
    seed: int = 1,
    watch: Watch = unwatched,
) -> JointSolution:
    """The joint posterior, its `top` best assignments listed.

    Components that `previous` solved from the same numbers, seed and at least as many assignments are taken
    from it: after adding a family or a sample only what it touches is solved. Placements are dropped only in
    components too wide to be summed whole, with a total `error` of at most `budget`; what is still too wide
    is sampled with `seed`. `watch(done, all)` is called with counts of remains. Raises ModelError where the
    prior leaves no possible assignment.
    """
    run = _Run(top, seed, previous.components if previous is not None else {}, len(problem.remains), watch)
    dropped, error = 0, 0.0
    for part in split(problem):
        if run.take(part):
            continue
        if len(part.body) <= MOST_PAIRS_KEPT:
            plan = plan_component(part)
            if plan.easy:
                run.add(part, solve_component(plan, top, seed))
                continue
        left = drop(part, budget * len(part.remains) / len(problem.remains))
        dropped += left.count
        error += left.error
        for smaller in split(left.problem):
            if not run.take(smaller):
                run.add(smaller, solve_component(plan_component(smaller), top, seed))
    components = run.solved
    pair, none = _marginals(problem, components)
    best = merge_best(problem, list(components.values()), top)
    return JointSolution(problem, pair, none, best, dropped, error, components, run.reused)


class _Run:
    """The components solved so far, and those known from before."""

    __slots__ = ("top", "seed", "known", "size", "watch", "solved", "reused", "done")

    def __init__(
        self, top: int, seed: int, known: Mapping[str, ComponentSolution], size: int, watch: Watch
    ) -> None:
        self.top, self.seed, self.known, self.size, self.watch = top, seed, known, size, watch
        self.solved: dict[str, ComponentSolution] = {}
        self.reused = 0
        self.done = 0

    def take(self, part: JointProblem) -> bool:
        """Takes the part's solution from before, if there is one."""
        found = self.known.get(component_key(part)) if self.known else None
        if found is None or not found.serves(self.top, self.seed):
            return False
        self.reused += 1
        self.add(part, found)
        return True

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
