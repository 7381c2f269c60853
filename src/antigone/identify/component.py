"""The solution of one component: exact where its sum can be written out, sampled where it cannot."""

from __future__ import annotations

import math
from dataclasses import dataclass

from antigone.errors import ModelError
from antigone.identify.best import Ranked, best_assignments
from antigone.identify.exact import TooWide, Trace, marginals, sum_out
from antigone.identify.layout import Layout, lay_out
from antigone.identify.ordering import Order, best_order
from antigone.identify.problem import Floats, JointProblem
from antigone.identify.sampling import Sampling

EASY_LOG2_COST = 24.0
MOST_ORDERED_PAIRS = 200_000

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ComponentSolution:
    """A component's marginals `pair` (R, M) and `none` (R,), and its best assignments.

    `log_ratios` and `posteriors` are those of `best`; `top` is how many were asked for; `sampling` is None
    where all is exact.
    """

    problem: JointProblem
    top: int
    pair: Floats
    none: Floats
    best: tuple[Ranked, ...]
    log_ratios: tuple[float, ...]
    posteriors: tuple[float, ...]
    sampling: Sampling | None = None

    def serves(self, top: int, seed: int) -> bool:
        """Whether solving again for `top` assignments with `seed` would give the same."""
        return self.top == top and (self.sampling is None or self.sampling.seed == seed)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How a component would be summed out; `order` is None where it cannot be."""

    layout: Layout
    order: Order | None

    @property
    def easy(self) -> bool:
        """Whether it is surely summed in a moment, without dropping anything."""
        return self.order is not None and self.order.log2_cost <= EASY_LOG2_COST


def plan_component(part: JointProblem) -> Plan:
    """The layout of a component, and the order for its sum unless its pairs are too many to look for one."""
    layout = lay_out(part)
    return Plan(layout, best_order(layout) if len(part.body) <= MOST_ORDERED_PAIRS else None)


def solve_exactly(plan: Plan, top: int) -> ComponentSolution | None:
    """The exact solution, None where it is beyond reach.

    Raises ModelError where the prior leaves no possible assignment.
    """
    if plan.order is None:
        return None
    try:
        return _exact(sum_out(plan.layout, plan.order), top)
    except TooWide:
        return None


def solve_by_sampling(part: JointProblem, top: int, seed: int) -> ComponentSolution:
    """The sampled solution.

    The assignments listed are those visited most often; the posteriors are the shares of visits.
    """
    from antigone.identify.sampler import sample

    found = sample(part, seed)
    weigh = _Weighing(part)
    ranked: list[tuple[Ranked, float]] = []
    for persons, share in zip(found.visited[:top].tolist(), found.share[:top].tolist(), strict=True):
        pairs = tuple((v, x) for v, x in enumerate(persons) if x >= 0)
        tie = sum((v + 1) * (x + 1) for v, x in pairs)
        ranked.append((Ranked(weigh.log_weight(pairs), tie, pairs), share))
    ranked.sort(key=lambda item: (-item[0].score, -item[0].tie, item[0].pairs))
    best = tuple(r for r, _ in ranked)
    ratios = tuple(weigh.log_ratio(b.pairs) for b in best)
    shares = tuple(p for _, p in ranked)
    return ComponentSolution(part, top, found.pair, found.none, best, ratios, shares, found.sampling)


def _exact(trace: Trace, top: int) -> ComponentSolution:
    part = trace.layout.problem
    if trace.log_total == -math.inf:
        raise ModelError(
            f"the prior ([prior] of case.toml) leaves no possible assignment of {', '.join(part.remains)}: "
            "with closed = true each must be one of the missing, and odds of 0 rule pairs out; set closed = "
            "false or correct the odds"
        )
    exact = marginals(trace)
    best = best_assignments(trace, top)
    weigh = _Weighing(part)
    ratios = tuple(weigh.log_ratio(b.pairs) for b in best)
    posteriors = tuple(math.exp(weigh.log_weight(b.pairs) - trace.log_total) for b in best)
    return ComponentSolution(part, top, exact.pair, exact.none, best, ratios, posteriors)


class _Weighing:
    """Weighs assignments of a component, given as (remains, person) pairs."""

    __slots__ = ("_home", "_none", "_rows", "_log_ratio", "_log_weight")

    def __init__(self, part: JointProblem) -> None:
        self._home: list[int] = part.home.tolist()
        self._none: list[float] = part.log_none.tolist()
        self._log_ratio: list[float] = part.log_ratio.tolist()
        self._log_weight: list[float] = part.log_weight.tolist()
        self._rows = {frozenset(part.pairs_of(p)): p for p in range(len(part.family))}

    def log_ratio(self, pairs: Pairs) -> float:
        """ln LR against all remains being unrelated."""
        return math.fsum(self._log_ratio[p] for p in self._placements(pairs))

    def log_weight(self, pairs: Pairs) -> float:
        """ln LR plus ln prior odds."""
        placed = {v for v, _ in pairs}
        none = [w for v, w in enumerate(self._none) if v not in placed]
        return math.fsum([*none, *(self._log_weight[p] for p in self._placements(pairs))])

    def _placements(self, pairs: Pairs) -> list[int]:
        by_family: dict[int, list[tuple[int, int]]] = {}
        for v, x in pairs:
            by_family.setdefault(self._home[x], []).append((v, x))
        return [self._rows[frozenset(own)] for own in by_family.values()]
