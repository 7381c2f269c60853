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
    """The slots (S,) of a family: tables (S, K, K); terms of children `left`, `right` (S, K, K).

    `scale` (1,) is the natural log of what was divided out of the messages so far: with it a message is a
    probability, not only a ratio of probabilities.
    """

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
    level_left: Floats
    level_right: Floats
    digits: NDArray[np.int64]
    child: NDArray[np.int64]
    scale: Floats


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
        np.zeros((slots + 2, alleles, alleles)),
        np.zeros((slots + 2, alleles, alleles)),
        np.zeros(slots, np.int64),
        np.zeros(slots, np.int64),
        np.zeros(1),
    )


@compiled
def _scaled(space: Space, values: Floats) -> bool:
    top = 0.0
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            top = max(top, values[i, j])
    if top <= 0.0:
        return False
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            values[i, j] /= top
    space.scale[0] += np.log(top)
    return True


@compiled
def _divided_out(space: Space, value: float) -> int:
    """Takes a factor of the likelihood that says nothing of the missing person; 0 where it is 0, else 1."""
    if value <= 0.0:
        return 0
    space.scale[0] += np.log(value)
    return 1


@compiled
def gather(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> bool:
    """GATHER: the product of a person's evidence and inputs; False where it is impossible."""
    out, person, founder = step[2], step[3], step[4]
    space.owner[out] = person
    p = model.frequencies
    k = len(p)
    if people.kind[person] == EXACT:
        space.form[out] = POINT
        x, y = people.first[person], people.second[person]
        return not founder or _divided_out(space, p[x] * p[y] * (1.0 if x == y else 2.0)) == 1
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
    return _scaled(space, table)


@compiled
def alone(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> bool:
    """ALONE: a person who is no kin of the missing one says how probable the profile is, and no more."""
    if not gather(space, people, model, step):
        return False
    if space.form[step[2]] == TABLE:
        return _divided_out(space, space.table[step[2]].sum()) == 1
    return True


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
) -> None:
    """P(allele transmitted, what the chosen vectors say) of a parent, (K,)."""
    k = len(p)
    if slot < 0:
        out[:] = p
    elif space.form[slot] == POINT:
        x, y = people.first[space.owner[slot]], people.second[space.owner[slot]]
        total = 0.5
        for c in range(count):
            total *= 0.5 * (chosen[c, x] + chosen[c, y])
        out[:] = 0.0
        out[x] += total
        out[y] += total
    else:
        table = space.level_left[0]
        table[:, :] = space.table[slot]
        for c in range(count):
            _extend(table, chosen[c], table)
        _columns(table, k, out)


@compiled
def _columns(table: Floats, k: int, out: Floats) -> None:
    # Tables of parents are symmetric, so the allele transmitted is the second one.
    out[:] = 0.0
    for i in range(k):
        for j in range(k):
            out[j] += table[i, j]


@compiled
def _extend(table: Floats, vector: Floats, out: Floats) -> None:
    k = len(vector)
    for i in range(k):
        own = vector[i]
        for j in range(k):
            out[i, j] = table[i, j] * (0.5 * (own + vector[j]))


@compiled
def _informative(space: Space, step: NDArray[np.int32], first: int) -> int:
    """Moves the children who say something to the front; their number, -1 beyond MOST_TERMS."""
    count = 0
    combinations = 1
    for n in range(first, step[0]):
        if space.terms[step[n]] > 0:
            space.child[count] = step[n]
            space.digits[count] = 0
            count += 1
            combinations *= space.terms[step[n]]
            if combinations > MOST_TERMS:
                return -1
    return count


@compiled
def _fill_levels(space: Space, count: int, begin: int) -> None:
    """Products of the chosen terms of the first children, from child `begin` on, for either parent."""
    for c in range(begin, count):
        child, digit = space.child[c], space.digits[c]
        _extend(space.level_left[c], space.left[child, digit], space.level_left[c + 1])
        _extend(space.level_right[c], space.right[child, digit], space.level_right[c + 1])


@compiled
def _advance(space: Space, count: int) -> int:
    """The next combination of terms: the first child whose term changed, -1 at the end."""
    for c in range(count - 1, -1, -1):
        space.digits[c] += 1
        if space.digits[c] < space.terms[space.child[c]]:
            return c
        space.digits[c] = 0
    return -1


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
def _couple(space: Space, father: int, mother: int, count: int, out: Floats) -> None:
    """P(alleles transmitted by father and mother, the children's terms) of an untyped couple, (K, K)."""
    k = out.shape[0]
    space.level_left[0, :, :] = space.table[father]
    space.level_right[0, :, :] = space.table[mother]
    out[:, :] = 0.0
    changed = 0
    while changed >= 0:
        _fill_levels(space, count, changed)
        _columns(space.level_left[count], k, space.sum_left)
        _columns(space.level_right[count], k, space.sum_right)
        for i in range(k):
            for j in range(k):
                out[i, j] += space.sum_left[i] * space.sum_right[j]
        changed = _advance(space, count)


@compiled
def _sent(model: Model, couple: Floats, out: Floats) -> None:
    """The couple's table over the alleles that arrive: transposed father matrix · table · mother matrix."""
    k = out.shape[0]
    out[:, :] = 0.0
    for i in range(k):
        for j in range(k):
            value = couple[i, j]
            if value != 0.0:
                for g in range(k):
                    out[i, g] += value * model.from_mother[j, g]
    couple[:, :] = 0.0
    for i in range(k):
        for g in range(k):
            value = model.from_father[i, g]
            if value != 0.0:
                for h in range(k):
                    couple[g, h] += value * out[i, h]
    for i in range(k):
        for j in range(k):
            out[i, j] = 0.5 * (couple[i, j] + couple[j, i])


@compiled
def down(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> int:
    """DOWN: what parents and siblings say of a child; 0 impossible, 1 done, 2 too many terms."""
    out, child, father, mother = step[2], step[3], step[4], step[5]
    first = 6
    k = len(model.frequencies)
    table = space.table[out]
    father_known = father >= 0 and space.form[father] == POINT
    mother_known = mother >= 0 and space.form[mother] == POINT
    if father >= 0 and mother >= 0 and not father_known and not mother_known:
        count = _informative(space, step, first)
        if count < 0:
            return 2
        couple = space.level_left[count + 1]
        _couple(space, father, mother, count, couple)
        _sent(model, couple, table)
    else:
        count = 0
        if mother_known:
            count = _collapse_children(space, people, step, first, mother, False)
        elif father_known:
            count = _collapse_children(space, people, step, first, father, True)
        _passed_on(space, people, model.frequencies, father, space.chosen_left, count, space.sum_left)
        _passed_on(space, people, model.frequencies, mother, space.chosen_right, count, space.sum_right)
        _transmit(model.from_father, space.sum_left, father >= 0, space.sent_left)
        _transmit(model.from_mother, space.sum_right, mother >= 0, space.sent_right)
        a, b = space.sent_left, space.sent_right
        for i in range(k):
            for j in range(k):
                table[i, j] = 0.5 * (a[i] * b[j] + a[j] * b[i])
    if people.kind[child] == EXACT:
        space.form[out] = POINT
        x, y = people.first[child], people.second[child]
        return _divided_out(space, table[x, y] * (1.0 if x == y else 2.0))
    space.form[out] = TABLE
    return 1 if _scaled(space, table) else 0


@compiled
def to_parent(space: Space, people: People, model: Model, step: NDArray[np.int32]) -> int:
    """TO_PARENT: what a union says of one parent; 0 impossible, 1 done, 2 too many terms."""
    out, target, role, other = step[2], step[3], step[4], step[5]
    first = 6
    table = space.table[out]
    table[:, :] = 0.0
    single = True
    if other >= 0 and space.form[other] == POINT:
        count = _collapse_children(space, people, step, first, other, role == 1)
        mine = space.chosen_left if role == 0 else space.chosen_right
        single = count == 1
        if single:
            table[0, :] = mine[0]
        elif count > 1:
            table[:, :] = 1.0
            for c in range(count):
                _extend(table, mine[c], table)
    else:
        count = _informative(space, step, first)
        if count < 0:
            return 2
        single = count == 1
        if single:
            _single_child(space, model, role, other, table[0])
        elif count > 1:
            _mate(space, role, other, count, table)
    if count == 0:
        space.form[out] = NOTHING
        if other >= 0 and space.form[other] == TABLE:
            return _divided_out(space, space.table[other].sum())
        return 1
    if people.kind[target] == EXACT:
        x, y = people.first[target], people.second[target]
        space.form[out] = POINT
        return _divided_out(space, 0.5 * (table[0, x] + table[0, y]) if single else table[x, y])
    space.form[out] = VECTOR if single else TABLE
    return 1 if _scaled(space, table) else 0


@compiled
def _single_child(space: Space, model: Model, role: int, other: int, out: Floats) -> None:
    child = space.child[0]
    mine = space.left[child] if role == 0 else space.right[child]
    theirs = space.right[child] if role == 0 else space.left[child]
    k = len(out)
    if other < 0:
        space.sum_left[:] = model.frequencies
    else:
        _columns(space.table[other], k, space.sum_left)
    for t in range(space.terms[child]):
        weight = 0.0
        for j in range(k):
            weight += space.sum_left[j] * theirs[t, j]
        for i in range(k):
            out[i] += weight * mine[t, i]


@compiled
def _mate(space: Space, role: int, other: int, count: int, out: Floats) -> None:
    """What an untyped mate and several children say of a parent: a sum over the children's terms."""
    k = out.shape[0]
    mine = space.level_left if role == 0 else space.level_right
    theirs = space.level_right if role == 0 else space.level_left
    mine[0, :, :] = 1.0
    theirs[0, :, :] = space.table[other]
    changed = 0
    while changed >= 0:
        _fill_levels(space, count, changed)
        _columns(theirs[count], k, space.sum_left)
        weight = 0.0
        for j in range(k):
            weight += space.sum_left[j]
        for i in range(k):
            for j in range(k):
                out[i, j] += weight * mine[count, i, j]
        changed = _advance(space, count)
