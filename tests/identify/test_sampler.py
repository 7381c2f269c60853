"""The sampler against the exact posterior where both run, and its diagnostics against known series."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from brute import posterior  # noqa: E402

from antigone.identify.diagnostics import effective_size, r_hat  # noqa: E402
from antigone.identify.problem import Placement, build_problem  # noqa: E402
from antigone.identify.sampler import sample  # noqa: E402


def random_problem(seed, several, closed, remains=5):
    rng = np.random.default_rng(seed)
    names = [f"V{i}" for i in range(remains)]
    missing = {f"X{f}{k}": f"F{f}" for f in range(3) for k in range(several)}
    placements = []
    for f in range(3):
        persons = [x for x, home in missing.items() if home == f"F{f}"]
        for x in persons:
            placements += [Placement({x: v}, rng.normal(0, 2)) for v in names]
        if several == 2:
            a, b = persons
            pairs = [(v, w) for v in names for w in names if v != w]
            placements += [Placement({a: v, b: w}, rng.normal(0, 3)) for v, w in pairs]
    odds = {names[0]: {"none": 0.5, "X00": 3.0}}
    return build_problem(names, missing, placements, odds, closed)


@pytest.mark.parametrize(("several", "closed"), [(1, False), (2, False), (2, True)])
@pytest.mark.parametrize("seed", [1, 2])
def test_sampled_marginals_are_the_exact_ones(several, closed, seed):
    problem = random_problem(seed, several, closed)
    _, marginal, _ = posterior(problem)
    found = sample(problem, seed)
    assert found.sampling.converged
    # Standard errors from the effective size; 5 of them over some 40 quantities.
    for (v, x), p in marginal.items():
        mine = found.none[v] if x is None else found.pair[v, x]
        error = np.sqrt(p * (1 - p) / found.sampling.effective_size)
        assert abs(mine - p) <= 5 * error + 1e-3


def test_three_remains_closed_over_three_persons_in_a_ring():
    """No swap joins these two assignments: the chain passes through unplaced remains."""
    names = ["A", "B", "C"]
    missing = {"X": "F", "Y": "G", "Z": "H"}
    ring = [("A", "X"), ("B", "Y"), ("C", "Z"), ("A", "Y"), ("B", "Z"), ("C", "X")]
    problem = build_problem(names, missing, [Placement({x: v}, 0.0) for v, x in ring], closed=True)
    found = sample(problem)
    assert found.sampling.converged
    assert found.pair[0] == pytest.approx([0.5, 0.5, 0.0], abs=0.06)
    assert len(found.visited) == 2


def test_the_seed_decides():
    problem = random_problem(4, 2, False)
    first, again, other = sample(problem, 3), sample(problem, 3), sample(problem, 4)
    assert np.array_equal(first.pair, again.pair) and not np.array_equal(first.pair, other.pair)
    assert first.sampling == again.sampling


def test_diagnostics_of_known_series():
    rng = np.random.default_rng(0)
    independent = rng.normal(size=(4, 4000, 1))
    assert r_hat(independent)[0] == pytest.approx(1, abs=0.005)
    assert effective_size(independent)[0] == pytest.approx(16000, rel=0.1)
    shifted = independent + np.arange(4)[:, None, None]
    assert r_hat(shifted)[0] > 1.5 and effective_size(shifted)[0] < 20
    rho, x = 0.9, np.zeros((4, 20000, 1))
    noise = rng.normal(size=x.shape)
    for t in range(1, x.shape[1]):
        x[:, t] = rho * x[:, t - 1] + noise[:, t]
    # An autoregression of order 1 is worth (1 - rho) / (1 + rho) of its length.
    assert effective_size(x)[0] == pytest.approx(80000 * (1 - rho) / (1 + rho), rel=0.15)
    stuck = np.repeat(np.array([0.0, 0, 1, 1])[:, None, None], 100, axis=1)
    assert np.isinf(r_hat(stuck)[0]) and r_hat(np.ones((4, 100, 1)))[0] == 1
