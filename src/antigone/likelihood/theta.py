"""Balding–Nichols sampling of founder genes, as a mixture over which of them are one and the same.

The Pólya urn with theta (Balding & Nichols 1994) equals a Chinese restaurant process with
concentration A = (1 − theta) / theta whose tables draw alleles from the population: so the likelihood
under theta is an exact weighted sum, over set partitions of the founder genes, of likelihoods at
theta 0 in which the genes of a block are identical by descent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.errors import ModelError

MOST_GENES = 9


def partitions(n: int) -> Iterator[tuple[int, ...]]:
    """Set partitions of n items as restricted growth strings (item i lies in block value[i])."""

    def grow(prefix: tuple[int, ...], blocks: int) -> Iterator[tuple[int, ...]]:
        if len(prefix) == n:
            yield prefix
            return
        for block in range(blocks + 1):
            yield from grow((*prefix, block), max(blocks, block + 1))

    yield from grow((), 0)


@lru_cache(maxsize=4096)
def weighted_partitions(
    pairs: tuple[int, ...], concentration: float
) -> tuple[tuple[tuple[int, ...], float], ...]:
    """Partitions of founder genes with their probabilities, mirror images merged.

    `pairs` names the founder of each gene: two genes of one founder may change places. Raises
    ModelError for more genes than exact enumeration can reach.
    """
    n = len(pairs)
    if n > MOST_GENES:
        raise ModelError(
            f"theta above 0 with {n} unknown founder genes is beyond exact reach ({MOST_GENES}); "
            "type a founder, drop distant untyped relatives, or set theta = 0"
        )
    merged: dict[tuple[int, ...], float] = {}
    for partition in partitions(n):
        weight = 1.0
        sizes: list[int] = []
        for drawn, block in enumerate(partition):
            if block == len(sizes):
                weight *= concentration / (concentration + drawn)
                sizes.append(1)
            else:
                weight *= sizes[block] / (concentration + drawn)
                sizes[block] += 1
        key = _canonical(partition, pairs)
        merged[key] = merged.get(key, 0.0) + weight
    return tuple(merged.items())


def _canonical(partition: tuple[int, ...], pairs: tuple[int, ...]) -> tuple[int, ...]:
    positions: dict[int, list[int]] = {}
    for i, founder in enumerate(pairs):
        positions.setdefault(founder, []).append(i)
    best = _relabelled(partition)
    for places in positions.values():
        if len(places) == 2:
            swapped = list(best)
            swapped[places[0]], swapped[places[1]] = swapped[places[1]], swapped[places[0]]
            best = min(best, _relabelled(swapped))
    return best


def _relabelled(partition: Sequence[int]) -> tuple[int, ...]:
    names: dict[int, int] = {}
    return tuple(names.setdefault(block, len(names)) for block in partition)


def urn_probability(
    draws: Sequence[int], frequencies: NDArray[np.float64], theta: float
) -> tuple[float, NDArray[np.float64], float]:
    """Probability of alleles drawn in sequence; then the frequencies and concentration for what follows.

    At theta 0 the concentration is infinite and the frequencies stay. Balding & Nichols (1994), eq. 1.
    """
    if theta == 0.0:
        return float(np.prod(frequencies[list(draws)])), frequencies, float("inf")
    concentration = (1 - theta) / theta
    counts = np.zeros(len(frequencies))
    probability = 1.0
    for drawn, allele in enumerate(draws):
        probability *= (concentration * frequencies[allele] + counts[allele]) / (concentration + drawn)
        counts[allele] += 1
    total = concentration + len(draws)
    return probability, (concentration * frequencies + counts) / total, total
