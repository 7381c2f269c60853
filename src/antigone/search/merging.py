"""Tile results into one answer, whatever their number and order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from antigone.search.scan import NOBODY, Best, Found
from antigone.search.task import TileResult, no_best


class Merger:
    """Takes the tiles of a search one by one; holds the hits and the best of each, never the pairs.

    `found` counts the hits over the threshold.
    """

    __slots__ = ("_remains", "_found", "_best", "_contradicted", "found", "seconds_tables", "seconds_search")

    def __init__(self, remains: int, top: int) -> None:
        self._remains = remains
        self._found: list[Found] = []
        self._best = no_best(remains, top)
        self._contradicted: list[NDArray[np.int64]] = []
        self.found = 0
        self.seconds_tables = 0.0
        self.seconds_search = 0.0

    def add(self, tile: TileResult) -> None:
        """Adds a tile; each row of the case is in one tile only."""
        self.found += len(tile.found.row)
        self._found += [tile.found, _pairs_of_rows(tile)]
        self._best = _better(self._best, tile.best_of_remains)
        self._contradicted.append(tile.contradicted)
        self.seconds_tables += tile.seconds_tables
        self.seconds_search += tile.seconds_search

    def contradicted(self) -> NDArray[np.int64]:
        """(n, 2): the rows and markers at which relatives contradict each other, in order."""
        found = np.concatenate([np.zeros((0, 2), dtype=np.int64), *self._contradicted])
        ordered: NDArray[np.int64] = found[np.lexsort((found[:, 1], found[:, 0]))]
        return ordered

    def result(self) -> Found:
        """Every pair found, once, highest log10 LR first; equals in the order of remains and persons."""
        subject, place = np.nonzero(self._best.partner != NOBODY)
        best = Found(self._best.partner[subject, place], subject, self._best.score[subject, place])
        parts = [*self._found, best]
        row = np.concatenate([p.row for p in parts])
        remains = np.concatenate([p.remains for p in parts])
        score = np.concatenate([p.score for p in parts])
        _, once = np.unique(row * max(self._remains, 1) + remains, return_index=True)
        row, remains, score = row[once], remains[once], score[once]
        order: NDArray[np.int64] = np.lexsort((row, remains, -score))
        return Found(row[order], remains[order], score[order])


def _pairs_of_rows(tile: TileResult) -> Found:
    row, place = np.nonzero(tile.best_of_row.partner != NOBODY)
    best = tile.best_of_row
    return Found(row + tile.first, best.partner[row, place], best.score[row, place])


def _better(a: Best, b: Best) -> Best:
    k = a.score.shape[1]
    if k == 0:
        return a
    partner = np.concatenate([a.partner, b.partner], axis=1)
    score = np.concatenate([a.score, b.score], axis=1)
    # Empty places have the lowest score, so they come last.
    order = np.lexsort((partner, -score), axis=1)[:, :k]
    return Best(np.take_along_axis(partner, order, axis=1), np.take_along_axis(score, order, axis=1))
