"""Where the scan looks whether a pair can still be of use: chosen from a sample, changing no result."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.search.lanes import LANES

# A test costs about as much as so many look-ups.
TEST = 3.0
GROUPS, REMAINS = 2, 256


def exit_points(
    tables: NDArray[np.float64], start: NDArray[np.int64], codes: NDArray[Any], threshold: float
) -> NDArray[np.int64]:
    """The numbers of markers (ascending, the last is all) after which `scan` tests its bound.

    They make the look-ups and tests of a sample of pairs fewest; arguments are those of `scan`.
    """
    markers = codes.shape[1]
    alive = _alive(tables, start, codes, threshold)
    # Shortest way from no marker to all of them (markers are the stations).
    cost = np.zeros(markers + 1)
    back = np.zeros(markers + 1, dtype=np.int64)
    for end in range(1, markers + 1):
        ways = cost[:end] + alive[:end] * (end - np.arange(end) + TEST)
        back[end] = int(np.argmin(ways))
        cost[end] = ways[back[end]]
    points = [markers]
    while back[points[-1]] > 0:
        points.append(int(back[points[-1]]))
    return np.array(points[::-1], dtype=np.int64)


def _alive(
    tables: NDArray[np.float64], start: NDArray[np.int64], codes: NDArray[Any], threshold: float
) -> NDArray[np.float64]:
    """The share of (group of LANES families, remains) still to be summed after each number of markers."""
    markers = codes.shape[1]
    groups = len(tables) // LANES
    if groups == 0 or len(codes) == 0:
        return np.ones(markers + 1)
    chosen = np.unique(np.linspace(0, groups - 1, GROUPS).astype(np.int64))
    rows = (chosen[:, None] * LANES + np.arange(LANES)).ravel()
    bodies = np.unique(np.linspace(0, len(codes) - 1, REMAINS).astype(np.int64))
    sums = np.zeros((len(rows), len(bodies), markers + 1))
    rest = np.zeros((len(rows), 1, markers + 1))
    for m in range(markers):
        own = tables[rows, start[m] : start[m + 1]]
        sums[:, :, m + 1] = sums[:, :, m] + own[:, codes[bodies, m]]
        rest[:, 0, : m + 1] += np.maximum(own.max(axis=1), 0.0)[:, None]
    hopeful = (sums + rest >= threshold).reshape(len(chosen), LANES, len(bodies), markers + 1)
    share: NDArray[np.float64] = hopeful.any(axis=1).mean(axis=(0, 1))
    return share
