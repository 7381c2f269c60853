"""The joint posterior under theta with all typed persons of the case correlated, where it can be summed.

Theta ties families and remains placed nowhere too: their founders are drawn from one urn (Balding &
Nichols 1994), so the likelihood of an assignment is no product over families. Here each assignment is
one likelihood of all families together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.profiles import UNTYPED
from antigone.cases.scoring import family_evidence, genotype_evidence
from antigone.errors import ModelError
from antigone.genetics.marker import Marker
from antigone.identify.placements import remains_codes
from antigone.identify.problem import Floats, JointProblem
from antigone.likelihood.family import family_log_likelihood, theta_terms
from antigone.likelihood.tables import UNRELATED
from antigone.pedigrees.pedigree import Pedigree, Person, build_pedigree

MOST_FAMILIES = 50
MOST_ASSIGNMENTS = 1000
# Terms of the sums over founder genes, of all assignments and markers: a few seconds.
MOST_TERMS = 2_000_000
SAME = 2.0**-40

Array = NDArray[np.float64]
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WholeCase:
    """All admissible assignments, the most probable first.

    `pairs` are (remains, person) positions; `log_likelihood` (A,) natural logs; `posterior` (A,).
    """

    problem: JointProblem
    pairs: tuple[Pairs, ...]
    log_likelihood: Floats
    posterior: Floats

    @property
    def marginals(self) -> Floats:
        """(R, M + 1): the posterior of each pair, and of "none" last."""
        remains, missing = len(self.problem.remains), len(self.problem.missing)
        table = np.zeros((remains, missing + 1))
        for pairs, posterior in zip(self.pairs, self.posterior.tolist(), strict=True):
            placed = dict(pairs)
            for v in range(remains):
                table[v, placed.get(v, missing)] += posterior
        return table


def whole_case(case: Case, problem: JointProblem) -> WholeCase | None:
    """The posterior over all assignments of `problem`; None where theta is 0 or the sum is too long.

    Also None where relatives contradict each other, so that no assignment is possible as it stands, and
    where an X-linked marker meets remains of unknown sex.
    """
    if case.theta == 0.0 or not case.remains or len(case.families) > MOST_FAMILIES:
        return None
    if any(m.x_linked for m in case.markers) and any(r.sex == "unknown" for r in case.remains):
        return None
    found: list[tuple[Pairs, float]] = []
    for pairs, prior in assignments(problem):
        found.append((pairs, prior))
        if len(found) > MOST_ASSIGNMENTS:
            return None
    likelihood = _Likelihood(case, problem)
    try:
        if sum(likelihood.terms(pairs) for pairs, _ in found) > MOST_TERMS:
            return None
        logs = np.array([likelihood.of(pairs) for pairs, _ in found])
    except ModelError:
        return None
    weights = logs + np.array([prior for _, prior in found])
    top = weights.max(initial=-math.inf)
    if top == -math.inf:
        return None
    posterior = np.exp(weights - top)
    posterior /= posterior.sum()
    ties = [sum((v + 1) * (x + 1) for v, x in pairs) for pairs, _ in found]
    order = np.lexsort((-np.array(ties), -np.round((weights - top) / SAME)))
    return WholeCase(problem, tuple(found[i][0] for i in order.tolist()), logs[order], posterior[order])


def assignments(problem: JointProblem) -> Iterator[tuple[Pairs, float]]:
    """Every admissible assignment and its ln prior weight, family by family."""
    bounds = np.searchsorted(problem.family, np.arange(len(problem.families) + 1)).tolist()
    log_prior, log_none = problem.log_prior.tolist(), problem.log_none.tolist()

    def extend(family: int, pairs: Pairs, prior: float) -> Iterator[tuple[Pairs, float]]:
        if family == len(problem.families):
            placed = {v for v, _ in pairs}
            none = sum(odds for v, odds in enumerate(log_none) if v not in placed)
            if none > -math.inf:
                yield pairs, prior + none
            return
        yield from extend(family + 1, pairs, prior)
        taken = {v for v, _ in pairs}
        for p in range(bounds[family], bounds[family + 1]):
            own = problem.pairs_of(p)
            if not taken & {v for v, _ in own}:
                yield from extend(family + 1, (*pairs, *own), prior + log_prior[p])

    return extend(0, (), 0.0)


class _Likelihood:
    """ln P(all profiles | assignment), all families being one pedigree and remains strangers in it."""

    __slots__ = ("_case", "_codes", "_everybody", "_missing", "_evidence", "_known")

    def __init__(self, case: Case, problem: JointProblem) -> None:
        self._case, self._missing = case, problem.missing
        self._codes = remains_codes(case)
        people = [p for pedigree in case.families.values() for p in pedigree.people]
        strangers = [Person(_stranger(v), sex=r.sex) for v, r in enumerate(case.remains)]
        self._everybody: Pedigree = build_pedigree("the case", [*people, *strangers])
        self._evidence = {
            m.name: {p: e for f in case.families for p, e in family_evidence(case, f, m).items()}
            for m in case.markers
        }
        self._known: dict[tuple[str, frozenset[tuple[str, int]]], float] = {}

    def terms(self, pairs: Pairs) -> int:
        """How many terms the sums of an assignment have; ModelError where one is beyond reach."""
        return sum(
            theta_terms(self._everybody, m, self._seen(m, pairs)[1], self._case.theta)
            for m in self._case.markers
        )

    def of(self, pairs: Pairs) -> float:
        """The natural logarithm; -inf where the assignment is impossible."""
        total = 0.0
        for marker in self._case.markers:
            key, evidence = self._seen(marker, pairs)
            if key not in self._known:
                self._known[key] = family_log_likelihood(self._everybody, marker, evidence, self._case.theta)
            total += self._known[key]
        return total

    def _seen(
        self, marker: Marker, pairs: Pairs
    ) -> tuple[tuple[str, frozenset[tuple[str, int]]], Mapping[str, Array]]:
        """The evidence of an assignment at a marker, and what tells it from others."""
        placed = {v: self._missing[x] for v, x in pairs}
        m = self._case.markers.index(marker)
        evidence = dict(self._evidence[marker.name])
        who: list[tuple[str, int]] = []
        for v, code in enumerate(self._codes[:, m].tolist()):
            if code == UNTYPED:
                continue
            person = placed.get(v, _stranger(v))
            haploid = marker.x_linked and self._everybody[person].sex == "male"
            genotype = self._case.profiles.genotypes[marker.name][code - 1]
            seen = genotype_evidence(genotype, True, marker, haploid)
            evidence[person] = evidence[person] * seen if person in evidence else seen
            who.append((person, code))
        return (marker.name, frozenset(who)), evidence


def _stranger(remains: int) -> str:
    return f"{UNRELATED}{remains}"
