"""The likelihood ratio of two profiles being one person's, for all pairs of genotypes at a marker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Genotype
from antigone.cases.scoring import genotype_evidence
from antigone.genetics.marker import Marker

Array = NDArray[np.float64]


def one_person_log10(marker: Marker, seen: Sequence[tuple[Genotype, bool]], theta: float) -> Array:
    """(D, D): log10 P(both | one person) − log10 P(both | two unrelated persons of the population).

    `seen` are (genotype, whether of remains); drop-out and drop-in apply to remains. -inf where one
    person cannot show both. Under theta the four genes are drawn in turn (Balding & Nichols 1994).
    """
    k = len(marker.alleles)
    stack = np.array([genotype_evidence(g, r, marker, False) for g, r in seen]).reshape(-1, k, k)
    flat = stack.reshape(len(seen), -1)
    prior = genotype_frequencies(marker.frequencies, theta)
    same = (flat * prior.ravel()) @ flat.T
    if theta == 0.0:
        alone = flat @ prior.ravel()
        two = np.outer(alone, alone)
    else:
        two = _two_persons(stack, marker.frequencies, prior, theta)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(two > 0, np.log10(same) - np.log10(two), 0.0))


def genotype_frequencies(p: Array, theta: float) -> Array:
    """P(ordered genotype) (K, K) of one person: theta p_i [i = j] + (1 − theta) p_i p_j."""
    return np.asarray(theta * np.diag(p) + (1 - theta) * np.outer(p, p))


def _two_persons(stack: Array, p: Array, prior: Array, theta: float) -> Array:
    flat = stack.reshape(len(stack), -1)
    result = np.zeros((len(stack), len(stack)))
    for i, j in zip(*np.triu_indices(len(p)), strict=True):
        first = stack[:, i, j] * prior[i, j] * (1 if i == j else 2)
        users = np.flatnonzero(first)
        if len(users) == 0:
            continue
        # After alleles i and j the next gene is k with (theta n_k + (1 − theta) p_k) / (1 + theta).
        counts = (np.arange(len(p)) == i).astype(float) + (np.arange(len(p)) == j)
        third = theta * counts + (1 - theta) * p
        second = (np.outer(third, third) + theta * np.diag(third)) / ((1 + theta) * (1 + 2 * theta))
        result[users] += np.outer(first[users], flat @ second.ravel())
    return result
