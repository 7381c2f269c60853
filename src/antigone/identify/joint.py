"""The joint posterior of a case over assignments of remains to missing persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.cases.case import Case
from antigone.cases.profiles import UNTYPED
from antigone.cases.scoring import family_evidence
from antigone.identify.groups import Group, interchangeable
from antigone.identify.placements import all_placements, alone_log_likelihood, remains_codes
from antigone.identify.problem import build_problem
from antigone.identify.solve import solve
from antigone.likelihood.family import family_log_likelihood


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who each remains is (None: not one of the missing), its natural log-likelihood and posterior."""

    pairs: Mapping[str, str | None]
    log_likelihood: float
    posterior: float


@dataclass(frozen=True, slots=True)
class JointPosterior:
    """The most probable assignments, and for every remains the marginal posterior (key "none" too).

    `groups` are (remains, persons) that the evidence cannot tell apart.
    """

    assignments: tuple[Assignment, ...]
    marginals: Mapping[str, Mapping[str, float]]
    groups: tuple[Group, ...]
    method: str = "exact"


def joint_posterior(case: Case, top: int = 10) -> JointPosterior:
    """The posterior under the case's prior: odds a pair (1 where not stated) over what is admissible.

    Raises ModelError where the prior leaves no assignment, or the case is beyond the solver.
    """
    remains = [r.id for r in case.remains]
    problem = build_problem(remains, case.missing, all_placements(case), case.prior.odds, case.prior.closed)
    solution = solve(problem, top)
    base = base_log_likelihood(case)
    assignments = tuple(Assignment(b.pairs, base + b.log_ratio, b.posterior) for b in solution.best)
    rows = {}
    for v, pairs, none in zip(remains, solution.pair.tolist(), solution.none.tolist(), strict=True):
        rows[v] = dict(zip(case.missing, pairs, strict=True)) | {"none": none}
    return JointPosterior(assignments, rows, interchangeable(problem, solution.pair), solution.method)


def base_log_likelihood(case: Case) -> float:
    """ln P(all profiles) where no remains belong to a family."""
    total = 0.0
    for family, pedigree in case.families.items():
        for marker in case.markers:
            evidence = family_evidence(case, family, marker)
            if evidence:
                total += family_log_likelihood(pedigree, marker, evidence, case.theta)
    known: dict[tuple[str, int, str], float] = {}
    for remains, codes in zip(case.remains, remains_codes(case).tolist(), strict=True):
        for marker, code in zip(case.markers, codes, strict=True):
            if code == UNTYPED:
                continue
            key = (marker.name, code, remains.sex)
            if key not in known:
                known[key] = alone_log_likelihood(case, marker, code, remains.sex)
            total += known[key]
    return total
