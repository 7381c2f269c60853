"""Pairs a second beside a bare loop of the same look-ups, and what the early exit saves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
from invented_region import write_region
from measure import median_core_seconds

from antigone.formats.case_folder import read_case
from antigone.search.early_exit import exit_points
from antigone.search.families import plan_families
from antigone.search.scan import scan
from antigone.search.tables import block_tables
from antigone.search.task import MOST_HITS, build_task, no_best

FAMILIES, REMAINS, MARKERS = 1024, 50_000, 24
THRESHOLD = 4.0


@numba.njit(nogil=True, fastmath=True)
def bare(table: Any, places: Any, threshold: Any) -> int:
    """The same look-ups and nothing else: one family after the other over all remains.

    As good as a bare loop can be: the number of markers is known to the compiler, which unrolls them into
    four sums that do not wait for each other, and `places` says where in a family's row each entry stands.
    """
    above = 0
    for family in range(table.shape[0]):
        row = table[family]
        for r in range(places.shape[0]):
            own = places[r]
            one = two = three = four = np.float32(0.0)
            for m in range(0, MARKERS, 4):
                one += row[own[m]]
                two += row[own[m + 1]]
                three += row[own[m + 2]]
                four += row[own[m + 3]]
            above += (one + two) + (three + four) >= threshold
    return above


def figures() -> Iterator[tuple[str, Any]]:
    """Of one core; every number is a median."""
    for name, stepwise in (("no_mutation", False), ("stepwise", True)):
        with tempfile.TemporaryDirectory() as scratch:
            yield name, _rates(Path(scratch), stepwise)


def _rates(place: Path, stepwise: bool) -> dict[str, float]:
    case = read_case(write_region(place / "pairs", FAMILIES, REMAINS, MARKERS, stepwise=stepwise))
    task = build_task(case, THRESHOLD, 0)
    block = plan_families(case).block(0, FAMILIES)
    tables = block_tables(task.alphabet, block).log10_lr
    start = task.alphabet.remains_arrays.start
    pairs = FAMILIES * len(task.codes)

    everything = np.array([MARKERS])
    chosen = exit_points(tables, start, task.codes, THRESHOLD)

    def rate(top: int, points: Any) -> float:
        def run() -> None:
            best = no_best(FAMILIES, top), no_best(len(task.codes), top)
            scan(tables, start, task.codes, block.sexes, task.sexes, THRESHOLD, *best, 0, MOST_HITS, points)

        return pairs / median_core_seconds(run)

    narrow = np.ascontiguousarray(tables, dtype=np.float32)
    places = (start[:-1] + task.codes).astype(np.uint16)
    plain = pairs / median_core_seconds(lambda: bare(narrow, places, np.float32(THRESHOLD)))
    whole, early = rate(0, everything), rate(0, chosen)
    return {
        "pairs_per_second": early,
        "pairs_per_second_without_early_exit": whole,
        "pairs_per_second_bare_loop": plain,
        "ratio_to_bare_loop": early / plain,
        "ratio_to_bare_loop_without_early_exit": whole / plain,
        "markers_before_each_test": chosen.tolist(),
        "saved_by_early_exit": 1 - whole / early,
        "pairs_per_second_with_best_3": rate(3, chosen),
    }
