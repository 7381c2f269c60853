"""In which order to sum variables out, so that no table on the way grows large.

The cost of an order is the sum, over its steps, of the size of the table over the variable and all that
it is tied to by then. To find the cheapest is NP-hard (Arnborg, Corneil & Proskurowski 1987); greedy rules
come near it (Kjærulff 1990; Koller & Friedman 2009, 9.4.3.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from math import prod

import numpy as np

# An order up to this cost takes about a millisecond to carry out: looking for a better one takes longer.
CHEAP = 300_000
RESTARTS = 12
SEED = 20

Ties = dict[int, set[int]]
Sizes = Mapping[int, int]
Score = Callable[[Ties, Sizes, int], float]


@dataclass(frozen=True, slots=True)
class Order:
    """Variables in the order in which they leave; `cost` in table entries, `widest` the largest table."""

    variables: tuple[int, ...]
    cost: float
    widest: float


def best_order(scopes: Sequence[Mapping[int, int]], query: Iterable[int]) -> Order:
    """A cheap order for tables over these variables (number → size), all but `query` leaving.

    The first try lets go of the variable that makes the smallest table. Where that is dear, others are
    tried, once for all markers at which the same persons are typed. The same tables give the same order.
    """
    sizes = {v: size for scope in scopes for v, size in scope.items()}
    asked = frozenset(query)
    ties = _ties(scopes)
    first = _smallest_table_first(ties, sizes, [v for v in ties if v not in asked])
    if first.cost <= CHEAP:
        return first
    rounded = tuple(tuple((v, _rounded(size)) for v, size in scope.items()) for scope in scopes)
    other = _follow(ties, sizes, _searched(rounded, asked))
    return other if other.cost < first.cost else first


def _ties(scopes: Iterable[Iterable[int]]) -> Ties:
    ties: Ties = {}
    for scope in scopes:
        for v in scope:
            ties.setdefault(v, set()).update(scope)
    for v, others in ties.items():
        others.discard(v)
    return ties


def _rounded(size: int) -> int:
    """Typed persons have few genotypes, genes as many values as the marker has alleles."""
    return 2 if size <= 4 else 12 if size <= 24 else 48


@lru_cache(maxsize=256)
def _searched(scopes: tuple[tuple[tuple[int, int], ...], ...], asked: frozenset[int]) -> tuple[int, ...]:
    """The order of least cost that the rules find, ties broken by seeded draws."""
    named = [dict(scope) for scope in scopes]
    sizes = {v: size for scope in named for v, size in scope.items()}
    ties = _ties(named)
    leaving = [v for v in ties if v not in asked]
    best = _smallest_table_first(ties, sizes, leaving)
    random = np.random.default_rng(SEED)
    for restart in range(RESTARTS):
        for score in (_fill, _weighted_fill, _table):
            noise = random.random(max(ties) + 1) * (0.0 if restart == 0 else 0.3)
            order = _greedy(ties, sizes, leaving, score, noise.tolist(), best.cost)
            if order is not None:
                best = order
        # A search takes as long as a sum of about this many terms.
        if best.cost <= CHEAP * 10 * (restart + 1):
            break
    return best.variables


def _follow(ties: Ties, sizes: Sizes, variables: tuple[int, ...]) -> Order:
    """What an order costs."""
    ties = {v: set(others) for v, others in ties.items()}
    total, widest = 0.0, 0.0
    for v in variables:
        made = float(prod([sizes[u] for u in ties[v]]))
        total, widest = total + made * sizes[v], max(widest, made)
        _let_go(ties, v)
    return Order(variables, total, widest)


def _smallest_table_first(ties: Ties, sizes: Sizes, leaving: list[int]) -> Order:
    ties = {v: set(others) for v, others in ties.items()}
    left = set(leaving)
    costs = {v: prod([sizes[u] for u in ties[v]]) * sizes[v] for v in leaving}
    queue = [(cost, v) for v, cost in costs.items()]
    heapify(queue)
    order: list[int] = []
    total, widest = 0.0, 0.0
    while left:
        cost, v = heappop(queue)
        # Entries of an older cost are skipped.
        if v not in left or cost != costs[v]:
            continue
        left.discard(v)
        order.append(v)
        total, widest = total + float(cost), max(widest, float(cost) / sizes[v])
        for u in _let_go(ties, v):
            if u in left:
                costs[u] = prod([sizes[w] for w in ties[u]]) * sizes[u]
                heappush(queue, (costs[u], u))
    return Order(tuple(order), total, widest)


def _let_go(ties: Ties, v: int) -> set[int]:
    """Takes `v` out, its neighbours being tied to each other from now on; returns them."""
    around = ties.pop(v)
    for u in around:
        own = ties[u]
        own |= around
        own.discard(u)
        own.discard(v)
    return around


def _greedy(
    ties: Ties, sizes: Sizes, leaving: list[int], score: Score, noise: list[float], most: float
) -> Order | None:
    """An order by a rule; None as soon as it costs `most`."""
    ties = {v: set(others) for v, others in ties.items()}
    scores = {v: score(ties, sizes, v) for v in leaving}
    order: list[int] = []
    total, widest = 0.0, 0.0
    while scores:
        v = min(scores, key=lambda u: (scores[u] * (1.0 + noise[u]), noise[u], u))
        del scores[v]
        order.append(v)
        made = float(prod([sizes[u] for u in ties[v]]))
        total, widest = total + made * sizes[v], max(widest, made)
        if total >= most:
            return None
        around = _let_go(ties, v)
        # The fill of those two steps away changes as well.
        for u in around.union(*(ties[w] for w in around)) if score is not _table else around:
            if u in scores:
                scores[u] = score(ties, sizes, u)
    return Order(tuple(order), total, widest)


def _fill(ties: Ties, sizes: Sizes, v: int) -> float:
    around = ties[v]
    return float(sum(len(around) - 1 - len(ties[u] & around) for u in around)) / 2


def _weighted_fill(ties: Ties, sizes: Sizes, v: int) -> float:
    around = ties[v]
    weight = sum(sizes[u] for u in around)
    return (
        float(sum(sizes[u] * (weight - sizes[u] - sum(sizes[w] for w in ties[u] & around)) for u in around))
        / 2
    )


def _table(ties: Ties, sizes: Sizes, v: int) -> float:
    return float(np.log(float(prod([sizes[u] for u in ties[v]]))))
