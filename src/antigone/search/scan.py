"""The innermost loop: every remains of a tile against every missing person of a tile.

Tables of LANES families lie side by side, so one look-up of a remains' code serves them all with one
vector addition. The float32 sums only decide which pairs are looked at: whatever could reach the
threshold or a place among the best, rounding at its worst, is summed again from the float64 tables,
and that sum alone decides. So no pair is lost, and the answer does not depend on the tiles.

The look-ups of a remains end early where, for each of the LANES families, even the best entries of the
markers left could not bring the sum over its bar.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.search.compiled import compiled
from antigone.search.lanes import LANES, lanes_above

NOBODY = -1
Floats = NDArray[np.float64]


class Found(NamedTuple):
    """Pairs (n,) of row and remains numbers with their log10 LR."""

    row: NDArray[np.int64]
    remains: NDArray[np.int64]
    score: Floats


class Best(NamedTuple):
    """The k best of each of n subjects, best first: partner (n, k), NOBODY where fewer, and log10 LR."""

    partner: NDArray[np.int64]
    score: Floats


@compiled
def _sum(tables: Floats, row: int, start: NDArray[np.int64], codes: NDArray, r: int) -> float:  # type: ignore[type-arg]
    total = 0.0
    for m in range(codes.shape[1]):
        if codes[r, m] != 0:
            total += tables[row, start[m] + codes[r, m]]
    return total


@compiled
def _enter(best: Best, subject: int, partner: int, score: float) -> None:
    """Puts a partner in its place: higher scores first, then lower numbers."""
    k = best.score.shape[1]
    at = k
    while at > 0 and (
        score > best.score[subject, at - 1]
        or (
            score == best.score[subject, at - 1]
            and (best.partner[subject, at - 1] == NOBODY or partner < best.partner[subject, at - 1])
        )
    ):
        at -= 1
    if at == k:
        return
    for i in range(k - 1, at, -1):
        best.score[subject, i] = best.score[subject, i - 1]
        best.partner[subject, i] = best.partner[subject, i - 1]
    best.score[subject, at] = score
    best.partner[subject, at] = partner


@compiled
def _bar(value: float, slack: float) -> float:
    """The float32 above which a sum may stand for `value` or more in float64."""
    bar: float = np.nextafter(np.float32(value - slack), np.float32(-np.inf))
    return bar


@compiled
def _slacks(tables: Floats, start: NDArray[np.int64]) -> Floats:
    """For each row, a bound on |float32 sum − float64 sum| of any pair.

    Higham 2002, eq. 4.4, and the rounding of the table; 0 where the whole row is 0.
    """
    slacks = np.zeros(tables.shape[0])
    for row in range(tables.shape[0]):
        total = 0.0
        for m in range(len(start) - 1):
            top = 0.0
            for c in range(start[m], start[m + 1]):
                value = abs(tables[row, c])
                top = value if top < value < np.inf else top
                if value == np.inf:
                    slacks[row] = 1e-30
            total += top
        if total > 0.0:
            slacks[row] = 1.01 * (len(start) + 1) * 2.0**-24 * total + 1e-30
    return slacks


@compiled
def _row_bar(best: Best, row: int, slack: float) -> float:
    """The bar of a row; where it says nothing of anybody, its first places stay as they are."""
    last = best.score[row, best.score.shape[1] - 1]
    bar: float = np.inf if slack == 0.0 and last > -np.inf else _bar(last, slack)
    return bar


@compiled
def _fill_rest(
    tables: Floats,
    group: int,
    here: int,
    start: NDArray[np.int64],
    points: NDArray[np.int64],
    rest: NDArray[np.float32],
) -> None:
    """The most that the markers from each point on can add to a lane's sum, rounded up, (points · LANES,)."""
    for lane in range(LANES):
        most = 0.0
        at = len(start) - 1
        for i in range(len(points) - 1, -1, -1):
            while at > points[i]:
                at -= 1
                top = 0.0
                if lane < here:
                    for c in range(start[at], start[at + 1]):
                        top = max(top, tables[group + lane, c])
                most += top
            # Nothing is left after the last marker: the sum itself is held against the bars.
            rest[i * LANES + lane] = (
                np.nextafter(np.float32(most), np.float32(np.inf)) if most > 0.0 else np.float32(0.0)
            )


