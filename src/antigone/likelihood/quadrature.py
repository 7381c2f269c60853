"""Dirichlet expectations of polynomials, exact by Gauss quadrature.

Under Balding–Nichols sampling the alleles of the founders are independent draws from frequencies that
are themselves Dirichlet(A·p), A = (1 − theta) / theta. With the frequencies given, a likelihood is a
homogeneous polynomial of them, of degree the number of founder genes: so a product of Gauss–Jacobi
rules over the sticks of the Dirichlet (Connor & Mosimann 1969) gives its expectation exactly, all
terms positive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

Array = NDArray[np.float64]


def node_count(degree: int, alleles: int) -> int:
    """How many nodes `dirichlet_nodes` returns."""
    return int((degree // 2 + 1) ** (alleles - 1))


def dirichlet_nodes(parameters: Array, degree: int) -> tuple[Array, Array]:
    """(weights (N,), frequencies (N, K)) that integrate polynomials of `degree` under Dirichlet(K,).

    All parameters must be positive.
    """
    weights = np.ones(1)
    left = np.ones(1)
    columns: list[Array] = []
    tails = np.cumsum(parameters[::-1])[::-1]
    for k in range(len(parameters) - 1):
        x, w = beta_rule(float(parameters[k]), float(tails[k + 1]), degree // 2 + 1)
        columns = [np.repeat(c, len(x)) for c in columns]
        columns.append(np.outer(left, x).ravel())
        left = np.outer(left, 1 - x).ravel()
        weights = np.outer(weights, w).ravel()
    return weights, np.column_stack([*columns, left])


def beta_rule(a: float, b: float, count: int) -> tuple[Array, Array]:
    """Gauss nodes and weights (count,) of the Beta(a, b) distribution on (0, 1).

    Golub & Welsch (1969) for the nodes; weights are Christoffel numbers 1 / Σ p_k(x)², which keeps the
    relative accuracy of the small ones that rare alleles need.
    """
    n = np.arange(count, dtype=float)
    total = a + b
    # Jacobi polynomials on (0, 1): the recurrence of Beta(a, b), DLMF 18.9 shifted.
    forward = np.where(n == 0, a / total, 0.0)
    forward[1:] = (a + n[1:]) * (total + n[1:] - 1) / ((total + 2 * n[1:] - 1) * (total + 2 * n[1:]))
    backward = np.zeros(count)
    backward[1:] = n[1:] * (b + n[1:] - 1) / ((total + 2 * n[1:] - 2) * (total + 2 * n[1:] - 1))
    diagonal = forward + backward
    beside = np.sqrt(forward[:-1] * backward[1:])
    nodes = eigh_tridiagonal(diagonal, beside, eigvals_only=True) if count > 1 else diagonal.copy()
    previous, current = np.zeros(count), np.ones(count)
    norm = np.ones(count)
    for k in range(count - 1):
        last = beside[k - 1] * previous if k else 0.0
        previous, current = current, ((nodes - diagonal[k]) * current - last) / beside[k]
        norm += current**2
    weights = 1 / norm
    return nodes, weights / weights.sum()
