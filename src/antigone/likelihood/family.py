"""P(profiles of a family | pedigree) at one marker, exact."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker
from antigone.likelihood.elimination import Factor, eliminate
from antigone.likelihood.lumping import lump_alleles
from antigone.likelihood.network import Network, build_network, is_haploid
from antigone.likelihood.theta import related_founders, terms_of, urn_probability
from antigone.pedigrees.pedigree import Pedigree, relevant_people
from antigone.pedigrees.twins import merge_twins

Array = NDArray[np.float64]


def family_log_likelihood(
    pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], theta: float = 0.0
) -> float:
    """Natural log of P(evidence | pedigree) at a marker; -inf where it is impossible.

    `evidence` maps a person to P(profile | ordered genotype), shape (K, K), or (K,) for a male at an
    X-linked marker. Raises ModelError where theta meets more unknown founder genes than an exact sum
    can reach.
    """
    if not evidence:
        return 0.0
    marker, evidence = lump_alleles(marker, evidence)
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


def founder_genes(pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], query: str) -> int:
    """The number of unknown founder genes, over which theta makes the sum long."""
    network, _ = _network(pedigree, marker, evidence, query)
    return len(network.free)


def theta_terms(pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], theta: float) -> int:
    """How many terms `family_log_likelihood` sums for theta; ModelError where it is beyond exact reach."""
    if theta == 0.0 or not evidence:
        return 1
    marker, evidence = lump_alleles(marker, evidence)
    network, _ = _network(pedigree, marker, evidence, None)
    return terms_of(len(network.free), int((marker.frequencies > 0).sum()))


def _network(
    pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], query: str | None
) -> tuple[Network, tuple[str, ...]]:
    pedigree, stands_for = merge_twins(pedigree)
    observed: dict[str, Array] = {}
    for person, own in evidence.items():
        twin = stands_for[person]
        observed[twin] = observed[twin] * own if twin in observed else own
    wanted: tuple[str, ...] = ()
    anchors = list(observed)
    if query is not None:
        query = stands_for[query]
        anchors.append(query)
        wanted = (f"{query}:p", f"{query}:m")
        if is_haploid(marker, pedigree[query]):
            wanted = (f"{query}:m",)
    people = relevant_people(pedigree, anchors)
    return build_network(people, marker, observed, query), wanted


def _sum_out(
    pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], query: str | None, theta: float
) -> tuple[Array, float]:
    network, wanted = _network(pedigree, marker, evidence, query)
    chance, frequencies, concentration = urn_probability(network.drawn, marker.frequencies, theta)
    if theta == 0.0 or not network.free:
        priors = tuple(Factor((v,), frequencies) for v in network.free)
        table, scale = eliminate(network.factors + priors, wanted)
    else:
        table, scale = related_founders(network, frequencies, concentration, wanted)
    return table * chance, scale
