"""What is done without tables and without structure: the peers, on the same machine in the same run.

No open program for kinship or victim identification is a Python package (PyPI, November 2026), so the peers
are written here as such programs work: the pedigree run anew for each pair, and every assignment listed.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from invented_region import write_region

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence, profile_evidence
from antigone.formats.case_folder import read_case
from antigone.likelihood.family import family_log_likelihood

SECONDS = 5.0
ENUMERATED = (3, 4, 5, 6, 7)


def figures() -> Iterator[tuple[str, Any]]:
    """Pairs a second of a pairwise loop; seconds of enumerating the assignments of n victims."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, stepwise in (("no_mutation", False), ("stepwise", True)):
            case = read_case(write_region(Path(scratch) / name, 20, 50, stepwise=stepwise))
            yield f"pairwise_pairs_per_second_{name}", _pairs_per_second(case)
    yield "enumeration_seconds", {str(n): _enumeration(n) for n in ENUMERATED}


def _pairs_per_second(case: Case) -> float:
    """log10 LR of pair after pair, the pedigree run at each of 24 markers for each."""
    done = 0
    begin = time.perf_counter()
    for missing, family in case.missing.items():
        pedigree = case.families[family]
        alone = [family_evidence(case, family, marker) for marker in case.markers]
        without = [family_log_likelihood(pedigree, *one) for one in zip(case.markers, alone, strict=True)]
        assert all(map(math.isfinite, without))
        for remains in case.remains:
            for marker, own in zip(case.markers, alone, strict=True):
                seen = profile_evidence(case.profiles[remains.id], marker, False)
                assert seen is not None
                family_log_likelihood(pedigree, marker, {**own, missing: seen})
            done += 1
            spent = time.perf_counter() - begin
            if spent > SECONDS:
                return done / spent
    return done / (time.perf_counter() - begin)


def enumerate_marginals(ratios: np.ndarray) -> np.ndarray:
    """The marginals (n, n + 1) by a loop over all assignments, as joint programs have done it."""
    n = len(ratios)
    padded = np.column_stack((ratios, np.zeros(n))).tolist()
    marginals = np.zeros((n, n + 1))
    for choice in product(range(n + 1), repeat=n):
        placed = [x for x in choice if x < n]
        if len(placed) == len(set(placed)):
            weight = math.exp(sum(padded[v][x] for v, x in enumerate(choice)))
            for v, x in enumerate(choice):
                marginals[v, x] += weight
    return marginals / marginals.sum(axis=1, keepdims=True)


def _enumeration(n: int) -> float:
    ratios = np.random.default_rng(1).normal(0.0, 4.0, (n, n))
    begin = time.perf_counter()
    enumerate_marginals(ratios)
    return time.perf_counter() - begin
