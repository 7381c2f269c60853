"""Giving up pairs early changes no hit, wherever it is looked at."""

import numpy as np
import pytest

from antigone.search.early_exit import TEST, exit_points
from antigone.search.scan import Best, all_scores, scan

RANDOM = np.random.default_rng(5)


def tables_and_codes(rows=37, remains=60, markers=9, genotypes=6, exclusions=0.3):
    start = np.arange(markers + 1, dtype=np.int64) * genotypes
    tables = RANDOM.normal(-0.5, 1.0, (rows, markers * genotypes))
    tables[RANDOM.random(tables.shape) < exclusions] = -np.inf
    tables[:, start[:-1]] = 0.0
    codes = RANDOM.integers(0, genotypes, (remains, markers)).astype(np.uint8)
    return tables, start, codes


def found(tables, start, codes, threshold, top, points):
    sexes = np.zeros(len(codes), dtype=np.int8)
    best = [Best(np.full((n, top), -1), np.full((n, top), -np.inf)) for n in (len(tables), len(codes))]
    rows = np.zeros(len(tables), dtype=np.int8)
    hits = scan(tables, start, codes, rows, sexes, threshold, *best, 0, 10**6, points)
    return [a.tolist() for a in (*hits, *best[0], *best[1])]


@pytest.mark.parametrize("exclusions", [0.0, 0.3])
@pytest.mark.parametrize("top", [0, 2])
def test_no_point_changes_what_is_found(exclusions, top):
    tables, start, codes = tables_and_codes(exclusions=exclusions)
    zeros = np.zeros(len(tables), np.int8), np.zeros(len(codes), np.int8)
    scores = all_scores(tables, start, codes, *zeros)
    threshold = float(np.sort(scores[np.isfinite(scores)])[-20])
    whole = found(tables, start, codes, threshold, top, np.array([9]))
    assert set(zip(whole[0], whole[1], strict=True)) == set(map(tuple, np.argwhere(scores >= threshold)))
    for points in ([1, 2, 3, 4, 5, 6, 7, 8, 9], [4, 9], [1, 9], [8, 9]):
        assert found(tables, start, codes, threshold, top, np.array(points)) == whole


def test_a_pair_that_the_last_marker_saves_is_kept():
    start = np.arange(4, dtype=np.int64) * 2
    tables = np.tile([[0.0, -3.0, 0.0, -3.0, 0.0, 9.0]], (20, 1))
    codes = np.ones((3, 3), dtype=np.uint8)
    assert len(found(tables, start, codes, 3.0, 0, np.array([1, 2, 3]))[0]) == 60
    assert found(tables, start, codes, 3.0 + 1e-9, 0, np.array([1, 2, 3]))[0] == []


def test_points_are_where_they_save_most():
    # Every pair is excluded at the third marker, none earlier, and the others say nothing.
    start = np.arange(21, dtype=np.int64) * 2
    tables = np.zeros((16, 40))
    tables[:, 5] = -np.inf
    codes = np.ones((50, 20), dtype=np.uint8)
    assert exit_points(tables, start, codes, -1.0).tolist() == [3, 20]
    tables[:, 5] = 0.0
    assert exit_points(tables, start, codes, -1.0).tolist() == [20]
    assert exit_points(tables[:3], start, codes, -1.0).tolist() == [20]
    assert exit_points(tables, start, codes[:0], -1.0).tolist() == [20]
    assert TEST > 1
