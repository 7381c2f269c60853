"""Balding–Nichols sampling of founder genes (theta above 0), exactly, in one of two ways.

The Pólya urn with theta (Balding & Nichols 1994) equals a Chinese restaurant process with
concentration A = (1 − theta) / theta whose tables draw alleles from the population: so the likelihood
is a weighted sum, over set partitions of the founder genes, of likelihoods at theta 0 in which the
genes of a block are identical by descent. It is also the mean of the likelihood at theta 0 over
Dirichlet(A·p) frequencies, which quadrature sums exactly. The first grows with the genes, the second
with the alleles that matter; the shorter one is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.errors import ModelError
from antigone.likelihood.elimination import Factor, eliminate
from antigone.likelihood.network import Network, identify_genes
from antigone.likelihood.quadrature import dirichlet_nodes, node_count

Array = NDArray[np.float64]
MOST_GENES = 9
MOST_NODES = 2_000_000
NODES_AT_ONCE = 20_000
# Set partitions of n things, by n: each costs about as much as a hundred quadrature nodes.
BELL = (1, 1, 2, 5, 15, 52, 203, 877, 4140, 21147)
NODES_A_PARTITION = 100
NODE = "\x00node"


def related_founders(
    network: Network, frequencies: Array, concentration: float, wanted: tuple[str, ...]
) -> tuple[Array, float]:
    """The sum over all genes but `wanted`, founders drawn from an urn of `concentration`.

    As (table, natural-log scale). Raises ModelError beyond the reach of both ways.
    """
    genes, alleles = len(network.free), int((frequencies > 0).sum())
    partitions = _partitions_are_shorter(genes, alleles)
    if wanted and genes > MOST_GENES:
        raise _beyond_reach(genes, alleles)
    if wanted or partitions:
        return _over_partitions(network, frequencies, concentration, wanted)
    return _over_frequencies(network, frequencies, concentration)


def terms_of(genes: int, alleles: int) -> int:
    """The length of the shorter of the two sums, in quadrature nodes; ModelError beyond their reach."""
    if _partitions_are_shorter(genes, alleles):
        return BELL[genes] * NODES_A_PARTITION
    return node_count(genes, alleles)


def table_terms(genes: int) -> int | None:
    """The length of the sum for a table over one person's genotypes; None beyond its reach."""
    return BELL[genes] * NODES_A_PARTITION if genes <= MOST_GENES else None


def _partitions_are_shorter(genes: int, alleles: int) -> bool:
    nodes = node_count(genes, alleles)
    if genes <= MOST_GENES:
        return BELL[genes] * NODES_A_PARTITION <= nodes
    if nodes > MOST_NODES:
        raise _beyond_reach(genes, alleles)
    return False


def _beyond_reach(genes: int, alleles: int) -> ModelError:
    return ModelError(
        f"theta above 0 with {genes} unknown founder genes and {alleles} alleles that matter is beyond "
        "exact reach; type a founder, drop distant untyped relatives, or set theta = 0"
    )


def _over_frequencies(network: Network, frequencies: Array, concentration: float) -> tuple[Array, float]:
    possible = frequencies > 0
    weights, some = dirichlet_nodes(concentration * frequencies[possible], len(network.free))
    values = np.zeros((len(weights), len(frequencies)))
    values[:, possible] = some
    parts: list[tuple[float, float]] = []
    for start in range(0, len(weights), NODES_AT_ONCE):
        rows = slice(start, start + NODES_AT_ONCE)
        priors = tuple(Factor((NODE, v), values[rows]) for v in network.free)
        table, scale = eliminate(network.factors + priors, (NODE,))
        parts.append((float(weights[rows] @ table), scale))
    top = max(scale for _, scale in parts)
    return np.asarray(sum(t * np.exp(s - top) for t, s in parts)), top


def _over_partitions(
    network: Network, frequencies: Array, concentration: float, wanted: tuple[str, ...]
) -> tuple[Array, float]:
    parts: list[tuple[float, Array, float]] = []
    for partition, weight in weighted_partitions(network.owners, concentration):
        first = {b: network.free[partition.index(b)] for b in set(partition)}
        same = {v: first[b] for v, b in zip(network.free, partition, strict=True)}
        ties = [Factor((v, same[v]), np.eye(len(frequencies))) for v in wanted if v in same and same[v] != v]
        # A wanted gene keeps its own name: it is tied to its block by an identity factor instead.
        renamed = {v: b for v, b in same.items() if v not in wanted}
        factors = [identify_genes(f, renamed) for f in network.factors]
        priors = tuple(Factor((b,), frequencies) for b in dict.fromkeys(first.values()))
        table, scale = eliminate([*factors, *ties, *priors], wanted)
        parts.append((weight, table, scale))
    top = max(scale for _, _, scale in parts)
    return np.asarray(sum(w * t * np.exp(s - top) for w, t, s in parts)), top


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

    `pairs` names the founder of each gene: two genes of one founder may change places.
    """
    n = len(pairs)
    merged: dict[tuple[int, ...], float] = {}
    for partition in partitions(n):
        key = _canonical(partition, pairs)
        merged[key] = merged.get(key, 0.0) + urn_weight(partition, concentration)
    return tuple(merged.items())


def urn_weight(partition: tuple[int, ...], concentration: float) -> float:
    """The probability that genes drawn from the urn one after the other fall into these blocks."""
    weight = 1.0
    sizes: list[int] = []
    for drawn, block in enumerate(partition):
        if block == len(sizes):
            weight *= concentration / (concentration + drawn)
            sizes.append(1)
        else:
            weight *= sizes[block] / (concentration + drawn)
            sizes[block] += 1
    return weight


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
