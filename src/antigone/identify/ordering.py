"""The order in which remains and families are summed out, and the bits their states take."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass

from antigone.identify.layout import Layout

MOST_BITS = 62


@dataclass(frozen=True, slots=True)
class Order:
    """`nodes` in the order they leave; `log2_cost` estimates the states visited.

    `slot` is each node's lowest bit.
    """

    nodes: tuple[int, ...]
    log2_cost: float
    slot: tuple[int, ...]


Graph = list[set[int]]
Priority = Callable[[Graph, int], float]


def best_order(layout: Layout) -> Order | None:
    """The cheapest of several greedy orders (Koller & Friedman 2009, section 9.4.3.2), with its bits.

    None where every one of them needs states of more than 62 bits at one moment.
    """
    r = len(layout.problem.remains)
    weight = [math.log2(s) for s in layout.states]
    several = [r + f for f, plain in enumerate(layout.plain) if not plain]
    families = list(range(r, len(layout.neighbours)))

    def size(graph: Graph, n: int) -> float:
        return sum(weight[m] for m in graph[n])

    def fill(graph: Graph, n: int) -> float:
        around = graph[n]
        return sum(len(around - graph[m]) - 1 for m in around)

    orders = [_greedy(layout, weight, first, size) for first in ([], several, families)]
    if max(len(n) for n in layout.neighbours) <= 64:
        orders.append(_greedy(layout, weight, several, fill))
    for nodes, cost, bags in sorted([o for o in orders if o is not None], key=lambda o: o[1]):
        slot = _slots(layout, nodes, bags)
        if slot is not None:
            return Order(nodes, cost, slot)
    return None


Found = tuple[tuple[int, ...], float, list[set[int]]]


def _greedy(layout: Layout, weight: list[float], first: list[int], priority: Priority) -> Found | None:
    graph = [set(n) for n in layout.neighbours]
    r = len(layout.problem.remains)
    left = set(range(len(graph)))
    nodes: list[int] = []
    bags: list[set[int]] = []
    total = 0.0
    fresh = set(range(r, len(graph)))
    queue = [(-1.0, n) for n in first]
    queue += [(priority(graph, n), n) for n in left.difference(first)]
    heapq.heapify(queue)
    latest = {n: p for p, n in queue}
    while queue:
        p, n = heapq.heappop(queue)
        if n not in left or latest[n] != p:
            continue
        bag = graph[n]
        if layout.bits[n] + sum(layout.bits[m] for m in bag) > MOST_BITS:
            return None
        if n in fresh:
            # Nothing has been summed out around this family: its states alone decide those of the bag.
            cost = math.log2(1 + len(layout.placements[n - r]))
        else:
            cost = weight[n] + sum(weight[m] for m in bag)
        total += 2.0**cost
        nodes.append(n)
        bags.append(set(bag))
        left.remove(n)
        touched = set(bag)
        if n < r:
            fresh -= bag
        for m in bag:
            touched |= graph[m] if len(bag) <= 32 else set()
            graph[m] |= bag
            graph[m] -= {m, n}
        for m in touched & left:
            if latest[m] >= 0:
                latest[m] = priority(graph, m)
                heapq.heappush(queue, (latest[m], m))
    return tuple(nodes), math.log2(total), bags


def _slots(layout: Layout, nodes: tuple[int, ...], bags: list[set[int]]) -> tuple[int, ...] | None:
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
