"""The solution of one component: exact where its sum can be written out, sampled where it cannot."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

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
    """A component's marginals `pair` (R, M) and `none` (R,), and its best assignments with posteriors.

    `top` is how many assignments were asked for; `sampling` is None where all is exact.
    """

    problem: JointProblem
    top: int
    pair: Floats
    none: Floats
    best: tuple[Ranked, ...]
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
    posteriors = tuple(math.exp(_log_weight(part, b.pairs) - trace.log_total) for b in best)
    return ComponentSolution(part, top, exact.pair, exact.none, best, posteriors)


def solve_by_sampling(part: JointProblem, top: int, seed: int) -> ComponentSolution:
    """The sampled solution.

    The assignments listed are those visited most often; the posteriors are the shares of visits.
    """
    from antigone.identify.sampler import sample

    found = sample(part, seed)
    ranked: list[tuple[Ranked, float]] = []
    for persons, share in zip(found.visited[:top].tolist(), found.share[:top].tolist(), strict=True):
        pairs = tuple((v, x) for v, x in enumerate(persons) if x >= 0)
        tie = sum((v + 1) * (x + 1) for v, x in pairs)
        ranked.append((Ranked(_log_weight(part, pairs), tie, pairs), share))
    ranked.sort(key=lambda item: (-item[0].score, -item[0].tie, item[0].pairs))
    best = tuple(r for r, _ in ranked)
    return ComponentSolution(
        part, top, found.pair, found.none, best, tuple(p for _, p in ranked), found.sampling
    )


def _log_weight(part: JointProblem, pairs: Pairs) -> float:
    placed = {v for v, _ in pairs}
    none = [float(part.log_none[v]) for v in range(len(part.remains)) if v not in placed]
    weights = part.log_weight
    return math.fsum([*none, *(float(weights[p]) for p in placements_of(part, pairs))])


def placements_of(part: JointProblem, pairs: Pairs) -> list[int]:
    """The placements that make up an assignment of (remains, person) pairs."""
    by_family: dict[int, set[tuple[int, int]]] = {}
    for v, x in pairs:
        by_family.setdefault(int(part.home[x]), set()).add((v, x))
    found = []
    for f, own in by_family.items():
        rows = range(int(np.searchsorted(part.family, f)), int(np.searchsorted(part.family, f, "right")))
        found += [p for p in rows if set(part.pairs_of(p)) == own]
    return found
