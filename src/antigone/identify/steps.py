"""What the exact solver did: tables of states, and the steps that made each from others.

A step sums (forward), passes the derivative of the result back to its sources (backward), and finds the
best way to each state (best). Scores are integers, so that their sums do not depend on the order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from antigone.identify.scaled import Floats, Ints, Scaled, group_sum

LOWEST_SCORE = -(2**62)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """States as sets of bits (n,), ascending, each with the total weight of what leads to it."""

    keys: Ints
    weight: Scaled

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Best:
    """The greatest score of each state of a table, and the greatest tie number at that score."""

    score: Ints
    tie: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """The pairs still open at a node: state i stands for pairs `body`, `person` [start[i]:start[i + 1]]."""

    table: Table
    log_weight: Floats
    start: Ints
    body: Ints
    person: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """Two tables multiplied; `pairs` are the (left, right, out) rows where few enough to keep."""

    left: int
    right: int
    pairs: tuple[Ints, Ints, Ints] | None


@dataclass(frozen=True, slots=True, eq=False)
class Forget:
    """A node summed out: row i of the source goes to row target[i], times exp(log_gain[i]).

    `unplaced` are the source rows in which the node is remains that no placement took.
    """

    source: int
    rows: Ints
    target: Ints
    log_gain: Floats
    gain: Scaled
    node: int
    unplaced: Ints


Step = Leaf | Join | Forget


def join_rows(left: Table, right: Table) -> tuple[Ints, Ints, Ints]:
    """(left row, right row, combined state) of every pair of states that exclude each other nowhere."""
    i, j = np.nonzero((left.keys[:, None] & right.keys[None, :]) == 0)
    return i, j, left.keys[i] | right.keys[j]


def summed(keys: Ints, weight: Scaled) -> tuple[Table, Ints]:
    """The distinct states with their total weights, and the row of each given state."""
    distinct, target = np.unique(keys, return_inverse=True)
    return Table(distinct, group_sum(weight, target, len(distinct))), target


def best_of(score: Ints, tie: Ints, target: Ints, n: int) -> Best:
    """The greatest (score, tie) by target (values below n)."""
    top = np.full(n, LOWEST_SCORE, dtype=np.int64)
    np.maximum.at(top, target, score)
    last = np.full(n, LOWEST_SCORE, dtype=np.int64)
    np.maximum.at(last, target, np.where(score == top[target], tie, LOWEST_SCORE))
    return Best(top, last)
