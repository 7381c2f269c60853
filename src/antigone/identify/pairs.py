"""The likelihood ratio of every remains against every missing person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from antigone.cases.case import Case
from antigone.cases.profiles import UNTYPED
from antigone.cases.scoring import family_evidence, genotype_evidence, sexes_disagree
from antigone.genetics.marker import Marker
from antigone.likelihood.tables import DirectLR, LRTable, lr_table


@dataclass(frozen=True, slots=True)
class PairLR:
    """The comparison of one remains with one missing person.

    `log10_lr` is None for an exclusion, whose markers (or "sex") are in `excluded_by`; `lr` and
    `likelihood` (numerator, denominator) are by marker.
    """

    remains: str
    missing: str
    log10_lr: float | None
    excluded_by: tuple[str, ...]
    lr: Mapping[str, float]
    likelihood: Mapping[str, tuple[float, float]]


def pair_lrs(case: Case) -> Iterator[PairLR]:
    """All pairs, remains by remains within each missing person; LR tables are made once a family."""
    everybody = [r.id for r in case.remains]
    for missing in case.missing:
        yield from person_lrs(case, missing, everybody)


def person_lrs(case: Case, missing: str, remains: Iterable[str]) -> Iterator[PairLR]:
    """One missing person against the remains named, in their order; the numbers are those of pair_lrs."""
    family = case.missing[missing]
    pedigree = case.families[family]
    haploid = pedigree[missing].sex == "male"
    answers = []
    for marker in case.markers:
        evidence = family_evidence(case, family, marker)
        table = lr_table(pedigree, missing, marker, evidence, case.theta)
        answers.append(_Answers(case, marker, haploid and marker.x_linked, table))
    for body in remains:
        yield _pair(case, body, missing, answers)


class _Answers:
    """What one table says of each distinct genotype of the remains, computed when first asked for."""

    __slots__ = ("_case", "_marker", "_haploid", "_table", "_known")

    def __init__(self, case: Case, marker: Marker, haploid: bool, table: LRTable | DirectLR) -> None:
        self._case, self._marker, self._haploid, self._table = case, marker, haploid, table
        self._known: dict[int, tuple[float, tuple[float, float]]] = {}

    def of(self, code: int) -> tuple[float, tuple[float, float]]:
        """(LR, (numerator, denominator)) of a genotype's code."""
        if code not in self._known:
            genotype = self._case.profiles.genotypes[self._marker.name][code - 1]
            seen = genotype_evidence(genotype, True, self._marker, self._haploid)
            value = self._table.lr(seen)
            if np.isnan(value):
                # Relatives who contradict each other here say nothing of the remains.
                value = 0.0 if self._table.possible else 1.0
            self._known[code] = value, self._table.likelihoods(seen)
        return self._known[code]


def _pair(case: Case, remains: str, missing: str, answers: list[_Answers]) -> PairLR:
    lr: dict[str, float] = {}
    likelihood: dict[str, tuple[float, float]] = {}
    if remains in case.profiles:
        codes = case.profiles.row(remains).tolist()
        for marker, code, answer in zip(case.markers, codes, answers, strict=True):
            if code != UNTYPED:
                lr[marker.name], likelihood[marker.name] = answer.of(code)
    excluded = tuple(m for m, v in lr.items() if v == 0.0)
    if sexes_disagree(case, remains, missing):
        excluded = ("sex", *excluded)
    total = None if excluded else float(sum(np.log10(v) for v in lr.values()))
    return PairLR(remains, missing, total, excluded, lr, likelihood)
