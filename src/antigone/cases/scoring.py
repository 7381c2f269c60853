"""Profiles of a case as evidence for the likelihood engine."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case, Genotype, Profile
from antigone.genetics.marker import Marker
from antigone.genetics.observation import observation_matrix

Array = NDArray[np.float64]


def profile_evidence(profile: Profile, marker: Marker, haploid: bool) -> Array | None:
    """P(profile | ordered genotype) at a marker, None where it is untyped.

    Drop-out and drop-in apply to remains alone.
    """
    genotype = profile.genotypes.get(marker.name)
    if genotype is None:
        return None
    return genotype_evidence(genotype, profile.kind == "remains", marker, haploid)


@lru_cache(maxsize=4096)
def genotype_evidence(genotype: Genotype, remains: bool, marker: Marker, haploid: bool) -> Array:
    """P(alleles seen | ordered genotype), shape (K, K), or (K,) for one gene copy (`haploid`)."""
    dropout = genotype.dropout if genotype.dropout is not None else marker.dropout if remains else 0.0
    seen = tuple(marker.index(a) for a in (genotype.first, genotype.second) if a is not None)
    complete = genotype.second is not None or haploid
    return observation_matrix(marker, seen, complete, dropout, marker.dropin if remains else 0.0, haploid)


def family_evidence(case: Case, family: str, marker: Marker) -> dict[str, Array]:
    """The evidence of a family's own profiles at a marker, by person."""
    pedigree = case.families[family]
    evidence: dict[str, Array] = {}
    for person in pedigree.people:
        if person.id in case.references:
            haploid = marker.x_linked and person.sex == "male"
            found = profile_evidence(case.references[person.id], marker, haploid)
            if found is not None:
                evidence[person.id] = found
    return evidence


def sexes_disagree(stated: str, wanted: str) -> bool:
    """True where the sexes of remains and of a missing person are both stated and differ."""
    return "unknown" not in (stated, wanted) and stated != wanted
