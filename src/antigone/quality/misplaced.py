"""References that fit in another place than their own: swapped or mislabelled samples."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.scoring import genotype_evidence
from antigone.likelihood.family import (
    ALWAYS_SHORT,
    check_genotype_likelihoods,
    genotype_likelihoods,
)
from antigone.quality.finding import Finding, Severity
from antigone.quality.place_tables import Question, place_tables
from antigone.quality.relationships import times
from antigone.quality.samples import Samples

Array = NDArray[np.float64]
MOST_COST = 1e7
AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a typed person, the others of the family being typed as they are; theta is left out.

    `own` is log10 P(own profile | this place) − log10 P(own profile | unrelated); `fits` maps the positions
    of the references to the same of theirs, where it is great enough to speak of.
    """

    person: str
    family: str
    own: float
    fits: Mapping[int, float]


def family_places(case: Case, samples: Samples, family: str, least: float) -> Iterator[Place]:
    """The places of a family's typed persons whom others of the family tell something of.

    References that fit with log10 of at least `least` are named. ModelError where loops make it too long for
    a check.
    """
    pedigree = case.families[family]
    typed = [p.id for p in pedigree.people if p.id in case.references]
    known = [p for p in typed if samples.table.row(p).any()]
    asked = [p for p in typed if any(q != p for q in known)]
    for first in range(0, len(asked), AT_ONCE):
        some = asked[first : first + AT_ONCE]
        questions = [Question(pedigree, p, {q: q for q in known if q != p}) for p in some]
        tables = place_tables(samples, questions)
        for row, person in enumerate(some):
            fits = np.zeros(len(samples.table))
            for m in range(len(samples.markers)):
                start = samples.alphabet.remains_arrays.start
                own = tables.log10_lr[row, start[m] : start[m + 1]]
                if not tables.answered[row, m]:
                    own = _general_fits(samples, m, questions[row])
                fits += np.where(np.isneginf(own), 0.0, own)[samples.table.codes[:, m]]
            best = np.flatnonzero(fits >= least)
            at = samples.table.position(person)
            yield Place(
                person, family, float(fits[at]), dict(zip(best.tolist(), fits[best].tolist(), strict=True))
            )


def _general_fits(samples: Samples, m: int, question: Question) -> Array:
    """By genotype code at marker number m: log10 P(genotype | others) − log10 P(genotype)."""
    marker, pedigree = samples.markers[m], question.pedigree
    others = _shown(samples, m, question.sample_of)
    seen = [genotype_evidence(g, False, marker, False) for g in samples.table.genotypes[marker.name]]
    fits = np.zeros(len(seen) + 1)
    if not others or not seen:
        return fits
    if len(pedigree.people) > ALWAYS_SHORT:
        check_genotype_likelihoods(pedigree, marker, others, question.person, MOST_COST)
    related, _ = genotype_likelihoods(pedigree, marker, others, question.person)
    stack = np.array(seen).reshape(len(seen), -1)
    p = marker.frequencies
    # The others may contradict each other (twins of two genotypes): then they tell nothing.
    total = float(related.sum()) or 1.0
    here, anywhere = stack @ related.ravel() / total, stack @ np.outer(p, p).ravel()
    possible = (here > 0) & (anywhere > 0)
    fits[1:][possible] = np.log10(here[possible] / anywhere[possible])
    return fits


def _shown(samples: Samples, m: int, sample_of: Mapping[str, str]) -> dict[str, Array]:
    """The evidence of the persons who show these samples at marker number m."""
    marker, table = samples.markers[m], samples.table
    codes = {p: int(table.codes[table.position(s), m]) for p, s in sample_of.items()}
    return {
        p: genotype_evidence(table.genotypes[marker.name][c - 1], False, marker, False)
        for p, c in codes.items()
        if c
    }


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
    own = {s: by_person[s].own if s in by_person else 0.0 for s in subjects}
    gains: dict[tuple[str, str], float] = {}
    for place in places:
        for i, fit in place.fits.items():
            who, gain = subjects[i], fit - own[subjects[i]]
            if (
                fit >= bar
                and gain >= bar
                and home[who] != place.family
                and not _known_there(case, who, place.family)
            ):
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
            yield swap_finding(a, b, gain, home[a], home[b])
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


def swap_finding(a: str, b: str, gain: float, family_a: str, family_b: str) -> Finding:
    """That two samples look exchanged, `gain` being the log10 LR of it."""
    named = f"{a} and {b} of family {family_a}"
    if family_a != family_b:
        named = f"{a} (family {family_a}) and {b} (family {family_b})"
    text = (
        f"The samples of {named} look exchanged: the profiles are {times(gain)} times more probable that way."
    )
    return Finding("swap", Severity.WARNING, text, family_a, (a, b), None, gain)
