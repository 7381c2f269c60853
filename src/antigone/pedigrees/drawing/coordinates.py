"""Where each slot stands from left to right: parents over the middle of their children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from antigone.pedigrees.drawing.diagram import Diagram, Slot, person_slot

CENTRED = 2.0
NEAR = 0.25
STRAIGHT = 3.0
COMPACT = 0.04
DENSE = 150


def place(
    diagram: Diagram, rows: Sequence[Sequence[Slot]], separation: Callable[[Slot, Slot], float]
) -> dict[Slot, float]:
    """The horizontal middle of each slot, px.

    A least-squares problem over the distances of neighbours, each bounded below by `separation`, so
    that order and distances hold whatever the wishes.
    """
    from scipy.optimize import lsq_linear

    slots = [s for row in rows for s in row]
    index = {s: i for i, s in enumerate(slots)}
    basis = np.zeros((len(slots), len(slots)))
    lower = np.full(len(slots), -np.inf)
    for row in rows:
        start = index[row[0]]
        for i, slot in enumerate(row):
            basis[index[slot], start : start + i + 1] = 1.0
        for a, b in pairwise(row):
            lower[index[b]] = separation(a, b)
    wishes, targets = _wishes(diagram, index)
    wishes = wishes @ basis
    bounded = np.flatnonzero(np.isfinite(lower))
    compact = np.zeros((len(slots), len(slots)))
    compact[bounded, bounded] = COMPACT
    free = np.flatnonzero(~np.isfinite(lower))
    compact[free, free] = 1e-3
    matrix = np.vstack([wishes, compact])
    wanted = np.concatenate([targets, np.where(np.isfinite(lower), COMPACT * np.maximum(lower, 0), 0.0)])
    method = "bvls" if len(slots) <= DENSE else "trf"
    solved = lsq_linear(matrix, wanted, (lower, np.full(len(slots), np.inf)), method=method).x
    x = basis @ np.maximum(solved, lower)
    x -= x.min()
    return {s: float(x[i]) for s, i in index.items()}


def _wishes(diagram: Diagram, index: dict[Slot, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows: list[NDArray[np.float64]] = []

    def same(weight: float, above: Sequence[Slot], below: Sequence[Slot]) -> None:
        row = np.zeros(len(index))
        for slot in above:
            row[index[slot]] += weight / len(above)
        for slot in below:
            row[index[slot]] -= weight / len(below)
        rows.append(row)

    first_steps: dict[int, list[Slot]] = {}
    for descent in diagram.descents:
        steps: list[Sequence[Slot]] = [*([s] for s in descent.passing), descent.unit]
        first_steps.setdefault(descent.couple, []).extend(steps[0])
        same(NEAR, diagram.anchors[descent.couple], steps[0])
        for a, b in pairwise(steps):
            same(STRAIGHT, a, b)
    for couple, below in first_steps.items():
        same(CENTRED, diagram.anchors[couple], below)
    for reach in diagram.reaches:
        path = [person_slot(reach.partner), *reach.passing, *diagram.anchors[reach.couple]]
        for p, q in pairwise(path):
            same(NEAR if p[0] == "person" else STRAIGHT, [p], [q])
    for couple_, anchor in zip(diagram.couples, diagram.anchors, strict=True):
        for partner in (couple_.father, couple_.mother):
            slot = person_slot(partner)
            if len(anchor) == 1 and diagram.level[slot] == diagram.level[anchor[0]]:
                same(NEAR, [slot], anchor)
    matrix = np.array(rows).reshape(-1, len(index))
    return matrix, np.zeros(len(matrix))
