"""P(profiles of a family | pedigree) at one marker, exact."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from antigone.errors import ModelError
from antigone.genetics.marker import Marker
from antigone.likelihood.elimination import MOST_COST, BeyondReach, Factor, check_reach, eliminate
from antigone.likelihood.lumping import lump_alleles
from antigone.likelihood.network import Network, build_network, is_haploid
from antigone.likelihood.theta import related_founders, terms_of, urn_probability
from antigone.pedigrees.pedigree import Pedigree, relevant_people
from antigone.pedigrees.twins import merge_twins

Array = NDArray[np.float64]
# Persons of a family whose likelihood is within reach whatever its loops.
ALWAYS_SHORT = 12


def family_log_likelihood(
    pedigree: Pedigree, marker: Marker, evidence: Mapping[str, Array], theta: float = 0.0
) -> float:
    """Natural log of P(evidence | pedigree) at a marker; -inf where it is impossible.

    `evidence` maps a person to P(profile | ordered genotype), shape (K, K), or (K,) for a male at an
    X-linked marker. Raises ModelError where loops through untyped persons, or unknown founder genes under
    theta, are more than an exact sum can reach.
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
    ModelError as for `family_log_likelihood`.
    """
    return _sum_out(pedigree, marker, evidence, query, theta)


def check_genotype_likelihoods(
    pedigree: Pedigree,
    marker: Marker,
    evidence: Mapping[str, Array],
    query: str,
    most_cost: float = MOST_COST,
) -> None:
    """ModelError where `genotype_likelihoods` takes more than `most_cost` steps at theta 0."""
    network, wanted = _network(pedigree, marker, evidence, query)
    priors = tuple(Factor((v,), marker.frequencies) for v in network.free)
    try:
        check_reach(network.factors + priors, wanted, most_cost)
    except BeyondReach as error:
        raise _too_long(pedigree, marker, [*evidence, query], error, most_cost) from error


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
    try:
        if theta == 0.0 or not network.free:
            priors = tuple(Factor((v,), frequencies) for v in network.free)
            table, scale = eliminate(network.factors + priors, wanted)
        else:
            table, scale = related_founders(network, frequencies, concentration, wanted)
    except BeyondReach as error:
        anchors = [*evidence, *([query] if query is not None else [])]
        raise _too_long(pedigree, marker, anchors, error) from error
    except ModelError as error:
        raise ModelError(f"family {pedigree.family}, marker {marker.name}: {error}") from error
    return table * chance, scale


def _too_long(
    pedigree: Pedigree,
    marker: Marker,
    anchors: Collection[str],
    error: BeyondReach,
    most: float = MOST_COST,
) -> ModelError:
    """What is wrong with the family, and what would help."""
    people = relevant_people(pedigree, anchors)
    couples = {(p.father, p.mother) for p in people if p.father is not None and p.mother is not None}
    children = sum(p.father is not None and p.mother is not None for p in people)
    loops = children + 2 * len(couples) - len(people) - len(couples) + 1
    untyped = [p.id for p in people if p.id not in anchors]
    born = {x: sum(x in (p.father, p.mother) for p in people) for x in untyped}
    first = sorted(untyped, key=lambda x: (-born[x], x))[:3]
    return ModelError(
        f"family {pedigree.family}: {max(loops, 1)} loops through {len(untyped)} untyped persons make the "
        f"exact likelihood at marker {marker.name} {error.cost:.0e} steps long; at most {most:.0e} are "
        f"done. Type more relatives (best first: {', '.join(first)}), or leave distant untyped ones out of "
        "people.csv"
    )
