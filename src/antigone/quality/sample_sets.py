"""P(profiles of a pedigree) for many sets of samples at once: one sum over genes whose tables have rows.

A typed person is one variable over the few genotypes that the sample allows, as in `likelihood.network`;
here the number of them is the same in all rows, those that a sample does not allow weighing 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker
from antigone.likelihood.elimination import MOST_COST, ROW, Factor, eliminate_rows, rows_at_once
from antigone.pedigrees.pedigree import Person

ROWS_A_MARKER = 16

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Panel:
    """Autosomal markers held together, alleles (m, K) filled up with ones that nobody has.

    `frequencies` (m, K), `from_father` and `from_mother` (m, K, K); of code c of marker number i, `states`
    (m, C, S, 2) are the ordered genotypes that it allows, with P(profile | genotype) `weights` (m, C, S).
    """

    frequencies: Array
    from_father: Array
    from_mother: Array
    states: Ints
    weights: Array


def panel_of(markers: Sequence[Marker], evidence: Sequence[Sequence[Array]]) -> Panel:
    """The panel of markers; `evidence` has, by marker and code, P(profile | ordered genotype) (K, K)."""
    m, k = len(markers), max(len(x.alleles) for x in markers)
    frequencies = np.zeros((m, k))
    father, mother = (np.tile(np.eye(k), (m, 1, 1)) for _ in range(2))
    codes = max((len(own) for own in evidence), default=0)
    most = max((int((e > 0).sum()) for own in evidence for e in own), default=1)
    states = np.zeros((m, codes, max(most, 1), 2), dtype=np.int64)
    weights = np.zeros(states.shape[:3])
    for i, (marker, own) in enumerate(zip(markers, evidence, strict=True)):
        n = len(marker.alleles)
        frequencies[i, :n] = marker.frequencies
        father[i, :n, :n], mother[i, :n, :n] = marker.from_father, marker.from_mother
        for c, e in enumerate(own):
            there = np.argwhere(e > 0)
            states[i, c, : len(there)] = there
            weights[i, c, : len(there)] = e[e > 0]
    return Panel(frequencies, father, mother, states, weights)


def log_likelihoods(
    people: Sequence[Person],
    panel: Panel,
    marker: Ints,
    codes: Mapping[str, Ints],
    most_cost: float = MOST_COST,
) -> Array:
    """ln P(samples) (n,) of n sets of samples; theta is left out.

    Row r is at marker number `marker[r]` of the panel, where person p shows the genotype `codes[p][r]`.
    `people` are those who matter, parents first, none of them an identical twin. BeyondReach where loops
    make one sum longer than `most_cost`.
    """
    distinct = np.unique(marker)
    # Of one marker, what does not depend on the samples is summed once for all rows.
    if len(distinct) < 2 or len(marker) < ROWS_A_MARKER * len(distinct):
        return _together(people, panel, marker, codes, most_cost)
    values = np.zeros(len(marker))
    for m in distinct.tolist():
        own = np.flatnonzero(marker == m)
        some = {p: c[own] for p, c in codes.items()}
        values[own] = _together(people, panel, marker[own], some, most_cost)
    return values


def _together(
    people: Sequence[Person], panel: Panel, marker: Ints, codes: Mapping[str, Ints], most_cost: float
) -> Array:
    if len(marker) == 0:
        return np.zeros(0)
    one = bool((marker == marker[0]).all())
    first = _factors(people, panel, one, marker[:1], {p: c[:1] for p, c in codes.items()})
    step = rows_at_once(first, most_cost)
    parts = []
    for begin in range(0, len(marker), step):
        rows = slice(begin, begin + step)
        factors = _factors(people, panel, one, marker[rows], {p: c[rows] for p, c in codes.items()})
        parts.append(eliminate_rows(factors, len(marker[rows])))
    return np.concatenate(parts)


def _factors(
    people: Sequence[Person], panel: Panel, one: bool, marker: Ints, codes: Mapping[str, Ints]
) -> list[Factor]:
    """The factors of the rows; where they are all of `one` marker, only samples make a table of rows."""
    children: dict[str, int] = {}
    for person in people:
        for parent in (person.father, person.mother):
            if parent is not None:
                children[parent] = children.get(parent, 0) + 1
    at = marker[:1] if one else marker
    row = () if one else (ROW,)
    prior = panel.frequencies[at]
    states = {p: panel.states[marker, c] for p, c in codes.items()}
    factors: list[Factor] = []
    single: set[str] = set()
    for person in people:
        own = states.get(person.id)
        if own is not None:
            factors.append(Factor((ROW, person.id), panel.weights[marker, codes[person.id]]))
        founder = person.father is None and person.mother is None
        if founder and own is None and children.get(person.id) == 1:
            single.add(person.id)
            factors.append(_factor(row, (f"{person.id}:0",), prior))
            continue
        for copy, parent, matrix in (
            (0, person.father, panel.from_father),
            (1, person.mother, panel.from_mother),
        ):
            name = f"{person.id}:{copy}" if own is None else person.id
            here = row if own is None else (ROW,)
            if parent is None:
                table = prior if own is None else np.take_along_axis(prior, own[:, :, copy], axis=1)
                factors.append(_factor(here, (name,), table))
                continue
            passed = matrix[at]
            if own is not None:
                passed = np.take_along_axis(passed, own[:, None, :, copy], axis=2)
            if parent in states:
                genes = states[parent]
                passed = 0.5 * (
                    np.take_along_axis(passed, genes[:, :, :1], axis=1)
                    + np.take_along_axis(passed, genes[:, :, 1:], axis=1)
                )
                factors.append(Factor((ROW, parent, name), passed))
            elif parent in single:
                factors.append(_factor(here, (f"{parent}:0", name), passed))
            else:
                both = 0.5 * (passed[:, :, None, :] + passed[:, None, :, :])
                factors.append(_factor(here, (f"{parent}:0", f"{parent}:1", name), both))
    return factors


def _factor(row: tuple[str, ...], variables: tuple[str, ...], table: Array) -> Factor:
    return Factor((*row, *variables), table if row else table[0])
