"""Samples of one family that fit better where each stands in the other's place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.scoring import genotype_evidence
from antigone.errors import ModelError
from antigone.likelihood.elimination import BeyondReach
from antigone.likelihood.family import family_log_likelihood
from antigone.pedigrees.pedigree import Pedigree, relevant_people
from antigone.quality.finding import Finding
from antigone.quality.misplaced import swap_finding
from antigone.quality.relationships import Track
from antigone.quality.sample_sets import log_likelihoods, panel_of
from antigone.quality.samples import Samples

# Steps that all exchanges within a family may take: some minutes.
MOST_COST = 3e10
PAIRS_AT_ONCE = 256

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pairs = Sequence[tuple[int, int]]


def exchanged_findings(
    case: Case, samples: Samples, family: str, threshold: float, track: Track
) -> Iterator[Finding]:
    """Pairs of one family whose exchanged samples make its profiles 10 ** `threshold` times more probable.

    ModelError where loops make that too long.
    """
    pedigree = case.families[family]
    typed = [p.id for p in pedigree.people if p.id in case.references]
    pairs = list(combinations(range(len(typed)), 2))
    if not pairs:
        return
    own = _Family(samples, pedigree, typed, MOST_COST / (len(pairs) * max(len(samples.markers), 1)))
    portions = [pairs[i : i + PAIRS_AT_ONCE] for i in range(0, len(pairs), PAIRS_AT_ONCE)]
    for some in track(portions, f"Exchanges in family {family}"):
        for (a, b), gain in zip(some, own.gains(some).tolist(), strict=True):
            if gain > threshold:
                yield swap_finding(typed[a], typed[b], gain, family, family)


class _Family:
    """The typed persons of a family, and what exchanging the samples of two of them changes."""

    __slots__ = ("_samples", "_pedigree", "_typed", "_codes", "_most_cost", "_stated")

    def __init__(self, samples: Samples, pedigree: Pedigree, typed: Sequence[str], most_cost: float) -> None:
        self._samples, self._pedigree, self._typed, self._most_cost = samples, pedigree, typed, most_cost
        rows = [samples.table.position(p) for p in typed]
        self._codes = samples.table.codes[rows].astype(np.int64)
        self._stated = [self._logs(m, self._codes[:, [m]])[0] for m in range(len(samples.markers))]

    def gains(self, pairs: Pairs) -> Floats:
        """log10 P(samples of each pair exchanged) − log10 P(samples as stated), of all profiles (n,)."""
        total = np.zeros(len(pairs))
        first, second = (np.array([p[k] for p in pairs]) for k in (0, 1))
        for m, stated in enumerate(self._stated):
            codes = np.repeat(self._codes[:, [m]], len(pairs), axis=1)
            at = np.arange(len(pairs))
            codes[first, at], codes[second, at] = codes[second, at], codes[first, at]
            changed = np.flatnonzero(self._codes[first, m] != self._codes[second, m])
            total[changed] += self._logs(m, codes[:, changed]) - stated
        return total / math.log(10)

    def _logs(self, m: int, codes: Ints) -> Floats:
        """ln P (n,) at marker number m of the codes (typed, n) in the places of the typed."""
        logs = np.zeros(codes.shape[1])
        patterns, which = np.unique(codes > 0, axis=1, return_inverse=True)
        for p in range(patterns.shape[1]):
            chosen = np.flatnonzero(which.reshape(-1) == p)
            shown = {self._typed[i]: codes[i, chosen] for i in np.flatnonzero(patterns[:, p]).tolist()}
            if shown:
                logs[chosen] = self._of_one_pattern(m, shown)
        return logs

    def _of_one_pattern(self, m: int, shown: dict[str, Ints]) -> Floats:
        marker = self._samples.markers[m]
        genotypes = self._samples.table.genotypes[marker.name]
        used = np.unique(np.concatenate(list(shown.values())))
        evidence = [genotype_evidence(genotypes[c - 1], False, marker, False) for c in used.tolist()]
        count = len(next(iter(shown.values())))
        try:
            if any(p.twin_of is not None for p in self._pedigree.people):
                return np.array(
                    [
                        family_log_likelihood(
                            self._pedigree,
                            marker,
                            {p: evidence[int(np.searchsorted(used, c[r]))] for p, c in shown.items()},
                        )
                        for r in range(count)
                    ]
                )
            people = relevant_people(self._pedigree, list(shown))
            panel = panel_of([marker], [evidence])
            codes = {p: np.searchsorted(used, c) for p, c in shown.items()}
            return log_likelihoods(people, panel, np.zeros(count, dtype=np.int64), codes, self._most_cost)
        except BeyondReach as error:
            raise ModelError(
                f"family {self._pedigree.family}: loops make it too long to try each two of its "
                f"{len(self._typed)} samples in each other's place"
            ) from error
