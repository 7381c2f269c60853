"""The messages of peeling, compiled; each works on the slots of one family at one marker.

What a child says of its parents is a sum of products of one vector over the father's transmitted
allele and one over the mother's: two terms for a typed child (its two phases), where the joint
genotypes of the couple would be K⁴. All that is known of an untyped person is a symmetric (K, K)
table, so a parent with genes (i, j) transmits by ½(v[i] + v[j]).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.search.alphabet import EXACT, NOT_TYPED, SOFT
from antigone.search.compiled import compiled

Floats = NDArray[np.float64]
# What a slot holds: one genotype, nothing, v with ½(v[i] + v[j]), or a table.
POINT, NOTHING, VECTOR, TABLE = 0, 1, 2, 3
MOST_TERMS = 4096


class Space(NamedTuple):
    """The slots (S,) of a family: tables (S, K, K); terms of children `left`, `right` (S, K, K)."""

    form: NDArray[np.int64]
    owner: NDArray[np.int64]
    table: Floats
    terms: NDArray[np.int64]
    left: Floats
    right: Floats
    chosen_left: Floats
    chosen_right: Floats
    sum_left: Floats
    sum_right: Floats
    sent_left: Floats
    sent_right: Floats
    digits: NDArray[np.int64]


class People(NamedTuple):
    """Each person's evidence at the marker: kind, alleles, start of the soft table."""

    kind: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    soft_start: NDArray[np.int64]


class Model(NamedTuple):
    """The marker: frequencies (K,), transmission matrices (K, K), soft tables."""

    frequencies: Floats
    from_father: Floats
    from_mother: Floats
    soft: Floats


@compiled
def make_space(slots: int, alleles: int) -> Space:
    """Room for families of up to `slots` slots at a marker."""
    k = max(alleles, 2)
    return Space(
        np.zeros(slots, np.int64),
        np.zeros(slots, np.int64),
        np.zeros((slots, alleles, alleles)),
        np.zeros(slots, np.int64),
        np.zeros((slots, k, alleles)),
        np.zeros((slots, k, alleles)),
        np.zeros((slots, alleles)),
        np.zeros((slots, alleles)),
        np.zeros(alleles),
        np.zeros(alleles),
        np.zeros(alleles),
        np.zeros(alleles),
        np.zeros(slots, np.int64),
    )


@compiled
def _scaled(values: Floats) -> bool:
    top = 0.0
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            top = max(top, values[i, j])
    if top <= 0.0:
        return False
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            values[i, j] /= top
    return True


