"""P(profiles of a family | pedigree) at one marker, exact."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker
from antigone.likelihood.elimination import Factor, eliminate
from antigone.likelihood.network import build_network, identify_genes, is_haploid
from antigone.likelihood.theta import urn_probability, weighted_partitions
from antigone.pedigrees.pedigree import Pedigree, relevant_people

Array = NDArray[np.float64]


def family_log_likelihood(
    pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], theta: float = 0.0
) -> float:
    """Natural log of P(evidence | pedigree) at a marker; -inf where it is impossible.

    `evidence` maps a person to P(profile | ordered genotype), shape (K, K), or (K,) for a male at an
    X-linked marker.
    """
    table, scale = _sum_out(pedigree, marker, evidence, None, theta)
    value = float(table)
    return float(np.log(value)) + scale if value > 0 else float("-inf")


def genotype_likelihoods(
    pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], query: str, theta: float = 0.0
) -> tuple[Array, float]:
    """P(evidence, genotype of `query`) for every ordered genotype, as (table, natural-log scale).

    The table is (K, K), or (K,) for a male at an X-linked marker; the value is table · exp(scale).
    """
    return _sum_out(pedigree, marker, evidence, query, theta)


def _sum_out(
    pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], query: str | None, theta: float
) -> tuple[Array, float]:
    anchors = [*evidence, *([query] if query is not None else [])]
    people = relevant_people(pedigree, anchors)
    network = build_network(people, marker, evidence, query)
    wanted: tuple[str, ...] = ()
    if query is not None:
        wanted = (f"{query}:p", f"{query}:m")
        if is_haploid(marker, pedigree[query]):
            wanted = (f"{query}:m",)
    chance, frequencies, concentration = urn_probability(network.drawn, marker.frequencies, theta)
    if theta == 0.0:
        priors = tuple(Factor((v,), frequencies) for v in network.free)
        table, scale = eliminate(network.factors + priors, wanted)
        return table * chance, scale
    parts: list[tuple[float, Array, float]] = []
    for partition, weight in weighted_partitions(network.owners, concentration):
        first = {b: network.free[partition.index(b)] for b in set(partition)}
        same = {v: first[b] for v, b in zip(network.free, partition, strict=True)}
        ties = [Factor((v, same[v]), np.eye(len(frequencies))) for v in wanted if v in same and same[v] != v]
        # A wanted gene keeps its own name: it is tied to its block by an identity factor instead.
        renamed = {v: b for v, b in same.items() if v not in wanted}
        blocks = {b: b for b in first.values()}
        factors = [identify_genes(f, renamed) for f in network.factors]
        priors = tuple(Factor((b,), frequencies) for b in blocks)
        table, scale = eliminate([*factors, *ties, *priors], wanted)
        parts.append((weight * chance, table, scale))
    top = max(scale for _, _, scale in parts)
    total = np.asarray(sum(w * t * np.exp(s - top) for w, t, s in parts))
    return total, top
