"""Markers and genotype codes of a case as flat arrays that kernels read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.cases.profiles import Genotype, ProfileTable
from antigone.cases.scoring import genotype_evidence
from antigone.genetics.marker import Marker

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOT_TYPED, EXACT, SOFT = 0, 1, 2


class MarkerArrays(NamedTuple):
    """The markers, one behind the other: alleles K each, frequencies, transmission (K, K) row by row.

    `compiled` is False where a marker is left to the general engine (X-linked).
    """

    alleles: Ints
    frequency_start: Ints
    frequencies: Floats
    matrix_start: Ints
    from_father: Floats
    from_mother: Floats
    compiled: NDArray[np.bool_]


class ReferenceArrays(NamedTuple):
    """What each reference genotype code says, from `start[marker]`; code 0 is untyped.

    `kind` is NOT_TYPED, EXACT (one genotype: `first`, `second`) or SOFT (P(profile | ordered genotype)
    as a (K, K) table from `soft_start`).
    """

    start: Ints
    kind: NDArray[np.int8]
    first: Ints
    second: Ints
    soft_start: Ints
    soft: Floats


class RemainsArrays(NamedTuple):
    """What each remains genotype code says, from `start[marker]` (the last is the sum of codes).

    P(profile | ordered genotype) of code c is `weight` at the genotypes `genotype` (i·K + j) from
    `entry_start[c]` to `entry_start[c + 1]`; `population` (codes,) is P(profile) of a stranger.
    """

    start: Ints
    entry_start: Ints
    genotype: Ints
    weight: Floats
    population: Floats


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The arrays, and the objects they were made of for the general engine."""

    markers: tuple[Marker, ...]
    theta: float
    reference_genotypes: tuple[tuple[Genotype, ...], ...]
    remains_genotypes: tuple[tuple[Genotype, ...], ...]
    marker_arrays: MarkerArrays
    reference_arrays: ReferenceArrays
    remains_arrays: RemainsArrays

    @property
    def codes(self) -> int:
        """The width of a table: the remains' codes of all markers, untyped included."""
        return int(self.remains_arrays.start[-1])


def build_alphabet(
    markers: tuple[Marker, ...], theta: float, references: ProfileTable, remains: ProfileTable
) -> Alphabet:
    """The alphabet of a case's markers and of the genotypes that occur in its profiles."""
    known = tuple(references.genotypes[m.name] for m in markers)
    found = tuple(remains.genotypes[m.name] for m in markers)
    return Alphabet(
        markers,
        theta,
        known,
        found,
        _marker_arrays(markers),
        _reference_arrays(markers, known),
        _remains_arrays(markers, found),
    )


def _starts(sizes: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))]).astype(np.int64)


def _flat(parts: Sequence[Floats]) -> Floats:
    return np.concatenate([np.zeros(0), *(np.ravel(p) for p in parts)]).astype(np.float64)


def _marker_arrays(markers: Sequence[Marker]) -> MarkerArrays:
    alleles = [len(m.alleles) for m in markers]
    return MarkerArrays(
        np.array(alleles, dtype=np.int64),
        _starts(alleles),
        _flat([m.frequencies for m in markers]),
        _starts([k * k for k in alleles]),
        _flat([m.from_father for m in markers]),
        _flat([m.from_mother for m in markers]),
        np.array([not m.x_linked for m in markers], dtype=np.bool_),
    )


def _reference_arrays(
    markers: Sequence[Marker], genotypes: Sequence[tuple[Genotype, ...]]
) -> ReferenceArrays:
    kind, first, second, soft_start = [], [], [], []
    soft: list[Floats] = []
    filled = 0
    for marker, own in zip(markers, genotypes, strict=True):
        for genotype in (None, *own):
            table = np.zeros((0, 0))
            if genotype is not None and not marker.x_linked:
                table = genotype_evidence(genotype, False, marker, False)
            there = np.argwhere(table > 0)
            exact = len(there) in (1, 2) and len({tuple(sorted(g)) for g in there.tolist()}) == 1
            kind.append(EXACT if exact else NOT_TYPED if table.size == 0 else SOFT)
            first.append(int(there[0][0]) if exact else 0)
            second.append(int(there[0][1]) if exact else 0)
            soft_start.append(filled)
            if kind[-1] == SOFT:
                soft.append(table)
                filled += table.size
    return ReferenceArrays(
        _starts([len(g) + 1 for g in genotypes]),
        np.array(kind, dtype=np.int8),
        np.array(first, dtype=np.int64),
        np.array(second, dtype=np.int64),
        np.array(soft_start, dtype=np.int64),
        _flat(soft),
    )


def _remains_arrays(markers: Sequence[Marker], genotypes: Sequence[tuple[Genotype, ...]]) -> RemainsArrays:
    sizes: list[int] = []
    positions: list[Ints] = []
    weights: list[Floats] = []
    population: list[float] = []
    for marker, own in zip(markers, genotypes, strict=True):
        stranger = np.outer(marker.frequencies, marker.frequencies)
        for genotype in (None, *own):
            table = np.zeros((0, 0))
            if genotype is not None and not marker.x_linked:
                table = genotype_evidence(genotype, True, marker, False)
            flat = np.ravel(table)
            there = np.flatnonzero(flat)
            sizes.append(len(there))
            positions.append(there.astype(np.int64))
            weights.append(flat[there])
            population.append(float(np.sum(stranger.ravel()[there] * flat[there])))
    return RemainsArrays(
        _starts([len(g) + 1 for g in genotypes]),
        _starts(sizes),
        np.concatenate([np.zeros(0, dtype=np.int64), *positions]),
        _flat(weights),
        np.array(population, dtype=np.float64),
    )
