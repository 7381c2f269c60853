"""The joint identification problem: likelihood ratios and prior odds alone, no profiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Placement:
    """Remains placed in one family: missing person → remains, with ln LR against all unrelated."""

    pairs: Mapping[str, str]
    log_ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs (Q,) of persons and remains, by position, each with its ln LR: placements of one person each."""

    person: Ints
    body: Ints
    log_ratio: Floats


NO_PAIRS = Pairs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class JointProblem:
    """R remains, M missing persons in F families, P feasible placements of Q pairs in all.

    Placement p belongs to family `family[p]` and places remains `body[q]` as person `person[q]` for q in
    `start[p]:start[p + 1]`; placements stand family by family and the empty one (weight 1) is left out.
    `log_ratio` and `log_prior` (P,) are natural logs of the likelihood ratio and of the product of the
    pairs' prior odds; `log_none` (R,) of the odds of "not one of the missing", -inf where that is ruled
    out. `home` (M,) is each person's family.
    """

    remains: tuple[str, ...]
    missing: tuple[str, ...]
    families: tuple[str, ...]
    home: Ints
    family: Ints
    start: Ints
    person: Ints
    body: Ints
    log_ratio: Floats
    log_prior: Floats
    log_none: Floats

    @property
    def size(self) -> Ints:
        """The number of pairs of each placement (P,)."""
        return np.diff(self.start)

    @property
    def log_weight(self) -> Floats:
        """ln LR plus ln prior odds of each placement (P,)."""
        return self.log_ratio + self.log_prior

    def pairs_of(self, placement: int) -> list[tuple[int, int]]:
        """The (remains, person) positions of a placement."""
        rows = slice(int(self.start[placement]), int(self.start[placement + 1]))
        return list(zip(self.body[rows].tolist(), self.person[rows].tolist(), strict=True))


Odds = Mapping[str, Mapping[str, float]]


def build_problem(
    remains: Sequence[str],
    missing: Mapping[str, str],
    placements: Iterable[Placement],
    odds: Odds | None = None,
    closed: bool = False,
    pairs: Pairs = NO_PAIRS,
) -> JointProblem:
    """The problem of `remains` and `missing` (person → family).

    `pairs` are further placements, of families that have no others, by the million. Placements of ln LR
    -inf or of prior odds 0 are left out. `odds[remains][person or "none"]` are prior odds, 1 where not
    stated; with `closed` remains that have a placement must take one. Raises InputError where a placement
    names somebody unknown, twice, or two families, or its ln LR is not a number.
    """
    odds = odds or {}
    bodies = {v: i for i, v in enumerate(remains)}
    persons = {x: i for i, x in enumerate(missing)}
    families = {f: i for i, f in enumerate(dict.fromkeys(missing.values()))}
    home = np.array([families[f] for f in missing.values()], dtype=np.int64)
    placed = np.zeros(len(bodies), dtype=bool)
    placed[pairs.body[pairs.log_ratio > -math.inf]] = True
    rows: list[tuple[int, tuple[tuple[int, int], ...], float, float]] = []
    for placement in placements:
        own = _positions(placement, persons, bodies, home)
        if placement.log_ratio == -math.inf:
            continue
        placed[[v for _, v in own]] = True
        prior = sum(_log(odds.get(v, {}).get(x, 1.0)) for x, v in placement.pairs.items())
        if prior > -math.inf:
            rows.append((int(home[own[0][0]]), own, float(placement.log_ratio), prior))
    rows.sort(key=lambda r: (r[0], len(r[1]), r[1]))
    none = np.array([_log(odds.get(v, {}).get("none", 1.0)) for v in remains], dtype=float)
    if closed:
        none[placed] = -math.inf
    flat = [pair for _, own, _, _ in rows for pair in own]
    prior_of_pairs = _pair_priors(pairs, persons, bodies, odds)
    kept = np.flatnonzero((pairs.log_ratio > -math.inf) & (prior_of_pairs > -math.inf))
    kept = kept[np.lexsort((pairs.body[kept], pairs.person[kept]))]
    family = np.concatenate((home[pairs.person[kept]], np.array([r[0] for r in rows], dtype=np.int64)))
    size = np.concatenate((np.ones(len(kept), dtype=np.int64), [len(r[1]) for r in rows])).astype(np.int64)
    person = np.concatenate((pairs.person[kept], np.array([x for x, _ in flat], dtype=np.int64)))
    body = np.concatenate((pairs.body[kept], np.array([v for _, v in flat], dtype=np.int64)))
    order = np.argsort(family, kind="stable")
    within = np.argsort(np.repeat(family, size), kind="stable")
    return JointProblem(
        remains=tuple(remains),
        missing=tuple(missing),
        families=tuple(families),
        home=home,
        family=family[order],
        start=np.concatenate(([0], np.cumsum(size[order]))).astype(np.int64),
        person=person[within],
        body=body[within],
        log_ratio=np.concatenate((pairs.log_ratio[kept], [r[2] for r in rows]))[order],
        log_prior=np.concatenate((prior_of_pairs[kept], [r[3] for r in rows]))[order],
        log_none=none,
    )


