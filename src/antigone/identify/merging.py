"""The best assignments of a whole problem from those of its components."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from antigone.identify.component import ComponentSolution
from antigone.identify.problem import JointProblem


@dataclass(frozen=True, slots=True)
class Listed:
    """An assignment: remains → person (None: not one of the missing), its ln LR and posterior."""

    pairs: Mapping[str, str | None]
    log_ratio: float
    posterior: float


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
        ratios.append(part.log_ratios[i])
        p = part.posteriors[i]
        log_posterior.append(math.log(p) if p > 0 else -math.inf)
    return Listed(pairs, math.fsum(ratios), math.exp(math.fsum(log_posterior)))
