"""P(profiles of two persons | how they are related), all pairs related alike at once."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from antigone.cases.scoring import genotype_evidence
from antigone.likelihood.family import check_genotype_likelihoods
from antigone.quality.pair_shapes import PairShape
from antigone.quality.sample_sets import Panel, log_likelihoods, panel_of
from antigone.quality.samples import Samples

# There are thousands of pairs: a few milliseconds each at a marker.
MOST_COST = 1e6
# Markers are summed together where the larger has at most this many times the alleles of the smaller.
ALIKE = 1.25

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class PairLikelihoods:
    """The likelihoods of pairs of samples over the autosomal markers that both are typed at.

    Theta is left out; profiles are read without drop-out but as they state it.
    """

    __slots__ = ("_samples", "_evidence", "_groups")

    def __init__(self, samples: Samples) -> None:
        self._samples = samples
        self._evidence = [
            [genotype_evidence(g, False, m, False) for g in samples.table.genotypes[m.name]]
            for m in samples.markers
        ]
        self._groups: list[tuple[list[int], Panel]] = []
        group: list[int] = []
        for m in sorted(range(len(samples.markers)), key=lambda m: -len(samples.markers[m].alleles)):
            most = len(samples.markers[group[0]].alleles) if group else math.inf
            if group and most > ALIKE * len(samples.markers[m].alleles):
                self._groups.append((group, self._panel(group)))
                group = []
            group.append(m)
        if group:
            self._groups.append((group, self._panel(group)))

    def log10(self, shape: PairShape, first: Ints, second: Ints) -> Floats:
        """log10 P(both profiles | shape) (n,) of the samples at these positions; -inf where impossible.

        ModelError where loops make the shape too long for a check.
        """
        total = np.zeros(len(first))
        if len(first) == 0:
            return total
        one, two = self._samples.table.codes[first], self._samples.table.codes[second]
        both = (one > 0) & (two > 0)
        self._check_reach(shape, both)
        for group, panel in self._groups:
            own = both[:, group]
            sizes = len(group), panel.weights.shape[1] + 1, panel.weights.shape[1] + 1
            number = np.broadcast_to(np.arange(len(group)), own.shape)[own]
            key = np.ravel_multi_index((number, one[:, group][own], two[:, group][own]), sizes)
            distinct, which = np.unique(key, return_inverse=True)
            marker, a, b = np.unravel_index(distinct, sizes)
            values = np.zeros(own.shape)
            values[own] = self._logs(shape, group, panel, marker, a - 1, b - 1)[which.reshape(-1)]
            total += values.sum(axis=1)
        return total / math.log(10)

    def _panel(self, group: list[int]) -> Panel:
        return panel_of([self._samples.markers[m] for m in group], [self._evidence[m] for m in group])

    def _check_reach(self, shape: PairShape, both: NDArray[np.bool_]) -> None:
        used = [m for i, m in enumerate(self._samples.markers) if both[:, i].any()]
        if used:
            marker = max(used, key=lambda m: len(m.alleles))
            check_genotype_likelihoods(shape.pedigree, marker, {}, shape.second, MOST_COST)

    def _logs(
        self, shape: PairShape, group: list[int], panel: Panel, marker: Ints, a: Ints, b: Ints
    ) -> Floats:
        people = shape.pedigree.people
        if shape.first != shape.second:
            return log_likelihoods(people, panel, marker, {shape.first: a, shape.second: b})
        # One person left both: what shows both is a sample of its own.
        evidence: list[list[Floats]] = [[] for _ in group]
        code = np.zeros(len(marker), dtype=np.int64)
        for i, (m, x, y) in enumerate(zip(marker.tolist(), a.tolist(), b.tolist(), strict=True)):
            code[i] = len(evidence[m])
            evidence[m].append(self._evidence[group[m]][x] * self._evidence[group[m]][y])
        wider = panel_of([self._samples.markers[m] for m in group], evidence)
        return log_likelihoods(people, wider, marker, {shape.first: code})
