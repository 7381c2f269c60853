"""Profiles that one person may have left: two bags, an effect and a body, a duplicate or a twin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case, Genotype
from antigone.pedigrees.twins import merge_twins
from antigone.quality.one_person import one_person_log10

REMAINS = "remains"


@dataclass(frozen=True, slots=True)
class Sample:
    """A profile: of a relative ("reference"), of an effect ("personal") or of remains."""

    subject: str
    kind: str
    genotypes: Mapping[str, Genotype]


@dataclass(frozen=True, slots=True)
class Match:
    """Two samples with log10 P(both | one person) − log10 P(both | unrelated) over `markers` shared."""

    first: Sample
    second: Sample
    log10_lr: float
    markers: int


@dataclass(frozen=True, slots=True)
class SampleTable:
    """All samples of a case: codes (n, m), 0 where untyped, and a (D + 1, D + 1) log10 LR table a marker,
    whose row and column 0 are 0. X-linked markers are left out: the sex of remains may be unknown."""

    samples: tuple[Sample, ...]
    codes: NDArray[np.int32]
    tables: tuple[NDArray[np.float32], ...]


def sample_table(case: Case) -> SampleTable:
    """The samples of a case, relatives and effects first."""
    groups = ((case.references, False), (case.profiles, True))
    samples = tuple(
        Sample(s, _kind(case, s, remains), table[s].genotypes) for table, remains in groups for s in table
    )
    columns, tables = [], []
    for m, marker in enumerate(case.markers):
        if marker.x_linked:
            continue
        seen = [(g, remains) for table, remains in groups for g in table.genotypes[marker.name]]
        shift = len(case.references.genotypes[marker.name])
        own, found = case.references.codes[:, m], case.profiles.codes[:, m]
        columns.append(np.concatenate([own, np.where(found > 0, found + shift, 0)]))
        table = np.zeros((len(seen) + 1, len(seen) + 1), dtype=np.float32)
        if seen:
            table[1:, 1:] = one_person_log10(marker, seen, case.theta)
        tables.append(table)
    codes = np.array(columns, dtype=np.int32).reshape(len(columns), len(samples)).T
    return SampleTable(samples, np.ascontiguousarray(codes), tuple(tables))


def _kind(case: Case, subject: str, remains: bool) -> str:
    if remains:
        return REMAINS
    return "personal" if subject in case.personal else "reference"


def matches_of(table: SampleTable, i: int, threshold: float) -> Iterator[Match]:
    """The samples after number i that match it with at least `threshold`."""
    later = table.codes[i + 1 :]
    total = np.zeros(len(later), dtype=np.float64)
    for m, lr in enumerate(table.tables):
        total += lr[table.codes[i, m]][later[:, m]]
    for j in np.flatnonzero(total >= threshold).tolist():
        shared = int(((table.codes[i] > 0) & (later[j] > 0)).sum())
        yield Match(table.samples[i], table.samples[i + 1 + j], float(total[j]), shared)


def stated_twins(case: Case) -> set[frozenset[str]]:
    """The pairs of persons stated to be identical twins."""
    pairs: set[frozenset[str]] = set()
    for pedigree in case.families.values():
        groups: dict[str, list[str]] = {}
        for person, twin in merge_twins(pedigree)[1].items():
            groups.setdefault(twin, []).append(person)
        pairs |= {frozenset(pair) for g in groups.values() for pair in combinations(g, 2)}
    return pairs
