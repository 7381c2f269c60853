"""A case as frozen data: families, profiles, remains and the settings they are judged under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.genetics.marker import Marker
from antigone.pedigrees.pedigree import Pedigree


@dataclass(frozen=True, slots=True)
class Genotype:
    """The alleles seen at a marker; `second` is None where only one allele was seen."""

    first: str
    second: str | None
    dropout: float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The genotypes of one sample of a subject; `kind` is reference, personal or remains."""

    subject: str
    kind: str
    genotypes: Mapping[str, Genotype]


@dataclass(frozen=True, slots=True)
class Remains:
    """A recovered body or body part."""

    id: str
    sex: str = "unknown"
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prior:
    """Prior over assignments: flat over the admissible ones, or closed (every remains is a missing one)."""

    closed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a command needs; `missing` maps a missing person to the family's name."""

    title: str
    theta: float
    markers: tuple[Marker, ...]
    families: Mapping[str, Pedigree]
    missing: Mapping[str, str]
    references: Mapping[str, Profile]
    remains: tuple[Remains, ...]
    profiles: Mapping[str, Profile]
    prior: Prior
    threshold_log10: float
    notes: tuple[str, ...]
    hashes: Mapping[str, str]
