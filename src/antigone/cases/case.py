"""A case as frozen data: families, profiles, remains and the settings they are judged under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.cases.profiles import Genotype, Profile, ProfileTable
from antigone.cases.settings import Settings
from antigone.genetics.marker import Marker
from antigone.pedigrees.pedigree import Pedigree

__all__ = ["Case", "Genotype", "Prior", "Profile", "ProfileTable", "Remains"]


@dataclass(frozen=True, slots=True)
class Remains:
    """A recovered body or body part; `details` are the other columns of its row."""

    id: str
    sex: str = "unknown"
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prior:
    """Prior over assignments.

    Flat over the admissible ones unless `odds[remains][missing or "none"]` states odds (1 where not);
    closed: every remains is one of the missing.
    """

    closed: bool = False
    odds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a command needs.

    `missing` maps a missing person to the family's name. `references` hold the relatives' profiles and
    those of personal effects as their owner's; `personal` the latter alone; `profiles` the remains'.
    `hashes` are the SHA-256 of the inputs. `sex_alleles` is what amelogenin shows of (kind, subject).
    """

    title: str
    theta: float
    markers: tuple[Marker, ...]
    families: Mapping[str, Pedigree]
    missing: Mapping[str, str]
    references: ProfileTable
    personal: ProfileTable
    remains: tuple[Remains, ...]
    profiles: ProfileTable
    prior: Prior
    threshold_log10: float
    settings: Settings
    details: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]
    hashes: Mapping[str, str]
    sex_alleles: Mapping[tuple[str, str], frozenset[str]]
