"""LR tables of many families at once, by running each one's plan at every marker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.search.alphabet import EXACT, MarkerArrays, ReferenceArrays, RemainsArrays
from antigone.search.compiled import compiled
from antigone.search.messages import Model, People, Space, alone, down, gather, make_space, to_parent, up
from antigone.search.plan import ALONE, DOWN, GATHER, UP, Plan

Floats = NDArray[np.float64]


class FamilyArrays(NamedTuple):
    """The families of a block: for row r the plan `plan[r]` (-1: left to the general engine).

    Its persons' rows in `codes` (n, markers) are `person` from `person_start[r]` on (-1: no profile);
    `query[r]` is the missing one's position. `steps` of plan q begin at `step_start[q]`; `slots` (plans,).
    """

    plan: NDArray[np.int64]
    query: NDArray[np.int64]
    person_start: NDArray[np.int64]
    person: NDArray[np.int64]
    codes: NDArray[np.int32]
    step_start: NDArray[np.int64]
    steps: NDArray[np.int32]
    slots: NDArray[np.int64]


def family_arrays(
    plans: Sequence[Plan],
    plan: NDArray[np.int64],
    query: NDArray[np.int64],
    person_start: NDArray[np.int64],
    person: NDArray[np.int64],
    codes: NDArray[np.int32],
) -> FamilyArrays:
    """The arrays of families whose `plan` are numbers of `plans`."""
    return FamilyArrays(
        plan,
        query,
        person_start,
        person,
        codes,
        np.cumsum([0, *(len(p.steps) for p in plans)]).astype(np.int64),
        np.concatenate([np.zeros(0, dtype=np.int32), *(p.steps for p in plans)]).astype(np.int32),
        np.array([p.slots for p in plans], dtype=np.int64),
    )


@compiled
def _run(space: Space, people: People, model: Model, steps: NDArray[np.int32]) -> int:
    at = 0
    while at < len(steps):
        step = steps[at : at + steps[at]]
        operation = step[1]
        status = 1
        if operation == GATHER:
            status = 1 if gather(space, people, model, step) else 0
        elif operation == UP:
            up(space, people, model, step)
        elif operation == ALONE:
            status = 1 if alone(space, people, model, step) else 0
        elif operation == DOWN:
            status = down(space, people, model, step)
        else:
            status = to_parent(space, people, model, step)
        if status != 1:
            return status
        at += steps[at]
    return 1


@compiled
def _write_lrs(
    related: Floats, remains: RemainsArrays, first: int, last: int, impossible: bool, out: Floats
) -> None:
    total = 0.0
    flat = related.ravel()
    if not impossible:
        for i in range(len(flat)):
            total += flat[i]
    out[first] = 0.0
    for code in range(first + 1, last):
        if impossible or total <= 0.0:
            # Relatives who contradict each other here say nothing of the remains.
            out[code] = 0.0
            continue
        numerator = 0.0
        for e in range(remains.entry_start[code], remains.entry_start[code + 1]):
            numerator += remains.weight[e] * flat[remains.genotype[e]]
        denominator = total * remains.population[code]
        out[code] = np.log10(numerator / denominator) if numerator > 0.0 and denominator > 0.0 else -np.inf


def fill_tables(
    families: FamilyArrays,
    markers: MarkerArrays,
    references: ReferenceArrays,
    remains: RemainsArrays,
    out: Floats,
    log_evidence: Floats,
    left_over: NDArray[np.bool_],
) -> None:
    """Writes log10 LR of every remains code into `out` (rows, codes).

    `log_evidence` (rows, markers) gets ln P(profiles of the family); `left_over` (rows, markers) becomes
    True where the general engine must answer.
    """
    most_slots = int(families.slots.max(initial=1))
    most_people = int(np.diff(families.person_start).max(initial=1))
    people = People(*(np.zeros(most_people, dtype=np.int64) for _ in range(4)))
    for m, k in enumerate(markers.alleles.tolist()):
        if not markers.compiled[m]:
            left_over[:, m] = True
            continue
        own = slice(markers.frequency_start[m], markers.frequency_start[m] + k)
        square = slice(markers.matrix_start[m], markers.matrix_start[m] + k * k)
        model = Model(
            markers.frequencies[own],
            markers.from_father[square].reshape(k, k),
            markers.from_mother[square].reshape(k, k),
            references.soft,
        )
        # What the kernel works in is made here: memory that a kernel owns makes it four times slower.
        space = make_space(most_slots, k)
        _fill_marker(
            families, m, references, remains, people, model, space, out, log_evidence, left_over[:, m]
        )


@compiled
def _fill_marker(
    families: FamilyArrays,
    m: int,
    references: ReferenceArrays,
    remains: RemainsArrays,
    people: People,
    model: Model,
    space: Space,
    out: Floats,
    log_evidence: Floats,
    left_over: NDArray[np.bool_],
) -> None:
    for r in range(len(families.plan)):
        q = families.plan[r]
        if q < 0:
            left_over[r] = True
            continue
        base = families.person_start[r]
        for i in range(families.person_start[r + 1] - base):
            row = families.person[base + i]
            code = references.start[m] + (families.codes[row, m] if row >= 0 else 0)
            people.kind[i] = references.kind[code]
            people.first[i] = references.first[code]
            people.second[i] = references.second[code]
            people.soft_start[i] = references.soft_start[code]
        own = families.query[r]
        known = people.kind[own] == EXACT
        if known:
            people.kind[own] = 0
        steps = families.steps[families.step_start[q] : families.step_start[q + 1]]
        space.scale[0] = 0.0
        status = _run(space, people, model, steps)
        if status == 2:
            left_over[r] = True
            continue
        related = space.table[families.slots[q] - 1]
        if known and status == 1:
            x, y = people.first[own], people.second[own]
            here, there = related[x, y], related[y, x]
            related[:, :] = 0.0
            related[x, y], related[y, x] = here, there
        total = related.sum() if status == 1 else 0.0
        log_evidence[r, m] = np.log(total) + space.scale[0] if total > 0.0 else -np.inf
        _write_lrs(related, remains, remains.start[m], remains.start[m + 1], status == 0, out[r])
