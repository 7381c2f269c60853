"""One Markov chain over assignments: compiled remains change places along chains and rings."""

from __future__ import annotations

import numpy as np

from antigone.identify.kernels import Floats, Ints, compiled

LONGEST = 12


@compiled
def _at(sorted_values: Ints, low: int, high: int, value: int) -> int:
    """The position of `value` in sorted_values[low:high], or -1."""
    at = low + int(np.searchsorted(sorted_values[low:high], value))
    if at < high and sorted_values[at] == value:
        return at
    return -1


@compiled
def _weight(codes: Ints, weights: Floats, start: Ints, family: int, code: int) -> float:
    at = _at(codes, start[family], start[family + 1], code)
    return weights[at] if at >= 0 else -np.inf


@compiled
def _shift(families: Ints, changes: Ints, count: int, family: int, change: int) -> int:
    """Adds a change to a family's entry in a short list, which grows where it is new."""
    for i in range(count):
        if families[i] == family:
            changes[i] += change
            return count
    families[count] = family
    changes[count] = change
    return count + 1


@compiled
def run_chain(
    random: np.random.Generator,
    sweeps: int,
    state: Ints,
    edge_start: Ints,
    edge_person: Ints,
    edge_code: Ints,
    draw: Floats,
    log_draw: Floats,
    none: Floats,
    home: Ints,
    code_start: Ints,
    codes: Ints,
    weights: Floats,
) -> Ints:
    """Runs `sweeps` sweeps of R moves from `state` (R,) (each remains' edge, -1 for none), changing it.

    A move draws remains and an option of theirs (their stretch of `draw`, cumulative, "none" first); whoever
    is there draws an option in turn, until one is "none", free, or where the first came from: two remains
    that change places are the shortest ring. The way back is the same chain drawn from its other end, so the
    move is accepted with the ratio of weights times that of the draws (Hastings 1970). Returns the persons
    after each sweep (sweeps, R), -1 for none.
    """
    bodies = len(state)
    holder = np.full(len(home), -1, dtype=np.int64)
    code = np.zeros(len(code_start) - 1, dtype=np.int64)
    for v in range(bodies):
        if state[v] >= 0:
            holder[edge_person[state[v]]] = v
            code[home[edge_person[state[v]]]] += edge_code[state[v]]
    moved = np.empty(LONGEST, dtype=np.int64)
    to = np.empty(LONGEST, dtype=np.int64)
    families = np.empty(2 * LONGEST, dtype=np.int64)
    changes = np.empty(2 * LONGEST, dtype=np.int64)
    persons = np.empty((sweeps, bodies), dtype=np.int64)
    for sweep in range(sweeps):
        for _ in range(bodies):
            v = min(int(random.random() * bodies), bodies - 1)
            origin = edge_person[state[v]] if state[v] >= 0 else -1
            length, count = 0, 0
            ratio = 0.0
            open_end = True
            while open_end and length < LONGEST:
                base = edge_start[v] + v
                options = edge_start[v + 1] - edge_start[v] + 1
                k = min(
                    int(np.searchsorted(draw[base : base + options], random.random(), "right")), options - 1
                )
                old, new = state[v], edge_start[v] + k - 1 if k > 0 else -1
                if new == old:
                    break
                x = edge_person[new] if new >= 0 else -1
                seen = False
                for i in range(length):
                    seen = seen or (x >= 0 and to[i] >= 0 and edge_person[to[i]] == x)
                if seen:
                    break
                moved[length], to[length] = v, new
                length += 1
                ratio += log_draw[base + (old - edge_start[v] + 1 if old >= 0 else 0)] - log_draw[base + k]
                if old >= 0:
                    count = _shift(families, changes, count, home[edge_person[old]], -edge_code[old])
                else:
                    ratio -= none[v]
                if new >= 0:
                    count = _shift(families, changes, count, home[x], edge_code[new])
                else:
                    ratio += none[v]
                if x < 0 or x == origin or holder[x] < 0:
                    open_end = False
                else:
                    v = holder[x]
            if open_end:
                continue
            for i in range(count):
                f = families[i]
                ratio += _weight(codes, weights, code_start, f, code[f] + changes[i])
                ratio -= _weight(codes, weights, code_start, f, code[f])
            if np.log(random.random()) >= ratio:
                continue
            for i in range(count):
                code[families[i]] += changes[i]
            for i in range(length):
                if state[moved[i]] >= 0:
                    holder[edge_person[state[moved[i]]]] = -1
            for i in range(length):
                state[moved[i]] = to[i]
                if to[i] >= 0:
                    holder[edge_person[to[i]]] = moved[i]
        for v in range(bodies):
            persons[sweep, v] = edge_person[state[v]] if state[v] >= 0 else -1
    return persons
