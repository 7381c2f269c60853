"""Likelihood-ratio tables: one for each family, missing person and marker."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker
from antigone.likelihood.family import family_log_likelihood, founder_genes, genotype_likelihoods
from antigone.pedigrees.pedigree import Pedigree, Person, build_pedigree

Array = NDArray[np.float64]
MOST_GENES_OF_TABLES = 6
UNRELATED = "\x00unrelated"


@dataclass(frozen=True, slots=True)
class LRTable:
    """P(relatives, genotype) if the genotype is the missing person's, and if it is an unrelated one's.

    Both tables are over ordered genotypes; the values are table · exp(scale).
    """

    related: Array
    related_scale: float
    unrelated: Array
    unrelated_scale: float

    @property
    def possible(self) -> bool:
        """False where the relatives' own profiles contradict each other."""
        return bool(self.unrelated.any())

    def likelihoods(self, observation: Array) -> tuple[float, float]:
        """(numerator, denominator) for P(profile | ordered genotype) `observation`."""
        return (
            float(np.sum(self.related * observation)) * float(np.exp(self.related_scale)),
            float(np.sum(self.unrelated * observation)) * float(np.exp(self.unrelated_scale)),
        )

    def lr(self, observation: Array) -> float:
        """The likelihood ratio of a profile; NaN where the family's own profiles are impossible."""
        numerator = float(np.sum(self.related * observation))
        denominator = float(np.sum(self.unrelated * observation))
        if denominator == 0.0:
            return float("nan")
        return numerator / denominator * float(np.exp(self.related_scale - self.unrelated_scale))


@dataclass(frozen=True, slots=True)
class DirectLR:
    """What an LRTable answers, by one likelihood for each profile: where theta makes tables too long."""

    pedigree: Pedigree
    wider: Pedigree
    missing: str
    marker: Marker
    evidence: Mapping[str, Array]
    theta: float

    @property
    def possible(self) -> bool:
        """False where the relatives' own profiles contradict each other."""
        return family_log_likelihood(self.pedigree, self.marker, self.evidence, self.theta) > -math.inf

    def likelihoods(self, observation: Array) -> tuple[float, float]:
        """(numerator, denominator) for P(profile | ordered genotype) `observation`."""
        numerator, denominator = self._logs(observation)
        return math.exp(numerator), math.exp(denominator)

    def lr(self, observation: Array) -> float:
        """The likelihood ratio of a profile; NaN where the family's own profiles are impossible."""
        numerator, denominator = self._logs(observation)
        return math.exp(numerator - denominator) if denominator > -math.inf else float("nan")

    def _logs(self, observation: Array) -> tuple[float, float]:
        own = self.evidence.get(self.missing)
        related = dict(self.evidence) | {self.missing: observation if own is None else own * observation}
        unrelated = dict(self.evidence) | {UNRELATED: observation}
        return (
            family_log_likelihood(self.pedigree, self.marker, related, self.theta),
            family_log_likelihood(self.wider, self.marker, unrelated, self.theta),
        )


def lr_table(
    pedigree: Pedigree, missing: str, marker: Marker, evidence: Mapping[str, Array], theta: float = 0.0
) -> LRTable | DirectLR:
    """The table of `missing` at `marker`, given the profiles of the relatives (`evidence`)."""
    # The unrelated person takes the sex of the missing one, who decides the copies at X.
    stranger = Person(UNRELATED, sex=pedigree[missing].sex)
    wider = build_pedigree(pedigree.family, [*pedigree.people, stranger])
    if theta > 0.0 and founder_genes(wider, marker, evidence, UNRELATED) > MOST_GENES_OF_TABLES:
        return DirectLR(pedigree, wider, missing, marker, evidence, theta)
    related = genotype_likelihoods(pedigree, marker, evidence, missing, theta)
    unrelated = genotype_likelihoods(wider, marker, evidence, UNRELATED, theta)
    return LRTable(*related, *unrelated)
