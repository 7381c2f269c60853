"""Medians of repeated runs, and children measured from outside."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median wall-clock seconds of `runs` runs, after one that is not counted (compilation)."""
    work()
    return statistics.median(_seconds(work) for _ in range(runs))


def median_core_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The same in processor seconds of this process: what one core does, whoever else uses the machine."""
    work()
    return statistics.median(_core_seconds(work) for _ in range(runs))


def _core_seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


@dataclass(frozen=True, slots=True)
class Outside:
    """A finished process: wall-clock and processor seconds, and the peak of its memory in bytes."""

    seconds: float
    processor_seconds: float
    peak_bytes: int
    output: bytes


# A small process starts the command: a child's peak memory counts that of whoever forked it.
_STARTER = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
code = subprocess.run(sys.argv[2:], check=False).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
spent = {"seconds": time.perf_counter() - begin, "processor_seconds": used.ru_utime + used.ru_stime,
         "peak_bytes": used.ru_maxrss * 1024}
open(sys.argv[1], "w").write(json.dumps(spent))
sys.exit(code)
"""


def antigone(*arguments: object) -> Outside:
    """Runs the command line and measures the whole process, from start to end."""
    own = [sys.executable, "-c", "from antigone.cli import main; main()", *map(str, arguments)]
    with tempfile.NamedTemporaryFile() as spent:
        ended = subprocess.run(
            [sys.executable, "-c", _STARTER, spent.name, *own], stdout=subprocess.PIPE, check=True
        )
        return Outside(**json.loads(spent.read()), output=ended.stdout)
