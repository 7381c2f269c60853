"""The posterior of a joint problem: each component solved by itself, and the answers put together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from antigone.errors import ModelError
from antigone.identify.best import Ranked, best_assignments
from antigone.identify.components import component_key, split
from antigone.identify.exact import TooWide, marginals, sum_out
from antigone.identify.layout import lay_out
from antigone.identify.ordering import best_order
from antigone.identify.problem import Floats, JointProblem


@dataclass(frozen=True, slots=True)
class Listed:
    """An assignment: remains → person (None: not one of the missing), its ln LR and posterior."""

    pairs: Mapping[str, str | None]
    log_ratio: float
    posterior: float


@dataclass(frozen=True, slots=True, eq=False)
class ComponentSolution:
    """A component's marginals (rows and columns as in `problem`) and best assignments."""

    problem: JointProblem
    top: int
    pair: Floats
    none: Floats
    best: tuple[Ranked, ...]
    posteriors: tuple[float, ...]
    method: str = "exact"


@dataclass(frozen=True, slots=True, eq=False)
class JointSolution:
    """The posterior of a whole problem.

    `pair` (R, M) and `none` (R,) are marginals; `components` the solutions by key, to be handed to the
    next `solve`; `reused` says how many came from the previous one.
    """

    problem: JointProblem
    pair: Floats
    none: Floats
    best: tuple[Listed, ...]
    components: Mapping[str, ComponentSolution]
    reused: int
    method: str


def solve(problem: JointProblem, top: int = 10, previous: JointSolution | None = None) -> JointSolution:
    """The joint posterior; components that `previous` solved with the same numbers are taken from it.

    Raises ModelError where the prior leaves no possible assignment, or a component is beyond exact reach.
    """
    known = previous.components if previous is not None else {}
    components: dict[str, ComponentSolution] = {}
    reused = 0
    for part in split(problem):
        key = component_key(part)
        found = known.get(key)
        if found is not None and found.top >= top:
            reused += 1
        else:
            found = solve_component(part, top)
        components[key] = found
    return _assemble(problem, components, reused, top)


def solve_component(part: JointProblem, top: int) -> ComponentSolution:
    """The exact solution of one component."""
    layout = lay_out(part)
    try:
        trace = sum_out(layout, best_order(layout))
    except TooWide:
        raise ModelError(
            f"{len(part.remains)} remains and {len(part.missing)} missing persons compete in too many ways "
            "for an exact posterior; type more markers or relatives, or split the case"
        ) from None
    if trace.log_total == -math.inf:
        raise ModelError(
            f"the prior ([prior] of case.toml) leaves no possible assignment of {', '.join(part.remains)}: "
            "with closed = true each must be one of the missing, and odds of 0 rule pairs out; set closed = "
            "false or correct the odds"
        )
    exact = marginals(trace)
    best = best_assignments(trace, top)
    posteriors = tuple(math.exp(_log_weight(part, b) - trace.log_total) for b in best)
    return ComponentSolution(part, top, exact.pair, exact.none, best, posteriors)


def _log_weight(part: JointProblem, ranked: Ranked) -> float:
    placed = {v for v, _ in ranked.pairs}
    none = [float(part.log_none[v]) for v in range(len(part.remains)) if v not in placed]
    weights = part.log_weight
    return math.fsum([*none, *(float(weights[p]) for p in placements_of(part, ranked))])


def placements_of(part: JointProblem, ranked: Ranked) -> list[int]:
    """The placements that make up an assignment."""
    by_family: dict[int, set[tuple[int, int]]] = {}
    for v, x in ranked.pairs:
        by_family.setdefault(int(part.home[x]), set()).add((v, x))
    found = []
    for f, pairs in by_family.items():
        rows = range(int(np.searchsorted(part.family, f)), int(np.searchsorted(part.family, f, "right")))
        found += [p for p in rows if set(part.pairs_of(p)) == pairs]
    return found


def _assemble(
    problem: JointProblem, components: Mapping[str, ComponentSolution], reused: int, top: int
) -> JointSolution:
    bodies = {v: i for i, v in enumerate(problem.remains)}
    persons = {x: i for i, x in enumerate(problem.missing)}
    pair = np.zeros((len(bodies), len(persons)))
    none = np.zeros(len(bodies))
    for solution in components.values():
        rows = [bodies[v] for v in solution.problem.remains]
        columns = [persons[x] for x in solution.problem.missing]
        pair[np.ix_(rows, columns)] = solution.pair
        none[rows] = solution.none
    best = merge_best(problem, list(components.values()), top)
    method = "sampled" if any(c.method == "sampled" for c in components.values()) else "exact"
    return JointSolution(problem, pair, none, best, components, reused, method)


Chosen: TypeAlias = "tuple[int, Chosen] | None"


@dataclass(frozen=True, slots=True)
class _Merged:
    score: float
    tie: int
    chosen: Chosen


def merge_best(problem: JointProblem, parts: list[ComponentSolution], top: int) -> tuple[Listed, ...]:
    """The `top` assignments of the whole from those of its components, in the order of `best`."""
    merged = [_Merged(0.0, 0, None)]
    for part in parts:
        wider = [
            _Merged(m.score + b.score, m.tie + b.tie, (i, m.chosen))
            for m in merged
            for i, b in enumerate(part.best[:top])
        ]
        merged = sorted(wider, key=lambda m: (-m.score, -m.tie))[:top]
    return tuple(_listed(problem, parts, m) for m in merged)


def _listed(problem: JointProblem, parts: list[ComponentSolution], merged: _Merged) -> Listed:
    pairs: dict[str, str | None] = {v: None for v in problem.remains}
    log_posterior: list[float] = []
    ratios: list[float] = []
    chosen = merged.chosen
    for part in reversed(parts):
        assert chosen is not None
        i, chosen = chosen
        ranked = part.best[i]
        for v, x in ranked.pairs:
            pairs[part.problem.remains[v]] = part.problem.missing[x]
        ratios += [float(part.problem.log_ratio[p]) for p in placements_of(part.problem, ranked)]
        p = part.posteriors[i]
        log_posterior.append(math.log(p) if p > 0 else -math.inf)
    return Listed(pairs, math.fsum(ratios), math.exp(math.fsum(log_posterior)))
