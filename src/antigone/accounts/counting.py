"""The counts that agree with a set of claims: an integer program over the parts, solved by HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from antigone.accounts.group import Claim, Group
from antigone.errors import ModelError

Bound = tuple[int, int | None]

_SOLVED, _INFEASIBLE, _UNBOUNDED = 0, 2, 3


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts as columns and what must hold of them whoever speaks: low <= matrix · counts <= high."""

    parts: tuple[str, ...]
    matrix: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def structure(group: Group) -> Structure:
    """A part is no larger than what it is of; the parts of a whole add up to it."""
    parts = tuple(group.part_of)
    column = {p: i for i, p in enumerate(parts)}
    rows: list[NDArray[np.float64]] = []
    high: list[float] = []
    for part, of in group.part_of.items():
        if of is not None:
            row = np.zeros(len(parts))
            row[column[part]], row[column[of]] = 1, -1
            rows.append(row)
            high.append(0.0)
    low = [-np.inf] * len(rows)
    for whole in group.wholes:
        row = np.zeros(len(parts))
        row[[column[p] for p in whole.parts]] = 1
        row[column[whole.of]] = -1
        rows.append(row)
        low.append(0.0)
        high.append(0.0)
    matrix = np.array(rows).reshape(-1, len(parts))
    return Structure(parts, matrix, np.array(low), np.array(high))


def possible(rules: Structure, claims: Iterable[Claim]) -> bool:
    """True if some counts agree with all claims."""
    return _optimum(rules, claims, {}, 1) is not None


def bounds(
    rules: Structure, claims: tuple[Claim, ...], wanted: Mapping[str, tuple[str, ...]]
) -> dict[str, Bound]:
    """Least and greatest count of each sum of parts, exact; the claims must be consistent."""
    found: dict[str, Bound] = {}
    for name, parts in wanted.items():
        weights = {p: parts.count(p) for p in parts}
        least = _optimum(rules, claims, weights, 1)
        if least is None:
            raise ModelError("bounds were asked of claims that contradict each other")
        greatest = _optimum(rules, claims, weights, -1)
        found[name] = (int(least), None if greatest is None or greatest == np.inf else int(greatest))
    return found


def _optimum(
    rules: Structure, claims: Iterable[Claim], weights: Mapping[str, int], sign: int
) -> float | None:
    column = {p: i for i, p in enumerate(rules.parts)}
    least, most = np.zeros(len(column)), np.full(len(column), np.inf)
    for claim in claims:
        i = column[claim.part]
        least[i] = max(least[i], claim.least)
        if claim.most is not None:
            most[i] = min(most[i], claim.most)
    if (least > most).any():
        return None
    cost = np.zeros(len(column))
    for part, weight in weights.items():
        cost[column[part]] = weight * sign
    if sign < 0 and not _limited(rules, cost, least, most):
        return np.inf
    constraints = [LinearConstraint(rules.matrix, rules.low, rules.high)] if len(rules.matrix) else []
    answer = milp(cost, integrality=np.ones(len(column)), bounds=Bounds(least, most), constraints=constraints)
    if answer.status == _INFEASIBLE:
        return None
    if answer.status == _UNBOUNDED or (answer.status == 4 and sign < 0):
        return np.inf
    if answer.status != _SOLVED:
        raise ModelError(f"the solver gave up on the counts: {answer.message}")
    counts = np.rint(answer.x)
    return float(abs(cost) @ counts)


def _limited(
    rules: Structure, cost: NDArray[np.float64], least: NDArray[np.float64], most: NDArray[np.float64]
) -> bool:
    """False where some counts could grow for ever: a ray of the relaxed program that raises the sum."""
    ray = Bounds(np.zeros(len(cost)), np.where(np.isinf(most), 1.0, 0.0))
    low = np.where(np.isinf(rules.low), -np.inf, 0.0)
    constraints = [LinearConstraint(rules.matrix, low, np.zeros(len(low)))] if len(low) else []
    answer = milp(cost, bounds=ray, constraints=constraints)
    return bool(answer.fun > -1e-9)
