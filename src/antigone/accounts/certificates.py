"""Sets of claims that contradict each other, found by what proves it: Farkas multipliers with few claims."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from antigone.accounts.counting import Structure
from antigone.accounts.group import Claim

_MOST_NODES = 1000
_NEGATIVE, _NEGATIVE_IN_FOREST = 1 / 64, 1 / 2
"""How far below zero a proof must come when its largest multiplier is one: counts are whole, and in a forest
all multipliers of a proof are one."""


def smallest_conflict(
    rules: Structure, claims: Sequence[Claim], known: Sequence[frozenset[str]], one_a_part: bool
) -> frozenset[str] | None:
    """A set of fewest claims that no counts agree with, even fractions, and that contains none of `known`.

    By Farkas' lemma the claims contradict each other where nonnegative multiples of what they and the
    parts say add up to 0 <= something negative. One binary variable a claim says whether it is used; their
    sum is least, so that no smaller set would do. `one_a_part` uses at most one claim of a part, which leaves
    out nothing where parts form a forest and pairs of claims of one part are known. None where no such set
    is found within 1000 nodes of the search.
    """
    parts, rows, n = len(rules.parts), len(rules.matrix), len(claims)
    column = {p: i for i, p in enumerate(rules.parts)}
    # Multipliers of upper and lower limits of the rows, of upper and lower limits of the claims; use.
    width = 2 * rows + 3 * n
    combined = np.zeros((parts, width))
    combined[:, :rows] = rules.matrix.T
    combined[:, rows : 2 * rows] = -rules.matrix.T
    right = np.zeros(width)
    most = np.ones(width)
    most[:rows] = np.where(np.isinf(rules.high), 0, 1)
    most[rows : 2 * rows] = np.where(np.isinf(rules.low), 0, 1)
    upper, lower, used = 2 * rows, 2 * rows + n, 2 * rows + 2 * n
    for i, claim in enumerate(claims):
        combined[column[claim.part], upper + i] = 1
        combined[column[claim.part], lower + i] = -1
        right[upper + i] = 0 if claim.most is None else claim.most
        right[lower + i] = -claim.least
        most[upper + i] = 0 if claim.most is None else 1
    using = np.zeros((2 * n, width))
    for i in range(n):
        for row, multiplier in ((i, upper + i), (n + i, lower + i)):
            using[row, multiplier], using[row, used + i] = 1, -1
    constraints = [
        LinearConstraint(combined, 0, np.inf),
        LinearConstraint(right.reshape(1, -1), -np.inf, -(_NEGATIVE_IN_FOREST if one_a_part else _NEGATIVE)),
        LinearConstraint(using, -np.inf, 0),
    ]
    if known:
        within = np.zeros((len(known), width))
        for row, conflict in enumerate(known):
            within[row, [used + i for i, c in enumerate(claims) if c.id in conflict]] = 1
        constraints.append(LinearConstraint(within, -np.inf, [len(c) - 1 for c in known]))
    if one_a_part:
        single = np.zeros((parts, width))
        for i, claim in enumerate(claims):
            single[column[claim.part], used + i] = 1
        constraints.append(LinearConstraint(single, -np.inf, 1))
    cost = np.zeros(width)
    cost[used:] = 1
    integrality = np.zeros(width)
    integrality[used:] = 1
    answer = milp(
        cost,
        integrality=integrality,
        bounds=Bounds(0, most),
        constraints=constraints,
        options={"node_limit": _MOST_NODES},
    )
    if answer.x is None:
        return None
    return frozenset(c.id for i, c in enumerate(claims) if answer.x[used + i] > 0.5)
