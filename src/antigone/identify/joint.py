"""The joint posterior over assignments of remains to missing persons, exact by enumeration."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence, profile_evidence, sexes_disagree
from antigone.errors import ModelError
from antigone.likelihood.family import family_log_likelihood
from antigone.likelihood.tables import UNRELATED
from antigone.pedigrees.pedigree import Person, build_pedigree

MOST_ASSIGNMENTS = 3_000_000


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who each remains is (None: not one of the missing), its natural log-likelihood and posterior."""

    pairs: Mapping[str, str | None]
    log_likelihood: float
    posterior: float


@dataclass(frozen=True, slots=True)
class JointPosterior:
    """The most probable assignments, and for every remains the marginal posterior (key "none" too)."""

    assignments: tuple[Assignment, ...]
    marginals: Mapping[str, Mapping[str, float]]
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    method: str = "exact"


FamilyKey = tuple[str, tuple[tuple[str, str], ...]]


def joint_posterior(case: Case, top: int = 10) -> JointPosterior:
    """The exact posterior under the case's prior: odds a pair (1 where not stated) over what is admissible.

    Raises ModelError where a connected set of remains and persons is too large to enumerate.
    """
    memory: dict[FamilyKey, float] = {}

    def family_score(family: str, placed: Mapping[str, str]) -> float:
        key = (family, tuple(sorted(placed.items())))
        if key not in memory:
            memory[key] = _family_log_ratio(case, family, placed)
        return memory[key]

    base = _base_log_likelihood(case)
    possible = _possible_pairs(case, family_score)
    components = _components(case, possible)
    solved = [_enumerate(case, part, possible, family_score) for part in components]
    marginals: dict[str, dict[str, float]] = {}
    for part, options in zip(components, solved, strict=True):
        for v in part:
            row = {x: 0.0 for x in case.missing}
            row["none"] = 0.0
            for pairs, probability, _ in options:
                row[pairs[v] or "none"] += probability
            marginals[v] = row
    best = _best_products([options[: max(top, 1)] for options in solved], top)
    assignments = tuple(
        Assignment(
            {r.id: pairs[r.id] for r in case.remains},
            base + ratio,
            probability,
        )
        for pairs, probability, ratio in best
    )
    ordered = {r.id: marginals[r.id] for r in case.remains}
    return JointPosterior(assignments, ordered, _groups(ordered))


def _base_log_likelihood(case: Case) -> float:
    total = 0.0
    for family, pedigree in case.families.items():
        for marker in case.markers:
            evidence = family_evidence(case, family, marker)
            if evidence:
                total += family_log_likelihood(pedigree, marker, evidence, case.theta)
    for remains in case.remains:
        total += sum(_alone(case, remains.id))
    return total


def _alone(case: Case, remains: str) -> Iterator[float]:
    profile = case.profiles.get(remains)
    sex = next(r.sex for r in case.remains if r.id == remains)
    person = build_pedigree("", [Person(UNRELATED, sex=sex)])
    for marker in case.markers:
        seen = profile_evidence(profile, marker, marker.x_linked and sex == "male") if profile else None
        if seen is not None:
            yield family_log_likelihood(person, marker, {UNRELATED: seen}, case.theta)


def _family_log_ratio(case: Case, family: str, placed: Mapping[str, str]) -> float:
    """ln P(family, remains | placed as stated) − ln P(the same | all unrelated)."""
    pedigree = case.families[family]
    total = 0.0
    strangers = {x: Person(f"{UNRELATED}{i}", sex=pedigree[x].sex) for i, x in enumerate(placed)}
    wider = build_pedigree(family, [*pedigree.people, *strangers.values()])
    for marker in case.markers:
        own = family_evidence(case, family, marker)
        related, unrelated = dict(own), dict(own)
        for x, v in placed.items():
            profile = case.profiles.get(v)
            haploid = marker.x_linked and pedigree[x].sex == "male"
            seen = profile_evidence(profile, marker, haploid) if profile else None
            if seen is not None:
                related[x] = related[x] * seen if x in related else seen
                unrelated[strangers[x].id] = seen
        if len(unrelated) == len(own):
            continue
        apart = family_log_likelihood(wider, marker, unrelated, case.theta)
        together = family_log_likelihood(pedigree, marker, related, case.theta)
        if apart == -math.inf:
            alone = family_log_likelihood(pedigree, marker, own, case.theta) if own else 0.0
            if alone == -math.inf:
                continue
        if together == -math.inf:
            return -math.inf
        total += together - apart
    return total


