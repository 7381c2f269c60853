"""The likelihood ratio of every remains against every missing person."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from antigone.cases.case import Case, Remains
from antigone.cases.profiles import UNTYPED
from antigone.cases.scoring import family_evidence, genotype_evidence, sexes_disagree
from antigone.genetics.marker import Marker
from antigone.likelihood.tables import DirectLR, LRTable, lr_table
from antigone.search.alphabet import Alphabet
from antigone.search.families import plan_families
from antigone.search.tables import BlockTables, Watch, planned_tables, unwatched
from antigone.search.task import build_task

ROWS_A_BLOCK = 64


@dataclass(frozen=True, slots=True)
class PairLR:
    """The comparison of one remains with one missing person.

    `log10_lr` is None for an exclusion, whose markers (or "sex") are in `excluded_by`; `lr` and
    `likelihood` (numerator, denominator), where it was asked for, are by marker.
    """

    remains: str
    missing: str
    log10_lr: float | None
    excluded_by: tuple[str, ...]
    lr: Mapping[str, float]
    likelihood: Mapping[str, tuple[float, float]]


def pair_lrs(case: Case, watch: Watch = unwatched, likelihoods: bool = True) -> Iterator[PairLR]:
    """All pairs, remains by remains within each missing person; `watch(done, all)` counts families' markers.

    Raises ModelError where a family is beyond exact reach.
    """
    everybody = [r.id for r in case.remains]
    yield from wanted_lrs(case, {x: everybody for x in case.missing}, watch, likelihoods)


def wanted_lrs(
    case: Case,
    wanted: Mapping[str, Collection[str]],
    watch: Watch = unwatched,
    likelihoods: bool = True,
) -> Iterator[PairLR]:
    """The missing persons named, in the case's order, each against its remains in their order.

    The LR tables are made once a family, for many families at once; the numbers of a pair do not depend
    on which others are asked for. Under theta `likelihoods` take a sum of their own for each profile.
    """
    task = build_task(case, 0.0, 0)
    families = plan_families(case)
    positions = {r.id: i for i, r in enumerate(case.remains)}
    everything = len(families.missing) * len(case.markers)
    for first in range(0, len(families.missing), ROWS_A_BLOCK):
        last = min(first + ROWS_A_BLOCK, len(families.missing))
        if not any(x in wanted for x in families.missing[first:last]):
            continue
        tables = planned_tables(task.alphabet, families.block(first, last))
        for row, missing in enumerate(families.missing[first:last]):
            answers: list[_Answers | _Planned] = []
            for m, marker in enumerate(case.markers):
                if missing not in wanted:
                    break
                if tables.planned[row, m] and (case.theta == 0.0 or not likelihoods):
                    answers.append(_Planned(task.alphabet, tables, row, m, case.theta == 0.0))
                else:
                    answers.append(_general(case, missing, marker))
                    watch((first + row) * len(case.markers) + m + 1, everything)
            for body in wanted.get(missing, ()):
                at = positions[body]
                yield _pair(case, case.remains[at], missing, task.codes[at].tolist(), answers)
        watch(last * len(case.markers), everything)


def _general(case: Case, missing: str, marker: Marker) -> _Answers:
    family = case.missing[missing]
    pedigree = case.families[family]
    haploid = marker.x_linked and pedigree[missing].sex == "male"
    evidence = family_evidence(case, family, marker)
    asked = len(case.profiles.genotypes[marker.name])
    table = lr_table(pedigree, missing, marker, evidence, case.theta, asked)
    return _Answers(case, marker, haploid, table)


class _Planned:
    """What a family's table of `search` says of each genotype of the remains at a marker."""

    __slots__ = ("_log10", "_log_evidence", "_population", "_independent")

    def __init__(self, alphabet: Alphabet, tables: BlockTables, row: int, m: int, independent: bool) -> None:
        self._independent = independent
        own = slice(alphabet.remains_arrays.start[m], alphabet.remains_arrays.start[m + 1])
        self._log10 = tables.log10_lr[row, own]
        self._log_evidence = float(tables.log_evidence[row, m])
        self._population = alphabet.remains_arrays.population[own]

    def of(self, code: int) -> tuple[float, tuple[float, float] | None]:
        """(LR, (numerator, denominator)) of a code; None for these where theta ties all persons."""
        value = float(10.0 ** self._log10[code])
        if self._log_evidence == -math.inf:
            return value, (0.0, 0.0)
        if not self._independent:
            return value, None
        denominator = math.exp(self._log_evidence) * float(self._population[code])
        return value, (value * denominator, denominator)


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


def _pair(
    case: Case, remains: Remains, missing: str, codes: Sequence[int], answers: Sequence[_Answers | _Planned]
) -> PairLR:
    lr: dict[str, float] = {}
    likelihood: dict[str, tuple[float, float]] = {}
    for marker, code, answer in zip(case.markers, codes, answers, strict=True):
        if code != UNTYPED:
            lr[marker.name], terms = answer.of(code)
            if terms is not None:
                likelihood[marker.name] = terms
    excluded = tuple(m for m, v in lr.items() if v == 0.0)
    if sexes_disagree(remains.sex, case.families[case.missing[missing]][missing].sex):
        excluded = ("sex", *excluded)
    total = None if excluded else float(sum(np.log10(v) for v in lr.values()))
    return PairLR(remains.id, missing, total, excluded, lr, likelihood)
