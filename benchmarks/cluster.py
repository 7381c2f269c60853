"""The same search on two threads and on a new local Dask cluster of two processes."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from invented_region import write_region
from measure import antigone

MISSING = REMAINS = 20_000
RUNS = 3


def figures() -> Iterator[tuple[str, Any]]:
    """Seconds from the case in memory to the hits; the start of the processes counts."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_region(Path(scratch) / "dask", MISSING, REMAINS, stepwise=True)
        hits = set()
        for name, extra in (("threads", ()), ("dask", ("--scheduler", "local"))):
            seconds = []
            for _ in range(RUNS):
                ended = antigone("search", folder, "--json", "-", "--workers", 2, "--threshold", 6, *extra)
                answer = json.loads(ended.output)
                seconds.append(answer["stats"]["seconds"])
                hits.add(json.dumps(answer["hits"]))
            yield f"seconds_{name}", statistics.median(seconds)
        yield "same_hits", len(hits) == 1
