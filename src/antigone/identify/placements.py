"""Every feasible way to place remains in a family, with its ln LR against all of them being unrelated."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.profiles import UNTYPED
from antigone.cases.scoring import family_evidence, genotype_evidence, sexes_disagree
from antigone.errors import ModelError
from antigone.genetics.marker import Marker
from antigone.identify.problem import Placement
from antigone.identify.unknown_sex import sex_weights
from antigone.likelihood.family import family_log_likelihood, genotype_likelihoods
from antigone.likelihood.tables import UNRELATED, lr_table
from antigone.pedigrees.pedigree import Person, build_pedigree

Array = NDArray[np.float64]
MOST_PLACEMENTS = 300_000
Placed = tuple[tuple[str, int], ...]
Terms = Callable[[Marker, Placed, str], Array]


def family_placements(
    case: Case,
    family: str,
    singles: Mapping[str, Array] | None = None,
    by_sex: Mapping[str, Array] | None = None,
) -> list[Placement]:
    """The placements of ln LR above -inf, persons in the order of the family; the empty one left out.

    `singles` are the ln LRs (R,) of each person with each remains alone, and `by_sex` the case's
    `sex_weights`, where they are known. Sets grow one person at a time from possible ones, for a set that
    contains an impossible one is impossible. Raises
    ModelError beyond 300,000 placements.
    """
    scores = _Scores(case, family)
    persons = [x for x, home in case.missing.items() if home == family]
    by_sex = sex_weights(case) if by_sex is None else by_sex
    weights = {x: by_sex[case.families[family][x].sex] for x in persons}
    alone = {x: scores.extended((), x) + weights[x] if singles is None else singles[x] for x in persons}
    for x in persons:
        alone[x][[sexes_disagree(r.sex, case.families[family][x].sex) for r in case.remains]] = -math.inf
    candidates = {x: np.flatnonzero(alone[x] > -math.inf).tolist() for x in persons}
    found: list[Placement] = []
    sets: list[tuple[tuple[str, int], ...]] = [()]
    for x in persons:
        grown = []
        for placed in sets:
            if not candidates[x]:
                break
            values = alone[x]
            if placed:
                values = scores.extended(placed, x) + weights[x] + sum(weights[y][v] for y, v in placed)
            taken = {v for _, v in placed}
            for v in candidates[x]:
                if v in taken or values[v] == -math.inf:
                    continue
                wider = (*placed, (x, v))
                grown.append(wider)
                found.append(Placement({p: case.remains[b].id for p, b in wider}, float(values[v])))
            if len(found) > MOST_PLACEMENTS:
                raise ModelError(
                    f"family {family}: its {len(persons)} missing persons could be any of the remains in "
                    f"more than {MOST_PLACEMENTS:,} ways; type more relatives or markers, or state odds of 0"
                )
        sets += grown
    return found


class _Scores:
    """ln LRs of a family's placements, one marker and one combination of genotypes at a time."""

    __slots__ = ("_case", "_codes", "_known", "_terms")

    def __init__(self, case: Case, family: str) -> None:
        self._case = case
        self._codes = remains_codes(case)
        self._known: dict[tuple[str, frozenset[tuple[str, int]], str], Array] = {}
        self._terms = _table_terms(case, family) if case.theta == 0.0 else _direct_terms(case, family)

    def extended(self, placed: tuple[tuple[str, int], ...], person: str) -> Array:
        """ln LR of `placed` (person, remains) with each of the remains (R,) added as `person`."""
        total = np.zeros(len(self._codes))
        for m, marker in enumerate(self._case.markers):
            genotypes = tuple((x, int(self._codes[v, m])) for x, v in placed if self._codes[v, m] != UNTYPED)
            key = (marker.name, frozenset(genotypes), person)
            if key not in self._known:
                self._known[key] = self._terms(marker, genotypes, person)
            total += self._known[key][self._codes[:, m]]
        return total


def remains_codes(case: Case) -> NDArray[np.int32]:
    """The codes of the remains' genotypes (R, markers), UNTYPED for remains without a profile."""
    codes = np.full((len(case.remains), len(case.markers)), UNTYPED, dtype=np.int32)
    for i, remains in enumerate(case.remains):
        if remains.id in case.profiles:
            codes[i] = case.profiles.row(remains.id)
    return codes


