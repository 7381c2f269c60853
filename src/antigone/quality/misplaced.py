"""References that fit in another place than their own: swapped or mislabelled samples."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.scoring import genotype_evidence
from antigone.genetics.marker import Marker
from antigone.likelihood.family import (
    ALWAYS_SHORT,
    check_genotype_likelihoods,
    family_log_likelihood,
    genotype_likelihoods,
)
from antigone.pedigrees.pedigree import Pedigree
from antigone.quality.finding import Finding, Severity
from antigone.quality.relationships import times
from antigone.quality.tolerant import tolerant_markers

Array = NDArray[np.float64]
MOST_COST = 1e7
Evidence = list[tuple[Marker, dict[str, Array]]]


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a typed person: `fits` (n,) is, for each reference of the case in the order of its
    table, log10 P(profile | this person's place) − log10 P(profile | unrelated), the others of the family
    being typed as they are; theta is left out."""

    person: str
    family: str
    fits: Array


def family_places(case: Case, family: str) -> Iterator[Place]:
    """The places of a family's typed persons whom others of the family tell something of.

    ModelError where loops make that too long for a check.
    """
    pedigree = case.families[family]
    evidence = tolerant_evidence(case, pedigree)
    if evidence and len(pedigree.people) > ALWAYS_SHORT:
        marker, own = max(evidence, key=lambda e: len(e[0].alleles))
        for person in own:
            others = {p: e for p, e in own.items() if p != person}
            check_genotype_likelihoods(pedigree, marker, others, person, MOST_COST)
    columns = {m: i for i, m in enumerate(case.references.markers)}
    for person in (p.id for p in pedigree.people if p.id in case.references):
        fits = np.zeros(len(case.references))
        informed = False
        for marker, own in evidence:
            others = {p: e for p, e in own.items() if p != person}
            if not others:
                continue
            informed = True
            table, _ = genotype_likelihoods(pedigree, marker, others, person)
            codes = case.references.codes[:, columns[marker.name]]
            fits += _code_fits(case, marker, table)[codes]
        if informed:
            yield Place(person, family, fits)


def tolerant_evidence(case: Case, pedigree: Pedigree) -> Evidence:
    """(marker, person → evidence) over the autosomal markers, any mutation being possible."""
    typed = {p.id: case.references[p.id].genotypes for p in pedigree.people if p.id in case.references}
    return [
        (m, {p: genotype_evidence(g[m.name], False, m, False) for p, g in typed.items() if m.name in g})
        for m in tolerant_markers(case.markers)
    ]


def _code_fits(case: Case, marker: Marker, related: Array) -> Array:
    """By genotype code: log10 P(genotype | others) − log10 P(genotype); `related` is P(others, genotype)."""
    seen = [genotype_evidence(g, False, marker, False) for g in case.references.genotypes[marker.name]]
    stack = np.array(seen).reshape(len(seen), -1)
    p = marker.frequencies
    # The others may contradict each other (twins of two genotypes): then they tell nothing.
    total = float(related.sum()) or 1.0
    here, anywhere = stack @ related.ravel() / total, stack @ np.outer(p, p).ravel()
    fits = np.zeros(len(seen) + 1)
    known = (here > 0) & (anywhere > 0)
    fits[1:][known] = np.log10(here[known] / anywhere[known])
    return fits


def misplaced_findings(case: Case, places: list[Place], threshold: float) -> Iterator[Finding]:
    """References that fit in another family's place 10 ** `threshold` times better than in their own.

    The threshold rises by log10 of the number of places tried, so that large cases do not warn by chance.
    """
    if not places:
        return
    bar = threshold + math.log10(len(places))
    home = {p: f for f, pedigree in case.families.items() for p in (x.id for x in pedigree.people)}
    subjects = case.references.subjects
    by_person = {p.person: p for p in places}
    own = {s: float(by_person[s].fits[i]) if s in by_person else 0.0 for i, s in enumerate(subjects)}
    gains: dict[tuple[str, str], float] = {}
    for place in places:
        for i in np.flatnonzero(place.fits >= bar).tolist():
            who, gain = subjects[i], float(place.fits[i]) - own[subjects[i]]
            if gain >= bar and home[who] != place.family and not _known_there(case, who, place.family):
                gains[who, place.person] = gain
    order = {s: i for i, s in enumerate(subjects)}
    both = {
        (a, b): gain + gains[b, a]
        for (a, b), gain in gains.items()
        if (b, a) in gains and order[a] < order[b]
    }
    explained: set[str] = set()
    for (a, b), gain in sorted(both.items(), key=lambda item: -item[1]):
        if a not in explained and b not in explained:
            explained |= {a, b}
            yield _swap(a, b, gain, home[a], home[b])
    for (who, place_of), gain in sorted(gains.items(), key=lambda item: -item[1]):
        if who in explained:
            continue
        explained.add(who)
        text = (
            f"The profile of {who} is {times(gain)} times more probable in the place of {place_of} in family "
            f"{home[place_of]} than in its own place in family {home[who]}: a swapped or mislabelled "
            "sample, or the two families are kin."
        )
        yield Finding("misplaced", Severity.WARNING, text, home[who], (who, place_of), None, gain)


def _known_there(case: Case, person: str, family: str) -> bool:
    """True where the family has a typed person of the same profile: a duplicate, reported as one."""
    own = case.references.row(person)
    for other in case.families[family].people:
        if other.id in case.references:
            row = case.references.row(other.id)
            both = (own > 0) & (row > 0)
            if both.any() and (own[both] == row[both]).all():
                return True
    return False


def exchanged_findings(case: Case, family: str, threshold: float) -> Iterator[Finding]:
    """Pairs of one family whose exchanged samples make its profiles 10 ** `threshold` times more probable."""
    pedigree = case.families[family]
    evidence = tolerant_evidence(case, pedigree)
    typed = [p.id for p in pedigree.people if p.id in case.references]
    stated = _log10(pedigree, evidence, {})
    for a, b in combinations(typed, 2):
        gain = _log10(pedigree, evidence, {a: b, b: a}) - stated
        if gain > threshold:
            yield _swap(a, b, gain, family, family)


def _log10(pedigree: Pedigree, evidence: Evidence, sample_of: dict[str, str]) -> float:
    return sum(
        family_log_likelihood(pedigree, m, {sample_of.get(p, p): e for p, e in own.items()})
        for m, own in evidence
    ) / math.log(10)


def _swap(a: str, b: str, gain: float, family_a: str, family_b: str) -> Finding:
    named = f"{a} and {b} of family {family_a}"
    if family_a != family_b:
        named = f"{a} (family {family_a}) and {b} (family {family_b})"
    text = (
        f"The samples of {named} look exchanged: the profiles are {times(gain)} times more probable that way."
    )
    return Finding("swap", Severity.WARNING, text, family_a, (a, b), None, gain)