def _pair_priors(pairs: Pairs, persons: Mapping[str, int], bodies: Mapping[str, int], odds: Odds) -> Floats:
    """ln prior odds of each of the pairs."""
    priors = np.zeros(len(pairs.body))
    key = pairs.person * len(bodies) + pairs.body
    order = np.argsort(key, kind="stable")
    for v, row in odds.items():
        for x, value in row.items():
            if v in bodies and x in persons:
                wanted = persons[x] * len(bodies) + bodies[v]
                at = int(np.searchsorted(key, wanted, sorter=order))
                if at < len(key) and key[order[at]] == wanted:
                    priors[order[at]] = _log(value)
    return priors


def pairs_problem(
    remains: Sequence[str], missing: Sequence[str], body: Ints, person: Ints, log_ratio: Floats
) -> JointProblem:
    """The open problem of one missing person a family, from arrays of pairs: for millions of them.

    `log_ratio` (P,) are natural logs; each (remains, person) pair occurs once.
    """
    keep = log_ratio > -math.inf
    body, person, log_ratio = body[keep], person[keep], log_ratio[keep]
    order = np.lexsort((body, person))
    everyone = np.arange(len(missing))
    return JointProblem(
        remains=tuple(remains),
        missing=tuple(missing),
        families=tuple(missing),
        home=everyone,
        family=person[order].astype(np.int64),
        start=np.arange(len(order) + 1),
        person=person[order].astype(np.int64),
        body=body[order].astype(np.int64),
        log_ratio=log_ratio[order].astype(float),
        log_prior=np.zeros(len(order)),
        log_none=np.zeros(len(remains)),
    )


def _positions(
    placement: Placement, persons: Mapping[str, int], bodies: Mapping[str, int], home: Ints
) -> tuple[tuple[int, int], ...]:
    named = ", ".join(f"{v} as {x}" for x, v in placement.pairs.items())
    for x, v in placement.pairs.items():
        if x not in persons or v not in bodies:
            raise InputError(f"placement ({named}): '{x if x not in persons else v}' is not in the problem")
    if not placement.pairs or len(set(placement.pairs.values())) < len(placement.pairs):
        raise InputError(f"placement ({named}): each remains is placed once, and at least one is")
    if len({home[persons[x]] for x in placement.pairs}) > 1:
        raise InputError(f"placement ({named}) spans two families; give each family its own")
    if math.isnan(placement.log_ratio) or placement.log_ratio == math.inf:
        raise InputError(f"placement ({named}): ln LR is {placement.log_ratio}; give a number or -inf")
    return tuple(sorted((persons[x], bodies[v]) for x, v in placement.pairs.items()))


def _log(odds: float) -> float:
    return math.log(odds) if odds > 0 else -math.inf