def alone_log_likelihood(case: Case, marker: Marker, code: int, sex: str) -> float:
    """ln P(genotype) of remains by themselves."""
    haploid = marker.x_linked and sex == "male"
    seen = genotype_evidence(case.profiles.genotypes[marker.name][code - 1], True, marker, haploid)
    person = build_pedigree("", [Person(UNRELATED, sex=sex)])
    return family_log_likelihood(person, marker, {UNRELATED: seen}, case.theta)


def _observations(case: Case, marker: Marker, sex: str) -> list[Array]:
    haploid = marker.x_linked and sex == "male"
    known = case.profiles.genotypes.get(marker.name, ())
    return [genotype_evidence(g, True, marker, haploid) for g in known]


def _table_terms(case: Case, family: str) -> Terms:
    """At theta 0: a table of the person's genotypes, given the relatives and the others placed."""
    pedigree = case.families[family]
    own = {m.name: family_evidence(case, family, m) for m in case.markers}
    base = {
        m.name: family_log_likelihood(pedigree, m, own[m.name]) if own[m.name] else 0.0 for m in case.markers
    }
    alone: dict[tuple[str, str], Array] = {}

    def chances(marker: Marker, sex: str) -> Array:
        if (marker.name, sex) not in alone:
            stranger = build_pedigree("", [Person(UNRELATED, sex=sex)])
            table, scale = genotype_likelihoods(stranger, marker, {}, UNRELATED)
            alone[marker.name, sex] = _logs(
                [np.sum(table * o) for o in _observations(case, marker, sex)], scale
            )
        return alone[marker.name, sex]

    def terms(marker: Marker, placed: Placed, person: str) -> Array:
        known = _observations(case, marker, pedigree[person].sex)
        if base[marker.name] == -math.inf:
            # Relatives who contradict each other here say nothing of the remains.
            return np.zeros(len(known) + 1)
        evidence = _with_placed(case, family, marker, own[marker.name], placed)
        apart = base[marker.name] + sum(chances(marker, pedigree[x].sex)[c - 1] for x, c in placed)
        table, scale = genotype_likelihoods(pedigree, marker, evidence, person)
        together = _logs([np.sum(table), *(np.sum(table * o) for o in known)], scale)
        with np.errstate(invalid="ignore"):
            ratio = together - apart - np.concatenate(([0.0], chances(marker, pedigree[person].sex)))
        return np.where(np.isneginf(together), -np.inf, ratio)

    return terms


def _direct_terms(case: Case, family: str) -> Terms:
    """At theta above 0, where all typed persons are correlated: both likelihoods for every genotype."""
    pedigree = case.families[family]

    def terms(marker: Marker, placed: Placed, person: str) -> Array:
        known = _observations(case, marker, pedigree[person].sex)
        own = family_evidence(case, family, marker)
        if own and family_log_likelihood(pedigree, marker, own, case.theta) == -math.inf:
            return np.zeros(len(known) + 1)
        evidence = _with_placed(case, family, marker, own, placed)
        if not placed:
            table = lr_table(pedigree, person, marker, own, case.theta)
            return np.concatenate(([0.0], _logs([table.lr(o) for o in known], 0.0)))
        strangers = {x: Person(f"{UNRELATED}{i}", sex=pedigree[x].sex) for i, (x, _) in enumerate(placed)}
        last = Person(UNRELATED, sex=pedigree[person].sex)
        wider = build_pedigree(family, [*pedigree.people, *strangers.values(), last])
        unrelated = dict(own)
        for x, code in placed:
            unrelated[strangers[x].id] = _observations(case, marker, pedigree[x].sex)[code - 1]
        values = []
        for seen in [None, *known]:
            related, apart = dict(evidence), dict(unrelated)
            if seen is not None:
                related[person] = related[person] * seen if person in related else seen
                apart[UNRELATED] = seen
            together = family_log_likelihood(pedigree, marker, related, case.theta)
            separate = family_log_likelihood(wider, marker, apart, case.theta)
            values.append(together - separate if together > -math.inf else -math.inf)
        return np.array(values)

    return terms


def _with_placed(
    case: Case, family: str, marker: Marker, own: Mapping[str, Array], placed: Placed
) -> dict[str, Array]:
    evidence = dict(own)
    for x, code in placed:
        seen = _observations(case, marker, case.families[family][x].sex)[code - 1]
        evidence[x] = evidence[x] * seen if x in evidence else seen
    return evidence


def _logs(values: list[float], scale: float) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.array(values, dtype=float)) + scale)
