"""The exact posterior against every assignment written out, and against permanents that are known."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from brute import posterior, problems  # noqa: E402

from antigone.errors import InputError, ModelError  # noqa: E402
from antigone.identify import exact  # noqa: E402
from antigone.identify.components import split  # noqa: E402
from antigone.identify.layout import lay_out  # noqa: E402
from antigone.identify.ordering import best_order  # noqa: E402
from antigone.identify.problem import Pairs, Placement, build_problem, pairs_problem  # noqa: E402
from antigone.identify.solve import solve  # noqa: E402


def matrix_problem(log_ratios):
    r, m = log_ratios.shape
    body, person = np.divmod(np.arange(r * m), m)
    names = [f"V{i}" for i in range(r)], [f"X{i}" for i in range(m)]
    return pairs_problem(*names, body, person, log_ratios.ravel())


def log_total(problem):
    total = 0.0
    for part in split(problem):
        layout = lay_out(part)
        total += exact.sum_out(layout, best_order(layout)).log_total
    return total


def check(problem, top=1000):
    each, marginal, _ = posterior(problem)
    solution = solve(problem, top)
    assert solution.method == "exact"
    for v in range(len(problem.remains)):
        assert solution.none[v] == pytest.approx(marginal.get((v, None), 0.0), abs=1e-12)
        for x in range(len(problem.missing)):
            assert solution.pair[v, x] == pytest.approx(marginal.get((v, x), 0.0), abs=1e-12)
    listed = {
        tuple(
            (v, problem.missing.index(b.pairs[name]))
            for v, name in enumerate(problem.remains)
            if b.pairs[name] is not None
        ): b
        for b in solution.best
    }
    assert len(listed) == len(solution.best) == min(top, len(each))
    for pairs, b in listed.items():
        assert b.posterior == pytest.approx(each[pairs], rel=1e-9, abs=1e-15)
    order = [b.posterior for b in solution.best]
    assert all(a >= b * (1 - 1e-9) for a, b in zip(order, order[1:], strict=False))
    assert order[-1] >= sorted(each.values(), reverse=True)[len(order) - 1] * (1 - 1e-9)


@settings(deadline=None, max_examples=80)
@given(problems(several=3, most_remains=3))
def test_families_of_several_against_enumeration(problem):
    check(problem)


@settings(deadline=None, max_examples=50)
@given(problems(several=2), st.integers(1, 12))
def test_the_best_n_are_the_first_n_of_all(problem, top):
    check(problem, top)


@settings(deadline=None, max_examples=80)
@given(problems(several=2, most_remains=3, closed=st.just(True)))
def test_closed_problems_against_enumeration(problem):
    try:
        posterior(problem)
    except ValueError:
        with pytest.raises(ModelError, match="no possible assignment"):
            solve(problem)
        return
    check(problem)


@settings(deadline=None, max_examples=40)
@given(problems(several=2, spread=st.floats(-700, 700)))
def test_ratios_beyond_the_range_of_doubles(problem):
    check(problem)


@settings(deadline=None, max_examples=40)
@given(problems(several=2, spread=st.sampled_from([0.0, 1.0, math.log(2)])))
def test_many_ties(problem):
    check(problem, 7)


@pytest.mark.parametrize(("r", "m"), [(1, 1), (3, 3), (4, 7), (7, 4), (9, 9), (20, 6), (13, 13)])
def test_all_ones_counts_partial_matchings(r, m):
    expected = sum(math.comb(r, k) * math.comb(m, k) * math.factorial(k) for k in range(min(r, m) + 1))
    assert log_total(matrix_problem(np.zeros((r, m)))) == pytest.approx(math.log(expected), rel=1e-14)


def test_closed_square_of_ones_is_a_factorial():
    n = 8
    missing = {f"X{i}": f"F{i}" for i in range(n)}
    remains = [f"V{i}" for i in range(n)]
    placements = [Placement({x: v}, 0.0) for x in missing for v in remains]
    problem = build_problem(remains, missing, placements, closed=True)
    assert log_total(problem) == pytest.approx(math.log(math.factorial(n)), rel=1e-14)


def test_menage_numbers_from_a_band_ruled_out():
    """Remains i are neither person i nor person i + 1 (cyclic): the ménage numbers, OEIS A000179."""
    for n, expected in ((3, 1), (4, 2), (5, 13), (6, 80), (7, 579), (8, 4738)):
        missing = {f"X{i}": f"F{i}" for i in range(n)}
        remains = [f"V{i}" for i in range(n)]
        pairs = [(i, j) for i in range(n) for j in range(n) if (j - i) % n not in (0, 1)]
        placements = [Placement({f"X{j}": f"V{i}"}, 0.0) for i, j in pairs]
        problem = build_problem(remains, missing, placements, closed=True)
        assert log_total(problem) == pytest.approx(math.log(expected), abs=1e-13)


def test_rook_polynomial_of_a_staircase():
    """Rook placements on a staircase of n − 1 columns: Bell numbers (Stanley, EC1, 2.4.2)."""
    bell = (1, 1, 2, 5, 15, 52, 203, 877, 4140, 21147, 115975)
    for n in range(2, 11):
        ratios = np.full((n - 1, n - 1), -np.inf)
        ratios[np.tril_indices(n - 1)] = 0.0
        assert log_total(matrix_problem(ratios)) == pytest.approx(math.log(bell[n]), rel=1e-13)


def test_a_long_chain_is_a_fibonacci_number():
    """Remains i may be person i or i + 1, 600 of them: matchings of a path of 1,201 nodes."""
    n = 600
    body = np.repeat(np.arange(n), 2)
    person = body + np.tile([0, 1], n)
    names = [f"V{i}" for i in range(n)], [f"X{i}" for i in range(n + 1)]
    problem = pairs_problem(*names, body, person, np.zeros(2 * n))
    a, b = 1, 1
    for _ in range(2 * n + 1 - 1):
        a, b = b, a + b
    assert log_total(problem) == pytest.approx(math.log(b), rel=1e-13)
    solution = solve(problem, 3)
    np.testing.assert_allclose(solution.pair.sum(axis=1) + solution.none, 1, atol=1e-12)


def test_compiled_and_array_joins_agree(monkeypatch):
    rng = np.random.default_rng(5)
    problem = matrix_problem(rng.normal(0, 20, (7, 7)))
    plain = solve(problem, 30)
    monkeypatch.setattr(exact, "PAIRS_IN_NUMPY", 0)
    compiled = solve(problem, 30)
    np.testing.assert_allclose(compiled.pair, plain.pair, rtol=1e-12)
    assert [b.pairs for b in compiled.best] == [b.pairs for b in plain.best]


@settings(deadline=None, max_examples=30)
@given(problems(several=2, most_remains=4), st.randoms(use_true_random=False))
def test_relabelling_changes_nothing_but_names(problem, random):
    bodies, persons = list(problem.remains), list(problem.missing)
    random.shuffle(bodies)
    random.shuffle(persons)
    placements = [
        Placement(
            {problem.missing[x]: problem.remains[v] for v, x in problem.pairs_of(p)},
            float(problem.log_ratio[p] + problem.log_prior[p]),
        )
        for p in range(len(problem.family))
    ]
    random.shuffle(placements)
    home = {x: problem.families[problem.home[problem.missing.index(x)]] for x in persons}
    odds = {v: {"none": math.exp(problem.log_none[problem.remains.index(v)])} for v in bodies}
    other = build_problem(bodies, home, placements, odds)
    first, second = solve(problem, 5), solve(other, 5)
    for v in bodies:
        i, j = problem.remains.index(v), other.remains.index(v)
        for x in persons:
            a = first.pair[i, problem.missing.index(x)]
            assert second.pair[j, other.missing.index(x)] == pytest.approx(a, abs=1e-12)
    for a, b in zip(first.best, second.best, strict=True):
        assert a.posterior == pytest.approx(b.posterior, rel=1e-9)


def test_what_placements_are_refused():
    missing = {"X": "F", "Y": "F", "Z": "G"}
    for pairs, ratio, message in (
        ({"Q": "V"}, 0.0, "'Q' is not in the problem"),
        ({"X": "V", "Y": "V"}, 0.0, "placed once"),
        ({"X": "V", "Z": "W"}, 0.0, "spans two families"),
        ({"X": "V"}, math.nan, "ln LR is nan"),
    ):
        with pytest.raises(InputError, match=message):
            build_problem(["V", "W"], missing, [Placement(pairs, ratio)])


@settings(deadline=None, max_examples=60)
@given(problems(several=1, closed=st.booleans()))
def test_pairs_in_arrays_are_placements_of_one(problem):
    odds = {
        v: {x: math.exp(q) for x, q in zip(problem.missing, row, strict=True)}
        for v, row in zip(problem.remains, _priors(problem), strict=True)
    }
    closed = bool(np.isneginf(problem.log_none).any())
    home = {x: problem.families[f] for x, f in zip(problem.missing, problem.home.tolist(), strict=True)}
    placements = [
        Placement({problem.missing[x]: problem.remains[v]}, float(problem.log_ratio[p]))
        for p in range(len(problem.family))
        for v, x in problem.pairs_of(p)
    ]
    backwards = slice(None, None, -1)
    pairs = Pairs(problem.person[backwards], problem.body[backwards], problem.log_ratio[backwards])
    one = build_problem(problem.remains, home, placements, odds, closed)
    other = build_problem(problem.remains, home, [], odds, closed, pairs)
    for field in ("family", "start", "person", "body", "log_ratio", "log_prior", "log_none", "home"):
        assert np.array_equal(getattr(one, field), getattr(other, field)), field


def _priors(problem):
    table = np.zeros((len(problem.remains), len(problem.missing)))
    table[problem.body, problem.person] = problem.log_prior
    return table
