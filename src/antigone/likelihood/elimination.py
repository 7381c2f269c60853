"""Sums a product of factors over all variables but the query, one variable at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    steps: list[Contraction] = []
    while True:
        reach: dict[int, dict[int, int]] = {}
        for sizes in pending.values():
            for v in sizes:
                if v not in query:
                    reach.setdefault(v, {}).update(sizes)
        if not reach:
            break
        chosen = min(reach, key=lambda v: float(np.prod(list(reach[v].values()), dtype=float)))
        inputs = tuple(i for i, sizes in pending.items() if chosen in sizes)
        kept = tuple(v for v in reach[chosen] if v != chosen)
        steps.append(_contraction(inputs, pending, kept))
        pending[len(scopes) + len(steps) - 1] = {v: reach[chosen][v] for v in kept}
        for i in inputs:
            del pending[i]
    steps.append(_contraction(tuple(pending), pending, query))
    return tuple(steps)


def _contraction(
    inputs: tuple[int, ...], pending: dict[int, dict[int, int]], kept: tuple[int, ...]
) -> Contraction:
    local: dict[int, int] = {}
    labels = tuple(tuple(local.setdefault(v, len(local)) for v in pending[i]) for i in inputs)
    output = tuple(local[v] for v in kept)
    path: Any = False
    if len(inputs) > 2:
        operands: list[Any] = []
        for i, own in zip(inputs, labels, strict=True):
            operands += [np.broadcast_to(0.0, tuple(pending[i].values())), list(own)]
        path = np.einsum_path(*operands, list(output), optimize="greedy")[0]
    return Contraction(inputs, labels, output, path)
