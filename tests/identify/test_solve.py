"""Whole problems: what is reused, what is wide, groups, and what the answer says of itself."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent))
from brute import problems  # noqa: E402

from antigone.identify import component  # noqa: E402
from antigone.identify import solve as solving
from antigone.identify.groups import interchangeable  # noqa: E402
from antigone.identify.problem import Placement, build_problem, pairs_problem  # noqa: E402
from antigone.identify.solve import solve  # noqa: E402


def placements_of(problem):
    return [
        Placement(
            {problem.missing[x]: problem.remains[v] for v, x in problem.pairs_of(p)},
            float(problem.log_weight[p]),
        )
        for p in range(len(problem.family))
    ]


def homes(problem):
    return {x: problem.families[f] for x, f in zip(problem.missing, problem.home.tolist(), strict=True)}


@settings(deadline=None, max_examples=20)
@given(problems(several=2), problems(several=2))
def test_a_new_family_with_its_remains_leaves_the_others_as_they_were(old, new):
    """Two problems side by side: the first is not solved again, and the answer is that of both at once."""
    names = [*old.remains, *(f"new {v}" for v in new.remains)]
    missing = homes(old) | {f"new {x}": f"new {f}" for x, f in homes(new).items()}
    added = [
        Placement({f"new {x}": f"new {v}" for x, v in p.pairs.items()}, p.log_ratio)
        for p in placements_of(new)
    ]
    odds = {v: {"none": float(np.exp(n))} for v, n in zip(old.remains, old.log_none, strict=True)}
    first = solve(build_problem(old.remains, homes(old), placements_of(old), odds), 5)
    wider = build_problem(names, missing, [*placements_of(old), *added], odds)
    again = solve(wider, 5, previous=first)
    fresh = solve(wider, 5)
    assert again.reused == len(first.components) and fresh.reused == 0
    assert np.array_equal(again.pair, fresh.pair) and np.array_equal(again.none, fresh.none)
    assert again.best == fresh.best


def test_a_new_sample_solves_only_what_it_touches():
    body, person = np.repeat(np.arange(20), 2), np.repeat(np.arange(20), 2)
    person[1::2] = person[1::2] // 2 * 2  # pairs of remains share persons
    keep = np.unique(body * 100 + person)
    body, person = np.divmod(keep, 100)
    names = [f"V{i}" for i in range(20)], [f"X{i}" for i in range(20)]
    first = solve(pairs_problem(*names, body, person, np.ones(len(body))))
    more = pairs_problem(
        [*names[0], "W"], names[1], np.append(body, 20), np.append(person, 3), np.ones(len(body) + 1)
    )
    again = solve(more, previous=first)
    assert again.reused == len(first.components) - 1
    assert np.array_equal(again.pair, solve(more).pair)


def banded(n, width, spread, seed):
    rng = np.random.default_rng(seed)
    pairs = [(v, x) for v in range(n) for x in range(max(0, v - width), min(n, v + width + 1))]
    body, person = np.array(pairs).T
    ratios = rng.normal(0, spread, len(pairs)) + 12.0 * (body == person)
    return pairs_problem([f"V{i}" for i in range(n)], [f"X{i}" for i in range(n)], body, person, ratios)


def test_what_is_dropped_in_a_wide_component_is_within_the_error(monkeypatch):
    problem = banded(60, 3, 3.0, 1)
    exact = solve(problem)
    assert (exact.dropped, exact.error, exact.method) == (0, 0.0, "exact")
    monkeypatch.setattr(component, "EASY_LOG2_COST", 0.0)
    left = solve(problem)
    assert left.method == "exact" and 0 < left.error <= 1e-9 and left.dropped > 0
    assert np.abs(left.pair - exact.pair).max() <= left.error
    wider = solve(problem, budget=1e-4, most=1e-4)
    assert wider.method == "bounded" and 1e-9 < wider.error <= 1e-4
    assert np.abs(wider.pair - exact.pair).max() <= wider.error


def test_what_is_too_wide_is_sampled_and_says_so(monkeypatch):
    problem = banded(30, 2, 2.0, 2)
    exact = solve(problem, 3)
    monkeypatch.setattr(solving, "solve_exactly", lambda plan, top: None)
    sampled = solve(problem, 3, seed=7, budget=1e-12, most=1e-12)
    assert sampled.method == "sampled"
    (part,) = [c for c in sampled.sampled if len(c.problem.remains) > 1]
    assert part.sampling.converged and part.sampling.seed == 7
    assert np.abs(sampled.pair - exact.pair).max() < 0.05
    assert sampled.best[0].log_ratio == pytest.approx(exact.best[0].log_ratio)
    assert np.array_equal(solve(problem, 3, seed=7, budget=1e-12, most=1e-12).pair, sampled.pair)


def two_brothers(second=0.0):
    """Persons X and Y of one family are alike; `second` sets Y apart by as much."""
    missing = {"X": "F", "Y": "F", "Z": "G"}
    single = {("X", "V"): 9, ("X", "W"): 8, ("Y", "V"): 9 + second, ("Y", "W"): 8 + second, ("Z", "U"): 5}
    placements = [Placement({x: v}, r) for (x, v), r in single.items()]
    placements += [Placement({"X": a, "Y": b}, 20.0 + second) for a, b in (("V", "W"), ("W", "V"))]
    return build_problem(["U", "V", "W"], missing, placements)


def test_brothers_are_one_group():
    problem = two_brothers()
    solution = solve(problem)
    assert interchangeable(problem, solution.pair) == ((("V", "W"), ("X", "Y")),)
    ties = [b.pairs for b in solution.best[:2]]
    assert [t["V"] for t in ties] == ["X", "Y"], "equals stand in like order first"


def test_brothers_whom_evidence_sets_apart_are_not():
    problem = two_brothers(1e-3)
    assert interchangeable(problem, solve(problem).pair) == ()


def test_one_body_for_two_brothers_is_a_group_too():
    missing = {"X": "F", "Y": "F"}
    problem = build_problem(["V"], missing, [Placement({x: "V"}, 6.0) for x in missing])
    assert interchangeable(problem, solve(problem).pair) == ((("V",), ("X", "Y")),)


def test_watching_counts_all_remains():
    seen = []
    solve(banded(10, 0, 1.0, 3), watch=lambda done, everything: seen.append((done, everything)))
    assert seen[-1] == (10, 10) and len(seen) == 10
