"""Sums a product of factors over all variables but the query, one variable at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.errors import ModelError
from antigone.likelihood.ordering import Order, best_order


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
# About five minutes and one gigabyte for one likelihood.
MOST_COST = 3e10
MOST_ENTRIES = 2**26


class BeyondReach(ModelError):
    """A sum too long to be taken: `cost` in table entries, `widest` the largest table."""

    def __init__(self, cost: float, widest: float) -> None:
        super().__init__(f"the sum has about {cost:.1g} terms, its largest table {widest:.1g}")
        self.cost, self.widest = cost, widest


Scope = tuple[tuple[int, ...], tuple[int, ...]]


def eliminate(factors: Iterable[Factor], query: Sequence[str]) -> tuple[NDArray[np.float64], float]:
    """The sum over all variables outside `query`, as (table over `query`, natural-log scale).

    The true value is table · exp(scale); rescaling at each step keeps thousands of people from
    underflowing. Raises BeyondReach, before anything is computed, where the sum is too long.
    """
    pending = list(factors)
    scopes, asked = _numbered(pending, query)
    tables: list[Any] = [f.table for f in pending]
    scale = 0.0
    for step in elimination_plan(scopes, asked):
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


ROW = "\x00row"
# Entries of the tables that many rows make at once.
ENTRIES_AT_ONCE = 2_000_000


def rows_at_once(factors: Sequence[Factor], most_cost: float = MOST_COST) -> int:
    """How many rows `eliminate_rows` is best given at a time; BeyondReach where one takes more than that."""
    bare = [f for f, _ in map(_without_rows, factors)]
    order = _order_of(bare, (), min(most_cost, MOST_COST))
    largest = max([order.widest, *(float(np.prod(f.table.shape)) for f in bare)])
    return max(1, int(ENTRIES_AT_ONCE / largest))


def eliminate_rows(factors: Sequence[Factor], rows: int) -> NDArray[np.float64]:
    """The natural logs (rows,) of many sums over all variables, of one plan and taken together.

    A table whose first variable is ROW has an axis of rows; the others are the same for all. -inf where the
    sum is 0. Raises BeyondReach as `eliminate` does.
    """
    bare = [_without_rows(f) for f in factors]
    scopes, _ = _numbered([f for f, _ in bare], ())
    tables: list[Any] = [f.table for f in factors]
    own = [has for _, has in bare]
    scale = np.zeros(rows)
    for step in elimination_plan(scopes, ()):
        row = 1 + max((label for labels in step.labels for label in labels), default=0)
        operands: list[Any] = []
        for i, labels in zip(step.inputs, step.labels, strict=True):
            operands += [tables[i], [row, *labels] if own[i] else list(labels)]
            tables[i] = None
        by_row = any(own[i] for i in step.inputs)
        kept = [row, *step.kept] if by_row else list(step.kept)
        table = np.asarray(np.einsum(*operands, kept, optimize=step.path), dtype=float)
        top = table.max(axis=tuple(range(1, table.ndim))) if by_row else table.max(initial=0.0)
        with np.errstate(divide="ignore"):
            scale = scale + np.log(top)
        safe = np.where(top > 0.0, top, 1.0)
        tables.append(table / safe.reshape((-1, *(1 for _ in step.kept)) if by_row else ()))
        own.append(by_row)
    return scale


def _without_rows(factor: Factor) -> tuple[Factor, bool]:
    if factor.variables[:1] != (ROW,):
        return factor, False
    return Factor(factor.variables[1:], np.broadcast_to(0.0, factor.table.shape[1:])), True


def check_reach(factors: Iterable[Factor], query: Sequence[str], most_cost: float) -> None:
    """Raises BeyondReach where `eliminate` would or takes more than `most_cost`; computes nothing."""
    _order_of(list(factors), query, min(most_cost, MOST_COST))


def _order_of(factors: Sequence[Factor], query: Sequence[str], most_cost: float) -> Order:
    scopes, asked = _numbered(factors, query)
    return _order_within([dict(zip(*scope, strict=True)) for scope in scopes], asked, most_cost)


def _order_within(scopes: Sequence[dict[int, int]], query: tuple[int, ...], most_cost: float) -> Order:
    order = best_order(scopes, query)
    if order.cost > most_cost or order.widest > MOST_ENTRIES:
        raise BeyondReach(order.cost, order.widest)
    return order


def _numbered(factors: Sequence[Factor], query: Sequence[str]) -> tuple[tuple[Scope, ...], tuple[int, ...]]:
    numbers: dict[str, int] = {}
    scopes = tuple(
        (tuple([numbers.setdefault(v, len(numbers)) for v in f.variables]), f.table.shape) for f in factors
    )
    return scopes, tuple(numbers[v] for v in query)


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
    order = _order_within(list(pending.values()), query, MOST_COST)
    factors: dict[int, list[int]] = {}
    for i, sizes in pending.items():
        for v in sizes:
            factors.setdefault(v, []).append(i)
    steps: list[Contraction] = []
    for v in order.variables:
        inputs = tuple(i for i in factors[v] if i in pending)
        scope: dict[int, int] = {}
        for i in inputs:
            scope |= pending[i]
        del scope[v]
        steps.append(_contraction(inputs, pending, tuple(scope)))
        made = len(scopes) + len(steps) - 1
        pending[made] = scope
        for i in inputs:
            del pending[i]
        for u in scope:
            factors[u].append(made)
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
