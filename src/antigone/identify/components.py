"""The parts of a joint problem that say nothing of each other."""

from __future__ import annotations

import hashlib

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from antigone.identify.problem import Ints, JointProblem


def split(problem: JointProblem) -> list[JointProblem]:
    """The connected components, each with its remains, in the order of their first remains.

    Remains are connected through the families that they may belong to. Families without a placement
    are in none; remains without one are alone.
    """
    r, f = len(problem.remains), len(problem.families)
    rows = problem.body
    columns = r + np.repeat(problem.family, problem.size)
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(r + f, r + f))
    _, label = connected_components(graph, directed=False)
    used = np.bincount(problem.person, minlength=len(problem.missing)) > 0
    if r and np.all(label[:r] == label[0]) and used.all():
        return [problem]
    at = label[r + problem.family]
    order = np.argsort(at, kind="stable")
    bodies = np.argsort(label[:r], kind="stable")
    parts = []
    for mark in dict.fromkeys(label[:r].tolist()):
        mine = order[np.searchsorted(at[order], mark) : np.searchsorted(at[order], mark, "right")]
        own = label[:r][bodies]
        bodies_here = bodies[np.searchsorted(own, mark) : np.searchsorted(own, mark, "right")]
        parts.append(restrict(problem, bodies_here, mine))
    return parts


def restrict(problem: JointProblem, bodies: Ints, placements: Ints) -> JointProblem:
    """The problem of these remains and placements (positions, ascending) alone."""
    size = problem.size[placements]
    start = np.concatenate(([0], np.cumsum(size)))
    rows = np.repeat(problem.start[placements] - start[:-1], size) + np.arange(start[-1])
    persons, person = np.unique(problem.person[rows], return_inverse=True)
    families, family = np.unique(problem.family[placements], return_inverse=True)
    return JointProblem(
        remains=tuple([problem.remains[i] for i in bodies]),
        missing=tuple([problem.missing[i] for i in persons]),
        families=tuple([problem.families[i] for i in families]),
        home=np.searchsorted(families, problem.home[persons]),
        family=family.astype(np.int64),
        start=start.astype(np.int64),
        person=person.astype(np.int64),
        body=np.searchsorted(bodies, problem.body[rows]),
        log_ratio=problem.log_ratio[placements],
        log_prior=problem.log_prior[placements],
        log_none=problem.log_none[bodies],
    )


def component_key(problem: JointProblem) -> str:
    """A digest of all that decides the posterior of a component: equal keys, equal solutions."""
    digest = hashlib.blake2b(digest_size=16)
    for names in (problem.remains, problem.missing):
        digest.update("\0".join(names).encode() + b"\1")
    for array in (
        problem.home, problem.family, problem.start, problem.person, problem.body,
        problem.log_ratio, problem.log_prior, problem.log_none,
    ):  # fmt: skip
        digest.update(np.ascontiguousarray(array).tobytes() + b"\2")
    return digest.hexdigest()
