"""Alleles that nobody can tell apart, held as one: exact, or not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker

Array = NDArray[np.float64]
DIGITS = 14


def lump_alleles(marker: Marker, evidence: Mapping[str, Array]) -> tuple[Marker, dict[str, Array]]:
    """The marker and evidence over classes of alleles that behave alike.

    Two alleles share a class if every profile is as probable with the one as with the other and both
    mutate to every class with the same probability (strong lumpability: Kemeny & Snell 1960, theorem
    6.3.2), so the likelihood is the same number. Under a stepwise model this is rarely so, and the
    classes then are single alleles.
    """
    classes = _alike([_rows(e) for e in evidence.values()], len(marker.alleles))
    while True:
        indicator = (classes[:, None] == np.arange(classes.max() + 1)).astype(float)
        moves = [marker.from_mother @ indicator, marker.from_father @ indicator]
        refined = _alike([classes[:, None].astype(float), *moves], len(classes))
        if refined.max() == classes.max():
            break
        classes = refined
    count = int(classes.max()) + 1
    if count == len(classes):
        return marker, dict(evidence)
    first = np.array([int(np.argmax(classes == c)) for c in range(count)])
    frequencies = marker.frequencies @ indicator
    names = tuple(marker.alleles[i] for i in first)
    lumped = replace(
        marker,
        alleles=names,
        frequencies=frequencies,
        from_mother=moves[0][first],
        from_father=moves[1][first],
    )
    return lumped, {p: e[first] if e.ndim == 1 else e[np.ix_(first, first)] for p, e in evidence.items()}


def _rows(evidence: Array) -> Array:
    return evidence[:, None] if evidence.ndim == 1 else np.hstack([evidence, evidence.T])


def _alike(tables: list[Array], alleles: int) -> NDArray[np.intp]:
    """Class of each allele by equal rows of all tables; classes in order of their first allele."""
    if not tables:
        return np.zeros(alleles, dtype=np.intp)
    rows = np.round(np.hstack(tables), DIGITS) + 0.0
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(r.tobytes(), len(numbers)) for r in rows], dtype=np.intp)
