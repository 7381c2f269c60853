"""Genotypes of many families of one shape at once: founders drawn, genes dropped, mutation included."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker
from antigone.simulate.shapes import Shape

Genes = NDArray[np.int8]


def subpopulation(
    markers: Sequence[Marker], theta: float, random: np.random.Generator
) -> list[NDArray[np.float64]]:
    """The frequencies (K,) of each marker in the one subpopulation everyone of the case belongs to.

    Balding & Nichols 1994: Dirichlet with parameters p (1 - theta) / theta; p itself for theta = 0.
    """
    if theta == 0:
        return [m.frequencies for m in markers]
    return [random.dirichlet(m.frequencies * (1 - theta) / theta) for m in markers]


def draw_founders(
    frequencies: Sequence[NDArray[np.float64]], count: int, random: np.random.Generator
) -> Genes:
    """Genes (count, markers, 2) of unrelated persons as allele positions."""
    genes = np.empty((count, len(frequencies), 2), dtype=np.int8)
    for m, p in enumerate(frequencies):
        edges = np.cumsum(p)[:-1]
        genes[:, m] = np.searchsorted(edges, random.random((count, 2)), side="right")
    return genes


def drop_genes(
    shape: Shape,
    count: int,
    markers: Sequence[Marker],
    frequencies: Sequence[NDArray[np.float64]],
    random: np.random.Generator,
) -> Genes:
    """Genes (members, count, markers, 2) of `count` families; the father's gene stands first."""
    genes = np.empty((len(shape.members), count, len(markers), 2), dtype=np.int8)
    for i, member in enumerate(shape.members):
        if member.father < 0:
            genes[i] = draw_founders(frequencies, count, random)
            continue
        for side, parent in enumerate((member.father, member.mother)):
            matrices = [m.from_mother if side else m.from_father for m in markers]
            genes[i, :, :, side] = _transmit(genes[parent], matrices, random)
    return genes


def _transmit(parent: Genes, matrices: Sequence[NDArray[np.float64]], random: np.random.Generator) -> Genes:
    second = random.random(parent.shape[:2]) < 0.5
    passed = np.where(second, parent[..., 1], parent[..., 0])
    for m, matrix in enumerate(matrices):
        stays = np.diag(matrix)
        if np.all(stays == 1.0):
            continue
        mutated = np.flatnonzero(random.random(len(passed)) >= stays[passed[:, m]])
        before = passed[mutated, m]
        for allele in np.unique(before).tolist():
            others = matrix[allele].copy()
            others[allele] = 0.0
            here = mutated[before == allele]
            passed[here, m] = random.choice(len(others), len(here), p=others / others.sum())
    return passed
