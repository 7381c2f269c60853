"""The joint posterior: growth with the number of victims beside plain enumeration, and a whole region."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from measure import median_seconds
from peers import enumerate_marginals

from antigone.identify.problem import JointProblem, pairs_problem
from antigone.identify.solve import JointSolution, solve

ENUMERATED = (3, 4, 5, 6)
SOLVED = (3, 4, 5, 6, 8, 10, 12, 14, 16, 18)
SAMPLED = 40
RECOVERED, MISSING = 1_500, 4_000
# ln LR of true pairs is about N(25, 50), of unrelated ones N(-25, 50): each is the other's mirror image,
# as an LR's distributions must be. Kin of the true person stand between.
INFORMATION = 25.0
KIN = 8


def figures() -> Iterator[tuple[str, Any]]:
    """Seconds of solving, from ln LRs to marginals and the ten best assignments."""
    yield "dense", [_dense(n) for n in SOLVED]
    yield "region", _region()
    yield "one_remains_added", _one_added()
    yield "sampled", _sampled()


def dense_problem(n: int, seed: int = 1) -> JointProblem:
    """n remains and n missing persons, every pair possible and none of them sure."""
    ratios = np.random.default_rng(seed).normal(0.0, 4.0, n * n)
    return pairs_problem(_names("V", n), _names("X", n), *np.divmod(np.arange(n * n), n), ratios)


def region_problem(seed: int = 1) -> JointProblem:
    """The hits (LR above 1) of a search of 1,500 remains among 4,000 missing, neighbours often related."""
    rng = np.random.default_rng(seed)
    truth = rng.permutation(MISSING)[:RECOVERED]
    ratios = rng.normal(-INFORMATION, math.sqrt(2 * INFORMATION), (RECOVERED, MISSING))
    for v, x in enumerate(truth):
        kin = (x + rng.integers(-20, 21, KIN)) % MISSING
        ratios[v, kin] = rng.normal(-3.0, 5.0, KIN)
    ratios[np.arange(RECOVERED), truth] = rng.normal(INFORMATION, math.sqrt(2 * INFORMATION), RECOVERED)
    body, person = np.nonzero(ratios > 0.0)
    return pairs_problem(_names("V", RECOVERED), _names("X", MISSING), body, person, ratios[body, person])


def _dense(n: int) -> dict[str, float]:
    problem = dense_problem(n)
    found = {"victims": n, "seconds": median_seconds(lambda: solve(problem))}
    if n in ENUMERATED:
        ratios = problem.log_ratio.reshape(n, n).T
        marginals = enumerate_marginals(ratios)
        found["largest_difference_to_enumeration"] = float(
            np.abs(marginals[:, :n] - solve(problem).pair).max()
        )
    return found


def _region() -> dict[str, Any]:
    problem = region_problem()
    solution = solve(problem)
    return {
        "remains": RECOVERED,
        "missing": MISSING,
        "hits": len(problem.body),
        "components": len(solution.components),
        "largest_component": max(len(c.problem.remains) for c in solution.components.values()),
        "pairs_dropped": solution.dropped,
        "error": solution.error,
        "method": solution.method,
        "seconds": median_seconds(lambda: solve(problem)),
    }


def _one_added() -> dict[str, Any]:
    problem = region_problem()
    before = solve(problem)
    added = pairs_problem(
        [*problem.remains, "W"],
        problem.missing,
        np.append(problem.body, RECOVERED),
        np.append(problem.person, 0),
        np.append(problem.log_ratio, 3.0),
    )
    after: JointSolution = solve(added, previous=before)
    return {
        "components_reused": after.reused,
        "components_solved": len(after.components) - after.reused,
        "seconds": median_seconds(lambda: solve(added, previous=before)),
    }


def _sampled() -> dict[str, Any]:
    """A dense case beyond exact reach: what the sampler says of itself."""
    problem = dense_problem(SAMPLED)
    solution = solve(problem)
    (said,) = [c.sampling for c in solution.sampled if c.sampling is not None]
    return {
        "victims": SAMPLED,
        "method": solution.method,
        "r_hat": said.r_hat,
        "effective_size": said.effective_size,
        "converged": said.converged,
        "seconds": median_seconds(lambda: solve(problem), 1),
    }


def _names(letter: str, n: int) -> list[str]:
    return [f"{letter}{i}" for i in range(n)]
