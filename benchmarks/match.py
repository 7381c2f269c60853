"""Direct matches: all remains against all remains."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from invented_region import write_region
from measure import antigone

SAMPLES = (10_000, 100_000)


def figures() -> dict[str, Any]:
    """Seconds and memory of `antigone match`, the whole process on two threads."""
    with tempfile.TemporaryDirectory() as scratch:
        return {"growth": [_whole(Path(scratch), n) for n in SAMPLES]}


def _whole(place: Path, samples: int) -> dict[str, float]:
    folder = write_region(place / "match", 10, samples)
    ended = antigone("match", folder, "--json", "-", "--workers", 2, "--threshold", 8)
    stats = json.loads(ended.output)["stats"]
    return {
        "samples": samples,
        "pairs": stats["pairs"],
        "seconds_matching": stats["seconds"],
        "seconds_process": ended.seconds,
        "peak_gib": ended.peak_bytes / 2**30,
    }
