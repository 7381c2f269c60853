"""What a profile shows at a marker, given the true genotype."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker


def observation_matrix(
    marker: Marker, seen: tuple[int, ...], complete: bool, dropout: float, dropin: float, haploid: bool
) -> NDArray[np.float64]:
    """P(alleles seen | ordered true genotype): shape (K, K), or (K,) for one gene copy (`haploid`).

    `seen` holds one or two allele positions. Where `complete` is False only the first allele is known
    to have been seen and nothing is said of others. Each visible gene copy drops out independently
    with probability `dropout`; at most one drop-in occurs, with probability
    `dropin`, of a visible allele by its frequency. Silent copies never show.
    """
    k = len(marker.alleles)
    shows = np.full(k, 1.0 - dropout)
    added = marker.frequencies
    if marker.silent_index >= 0:
        shows[marker.silent_index] = 0.0
        added = added / (1 - added[marker.silent_index])
    if not complete:
        hidden = np.ones(k)
        hidden[seen[0]] -= shows[seen[0]]
        absent = 1 - dropin * added[seen[0]]
        return np.asarray(1 - (hidden if haploid else np.outer(hidden, hidden)) * absent)
    alleles = frozenset(seen)
    exact = _shown(alleles, shows, haploid)
    if dropin == 0.0:
        return exact
    result = (1 - dropin) * exact
    for x in sorted(alleles):
        result = result + dropin * added[x] * (exact + _shown(alleles - {x}, shows, haploid))
    return result


def _shown(alleles: frozenset[int], shows: NDArray[np.float64], haploid: bool) -> NDArray[np.float64]:
    k = len(shows)
    if haploid:
        one = np.zeros(k)
        if not alleles:
            return np.asarray(1 - shows)
        if len(alleles) == 1:
            (a,) = alleles
            one[a] = shows[a]
        return one
    both = np.zeros((k, k))
    if not alleles:
        return np.outer(1 - shows, 1 - shows)
    if len(alleles) == 1:
        (a,) = alleles
        both[a, :] += shows[a] * (1 - shows)
        both[:, a] += shows[a] * (1 - shows)
        both[a, a] += shows[a] ** 2
        return both
    a, b = sorted(alleles)
    both[a, b] = both[b, a] = shows[a] * shows[b]
    return both
