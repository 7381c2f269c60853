"""Likelihood-ratio tables: one for each family, missing person and marker."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.errors import ModelError
from antigone.genetics.marker import Marker
from antigone.likelihood.family import family_log_likelihood, founder_genes, genotype_likelihoods
from antigone.likelihood.lumping import lump_alleles
from antigone.likelihood.theta import table_terms, terms_of
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


def _table_is_shorter(marker: Marker, evidence: Mapping[str, Array], genes: int, asked: int) -> bool:
    """Whether one table over all genotypes takes less than a likelihood for each profile."""
    # A profile may keep two more alleles apart from those that nobody has.
    lumped, _ = lump_alleles(marker, evidence)
    alleles = min(len(lumped.alleles) + 2, len(marker.alleles))
    table = table_terms(genes)
    try:
        return table is not None and table < asked * terms_of(genes, alleles)
    except ModelError:
        return table is not None


def lr_table(
    pedigree: Pedigree,
    missing: str,
    marker: Marker,
    evidence: Mapping[str, Array],
    theta: float = 0.0,
    asked: int = 1,
) -> LRTable | DirectLR:
    """The table of `missing` at `marker`, given the profiles of the relatives (`evidence`).

    `asked` is how many profiles it will be asked for: what is quickest depends on it under theta.
    """
    if theta == 0.0:
        table, scale = genotype_likelihoods(pedigree, marker, evidence, missing)
        p = marker.frequencies
        # Unrelated people are independent of the family: P(relatives) · P(genotype).
        alone = p if table.ndim == 1 else np.outer(p, p)
        return LRTable(table, scale, table.sum() * alone, scale)
    # The unrelated person takes the sex of the missing one, who decides the copies at X.
    stranger = Person(UNRELATED, sex=pedigree[missing].sex)
    wider = build_pedigree(pedigree.family, [*pedigree.people, stranger])
    genes = founder_genes(wider, marker, evidence, UNRELATED)
    if genes > MOST_GENES_OF_TABLES and not _table_is_shorter(marker, evidence, genes, asked):
        return DirectLR(pedigree, wider, missing, marker, evidence, theta)
    related = genotype_likelihoods(pedigree, marker, evidence, missing, theta)
    unrelated = genotype_likelihoods(wider, marker, evidence, UNRELATED, theta)
    return LRTable(*related, *unrelated)
