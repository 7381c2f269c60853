"""The factors of a component as tables of states: the pairs open at a remains or at a family."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from antigone.identify.layout import Layout
from antigone.identify.scaled import Floats, from_log
from antigone.identify.steps import Leaf, Table

Row = tuple[int, float, list[tuple[int, int]]]


def pair_bits(layout: Layout, slot: tuple[int, ...], remains: int, person: int) -> int:
    """The bits that say "these remains are this person"."""
    problem = layout.problem
    node = len(problem.remains) + int(problem.home[person])
    offset, candidates = layout.field[person]
    found = 1
    if not layout.plain[node - len(problem.remains)]:
        found |= candidates[remains] << 1
    return found << (slot[node] + offset) | 1 << slot[remains]


def remains_leaf(layout: Layout, slot: tuple[int, ...], remains: int, families: Collection[int]) -> Leaf:
    """The choice of `remains` among `families` (nodes), weighed where the family is plain."""
    problem = layout.problem
    rows: list[Row] = [(0, 0.0, [])]
    for node in sorted(families):
        f = node - len(problem.remains)
        if layout.plain[f]:
            for p in layout.placements[f]:
                if problem.body[problem.start[p]] == remains:
                    rows.append(_pairs_row(layout, slot, p))
            continue
        for x, (_, candidates) in layout.field.items():
            if problem.home[x] == f and remains in candidates:
                rows.append((pair_bits(layout, slot, remains, x), 0.0, [(remains, x)]))
    return _leaf(rows)


def family_leaf(layout: Layout, slot: tuple[int, ...], node: int, bodies: Collection[int]) -> Leaf:
    """What `node`, a family, may make of `bodies`: weighed if it is plain, else when it is summed out."""
    problem = layout.problem
    f = node - len(problem.remains)
    if layout.plain[f]:
        rows = [_pairs_row(layout, slot, p) for p in layout.placements[f]]
        return _leaf([(0, 0.0, []), *(r for r in rows if r[2][0][0] in bodies)])
    # Pairs of remains that left earlier come with their messages: only the others are open here.
    open_sets = {tuple(p for p in problem.pairs_of(q) if p[0] in bodies) for q in layout.placements[f]}
    rows = [
        (sum(pair_bits(layout, slot, v, x) for v, x in pairs), 0.0, list(pairs))
        for pairs in sorted(open_sets | {()})
    ]
    return _leaf(rows)


def family_weights(layout: Layout, slot: tuple[int, ...], node: int) -> tuple[Table, Floats]:
    """The states of a family of several persons as a table, and their natural-log weights."""
    problem = layout.problem
    f = node - len(problem.remains)
    mask = ((1 << layout.bits[node]) - 1) << slot[node]
    states = [0]
    for q in layout.placements[f]:
        states.append(sum(pair_bits(layout, slot, v, x) & mask for v, x in problem.pairs_of(q)))
    rows = layout.placements[f]
    logs = np.concatenate(([0.0], problem.log_weight[rows.start : rows.stop]))
    order = np.argsort(states)
    return Table(np.array(states, dtype=np.int64)[order], from_log(logs[order])), logs[order]


def _pairs_row(layout: Layout, slot: tuple[int, ...], placement: int) -> Row:
    ((v, x),) = layout.problem.pairs_of(placement)
    weight = float(layout.problem.log_ratio[placement] + layout.problem.log_prior[placement])
    return pair_bits(layout, slot, v, x), weight, [(v, x)]


def _leaf(rows: list[Row]) -> Leaf:
    rows.sort(key=lambda r: r[0])
    logs = np.array([w for _, w, _ in rows])
    flat = [pair for _, _, pairs in rows for pair in pairs]
    return Leaf(
        Table(np.array([k for k, _, _ in rows], dtype=np.int64), from_log(logs)),
        logs,
        np.cumsum([0, *(len(pairs) for _, _, pairs in rows)], dtype=np.int64),
        np.array([v for v, _ in flat], dtype=np.int64),
        np.array([x for _, x in flat], dtype=np.int64),
    )
