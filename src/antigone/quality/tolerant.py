"""Markers at which no mutation is impossible, so that one odd genotype does not decide a relationship."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker

ASSUMED_RATE = 1e-3


@lru_cache(maxsize=8)
def tolerant_markers(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    """The autosomal markers, each under a model by which any visible allele may become any other.

    A case's model that allows this stays; otherwise a proportional one takes its place, at the case's
    mean rate but at least ASSUMED_RATE.
    """
    return tuple(_tolerant(m) for m in markers if not m.x_linked)


def _tolerant(marker: Marker) -> Marker:
    visible = len(marker.alleles) - (marker.silent_index >= 0)
    sides = (marker.from_mother, marker.from_father)
    if visible < 2 or all((side[:visible, :visible] > 0).all() for side in sides):
        return marker
    mother, father = (_proportional(marker, side, visible) for side in sides)
    return replace(marker, from_mother=mother, from_father=father)


def _proportional(marker: Marker, stated: NDArray[np.float64], visible: int) -> NDArray[np.float64]:
    p = marker.frequencies[:visible] / marker.frequencies[:visible].sum()
    rate = max(ASSUMED_RATE, float(p @ (1 - np.diag(stated)[:visible])))
    share = rate / float(np.sum(p * (1 - p)))
    matrix = np.eye(len(marker.alleles))
    matrix[:visible, :visible] = (1 - share) * np.eye(visible) + share * p
    return matrix
