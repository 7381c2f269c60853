"""Sums a product of factors over all variables but the query, one variable at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Factor:
    """A non-negative table over named variables, one axis each."""

    variables: tuple[str, ...]
    table: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contraction:
    """One step of a plan: the tables to multiply, the labels of their axes, those to keep, numpy's path."""

    inputs: tuple[int, ...]
    labels: tuple[tuple[int, ...], ...]
    kept: tuple[int, ...]
    path: Any


# Tables of one step beyond which their product is taken in log space.
MANY = 16

Scope = tuple[tuple[int, ...], tuple[int, ...]]


def eliminate(factors: Iterable[Factor], query: Sequence[str]) -> tuple[NDArray[np.float64], float]:
    """The sum over all variables outside `query`, as (table over `query`, natural-log scale).

    The true value is table · exp(scale); rescaling at each step keeps thousands of people from
    underflowing. Variables leave in the order of the smallest table they create (ties: first named).
    """
    pending = list(factors)
    numbers: dict[str, int] = {}
    scopes = tuple(
        (tuple([numbers.setdefault(v, len(numbers)) for v in f.variables]), f.table.shape) for f in pending
    )
    tables: list[Any] = [f.table for f in pending]
    scale = 0.0
    for step in elimination_plan(scopes, tuple(numbers[v] for v in query)):
        operands: list[Any] = []
        if len(step.inputs) > MANY:
            scale += _level(tables, step)
        for i, labels in zip(step.inputs, step.labels, strict=True):
            operands += [tables[i], list(labels)]
            tables[i] = None
        table = np.asarray(np.einsum(*operands, list(step.kept), optimize=step.path), dtype=float)
        top = float(table.max(initial=0.0))
        if top > 0.0:
            table = table / top
            scale += float(np.log(top))
        tables.append(table)
    return tables[-1], scale


def _level(tables: list[Any], step: Contraction) -> float:
    """Multiplies the step's tables of one scope in log space, leaving ones; returns the scale taken out.

    Of a hundred children each says next to nothing of most of a parent's genotypes: the plain product
    underflows before any rescaling.
    """
    scale = 0.0
    for scope in set(step.labels):
        same = [i for i, labels in zip(step.inputs, step.labels, strict=True) if labels == scope]
        if len(same) <= MANY:
            continue
        with np.errstate(divide="ignore"):
            logs = np.sum([np.log(tables[i]) for i in same], axis=0)
        top = float(logs.max())
        if top == -np.inf:
            continue
        for i in same:
            tables[i] = np.ones_like(tables[i])
        tables[same[0]] = np.exp(logs - top)
        scale += top
    return scale


@lru_cache(maxsize=4096)
def elimination_plan(scopes: tuple[Scope, ...], query: tuple[int, ...]) -> tuple[Contraction, ...]:
    """The steps that sum out all but `query`, from each factor's (variables, shape).

    Families of one shape and typing share their plan, as do the markers of a family.
    """
    pending = {i: dict(zip(*scope, strict=True)) for i, scope in enumerate(scopes)}
    reach: dict[int, dict[int, int]] = {}
    factors: dict[int, list[int]] = {}
    for i, sizes in pending.items():
        for v in sizes:
            if v not in query:
                reach.setdefault(v, {}).update(sizes)
                factors.setdefault(v, []).append(i)
    # A variable's reach only changes with a neighbour's leaving; entries of an older cost are skipped.
    costs = {v: prod(sizes.values()) for v, sizes in reach.items()}
    queue = [(cost, v) for v, cost in costs.items()]
    heapify(queue)
    steps: list[Contraction] = []
    while reach:
        cost, chosen = heappop(queue)
        if chosen not in reach or cost != costs[chosen]:
            continue
        inputs = tuple(i for i in factors[chosen] if i in pending)
        scope = {v: size for v, size in reach.pop(chosen).items() if v != chosen}
        steps.append(_contraction(inputs, pending, tuple(scope)))
        made = len(scopes) + len(steps) - 1
        pending[made] = scope
        for i in inputs:
            del pending[i]
        for v in scope:
            if v in query:
                continue
            factors[v].append(made)
            reach[v].update(scope)
            reach[v].pop(chosen, None)
            costs[v] = prod(reach[v].values())
            heappush(queue, (costs[v], v))
    steps.append(_contraction(tuple(pending), pending, query))
    return tuple(steps)


def _contraction(
    inputs: tuple[int, ...], pending: dict[int, dict[int, int]], kept: tuple[int, ...]
) -> Contraction:
    local: dict[int, int] = {}
    labels = tuple([tuple([local.setdefault(v, len(local)) for v in pending[i]]) for i in inputs])
    output = tuple([local[v] for v in kept])
    path: Any = False
    if len(inputs) > 2:
        path = _path(labels, tuple([tuple(pending[i].values()) for i in inputs]), output)
    return Contraction(inputs, labels, output, path)


@lru_cache(maxsize=65536)
def _path(
    labels: tuple[tuple[int, ...], ...], shapes: tuple[tuple[int, ...], ...], output: tuple[int, ...]
) -> Any:
    operands: list[Any] = []
    for own, shape in zip(labels, shapes, strict=True):
        operands += [np.broadcast_to(0.0, shape), list(own)]
    return np.einsum_path(*operands, list(output), optimize="greedy")[0]
