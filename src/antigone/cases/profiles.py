"""The profiles of a case as small integer codes, one a marker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNTYPED = 0


@dataclass(frozen=True, slots=True)
class Genotype:
    """The alleles seen at a marker; `second` is None where only one allele was seen."""

    first: str
    second: str | None
    dropout: float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The genotypes of one subject; `kind` is reference, personal or remains."""

    subject: str
    kind: str
    genotypes: Mapping[str, Genotype]


class ProfileTable(Mapping[str, Profile]):
    """The profiles of n subjects of one kind at m markers, as a mapping from subject to Profile.

    `codes` (n, m) are UNTYPED or 1 + a position in `genotypes[marker]`, the distinct genotypes seen
    at the marker: so whatever depends on the genotype alone is computed once for each code.
    """

    __slots__ = ("kind", "subjects", "markers", "codes", "genotypes", "_rows")

    def __init__(
        self,
        kind: str,
        subjects: tuple[str, ...],
        markers: tuple[str, ...],
        codes: NDArray[np.int32],
        genotypes: Mapping[str, tuple[Genotype, ...]],
    ) -> None:
        self.kind = kind
        self.subjects = subjects
        self.markers = markers
        self.codes = codes
        self.genotypes = genotypes
        self._rows = {s: i for i, s in enumerate(subjects)}

    def __getitem__(self, subject: str) -> Profile:
        codes = self.codes[self._rows[subject]]
        return Profile(
            subject,
            self.kind,
            {
                m: self.genotypes[m][c - 1]
                for m, c in zip(self.markers, codes.tolist(), strict=True)
                if c != UNTYPED
            },
        )

    def __contains__(self, subject: object) -> bool:
        return subject in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.subjects)

    def __len__(self) -> int:
        return len(self.subjects)

    def row(self, subject: str) -> NDArray[np.int32]:
        """The codes (m,) of a subject."""
        codes: NDArray[np.int32] = self.codes[self._rows[subject]]
        return codes

    def position(self, subject: str) -> int:
        """The row of a subject in `codes`; KeyError where it has no profile."""
        return self._rows[subject]

    def with_fallback(self, other: ProfileTable) -> ProfileTable:
        """This table with the other's subjects and genotypes wherever it has none; it keeps its own kind."""
        genotypes = {m: self.genotypes[m] + other.genotypes[m] for m in self.markers}
        shift = np.array([len(self.genotypes[m]) for m in self.markers], dtype=np.int32)
        moved = np.where(other.codes == UNTYPED, UNTYPED, other.codes + shift).astype(np.int32)
        added = tuple(s for s in other.subjects if s not in self)
        subjects = self.subjects + added
        codes = np.zeros((len(subjects), len(self.markers)), dtype=np.int32)
        codes[: len(self)] = self.codes
        rows = {s: i for i, s in enumerate(subjects)}
        for i, subject in enumerate(other.subjects):
            row = codes[rows[subject]]
            row[:] = np.where(row == UNTYPED, moved[i], row)
        return ProfileTable(self.kind, subjects, self.markers, codes, genotypes)
