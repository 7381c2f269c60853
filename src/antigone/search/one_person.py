"""The LR that two profiles are of one person, for every pair of genotype codes at a marker.

LR = P(both profiles | one person) / P(both | two unrelated persons). With drop-out and drop-in the
profiles are summed over the genotypes g behind them: the numerator is Σ P(g) P(first | g) P(second | g);
in the denominator theta correlates the two persons' alleles (Balding & Nichols 1994).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.cases.profiles import Genotype
from antigone.cases.scoring import genotype_evidence
from antigone.genetics.marker import Marker

Floats = NDArray[np.float64]
# A genotype, and whether remains showed it (drop-out and drop-in apply).
Seen = tuple[Genotype, bool]


def one_person_table(marker: Marker, theta: float, seen: Sequence[Seen]) -> Floats:
    """log10 LR (n + 1, n + 1) of each pair of `seen`; row and column 0 are the untyped, with 0.

    -inf where the two cannot be one person's. Autosomal markers only.
    """
    table = np.zeros((len(seen) + 1, len(seen) + 1))
    if not seen:
        return table
    low, high = np.triu_indices(len(marker.alleles))
    shown = np.array([genotype_evidence(g, remains, marker, False)[low, high] for g, remains in seen])
    one, two = _genotype_probabilities(marker.frequencies, theta, low, high)
    # No BLAS: its threads would decide the last bits.
    together = np.einsum("ag,bg->ab", shown * one, shown)
    if two is None:
        alone = np.einsum("ag,g->a", shown, one)
        apart = np.outer(alone, alone)
    else:
        apart = np.einsum("ah,bh->ab", np.einsum("ag,gh->ah", shown, two), shown)
    possible = (together > 0) & (apart > 0)
    values = np.full(together.shape, -np.inf)
    values[possible] = np.log10(together[possible] / apart[possible])
    table[1:, 1:] = values
    return table


def _genotype_probabilities(
    p: Floats, theta: float, low: NDArray[np.intp], high: NDArray[np.intp]
) -> tuple[Floats, Floats | None]:
    """P(g) of unordered genotypes, and P(g, h) of two unrelated persons (None: P(g) P(h))."""
    orders = np.where(low == high, 1.0, 2.0)
    if theta == 0.0:
        return orders * p[low] * p[high], None
    weight = (1 - theta) / theta
    same = (low == high).astype(float)
    one = orders * p[low] * (weight * p[high] + same) / (weight + 1)
    a, b, c, d = low[:, None], high[:, None], low[None, :], high[None, :]
    third = (weight * p[c] + (a == c) + (b == c)) / (weight + 2)
    fourth = (weight * p[d] + (a == d) + (b == d) + (c == d)) / (weight + 3)
    return one, one[:, None] * orders[None, :] * third * fourth
