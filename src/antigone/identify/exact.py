"""Exact sums over the assignments of a component: remains and families are summed out one by one.

Variable elimination over the bipartite graph of remains and families (Dechter 1999); with all families
first it is the dynamic programme over subsets of remains. Marginals are derivatives of the total, passed
back through the same steps (Darwiche 2003), so nothing is ever subtracted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from antigone.identify.layout import Layout
from antigone.identify.leaves import family_leaf, family_weights, remains_leaf
from antigone.identify.ordering import Order
from antigone.identify.scaled import Floats, Scaled, from_log, group_sum
from antigone.identify.steps import Forget, Join, Leaf, Step, Table, join_rows, summed

MOST_STATES = 20_000_000
MOST_PAIRS = 1_500_000_000
PAIRS_IN_NUMPY = 30_000


class TooWide(Exception):
    """A component whose exact sum needs more states than fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The steps in order; step i made `tables[i]`. The last table is the total over all assignments."""

    layout: Layout
    steps: tuple[Step, ...]
    tables: tuple[Table, ...]

    @property
    def log_total(self) -> float:
        """ln of the total weight, -inf where no assignment is possible."""
        last = self.tables[-1]
        return float(last.weight.log()[0]) if len(last) else -np.inf


def sum_out(layout: Layout, order: Order) -> Trace:
    """Sums out every node in `order`; TooWide beyond 20 million states or 1.5e9 pairs of them."""
    slot = order.slot
    r = len(layout.problem.remains)
    steps: list[Step] = []
    tables: list[Table] = []
    waiting: list[list[int]] = [[] for _ in layout.neighbours]
    position = {n: i for i, n in enumerate(order.nodes)}
    scope: list[frozenset[int]] = []
    done: set[int] = set()
    work = 0

    def add(step: Step, table: Table, over: frozenset[int]) -> int:
        steps.append(step)
        tables.append(table)
        scope.append(over)
        return len(steps) - 1

    states = 0
    for node in order.nodes:
        around = layout.neighbours[node] - done
        leaf = (remains_leaf if node < r else family_leaf)(layout, slot, node, around)
        members = [add(leaf, leaf.table, frozenset(around | {node})), *waiting[node]]
        members.sort(key=lambda i: (-len(tables[i]), i))
        here = members[0]
        for other in members[1:]:
            pairs = len(tables[here]) * len(tables[other])
            work += pairs
            if work > MOST_PAIRS or states > MOST_STATES:
                raise TooWide
            join, table = _join(here, other, tables, MOST_STATES - states)
            states += len(table)
            here = add(join, table, scope[here] | scope[other])
        forget, table = _forget(layout, slot, node, here, tables[here])
        states += len(table)
        here = add(forget, table, scope[here] - {node})
        done.add(node)
        if scope[here]:
            waiting[min(scope[here], key=position.__getitem__)].append(here)
    return Trace(layout, tuple(steps), tuple(tables))


@dataclass(frozen=True, slots=True, eq=False)
class Marginals:
    """`pair` (R, M) and `none` (R,): the probability that remains are a person, and nobody missing."""

    pair: Floats
    none: Floats


def marginals(trace: Trace) -> Marginals:
    """The marginal probabilities of a trace whose total is not zero."""
    problem = trace.layout.problem
    pair = np.zeros((len(problem.remains), len(problem.missing)))
    none = np.zeros(len(problem.remains))
    adjoint: list[Scaled | None] = [None] * len(trace.steps)
    adjoint[-1] = from_log(np.zeros(1))
    total = trace.tables[-1].weight
    for number in range(len(trace.steps) - 1, -1, -1):
        step, passed = trace.steps[number], adjoint[number]
        assert passed is not None
        if isinstance(step, Leaf):
            share = (step.table.weight * passed).over(total)
            np.add.at(pair, (step.body, step.person), np.repeat(share, np.diff(step.start)))
        elif isinstance(step, Join):
            adjoint[step.left], adjoint[step.right] = _join_adjoints(step, trace.tables, number, passed)
        else:
            source = trace.tables[step.source]
            back = step.gain * passed[step.target]
            if step.node < len(none):
                rows = step.rows[step.unplaced]
                none[step.node] = (source.weight[rows] * back[step.unplaced]).over(total).sum()
            adjoint[step.source] = group_sum(back, step.rows, len(source))
        adjoint[number] = None
    return Marginals(pair, none)


def _join(left: int, right: int, tables: list[Table], most: int) -> tuple[Join, Table]:
    a, b = tables[left], tables[right]
    if len(a) * len(b) <= PAIRS_IN_NUMPY:
        i, j, keys = join_rows(a, b)
        table, target = summed(keys, a.weight[i] * b.weight[j])
        return Join(left, right, (i, j, target)), table
    from antigone.identify.kernels import join_sums

    keys, mantissa, exponent = join_sums(
        a.keys, a.weight.mantissa, a.weight.exponent, b.keys, b.weight.mantissa, b.weight.exponent, most
    )
    if not len(keys):
        raise TooWide
    order = np.argsort(keys)
    return Join(left, right, None), Table(keys[order], Scaled(mantissa[order], exponent[order]))


def _join_adjoints(
    step: Join, tables: tuple[Table, ...], number: int, passed: Scaled
) -> tuple[Scaled, Scaled]:
    a, b = tables[step.left], tables[step.right]
    if step.pairs is not None:
        i, j, target = step.pairs
        back = passed[target]
        return group_sum(b.weight[j] * back, i, len(a)), group_sum(a.weight[i] * back, j, len(b))
    from antigone.identify.kernels import join_adjoints

    da, ea, db, eb = join_adjoints(
        a.keys, a.weight.mantissa, a.weight.exponent, b.keys, b.weight.mantissa, b.weight.exponent,
        tables[number].keys, passed.mantissa, passed.exponent,
    )  # fmt: skip
    return Scaled(da, ea), Scaled(db, eb)


def _forget(
    layout: Layout, slot: tuple[int, ...], node: int, source: int, table: Table
) -> tuple[Forget, Table]:
    problem = layout.problem
    r = len(problem.remains)
    mask = ((1 << layout.bits[node]) - 1) << slot[node]
    own = table.keys & mask
    gain = np.zeros(len(table))
    unplaced = np.zeros(len(table), dtype=bool)
    if node < r:
        unplaced = own == 0
        gain[unplaced] = problem.log_none[node]
    elif not layout.plain[node - r]:
        known, logs = family_weights(layout, slot, node)
        at = np.minimum(np.searchsorted(known.keys, own), len(known) - 1)
        gain = np.where(known.keys[at] == own, logs[at], -np.inf)
    rows = np.flatnonzero(gain > -np.inf)
    gain = gain[rows]
    scaled = from_log(gain)
    result, target = summed(table.keys[rows] & ~mask, table.weight[rows] * scaled)
    step = Forget(source, rows, target, gain, scaled, node, np.flatnonzero(unplaced[rows]))
    return step, result
