"""The nodes of a component (its remains and families), their neighbours and the states they may be in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from antigone.identify.problem import JointProblem


@dataclass(frozen=True, slots=True)
class Layout:
    """Node v < R is a remains, node R + f a family.

    A state is a set of bits. One bit says that remains are placed, one that the only candidate person
    of a family is found. A family with several persons has a field for each: one bit that the person
    is found, then the number of the remains among the person's candidates. So partial assignments
    exclude each other exactly where their bits meet. `field` maps a person to (offset, candidates) in
    the family's bits; `bits` (R + F) are the widths; `states` the number of states a node can be in;
    `plain` says whether a family has one candidate person.
    """

    problem: JointProblem
    neighbours: tuple[frozenset[int], ...]
    bits: tuple[int, ...]
    states: tuple[int, ...]
    plain: tuple[bool, ...]
    field: Mapping[int, tuple[int, Mapping[int, int]]]
    placements: tuple[range, ...]


def lay_out(problem: JointProblem) -> Layout:
    """The layout of a component."""
    r, f = len(problem.remains), len(problem.families)
    neighbours: list[set[int]] = [set() for _ in range(r + f)]
    candidates: list[dict[int, dict[int, int]]] = [{} for _ in range(f)]
    family_of_pair = np.repeat(problem.family, problem.size)
    for k, x, v in zip(family_of_pair.tolist(), problem.person.tolist(), problem.body.tolist(), strict=True):
        neighbours[v].add(r + k)
        neighbours[r + k].add(v)
        own = candidates[k].setdefault(x, {})
        own.setdefault(v, len(own))
    bits = [1] * (r + f)
    plain = [True] * f
    field: dict[int, tuple[int, Mapping[int, int]]] = {}
    for k, persons in enumerate(candidates):
        plain[k] = len(persons) == 1
        offset = 0
        for x, own in persons.items():
            field[x] = (offset, own)
            offset += 1 if plain[k] else 1 + (len(own) - 1).bit_length()
        bits[r + k] = offset
    bounds = np.searchsorted(problem.family, np.arange(f + 1)).tolist()
    ranges = tuple(range(a, b) for a, b in zip(bounds[:-1], bounds[1:], strict=True))
    states = [2] * r + [2 if p else 1 + len(rows) for p, rows in zip(plain, ranges, strict=True)]
    return Layout(
        problem,
        tuple(frozenset(n) for n in neighbours),
        tuple(bits),
        tuple(states),
        tuple(plain),
        field,
        ranges,
    )
