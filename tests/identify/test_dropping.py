"""What is dropped changes no posterior by more than the bound that is reported."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from brute import assignments, posterior, problems  # noqa: E402

from antigone.identify.dropping import drop, log_bounds  # noqa: E402
from antigone.identify.problem import pairs_problem  # noqa: E402

SPREADS = st.floats(-12, 12)


def placement_probabilities(problem):
    each, _, _ = posterior(problem)
    found = np.zeros(len(problem.family))
    for pairs, p in each.items():
        for row in range(len(found)):
            own = set(problem.pairs_of(row))
            of_family = {(v, x) for v, x in pairs if problem.home[x] == problem.family[row]}
            if own == of_family:
                found[row] += p
    return found


@settings(deadline=None, max_examples=100)
@given(problems(several=2, spread=SPREADS, closed=st.booleans()))
def test_bounds_hold_for_every_placement(problem):
    if not len(problem.family) or not assignments(problem):
        return
    exact = placement_probabilities(problem)
    bound = np.exp(np.minimum(log_bounds(problem), 0))
    assert np.all(exact <= bound * (1 + 1e-9) + 1e-14)


@settings(deadline=None, max_examples=60)
@given(
    problems(several=2, most_remains=4, spread=SPREADS, closed=st.booleans()),
    st.sampled_from([0.3, 0.05, 1e-3, 1e-9]),
)
def test_the_reported_error_covers_every_assignment_and_marginal(problem, budget):
    if not assignments(problem):
        return
    left = drop(problem, budget)
    assert left.error <= budget
    before, marginal, _ = posterior(problem)
    after, reduced, _ = posterior(renamed(left.problem, problem))
    distance = math.fsum(abs(before.get(a, 0) - after.get(a, 0)) for a in before | after) / 2
    assert distance <= left.error * (1 + 1e-9) + 1e-14
    for key in marginal | reduced:
        assert abs(marginal.get(key, 0) - reduced.get(key, 0)) <= left.error * (1 + 1e-9) + 1e-14


def renamed(small, large):
    """The smaller problem with the persons and families numbered as in the larger."""
    from dataclasses import replace

    persons = np.array([large.missing.index(x) for x in small.missing], dtype=np.int64)
    families = np.array([large.families.index(f) for f in small.families], dtype=np.int64)
    return replace(
        small,
        missing=large.missing,
        families=large.families,
        home=large.home,
        person=persons[small.person] if len(small.person) else small.person,
        family=families[small.family] if len(small.family) else small.family,
    )


def test_clear_cases_fall_into_single_pairs():
    """Thirty clear matches among a background of chance similarity: what is left is the matches."""
    rng = np.random.default_rng(3)
    n = 30
    ratios = rng.normal(-3, 4, (n, n))
    np.fill_diagonal(ratios, 60.0)
    body, person = np.divmod(np.arange(n * n), n)
    problem = pairs_problem(range(n), range(n), body, person, ratios.ravel())
    left = drop(problem)
    assert 0 < left.error <= 1e-9
    assert left.problem.body.tolist() == list(range(n))


def test_nothing_is_dropped_without_reason():
    problem = pairs_problem(range(4), range(4), *np.divmod(np.arange(16), 4), np.zeros(16))
    left = drop(problem)
    assert (left.count, left.error) == (0, 0.0)
    assert left.error == pytest.approx(0.0)
