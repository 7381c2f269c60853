"""The genotypes of a draft, checked and coded, millions of rows at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.cases.draft import EMPTY, KINDS, CaseDraft, GenotypeColumns
from antigone.cases.profiles import Genotype, ProfileTable
from antigone.cases.sex_typing import unscored_sex_markers
from antigone.errors import InputError

Ints = NDArray[np.int64]
# What programs write for an unknown allele; "0" may be one where the frequencies list it.
PLACEHOLDERS = ("0", "-", "--", "?", "*", "na", "n/a", "nan", "inf", "nd", "none", "null")


@dataclass(frozen=True, slots=True)
class Genotypes:
    """Genotypes that passed the checks: one row for each subject, kind and marker typed.

    `marker` (n,) are positions in `markers`; `pair` (n, 2) allele positions, the second EMPTY where one
    allele was seen. `seen` maps a marker to its alleles in order of appearance.
    """

    source: GenotypeColumns
    markers: tuple[str, ...]
    seen: Mapping[str, tuple[str, ...]]
    subject: Ints
    kind: Ints
    marker: Ints
    pair: Ints
    dropout: NDArray[np.float64]
    subjects_of: Mapping[str, Ints]
    notes: tuple[str, ...]

    def table(self, kind: str) -> ProfileTable:
        """The profiles of one kind, subjects in order of appearance."""
        source = self.source
        members = self.subjects_of[kind]
        rank = np.full(len(source.subjects), -1, dtype=np.int64)
        rank[members] = np.arange(len(members))
        codes = np.zeros((len(members), len(self.markers)), dtype=np.int32)
        genotypes: dict[str, tuple[Genotype, ...]] = {m: () for m in self.markers}
        chosen = np.flatnonzero(self.kind == KINDS.index(kind))
        order = chosen[np.argsort(self.marker[chosen], kind="stable")]
        size = len(source.alleles) + 1
        edges = np.searchsorted(self.marker[order], np.arange(len(self.markers) + 1))
        for m, name in enumerate(self.markers):
            rows = order[edges[m] : edges[m + 1]]
            if len(rows) == 0:
                continue
            # Rows of numbers: NaN rows are never equal to np.unique over an axis.
            dropouts, stated = np.unique(self.dropout[rows], return_inverse=True)
            key = (self.pair[rows, 0] * size + self.pair[rows, 1] + 1) * len(dropouts) + stated
            distinct, inverse = np.unique(key, return_inverse=True)
            first, second = distinct // len(dropouts) // size, distinct // len(dropouts) % size - 1
            genotypes[name] = tuple(
                self._genotype(*row)
                for row in zip(
                    first.tolist(), second.tolist(), dropouts[distinct % len(dropouts)].tolist(), strict=True
                )
            )
            codes[rank[self.subject[rows]], m] = inverse.reshape(-1) + 1
        return ProfileTable(kind, tuple(source.subjects[s] for s in members), self.markers, codes, genotypes)

    def _genotype(self, first: int, second: int, dropout: float) -> Genotype:
        names = self.source.alleles
        return Genotype(
            names[first],
            names[second] if second != EMPTY else None,
            None if np.isnan(dropout) else dropout,
        )


def check_genotypes(draft: CaseDraft) -> Genotypes:
    """The genotypes of a draft; InputError for an unknown person or marker, or two that disagree."""
    columns = draft.genotypes
    _check_subjects(draft)
    empty = (columns.allele1 == EMPTY) & (columns.allele2 == EMPTY)
    kept, notes = _known_markers(draft, empty)
    markers = tuple(draft.frequencies)
    seen = _alleles_seen(columns, kept, markers)
    _check_alleles(draft, seen)
    position = np.array([_index(markers, m) for m in columns.markers] or [-1], dtype=np.int64)
    first = np.where(columns.allele1[kept] == EMPTY, columns.allele2[kept], columns.allele1[kept])
    second = np.where(columns.allele1[kept] == EMPTY, EMPTY, columns.allele2[kept])
    low = np.where(second == EMPTY, first, np.minimum(first, second)).astype(np.int64)
    high = np.where(second == EMPTY, EMPTY, np.maximum(first, second)).astype(np.int64)
    subject, kind = columns.subject[kept].astype(np.int64), columns.kind[kept].astype(np.int64)
    marker = position[columns.marker[kept]]
    once = _without_repeats(columns, kept, subject, kind, marker, low, high)
    kept = kept[once]
    return Genotypes(
        columns, markers, seen, subject[once], kind[once], marker[once],
        np.column_stack([low[once], high[once]]), columns.dropout[kept],
        {k: _in_order(columns.subject[columns.kind == i]) for i, k in enumerate(KINDS)},
        notes,
    )  # fmt: skip


def _index(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else -1


def _in_order(codes: NDArray[np.int32]) -> Ints:
    distinct, first = np.unique(codes, return_index=True)
    return distinct[np.argsort(first)].astype(np.int64)


def _check_subjects(draft: CaseDraft) -> None:
    columns = draft.genotypes
    people = {r.id for r in draft.people}
    stranger = np.array([s not in people for s in columns.subjects] or [False])
    wrong = stranger[columns.subject] & (columns.kind != KINDS.index("remains"))
    if wrong.any():
        i = int(wrong.argmax())
        row = columns.at(i)
        raise InputError(
            f"{columns.where(i)}: {row.kind} subject '{row.subject}' is not in people.csv; "
            "add the person there"
        )


def _known_markers(draft: CaseDraft, empty: NDArray[np.bool_]) -> tuple[Ints, tuple[str, ...]]:
    columns = draft.genotypes
    known = np.array([m in draft.frequencies for m in columns.markers] or [True])
    sex = unscored_sex_markers(draft)
    lacking = ~empty & ~(known | sex)[columns.marker]
    if lacking.any():
        i = int(lacking.argmax())
        raise InputError(
            f"{columns.where(i)}: marker '{columns.at(i).marker}' has no frequencies; "
            "add it to frequencies.csv"
        )
    unscored = sorted(m for m, s in zip(columns.markers, sex.tolist(), strict=False) if s)
    notes = tuple(
        f"{m} tells the sex and is not scored; state the sex in people.csv and remains.csv" for m in unscored
    )
    return np.flatnonzero(~empty & known[columns.marker]), notes


def _check_alleles(draft: CaseDraft, seen: Mapping[str, tuple[str, ...]]) -> None:
    """InputError for what no laboratory calls an allele, unless the frequencies list it."""
    for marker, alleles in seen.items():
        for allele in alleles:
            if draft.frequencies[marker].get(allele, 0.0) > 0:
                continue
            if re.search(r"[/,;|\s]", allele):
                raise InputError(
                    f"{draft.where_seen(marker, allele)}: '{allele}' at {marker} is no single allele; put "
                    "one allele into allele1 and the other into allele2, decimals with a point"
                )
            if allele.lower() in PLACEHOLDERS:
                raise InputError(
                    f"{draft.where_seen(marker, allele)}: '{allele}' at {marker} is no allele; leave the "
                    "cell empty where an allele is unknown"
                )


def _without_repeats(
    columns: GenotypeColumns, kept: Ints, subject: Ints, kind: Ints, marker: Ints, low: Ints, high: Ints
) -> Ints:
    key = (subject * len(KINDS) + kind) * (int(marker.max(initial=0)) + 1) + marker
    order = np.argsort(key, kind="stable")
    again = key[order][1:] == key[order][:-1]
    earlier, later = order[:-1][again], order[1:][again]
    differ = (low[earlier] != low[later]) | (high[earlier] != high[later])
    if differ.any():
        at = np.flatnonzero(differ)[np.argmin(later[differ])]
        a, b = columns.at(int(kept[earlier[at]])), columns.at(int(kept[later[at]]))
        raise InputError(
            f"{columns.where(int(kept[later[at]]))}: {b.subject} has two different genotypes at {b.marker} "
            f"({_text(a.allele1, a.allele2)} in row {a.row} and {_text(b.allele1, b.allele2)} here); "
            "keep the right one"
        )
    single = np.ones(len(key), dtype=bool)
    single[later] = False
    return np.flatnonzero(single)


def _text(first: str, second: str) -> str:
    return "/".join(a for a in (first, second) if a)


def _alleles_seen(
    columns: GenotypeColumns, kept: Ints, markers: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    size = len(columns.alleles)
    codes = np.concatenate([columns.allele1[kept], columns.allele2[kept]]).astype(np.int64)
    marker = np.concatenate([columns.marker[kept]] * 2).astype(np.int64)
    there = codes != EMPTY
    pairs = _in_order((marker * size + codes)[there])
    seen: dict[str, list[str]] = {m: [] for m in markers}
    for pair in pairs.tolist():
        seen[columns.markers[pair // size]].append(columns.alleles[pair % size])
    return {m: tuple(a) for m, a in seen.items()}
