"""LR tables of families under theta, and of those with loops: one plan for all families of one shape.

The plan holds the ways of the family with the missing person, and of the same family with a stranger beside
it (both tables over the genotype asked for); compiled code runs it for one family after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.search.alphabet import RemainsArrays
from antigone.search.compiled import compiled
from antigone.search.contraction import (
    ALLELE,
    MATRIX,
    ONE,
    PASSED,
    PASSED_SEEN,
    PRIOR,
    SEEN,
    SEEN_DIRECTLY,
    Kinds,
    Node,
    Program,
    add_ways,
)
from antigone.search.gene_lines import ways
from antigone.search.shapes import UNKNOWN, Shape

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_LABELS = 5
# Left, right and result begin here; is the result new; sizes and strides of the loops; number of the weight.
STEP = 3 + 1 + 4 * MOST_LABELS + 1
MOST_SUMS = 3000
# Bytes of all tables of one family beyond which the general engine answers.
MOST_FLOATS = 4_000_000
RELATED, STRANGER = 0, 1


@dataclass(frozen=True, slots=True)
class GenePlan:
    """The program of a shape with some persons typed; `drawn` are the founders whose genes are known."""

    drawn: tuple[int, ...]
    program: Program


class Loaded(NamedTuple):
    """A plan for a marker of K alleles: inputs (n, 5) as kind, three of `of`, place; steps (n, STEP).

    The outputs stand at the places 0 and K². What comes first, up to `constant_inputs` and `constant_steps`,
    is the same for all families. `weights` are those of the steps; `floats` the room needed.
    """

    inputs: Ints
    steps: Ints
    weights: Floats
    floats: int
    constant_inputs: int
    constant_steps: int


@lru_cache(maxsize=2048)
def gene_plan(shape: Shape, typed: frozenset[int], theta: float, alike: bool) -> GenePlan | None:
    """The plan; None where the family's ways are too many. `typed` holds neither the missing person."""
    drawn = tuple(i for i in sorted(typed) if shape.parents[i] == (UNKNOWN, UNKNOWN))
    concentration = (1 - theta) / theta + 2 * len(drawn) if theta > 0.0 else float("inf")
    program = Program()
    wider = Shape((*shape.parents, (UNKNOWN, UNKNOWN)), len(shape.parents))
    for output, own in ((RELATED, shape), (STRANGER, wider)):
        found = ways(own, typed, concentration, alike)
        if found is None or len(found) > MOST_SUMS:
            return None
        add_ways(program, found, own.query, typed, output, alike)
    if any(len(n.kinds) > MOST_LABELS for n in (*program.nodes, *(s for s, _ in program.sums))):
        return None
    return GenePlan(drawn, program)


@lru_cache(maxsize=2048)
def load_plan(
    shape: Shape, typed: frozenset[int], theta: float, alike: bool, alleles: int
) -> tuple[Loaded, tuple[int, ...]] | None:
    """The plan for a marker of so many alleles, and the typed founders; None where it is too long."""
    plan = gene_plan(shape, typed, theta, alike)
    if plan is None:
        return None
    program = plan.program
    places: list[int] = []
    floats = 2 * alleles * alleles
    for node in program.nodes:
        places.append(floats)
        floats += int(np.prod([_length(k, alleles) for k in node.axes], dtype=np.int64))
    if floats > MOST_FLOATS:
        return None
    constant: list[bool] = []
    for node in program.nodes:
        fixed = node.kind in (ONE, MATRIX) or (node.kind == PRIOR and not plan.drawn)
        constant.append(fixed if node.left < 0 else constant[node.left] and constant[node.right])
    inputs: list[tuple[int, ...]] = []
    steps: list[list[int]] = []
    weights: list[float] = []
    counts = []
    for wanted in (True, False):
        for node, place, fixed in zip(program.nodes, places, constant, strict=True):
            if fixed != wanted:
                continue
            if node.left < 0:
                inputs.append((node.kind, *node.of, *(0,) * (3 - len(node.of)), place))
            else:
                steps.append(_step(node, places, place, True, len(weights), alleles))
                weights.append(1.0)
        counts += [len(inputs), len(steps)]
    for (node, output), weight in program.sums.items():
        steps.append(_step(node, places, output * alleles * alleles, False, len(weights), alleles))
        weights.append(weight)
    loaded = Loaded(
        np.array(inputs, dtype=np.int64).reshape(-1, 5),
        np.array(steps, dtype=np.int64).reshape(-1, STEP),
        np.array(weights),
        floats,
        counts[0],
        counts[1],
    )
    return loaded, plan.drawn