Score = Callable[[str, Mapping[str, str]], float]


def _possible_pairs(case: Case, score: Score) -> dict[str, list[str]]:
    possible: dict[str, list[str]] = {}
    for remains in case.remains:
        possible[remains.id] = [
            x
            for x, family in case.missing.items()
            if not sexes_disagree(case, remains.id, x)
            # An impossible pair stays impossible whoever else is placed, so it can be left out.
            and score(family, {x: remains.id}) > -math.inf
        ]
    return possible


def _components(case: Case, possible: Mapping[str, list[str]]) -> list[list[str]]:
    parent = {r.id: r.id for r in case.remains}

    def root(v: str) -> str:
        while parent[v] != v:
            v = parent[v]
        return v

    first: dict[str, str] = {}
    for v, candidates in possible.items():
        for family in {case.missing[x] for x in candidates}:
            if family in first:
                parent[root(v)] = root(first[family])
            else:
                first[family] = v
    groups: dict[str, list[str]] = {}
    for remains in case.remains:
        groups.setdefault(root(remains.id), []).append(remains.id)
    return list(groups.values())


Option = tuple[dict[str, str | None], float, float]


def _enumerate(case: Case, part: list[str], possible: Mapping[str, list[str]], score: Score) -> list[Option]:
    count = math.prod(len(possible[v]) + 1 for v in part)
    if count > MOST_ASSIGNMENTS:
        raise ModelError(
            f"{len(part)} remains compete for the same families in up to {count:,} assignments, beyond "
            "exact enumeration; type more markers or relatives, or split the case"
        )
    closed = case.prior.closed and any(possible[v] for v in part)
    options: list[tuple[dict[str, str | None], float, float]] = []
    for choice in product(*([*([] if closed and possible[v] else [None]), *possible[v]] for v in part)):
        taken = [x for x in choice if x is not None]
        if len(taken) != len(set(taken)):
            continue
        placed: dict[str, dict[str, str]] = {}
        for v, x in zip(part, choice, strict=True):
            if x is not None:
                placed.setdefault(case.missing[x], {})[x] = v
        pairs = dict(zip(part, choice, strict=True))
        prior = sum(_log_odds(case, v, x) for v, x in pairs.items())
        ratio = sum(score(family, who) for family, who in placed.items()) if prior > -math.inf else -math.inf
        if ratio > -math.inf:
            options.append((pairs, ratio, ratio + prior))
    if not options:
        raise ModelError(
            f"the prior ([prior] of case.toml) leaves no possible assignment of {', '.join(part)}: with "
            "closed = true each must be one of the missing, and odds of 0 rule pairs out; set closed = false "
            "or correct the odds"
        )
    top = max(w for *_, w in options)
    total = math.fsum(math.exp(w - top) for *_, w in options)
    scored = [(pairs, math.exp(w - top) / total, r) for pairs, r, w in options]
    return sorted(scored, key=lambda o: -o[1])


def _log_odds(case: Case, remains: str, person: str | None) -> float:
    odds = case.prior.odds.get(remains, {}).get(person or "none", 1.0)
    return math.log(odds) if odds > 0 else -math.inf


def _best_products(parts: list[list[Option]], top: int) -> list[Option]:
    best: list[Option] = [({}, 1.0, 0.0)]
    for options in parts:
        merged = [({**a, **b}, p * q, r + s) for a, p, r in best for b, q, s in options]
        best = sorted(merged, key=lambda o: -o[1])[:top]
    return best


def _groups(
    marginals: Mapping[str, Mapping[str, float]],
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Remains that share their marginals exactly over two or more persons: interchangeable."""
    alike: dict[tuple[float, ...], list[str]] = {}
    for v, row in marginals.items():
        alike.setdefault(tuple(round(p, 9) for p in row.values()), []).append(v)
    groups = []
    for members in alike.values():
        row = marginals[members[0]]
        persons = tuple(x for x, p in row.items() if x != "none" and p > 1e-6)
        if len(members) > 1 and len(persons) == len(members):
            groups.append((tuple(members), persons))
    return tuple(groups)
