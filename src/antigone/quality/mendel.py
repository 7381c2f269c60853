"""Relatives whose genotypes cannot hold together at a marker without mutation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case, Genotype
from antigone.cases.scoring import family_evidence, genotype_evidence
from antigone.genetics.marker import SILENT, Marker
from antigone.likelihood.family import family_log_likelihood
from antigone.pedigrees.pedigree import Pedigree
from antigone.quality.conflict_sets import conflicts_and_repair

OTHER = "(other)"
Evidence = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of typed relatives that no transmission without mutation explains.

    `silent_explains`: they can hold together if a silent allele is inherited. `model_explains`: they
    can under the mutation and silent alleles that the case states. `nuclear`: they are one person, or a
    child with one or both parents. `repair`: persons of the family without whose genotypes the rest
    hold together at this marker, as few as possible.
    """

    family: str
    marker: str
    persons: tuple[str, ...]
    genotypes: Mapping[str, Genotype]
    silent_explains: bool
    model_explains: bool
    nuclear: bool
    repair: tuple[str, ...]


def family_conflicts(case: Case, family: str, markers: Sequence[Marker] | None = None) -> Iterator[Conflict]:
    """The conflicts of a family, marker by marker; at all markers where none are named."""
    pedigree = case.families[family]
    typed = [p.id for p in pedigree.people if p.id in case.references]
    profiles = {p: case.references[p].genotypes for p in typed}
    for marker in case.markers if markers is None else markers:
        seen = {p: profiles[p][marker.name] for p in typed if marker.name in profiles[p]}
        if seen:
            yield from _marker_conflicts(case, pedigree, marker, seen)


def _marker_conflicts(
    case: Case, pedigree: Pedigree, marker: Marker, seen: Mapping[str, Genotype]
) -> Iterator[Conflict]:
    strict = _evidence(pedigree, bare_marker(marker, seen, False), seen)
    if _feasible(pedigree, strict, tuple(seen)):
        return
    known = _nuclear_conflicts(pedigree, strict)
    conflicts, repair = conflicts_and_repair(
        tuple(seen), known, lambda persons: _feasible(pedigree, strict, persons)
    )
    lenient = _evidence(pedigree, bare_marker(marker, seen, True), seen)
    stated = (marker, family_evidence(case, pedigree.family, marker))
    for persons in conflicts:
        yield Conflict(
            pedigree.family,
            marker.name,
            persons,
            {p: seen[p] for p in persons},
            _feasible(pedigree, lenient, persons),
            _feasible(pedigree, stated, persons),
            persons in known,
            repair,
        )


def bare_marker(marker: Marker, seen: Mapping[str, Genotype], silent: bool) -> Marker:
    """The marker without mutation over the alleles seen, all others as one, and a silent one if asked.

    Which genotypes can hold together does not depend on how unseen alleles are told apart.
    """
    shown = dict.fromkeys(a for g in seen.values() for a in (g.first, g.second) if a is not None)
    alleles = (*shown, OTHER, *([SILENT] if silent else []))
    k = len(alleles)
    return Marker(marker.name, alleles, np.full(k, 1 / k), np.eye(k), np.eye(k), marker.x_linked)


def _evidence(pedigree: Pedigree, marker: Marker, seen: Mapping[str, Genotype]) -> tuple[Marker, Evidence]:
    return marker, {
        p: genotype_evidence(g, False, marker, marker.x_linked and pedigree[p].sex == "male")
        for p, g in seen.items()
    }


def _feasible(pedigree: Pedigree, what: tuple[Marker, Evidence], persons: Sequence[str]) -> bool:
    marker, evidence = what
    if not persons:
        return True
    return family_log_likelihood(pedigree, marker, {p: evidence[p] for p in persons}) > float("-inf")


def _nuclear_conflicts(pedigree: Pedigree, what: tuple[Marker, Evidence]) -> list[tuple[str, ...]]:
    typed = what[1]
    found: list[tuple[str, ...]] = []
    for person in pedigree.people:
        if person.id not in typed:
            continue
        parents = [p for p in (person.father, person.mother) if p in typed and p is not None]
        groups = [(person.id,), *((p, person.id) for p in parents)]
        if len(parents) == 2:
            groups.append((parents[0], parents[1], person.id))
        for group in groups:
            if not any(set(f) <= set(group) for f in found) and not _feasible(pedigree, what, group):
                found.append(group)
    return found