def _length(kind: int, alleles: int) -> int:
    return alleles if kind == ALLELE else 2


def _strides(labels: tuple[int, ...], kinds: Kinds, alleles: int) -> list[int]:
    strides = [0] * MOST_LABELS
    step = 1
    for label in reversed(labels):
        # A label that stands twice (two genes that are one) walks the diagonal.
        strides[label] += step
        step *= _length(kinds[label], alleles)
    return strides


def _step(node: Node, places: list[int], place: int, new: bool, weight: int, alleles: int) -> list[int]:
    left, right, out = (_strides(labels, node.kinds, alleles) for labels in node.labels)
    sizes = [_length(k, alleles) for k in node.kinds] + [1] * (MOST_LABELS - len(node.kinds))
    # The innermost loop is the longest over neighbours in the result.
    order = sorted(range(MOST_LABELS), key=lambda i: (sizes[i] > 1, out[i] == 1, sizes[i] if out[i] else 0))
    loops = [[values[i] for i in order] for values in (sizes, left, right, out)]
    return [places[node.left], places[node.right], place, int(new), *sum(loops, []), weight]


@compiled
def _run(room: Floats, steps: Ints, weights: Floats, first: int, last_step: int) -> None:
    for n in range(first, last_step):
        s = steps[n]
        a, b, o = s[0], s[1], s[2]
        sizes, sa, sb, so = s[4:9], s[9:14], s[14:19], s[19:24]
        if s[3] == 1:
            last = o
            for i in range(5):
                last += (sizes[i] - 1) * so[i]
            for i in range(o, last + 1):
                room[i] = 0.0
        w = weights[s[24]]
        inner, da, db, do = sizes[4], sa[4], sb[4], so[4]
        for i in range(sizes[0]):
            for j in range(sizes[1]):
                for k in range(sizes[2]):
                    for h in range(sizes[3]):
                        pa = a + i * sa[0] + j * sa[1] + k * sa[2] + h * sa[3]
                        pb = b + i * sb[0] + j * sb[1] + k * sb[2] + h * sb[3]
                        po = o + i * so[0] + j * so[1] + k * so[2] + h * so[3]
                        if do == 1 and da == 0 and db == 1:
                            x = w * room[pa]
                            if x != 0.0:
                                for g in range(inner):
                                    room[po + g] += x * room[pb + g]
                        elif do == 1 and da == 1 and db == 0:
                            x = w * room[pb]
                            if x != 0.0:
                                for g in range(inner):
                                    room[po + g] += x * room[pa + g]
                        elif do == 0:
                            total = 0.0
                            for g in range(inner):
                                total += room[pa + g * da] * room[pb + g * db]
                            room[po] += w * total
                        else:
                            for g in range(inner):
                                room[po + g * do] += w * room[pa + g * da] * room[pb + g * db]


class Alleles(NamedTuple):
    """The two alleles (rows, persons) of each typed person of each family."""

    first: Ints
    second: Ints


