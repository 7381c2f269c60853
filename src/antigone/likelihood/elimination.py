"""Sums a product of factors over all variables but the query, one variable at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Factor:
    """A non-negative table over named variables, one axis each."""

    variables: tuple[str, ...]
    table: NDArray[np.float64]


def eliminate(factors: Iterable[Factor], query: Sequence[str]) -> tuple[NDArray[np.float64], float]:
    """The sum over all variables outside `query`, as (table over `query`, natural-log scale).

    The true value is table · exp(scale); rescaling at each step keeps thousands of people from
    underflowing. Variables leave in the order of the smallest table they create (ties: first named).
    """
    pending = list(factors)
    scale = 0.0
    while True:
        scopes: dict[str, dict[str, int]] = {}
        for factor in pending:
            sizes = dict(zip(factor.variables, factor.table.shape, strict=True))
            for v in factor.variables:
                if v not in query:
                    scopes.setdefault(v, {}).update(sizes)
        if not scopes:
            break
        chosen = min(scopes, key=lambda v: float(np.prod(list(scopes[v].values()), dtype=float)))
        touched = [f for f in pending if chosen in f.variables]
        keep = tuple(v for v in scopes[chosen] if v != chosen)
        table = _contract(touched, keep)
        top = float(table.max(initial=0.0))
        if top > 0.0:
            table = table / top
            scale += float(np.log(top))
        pending = [f for f in pending if chosen not in f.variables]
        pending.append(Factor(keep, table))
    return _contract(pending, tuple(query)), scale


def _contract(factors: Sequence[Factor], keep: tuple[str, ...]) -> NDArray[np.float64]:
    labels: dict[str, int] = {}
    operands: list[object] = []
    for factor in factors:
        operands += [factor.table, [labels.setdefault(v, len(labels)) for v in factor.variables]]
    result = np.einsum(*operands, [labels[v] for v in keep], optimize=len(factors) > 2)  # type: ignore[call-overload]
    return np.asarray(result, dtype=float)
