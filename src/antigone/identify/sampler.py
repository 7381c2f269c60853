"""The posterior of a component beyond exact reach, from several Markov chains with their diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from antigone.errors import ModelError
from antigone.identify.chain import run_chain
from antigone.identify.diagnostics import effective_size, r_hat
from antigone.identify.problem import Floats, Ints, JointProblem
from antigone.identify.sampling import Sampling

CHAINS = 4
FEWEST_DRAWS = 1000
MOST_MOVES = 400_000_000
GOOD_R_HAT = 1.01
GOOD_SIZE = 400.0
FEWEST_VALID = 0.2
FEWEST_SUMMED = 100
ALIKE = 0.05
UNCERTAIN = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Marginals `pair` (R, M) and `none` (R,); the visited assignments (n, R), persons or -1, the most
    frequent first, with the share of draws each was visited in; and the diagnostics."""

    pair: Floats
    none: Floats
    visited: Ints
    share: Floats
    sampling: Sampling


def sample(problem: JointProblem, seed: int = 1, most_moves: int = MOST_MOVES) -> Sampled:
    """Doubles the length of the chains until they agree, or `most_moves` are spent.

    Remains that must be placed ("none" ruled out) may be unplaced on the way, the less often the fewer
    draws have all of them placed; only those count. Raises ModelError where there are none.
    """
    target = _Target.of(problem)
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(CHAINS)]
    states = [target.start(problem, random) for random in streams]
    thin = 1
    spent = 0
    while True:
        sweeps = FEWEST_DRAWS * 2 * thin
        runs = [target.run(r, s, sweeps) for r, s in zip(streams, states, strict=True)]
        # The first half is burn-in; of the second, a fixed number of draws is kept.
        series = np.stack([persons[sweeps // 2 :: thin] for persons in runs])
        spent += CHAINS * sweeps * len(problem.remains)
        found = _summarise(problem, series, seed)
        if (found is not None and found.sampling.converged) or 2 * spent > most_moves:
            break
        if found is None or found.sampling.draws < FEWEST_VALID * CHAINS * FEWEST_DRAWS:
            must = np.isneginf(problem.log_none)
            target = replace(target, none=np.where(must, target.none - 1.5, target.none))
        thin *= 2
    if found is None:
        raise ModelError(
            f"no assignment of {len(problem.remains)} remains was found in which each that must be one of "
            "the missing is; set closed = false or correct the odds of none"
        )
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """The posterior in the arrays that the chain reads; see run_chain."""

    edge_start: Ints
    edge_person: Ints
    edge_code: Ints
    draw: Floats
    log_draw: Floats
    none: Floats
    home: Ints
    code_start: Ints
    codes: Ints
    weights: Floats

    @classmethod
    def of(cls, problem: JointProblem) -> _Target:
        """Every family's placements as sums of codes of their pairs."""
        r, m = len(problem.remains), len(problem.missing)
        edges = np.unique(problem.body * m + problem.person)
        body, person = np.divmod(edges, m)
        by_person = np.lexsort((body, person))
        rank = np.empty(len(edges), dtype=np.int64)
        first = np.searchsorted(person[by_person], person[by_person])
        rank[by_person] = np.arange(len(edges)) - first + 1
        radix = np.ones(m, dtype=np.int64)
        reach = np.ones(len(problem.families), dtype=object)
        for x, candidates in enumerate(np.bincount(person, minlength=m).tolist()):
            radix[x] = reach[problem.home[x]]
            reach[problem.home[x]] *= candidates + 1
        if max(reach) >= 2**62:
            raise ModelError("a family's missing persons have too many candidates even to sample")
        edge_code = rank * radix[person]
        at = np.searchsorted(edges, problem.body * m + problem.person)
        sums = np.concatenate(([0], np.cumsum(edge_code[at])))
        families = np.concatenate((problem.family, np.arange(len(problem.families))))
        codes = np.concatenate(
            (np.diff(sums[problem.start]), np.zeros(len(problem.families), dtype=np.int64))
        )
        weights = np.concatenate((problem.log_weight, np.zeros(len(problem.families))))
        order = np.lexsort((codes, families))
        none = np.where(np.isneginf(problem.log_none), _penalties(problem), problem.log_none)
        edge_start = np.searchsorted(body, np.arange(r + 1))
        draw, log_draw = _options(problem, edges, edge_start, none)
        return cls(
            edge_start.astype(np.int64),
            person.astype(np.int64),
            edge_code,
            draw,
            log_draw,
            none,
            problem.home.astype(np.int64),
            np.searchsorted(families[order], np.arange(len(problem.families) + 1)).astype(np.int64),
            codes[order].astype(np.int64),
            weights[order],
        )

    def start(self, problem: JointProblem, random: np.random.Generator) -> Ints:
        """A first state: remains in random order take the first place drawn that is possible and free."""
        state = np.full(len(self.none), -1, dtype=np.int64)
        taken: set[int] = set()
        code = np.zeros(len(self.code_start) - 1, dtype=np.int64)
        for v in random.permutation(len(state)).tolist():
            edges = range(int(self.edge_start[v]), int(self.edge_start[v + 1]))
            for e in random.permutation(np.array(edges, dtype=np.int64)).tolist():
                x = int(self.edge_person[e])
                f = int(self.home[x])
                own = self.codes[self.code_start[f] : self.code_start[f + 1]]
                if x not in taken and code[f] + self.edge_code[e] in own:
                    taken.add(x)
                    code[f] += self.edge_code[e]
                    state[v] = e
                    break
        return state

    def run(self, random: np.random.Generator, state: Ints, sweeps: int) -> Ints:
        """The persons after each sweep (sweeps, R)."""
        persons: Ints
        persons = run_chain(
            random, sweeps, state, self.edge_start, self.edge_person, self.edge_code, self.draw,
            self.log_draw, self.none, self.home, self.code_start, self.codes, self.weights,
        )  # fmt: skip
        return persons


def _penalties(problem: JointProblem) -> Floats:
    """A weight of "none" for remains that must be placed: low, but not so low that chains cannot pass."""
    best = np.full(len(problem.remains), -np.inf)
    share = np.repeat(problem.log_weight / problem.size, problem.size)
    np.maximum.at(best, problem.body, share)
    return np.asarray(np.where(np.isneginf(best), 0.0, best - np.log(len(problem.remains) + 1.0)))


def _options(problem: JointProblem, edges: Ints, edge_start: Ints, none: Floats) -> tuple[Floats, Floats]:
    """For each remains the cumulative and the ln probabilities of its options, "none" first.

    Mostly by weight, as the others would leave them; a little alike, so that no place is out of reach.
    """
    m = len(problem.missing)
    value = np.full(len(edges), -np.inf)
    share = np.repeat(problem.log_weight / problem.size, problem.size)
    np.maximum.at(value, np.searchsorted(edges, problem.body * m + problem.person), share)
    cumulative, logs = [], []
    for v in range(len(problem.remains)):
        own = np.concatenate(([none[v]], value[edge_start[v] : edge_start[v + 1]]))
        weight = np.exp(own - own.max())
        p = (1 - ALIKE) * weight / weight.sum() + ALIKE / len(own)
        cumulative.append(np.cumsum(p))
        logs.append(np.log(p))
    return np.concatenate(cumulative), np.concatenate(logs)


def _summarise(problem: JointProblem, series: NDArray[np.int64], seed: int) -> Sampled | None:
    r, m = len(problem.remains), len(problem.missing)
    must = np.isneginf(problem.log_none)
    valid = ~np.any((series < 0) & must, axis=2)
    draws = series[valid]
    if len(draws) < FEWEST_SUMMED:
        return None
    counts = np.zeros((r, m + 1))
    for v in range(r):
        counts[v] = np.bincount(draws[:, v] + 1, minlength=m + 1)
    shares = counts / len(draws)
    uncertain = np.argwhere((shares > UNCERTAIN) & (shares < 1 - UNCERTAIN))
    worst, smallest = 1.0, float(len(draws))
    for chunk in np.array_split(uncertain, max(1, len(uncertain) // 500)):
        # Draws that do not count leave gaps: an indicator is weighed by its distance from its mean.
        on = series[:, :, chunk[:, 0]] == chunk[:, 1] - 1
        centre = shares[chunk[:, 0], chunk[:, 1]]
        indicator = np.where(valid[:, :, None], on - centre, 0.0)
        worst = max(worst, float(r_hat(indicator).max(initial=1.0)))
        smallest = min(smallest, float(effective_size(indicator).min(initial=smallest)))
    visited, times = np.unique(draws, axis=0, return_counts=True)
    order = np.argsort(-times, kind="stable")
    converged = worst <= GOOD_R_HAT and smallest >= GOOD_SIZE
    sampling = Sampling(seed, CHAINS, len(draws), worst, smallest, converged)
    return Sampled(shares[:, 1:], shares[:, 0], visited[order], times[order] / len(draws), sampling)