@compiled
def _put_inputs(
    room: Floats,
    inputs: Ints,
    from_number: int,
    to_number: int,
    prior: Floats,
    from_father: Floats,
    from_mother: Floats,
    first: Ints,
    second: Ints,
) -> None:
    k = len(prior)
    for n in range(from_number, to_number):
        kind, one, two, three, at = inputs[n]
        if kind == ONE:
            room[at] = 1.0
        elif kind == PRIOR:
            for i in range(k):
                room[at + i] = prior[i]
        elif kind == MATRIX:
            matrix = from_father if one == 0 else from_mother
            for i in range(k):
                for j in range(k):
                    room[at + i * k + j] = matrix[i, j]
        elif kind in (SEEN, SEEN_DIRECTLY):
            matrix = from_father if two == 0 else from_mother
            x, y = first[one], second[one]
            if two == 1:
                x, y = y, x
            for i in range(k):
                if kind == SEEN:
                    room[at + 2 * i] = matrix[i, x]
                    room[at + 2 * i + 1] = matrix[i, y]
                else:
                    room[at + 2 * i] = 1.0 if i == x else 0.0
                    room[at + 2 * i + 1] = 1.0 if i == y else 0.0
        elif kind == PASSED:
            matrix = from_father if two == 0 else from_mother
            for i in range(k):
                room[at + i] = 0.5 * (matrix[first[one], i] + matrix[second[one], i])
        elif kind == PASSED_SEEN:
            matrix = from_father if three == 0 else from_mother
            x, y = first[two], second[two]
            if three == 1:
                x, y = y, x
            room[at] = 0.5 * (matrix[first[one], x] + matrix[second[one], x])
            room[at + 1] = 0.5 * (matrix[first[one], y] + matrix[second[one], y])
        else:
            room[at] = 1.0
            room[at + 1] = 0.0 if first[one] == second[one] else 1.0


@compiled
def _write(room: Floats, k: int, remains: RemainsArrays, start: int, last: int, out: Floats) -> float:
    """log10 LR of every remains code; returns the family's own probability but for the drawn founders."""
    total = 0.0
    for i in range(k * k, 2 * k * k):
        total += room[i]
    out[start] = 0.0
    for code in range(start + 1, last):
        if total <= 0.0:
            # Relatives who contradict each other here say nothing of the remains.
            out[code] = 0.0
            continue
        numerator = 0.0
        denominator = 0.0
        for e in range(remains.entry_start[code], remains.entry_start[code + 1]):
            g = remains.genotype[e]
            turned = (g % k) * k + g // k
            numerator += remains.weight[e] * (room[g] + room[turned])
            denominator += remains.weight[e] * (room[k * k + g] + room[k * k + turned])
        out[code] = np.log10(numerator / denominator) if numerator > 0.0 and denominator > 0.0 else -np.inf
    return total


@compiled
def run_plan(
    plan: Loaded,
    room: Floats,
    drawn: Ints,
    alleles: Alleles,
    frequencies: Floats,
    theta: float,
    from_father: Floats,
    from_mother: Floats,
    remains: RemainsArrays,
    start: int,
    last: int,
    rows: Ints,
    out: Floats,
    log_evidence: Floats,
) -> None:
    """Runs a loaded plan for the families `rows`: log10 LR into `out`, ln P(profiles) into `log_evidence`.

    Balding & Nichols 1994, eq. 1, for the genes drawn by typed founders.
    """
    k = len(frequencies)
    prior = frequencies.copy()
    nobody = np.zeros(0, np.int64)
    ready, made = plan.constant_inputs, plan.constant_steps
    _put_inputs(room, plan.inputs, 0, ready, prior, from_father, from_mother, nobody, nobody)
    _run(room, plan.steps, plan.weights, 0, made)
    for n in range(len(rows)):
        first, second = alleles.first[n], alleles.second[n]
        chance = 1.0
        prior[:] = frequencies
        if theta > 0.0:
            concentration = (1.0 - theta) / theta
            for i in range(k):
                prior[i] *= concentration
        for d in range(len(drawn)):
            x, y = first[drawn[d]], second[drawn[d]]
            if theta > 0.0:
                chance *= prior[x] / concentration
                prior[x] += 1.0
                concentration += 1.0
                chance *= prior[y] / concentration
                prior[y] += 1.0
                concentration += 1.0
            else:
                chance *= prior[x] * prior[y]
            if x != y:
                chance *= 2.0
        if theta > 0.0:
            for i in range(k):
                prior[i] /= concentration
        room[: 2 * k * k] = 0.0
        every = len(plan.inputs)
        _put_inputs(room, plan.inputs, ready, every, prior, from_father, from_mother, first, second)
        _run(room, plan.steps, plan.weights, made, len(plan.steps))
        total = _write(room, k, remains, start, last, out[rows[n]])
        log_evidence[rows[n]] = np.log(total) + np.log(chance) if total > 0.0 and chance > 0.0 else -np.inf