@compiled
def scan(
    tables: Floats,
    start: NDArray[np.int64],
    codes: NDArray,  # type: ignore[type-arg]
    row_sexes: NDArray[np.int8],
    sexes: NDArray[np.int8],
    threshold: float,
    best_of_row: Best,
    best_of_remains: Best,
    first_row: int,
    most: int,
    points: NDArray[np.int64],
) -> Found:
    """The pairs with log10 LR ≥ `threshold`; updates the best of each.

    `tables` (rows, codes) are log10 LRs, `start` (markers + 1,) where each marker's begin; `codes`
    (remains, markers) unsigned, contiguous. Pairs of different stated sex (1, 2; 0 unknown) and exclusions
    are never found. `first_row` is added to the rows reported. Beyond `most` pairs the scan ends with one
    pair more, and the best are not complete. `points` (early_exit.py) change no result.
    """
    rows, width = tables.shape
    markers = codes.shape[1]
    k = best_of_row.score.shape[1]
    slacks = _slacks(tables, start)
    slack = 0.0
    for row in range(rows):
        slack = max(slack, slacks[row])
    low = _bar(threshold, slack)
    capacity = 1024
    hit_row = np.empty(capacity, np.int64)
    hit_remains = np.empty(capacity, np.int64)
    hit_score = np.empty(capacity, np.float64)
    hits = 0
    lanes = np.empty(width * LANES, np.float32)
    bars = np.empty(LANES, np.float32)
    rest = np.zeros(len(points) * LANES, np.float32)
    begin = np.empty(markers, np.uint64)
    for m in range(markers):
        begin[m] = np.uint64(start[m])
    remains_bar = np.full(codes.shape[0], low, np.float32)
    if k > 0:
        for r in range(codes.shape[0]):
            remains_bar[r] = min(low, _bar(best_of_remains.score[r, k - 1], slack))
    for group in range(0, rows, LANES):
        here = min(LANES, rows - group)
        for c in range(width):
            for lane in range(LANES):
                lanes[c * LANES + lane] = tables[group + lane, c] if lane < here else -np.inf
        for lane in range(LANES):
            bars[lane] = np.inf
            if k > 0 and lane < here:
                bars[lane] = _row_bar(best_of_row, group + lane, slacks[group + lane])
        _fill_rest(tables, group, here, start, points, rest)
        for r in range(codes.shape[0]):
            above = lanes_above(lanes, begin, codes, r, points, rest, remains_bar[r], bars)
            if above == 0:
                continue
            for lane in range(here):
                if (above >> lane) & 1 == 0:
                    continue
                row = group + lane
                if row_sexes[row] != 0 and sexes[r] != 0 and row_sexes[row] != sexes[r]:
                    continue
                score = _sum(tables, row, start, codes, r)
                if score == -np.inf:
                    continue
                if k > 0:
                    _enter(best_of_row, row, r, score)
                    _enter(best_of_remains, r, first_row + row, score)
                    bars[lane] = _row_bar(best_of_row, row, slacks[row])
                    remains_bar[r] = min(low, _bar(best_of_remains.score[r, k - 1], slack))
                if score >= threshold:
                    if hits == capacity:
                        capacity *= 2
                        hit_row = _longer(hit_row, capacity)
                        hit_remains = _longer(hit_remains, capacity)
                        hit_score = _longer_floats(hit_score, capacity)
                    hit_row[hits] = first_row + row
                    hit_remains[hits] = r
                    hit_score[hits] = score
                    hits += 1
                    if hits > most:
                        return Found(hit_row[:hits], hit_remains[:hits], hit_score[:hits])
    return Found(hit_row[:hits], hit_remains[:hits], hit_score[:hits])


@compiled
def all_scores(
    tables: Floats,
    start: NDArray[np.int64],
    codes: NDArray,  # type: ignore[type-arg]
    row_sexes: NDArray[np.int8],
    sexes: NDArray[np.int8],
) -> Floats:
    """log10 LR (rows, remains) of every pair, as `scan` has it; -inf for exclusions and unlike sexes."""
    scores = np.empty((tables.shape[0], codes.shape[0]))
    for row in range(tables.shape[0]):
        for r in range(codes.shape[0]):
            if row_sexes[row] != 0 and sexes[r] != 0 and row_sexes[row] != sexes[r]:
                scores[row, r] = -np.inf
            else:
                scores[row, r] = _sum(tables, row, start, codes, r)
    return scores


@compiled
def _longer(values: NDArray[np.int64], capacity: int) -> NDArray[np.int64]:
    longer = np.empty(capacity, np.int64)
    longer[: len(values)] = values
    return longer


@compiled
def _longer_floats(values: Floats, capacity: int) -> Floats:
    longer = np.empty(capacity, np.float64)
    longer[: len(values)] = values
    return longer
