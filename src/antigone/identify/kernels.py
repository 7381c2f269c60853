"""Compiled loops over the pairs of states of two tables that exclude each other nowhere.

Numbers are mantissa · 2^(512 · exponent), see `scaled`. States are looked up by open addressing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from antigone.identify.scaled import DOWN, HIGH, LOW, UP

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FREE = -1
SPREAD = np.uint64(0x9E3779B97F4A7C15)


def compiled(function: Kernel) -> Kernel:
    """`function` as machine code, kept on disk; the order of sums stays as written."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


@compiled
def _find(table: Ints, key: int, shift: int) -> int:
    at = int(np.int64((np.uint64(key) * SPREAD) >> np.uint64(shift)))
    last = len(table) - 1
    while table[at] != FREE and table[at] != key:
        at = at + 1 if at < last else 0
    return at


@compiled
def _plus(m1: float, e1: int, m2: float, e2: int) -> tuple[float, int]:
    if m1 == 0.0:
        return m2, e2
    if m2 == 0.0:
        return m1, e1
    if e1 == e2:
        m1 += m2
    elif e1 == e2 + 1:
        m1 += m2 * DOWN
    elif e2 == e1 + 1:
        m1 = m2 + m1 * DOWN
        e1 = e2
    elif e2 > e1:
        m1, e1 = m2, e2
    if m1 >= HIGH:
        return m1 * DOWN, e1 + 1
    return m1, e1


@compiled
def _times(m1: float, e1: int, m2: float, e2: int) -> tuple[float, int]:
    m, e = m1 * m2, e1 + e2
    if m >= HIGH:
        return m * DOWN, e + 1
    if m < LOW and m > 0.0:
        return m * UP, e - 1
    return m, e


@compiled
def join_sums(
    a: Ints, am: Floats, ae: Ints, b: Ints, bm: Floats, be: Ints, most: int
) -> tuple[Ints, Floats, Ints]:
    """The states a | b with a & b == 0 and the sums of their products, unsorted.

    Empty where more than `most` states arise (a join of non-empty tables has at least one).
    """
    bits = 12
    table = np.full(1 << bits, FREE, dtype=np.int64)
    place = np.zeros(1 << bits, dtype=np.int64)
    keys = np.zeros(1 << (bits - 1), dtype=np.int64)
    mantissa = np.zeros(1 << (bits - 1), dtype=np.float64)
    exponent = np.zeros(1 << (bits - 1), dtype=np.int64)
    n = 0
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] & b[j]:
                continue
            key = a[i] | b[j]
            at = _find(table, key, 64 - bits)
            if table[at] == FREE:
                if n == len(keys):
                    if n >= most:
                        return keys[:0], mantissa[:0], exponent[:0]
                    bits += 1
                    table = np.full(1 << bits, FREE, dtype=np.int64)
                    place = np.zeros(1 << bits, dtype=np.int64)
                    for k in range(n):
                        at = _find(table, keys[k], 64 - bits)
                        table[at] = keys[k]
                        place[at] = k
                    keys = np.concatenate((keys, np.zeros_like(keys)))
                    mantissa = np.concatenate((mantissa, np.zeros_like(mantissa)))
                    exponent = np.concatenate((exponent, np.zeros_like(exponent)))
                    at = _find(table, key, 64 - bits)
                table[at] = key
                place[at] = n
                keys[n] = key
                n += 1
            k = place[at]
            m, e = _times(am[i], ae[i], bm[j], be[j])
            mantissa[k], exponent[k] = _plus(mantissa[k], exponent[k], m, e)
    return keys[:n], mantissa[:n], exponent[:n]


@compiled
def _index(keys: Ints) -> tuple[Ints, Ints, int]:
    bits = 4
    while (1 << bits) < 2 * len(keys):
        bits += 1
    table = np.full(1 << bits, FREE, dtype=np.int64)
    place = np.zeros(1 << bits, dtype=np.int64)
    for k in range(len(keys)):
        at = _find(table, keys[k], 64 - bits)
        table[at] = keys[k]
        place[at] = k
    return table, place, 64 - bits


@compiled
def join_adjoints(
    a: Ints, am: Floats, ae: Ints, b: Ints, bm: Floats, be: Ints, c: Ints, cm: Floats, ce: Ints
) -> tuple[Floats, Ints, Floats, Ints]:
    """The adjoints of both tables, given those (cm, ce) of their join's states c."""
    table, place, shift = _index(c)
    da, db = np.zeros(len(a)), np.zeros(len(b))
    ea, eb = np.zeros(len(a), dtype=np.int64), np.zeros(len(b), dtype=np.int64)
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] & b[j]:
                continue
            k = place[_find(table, a[i] | b[j], shift)]
            m, e = _times(bm[j], be[j], cm[k], ce[k])
            da[i], ea[i] = _plus(da[i], ea[i], m, e)
            m, e = _times(am[i], ae[i], cm[k], ce[k])
            db[j], eb[j] = _plus(db[j], eb[j], m, e)
    return da, ea, db, eb


@compiled
def join_best(
    a: Ints, ascore: Ints, atie: Ints, b: Ints, bscore: Ints, btie: Ints, c: Ints, lowest: int
) -> tuple[Ints, Ints]:
    """The greatest (score, tie) sums over the pairs that make each of the join's states c."""
    table, place, shift = _index(c)
    score = np.full(len(c), lowest, dtype=np.int64)
    tie = np.full(len(c), lowest, dtype=np.int64)
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] & b[j]:
                continue
            k = place[_find(table, a[i] | b[j], shift)]
            s, t = ascore[i] + bscore[j], atie[i] + btie[j]
            if s > score[k] or (s == score[k] and t > tie[k]):
                score[k], tie[k] = s, t
    return score, tie
