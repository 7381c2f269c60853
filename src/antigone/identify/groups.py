"""Persons whom the evidence cannot tell apart, and the remains that are they in unknown order."""

from __future__ import annotations

import numpy as np

from antigone.identify.problem import Floats, JointProblem

SAME = 1e-9
SHARE = 0.5

Group = tuple[tuple[str, ...], tuple[str, ...]]


def interchangeable(problem: JointProblem, pair: Floats) -> tuple[Group, ...]:
    """(remains, persons) of each set of two or more interchangeable persons.

    Two persons of a family are interchangeable where changing their places changes no placement's ln LR
    or prior odds by more than 1e-9. `pair` (R, M) are marginals; remains belong to a set where their
    posterior of being one of it exceeds 0.5. Sets without remains are left out.
    """
    groups: list[Group] = []
    bounds = np.searchsorted(problem.family, np.arange(len(problem.families) + 1))
    for f in range(len(problem.families)):
        persons = np.flatnonzero(problem.home == f).tolist()
        if len(persons) < 2 or bounds[f] == bounds[f + 1]:
            continue
        weights = {
            frozenset(problem.pairs_of(p)): float(problem.log_ratio[p] + problem.log_prior[p])
            for p in range(int(bounds[f]), int(bounds[f + 1]))
        }
        for alike in _classes(persons, weights):
            bodies = np.flatnonzero(pair[:, alike].sum(axis=1) > SHARE).tolist()
            if len(alike) > 1 and bodies:
                names = tuple(problem.missing[x] for x in alike)
                groups.append((tuple(problem.remains[v] for v in bodies), names))
    return tuple(groups)


Weights = dict[frozenset[tuple[int, int]], float]


def _classes(persons: list[int], weights: Weights) -> list[list[int]]:
    classes: list[list[int]] = []
    for x in persons:
        for members in classes:
            if _alike(members[0], x, weights):
                members.append(x)
                break
        else:
            classes.append([x])
    return classes


def _alike(x: int, y: int, weights: Weights) -> bool:
    change = {x: y, y: x}
    for placement, weight in weights.items():
        other = weights.get(frozenset((v, change.get(z, z)) for v, z in placement))
        if other is None or abs(other - weight) > SAME * max(1.0, abs(weight)):
            return False
    return True