@compiled
def gather(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> bool:
    """GATHER: the product of a person's evidence and inputs; False where it is impossible."""
    out, person, founder = step[2], step[3], step[4]
    space.owner[out] = person
    p = model.frequencies
    k = len(p)
    if people.kind[person] == EXACT:
        space.form[out] = POINT
        return not founder or p[people.first[person]] * p[people.second[person]] > 0.0
    informative = 0
    last = -1
    for n in range(5, step[0]):
        if space.form[step[n]] != NOTHING:
            informative += 1
            last = step[n]
    if not founder and people.kind[person] == NOT_TYPED and informative <= 1:
        space.form[out] = NOTHING if last < 0 else space.form[last]
        if last >= 0:
            space.table[out, :, :] = space.table[last, :, :]
        return True
    table = space.table[out]
    space.form[out] = TABLE
    for i in range(k):
        for j in range(k):
            table[i, j] = p[i] * p[j] if founder else 1.0
    if people.kind[person] == SOFT:
        at = people.soft_start[person]
        for i in range(k):
            for j in range(k):
                table[i, j] *= model.soft[at + i * k + j]
    for n in range(5, step[0]):
        source = step[n]
        if space.form[source] == TABLE:
            for i in range(k):
                for j in range(k):
                    table[i, j] *= space.table[source, i, j]
        elif space.form[source] == VECTOR:
            v = space.table[source, 0]
            for i in range(k):
                for j in range(k):
                    table[i, j] *= 0.5 * (v[i] + v[j])
    return _scaled(table)


@compiled
def _column(matrix: Floats, allele: int, known: bool, out: Floats) -> None:
    for i in range(len(out)):
        out[i] = matrix[i, allele] if known else (1.0 if i == allele else 0.0)


@compiled
def _pulled(matrix: Floats, v: Floats, known: bool, factor: float, out: Floats) -> None:
    k = len(out)
    for i in range(k):
        out[i] = 0.0 if known else factor * v[i]
    if known:
        for j in range(k):
            for i in range(k):
                out[i] += matrix[i, j] * v[j] * factor


@compiled
def up(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> bool:
    """UP: what a child says of its parents, as terms left ⊗ right over the alleles they transmit."""
    out, person, source, unknown = step[2], step[3], step[4], step[5]
    known_father, known_mother = unknown != 0, unknown != 1
    left, right = space.left[out], space.right[out]
    form = space.form[source]
    k = len(model.frequencies)
    if form == NOTHING:
        space.terms[out] = 0
    elif form == POINT:
        x, y = people.first[person], people.second[person]
        space.terms[out] = 1 if x == y else 2
        for t in range(space.terms[out]):
            _column(model.from_father, x if t == 0 else y, known_father, left[t])
            _column(model.from_mother, y if t == 0 else x, known_mother, right[t])
    elif form == VECTOR:
        space.terms[out] = 2
        v = space.table[source, 0]
        _pulled(model.from_father, v, known_father, 0.5, left[0])
        _pulled(model.from_mother, v, known_mother, 0.5, right[1])
        right[0, :] = 1.0
        left[1, :] = 1.0
    else:
        space.terms[out] = k
        for t in range(k):
            _column(model.from_father, t, known_father, left[t])
            _pulled(model.from_mother, space.table[source, t], known_mother, 1.0, right[t])
    return True


@compiled
def _collapse(terms: int, kept: Floats, fixed: Floats, x: int, y: int, out: Floats) -> None:
    out[:] = 0.0
    for t in range(terms):
        weight = 0.5 * (fixed[t, x] + fixed[t, y])
        for i in range(len(out)):
            out[i] += kept[t, i] * weight


@compiled
def _passed_on(
    space: Space, people: People, p: Floats, slot: int, chosen: Floats, count: int, out: Floats
) -> float:
    """P(allele transmitted, what the chosen vectors say) of a parent, (K,); returns its sum."""
    k = len(p)
    total = 0.0
    if slot < 0:
        for i in range(k):
            out[i] = p[i]
            for c in range(count):
                out[i] *= chosen[c, i]
            total += out[i]
        return total
    if space.form[slot] == POINT:
        x, y = people.first[space.owner[slot]], people.second[space.owner[slot]]
        total = 1.0
        for c in range(count):
            total *= 0.5 * (chosen[c, x] + chosen[c, y])
        out[:] = 0.0
        out[x] += 0.5 * total
        out[y] += 0.5 * total
        return total
    table = space.table[slot]
    out[:] = 0.0
    # The table is symmetric, so the allele transmitted is the second one.
    for i in range(k):
        if count == 0:
            for j in range(k):
                out[j] += table[i, j]
        elif count == 1:
            for j in range(k):
                out[j] += table[i, j] * (0.5 * (chosen[0, i] + chosen[0, j]))
        else:
            for j in range(k):
                h = table[i, j]
                for c in range(count):
                    h *= 0.5 * (chosen[c, i] + chosen[c, j])
                out[j] += h
    for j in range(k):
        total += out[j]
    return total


@compiled
def _choose(space: Space, step: NDArray[np.int32], first: int) -> int:
    """Readies the children's digits; the number of combinations of their terms, -1 beyond MOST_TERMS."""
    combinations = 1
    for n in range(first, step[0]):
        space.digits[n - first] = 0
        combinations *= max(space.terms[step[n]], 1)
        if combinations > MOST_TERMS:
            return -1
    return combinations


@compiled
def _copy_chosen(space: Space, step: NDArray[np.int32], first: int) -> int:
    count = 0
    for n in range(first, step[0]):
        child = step[n]
        if space.terms[child] > 0:
            digit = space.digits[n - first]
            space.chosen_left[count, :] = space.left[child, digit]
            space.chosen_right[count, :] = space.right[child, digit]
            count += 1
    return count


@compiled
def _next(space: Space, step: NDArray[np.int32], first: int) -> None:
    for n in range(first, step[0]):
        space.digits[n - first] += 1
        if space.digits[n - first] < space.terms[step[n]]:
            return
        space.digits[n - first] = 0


@compiled
def _collapse_children(
    space: Space, people: People, step: NDArray[np.int32], first: int, fixed: int, fixed_is_father: bool
) -> int:
    """With one parent's genotype known a child is one vector over the other's allele, on both sides."""
    x, y = people.first[space.owner[fixed]], people.second[space.owner[fixed]]
    count = 0
    for n in range(first, step[0]):
        child = step[n]
        if space.terms[child] > 0:
            if fixed_is_father:
                kept, gone = space.right[child], space.left[child]
                out, other = space.chosen_right[count], space.chosen_left[count]
            else:
                kept, gone = space.left[child], space.right[child]
                out, other = space.chosen_left[count], space.chosen_right[count]
            _collapse(space.terms[child], kept, gone, x, y, out)
            other[:] = 1.0
            count += 1
    return count


@compiled
def _transmit(matrix: Floats, v: Floats, known: bool, out: Floats) -> None:
    k = len(out)
    if not known:
        out[:] = v
        return
    out[:] = 0.0
    for i in range(k):
        for j in range(k):
            out[j] += v[i] * matrix[i, j]


@compiled
def down(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> int:
    """DOWN: what parents and siblings say of a child; 0 impossible, 1 done, 2 too many terms."""
    out, child, father, mother = step[2], step[3], step[4], step[5]
    first = 6
    k = len(model.frequencies)
    exact = people.kind[child] == EXACT
    x, y = people.first[child], people.second[child]
    mother_known = mother >= 0 and space.form[mother] == POINT
    father_known = father >= 0 and space.form[father] == POINT
    combinations = 1
    if not mother_known and not father_known:
        combinations = _choose(space, step, first)
        if combinations < 0:
            return 2
    table = space.table[out]
    if not exact:
        table[:, :] = 0.0
    value = 0.0
    for _ in range(combinations):
        if mother_known:
            count = _collapse_children(space, people, step, first, mother, False)
        elif father_known:
            count = _collapse_children(space, people, step, first, father, True)
        else:
            count = _copy_chosen(space, step, first)
        _passed_on(space, people, model.frequencies, father, space.chosen_left, count, space.sum_left)
        _passed_on(space, people, model.frequencies, mother, space.chosen_right, count, space.sum_right)
        _transmit(model.from_father, space.sum_left, father >= 0, space.sent_left)
        _transmit(model.from_mother, space.sum_right, mother >= 0, space.sent_right)
        a, b = space.sent_left, space.sent_right
        if exact:
            value += a[x] * b[y] + a[y] * b[x]
        else:
            for i in range(k):
                for j in range(k):
                    table[i, j] += 0.5 * (a[i] * b[j] + a[j] * b[i])
        if combinations > 1:
            _next(space, step, first)
    if exact:
        space.form[out] = POINT
        return 1 if value > 0.0 else 0
    space.form[out] = TABLE
    return 1 if _scaled(table) else 0


@compiled
def to_parent(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> int:
    """TO_PARENT: what a union says of one parent; 0 impossible, 1 done, 2 too many terms."""
    out, target, role, other = step[2], step[3], step[4], step[5]
    first = 6
    k = len(model.frequencies)
    informative = 0
    for n in range(first, step[0]):
        if space.terms[step[n]] > 0:
            informative += 1
    if informative == 0:
        space.form[out] = NOTHING
        return 1
    other_known = other >= 0 and space.form[other] == POINT
    combinations = 1
    if not other_known:
        combinations = _choose(space, step, first)
        if combinations < 0:
            return 2
    exact = people.kind[target] == EXACT
    x, y = people.first[target], people.second[target]
    value = 0.0
    table = space.table[out]
    table[:, :] = 0.0
    for _ in range(combinations):
        if other_known:
            count = _collapse_children(space, people, step, first, other, role == 1)
        else:
            count = _copy_chosen(space, step, first)
        mine = space.chosen_left if role == 0 else space.chosen_right
        theirs = space.chosen_right if role == 0 else space.chosen_left
        weight = 1.0
        if not other_known:
            weight = _passed_on(space, people, model.frequencies, other, theirs, count, space.sum_left)
        if exact:
            for c in range(count):
                weight *= 0.5 * (mine[c, x] + mine[c, y])
            value += weight
        elif informative == 1:
            for i in range(k):
                table[0, i] += weight * mine[0, i]
        else:
            for i in range(k):
                for j in range(k):
                    h = weight
                    for c in range(count):
                        h *= 0.5 * (mine[c, i] + mine[c, j])
                    table[i, j] += h
        if combinations > 1:
            _next(space, step, first)
    if exact:
        space.form[out] = POINT
        return 1 if value > 0.0 else 0
    space.form[out] = VECTOR if informative == 1 else TABLE
    return 1 if _scaled(table) else 0
