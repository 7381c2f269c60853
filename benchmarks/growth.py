"""Whole searches from the files on disk to the hits, from 10⁵ to 5·10⁹ pairs, measured from outside."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from invented_region import TYPED, write_region
from measure import antigone

# Missing persons × remains; the last is the region of the target.
GROWTH = ((316, 316), (1_000, 1_000), (2_500, 4_000), (10_000, 10_000), (20_000, 50_000), (100_000, 50_000))
RUNS = 3


def figures() -> Iterator[tuple[str, Any]]:
    """The median run of RUNS at each size, two threads, stepwise mutation."""
    rows: list[dict[str, Any]] = []
    for missing, remains in GROWTH:
        with tempfile.TemporaryDirectory() as scratch:
            rows.append(_whole(Path(scratch), missing, remains))
        yield "growth", list(rows)


def _whole(place: Path, missing: int, remains: int) -> dict[str, Any]:
    folder = write_region(place / "growth", missing, remains, stepwise=True)
    runs = [antigone("search", folder, "--json", "-", "--workers", 2, "--threshold", 6) for _ in range(RUNS)]
    hits = {json.dumps(json.loads(r.output)["hits"]) for r in runs}
    assert len(hits) == 1, "two runs differ"
    middle = statistics.median_low(r.seconds for r in runs)
    ended = next(r for r in runs if r.seconds == middle)
    stats = json.loads(ended.output)["stats"]
    return {
        "missing": missing,
        "remains": remains,
        "pairs": stats["pairs"],
        "rows_read": (len(TYPED) * missing + remains) * 24,
        "seconds_read": stats["seconds_read"],
        "seconds_tables": stats["seconds_tables"],
        "seconds_search": stats["seconds_search"],
        "seconds_process": ended.seconds,
        "processor_seconds": ended.processor_seconds,
        "peak_gib": max(r.peak_bytes for r in runs) / 2**30,
    }
