"""The tables of a block's families that have no peeling plan: theta above 0, and pedigrees with loops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from antigone.search.alphabet import EXACT, NOT_TYPED, SOFT, Alphabet
from antigone.search.families import FamilyBlock
from antigone.search.gene_plans import Alleles, load_plan, run_plan
from antigone.search.running import Stop, Stopped

Floats = NDArray[np.float64]
# A tile that is interrupted ends after so many families.
ROWS_A_CALL = 128


def fill_gene_tables(
    alphabet: Alphabet,
    block: FamilyBlock,
    out: Floats,
    log_evidence: Floats,
    left_over: NDArray[np.bool_],
    stop: Stop | None = None,
) -> None:
    """Fills what is `left_over` (rows, markers) where a plan of genes exists, and sets it to False there.

    Arguments are those of `fill_tables`. Left to the general engine: X-linked markers, identical twins,
    partial profiles of relatives, and families of too many ways.
    """
    for number in np.unique(block.shape[block.shape >= 0]).tolist():
        rows = np.flatnonzero(block.shape == number)
        start = block.arrays.person_start[rows]
        people = len(block.shapes[number].parents)
        person = block.arrays.person[start[:, None] + np.arange(people)]
        for m in np.flatnonzero(alphabet.marker_arrays.compiled).tolist():
            open_ = left_over[rows, m]
            if open_.any():
                _fill_marker(
                    alphabet, block, number, m, rows[open_], person[open_], out, log_evidence, left_over, stop
                )


def _fill_marker(
    alphabet: Alphabet,
    block: FamilyBlock,
    number: int,
    m: int,
    rows: NDArray[np.int64],
    person: NDArray[np.int64],
    out: Floats,
    log_evidence: Floats,
    left_over: NDArray[np.bool_],
    stop: Stop | None,
) -> None:
    shape = block.shapes[number]
    marker = alphabet.markers[m]
    references, remains = alphabet.reference_arrays, alphabet.remains_arrays
    # NO_PROFILE is the last row, of nothing typed.
    known = np.append(block.arrays.codes[:, m], 0)
    codes = known[person]
    code = references.start[m] + codes
    kinds = references.kind[code]
    first, second = references.first[code], references.second[code]
    served = (kinds != SOFT).all(axis=1) & (kinds[:, shape.query] == NOT_TYPED)
    patterns, which = np.unique(kinds == EXACT, axis=0, return_inverse=True)
    alike = bool(np.array_equal(marker.from_father, marker.from_mother))
    for p, pattern in enumerate(patterns):
        own = np.flatnonzero(served & (which.reshape(-1) == p))
        if not len(own):
            continue
        typed = frozenset(np.flatnonzero(pattern).tolist())
        found = load_plan(shape, typed, alphabet.theta, alike, len(marker.alleles))
        if found is None:
            continue
        plan, drawn = found
        room = np.zeros(plan.floats)
        for begin in range(0, len(own), ROWS_A_CALL):
            if stop is not None and stop.is_set():
                raise Stopped
            some = own[begin : begin + ROWS_A_CALL]
            run_plan(
                plan,
                room,
                np.array(drawn, dtype=np.int64),
                Alleles(np.ascontiguousarray(first[some]), np.ascontiguousarray(second[some])),
                marker.frequencies,
                alphabet.theta,
                marker.from_father,
                marker.from_mother,
                remains,
                int(remains.start[m]),
                int(remains.start[m + 1]),
                rows[some],
                out,
                log_evidence[:, m],
            )
        left_over[rows[own], m] = False
