"""The joint posterior of a case over assignments of remains to missing persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice

from antigone.cases.case import Case
from antigone.cases.profiles import UNTYPED
from antigone.identify.groups import Group, interchangeable
from antigone.identify.pair_scores import family_log_evidence, score_pairs
from antigone.identify.placements import alone_log_likelihood, family_placements, remains_codes
from antigone.identify.problem import Placement, build_problem
from antigone.identify.sampling import Sampling
from antigone.identify.solve import JointSolution, solve
from antigone.identify.store import ComponentStore
from antigone.identify.unknown_sex import unknown_sex_log_likelihood
from antigone.identify.whole_case import WholeCase, whole_case


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who each remains is (None: not one of the missing), its natural log-likelihood and posterior."""

    pairs: Mapping[str, str | None]
    log_likelihood: float
    posterior: float


@dataclass(frozen=True, slots=True)
class JointPosterior:
    """The most probable assignments, and for every remains the marginal posterior (key "none" too).

    `groups` are (remains, persons) that the evidence cannot tell apart. `method` is exact, bounded or
    sampled, with ", theta by family" behind it where families had to be taken as independent under theta;
    `error` bounds what placements left out can change of any probability, and `sampling` holds the
    diagnostics of each component that was sampled. `correlated` tells that theta correlates all typed persons
    of the case, families and unplaced remains too, and not each family's alone. `components` counts those
    that were solved apart, `reused` those of them taken from before.
    """

    assignments: tuple[Assignment, ...]
    marginals: Mapping[str, Mapping[str, float]]
    groups: tuple[Group, ...]
    method: str = "exact"
    error: float = 0.0
    sampling: tuple[Sampling, ...] = ()
    correlated: bool = False
    components: int = 0
    reused: int = 0


class MarginalRows(Mapping[str, Mapping[str, float]]):
    """Marginals by remains, each row made when it is looked at: there may be millions of pairs."""

    __slots__ = ("_solution", "_position")

    def __init__(self, solution: JointSolution) -> None:
        self._solution = solution
        self._position = {v: i for i, v in enumerate(solution.problem.remains)}

    def __getitem__(self, remains: str) -> Mapping[str, float]:
        i = self._position[remains]
        row = dict(zip(self._solution.problem.missing, self._solution.pair[i].tolist(), strict=True))
        return row | {"none": float(self._solution.none[i])}

    def __iter__(self) -> Iterator[str]:
        return iter(self._position)

    def __len__(self) -> int:
        return len(self._position)


Watch = Callable[[str, int, int], None]
# Of a method: theta above 0 correlates the persons of a family and the remains placed in it, no others.
BY_FAMILY = "theta by family"


def unwatched(stage: str, done: int, everything: int) -> None:
    """Tells nobody."""


def joint_posterior(
    case: Case,
    top: int = 10,
    seed: int = 1,
    watch: Watch = unwatched,
    store: ComponentStore | None = None,
) -> JointPosterior:
    """The posterior under the case's prior: odds a pair (1 where not stated) over what is admissible.

    Families are scored first, then the joint problem is solved (docs/joint.md); under theta a small case is
    summed as a whole. `seed` matters only to what
    is beyond exact reach; `watch(stage, done, all)` is told of progress; components are kept in `store` and
    taken from it. Raises ModelError where the prior
    leaves no assignment, or a family of several missing persons has too many possible placements.
    """
    remains = [r.id for r in case.remains]
    scores = score_pairs(case, partial(watch, "Scoring pairs"))
    several = [f for f, n in Counter(case.missing.values()).items() if n > 1]
    placements: list[Placement] = []
    for done, family in enumerate(several, start=1):
        placements += family_placements(case, family, scores.alone, scores.by_sex)
        watch("Scoring families", done, len(several))
    problem = build_problem(
        remains, case.missing, placements, case.prior.odds, case.prior.closed, scores.pairs
    )
    together = whole_case(case, problem)
    if together is not None:
        return _of_whole_case(together, top)
    solution = solve(problem, top, seed=seed, store=store, watch=partial(watch, "Solving"))
    base = base_log_likelihood(case, scores.log_evidence)
    by_family = case.theta > 0.0 and bool(case.remains)
    assignments = tuple(Assignment(b.pairs, base + b.log_ratio, b.posterior) for b in solution.best)
    return JointPosterior(
        assignments,
        MarginalRows(solution),
        interchangeable(problem, solution.pair),
        f"{solution.method}, {BY_FAMILY}" if by_family else solution.method,
        solution.error,
        tuple(c.sampling for c in solution.sampled if c.sampling is not None),
        components=len(solution.components),
        reused=solution.reused,
    )


def _of_whole_case(found: WholeCase, top: int) -> JointPosterior:
    problem, table = found.problem, found.marginals
    listed = zip(found.pairs, found.log_likelihood.tolist(), found.posterior.tolist(), strict=True)
    best = []
    for pairs, log_likelihood, posterior in islice(listed, top):
        placed = {v: problem.missing[x] for v, x in pairs}
        who = {name: placed.get(v) for v, name in enumerate(problem.remains)}
        best.append(Assignment(who, log_likelihood, posterior))
    names = (*problem.missing, "none")
    marginals = {
        v: dict(zip(names, row, strict=True)) for v, row in zip(problem.remains, table.tolist(), strict=True)
    }
    return JointPosterior(tuple(best), marginals, interchangeable(problem, table[:, :-1]), correlated=True)


def base_log_likelihood(case: Case, log_evidence: Mapping[str, float]) -> float:
    """ln P(all profiles) where no remains belong to a family; `log_evidence` of families that is known."""
    total = 0.0
    for family in case.families:
        if family in log_evidence:
            total += log_evidence[family]
        else:
            total += sum(family_log_evidence(case, family, marker) for marker in case.markers)
    known: dict[tuple[str, int, str], float] = {}
    for remains, codes in zip(case.remains, remains_codes(case).tolist(), strict=True):
        for marker, code in zip(case.markers, codes, strict=True):
            if code == UNTYPED or (marker.x_linked and remains.sex == "unknown"):
                continue
            key = (marker.name, code, remains.sex)
            if key not in known:
                known[key] = alone_log_likelihood(case, marker, code, remains.sex)
            total += known[key]
    return total + float(unknown_sex_log_likelihood(case).sum())
