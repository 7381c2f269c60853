"""Medians of repeated runs, and children measured from outside."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RUNS = 5


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median wall-clock seconds of `runs` runs, after one that is not counted (compilation)."""
    work()
    return statistics.median(_seconds(work) for _ in range(runs))


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


def antigone(*arguments: object) -> Outside:
    """Runs the command line and measures the whole process, from start to end."""
    command: Sequence[str] = [
        sys.executable,
        "-c",
        "from antigone.cli import main; main()",
        *map(str, arguments),
    ]
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"antigone {' '.join(map(str, arguments))} ended with {child.returncode}")
    spent = usage.ru_utime + usage.ru_stime
    return Outside(time.perf_counter() - begin, spent, usage.ru_maxrss * 1024, output)
