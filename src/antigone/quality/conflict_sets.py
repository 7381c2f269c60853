"""Smallest sets that cannot hold together, by implicit hitting sets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Feasible = Callable[[Sequence[str]], bool]


def smallest_hitting_set(items: Sequence[str], sets: Collection[Sequence[str]]) -> tuple[str, ...]:
    """A smallest subset of `items` that meets each of `sets`, in the order of `items`."""
    if not sets:
        return ()
    rows = np.array([[item in s for item in items] for s in sets], dtype=float)
    # Earlier items win ties: the sum of all tie-breakers stays below one item.
    cost = 1 + np.arange(len(items)) / (4 * len(items) ** 2)
    found = milp(
        cost, constraints=LinearConstraint(rows, lb=1), bounds=Bounds(0, 1), integrality=cost * 0 + 1
    )
    return tuple(item for item, x in zip(items, found.x, strict=True) if x > 0.5)


def smallest_conflict(items: Sequence[str], feasible: Feasible) -> tuple[str, ...]:
    """A smallest infeasible subset of `items`, which are infeasible together.

    Every infeasible set meets the complement of each feasible one, so a smallest hitting set of such
    complements that is itself infeasible is a smallest conflict (Ignatiev et al. 2015, SMUS).
    """
    complements: list[tuple[str, ...]] = []
    while True:
        chosen = smallest_hitting_set(items, complements)
        if chosen and not feasible(chosen):
            return chosen
        grown = list(chosen)
        for item in items:
            if item not in grown and feasible([*grown, item]):
                grown.append(item)
        complements.append(tuple(i for i in items if i not in grown))


def conflicts_and_repair(
    items: Sequence[str], known: Sequence[Sequence[str]], feasible: Feasible
) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """(conflicts, repair): `known` conflicts and as many more as it takes to explain why `items` fail.

    `repair` is a smallest set of items without which the rest are feasible; each further conflict is a
    smallest one among what the repair so far leaves.
    """
    conflicts = [tuple(s) for s in known]
    while True:
        repair = smallest_hitting_set(items, conflicts)
        rest = [i for i in items if i not in repair]
        if feasible(rest):
            return conflicts, repair
        conflicts.append(smallest_conflict(rest, feasible))
