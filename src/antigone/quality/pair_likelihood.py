"""P(profiles of two persons | how they are related), each genotype met once for all families."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Genotype
from antigone.cases.scoring import genotype_evidence
from antigone.genetics.marker import Marker
from antigone.likelihood.family import check_genotype_likelihoods, genotype_likelihoods
from antigone.quality.pair_shapes import PairShape

# There are thousands of pairs: a few milliseconds each at a marker.
MOST_COST = 1e6


def pair_log10(
    shape: PairShape,
    markers: Sequence[Marker],
    first: Mapping[str, Genotype],
    second: Mapping[str, Genotype],
) -> float:
    """log10 P(both profiles | shape) over the autosomal `markers` that both are typed at; -inf if impossible.

    Theta is left out. Profiles map a marker's name to a genotype, read without drop-out but as it states.
    ModelError where loops make the shape too long for a check.
    """
    return sum(
        _marker_log10(shape, m, first[m.name], second[m.name])
        for m in markers
        if m.name in first and m.name in second
    )


@lru_cache(maxsize=65536)
def _marker_log10(shape: PairShape, marker: Marker, first: Genotype, second: Genotype) -> float:
    seen = genotype_evidence(second, False, marker, False)
    table, scale = _table(shape, marker, first)
    value = float(np.sum(table * seen))
    return math.log10(value) + scale / math.log(10) if value > 0 else -math.inf


@lru_cache(maxsize=4096)
def _check_reach(shape: PairShape, marker: Marker) -> None:
    check_genotype_likelihoods(shape.pedigree, marker, {}, shape.second, MOST_COST)


@lru_cache(maxsize=16384)
def _table(shape: PairShape, marker: Marker, first: Genotype) -> tuple[NDArray[np.float64], float]:
    evidence = {shape.first: genotype_evidence(first, False, marker, False)}
    _check_reach(shape, marker)
    return genotype_likelihoods(shape.pedigree, marker, evidence, shape.second)
