"""The order in which remains and families are summed out, and the bits their states take."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

from antigone.identify.layout import Layout

MOST_BITS = 62
HARDEST = 32.0
WORTH_MORE_THOUGHT = 12.0
FEW = 400
FIRST = -1.0


@dataclass(frozen=True, slots=True)
class Order:
    """`nodes` in the order they leave; `log2_cost` estimates the states visited.

    `slot` is each node's lowest bit.
    """

    nodes: tuple[int, ...]
    log2_cost: float
    slot: tuple[int, ...]


Graph = list[set[int]]


def best_order(layout: Layout) -> Order | None:
    """The cheapest of several greedy orders (Koller & Friedman 2009, section 9.4.3.2), with its bits.

    None where each of them needs more than 2^32 states in all, or more than 62 bits for one.
    """
    r = len(layout.problem.remains)
    several = [r + f for f, plain in enumerate(layout.plain) if not plain]
    families = list(range(r, len(layout.neighbours)))
    found: Order | None = None
    for first in (several, [], families):
        found = _cheaper(found, _greedy(layout, first, _Lightest(layout)))
        if found is not None and found.log2_cost <= WORTH_MORE_THOUGHT:
            return found
    if found is not None or len(layout.neighbours) <= FEW:
        found = _cheaper(found, _greedy(layout, several, _LeastFill()))
    return found


def _cheaper(one: Order | None, other: Order | None) -> Order | None:
    if one is None or other is None:
        return one or other
    return other if other.log2_cost < one.log2_cost else one


class _Lightest:
    """Prefers the node whose neighbours have the fewest states together."""

    def __init__(self, layout: Layout) -> None:
        self._weight = [math.log2(s) for s in layout.states]

    def __call__(self, graph: Graph, node: int) -> float:
        return sum(self._weight[m] for m in graph[node])

    def changed(self, graph: Graph, bag: set[int]) -> set[int]:
        """The nodes whose preference changes when a node with neighbours `bag` has left."""
        return bag


class _LeastFill:
    """Prefers the node whose leaving makes the fewest new neighbours."""

    def __call__(self, graph: Graph, node: int) -> float:
        around = graph[node]
        return sum(len(around - graph[m]) - 1 for m in around)

    def changed(self, graph: Graph, bag: set[int]) -> set[int]:
        """The nodes whose preference changes when a node with neighbours `bag` has left."""
        return bag.union(*(graph[m] for m in bag))


def _greedy(layout: Layout, first: list[int], preference: _Lightest | _LeastFill) -> Order | None:
    graph = [set(n) for n in layout.neighbours]
    weight = [math.log2(s) for s in layout.states]
    r = len(layout.problem.remains)
    fresh = set(range(r, len(graph)))
    nodes: list[int] = []
    bags: list[set[int]] = []
    total = 0.0
    latest = {n: preference(graph, n) for n in range(len(graph))} | {n: FIRST for n in first}
    queue = [(p, n) for n, p in latest.items()]
    heapq.heapify(queue)
    while queue:
        p, n = heapq.heappop(queue)
        if latest.get(n) != p:
            continue
        del latest[n]
        bag = graph[n]
        if layout.bits[n] + sum(layout.bits[m] for m in bag) > MOST_BITS:
            return None
        if n in fresh:
            # Nothing has been summed out around this family: its placements alone are the bag's states.
            total += 1 + len(layout.placements[n - r])
        else:
            total += 2.0 ** (weight[n] + sum(weight[m] for m in bag))
        if total > 2.0**HARDEST:
            return None
        nodes.append(n)
        bags.append(set(bag))
        if n < r:
            fresh -= bag
        for m in bag:
            graph[m] |= bag
            graph[m] -= {m, n}
        for m in preference.changed(graph, bag):
            if latest.get(m, FIRST) != FIRST:
                latest[m] = preference(graph, m)
                heapq.heappush(queue, (latest[m], m))
    slot = _slots(layout, nodes, bags)
    return None if slot is None else Order(tuple(nodes), math.log2(total), slot)


def _slots(layout: Layout, nodes: list[int], bags: list[set[int]]) -> tuple[int, ...] | None:
    """Lowest bits such that nodes held at one moment never overlap: first fit, last to leave first."""
    slot = [0] * len(nodes)
    for n, bag in zip(reversed(nodes), reversed(bags), strict=True):
        lowest = 0
        for start, width in sorted((slot[m], layout.bits[m]) for m in bag):
            if lowest + layout.bits[n] <= start:
                break
            lowest = max(lowest, start + width)
        if lowest + layout.bits[n] > MOST_BITS:
            return None
        slot[n] = lowest
    return tuple(slot)
