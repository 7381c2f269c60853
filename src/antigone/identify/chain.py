"""One Markov chain over assignments: compiled moves of single remains and swaps of two."""

from __future__ import annotations

import numpy as np

from antigone.identify.kernels import Floats, Ints, compiled


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

    A move draws remains v and an option of v (its own place in `draw`, cumulative, "none" first) and puts v
    there; whoever is there changes places with v. Accepted by Metropolis & Hastings (1970). Returns the
    persons after each sweep (sweeps, R), -1 for none.
    """
    bodies = len(state)
    holder = np.full(len(home), -1, dtype=np.int64)
    code = np.zeros(len(code_start) - 1, dtype=np.int64)
    for v in range(bodies):
        if state[v] >= 0:
            holder[edge_person[state[v]]] = v
            code[home[edge_person[state[v]]]] += edge_code[state[v]]
    persons = np.empty((sweeps, bodies), dtype=np.int64)
    for sweep in range(sweeps):
        for _ in range(bodies):
            v = min(int(random.random() * bodies), bodies - 1)
            base = edge_start[v] + v
            count = edge_start[v + 1] - edge_start[v] + 1
            k = min(int(np.searchsorted(draw[base : base + count], random.random(), "right")), count - 1)
            old, new = state[v], edge_start[v] + k - 1 if k > 0 else -1
            if new == old:
                continue
            x = edge_person[new] if new >= 0 else -1
            y = edge_person[old] if old >= 0 else -1
            u = holder[x] if x >= 0 else -1
            back = -1
            if u >= 0 and y >= 0:
                back = _at(edge_person, edge_start[u], edge_start[u + 1], y)
                if back < 0:
                    continue
            here = log_draw[base + k]
            there = log_draw[base + (old - edge_start[v] + 1 if old >= 0 else 0)]
            change_x = edge_code[new] if x >= 0 else 0
            change_y = -edge_code[old] if y >= 0 else 0
            gain = 0.0
            if y < 0:
                gain -= none[v]
            if x < 0:
                gain += none[v]
            if u >= 0:
                base_u = edge_start[u] + u
                place_u = base_u + state[u] - edge_start[u] + 1
                change_x -= edge_code[state[u]]
                if back >= 0:
                    change_y += edge_code[back]
                    here = np.logaddexp(here, log_draw[base_u + back - edge_start[u] + 1])
                    there = np.logaddexp(there, log_draw[place_u])
                else:
                    gain += none[u]
                    there = log_draw[place_u]
            fx = home[x] if x >= 0 else -1
            fy = home[y] if y >= 0 else -1
            if fx >= 0 and fx == fy:
                change_x += change_y
                change_y = 0
                fy = -1
            if fx >= 0:
                gain += _weight(codes, weights, code_start, fx, code[fx] + change_x)
                gain -= _weight(codes, weights, code_start, fx, code[fx])
            if fy >= 0:
                gain += _weight(codes, weights, code_start, fy, code[fy] + change_y)
                gain -= _weight(codes, weights, code_start, fy, code[fy])
            if np.log(random.random()) >= gain + there - here:
                continue
            if fx >= 0:
                code[fx] += change_x
            if fy >= 0:
                code[fy] += change_y
            state[v] = new
            if y >= 0:
                holder[y] = -1
            if x >= 0:
                holder[x] = v
            if u >= 0:
                state[u] = back
                if back >= 0:
                    holder[y] = u
        for v in range(bodies):
            persons[sweep, v] = edge_person[state[v]] if state[v] >= 0 else -1
    return persons
