"""What every tile of a search needs, and the work on one tile."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.errors import InputError
from antigone.search.alphabet import Alphabet, build_alphabet
from antigone.search.early_exit import exit_points
from antigone.search.families import SEXES, FamilyBlock
from antigone.search.lanes import LANES
from antigone.search.running import Stop
from antigone.search.scan import NOBODY, Best, Found, scan
from antigone.search.tables import block_tables

VERSION = version("antigone")
ROWS_A_TILE = 64 * LANES


MOST_HITS = 5_000_000


def check_hits(count: int, threshold: float) -> None:
    """Raises InputError beyond MOST_HITS."""
    if count > MOST_HITS:
        raise InputError(
            f"more than {MOST_HITS:,} pairs reach log10 LR {threshold:g}: state a higher threshold, or one "
            "that nothing reaches and the best of each (--top)"
        )


@dataclass(frozen=True, slots=True)
class SearchTask:
    """The remains as codes (remains, markers) and sexes, the alphabet, and what is asked for.

    `threshold` is a log10 LR; `top` the number of best pairs kept for each remains and missing person.
    """

    alphabet: Alphabet
    codes: NDArray[Any]
    sexes: NDArray[np.int8]
    threshold: float
    top: int


@dataclass(frozen=True, slots=True)
class TileResult:
    """What one tile found; rows are numbered as in the case. Seconds are of this tile alone.

    `contradicted` (n, 2) are the rows and markers at which relatives contradict each other.
    """

    first: int
    found: Found
    best_of_row: Best
    best_of_remains: Best
    seconds_tables: float
    seconds_search: float
    contradicted: NDArray[np.int64]


def build_task(case: Case, threshold: float, top: int) -> SearchTask:
    """The task of a case; codes take one byte each where no marker shows more than 255 genotypes."""
    if top < 0:
        raise InputError(f"top = {top}: keep 0 or more of the best")
    if np.isnan(threshold):
        raise InputError("threshold must be a number (log10 LR)")
    alphabet = build_alphabet(case.markers, case.theta, case.references, case.profiles)
    most = max((len(g) for g in alphabet.remains_genotypes), default=0)
    width = np.uint8 if most <= 255 else np.uint16 if most <= 65535 else np.uint32
    codes = np.zeros((len(case.remains), len(case.markers)), dtype=width)
    for i, remains in enumerate(case.remains):
        if remains.id in case.profiles:
            codes[i] = case.profiles.row(remains.id)
    sexes = np.array([SEXES[r.sex] for r in case.remains], dtype=np.int8)
    return SearchTask(alphabet, codes, sexes, threshold, top)


def no_best(subjects: int, top: int) -> Best:
    """Places for the best of each subject, all empty."""
    return Best(np.full((subjects, top), NOBODY, dtype=np.int64), np.full((subjects, top), -np.inf))


def search_tile(task: SearchTask, block: FamilyBlock, stop: Stop | None = None) -> TileResult:
    """All remains against the missing persons of a block; the same bits wherever it runs.

    Raises InputError where the threshold is so low that hits would fill the memory.
    """
    begin = time.perf_counter()
    made_of = block_tables(task.alphabet, block, stop)
    tables = made_of.log10_lr
    made = time.perf_counter()
    best_of_row = no_best(block.rows, task.top)
    best_of_remains = no_best(len(task.codes), task.top)
    found = scan(
        tables,
        task.alphabet.remains_arrays.start,
        task.codes,
        block.sexes,
        task.sexes,
        task.threshold,
        best_of_row,
        best_of_remains,
        block.first,
        MOST_HITS,
        exit_points(tables, task.alphabet.remains_arrays.start, task.codes, task.threshold),
    )
    check_hits(len(found.row), task.threshold)
    end = time.perf_counter()
    contradicted = np.argwhere(made_of.contradicted) + (block.first, 0)
    return TileResult(
        block.first, found, best_of_row, best_of_remains, made - begin, end - made, contradicted
    )
